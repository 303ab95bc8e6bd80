//! Arguments of `detectors check`.

use clap::{Parser, ValueEnum};
use std::path::PathBuf;

use super::AttackVersion;

const MORE: &str = "\
A warning is hidden by `--allow`, by `allow` in the configuration, and by a comment at the end of its line or alone on the line before:
  severity: high   # detectors: allow severity-and-risk-score -- the reason
In a query, whose comments begin with `//`:  // detectors: allow DR703
What is said of one code counts more than what is said of all warnings; then the command line counts more than the configuration.

Configuration: the nearest `detectors.toml` in the current folder or above it. Its paths are relative to it.
  [check]
  allow = [\"DR711\"]             # as --allow
  deny = [\"warnings\"]           # as --deny
  schema = [\"fields.tsv\"]       # as --schema
  attack = \"attack.tsv\"         # as --attack

JSON: one object a line, `file` `line` `column` `end_line` `end_column` (from 1, in characters) `code` `name` `severity` (`error`,
`warning`) `message` `help` (texts, joined by line breaks). The summary goes to standard error.

Exit codes:
  0  no errors
  1  errors, or warnings that are denied
  2  wrong usage, a configuration that cannot be used, or nothing could be read
  3  some files could not be read or written (wins over 1)";

/// Checks rule files and reports every problem of every file.
#[derive(Debug, Parser)]
#[command(after_help = MORE)]
pub(crate) struct Check {
    /// Rule files, and folders of them (`.yml`, `.yaml`); `-` is a rule of the standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// How problems are printed.
    #[arg(long, value_enum, default_value_t = CheckFormat::Text)]
    pub(crate) format: CheckFormat,

    /// Make the suggested changes that keep what a rule means, or mend an error that can be meant in one way only.
    #[arg(long)]
    pub(crate) fix: bool,

    /// Show what `--fix` would change, as a unified diff, and change nothing.
    #[arg(long, requires = "fix", conflicts_with = "format")]
    pub(crate) dry_run: bool,

    /// Take a warning for an error: its code, its name, or `warnings` for all.
    #[arg(long, value_name = "CODE")]
    pub(crate) deny: Vec<String>,

    /// Hide a warning: its code, its name, or `warnings` for all.
    #[arg(long, value_name = "CODE")]
    pub(crate) allow: Vec<String>,

    /// Fields of your own: YAML, a table with tabs, or an Elasticsearch mapping. Several are taken together.
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: Vec<PathBuf>,

    /// Another table of MITRE ATT&CK in place of the built-in one, with tabs.
    #[arg(long, value_name = "FILE")]
    pub(crate) attack: Option<PathBuf>,

    /// Check references to ATT&CK as version 18 has them. Unless given, those of 18 and 19 are right, and a warning tells what 19 has
    /// changed.
    #[arg(long, value_enum, value_name = "VERSION", conflicts_with = "attack")]
    pub(crate) attack_version: Option<AttackVersion>,

    /// This configuration in place of the nearest `detectors.toml`.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,

    /// No summary and no progress.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For people, as rustc prints.
    Text,
    /// For programs: one object a line.
    Json,
    /// For code scanning: SARIF 2.1.0.
    Sarif,
}
