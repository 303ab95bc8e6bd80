//! Texts that come from outside, and places in them.

use std::ops::Range;
use std::sync::Arc;

/// A text with a name: a rule file, or a query that was given in Rust.
#[derive(Debug, Clone)]
pub struct Source {
    /// The path as the user knows it; shown in diagnostics.
    pub path: String,
    /// The whole text.
    pub text: Arc<str>,
}

impl Source {
    /// A source from its path and text.
    pub fn new(path: impl Into<String>, text: impl Into<Arc<str>>) -> Self {
        Self { path: path.into(), text: text.into() }
    }
}

/// Index of a [`Source`] among those that are compiled together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct SourceId(pub u32);

/// A range of bytes in a source. `start <= end`, both on character borders of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// The source that the bytes are of.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `range` in `source`.
    pub fn new(source: SourceId, range: Range<usize>) -> Self {
        let byte = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Self { source, start: byte(range.start), end: byte(range.end) }
    }

    /// The smallest span that covers both.
    pub fn to(self, other: Span) -> Span {
        Span { source: self.source, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// First byte, and one past the last.
    pub(crate) fn bytes(self) -> (u32, u32) {
        (self.start, self.end)
    }

    /// The bytes as a range.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// A query as text, and where each of its bytes stands in the file around it.
///
/// A YAML literal block is the file's text with the indentation taken off: each line maps by itself. A quoted or
/// folded scalar does not map byte by byte; all of its places are then the whole scalar.
#[derive(Debug, Clone)]
pub struct QueryText {
    /// The query, as EQL reads it.
    pub text: String,
    /// Where the pieces of `text` stand.
    pub map: TextMap,
}

/// From a byte of a [`QueryText`] to its place in the source.
#[derive(Debug, Clone)]
pub enum TextMap {
    /// Pieces in order: (first byte in the query, first byte in the source). Each reaches to the next one.
    Pieces(SourceId, Vec<(usize, usize)>),
    /// Everything stands at one place.
    Whole(Span),
}

impl QueryText {
    /// A query that is a source of its own.
    pub fn whole_source(source: SourceId, text: impl Into<String>) -> Self {
        Self { text: text.into(), map: TextMap::Pieces(source, vec![(0, 0)]) }
    }

    /// The place in the source of a range of bytes of the query.
    pub fn span(&self, range: Range<usize>) -> Span {
        match &self.map {
            TextMap::Whole(span) => *span,
            TextMap::Pieces(source, pieces) => {
                let locate = |at: usize| {
                    let index = pieces.partition_point(|(query, _)| *query <= at).saturating_sub(1);
                    pieces.get(index).map_or(at, |(query, file)| file + at.saturating_sub(*query))
                };
                let start = locate(range.start);
                // The end is the place after the last byte, not the place of the byte after it, which may be on another line.
                let end = if range.end > range.start { locate(range.end - 1) + 1 } else { start };
                Span::new(*source, start..end.max(start))
            }
        }
    }

    /// The bytes of the query that stand at a place of the source. `None` where the text does not map byte by byte.
    pub fn range(&self, span: Span) -> Option<Range<usize>> {
        let TextMap::Pieces(source, pieces) = &self.map else { return None };
        let locate = |at: usize| {
            let index = pieces.partition_point(|(_, file)| *file <= at).checked_sub(1)?;
            pieces.get(index).map(|(query, file)| query + (at - file))
        };
        let start = locate(span.start as usize)?;
        let end = if span.end > span.start { locate(span.end as usize - 1)? + 1 } else { start };
        (*source == span.source && start <= end && self.text.get(start..end).is_some()).then_some(start..end)
    }
}
