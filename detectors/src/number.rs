//! Numbers: exact comparison, and arithmetic as Java does it, which is how Elasticsearch computes.

mod decimal;

use core::cmp::Ordering;

/// A run-time error of a search: integer overflow, division of an integer by zero, text that is no number.
///
/// Elasticsearch fails the whole search; a detector cannot, so its query does not match that event, in either polarity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failed;

/// A number of an event or an expression.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// A whole number.
    Int(i64),
    /// A whole number that may be too large for `Int`.
    Unsigned(u64),
    /// Any other.
    Float(f64),
}

/// How wide whole numbers are in arithmetic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// Java's `int`.
    Bits32,
    /// Java's `long`.
    Bits64,
}

impl Number {
    /// The nearest double.
    #[inline]
    pub const fn as_f64(self) -> f64 {
        match self {
            Self::Int(value) => value as f64,
            Self::Unsigned(value) => value as f64,
            Self::Float(value) => value,
        }
    }

    /// The nearest double, as a number: what arithmetic in doubles starts from.
    #[inline]
    pub const fn to_double(self) -> Self {
        Self::Float(self.as_f64())
    }

    /// As a whole number; doubles are cut at the point. For places in a text.
    ///
    /// Fails beyond the range of 64 bits and for NaN.
    #[inline]
    pub fn to_i64(self) -> Result<i64, Failed> {
        match self {
            Self::Int(value) => Ok(value),
            Self::Unsigned(value) => i64::try_from(value).map_err(|_| Failed),
            Self::Float(value) if (-TWO_63..TWO_63).contains(&value) => Ok(value as i64),
            Self::Float(_) => Err(Failed),
        }
    }
}

/// The whole number that it equals, if one of 64 bits does.
pub(crate) fn exact_i64(number: Number) -> Option<i64> {
    match number {
        Number::Int(value) => Some(value),
        Number::Unsigned(value) => i64::try_from(value).ok(),
        // Within the range a double without a fraction is the very number.
        Number::Float(value) if (-TWO_63..TWO_63).contains(&value) && (value as i64) as f64 == value => Some(value as i64),
        Number::Float(_) => None,
    }
}

impl From<i64> for Number {
    #[inline]
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<u64> for Number {
    #[inline]
    fn from(value: u64) -> Self {
        Self::Unsigned(value)
    }
}

impl From<f64> for Number {
    #[inline]
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

/// 2⁶³ and 2⁶⁴, the first doubles beyond `i64` and `u64`.
const TWO_63: f64 = 9_223_372_036_854_775_808.0;
const TWO_64: f64 = 18_446_744_073_709_551_616.0;

/// The order of two numbers by their exact values: no whole number is rounded to a double. `None` for NaN.
#[inline]
pub fn compare(left: Number, right: Number) -> Option<Ordering> {
    match (left, right) {
        (Number::Int(left), Number::Int(right)) => Some(left.cmp(&right)),
        (Number::Unsigned(left), Number::Unsigned(right)) => Some(left.cmp(&right)),
        (Number::Float(left), Number::Float(right)) => left.partial_cmp(&right),
        (Number::Int(left), Number::Unsigned(right)) => Some(signed_with_unsigned(left, right)),
        (Number::Unsigned(left), Number::Int(right)) => Some(signed_with_unsigned(right, left).reverse()),
        (Number::Int(left), Number::Float(right)) => signed_with_float(left, right),
        (Number::Float(left), Number::Int(right)) => signed_with_float(right, left).map(Ordering::reverse),
        (Number::Unsigned(left), Number::Float(right)) => unsigned_with_float(left, right),
        (Number::Float(left), Number::Unsigned(right)) => unsigned_with_float(right, left).map(Ordering::reverse),
    }
}

fn signed_with_unsigned(left: i64, right: u64) -> Ordering {
    u64::try_from(left).map_or(Ordering::Less, |left| left.cmp(&right))
}

fn signed_with_float(left: i64, right: f64) -> Option<Ordering> {
    if right.is_nan() {
        None
    } else if right >= TWO_63 {
        Some(Ordering::Less)
    } else if right < -TWO_63 {
        Some(Ordering::Greater)
    } else {
        let whole = right as i64;
        Some(left.cmp(&whole).then_with(|| fraction_sign(right, whole as f64)))
    }
}

fn unsigned_with_float(left: u64, right: f64) -> Option<Ordering> {
    if right.is_nan() {
        None
    } else if right >= TWO_64 {
        Some(Ordering::Less)
    } else if right < 0.0 {
        Some(Ordering::Greater)
    } else {
        let whole = right as u64;
        Some(left.cmp(&whole).then_with(|| fraction_sign(right, whole as f64)))
    }
}

/// The order of a double's whole part, exact as a double too, and the double.
fn fraction_sign(value: f64, whole: f64) -> Ordering {
    if whole < value {
        Ordering::Less
    } else if whole > value {
        Ordering::Greater
    } else {
        Ordering::Equal
    }
}

/// `left == right`, false for NaN as are all of these.
#[inline]
pub fn equal(left: Number, right: Number) -> bool {
    compare(left, right) == Some(Ordering::Equal)
}

/// `left < right`
#[inline]
pub fn less(left: Number, right: Number) -> bool {
    compare(left, right) == Some(Ordering::Less)
}

/// `left <= right`
#[inline]
pub fn less_or_equal(left: Number, right: Number) -> bool {
    compare(left, right).is_some_and(Ordering::is_le)
}

/// `left > right`
#[inline]
pub fn greater(left: Number, right: Number) -> bool {
    less(right, left)
}

/// `left >= right`
#[inline]
pub fn greater_or_equal(left: Number, right: Number) -> bool {
    less_or_equal(right, left)
}

/// `left + right`: in doubles if either is one, which never fails; else exact in the width.
#[inline]
pub fn add(width: Width, left: Number, right: Number) -> Result<Number, Failed> {
    arithmetic(width, left, right, |left, right| left + right, i64::checked_add)
}

/// `left - right`, by the rules of [`add`].
#[inline]
pub fn subtract(width: Width, left: Number, right: Number) -> Result<Number, Failed> {
    arithmetic(width, left, right, |left, right| left - right, i64::checked_sub)
}

/// `left * right`, by the rules of [`add`].
#[inline]
pub fn multiply(width: Width, left: Number, right: Number) -> Result<Number, Failed> {
    arithmetic(width, left, right, |left, right| left * right, i64::checked_mul)
}

/// `left / right`, by the rules of [`add`]. Whole numbers are cut at the point and fail when divided by zero; the least number
/// of the width by -1 is itself, as in Java.
#[inline]
pub fn divide(width: Width, left: Number, right: Number) -> Result<Number, Failed> {
    let whole = |left: i64, right: i64| {
        let quotient = if right == -1 { Some(left.wrapping_neg()) } else { left.checked_div(right) };
        quotient.map(|quotient| match width {
            Width::Bits32 => i64::from(quotient as i32),
            Width::Bits64 => quotient,
        })
    };
    arithmetic(width, left, right, |left, right| left / right, whole)
}

/// The remainder of [`divide`], with the sign of the dividend. Fails for whole numbers when divided by zero.
#[inline]
pub fn modulo(width: Width, left: Number, right: Number) -> Result<Number, Failed> {
    let whole = |left: i64, right: i64| if right == -1 { Some(0) } else { left.checked_rem(right) };
    arithmetic(width, left, right, |left, right| left % right, whole)
}

/// `-value`; fails for the least whole number of the width.
#[inline]
pub fn negate(width: Width, value: Number) -> Result<Number, Failed> {
    match value {
        Number::Float(value) => Ok(Number::Float(-value)),
        value => subtract(width, Number::Int(0), value),
    }
}

#[inline(always)]
fn arithmetic(
    width: Width,
    left: Number,
    right: Number,
    double: impl Fn(f64, f64) -> f64,
    whole: impl Fn(i64, i64) -> Option<i64>,
) -> Result<Number, Failed> {
    if matches!(left, Number::Float(_)) || matches!(right, Number::Float(_)) {
        return Ok(Number::Float(double(left.as_f64(), right.as_f64())));
    }
    let result = whole(left.to_i64()?, right.to_i64()?).ok_or(Failed)?;
    match width {
        Width::Bits32 if i32::try_from(result).is_err() => Err(Failed),
        _ => Ok(Number::Int(result)),
    }
}

/// The number that a text is as a whole, in decimal: `1000`, `-3`, `+2.50`, `1e9`. Spaces, other bases, `NaN` and
/// `Infinity` are not numbers.
///
/// Whole numbers are exact up to 64 bits, signed or unsigned; any other is the nearest double.
pub fn parse_decimal(text: &str) -> Option<Number> {
    if let Some(whole) = parse_whole(text.bytes(), 10) {
        return Some(whole);
    }
    let decimal = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    if !decimal {
        return None;
    }
    parse_float(text).map(Number::Float)
}

/// A whole number in a base of 2 to 36, if it fits 64 bits.
pub(crate) fn parse_whole(mut digits: impl Iterator<Item = u8> + Clone, base: u32) -> Option<Number> {
    let mut rest = digits.clone();
    let negative = match rest.next()? {
        b'-' => true,
        b'+' => false,
        _ => {
            rest = digits.clone();
            false
        }
    };
    digits = rest;
    let mut value = 0_u64;
    let mut any = false;
    for digit in digits {
        let digit = digit_value(digit).filter(|digit| *digit < base)?;
        value = value.checked_mul(u64::from(base))?.checked_add(u64::from(digit))?;
        any = true;
    }
    match (any, negative) {
        (false, _) => None,
        (true, true) => 0_i64.checked_sub_unsigned(value).map(Number::Int),
        (true, false) => Some(i64::try_from(value).map_or(Number::Unsigned(value), Number::Int)),
    }
}

fn digit_value(digit: u8) -> Option<u32> {
    match digit {
        b'0'..=b'9' => Some(u32::from(digit - b'0')),
        b'a'..=b'z' => Some(u32::from(digit - b'a') + 10),
        b'A'..=b'Z' => Some(u32::from(digit - b'A') + 10),
        _ => None,
    }
}

/// The nearest double of a decimal literal.
pub(crate) fn parse_float(text: &str) -> Option<f64> {
    decimal::parse(text)
}

#[cfg(test)]
mod tests;
