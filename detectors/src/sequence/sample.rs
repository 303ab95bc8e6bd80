//! Samples: events of one join key in any order, a different one for each term.
//!
//! A candidate is an event that meets a term. As soon as every term has one, all of them different, they are a sample; a key
//! gives at most so many. For each key and term the first candidates are kept, enough to find all samples that may be
//! reported: so many as samples, and one more for each other term. When a key has given its samples, only a mark stays.
//! Candidates and marks expire like partial sequences, by the span; a mark that is evicted lets the key be reported again.
//!
//! An event without a time takes part and does not expire.

use super::key::Key;
use super::table::{End, Link, SEEN, Table, is_over};
use super::{Sequence, Step};
use crate::alert::EventRef;
use crate::event::Handle;
use crate::scalar::Timestamp;

/// Time of an event that has none.
pub(super) const UNTIMED: Timestamp = Timestamp(i64::MAX);

impl<const CAPACITY: usize, const SEQUENCES: usize, const STORED: usize, const KEPT: usize>
    super::Pool<CAPACITY, SEQUENCES, STORED, KEPT>
{
    /// Begins to take an event through a sample of `TERMS` terms.
    pub fn sample<const TERMS: usize>(
        &mut self,
        sequence: Sequence,
        timestamp: Option<Timestamp>,
        handle: Handle,
    ) -> Option<Step<'_, TERMS>> {
        self.step(sequence, Some(timestamp.unwrap_or(UNTIMED)), handle)
    }
}

impl<const TERMS: usize> Step<'_, TERMS> {
    /// The event meets a term of a sample: `found` gets each sample that it completes, at most `samples_max` for the key.
    pub fn candidate(&mut self, term: u16, key: Key, samples_max: u32, mut found: impl FnMut(&[EventRef; TERMS])) {
        let given = self.table.mark(key);
        if given >= samples_max || !self.hold(term, key, samples_max) {
            return;
        }
        let mut chosen = [Candidate::NONE; TERMS];
        if let Some(slot) = chosen.get_mut(usize::from(term)) {
            *slot = Candidate { handle: self.event.handle, timestamp: self.event.timestamp, arrival: self.event.arrival };
        }
        let mut left = samples_max.saturating_sub(given);
        let search = Search { table: &self.table, key, fixed: term, span_ms: self.span_ms, now: self.event.timestamp };
        search.choose(0, &mut chosen, &mut left, &mut found);
        let now_given = samples_max.saturating_sub(left);
        if now_given > given {
            self.table.set_mark(key, self.queue, self.span_ms, self.event, now_given);
            if now_given >= samples_max {
                self.release(key);
            }
        }
    }

    /// Keeps the event as a candidate. False if the term has enough, or has the event already.
    fn hold(&mut self, term: u16, key: Key, samples_max: u32) -> bool {
        let most = samples_max.saturating_add(TERMS as u32).saturating_sub(1);
        let mut count = 0_u32;
        let mut arrival = 0;
        while let Some(candidate) = self.table.candidate_after(key, term, arrival) {
            if candidate.arrival == self.event.arrival {
                return false;
            }
            arrival = candidate.arrival;
            if is_gone(&candidate, self.span_ms, self.event.timestamp) {
                self.table.remove(candidate.link, End::Expired);
            } else {
                count = count.saturating_add(1);
            }
        }
        if count >= most || !self.table.make_room(Link::NONE) {
            return false;
        }
        self.table.insert_candidate(key, term, self.queue, self.span_ms, self.event);
        true
    }

    /// Frees the candidates of a key that has given all its samples.
    fn release(&mut self, key: Key) {
        for term in 0..TERMS as u16 {
            while let Some(candidate) = self.table.candidate_after(key, term, 0) {
                self.table.remove(candidate.link, End::Completed);
            }
        }
    }
}

fn is_gone(candidate: &Found, span_ms: u64, now: Timestamp) -> bool {
    candidate.timestamp != UNTIMED && now != UNTIMED && is_over(candidate.timestamp, span_ms, now)
}

/// A candidate in the table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    pub(super) link: Link,
    pub(super) handle: Handle,
    pub(super) timestamp: Timestamp,
    pub(super) arrival: u64,
}

/// A candidate that has been chosen.
#[derive(Clone, Copy)]
struct Candidate {
    handle: Handle,
    timestamp: Timestamp,
    arrival: u64,
}

impl Candidate {
    /// Arrivals begin at one.
    const NONE: Self = Self { handle: Handle(0), timestamp: UNTIMED, arrival: 0 };
}

/// The samples of a key in which one term has the event at hand.
struct Search<'s, 't> {
    table: &'s Table<'t>,
    key: Key,
    fixed: u16,
    span_ms: u64,
    now: Timestamp,
}

impl Search<'_, '_> {
    /// Chooses for the terms from `term` on, earliest candidates first.
    fn choose<const TERMS: usize>(
        &self,
        term: u16,
        chosen: &mut [Candidate; TERMS],
        left: &mut u32,
        found: &mut impl FnMut(&[EventRef; TERMS]),
    ) {
        if *left == 0 {
            return;
        }
        if usize::from(term) >= TERMS {
            *left = left.saturating_sub(1);
            let event = |candidate: &Candidate| EventRef {
                handle: candidate.handle,
                timestamp: (candidate.timestamp != UNTIMED).then_some(candidate.timestamp),
            };
            found(&chosen.each_ref().map(event));
            return;
        }
        if term == self.fixed {
            return self.choose(term.saturating_add(1), chosen, left, found);
        }
        let mut arrival = 0;
        while let Some(candidate) = self.table.candidate_after(self.key, term, arrival) {
            arrival = candidate.arrival;
            let taken = chosen.iter().any(|other| other.arrival == candidate.arrival);
            if taken || is_gone(&candidate, self.span_ms, self.now) {
                continue;
            }
            let Found { handle, timestamp, arrival, .. } = candidate;
            if let Some(slot) = chosen.get_mut(usize::from(term)) {
                *slot = Candidate { handle, timestamp, arrival };
            }
            self.choose(term.saturating_add(1), chosen, left, found);
            if let Some(slot) = chosen.get_mut(usize::from(term)) {
                *slot = Candidate::NONE;
            }
            if *left == 0 {
                return;
            }
        }
    }
}

impl Table<'_> {
    /// How many samples a key has given.
    fn mark(&self, key: Key) -> u32 {
        self.find(key, SEEN).map_or(0, |mark| mark.lead)
    }
}
