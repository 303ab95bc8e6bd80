//! Operators and lists that say more, or less, than is meant.

use super::{Fix, with_fix};
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::codes;
use crate::source::Span;

codes! {
    COVERED_ELEMENT = 720 "covered-element" {
        why: "Another element of the list is the same, or is met by all that meet this one. `:`, `like~` and `in~` ignore the case of A to Z. \
            Not told of blocks of addresses that the IANA registries of special addresses list beside the block around them.",
        wrong: "process where process.name : (\"nc\", \"ncat\", \"NC\", \"nc*\")",
        right: "process where process.name : \"nc*\"",
    }
    WILDCARD_IN_EQUALITY = 721 "wildcard-in-equality" {
        why: "`==`, `!=`, `in` and `in~` compare with the text as it stands: a `*` in it is that character. Only `:`, `like` and `like~` know \
            wildcards.",
        wrong: "process where process.name == \"cmd*\"",
        right: "process where process.name : \"cmd*\"",
    }
    PATTERN_WITHOUT_WILDCARDS = 722 "pattern-without-wildcards" {
        why: "A pattern without `*` and `?` is an equality, and reads as one by `==`, `in`, `:` and `in~`, which mean the same.",
        wrong: "process where process.name like (\"nc\", \"ncat\")",
        right: "process where process.name in (\"nc\", \"ncat\")",
    }
    REGEX_WITHOUT_NEED = 723 "regex-without-need" {
        why: "The regular expression has nothing but characters and wildcards. `like` means the same, is easier to read, and is answered faster.",
        wrong: "process where process.name regex \"python.*\"",
        right: "process where process.name like \"python*\"",
    }
    WILDCARD_FOR_EXISTENCE = 724 "wildcard-for-existence" {
        why: "`*` is met by every value, the empty text too. `!= null` asks the same, and says it. For at least one character write `?*`.",
        wrong: "process where process.parent.name : \"*\"",
        right: "process where process.parent.name != null",
    }
    FUNCTION_WITHOUT_NEED = 725 "function-without-need" {
        why: "Elasticsearch runs a function as a script over every event and answers a pattern from its index. On a plain field and without `~` both \
            mean the same.",
        wrong: "process where startsWith(process.name, \"python\")",
        right: "process where process.name like \"python*\"",
    }
    MIXED_OPERATORS = 726 "mixed-operators" {
        why: "`and` binds tighter than `or`: `a or b and c` is `a or (b and c)`. Brackets show that this is meant.",
        wrong: "process where process.name == \"a\" or process.name == \"b\" and process.pid == 1",
        right: "process where process.name == \"a\" or (process.name == \"b\" and process.pid == 1)",
    }
    NEGATION_ALONE = 727 "negation-alone" {
        why: "A negated condition holds of every event that lacks the field. Here an event needs nothing else, so all of those get through. If the field \
            has to be there, add `field != null`.",
        wrong: "process where process.name == \"a\" or process.parent.name != \"b\"",
        right: "process where process.name == \"a\" or (process.parent.name != null and process.parent.name != \"b\")",
    }
}

/// `in ("a", "a")`
pub(crate) fn covered_element(span: Span, other: Span, same: bool, fix: Fix) -> Diagnostic {
    let (title, label) = if same {
        ("an element is in the list twice", "first given here")
    } else {
        ("an element of the list changes nothing", "covers it")
    };
    let diagnostic = Diagnostic::warning(COVERED_ELEMENT, span, title, if same { "again" } else { "is covered" });
    with_fix(diagnostic.label(other, label), "leave it out", fix)
}

/// `== "cmd*"`
pub(crate) fn wildcard_in_equality(span: Span, operator: &str) -> Diagnostic {
    Diagnostic::warning(WILDCARD_IN_EQUALITY, span, "the `*` of this text is no wildcard here", "is compared as it stands")
        .help(format!("use `{operator}` if it is meant as one"))
}

/// `like "cmd"`
pub(crate) fn pattern_without_wildcards(span: Span, operator: &str, instead: &str, fix: Fix) -> Diagnostic {
    let title = format!("`{operator}` without wildcards");
    let diagnostic = Diagnostic::warning(PATTERN_WITHOUT_WILDCARDS, span, title, "is an equality");
    with_fix(diagnostic, format!("write `{instead}`, which means the same"), fix)
}

/// `regex "cmd.*"`
pub(crate) fn regex_without_need(span: Span, operator: &str, instead: &str, fix: Fix) -> Diagnostic {
    let title = format!("`{operator}` where `{instead}` would do");
    let diagnostic = Diagnostic::warning(REGEX_WITHOUT_NEED, span, title, "has only characters and wildcards");
    with_fix(diagnostic, "write a pattern, which means the same", fix)
}

/// `: "*"`
pub(crate) fn wildcard_for_existence(span: Span, field: &str, fix: Fix) -> Diagnostic {
    let title = format!("`*` only asks whether there is a `{field}`");
    let diagnostic = Diagnostic::warning(WILDCARD_FOR_EXISTENCE, span, title, "is met by every value");
    with_fix(diagnostic, "compare with null, which means the same", fix)
}

/// `startsWith(x, "a")`
pub(crate) fn function_without_need(span: Span, instead: &str, fix: Fix) -> Diagnostic {
    let diagnostic = Diagnostic::warning(FUNCTION_WITHOUT_NEED, span, "a function where a pattern would do", "runs as a script");
    with_fix(diagnostic, format!("write `{instead}`, which means the same"), fix)
}

/// `a or b and c`
pub(crate) fn mixed_operators(span: Span, fix: Fix) -> Diagnostic {
    let diagnostic =
        Diagnostic::warning(MIXED_OPERATORS, span, "`and` beside `or` without brackets", "binds tighter than the `or`");
    with_fix(diagnostic, "put brackets around it, which means the same", fix)
}

/// `a or x != "b"`
pub(crate) fn negation_alone(span: Span, field: &str, lacking: &str, whole: Option<&str>) -> Diagnostic {
    let title = format!("{lacking} without `{field}` meet this condition");
    let label = whole.map_or_else(|| "is enough for the `or`".to_owned(), |asked| format!("is all that is asked of an {asked}"));
    Diagnostic::warning(NEGATION_ALONE, span, title, label).help(format!("add `{field} != null` if it has to be there"))
}
