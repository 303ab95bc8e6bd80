//! Refuses what has a meaning and is not compiled to a matcher yet.

use crate::diagnostics::Diagnostics;
use crate::eql::ast::{Body, Query};
use crate::errors::unsupported;

/// Reports every construct of the query that no matcher can be emitted for.
pub fn check(query: &Query, diagnostics: &mut Diagnostics) {
    for pipe in &query.pipes {
        diagnostics.push(unsupported::pipe(pipe.span));
    }
    match &query.body {
        Body::Event(_) | Body::Error(_) => {}
        Body::Sample(sample) => diagnostics.push(unsupported::sample(sample.span)),
        Body::Sequence(sequence) => {
            for term in &sequence.terms {
                if term.missing {
                    diagnostics.push(unsupported::missing_event(term.span));
                }
                if let Some((_, span)) = &term.alias {
                    diagnostics.push(unsupported::endpoint_extension(*span, "a name of a stage"));
                }
            }
        }
    }
}
