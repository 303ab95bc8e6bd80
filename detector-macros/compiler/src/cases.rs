//! A test case of a rule → the alerts that come, by the evaluator, and how they differ from those that the case lists.
//!
//! An alert is what its events are: of the same events there is one, whatever the values of their join keys.

use std::collections::BTreeSet;

use crate::CompiledRule;
use crate::evaluate::{self, Document, Hit};
use crate::ir::Body;
use crate::resolve::TestCase;
use crate::rule::tests::Alerts;

/// The events of an alert, as indices into those of its case; missing events are left out.
pub type Found = Vec<usize>;

/// What is other than expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// Not these alerts.
    Alerts {
        /// Expected, and did not come.
        missing: Vec<Found>,
        /// Came, and not expected.
        surplus: Vec<Found>,
    },
    /// Not so many alerts.
    Count {
        /// How many.
        expected: usize,
    },
}

impl CompiledRule {
    /// How the evaluator runs its query.
    pub fn evaluation(&self) -> evaluate::Options {
        evaluate::Options {
            timestamp_field: self.timestamp_field.clone(),
            tiebreaker_field: self.file.tiebreaker_field.as_ref().map(|field| field.value.clone()),
            size: None,
            max_samples_per_key: usize::try_from(self.samples_max).unwrap_or(usize::MAX),
            window_ms: self.span_ms,
        }
    }

    /// The alerts that events lead to once all time has passed: in the order of the evaluator, each once.
    pub fn alerts(&self, events: &[Document]) -> Vec<Found> {
        let mut seen = BTreeSet::new();
        let hits = evaluate::run(&self.query, events, &self.evaluation());
        hits.into_iter().map(events_of).filter(|alert| seen.insert(alert.clone())).collect()
    }

    /// How alerts differ from those expected; `None` if they do not.
    pub fn difference(&self, expected: &Alerts, came: &[Found]) -> Option<Difference> {
        match expected {
            Alerts::Count(count) => {
                let expected = count.value as usize;
                (came.len() != expected).then_some(Difference::Count { expected })
            }
            Alerts::Each(alerts) => {
                let alerts: Vec<Found> = alerts.iter().map(|alert| alert.value.clone()).collect();
                self.difference_of(&alerts, came)
            }
        }
    }

    /// How alerts differ from others.
    pub fn difference_of(&self, expected: &[Found], came: &[Found]) -> Option<Difference> {
        // Which term of a sample an event stands for is no matter of order.
        let is_sample = matches!(self.query.body, Body::Sample(_));
        let comparable = |alert: &Found| {
            let mut alert = alert.clone();
            if is_sample {
                alert.sort_unstable();
            }
            alert
        };
        let without = |all: &[Found], others: &[Found]| -> Vec<Found> {
            let others: BTreeSet<Found> = others.iter().map(comparable).collect();
            all.iter().filter(|alert| !others.contains(&comparable(alert))).cloned().collect()
        };
        let (missing, surplus) = (without(expected, came), without(came, expected));
        (!missing.is_empty() || !surplus.is_empty()).then_some(Difference::Alerts { missing, surplus })
    }
}

impl TestCase {
    /// Its events as the evaluator takes them.
    pub fn documents(&self) -> Vec<Document> {
        self.events.iter().map(|event| event.document.clone()).collect()
    }
}

fn events_of(hit: Hit) -> Found {
    hit.events.into_iter().flatten().collect()
}
