//! Arguments of `detectors explain`.

use clap::Parser;

use super::Format;

const EXIT_CODES: &str = "\
Exit codes:
  0  explained
  2  wrong usage, or no such code";

/// Explains a diagnostic: why it is a problem, a wrong and a right example. Without a code, lists all.
#[derive(Debug, Parser)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Explain {
    /// Its code or its name: `DR704`, `704`, `regex-anchor`.
    pub(crate) code: Option<String>,

    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}
