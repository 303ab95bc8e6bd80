//! Tests of one value as data: what a rule set's conditions ask of fields.
//!
//! A detector of one rule has its tests as code, for that is fastest; a set of a thousand rules has them as tables, for that is
//! soonest compiled and smallest, and few of them are asked of an event.

use crate::net::{self, Block};
use crate::number::{self, Number};
use crate::pattern::{self, LiteralSet};
use crate::regex::Dfa;
use crate::scalar::Scalar;
use crate::version;
use core::cmp::Ordering;

/// What one value of a field must meet.
#[derive(Debug, Clone, Copy)]
pub enum Test {
    /// Any value does.
    Exists,
    /// true or false.
    Bool(bool),
    /// A number, by value.
    Number(Order, Number),
    /// One of these whole numbers, in ascending order.
    IntOneOf(&'static [i64]),
    /// The number that a text is.
    TextAsNumber(Order, Number),
    /// A text, by code points.
    Text(Order, &'static str),
    /// A text that is one of these, or like one of these.
    AnyOf(AnyOf),
    /// A text of a regular language.
    Regex(&'static Dfa),
    /// An address in one of the blocks.
    InBlocks(&'static [Block]),
    /// An address, by its 16-byte form.
    Ip(Order, u128),
    /// A version.
    Version(Order, &'static str),
}

/// How a value is compared with a constant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "they are called what they are")]
pub enum Order {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// Alternatives for a text. The constants are in lower case if letters count in either case.
#[derive(Debug, Clone, Copy)]
pub struct AnyOf {
    /// ASCII letters count in either case.
    pub folded: bool,
    /// Whole texts, if they are few.
    pub literals: &'static [&'static str],
    /// Whole texts, if they are many.
    pub set: Option<&'static LiteralSet>,
    /// The others.
    pub patterns: &'static [Pattern],
}

/// What a text is like.
#[derive(Debug, Clone, Copy)]
pub enum Pattern {
    /// Every text.
    Anything,
    /// It starts so.
    Prefix(&'static str),
    /// It ends so.
    Suffix(&'static str),
    /// It has this in it.
    Contains(&'static str),
    /// It has these in order, the first at its start, the last at its end.
    Ordered(&'static [&'static str]),
    /// It is like this with `*` and `?`.
    Glob(&'static str),
}

impl Test {
    /// Whether a value meets it.
    pub fn is_met(&self, value: Scalar<'_>) -> bool {
        match self {
            Self::Exists => true,
            Self::Bool(truth) => value == Scalar::Bool(*truth),
            Self::Number(order, constant) => value.as_number().is_some_and(|number| order.holds_of_numbers(number, *constant)),
            Self::IntOneOf(constants) => {
                let whole = value.as_number().and_then(number::exact_i64);
                whole.is_some_and(|whole| constants.binary_search(&whole).is_ok())
            }
            Self::TextAsNumber(order, constant) => {
                value.as_number_in_text().is_some_and(|number| order.holds_of_numbers(number, *constant))
            }
            Self::Text(order, constant) => value.with_text(|text| order.holds(text.cmp(constant))),
            Self::AnyOf(any_of) => value.with_text(|text| any_of.is_met(text)),
            Self::Regex(dfa) => value.with_text(|text| dfa.is_match(text)),
            Self::InBlocks(blocks) => value.as_ip().is_some_and(|address| net::in_any(address, blocks)),
            Self::Ip(order, constant) => value.as_ip().is_some_and(|address| order.holds(net::bits(address).cmp(constant))),
            Self::Version(order, constant) => value.with_text(|text| order.holds(version::compare(text, constant))),
        }
    }
}

impl Order {
    fn holds(self, ordering: Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::NotEqual => ordering.is_ne(),
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
        }
    }

    fn holds_of_numbers(self, left: Number, right: Number) -> bool {
        match self {
            Self::Equal => number::equal(left, right),
            Self::NotEqual => !number::equal(left, right),
            Self::Less => number::less(left, right),
            Self::LessOrEqual => number::less_or_equal(left, right),
            Self::Greater => number::greater(left, right),
            Self::GreaterOrEqual => number::greater_or_equal(left, right),
        }
    }
}

impl AnyOf {
    fn is_met(&self, text: &str) -> bool {
        if self.folded {
            self.set.is_some_and(|set| set.contains_folded(text))
                || self.literals.iter().any(|literal| pattern::equals_folded(text, literal))
                || self.patterns.iter().any(|pattern| pattern.is_met_folded(text))
        } else {
            self.set.is_some_and(|set| set.contains(text))
                || self.literals.iter().any(|literal| pattern::equals(text, literal))
                || self.patterns.iter().any(|pattern| pattern.is_met(text))
        }
    }
}

impl Pattern {
    fn is_met(&self, text: &str) -> bool {
        match self {
            Self::Anything => true,
            Self::Prefix(part) => pattern::starts_with(text, part),
            Self::Suffix(part) => pattern::ends_with(text, part),
            Self::Contains(part) => pattern::contains(text, part),
            Self::Ordered(parts) => pattern::ordered(text, parts),
            Self::Glob(glob) => pattern::glob(text, glob),
        }
    }

    fn is_met_folded(&self, text: &str) -> bool {
        match self {
            Self::Anything => true,
            Self::Prefix(part) => pattern::starts_with_folded(text, part),
            Self::Suffix(part) => pattern::ends_with_folded(text, part),
            Self::Contains(part) => pattern::contains_folded(text, part),
            Self::Ordered(parts) => pattern::ordered_folded(text, parts),
            Self::Glob(glob) => pattern::glob_folded(text, glob),
        }
    }
}
