//! Conditions that never hold, always hold, or change nothing.

use super::{Fix, with_fix};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::codes;
use crate::source::Span;

codes! {
    CONTRADICTION = 713 "contradiction" {
        why: "Two conditions that an event has to meet exclude each other, so that none meets both. Fields that may hold several values are not \
            meant: each condition may be met by another value. Of a field that the schema calls no array it is supposed that it has one value.",
        wrong: "process where process.pid > 5 and process.pid < 3",
        right: "process where process.pid > 3 and process.pid < 5",
    }
    EXCLUDED_ALTERNATIVE = 714 "excluded-alternative" {
        why: "The part can never hold where it stands: another condition, or the category, excludes it. Without it the rule means the same.",
        wrong: "file where process.name == \"a\" and (file.name == \"x\" or process.name == \"b\")",
        right: "file where (process.name == \"a\" and file.name == \"x\") or process.name == \"b\"",
    }
    TAUTOLOGY = 715 "tautology" {
        why: "One of two alternatives holds of every event, so the `or` says nothing. Negated alternatives are usually meant to be joined by `and`: \
            every text is unequal to one of two texts.",
        wrong: "process where process.name != \"a\" or process.name != \"b\"",
        right: "process where process.name != \"a\" and process.name != \"b\"",
    }
    CONSTANT_CONDITION = 716 "constant-condition" {
        why: "The condition has no field, or one that does not matter: it is the same for every event.",
        wrong: "process where process.pid == 4 and 1 == 1",
        right: "process where process.pid == 4",
    }
    REDUNDANT_CONDITION = 717 "redundant-condition" {
        why: "Another condition has said it already: under `and` what must hold anyway, under `or` what is one case of another alternative. It may be \
            a leftover, or another field or value was meant. Not told of tests against null, nor of what is common to all cases of an `or` and said before it.",
        wrong: "process where process.name == \"sh\" or process.name in (\"sh\", \"bash\")",
        right: "process where process.name in (\"sh\", \"bash\")",
    }
}

const ONE_VALUE: &str = "the schema calls the field no array: an event is supposed to have one value of it";

fn with_notes(mut diagnostic: Diagnostic, single: bool, consequence: Option<&str>) -> Diagnostic {
    if let Some(consequence) = consequence {
        diagnostic = diagnostic.note(consequence);
    }
    if single { diagnostic.note(ONE_VALUE) } else { diagnostic }
}

/// `x > 5 and x < 3`
pub(crate) fn contradiction(span: Span, other: Span, single: bool, consequence: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::warning(CONTRADICTION, span, "conditions that exclude each other", "never holds");
    // All others together exclude it where none does alone.
    let diagnostic = if other == span {
        diagnostic.note("the conditions before it exclude it together")
    } else {
        diagnostic.label(other, "where this holds")
    };
    with_notes(diagnostic, single, consequence)
}

/// `a and (b or not a)`
pub(crate) fn excluded(span: Span, other: Span, single: bool, consequence: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::warning(EXCLUDED_ALTERNATIVE, span, "a condition that can never hold here", "never holds");
    with_notes(diagnostic.label(other, "where this holds"), single, consequence)
}

/// `x != "a" or x != "b"`
pub(crate) fn tautology(span: Span, other: Span, single: bool) -> Diagnostic {
    let diagnostic =
        Diagnostic::warning(TAUTOLOGY, span, "one of these alternatives always holds", "holds wherever the other does not");
    with_notes(diagnostic.label(other, "the other alternative"), single, None).help("join them by `and`, or leave both out")
}

/// `1 == 1`
pub(crate) fn constant(span: Span, value: bool, consequence: Option<&str>) -> Diagnostic {
    let title = format!("this condition is always {value}");
    with_notes(Diagnostic::warning(CONSTANT_CONDITION, span, title, "the same for every event"), false, consequence)
}

/// `a and a`
pub(crate) fn redundant(span: Span, other: Span, operator: &str, single: bool, fix: Fix) -> Diagnostic {
    let (label, because) = match operator {
        "and" => ("always holds where the other does", "whatever meets this meets the other"),
        _ => ("is a case of the other", "covers it"),
    };
    let diagnostic =
        Diagnostic::warning(REDUNDANT_CONDITION, span, "a condition that changes nothing", label).label(other, because);
    let diagnostic = with_notes(diagnostic, single, None);
    if single { diagnostic } else { with_fix(diagnostic, "leave it out", fix) }
}
