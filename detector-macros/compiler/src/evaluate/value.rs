//! Values of fields, and how they compare.

use crate::ir::{Comparison, Number};
use std::cmp::Ordering;
use std::net::IpAddr;

/// One value of a field of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text: keyword fields, versions.
    Text(String),
    /// A whole number.
    Int(i128),
    /// Any other number.
    Float(f64),
    /// true, false.
    Bool(bool),
    /// An address.
    Ip(IpAddr),
    /// A time, in milliseconds since 1970.
    Date(i64),
}

impl Value {
    /// The number that it is; a date is its milliseconds.
    pub(super) fn number(&self) -> Option<Number> {
        match self {
            Self::Int(value) => Some(Number::Int(*value)),
            Self::Float(value) => Some(Number::Float(*value)),
            Self::Date(ms) => Some(Number::Int(i128::from(*ms))),
            Self::Text(_) | Self::Bool(_) | Self::Ip(_) => None,
        }
    }
}

/// Compares numbers by value, exactly; `None` if one is not a number.
pub(crate) fn order_numbers(left: Number, right: Number) -> Option<Ordering> {
    match (left, right) {
        (Number::Int(left), Number::Int(right)) => Some(left.cmp(&right)),
        (Number::Float(left), Number::Float(right)) => left.partial_cmp(&right),
        (Number::Int(left), Number::Float(right)) => order_int_float(left, right),
        (Number::Float(left), Number::Int(right)) => order_int_float(right, left).map(Ordering::reverse),
    }
}

fn order_int_float(int: i128, float: f64) -> Option<Ordering> {
    // 2^127: above it, a double is greater than every i128.
    const LIMIT: f64 = 170_141_183_460_469_231_731_687_303_715_884_105_728.0;
    if float.is_nan() {
        None
    } else if float >= LIMIT {
        Some(Ordering::Less)
    } else if float < -LIMIT {
        Some(Ordering::Greater)
    } else {
        // The whole part fits; what is behind the point decides between equal whole parts.
        let whole = float.floor();
        let by_whole = int.cmp(&(whole as i128));
        Some(by_whole.then(if float > whole { Ordering::Less } else { Ordering::Equal }))
    }
}

/// Whether two numbers meet a comparison; NaN meets none.
pub(super) fn numbers_meet(comparison: Comparison, left: Number, right: Number) -> bool {
    order_numbers(left, right).is_some_and(|ordering| comparison.holds(ordering))
}

/// The 16-byte form of an address, in which IPv4 is mapped into IPv6.
pub(super) fn address_bytes(address: IpAddr) -> [u8; 16] {
    match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().octets(),
        IpAddr::V6(v6) => v6.octets(),
    }
}

/// Whether an address lies in a block, both in the 16-byte form.
pub(super) fn in_block(address: IpAddr, block: &ipnet::IpNet) -> bool {
    let bits = match block {
        ipnet::IpNet::V4(v4) => 96 + u32::from(v4.prefix_len()),
        ipnet::IpNet::V6(v6) => u32::from(v6.prefix_len()),
    };
    let (address, network) = (u128::from_be_bytes(address_bytes(address)), u128::from_be_bytes(address_bytes(block.addr())));
    bits == 0 || (address ^ network) >> (128 - bits) == 0
}

/// The number that a text is in decimal: sign, digits, fraction, exponent, and nothing else.
pub(super) fn number_in(text: &str) -> Option<Number> {
    if let Ok(whole) = text.parse::<i128>() {
        return Some(Number::Int(whole));
    }
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-' | b'+' | b'e' | b'E'));
    text.parse::<f64>().ok().filter(|_| plain).map(Number::Float)
}
