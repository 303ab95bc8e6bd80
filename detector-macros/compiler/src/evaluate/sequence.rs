//! Sequences: one slot for each join key and stage, the newest partial sequence wins.

use super::keys::{self, Key, KeyTuple};
use super::{Ancestry, Document, Hit, Options, Outcome, Subject, Value, meets};
use crate::ir::{Sequence, Term};
use std::collections::BTreeMap;

/// All hits of a sequence, in result order: by the last event, then by join keys.
pub(super) fn run(sequence: &Sequence, events: &[Document], ancestry: &Ancestry<'_>, options: &Options) -> Vec<Hit> {
    let timeline: Vec<Event<'_>> = keys::in_order(events, options)
        .into_iter()
        .filter_map(|index| {
            let document = &events[index];
            Some(Event { index, ms: keys::timestamp(document, options)?, document, ancestry })
        })
        .collect();
    let mut completed = positive_sequences(sequence, &timeline, options.window_ms);
    // Stable, and keys were looked at in order of events.
    completed.sort_by(|left, right| (left.last(), &left.keys).cmp(&(right.last(), &right.keys)));
    let missing = MissingTerms::new(sequence, &timeline);
    completed
        .into_iter()
        .filter(|found| missing.allow(found, &timeline, sequence.maxspan_ms))
        .map(|found| hit(sequence, &found, &timeline))
        .collect()
}

struct Event<'a> {
    index: usize,
    ms: i64,
    document: &'a Document,
    ancestry: &'a Ancestry<'a>,
}

impl<'a> Event<'a> {
    fn subject(&self) -> Subject<'a> {
        Subject::new(self.document).with_ancestry(self.ancestry, self.index)
    }
}

/// Events that fill the first stages, as places on the timeline.
#[derive(Debug, Clone)]
struct Partial {
    places: Vec<usize>,
    keys: Vec<Key>,
    /// The join keys of the newest event.
    values: Vec<Option<Value>>,
}

impl Partial {
    fn last(&self) -> Option<usize> {
        self.places.last().copied()
    }
}

/// The keys with which an event meets a term; none if it does not meet it.
fn keys_in(term: &Term, event: &Event<'_>) -> Vec<KeyTuple> {
    match meets(&term.query, event.subject()) {
        Outcome::True => keys::tuples(&term.keys, event.document),
        Outcome::False | Outcome::Failed => Vec::new(),
    }
}

/// Whether an event meets a term that reads the events which a partial has found.
fn meets_behind(sequence: &Sequence, term: &Term, event: &Event<'_>, partial: &Partial, timeline: &[Event<'_>]) -> bool {
    let found = partial.places.iter().map(|place| timeline[*place].document);
    let earlier: Vec<(usize, &Document)> = sequence.stages().into_iter().zip(found).collect();
    meets(&term.query, Subject { earlier: &earlier, ..event.subject() }) == Outcome::True
}

/// The sequences of the terms that are not missing events, in the order in which they are completed.
fn positive_sequences(sequence: &Sequence, timeline: &[Event<'_>], window_ms: Option<u64>) -> Vec<Partial> {
    let stages: Vec<&Term> = sequence.stages().into_iter().map(|index| &sequence.terms[index]).collect();
    let span_max_ms = sequence.maxspan_ms.or(window_ms);
    let mut slots: BTreeMap<(Vec<Key>, usize), Partial> = BTreeMap::new();
    let mut completed = Vec::new();
    for (place, event) in timeline.iter().enumerate() {
        let mut advanced = Vec::new();
        // The last stage first, so that one event does not fill two stages of one sequence.
        for (stage, term) in stages.iter().enumerate().rev() {
            let reads_earlier = term.query.condition.reads_earlier();
            let tuples = if reads_earlier { keys::tuples(&term.keys, event.document) } else { keys_in(term, event) };
            for KeyTuple { keys, values } in tuples {
                let mut places = Vec::new();
                if stage > 0 {
                    let before = slots.get(&(keys.clone(), stage - 1));
                    if reads_earlier && !before.is_some_and(|partial| meets_behind(sequence, term, event, partial, timeline)) {
                        continue;
                    }
                    // Taken, and gone even if the sequence took too long.
                    let Some(partial) = slots.remove(&(keys.clone(), stage - 1)) else { continue };
                    if span_max_ms.is_some_and(|max| span_ms(&partial, event, timeline) > i128::from(max)) {
                        continue;
                    }
                    places = partial.places;
                }
                places.push(place);
                let partial = Partial { places, keys, values };
                if stage + 1 == stages.len() {
                    completed.push(partial);
                } else {
                    advanced.push((stage, partial));
                }
            }
        }
        for (stage, partial) in advanced {
            slots.insert((partial.keys.clone(), stage), partial);
        }
        if let Some(until) = &sequence.until {
            let ended: Vec<Vec<Key>> = keys_in(until, event).into_iter().map(|tuple| tuple.keys).collect();
            slots.retain(|(keys, _), _| !ended.contains(keys));
        }
    }
    completed
}

/// From the first event of a partial sequence to another event.
fn span_ms(partial: &Partial, event: &Event<'_>, timeline: &[Event<'_>]) -> i128 {
    let first_ms = partial.places.first().map_or(event.ms, |place| timeline[*place].ms);
    i128::from(event.ms) - i128::from(first_ms)
}

/// The events that must not be there.
struct MissingTerms {
    terms: Vec<MissingTerm>,
}

struct MissingTerm {
    /// How many stages stand before it.
    stages_before: usize,
    /// Times and keys of the events that meet it.
    meeting: Vec<(i64, Vec<Key>)>,
}

impl MissingTerms {
    fn new(sequence: &Sequence, timeline: &[Event<'_>]) -> Self {
        let mut stages_before = 0;
        let mut terms = Vec::new();
        for term in &sequence.terms {
            if term.missing {
                let meeting =
                    timeline.iter().flat_map(|event| keys_in(term, event).into_iter().map(|tuple| (event.ms, tuple.keys)));
                terms.push(MissingTerm { stages_before, meeting: meeting.collect() });
            } else {
                stages_before += term.runs as usize;
            }
        }
        Self { terms }
    }

    /// Whether none of them spoils a completed sequence. Times are compared strictly: the same millisecond is not between,
    /// before or after.
    fn allow(&self, found: &Partial, timeline: &[Event<'_>], maxspan_ms: Option<u64>) -> bool {
        let times: Vec<i64> = found.places.iter().map(|place| timeline[*place].ms).collect();
        let (Some(first), Some(last)) = (times.first().copied(), times.last().copied()) else {
            return true;
        };
        let mut leading: Option<i64> = None;
        let mut trailing: Option<i64> = None;
        for MissingTerm { stages_before, meeting } in &self.terms {
            let of_key = meeting.iter().filter(|(_, keys)| *keys == found.keys).map(|(ms, _)| *ms);
            if *stages_before == 0 {
                leading = leading.max(of_key.filter(|ms| *ms < first).max());
            } else if *stages_before == times.len() {
                let earliest = of_key.filter(|ms| *ms > last).min();
                trailing = trailing.into_iter().chain(earliest).min();
            } else {
                let (after, before) = (times[stages_before - 1], times[*stages_before]);
                if of_key.into_iter().any(|ms| after < ms && ms < before) {
                    return false;
                }
            }
        }
        // There is a span of maxspan that holds the sequence and none of the missing events.
        let has_leading = self.terms.iter().any(|term| term.stages_before == 0);
        let has_trailing = self.terms.iter().any(|term| term.stages_before == times.len());
        let (from, to) = match (has_leading, has_trailing) {
            (true, true) => (leading, trailing),
            (true, false) => (leading, Some(last)),
            (false, true) => (Some(first), trailing),
            (false, false) => return true,
        };
        match (from, to) {
            (Some(from), Some(to)) => i128::from(to) - i128::from(from) > maxspan_ms.map_or(i128::MAX, i128::from),
            _ => true,
        }
    }
}

/// The events in the order of the terms, missing ones as nothing.
fn hit(sequence: &Sequence, found: &Partial, timeline: &[Event<'_>]) -> Hit {
    let mut places = found.places.iter();
    let mut events = Vec::new();
    for term in &sequence.terms {
        let runs = term.runs as usize;
        match term.missing {
            true => events.extend(std::iter::repeat_n(None, runs)),
            false => events.extend(places.by_ref().take(runs).map(|place| Some(timeline[*place].index))),
        }
    }
    Hit { events, join_keys: found.values.clone() }
}
