//! Letter case in functions: the evaluator and the runtime agree on every character, and on a table of texts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it cannot go on")]

use detector_compiler::evaluate;
use detector_compiler::ir::{Expr, Function, Pattern, Patterns};
use detectors::text;

fn constant(text: &str) -> Expr {
    Expr::Text(text.to_owned())
}

/// `function~(text, part)`
fn call(function: Function, arguments: &[&str]) -> Expr {
    let arguments = arguments.iter().map(|text| constant(text)).collect();
    evaluated(&Expr::Call { function, insensitive: true, arguments })
}

fn evaluated(expr: &Expr) -> Expr {
    evaluate::constant(expr).unwrap_or_else(|failed| panic!("{failed:?}: {expr}"))
}

/// What the evaluator and the runtime say of `text` and `part`, each by its own code.
fn both(text: &str, part: &str) -> [(&'static str, Expr, Expr); 6] {
    let number = |value: Option<i64>| value.map_or(Expr::Null, |value| Expr::Int(value, detector_compiler::ir::Width::Bits32));
    let membership = Expr::In { value: Box::new(constant(text)), insensitive: true, list: vec![constant(part)] };
    let patterns = Patterns { insensitive: true, any_of: vec![Pattern::Glob(format!("?{part}*"))] };
    let glob = Expr::Matches(Box::new(constant(&format!("-{text}"))), patterns);
    [
        ("startsWith~", call(Function::StartsWith, &[text, part]), Expr::Bool(text::starts_with_folded(text, part))),
        ("endsWith~", call(Function::EndsWith, &[text, part]), Expr::Bool(text::ends_with_folded(text, part))),
        ("stringContains~", call(Function::StringContains, &[text, part]), Expr::Bool(text::contains_folded(text, part))),
        ("indexOf~", call(Function::IndexOf, &[text, part]), number(text::index_of_folded(text, part, 0))),
        ("in~", evaluated(&membership), Expr::Bool(text::equals_folded(text, part))),
        (":", evaluated(&glob), Expr::Bool(text::glob_folded(format!("-{text}").as_str(), &format!("?{part}*")))),
    ]
}

#[track_caller]
fn check(text: &str, part: &str) {
    for (what, evaluator, runtime) in both(text, part) {
        assert_eq!(evaluator, runtime, "{what} of {text:?} and {part:?}");
    }
}

#[test]
fn evaluator_and_runtime_agree_on_every_character() {
    for c in '\u{80}'..=char::MAX {
        let same = c.to_string();
        for other in [c.to_lowercase().collect::<String>(), c.to_uppercase().collect()] {
            if other != same {
                check(&same, &other);
                check(&other, &same);
            }
        }
    }
}

#[test]
fn evaluator_and_runtime_agree_on_texts() {
    let texts = [
        "", "a", "A", "aB", "i", "İ", "ı", "I", "i\u{307}", "ß", "ẞ", "SS", "ς", "σ", "Σ", "ΑΣ", "ας", "K", "k", "ſ", "ǅ", "ᾳ",
        "ᾼ", "😀É",
    ];
    for text in texts {
        for part in texts {
            check(text, part);
            check(&format!("{text}x{part}"), part);
        }
    }
}

/// Functions compare what Java's `toLowerCase` makes of both texts; `in~` and `:` compare letter by letter as
/// `equalsIgnoreCase` does.
#[test]
fn functions_lower_case_and_operators_ignore_case() {
    // text, part, startsWith~, in~
    let table = [
        ("É", "é", true, true),
        ("Σ", "σ", true, true),
        ("ς", "σ", false, true),
        ("ſ", "s", false, true),
        ("\u{212a}", "k", true, true),
        ("İ", "i", true, true),
        ("İ", "i\u{307}", true, false),
        ("ı", "i", false, true),
        ("ß", "SS", false, false),
    ];
    for (text, part, starts, equal) in table {
        let [(_, starts_with, _), .., (_, membership, _), _] = both(text, part);
        assert_eq!((starts_with, membership), (Expr::Bool(starts), Expr::Bool(equal)), "{text:?} and {part:?}");
        check(text, part);
    }
}
