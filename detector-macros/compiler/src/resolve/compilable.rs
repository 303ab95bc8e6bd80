//! Refuses what has a meaning and is not compiled to a matcher yet.

use crate::diagnostics::Diagnostics;
use crate::eql::ast::{Body, Query};
use crate::errors::unsupported;

/// Reports every construct of the query that no matcher can be emitted for.
pub fn check(query: &Query, diagnostics: &mut Diagnostics) {
    let terms = match &query.body {
        Body::Event(_) | Body::Error(_) => return,
        Body::Sequence(sequence) => &sequence.terms,
        Body::Sample(sample) => &sample.terms,
    };
    for (_, span) in terms.iter().filter_map(|term| term.alias.as_ref()) {
        diagnostics.push(unsupported::endpoint_extension(*span, "a name of a stage"));
    }
}
