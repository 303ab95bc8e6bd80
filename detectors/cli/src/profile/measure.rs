//! An engine → the same engine, and what each of its rules costs.
//!
//! Whether an event meets a query is asked once to be counted. What that costs is measured on a sample: of each query one event in
//! [`SAMPLE_EACH`] is judged [`ROUNDS`] times in a row, and the time of one round stands for the others. What an event costs as a
//! whole is measured in the same way, once. So the sum of the rules is less than the whole: the index and the state of
//! sequences are not shared out.

use std::hint::black_box;
use std::time::{Duration, Instant};

use detectors::{Counters, Handle, Rule, Slot, SlotField, SlotTable, Timestamp};

use super::frequencies::Frequencies;
use crate::run::engine::{Engine, Probe, Sink};

/// One event of so many that a query is asked of is a sample; the first ones all are.
const SAMPLE_EACH: u64 = 64;
const SAMPLED_FIRST: u64 = 32;

/// How often a sample is judged: a clock tells no single nanoseconds.
const ROUNDS: u32 = 16;

/// An engine that is measured.
pub(super) struct Measured<'e> {
    engine: &'e mut dyn Probe,
    frequencies: Option<Frequencies>,
    /// Of each rule its queries.
    rules: Vec<Vec<Query>>,
    alerts: Vec<u64>,
    events: u64,
    whole: Samples,
}

/// Figures of an event query: an event query as a whole, a stage, an `until`.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Query {
    /// Events that were judged by it: the index left it of them, and it did not wait for another of its sequence.
    pub(super) evaluations: u64,
    /// Events that met it.
    pub(super) hits: u64,
    /// It is asked of every event, because it needs nothing that the index knows.
    pub(super) is_unanchored: bool,
    samples: Samples,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Samples {
    count: u64,
    took: Duration,
}

impl Samples {
    fn nanoseconds(&self) -> f64 {
        if self.count == 0 { 0.0 } else { self.took.as_nanos() as f64 / self.count as f64 }
    }
}

impl Query {
    /// What judging it once has cost.
    pub(super) fn nanoseconds(&self) -> f64 {
        self.samples.nanoseconds()
    }
}

/// What came of a profile.
pub(super) struct Figures {
    pub(super) events: u64,
    /// `compiled` or `evaluator`.
    pub(super) runs: &'static str,
    /// What an event costs after it has been decoded, index, rules and state together.
    pub(super) nanoseconds: f64,
    /// By cost, greatest first.
    pub(super) rules: Vec<RuleFigures>,
}

/// Figures of a rule.
pub(super) struct RuleFigures {
    pub(super) rule: &'static Rule,
    pub(super) queries: Vec<Query>,
    pub(super) alerts: u64,
}

impl RuleFigures {
    pub(super) fn evaluations(&self) -> u64 {
        self.queries.iter().map(|query| query.evaluations).sum()
    }

    pub(super) fn hits(&self) -> u64 {
        self.queries.iter().map(|query| query.hits).sum()
    }

    /// All its evaluations together.
    pub(super) fn nanoseconds(&self) -> f64 {
        self.queries.iter().map(|query| query.evaluations as f64 * query.nanoseconds()).sum()
    }
}

impl<'e> Measured<'e> {
    pub(super) fn new(engine: &'e mut dyn Probe, frequencies: Option<Frequencies>) -> Self {
        let mut rules: Vec<Vec<Query>> = engine.rules().iter().map(|_| Vec::new()).collect();
        // Whatever is asked of an event without any field is asked of all.
        let slots = vec![Slot::EMPTY; engine.fields().len()];
        let empty = SlotTable { slots: &slots, values: &[], input: "", scratch: "", handle: Handle(0) };
        engine.ask(&empty, &mut |rule, query, _, _| of(&mut rules, rule, query).is_unanchored = true);
        Self { alerts: vec![0; rules.len()], engine, frequencies, rules, events: 0, whole: Samples::default() }
    }

    /// What has been measured.
    pub(super) fn figures(self, runs: &'static str) -> (Figures, Option<Frequencies>) {
        let rules = self.engine.rules().iter().zip(self.rules).zip(self.alerts);
        let mut rules: Vec<RuleFigures> = rules.map(|((rule, queries), alerts)| RuleFigures { rule, queries, alerts }).collect();
        rules.sort_by(|left, right| {
            right.nanoseconds().total_cmp(&left.nanoseconds()).then(right.evaluations().cmp(&left.evaluations()))
        });
        (Figures { events: self.events, runs, nanoseconds: self.whole.nanoseconds(), rules }, self.frequencies)
    }
}

fn of(rules: &mut [Vec<Query>], rule: usize, query: usize) -> &mut Query {
    let queries = &mut rules[rule];
    if queries.len() <= query {
        queries.resize(query + 1, Query::default());
    }
    &mut queries[query]
}

impl Engine for Measured<'_> {
    fn rules(&self) -> &'static [&'static Rule] {
        self.engine.rules()
    }

    fn fields(&self) -> &'static [SlotField] {
        self.engine.fields()
    }

    fn observe(&mut self, event: SlotTable<'_>, sink: Sink<'_>) {
        if let Some(frequencies) = &mut self.frequencies {
            frequencies.add(&event);
        }
        let Self { engine, rules, alerts, .. } = self;
        engine.ask(&event, &mut |rule, number, waits, judge| {
            let query = of(rules, rule, number);
            if waits {
                return;
            }
            query.evaluations += 1;
            query.hits += u64::from(judge());
            if query.evaluations <= SAMPLED_FIRST || query.evaluations.is_multiple_of(SAMPLE_EACH) {
                let begin = Instant::now();
                (0..ROUNDS).for_each(|_| {
                    black_box(judge());
                });
                query.samples.took += begin.elapsed() / ROUNDS;
                query.samples.count += 1;
            }
        });
        self.events += 1;
        let metadata = engine.rules();
        let begin = Instant::now();
        engine.observe(event, &mut |alert| {
            if let Some(number) = metadata.iter().position(|rule| std::ptr::eq(*rule, alert.rule)) {
                alerts[number] += 1;
            }
            sink(alert);
        });
        self.whole.took += begin.elapsed();
        self.whole.count += 1;
    }

    fn advance(&mut self, now: Timestamp, sink: Sink<'_>) {
        self.engine.advance(now, sink);
    }

    fn finish(&mut self, sink: Sink<'_>) {
        let (metadata, alerts) = (self.engine.rules(), &mut self.alerts);
        self.engine.finish(&mut |alert| {
            if let Some(number) = metadata.iter().position(|rule| std::ptr::eq(*rule, alert.rule)) {
                alerts[number] += 1;
            }
            sink(alert);
        });
    }

    fn oldest_live_handle(&self) -> Option<Handle> {
        self.engine.oldest_live_handle()
    }

    fn counters_of(&self, rule: usize) -> Counters {
        self.engine.counters_of(rule)
    }
}
