//! Which queries of a rule set an event may meet: tables that the compiler makes of all rules together.
//!
//! The compiler takes each event query apart into *alternatives*: to meet the query, an event has to meet everything that some
//! alternative asks. What an alternative asks of one text field is that some value is one of these literals, or has one of these
//! parts. Alternatives are numbered, and a set of them is a [`Live`], one bit each.
//!
//! ```text
//! event ── fields, one [`Pass`] each ──> Live: alternatives of which nothing asked so far is missing
//!   each value: LiteralRows (one hash) or Parts (one step a byte) ──> the bits of the alternatives that it satisfies
//! Live ──> QuerySet: the queries of these alternatives, in the order of the rules
//! ```
//! A pass is left out if no alternative that is still live asks for it, and alternatives stand beside others of their operating system
//! and category, so that most events touch a few words only. What is left is judged by the query's own function: the index may
//! keep a query that the event does not meet, it never loses one that it does.
//!
//! Emitted code calls this; nobody else needs to. All of it is total: a table that is cut short keeps too much or nothing, it
//! does not panic.

mod literals;
mod live;
mod parts;
mod queries;

pub use literals::LiteralRows;
pub use live::{Live, Pass};
pub use parts::Parts;
pub use queries::QuerySet;

use crate::alert::{Alert, Counters, EventRef};
use crate::computed;
use crate::event::Event;
use crate::rule::Rule;

/// Bits of a set: the index of a word, and its bits.
pub type Bits = (u16, u64);

/// Rows of bits, by number.
#[derive(Debug, Clone, Copy)]
pub struct Rows {
    /// For each row where it starts in `bits`; the next one's start is where it ends.
    pub starts: &'static [u32],
    /// The rows, one behind the other.
    pub bits: &'static [Bits],
}

impl Rows {
    /// Adds a row to a set.
    #[inline(always)]
    fn add(&self, row: usize, set: &mut [u64]) {
        if let (Some(start), Some(end)) = (self.starts.get(row), self.starts.get(row.wrapping_add(1))) {
            add(set, self.bits.get(*start as usize..*end as usize).unwrap_or_default());
        }
    }
}

/// Adds bits to a set.
#[inline(always)]
fn add(set: &mut [u64], row: &[Bits]) {
    for (word, bits) in row {
        if let Some(of_set) = set.get_mut(usize::from(*word)) {
            *of_set |= bits;
        }
    }
}

/// Reports an event query that an event has met.
pub fn report<const TIMESTAMP: u64, E: Event>(
    event: &E,
    rule: &'static Rule,
    counters: &mut Counters,
    sink: &mut dyn FnMut(&Alert<'_>),
) {
    counters.matched = counters.matched.saturating_add(1);
    let timestamp = computed::timestamp::<TIMESTAMP, E>(event);
    sink(&Alert { rule, events: &[EventRef { handle: event.handle(), timestamp }], join_keys: &[] });
}
