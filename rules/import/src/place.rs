//! Bytes of a text → lines and columns.

use std::fmt;

/// A place in a text, both numbers from 1; the column counts characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Its line.
    pub line: usize,
    /// Its column.
    pub column: usize,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// The place of a byte.
pub(crate) fn place(text: &str, byte: usize) -> Place {
    let byte = (0..=byte.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let before = &text[..byte];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Place { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
}

/// The place of a byte that is told by its line and its number in that, both from 1.
pub(crate) fn place_of_line_byte(text: &str, line: usize, byte: usize) -> Place {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    place(text, before + byte.saturating_sub(1))
}

impl Place {
    /// A place in a part of a text, as a place in the whole: `self` is where the part begins.
    pub(crate) fn then(self, inner: Place) -> Place {
        match inner.line {
            0 | 1 => Place { line: self.line, column: self.column + inner.column.saturating_sub(1) },
            line => Place { line: self.line + line - 1, column: inner.column },
        }
    }
}
