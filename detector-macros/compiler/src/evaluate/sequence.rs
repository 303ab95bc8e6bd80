//! Sequences: one slot for each join key and stage, the newest partial sequence wins.

use super::explain::{self, lacking_key};
use super::keys::{self, Key, KeyTuple};
use super::{Ancestry, Document, Hit, Options, Outcome, Subject, Value, meets};
use crate::ir::{Sequence, Term};
use std::collections::BTreeMap;

/// All hits of a sequence, in result order: by the last event, then by join keys.
pub(super) fn run(sequence: &Sequence, events: &[Document], ancestry: &Ancestry<'_>, options: &Options) -> Vec<Hit> {
    run_noting(sequence, events, ancestry, options, &mut |_| {})
}

/// Something that happens on the way; events are indices into the documents, `term` is an index into the terms and `stage` one
/// into the stages.
pub(super) enum Noted {
    /// The event meets a term and lacks a key.
    NoKey { event: usize, term: usize, key: usize },
    /// A partial sequence has become longer by its last event.
    Advanced { partial: explain::Partial },
    /// A sequence is complete.
    Completed { partial: explain::Partial },
    /// The event takes a partial sequence out of its slot.
    Taken { partial: explain::Partial, event: usize },
    /// What it took began too long ago.
    TooLate { partial: explain::Partial, event: usize, gap_ms: i128, span_max_ms: u64 },
    /// The event does not meet the term of a stage that reads earlier events, with those that wait for it.
    NotMet { partial: explain::Partial, event: usize },
    /// The slot of the stage before is empty. Not noted of a term that reads earlier events: without them it is not judged.
    NothingWaits { event: usize, stage: usize, join_keys: Vec<Option<Value>> },
    /// The event fills a slot that was full.
    Displaced { partial: explain::Partial, event: usize },
    /// The event meets `until`.
    Ended { partial: explain::Partial, event: usize },
    /// A complete sequence is dropped for an event that must not be there.
    Spoilt { partial: explain::Partial, term: usize, by: usize },
}

/// As [`run`], telling what happens on the way.
pub(super) fn run_noting(
    sequence: &Sequence,
    events: &[Document],
    ancestry: &Ancestry<'_>,
    options: &Options,
    note: &mut dyn FnMut(Noted),
) -> Vec<Hit> {
    let timeline: Vec<Event<'_>> = keys::in_order(events, options)
        .into_iter()
        .filter_map(|index| {
            let document = &events[index];
            Some(Event { index, ms: keys::timestamp(document, options)?, document, ancestry })
        })
        .collect();
    let mut completed = positive_sequences(sequence, &timeline, options.window_ms, note);
    // Stable, and keys were looked at in order of events.
    completed.sort_by(|left, right| (left.last(), &left.keys).cmp(&(right.last(), &right.keys)));
    let missing = MissingTerms::new(sequence, &timeline);
    completed
        .into_iter()
        .filter(|found| match missing.spoiler(found, &timeline, sequence.maxspan_ms) {
            None => true,
            Some(Spoiler { term, place }) => {
                note(Noted::Spoilt { partial: found.explained(&timeline), term, by: timeline[place].index });
                false
            }
        })
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

    fn explained(&self, timeline: &[Event<'_>]) -> explain::Partial {
        let events = self.places.iter().map(|place| timeline[*place].index).collect();
        explain::Partial { events, join_keys: self.values.clone() }
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
fn positive_sequences(
    sequence: &Sequence,
    timeline: &[Event<'_>],
    window_ms: Option<u64>,
    note: &mut dyn FnMut(Noted),
) -> Vec<Partial> {
    let term_of = sequence.stages();
    let stages: Vec<&Term> = term_of.iter().map(|index| &sequence.terms[*index]).collect();
    let span_max_ms = sequence.maxspan_ms.or(window_ms);
    let mut slots: BTreeMap<(Vec<Key>, usize), Partial> = BTreeMap::new();
    let mut completed = Vec::new();
    for (place, event) in timeline.iter().enumerate() {
        let mut advanced = Vec::new();
        // The last stage first, so that one event does not fill two stages of one sequence.
        for (stage, term) in stages.iter().enumerate().rev() {
            let reads_earlier = term.query.condition.reads_earlier();
            let tuples = if reads_earlier { keys::tuples(&term.keys, event.document) } else { keys_in(term, event) };
            if tuples.is_empty()
                && let Some(key) = lacking_key(&term.keys, event.document)
                && meets(&term.query, event.subject()) == Outcome::True
            {
                note(Noted::NoKey { event: event.index, term: term_of[stage], key });
            }
            for KeyTuple { keys, values } in tuples {
                let mut places = Vec::new();
                if stage > 0 {
                    let slot = (keys.clone(), stage - 1);
                    if reads_earlier {
                        let Some(partial) = slots.get(&slot) else { continue };
                        if !meets_behind(sequence, term, event, partial, timeline) {
                            note(Noted::NotMet { partial: partial.explained(timeline), event: event.index });
                            continue;
                        }
                    }
                    // Taken, and gone even if the sequence took too long.
                    let Some(partial) = slots.remove(&slot) else {
                        note(Noted::NothingWaits { event: event.index, stage, join_keys: values });
                        continue;
                    };
                    let (explained, gap_ms) = (partial.explained(timeline), span_ms(&partial, event, timeline));
                    note(Noted::Taken { partial: explained.clone(), event: event.index });
                    if let Some(span_max_ms) = span_max_ms.filter(|max| gap_ms > i128::from(*max)) {
                        note(Noted::TooLate { partial: explained, event: event.index, gap_ms, span_max_ms });
                        continue;
                    }
                    places = partial.places;
                }
                places.push(place);
                let partial = Partial { places, keys, values };
                if stage + 1 == stages.len() {
                    note(Noted::Completed { partial: partial.explained(timeline) });
                    completed.push(partial);
                } else {
                    advanced.push((stage, partial));
                }
            }
        }
        for (stage, partial) in advanced {
            let explained = partial.explained(timeline);
            if let Some(older) = slots.insert((partial.keys.clone(), stage), partial) {
                note(Noted::Displaced { partial: older.explained(timeline), event: event.index });
            }
            note(Noted::Advanced { partial: explained });
        }
        if let Some(until) = &sequence.until {
            let ended: Vec<Vec<Key>> = keys_in(until, event).into_iter().map(|tuple| tuple.keys).collect();
            slots.retain(|(keys, _), partial| {
                let ends = ended.contains(keys);
                if ends {
                    note(Noted::Ended { partial: partial.explained(timeline), event: event.index });
                }
                !ends
            });
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
    /// Which term it is.
    term: usize,
    /// How many stages stand before it.
    stages_before: usize,
    /// Times, keys and places of the events that meet it.
    meeting: Vec<(i64, Vec<Key>, usize)>,
}

/// What spoils a sequence: the event of a place meets a term that no event may meet.
#[derive(Clone, Copy)]
struct Spoiler {
    term: usize,
    place: usize,
}

impl MissingTerms {
    fn new(sequence: &Sequence, timeline: &[Event<'_>]) -> Self {
        let mut stages_before = 0;
        let mut terms = Vec::new();
        for (index, term) in sequence.terms.iter().enumerate() {
            if term.missing {
                let meeting = timeline
                    .iter()
                    .enumerate()
                    .flat_map(|(place, event)| keys_in(term, event).into_iter().map(move |tuple| (event.ms, tuple.keys, place)));
                terms.push(MissingTerm { term: index, stages_before, meeting: meeting.collect() });
            } else {
                stages_before += term.runs as usize;
            }
        }
        Self { terms }
    }

    /// What of them spoils a completed sequence. Times are compared strictly: the same millisecond is not between, before or
    /// after.
    fn spoiler(&self, found: &Partial, timeline: &[Event<'_>], maxspan_ms: Option<u64>) -> Option<Spoiler> {
        let times: Vec<i64> = found.places.iter().map(|place| timeline[*place].ms).collect();
        let (first, last) = (times.first().copied()?, times.last().copied()?);
        let mut leading: Option<(i64, Spoiler)> = None;
        let mut trailing: Option<(i64, Spoiler)> = None;
        for MissingTerm { term, stages_before, meeting } in &self.terms {
            let of_key = meeting.iter().filter(|(_, keys, _)| *keys == found.keys);
            let mut of_key = of_key.map(|(ms, _, place)| (*ms, Spoiler { term: *term, place: *place }));
            if *stages_before == 0 {
                leading = leading.into_iter().chain(of_key.filter(|(ms, _)| *ms < first)).max_by_key(|(ms, _)| *ms);
            } else if *stages_before == times.len() {
                trailing = trailing.into_iter().chain(of_key.filter(|(ms, _)| *ms > last)).min_by_key(|(ms, _)| *ms);
            } else {
                let (after, before) = (times[stages_before - 1], times[*stages_before]);
                if let Some((_, spoiler)) = of_key.find(|(ms, _)| after < *ms && *ms < before) {
                    return Some(spoiler);
                }
            }
        }
        // There is a span of maxspan that holds the sequence and none of the missing events.
        let has_leading = self.terms.iter().any(|term| term.stages_before == 0);
        let has_trailing = self.terms.iter().any(|term| term.stages_before == times.len());
        let spoiler = leading.or(trailing).map(|(_, spoiler)| spoiler)?;
        let (leading, trailing) = (leading.map(|(ms, _)| ms), trailing.map(|(ms, _)| ms));
        let (from, to) = match (has_leading, has_trailing) {
            (true, true) => (leading?, trailing?),
            (true, false) => (leading?, last),
            (false, true) => (first, trailing?),
            (false, false) => return None,
        };
        let is_wide = i128::from(to) - i128::from(from) > maxspan_ms.map_or(i128::MAX, i128::from);
        (!is_wide).then_some(spoiler)
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
