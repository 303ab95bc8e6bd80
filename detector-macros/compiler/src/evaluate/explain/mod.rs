//! Why a query is true or false of a document: the conditions as they are written, each with its own answer.
//!
//! ```text
//! ast::Query, Schema → Explainer   for each term a Filter: the tree of `and`, `or`, `not`; each node resolved by itself
//! Document → Answer                true or false of each node; of a leaf the values that it read       condition
//! documents → Scene                what is known beside each event: the ancestors of its process
//! Scene → Step                     what became of each event that met a stage                           [`trace`]
//! Scene → KeyDifference            why events that should make an alert do not join                     [`key_differences`]
//! Answers → Coverage               which leaves have decided, and how                                   coverage
//! ```
//! It never decides whether a rule alerts: [`super::run`] does, and each node is asked as that would ask it. The whole of a
//! condition is asked too, so that what is explained is what was decided.

mod condition;
mod coverage;
mod joins;
mod trace;

pub use condition::{Alternative, Among, Answer, Condition, ReadField, Shape, Truth};
pub use coverage::{Coverage, Extent, Gap, GapKind};
pub use joins::{KeyDifference, key_differences};
pub(super) use trace::lacking_key;
pub use trace::{Earlier, Partial, Step, StepKind, trace};

use super::sequence::{self, Noted};
use super::{Ancestry, Document, Options, Outcome, Subject, Value, keys, meets};
use crate::eql::ast;
use crate::ir;
use crate::resolve;
use crate::schema::Schema;
use crate::source::Span;

/// A query, condition by condition.
#[derive(Debug, Clone)]
pub struct Explainer {
    /// What the query means, not optimised.
    pub query: ir::Query,
    /// One for an event query; else one for each term, then `until`.
    pub filters: Vec<Filter>,
}

/// `CATEGORY where CONDITION`, alone or as a term.
#[derive(Debug, Clone)]
pub struct Filter {
    /// What it is for.
    pub role: Role,
    /// The category as it is written; `any` looks at all events.
    pub category: String,
    /// Its place.
    pub category_span: Span,
    /// What follows `where`.
    pub condition: Condition,
    /// What it means as a whole.
    pub query: ir::EventQuery,
}

/// What a filter is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// It is the whole query.
    Event,
    /// A term that an event must meet; index into the terms.
    Term(usize),
    /// A term that no event may meet; index into the terms.
    Missing(usize),
    /// It ends sequences.
    Until,
}

/// Events as a query judges them, and what it knows beside each.
pub struct Scene<'a> {
    /// The events.
    pub events: &'a [Document],
    options: Options,
    /// By time, tiebreaker and place.
    order: Vec<usize>,
    ancestry: Ancestry<'a>,
    /// For each stage of a sequence the index of its term.
    term_of: Vec<usize>,
}

/// That a filter is asked of an event.
#[derive(Debug, Clone)]
pub struct Asked<'q> {
    /// Which filter.
    pub filter: &'q Filter,
    /// Index of the event.
    pub event: usize,
    /// The events of the stages before, if the filter reads fields of them.
    pub behind: Vec<usize>,
}

/// What a filter says of an event.
#[derive(Debug, Clone)]
pub struct FilterAnswer<'q, 'd> {
    /// Of all of it.
    pub outcome: Outcome,
    /// Whether the document is of the category.
    pub in_category: bool,
    /// The categories that it has.
    pub categories: &'d [Value],
    /// Of the condition, whatever the category.
    pub condition: Answer<'q, 'd>,
}

impl Explainer {
    /// The parts of a query. `None` if it has errors.
    pub fn new(query: &ast::Query, schema: &Schema) -> Option<Self> {
        let (meaning, parts) = resolve::query_and_parts(query, schema)?;
        let whole = query;
        let mut ids = 0;
        let mut filter = |role, filter: &ast::EventFilter, query: &ir::EventQuery| {
            let term = match role {
                Role::Event => 0,
                Role::Term(index) | Role::Missing(index) => index,
                Role::Until => usize::MAX,
            };
            let place = condition::Place { query: whole, term, search: None, schema, parts: &parts };
            Some(Filter {
                role,
                category: filter.category.to_string(),
                category_span: filter.category.span,
                condition: Condition::new(&filter.condition, &place, &mut ids)?,
                query: query.clone(),
            })
        };
        let term_role = |index: usize, term: &ir::Term| if term.missing { Role::Missing(index) } else { Role::Term(index) };
        let filters: Option<Vec<Filter>> = match (&query.body, &meaning.body) {
            (ast::Body::Event(written), ir::Body::Event(query)) => filter(Role::Event, written, query).map(|filter| vec![filter]),
            (ast::Body::Sequence(written), ir::Body::Sequence(sequence)) => {
                let terms = written.terms.iter().zip(&sequence.terms).enumerate();
                let terms = terms.map(|(index, (written, term))| (term_role(index, term), &written.filter, &term.query));
                let until = written.until.iter().zip(&sequence.until);
                let until = until.map(|(written, term)| (Role::Until, &written.filter, &term.query));
                terms.chain(until).map(|(role, written, query)| filter(role, written, query)).collect()
            }
            (ast::Body::Sample(written), ir::Body::Sample(sample)) => {
                let terms = written.terms.iter().zip(&sample.terms).enumerate();
                terms.map(|(index, (written, term))| filter(Role::Term(index), &written.filter, &term.query)).collect()
            }
            _ => None,
        };
        Some(Self { filters: filters?, query: meaning })
    }

    /// The query's view of events.
    pub fn scene<'a>(&'a self, events: &'a [Document], options: &Options) -> Scene<'a> {
        let order = keys::in_order(events, options);
        let term_of = match &self.query.body {
            ir::Body::Sequence(sequence) => sequence.stages(),
            ir::Body::Event(_) | ir::Body::Sample(_) => Vec::new(),
        };
        // Of each part: what is told of it is asked for, also where the whole does not depend on it.
        let lineages = self.filters.iter().flat_map(|filter| filter.condition.lineages());
        let ancestry = Ancestry::of(lineages, events, &order);
        Scene { events, options: options.clone(), order, ancestry, term_of }
    }

    /// All that the query asks of the events. A filter that reads fields of earlier events is asked only where a partial sequence
    /// waits with the join keys of the event.
    pub fn asked(&self, scene: &Scene<'_>) -> Vec<Asked<'_>> {
        let alone = self.filters.iter().filter(|filter| !filter.reads_earlier());
        let mut asked: Vec<Asked<'_>> = alone
            .flat_map(|filter| (0..scene.events.len()).map(move |event| Asked { filter, event, behind: Vec::new() }))
            .collect();
        if let ir::Body::Sequence(sequence) = &self.query.body
            && asked.len() < self.filters.len() * scene.events.len()
        {
            sequence::run_noting(sequence, scene.events, &scene.ancestry, &scene.options, &mut |noted| {
                if let Noted::Taken { partial, event } | Noted::NotMet { partial, event } = noted {
                    let term = scene.term_of.get(partial.events.len()).copied().map(Role::Term);
                    let filter = self.filters.iter().find(|filter| Some(filter.role) == term && filter.reads_earlier());
                    asked.extend(filter.map(|filter| Asked { filter, event, behind: partial.events }));
                }
            });
        }
        asked
    }
}

impl Scene<'_> {
    /// When an event happened, in milliseconds since 1970; `None` if it does not say.
    pub fn time_ms(&self, event: usize) -> Option<i64> {
        self.events.get(event).and_then(|document| keys::timestamp(document, &self.options))
    }

    /// Whether an event comes before another: in time, by the tiebreaker, by its place.
    pub fn is_before(&self, event: usize, other: usize) -> bool {
        let place = |event: usize| self.order.iter().position(|index| *index == event);
        place(event) < place(other)
    }
}

impl Filter {
    /// Whether it reads fields of events that stages before it have found.
    pub fn reads_earlier(&self) -> bool {
        self.query.condition.reads_earlier()
    }

    /// What it says of an event, and why. `behind`: the events of the stages before, as far as they are known.
    ///
    /// `None` if there is no such event.
    pub fn answer<'a>(&'a self, scene: &'a Scene<'a>, event: usize, behind: &[usize]) -> Option<FilterAnswer<'a, 'a>> {
        let document = scene.events.get(event)?;
        let behind = behind.iter().filter_map(|event| scene.events.get(*event));
        let earlier: Vec<(usize, &Document)> = scene.term_of.iter().copied().zip(behind).collect();
        let subject = Subject { earlier: &earlier, ..Subject::new(document).with_ancestry(&scene.ancestry, event) };
        let among = Some((scene.events, &scene.ancestry, event));
        let judged = condition::Judged { event: document, element: None, earlier: &earlier, among };
        let categories = match &self.query.category {
            ir::Category::Any => &[][..],
            ir::Category::Named { field, .. } => document.values(&field.name),
        };
        Some(FilterAnswer {
            outcome: meets(&self.query, subject),
            in_category: super::predicate::in_category(&self.query.category, document),
            categories,
            condition: self.condition.answer(judged),
        })
    }
}

impl FilterAnswer<'_, '_> {
    /// How many leaves, the category counted as one, would have to be otherwise for the document to meet the filter.
    pub fn distance(&self) -> usize {
        self.condition.distance(true).saturating_add(usize::from(!self.in_category))
    }
}
