//! Arguments of `detectors run`.

use clap::Parser;
use std::path::PathBuf;
use std::time::Duration;

use super::Format;

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
    /// Logs, or folders of them (`.ndjson`, `.jsonl`, `.json`, `.gz`, `.zst`); `-` is standard input. Several are merged by time.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Run these rule files, or folders of them, in place of the rules that are compiled in. Can be given several times.
    ///
    /// The evaluator runs them, without a Rust compiler: slower, with the same alerts. What can only be answered of all events
    /// (samples, missing events, ancestors of processes, `tail`) is answered at the end of the input.
    #[arg(long, value_name = "PATH")]
    pub(crate) rules: Vec<PathBuf>,

    /// With --rules, fields of your own: YAML, a table with tabs, or an Elasticsearch mapping. Several are taken together.
    #[arg(long, value_name = "FILE", requires = "rules")]
    pub(crate) schema: Vec<PathBuf>,

    /// How alerts are printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    /// Order the whole input by time before it is judged; spills to temporary files.
    #[arg(long, conflicts_with = "lateness")]
    pub(crate) sort: bool,

    /// How late an event may come, by the clock of its own host: `10s`, `500ms`, `2m`, `0`.
    #[arg(long, default_value = "10s", value_parser = duration)]
    pub(crate) lateness: Duration,

    /// Exit with 1 if there was an alert.
    #[arg(long)]
    pub(crate) fail_on_alert: bool,

    /// Print every alert: no limit by `max_signals`, no removal of duplicates.
    #[arg(long)]
    pub(crate) no_limit: bool,

    /// Threads that read and decode, one of which judges; without it as many as the machine runs at a time. The alerts are the same
    /// for any number.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) threads: Option<u16>,

    /// No summary and no progress; complaints are still printed.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

/// A number with a unit; zero needs none.
pub(super) fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let factor = match unit {
        "ms" => Some(1),
        "s" => Some(1_000),
        "m" => Some(60_000),
        "h" => Some(3_600_000),
        "" if number == "0" => Some(1),
        _ => None,
    };
    let ms = factor.and_then(|factor| number.parse::<u64>().ok()?.checked_mul(factor));
    ms.map(Duration::from_millis).ok_or_else(|| "expected a number and one of `ms`, `s`, `m`, `h`, as in `10s`".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_a_unit() {
        let cases = [
            ("10s", Some(10_000)),
            ("500ms", Some(500)),
            ("2m", Some(120_000)),
            ("1h", Some(3_600_000)),
            ("0", Some(0)),
            ("10", None),
            ("s", None),
            ("-1s", None),
            ("1.5s", None),
            ("99999999999999999999s", None),
            ("9999999999999999999h", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(duration(text).ok(), expected.map(Duration::from_millis), "{text}");
        }
    }
}
