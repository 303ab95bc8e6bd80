//! What a matcher reports.

use crate::event::Handle;
use crate::rule::Rule;
use crate::scalar::{Scalar, Timestamp};

/// A rule was met. Borrows from the matcher and the completing event: take out what you keep.
#[derive(Debug, Clone, Copy)]
pub struct Alert<'a> {
    /// The rule.
    pub rule: &'static Rule,
    /// The events, in the order of the rule's stages.
    pub events: &'a [EventRef],
    /// The values that joined the events, in the order of the rule's keys; empty where it has none.
    pub join_keys: &'a [JoinKey<'a>],
}

impl Alert<'_> {
    /// The time of the last event: when the rule was met. `None` for an event without a time.
    pub fn timestamp(&self) -> Option<Timestamp> {
        self.events.last().and_then(|event| event.timestamp)
    }

    /// For each stage of the query its event; `None` for a missing event, `![…]`.
    pub fn stages(&self) -> impl Iterator<Item = Option<EventRef>> + '_ {
        let missing = self.rule.missing_stages;
        let mut events = self.events.iter();
        (0..self.events.len().saturating_add(missing.len())).map(move |stage| {
            let is_missing = missing.iter().any(|missing| usize::from(*missing) == stage);
            if is_missing { None } else { events.next().copied() }
        })
    }
}

/// An event of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventRef {
    /// The host's own name of it; see [`crate::Event::handle`].
    pub handle: Handle,
    /// Its time, if it has one.
    pub timestamp: Option<Timestamp>,
}

/// A join key of an alert.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct JoinKey<'a> {
    /// Dotted name of the field in the first term.
    pub field: &'static str,
    /// Its value; `None` is null, which an optional key may be.
    pub value: Option<Scalar<'a>>,
}

/// What a matcher has done and what it had to give up. Nothing is given up that is not counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Counters {
    /// Events observed.
    pub observed: u64,
    /// Alerts reported.
    pub matched: u64,
    /// Partial sequences that ended because their time was over.
    pub expired: u64,
    /// Partial sequences that were given up because the table was full.
    pub evicted: u64,
    /// Events that a sequence skipped because a later one of the same key came first.
    pub late: u64,
    /// Events that a sequence skipped because they have no time. A rule set looks only at those with which a sequence may begin, or go on
    /// as it is held.
    pub untimed: u64,
    /// Partial sequences that were given up because a value that a later stage reads had no room: see
    /// [`crate::sequence`]'s "Earlier events".
    pub oversized: u64,
    /// Processes that were forgotten because the table of processes was full: see [`crate::ancestry`].
    pub forgotten: u64,
    /// Conditions that could not be computed: a number too large, a division by zero, a text that is no number. A rule set computes
    /// only those that the event may meet otherwise, and of a stage only while the one before it is held.
    pub errors: u64,
}

impl Counters {
    /// All zero.
    pub const fn new() -> Self {
        Self { observed: 0, matched: 0, expired: 0, evicted: 0, late: 0, untimed: 0, oversized: 0, forgotten: 0, errors: 0 }
    }
}
