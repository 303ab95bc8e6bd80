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
}

/// What is known of a process.
struct Process {
    parent: Option<String>,
    /// For each lineage.
    met: Vec<bool>,
}

impl<'q> Ancestry<'q> {
    /// Of all events, in that order.
    pub(super) fn new(query: &'q Query, events: &[Document], order: &[usize]) -> Self {
        let mut lineages: Vec<&Lineage> = Vec::new();
        for lineage in queries(query).into_iter().flat_map(|query| query.condition.lineages()) {
            if !lineages.iter().any(|known| known.ancestor == lineage.ancestor) {
                lineages.push(lineage);
            }
        }
        if lineages.is_empty() {
            return Self { lineages, answers: Vec::new() };
        }
        let mut processes: HashMap<String, Process> = HashMap::new();
        let mut answers = vec![Vec::new(); events.len()];
        for index in order {
            let event = &events[*index];
            tell(&mut processes, &lineages, event);
            answers[*index] = ask(&processes, &lineages, event);
        }
        Self { lineages, answers }
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

fn tell(processes: &mut HashMap<String, Process>, lineages: &[&Lineage], event: &Document) {
    let is_of_process = lineages.iter().any(|lineage| predicate::in_category(&lineage.ancestor.category, event));
    let Some(entity) = id(event, Lineage::ENTITY_ID).filter(|_| is_of_process) else { return };
    let process = processes.entry(entity).or_insert_with(|| Process { parent: None, met: vec![false; lineages.len()] });
    if let Some(parent) = id(event, Lineage::PARENT_ENTITY_ID) {
        process.parent = Some(parent);
    }
    for (met, lineage) in process.met.iter_mut().zip(lineages) {
        *met |= meets(&lineage.ancestor, Subject::new(event)) == Outcome::True;
    }
}

fn ask(processes: &HashMap<String, Process>, lineages: &[&Lineage], event: &Document) -> Vec<bool> {
    let own = id(event, Lineage::ENTITY_ID);
    let known_parent = || processes.get(own.as_ref()?)?.parent.clone();
    let mut next = id(event, Lineage::PARENT_ENTITY_ID).or_else(known_parent);
    let mut seen: HashSet<String> = own.into_iter().collect();
    let mut met = vec![false; lineages.len()];
    while let Some(entity) = next.filter(|entity| seen.insert(entity.clone())) {
        let Some(process) = processes.get(&entity) else { break };
        met.iter_mut().zip(&process.met).for_each(|(met, of_ancestor)| *met |= of_ancestor);
        next = process.parent.clone();
    }
    met
}

/// The first value of a field that tells processes apart.
fn id(event: &Document, field: &str) -> Option<String> {
    event.values(field).first().map(|value| match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        other => format!("{other:?}"),
    })
}
