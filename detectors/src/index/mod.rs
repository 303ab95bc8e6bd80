//! Which queries of a rule set an event may meet: tables that the compiler makes of all rules together.
//!
//! What an event must have to meet a query is written as *clauses*: all of them have to be satisfied, each by a value of one of the
//! fields that it names: one of these texts, or one with one of these parts. Queries are bits; so are a query's clauses, those of all
//! queries in a few *columns*, and a [`Pass`] over a field turns its values into the bits of the clauses that they satisfy.
//!
//! ```text
//! event ── fields of few values (category, operating system) ──> Live: the queries that are left, the others of their words gone
//!   fields that these ask for, one Pass each: literals (one hash), starts and ends (a trie) ──> Live
//!   fields that have to be read byte by byte (an automaton), for what is still left ──> Live
//! Live ──> QuerySet: in the order of the rules
//! ```
//! A query that waits for another of its sequence, such as a second stage of which no first is held, is not asked at all.
//! Queries that ask the same of the first fields stand beside each other, so that most events touch a few words and a few passes.
//! What is left is judged by the query's own function: the index may keep a query that the event does not meet, it never loses one
//! that it does.
//!
//! Emitted code calls this; nobody else needs to. All of it is total: a table that is cut short keeps too much or nothing, it
//! does not panic.

mod automaton;
mod edges;
mod live;
mod pass;
mod queries;
mod trie;

pub use automaton::Automaton;
pub use edges::{Edges, NOBODY};
pub use live::{Columns, Live};
pub use pass::{LiteralRows, Pass, each_text};
pub use queries::QuerySet;
pub use trie::Trie;

use crate::alert::{Alert, Counters, EventRef};
use crate::computed;
use crate::event::Event;
use crate::rule::Rule;

/// Bits of clauses: the index of a cell, and its bits. The cells of a column, one for each word of queries, follow those of the
/// column before.
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
    /// Adds a row to cells.
    #[inline(always)]
    fn add(&self, row: usize, cells: &mut [u64]) {
        if let (Some(start), Some(end)) = (self.starts.get(row), self.starts.get(row.wrapping_add(1))) {
            add(cells, self.bits.get(*start as usize..*end as usize).unwrap_or_default());
        }
    }
}

/// Adds bits to cells.
#[inline(always)]
fn add(cells: &mut [u64], row: &[Bits]) {
    for (cell, bits) in row {
        if let Some(of_cell) = cells.get_mut(usize::from(*cell)) {
            *of_cell |= bits;
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
