//! Diagnostics of references to MITRE ATT&CK.

use super::rule_file::shortened;
use crate::attack::{Entry, Kind};
use crate::diagnostics::{Applicability, Diagnostic, codes::codes};
use crate::source::Span;

codes! {
    UNKNOWN_FRAMEWORK = 40 "unknown-framework" {
        why: "The ids of a `threat` are checked against MITRE ATT&CK for Enterprise; no other framework is known.",
        wrong: "framework: ATT&CK",
        right: "framework: MITRE ATT&CK",
    }
    UNKNOWN_ATTACK_ID = 41 "unknown-attack-id" {
        why: "ATT&CK has no such id, neither in the version of the table nor in the one before, or it has been withdrawn \
              since long. Coverage reports would lose the rule.",
        wrong: "id: T1547.011",
        right: "id: T1647",
    }
    NEWER_ATTACK_ID = 42 "newer-attack-id" warning {
        why: "The id is higher than all that the table knows: it may be of a newer version of ATT&CK, so its name and its \
              tactic are not checked. Give a newer table, or deny this warning to have only known ids.",
        wrong: "id: T1999",
        right: "id: T1059",
    }
    WRONG_KIND_OF_ATTACK_ID = 43 "wrong-kind-of-attack-id" {
        why: "A `tactic` has an id such as TA0002, a `technique` one such as T1059, a `subtechnique` one such as T1059.004.",
        wrong: "tactic: {id: T1059}",
        right: "tactic: {id: TA0002}",
    }
    TECHNIQUE_OUTSIDE_TACTIC = 44 "technique-outside-tactic" {
        why: "In ATT&CK the technique does not serve this tactic, neither in the version of the table nor in the one before.",
        wrong: "tactic: {id: TA0040}\ntechnique: [{id: T1059}]",
        right: "tactic: {id: TA0002}\ntechnique: [{id: T1059}]",
    }
    SUBTECHNIQUE_OUTSIDE_TECHNIQUE = 45 "subtechnique-outside-technique" {
        why: "A sub-technique belongs to the technique whose id it begins with.",
        wrong: "id: T1059\nsubtechnique: [{id: T1548.001}]",
        right: "id: T1548\nsubtechnique: [{id: T1548.001}]",
    }
    WRONG_ATTACK_NAME = 46 "wrong-attack-name" {
        why: "The name is not that of the id, neither in the version of the table nor in the one before. Either may be wrong.",
        wrong: "id: T1059\nname: Command Interpreter",
        right: "id: T1059\nname: Command and Scripting Interpreter",
    }
    WRONG_ATTACK_REFERENCE = 47 "wrong-attack-reference" warning {
        why: "`reference` is the page of the id on attack.mitre.org. It is shown in alerts, and leads elsewhere.",
        wrong: "id: T1059\nreference: https://attack.mitre.org/techniques/T1095/",
        right: "id: T1059\nreference: https://attack.mitre.org/techniques/T1059/",
    }
}

pub(crate) fn unknown_framework(at: Span, framework: &str) -> Diagnostic {
    let title = format!("unknown framework `{}`", shortened(framework));
    Diagnostic::error(UNKNOWN_FRAMEWORK, at, title, "unknown framework").suggest("write `MITRE ATT&CK`", at, "MITRE ATT&CK")
}

/// `same_name` is an entry that has the name which was given with the id.
pub(crate) fn unknown_attack_id(at: Span, id: &str, same_name: Option<&Entry>, similar: &[&Entry]) -> Diagnostic {
    let title = format!("ATT&CK has no `{}`", shortened(id));
    let diagnostic = Diagnostic::error(UNKNOWN_ATTACK_ID, at, title, "unknown id");
    if let Some(entry) = same_name {
        return diagnostic.suggest(format!("`{}` is {}", entry.name, entry.id), at, entry.id.as_str());
    }
    similar.iter().fold(diagnostic, |diagnostic, entry| {
        diagnostic.suggest_maybe(format!("a similar id exists: `{}`, {}", entry.id, entry.name), at, entry.id.as_str())
    })
}

pub(crate) fn withdrawn_attack_id(at: Span, entry: &Entry, successor: Option<&Entry>) -> Diagnostic {
    let title = format!("ATT&CK has withdrawn `{}`, {}", entry.id, entry.name);
    let diagnostic = Diagnostic::error(UNKNOWN_ATTACK_ID, at, title, "withdrawn");
    match successor {
        Some(successor) => {
            // One of another kind, or of another technique, belongs elsewhere in the file.
            let same_place = successor.kind == entry.kind && successor.parent == entry.parent;
            let action = format!("it is now `{}`, {}", successor.id, successor.name);
            diagnostic.suggest_as(Applicability::always_if(same_place), action, at, successor.id.as_str())
        }
        None => diagnostic.note("it has no successor"),
    }
}

pub(crate) fn newer_attack_id(at: Span, id: &str) -> Diagnostic {
    let title = format!("`{id}` is not in the table of ATT&CK");
    Diagnostic::warning(NEWER_ATTACK_ID, at, title, "newer than the table, or wrong")
        .note("its name and its tactic are not checked")
}

pub(crate) fn wrong_kind(at: Span, id: &str, wanted: Kind, found: Kind) -> Diagnostic {
    let title = format!("`{id}` is a {found}, expected a {wanted}");
    Diagnostic::error(WRONG_KIND_OF_ATTACK_ID, at, title, format!("a {found}"))
}

/// `tactics` are the tactics of the technique.
pub(crate) fn technique_outside_tactic(at: Span, technique: &Entry, tactic: (Span, &Entry), tactics: &[&Entry]) -> Diagnostic {
    let title =
        format!("technique `{}`, {}, is not of tactic `{}`, {}", technique.id, technique.name, tactic.1.id, tactic.1.name);
    let known: Vec<String> = tactics.iter().map(|entry| format!("`{}`, {}", entry.id, entry.name)).collect();
    Diagnostic::error(TECHNIQUE_OUTSIDE_TACTIC, at, title, "not of this tactic")
        .label(tactic.0, "the tactic")
        .help(format!("put it below {}", known.join(", or ")))
}

pub(crate) fn subtechnique_outside_technique(at: Span, subtechnique: &str, technique: (Span, &str)) -> Diagnostic {
    let title = format!("sub-technique `{subtechnique}` is not of technique `{}`", technique.1);
    let parent = subtechnique.split('.').next().unwrap_or_default();
    Diagnostic::error(SUBTECHNIQUE_OUTSIDE_TECHNIQUE, at, title, "not of this technique")
        .label(technique.0, "the technique")
        .help(format!("put it below `{parent}`"))
}

/// `same_name` is an entry that has the name which was given with another id.
pub(crate) fn wrong_name(at: Span, id: Span, name: &str, entry: &Entry, same_name: Option<&Entry>) -> Diagnostic {
    let title = format!("`{}` is not `{}`", entry.id, shortened(name));
    // Either the id or the name is what was meant.
    let applicability = Applicability::always_if(same_name.is_none());
    let diagnostic = Diagnostic::error(WRONG_ATTACK_NAME, at, title, "not the name of this id").suggest_as(
        applicability,
        format!("`{}` is `{}`", entry.id, entry.name),
        at,
        entry.name.as_str(),
    );
    match same_name {
        Some(other) => diagnostic.suggest_maybe(format!("or `{}` is meant: `{}`", other.id, other.name), id, other.id.as_str()),
        None => diagnostic,
    }
}

pub(crate) fn wrong_reference(at: Span, id: &str, right: &str) -> Diagnostic {
    Diagnostic::warning(WRONG_ATTACK_REFERENCE, at, format!("the reference is not the page of `{id}`"), "another page").suggest(
        format!("write `{right}`"),
        at,
        right,
    )
}
