//! The memory of a pool, and what a host sees of it.

use super::stored::StoredValue;
use super::table::{FOREVER, Held, Link, Node, Queue, State, Table, bump};
use super::tally::Tally;
use super::{Sequence, Step, decided};
use crate::alert::EventRef;
use crate::event::Handle;
use crate::scalar::{Scalar, Timestamp};

/// The partial sequences of up to `SEQUENCES` sequences, holding up to `CAPACITY` events; see the [module](super).
///
/// It takes 76 bytes for each event, used or not (a 72-byte node and a hash bucket), 144 for each sequence and 48 besides; `STORED`
/// times 64 and `KEPT` more for each event where sequences wait or read earlier events:
/// a `Pool<1024>` has 76.2 KiB. Below the bound a sequence of *n* stages holds at most *n* (*n* − 1) / 2 events for each
/// join key, and seldom more than one or two. `CAPACITY` should be well above the number of stages.
///
/// A large pool belongs in a `static` (an empty one is all zeros, if its seed is) or behind a reference; to move it is to
/// copy it.
#[derive(Debug)]
pub struct Pool<const CAPACITY: usize, const SEQUENCES: usize = 1, const STORED: usize = 0, const KEPT: usize = 0> {
    pub(super) nodes: [Node; CAPACITY],
    pub(super) heads: [Link; CAPACITY],
    pub(super) queues: [Queue; SEQUENCES],
    pub(super) state: State,
    stored: [[StoredValue; STORED]; CAPACITY],
    kept: [[u8; KEPT]; CAPACITY],
}

impl<const CAPACITY: usize, const SEQUENCES: usize, const STORED: usize, const KEPT: usize>
    Pool<CAPACITY, SEQUENCES, STORED, KEPT>
{
    /// An empty pool whose hash is keyed with zeros: for tests, and where nobody chooses join keys to do harm.
    pub const fn new() -> Self {
        Self::with_seed([0; 2])
    }

    /// An empty pool whose hash is keyed with `seed`, which should be random and secret. See also [`reseed`](Self::reseed).
    pub const fn with_seed(seed: [u64; 2]) -> Self {
        const {
            assert!(CAPACITY > 0 && CAPACITY < u32::MAX as usize, "a pool holds 1 to 4,294,967,294 events");
            assert!(SEQUENCES > 0 && SEQUENCES <= u16::MAX as usize + 1, "a pool is for 1 to 65,536 sequences");
        }
        Self {
            nodes: [Node::EMPTY; CAPACITY],
            heads: [Link::NONE; CAPACITY],
            queues: [Queue::EMPTY; SEQUENCES],
            state: State::new(seed),
            stored: [[StoredValue::NULL; STORED]; CAPACITY],
            kept: [[0; KEPT]; CAPACITY],
        }
    }

    /// Empties the pool and keys its hash with `seed`: for a pool in a `static`, which must exist before there is a random
    /// number. Tallies begin anew.
    pub fn reseed(&mut self, seed: [u64; 2]) {
        // Nodes are not reached any more, and written when they are used again.
        self.heads.fill(Link::NONE);
        self.queues.fill(Queue::EMPTY);
        self.state = State::new(seed);
    }

    /// Begins to take an event through a sequence of `STAGES` stages. `None`, and counted, if the event has no time.
    #[inline]
    pub fn step<const STAGES: usize>(
        &mut self,
        sequence: Sequence,
        timestamp: Option<Timestamp>,
        handle: Handle,
    ) -> Option<Step<'_, STAGES>> {
        let index = usize::from(sequence.id).min(SEQUENCES.saturating_sub(1));
        let queue = self.queues.get_mut(index)?;
        let Some(timestamp) = timestamp else {
            queue.tally.count_untimed();
            return None;
        };
        let span_ms = sequence.span_ms.unwrap_or(FOREVER);
        queue.span_ms = queue.span_ms.max(span_ms);
        bump(&mut self.state.arrivals);
        let event = Held { handle, timestamp, arrival: self.state.arrivals };
        Some(Step { table: self.table(), id: sequence.id, queue: index as u16, span_ms, event, late: false })
    }

    /// Time passes: frees the partials that are over at `now`, by the host's clock.
    ///
    /// No alert depends on it, since a partial that is over is never used. It makes room, and lets
    /// [`oldest_live_handle`](Self::oldest_live_handle) move on. Call it now and then, such as once a second. It
    /// also is how an eviction can tell what it takes: what was over at the last `now` counts as expired.
    pub fn advance(&mut self, now: Timestamp) {
        self.table().expire(now);
    }

    /// Reports the sequences of `sequence` that waited for an event that must not follow and whose time is over at `now`, and
    /// frees them. `None`: no event will follow any more, so all of them.
    pub fn decide<const STAGES: usize, const KEYS: usize>(
        &mut self,
        sequence: Sequence,
        now: Option<Timestamp>,
        mut found: impl FnMut(&[EventRef; STAGES], [Option<Scalar<'_>>; KEYS]),
    ) {
        let queue = usize::from(sequence.id).min(SEQUENCES.saturating_sub(1));
        let is_due = |deadline: i64| now.is_none_or(|now| now.0 > deadline);
        if !self.queues.get(queue).is_some_and(|queue| is_due(queue.next_expiry())) {
            return;
        }
        let mut table = self.table();
        let mut from = None;
        while let Some((waiting, next)) = table.next_waiting(queue as u16, from) {
            if is_due(waiting.deadline.0) {
                decided(&mut table, &waiting, &mut found);
            }
            from = Some(next);
        }
    }

    /// The handle of the event that was observed first among those that partials still hold.
    ///
    /// In the order of [`step`](Self::step)s, not of time. A later alert names no event that was observed before it, so
    /// the host may forget those. `None`: no partial is held; the next alert names only events that are yet to be observed.
    pub fn oldest_live_handle(&self) -> Option<Handle> {
        let oldest = self.queues.iter().filter_map(|queue| self.nodes.get(queue.oldest_index()));
        oldest.min_by_key(|node| node.arrival).map(|node| node.handle)
    }

    /// Whether anything of a sequence is held, by its [`id`](Sequence::id): else no stage but its first has anything to do.
    #[inline]
    pub fn is_holding(&self, id: u16) -> bool {
        let index = usize::from(id).min(SEQUENCES.saturating_sub(1));
        self.queues.get(index).is_some_and(|queue| queue.partials != 0)
    }

    /// How many events partials hold.
    pub const fn len(&self) -> usize {
        self.state.events as usize
    }

    /// Whether nothing is held.
    pub const fn is_empty(&self) -> bool {
        self.state.events == 0
    }

    /// How many events partials can hold.
    pub const fn capacity(&self) -> usize {
        CAPACITY
    }

    /// How many partial sequences are held.
    pub fn partials(&self) -> usize {
        self.queues.iter().fold(0, |sum, queue| sum.saturating_add(queue.partials as usize))
    }

    /// What became of partial sequences.
    pub fn tally(&self) -> Tally {
        self.queues.iter().fold(Tally::ZERO, |sum, queue| sum.plus(queue.tally))
    }

    /// What became of the partial sequences of one sequence, by its [`id`](Sequence::id).
    pub fn tally_of(&self, id: u16) -> Option<Tally> {
        self.queues.get(usize::from(id)).map(|queue| queue.tally)
    }

    fn table(&mut self) -> Table<'_> {
        Table {
            nodes: &mut self.nodes,
            heads: &mut self.heads,
            queues: &mut self.queues,
            state: &mut self.state,
            stored: self.stored.as_flattened_mut(),
            stored_each: STORED,
            kept: self.kept.as_flattened_mut(),
            kept_each: KEPT,
        }
    }
}

impl<const CAPACITY: usize, const SEQUENCES: usize, const STORED: usize, const KEPT: usize> Default
    for Pool<CAPACITY, SEQUENCES, STORED, KEPT>
{
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
impl<const CAPACITY: usize, const SEQUENCES: usize, const STORED: usize, const KEPT: usize>
    Pool<CAPACITY, SEQUENCES, STORED, KEPT>
{
    /// Partials reached by queues (and by chains, which must be the same), events reached from them, nodes in the free
    /// list, nodes never used.
    pub(super) fn census(&self) -> (usize, usize, usize, usize) {
        super::table::census(&self.nodes, &self.heads, &self.queues, &self.state)
    }
}
