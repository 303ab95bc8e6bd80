//! A query over documents that come one by one → hits as soon as they are decided.
//!
//! The answers are those of [`run`], if the documents come in the order of their times. Where they do not, it does as emitted
//! matchers do: event queries judge all documents; a stage of a sequence skips one that is older than the newest event which it
//! would use or displace, and counts it.
//!
//! What can only be answered of all documents (samples, missing events, ancestors of processes) is answered at the
//! [end](Stream::finish), of those documents that may matter; and so are pipes behind a `tail`. Memory is bounded: beyond 262,144 of them what is
//! oldest is given up, and counted.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::keys::{self, Key, KeyTuple};
use super::{Document, Hit, Options, Outcome, Subject, Value, meets, predicate, run};
use crate::ir::{Body, EventQuery, Pipe, Query, Sequence, Term};

/// Partial sequences, documents and hits that a stream holds at most, of each.
const HELD_MAX: usize = 262_144;

/// An event of a hit: the caller's name of it, and its time in milliseconds.
pub type Named = (u64, Option<i64>);

/// Events that a query found.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// In the order of the stages; missing events are left out.
    pub events: Vec<Named>,
    /// Values of the join keys; `None` is null. Empty for event queries.
    pub join_keys: Vec<Option<Value>>,
}

/// What was given up or passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Losses {
    /// Events that a sequence skipped because a later one of the same key came first.
    pub late: u64,
    /// Events that would have met a stage of a sequence, but have no time.
    pub untimed: u64,
    /// Partial sequences, documents or hits that there was no room for.
    pub evicted: u64,
    /// Conditions that could not be computed and did not hold.
    pub errors: u64,
}

/// A query and what it has seen.
#[derive(Debug)]
pub struct Stream {
    query: Query,
    options: Options,
    state: State,
    losses: Losses,
    /// Hits that have passed the pipes before the first `tail`.
    passed: u64,
    /// Hits that wait for the end, behind a `tail`.
    waiting: VecDeque<Found>,
}

#[derive(Debug)]
enum State {
    Event,
    Sequence(Slots),
    /// The documents that may matter, with their names.
    Gathered(Vec<Document>, Vec<u64>),
}

/// The partial sequences of all keys.
#[derive(Debug, Default)]
struct Slots {
    partials: BTreeMap<(Vec<Key>, usize), Partial>,
    /// How many partials have which first event.
    firsts: BTreeMap<u64, u32>,
}

/// Events that fill the first stages.
#[derive(Debug, Clone)]
struct Partial {
    events: Vec<Held>,
}

#[derive(Debug, Clone)]
struct Held {
    name: u64,
    ms: i64,
    /// If a later stage reads it.
    document: Option<Arc<Document>>,
}

impl Stream {
    /// A query that has seen nothing.
    pub fn new(query: &Query, options: &Options) -> Self {
        let has_ancestors = queries(query).iter().any(|query| !query.condition.lineages().is_empty());
        let state = match &query.body {
            Body::Event(_) if !has_ancestors => State::Event,
            Body::Sequence(sequence) if !has_ancestors && sequence.terms.iter().all(|term| !term.missing) => {
                State::Sequence(Slots::default())
            }
            Body::Event(_) | Body::Sequence(_) | Body::Sample(_) => State::Gathered(Vec::new(), Vec::new()),
        };
        let (query, options) = (query.clone(), options.clone());
        Self { query, options, state, losses: Losses::default(), passed: 0, waiting: VecDeque::new() }
    }

    /// Whether it has to see every document, also those that meet none of its event queries: they tell of ancestors.
    pub fn sees_all(&self) -> bool {
        queries(&self.query).iter().any(|query| !query.condition.lineages().is_empty())
    }

    /// What was given up or passed over so far.
    pub fn losses(&self) -> Losses {
        self.losses
    }

    /// The name that was given first among those that a hit may still have; names rise.
    pub fn oldest(&self) -> Option<u64> {
        let held = match &self.state {
            State::Event => None,
            State::Sequence(slots) => slots.firsts.keys().next().copied(),
            State::Gathered(_, names) => names.first().copied(),
        };
        let waiting = self.waiting.iter().flat_map(|found| &found.events).map(|(name, _)| *name).min();
        held.into_iter().chain(waiting).min()
    }

    /// Judges a document, which has a name that is greater than those before it. `may_meet` says which of the event queries, in the order of
    /// [`crate::index::queries`], it may meet: those that it leaves out are not judged.
    pub fn observe(&mut self, document: &Document, name: u64, may_meet: impl Fn(usize) -> bool, sink: &mut dyn FnMut(Found)) {
        let mut found = Vec::new();
        let losses = &mut self.losses;
        let ms = keys::timestamp(document, &self.options);
        match (&self.query.body, &mut self.state) {
            (Body::Event(query), State::Event) => {
                if may_meet(0) && judged(query, document, losses) {
                    found.push(Found { events: vec![(name, ms)], join_keys: Vec::new() });
                }
            }
            (Body::Sequence(sequence), State::Sequence(slots)) => {
                let event = Event { document, name, ms, may_meet: &may_meet };
                slots.observe(sequence, &event, self.options.window_ms, losses, &mut found);
            }
            (_, State::Gathered(documents, names)) => {
                let queries = queries(&self.query);
                let matters = |(number, query): (usize, &&EventQuery)| {
                    may_meet(number) && (asks_more(query) || meets(query, Subject::new(document)) != Outcome::False)
                };
                let tells = |query: &&EventQuery| {
                    query.condition.lineages().iter().any(|of| predicate::in_category(&of.ancestor.category, document))
                };
                if queries.iter().enumerate().any(matters) || queries.iter().any(tells) {
                    documents.push(document.clone());
                    names.push(name);
                    if documents.len() > HELD_MAX {
                        documents.drain(..HELD_MAX / 2);
                        names.drain(..HELD_MAX / 2);
                        self.losses.evicted += HELD_MAX as u64 / 2;
                    }
                }
            }
            (Body::Event(_) | Body::Sequence(_) | Body::Sample(_), State::Event | State::Sequence(_)) => {}
        }
        found.into_iter().for_each(|found| self.pipe(found, sink));
    }

    /// Time has passed for every source of documents: lets go of partial sequences that cannot be completed any more.
    pub fn advance(&mut self, now_ms: i64) {
        if let (Body::Sequence(sequence), State::Sequence(slots)) = (&self.query.body, &mut self.state)
            && let Some(span_ms) = sequence.maxspan_ms.or(self.options.window_ms)
        {
            slots.retain(|partial| !partial.is_over(span_ms, now_ms));
        }
    }

    /// No document will follow: gives the hits that had to wait for the end.
    pub fn finish(&mut self, sink: &mut dyn FnMut(Found)) {
        if let State::Gathered(documents, names) = &mut self.state {
            let hits = run(&self.query, documents, &self.options);
            let named = |index: usize| (names[index], keys::timestamp(&documents[index], &self.options));
            let found =
                |Hit { events, join_keys }| Found { events: events.into_iter().flatten().map(named).collect(), join_keys };
            hits.into_iter().map(found).for_each(&mut *sink);
            documents.clear();
            names.clear();
        }
        let mut waiting: Vec<Found> = std::mem::take(&mut self.waiting).into();
        for pipe in self.query.pipes.iter().skip_while(|pipe| matches!(pipe, Pipe::Head(_))) {
            match *pipe {
                Pipe::Head(count) => waiting.truncate(super::to_usize(count)),
                Pipe::Tail(count) => drop(waiting.drain(..waiting.len().saturating_sub(super::to_usize(count)))),
            }
        }
        waiting.into_iter().for_each(sink);
    }

    /// Sends a hit through the pipes.
    fn pipe(&mut self, found: Found, sink: &mut dyn FnMut(Found)) {
        let mut pipes = self.query.pipes.iter();
        let heads = pipes.by_ref().map_while(|pipe| if let Pipe::Head(count) = pipe { Some(*count) } else { None });
        if heads.min().is_some_and(|most| self.passed >= most) {
            return;
        }
        self.passed += 1;
        let tail = self.query.pipes.iter().find_map(|pipe| if let Pipe::Tail(count) = pipe { Some(*count) } else { None });
        let Some(count) = tail else { return sink(found) };
        self.waiting.push_back(found);
        let most = super::to_usize(count);
        if self.waiting.len() > most.min(HELD_MAX) {
            self.waiting.pop_front();
            self.losses.evicted += u64::from(most > HELD_MAX);
        }
    }
}

/// The event queries of a query, in the order of [`crate::index::queries`].
fn queries(query: &Query) -> Vec<&EventQuery> {
    match &query.body {
        Body::Event(event) => vec![event],
        Body::Sequence(sequence) => sequence.terms.iter().chain(&sequence.until).map(|term| &term.query).collect(),
        Body::Sample(sample) => sample.terms.iter().map(|term| &term.query).collect(),
    }
}

/// Whether a query cannot be answered of the document alone.
fn asks_more(query: &EventQuery) -> bool {
    query.condition.reads_earlier() || !query.condition.lineages().is_empty()
}

fn judged(query: &EventQuery, document: &Document, losses: &mut Losses) -> bool {
    let outcome = meets(query, Subject::new(document));
    losses.errors += u64::from(outcome == Outcome::Failed);
    outcome == Outcome::True
}

struct Event<'e> {
    document: &'e Document,
    name: u64,
    ms: Option<i64>,
    may_meet: &'e dyn Fn(usize) -> bool,
}

impl Slots {
    /// What [`super::sequence`] does with each event of its timeline.
    fn observe(
        &mut self,
        sequence: &Sequence,
        event: &Event<'_>,
        window_ms: Option<u64>,
        losses: &mut Losses,
        found: &mut Vec<Found>,
    ) {
        let may_meet = event.may_meet;
        let met: Vec<bool> = (0..)
            .zip(&sequence.terms)
            .map(|(number, term)| {
                may_meet(number) && { term.query.condition.reads_earlier() || judged(&term.query, event.document, losses) }
            })
            .collect();
        let Some(ms) = event.ms else {
            losses.untimed += u64::from(met.contains(&true));
            return;
        };
        let span_ms = sequence.maxspan_ms.or(window_ms);
        let stages = sequence.stages();
        let keeps_documents = sequence.terms.iter().any(|term| term.query.condition.reads_earlier());
        let mut document = None;
        let mut is_late = false;
        // The last stage first, so that one event does not fill two stages of one sequence.
        for (stage, term_number) in stages.iter().enumerate().rev().filter(|(_, term)| met[**term]) {
            let term = &sequence.terms[*term_number];
            for KeyTuple { keys, values } in keys::tuples(&term.keys, event.document) {
                let mut partial = Partial { events: Vec::new() };
                let slot = (keys, stage);
                if let Some(before) = stage.checked_sub(1) {
                    let before = (slot.0.clone(), before);
                    let Some(waits) = self.partials.get(&before) else { continue };
                    if waits.newest_ms() > Some(ms) || self.is_newer(&slot, ms) {
                        is_late = true;
                        continue;
                    }
                    if term.query.condition.reads_earlier() && !meets_behind(term, event.document, waits, &stages, losses) {
                        continue;
                    }
                    // Taken, and gone even if the sequence took too long.
                    let Some(taken) = self.remove(&before) else { continue };
                    if span_ms.is_some_and(|span_ms| taken.is_over(span_ms, ms)) {
                        continue;
                    }
                    partial = taken;
                } else if self.is_newer(&slot, ms) {
                    is_late = true;
                    continue;
                }
                let held = || keeps_documents.then(|| Arc::new(event.document.clone()));
                let document = if keeps_documents { document.get_or_insert_with(held).clone() } else { None };
                partial.events.push(Held { name: event.name, ms, document });
                if stage + 1 == stages.len() {
                    let events = partial.events.iter().map(|held| (held.name, Some(held.ms))).collect();
                    found.push(Found { events, join_keys: values });
                } else {
                    self.insert(slot, partial, losses);
                }
            }
        }
        if let Some(until) = &sequence.until
            && may_meet(sequence.terms.len())
            && judged(&until.query, event.document, losses)
        {
            for KeyTuple { keys, .. } in keys::tuples(&until.keys, event.document) {
                for stage in 0..stages.len() {
                    let slot = (keys.clone(), stage);
                    match self.partials.get(&slot).and_then(|partial| partial.events.first()) {
                        Some(first) if first.ms > ms => is_late = true,
                        _ => drop(self.remove(&slot)),
                    }
                }
            }
        }
        losses.late += u64::from(is_late);
    }

    /// Whether what is in a slot is newer than a time.
    fn is_newer(&self, slot: &(Vec<Key>, usize), ms: i64) -> bool {
        self.partials.get(slot).is_some_and(|partial| partial.newest_ms() > Some(ms))
    }

    fn insert(&mut self, slot: (Vec<Key>, usize), partial: Partial, losses: &mut Losses) {
        self.remove(&slot);
        if let Some(first) = partial.events.first() {
            *self.firsts.entry(first.name).or_default() += 1;
        }
        self.partials.insert(slot, partial);
        if self.partials.len() > HELD_MAX {
            let half = self.firsts.keys().nth(self.firsts.len() / 2).copied();
            let before = self.partials.len();
            self.retain(|partial| partial.events.first().map(|first| first.name) >= half);
            losses.evicted += (before - self.partials.len()) as u64;
        }
    }

    fn remove(&mut self, slot: &(Vec<Key>, usize)) -> Option<Partial> {
        let partial = self.partials.remove(slot)?;
        forget(&mut self.firsts, &partial);
        Some(partial)
    }

    fn retain(&mut self, keep: impl Fn(&Partial) -> bool) {
        let firsts = &mut self.firsts;
        self.partials.retain(|_, partial| {
            let keep = keep(partial);
            if !keep {
                forget(firsts, partial);
            }
            keep
        });
    }
}

fn forget(firsts: &mut BTreeMap<u64, u32>, partial: &Partial) {
    if let Some(first) = partial.events.first()
        && let Some(count) = firsts.get_mut(&first.name)
    {
        *count -= 1;
        if *count == 0 {
            firsts.remove(&first.name);
        }
    }
}

/// Whether an event meets a term that reads the events which a partial has found.
fn meets_behind(term: &Term, document: &Document, partial: &Partial, stages: &[usize], losses: &mut Losses) -> bool {
    let found = partial.events.iter().map(|held| held.document.as_deref());
    let earlier: Vec<(usize, &Document)> =
        stages.iter().zip(found).filter_map(|(term, document)| Some((*term, document?))).collect();
    let outcome = meets(&term.query, Subject { earlier: &earlier, ..Subject::new(document) });
    losses.errors += u64::from(outcome == Outcome::Failed);
    outcome == Outcome::True
}

impl Partial {
    fn newest_ms(&self) -> Option<i64> {
        self.events.last().map(|held| held.ms)
    }

    /// Whether so much time has passed since its first event. Inclusive: exactly so much later it has not.
    fn is_over(&self, span_ms: u64, now_ms: i64) -> bool {
        self.events.first().is_some_and(|first| i128::from(now_ms) - i128::from(first.ms) > i128::from(span_ms))
    }
}
