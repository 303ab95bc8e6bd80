//! Arguments of `detectors new`.

use clap::{Parser, ValueEnum};
use std::path::PathBuf;

const MORE: &str = "\
What is not given is asked for on a terminal; without one --name, --os, --category, --tactic, --technique and --severity are required.

The rule compiles and its two tests pass as it is written: the conditions, which speak of an `example`, are yours to
replace, and so are the texts. `detectors check` warns of what is left of them.

  detectors new --name \"Shell of a Web Server\" --os linux --category process --tactic persistence --technique T1505.003 \\
    --severity high --out rules/linux/persistence/

Exit codes:
  0  written
  2  wrong usage, or the file cannot be written; a file that is there is never written over";

/// Writes a new rule with tests, to start from.
#[derive(Debug, Parser)]
#[command(after_help = MORE)]
pub(crate) struct New {
    /// What it finds, in a few words.
    #[arg(long)]
    pub(crate) name: Option<String>,

    /// The operating systems that it is for, separated by commas.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub(crate) os: Vec<OsName>,

    /// The category of the event that it looks for; of a sequence, of the last one.
    #[arg(long, value_enum)]
    pub(crate) category: Option<Category>,

    /// The tactic of MITRE ATT&CK: id, name or shortname.
    #[arg(long)]
    pub(crate) tactic: Option<String>,

    /// The technique or sub-technique: id or name.
    #[arg(long)]
    pub(crate) technique: Option<String>,

    /// How bad it is if an alert is true; gives the risk score too.
    #[arg(long, value_enum)]
    pub(crate) severity: Option<SeverityName>,

    /// Look for two events in order: a process starts, then comes the event.
    #[arg(long)]
    pub(crate) sequence: bool,

    /// Write the JSON Schema of rule files, `schema.json`, beside the rule, if there is none there or above. Editors complete and check
    /// the file by it; the first line of the rule names it.
    #[arg(long)]
    pub(crate) schema: bool,

    /// The file (`.yml`), or a folder for it; the current folder unless given. Folders that are not there are made.
    #[arg(long, value_name = "PATH")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum OsName {
    Windows,
    #[value(name = "macos")]
    MacOs,
    Linux,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Category {
    /// A program starts.
    Process,
    /// A file is made or changed.
    File,
    /// A connection is made.
    Network,
    /// A name is looked up.
    Dns,
    /// A registry value is set (Windows).
    Registry,
    /// A library is loaded.
    Library,
    /// A driver is loaded (Windows).
    Driver,
    /// Somebody logs in, or fails to.
    Authentication,
    /// A group or account is changed.
    Iam,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum SeverityName {
    Low,
    Medium,
    High,
    Critical,
}
