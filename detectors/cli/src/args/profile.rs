//! Arguments of `detectors profile`.

use clap::Parser;
use std::path::PathBuf;

use super::Format;
use super::logs::Logs;

const MORE: &str = "\
A rule has queries: one, or of a sequence one for each stage and one for `until`. An event's evaluations are the queries that the
index leaves of it; its hits those that it meets. Times are measured of a part: of each query always the first 32 events that it is asked
of, then one in 64; they are judged 16 times in a row, and stand for the others. They are of this machine under its load, and of warm caches; evaluations and hits are exact.

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
    #[command(flatten)]
    pub(crate) logs: Logs,

    /// Write how often the fields that the rules read have their values in these events: a table for `#[rule_set(frequencies = "…")]`.
    #[arg(long, value_name = "FILE")]
    pub(crate) frequencies: Option<PathBuf>,

    /// List the rules too of which no event was asked.
    #[arg(long)]
    pub(crate) all: bool,

    /// How the figures are printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}
