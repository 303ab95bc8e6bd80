//! Ancestors of processes: events that tell of processes → whether some ancestor of a process has met a query, in memory that never
//! grows.
//!
//! `descendant of [process where …]` asks about the ancestors of the process in `process.entity_id` of an event. A [`Tree`]
//! remembers what events of the category `process` tell ([`Tree::tell`]): the parent of a process, by `process.parent.entity_id`,
//! and which queries its own events have met so far, a bit each. One tree serves all rules of a matcher.
//!
//! ```
//! use detectors::Scalar;
//! use detectors::ancestry::{Told, Tree};
//!
//! let id = |text| Some(Scalar::Str(text));
//! let mut tree: Tree<64, 1> = Tree::new();
//! // An event of `sshd` meets the first query; it starts `bash`, which starts `id`.
//! tree.tell(id("sshd"), id("init"), Told { met: [1], ended: None });
//! tree.tell(id("bash"), id("sshd"), Told { met: [0], ended: None });
//! tree.tell(id("id"), id("bash"), Told { met: [0], ended: None });
//! assert!(tree.ancestors(id("id"), id("bash")).met(0));
//! assert!(!tree.ancestors(id("sshd"), id("init")).met(0), "a process is not its own ancestor");
//! ```
//!
//! # What it means
//! An ancestor is known if an event told of it before the event at hand, or is that event. What no event told of has met nothing and
//! has no parent that is known. Events without `process.entity_id` tell nothing; there is no falling back to process ids, which
//! are used again.
//!
//! # The bound
//! `CAPACITY` counts processes. When it is reached, the process that ended first is forgotten, or if none has ended, the one of
//! which no event has told for longest ([`Tree::forgotten`] counts both). A process is told of when it starts a child, too. Each process
//! keeps what its ancestors had met when it was last told of, so that it still descends from those that are forgotten later. What is
//! lost: a child that starts after its parent was forgotten has no ancestors, and `not descendant of` is then true. A process whose
//! end (`event.type` is `end`) is [`ENDED_KEPT_MS`] past is let go by [`Tree::advance`]: its children have been told of. More than
//! [`DEPTH_MAX`] generations up nothing is looked at.

use crate::event::Event;
use crate::scalar::{Scalar, Timestamp};
use crate::sequence::{Key, KeyHasher};
use core::cell::Cell;

/// How long after its end a process is still kept when time passes, in milliseconds: events of its children may come late.
pub const ENDED_KEPT_MS: u64 = 600_000;

/// How many generations are looked at.
pub const DEPTH_MAX: usize = 256;

/// Place of a process: its index plus one. Zero is none, so that an empty tree is all zeros.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Link(u32);

impl Link {
    const NONE: Self = Self(0);

    /// `usize::MAX` for none, which is beyond any array.
    const fn index(self) -> usize {
        (self.0 as usize).wrapping_sub(1)
    }
}

/// What is known of a process.
#[derive(Debug, Clone, Copy)]
struct Process<const WORDS: usize> {
    key: Key,
    parent: Key,
    /// The queries that its own events have met.
    met: [u64; WORDS],
    /// Those that its ancestors had met when it was last told of.
    inherited: [u64; WORDS],
    /// When it ended.
    ended: Timestamp,
    /// The next process of the same bucket; of a free one, the next free one.
    chain: Link,
    /// Its neighbours in its list.
    older: Link,
    newer: Link,
    has_parent: bool,
    has_ended: bool,
}

impl<const WORDS: usize> Process<WORDS> {
    const EMPTY: Self = Self {
        key: Key::ZERO,
        parent: Key::ZERO,
        met: [0; WORDS],
        inherited: [0; WORDS],
        ended: Timestamp(0),
        chain: Link::NONE,
        older: Link::NONE,
        newer: Link::NONE,
        has_parent: false,
        has_ended: false,
    };
}

/// Processes in the order in which they were last told of.
#[derive(Debug, Clone, Copy)]
struct List {
    oldest: Link,
    newest: Link,
}

impl List {
    const EMPTY: Self = Self { oldest: Link::NONE, newest: Link::NONE };
}

#[derive(Debug, Clone, Copy)]
struct State {
    seed: [u64; 2],
    living: List,
    ended: List,
    free: Link,
    /// Processes never used begin here.
    fresh: u32,
    /// Processes in use.
    count: u32,
    forgotten: u64,
    expired: u64,
}

impl State {
    const fn new(seed: [u64; 2]) -> Self {
        Self { seed, living: List::EMPTY, ended: List::EMPTY, free: Link::NONE, fresh: 0, count: 0, forgotten: 0, expired: 0 }
    }
}

/// What an event tells of its process.
#[derive(Debug, Clone, Copy)]
pub struct Told<const WORDS: usize> {
    /// The queries that it meets, a bit each.
    pub met: [u64; WORDS],
    /// When the process has ended, if this is its end.
    pub ended: Option<Timestamp>,
}

/// Up to `CAPACITY` processes, and for each which of up to 64 `WORDS` queries it has met; see the [module](self).
#[derive(Debug)]
pub struct Tree<const CAPACITY: usize, const WORDS: usize> {
    processes: [Process<WORDS>; CAPACITY],
    heads: [Link; CAPACITY],
    state: State,
}

impl<const CAPACITY: usize, const WORDS: usize> Tree<CAPACITY, WORDS> {
    /// An empty tree whose hash of ids is keyed with zeros.
    pub const fn new() -> Self {
        Self::with_seed([0; 2])
    }

    /// An empty tree whose hash of ids is keyed with `seed`.
    pub const fn with_seed(seed: [u64; 2]) -> Self {
        const { assert!(CAPACITY > 0 && CAPACITY < u32::MAX as usize, "a tree holds 1 to 4,294,967,294 processes") }
        Self { processes: [Process::EMPTY; CAPACITY], heads: [Link::NONE; CAPACITY], state: State::new(seed) }
    }

    /// Empties the tree and keys its hash with `seed`.
    pub fn reseed(&mut self, seed: [u64; 2]) {
        self.heads.fill(Link::NONE);
        self.state = State::new(seed);
    }

    /// An event tells of its process: `id` is `process.entity_id`, `parent` is `process.parent.entity_id`.
    pub fn tell(&mut self, id: Option<Scalar<'_>>, parent: Option<Scalar<'_>>, told: Told<WORDS>) {
        let Some(id) = id else { return };
        let key = self.key(id);
        let parent = parent.map(|parent| self.key(parent));
        let known = self.find(key);
        let link = match known {
            Some(link) => link,
            None => {
                // It has just started a child.
                if let Some(parent) = parent.and_then(|parent| self.find(parent)) {
                    self.touch(parent);
                }
                let Some(link) = self.insert(key) else { return };
                link
            }
        };
        if let Some(process) = self.processes.get_mut(link.index()) {
            for (met, new) in process.met.iter_mut().zip(told.met) {
                *met |= new;
            }
            if let Some(parent) = parent
                && !(process.has_parent && process.parent == parent)
            {
                (process.parent, process.has_parent, process.inherited) = (parent, true, [0; WORDS]);
            }
        }
        if known.is_some() {
            self.touch(link);
        }
        if let Some(ended) = told.ended {
            self.end(link, ended);
        }
        let Some(process) = self.processes.get(link.index()) else { return };
        let parent = process.has_parent.then_some(process.parent);
        let inherited = walk(&self.processes, &self.heads, Some(key), parent, Some(process));
        if let Some(process) = self.processes.get_mut(link.index()) {
            for (all, new) in process.inherited.iter_mut().zip(inherited) {
                *all |= new;
            }
        }
    }

    /// What the ancestors of a process have met, as far as they are known; found when it is asked for.
    #[inline]
    pub fn ancestors<'t>(&'t self, id: Option<Scalar<'t>>, parent: Option<Scalar<'t>>) -> Ancestors<'t, WORDS> {
        let Self { processes, heads, state } = self;
        Ancestors { processes, heads, seed: state.seed, id, parent, met: Cell::new(None) }
    }

    /// Time passes: lets go of processes that ended long before `now`, by the host's clock.
    pub fn advance(&mut self, now: Timestamp) {
        loop {
            let oldest = self.state.ended.oldest;
            let is_over = |process: &Process<WORDS>| process.ended.0.saturating_add_unsigned(ENDED_KEPT_MS) < now.0;
            if !self.processes.get(oldest.index()).is_some_and(is_over) {
                return;
            }
            self.remove(oldest);
            self.state.expired = self.state.expired.saturating_add(1);
        }
    }

    /// How many processes were forgotten because the tree was full: **`descendant of` may be false where it should be true**.
    pub const fn forgotten(&self) -> u64 {
        self.state.forgotten
    }

    /// How many processes were let go after their end.
    pub const fn expired(&self) -> u64 {
        self.state.expired
    }

    /// How many processes are known.
    pub const fn len(&self) -> usize {
        self.state.count as usize
    }

    /// Whether none is known.
    pub const fn is_empty(&self) -> bool {
        self.state.count == 0
    }

    fn key(&self, id: Scalar<'_>) -> Key {
        key(self.state.seed, id)
    }

    fn find(&self, key: Key) -> Option<Link> {
        find(&self.processes, &self.heads, key)
    }

    fn insert(&mut self, key: Key) -> Option<Link> {
        if self.state.count as usize >= CAPACITY {
            let victim = if self.state.ended.oldest == Link::NONE { self.state.living.oldest } else { self.state.ended.oldest };
            self.remove(victim);
            self.state.forgotten = self.state.forgotten.saturating_add(1);
        }
        let link = if self.state.free == Link::NONE {
            self.state.fresh = self.state.fresh.saturating_add(1);
            Link(self.state.fresh)
        } else {
            self.state.free
        };
        let head = self.heads.get_mut(bucket(key, CAPACITY))?;
        let process = self.processes.get_mut(link.index())?;
        if self.state.free == link {
            self.state.free = process.chain;
        }
        *process = Process { key, chain: *head, ..Process::EMPTY };
        *head = link;
        self.state.count = self.state.count.saturating_add(1);
        self.append(link);
        Some(link)
    }

    fn remove(&mut self, link: Link) {
        let Some(process) = self.processes.get(link.index()).copied() else { return };
        self.unlink(link);
        let Some(head) = self.heads.get_mut(bucket(process.key, CAPACITY)) else { return };
        if *head == link {
            *head = process.chain;
        } else {
            let mut before = *head;
            while let Some(other) = self.processes.get_mut(before.index()) {
                if other.chain == link {
                    other.chain = process.chain;
                    break;
                }
                before = other.chain;
            }
        }
        if let Some(process) = self.processes.get_mut(link.index()) {
            process.chain = self.state.free;
        }
        self.state.free = link;
        self.state.count = self.state.count.saturating_sub(1);
    }

    /// A process was told of: it is the newest of its list.
    fn touch(&mut self, link: Link) {
        self.unlink(link);
        self.append(link);
    }

    fn end(&mut self, link: Link, ended: Timestamp) {
        self.unlink(link);
        if let Some(process) = self.processes.get_mut(link.index()) {
            (process.ended, process.has_ended) = (ended, true);
        }
        self.append(link);
    }

    fn unlink(&mut self, link: Link) {
        let Some(Process { older, newer, has_ended, .. }) = self.processes.get(link.index()).copied() else { return };
        let list = if has_ended { &mut self.state.ended } else { &mut self.state.living };
        match self.processes.get_mut(older.index()) {
            Some(process) => process.newer = newer,
            None => list.oldest = newer,
        }
        match self.processes.get_mut(newer.index()) {
            Some(process) => process.older = older,
            None => list.newest = older,
        }
    }

    fn append(&mut self, link: Link) {
        let Some(process) = self.processes.get_mut(link.index()) else { return };
        let list = if process.has_ended { &mut self.state.ended } else { &mut self.state.living };
        let before = core::mem::replace(&mut list.newest, link);
        (process.older, process.newer) = (before, Link::NONE);
        if list.oldest == Link::NONE {
            list.oldest = link;
        }
        if let Some(process) = self.processes.get_mut(before.index()) {
            process.newer = link;
        }
    }
}

impl<const CAPACITY: usize, const WORDS: usize> Default for Tree<CAPACITY, WORDS> {
    fn default() -> Self {
        Self::new()
    }
}

/// What the ancestors of the process of one event have met.
#[derive(Debug)]
pub struct Ancestors<'t, const WORDS: usize> {
    processes: &'t [Process<WORDS>],
    heads: &'t [Link],
    seed: [u64; 2],
    id: Option<Scalar<'t>>,
    parent: Option<Scalar<'t>>,
    met: Cell<Option<[u64; WORDS]>>,
}

impl<const WORDS: usize> Ancestors<'_, WORDS> {
    /// Whether some ancestor has met a query, by its number.
    #[inline]
    pub fn met(&self, query: usize) -> bool {
        let met = self.met.get().unwrap_or_else(|| self.find());
        met.get(query / 64).is_some_and(|word| word >> (query % 64) & 1 == 1)
    }

    fn find(&self) -> [u64; WORDS] {
        let own = self.id.map(|id| key(self.seed, id));
        let process = own.and_then(|own| self.processes.get(find(self.processes, self.heads, own)?.index()));
        let known_parent = process.filter(|process| process.has_parent).map(|process| process.parent);
        let parent = self.parent.map(|parent| key(self.seed, parent)).or(known_parent);
        let met = walk(self.processes, self.heads, own, parent, process.filter(|_| known_parent == parent));
        self.met.set(Some(met));
        met
    }
}

/// Numbers of queries that an event meets → bits.
#[inline]
pub fn bits<const WORDS: usize>(met: &[bool]) -> [u64; WORDS] {
    let mut bits = [0; WORDS];
    for (word, met) in bits.iter_mut().zip(met.chunks(64)) {
        for met in met.iter().rev() {
            *word = *word << 1 | u64::from(*met);
        }
    }
    bits
}

/// The first value of a field.
#[inline]
pub fn first<const FIELD: u64, E: Event>(event: &E) -> Option<Scalar<'_>> {
    let mut first = None;
    event.any::<FIELD>(|value| {
        first = Some(value);
        true
    });
    first
}

/// Whether a value of a field is that text.
#[inline]
pub fn is<const FIELD: u64, E: Event>(event: &E, text: &str) -> bool {
    event.any::<FIELD>(|value| value == Scalar::Str(text))
}

fn key(seed: [u64; 2], id: Scalar<'_>) -> Key {
    // A number of its own: an id is no join key.
    KeyHasher::new(seed, u16::MAX).with_keyword(id).finish()
}

fn bucket(key: Key, buckets: usize) -> usize {
    (u64::from(key.bits()).wrapping_mul(buckets as u64) >> 32) as usize
}

fn find<const WORDS: usize>(processes: &[Process<WORDS>], heads: &[Link], key: Key) -> Option<Link> {
    let mut link = heads.get(bucket(key, heads.len())).copied()?;
    loop {
        let process = processes.get(link.index())?;
        if process.key == key {
            return Some(link);
        }
        link = process.chain;
    }
}

/// What a process's ancestors have met, from its parent up; at the process itself a circle is closed. `below` is the process, if
/// it is known and has that parent.
fn walk<'t, const WORDS: usize>(
    processes: &'t [Process<WORDS>],
    heads: &[Link],
    own: Option<Key>,
    parent: Option<Key>,
    mut below: Option<&'t Process<WORDS>>,
) -> [u64; WORDS] {
    let mut all = [0; WORDS];
    let mut next = parent;
    for _ in 0..DEPTH_MAX {
        let Some(key) = next.filter(|key| own != Some(*key)) else { break };
        let Some(process) = find(processes, heads, key).and_then(|link| processes.get(link.index())) else {
            // The chain breaks: what the one below it inherited goes on.
            let inherited = below.map_or([0; WORDS], |process| process.inherited);
            all.iter_mut().zip(inherited).for_each(|(all, inherited)| *all |= inherited);
            break;
        };
        all.iter_mut().zip(process.met).for_each(|(all, met)| *all |= met);
        next = process.has_parent.then_some(process.parent);
        below = Some(process);
    }
    all
}

#[cfg(test)]
mod tests;
