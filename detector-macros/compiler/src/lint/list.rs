//! Lists of which one element makes another idle.

use super::condition::{How, text_test};
use super::logic::{Wildcards, block, block_covers};
use super::{Rule, text};
use crate::diagnostics::Diagnostics;
use crate::eql::ast::{Expr, ExprKind, Literal};
use crate::errors::lints::wording as errors;
use crate::ir::Function;
use crate::source::Span;
use std::collections::HashMap;

/// Blocks of which the IANA registries of special addresses list parts as well. Rules that name these addresses follow the
/// registries, and are not told that the parts are covered.
const LISTED_WITH_PARTS: [&str; 3] = ["192.0.0.0/24", "240.0.0.0/4", "2001::/23"];

/// Of longer lists only elements that are equal are told.
const PAIRS_MAX: usize = 500;

/// Elements that are there twice, or that another one covers: `process.name like ("a*", "ab*")`.
pub(super) fn covered_elements(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    for stage in &rule.stages {
        stage.condition.leaves(&mut |leaf, _| {
            if let Some(test) = text_test(leaf, stage, rule.schema).filter(|test| test.texts.len() > 1) {
                let patterns: Vec<Wildcards> =
                    test.texts.iter().map(|(text, _)| Wildcards::new(&test.pattern(text), test.insensitive)).collect();
                // A regular expression is the same as another only if it is written so.
                let folds = test.insensitive && test.how != How::Regex;
                let keys: Vec<String> = test
                    .texts
                    .iter()
                    .map(|(text, _)| if folds { text.to_ascii_lowercase() } else { (*text).to_owned() })
                    .collect();
                let spans: Vec<Span> = test.texts.iter().map(|(_, span)| *span).collect();
                let covers = |outer: usize, inner: usize| test.how != How::Regex && patterns[outer].covers(&patterns[inner]);
                report(rule, &spans, &keys, covers, diagnostics);
            } else if let Some(blocks) = blocks_of(leaf) {
                let spans: Vec<Span> = blocks.iter().map(|(_, span)| *span).collect();
                let keys: Vec<String> = blocks.iter().map(|(text, _)| (*text).to_owned()).collect();
                let parsed: Vec<_> = blocks.iter().map(|(text, _)| block(text)).collect();
                let covers = |outer: usize, inner: usize| match (&parsed[outer], &parsed[inner]) {
                    (Some(wide), Some(narrow)) => block_covers(wide, narrow) && !LISTED_WITH_PARTS.contains(&blocks[outer].0),
                    _ => false,
                };
                report(rule, &spans, &keys, covers, diagnostics);
            }
        });
    }
}

/// The blocks of a `cidrMatch`, with their places.
pub(super) fn blocks_of(leaf: &Expr) -> Option<Vec<(&str, Span)>> {
    let ExprKind::Call(call) = &leaf.kind else { return None };
    if Function::named(&call.name) != Some(Function::CidrMatch) {
        return None;
    }
    let text = |argument: &'_ Expr| matches!(argument.kind, ExprKind::Literal(Literal::Text { .. }));
    let blocks = call.arguments.iter().skip(1).filter(|argument| text(argument));
    Some(
        blocks
            .filter_map(|argument| match &argument.kind {
                ExprKind::Literal(Literal::Text { value, .. }) => Some((value.as_str(), argument.span)),
                _ => None,
            })
            .collect(),
    )
}

fn report(
    rule: &Rule<'_>,
    spans: &[Span],
    keys: &[String],
    covers: impl Fn(usize, usize) -> bool,
    diagnostics: &mut Diagnostics,
) {
    let mut first: HashMap<&str, usize> = HashMap::new();
    for (index, key) in keys.iter().enumerate() {
        let same = *first.entry(key.as_str()).or_insert(index);
        let by = if same < index {
            Some((same, true))
        } else if keys.len() <= PAIRS_MAX {
            // Of two that say the same the later one is idle.
            let mut others = (0..keys.len()).filter(|other| *other != index);
            others.find(|other| covers(*other, index) && (*other < index || !covers(index, *other))).map(|other| (other, false))
        } else {
            None
        };
        if let Some((other, same)) = by {
            let fix = text::without_element(rule.text, spans, index);
            diagnostics.push(errors::covered_element(spans[index], spans[other], same, fix));
        }
    }
}
