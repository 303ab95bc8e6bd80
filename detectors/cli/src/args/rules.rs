//! Arguments of `detectors rules`.

use clap::{Parser, Subcommand};

use super::Format;

/// Lists the rules that are compiled in, or shows one.
#[derive(Debug, Parser)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Rules {
    #[command(subcommand)]
    pub(crate) command: Option<RulesCommand>,

    /// How they are printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// Show all of one rule: what it finds, its query, its ATT&CK mapping, what it needs.
    Show {
        /// Its `rule_id`, its name, or a part that no other rule has.
        rule: String,

        /// How it is printed.
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
}
