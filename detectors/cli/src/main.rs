//! The program `detectors`: runs the shipped detectors over event logs.

mod args;
mod check;
mod coverage;
mod expand;
mod explain;
mod explained;
mod import;
mod new;
mod profile;
mod progress;
mod read;
mod rule_files;
mod rules;
mod run;
mod shown;
mod test;
mod why;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use args::{Command, RulesCommand};
use shown::Shown;

/// How the program ends: its exit code, see the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Finished = 0,
    /// What was to be told by the code is there: alerts, with `--fail-on-alert`; errors in a rule.
    Found = 1,
    /// Wrong usage, or nothing readable.
    Nothing = 2,
    /// Some input was refused.
    Refused = 3,
}

fn main() -> ExitCode {
    let args = args::parse();
    let stdout = io::stdout();
    let is_terminal = stdout.is_terminal();
    let mut out = BufWriter::new(anstream::AutoStream::auto(stdout.lock()));
    let mut err = anstream::stderr();
    let rules = rules::shipped();

    let ended = match args.command {
        Command::Run(options) => {
            let flush_each = is_terminal || options.logs.files.iter().any(|file| file == Path::new("-"));
            run::run(&options, &mut out, &mut err, flush_each)
        }
        Command::Rules(options) => match options.command {
            None => rules::list(&rules, options.format, &mut out).map(|()| Ending::Finished),
            Some(RulesCommand::Show { rule, format }) => match rules::find(&rules, &rule) {
                Ok(rule) => rules::show(rule, format, &mut out).map(|()| Ending::Finished),
                Err(message) => {
                    let _ = writeln!(err, "{message}");
                    Ok(Ending::Nothing)
                }
            },
        },
        Command::Check(options) => check::check(&options, &mut out, &mut err),
        Command::Explain(options) => explain::explain(&options, &mut out, &mut err),
        Command::New(options) => new::new(&options, &mut out, &mut err),
        Command::Coverage(options) => coverage::coverage(&options, &rules, &mut out, &mut err),
        Command::Expand(options) => expand::expand(&options, &mut out, &mut err),
        Command::Profile(options) => profile::profile(&options, &mut out, &mut err),
        Command::Import(options) => import::import(&options, &mut out, &mut err),
        Command::Test(options) => test::test(&options, &mut out, &mut err),
        Command::Why(options) => why::why(&options, &mut out, &mut err),
    };
    let ended = ended.and_then(|ending| out.flush().map(|()| ending));
    match ended {
        Ok(ending) => ExitCode::from(ending as u8),
        // Whoever reads has had enough: `detectors rules | head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(err, "error: {}", Shown(&error.to_string()));
            ExitCode::from(Ending::Nothing as u8)
        }
    }
}
