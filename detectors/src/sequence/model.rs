//! The meaning of a sequence written down as plainly as can be, and random streams that pool and model must agree on.

extern crate std;

use std::collections::HashMap;
use std::vec::Vec;
use std::{format, vec};

use super::{Pool, Sequence};
use crate::event::Handle;
use crate::scalar::{Scalar, Timestamp};

/// An event as a sequence sees it.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    pub(super) number: u64,
    pub(super) time: i64,
    /// Bit *s*: it meets stage *s*.
    pub(super) stages: u32,
    pub(super) until: bool,
    /// One for each value of the join key.
    pub(super) keys: Vec<u64>,
}

impl Seen {
    fn meets(&self, stage: usize) -> bool {
        self.stages >> stage & 1 == 1
    }
}

/// The events of a partial: numbers and times.
type Events = Vec<(u64, i64)>;

/// One sequence, without a bound: a slot for each key and stage but the last.
pub(super) struct Model {
    stages: usize,
    span_ms: Option<u64>,
    slots: HashMap<(u64, usize), Events>,
}

impl Model {
    pub(super) fn new(stages: usize, span_ms: Option<u64>) -> Self {
        Self { stages, span_ms, slots: HashMap::new() }
    }

    pub(super) fn observe(&mut self, event: &Seen) -> Vec<Vec<u64>> {
        let mut found = vec![];
        let mut new = vec![];
        for stage in (0..self.stages).rev().filter(|stage| event.meets(*stage)) {
            for key in event.keys.iter().copied() {
                if self.is_late(event, key, stage) {
                    continue;
                }
                let mut events = vec![];
                if stage > 0 {
                    let Some(partial) = self.slots.remove(&(key, stage - 1)) else { continue };
                    if is_over(&partial, self.span_ms, event.time) {
                        continue;
                    }
                    events = partial;
                }
                events.push((event.number, event.time));
                if stage == self.stages - 1 {
                    found.push(events.iter().map(|(number, _)| *number).collect());
                } else {
                    new.push(((key, stage), events));
                }
            }
        }
        self.slots.extend(new);
        if event.until {
            self.slots.retain(|(key, _), events| !event.keys.contains(key) || event.time < events[0].1);
        }
        found
    }

    /// Whether something newer is in the slot that the event would take from or, if it may take, in the one it would fill.
    fn is_late(&self, event: &Seen, key: u64, stage: usize) -> bool {
        let newer = |events: &Events| events.last().is_some_and(|(_, time)| event.time < *time);
        let taken = stage.checked_sub(1).map(|slot| self.slots.get(&(key, slot)));
        match taken {
            Some(None) => false,
            Some(Some(partial)) if newer(partial) => true,
            Some(Some(partial)) if is_over(partial, self.span_ms, event.time) => false,
            _ => self.slots.get(&(key, stage)).is_some_and(newer),
        }
    }

    fn expire(&mut self, now: i64) {
        let span_ms = self.span_ms;
        self.slots.retain(|_, events| !is_over(events, span_ms, now));
    }

    fn held(&self) -> usize {
        self.slots.values().map(Vec::len).sum()
    }

    fn oldest(&self) -> Option<u64> {
        self.slots.values().map(|events| events[0].0).min()
    }
}

fn is_over(events: &Events, span_ms: Option<u64>, now: i64) -> bool {
    span_ms.is_some_and(|span| i128::from(now) - i128::from(events[0].1) > i128::from(span))
}

/// Takes an event through one sequence of a pool as compiled rules do.
pub(super) fn observe<const STAGES: usize, const CAPACITY: usize, const SEQUENCES: usize>(
    pool: &mut Pool<CAPACITY, SEQUENCES>,
    sequence: Sequence,
    event: &Seen,
) -> Vec<Vec<u64>> {
    let mut found = vec![];
    let Some(mut step) = pool.step::<STAGES>(sequence, Some(Timestamp(event.time)), Handle(event.number)) else {
        return found;
    };
    let keys: Vec<_> = event.keys.iter().map(|key| step.key().with(Scalar::Unsigned(*key)).finish()).collect();
    for stage in (0..STAGES).rev().filter(|stage| event.meets(*stage)) {
        for key in keys.iter().copied() {
            if stage == STAGES - 1 {
                step.complete(key, |events| found.push(events.iter().map(|event| event.handle.0).collect()));
            } else if stage > 0 {
                step.advance(stage as u16, key);
            } else {
                step.start(key);
            }
        }
    }
    if event.until {
        keys.iter().for_each(|key| step.clear(*key));
    }
    found
}

/// [`observe`] for a number of stages known at run time.
pub(super) fn observe_any<const CAPACITY: usize, const SEQUENCES: usize>(
    pool: &mut Pool<CAPACITY, SEQUENCES>,
    stages: usize,
    sequence: Sequence,
    event: &Seen,
) -> Vec<Vec<u64>> {
    match stages {
        2 => observe::<2, CAPACITY, SEQUENCES>(pool, sequence, event),
        3 => observe::<3, CAPACITY, SEQUENCES>(pool, sequence, event),
        4 => observe::<4, CAPACITY, SEQUENCES>(pool, sequence, event),
        5 => observe::<5, CAPACITY, SEQUENCES>(pool, sequence, event),
        6 => observe::<6, CAPACITY, SEQUENCES>(pool, sequence, event),
        _ => std::panic!("no case for {stages} stages"),
    }
}

/// SplitMix64: random enough, and the same everywhere.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    pub(super) fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    pub(super) fn one_in(&mut self, bound: u64) -> bool {
        self.below(bound) == 0
    }
}

/// What streams are like.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) keys: u64,
    /// Events that come before their time, one in so many; 0 for none.
    pub(super) late: u64,
    /// Every stage asks for the same: a term `with runs`.
    pub(super) runs: bool,
}

pub(super) fn random_event(random: &mut Random, style: Style, stages: usize, number: u64, clock: &mut i64) -> Seen {
    *clock += random.below(3) as i64;
    let late = style.late > 0 && random.one_in(style.late);
    let time = *clock - if late { random.below(8) as i64 } else { 0 };
    let met = if style.runs {
        if random.one_in(4) { 0 } else { u32::MAX }
    } else {
        // Mostly one stage, now and then several or none.
        let one = 1 << random.below(stages as u64);
        if random.one_in(4) { random.next() as u32 } else { one }
    };
    let values = if random.one_in(6) { random.below(4) } else { 1 };
    let keys = (0..values).map(|_| random.below(style.keys)).collect();
    Seen { number, time, stages: met, until: random.one_in(12), keys }
}

/// Several sequences in one pool below its bound against a model of each. `DETECTORS_STREAMS=20` tries twenty times as many.
fn agree(style: Style) {
    let events = 60;
    let factor = std::env::var("DETECTORS_STREAMS").ok().and_then(|factor| factor.parse().ok());
    let streams = 1_000 * factor.unwrap_or(1_u64);
    let mut random = Random(0x5eed ^ style.keys ^ style.late << 8);
    let (mut alerts, mut displaced, mut late, mut expired, mut cleared) = (0_u64, 0, 0, 0, 0);
    for stream in 0..streams {
        let mut pool: Pool<256, 3> = Pool::with_seed([stream, 7]);
        let mut models: Vec<_> = (0..3_u16)
            .map(|id| {
                let span_ms = if random.one_in(3) { None } else { Some(random.below(12)) };
                let stages = 2 + random.below(5) as usize;
                (Sequence { id, span_ms }, stages, Model::new(stages, span_ms))
            })
            .collect();
        let mut clock = random.below(1000) as i64 - 500;
        for number in 0..events {
            let most = models.iter().map(|(_, stages, _)| *stages).max().unwrap();
            let event = random_event(&mut random, style, most, number, &mut clock);
            for (sequence, stages, model) in &mut models {
                let (expected, found) = (model.observe(&event), observe_any(&mut pool, *stages, *sequence, &event));
                assert_eq!(found, expected, "stream {stream}, {sequence:?} of {stages} stages, {event:?}");
                alerts += found.len() as u64;
            }
            if random.one_in(10) {
                // The host's clock is somewhat ahead of the events, or behind.
                let now = clock + random.below(8) as i64 - 4;
                pool.advance(Timestamp(now));
                models.iter_mut().for_each(|(_, _, model)| model.expire(now));
            }
            assert_eq!(pool.len(), models.iter().map(|(_, _, model)| model.held()).sum::<usize>());
            assert_eq!(pool.partials(), models.iter().map(|(_, _, model)| model.slots.len()).sum::<usize>());
            let oldest = models.iter().filter_map(|(_, _, model)| model.oldest()).min();
            assert_eq!(pool.oldest_live_handle(), oldest.map(Handle));
        }
        check(&pool, &format!("stream {stream}"));
        let tally = pool.tally();
        assert_eq!(tally.evicted, 0);
        displaced += tally.displaced;
        late += tally.late;
        expired += tally.expired;
        cleared += tally.cleared;
    }
    // The streams were worth something.
    assert!(alerts > streams && expired > streams && cleared > streams, "{alerts} {expired} {cleared}");
    assert!(style.runs || displaced > streams, "{displaced}");
    assert!(if style.late > 0 { late > streams } else { late == 0 }, "{late}");
}

/// The sizes of a pool's structures agree and every node is in exactly one of them; tallies add up.
pub(super) fn check<const CAPACITY: usize, const SEQUENCES: usize>(pool: &Pool<CAPACITY, SEQUENCES>, context: &str) {
    let held: usize = pool.queues.iter().map(|queue| queue.events as usize).sum();
    assert_eq!(held, pool.len(), "{context}");
    assert!(held <= CAPACITY, "{context}");
    let (partials, events, free, untouched) = pool.census();
    assert_eq!((partials, events), (pool.partials(), pool.len()), "{context}");
    assert_eq!(events + free + untouched, CAPACITY, "{context}");
    for queue in &pool.queues {
        let tally = queue.tally;
        let ended = tally.completed + tally.displaced + tally.expired + tally.evicted + tally.cleared + tally.spoilt;
        assert_eq!(tally.started, ended + u64::from(queue.partials), "{context}");
    }
}

#[test]
fn a_pool_below_its_bound_finds_what_the_model_finds() {
    agree(Style { keys: 2, late: 0, runs: false });
    agree(Style { keys: 4, late: 0, runs: false });
}

#[test]
fn so_it_does_with_runs_of_one_term() {
    agree(Style { keys: 3, late: 0, runs: true });
}

#[test]
fn so_it_does_when_events_come_late() {
    agree(Style { keys: 2, late: 5, runs: false });
}
