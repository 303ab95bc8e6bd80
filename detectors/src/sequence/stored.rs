//! Values of join keys kept for sequences that are complete but for the time that must pass.

use crate::scalar::{Scalar, Timestamp};
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Bytes of a text that are kept; what is longer is cut at a character.
pub const TEXT_BYTES_MAX: usize = 62;

/// A value of a join key in a fixed number of bytes. All zeros is null.
#[derive(Debug, Clone, Copy)]
pub(super) struct StoredValue {
    kind: u8,
    length: u8,
    bytes: [u8; TEXT_BYTES_MAX],
}

const NULL: u8 = 0;
const TEXT: u8 = 1;
const INT: u8 = 2;
const UNSIGNED: u8 = 3;
const FLOAT: u8 = 4;
const BOOL: u8 = 5;
const IPV4: u8 = 6;
const IPV6: u8 = 7;
const TIME: u8 = 8;

impl StoredValue {
    pub(super) const NULL: Self = Self { kind: NULL, length: 0, bytes: [0; TEXT_BYTES_MAX] };

    pub(super) fn new(value: Option<Scalar<'_>>) -> Self {
        match value {
            None => Self::NULL,
            Some(Scalar::Str(text)) => Self::from_bytes(TEXT, cut(text).as_bytes()),
            Some(Scalar::Int(value)) => Self::from_bytes(INT, &value.to_le_bytes()),
            Some(Scalar::Unsigned(value)) => Self::from_bytes(UNSIGNED, &value.to_le_bytes()),
            Some(Scalar::Float(value)) => Self::from_bytes(FLOAT, &value.to_le_bytes()),
            Some(Scalar::Bool(value)) => Self::from_bytes(BOOL, &[u8::from(value)]),
            Some(Scalar::Ip(IpAddr::V4(address))) => Self::from_bytes(IPV4, &address.octets()),
            Some(Scalar::Ip(IpAddr::V6(address))) => Self::from_bytes(IPV6, &address.octets()),
            Some(Scalar::Time(Timestamp(ms))) => Self::from_bytes(TIME, &ms.to_le_bytes()),
        }
    }

    fn from_bytes(kind: u8, from: &[u8]) -> Self {
        let mut stored = Self { kind, length: from.len() as u8, bytes: [0; TEXT_BYTES_MAX] };
        for (to, from) in stored.bytes.iter_mut().zip(from) {
            *to = *from;
        }
        stored
    }

    /// The value; `None` is null.
    pub(super) fn get(&self) -> Option<Scalar<'_>> {
        Some(match self.kind {
            TEXT => Scalar::Str(self.bytes.get(..usize::from(self.length)).and_then(|bytes| core::str::from_utf8(bytes).ok())?),
            INT => Scalar::Int(i64::from_le_bytes(self.array()?)),
            UNSIGNED => Scalar::Unsigned(u64::from_le_bytes(self.array()?)),
            FLOAT => Scalar::Float(f64::from_le_bytes(self.array()?)),
            BOOL => Scalar::Bool(self.bytes.first() == Some(&1)),
            IPV4 => Scalar::Ip(IpAddr::V4(Ipv4Addr::from(self.array::<4>()?))),
            IPV6 => Scalar::Ip(IpAddr::V6(Ipv6Addr::from(self.array::<16>()?))),
            TIME => Scalar::Time(Timestamp(i64::from_le_bytes(self.array()?))),
            _ => return None,
        })
    }

    fn array<const N: usize>(&self) -> Option<[u8; N]> {
        self.bytes.first_chunk().copied()
    }
}

/// The text, or as much of its beginning as is kept.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(TEXT_BYTES_MAX);
    loop {
        match text.get(..end) {
            Some(kept) => return kept,
            None => end = end.saturating_sub(1),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;

    #[test]
    fn a_stored_value_is_given_back() {
        let long: String = core::iter::repeat_n('é', 40).collect();
        let table = [
            None,
            Some(Scalar::Str("")),
            Some(Scalar::Str("a3f0")),
            Some(Scalar::Int(-7)),
            Some(Scalar::Unsigned(u64::MAX)),
            Some(Scalar::Float(1.5)),
            Some(Scalar::Bool(true)),
            Some(Scalar::Bool(false)),
            Some(Scalar::Ip(IpAddr::V4(Ipv4Addr::LOCALHOST))),
            Some(Scalar::Ip(IpAddr::V6(Ipv6Addr::LOCALHOST))),
            Some(Scalar::Time(Timestamp(i64::MIN))),
        ];
        for value in table {
            assert_eq!(StoredValue::new(value).get(), value);
        }
        assert_eq!(StoredValue::new(Some(Scalar::Str(&long))).get(), Some(Scalar::Str(&long[..62])), "cut at a character");
    }
}
