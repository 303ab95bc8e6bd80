//! Joins alternatives of one field into one test, and drops patterns that another one covers.

use super::map;
use crate::ir::{Comparison, FieldRef, Pattern, Patterns, Predicate, Test};

pub(super) fn pass(predicate: Predicate) -> Predicate {
    map(predicate, &|predicate| match predicate {
        Predicate::Or(operands) => Predicate::Or(merge_alternatives(operands)),
        Predicate::Test(field, Test::Patterns(patterns)) => Predicate::Test(field, reduce(patterns)),
        other => other,
    })
}

/// `a : "x" or b == 1 or a : "y"` is `a : ("x", "y") or b == 1`. An operand that can fail keeps its place among the others.
fn merge_alternatives(operands: Vec<Predicate>) -> Vec<Predicate> {
    let mut merged: Vec<Predicate> = Vec::new();
    let mut fence = 0;
    for operand in operands {
        if operand.can_fail() {
            merged.push(operand);
            fence = merged.len();
            continue;
        }
        let known = merged.get_mut(fence..).unwrap_or_default().iter_mut().find_map(|earlier| joinable(earlier, &operand));
        match known {
            Some(slot) => join(slot, operand),
            None => merged.push(operand),
        }
    }
    let merged: Vec<Predicate> = merged
        .into_iter()
        .map(|operand| match operand {
            Predicate::Test(field, Test::Patterns(patterns)) => Predicate::Test(field, reduce(patterns)),
            other => other,
        })
        .collect();
    without_covered_by_exists(merged)
}

/// A value that meets any test of a field is a value: beside the question whether there is one, the others are idle. Where an
/// operand can fail they are not: one that holds keeps what stands behind it from being computed.
fn without_covered_by_exists(mut operands: Vec<Predicate>) -> Vec<Predicate> {
    if operands.iter().any(Predicate::can_fail) {
        return operands;
    }
    let exist: Vec<FieldRef> = operands
        .iter()
        .filter_map(|operand| match operand {
            Predicate::Test(field, Test::Exists) => Some(field.clone()),
            _ => None,
        })
        .collect();
    operands.retain(|operand| match operand {
        Predicate::Test(_, Test::Exists) => true,
        Predicate::Test(field, _) => !exist.contains(field),
        Predicate::Const(_) | Predicate::And(_) | Predicate::Or(_) | Predicate::Not(_) | Predicate::Computed(_) => true,
        Predicate::AnyElement(_) | Predicate::Descendant(_) => true,
    });
    operands
}

/// The earlier test, if the later one can become part of it.
fn joinable<'a>(earlier: &'a mut Predicate, later: &Predicate) -> Option<&'a mut Predicate> {
    let (Predicate::Test(field, test), Predicate::Test(other_field, other)) = (&*earlier, later) else { return None };
    let same_family = match (sensitivity(test), sensitivity(other)) {
        (Some(insensitive), Some(other)) => insensitive == other,
        _ => matches!((test, other), (Test::InBlocks(_), Test::InBlocks(_))),
    };
    (field == other_field && same_family).then_some(earlier)
}

/// Whether a test of literal texts ignores case; `None` if it is another test.
fn sensitivity(test: &Test) -> Option<bool> {
    match test {
        Test::Patterns(patterns) => Some(patterns.insensitive),
        Test::Text(Comparison::Equal, _) => Some(false),
        _ => None,
    }
}

fn join(slot: &mut Predicate, later: Predicate) {
    let (Predicate::Test(_, test), Predicate::Test(_, other)) = (slot, later) else { return };
    if let (Test::InBlocks(blocks), Test::InBlocks(more)) = (&mut *test, &other) {
        blocks.extend(more.iter().filter(|block| !blocks.contains(block)).copied().collect::<Vec<_>>());
        return;
    }
    let insensitive = sensitivity(test).unwrap_or(false);
    let mut any_of = alternatives(test.clone());
    any_of.extend(alternatives(other));
    *test = Test::Patterns(Patterns { insensitive, any_of });
}

fn alternatives(test: Test) -> Vec<Pattern> {
    match test {
        Test::Patterns(patterns) => patterns.any_of,
        Test::Text(_, text) => vec![Pattern::Equal(text)],
        _ => Vec::new(),
    }
}

/// Drops alternatives that another one covers; `*` alone asks whether there is a value.
fn reduce(patterns: Patterns) -> Test {
    if patterns.any_of.contains(&Pattern::Anything) {
        return Test::Exists;
    }
    let insensitive = patterns.insensitive;
    // Compared without regard to case, kept as written.
    let folded: Vec<Pattern> = if insensitive { patterns.any_of.iter().map(lower).collect() } else { Vec::new() };
    let compared = if insensitive { &folded } else { &patterns.any_of };
    let is_covered = |index: usize, pattern: &Pattern| {
        compared.iter().enumerate().any(|(other_index, other)| {
            // Of two that say the same the first stays.
            other_index != index && covers(other, pattern) && (other_index < index || !covers(pattern, other))
        })
    };
    let kept = compared.iter().zip(&patterns.any_of).enumerate().filter(|(index, (pattern, _))| !is_covered(*index, pattern));
    let kept: Vec<Pattern> = kept.map(|(_, (_, written))| written.clone()).collect();
    match kept.as_slice() {
        [Pattern::Equal(text)] if !insensitive => Test::Text(Comparison::Equal, text.clone()),
        _ => Test::Patterns(Patterns { insensitive, any_of: kept }),
    }
}

/// The pattern with the letters A to Z in lower case.
fn lower(pattern: &Pattern) -> Pattern {
    match pattern {
        Pattern::Equal(text) => Pattern::Equal(text.to_ascii_lowercase()),
        Pattern::Prefix(text) => Pattern::Prefix(text.to_ascii_lowercase()),
        Pattern::Suffix(text) => Pattern::Suffix(text.to_ascii_lowercase()),
        Pattern::Contains(text) => Pattern::Contains(text.to_ascii_lowercase()),
        Pattern::Glob(text) => Pattern::Glob(text.to_ascii_lowercase()),
        Pattern::Ordered(parts) => Pattern::Ordered(parts.iter().map(|part| part.to_ascii_lowercase()).collect()),
        Pattern::Anything => Pattern::Anything,
    }
}

/// Whether every text that meets `inner` meets `outer`, case taken as it stands. May say no where the answer is yes.
fn covers(outer: &Pattern, inner: &Pattern) -> bool {
    match (outer, inner) {
        (Pattern::Equal(outer), Pattern::Equal(inner)) | (Pattern::Glob(outer), Pattern::Glob(inner)) => outer == inner,
        (Pattern::Prefix(outer), Pattern::Equal(inner) | Pattern::Prefix(inner)) => inner.starts_with(outer),
        (Pattern::Suffix(outer), Pattern::Equal(inner) | Pattern::Suffix(inner)) => inner.ends_with(outer),
        (
            Pattern::Contains(outer),
            Pattern::Equal(inner) | Pattern::Prefix(inner) | Pattern::Suffix(inner) | Pattern::Contains(inner),
        ) => inner.contains(outer),
        (Pattern::Contains(outer), Pattern::Ordered(parts)) => parts.iter().any(|part| part.contains(outer)),
        (Pattern::Ordered(outer), Pattern::Ordered(inner)) => outer == inner,
        _ => false,
    }
}
