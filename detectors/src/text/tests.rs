use std::string::{String, ToString};
use std::vec::Vec;

use super::*;
use crate::number::{Failed, Number};
use crate::random::Random;
use crate::scalar::{Scalar, Timestamp};
use core::cmp::Ordering;

const ALPHABET: &str = "aAbBkKé\u{c9}\u{212a}ßσΣ\u{10400}\u{10428}İ\u{ff21}";

fn vector(text: impl Text) -> Vec<u16> {
    text.units().collect()
}

fn utf16(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

fn shown(text: impl Text) -> String {
    String::from_utf16_lossy(&vector(text))
}

#[test]
fn searches_answer_as_the_table_of_functions_says() {
    assert!(!ends_with("FooBarBaz", "baz"));
    assert!(ends_with_folded("FooBarBaz", "baz"));
    assert!(ends_with("FooBarBaz", "") && ends_with_folded("", ""));
    assert!(starts_with("FooBarBaz", "Foo") && starts_with("FooBarBaz", "") && !starts_with("FooBarBaz", "Bar"));
    assert!(starts_with_folded("FooBar", "foo") && !starts_with_folded("FooBar", "Bar"));
    assert!(contains("regsvr32", "svr") && contains_folded("REGSVR32", "svr") && !contains("REGSVR32", "svr"));
    assert!(!contains("abc", "") && !contains("", "abc") && !contains("", ""));
    assert!(!contains_folded("abc", "") && !contains_folded("", ""));
    let rows = [
        ("L", 0, None),
        ("o", 0, Some(1)),
        ("o", 2, Some(2)),
        ("r", 2, Some(5)),
        ("o", -7, Some(1)),
        ("o", 3, None),
        ("", 3, Some(3)),
        ("", 99, Some(9)),
        ("f", i64::MIN, Some(0)),
        ("f", i64::MAX, None),
    ];
    for (part, start, expected) in rows {
        assert_eq!(index_of("foobarbaz", part, start), expected, "{part:?} from {start}");
        assert_eq!(index_of_folded("FOOBARBAZ", part, start), if part == "L" { None } else { expected }, "{part:?} from {start}");
    }
    assert_eq!(index_of("\u{10400}x", "x", 0), Some(2), "a character beyond 16 bits counts twice");
    assert_eq!(length("\u{10400}é"), 3);
    assert_eq!(length(""), 0);
}

#[test]
fn between_answers_as_the_table_of_functions_says() {
    let text = "welcome to the planet";
    let rows = [
        ("welcome", "planet", false, " to the "),
        ("goodbye", "planet", false, ""),
        ("welcome", "e", true, " to the plan"),
        ("welcome", "e", false, " to th"),
        ("welcome", "x", false, ""),
        ("welcome", "x", true, ""),
        ("", "x", true, text),
        ("", "", false, text),
        ("planet", "welcome", true, ""),
        ("to ", " p", false, "the"),
    ];
    for (left, right, greedy, expected) in rows {
        assert_eq!(shown(between(text, left, right, greedy)), expected, "{left:?} {right:?} {greedy}");
        let split = concat("welcome to", " the planet");
        assert_eq!(shown(between(split, left, right, greedy)), expected, "{left:?} {right:?} {greedy}");
    }
    assert_eq!(shown(between_folded(text, "WELCOME", "PLANET", false)), " to the ");
    assert_eq!(shown(between("", "a", "b", false)), "");
    assert_eq!(between("a\u{e9}b", "a", "b", false).as_str(), Some("\u{e9}"));
}

#[test]
fn substrings_are_slices_as_in_python() {
    let rows = [
        (6, None, "world"),
        (0, Some(5), "hello"),
        (0, Some(500), "hello world"),
        (5, Some(-1), " worl"),
        (3, Some(9), "lo wor"),
        (-5, Some(100), "world"),
        (-5, None, "world"),
        (-500, Some(-6), "hello"),
        (5, Some(5), ""),
        (9, Some(3), ""),
        (99, None, ""),
        (i64::MIN, Some(i64::MAX), "hello world"),
        (i64::MAX, Some(i64::MIN), ""),
    ];
    for (start, end, expected) in rows {
        assert_eq!(shown(substring("hello world", start, end)), expected, "{start} {end:?}");
        assert_eq!(shown(substring(concat("hello", " world"), start, end)), expected, "{start} {end:?}");
    }
}

#[test]
fn substrings_of_substrings_count_units() {
    fn model(units: &[u16], start: i64, end: Option<i64>) -> Vec<u16> {
        let length = units.len() as i64;
        let place = |place: i64| if place < 0 { (place + length).max(0) } else { place.min(length) };
        let (start, end) = (place(start), place(end.unwrap_or(length)));
        if start >= end { Vec::new() } else { units[start as usize..end as usize].to_vec() }
    }
    let mut random = Random::new(11);
    for _ in 0..100_000 {
        let text = random.text("aé\u{20ac}\u{10400}\u{1f600}", 8);
        let mut bound = || random.below(24) as i64 - 12;
        let (s1, e1, s2, e2, s3, e3) = (bound(), bound(), bound(), bound(), bound(), bound());
        let end = (e2 != 0).then_some(e2);
        let expected = model(&model(&model(&utf16(&text), s1, Some(e1)), s2, end), s3, Some(e3));
        let slice = substring(substring(substring(&*text, s1, Some(e1)), s2, end), s3, Some(e3));
        let context = std::format!("{text:?} {s1} {e1} {s2} {end:?} {s3} {e3}");
        assert_eq!(vector(slice), expected, "{context}");
        assert_eq!(slice.length(), expected.len(), "{context}");
        let joined = concat(&*text, "");
        let slice = substring(substring(substring(joined, s1, Some(e1)), s2, end), s3, Some(e3));
        assert_eq!(vector(slice), expected, "{context}");
        assert_eq!(slice.length(), expected.len(), "{context}");
    }
}

#[test]
fn halves_of_a_character_join_again() {
    let text = "a\u{10400}b";
    let (first, second) = (substring(text, 0, Some(2)), substring(text, 2, None));
    assert_eq!(first.as_str(), None);
    assert!(equals(concat(first, second), text));
    assert!(equals_folded(concat(first, second), "A\u{10428}B"));
    assert!(glob(concat(first, second), "a?b"));
    assert!(glob(concat(second, first), "?ba?"), "a half stands for a character");
    assert_eq!(compare(concat(first, second), text), Ordering::Equal);
}

#[test]
fn texts_in_pieces_mean_what_they_mean_in_one() {
    let lower = |text: &str| text.chars().map(|c| if c == 'Σ' { 'σ' } else { c }).collect::<String>().to_lowercase();
    let mut random = Random::new(5);
    let mut found = 0;
    for round in 0..60_000 {
        let alphabet = if round % 2 == 0 { ALPHABET } else { "aAbBkK@`[{" };
        let text = random.text(alphabet, 12);
        let part = match round % 3 {
            0 => random.text(alphabet, 3),
            1 => text.chars().skip(random.below(5) as usize).take(random.below(5) as usize).collect(),
            _ => text.chars().skip(random.below(5) as usize).collect::<String>().to_uppercase(),
        };
        let cut = text.char_indices().map(|(at, _)| at).nth(random.below(6) as usize).unwrap_or(text.len());
        let pieces = concat(&text[..cut], &text[cut..]);
        let (text, part) = (text.as_str(), part.as_str());
        let context = std::format!("{text:?} {part:?}");
        for answer in [starts_with(text, part), starts_with(pieces, part)] {
            assert_eq!(answer, text.starts_with(part), "{context}");
        }
        for answer in [ends_with(text, part), ends_with(pieces, part)] {
            assert_eq!(answer, text.ends_with(part), "{context}");
        }
        for answer in [contains(text, part), contains(pieces, part)] {
            assert_eq!(answer, !part.is_empty() && text.contains(part), "{context}");
        }
        let place = text.find(part).map(|at| utf16(&text[..at]).len() as i64);
        assert_eq!(index_of(pieces, part, 0), place, "{context}");
        for answer in [compare(text, part), compare(pieces, part)] {
            assert_eq!(answer, text.cmp(part), "{context}");
        }
        let (low, low_part) = (lower(text), lower(part));
        for answer in [starts_with_folded(text, part), starts_with_folded(pieces, part)] {
            assert_eq!(answer, low.starts_with(&low_part), "{context}");
        }
        for answer in [ends_with_folded(text, part), ends_with_folded(pieces, part)] {
            assert_eq!(answer, low.ends_with(&low_part), "{context}");
        }
        for answer in [contains_folded(text, part), contains_folded(pieces, part)] {
            assert_eq!(answer, !part.is_empty() && low.contains(&low_part), "{context}");
        }
        for answer in [equals_folded(text, part), glob_folded(text, part), glob_folded(pieces, part)] {
            assert_eq!(answer, equals_folded(pieces, part), "{context}");
        }
        assert_eq!(text.length(), utf16(text).len(), "{context}");
        assert_eq!(pieces.length(), utf16(text).len(), "{context}");
        found += u32::from(text.contains(part));
    }
    assert!(found > 10_000, "only {found} found");
}

#[test]
fn letters_fold_over_all_of_unicode() {
    let same =
        [("É", "é"), ("ς", "Σ"), ("σ", "ς"), ("\u{212a}", "k"), ("ı", "I"), ("İ", "i"), ("\u{10400}", "\u{10428}"), ("ſ", "S")];
    for (left, right) in same {
        assert!(equals_folded(left, right) && glob_folded(left, right), "{left} {right}");
    }
    for (left, right) in [("ß", "ss"), ("ß", "SS"), ("é", "e"), ("a", "aa")] {
        assert!(!equals_folded(left, right) && !glob_folded(left, right), "{left} {right}");
    }
    assert!(starts_with_folded("ÉCOLE", "école") && ends_with_folded("ÉCOLE", "cole"));
    assert!(starts_with_folded("İx", "i\u{307}X"), "a capital dotted i becomes two characters");
    assert!(!starts_with_folded("ſ", "s"), "functions lower the case and do not raise it first");
    assert!(!starts_with_folded("ΟΔΟΣ", "οδος"), "a final sigma is not told apart");
}

#[test]
fn doubles_are_written_as_java_writes_them() {
    let rows = [
        (1.0, "1.0"),
        (-0.0, "-0.0"),
        (0.1, "0.1"),
        (2.1828, "2.1828"),
        (100.0, "100.0"),
        (1234567.0, "1234567.0"),
        (9999999.0, "9999999.0"),
        (9999999.5, "9999999.5"),
        (10_000_000.0, "1.0E7"),
        (12345678.9, "1.23456789E7"),
        (1e10, "1.0E10"),
        (1.0e21, "1.0E21"),
        (123_000_000_000_000_000_000_000.0, "1.23E23"),
        (0.001, "0.001"),
        (0.00123, "0.00123"),
        (0.000999, "9.99E-4"),
        (0.00001, "1.0E-5"),
        (1.5e-300, "1.5E-300"),
        (f64::MAX, "1.7976931348623157E308"),
        (f64::MIN_POSITIVE, "2.2250738585072014E-308"),
        (f64::from_bits(1), "4.9E-324"),
        (f64::from_bits(2), "9.9E-324"),
        (f64::from_bits(3), "1.5E-323"),
        (f64::from_bits(4), "2.0E-323"),
        (-f64::from_bits(10), "-4.9E-323"),
        (f64::from_bits(20), "9.9E-323"),
        (f64::from_bits(21), "1.04E-322"),
        (2e-3, "0.002"),
        (1.0 / 3.0, "0.3333333333333333"),
        (100.0 / 3.0, "33.333333333333336"),
        (9_007_199_254_740_992.0, "9.007199254740992E15"),
        (f64::NAN, "NaN"),
        (f64::INFINITY, "Infinity"),
        (f64::NEG_INFINITY, "-Infinity"),
    ];
    for (value, expected) in rows {
        assert_eq!(of_number(Number::Float(value)).as_str(), Some(expected));
    }
}

#[test]
fn written_doubles_read_back() {
    let mut random = Random::new(17);
    for round in 0..200_000 {
        let value = match round % 2 {
            0 => f64::from_bits(random.next()),
            _ => random.next() as i64 as f64 / [1.0, 1e3, 1e9, 1e15][random.below(4) as usize],
        };
        let text = of_number(Number::Float(value));
        match parse_number(text, None) {
            Ok(read) if value.is_nan() => assert!(read.as_f64().is_nan()),
            read => assert_eq!(read, Ok(Number::Float(value)), "{:?}", text.as_str()),
        }
    }
}

#[test]
fn values_become_text() {
    let rows = [
        (Scalar::Int(1), "1"),
        (Scalar::Int(0), "0"),
        (Scalar::Int(i64::MIN), "-9223372036854775808"),
        (Scalar::Unsigned(u64::MAX), "18446744073709551615"),
        (Scalar::Bool(true), "true"),
        (Scalar::Bool(false), "false"),
        (Scalar::Str("é"), "é"),
        (Scalar::Time(Timestamp(0)), "1970-01-01T00:00:00.000Z"),
        (Scalar::Time(Timestamp(-1)), "1969-12-31T23:59:59.999Z"),
        (Scalar::Time(Timestamp(1_580_601_600_000)), "2020-02-02T00:00:00.000Z"),
        (Scalar::Time(Timestamp(1_582_934_400_123)), "2020-02-29T00:00:00.123Z"),
        (Scalar::Time(Timestamp(951_782_400_000)), "2000-02-29T00:00:00.000Z"),
        (Scalar::Time(Timestamp(253_402_300_799_999)), "9999-12-31T23:59:59.999Z"),
        (Scalar::Time(Timestamp(253_402_300_800_000)), "+10000-01-01T00:00:00.000Z"),
        (Scalar::Time(Timestamp(-62_167_219_200_001)), "-0001-12-31T23:59:59.999Z"),
        (Scalar::Time(Timestamp(i64::MAX)), "+292278994-08-17T07:12:55.807Z"),
        (Scalar::Time(Timestamp(i64::MIN)), "-292275055-05-16T16:47:04.192Z"),
    ];
    for (value, expected) in rows {
        assert_eq!(shown(string(value)), expected);
        value.with_text(|text| assert_eq!(text, expected));
    }
    let text = concat("a", concat("||", concat(string(Scalar::Int(1)), concat("||", "b"))));
    assert!(equals(text, "a||1||b"));
    assert!(equals(substring(string(Scalar::Int(12345)), -2, None), "45"));
}

#[test]
fn addresses_are_written_as_rfc_5952_says() {
    for address in [
        "10.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "1::",
        "2001:db8::1",
        "2001:db8:0:1:1:1:1:1",
        "2001:0:0:1::1",
        "2001:db8::1:0:0:1",
        "fe80::",
        "1:2:3:4:5:6:7:8",
        "::2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7::",
        "1:0:0:2::3",
        "abcd:ef01:2345:6789:abcd:ef01:2345:6789",
    ] {
        let parsed: core::net::IpAddr = address.parse().unwrap();
        assert_eq!(of_ip(parsed).as_str(), Some(&*parsed.to_string()));
    }
    assert_eq!(of_ip("::ffff:10.0.0.1".parse().unwrap()).as_str(), Some("10.0.0.1"));
    let mut random = Random::new(23);
    for _ in 0..50_000 {
        let mask = random.next() as u8;
        let groups: [u16; 8] = core::array::from_fn(|at| if mask >> at & 1 == 0 { 0 } else { random.next() as u16 });
        let address = core::net::Ipv6Addr::from(groups);
        if address.to_ipv4_mapped().is_none() {
            assert_eq!(of_ip(address.into()).as_str(), Some(&*address.to_string()));
        }
    }
}

#[test]
fn texts_become_numbers() {
    let rows = [
        ("314", None, Ok(Number::Int(314))),
        ("2.72", None, Ok(Number::Float(2.72))),
        ("-2.72", Some(10), Ok(Number::Float(-2.72))),
        ("+314", Some(10), Ok(Number::Int(314))),
        ("-2.72", None, Ok(Number::Float(-2.72))),
        ("052403", Some(8), Ok(Number::Int(21763))),
        ("52403", Some(7), Ok(Number::Int(12890))),
        ("0x1f", None, Ok(Number::Int(31))),
        ("0x1f", Some(16), Ok(Number::Int(31))),
        ("1F", Some(16), Ok(Number::Int(31))),
        ("-0x1f", None, Err(Failed)),
        ("0x1f", Some(10), Err(Failed)),
        ("zz", Some(36), Ok(Number::Int(1295))),
        ("9", Some(8), Err(Failed)),
        ("1.5", Some(8), Err(Failed)),
        ("1", Some(1), Err(Failed)),
        ("1", Some(37), Err(Failed)),
        ("1", Some(-10), Err(Failed)),
        ("1e3", None, Ok(Number::Float(1000.0))),
        (" 1.5 ", None, Ok(Number::Float(1.5))),
        ("1.5f", None, Ok(Number::Float(1.5))),
        ("+-1", None, Err(Failed)),
        ("-Infinity", None, Ok(Number::Float(f64::NEG_INFINITY))),
        ("inf", None, Err(Failed)),
        ("9223372036854775808", None, Ok(Number::Float(9_223_372_036_854_775_808.0))),
        ("", None, Err(Failed)),
        ("0x", None, Err(Failed)),
        ("abc", None, Err(Failed)),
        ("１", None, Err(Failed)),
    ];
    for (text, base, expected) in rows {
        assert_eq!(parse_number(text, base), expected, "{text:?} {base:?}");
        assert_eq!(parse_number(concat(text, ""), base), expected, "{text:?} {base:?}");
    }
    assert!(parse_number("1".repeat(400).as_str(), None).is_ok());
    assert_eq!(parse_number(concat("1".repeat(129).as_str(), ""), None), Err(Failed));
}
