//! Places in a YAML text: line and column → byte, the extent of a scalar, the value of a scalar → its bytes in the file.
//!
//! YAML's rules are not told again here. A mapping from value to file is found by laying the value beside the text and
//! holds only if every piece of it stands there; else the value has no mapping (escapes, odd line breaks).

use std::ops::Range;

use crate::source::{QueryText, SourceId, Span, TextMap};

/// Where the lines of a YAML text begin, with YAML's notion of a line break.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    /// The first character of each line.
    starts: Vec<usize>,
    /// The byte of each [`STEP`]th character, so that a place on a line of megabytes is found at once.
    bytes: Vec<usize>,
}

const STEP: usize = 64;

impl<'a> Lines<'a> {
    /// Reads the text once.
    pub(super) fn new(text: &'a str) -> Self {
        let (mut starts, mut bytes) = (vec![0], Vec::new());
        let mut chars = text.char_indices().enumerate().peekable();
        while let Some((index, (at, c))) = chars.next() {
            if index % STEP == 0 {
                bytes.push(at);
            }
            match c {
                '\r' if chars.peek().is_some_and(|(_, (_, next))| *next == '\n') => {}
                // The byte order mark is no part of the first line.
                '\u{feff}' if index == 0 => starts[0] = 1,
                '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => starts.push(index + 1),
                _ => {}
            }
        }
        Self { text, starts, bytes }
    }

    /// The text.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// How many bytes a byte order mark takes at the start.
    pub(super) fn byte_order_mark(&self) -> usize {
        self.text.len() - self.text.trim_start_matches('\u{feff}').len()
    }

    /// The byte of a line and column, both from 1, the column in characters. A place outside the text is its end.
    pub(super) fn byte(&self, line: usize, column: usize) -> usize {
        let Some(start) = self.starts.get(line.saturating_sub(1)) else { return self.text.len() };
        let index = start + column.saturating_sub(1);
        let Some(near) = self.bytes.get(index / STEP).copied() else { return self.text.len() };
        self.text[near..].char_indices().nth(index % STEP).map_or(self.text.len(), |(at, _)| near + at)
    }
}

/// The bytes of a scalar: `start` is where YAML says that it begins, `value` the text that it means. Quotes and the
/// `|` of a block belong to it, a tag or anchor before it does not.
pub(super) fn scalar_extent(text: &str, start: usize, value: &str) -> Range<usize> {
    let start = after_properties(text, start);
    if let Some(aligned) = align(text, start, value) {
        return start..aligned.end;
    }
    let rest = &text[start..];
    match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => start..start + quoted_length(rest, quote),
        Some('|' | '>') => start..start + rest.find('\n').unwrap_or(rest.len()),
        _ => token_extent(text, start),
    }
}

/// The bytes of a scalar that is one word: a number, a truth value, nothing.
pub(super) fn word_extent(text: &str, start: usize) -> Range<usize> {
    let start = after_properties(text, start);
    let rest = &text[start..];
    match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => start..start + quoted_length(rest, quote),
        _ => token_extent(text, start),
    }
}

/// The query that a scalar means, with the place of each of its bytes where that can be known.
pub(super) fn query_text(source: SourceId, text: &str, extent: &Range<usize>, value: &str) -> QueryText {
    let map = match align(text, extent.start, value) {
        Some(aligned) => TextMap::Pieces(source, aligned.pieces),
        None => TextMap::Whole(Span::new(source, extent.clone())),
    };
    QueryText { text: value.to_owned(), map }
}

/// A value laid beside the text.
struct Aligned {
    /// First byte in the value, first byte in the text.
    pieces: Vec<(usize, usize)>,
    /// One past the last byte in the text, a closing quote included.
    end: usize,
}

fn align(text: &str, start: usize, value: &str) -> Option<Aligned> {
    let rest = &text[start..];
    match rest.chars().next()? {
        '|' => align_lines(text, after_line(text, start), value),
        '>' => align_words(text, after_line(text, start), value),
        quote @ ('"' | '\'') => {
            let mut aligned = align_words(text, start + 1, value)?;
            let closing = skip_whitespace(text, aligned.end);
            text[closing..].starts_with(quote).then(|| aligned.end = closing + 1)?;
            Some(aligned)
        }
        _ => align_words(text, start, value),
    }
}

/// A literal block: each line of the value is a line of the text without its indentation.
fn align_lines(text: &str, start: usize, value: &str) -> Option<Aligned> {
    let mut pieces = Vec::new();
    let mut indentation = None;
    let (mut at, mut end, mut in_value) = (start, start, 0);
    for line in value.split_inclusive('\n') {
        let content = line.strip_suffix('\n').unwrap_or(line);
        let next = after_line(text, at);
        let in_text = text[at..next].trim_end_matches(['\n', '\r']);
        let offset = if content.is_empty() {
            in_text.bytes().all(|byte| byte == b' ').then(|| in_text.len().min(indentation.unwrap_or(0)))?
        } else {
            let offset = in_text.strip_suffix(content)?.len();
            in_text[..offset].bytes().all(|byte| byte == b' ').then_some(())?;
            (*indentation.get_or_insert(offset) == offset).then_some(offset)?
        };
        pieces.push((in_value, at + offset));
        end = at + in_text.len();
        in_value += line.len();
        at = next;
    }
    if pieces.is_empty() {
        pieces.push((0, start));
    }
    Some(Aligned { pieces, end })
}

/// Any other scalar without escapes: the words of the value stand in the text, with white space between them.
fn align_words(text: &str, start: usize, value: &str) -> Option<Aligned> {
    let mut pieces = vec![(0, start)];
    let mut end = start;
    let white = |c: char| matches!(c, ' ' | '\t' | '\n');
    for word in value.split(white).filter(|word| !word.is_empty()) {
        // `word` is a part of `value`, so the difference of their addresses is its place in it.
        let in_value = word.as_ptr() as usize - value.as_ptr() as usize;
        let at = skip_whitespace(text, end);
        text[at..].starts_with(word).then_some(())?;
        pieces.push((in_value, at));
        end = at + word.len();
    }
    if let [_, (0, first), ..] = pieces[..] {
        pieces[0] = (0, first);
        pieces.remove(1);
    }
    Some(Aligned { pieces, end })
}

/// Skips anchors and tags, which YAML counts to the value.
fn after_properties(text: &str, start: usize) -> usize {
    let mut at = start.min(text.len());
    while text[at..].starts_with(['&', '!']) {
        let word = text[at..].find(char::is_whitespace).unwrap_or(text.len() - at);
        at = skip_whitespace(text, at + word);
    }
    at
}

fn token_extent(text: &str, start: usize) -> Range<usize> {
    let stops = |c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}');
    start..start + text[start..].find(stops).unwrap_or(text.len() - start)
}

/// The length of a quoted scalar with its quotes.
fn quoted_length(rest: &str, quote: char) -> usize {
    let mut chars = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = chars.next() {
        if c == '\\' && quote == '"' {
            chars.next();
        } else if c == quote {
            if quote == '\'' && chars.peek().is_some_and(|(_, next)| *next == '\'') {
                chars.next();
                continue;
            }
            return at + 1;
        }
    }
    rest.len()
}

/// The first byte of the next line.
pub(super) fn after_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |length| at + length + 1)
}

pub(super) fn skip_whitespace(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start().len()
}
