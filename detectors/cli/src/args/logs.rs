//! Arguments of the commands that judge event logs: which logs, by which rules, in which order.

use clap::Args;
use std::path::PathBuf;
use std::time::Duration;

/// Logs, and how they are judged.
#[derive(Debug, Clone, Args)]
pub(crate) struct Logs {
    /// Logs, or folders of them (`.ndjson`, `.jsonl`, `.json`, `.gz`, `.zst`); `-` is standard input. Several are merged by time.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Judge by these rule files, or folders of them, in place of the rules that are compiled in. Can be given several times.
    ///
    /// The evaluator runs them, without a Rust compiler: slower, with the same alerts. What can only be answered of all events
    /// (samples, missing events, ancestors of processes, `tail`) is answered at the end of the input.
    #[arg(long, value_name = "PATH")]
    pub(crate) rules: Vec<PathBuf>,

    /// With --rules, fields of your own: YAML, a table with tabs, or an Elasticsearch mapping. Several are taken together.
    #[arg(long, value_name = "FILE", requires = "rules")]
    pub(crate) schema: Vec<PathBuf>,

    /// Order the whole input by time before it is judged; spills to temporary files.
    #[arg(long, conflicts_with = "lateness")]
    pub(crate) sort: bool,

    /// How late an event may come, by the clock of its own host: `10s`, `500ms`, `2m`, `0`.
    #[arg(long, default_value = "10s", value_parser = duration)]
    pub(crate) lateness: Duration,

    /// Threads that read and decode, one of which judges; without it as many as the machine runs at a time. The alerts are the same
    /// for any number.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) threads: Option<u16>,
}

/// A number with a unit; zero needs none.
fn duration(text: &str) -> Result<Duration, String> {
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
