use super::super::value::{in_block, number_in, order_numbers};
use super::super::{Document, Value, date, pattern, version};
use crate::ir::{Number, Pattern, Patterns};
use crate::schema::{FieldType, Schema};
use std::cmp::Ordering;

fn schema() -> Schema {
    let types = [
        ("k", FieldType::Keyword),
        ("l", FieldType::Long),
        ("byte", FieldType::Byte),
        ("u", FieldType::UnsignedLong),
        ("d", FieldType::Double),
        ("b", FieldType::Boolean),
        ("a", FieldType::Ip),
        ("t", FieldType::Date),
        ("v", FieldType::Version),
        ("o.p.q", FieldType::Long),
    ];
    let custom = types.iter().map(|(name, field_type)| ((*name).into(), *field_type)).collect();
    Schema { custom, with_builtin: false, ..Schema::default() }
}

fn read(json: &str) -> Result<Document, String> {
    let value: serde_json::Value = serde_json::from_str(json).expect("JSON");
    let value = serde_yaml::to_value(value).expect("YAML holds JSON");
    Document::from_json(&value, &schema()).map_err(|error| error.to_string())
}

#[test]
fn values_are_read_as_the_mapping_says() {
    let text = |text: &str| Value::Text(text.to_owned());
    let rows = [
        (r#"{"k": "x"}"#, "k", vec![text("x")]),
        (r#"{"k": [1, true, 1.5, null, ["y"]]}"#, "k", vec![text("1"), text("true"), text("1.5"), text("y")]),
        (
            r#"{"l": ["12", 3.9, "-3.9", 9223372036854775807]}"#,
            "l",
            vec![Value::Int(12), Value::Int(3), Value::Int(-3), Value::Int(i64::MAX.into())],
        ),
        (r#"{"u": 18446744073709551615}"#, "u", vec![Value::Int(u64::MAX.into())]),
        (r#"{"d": [1, "2.5"]}"#, "d", vec![Value::Float(1.0), Value::Float(2.5)]),
        (
            r#"{"b": [true, "false", "true", ""]}"#,
            "b",
            vec![Value::Bool(true), Value::Bool(false), Value::Bool(true), Value::Bool(false)],
        ),
        (r#"{"a": ["10.0.0.1", "::1"]}"#, "a", vec![Value::Ip([10, 0, 0, 1].into()), Value::Ip("::1".parse().expect("address"))]),
        (
            r#"{"t": ["1970-01-01T00:00:01Z", 5, "7", 1.9]}"#,
            "t",
            vec![Value::Date(1000), Value::Date(5), Value::Date(7), Value::Date(1)],
        ),
        (r#"{"v": "1.2.3"}"#, "v", vec![text("1.2.3")]),
        (
            r#"{"o": {"p": [{"q": 1}, {"q": [2, null]}]}, "o.p": {"q": 3}, "o.p.q": 4}"#,
            "o.p.q",
            vec![1, 2, 3, 4].into_iter().map(Value::Int).collect(),
        ),
        (r#"{"unknown": [1, 1.5, "1", true]}"#, "unknown", vec![Value::Int(1), Value::Float(1.5), text("1"), Value::Bool(true)]),
        (r#"{"k": [], "l": null, "d": [null], "o": {}}"#, "k", vec![]),
    ];
    for (json, name, expected) in rows {
        assert_eq!(read(json).map(|document| document.values(name).to_vec()), Ok(expected), "{json}");
    }
}

#[test]
fn a_value_that_its_field_cannot_hold_is_an_error_that_names_the_field() {
    let rows = [
        (r#"{"l": "abc"}"#, "field `l` is of type long, which cannot hold `abc`"),
        (r#"{"byte": 128}"#, "field `byte` is of type byte, which cannot hold `128`"),
        (r#"{"u": -1}"#, "field `u` is of type unsigned_long, which cannot hold `-1`"),
        (r#"{"d": "NaN"}"#, "field `d` is of type double, which cannot hold `NaN`"),
        (r#"{"b": 1}"#, "field `b` is of type boolean, which cannot hold `1`"),
        (r#"{"a": "10.0.0"}"#, "field `a` is of type ip, which cannot hold `10.0.0`"),
        (r#"{"t": "yesterday"}"#, "field `t` is of type date, which cannot hold `yesterday`"),
        (r#"{"o": {"p": {"q": true}}}"#, "field `o.p.q` is of type long, which cannot hold `true`"),
    ];
    for (json, expected) in rows {
        assert_eq!(read(json), Err(expected.to_owned()), "{json}");
    }
}

#[test]
fn dates_are_rounded_down_to_milliseconds() {
    let rows = [
        ("1970", Some(0)),
        ("1970-02", Some(31 * 86_400_000)),
        ("1970-01-02", Some(86_400_000)),
        ("1970-01-02T", Some(86_400_000)),
        ("1970-01-01T01", Some(3_600_000)),
        ("1970-01-01T01:02", Some(3_720_000)),
        ("1970-01-01T00:00:01.5Z", Some(1_500)),
        ("1970-01-01T00:00:01.Z", Some(1_000)),
        ("1970-01-01T00:00:01.123456789Z", Some(1_123)),
        ("1970-01-01T00:00:01,1Z", Some(1_100)),
        ("1970-01-01T02:00:00+02:00", Some(0)),
        ("1970-01-01T02:00:00+0200", Some(0)),
        ("1969-12-31T23:00:00-01", Some(0)),
        ("1969-12-31T23:59:59.9999Z", Some(-1)),
        ("2017-08-30T20:47:32Z", Some(1_504_126_052_000)),
        ("2024-02-29", Some(1_709_164_800_000)),
        ("12", Some(12)),
        ("-12", Some(-12)),
        ("1671235200000", Some(1_671_235_200_000)),
        ("2023-02-29", None),
        ("1970-1-1", None),
        ("1970-01-01T25", None),
        ("1970-01-01T00:00.5", None),
        ("1970-01-01T00:00:00.1234567891", None),
        ("1970-01-01 00:00:00", None),
        ("12-12-2022", None),
        ("", None),
        ("-", None),
        ("now", None),
    ];
    for (text, expected) in rows {
        assert_eq!(date::parse(text), expected, "{text}");
    }
    assert_eq!(date::to_text(1_504_126_052_007), "2017-08-30T20:47:32.007Z");
}

#[test]
fn numbers_compare_by_value_exactly() {
    let int = Number::Int;
    let float = Number::Float;
    let rows = [
        (int(3), float(3.0), Some(Ordering::Equal)),
        (int(3), float(3.5), Some(Ordering::Less)),
        (int(-3), float(-3.5), Some(Ordering::Greater)),
        (int(9_007_199_254_740_993), float(9_007_199_254_740_992.0), Some(Ordering::Greater)),
        (int(i128::MAX), float(f64::INFINITY), Some(Ordering::Less)),
        (int(i128::MIN), float(f64::NEG_INFINITY), Some(Ordering::Greater)),
        (int(0), float(-0.0), Some(Ordering::Equal)),
        (float(0.0), float(-0.0), Some(Ordering::Equal)),
        (int(0), float(f64::NAN), None),
    ];
    for (left, right, expected) in rows {
        assert_eq!(order_numbers(left, right), expected, "{left:?} {right:?}");
        assert_eq!(order_numbers(right, left), expected.map(Ordering::reverse), "{right:?} {left:?}");
    }
    for (text, expected) in [("12", Some(int(12))), ("-1.5", Some(float(-1.5))), ("1e3", Some(float(1000.0)))] {
        assert_eq!(number_in(text), expected, "{text}");
    }
    for text in ["", " 1", "1 ", "abc", "NaN", "inf", "infinity", "0x10", "1_000"] {
        assert_eq!(number_in(text), None, "{text}");
    }
}

#[test]
fn versions_sort_as_versions_do() {
    let ascending = [
        "0.9",
        "1.0.0-1",
        "1.0.0-2",
        "1.0.0-10",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-beta",
        "1.0.0",
        "1.2.4-SNAPSHOT",
        "1.2.4",
        "1.2.4+build",
        "1.5.0",
        "1.11.3",
        "10",
        "20.1.0",
        "20.10.0",
        "01.2",
        "1..2",
        "bad",
    ];
    for (at, left) in ascending.iter().enumerate() {
        for (other, right) in ascending.iter().enumerate() {
            assert_eq!(version::order(left, right), at.cmp(&other), "{left} {right}");
        }
    }
}

#[test]
fn blocks_are_compared_in_the_16_byte_form() {
    let rows = [
        ("10.1.2.3", "10.0.0.0/8", true),
        ("11.1.2.3", "10.0.0.0/8", false),
        ("10.1.2.3", "10.9.9.9/8", true),
        ("10.1.2.3", "0.0.0.0/0", true),
        ("::1", "0.0.0.0/0", false),
        ("10.1.2.3", "::/0", true),
        ("10.1.2.3", "::ffff:10.0.0.0/104", true),
        ("::ffff:10.1.2.3", "10.0.0.0/8", true),
        ("10.0.0.1", "10.0.0.1/32", true),
        ("10.0.0.2", "10.0.0.1/32", false),
        ("2001:db8::1", "2001:db8::/32", true),
        ("2001:db9::1", "2001:db8::/32", false),
    ];
    for (address, block, expected) in rows {
        let (parsed, net) = (address.parse().expect("address"), block.parse().expect("block"));
        assert_eq!(in_block(parsed, &net), expected, "{address} in {block}");
    }
}

#[test]
fn patterns_match_whole_texts() {
    let rows: &[(&str, &str, bool)] = &[
        ("*", "", true),
        ("*", "a\nb", true),
        ("a*", "abc", true),
        ("a*", "ba", false),
        ("*c", "abc", true),
        ("*b*", "abc", true),
        ("a*c", "ac", true),
        ("a*c", "a", false),
        ("ab*ba", "aba", false),
        ("a*b*c", "aXbXc", true),
        ("a*b*b", "ab", false),
        ("*a*a*", "a", false),
        ("a?c", "aéc", true),
        ("a?c", "a\u{1f600}c", true),
        ("a?c", "ac", false),
        ("?*", "", false),
        ("*?b", "aab", true),
        ("a\\*", "a\\b", true),
        ("a\\*", "a*", false),
        ("abc", "ABC", false),
    ];
    let points = |text: &str| -> Vec<u32> { text.chars().map(u32::from).collect() };
    for (wildcards, text, expected) in rows {
        let patterns = Patterns { insensitive: false, any_of: vec![Pattern::from_wildcards(wildcards)] };
        assert_eq!(pattern::any_matches(&patterns, &points(text), pattern::Folding::Ascii), *expected, "{wildcards} {text}");
        // The same by the slowest form.
        let patterns = Patterns { insensitive: false, any_of: vec![Pattern::Glob((*wildcards).to_owned())] };
        assert_eq!(pattern::any_matches(&patterns, &points(text), pattern::Folding::Ascii), *expected, "glob {wildcards} {text}");
    }
    let verbatim = Patterns { insensitive: true, any_of: vec![Pattern::Equal("a*".to_owned())] };
    assert!(pattern::any_matches(&verbatim, &points("A*"), pattern::Folding::Ascii));
    assert!(!pattern::any_matches(&verbatim, &points("ab"), pattern::Folding::Ascii));
}

#[test]
fn fields_fold_ascii_and_functions_fold_each_character() {
    let rows = [
        ("abc", "ABC", true, true),
        ("é", "É", false, true),
        ("σ", "ς", false, true),
        ("k", "\u{212a}", false, true),
        ("i", "İ", false, true),
        ("i", "ı", false, true),
        ("s", "ſ", false, true),
        ("ᾳ", "ᾼ", false, true),
        ("ᾀ", "ᾈ", false, true),
        ("𐐨", "𐐀", false, true),
        ("ß", "SS", false, false),
        ("ß", "ẞ", false, true),
    ];
    let points = |text: &str| -> Vec<u32> { text.chars().map(u32::from).collect() };
    for (left, right, ascii, java) in rows {
        let patterns = Patterns { insensitive: true, any_of: vec![Pattern::Equal(left.to_owned())] };
        assert_eq!(pattern::any_matches(&patterns, &points(right), pattern::Folding::Ascii), ascii, "{left} {right}");
        assert_eq!(pattern::any_matches(&patterns, &points(right), pattern::Folding::Java), java, "{left} {right}");
    }
    // Places in a folded text are places in the text.
    for c in '\0'..=char::MAX {
        assert_eq!(pattern::fold(c).len_utf16(), c.len_utf16(), "{c:?}");
    }
}
