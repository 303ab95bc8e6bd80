//! The ancestors of processes: for each event and each `descendant of`, whether an ancestor of its process has met the query so far.
//!
//! Every event of the category `process` tells of its process, by `process.entity_id`: which parent it has, by
//! `process.parent.entity_id`, and which queries it meets. An event's own process is none of its ancestors; a process of which no
//! event told has met no query and has no parent. The event itself tells too: it may name its parent.

use super::{Document, Outcome, Subject, Value, meets, predicate};
use crate::ir::{Body, EventQuery, Lineage, Query};
use std::collections::{HashMap, HashSet};

pub(super) struct Ancestry<'q> {
    lineages: Vec<&'q Lineage>,
    /// For each event, for each lineage.
    answers: Vec<Vec<bool>>,
    /// For each event the numbers of its ancestors, the nearest first.
    ancestors: Vec<Vec<usize>>,
    /// For each process the events that told of it, each with how many events came before it.
    told: Vec<Vec<(usize, usize)>>,
    /// For each event how many came before it.
    places: Vec<usize>,
}

/// What is known of a process.
struct Process {
    number: usize,
    parent: Option<String>,
    /// For each lineage.
    met: Vec<bool>,
}

impl<'q> Ancestry<'q> {
    /// Of all events, in that order, for what a query asks.
    pub(super) fn new(query: &'q Query, events: &[Document], order: &[usize]) -> Self {
        Self::of(queries(query).into_iter().flat_map(|query| query.condition.lineages()), events, order)
    }

    /// Of all events, in that order, for some questions.
    pub(super) fn of(asked: impl Iterator<Item = &'q Lineage>, events: &[Document], order: &[usize]) -> Self {
        let mut lineages: Vec<&Lineage> = Vec::new();
        for lineage in asked {
            if !lineages.iter().any(|known| known.ancestor == lineage.ancestor) {
                lineages.push(lineage);
            }
        }
        if lineages.is_empty() {
            return Self { lineages, answers: Vec::new(), ancestors: Vec::new(), told: Vec::new(), places: Vec::new() };
        }
        let mut processes: HashMap<String, Process> = HashMap::new();
        let mut answers = vec![Vec::new(); events.len()];
        let mut ancestors = vec![Vec::new(); events.len()];
        let mut told: Vec<Vec<(usize, usize)>> = Vec::new();
        let mut places = vec![0; events.len()];
        for (place, index) in order.iter().enumerate() {
            let event = &events[*index];
            places[*index] = place;
            if let Some(process) = tell(&mut processes, &lineages, event) {
                told.resize(processes.len(), Vec::new());
                told[process].push((place, *index));
            }
            (answers[*index], ancestors[*index]) = ask(&processes, &lineages, event);
        }
        Self { lineages, answers, ancestors, told, places }
    }

    /// The events from which it is known whether an ancestor of the event's process has met a lineage's query: what has been told of
    /// the ancestors so far, the nearest first.
    pub(super) fn told_of_ancestors(&self, event: usize) -> impl Iterator<Item = usize> {
        let so_far = self.places.get(event).copied().unwrap_or(0);
        let ancestors = self.ancestors.get(event).into_iter().flatten();
        let told = ancestors.flat_map(|process| self.told.get(*process).into_iter().flatten());
        told.filter(move |(place, _)| *place < so_far).map(|(_, event)| *event)
    }

    /// Whether an ancestor of the event's process has met the query of the lineage.
    pub(super) fn descends(&self, lineage: &Lineage, event: usize) -> bool {
        let number = self.lineages.iter().position(|known| known.ancestor == lineage.ancestor);
        number.and_then(|number| self.answers.get(event)?.get(number)).copied().unwrap_or(false)
    }
}

fn queries(query: &Query) -> Vec<&EventQuery> {
    match &query.body {
        Body::Event(event) => vec![event],
        Body::Sequence(sequence) => sequence.terms.iter().chain(&sequence.until).map(|term| &term.query).collect(),
        Body::Sample(sample) => sample.terms.iter().map(|term| &term.query).collect(),
    }
}

/// The number of the process of which the event tells.
fn tell(processes: &mut HashMap<String, Process>, lineages: &[&Lineage], event: &Document) -> Option<usize> {
    let is_of_process = lineages.iter().any(|lineage| predicate::in_category(&lineage.ancestor.category, event));
    let entity = id(event, Lineage::ENTITY_ID).filter(|_| is_of_process)?;
    let number = processes.len();
    let process = processes.entry(entity).or_insert_with(|| Process { number, parent: None, met: vec![false; lineages.len()] });
    if let Some(parent) = id(event, Lineage::PARENT_ENTITY_ID) {
        process.parent = Some(parent);
    }
    for (met, lineage) in process.met.iter_mut().zip(lineages) {
        *met |= meets(&lineage.ancestor, Subject::new(event)) == Outcome::True;
    }
    Some(process.number)
}

/// For each lineage whether an ancestor has met it, and the numbers of the ancestors.
fn ask(processes: &HashMap<String, Process>, lineages: &[&Lineage], event: &Document) -> (Vec<bool>, Vec<usize>) {
    let own = id(event, Lineage::ENTITY_ID);
    let known_parent = || processes.get(own.as_ref()?)?.parent.clone();
    let mut next = id(event, Lineage::PARENT_ENTITY_ID).or_else(known_parent);
    let mut seen: HashSet<String> = own.into_iter().collect();
    let (mut met, mut ancestors) = (vec![false; lineages.len()], Vec::new());
    while let Some(entity) = next.filter(|entity| seen.insert(entity.clone())) {
        let Some(process) = processes.get(&entity) else { break };
        ancestors.push(process.number);
        met.iter_mut().zip(&process.met).for_each(|(met, of_ancestor)| *met |= of_ancestor);
        next = process.parent.clone();
    }
    (met, ancestors)
}

/// The first value of a field that tells processes apart.
fn id(event: &Document, field: &str) -> Option<String> {
    event.values(field).first().map(|value| match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        other => format!("{other:?}"),
    })
}
