//! What follows from what, for every event: [`Node`] → [`Formula`], and [`Logic::implies`].
//!
//! A condition is true, false, or fails: a whole number too large, a text that is no number. A failure is not false, since its
//! negation is not true. What can fail is [`Formula::Unknown`], and nothing is concluded from it in either direction: a formula
//! is said to be true only where no failure comes before, and to be false only by its other parts.
//!
//! A formula has its negations at its leaves. Since a leaf is true if *some* value of the field meets the test, and a negated
//! one if *none* does, two tests of one field never exclude each other unless the field has one value at most: only
//! [`Values::One`] supposes that, of fields that a schema says are no arrays, and its findings have to say so.
//! A yes is proven; a no may be wrong. The work is bounded.

mod value;
mod wildcard;

pub(super) use value::{block, block_covers};
pub(super) use wildcard::Wildcards;

use super::condition::{Node, Shape};
use crate::ir::{FieldRef, Owner, Predicate, Test};
use crate::schema::{Schema, builtin};
use std::cell::Cell;
use value::Atoms;

/// How many values a field may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Values {
    /// As many as it likes: what follows, follows for every event.
    Any,
    /// One at most, if the schema calls it no array.
    One,
}

/// A condition with its negations at its leaves.
#[derive(Debug, Clone)]
pub(super) enum Formula<'n> {
    /// True or false of every event.
    Known(bool),
    /// All of them.
    All(Vec<Formula<'n>>),
    /// Any of them.
    Any(Vec<Formula<'n>>),
    /// Some value meets the test.
    Is(&'n FieldRef, &'n Test),
    /// No value meets the test.
    IsNot(&'n FieldRef, &'n Test),
    /// Something that is computed, or asked of elements or ancestors, or its negation.
    Computed(&'n Predicate, bool),
    /// Nothing is known of it.
    Unknown,
}

impl<'n> Formula<'n> {
    /// Of a part of a condition.
    pub(super) fn of(node: &'n Node<'_>) -> Self {
        Self::signed(node, true)
    }

    fn signed(node: &'n Node<'_>, positive: bool) -> Self {
        match &node.shape {
            Shape::And(operands) => Self::junction(operands.iter().map(|operand| Self::signed(operand, positive)), positive),
            Shape::Or(operands) => Self::junction(operands.iter().map(|operand| Self::signed(operand, positive)), !positive),
            Shape::Not(operand) => Self::signed(operand, !positive),
            Shape::Leaf(predicate) => Self::of_predicate(predicate, positive),
            Shape::Null => Self::Unknown,
        }
    }

    fn of_predicate(predicate: &'n Predicate, positive: bool) -> Self {
        let each = |operands: &'n [Predicate]| operands.iter().map(move |operand| Self::of_predicate(operand, positive));
        match predicate {
            Predicate::Const(value) => Self::Known(*value == positive),
            Predicate::And(operands) => Self::junction(each(operands), positive),
            Predicate::Or(operands) => Self::junction(each(operands), !positive),
            Predicate::Not(operand) => Self::of_predicate(operand, !positive),
            Predicate::Test(field, test) if positive => Self::Is(field, test),
            Predicate::Test(field, test) => Self::IsNot(field, test),
            Predicate::Computed(_) | Predicate::AnyElement(_) | Predicate::Descendant(_) if predicate.can_fail() => Self::Unknown,
            Predicate::Computed(_) | Predicate::AnyElement(_) | Predicate::Descendant(_) => Self::Computed(predicate, positive),
        }
    }

    /// `and` or `or`, without constants. What is unknown may fail, and a failure is neither true nor false: beside it constants stay.
    fn junction(operands: impl Iterator<Item = Self>, all: bool) -> Self {
        let mut operands: Vec<Self> = operands.collect();
        if !operands.iter().any(Self::has_unknown) {
            if operands.iter().any(|operand| matches!(operand, Self::Known(value) if *value != all)) {
                return Self::Known(!all);
            }
            operands.retain(|operand| !matches!(operand, Self::Known(_)));
            match operands.len() {
                0 => return Self::Known(all),
                1 => return operands.swap_remove(0),
                _ => {}
            }
        }
        if all { Self::All(operands) } else { Self::Any(operands) }
    }

    /// True where it is false. What is unknown stays so.
    pub(super) fn negated(&self) -> Self {
        let each = |operands: &[Self]| operands.iter().map(Self::negated).collect();
        match self {
            Self::Known(value) => Self::Known(!value),
            Self::All(operands) => Self::Any(each(operands)),
            Self::Any(operands) => Self::All(each(operands)),
            Self::Is(field, test) => Self::IsNot(field, test),
            Self::IsNot(field, test) => Self::Is(field, test),
            Self::Computed(predicate, positive) => Self::Computed(predicate, !positive),
            Self::Unknown => Self::Unknown,
        }
    }

    /// Where this is true, the formula is not: its negation, which holds of nothing because of what is unknown. It has no unknown
    /// parts itself, so it never fails.
    pub(super) fn excluded(&self) -> Self {
        match self {
            Self::All(operands) => Self::junction(operands.iter().map(Self::excluded), false),
            Self::Any(operands) => Self::junction(operands.iter().map(Self::excluded), true),
            Self::Unknown => Self::Known(false),
            Self::Known(_) | Self::Is(..) | Self::IsNot(..) | Self::Computed(..) => self.negated(),
        }
    }

    /// Whether a part of it is unknown. Such a part may fail, and then what stands around it is neither true nor false.
    pub(super) fn has_unknown(&self) -> bool {
        match self {
            Self::All(operands) | Self::Any(operands) => operands.iter().any(Self::has_unknown),
            Self::Unknown => true,
            Self::Known(_) | Self::Is(..) | Self::IsNot(..) | Self::Computed(..) => false,
        }
    }

    /// Of the alternatives of a formula those that make it true wherever they are true. Alternatives are looked at in order, and
    /// behind one that fails no other is.
    fn deciding(alternatives: &[Self]) -> &[Self] {
        let count = alternatives.iter().position(Self::has_unknown).map_or(alternatives.len(), |first| first + 1);
        alternatives.get(..count).unwrap_or(alternatives)
    }
}

/// How much work is done for one condition: a comparison of two short patterns is about 10.
const WORK_MAX: usize = 2_000_000;

/// Proves what follows.
pub(super) struct Logic<'n> {
    schema: &'n Schema,
    values: Values,
    atoms: Atoms<'n>,
    left: Cell<usize>,
}

impl<'n> Logic<'n> {
    /// For one condition.
    pub(super) fn new(schema: &'n Schema, values: Values) -> Self {
        Self { schema, values, atoms: Atoms::default(), left: Cell::new(WORK_MAX) }
    }

    fn spend(&self, cost: usize) -> bool {
        match self.left.get().checked_sub(cost) {
            Some(left) => {
                self.left.set(left);
                true
            }
            None => {
                self.left.set(0);
                false
            }
        }
    }

    /// Whether `then` is true of every event of which `given` is. What is unknown is taken for true in `given`, and for false in
    /// `then`, where it may also fail.
    pub(super) fn implies(&self, given: &Formula<'n>, then: &Formula<'n>) -> bool {
        if !self.spend(1) {
            return false;
        }
        match (given, then) {
            (Formula::Known(false), _) | (_, Formula::Known(true)) => true,
            (Formula::Any(operands), _) => operands.iter().all(|operand| self.implies(operand, then)),
            (_, Formula::All(operands)) => operands.iter().all(|operand| self.implies(given, operand)),
            (Formula::All(givens), _) => {
                givens.iter().any(|operand| self.implies(operand, then))
                    || self.by_exclusion(givens, then)
                    || matches!(then, Formula::Any(thens)
                        if Formula::deciding(thens).iter().any(|operand| self.implies(given, operand)))
            }
            (_, Formula::Any(thens)) => {
                let thens = Formula::deciding(thens);
                thens.iter().any(|operand| self.implies(given, operand))
                    || matches!(given, Formula::Is(field, test) if self.covered(field, test, thens))
            }
            (Formula::Is(field, test), Formula::Is(other, outer)) => field == other && self.within(field, test, &[outer]),
            (Formula::IsNot(field, outer), Formula::IsNot(other, test)) => field == other && self.within(field, test, &[outer]),
            (Formula::Is(field, test), Formula::IsNot(other, excluded)) => {
                field == other && self.is_single(field) && self.atoms.disjoint(field, test, excluded, &|cost| self.spend(cost))
            }
            (Formula::Computed(predicate, positive), Formula::Computed(other, other_positive)) => {
                positive == other_positive && same(predicate, other)
            }
            _ => false,
        }
    }

    /// Whether it is false of every event.
    pub(super) fn never(&self, formula: &Formula<'n>) -> bool {
        match formula {
            Formula::Known(value) => !value,
            Formula::Any(operands) => operands.iter().all(|operand| self.never(operand)),
            Formula::All(operands) => {
                operands.iter().any(|operand| self.never(operand))
                    || operands.iter().enumerate().any(|(index, operand)| {
                        let others = operands.iter().enumerate().filter(|(other, _)| *other != index);
                        self.implies(operand, &Formula::Any(others.map(|(_, other)| other.excluded()).collect()))
                    })
            }
            _ => false,
        }
    }

    fn within(&self, field: &FieldRef, inner: &'n Test, outer: &[&'n Test]) -> bool {
        self.atoms.covered(field, inner, outer, &|cost| self.spend(cost))
    }

    /// A value that meets the test meets one of several tests of its field, or, where it is the only one, none of those
    /// that are excluded.
    fn covered(&self, field: &FieldRef, test: &'n Test, thens: &[Formula<'n>]) -> bool {
        let outer: Vec<&'n Test> = thens
            .iter()
            .filter_map(|then| match then {
                Formula::Is(other, outer) if *other == field => Some(*outer),
                _ => None,
            })
            .collect();
        outer.len() > 1 && self.within(field, test, &outer)
    }

    /// `x != "a" and x != "b"` gives `x not in ("a", "b")`.
    fn by_exclusion(&self, givens: &[Formula<'n>], then: &Formula<'n>) -> bool {
        let Formula::IsNot(field, test) = then else { return false };
        let excluded: Vec<&'n Test> = givens
            .iter()
            .filter_map(|given| match given {
                Formula::IsNot(other, outer) if other == field => Some(*outer),
                _ => None,
            })
            .collect();
        excluded.len() > 1 && self.within(field, test, &excluded)
    }

    /// Whether the field may be supposed to have one value at most.
    fn is_single(&self, field: &FieldRef) -> bool {
        self.values == Values::One && is_scalar(field, self.schema)
    }
}

/// Parts of names that ECS describes; the schemas of other fields do not say what is an array.
const DESCRIBED: [&str; 24] = [
    "@timestamp",
    "agent",
    "client",
    "cloud",
    "code_signature",
    "container",
    "destination",
    "dll",
    "dns",
    "event",
    "file",
    "group",
    "host",
    "http",
    "network",
    "observer",
    "process",
    "registry",
    "rule",
    "server",
    "source",
    "url",
    "user",
    "user_agent",
];

/// Whether they ask the same, wherever they stand.
fn same(one: &Predicate, other: &Predicate) -> bool {
    match (one, other) {
        (Predicate::AnyElement(one), Predicate::AnyElement(other)) => {
            one.array == other.array && one.condition == other.condition
        }
        (Predicate::Descendant(one), Predicate::Descendant(other)) => one.ancestor == other.ancestor,
        (one, other) => one == other,
    }
}

/// Whether the schema calls the field no array. It may hold several values nevertheless.
fn is_scalar(field: &FieldRef, schema: &Schema) -> bool {
    let root = field.name.split('.').next().unwrap_or_default();
    let own = !schema.with_builtin || schema.custom.contains_key(&field.name);
    let parents = field.name.match_indices('.').map(|(dot, _)| &field.name[..dot]);
    let arrays = parents.filter_map(builtin::row).filter(|row| row.is_array() || row.is_array_of_objects()).count();
    // One of them is that of which the search looks at a single element.
    let in_array = arrays > usize::from(field.owner == Owner::Element);
    let scalar = builtin::row(&field.name).is_some_and(|row| !row.is_array() && !row.is_array_of_objects());
    !own && DESCRIBED.contains(&root) && scalar && !in_array
}
