//! Arguments of `detectors import`.

use clap::{ArgGroup, Parser};
use std::path::PathBuf;

use super::Format;

const MORE: &str = "\
Where a rule goes: to the file in FOLDER that has its `rule_id`. If there is none, a file is made in FOLDER, below it in the folders
below the PATH that was searched; its name is that of the TOML file, else made of the rule's name. If another rule has that file, the
beginning of the `rule_id` is put behind the name.

A file that is there keeps what you have made of it: comments, layout, `tests`, keys of your own, values changed by hand. What the source
has changed since the last import comes in. Where both have changed the same key the rule is refused and named; --overwrite takes the
source's. What the last import wrote is known from `.detectors-import.json` in FOLDER, which belongs to the rules: commit it with them.
Without it every difference of values counts as a change of both. A file that is no rule file is not touched.

JSON: one object a line. `result` is `new`, `changed`, `same`, `other_language`, `no_rule` or `refused`; with it come `source` and
`line` `column` (from 1), and what applies of `rule_id` `name` `file` `changed_keys` `kept_keys` (changed by
hand) `renamed` `notes` `comments_left` `errors` `kind`
`message` `help`.

Exit codes:
  0  finished
  1  with --check and --out: a file would be new or changed
  2  wrong usage, or nothing could be read
  3  finished, but something was refused: a file that cannot be read, a rule that cannot be written (wins over 1)";

/// Turns rules of other formats into rule files, with nothing lost.
///
/// Read are the TOML files of Elastic's detection-rules and protections-artifacts, and rules of Kibana's detection rule API in JSON: an
/// export (NDJSON), a list, one rule. Rules that are not in EQL are counted and named. Keys that a rule file does not have go below
/// `meta`, comments of TOML stay comments, the query stays as it is byte for byte.
#[derive(Debug, Parser)]
#[command(after_help = MORE, group(ArgGroup::new("reported").args(["out", "check"]).multiple(true)))]
pub(crate) struct Import {
    /// Files, and folders of them (`.toml`, `.json`, `.ndjson`); `-` is standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Where the rule files go. Without it they are printed.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) out: Option<PathBuf>,

    /// Write nothing; tell what would be new, changed or the same in FOLDER. Without --out, only what can be imported.
    #[arg(long)]
    pub(crate) check: bool,

    /// Where a key was changed by hand and by the source too, take the source's.
    #[arg(long, requires = "out")]
    pub(crate) overwrite: bool,

    /// How the report is printed: for people (the default), or one object a line.
    #[arg(long, value_enum, requires = "reported")]
    pub(crate) format: Option<Format>,
}
