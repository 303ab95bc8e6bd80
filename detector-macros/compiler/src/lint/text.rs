//! The text of a query around its parts: brackets, operators, commas, and how to take a part out.

use super::Fix;
use crate::eql::ast::Literal;
use crate::source::{QueryText, Span};
use std::ops::Range;

/// The text of a place.
pub(super) fn at(text: &QueryText, span: Span) -> Option<&str> {
    text.range(span).and_then(|range| text.text.get(range))
}

/// Whether brackets stand right around a place.
pub(super) fn is_bracketed(text: &QueryText, span: Span) -> Option<bool> {
    let range = text.range(span)?;
    Some(bracketed(&text.text, &range).is_some())
}

/// The place with the brackets right around it.
fn bracketed(text: &str, range: &Range<usize>) -> Option<Range<usize>> {
    let before = text.get(..range.start)?.trim_end();
    let after = text.get(range.end..)?;
    let skipped = after.len() - after.trim_start().len();
    (before.ends_with('(') && after.trim_start().starts_with(')')).then(|| before.len() - 1..range.end + skipped + 1)
}

/// The place with all brackets around it.
fn whole(text: &str, range: Range<usize>) -> Range<usize> {
    let mut range = range;
    while let Some(wider) = bracketed(text, &range) {
        range = wider;
    }
    range
}

/// Takes the operand at `index` out of `a and b and c`, with its operator. `None` where something else, a comment, stands
/// between.
pub(super) fn without_operand(text: &QueryText, operands: &[Span], index: usize, operator: &str) -> Fix {
    let place = |index: usize| Some(whole(&text.text, text.range(*operands.get(index)?)?));
    without(text, place, index, operator)
}

/// Takes the element at `index` out of a list, with its comma.
pub(super) fn without_element(text: &QueryText, elements: &[Span], index: usize) -> Fix {
    let place = |index: usize| text.range(*elements.get(index)?);
    without(text, place, index, ",")
}

fn without(text: &QueryText, place: impl Fn(usize) -> Option<Range<usize>>, index: usize, separator: &str) -> Fix {
    let own = place(index)?;
    let (taken, between) = match index.checked_sub(1) {
        Some(before) => {
            let before = place(before)?;
            (before.end..own.end, before.end..own.start)
        }
        None => {
            let after = place(index + 1)?;
            (own.start..after.start, own.end..after.start)
        }
    };
    let is_separator = text.text.get(between)?.trim() == separator;
    is_separator.then(|| (text.span(taken), String::new()))
}

/// Puts another text in a place.
pub(super) fn replace(text: &QueryText, span: Span, replacement: impl Into<String>) -> Fix {
    text.range(span).map(|_| (span, replacement.into()))
}

/// A text as a query writes it.
pub(super) fn quoted(text: &str) -> String {
    Literal::Text { value: text.to_owned(), raw: text.contains('\\') && !text.contains(['"', '\n', '\r']) }.to_string()
}
