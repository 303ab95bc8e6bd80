//! Stages that nothing narrows down: every event of the category goes through all of their conditions.

use super::logic::{Formula, Wildcards};
use super::{Role, Rule};
use crate::diagnostics::Diagnostics;
use crate::errors::lints::sequences as errors;
use crate::ir::{Category, Comparison, Pattern, Test};

/// Event queries, and first stages of sequences, that need no particular text, number or address of any field that tells events
/// apart. Later stages are narrowed by the keys of the first.
pub(super) fn stages_without_anchor(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    let first = rule.stages.iter().find(|stage| matches!(stage.role, Role::Event | Role::Term(_)));
    let Some(stage) = first else { return };
    let condition = Formula::of(&stage.condition);
    // `process where true` is nothing but its category, and written so.
    if matches!(condition, Formula::Known(_)) || is_rare(stage.category) {
        return;
    }
    if !is_anchored(&condition) {
        diagnostics.push(errors::broad_stage(stage.span, matches!(stage.role, Role::Event)));
    }
}

/// Categories of which a host has many events; of the others each is worth a look.
const EVERYDAY_CATEGORIES: [&str; 12] =
    ["api", "authentication", "database", "dns", "file", "host", "library", "network", "process", "registry", "session", "web"];

fn is_rare(category: &Category) -> bool {
    matches!(category, Category::Named { field, name }
        if &*field.name == "event.category" && !EVERYDAY_CATEGORIES.contains(&name.as_str()))
}

/// Names, or their beginnings, of fields that have few values.
const OF_FEW_VALUES: [&str; 15] = [
    "agent.type",
    "data_stream.namespace",
    "data_stream.type",
    "ecs.version",
    "event.category",
    "event.kind",
    "event.module",
    "event.outcome",
    "event.provider",
    "event.type",
    "host.os.",
    "network.direction",
    "network.transport",
    "network.type",
    "observer.type",
];

fn is_anchored(formula: &Formula<'_>) -> bool {
    match formula {
        Formula::Known(value) => !value,
        Formula::All(operands) => operands.iter().any(is_anchored),
        Formula::Any(operands) => operands.iter().all(is_anchored),
        Formula::Is(field, _) if OF_FEW_VALUES.iter().any(|name| field.name.starts_with(name)) => false,
        Formula::Is(field, test) if &*field.name == "event.action" => narrows(test) && !meets_any(test, &EVERYDAY_ACTIONS),
        Formula::Is(field, test) if DATASETS.contains(&&*field.name) => narrows(test) && !meets_any(test, &["endpoint.events.*"]),
        Formula::Is(_, test) => narrows(test),
        Formula::IsNot(..) => false,
        // What is computed may be anything.
        Formula::Computed(_, positive) => *positive,
        Formula::Unknown => true,
    }
}

/// Actions that Elastic Defend sees all the time. The others, and those of other sources, name a rare thing.
const EVERYDAY_ACTIONS: [&str; 21] = [
    "connection_accepted",
    "connection_attempted",
    "creation",
    "deletion",
    "disconnect_received",
    "end",
    "exec",
    "fork",
    "load",
    "log_off",
    "log_on",
    "lookup_requested",
    "lookup_result",
    "modification",
    "open",
    "overwrite",
    "query",
    "rename",
    "session_id_change",
    "start",
    "text_output",
];

/// Of events of Elastic Defend they say no more than the category; those of others name one sort of log.
const DATASETS: [&str; 2] = ["data_stream.dataset", "event.dataset"];

/// Whether a test may be met by one of some values, which may have wildcards.
fn meets_any(test: &Test, values: &[&str]) -> bool {
    let pattern = |text: &str| Wildcards::new(&Pattern::from_wildcards(text), false);
    let alternatives: Vec<Wildcards> = match test {
        Test::Text(Comparison::Equal, text) => vec![Wildcards::new(&Pattern::Equal(text.clone()), false)],
        Test::Patterns(patterns) => patterns.any_of.iter().map(|one| Wildcards::new(one, patterns.insensitive)).collect(),
        _ => return true,
    };
    alternatives.iter().any(|alternative| values.iter().any(|value| alternative.meets(&pattern(value))))
}

fn narrows(test: &Test) -> bool {
    match test {
        Test::Exists | Test::Bool(_) => false,
        Test::Number(comparison, _) | Test::TextAsNumber(comparison, _) => *comparison == Comparison::Equal,
        Test::Patterns(patterns) => patterns.any_of.iter().all(|pattern| match pattern {
            Pattern::Anything => false,
            Pattern::Glob(glob) => glob.contains(|c| !matches!(c, '*' | '?')),
            Pattern::Equal(_) | Pattern::Prefix(_) | Pattern::Suffix(_) | Pattern::Contains(_) | Pattern::Ordered(_) => true,
        }),
        Test::InBlocks(blocks) => blocks.iter().all(|block| block.prefix_len() > 0),
        Test::Text(..) | Test::Regex(_) | Test::Ip(..) | Test::Version(..) => true,
    }
}
