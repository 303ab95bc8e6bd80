//! Stages that nothing narrows down: every event of the category goes through all of their conditions.

use super::logic::{Formula, Wildcards};
use super::{Role, Rule};
use crate::diagnostics::Diagnostics;
use crate::errors::lints::sequences as errors;
use crate::ir::{Comparison, Pattern, Test};
use crate::schema::facts;

/// Event queries, and first stages of sequences, that need no particular text, number or address of any field that tells events
/// apart. Later stages are narrowed by the keys of the first.
pub(super) fn stages_without_anchor(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    let first = rule.stages.iter().find(|stage| matches!(stage.role, Role::Event | Role::Term(_)));
    let Some(stage) = first else { return };
    let condition = Formula::of(&stage.condition);
    // `process where true` is nothing but its category, and written so.
    if matches!(condition, Formula::Known(_)) {
        return;
    }
    if !is_anchored(&condition) {
        diagnostics.push(errors::broad_stage(stage.filter.span, matches!(stage.role, Role::Event)));
    }
}

/// Names, or their beginnings, of fields that have few values.
const OF_FEW_VALUES: [&str; 15] = [
    "agent.type",
    "data_stream.",
    "ecs.version",
    "event.category",
    "event.dataset",
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
        Formula::Is(field, test) if &*field.name == "event.action" => narrows(test) && !is_everyday(test),
        Formula::Is(_, test) => narrows(test),
        Formula::IsNot(..) => false,
        // What is computed may be anything.
        Formula::Computed(_, positive) => *positive,
        Formula::Unknown => true,
    }
}

/// Whether an action is one of those that Elastic Defend sees all the time. Actions of other sources name a rare thing.
fn is_everyday(test: &Test) -> bool {
    let everyday: Vec<Wildcards> = facts::observed("event.action").map(|value| exactly(value, false)).collect();
    let patterns: Vec<Wildcards> = match test {
        Test::Text(Comparison::Equal, text) => vec![exactly(text, false)],
        Test::Patterns(patterns) => patterns.any_of.iter().map(|one| Wildcards::new(one, patterns.insensitive)).collect(),
        _ => return true,
    };
    patterns.iter().any(|pattern| everyday.iter().any(|value| pattern.meets(value)))
}

fn exactly(text: &str, insensitive: bool) -> Wildcards {
    Wildcards::new(&Pattern::Equal(text.to_owned()), insensitive)
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
