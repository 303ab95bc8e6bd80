//! Arguments of `detectors why`.

use clap::Parser;
use std::path::PathBuf;

use super::Format;

const MORE: &str = "\
JSON: one object. `rule_id` `rule_name` `events` (how many) `alerts` (of each its events: `file`, `line`) `sections` (each a `title`
and `parts`: `text`, or of an `event` its `stage`, `outcome`, `category` and `condition`, a tree with the `truth` of each part).

Custom fields of `schema` in the nearest `detectors.toml` are known too: see `detectors check --help`.

Exit codes:
  0  explained
  1  the rule has errors
  2  wrong usage, or nothing could be read
  3  explained, but some input was refused: a file that cannot be read, a line that is no document";

/// An event that is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// The log, as it is given among the logs.
    pub(crate) file: Option<String>,
    /// From 1.
    pub(crate) line: u64,
}

fn event(text: &str) -> Result<Chosen, String> {
    let (file, line) = text.rsplit_once(':').map_or((None, text), |(file, line)| (Some(file.to_owned()), line));
    match line.parse() {
        Ok(line @ 1..) => Ok(Chosen { file, line }),
        _ => Err("expected the number of a line from 1, as in `5` or `events.ndjson:5`".to_owned()),
    }
}

/// Says why a rule alerts on events, or does not.
///
/// Of each alert it shows how its events meet the query; without one, which events come nearest and which conditions they do not
/// meet; of a sequence, how the events of its stages join or why they do not.
#[derive(Debug, Parser)]
#[command(after_help = MORE)]
pub(crate) struct Why {
    /// A rule file, or the id or name of a rule that is compiled in: see `detectors rules`.
    #[arg(value_name = "RULE")]
    pub(crate) rule: PathBuf,

    /// Logs, or folders of them, as `detectors run` reads them: packed or not; `-` is standard input. Several are taken together.
    #[arg(required = true, value_name = "EVENTS")]
    pub(crate) events: Vec<PathBuf>,

    /// The event on this line, from 1, and no other: `5`, or `events.ndjson:5` where there are several logs. Can be given several
    /// times.
    #[arg(long = "event", value_name = "LINE", value_parser = event)]
    pub(crate) chosen: Vec<Chosen>,

    /// How many alerts, and how many near events of each stage, are taken apart.
    #[arg(long, default_value = "3", value_name = "COUNT", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) limit: u32,

    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    /// Fields of your own: YAML, a table with tabs, or an Elasticsearch mapping. Several are taken together.
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: Vec<PathBuf>,
}
