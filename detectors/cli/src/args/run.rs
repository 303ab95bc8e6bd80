//! Arguments of `detectors run`.

use clap::Parser;

use super::Format;
use super::logs::Logs;

const EXIT_CODES: &str = "\
Exit codes:
  0  finished
  1  finished with alerts, only with --fail-on-alert
  2  wrong usage, or nothing could be read
  3  finished, but some input was refused: a file that cannot be read, a line that is no document, a rule with errors (wins over 1)";

/// Runs the rules over event logs and prints the alerts.
///
/// The rules are those that are compiled in, or the rule files that `--rules` names.
///
/// Logs are NDJSON: one ECS document a line, nested or dotted, or a search hit with `_source`, as Elastic Defend, Elastic Agent and
/// Beats write them. Files may be packed with gzip or Zstandard, whatever their names. Alerts go to standard output; a summary
/// and all complaints go to standard error.
#[derive(Debug, Parser)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Run {
    #[command(flatten)]
    pub(crate) logs: Logs,

    /// How alerts are printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    /// Exit with 1 if there was an alert.
    #[arg(long)]
    pub(crate) fail_on_alert: bool,

    /// Print every alert: no limit by `max_signals`, no removal of duplicates.
    #[arg(long)]
    pub(crate) no_limit: bool,

    /// No summary and no progress; complaints are still printed.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}
