//! The command line: what all commands share; a file for the arguments of each.

mod check;
mod coverage;
mod expand;
mod explain;
mod import;
mod logs;
mod new;
mod profile;
mod rules;
mod run;
mod test;
mod why;

pub(crate) use check::{Check, CheckFormat};
pub(crate) use coverage::{AttackVersion, Coverage, Gaps};
pub(crate) use expand::{Expand, Stage};
pub(crate) use explain::Explain;
pub(crate) use import::Import;
#[cfg(test)]
pub(crate) use logs::Logs;
pub(crate) use new::{Category, New, OsName, SeverityName};
pub(crate) use profile::Profile;
pub(crate) use rules::{Rules, RulesCommand};
pub(crate) use run::Run;
pub(crate) use test::{Test, TestFormat};
pub(crate) use why::{Chosen, Why};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::Path;

const EXAMPLES: &str = "\
Examples:
  detectors run events.ndjson                      alerts as people read them
  detectors run --sort --format json *.ndjson.gz   one JSON object for each alert
  tail -F events.ndjson | detectors run -          alerts as the events come
  detectors rules show \"reverse shell\"             what a rule finds, and how";

/// The version, and what whoever ships facts of ATT&CK has to show.
const VERSION: &str = concat!(
    env!("CARGO_PKG_VERSION"),
    "\n\n",
    "The rules refer to MITRE ATT&CK. ATT&CK® is a registered trademark of The MITRE Corporation.\n",
    "© 2026 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation."
);

/// Detection rules, compiled: finds what they describe in event logs.
#[derive(Debug, Parser)]
#[command(name = "detectors", version, long_version = VERSION, max_term_width = 100, after_help = EXAMPLES)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Run the rules over event logs and print the alerts.
    Run(Run),
    /// List the rules that are compiled in, or show one.
    Rules(Rules),
    /// Check rule files and report every problem of every file.
    Check(Check),
    /// Explain a diagnostic, or list all.
    Explain(Explain),
    /// Write a new rule with tests, to start from.
    New(New),
    /// Show which techniques of MITRE ATT&CK the rules cover: table, page, Navigator layer.
    Coverage(Coverage),
    /// Show what the compiler makes of a rule file, stage by stage.
    Expand(Expand),
    /// Measure what each rule costs on event logs.
    Profile(Profile),
    /// Turn rules of other formats into rule files.
    Import(Import),
    /// Run the tests of rule files.
    Test(Test),
    /// Say why a rule alerts on events, or does not.
    Why(Why),
}

/// The arguments of this process. Ends it, if they are wrong or ask for help.
pub(crate) fn parse() -> Args {
    Args::try_parse_from(joined(std::env::args_os())).and_then(read_once).unwrap_or_else(|error| {
        // A parser writes the error where it belongs, help to standard output and the rest to standard error.
        let _ = error.print();
        if let Some(tip) = tip(&error) {
            eprintln!("\n{tip}");
        }
        std::process::exit(error.exit_code())
    })
}

/// `--gaps linux` → `--gaps=linux`. Its value can be left out, so for clap the word after it is a path.
fn joined(arguments: impl IntoIterator<Item = OsString>) -> Vec<OsString> {
    let mut joined: Vec<OsString> = Vec::new();
    for argument in arguments {
        let is_value = argument.to_str().is_some_and(|word| Gaps::from_str(word, true).is_ok());
        match joined.last_mut() {
            Some(last) if last == "--gaps" && is_value => {
                last.push("=");
                last.push(argument);
            }
            _ => joined.push(argument),
        }
    }
    joined
}

/// Standard input has one end: given twice, two readers would share its lines.
fn read_once(args: Args) -> Result<Args, clap::Error> {
    let files = match &args.command {
        Command::Run(run) => run.logs.files.as_slice(),
        Command::Why(why) => why.events.as_slice(),
        Command::Check(check) => check.paths.as_slice(),
        Command::Test(test) => test.paths.as_slice(),
        Command::Coverage(coverage) => coverage.paths.as_slice(),
        Command::Profile(profile) => profile.logs.files.as_slice(),
        _ => &[],
    };
    if files.iter().filter(|file| *file == Path::new("-")).count() > 1 {
        return Err(Args::command().error(ErrorKind::ValueValidation, "`-`, the standard input, is given twice"));
    }
    Ok(args)
}

/// What clap cannot know: a log where a command belongs.
fn tip(error: &clap::Error) -> Option<String> {
    match (error.kind(), error.get(ContextKind::InvalidSubcommand)) {
        (ErrorKind::InvalidSubcommand, Some(ContextValue::String(word))) if word == "-" || Path::new(word).exists() => {
            Some(format!("to run the rules over it: detectors run {word}"))
        }
        _ => None,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For programs: one object a line.
    Json,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        Args::command().debug_assert();
    }

    #[test]
    fn a_log_in_place_of_a_command_is_told() {
        let tip_of = |word: &str| tip(&Args::try_parse_from(["detectors", word]).unwrap_err());
        assert_eq!(tip_of("Cargo.toml").unwrap(), "to run the rules over it: detectors run Cargo.toml");
        assert_eq!(tip_of("no-such-file"), None);
    }

    #[test]
    fn the_platform_of_gaps_is_given_with_a_blank_too() {
        for (line, gaps, paths) in [
            ("detectors coverage rules --gaps linux", Some(Gaps::Linux), 1),
            ("detectors coverage --gaps=linux rules", Some(Gaps::Linux), 1),
            ("detectors coverage --gaps rules", Some(Gaps::All), 1),
            ("detectors coverage --gaps", Some(Gaps::All), 0),
            ("detectors coverage linux", None, 1),
        ] {
            let Command::Coverage(coverage) = Args::try_parse_from(joined(line.split(' ').map(OsString::from))).unwrap().command
            else {
                panic!("{line}")
            };
            assert_eq!((coverage.gaps, coverage.paths.len()), (gaps, paths), "{line}");
        }
    }

    #[test]
    fn commands_are_understood() {
        let parse = |line: &str| Args::try_parse_from(line.split(' '));
        assert!(
            matches!(parse("detectors run - --format json").unwrap().command, Command::Run(run) if run.format == Format::Json)
        );
        assert!(parse("detectors run").is_err());
        assert!(parse("detectors run a --sort --lateness 1s").is_err());
        assert!(matches!(parse("detectors rules").unwrap().command, Command::Rules(Rules { command: None, .. })));
        assert!(parse("detectors rules show x --format json").is_ok());
        assert!(
            matches!(parse("detectors expand a.yml --stage ir").unwrap().command, Command::Expand(expand) if expand.stage == Some(Stage::Ir))
        );
    }
}
