//! The table behind a pool: nodes, the hash chains that find partial sequences, and the queues that hold them by age.
//!
//! Everything is an index into arrays that somebody else owns ([`Table`] borrows them), so that this code exists once
//! for pools of all sizes. An index that is out of range is read as "none": there is no path that panics.

use super::key::Key;
use super::sample::{Found, UNTIMED};
use super::stored::StoredValue;
use super::tally::Tally;
use crate::event::Handle;
use crate::scalar::Timestamp;

/// A span that is never over.
pub(super) const FOREVER: u64 = u64::MAX;

/// In place of a stage: the node is no partial but the last time of an event that must not come before a sequence.
pub(super) const SEEN: u16 = u16::MAX;

/// Added to the last stage: the partial is complete, and waits until no event that must not follow can spoil it.
pub(super) const PENDING: u16 = 0x8000;

/// Added to the number of a term of a sample: the node is a candidate for it, and no partial.
pub(super) const CANDIDATE: u16 = 0x4000;

/// In place of a gap: an event that must not come between has come.
const SPOILT: u32 = u32::MAX;

/// Place of a node: its index plus one. Zero is none, so that an empty pool is all zeros and costs no space in a binary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link(u32);

impl Link {
    pub(super) const NONE: Self = Self(0);

    /// `usize::MAX` for none, which is beyond any array.
    pub(super) const fn index(self) -> usize {
        (self.0 as usize).wrapping_sub(1)
    }
}

/// One held event. The first event of a partial sequence stands for the whole partial.
///
/// The fields after `next` are those of the partial, and mean nothing in its later events.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node {
    /// The event.
    pub(super) handle: Handle,
    pub(super) timestamp: Timestamp,
    /// When the event was observed: its number among the pool's steps.
    pub(super) arrival: u64,
    /// The next event of the same partial; of a free node, the next free one.
    pub(super) next: Link,

    /// The newest event of the partial: the node itself if it has one only.
    last: Link,
    key: Key,
    /// The next partial of the same bucket.
    chain: Link,
    /// The neighbours in the queue of its sequence.
    older: Link,
    newer: Link,
    /// The stage that the newest event has filled.
    stage: u16,
    /// Index of the queue.
    queue: u16,
    /// How long before the first event the last one came that must not come before it, in milliseconds; zero is none. Of a
    /// [`SEEN`] node: how long before its time the one before it was.
    lead: u32,
    /// How long after the first event one came that must not come between the newest event and the next; zero is none.
    gap: u32,
}

impl Node {
    pub(super) const EMPTY: Self = Self {
        handle: Handle(0),
        timestamp: Timestamp(0),
        arrival: 0,
        next: Link::NONE,
        last: Link::NONE,
        key: Key::ZERO,
        chain: Link::NONE,
        older: Link::NONE,
        newer: Link::NONE,
        stage: 0,
        queue: 0,
        lead: 0,
        gap: 0,
    };

    /// How many events the partial holds.
    fn events(&self) -> u32 {
        // Of SEEN too.
        if self.stage & CANDIDATE != 0 { 1 } else { u32::from(self.stage & !PENDING).saturating_add(1) }
    }

    /// Whether an event at `now` comes after one that must not come between. Strictly: one of the same millisecond does not.
    fn is_spoilt_at(&self, now: Timestamp) -> bool {
        self.gap == SPOILT || (self.gap != 0 && self.timestamp.0.saturating_add_unsigned(u64::from(self.gap)) < now.0)
    }

    /// The last time at which an event can spoil the partial, which is complete.
    fn deadline(&self, span_ms: u64) -> Timestamp {
        Timestamp(self.timestamp.0.saturating_sub_unsigned(u64::from(self.lead)).saturating_add_unsigned(span_ms))
    }
}

/// The partial sequences of one sequence, in the order in which they started.
#[derive(Debug, Clone, Copy)]
pub(super) struct Queue {
    oldest: Link,
    newest: Link,
    /// Nodes that they hold.
    pub(super) events: u32,
    pub(super) partials: u32,
    /// The longest span of a sequence that uses this queue; [`FOREVER`] if one has none.
    pub(super) span_ms: u64,
    /// No partial is over before this time is past. A bound: the partial that set it may be gone.
    next_expiry: i64,
    /// Sequences that start after the first of these times, up to the second, may follow an event that must not come before
    /// them and has been forgotten.
    blind: [i64; 2],
    /// Whether there are such times.
    has_blind: u64,
    pub(super) tally: Tally,
}

impl Queue {
    pub(super) const EMPTY: Self = Self {
        oldest: Link::NONE,
        newest: Link::NONE,
        events: 0,
        partials: 0,
        span_ms: 0,
        next_expiry: 0,
        blind: [0; 2],
        has_blind: 0,
        tally: Tally::ZERO,
    };

    /// A time was forgotten at which an event came that must not come before a sequence.
    fn forget(&mut self, seen: Timestamp) {
        let until = seen.0.saturating_add_unsigned(self.span_ms);
        let [from, to] = if self.has_blind == 0 { [seen.0, until] } else { self.blind };
        (self.blind, self.has_blind) = ([from.min(seen.0), to.max(until)], 1);
        bump(&mut self.tally.forgotten);
    }

    /// Whether a sequence that starts at `first` may follow a forgotten event.
    pub(super) fn is_blind_at(&self, first: Timestamp) -> bool {
        let [from, to] = self.blind;
        self.has_blind != 0 && from < first.0 && first.0 <= to
    }

    /// No partial is over before this time is past.
    pub(super) const fn next_expiry(&self) -> i64 {
        self.next_expiry
    }

    /// Where the first event of the partial that started first is; beyond any array if there is none.
    pub(super) const fn oldest_index(&self) -> usize {
        self.oldest.index()
    }
}

/// What the table as a whole knows. Without padding, for the sake of "all zeros".
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub(super) seed: [u64; 2],
    /// Steps so far.
    pub(super) arrivals: u64,
    /// The host's clock as of the last [`Table::expire`].
    clock: i64,
    /// Whether there was one.
    has_clock: u32,
    /// The first free node among those once used.
    free: Link,
    /// Nodes never used begin here.
    fresh: u32,
    /// Nodes in use.
    pub(super) events: u32,
}

impl State {
    pub(super) const fn new(seed: [u64; 2]) -> Self {
        Self { seed, arrivals: 0, clock: 0, has_clock: 0, free: Link::NONE, fresh: 0, events: 0 }
    }
}

/// Why a partial sequence ended.
#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    Completed,
    Displaced,
    Expired,
    Evicted,
    Cleared,
    Spoilt,
    Oversized,
}

/// A partial sequence as it was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Partial {
    pub(super) link: Link,
    /// Time of its first event.
    pub(super) first: Timestamp,
    /// Time of its newest event.
    pub(super) newest: Timestamp,
    /// Arrival of its newest event.
    pub(super) arrival: u64,
    /// See [`Node`].
    pub(super) lead: u32,
}

/// An event to be held.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pub(super) handle: Handle,
    pub(super) timestamp: Timestamp,
    pub(super) arrival: u64,
}

/// Whether a partial that began at `first` is over at `now`. Inclusive: exactly `span_ms` later it is not.
pub(super) fn is_over(first: Timestamp, span_ms: u64, now: Timestamp) -> bool {
    // Saturation is right: nothing is later than the end of time, and with `FOREVER` the sum is always that.
    now.0 > first.0.saturating_add_unsigned(span_ms)
}

/// A pool's arrays. As many heads as nodes; at least one of each, and of queues.
#[derive(Debug)]
pub(super) struct Table<'p> {
    pub(super) nodes: &'p mut [Node],
    pub(super) heads: &'p mut [Link],
    pub(super) queues: &'p mut [Queue],
    pub(super) state: &'p mut State,
    /// Values of join keys, `stored_each` for each node.
    pub(super) stored: &'p mut [StoredValue],
    pub(super) stored_each: usize,
    /// Values of events that later stages read, `kept_each` bytes for each node.
    pub(super) kept: &'p mut [u8],
    pub(super) kept_each: usize,
}

impl Table<'_> {
    /// The partial of a key that has filled the stages up to `stage` and no more.
    pub(super) fn find(&self, key: Key, stage: u16) -> Option<Partial> {
        let mut link = self.heads.get(self.bucket(key, stage)).copied()?;
        loop {
            let node = self.node(link)?;
            if node.stage == stage && node.key == key {
                let last = self.node(node.last)?;
                let (first, lead) = (node.timestamp, node.lead);
                return Some(Partial { link, first, newest: last.timestamp, arrival: last.arrival, lead });
            }
            link = node.chain;
        }
    }

    /// A new partial with one event, in stage 0 of `key`, whose slot is empty. There is room: see [`Self::make_room`].
    pub(super) fn insert(&mut self, key: Key, queue_index: u16, span_ms: u64, event: Held, lead: Lead) {
        let Some(link) = self.insert_node(key, 0, queue_index, span_ms, event) else { return };
        let Some(queue) = self.queues.get_mut(usize::from(queue_index)) else { return };
        queue.partials = queue.partials.saturating_add(1);
        bump(&mut queue.tally.started);
        if let Some(node) = self.node_mut(link) {
            match lead {
                Lead::None => {}
                Lead::Ms(ms) => node.lead = ms,
                Lead::Unknown => node.gap = SPOILT,
            }
        }
    }

    /// Notes that an event came that must not come before a sequence. Whether it was in time.
    pub(super) fn see(&mut self, key: Key, queue_index: u16, span_ms: u64, event: Held) -> bool {
        let mut lead = 0;
        if let Some(before) = self.find(key, SEEN) {
            if event.timestamp <= before.first {
                return event.timestamp == before.first;
            }
            lead = milliseconds(before.first, event.timestamp);
            self.remove(before.link, End::Expired);
        }
        if !self.make_room(Link::NONE) {
            if let Some(queue) = self.queues.get_mut(usize::from(queue_index)) {
                queue.forget(event.timestamp);
            }
            return true;
        }
        if let Some(link) = self.insert_node(key, SEEN, queue_index, span_ms, event)
            && let Some(node) = self.node_mut(link)
        {
            node.lead = lead;
        }
        true
    }

    /// What came before a sequence of `key` that starts at `first`; `None` if the start is late.
    pub(super) fn lead(&self, key: Key, queue_index: u16, span_ms: u64, first: Timestamp) -> Option<Lead> {
        let Some(seen) = self.find(key, SEEN) else {
            let blind = self.queues.get(usize::from(queue_index)).is_some_and(|queue| queue.is_blind_at(first));
            return Some(if blind { Lead::Unknown } else { Lead::None });
        };
        let ms = match seen.first.cmp(&first) {
            core::cmp::Ordering::Less => milliseconds(seen.first, first),
            // Of the same millisecond is not before: then it is the one before that.
            core::cmp::Ordering::Equal => seen.lead,
            core::cmp::Ordering::Greater => return None,
        };
        Some(if ms == 0 || u64::from(ms) > span_ms { Lead::None } else { Lead::Ms(ms) })
    }

    /// Notes that an event came that must not come between the stages `stage` and the next.
    pub(super) fn come_between(&mut self, key: Key, stage: u16, now: Timestamp) {
        let Some(partial) = self.find(key, stage) else { return };
        if now > partial.newest
            && let Some(node) = self.node_mut(partial.link)
            && node.gap == 0
        {
            node.gap = milliseconds(partial.first, now).max(1);
        }
    }

    /// Whether the events that must not come before or between spoil a partial that an event at `now` completes.
    pub(super) fn is_spoilt(&self, partial: &Partial, span_ms: u64, now: Timestamp) -> bool {
        let Some(node) = self.node(partial.link) else { return true };
        node.is_spoilt_at(now) || (node.lead != 0 && now <= node.deadline(span_ms))
    }

    /// Whether an event that must not come between spoils a partial that an event at `now` completes.
    pub(super) fn node_is_spoilt(&self, partial: &Partial, now: Timestamp) -> bool {
        self.node(partial.link).is_none_or(|node| node.is_spoilt_at(now))
    }

    /// Adds the completing event to a partial and lets it wait. There is room.
    pub(super) fn pend(&mut self, partial: Link, event: Held, keys: impl Iterator<Item = StoredValue>) {
        self.append(partial, event);
        self.wait(partial, keys);
    }

    /// Lets a partial wait that has all its events.
    fn wait(&mut self, partial: Link, keys: impl Iterator<Item = StoredValue>) {
        self.unchain(partial);
        let Some(node) = self.node_mut(partial) else { return };
        node.stage |= PENDING;
        let node = *node;
        if let Some(queue) = self.queues.get_mut(usize::from(node.queue)) {
            queue.next_expiry = queue.next_expiry.min(node.deadline(queue.span_ms).0);
        }
        self.chain(partial);
        let at = partial.index().wrapping_mul(self.stored_each);
        for (slot, value) in self.stored.iter_mut().skip(at).take(self.stored_each).zip(keys) {
            *slot = value;
        }
    }

    /// A sequence of one event that waits. There is room.
    pub(super) fn wait_alone(
        &mut self,
        key: Key,
        queue_index: u16,
        span_ms: u64,
        event: Held,
        lead: Lead,
        keys: impl Iterator<Item = StoredValue>,
    ) {
        self.insert(key, queue_index, span_ms, event, lead);
        // It is the newest of its chain and of its queue.
        if let Some(queue) = self.queues.get(usize::from(queue_index)) {
            self.wait(queue.newest, keys);
        }
    }

    /// Counts a sequence of one event that was judged at once.
    pub(super) fn count_alone(&mut self, queue_index: u16, end: End) {
        let Some(queue) = self.queues.get_mut(usize::from(queue_index)) else { return };
        bump(&mut queue.tally.started);
        bump(queue.tally.of(end));
    }

    /// The values that were stored with a waiting partial.
    pub(super) fn stored<const KEYS: usize>(&self, partial: Link) -> [StoredValue; KEYS] {
        let mut values = [StoredValue::NULL; KEYS];
        let at = partial.index().wrapping_mul(self.stored_each);
        for (to, from) in values.iter_mut().zip(self.stored.iter().skip(at).take(self.stored_each)) {
            *to = *from;
        }
        values
    }

    /// The next waiting partial of `key` at or behind `link` in its chain, with the link to go on from.
    pub(super) fn waiting(&self, key: Key, stage: u16, from: Option<Link>) -> Option<(Waiting, Link)> {
        let mut link = match from {
            Some(link) => link,
            None => self.heads.get(self.bucket(key, stage | PENDING)).copied()?,
        };
        loop {
            let node = self.node(link)?;
            if node.stage == stage | PENDING && node.key == key {
                return Some((self.waiting_at(link, node)?, node.chain));
            }
            link = node.chain;
        }
    }

    /// The next waiting partial at or behind `link` in its queue, with the link to go on from.
    pub(super) fn next_waiting(&self, queue: u16, from: Option<Link>) -> Option<(Waiting, Link)> {
        let mut link = match from {
            Some(link) => link,
            None => self.queues.get(usize::from(queue))?.oldest,
        };
        loop {
            let node = self.node(link)?;
            if node.stage & PENDING != 0 && node.stage != SEEN {
                return Some((self.waiting_at(link, node)?, node.newer));
            }
            link = node.newer;
        }
    }

    fn waiting_at(&self, link: Link, node: &Node) -> Option<Waiting> {
        let span_ms = self.queues.get(usize::from(node.queue))?.span_ms;
        Some(Waiting { link, newest: self.node(node.last)?.timestamp, deadline: node.deadline(span_ms) })
    }

    /// A candidate for a term of a sample. There is room.
    pub(super) fn insert_candidate(&mut self, key: Key, term: u16, queue_index: u16, span_ms: u64, event: Held) {
        if self.insert_node(key, term | CANDIDATE, queue_index, span_ms, event).is_none() {
            return;
        }
        if let Some(queue) = self.queues.get_mut(usize::from(queue_index)) {
            queue.partials = queue.partials.saturating_add(1);
            bump(&mut queue.tally.started);
        }
    }

    /// The earliest candidate for a term of a sample that came after `arrival`.
    pub(super) fn candidate_after(&self, key: Key, term: u16, arrival: u64) -> Option<Found> {
        let term = term | CANDIDATE;
        let mut link = self.heads.get(self.bucket(key, term)).copied()?;
        let mut earliest: Option<Found> = None;
        while let Some(node) = self.node(link) {
            let earlier = earliest.is_none_or(|found| node.arrival < found.arrival);
            if node.stage == term && node.key == key && node.arrival > arrival && earlier {
                earliest = Some(Found { link, handle: node.handle, timestamp: node.timestamp, arrival: node.arrival });
            }
            link = node.chain;
        }
        earliest
    }

    /// Notes how many samples a key has given.
    pub(super) fn set_mark(&mut self, key: Key, queue_index: u16, span_ms: u64, event: Held, given: u32) {
        let link = match self.find(key, SEEN) {
            Some(mark) => Some(mark.link),
            None if self.make_room(Link::NONE) => self.insert_node(key, SEEN, queue_index, span_ms, event),
            None => None,
        };
        if let Some(node) = link.and_then(|link| self.node_mut(link)) {
            node.lead = given;
        }
    }

    /// A new node in a queue and in its chain.
    fn insert_node(&mut self, key: Key, stage: u16, queue_index: u16, span_ms: u64, event: Held) -> Option<Link> {
        let link = self.allocate(event)?;
        let queue = self.queues.get_mut(usize::from(queue_index))?;
        let older = queue.newest;
        queue.newest = link;
        queue.events = queue.events.saturating_add(1);
        queue.next_expiry = queue.next_expiry.min(event.timestamp.0.saturating_add_unsigned(span_ms));
        if queue.oldest == Link::NONE {
            queue.oldest = link;
        }
        if let Some(node) = self.node_mut(older) {
            node.newer = link;
        }
        if let Some(node) = self.node_mut(link) {
            (node.last, node.key, node.older, node.stage, node.queue) = (link, key, older, stage, queue_index);
        }
        self.chain(link);
        Some(link)
    }

    /// Adds an event to a partial, which so moves to the next stage, whose slot is empty. There is room.
    pub(super) fn append(&mut self, partial: Link, event: Held) {
        let Some(link) = self.allocate(event) else { return };
        self.unchain(partial);
        let Some(node) = self.node_mut(partial) else { return };
        let last = core::mem::replace(&mut node.last, link);
        node.stage = node.stage.saturating_add(1);
        node.gap = if node.is_spoilt_at(event.timestamp) { SPOILT } else { 0 };
        let queue = usize::from(node.queue);
        if let Some(node) = self.node_mut(last) {
            node.next = link;
        }
        if let Some(queue) = self.queues.get_mut(queue) {
            queue.events = queue.events.saturating_add(1);
        }
        self.chain(partial);
    }

    /// Visits the events of a partial, oldest first.
    pub(super) fn events(&self, partial: Link) -> impl Iterator<Item = &Node> {
        let mut link = partial;
        core::iter::from_fn(move || {
            let node = self.node(link)?;
            link = node.next;
            Some(node)
        })
    }

    /// Frees a partial with all its events, and counts why.
    pub(super) fn remove(&mut self, partial: Link, end: End) {
        let Some(&node) = self.node(partial) else { return };
        self.unchain(partial);
        if let Some(older) = self.node_mut(node.older) {
            older.newer = node.newer;
        }
        if let Some(newer) = self.node_mut(node.newer) {
            newer.older = node.older;
        }
        // Its events are one list already: the free list takes it whole.
        let free = core::mem::replace(&mut self.state.free, partial);
        if let Some(last) = self.node_mut(node.last) {
            last.next = free;
        }
        self.state.events = self.state.events.saturating_sub(node.events());
        let Some(queue) = self.queues.get_mut(usize::from(node.queue)) else { return };
        if queue.oldest == partial {
            queue.oldest = node.newer;
        }
        if queue.newest == partial {
            queue.newest = node.older;
        }
        queue.events = queue.events.saturating_sub(node.events());
        if node.stage == SEEN {
            if let End::Evicted = end {
                queue.forget(node.timestamp);
            }
            return;
        }
        queue.partials = queue.partials.saturating_sub(1);
        bump(queue.tally.of(end));
    }

    /// Sees to it that a node is free. If none is, the sequence that holds the most events gives up the partial that
    /// started first, but never `keep`. Fails if there is no other.
    pub(super) fn make_room(&mut self, keep: Link) -> bool {
        if (self.state.events as usize) < self.nodes.len() {
            return true;
        }
        let mut victim = (Link::NONE, 0, 0);
        for queue in self.queues.iter() {
            let (_, _, most) = victim;
            if queue.events > most {
                let oldest =
                    if queue.oldest == keep { self.node(keep).map_or(Link::NONE, |node| node.newer) } else { queue.oldest };
                if oldest != Link::NONE {
                    victim = (oldest, queue.span_ms, queue.events);
                }
            }
        }
        let (link, span_ms, _) = victim;
        let Some(node) = self.node(link) else { return false };
        let over = self.state.has_clock != 0 && is_over(node.timestamp, span_ms, Timestamp(self.state.clock));
        self.remove(link, if over { End::Expired } else { End::Evicted });
        true
    }

    /// Frees every partial that is over at `now`.
    pub(super) fn expire(&mut self, now: Timestamp) {
        (self.state.clock, self.state.has_clock) = (now.0, 1);
        for index in 0..self.queues.len() {
            let Some(queue) = self.queues.get(index) else { return };
            if now.0 > queue.next_expiry {
                self.expire_queue(index, queue.oldest, queue.span_ms, now);
            }
        }
    }

    fn expire_queue(&mut self, index: usize, oldest: Link, span_ms: u64, now: Timestamp) {
        let mut next_expiry = i64::MAX;
        let mut link = oldest;
        // The order is that of arrival, and clocks differ between hosts: one that is ahead must not hide those behind it.
        while let Some(node) = self.node(link) {
            let (timestamp, newer) = (node.timestamp, node.newer);
            if timestamp == UNTIMED {
                // Candidates without a time stay.
            } else if node.stage & PENDING != 0 && node.stage != SEEN {
                // It waits for somebody to decide.
                next_expiry = next_expiry.min(node.deadline(span_ms).0);
            } else if is_over(timestamp, span_ms, now) {
                self.remove(link, End::Expired);
            } else {
                next_expiry = next_expiry.min(timestamp.0.saturating_add_unsigned(span_ms));
            }
            link = newer;
        }
        if let Some(queue) = self.queues.get_mut(index) {
            queue.next_expiry = next_expiry;
        }
    }

    /// Which bucket a slot falls into. The stage takes part, so that a run of sixty stages is not one chain of sixty.
    fn bucket(&self, key: Key, stage: u16) -> usize {
        // Multiples of the golden ratio spread evenly; multiply-and-shift maps to any number of buckets without a division.
        let hash = key.bits().wrapping_add(u32::from(stage).wrapping_mul(0x9e37_79b9));
        (u64::from(hash).wrapping_mul(self.heads.len() as u64) >> 32) as usize
    }

    fn chain(&mut self, partial: Link) {
        let Some(node) = self.node(partial) else { return };
        let bucket = self.bucket(node.key, node.stage);
        let Some(head) = self.heads.get_mut(bucket) else { return };
        let chain = core::mem::replace(head, partial);
        if let Some(node) = self.node_mut(partial) {
            node.chain = chain;
        }
    }

    fn unchain(&mut self, partial: Link) {
        let Some(node) = self.node(partial) else { return };
        let (bucket, after) = (self.bucket(node.key, node.stage), node.chain);
        let Some(head) = self.heads.get_mut(bucket) else { return };
        if *head == partial {
            *head = after;
            return;
        }
        let mut link = *head;
        while let Some(node) = self.node_mut(link) {
            if node.chain == partial {
                node.chain = after;
                return;
            }
            link = node.chain;
        }
    }

    fn allocate(&mut self, event: Held) -> Option<Link> {
        let Held { handle, timestamp, arrival } = event;
        let link = if self.state.free == Link::NONE {
            self.state.fresh = self.state.fresh.saturating_add(1);
            Link(self.state.fresh)
        } else {
            self.state.free
        };
        let node = self.nodes.get_mut(link.index())?;
        if self.state.free == link {
            self.state.free = node.next;
        }
        *node = Node { handle, timestamp, arrival, ..Node::EMPTY };
        self.state.events = self.state.events.saturating_add(1);
        Some(link)
    }

    /// The bytes that are kept of the newest event of a partial.
    pub(super) fn kept_of_newest(&mut self, partial: Link) -> Option<&mut [u8]> {
        let newest = self.node(partial)?.last;
        let at = newest.index().wrapping_mul(self.kept_each);
        self.kept.get_mut(at..at.saturating_add(self.kept_each))
    }

    fn node(&self, link: Link) -> Option<&Node> {
        self.nodes.get(link.index())
    }

    fn node_mut(&mut self, link: Link) -> Option<&mut Node> {
        self.nodes.get_mut(link.index())
    }
}

/// What came before a sequence that must not come before it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Lead {
    /// Nothing that matters.
    None,
    /// An event, so many milliseconds before; never zero.
    Ms(u32),
    /// An event may have been forgotten.
    Unknown,
}

/// A partial that is complete but for the time that must pass.
#[derive(Debug, Clone, Copy)]
pub(super) struct Waiting {
    pub(super) link: Link,
    /// Time of its last event.
    pub(super) newest: Timestamp,
    /// The last time at which an event can spoil it.
    pub(super) deadline: Timestamp,
}

/// From one time to a later one; what is longer than 49 days counts as that.
fn milliseconds(from: Timestamp, to: Timestamp) -> u32 {
    u32::try_from(to.0.saturating_sub(from.0)).unwrap_or(SPOILT - 1)
}

/// One more.
pub(super) fn bump(counter: &mut u64) {
    *counter = counter.saturating_add(1);
}

/// Walks everything, for tests: see [`super::Pool::census`].
#[cfg(test)]
pub(super) fn census(nodes: &[Node], heads: &[Link], queues: &[Queue], state: &State) -> (usize, usize, usize, usize) {
    let list = |first: Link, next: fn(&Node) -> Link| {
        core::iter::successors(nodes.get(first.index()), move |node| nodes.get(next(node).index())).take(nodes.len() + 1)
    };
    let (mut partials, mut events, mut seen) = (0, 0, 0);
    for queue in queues {
        let (mut before, mut arrival) = (Link::NONE, 0);
        for node in list(queue.oldest, |node| node.newer) {
            assert!(node.older == before && node.arrival >= arrival, "a queue is in order of arrival, linked both ways");
            arrival = node.arrival;
            before = nodes.get(before.index()).map_or(queue.oldest, |older| older.newer);
            let held = 1 + list(node.next, |node| node.next).count();
            assert_eq!(held, node.events() as usize, "a partial holds one event for each stage");
            (partials, events) = (partials + usize::from(node.stage != SEEN), events + held);
            seen += usize::from(node.stage == SEEN);
        }
        assert!(queue.newest == before, "a queue ends with its newest");
    }
    let chained: usize = heads.iter().map(|head| list(*head, |node| node.chain).count()).sum();
    assert_eq!(chained, partials + seen, "chains and queues hold the same partials");
    let free = list(state.free, |node| node.next).count();
    (partials, events, free, nodes.len() - state.fresh as usize)
}
