//! A JSON scalar → a value of a field's kind, as an Elasticsearch mapping of that kind would index it.

use detectors::{Scalar, SlotKind};

use crate::date;
use std::net::{IpAddr, Ipv4Addr};

/// What a scalar is for a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Coerced {
    /// Its text.
    Text,
    /// Another value.
    Value(Scalar<'static>),
    /// No value.
    Missing,
    /// The field cannot have it.
    Refused,
}

/// A string, unescaped.
pub(crate) fn string(text: &str, kind: SlotKind) -> Coerced {
    match kind {
        SlotKind::Str | SlotKind::Version => Coerced::Text,
        SlotKind::Int | SlotKind::Float if text.is_empty() => Coerced::Missing,
        SlotKind::Int => or_refused(is_number(text).then(|| whole(text)).flatten()),
        SlotKind::Float => or_refused(is_number(text).then(|| float(text)).flatten()),
        SlotKind::Bool => match text {
            "true" => Coerced::Value(Scalar::Bool(true)),
            "false" | "" => Coerced::Value(Scalar::Bool(false)),
            _ => Coerced::Refused,
        },
        SlotKind::Ip => or_refused(address(text).map(Scalar::Ip)),
        SlotKind::Date => or_refused(date::parse(text).map(Scalar::Time)),
        // What is no object is no element.
        SlotKind::Objects => Coerced::Missing,
    }
}

/// A number as JSON writes it.
pub(crate) fn number(text: &str, kind: SlotKind) -> Coerced {
    match kind {
        SlotKind::Str | SlotKind::Version => Coerced::Text,
        SlotKind::Int => or_refused(whole(text)),
        SlotKind::Float => or_refused(float(text)),
        SlotKind::Date => or_refused(date::from_number(text).map(Scalar::Time)),
        SlotKind::Bool | SlotKind::Ip => Coerced::Refused,
        SlotKind::Objects => Coerced::Missing,
    }
}

/// true or false.
pub(crate) fn boolean(value: bool, kind: SlotKind) -> Coerced {
    match kind {
        SlotKind::Str | SlotKind::Version => Coerced::Text,
        SlotKind::Bool => Coerced::Value(Scalar::Bool(value)),
        SlotKind::Int | SlotKind::Float | SlotKind::Ip | SlotKind::Date => Coerced::Refused,
        SlotKind::Objects => Coerced::Missing,
    }
}

fn or_refused(value: Option<Scalar<'static>>) -> Coerced {
    value.map_or(Coerced::Refused, Coerced::Value)
}

/// The number without its fraction. Beyond `i64` it is unsigned, beyond `u64` a float.
fn whole(text: &str) -> Option<Scalar<'static>> {
    // Most are a few digits.
    if let 1..=18 = text.len()
        && let Some(value) =
            text.bytes().try_fold(0, |value, byte| byte.is_ascii_digit().then(|| value * 10 + i64::from(byte - b'0')))
    {
        return Some(Scalar::Int(value));
    }
    if let Ok(value) = text.parse() {
        return Some(Scalar::Int(value));
    }
    if let Ok(value) = text.parse() {
        return Some(Scalar::Unsigned(value));
    }
    // A fraction is cut off in decimal, where 64 bits are exact; only an exponent needs a float.
    if let Some((before, after)) = text.split_once('.')
        && !after.contains(['e', 'E'])
        && let Ok(value) = before.parse()
    {
        return Some(Scalar::Int(value));
    }
    let value = finite(text)?.trunc();
    // 2^63, which is no i64 itself, while its negative is one.
    const END: f64 = (1_u64 << 63) as f64;
    if (-END..END).contains(&value) { Some(Scalar::Int(value as i64)) } else { Some(Scalar::Float(value)) }
}

fn float(text: &str) -> Option<Scalar<'static>> {
    finite(text).map(Scalar::Float)
}

fn finite(text: &str) -> Option<f64> {
    text.parse::<f64>().ok().filter(|value| value.is_finite())
}

/// An address of either version.
fn address(text: &str) -> Option<IpAddr> {
    v4(text).map(IpAddr::V4).or_else(|| text.parse().ok())
}

/// Four numbers up to 255, without leading zeros, and dots between them: as the standard library reads it, at a third of the cost.
fn v4(text: &str) -> Option<Ipv4Addr> {
    let (mut octets, mut octet, mut number, mut digits) = ([0; 4], 0, 0_u32, 0);
    for byte in text.bytes() {
        match byte {
            b'0'..=b'9' if digits < 3 && (digits == 0 || number > 0) => {
                number = number * 10 + u32::from(byte - b'0');
                digits += 1;
            }
            b'.' if digits > 0 && octet < 3 => {
                octets[octet] = u8::try_from(number).ok()?;
                (octet, number, digits) = (octet + 1, 0, 0);
            }
            _ => return None,
        }
    }
    if octet != 3 || digits == 0 {
        return None;
    }
    octets[3] = u8::try_from(number).ok()?;
    Some(octets.into())
}

/// Whether a string is a decimal number. Rust would also read `inf` and `nan`.
fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E'))
}

#[cfg(test)]
mod tests {
    use super::Coerced::{Missing, Refused, Text, Value};
    use super::*;
    use detectors::Timestamp;

    #[test]
    fn strings_become_what_the_mapping_makes_of_them() {
        let int = |value| Value(Scalar::Int(value));
        let float = |value| Value(Scalar::Float(value));
        let cases = [
            (SlotKind::Str, "", Text),
            (SlotKind::Version, "1.2.3", Text),
            (SlotKind::Int, "42", int(42)),
            (SlotKind::Int, "-42.9", int(-42)),
            (SlotKind::Int, "+7", int(7)),
            (SlotKind::Int, "1e3", int(1000)),
            (SlotKind::Int, "9223372036854775807.9", int(i64::MAX)),
            (SlotKind::Int, "", Missing),
            (SlotKind::Int, "abc", Refused),
            (SlotKind::Int, "0x10", Refused),
            (SlotKind::Int, "inf", Refused),
            (SlotKind::Int, " 1", Refused),
            (SlotKind::Int, "1e999", Refused),
            (SlotKind::Int, "-", Refused),
            (SlotKind::Float, "0.5", float(0.5)),
            (SlotKind::Float, "", Missing),
            (SlotKind::Float, "nan", Refused),
            (SlotKind::Bool, "true", Value(Scalar::Bool(true))),
            (SlotKind::Bool, "", Value(Scalar::Bool(false))),
            (SlotKind::Bool, "True", Refused),
            (SlotKind::Ip, "::1", Value(Scalar::Ip("::1".parse().unwrap()))),
            (SlotKind::Ip, "10.0.0.1", Value(Scalar::Ip("10.0.0.1".parse().unwrap()))),
            (SlotKind::Ip, "10.0.0", Refused),
            (SlotKind::Ip, "", Refused),
            (SlotKind::Date, "1970-01-02", Value(Scalar::Time(Timestamp(86_400_000)))),
            (SlotKind::Date, "yesterday", Refused),
        ];
        for (kind, text, expected) in cases {
            assert_eq!(string(text, kind), expected, "{kind:?} {text}");
        }
    }

    #[test]
    fn an_address_is_what_the_standard_library_reads() {
        let numbers = ["0", "1", "00", "01", "10", "99", "127", "255", "256", "300", "1000", "", "a", "-1", "+1", " 1"];
        let mut all = vec![String::new()];
        for round in 0..5 {
            let one = all.iter().flat_map(|before| {
                numbers.iter().map(move |number| match round {
                    0 => (*number).to_owned(),
                    _ => format!("{before}.{number}"),
                })
            });
            all = one.collect();
            for text in &all {
                assert_eq!(v4(text), text.parse().ok(), "{text}");
            }
            // All that are right so far, and some that are not.
            all.retain(|text| text.len() % 7 < 2 || text.starts_with("0.1"));
        }
        assert_eq!(address("::ffff:1.2.3.4"), "::ffff:1.2.3.4".parse().ok());
    }

    #[test]
    fn numbers_become_what_the_mapping_makes_of_them() {
        let cases = [
            (SlotKind::Str, "1.50", Text),
            (SlotKind::Int, "-0", Value(Scalar::Int(0))),
            (SlotKind::Int, "9223372036854775807", Value(Scalar::Int(i64::MAX))),
            (SlotKind::Int, "9223372036854775808", Value(Scalar::Unsigned(9_223_372_036_854_775_808))),
            (SlotKind::Int, "18446744073709551615", Value(Scalar::Unsigned(u64::MAX))),
            (SlotKind::Int, "18446744073709551616", Value(Scalar::Float(18_446_744_073_709_551_616.0))),
            (SlotKind::Int, "2.99", Value(Scalar::Int(2))),
            (SlotKind::Int, "-2.99", Value(Scalar::Int(-2))),
            (SlotKind::Int, "2.5e1", Value(Scalar::Int(25))),
            (SlotKind::Int, "9.3e18", Value(Scalar::Float(9.3e18))),
            (SlotKind::Float, "1e400", Refused),
            (SlotKind::Float, "3", Value(Scalar::Float(3.0))),
            (SlotKind::Date, "86400000", Value(Scalar::Time(Timestamp(86_400_000)))),
            (SlotKind::Date, "1500", Value(Scalar::Time(Timestamp(1_500)))),
            (SlotKind::Date, "1e3", Refused),
            (SlotKind::Bool, "1", Refused),
            (SlotKind::Ip, "1", Refused),
        ];
        for (kind, text, expected) in cases {
            assert_eq!(number(text, kind), expected, "{kind:?} {text}");
        }
    }

    #[test]
    fn booleans_are_booleans_or_text() {
        assert_eq!(boolean(true, SlotKind::Bool), Value(Scalar::Bool(true)));
        assert_eq!(boolean(true, SlotKind::Str), Text);
        for kind in [SlotKind::Int, SlotKind::Float, SlotKind::Ip, SlotKind::Date] {
            assert_eq!(boolean(false, kind), Refused);
        }
    }
}
