//! The table behind a pool: nodes, the hash chains that find partial sequences, and the queues that hold them by age.
//!
//! Everything is an index into arrays that somebody else owns ([`Table`] borrows them), so that this code exists once
//! for pools of all sizes. An index that is out of range is read as "none": there is no path that panics.

use super::key::Key;
use super::tally::Tally;
use crate::event::Handle;
use crate::scalar::Timestamp;

/// A span that is never over.
pub(super) const FOREVER: u64 = u64::MAX;

/// Place of a node: its index plus one. Zero is none, so that an empty pool is all zeros and costs no space in a binary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link(u32);

impl Link {
    pub(super) const NONE: Self = Self(0);

    /// `usize::MAX` for none, which is beyond any array.
    const fn index(self) -> usize {
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
    };

    /// How many events the partial holds.
    fn events(&self) -> u32 {
        u32::from(self.stage).saturating_add(1)
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
    pub(super) tally: Tally,
}

impl Queue {
    pub(super) const EMPTY: Self =
        Self { oldest: Link::NONE, newest: Link::NONE, events: 0, partials: 0, span_ms: 0, next_expiry: 0, tally: Tally::ZERO };

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
}

impl Table<'_> {
    /// The partial of a key that has filled the stages up to `stage` and no more.
    pub(super) fn find(&self, key: Key, stage: u16) -> Option<Partial> {
        let mut link = self.heads.get(self.bucket(key, stage)).copied()?;
        loop {
            let node = self.node(link)?;
            if node.stage == stage && node.key == key {
                let last = self.node(node.last)?;
                return Some(Partial { link, first: node.timestamp, newest: last.timestamp, arrival: last.arrival });
            }
            link = node.chain;
        }
    }

    /// A new partial with one event, in stage 0 of `key`, whose slot is empty. There is room: see [`Self::make_room`].
    pub(super) fn insert(&mut self, key: Key, queue_index: u16, span_ms: u64, event: Held) {
        let Some(link) = self.allocate(event) else { return };
        let Some(queue) = self.queues.get_mut(usize::from(queue_index)) else { return };
        let older = queue.newest;
        queue.newest = link;
        queue.events = queue.events.saturating_add(1);
        queue.partials = queue.partials.saturating_add(1);
        queue.next_expiry = queue.next_expiry.min(event.timestamp.0.saturating_add_unsigned(span_ms));
        bump(&mut queue.tally.started);
        if queue.oldest == Link::NONE {
            queue.oldest = link;
        }
        if let Some(node) = self.node_mut(older) {
            node.newer = link;
        }
        if let Some(node) = self.node_mut(link) {
            (node.last, node.key, node.older, node.stage, node.queue) = (link, key, older, 0, queue_index);
        }
        self.chain(link);
    }

    /// Adds an event to a partial, which so moves to the next stage, whose slot is empty. There is room.
    pub(super) fn append(&mut self, partial: Link, event: Held) {
        let Some(link) = self.allocate(event) else { return };
        self.unchain(partial);
        let Some(node) = self.node_mut(partial) else { return };
        let last = core::mem::replace(&mut node.last, link);
        node.stage = node.stage.saturating_add(1);
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
        queue.partials = queue.partials.saturating_sub(1);
        bump(match end {
            End::Completed => &mut queue.tally.completed,
            End::Displaced => &mut queue.tally.displaced,
            End::Expired => &mut queue.tally.expired,
            End::Evicted => &mut queue.tally.evicted,
            End::Cleared => &mut queue.tally.cleared,
        });
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
        while let Some(&Node { timestamp, newer, .. }) = self.node(link) {
            if is_over(timestamp, span_ms, now) {
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

    fn node(&self, link: Link) -> Option<&Node> {
        self.nodes.get(link.index())
    }

    fn node_mut(&mut self, link: Link) -> Option<&mut Node> {
        self.nodes.get_mut(link.index())
    }
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
    let (mut partials, mut events) = (0, 0);
    for queue in queues {
        let (mut before, mut arrival) = (Link::NONE, 0);
        for node in list(queue.oldest, |node| node.newer) {
            assert!(node.older == before && node.arrival >= arrival, "a queue is in order of arrival, linked both ways");
            arrival = node.arrival;
            before = nodes.get(before.index()).map_or(queue.oldest, |older| older.newer);
            let held = 1 + list(node.next, |node| node.next).count();
            assert_eq!(held, node.events() as usize, "a partial holds one event for each stage");
            (partials, events) = (partials + 1, events + held);
        }
        assert!(queue.newest == before, "a queue ends with its newest");
    }
    let chained: usize = heads.iter().map(|head| list(*head, |node| node.chain).count()).sum();
    assert_eq!(chained, partials, "chains and queues hold the same partials");
    let free = list(state.free, |node| node.next).count();
    (partials, events, free, nodes.len() - state.fresh as usize)
}
