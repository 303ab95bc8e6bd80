//! Arguments of `detectors profile`.

use clap::Parser;
use std::path::PathBuf;
use std::time::Duration;

use super::Format;
use super::run::duration;

const MORE: &str = "\
A rule has queries: one, or of a sequence one for each stage and one for `until`. An event's evaluations are the queries that the
index leaves of it; its hits those that it meets. Times are measured: of each query one event in 64 is judged 16 times in a row,
and stands for the others. They are of this machine under its load, and of warm caches; evaluations and hits are exact.

JSON: one object a line, by cost. Of each rule `type` (`rule`) `rule_id` `rule_name` `evaluations` `hits` `alerts` `ns` `share` `queries`
(each `evaluations` `hits` `ns_each` `unanchored`). Then one of the whole: `type` (`summary`) `events` `rules` `runs` (`compiled` or
`evaluator`) `ns_an_event` (after decoding: index, rules, sequences) `ns_of_rules`.

Exit codes:
  0  finished
  2  wrong usage, or nothing could be read
  3  finished, but some input was refused: a file that cannot be read, a line that is no document, a rule with errors";

/// Measures what each rule costs on event logs.
///
/// Of each rule it shows how many events are asked, how many meet its queries, how many alerts come, and what judging takes: the
/// most expensive rule first. Logs are read and judged as by `detectors run`; of alerts none is held back.
#[derive(Debug, Parser)]
#[command(after_help = MORE)]
pub(crate) struct Profile {
    /// Logs, or folders of them (`.ndjson`, `.jsonl`, `.json`, `.gz`, `.zst`); `-` is standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// Measure these rule files, or folders of them, in the evaluator, in place of the rules that are compiled in. Can be given several
    /// times.
    #[arg(long, value_name = "PATH")]
    pub(crate) rules: Vec<PathBuf>,

    /// With --rules, fields of your own: YAML, a table with tabs, or an Elasticsearch mapping. Several are taken together.
    #[arg(long, value_name = "FILE", requires = "rules")]
    pub(crate) schema: Vec<PathBuf>,

    /// Write how often the fields that the rules read have their values in these events: a table for `#[rule_set(frequencies = "…")]`.
    #[arg(long, value_name = "FILE")]
    pub(crate) frequencies: Option<PathBuf>,

    /// List the rules too of which no event was asked.
    #[arg(long)]
    pub(crate) all: bool,

    /// How the figures are printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    /// Order the whole input by time before it is judged; spills to temporary files.
    #[arg(long, conflicts_with = "lateness")]
    pub(crate) sort: bool,

    /// How late an event may come, by the clock of its own host: `10s`, `500ms`, `2m`, `0`.
    #[arg(long, default_value = "10s", value_parser = duration)]
    pub(crate) lateness: Duration,

    /// Threads that read and decode, one of which judges; without it as many as the machine runs at a time.
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) threads: Option<u16>,
}
