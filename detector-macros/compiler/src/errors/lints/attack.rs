//! References to an older version of ATT&CK.

use crate::attack::Entry;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::codes;
use crate::source::Span;

codes! {
    REPLACED_ATTACK_ID = 753 "replaced-attack-id" {
        why: "The id is right in version 18 of ATT&CK. Version 19 has another one in its place, and perhaps under another tactic.",
        wrong: "tactic: {id: TA0005}\ntechnique: [{id: T1562}]",
        right: "tactic: {id: TA0112}\ntechnique: [{id: T1685}]",
    }
    RENAMED_IN_ATTACK = 754 "renamed-in-attack" {
        why: "The name is that of version 18 of ATT&CK. Version 19 calls the same id by another one, and tools that join by name miss the rule.",
        wrong: "tactic: {id: TA0005, name: Defense Evasion}",
        right: "tactic: {id: TA0005, name: Stealth}",
    }
}

/// `T1562`
pub(crate) fn replaced_id(span: Span, entry: &Entry, successor: Option<&Entry>) -> Diagnostic {
    let title = format!("version 19 of ATT&CK has no `{}`, {}", entry.id, entry.name);
    let diagnostic = Diagnostic::warning(REPLACED_ATTACK_ID, span, title, "of version 18");
    match successor {
        Some(successor) => diagnostic.help(format!("it is now `{}`, {}", successor.id, successor.name)),
        None => diagnostic.note("it has no successor"),
    }
}

/// `Defense Evasion`
pub(crate) fn renamed(span: Span, name: &str, entry: &Entry) -> Diagnostic {
    let title = format!("version 19 of ATT&CK calls `{}` `{}`", entry.id, entry.name);
    Diagnostic::warning(RENAMED_IN_ATTACK, span, title, format!("`{name}` in version 18")).suggest(
        format!("write `{}`", entry.name),
        span,
        entry.name.as_str(),
    )
}
