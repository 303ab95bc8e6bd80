//! Diagnostics of what parses, has a meaning, and is not compiled yet.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::codes;
use crate::source::Span;

codes! {
    SAMPLE = 501 "sample-not-compiled" {
        why: "`sample` is understood and checked, but matchers for it are not emitted yet.",
        wrong: "sample by host.id [process where true] [file where true]",
        right: "sequence by host.id [process where true] [file where true]",
    }
    PIPE = 502 "pipe-not-compiled" {
        why: "`head` and `tail` limit the result of a search. A matcher sees a stream without an end, and matchers with limits are not emitted yet.",
        wrong: "process where process.name == \"nc\" | head 5",
        right: "process where process.name == \"nc\"",
    }
    MISSING_EVENT = 503 "missing-event-not-compiled" {
        why: "`![ … ]` is understood and checked, but matchers for it are not emitted yet.",
        wrong: "sequence by host.id with maxspan=1m [process where true] ![file where true]",
        right: "sequence by host.id with maxspan=1m [process where true] [file where true]",
    }
    ENDPOINT_EXTENSION = 504 "endpoint-extension-not-compiled" {
        why: "The construct of Elastic Endpoint's dialect parses, but matchers for it are not emitted yet.",
        wrong: "process where descendant of [process where process.name == \"sh\"]",
        right: "process where process.parent.name == \"sh\"",
    }
}

/// `sample …`
pub(crate) fn sample(span: Span) -> Diagnostic {
    Diagnostic::error(SAMPLE, span, "`sample` is not compiled yet", "no matcher can be made of it")
}

/// `| head 5`
pub(crate) fn pipe(span: Span) -> Diagnostic {
    Diagnostic::error(PIPE, span, "pipes are not compiled yet", "no matcher can be made of it")
        .help("leave it out; `max_signals` limits the alerts of a rule")
}

/// `![…]`
pub(crate) fn missing_event(span: Span) -> Diagnostic {
    Diagnostic::error(MISSING_EVENT, span, "missing events are not compiled yet", "no matcher can be made of it")
}

/// `_arraysearch(…)`, `descendant of`, `as event0`
pub(crate) fn endpoint_extension(span: Span, what: &str) -> Diagnostic {
    Diagnostic::error(ENDPOINT_EXTENSION, span, format!("{what} is not compiled yet"), "no matcher can be made of it")
}
