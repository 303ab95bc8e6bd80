//! Warnings: the rule compiles, but probably does not do what its author wants.
//!
//! | codes | file | of |
//! |---|---|---|
//! | DR701–DR712 | this one | what resolving finds |
//! | DR713–DR719 | [`truth`] | conditions that never or always hold |
//! | DR720–DR729 | [`wording`] | operators and lists |
//! | DR730–DR736 | [`sequences`] | stages, time and join keys |
//! | DR737–DR743 | [`values`] | constants and fields against what ECS and Elastic Defend say |
//! | DR744–DR752 | [`constants`] | constants that are slips, and what a template left |
//! | DR753–DR754 | [`attack`] | references to an older version of ATT&CK |

pub mod attack;
pub mod constants;
pub mod sequences;
pub mod truth;
pub mod values;
pub mod wording;

use crate::diagnostics::codes::codes;
use crate::diagnostics::{Applicability, Diagnostic};
use crate::source::Span;

/// A change of the text that keeps the meaning; `None` where the text does not map to the file byte by byte.
pub(crate) type Fix = Option<(Span, String)>;

/// Adds the change, or the words alone.
fn with_fix(diagnostic: Diagnostic, words: impl Into<String>, fix: Fix) -> Diagnostic {
    match fix {
        Some((span, replacement)) => diagnostic.suggest(words, span, replacement),
        None => diagnostic.help(words),
    }
}

codes! {
    OPTIONAL_FIELD_UNKNOWN = 701 "optional-field-unknown" {
        why: "The schema does not know the optional field, so each use of it is the constant null. If the name is right, add the field with a schema file.",
        wrong: "process where ?process.nmae == null",
        right: "process where ?process.name == null",
    }
    NUMBER_AGAINST_KEYWORD = 702 "number-against-keyword" {
        why: "The field holds text. Its values are read as numbers where they are numbers; the others do not match. Elasticsearch's answer is not verified.",
        wrong: "process where user.id >= 1000",
        right: "process where user.id != \"0\"",
    }
    TEXT_AGAINST_OTHER = 703 "text-against-other-type" {
        why: "The constant is text and the field is not. It is read as a value of the field's type.",
        wrong: "process where process.pid == \"4\"",
        right: "process where process.pid == 4",
    }
    REGEX_ANCHOR = 704 "regex-anchor" {
        why: "On a field the pattern of `regex` is in Lucene's dialect: it always has to match the whole value, and `^` and `$` are ordinary \
            characters, which hardly any value has.",
        wrong: "process where process.name regex \"^svc.*\"",
        right: "process where process.name regex \"svc.*\"",
    }
    REGEX_CLASS_CASE = 705 "regex-class-case" {
        why: "`regex~` on a field ignores case for letters that stand alone, but not for those in a class such as `[a-f]` or `[^x]`. So does \
            Lucene up to version 9; version 10 folds classes too. Give both cases, and the rule means the same everywhere.",
        wrong: "process where process.name regex~ \"[a-f]+\"",
        right: "process where process.name regex~ \"[a-fA-F]+\"",
    }
    SHORT_DATE = 706 "short-date" {
        why: "A date whose end is left out is a span of time. `>` and `<=` take its last millisecond, `>=` and `<` its first, so that \
            `> \"2024-05-17\"` is after that day. That Elasticsearch does so for EQL is not verified.",
        wrong: "process where process.start > \"2024-05-17\"",
        right: "process where process.start >= \"2024-05-18\"",
    }
    NULL_UNDER_NOT = 707 "null-under-not" {
        why: "The optional field is unknown to the schema, so its test is the constant null. Beside other conditions under `not`, null counts as \
            false here: the rest decides. What Elasticsearch makes of it is not verified.",
        wrong: "process where not (?no.such.field : \"x*\" or process.pid == 4)",
        right: "process where process.pid != 4",
    }
    RUNS_ON_MISSING = 708 "runs-on-missing" {
        why: "A missing event is an event that does not happen; `with runs=N` cannot make it happen less. Each run only adds an empty place to \
            the alert.",
        wrong: "sequence with maxspan=1m [process where true] ![file where true] with runs=2 [network where true]",
        right: "sequence with maxspan=1m [process where true] ![file where true] [network where true]",
    }
    SAMPLE_OF_ONE = 709 "sample-of-one" {
        why: "A sample of one term alerts once for each value of its keys, and for no more events of it until that has expired. That \
            Elasticsearch accepts it is not verified.",
        wrong: "sample by host.id [process where process.name == \"nc\"]",
        right: "process where process.name == \"nc\"",
    }
    NUMBERS_AS_TEXT = 710 "numbers-as-text" {
        why: "The field holds text, and texts are ordered character by character: `\"10\"` stands before `\"9\"`.",
        wrong: "process where user.id >= \"1000\"",
        right: "process where length(user.id) >= 4",
    }
    PIPE_IN_STREAM = 711 "pipe-in-stream" {
        why: "Pipes limit the result of a search, and a stream has none. A running matcher says nothing more after the first alerts that `head` \
            keeps, and reports everything where `tail` would keep the last. To limit alerts, use `max_signals`.",
        wrong: "process where process.name == \"nc\" | head 10",
        right: "process where process.name == \"nc\"",
    }
    CASE_BEYOND_ASCII = 712 "case-beyond-ascii" {
        why: "Tests of a field ignore the case of the letters A to Z alone: `É` and `é` stay different. Give both.",
        wrong: "process where process.name : \"café*\"",
        right: "process where process.name like (\"café*\", \"CAFÉ*\", \"Café*\")",
    }
}

/// `?nope`
pub(crate) fn optional_field_unknown(span: Span, name: &str, near: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::warning(
        OPTIONAL_FIELD_UNKNOWN,
        span,
        format!("no field `{name}` in the schema: it is always null"),
        "always null",
    );
    match near {
        [one] => diagnostic.suggest_maybe(format!("a field with a similar name exists: `?{one}`"), span, format!("?{one}")),
        _ => diagnostic,
    }
}

/// `user.id >= 1000`
pub(crate) fn number_against_keyword(span: Span, field: &str) -> Diagnostic {
    Diagnostic::warning(
        NUMBER_AGAINST_KEYWORD,
        span,
        format!("`{field}` holds text and is compared with a constant of another type"),
        "values are read as this type where they can be",
    )
}

/// `process.pid == "4"`
pub(crate) fn text_against_other(span: Span, field: &str, replacement: &str) -> Diagnostic {
    // A text that is read as a number need not be one as the language writes it.
    let plain = replacement == "true" || replacement == "false" || {
        let digits = replacement.strip_prefix('-').unwrap_or(replacement);
        !digits.is_empty() && digits.len() <= 15 && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    Diagnostic::warning(TEXT_AGAINST_OTHER, span, format!("`{field}` does not hold text"), "is read as the field's type")
        .suggest_as(Applicability::always_if(plain), "write it without quotes", span, replacement)
}

/// `process.name regex "^a"`
pub(crate) fn regex_anchor(span: Span, problem: &str) -> Diagnostic {
    let diagnostic = Diagnostic::warning(REGEX_ANCHOR, span, "the regular expression has an anchor", problem);
    diagnostic.help("leave it out, or write a backslash before it if the character is meant")
}

/// `process.name regex~ "[a-f]"`
pub(crate) fn regex_class_case(span: Span) -> Diagnostic {
    let title = "`regex~` does not ignore the case of letters in a class";
    Diagnostic::warning(REGEX_CLASS_CASE, span, title, "has a class with letters of one case")
        .help("give both cases, as in `[a-fA-F]`")
}

/// `process.start > "2024"`
pub(crate) fn short_date(span: Span, operator: &str) -> Diagnostic {
    Diagnostic::warning(SHORT_DATE, span, format!("`{operator}` takes the last millisecond of this date"), "its end is left out")
        .help("write the time to the second, or use `>=` or `<`, which take its first millisecond")
}

/// `not (?nope : "a" or x)`
pub(crate) fn null_under_not(span: Span) -> Diagnostic {
    Diagnostic::warning(NULL_UNDER_NOT, span, "a part of this condition under `not` is always null", "null counts as false here")
        .help("take the part with the unknown field out")
}

/// `![file where true] with runs=2`
pub(crate) fn runs_on_missing(span: Span) -> Diagnostic {
    Diagnostic::warning(RUNS_ON_MISSING, span, "`runs` of a missing event changes nothing", "it may not happen even once")
        .help("take `with runs=…` out")
}

/// `sample by host.id [process where true]`
pub(crate) fn sample_of_one(span: Span) -> Diagnostic {
    Diagnostic::warning(SAMPLE_OF_ONE, span, "a sample of one term", "alerts once for each value of the keys")
        .help("write an event query, or add a term")
}

/// `user.id >= "1000"`
pub(crate) fn numbers_as_text(span: Span, field: &str) -> Diagnostic {
    Diagnostic::warning(NUMBERS_AS_TEXT, span, format!("`{field}` is ordered as text"), "is compared character by character")
}

/// `process where true | head 5`
pub(crate) fn pipe_in_stream(span: Span) -> Diagnostic {
    Diagnostic::warning(PIPE_IN_STREAM, span, "a pipe limits the result of a search", "a stream has no such result")
        .help("take it out, and limit alerts by `max_signals`")
}

/// `process.name : "é"`
pub(crate) fn case_beyond_ascii(span: Span, letter: char) -> Diagnostic {
    Diagnostic::warning(
        CASE_BEYOND_ASCII,
        span,
        format!("the case of `{letter}` is not ignored"),
        "only A to Z are taken in either case",
    )
    .help("list both cases of the letter")
}
