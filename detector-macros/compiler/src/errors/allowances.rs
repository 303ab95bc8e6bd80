//! Diagnostics of comments that allow warnings.

use crate::diagnostics::{Code, Diagnostic, codes::codes};
use crate::source::Span;

codes! {
    UNUSED_ALLOWANCE = 690 "unused-allowance" warning {
        why: "The comment allows a warning that nothing gives: not on its own line, nor, if it stands alone, on the next line that is no \
              such comment. An allowance that outlives its reason would hide the next problem of the kind.",
        wrong: "severity: medium   # detectors: allow severity-and-risk-score\nrisk_score: 47",
        right: "severity: high   # detectors: allow severity-and-risk-score -- the noise is known\nrisk_score: 47",
    }
    UNKNOWN_ALLOWANCE = 691 "unknown-allowance" warning {
        why: "The comment allows something that is not the code or the name of a warning, so it allows nothing. Errors cannot be allowed. \
              Several codes are separated by commas, and a reason follows ` -- `.",
        wrong: "severity: medium   # detectors: allow severity-and-risk\nrisk_score: 47",
        right: "severity: high   # detectors: allow severity-and-risk-score\nrisk_score: 47",
    }
}

/// An allowance of a warning that is not there.
pub(crate) fn unused_allowance(span: Span, code: Code) -> Diagnostic {
    let name = code.info().name;
    Diagnostic::warning(UNUSED_ALLOWANCE, span, format!("nothing gives the warning {code}, `{name}`, here"), "allows nothing")
        .help("take it out of the comment")
}

/// A word that is no code, with the names that are near.
pub(crate) fn unknown_allowance(span: Span, word: &str, near: &[String]) -> Diagnostic {
    let diagnostic = Diagnostic::warning(UNKNOWN_ALLOWANCE, span, format!("no warning `{word}`"), "unknown code");
    match near {
        [] => diagnostic.help("`detectors explain` lists all codes"),
        [one, ..] => diagnostic.suggest_maybe(format!("a warning with a similar name exists: `{one}`"), span, one.as_str()),
    }
}

/// A code of an error.
pub(crate) fn error_cannot_be_allowed(span: Span, code: Code) -> Diagnostic {
    let name = code.info().name;
    Diagnostic::warning(UNKNOWN_ALLOWANCE, span, format!("{code}, `{name}`, is an error"), "errors cannot be allowed")
        .help("mend the error")
}
