//! Rules of a set → the tables that say which of their queries an event may meet: see `detectors::index`.
//!
//! ```text
//! queries
//!   │ needs      what an event must have to meet a query: alternatives, each a few fields with literals and parts of texts
//!   │ frequency  how often an event has it
//!   │ choose     which of these needs are asked in passes over fields, and in which order
//!   │ automaton  parts of texts → an automaton for one pass
//!   ▼
//! Index
//! ```
//! Alternatives ask less than their query does, never more: what passes is judged by the query itself.

mod automaton;
mod choose;
mod frequency;
mod needs;

pub use automaton::Automaton;
pub use frequency::Frequencies;
pub use needs::{Need, Part};

use crate::CompiledRule;
use crate::ir::{Body, EventQuery};
use std::collections::{BTreeMap, BTreeSet};

/// Of the first so many fields alternatives are ordered by those with few values.
const FIRST_PASSES: usize = 6;
const FEW_VALUES: usize = 20;

/// Which queries an event may meet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// For each alternative its query, by the number that [`queries`] gives it.
    pub alternatives: Vec<usize>,
    /// In order.
    pub passes: Vec<Pass>,
}

/// What is asked of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pass {
    /// Its dotted name.
    pub field: String,
    /// The alternatives that ask something of it.
    pub asking: BTreeSet<usize>,
    /// Whole values, in lower case, and the alternatives that each satisfies.
    pub literals: BTreeMap<String, BTreeSet<usize>>,
    /// What finds parts of values, and the alternatives that these satisfy.
    pub parts: Option<Automaton>,
    /// The alternatives that any value satisfies.
    pub any: BTreeSet<usize>,
}

/// The event queries of a rule, in order: its terms, and `until`.
pub fn queries(rule: &CompiledRule) -> Vec<&EventQuery> {
    match &rule.query.body {
        Body::Event(event) => vec![event],
        Body::Sequence(sequence) => sequence.terms.iter().chain(&sequence.until).map(|term| &term.query).collect(),
        Body::Sample(sample) => sample.terms.iter().map(|term| &term.query).collect(),
    }
}

impl Index {
    /// The index of these rules.
    pub fn of(rules: &[CompiledRule], frequencies: &Frequencies) -> Self {
        let queries = rules.iter().flat_map(queries);
        let needed =
            queries.enumerate().flat_map(|(query, of)| needs::alternatives(of).into_iter().map(move |needs| (query, needs)));
        let (mut numbers, mut needs): (Vec<usize>, Vec<needs::Needs>) = needed.unzip();
        let chosen = choose::choose(&needs, frequencies);
        // Alternatives that ask the same of fields with few values stand together, so that most words get empty soon.
        let values = |pass: &choose::ChosenPass| {
            let values = needs.iter().filter_map(|needs| pass.need(needs)).flat_map(|need| &need.literals);
            values.collect::<BTreeSet<&String>>().len()
        };
        let mut coarse: Vec<&choose::ChosenPass> = chosen.iter().take(FIRST_PASSES).filter(|pass| !pass.parts).collect();
        coarse.retain(|pass| values(pass) <= FEW_VALUES);
        coarse.sort_by_key(|pass| values(pass));
        let mut order: Vec<usize> = (0..needs.len()).collect();
        order.sort_by_cached_key(|alternative| {
            let first = coarse.iter().map(|pass| pass.need(&needs[*alternative]).cloned());
            (first.collect::<Vec<_>>(), *alternative)
        });
        numbers = order.iter().map(|alternative| numbers[*alternative]).collect();
        needs = order.iter().map(|alternative| needs[*alternative].clone()).collect();
        let passes = chosen.iter().map(|pass| {
            let asking =
                needs.iter().enumerate().filter_map(|(alternative, needs)| pass.need(needs).map(|need| (alternative, need)));
            Pass::of(&pass.field, asking)
        });
        let passes = passes.flatten().collect();
        Self { alternatives: numbers, passes }
    }

    /// How many words have one bit for each alternative.
    pub fn words(&self) -> usize {
        self.alternatives.len().div_ceil(64).max(1)
    }
}

impl Pass {
    /// `None`: the parts are too many for an automaton.
    fn of<'a>(field: &str, asking: impl Iterator<Item = (usize, &'a Need)>) -> Option<Self> {
        let (mut all, mut any) = (BTreeSet::new(), BTreeSet::new());
        let mut literals: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
        let mut parts: BTreeMap<Part, BTreeSet<usize>> = BTreeMap::new();
        for (alternative, need) in asking {
            all.insert(alternative);
            if need.any {
                any.insert(alternative);
            }
            for literal in &need.literals {
                literals.entry(literal.clone()).or_default().insert(alternative);
            }
            for part in &need.parts {
                parts.entry(part.clone()).or_default().insert(alternative);
            }
        }
        let parts = if parts.is_empty() { None } else { Some(Automaton::of(&parts)?) };
        Some(Self { field: field.to_owned(), asking: all, literals, parts, any })
    }
}
