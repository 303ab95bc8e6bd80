//! Makes a query simpler without changing what it means: [`ir::Query`] → [`ir::Query`]. Cannot fail.
//!
//! | pass | does |
//! |---|---|
//! | `simplify` | flattens `and`/`or`, drops constants and double negations |
//! | `function` | turns functions of a plain field into tests that need no text stream |
//! | `merge` | joins alternatives of one field into one test, drops covered patterns |
//! | `order` | puts cheap operands first |
//!
//! Tests of one field joined by `and` are never combined: a field with several values may meet each with another value.

mod function;
mod merge;
mod order;
mod simplify;

use crate::ir::{self, EventQuery, Predicate, Term};

/// The same query, simpler.
pub fn query(query: ir::Query) -> ir::Query {
    let ir::Query { body, pipes } = query;
    let body = match body {
        ir::Body::Event(event) => ir::Body::Event(event_query(event)),
        ir::Body::Sequence(sequence) => ir::Body::Sequence(ir::Sequence {
            terms: sequence.terms.into_iter().map(term).collect(),
            until: sequence.until.map(term),
            maxspan_ms: sequence.maxspan_ms,
        }),
        ir::Body::Sample(sample) => ir::Body::Sample(ir::Sample { terms: sample.terms.into_iter().map(term).collect() }),
    };
    ir::Query { body, pipes }
}

/// The same predicate, simpler.
pub fn predicate(predicate: Predicate) -> Predicate {
    let predicate = function::pass(predicate);
    let predicate = simplify::pass(predicate);
    let predicate = merge::pass(predicate);
    // Merging may leave an `or` with one operand or a test that always holds.
    let predicate = simplify::pass(predicate);
    order::pass(predicate)
}

fn event_query(event: EventQuery) -> EventQuery {
    EventQuery { category: event.category, condition: predicate(event.condition) }
}

fn term(term: Term) -> Term {
    Term { query: event_query(term.query), ..term }
}

/// Rebuilds a predicate from below with `rebuild`.
fn map(predicate: Predicate, rebuild: &impl Fn(Predicate) -> Predicate) -> Predicate {
    let predicate = match predicate {
        Predicate::And(operands) => Predicate::And(operands.into_iter().map(|operand| map(operand, rebuild)).collect()),
        Predicate::Or(operands) => Predicate::Or(operands.into_iter().map(|operand| map(operand, rebuild)).collect()),
        Predicate::Not(operand) => Predicate::Not(Box::new(map(*operand, rebuild))),
        Predicate::AnyElement(search) => {
            let condition = Box::new(map(*search.condition, rebuild));
            Predicate::AnyElement(ir::ElementSearch { condition, ..search })
        }
        Predicate::Descendant(lineage) => {
            let EventQuery { category, condition } = *lineage.ancestor;
            let ancestor = Box::new(EventQuery { category, condition: map(condition, rebuild) });
            Predicate::Descendant(ir::Lineage { ancestor, ..lineage })
        }
        leaf @ (Predicate::Const(_) | Predicate::Test(..) | Predicate::Computed(_)) => leaf,
    };
    rebuild(predicate)
}
