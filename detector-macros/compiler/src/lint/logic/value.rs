//! Tests of one value: whether those that meet one meet another, whether a value can meet both.

use super::wildcard::Wildcards;
use crate::evaluate::order_numbers;
use crate::ir::{Comparison, Number, Pattern, Test};
use crate::schema::{Field, Kind};
use ipnet::IpNet;
use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::net::IpAddr;
use std::rc::Rc;

/// One alternative of a test.
enum Atom<'t> {
    /// Every value.
    Anything,
    Wildcards(Wildcards),
    Block(&'t IpNet),
    /// The test has no alternatives.
    Whole(&'t Test),
}

/// The alternatives of the tests that have been looked at, by their place in memory.
#[derive(Default)]
pub(super) struct Atoms<'t> {
    known: RefCell<HashMap<*const Test, Rc<[Atom<'t>]>>>,
}

impl<'t> Atoms<'t> {
    fn of(&self, test: &'t Test) -> Rc<[Atom<'t>]> {
        Rc::clone(self.known.borrow_mut().entry(std::ptr::from_ref(test)).or_insert_with(|| atoms(test).into()))
    }
}

/// The alternatives of a test.
fn atoms(test: &Test) -> Vec<Atom<'_>> {
    match test {
        Test::Exists => vec![Atom::Anything],
        Test::Text(Comparison::Equal, text) => vec![Atom::Wildcards(Wildcards::new(&Pattern::Equal(text.clone()), false))],
        Test::Patterns(patterns) => {
            let atom = |pattern: &Pattern| match pattern {
                Pattern::Anything => Atom::Anything,
                pattern => Atom::Wildcards(Wildcards::new(pattern, patterns.insensitive)),
            };
            patterns.any_of.iter().map(atom).collect()
        }
        Test::InBlocks(blocks) => blocks.iter().map(Atom::Block).collect(),
        other => vec![Atom::Whole(other)],
    }
}

impl<'t> Atoms<'t> {
    /// Whether every value of the field that meets `inner` meets one of `outer`. A yes is proven. `spend` is asked before each
    /// comparison, with its cost, and may forbid it.
    pub(super) fn covered(&self, field: &Field, inner: &'t Test, outer: &[&'t Test], spend: &dyn Fn(usize) -> bool) -> bool {
        if outer.contains(&inner) {
            return true;
        }
        let outer_atoms: Vec<Rc<[Atom<'t>]>> = outer.iter().map(|test| self.of(test)).collect();
        let outer_atoms = || outer_atoms.iter().flat_map(|atoms| atoms.iter());
        if outer_atoms().any(|atom| matches!(atom, Atom::Anything)) || covers_both_truths(field, outer) {
            return true;
        }
        self.of(inner).iter().all(|inner| outer_atoms().any(|outer| spend(cost(inner, outer)) && covers(field, outer, inner)))
    }

    /// Whether no value of the field meets both. A yes is proven.
    pub(super) fn disjoint(&self, field: &Field, left: &'t Test, right: &'t Test, spend: &dyn Fn(usize) -> bool) -> bool {
        let (left, right) = (self.of(left), self.of(right));
        left.iter().all(|left| right.iter().all(|right| spend(cost(left, right)) && apart(field, left, right)))
    }
}

fn covers_both_truths(field: &Field, outer: &[&Test]) -> bool {
    let has = |value: bool| outer.iter().any(|test| **test == Test::Bool(value));
    field.kind() == Kind::Bool && has(true) && has(false)
}

fn covers(field: &Field, outer: &Atom<'_>, inner: &Atom<'_>) -> bool {
    match (outer, inner) {
        (Atom::Anything, _) => true,
        (Atom::Wildcards(outer), Atom::Wildcards(inner)) => outer.covers(inner),
        (Atom::Block(outer), Atom::Block(inner)) => {
            let ((outer, outer_bits), (inner, inner_bits)) = (bits(outer), bits(inner));
            outer_bits <= inner_bits && prefix(outer, outer_bits) == prefix(inner, outer_bits)
        }
        (Atom::Whole(outer), Atom::Whole(inner)) => match (outer, inner) {
            (Test::Number(..), Test::Number(..)) | (Test::TextAsNumber(..), Test::TextAsNumber(..)) => {
                interval(field, outer).zip(interval(field, inner)).is_some_and(|(outer, inner)| outer.covers(&inner))
            }
            _ => outer == inner,
        },
        _ => false,
    }
}

fn apart(field: &Field, left: &Atom<'_>, right: &Atom<'_>) -> bool {
    match (left, right) {
        (Atom::Wildcards(left), Atom::Wildcards(right)) => !left.meets(right),
        (Atom::Block(left), Atom::Block(right)) => {
            let ((left, left_bits), (right, right_bits)) = (bits(left), bits(right));
            let common = left_bits.min(right_bits);
            prefix(left, common) != prefix(right, common)
        }
        (Atom::Whole(left), Atom::Whole(right)) => match (left, right) {
            (Test::Bool(left), Test::Bool(right)) => left != right,
            (Test::Number(..), Test::Number(..)) => {
                interval(field, left).zip(interval(field, right)).is_some_and(|(left, right)| left.apart(&right))
            }
            _ => false,
        },
        _ => false,
    }
}

fn cost(left: &Atom<'_>, right: &Atom<'_>) -> usize {
    match (left, right) {
        (Atom::Wildcards(left), Atom::Wildcards(right)) => left.len() * right.len() / 16 + 1,
        _ => 1,
    }
}

/// A block in the 16-byte form.
fn bits(block: &IpNet) -> (u128, u32) {
    match block {
        IpNet::V4(v4) => (u128::from_be_bytes(v4.addr().to_ipv6_mapped().octets()), 96 + u32::from(v4.prefix_len())),
        IpNet::V6(v6) => (u128::from_be_bytes(v6.addr().octets()), u32::from(v6.prefix_len())),
    }
}

fn prefix(address: u128, bits: u32) -> u128 {
    address.checked_shr(128 - bits).unwrap_or(0)
}

/// Whether a block covers another one.
pub(in crate::lint) fn block_covers(outer: &IpNet, inner: &IpNet) -> bool {
    let ((outer, outer_bits), (inner, inner_bits)) = (bits(outer), bits(inner));
    outer_bits <= inner_bits && prefix(outer, outer_bits) == prefix(inner, outer_bits)
}

/// A block, or an address as one, as `cidrMatch` and `==` read it.
pub(in crate::lint) fn block(text: &str) -> Option<IpNet> {
    let single = || text.parse::<IpAddr>().ok().map(IpNet::from);
    text.parse::<IpNet>().ok().or_else(single)
}

/// The numbers that meet a comparison. An end is the number and whether it belongs to it.
struct Interval {
    low: Option<(Number, bool)>,
    high: Option<(Number, bool)>,
}

fn interval(field: &Field, test: &Test) -> Option<Interval> {
    let (Test::Number(comparison, number) | Test::TextAsNumber(comparison, number)) = test else { return None };
    // Between whole numbers there is nothing: more than 5 is at least 6.
    let whole = matches!(field.kind(), Kind::Int | Kind::Date) && matches!(test, Test::Number(..));
    let beyond = |step: i128| match number {
        Number::Int(value) if whole => value.checked_add(step).map_or((*number, false), |value| (Number::Int(value), true)),
        _ => (*number, false),
    };
    Some(match comparison {
        Comparison::Equal => Interval { low: Some((*number, true)), high: Some((*number, true)) },
        Comparison::Less => Interval { low: None, high: Some(beyond(-1)) },
        Comparison::LessOrEqual => Interval { low: None, high: Some((*number, true)) },
        Comparison::Greater => Interval { low: Some(beyond(1)), high: None },
        Comparison::GreaterOrEqual => Interval { low: Some((*number, true)), high: None },
        Comparison::NotEqual => return None,
    })
}

impl Interval {
    fn covers(&self, inner: &Self) -> bool {
        let within = |outer: Option<(Number, bool)>, inner: Option<(Number, bool)>, outside: Ordering| match (outer, inner) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some((outer, closed)), Some((inner, inner_closed))) => match order_numbers(inner, outer) {
                Some(Ordering::Equal) => closed || !inner_closed,
                Some(ordering) => ordering != outside,
                None => false,
            },
        };
        within(self.low, inner.low, Ordering::Less) && within(self.high, inner.high, Ordering::Greater)
    }

    fn apart(&self, other: &Self) -> bool {
        let above = |low: Option<(Number, bool)>, high: Option<(Number, bool)>| match (low, high) {
            (Some((low, low_closed)), Some((high, high_closed))) => match order_numbers(low, high) {
                Some(Ordering::Greater) => true,
                Some(Ordering::Equal) => !(low_closed && high_closed),
                Some(Ordering::Less) | None => false,
            },
            _ => false,
        };
        above(self.low, other.high) || above(other.low, self.high)
    }
}
