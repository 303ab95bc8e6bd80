//! Compiles detection rules: rule files to diagnostics, or to Rust tokens.
//!
//! ```text
//! rule file text
//!   │ rule       YAML → RuleFile: metadata checked, the query as text with its place in the file
//!   │ eql        lexer → tokens, parser → ast
//!   │ resolve    names and types: ast → typed IR; every problem of every rule reported
//!   │ ── phase border: a rule with an error stops here, all errors are reported; there is no output if any rule has one ──
//!   │ lint       what compiles but is probably not meant: warnings
//!   │ optimize   fold, normalise; cannot fail
//!   │ emit       IR → TokenStream; cannot fail
//! ```
//! No part of it does I/O: sources come in as text.

pub mod attack;
pub mod cases;
pub mod diagnostics;
pub mod emit;
pub mod eql;
pub mod errors;
pub mod evaluate;
pub mod field_id;
pub mod index;
pub mod ir;
pub mod lint;
pub mod optimize;
mod pipeline;
pub mod regex;
pub mod resolve;
pub mod rule;
pub mod schema;
pub mod source;

pub use pipeline::{Checked, Compiled, CompiledRule, Expiry, Options, check_file, check_set, compile, compile_files, schema_of};

pub use field_id::field_id;
