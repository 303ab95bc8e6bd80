//! Arguments of `detectors expand`.

use clap::{Parser, ValueEnum};
use std::path::PathBuf;

const EXIT_CODES: &str = "\
Exit codes:
  0  shown
  1  the rule has errors
  2  wrong usage, or a file cannot be read";

/// Shows what the compiler makes of a rule file, stage by stage.
#[derive(Debug, Parser)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Expand {
    /// A rule file, or the id or name of a rule that is compiled in: see `detectors rules`.
    #[arg(value_name = "RULE")]
    pub(crate) rule: PathBuf,

    /// One stage only.
    #[arg(long, value_enum)]
    pub(crate) stage: Option<Stage>,

    /// Fields of your own: YAML, a table with tabs, or an Elasticsearch mapping.
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Stage {
    /// The rule file, checked, and its query not yet read.
    Rule,
    /// The query as the parser has read it, written again.
    Ast,
    /// The query with its names and types resolved.
    Ir,
    /// The same, simplified and put in order.
    Optimized,
    /// The matcher in Rust.
    Rust,
}
