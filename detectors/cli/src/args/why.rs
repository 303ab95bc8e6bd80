//! Arguments of `detectors why`.

use clap::Parser;
use std::path::PathBuf;

use super::Format;

const EXIT_CODES: &str = "\
Exit codes:
  0  explained
  1  the rule has errors
  2  wrong usage, or nothing could be read
  3  explained, but some input was refused: a file that cannot be read, a line that is no document";

/// Says why a rule alerts on events, or does not.
///
/// Of each alert it shows how its events meet the query; without one, which events come nearest and which conditions they do not
/// meet; of a sequence, how the events of its stages join or why they do not.
#[derive(Debug, Parser)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Why {
    /// The rule file.
    #[arg(value_name = "RULE.yml")]
    pub(crate) rule: PathBuf,

    /// The log, as `detectors run` reads it; `-` is standard input.
    #[arg(value_name = "EVENTS")]
    pub(crate) events: PathBuf,

    /// The event on this line, from 1, and no other; can be given several times.
    #[arg(long = "event", value_name = "LINE", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) lines: Vec<u64>,

    /// How many alerts, and how many near events of each stage, are taken apart.
    #[arg(long, default_value_t = 3, value_name = "COUNT")]
    pub(crate) limit: usize,

    /// How it is printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    /// Fields of your own: YAML, a table with tabs, or an Elasticsearch mapping. Several are taken together.
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: Vec<PathBuf>,
}
