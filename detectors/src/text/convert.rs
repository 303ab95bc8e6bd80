//! Values to text, and text to numbers, as Java does.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::{ScalarText, Short, Text};
use crate::number::{Failed, Number, parse_float, parse_whole};
use crate::scalar::{Scalar, Timestamp};

/// `string(v)`: text is itself, anything else as Java writes it.
#[inline]
pub fn string(value: Scalar<'_>) -> ScalarText<'_> {
    ScalarText::Short(match value {
        Scalar::Str(text) => return ScalarText::Str(text),
        Scalar::Int(value) => of_number(Number::Int(value)),
        Scalar::Unsigned(value) => of_number(Number::Unsigned(value)),
        Scalar::Float(value) => of_number(Number::Float(value)),
        Scalar::Bool(value) => of_bool(value),
        Scalar::Ip(value) => of_ip(value),
        Scalar::Time(value) => of_time(value),
    })
}

/// `true` or `false`.
#[inline]
pub fn of_bool(value: bool) -> Short {
    let mut text = Short::new();
    text.push_text(if value { b"true" } else { b"false" });
    text
}

/// A number as Java writes it: `-3`, `1.0`, `0.001`, `1.0E10`, `NaN`, `-Infinity`.
///
/// A double has the fewest digits that tell it from its neighbours, but at least two, as Java writes it since 19.
pub fn of_number(value: Number) -> Short {
    let mut text = Short::new();
    match value {
        Number::Int(value) => {
            if value < 0 {
                text.push(b'-');
            }
            text.push_number(value.unsigned_abs(), 10, 1);
        }
        Number::Unsigned(value) => text.push_number(value, 10, 1),
        Number::Float(value) => push_double(&mut text, value),
    }
    text
}

fn push_double(text: &mut Short, value: f64) {
    if value.is_nan() {
        return text.push_text(b"NaN");
    }
    if value.is_sign_negative() {
        text.push(b'-');
    }
    if value.is_infinite() {
        return text.push_text(b"Infinity");
    }
    if value == 0.0 {
        return text.push_text(b"0.0");
    }
    let (digits, point) = shortest(value);
    let digits = digits.as_str().unwrap_or_default().as_bytes();
    match point {
        // Below one, down to 0.001.
        -2..=0 => {
            text.push_text(b"0.");
            (point..0).for_each(|_| text.push(b'0'));
            text.push_text(digits);
        }
        // From one up to ten million.
        1..=7 => {
            for place in 0..point.max(0) as usize {
                text.push(digits.get(place).copied().unwrap_or(b'0'));
            }
            push_fraction(text, digits.get(point.max(0) as usize..));
        }
        _ => {
            text.push_text(digits.get(..1).unwrap_or_default());
            push_fraction(text, digits.get(1..));
            text.push(b'E');
            let exponent = point.wrapping_sub(1);
            if exponent < 0 {
                text.push(b'-');
            }
            text.push_number(u64::from(exponent.unsigned_abs()), 10, 1);
        }
    }
}

/// A point and the digits behind it, at least one.
fn push_fraction(text: &mut Short, digits: Option<&[u8]>) {
    text.push(b'.');
    match digits {
        Some(digits) if !digits.is_empty() => text.push_text(digits),
        _ => text.push(b'0'),
    }
}

/// The fewest significant digits of a finite double other than zero, without sign, and the place of the point:
/// 0.d₁d₂… × 10 to that power.
fn shortest(value: f64) -> (Short, i32) {
    if let Some(least) = two_digits(value) {
        return least;
    }
    let mut buffer = zmij::Buffer::new();
    let written = buffer.format_finite(value.abs());
    let mut digits = Short::new();
    // Digits before the point, less the zeros behind the point where nothing stands before it.
    let mut point = 0_i32;
    let mut exponent = 0_i32;
    let (mut behind, mut in_exponent, mut negative) = (false, false, false);
    // Zeros that count only if another digit follows.
    let mut zeros = 0_u32;
    for byte in written.bytes() {
        match byte {
            b'e' | b'E' => in_exponent = true,
            b'-' => negative = true,
            b'.' => behind = true,
            b'0'..=b'9' if in_exponent => {
                exponent = exponent.wrapping_mul(10).wrapping_add(i32::from(byte.wrapping_sub(b'0')));
            }
            b'0' if digits.length() == 0 => point = point.wrapping_sub(i32::from(behind)),
            b'0' => {
                zeros = zeros.wrapping_add(1);
                point = point.wrapping_add(i32::from(!behind));
            }
            b'1'..=b'9' => {
                (0..zeros).for_each(|_| digits.push(b'0'));
                zeros = 0;
                digits.push(byte);
                point = point.wrapping_add(i32::from(!behind));
            }
            _ => {}
        }
    }
    (digits, point.wrapping_add(if negative { exponent.wrapping_neg() } else { exponent }))
}

/// [`shortest`] for the least doubles. These are so far apart that one digit can tell them from their neighbours although
/// two come closer; Java writes the two.
fn two_digits(value: f64) -> Option<(Short, i32)> {
    // The least double is 4.9406… × 10⁻³²⁴; these are its multiples.
    let multiple = value.abs().to_bits();
    let (two, point) = match multiple {
        0..=2 => ((multiple * 49_406 + 500) / 1_000, -323),
        3..=20 => ((multiple * 49_406 + 5_000) / 10_000, -322),
        _ => return None,
    };
    let mut digits = Short::new();
    digits.push_number(if two % 10 == 0 { two / 10 } else { two }, 10, 1);
    Some((digits, point))
}

/// An address: IPv6 as RFC 5952 says, IPv4 also where it is mapped into IPv6.
pub fn of_ip(value: IpAddr) -> Short {
    match value {
        IpAddr::V4(address) => of_v4(address),
        IpAddr::V6(address) => address.to_ipv4_mapped().map_or_else(|| of_v6(address), of_v4),
    }
}

fn of_v4(address: Ipv4Addr) -> Short {
    let mut text = Short::new();
    for (index, byte) in address.octets().into_iter().enumerate() {
        if index > 0 {
            text.push(b'.');
        }
        text.push_number(u64::from(byte), 10, 1);
    }
    text
}

fn of_v6(address: Ipv6Addr) -> Short {
    let groups = address.segments();
    let (gap_start, gap_end) = longest_gap(groups);
    let mut text = Short::new();
    for (index, group) in groups.into_iter().enumerate() {
        if index == gap_start && gap_end > gap_start {
            text.push_text(b"::");
        }
        if index >= gap_start && index < gap_end {
            continue;
        }
        if index > 0 && index != gap_end {
            text.push(b':');
        }
        text.push_number(u64::from(group), 16, 1);
    }
    text
}

/// The first of the longest runs of two or more groups that are zero: where it starts and ends.
fn longest_gap(groups: [u16; 8]) -> (usize, usize) {
    let mut longest = (8_usize, 8_usize);
    let mut start = 0_usize;
    for (index, group) in groups.into_iter().enumerate() {
        let end = index.wrapping_add(1);
        if group != 0 {
            start = end;
        } else if end.wrapping_sub(start) > longest.1.wrapping_sub(longest.0).max(1) {
            longest = (start, end);
        }
    }
    longest
}

/// A time in UTC: `2020-02-02T00:00:00.000Z`. Years are signed and longer than four digits beyond the years 0 to 9999.
pub fn of_time(value: Timestamp) -> Short {
    const DAY: i64 = 86_400_000;
    let (year, month, day) = date(value.0.div_euclid(DAY));
    let of_day = value.0.rem_euclid(DAY).unsigned_abs();
    let mut text = Short::new();
    match year {
        ..0 => text.push(b'-'),
        10_000.. => text.push(b'+'),
        _ => {}
    }
    text.push_number(year.unsigned_abs(), 10, 4);
    for (before, number, width) in [
        (b'-', month, 2),
        (b'-', day, 2),
        (b'T', of_day / 3_600_000, 2),
        (b':', of_day / 60_000 % 60, 2),
        (b':', of_day / 1_000 % 60, 2),
        (b'.', of_day % 1_000, 3),
    ] {
        text.push(before);
        text.push_number(number, 10, width);
    }
    text.push(b'Z');
    text
}

/// Year, month and day of a day after 1970-01-01, in the Gregorian calendar extended to all time.
///
/// Counts from 1 March of year 0, so that the leap day is the last of a year, in cycles of 400 years.
fn date(days: i64) -> (i64, u64, u64) {
    const CYCLE: i64 = 146_097;
    let days = days.wrapping_add(719_468);
    let (cycle, of_cycle) = (days.div_euclid(CYCLE), days.rem_euclid(CYCLE).unsigned_abs());
    let year_of_cycle = (of_cycle - of_cycle / 1_460 + of_cycle / 36_524 - of_cycle / 146_096) / 365;
    let of_year = of_cycle.wrapping_sub(365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    let from_march = (5 * of_year + 2) / 153;
    let day = of_year.wrapping_sub((153 * from_march + 2) / 5).wrapping_add(1);
    let (month, next_year) = if from_march < 10 { (from_march + 3, 0) } else { (from_march - 9, 1) };
    (cycle.wrapping_mul(400).wrapping_add(year_of_cycle as i64).wrapping_add(next_year), month, day)
}

/// Longest text of a number that is read from a text which does not lie in one piece.
const DIGITS_MAX: usize = 128;

/// `number(s, base)`: the number that the text is as a whole.
///
/// Without a base, `0x` is base 16 and the rest decimal: a whole number of 64 bits, else a double. In base 10 spaces around a
/// double are allowed, and `NaN` and `Infinity`. Fails on anything else, on a base that is not in 2..=36, on a whole number
/// in another base beyond 64 bits, and on a computed text of more than 128 characters.
pub fn parse_number(text: impl Text, base: Option<i64>) -> Result<Number, Failed> {
    if let Some(text) = text.as_str() {
        return parse(text, base);
    }
    let mut bytes = [0_u8; DIGITS_MAX];
    let mut places = bytes.iter_mut();
    let mut length = 0_usize;
    for unit in text.units() {
        // No character beyond ASCII is part of a number.
        *places.next().ok_or(Failed)? = u8::try_from(unit).map_err(|_| Failed)?;
        length = length.wrapping_add(1);
    }
    let text = bytes.get(..length).and_then(|bytes| core::str::from_utf8(bytes).ok());
    parse(text.ok_or(Failed)?, base)
}

fn parse(text: &str, base: Option<i64>) -> Result<Number, Failed> {
    let hexadecimal = text.strip_prefix("0x");
    let (digits, base) = match (hexadecimal, base) {
        (Some(digits), None | Some(16)) => (digits, 16),
        (_, None) => (text, 10),
        (_, Some(base)) => (text, u32::try_from(base).map_err(|_| Failed)?),
    };
    if !(2..=36).contains(&base) {
        return Err(Failed);
    }
    match parse_whole(digits.bytes(), base) {
        Some(Number::Int(whole)) => Ok(Number::Int(whole)),
        _ if base == 10 => parse_double(digits).map(Number::Float).ok_or(Failed),
        _ => Err(Failed),
    }
}

/// As Java's `Double.parseDouble`, without hexadecimal.
fn parse_double(text: &str) -> Option<f64> {
    let text = text.trim_matches(|character| character <= ' ');
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let sign = if text.starts_with('-') { -1.0 } else { 1.0 };
    match unsigned {
        "NaN" => return Some(f64::NAN),
        "Infinity" => return Some(sign * f64::INFINITY),
        _ => {}
    }
    let literal = unsigned.strip_suffix(['f', 'F', 'd', 'D']).unwrap_or(unsigned);
    let decimal = literal.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    if !decimal || literal.starts_with(['+', '-']) {
        return None;
    }
    parse_float(literal).map(|value| sign * value)
}
