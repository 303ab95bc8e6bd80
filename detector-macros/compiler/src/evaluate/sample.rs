//! Samples: for each join key one event a term, in any order, all of them distinct.

use super::keys::{self, Key};
use super::{Ancestry, Document, Hit, Options, Outcome, Subject, Value, meets};
use crate::ir::Sample;
use std::collections::BTreeMap;

/// The samples by join keys, ascending and null first; of the same keys, by the place of their events.
pub(super) fn run(sample: &Sample, events: &[Document], ancestry: &Ancestry<'_>, options: &Options) -> Vec<Hit> {
    let mut candidates: BTreeMap<Vec<Key>, Candidates> = BTreeMap::new();
    for (at, term) in sample.terms.iter().enumerate() {
        for (index, document) in events.iter().enumerate() {
            if meets(&term.query, Subject::new(document).with_ancestry(ancestry, index)) != Outcome::True {
                continue;
            }
            for tuple in keys::tuples(&term.keys, document) {
                let found = candidates
                    .entry(tuple.keys)
                    .or_insert_with(|| Candidates { join_keys: tuple.values, by_term: vec![Vec::new(); sample.terms.len()] });
                found.by_term[at].push(index);
            }
        }
    }
    let mut hits = Vec::new();
    for found in candidates.into_values() {
        let mut samples = Vec::new();
        choose(&found.by_term, &mut Vec::new(), &mut samples, options.max_samples_per_key);
        hits.extend(samples.into_iter().map(|events| Hit { events, join_keys: found.join_keys.clone() }));
    }
    hits
}

struct Candidates {
    join_keys: Vec<Option<Value>>,
    /// For each term the events that meet it, in order.
    by_term: Vec<Vec<usize>>,
}

/// Adds ways to choose a different event for each term, up to a number of them.
fn choose(by_term: &[Vec<usize>], chosen: &mut Vec<usize>, samples: &mut Vec<Vec<Option<usize>>>, count_max: usize) {
    let Some(candidates) = by_term.get(chosen.len()) else {
        samples.push(chosen.iter().copied().map(Some).collect());
        return;
    };
    for index in candidates {
        if samples.len() >= count_max {
            return;
        }
        if !chosen.contains(index) {
            chosen.push(*index);
            choose(by_term, chosen, samples, count_max);
            chosen.pop();
        }
    }
}
