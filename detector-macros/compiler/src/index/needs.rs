//! Query → what an event must have to meet it.

use crate::ir::{Category, Comparison, EventQuery, Owner, Pattern, Patterns, Predicate, Test};
use crate::schema::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// How many alternatives a query has at most: beyond, they are made one that asks less.
const ALTERNATIVES_MAX: usize = 16;

/// What a field must have: one value that is one of the literals, or has one of the parts. All of it in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Need {
    /// Whole values.
    pub literals: BTreeSet<String>,
    /// Parts of values.
    pub parts: BTreeSet<Part>,
    /// Any value will do.
    pub any: bool,
}

impl Need {
    /// Any value.
    const ANY: Self = Self { literals: BTreeSet::new(), parts: BTreeSet::new(), any: true };
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// Its bytes, in lower case; not empty.
    pub text: String,
    /// It stands at the start.
    pub at_start: bool,
    /// It stands at the end.
    pub at_end: bool,
}

/// What an event must have, by field: all of it.
pub(super) type Needs = BTreeMap<String, Need>;

/// What an event must have to meet a query: all of one of these. None: there is no such event.
pub(super) fn alternatives(query: &EventQuery) -> Vec<Needs> {
    let mut alternatives = of(&query.condition);
    if let Category::Named { field, name } = &query.category
        && field.kind() == Kind::Str
    {
        let literal = Need { literals: [name.to_ascii_lowercase()].into(), ..Need::default() };
        for needs in &mut alternatives {
            and(needs, &field.name, &literal);
        }
    }
    alternatives
}

fn of(predicate: &Predicate) -> Vec<Needs> {
    match predicate {
        Predicate::Const(false) => Vec::new(),
        Predicate::And(operands) => operands.iter().fold(vec![Needs::new()], |all, operand| all_and(all, of(operand))),
        Predicate::Or(operands) => few(operands.iter().flat_map(of).collect()),
        Predicate::Test(field, test) if field.owner == Owner::Event => {
            vec![[(field.name.to_string(), of_test(test))].into()]
        }
        // Anything may meet the others.
        Predicate::Const(true) | Predicate::Not(_) | Predicate::Test(..) => vec![Needs::new()],
        Predicate::Computed(_) | Predicate::AnyElement(_) | Predicate::Descendant(_) => vec![Needs::new()],
    }
}

/// What a value must be to meet the test.
fn of_test(test: &Test) -> Need {
    match test {
        Test::Text(Comparison::Equal, text) => Need { literals: [text.to_ascii_lowercase()].into(), ..Need::default() },
        Test::Patterns(patterns) => of_patterns(patterns),
        // Whatever they accept is a value.
        Test::Exists | Test::Text(..) | Test::TextAsNumber(..) | Test::Regex(_) | Test::Bool(_) => Need::ANY,
        Test::Number(..) | Test::InBlocks(_) | Test::Ip(..) | Test::Version(..) => Need::ANY,
    }
}

fn of_patterns(patterns: &Patterns) -> Need {
    let mut need = Need::default();
    for pattern in &patterns.any_of {
        match pattern {
            Pattern::Equal(text) => {
                need.literals.insert(text.to_ascii_lowercase());
            }
            other => match part(other) {
                Some(part) => {
                    need.parts.insert(part);
                }
                None => need.any = true,
            },
        }
    }
    if need.any { Need::ANY } else { need }
}

/// The longest text without wildcards that a pattern has: where it is the first or the last, at its end of the value.
fn part(pattern: &Pattern) -> Option<Part> {
    let wildcards = pattern.wildcards();
    let pieces: Vec<&str> = wildcards.split(['*', '?']).collect();
    let last = pieces.len() - 1;
    let longest = pieces.iter().enumerate().max_by_key(|(index, piece)| {
        // Of equal length, one at an end is rarer.
        (piece.len(), *index == 0 || *index == last)
    });
    let (index, text) = longest?;
    (!text.is_empty()).then(|| Part { text: text.to_ascii_lowercase(), at_start: index == 0, at_end: index == last })
}

/// All combinations of both, if they are few; else the first alone.
fn all_and(left: Vec<Needs>, right: Vec<Needs>) -> Vec<Needs> {
    if right.is_empty() {
        return right;
    }
    let right = if left.len() * right.len() > ALTERNATIVES_MAX { vec![one(right)] } else { right };
    let pairs = left.iter().flat_map(|left| right.iter().map(move |right| (left, right)));
    let both = pairs.map(|(left, right)| {
        let mut both = left.clone();
        right.iter().for_each(|(field, need)| and(&mut both, field, need));
        both
    });
    both.collect()
}

/// Asks of a field besides what is asked of it. Of two needs the one with fewer ways to be met stays: different values may meet
/// them.
fn and(needs: &mut Needs, field: &str, need: &Need) {
    match needs.get(field) {
        Some(known) if ways(known) <= ways(need) => {}
        _ => {
            needs.insert(field.to_owned(), need.clone());
        }
    }
}

fn ways(need: &Need) -> usize {
    if need.any { usize::MAX } else { need.literals.len() + 4 * need.parts.len() }
}

/// As many alternatives as are allowed, which ask no more than these.
fn few(alternatives: Vec<Needs>) -> Vec<Needs> {
    // What one of them lets pass, they all do.
    if alternatives.iter().any(Needs::is_empty) {
        return vec![Needs::new()];
    }
    // Those of the same fields ask little less together.
    let mut by_fields: BTreeMap<Vec<String>, Vec<Needs>> = BTreeMap::new();
    for needs in alternatives {
        by_fields.entry(needs.keys().cloned().collect()).or_default().push(needs);
    }
    let joined: Vec<Needs> = by_fields.into_values().map(one).collect();
    if joined.len() > ALTERNATIVES_MAX { vec![one(joined)] } else { joined }
}

/// The one alternative that asks what all of these ask.
fn one(alternatives: Vec<Needs>) -> Needs {
    let mut alternatives = alternatives.into_iter();
    let first = alternatives.next().unwrap_or_default();
    alternatives.fold(first, |all, needs| {
        let common = all.into_iter().filter_map(|(field, need)| {
            let other = needs.get(&field)?;
            Some((field, or(need, other)))
        });
        common.collect()
    })
}

fn or(left: Need, right: &Need) -> Need {
    if left.any || right.any {
        return Need::ANY;
    }
    let Need { mut literals, mut parts, any } = left;
    literals.extend(right.literals.iter().cloned());
    parts.extend(right.parts.iter().cloned());
    Need { literals, parts, any }
}
