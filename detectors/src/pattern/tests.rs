use std::string::{String, ToString};
use std::vec::Vec;

use super::*;
use crate::random::Random;

/// Small enough that texts often meet, with letters next to which folding could go wrong.
const ALPHABET: &str = "aAbB@`[{zZ.é\u{10400}";

#[test]
fn texts_compare_as_a_table_says() {
    type Test = fn(&str, &str) -> bool;
    let rows: &[(&str, Test, &str, &str, bool)] = &[
        ("equals", equals, "cmd.exe", "cmd.exe", true),
        ("equals", equals, "CMD.exe", "cmd.exe", false),
        ("equals_folded", equals_folded, "CMD.exe", "cmd.exe", true),
        ("equals_folded", equals_folded, "POWERSHELL.EXE", "powershell.exe", true),
        ("equals_folded", equals_folded, "", "", true),
        ("equals_folded", equals_folded, "É", "é", false),
        ("equals_folded", equals_folded, "@", "`", false),
        ("equals_folded", equals_folded, "[[[[[[[[", "{{{{{{{{", false),
        ("equals_folded", equals_folded, "AZaz@[`{Ã9", "azaz@[`{Ã9", true),
        ("starts_with", starts_with, "svchost", "svc", true),
        ("starts_with", starts_with, "svchost", "", true),
        ("starts_with", starts_with, "s", "svc", false),
        ("starts_with_folded", starts_with_folded, "SVChost", "svc", true),
        ("starts_with_folded", starts_with_folded, "sv", "svc", false),
        ("starts_with_folded", starts_with_folded, "éa", "é", true),
        ("ends_with", ends_with, "a.exe", ".exe", true),
        ("ends_with_folded", ends_with_folded, "A.EXE", ".exe", true),
        ("ends_with_folded", ends_with_folded, "EXE", ".exe", false),
        ("ends_with_folded", ends_with_folded, "EXE", "", true),
        ("contains", contains, "abcabd", "abd", true),
        ("contains", contains, "ab", "abd", false),
        ("contains", contains, "", "", true),
        ("contains_folded", contains_folded, "C:\\Users\\Bob\\AppData\\Local\\Temp", "\\appdata\\", true),
        ("contains_folded", contains_folded, "C:\\Users\\Bob\\AppDatb\\Local\\Temp", "\\appdata\\", false),
        ("glob", glob, "a\nb", "a*b", true),
        ("glob", glob, "", "*", true),
        ("glob", glob, "", "", true),
        ("glob", glob, "", "?", false),
        ("glob", glob, "é", "?", true),
        ("glob", glob, "\u{10400}", "?", true),
        ("glob", glob, "aé", "a", false),
        ("glob", glob, "abcbc", "a*bc", true),
        ("glob", glob, "a\\*", "a\\*", true),
        ("glob", glob, "?", "?", true),
        ("glob", glob, "mississippi", "m*iss*i?pi", true),
        ("glob", glob, "mississippi", "m*iss*x*pi", false),
        ("glob_folded", glob_folded, "CMD.EXE", "c?d.*", true),
        ("glob_folded", glob_folded, "É", "é", false),
    ];
    for (name, test, value, text, expected) in rows {
        assert_eq!(test(value, text), *expected, "{name}({value:?}, {text:?})");
    }
}

#[test]
fn ordered_parts_do_not_overlap() {
    let rows: &[(&str, &[&str], bool)] = &[
        ("abab", &["ab", "ab"], true),
        ("aba", &["ab", "ba"], false),
        ("abcba", &["ab", "c", "ba"], true),
        ("abba", &["ab", "b", "ba"], false),
        ("xaybz", &["", "a", "b", ""], true),
        ("xbyaz", &["", "a", "b", ""], false),
        ("aa", &["", "a", "a", ""], true),
        ("a", &["", "a", "a", ""], false),
        ("", &["", ""], true),
        ("a", &["a"], true),
        ("ab", &["a"], false),
        ("", &[], true),
        ("a", &[], false),
    ];
    for (value, parts, expected) in rows {
        assert_eq!(ordered(value, parts), *expected, "{value:?} {parts:?}");
    }
    assert!(ordered_folded("C:\\X\\evil.DLL", &["c:\\", "evil", ".dll"]));
    assert!(!ordered_folded("C:\\X\\evil.DLL", &["c:\\", "evil.d", "dll"]));
}

#[test]
fn glob_is_what_its_definition_says() {
    fn naive(value: &[char], pattern: &[char]) -> bool {
        match (value, pattern) {
            (_, ['*', rest @ ..]) => (0..=value.len()).any(|skip| naive(&value[skip..], rest)),
            ([_, value @ ..], ['?', rest @ ..]) => naive(value, rest),
            ([first, value @ ..], [same, rest @ ..]) => first == same && naive(value, rest),
            ([], []) => true,
            _ => false,
        }
    }
    let mut random = Random::new(0x5eed);
    let mut matched = 0;
    for _ in 0..200_000 {
        let value = random.text("abé\u{10400}", 9);
        let pattern = random.text("ab**?é", 7);
        let characters = |text: &str| text.chars().collect::<Vec<_>>();
        let expected = naive(&characters(&value), &characters(&pattern));
        assert_eq!(glob(&value, &pattern), expected, "{value:?} {pattern:?}");
        assert_eq!(crate::text::glob(&*value, &pattern), expected);
        assert_eq!(crate::text::glob(crate::text::concat(&*value, ""), &pattern), expected, "{value:?} {pattern:?}");
        matched += u32::from(expected);
    }
    assert!(matched > 10_000, "only {matched} matched");
}

#[test]
fn ordered_parts_are_a_glob() {
    let mut random = Random::new(7);
    let mut matched = 0;
    for _ in 0..200_000 {
        let value = random.text("abA", 14);
        let parts: Vec<String> = (0..2 + random.below(4)).map(|_| random.text("ab", 3)).collect();
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let expected = glob(&value, &parts.join("*"));
        assert_eq!(ordered(&value, &parts), expected, "{value:?} {parts:?}");
        assert_eq!(ordered_folded(&value, &parts), glob_folded(&value, &parts.join("*")), "{value:?} {parts:?}");
        matched += u32::from(expected);
    }
    assert!(matched > 10_000, "only {matched} matched");
}

#[test]
fn folded_forms_are_exact_forms_of_lower_cased_texts() {
    let mut random = Random::new(99);
    for round in 0..200_000 {
        let value = random.text(ALPHABET, 40);
        let text = match round % 4 {
            0 => random.text(ALPHABET, 4),
            1 => value.clone(),
            2 => value.chars().skip(random.below(9) as usize).take(random.below(20) as usize).collect(),
            _ => value.chars().rev().collect(),
        };
        let (lower, text) = (value.to_ascii_lowercase(), text.to_ascii_lowercase());
        assert_eq!(equals_folded(&value, &text), lower == text, "{value:?} {text:?}");
        assert_eq!(starts_with_folded(&value, &text), lower.starts_with(&text), "{value:?} {text:?}");
        assert_eq!(ends_with_folded(&value, &text), lower.ends_with(&text), "{value:?} {text:?}");
        assert_eq!(contains_folded(&value, &text), lower.contains(&text), "{value:?} {text:?}");
        assert_eq!(contains(&lower, &text), lower.contains(&text), "{value:?} {text:?}");
    }
}

#[test]
fn every_byte_folds_as_ascii_in_every_place_of_a_word() {
    for byte in 0..=u8::MAX {
        for place in 0..8 {
            let mut word = [0xff; 8];
            word[place] = byte;
            let expected = word.map(|byte| byte.to_ascii_lowercase());
            assert_eq!(lower_case(u64::from_le_bytes(word)).to_le_bytes(), expected);
        }
    }
}

#[test]
fn a_substring_is_found_at_its_first_place_in_and_across_blocks() {
    for length in 0..70 {
        for at in 0..length {
            let mut value = "a".repeat(length).into_bytes();
            value[at] = b'B';
            assert_eq!(contains::find::<Exact>(&value, b"B"), Some(at));
            assert_eq!(contains::find::<Folded>(&value, b"b"), Some(at));
            assert_eq!(contains::find::<Folded>(&value, b"ba"), (at + 1 < length).then_some(at));
            assert_eq!(contains::find::<Folded>(&value, b"c"), None);
        }
    }
    let text = "x".to_string();
    assert!(!contains(&text, "xx"));
}
