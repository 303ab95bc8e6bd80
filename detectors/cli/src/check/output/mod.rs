//! Diagnostics → what is printed: [`json`], [`sarif`], and a summary; the text is the compiler's own.

pub(super) mod json;
pub(super) mod sarif;
pub(crate) mod summary;

use detector_compiler::diagnostics::render::line_column;
use detector_compiler::source::Span;

/// Where a span is in its text: lines and columns from 1, columns in characters, the end behind the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Region {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

impl Region {
    fn of(text: &str, span: Span) -> Self {
        let place = |byte: u32| {
            let (line, column) = line_column(text, byte as usize);
            // A mark of the byte order is no character of the text.
            let is_marked = line == 1 && column > 1 && text.starts_with('\u{feff}');
            (line, if is_marked { column - 1 } else { column })
        };
        let ((line, column), (end_line, end_column)) = (place(span.start), place(span.end));
        Self { line, column, end_line, end_column }
    }
}
