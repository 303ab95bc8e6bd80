//! CPU time, memory and duration of a command and all processes that it starts.
//!
//! The system keeps the greatest memory of all children that a process has ever had, so that each command is started by a process of
//! its own: this program again, with [`MEASURE`].

use crate::project::Outcome;
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

/// The argument that makes this program start a command: behind it the file for what the command prints, the command, its arguments.
pub(crate) const MEASURE: &str = "--usage";

/// What a command has used.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usage {
    pub(crate) cpu_s: f64,
    pub(crate) wall_s: f64,
    /// The most memory that any of its processes had.
    pub(crate) rss_mib: f64,
}

/// Runs a command to its end. What it prints goes to a file.
///
/// # Errors
/// If it cannot be run, or fails.
pub(crate) fn of(command: &Command, printed: &Path) -> Outcome<Usage> {
    let mut measure = Command::new(std::env::current_exe()?);
    measure.arg(MEASURE).arg(printed).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => measure.env(name, value),
            None => measure.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        measure.current_dir(folder);
    }
    let output = measure.stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(format!("{command:?}: {}", output.status).into());
    }
    let usage: Value = serde_json::from_slice(&output.stdout)?;
    let figure = |name: &str| usage[name].as_f64().ok_or(format!("no {name} in {usage}"));
    Ok(Usage { cpu_s: figure("cpu_s")?, wall_s: figure("wall_s")?, rss_mib: figure("rss_mib")? })
}

/// The other side of [`of`].
pub(crate) fn measure_here(arguments: &[String]) -> ExitCode {
    match here(arguments) {
        Ok(usage) => {
            println!("{usage}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn here(arguments: &[String]) -> Outcome<Value> {
    let [printed, program, arguments @ ..] = arguments else { return Err("a file and a command are wanted".into()) };
    let begin = Instant::now();
    let status = Command::new(program).args(arguments).stdout(std::fs::File::create(printed)?).status()?;
    let wall_s = begin.elapsed().as_secs_f64();
    if !status.success() {
        return Err(format!("{program} {arguments:?}: {status}").into());
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let cpu_s = (usage.user_time().num_microseconds() + usage.system_time().num_microseconds()) as f64 / 1e6;
    Ok(json!({ "cpu_s": cpu_s, "wall_s": wall_s, "rss_mib": usage.max_rss() as f64 / 1024.0 }))
}
