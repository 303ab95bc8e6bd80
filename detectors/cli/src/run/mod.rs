//! `detectors run`: sources → lines → documents → order → the engine → alerts.
//!
//! Events without `@timestamp` are judged as they come; the others wait for their turn ([`crate::run::order`]), or are sorted as a
//! whole ([`crate::run::sort`]). Memory is bounded whatever the input: by the wait, by what is kept for alerts, by the engine itself.

mod alerts;
pub(crate) mod engine;
pub(crate) mod evaluated;
mod fields;
mod judge;
mod kept;
mod limit;
mod order;
mod output;
mod pipeline;
mod runner;
mod sort;
mod summary;

use std::io::{self, Write};
use std::num::NonZero;
use std::time::Instant;

use crate::Ending;
use crate::args::Run;
use crate::progress::Progress;
use crate::read::complaints::Complaints;
use crate::read::input::Source;
use crate::run::alerts::Investigator;
use crate::run::engine::{Engine, ShippedRules};
use crate::run::evaluated::EvaluatedRules;
use crate::run::judge::Judge;
use crate::run::limit::Limiter;
use crate::run::output::Printer;
use crate::run::pipeline::Sizes;
use crate::run::runner::Runner;
use crate::run::summary::{Figures, Summary};

/// Events that wait for their turn at most.
const WAITING_MAX: usize = 65_536;

/// Bytes that they occupy at most.
const WAITING_BYTES: usize = 256 << 20;

/// Files that are open at a time; more are sorted instead of merged.
const OPEN_MAX: usize = 256;

/// Memory for sorting before it spills.
const SORT_BYTES: usize = 256 << 20;

/// Memory for the documents of events that an alert may yet name.
const KEPT_BYTES: usize = 256 << 20;

/// Events that an alert may yet name.
const KEPT_EVENTS: usize = 4 << 20;

/// Bytes of documents whose buffers are kept for the next, and the greatest that is.
const POOL_BYTES: usize = 32 << 20;
const POOLED_BYTES: usize = 64 << 10;

/// Events between two looks at the clock and the progress.
const STRIDE: u64 = 4096;

/// Runs the rules over the sources of a command line. Alerts go to `out`, everything else to `err`.
///
/// # Errors
/// If alerts cannot be written (a closed pipe is no error), or a temporary file cannot be used.
pub(crate) fn run(options: &Run, out: &mut dyn Write, err: &mut dyn Write, flush_each: bool) -> io::Result<Ending> {
    if options.logs.rules.is_empty() {
        return run_sized(options, &mut ShippedRules::new(), out, err, flush_each, |sizes| sizes);
    }
    let Some(loaded) = evaluated::load_any(&options.logs.rules, &options.logs.schema, err) else { return Ok(Ending::Nothing) };
    let mut engine = EvaluatedRules::new(&loaded.rules);
    let ending = run_sized(options, &mut engine, out, err, flush_each, |sizes| sizes)?;
    Ok(match ending {
        Ending::Finished | Ending::Found if loaded.is_refused => Ending::Refused,
        ending => ending,
    })
}

/// As [`run`], with this engine.
///
/// # Errors
/// As [`run`].
pub(crate) fn run_engine(options: &Run, engine: &mut dyn Engine, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Ending> {
    run_sized(options, engine, out, err, false, |sizes| sizes)
}

/// Runs an engine; `resize` has the last word on how the work is shared out.
fn run_sized(
    options: &Run,
    engine: &mut dyn Engine,
    out: &mut dyn Write,
    err: &mut dyn Write,
    flush_each: bool,
    resize: impl FnOnce(Sizes) -> Sizes,
) -> io::Result<Ending> {
    let begin = Instant::now();
    let (sources, refused) = Source::from_arguments(&options.logs.files);
    let names: Vec<String> = sources.iter().map(Source::name).collect();
    let size = sources.iter().map(Source::size).sum::<Option<u64>>();
    let progress = Progress::new(size, options.quiet);

    let judge = Judge {
        investigator: Investigator::new(),
        limiter: (!options.no_limit).then(Limiter::default),
        printer: Printer::new(out, options.format, &names),
        progress: &progress,
        summary: Summary { rules: engine.rules().iter().map(|rule| Figures::new(rule)).collect(), ..Summary::default() },
        flush_each,
        failed: None,
    };
    let is_sorted = options.logs.sort || sources.len() > OPEN_MAX;
    let is_live = !is_sorted && sources == [Source::Stdin];
    let sizes = resize(Sizes::new(threads(options.logs.threads), if is_sorted { 1 } else { sources.len() }));
    let mut complaints = Complaints::new(&mut *err, sources.len());
    refused.iter().for_each(|message| complaints.unreadable_folder(&progress, message));
    let mut runner = Runner::new(options.logs.lateness, engine, judge, complaints, &names, sizes, is_live);
    let opened = runner.all(&sources, is_sorted)?;
    let mut summary = runner.end()?;
    progress.finish();

    summary.sources = opened;
    summary.elapsed = begin.elapsed();
    if !options.quiet && opened > 0 {
        // Nobody is left to tell if standard error is closed.
        let _ = write!(err, "{summary}");
    }
    Ok(match summary {
        _ if opened == 0 => Ending::Nothing,
        Summary { events: 0, bad_lines: 1.., .. } => Ending::Nothing,
        Summary { unreadable: 1.., .. } | Summary { bad_lines: 1.., .. } => Ending::Refused,
        _ if options.fail_on_alert && summary.printed() > 0 => Ending::Found,
        _ => Ending::Finished,
    })
}

/// So many threads as are asked for, or as the machine runs at a time.
fn threads(asked: Option<u16>) -> usize {
    asked.map_or_else(|| std::thread::available_parallelism().map_or(1, NonZero::get), usize::from)
}

#[cfg(test)]
mod tests;
