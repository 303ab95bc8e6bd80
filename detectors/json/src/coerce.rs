//! A JSON scalar → a value of a field's kind, as an Elasticsearch mapping of that kind would index it.

use detectors::{Scalar, SlotKind};

use crate::date;

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
        SlotKind::Ip => or_refused(text.parse().ok().map(Scalar::Ip)),
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
