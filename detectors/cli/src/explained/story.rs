//! A rule and events → what there is to say: of an event, of an alert that came, of one that did not, of a sequence.

use std::collections::HashSet;
use std::fmt::{self, Display, Formatter};
use std::sync::Arc;

use detector_compiler::evaluate::Outcome;
use detector_compiler::evaluate::explain::{Asked, Filter, Scene, Step, key_differences, trace};
use detector_compiler::ir::Body;

use super::{Part, Rule};

/// Events, and how their reader knows them.
#[derive(Clone, Copy)]
pub(crate) struct Events<'a> {
    pub(crate) scene: &'a Scene<'a>,
    /// One for each.
    pub(crate) names: &'a [EventName],
}

/// What an event is to the reader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum EventName {
    /// One of a test case, from 1.
    Event(usize),
    /// A line of a log, from 1, and which log where there are several.
    Line { line: u64, file: Option<Arc<str>> },
}

impl Display for EventName {
    /// `event 1`, `line 5`, `events.ndjson:5`
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Event(number) => write!(f, "event {number}"),
            Self::Line { line, file: None } => write!(f, "line {line}"),
            Self::Line { line, file: Some(file) } => write!(f, "{file}:{line}"),
        }
    }
}

impl Events<'_> {
    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.scene.events.len()
    }

    pub(crate) fn name(&self, event: usize) -> EventName {
        self.names.get(event).cloned().unwrap_or(EventName::Event(event.saturating_add(1)))
    }

    /// `event 1, event 2`
    pub(crate) fn names(&self, events: &[usize]) -> String {
        events.iter().map(|event| self.name(*event).to_string()).collect::<Vec<_>>().join(", ")
    }
}

impl Rule {
    /// What a filter says of an event, with the events of the stages before it.
    pub(crate) fn answer<'a>(
        &'a self,
        filter: &'a Filter,
        events: Events<'a>,
        event: usize,
        behind: &[usize],
    ) -> Option<Part<'a>> {
        let behind = if filter.reads_earlier() { behind } else { &[] };
        Some(Part::Answer {
            role: self.role(filter),
            event: events.name(event),
            behind: behind.iter().map(|event| events.name(*event)).collect(),
            filter,
            answer: Box::new(filter.answer(events.scene, event, behind)?),
            names: events.names,
        })
    }

    /// Why an alert came: each event, taken apart.
    pub(crate) fn why_alert<'a>(&'a self, events: Events<'a>, alert: &[usize]) -> Vec<Part<'a>> {
        let stages = self.stages().into_iter().zip(alert).enumerate();
        stages.filter_map(|(stage, (filter, event))| self.answer(filter, events, *event, &alert[..stage])).collect()
    }

    /// Why an alert of these events did not come: the events that do not meet their stage, or else how they do not join.
    pub(crate) fn why_no_alert<'a>(&'a self, events: Events<'a>, alert: &[usize]) -> Vec<Part<'a>> {
        let mut parts: Vec<Part<'_>> = self.why_alert(events, alert);
        let is_short = |part: &Part<'_>| matches!(part, Part::Answer { answer, .. } if answer.outcome != Outcome::True);
        if parts.iter().any(is_short) {
            parts.retain(is_short);
            return parts;
        }
        let met = match parts.len() {
            1 => "the event meets the query".to_owned(),
            _ => "each event meets its stage".to_owned(),
        };
        let mut sentences = vec![met];
        let differences = key_differences(&self.explainer.query, events.scene, alert);
        if !differences.is_empty() {
            sentences.extend(differences.iter().map(|difference| Self::difference_sentence(difference, events)));
        } else if let Some(sentence) = self.apart(events, alert) {
            sentences.push(sentence);
        } else {
            let concerns = |step: &&Step| alert.contains(&step.event) || step.spoiler().is_some_and(|by| alert.contains(&by));
            sentences.extend(self.steps(events).iter().filter(concerns).map(|step| self.sentence(step, events)));
        }
        sentences.into_iter().map(Part::Sentence).collect()
    }

    /// What became of the events that meet a stage. None of an event query or sample.
    pub(crate) fn steps(&self, events: Events<'_>) -> Vec<Step> {
        match &self.explainer.query.body {
            Body::Sequence(sequence) => trace(sequence, events.scene),
            Body::Event(_) | Body::Sample(_) => Vec::new(),
        }
    }

    /// What a filter is asked of all events. One that reads fields of earlier events is asked of each, whether or not something
    /// waits for it.
    pub(crate) fn asked<'a>(&'a self, filter: &'a Filter, events: Events<'_>) -> Vec<Asked<'a>> {
        let alone = |event| Asked { filter, event, behind: Vec::new() };
        if !filter.reads_earlier() {
            return (0..events.count()).map(alone).collect();
        }
        let mut asked: Vec<Asked<'_>> = self.explainer.asked(events.scene);
        asked.retain(|asked| std::ptr::eq(asked.filter, filter));
        let without: Vec<usize> = (0..events.count()).filter(|event| asked.iter().all(|asked| asked.event != *event)).collect();
        asked.extend(without.into_iter().map(alone));
        asked
    }

    /// The events that come nearest to meeting a filter and do not, nearest first.
    pub(crate) fn nearest<'a>(&'a self, filter: &'a Filter, events: Events<'a>, most: usize) -> Vec<Part<'a>> {
        let answers = self.asked(filter, events).into_iter().filter_map(|asked| {
            let answer = filter.answer(events.scene, asked.event, &asked.behind)?;
            (answer.outcome != Outcome::True).then(|| ((!answer.in_category, answer.distance(), asked.event), asked.behind))
        });
        let mut near: Vec<((bool, usize, usize), Vec<usize>)> = answers.collect();
        near.sort_unstable();
        let mut seen = HashSet::new();
        near.retain(|((_, _, event), _)| seen.insert(*event));
        near.into_iter().take(most).filter_map(|((_, _, event), behind)| self.answer(filter, events, event, &behind)).collect()
    }
}
