//! Sequences in a stream: (event, stage it meets, join key) → completed sequences, in memory that never grows.
//!
//! A compiled rule decides which stages an event meets and what its join keys are. This module keeps what happened
//! before: for every join key and every stage but the last, **one slot** with the newest *partial sequence* that has
//! filled the stages up to that one. A [`Pool`] holds them for one rule or for a whole rule set. One event goes through a
//! sequence as a [`Step`], **last stage first**, so that it never fills two stages of one sequence:
//!
//! ```
//! use detectors::sequence::{Pool, Sequence};
//! use detectors::{Handle, Scalar, Timestamp};
//!
//! // sequence by user.name with maxspan=10s [authentication where …] [process where …]
//! const SEQUENCE: Sequence = Sequence { id: 0, span_ms: Some(10_000) };
//! let mut pool: Pool<1024> = Pool::new();
//!
//! for (number, stage, time) in [(1, 0, 0), (2, 1, 4_000), (3, 1, 5_000)] {
//!     let mut step = pool.step::<2>(SEQUENCE, Some(Timestamp(time)), Handle(number)).unwrap();
//!     let key = step.key().with(Scalar::Str("root")).finish();
//!     if stage == 1 {
//!         step.complete(key, |events| assert_eq!(events.map(|event| event.handle), [Handle(1), Handle(2)]));
//!     }
//!     if stage == 0 {
//!         step.start(key);
//!     }
//! }
//! assert_eq!(pool.tally().completed, 1); // the first event was used up
//! ```
//!
//! # What it means
//! The newest wins: a partial displaces the one that was in its slot. A partial is used once: whoever takes it from its
//! slot consumes it, even if its time turns out to be over. There is no back-tracking. `until` comes after the event's
//! own stages ([`Step::clear`]), so that an event may complete a sequence and end the rest. A key with several values
//! calls once for each; the same value twice does no harm.
//!
//! # Time
//! Time is the event's. `span_ms` bounds the time from the first event to the last, inclusively: it is the rule's
//! `maxspan`, or else its `from` window, or nothing.
//!
//! *Late events.* A stage skips an event that is older than the newest event of the partial that it would use or
//! displace, and counts it; an event of the same millisecond is in order. An `until` spares partials that started
//! after it, and counts likewise. Only the key at hand is looked at, so one host with a wrong clock disturbs nobody else. Its own
//! key pays: while a partial from the future is held, events before it are late. A tally in which `late` keeps rising says so.
//!
//! *Expiry.* Partials that are over are found when their key comes up again, and by [`Pool::advance`], which the host
//! calls with its own clock. Events themselves never move that clock: one from the year 2099 must not expire the rest.
//!
//! # The bound
//! `CAPACITY` counts the events that partials hold. When it is reached, the sequence that holds the most gives up the
//! partial that started first. Whatever floods the pool is the largest, so it pays for itself, and a sequence that holds
//! fewer than `CAPACITY / SEQUENCES` events loses nothing to others. (One exception: a partial that is just being
//! advanced is spared. If it is all that the largest sequence has, the next largest gives; if it is all there is, it
//! is given up itself.) Below the bound, a rule alerts exactly as if it had a pool of its own; above it, [`Tally`]
//! says how many partials were lost and of which sequence.
//!
//! # Inside
//! A node is one held event, 72 bytes. The events of a partial are a list, and its first node stands for it:
//! it hangs in the hash chain of (key, stage), where a step finds it, and in its sequence's queue by age, where eviction
//! finds it. A step costs one look-up for each stage that the event meets and key value that it has. To advance is to
//! append a node and change chains; a partial keeps its place in the queue, since it keeps its first event. To end is to
//! splice the list into the free list. None of these depends on how much the pool holds. An eviction looks
//! at every sequence once (not at every partial), and [`Pool::advance`] walks only queues in which something may be over.
//!
//! Links are indices, not pointers, and zero is "none": an empty pool is all zeros, and so a `static` one takes no space in
//! the binary; a held one can be copied as plain data.
//!
//! # Earlier events
//! A stage may read fields of the events that a partial has found ([`Step::meets`]). A partial keeps the values of just these fields
//! ([`Step::keep`]), in `KEPT` bytes for each event: of a text that is only compared for equality a keyed hash of 128 bits (see
//! [`Key`]) of each of up to 4 values; of other texts [`KeptField::TEXT_BYTES`] bytes for all values together; of other values up to
//! 4. What does not fit ends the partial, counted as `oversized`: an alert may be lost, or be of older events that it would have
//! displaced. What is kept is never cut.
//!
//! # Samples
//! `sample` uses the same nodes: see [`Step::candidate`].
//!
//! # Missing events
//! `![…]` matches nothing; it spoils a sequence that the other stages have found. A spoilt partial stays in its slot with a
//! mark, since it still displaces others. Times are compared strictly: the same millisecond is not before, between or after.
//!
//! | where | state | what eviction does |
//! |---|---|---|
//! | in the middle | the time of the first such event since the partial's newest, in the partial ([`Step::between`]) | goes with the partial |
//! | in front | for each key a node with the last two different times ([`Step::seen`]), copied into a partial that starts ([`Step::start_led`]) | sequences that start within the span of the forgotten time are dropped and counted as `spoilt`: an alert may be lost, never made up |
//! | behind | the complete sequence waits with its join keys ([`Step::complete_and_wait`]), until such an event ([`Step::after`]) or the time ([`Pool::decide`]) decides | the alert is lost and counted |
//!
//! The values of join keys are stored with a waiting sequence, [`STORED_TEXT_BYTES_MAX`] bytes of a text at most.

mod kept;
mod key;
mod pool;
mod sample;
mod stored;
mod table;
mod tally;

#[cfg(test)]
mod missing_tests;
#[cfg(test)]
mod model;
#[cfg(test)]
mod tests;

pub use kept::{Earlier, Keeper, KeptField};
pub use key::{Key, KeyHasher};
pub use pool::Pool;
pub use stored::TEXT_BYTES_MAX as STORED_TEXT_BYTES_MAX;
pub use tally::Tally;

use crate::alert::{EventRef, JoinKey};
use crate::event::Handle;
use crate::scalar::Scalar;
#[cfg(doc)]
use crate::scalar::Timestamp;
use stored::StoredValue;
use table::{CANDIDATE, End, Held, Lead, Link, Partial, Table, Waiting, is_over};

/// What the state needs to know of a sequence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sequence {
    /// Its number among the sequences that share a pool. One that is not below the pool's `SEQUENCES` works all the
    /// same, but shares the last one's allowance and tally.
    pub id: u16,
    /// How long after its first event a sequence may still complete: `maxspan` or the `from` window. `None` is for ever.
    pub span_ms: Option<u64>,
}

/// Reports a sequence that has waited long enough, and frees it.
fn decided<const STAGES: usize, const KEYS: usize>(
    table: &mut Table<'_>,
    waiting: &Waiting,
    found: &mut impl FnMut(&[EventRef; STAGES], [Option<Scalar<'_>>; KEYS]),
) {
    let mut events = [EventRef { handle: Handle(0), timestamp: None }; STAGES];
    for (event, node) in events.iter_mut().zip(table.events(waiting.link)) {
        *event = EventRef { handle: node.handle, timestamp: Some(node.timestamp) };
    }
    let stored: [StoredValue; KEYS] = table.stored(waiting.link);
    table.remove(waiting.link, End::Completed);
    found(&events, stored.each_ref().map(StoredValue::get));
}

/// One event on its way through one sequence of `STAGES` stages (runs counted singly).
///
/// Call [`complete`](Self::complete), then [`advance`](Self::advance) from the last middle stage to stage 1, then
/// [`start`](Self::start), then [`clear`](Self::clear), each for the stages that the event meets.
#[derive(Debug)]
pub struct Step<'p, const STAGES: usize> {
    table: Table<'p>,
    id: u16,
    queue: u16,
    span_ms: u64,
    event: Held,
    late: bool,
}

impl<const STAGES: usize> Step<'_, STAGES> {
    /// A join key of this sequence, with no values yet. Without `by` there are none: `step.key().finish()`.
    #[inline]
    pub fn key(&self) -> KeyHasher {
        KeyHasher::new(self.table.state.seed, self.id)
    }

    /// Whether any event of this sequence is held. If none is, only [`start`](Self::start), [`start_led`](Self::start_led),
    /// [`seen`](Self::seen) and [`alone`](Self::alone) do anything, and no other key has to be made.
    #[inline]
    pub fn is_holding(&self) -> bool {
        self.table.queues.get(usize::from(self.queue)).is_some_and(|queue| queue.partials != 0)
    }

    /// The event meets the first stage.
    pub fn start(&mut self, key: Key) {
        if self.vacate(key, 0) && self.table.make_room(Link::NONE) {
            self.table.insert(key, self.queue, self.span_ms, self.event, Lead::None);
        }
    }

    /// The event meets the first stage of a sequence before which some event must not come: see [`seen`](Self::seen).
    pub fn start_led(&mut self, key: Key) {
        let Some(lead) = self.table.lead(key, self.queue, self.span_ms, self.event.timestamp) else {
            self.count_late();
            return;
        };
        if self.vacate(key, 0) && self.table.make_room(Link::NONE) {
            self.table.insert(key, self.queue, self.span_ms, self.event, lead);
        }
    }

    /// The event must not come before a sequence of the key.
    pub fn seen(&mut self, key: Key) {
        if !self.table.see(key, self.queue, self.span_ms, self.event) {
            self.count_late();
        }
    }

    /// The event must not come between the stage (counted from 0) and the next one of a sequence of the key.
    pub fn between(&mut self, stage: u16, key: Key) {
        self.table.come_between(key, stage, self.event.timestamp);
    }

    /// The event meets a stage in the middle, counted from 0: at least 1, at most `STAGES - 2`.
    pub fn advance(&mut self, stage: u16, key: Key) {
        let Some(partial) = self.take(key, stage.checked_sub(1)) else { return };
        if !self.vacate(key, stage) {
            return;
        }
        if self.table.make_room(partial.link) {
            self.table.append(partial.link, self.event);
        } else {
            self.table.remove(partial.link, End::Evicted);
        }
    }

    /// Whether the partial that has filled the stages up to `stage`, and that the event can use, meets a condition on its events.
    pub fn meets(&self, key: Key, stage: u16, condition: impl FnOnce(Earlier<'_>) -> bool) -> bool {
        let Some(partial) = self.table.find(key, stage) else { return false };
        // It is not the event's own, and not over: else to use it does nothing, whatever it meets.
        condition(Earlier::new(&self.table, partial.link, self.key()))
    }

    /// Keeps values of the event in the partial that it has just started, or advanced to `stage`. If they have no room, the
    /// partial is given up, and counted.
    pub fn keep(&mut self, key: Key, stage: u16, keep: impl FnOnce(&mut Keeper<'_>)) {
        let Some(partial) = self.table.find(key, stage) else { return };
        if partial.arrival != self.event.arrival {
            return;
        }
        let hasher = self.key();
        let fits = self.table.kept_of_newest(partial.link).is_some_and(|bytes| {
            let mut keeper = Keeper::new(bytes, hasher);
            keep(&mut keeper);
            keeper.fits()
        });
        if !fits {
            self.table.remove(partial.link, End::Oversized);
        }
    }

    /// The event meets the last stage: `found` gets the events of the sequence in order, if there is one.
    #[inline]
    pub fn complete(&mut self, key: Key, found: impl FnOnce(&[EventRef; STAGES])) {
        if let Some(events) = self.completed(key) {
            found(&events);
        }
    }

    fn completed(&mut self, key: Key) -> Option<[EventRef; STAGES]> {
        let partial = self.take(key, Self::LAST_SLOT)?;
        if self.table.is_spoilt(&partial, self.span_ms, self.event.timestamp) {
            self.table.remove(partial.link, End::Spoilt);
            return None;
        }
        Some(self.found(&partial))
    }

    /// The event meets the last stage of a sequence after which some event must not come: the sequence waits for
    /// [`after`](Self::after) or [`Pool::decide`]. Unless nothing came before it that must not come around it (`led`): then `found`
    /// gets it at once.
    #[inline]
    pub fn complete_and_wait(&mut self, key: Key, join_keys: &[JoinKey<'_>], led: bool, found: impl FnOnce(&[EventRef; STAGES])) {
        if let Some(events) = self.completed_or_waiting(key, join_keys, led) {
            found(&events);
        }
    }

    fn completed_or_waiting(&mut self, key: Key, join_keys: &[JoinKey<'_>], led: bool) -> Option<[EventRef; STAGES]> {
        let partial = self.take(key, Self::LAST_SLOT)?;
        if self.table.node_is_spoilt(&partial, self.event.timestamp) {
            self.table.remove(partial.link, End::Spoilt);
        } else if led && partial.lead == 0 {
            return Some(self.found(&partial));
        } else if self.table.make_room(partial.link) {
            self.table.pend(partial.link, self.event, join_keys.iter().map(|key| StoredValue::new(key.value)));
        } else {
            self.table.remove(partial.link, End::Evicted);
        }
        None
    }

    /// The event is a sequence of one event, before or after which some event must not come: `found` gets it at once if that can be
    /// said, else it waits as [`complete_and_wait`](Self::complete_and_wait) says.
    #[inline]
    pub fn alone(
        &mut self,
        key: Key,
        join_keys: &[JoinKey<'_>],
        led: bool,
        waits: bool,
        found: impl FnOnce(&[EventRef; STAGES]),
    ) {
        if self.completed_alone(key, join_keys, led, waits) {
            found(&[EventRef { handle: self.event.handle, timestamp: Some(self.event.timestamp) }; STAGES]);
        }
    }

    fn completed_alone(&mut self, key: Key, join_keys: &[JoinKey<'_>], led: bool, waits: bool) -> bool {
        let lead = if led { self.table.lead(key, self.queue, self.span_ms, self.event.timestamp) } else { Some(Lead::None) };
        let at_once = match lead {
            None => {
                self.count_late();
                return false;
            }
            // With both, nothing before is enough.
            Some(Lead::None) => led || !waits,
            Some(Lead::Ms(_)) if waits => false,
            Some(Lead::Unknown | Lead::Ms(_)) => {
                self.table.count_alone(self.queue, End::Spoilt);
                return false;
            }
        };
        if at_once {
            self.table.count_alone(self.queue, End::Completed);
        } else if self.table.make_room(Link::NONE) {
            let keys = join_keys.iter().map(|key| StoredValue::new(key.value));
            self.table.wait_alone(key, self.queue, self.span_ms, self.event, lead.unwrap_or(Lead::None), keys);
        } else {
            self.table.count_alone(self.queue, End::Evicted);
        }
        at_once
    }

    /// The event must not come after a sequence of the key: ends those that wait, unless their time is over: `found` gets these.
    pub fn after<const KEYS: usize>(&mut self, key: Key, mut found: impl FnMut(&[EventRef; STAGES], [Option<Scalar<'_>>; KEYS])) {
        let last_stage = STAGES.saturating_sub(1) as u16;
        let mut from = None;
        while let Some((waiting, next)) = self.table.waiting(key, last_stage, from) {
            if self.event.timestamp > waiting.deadline {
                decided(&mut self.table, &waiting, &mut found);
            } else if self.event.timestamp > waiting.newest {
                self.table.remove(waiting.link, End::Spoilt);
            }
            from = Some(next);
        }
    }

    /// The events of a partial, and the one at hand.
    fn found(&mut self, partial: &Partial) -> [EventRef; STAGES] {
        // The slots before the last one are overwritten: the partial has just as many events.
        let mut events = [EventRef { handle: self.event.handle, timestamp: Some(self.event.timestamp) }; STAGES];
        for (event, node) in events.iter_mut().zip(self.table.events(partial.link)) {
            *event = EventRef { handle: node.handle, timestamp: Some(node.timestamp) };
        }
        self.table.remove(partial.link, End::Completed);
        events
    }

    /// The event meets `until`: ends all partials of the key, also one that this event has just started or advanced.
    pub fn clear(&mut self, key: Key) {
        for stage in 0..=Self::LAST_SLOT.unwrap_or_default() {
            let Some(partial) = self.table.find(key, stage) else { continue };
            if self.event.timestamp < partial.first {
                self.count_late();
            } else {
                self.table.remove(partial.link, End::Cleared);
            }
        }
    }

    /// The stage before the last one: the last that has a slot.
    const LAST_SLOT: Option<u16> = {
        assert!(STAGES >= 1 && STAGES < CANDIDATE as usize, "a sequence has 1 to 16,383 stages");
        if STAGES == 1 { None } else { Some((STAGES - 2) as u16) }
    };

    /// The partial in a slot, if the event may use it. One whose time is over is dropped, as if it had been used.
    #[inline]
    fn take(&mut self, key: Key, stage: Option<u16>) -> Option<Partial> {
        let partial = self.table.find(key, stage?)?;
        if partial.arrival == self.event.arrival {
            // The event's own: reached only if stages are called in the wrong order.
            None
        } else if self.event.timestamp < partial.newest {
            self.count_late();
            None
        } else if is_over(partial.first, self.span_ms, self.event.timestamp) {
            self.table.remove(partial.link, End::Expired);
            None
        } else {
            Some(partial)
        }
    }

    /// Empties a slot for a newer partial; false if what is there is newer, or is the event's own.
    #[inline]
    fn vacate(&mut self, key: Key, stage: u16) -> bool {
        let Some(partial) = self.table.find(key, stage) else { return true };
        if partial.arrival == self.event.arrival {
            // A key that has the same value twice.
            return false;
        }
        if self.event.timestamp < partial.newest {
            self.count_late();
            return false;
        }
        let over = is_over(partial.first, self.span_ms, self.event.timestamp);
        self.table.remove(partial.link, if over { End::Expired } else { End::Displaced });
        true
    }

    /// Counts the event as late, once.
    #[cold]
    fn count_late(&mut self) {
        if !core::mem::replace(&mut self.late, true)
            && let Some(queue) = self.table.queues.get_mut(usize::from(self.queue))
        {
            queue.tally.count_late();
        }
    }
}
