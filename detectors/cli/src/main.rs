//! The program `detectors`: runs the shipped detectors over event logs.

mod alerts;
mod args;
mod complaints;
mod engine;
mod input;
mod kept;
mod limit;
mod live;
mod order;
mod output;
mod progress;
mod rules;
mod run;
mod shown;
mod sort;
mod summary;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

use args::{Args, Command, RulesCommand};
use clap::Parser;
use engine::{Engine, NoRules};
use run::Ending;
use shown::Shown;

fn main() -> ExitCode {
    let args = Args::parse();
    let mut engine = NoRules;
    let stdout = io::stdout();
    let is_terminal = stdout.is_terminal();
    let mut out = BufWriter::new(anstream::AutoStream::auto(stdout.lock()));
    let mut err = anstream::stderr();

    let ended = match args.command {
        Command::Run(options) => {
            let flush_each = is_terminal || options.files.iter().any(|file| file == Path::new("-"));
            run::run(&options, &mut engine, &mut out, &mut err, flush_each)
        }
        Command::Rules(options) => match options.command {
            None => rules::list(engine.rules(), options.format, &mut out).map(|()| Ending::Finished),
            Some(RulesCommand::Show { id, format }) => match rules::find(engine.rules(), &id) {
                Ok(rule) => rules::show(rule, format, &mut out).map(|()| Ending::Finished),
                Err(message) => {
                    let _ = writeln!(err, "error: {}", Shown(&message));
                    Ok(Ending::Nothing)
                }
            },
        },
    };
    let ended = ended.and_then(|ending| out.flush().map(|()| ending));
    ExitCode::from(match ended {
        Ok(Ending::Finished) => 0,
        Ok(Ending::Alerts) => 1,
        Ok(Ending::Nothing) => 2,
        Ok(Ending::Refused) => 3,
        // Whoever reads has had enough: `detectors rules | head`.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => 0,
        Err(error) => {
            let _ = err.write_all(run::message(&error).as_bytes());
            2
        }
    })
}
