//! EQL as text: lexer, parser, syntax tree and printer. Knows no fields and no types.
//!
//! [`parse`] gives a tree with places; its `Display` gives a text that parses to the same tree.

pub mod ast;
mod lexer;
mod parser;
mod print;
mod spans;

pub use parser::{Dialect, parse, parse_expression};

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::source::{QueryText, TextMap};

/// Adds a diagnostic of a query. A replacement can be made only where the bytes of the query stand in the file as they are:
/// not in a scalar that does not map byte by byte, and not over the end of a line, whose indentation the query has not.
fn report(text: &QueryText, diagnostics: &mut Diagnostics, mut diagnostic: Diagnostic) {
    let whole = matches!(text.map, TextMap::Whole(_));
    for help in &mut diagnostic.help {
        if whole || help.replacement.as_ref().is_some_and(|(_, text)| text.contains('\n')) {
            help.replacement = None;
        }
    }
    diagnostics.push(diagnostic);
}
