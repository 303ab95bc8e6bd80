//! Events that should make one alert → the join keys in which they differ.

use super::Scene;
use crate::evaluate::keys::Key;
use crate::evaluate::{Value, keys};
use crate::ir::{Body, JoinKey, Query, Term};

/// A join key in which two events of an alert differ.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyDifference<'a> {
    /// The event of the earlier stage, the name of its key, the key's values.
    pub left: (usize, &'a str, &'a [Value]),
    /// The same of the later one.
    pub right: (usize, &'a str, &'a [Value]),
}

/// The join keys in which the events of an alert, one for each stage, differ from the event of the first stage. None of an event query.
pub fn key_differences<'a>(query: &'a Query, scene: &Scene<'a>, alert: &[usize]) -> Vec<KeyDifference<'a>> {
    let terms: Vec<&Term> = match &query.body {
        Body::Event(_) => Vec::new(),
        Body::Sequence(sequence) => sequence.stages().into_iter().filter_map(|term| sequence.terms.get(term)).collect(),
        Body::Sample(sample) => sample.terms.iter().collect(),
    };
    let mut stages = terms.into_iter().zip(alert.iter().copied());
    let Some((first, first_event)) = stages.next() else { return Vec::new() };
    stages
        .flat_map(|(term, event)| first.keys.iter().zip(&term.keys).map(move |keys| (keys, event)))
        .filter_map(|((left, right), event)| {
            let (own, other) = (alternatives(scene, left, first_event)?, alternatives(scene, right, event)?);
            let differ = !own.iter().any(|key| other.contains(key));
            differ.then(|| KeyDifference {
                left: (first_event, left.name.as_str(), values(scene, left, first_event)),
                right: (event, right.name.as_str(), values(scene, right, event)),
            })
        })
        .collect()
}

fn values<'a>(scene: &Scene<'a>, key: &JoinKey, event: usize) -> &'a [Value] {
    let document = scene.events.get(event);
    key.field.as_ref().zip(document).map_or(&[][..], |(field, document)| document.values(&field.name))
}

/// The keys with which an event can join; `None` if there is no such event.
fn alternatives(scene: &Scene<'_>, key: &JoinKey, event: usize) -> Option<Vec<Key>> {
    let tuples = keys::tuples(std::slice::from_ref(key), scene.events.get(event)?);
    Some(tuples.into_iter().flat_map(|tuple| tuple.keys).collect())
}
