//! Arguments of `detectors coverage`.

use clap::{Parser, ValueEnum};
use std::path::PathBuf;

use super::Format;

const MORE: &str = "\
A rule counts for a technique if its `threat` names it or one of its sub-techniques. References to the other version of ATT&CK are
followed: what version 19 has revoked counts for what has replaced it.

The platform of a rule is what its query demands of `host.os.type`; else its tags `OS: …`; else the folder `linux`, `macos` or
`windows` that it lies in. A rule that states none counts for no platform.

Exit codes:
  0  finished
  2  wrong usage, nothing could be read, or a file could not be written
  3  finished, but some rules have errors or could not be read, and are left out";

/// Shows which techniques of MITRE ATT&CK the rules cover.
#[derive(Debug, Parser)]
#[command(after_help = MORE)]
pub(crate) struct Coverage {
    /// Rule files, and folders of them (`.yml`, `.yaml`). Without any: the rules that are compiled in.
    #[arg(value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Write a layer for the ATT&CK Navigator; `-` is standard output, in place of the table.
    #[arg(long, value_name = "FILE")]
    pub(crate) navigator: Option<PathBuf>,

    /// Write a page for people: one HTML file that needs nothing else; `-` is standard output, in place of the table.
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,

    /// The version of ATT&CK that is counted in.
    #[arg(long, value_enum, default_value_t = AttackVersion::V19, value_name = "VERSION")]
    pub(crate) attack_version: AttackVersion,

    /// List the techniques without a rule, of one platform or of each.
    #[arg(long, value_enum, value_name = "PLATFORM", num_args = 0..=1, require_equals = true, default_missing_value = "all")]
    pub(crate) gaps: Option<Gaps>,

    /// How the table is printed; `json` has the gaps and the rules of every technique.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    /// Fields of your own: YAML, a table with tabs, or an Elasticsearch mapping. Several are taken together.
    #[arg(long, value_name = "FILE", requires = "paths")]
    pub(crate) schema: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum AttackVersion {
    /// Of April 2026.
    #[value(name = "19")]
    V19,
    /// 18.1 of November 2025.
    #[value(name = "18")]
    V18,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Gaps {
    /// Each platform, and all of them together.
    All,
    /// On whatever platform.
    Any,
    Linux,
    #[value(name = "macos")]
    MacOs,
    Windows,
}
