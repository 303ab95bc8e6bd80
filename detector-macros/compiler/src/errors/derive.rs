//! Diagnostics of rules as a set.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::codes;
use crate::source::Span;

codes! {
    DUPLICATE_RULE_ID = 601 "duplicate-rule-id" {
        why: "Alerts name their rule by its id, and counters and switches are found by it. Two rules of one set cannot share it.",
        wrong: "rule_id: shell-by-web-server   # also the id of another rule",
        right: "rule_id: shell-by-web-server-2",
    }
}

/// Two rules of one set with the same id.
pub(crate) fn duplicate_rule_id(span: Span, id: &str, first: Span) -> Diagnostic {
    Diagnostic::error(DUPLICATE_RULE_ID, span, format!("rule id `{id}` is used twice"), "used again")
        .label(first, "first used here")
        .help("give each rule an id of its own")
}
