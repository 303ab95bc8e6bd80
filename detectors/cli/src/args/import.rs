//! Arguments of `detectors import`.

use clap::Parser;
use std::path::PathBuf;

use super::Format;

const MORE: &str = "\
Where a rule goes: FOLDER and the folders below the PATH that was searched; the name of the file is that of a TOML file, else made of
the rule's name. Two rules for one file: the second gets the beginning of its `rule_id` behind the name.

A file that is there keeps its `tests`, its `dialect`, and the keys of which the source says nothing; all else is the source's again. It is
not touched if it has another rule or is no rule file.

JSON: one object a line. `result` is `new`, `changed`, `same`, `other_language`, `no_rule` or `refused`; with it come `source` and
`line` `column` (from 1), and what applies of `rule_id` `name` `file` `changed_keys` `renamed` `notes` `comments_left` `errors` `kind`
`message` `help`.

Exit codes:
  0  finished
  1  with --check: a file would be new or changed
  2  wrong usage, or nothing could be read
  3  finished, but something was refused: a file that cannot be read, a rule that cannot be written (wins over 1)";

/// Turns rules of other formats into rule files, with nothing lost.
///
/// Read are the TOML files of Elastic's detection-rules and protections-artifacts, and rules of Kibana's detection rule API in JSON: an
/// export (NDJSON), a list, one rule. Rules that are not in EQL are counted and named. Keys that a rule file does not have go below
/// `meta`, comments of TOML stay comments, the query stays as it is byte for byte.
#[derive(Debug, Parser)]
#[command(after_help = MORE)]
pub(crate) struct Import {
    /// Files, and folders of them (`.toml`, `.json`, `.ndjson`); `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Where the rule files go. Without it they are printed.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,

    /// Write nothing; tell what would be new, changed or the same.
    #[arg(long, requires = "out")]
    pub(crate) check: bool,

    /// How the report is printed: for people (the default), or one object a line.
    #[arg(long, value_enum, requires = "out")]
    pub(crate) format: Option<Format>,
}
