//! What became of each event that met a stage of a sequence: why it did, or did not, become an alert.

use super::super::sequence::{self, Noted};
use super::super::{Document, Value};
use super::Scene;
use crate::ir::{JoinKey, Sequence};

/// Something that happened, or did not, because of one event. Events are indices into the documents, stages and terms are
/// counted from 0; `with runs=3` makes three stages of one term.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// The event.
    pub event: usize,
    /// What.
    pub kind: StepKind,
}

impl Step {
    /// The event that spoils a sequence.
    pub fn spoiler(&self) -> Option<usize> {
        match self.kind {
            StepKind::Spoilt { by, .. } => Some(by),
            _ => None,
        }
    }

    /// Whether it is about an event, as its own or as one of a sequence that it changes.
    pub fn concerns(&self, event: usize) -> bool {
        let others = match &self.kind {
            StepKind::Completed(partial)
            | StepKind::Advanced(partial)
            | StepKind::Spoilt { partial, .. }
            | StepKind::TooLate { partial, .. }
            | StepKind::Displaced { partial }
            | StepKind::Ended { partial } => partial.events.as_slice(),
            StepKind::NotMet { .. } | StepKind::NoKey { .. } | StepKind::NoTime | StepKind::NothingWaits { .. } => &[],
        };
        self.event == event || others.contains(&event) || self.spoiler() == Some(event)
    }
}

/// Events that fill the first stages.
#[derive(Debug, Clone, PartialEq)]
pub struct Partial {
    /// One for each stage filled.
    pub events: Vec<usize>,
    /// The join keys that they share; `None` is null.
    pub join_keys: Vec<Option<Value>>,
}

/// What happened because of an event.
#[derive(Debug, Clone, PartialEq)]
pub enum StepKind {
    /// It meets a term, and lacks a join key that is not optional: the index of the key.
    NoKey {
        /// The term.
        term: usize,
        /// Index of the key.
        key: usize,
    },
    /// It has no time, and sequences do not see it.
    NoTime,
    /// It starts a sequence or takes it a stage further; it is the last event of the partial.
    Advanced(Partial),
    /// It fills the last stage.
    Completed(Partial),
    /// It meets the stage, and nothing waited for it with its join keys.
    NothingWaits {
        /// The stage.
        stage: usize,
        /// Its join keys.
        join_keys: Vec<Option<Value>>,
        /// What there was with these join keys: what became of the last event that filled the stage before.
        earlier: Option<Earlier>,
        /// The first later event that fills the stage before with these join keys.
        later: Option<usize>,
        /// The partial that had filled the stage before with other join keys, the one with the fewest different ones, and of
        /// these the last: it, and the indices of these keys.
        other_keys: Option<(Partial, Vec<usize>)>,
    },
    /// It does not meet the next stage, which reads fields of what waits for it.
    NotMet {
        /// What waits, and still does.
        partial: Partial,
    },
    /// It comes too late for what waited, which is given up.
    TooLate {
        /// What waited.
        partial: Partial,
        /// From its first event to this one.
        gap_ms: i128,
        /// The longest time allowed.
        span_max_ms: u64,
    },
    /// It fills a stage that an older event had filled with the same join keys, and which is given up.
    Displaced {
        /// What was given up.
        partial: Partial,
    },
    /// It meets `until`, which ends what waited.
    Ended {
        /// What waited.
        partial: Partial,
    },
    /// A sequence of which it is the last event is complete, and an event that must not be there is.
    Spoilt {
        /// What was complete.
        partial: Partial,
        /// The term that no event may meet.
        term: usize,
        /// The event that meets it.
        by: usize,
    },
}

/// What became of an event that filled the stage before, with the same join keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// This later event took it on already.
    Taken(usize, usize),
    /// This later event came too late, and it was given up.
    Late(usize, usize),
    /// This event, which meets `until`, ended it.
    Ended(usize, usize),
}

/// All that happened, in the order of the events.
pub fn trace(sequence: &Sequence, scene: &Scene<'_>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    let mut waiting: Vec<Partial> = Vec::new();
    let mut gone: Vec<(Partial, Earlier)> = Vec::new();
    for (index, document) in scene.events.iter().enumerate() {
        if super::super::keys::timestamp(document, &scene.options).is_none() {
            steps.push(Step { event: index, kind: StepKind::NoTime });
        }
    }
    sequence::run_noting(sequence, scene.events, &scene.ancestry, &scene.options, &mut |noted| {
        let step = match noted {
            Noted::NoKey { event, term, key } => Step { event, kind: StepKind::NoKey { term, key } },
            Noted::Advanced { partial } => {
                let event = last(&partial);
                waiting.push(partial.clone());
                Step { event, kind: StepKind::Advanced(partial) }
            }
            Noted::Completed { partial } => Step { event: last(&partial), kind: StepKind::Completed(partial) },
            Noted::Taken { partial, event } => {
                waiting.retain(|other| *other != partial);
                let earlier = Earlier::Taken(last(&partial), event);
                gone.push((partial, earlier));
                return;
            }
            Noted::NotMet { partial, event } => Step { event, kind: StepKind::NotMet { partial } },
            Noted::TooLate { partial, event, gap_ms, span_max_ms } => {
                if let Some((_, earlier)) = gone.iter_mut().rev().find(|(other, _)| *other == partial) {
                    *earlier = Earlier::Late(last(&partial), event);
                }
                Step { event, kind: StepKind::TooLate { partial, gap_ms, span_max_ms } }
            }
            Noted::NothingWaits { event, stage, join_keys } => {
                let before = |partial: &Partial| partial.events.len() == stage;
                let earlier = gone.iter().rev().find(|(partial, _)| before(partial) && partial.join_keys == join_keys);
                let different = |partial: &Partial| -> Vec<usize> {
                    (0..join_keys.len()).filter(|key| partial.join_keys.get(*key) != join_keys.get(*key)).collect()
                };
                let others =
                    waiting.iter().rev().chain(gone.iter().rev().map(|(partial, _)| partial)).filter(|partial| before(partial));
                let other_keys = others
                    .map(|partial| (partial.clone(), different(partial)))
                    .filter(|(_, keys)| !keys.is_empty())
                    .min_by_key(|(_, keys)| keys.len());
                let earlier = earlier.map(|(_, earlier)| *earlier);
                Step { event, kind: StepKind::NothingWaits { stage, join_keys, earlier, later: None, other_keys } }
            }
            Noted::Displaced { partial, event } => {
                waiting.retain(|other| *other != partial);
                Step { event, kind: StepKind::Displaced { partial } }
            }
            Noted::Ended { partial, event } => {
                waiting.retain(|other| *other != partial);
                let earlier = Earlier::Ended(last(&partial), event);
                gone.push((partial.clone(), earlier));
                Step { event, kind: StepKind::Ended { partial } }
            }
            Noted::Spoilt { partial, term, by } => Step { event: last(&partial), kind: StepKind::Spoilt { partial, term, by } },
        };
        steps.push(step);
    });
    find_later(&mut steps);
    steps
}

/// Fills in `later`: which event came after one that waited for nothing, and would have been what it needed.
fn find_later(steps: &mut [Step]) {
    let advanced: Vec<(usize, Partial)> = steps
        .iter()
        .enumerate()
        .filter_map(|(at, step)| match &step.kind {
            StepKind::Advanced(partial) => Some((at, partial.clone())),
            _ => None,
        })
        .collect();
    for (at, step) in steps.iter_mut().enumerate() {
        if let StepKind::NothingWaits { stage, join_keys, later, .. } = &mut step.kind {
            let is_it = |partial: &Partial| partial.events.len() == *stage && partial.join_keys == *join_keys;
            let found = advanced.iter().find(|(other, partial)| *other > at && is_it(partial) && last(partial) != step.event);
            *later = found.map(|(_, partial)| last(partial));
        }
    }
}

fn last(partial: &Partial) -> usize {
    partial.events.last().copied().unwrap_or_default()
}

/// The first key that is not optional and that the document lacks.
pub(in crate::evaluate) fn lacking_key(keys: &[JoinKey], document: &Document) -> Option<usize> {
    keys.iter().position(|key| {
        let values = key.field.as_ref().map_or(&[][..], |field| document.values(&field.name));
        values.is_empty() && !key.optional
    })
}
