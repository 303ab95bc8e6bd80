//! Comments that allow warnings: diagnostics of rule files → those that no comment allows.
//!
//! ```yaml
//! severity: high   # detectors: allow DR020 -- the reason, if there is one to tell
//! query: |
//!   // detectors: allow regex-anchor, DR702
//!   process where process.name regex "^a"
//! ```
//! A comment behind something is about its own line; one that stands alone is about the next line. A warning is of the line on
//! which its place begins. Errors cannot be allowed. What allows nothing is a warning itself, but not in a file with errors,
//! which is not checked to the end.

use super::{Code, Diagnostic, Severity};
use crate::errors::{self, allowances};
use crate::source::{Source, SourceId, Span};

/// A code in a comment.
struct Allowance {
    /// Where it stands.
    span: Span,
    code: Code,
    /// The first byte of the line that it is about, and of the line after it.
    line: (u32, u32),
    used: bool,
}

/// Takes out of the diagnostics of `sources`, which are by source, what comments allow, and adds those of the comments.
/// The result is in the order of sources and places.
pub fn apply(sources: &[Source], diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut more = Vec::new();
    let mut allowances: Vec<Allowance> = Vec::new();
    for (source, id) in sources.iter().zip(0..) {
        read(source, SourceId(id), &mut allowances, &mut more);
    }
    if allowances.is_empty() && more.is_empty() {
        return diagnostics;
    }
    let mut kept: Vec<Diagnostic> =
        diagnostics.into_iter().filter(|diagnostic| !is_allowed(diagnostic, &mut allowances)).collect();
    for Allowance { span, code, used, .. } in allowances {
        let is_error =
            |diagnostic: &Diagnostic| diagnostic.severity == Severity::Error && diagnostic.primary.span.source == span.source;
        if !used && !kept.iter().any(is_error) {
            more.push(allowances::unused_allowance(span, code));
        }
    }
    kept.extend(more);
    kept.sort_by_key(Diagnostic::order);
    kept
}

fn is_allowed(diagnostic: &Diagnostic, allowances: &mut [Allowance]) -> bool {
    let place = diagnostic.primary.span;
    let mut allowed = false;
    for allowance in allowances {
        let on_line = (allowance.line.0..allowance.line.1).contains(&place.start) && allowance.span.source == place.source;
        if on_line && diagnostic.severity == Severity::Warning && diagnostic.code == allowance.code {
            (allowed, allowance.used) = (true, true);
        }
    }
    allowed
}

/// The allowances of a source; tells of those that allow nothing whatever the file holds.
fn read(source: &Source, id: SourceId, allowances: &mut Vec<Allowance>, told: &mut Vec<Diagnostic>) {
    if !source.text.contains("detectors:") {
        return;
    }
    let mut start = 0;
    // Those of lines that hold nothing else, which wait for the next line.
    let mut waiting = allowances.len();
    for line in source.text.split_inclusive('\n') {
        let end = start + line.len();
        let Some((comment, list)) = comment(line) else {
            // What stands alone is about the next line that holds something.
            if !line.trim().is_empty() {
                allowances.iter_mut().skip(waiting).for_each(|allowance| allowance.line = Span::new(id, start..end).bytes());
                waiting = allowances.len();
            }
            start = end;
            continue;
        };
        let alone = line[..comment].trim().is_empty();
        let before = allowances.len();
        for (at, word) in words(line, list) {
            let span = Span::new(id, start + at..start + at + word.len());
            match errors::code(word) {
                Some(code) if code.info().severity == Severity::Error => {
                    told.push(allowances::error_cannot_be_allowed(span, code))
                }
                Some(code) => allowances.push(Allowance { span, code, line: Span::new(id, start..end).bytes(), used: false }),
                None => told.push(allowances::unknown_allowance(span, word, &similar_warnings(word))),
            }
        }
        if !alone {
            // Those that waited are about this line too.
            allowances[waiting..before].iter_mut().for_each(|allowance| allowance.line = Span::new(id, start..end).bytes());
            waiting = allowances.len();
        }
        start = end;
    }
}

fn similar_warnings(word: &str) -> Vec<String> {
    let is_warning = |name: &String| errors::code(name).is_some_and(|code| code.info().severity == Severity::Warning);
    errors::similar_codes(word).into_iter().filter(is_warning).collect()
}

/// Where in a line a comment begins that allows something, and where its list of codes begins.
fn comment(line: &str) -> Option<(usize, usize)> {
    let word = line.find("detectors:")?;
    let before = line[..word].trim_end();
    let start = before.strip_suffix('#').or_else(|| before.strip_suffix("//"))?;
    // In YAML a `#` within a word is a part of it.
    let is_comment = start.is_empty() || start.ends_with(char::is_whitespace) || before.ends_with("//");
    let rest = &line[word + "detectors:".len()..];
    let list = rest.trim_start().strip_prefix("allow").filter(|list| list.starts_with(char::is_whitespace))?;
    is_comment.then_some((start.len(), line.len() - list.len()))
}

/// The words of a list separated by commas, with their places; a reason behind ` -- ` is left out.
fn words(line: &str, list: usize) -> Vec<(usize, &str)> {
    let text = &line[list..];
    let text = text.find(" -- ").map_or(text, |reason| &text[..reason]).trim_end();
    let mut words = Vec::new();
    let mut at = list;
    for part in text.split(',') {
        let word = part.trim();
        if !word.is_empty() {
            words.push((at + (part.len() - part.trim_start().len()), word));
        }
        at += part.len() + 1;
    }
    words
}
