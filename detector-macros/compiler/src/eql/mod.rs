//! EQL as text: lexer, parser, syntax tree and printer. Knows no fields and no types.

pub mod ast;
mod lexer;
mod parser;
mod print;

pub use parser::{Dialect, parse, parse_expression};
