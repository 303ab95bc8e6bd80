//! The plain evaluator: runs a query over documents, as slowly and as plainly as the language is defined.
//!
//! ```text
//! Document      what an event holds: values by field name
//! Predicate     true or false of a document, or an error at run time         [`predicate`], subject
//! Ancestry      which ancestors of a process have met a query               ancestry
//! Expression    a value of one combination of values of the fields            expression, functions, pattern, version
//! Query         documents → hits: events, sequences, samples, in result order [`run`]
//! Stream        documents one by one → hits as they are decided               [`stream`]
//! ast::Query    a document → the same, condition by condition                 [`explain`]
//! ```
//! It is what emitted matchers are compared with, what folds constants, and what answers `detectors test`. It shares no
//! code with the runtime. It never ships in an agent.

mod ancestry;
mod date;
mod document;
pub mod explain;
mod expression;
mod functions;
mod keys;
mod pattern;
mod predicate;
mod sample;
mod sequence;
pub mod stream;
mod subject;
#[cfg(test)]
mod tests;
mod value;
mod version;

pub(crate) use date::parse as date_ms;
pub(crate) use document::scalar_text;
pub use document::{Document, DocumentError};
pub use expression::constant;
pub(crate) use keys::in_order;
pub use predicate::predicate;
pub use value::Value;
pub(crate) use value::order_numbers;

use crate::ir::{Body, EventQuery, Pipe, Query};
use ancestry::Ancestry;
use subject::Subject;

/// The query cannot be answered for this document: an overflow, a division by zero, a text that is no number.
///
/// Elasticsearch would give up the whole search; here that event does not match, in either polarity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failed;

/// What a query says of one document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It matches.
    True,
    /// It does not match.
    False,
    /// It could not be computed, and so does not match.
    Failed,
}

/// Whether a document meets an event query: its category, then its condition. Alone, it has no ancestors.
pub fn holds(query: &EventQuery, document: &Document) -> Outcome {
    meets(query, Subject::new(document))
}

fn meets(query: &EventQuery, subject: Subject<'_>) -> Outcome {
    if !predicate::in_category(&query.category, subject.event) {
        return Outcome::False;
    }
    match predicate::of(&query.condition, subject) {
        Ok(true) => Outcome::True,
        Ok(false) => Outcome::False,
        Err(Failed) => Outcome::Failed,
    }
}

/// How a query is run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Where the time of an event stands, in milliseconds.
    pub timestamp_field: String,
    /// What orders events of the same time; those without it come last.
    pub tiebreaker_field: Option<String>,
    /// At most so many hits: the last ones, of a sample the first ones. Applied after the pipes.
    pub size: Option<usize>,
    /// At most so many samples of the same join keys.
    pub max_samples_per_key: usize,
    /// Where a sequence has no maxspan: how long it may take, inclusive.
    pub window_ms: Option<u64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            timestamp_field: "@timestamp".to_owned(),
            tiebreaker_field: None,
            size: None,
            max_samples_per_key: 1,
            window_ms: None,
        }
    }
}

/// Events that a query found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Index into the events, one for each stage (`with runs=3` makes three); `None` stands for a missing event.
    pub events: Vec<Option<usize>>,
    /// Values of the join keys, head keys first; `None` is null. Empty for event queries.
    pub join_keys: Vec<Option<Value>>,
}

/// Runs a query over all events; the hits in result order, ascending.
///
/// Events are ordered by time, tiebreaker, and place in the list. Those without a time are judged by event queries, come
/// last there, and are not seen by sequences. A query that fails on an event does not match it.
pub fn run(query: &Query, events: &[Document], options: &Options) -> Vec<Hit> {
    let order = keys::in_order(events, options);
    let ancestry = Ancestry::new(query, events, &order);
    let mut hits = match &query.body {
        Body::Event(query) => {
            let is_hit =
                |index: &usize| meets(query, Subject::new(&events[*index]).with_ancestry(&ancestry, *index)) == Outcome::True;
            let matching = order.into_iter().filter(is_hit);
            matching.map(|index| Hit { events: vec![Some(index)], join_keys: Vec::new() }).collect()
        }
        Body::Sequence(sequence) => sequence::run(sequence, events, &ancestry, options),
        Body::Sample(sample) => sample::run(sample, events, &ancestry, options),
    };
    for pipe in &query.pipes {
        match *pipe {
            Pipe::Head(count) => hits.truncate(to_usize(count)),
            Pipe::Tail(count) => keep_last(&mut hits, to_usize(count)),
        }
    }
    match (options.size, &query.body) {
        (None, _) => {}
        (Some(size), Body::Sample(_)) => hits.truncate(size),
        (Some(size), Body::Event(_) | Body::Sequence(_)) => keep_last(&mut hits, size),
    }
    hits
}

fn keep_last(hits: &mut Vec<Hit>, count: usize) {
    hits.drain(..hits.len().saturating_sub(count));
}

fn to_usize(count: u64) -> usize {
    usize::try_from(count).unwrap_or(usize::MAX)
}
