//! What became of partial sequences: nothing is given up that is not counted.

use super::table::{End, bump};
use crate::alert::Counters;

/// What became of the partial sequences of a pool, or of one sequence in it.
///
/// Each that has started is either still held or has ended in one of seven ways; with [`partials`](super::Pool::partials):
/// `started == partials + completed + displaced + expired + evicted + cleared + spoilt + oversized`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Tally {
    /// A first event began one.
    pub started: u64,
    /// It met its last stage: an alert.
    pub completed: u64,
    /// A newer one of the same key took its place. This is what the query means, not a loss.
    pub displaced: u64,
    /// Its time was over.
    pub expired: u64,
    /// It was given up because the pool was full: **an alert may have been lost**.
    pub evicted: u64,
    /// `until` ended it.
    pub cleared: u64,
    /// It was complete, but for an event that must not be there, or that may have been there: see `forgotten`.
    pub spoilt: u64,
    /// A value that a later stage reads had no room: **an alert may have been lost**, or been of older events.
    pub oversized: u64,
    /// Times of events that must not come before a sequence that were given up because the pool was full. Sequences that
    /// start within the span of it count as `spoilt`: **an alert may have been lost**, never made up.
    pub forgotten: u64,
    /// Events that were skipped, at one stage or more, because a later one of the same key came first.
    pub late: u64,
    /// Events that were skipped because they have no time.
    pub untimed: u64,
}

impl Tally {
    pub(super) const ZERO: Self = Self {
        started: 0,
        completed: 0,
        displaced: 0,
        expired: 0,
        evicted: 0,
        cleared: 0,
        spoilt: 0,
        oversized: 0,
        forgotten: 0,
        late: 0,
        untimed: 0,
    };

    /// The sum with another.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            started: self.started.saturating_add(other.started),
            completed: self.completed.saturating_add(other.completed),
            displaced: self.displaced.saturating_add(other.displaced),
            expired: self.expired.saturating_add(other.expired),
            evicted: self.evicted.saturating_add(other.evicted),
            cleared: self.cleared.saturating_add(other.cleared),
            spoilt: self.spoilt.saturating_add(other.spoilt),
            oversized: self.oversized.saturating_add(other.oversized),
            forgotten: self.forgotten.saturating_add(other.forgotten),
            late: self.late.saturating_add(other.late),
            untimed: self.untimed.saturating_add(other.untimed),
        }
    }

    /// Adds what a matcher reports of it to the matcher's counters. `completed` is not among it: a matcher counts its
    /// alerts itself.
    pub const fn add_to(&self, counters: &mut Counters) {
        counters.expired = counters.expired.saturating_add(self.expired);
        counters.evicted = counters.evicted.saturating_add(self.evicted).saturating_add(self.forgotten);
        counters.oversized = counters.oversized.saturating_add(self.oversized);
        counters.late = counters.late.saturating_add(self.late);
        counters.untimed = counters.untimed.saturating_add(self.untimed);
    }

    /// The counter of an end.
    pub(super) const fn of(&mut self, end: End) -> &mut u64 {
        match end {
            End::Completed => &mut self.completed,
            End::Displaced => &mut self.displaced,
            End::Expired => &mut self.expired,
            End::Evicted => &mut self.evicted,
            End::Cleared => &mut self.cleared,
            End::Spoilt => &mut self.spoilt,
            End::Oversized => &mut self.oversized,
        }
    }

    pub(super) fn count_late(&mut self) {
        bump(&mut self.late);
    }

    pub(super) fn count_untimed(&mut self) {
        bump(&mut self.untimed);
    }
}
