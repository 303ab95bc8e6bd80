//! Patterns of one `regex` operator → [`Regex`], or diagnostics.

use super::ast::Node;
use super::dfa::Table;
use super::required::required;
use super::{Dfa, Regex, java, lucene};
use crate::diagnostics::Diagnostics;
use crate::errors::{constants as errors, lints};
use crate::source::Span;

/// The longest pattern, in bytes.
const PATTERN_BYTES_MAX: usize = 10_000;

/// The most states of an automaton: their numbers fit 16 bits, and the code around them stays small.
pub const STATES_MAX: usize = 16_383;

/// The largest table of transitions.
pub const TABLE_BYTES_MAX: usize = 512 << 10;

/// Compiles the patterns of one `regex` operator: the whole text must be in the language of one of them.
///
/// `insensitive` is `regex~`: ASCII letters outside of classes match either case. `java` is for a function's result,
/// where Elasticsearch runs the pattern in a script with Java's dialect instead of Lucene's. Reports every pattern that
/// does not parse (with the place inside it), uses what is not supported, or needs an automaton that is too large;
/// then there is no result.
pub fn compile(patterns: &[(String, Span)], insensitive: bool, java: bool, diagnostics: &mut Diagnostics) -> Option<Regex> {
    let mut nodes = Vec::new();
    for (pattern, span) in patterns {
        if pattern.len() > PATTERN_BYTES_MAX {
            diagnostics.push(errors::regex_too_long(*span, pattern.len(), PATTERN_BYTES_MAX));
            continue;
        }
        let parsed = if java { java::parse(pattern, insensitive) } else { lucene::parse(pattern, insensitive) };
        match parsed {
            Ok(node) => {
                if insensitive && !java && node.has_cased_class() {
                    diagnostics.push(lints::regex_class_case(*span));
                }
                nodes.push(node);
            }
            Err(refusal) => {
                let place = pattern.get(..refusal.at).unwrap_or(pattern).chars().count() + 1;
                let help = refusal.help.as_deref();
                diagnostics.push(match refusal.unsupported {
                    true => errors::unsupported_regex(*span, pattern, place, &refusal.problem, help),
                    false => errors::invalid_regex(*span, pattern, place, &refusal.problem, help),
                });
            }
        }
    }
    let (first, last) = (patterns.first()?, patterns.last()?);
    if nodes.len() < patterns.len() {
        return None;
    }
    let node = Node::union(nodes);
    let Some(dfa) = automaton(&node) else {
        diagnostics.push(errors::regex_too_large(first.1.to(last.1), STATES_MAX, TABLE_BYTES_MAX));
        return None;
    };
    let patterns = patterns.iter().map(|(pattern, _)| pattern.clone()).collect();
    Some(Regex { patterns, insensitive, required: required(&node), dfa })
}

/// The automaton of a language, if it is small enough.
fn automaton(node: &Node) -> Option<Dfa> {
    let table = Table::of(node).ok().filter(|table| table.len() <= STATES_MAX)?;
    let dfa = table.finish();
    (dfa.transitions.len() * size_of::<u16>() <= TABLE_BYTES_MAX).then_some(dfa)
}

/// What in a pattern suggests that its author had a Perl-like dialect in mind; such a pattern compiles, but its `^`, `$`
/// are ordinary characters.
pub fn looks_like_pcre(pattern: &str) -> Option<&'static str> {
    let escaped_end =
        pattern.strip_suffix('$').is_some_and(|rest| rest.chars().rev().take_while(|c| *c == '\\').count() % 2 == 1);
    if pattern.starts_with('^') {
        Some("`^` is an ordinary character here: the pattern always has to match the whole value")
    } else if pattern.len() > 1 && pattern.ends_with('$') && !escaped_end {
        Some("`$` is an ordinary character here: the pattern always has to match the whole value")
    } else {
        None
    }
}
