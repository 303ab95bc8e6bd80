//! `detectors profile`: rules and event logs → what each rule costs on these events, and how often fields have their values.
//!
//! ```text
//! event   → as in `detectors run`, with alerts that nobody prints    crate::run
//!         → queries that are asked of it, answers, times             [`measure`]
//!         → values of its fields, counted                            [`frequencies`]
//! figures → a table for people, JSON                                 [`output`]
//! ```

mod frequencies;
mod measure;
mod output;

use std::io::{self, Write};

use crate::Ending;
use crate::args::{Format, Profile, Run};
use crate::run::engine::{Probe, ShippedRules};
use crate::run::evaluated::EvaluatedRules;
use crate::run::{self, evaluated};
use crate::shown::Shown;
use frequencies::Frequencies;
use measure::Measured;

/// Profiles on `out`; complaints go to `err`.
///
/// # Errors
/// If the figures cannot be written, or a temporary file cannot be used.
pub(crate) fn profile(options: &Profile, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Ending> {
    if options.logs.rules.is_empty() {
        return of(options, &mut ShippedRules::new(), "compiled", false, out, err);
    }
    match evaluated::load_any(&options.logs.rules, &options.logs.schema, err) {
        Some(loaded) => of(options, &mut EvaluatedRules::new(&loaded.rules), "evaluator", loaded.is_refused, out, err),
        None => Ok(Ending::Nothing),
    }
}

fn of(
    options: &Profile,
    engine: &mut dyn Probe,
    runs: &'static str,
    is_refused: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<Ending> {
    let frequencies = options.frequencies.as_ref().map(|_| Frequencies::new(engine.fields()));
    let mut measured = Measured::new(engine, frequencies);
    let run = Run {
        logs: options.logs.clone(),
        format: Format::Json,
        fail_on_alert: false,
        no_limit: true,
        // The summary is of alerts.
        quiet: true,
    };
    let ending = run::run_engine(&run, &mut measured, &mut io::sink(), err)?;
    let (figures, frequencies) = measured.figures(runs);
    if ending == Ending::Nothing {
        return Ok(ending);
    }
    match options.format {
        Format::Text => output::text(&figures, options.all, out)?,
        Format::Json => output::json(&figures, out)?,
    }
    if let (Some(path), Some(frequencies)) = (&options.frequencies, frequencies)
        && let Err(error) = std::fs::write(path, frequencies.to_string())
    {
        let _ = writeln!(err, "error: cannot write `{}`: {error}", Shown(&path.display().to_string()));
        return Ok(Ending::Refused);
    }
    Ok(if is_refused { Ending::Refused } else { ending })
}
