//! Texts against patterns with wildcards, and how case is folded.

use crate::ir::{Pattern, Patterns};

/// How case is folded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Folding {
    /// Not at all.
    None,
    /// `A` to `Z` alone: tests of fields.
    Ascii,
    /// Each character by itself, as Java does: functions.
    Java,
}

impl Folding {
    pub(super) fn apply(self, c: u32) -> u32 {
        match (self, char::from_u32(c)) {
            (Self::Ascii, Some(c)) => u32::from(c.to_ascii_lowercase()),
            (Self::Java, Some(c)) => u32::from(fold(c)),
            (Self::None, _) | (_, None) => c,
        }
    }
}

/// Lower case of upper case, each by the simple mapping of one character to one: two characters are equal without regard
/// to case if this is.
pub(super) fn fold(c: char) -> char {
    lower(simple_upper(c))
}

fn simple_upper(c: char) -> char {
    let mut upper = c.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(upper), None) => upper,
        // Greek letters with an iota below become several letters in full, and one by the simple mapping.
        _ => match u32::from(c) {
            code @ (0x1F80..=0x1F87 | 0x1F90..=0x1F97 | 0x1FA0..=0x1FA7) => char::from_u32(code + 8).unwrap_or(c),
            code @ (0x1FB3 | 0x1FC3 | 0x1FF3) => char::from_u32(code + 9).unwrap_or(c),
            _ => c,
        },
    }
}

/// The lower case of a character, one for one.
pub(super) fn lower(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(lower), None) => lower,
        // The only one: the dot above is dropped.
        _ if c == 'İ' => 'i',
        _ => c,
    }
}

/// Whether a text, as code points, meets one of the patterns.
pub(super) fn any_matches(patterns: &Patterns, text: &[u32], insensitive: Folding) -> bool {
    let folding = if patterns.insensitive { insensitive } else { Folding::None };
    let text: Vec<u32> = text.iter().map(|c| folding.apply(*c)).collect();
    let part = |part: &str| -> Vec<u32> { part.chars().map(|c| folding.apply(u32::from(c))).collect() };
    patterns.any_of.iter().any(|pattern| match pattern {
        Pattern::Equal(other) => text == part(other),
        Pattern::Prefix(prefix) => text.starts_with(&part(prefix)),
        Pattern::Suffix(suffix) => text.ends_with(&part(suffix)),
        Pattern::Contains(inner) => find(&text, &part(inner), 0).is_some(),
        Pattern::Ordered(parts) => in_order(&text, &parts.iter().map(|text| part(text)).collect::<Vec<_>>()),
        Pattern::Anything => true,
        Pattern::Glob(glob) => {
            let glob: Vec<Wildcard> = glob
                .chars()
                .map(|c| match c {
                    '*' => Wildcard::Any,
                    '?' => Wildcard::One,
                    c => Wildcard::This(folding.apply(u32::from(c))),
                })
                .collect();
            glob_matches(&glob, &text)
        }
    })
}

/// The first place from `from` on where `inner` stands.
pub(super) fn find<T: PartialEq>(text: &[T], inner: &[T], from: usize) -> Option<usize> {
    (from..=text.len()).find(|at| text[*at..].starts_with(inner))
}

fn in_order(text: &[u32], parts: &[Vec<u32>]) -> bool {
    let [first, middle @ .., last] = parts else {
        return parts.iter().all(|part| text == part);
    };
    if !text.starts_with(first) {
        return false;
    }
    let mut at = first.len();
    for part in middle {
        match find(text, part, at) {
            Some(found) => at = found + part.len(),
            None => return false,
        }
    }
    text.len() >= at + last.len() && text.ends_with(last)
}

enum Wildcard {
    Any,
    One,
    This(u32),
}

/// For each place of the pattern, the places of the text that can be reached.
fn glob_matches(glob: &[Wildcard], text: &[u32]) -> bool {
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for wildcard in glob {
        let mut next = vec![false; text.len() + 1];
        for at in 0..=text.len() {
            match wildcard {
                Wildcard::Any => next[at] = reached[at] || (at > 0 && next[at - 1]),
                Wildcard::One => next[at] = at > 0 && reached[at - 1],
                Wildcard::This(c) => next[at] = at > 0 && reached[at - 1] && text[at - 1] == *c,
            }
        }
        reached = next;
    }
    reached[text.len()]
}
