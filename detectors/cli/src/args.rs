//! The command line.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use std::path::{Path, PathBuf};
use std::time::Duration;

const EXIT_CODES: &str = "\
Exit codes:
  0  finished
  1  finished with alerts, only with --fail-on-alert
  2  wrong usage, or nothing could be read
  3  finished, but some input was refused: a file that cannot be read, a line that is no document (wins over 1)";

const EXIT_CODES_OF_EXPAND: &str = "\
Exit codes:
  0  shown
  1  the rule has errors
  2  wrong usage, or a file cannot be read";

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
    /// Show what the compiler makes of a rule file, stage by stage.
    Expand(Expand),
}

/// Runs the rules over event logs and prints the alerts.
///
/// Logs are NDJSON: one ECS document a line, nested or dotted, or a search hit with `_source`, as Elastic Defend, Elastic Agent and
/// Beats write them. Files may be packed with gzip or Zstandard, whatever their names. Alerts go to standard output; a summary
/// and all complaints go to standard error.
#[derive(Debug, Parser)]
#[command(after_help = EXIT_CODES)]
pub(crate) struct Run {
    /// Logs; `-` is standard input. Several are merged by time.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,

    /// How alerts are printed.
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,

    /// Order the whole input by time before it is judged; spills to temporary files.
    #[arg(long, conflicts_with = "lateness")]
    pub(crate) sort: bool,

    /// How late an event may come, by the clock of its own host: `10s`, `500ms`, `2m`, `0`.
    #[arg(long, default_value = "10s", value_parser = duration)]
    pub(crate) lateness: Duration,

    /// Exit with 1 if there was an alert.
    #[arg(long)]
    pub(crate) fail_on_alert: bool,

    /// Print every alert: no limit by `max_signals`, no removal of duplicates.
    #[arg(long)]
    pub(crate) no_limit: bool,

    /// No summary and no progress; complaints are still printed.
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

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

/// Shows what the compiler makes of a rule file, stage by stage.
#[derive(Debug, Parser)]
#[command(after_help = EXIT_CODES_OF_EXPAND)]
pub(crate) struct Expand {
    /// The rule file.
    #[arg(value_name = "RULE.yml")]
    pub(crate) rule: PathBuf,

    /// One stage only.
    #[arg(long, value_enum)]
    pub(crate) stage: Option<Stage>,

    /// Fields of your own: YAML, a table with tabs, or an Elasticsearch mapping.
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Stage {
    /// The rule file, checked, and its query not yet read.
    Rule,
    /// The query as the parser has read it, written again.
    Ast,
    /// The query with its names and types resolved.
    Ir,
    /// The same, simplified and put in order.
    Optimized,
    /// The matcher in Rust.
    Rust,
}

/// The arguments of this process. Ends it, if they are wrong or ask for help.
pub(crate) fn parse() -> Args {
    Args::try_parse().and_then(read_once).unwrap_or_else(|error| {
        // A parser writes the error where it belongs, help to standard output and the rest to standard error.
        let _ = error.print();
        if let Some(tip) = tip(&error) {
            eprintln!("\n{tip}");
        }
        std::process::exit(error.exit_code())
    })
}

/// Standard input has one end: given twice, two readers would share its lines.
fn read_once(args: Args) -> Result<Args, clap::Error> {
    if let Command::Run(run) = &args.command
        && run.files.iter().filter(|file| *file == Path::new("-")).count() > 1
    {
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

/// A number with a unit; zero needs none.
fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = text.split_at(digits);
    let factor = match unit {
        "ms" => Some(1),
        "s" => Some(1_000),
        "m" => Some(60_000),
        "h" => Some(3_600_000),
        "" if number == "0" => Some(1),
        _ => None,
    };
    let ms = factor.and_then(|factor| number.parse::<u64>().ok()?.checked_mul(factor));
    ms.map(Duration::from_millis).ok_or_else(|| "expected a number and one of `ms`, `s`, `m`, `h`, as in `10s`".into())
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
    fn durations_have_a_unit() {
        let cases = [
            ("10s", Some(10_000)),
            ("500ms", Some(500)),
            ("2m", Some(120_000)),
            ("1h", Some(3_600_000)),
            ("0", Some(0)),
            ("10", None),
            ("s", None),
            ("-1s", None),
            ("1.5s", None),
            ("99999999999999999999s", None),
            ("9999999999999999999h", None),
            ("", None),
        ];
        for (text, expected) in cases {
            assert_eq!(duration(text).ok(), expected.map(Duration::from_millis), "{text}");
        }
    }

    #[test]
    fn a_log_in_place_of_a_command_is_told() {
        let tip_of = |word: &str| tip(&Args::try_parse_from(["detectors", word]).unwrap_err());
        assert_eq!(tip_of("Cargo.toml").unwrap(), "to run the rules over it: detectors run Cargo.toml");
        assert_eq!(tip_of("no-such-file"), None);
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
