//! (in construction)

use super::ast;
use crate::diagnostics::Diagnostics;
use crate::source::QueryText;

/// Whose EQL it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// Elasticsearch's.
    #[default]
    Elasticsearch,
    /// Elastic Endpoint's behaviour rules: Elasticsearch's, and some more.
    Endpoint,
}

/// Parses a query. Always gives a tree; what did not parse is an `Error` node and has been reported.
pub fn parse(text: &QueryText, dialect: Dialect, diagnostics: &mut Diagnostics) -> ast::Query {
    let _ = (text, dialect, diagnostics);
    unimplemented!()
}

/// Parses an expression alone, as the tests of folding do.
pub fn parse_expression(text: &QueryText, dialect: Dialect, diagnostics: &mut Diagnostics) -> ast::Expr {
    let _ = (text, dialect, diagnostics);
    unimplemented!()
}
