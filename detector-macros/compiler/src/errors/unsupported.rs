//! Diagnostics of what parses, has a meaning, and is not compiled yet.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::codes;
use crate::source::Span;

codes! {
    ENDPOINT_EXTENSION = 504 "endpoint-extension-not-compiled" {
        why: "The construct of Elastic Endpoint's dialect parses, but matchers for it are not emitted yet.",
        wrong: "process where descendant of [process where process.name == \"sh\"]",
        right: "process where process.parent.name == \"sh\"",
    }
}

/// `_arraysearch(…)`, `descendant of`, `as event0`
pub(crate) fn endpoint_extension(span: Span, what: &str) -> Diagnostic {
    Diagnostic::error(ENDPOINT_EXTENSION, span, format!("{what} is not compiled yet"), "no matcher can be made of it")
}
