//! Time, stages and join keys of sequences.

use super::Rule;
use crate::diagnostics::Diagnostics;
use crate::eql::ast::{Body, FieldName, Key, Sequence, Term};
use crate::errors::lints::sequences as errors;
use crate::schema::Lookup;
use crate::source::Span;

fn sequence<'a>(rule: &Rule<'a>) -> Option<&'a Sequence> {
    match &rule.ast.body {
        Body::Sequence(sequence) => Some(sequence),
        Body::Event(_) | Body::Sample(_) | Body::Error(_) => None,
    }
}

/// A sequence without `maxspan` lasts as long as the rule's window, whatever its author had in mind.
pub(super) fn without_maxspan(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    let Some(sequence) = sequence(rule).filter(|sequence| sequence.maxspan.is_none()) else { return };
    let word = Span { end: sequence.span.end.min(sequence.span.start + "sequence".len() as u32), ..sequence.span };
    diagnostics.push(errors::without_maxspan(word, rule.scope.expiry_ms));
}

/// A search never sees the whole of a sequence that is longer than the time it looks back.
pub(super) fn maxspan_beyond_window(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    let maxspan = sequence(rule).and_then(|sequence| sequence.maxspan.as_ref());
    if let (Some(maxspan), Some(from_ms)) = (maxspan, rule.scope.from_ms)
        && maxspan.ms() > from_ms
    {
        diagnostics.push(errors::maxspan_beyond_window(maxspan.span, from_ms));
    }
}

/// Two stages in a row that are the same: `with runs` says so.
pub(super) fn repeated_stages(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    let Some(sequence) = sequence(rule) else { return };
    let same = |one: &Term, other: &Term| {
        !one.missing
            && !other.missing
            && one.alias.is_none()
            && other.alias.is_none()
            && one.filter.category.name == other.filter.category.name
            && one.filter.condition.same_as(&other.filter.condition)
            && names(&one.by) == names(&other.by)
    };
    let runs = |term: &Term| term.runs.map_or(1, |runs| runs.count);
    let mut at = 0;
    while let Some(first) = sequence.terms.get(at) {
        let count = sequence.terms[at..].iter().take_while(|term| same(first, term)).count().max(1);
        let group = &sequence.terms[at..at + count];
        let total: u32 = group.iter().map(runs).sum();
        if let [first, second, ..] = group
            && total <= 100
        {
            diagnostics.push(errors::repeated_stage(second.span, first.span, total));
        }
        at += count;
    }
}

/// One field twice among the keys of each term joins no better than once.
pub(super) fn repeated_keys(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    let (head, terms): (&[Key], Vec<&Term>) = match &rule.ast.body {
        Body::Sequence(sequence) => (&sequence.by, sequence.terms.iter().chain(&sequence.until).collect()),
        Body::Sample(sample) => (&sample.by, sample.terms.iter().collect()),
        Body::Event(_) | Body::Error(_) => return,
    };
    let Some(first) = terms.first() else { return };
    let count = head.len() + first.by.len();
    for later in 1..count {
        let same = |earlier: usize| {
            let pairs = terms.iter().map(|term| (key(head, term, earlier), key(head, term, later)));
            pairs.fold(true, |same, (one, other)| {
                let field = |name: Option<&FieldName>| name.and_then(|name| meaning(rule, name));
                same && field(one).is_some() && field(one) == field(other)
            })
        };
        let places = |index: usize| key(head, first, index).map(|name| name.span);
        if let Some(earlier) = (0..later).find(|earlier| same(*earlier))
            && let (Some(place), Some(other)) = (places(later), places(earlier))
        {
            diagnostics.push(errors::repeated_key(place, other));
        }
    }
}

fn key<'a>(head: &'a [Key], term: &'a Term, index: usize) -> Option<&'a FieldName> {
    match head.iter().chain(&term.by).nth(index)? {
        Key::Field(name) => Some(name),
        Key::Error(_) => None,
    }
}

/// The field, and whether null is a value.
fn meaning(rule: &Rule<'_>, name: &FieldName) -> Option<(String, bool)> {
    match rule.schema.lookup(&name.dotted()) {
        Lookup::Field(field) => Some((field.name.to_string(), name.optional)),
        Lookup::Unknown => None,
    }
}

fn names(keys: &[Key]) -> Vec<Option<(String, bool)>> {
    let name = |key: &Key| match key {
        Key::Field(name) => Some((name.dotted(), name.optional)),
        Key::Error(_) => None,
    };
    keys.iter().map(name).collect()
}
