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
        let ((line, column), (end_line, end_column)) =
            (line_column(text, span.start as usize), line_column(text, span.end as usize));
        Self { line, column, end_line, end_column }
    }
}
