//! Public rules over the events of an endpoint: nanoseconds an event for sets of 1, 10, 100 and all rules, and for each rule alone.
//!
//! `public-rules` prints a line of JSON for each row and fleet; all rows take turns, so that they have the same machine under them.
//! `public-rules --measure ROW FLEET` runs one row once, for a tool that counts instructions inside [`measured`].

#![allow(deprecated, reason = "public rules with warnings are among those that are compiled")]

mod events;

use detector_corpus::Corpus;
use detector_tests::endpoint_events::Fleet;
use detectors::{Alert, Matcher, Slots};
use events::Recorded;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::Instant;

include!(concat!(env!("OUT_DIR"), "/sets.rs"));

#[allow(missing_docs)]
mod alone {
    /// Events that unfinished sequences of one matcher can hold.
    const ALONE: usize = 64;

    include!(concat!(env!("OUT_DIR"), "/alone.rs"));
}

const EVENTS: usize = 10_000;
const MEASURED_EVENTS: usize = 2_000;
const ROUNDS: usize = 7;
/// Events that unfinished sequences of a set can hold.
const CAPACITY: usize = 4_096;

type Sink<'a> = &'a mut dyn FnMut(&Alert<'_>);
type Event<'a> = Slots<'a, Corpus>;

/// One kind of work.
struct Row {
    name: &'static str,
    judge: Box<dyn FnMut(&Event<'_>, Sink<'_>)>,
}

fn rows() -> Vec<Row> {
    fn set<M: Matcher + 'static>(name: &'static str, matcher: M) -> Row {
        let mut matcher = Box::new(matcher);
        Row { name, judge: Box::new(move |event, sink| matcher.observe(event, sink)) }
    }
    let mut all = Box::new(Corpus::matcher::<{ detector_corpus::CAPACITY }>());
    let mut alone = Box::new(alone::Alone::new());
    vec![
        set("typed_1", Set1::matcher::<CAPACITY>()),
        set("typed_10", Set10::matcher::<CAPACITY>()),
        set("typed_100", Set100::matcher::<CAPACITY>()),
        Row { name: "typed_1000", judge: Box::new(move |event, sink| detector_corpus::judge(&mut all, event, sink)) },
        Row { name: "each_alone_1000", judge: Box::new(move |event, sink| alone.observe(event, sink)) },
    ]
}

fn main() -> ExitCode {
    // Matchers with their pools are larger than the usual stack.
    let thread = std::thread::Builder::new().stack_size(512 << 20).spawn(run);
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(code)) => code,
        _ => ExitCode::FAILURE,
    }
}

fn run() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [] => {
            for (fleet, of_fleet) in FLEETS {
                time(fleet, *of_fleet);
            }
            ExitCode::SUCCESS
        }
        [measure, row, fleet] if measure == "--measure" => {
            let fleet = FLEETS.iter().find(|(name, _)| name == fleet);
            let row = rows().into_iter().find(|of| of.name == row);
            let (Some((_, fleet)), Some(mut row)) = (fleet, row) else { return ExitCode::FAILURE };
            let recorded = Recorded::new(*fleet, MEASURED_EVENTS);
            let mut alerts = 0;
            let events: Vec<Event<'_>> = recorded.iter().collect();
            measured(&events, |event| (row.judge)(event, &mut |_| alerts += 1));
            println!("{alerts}");
            ExitCode::SUCCESS
        }
        _ => ExitCode::FAILURE,
    }
}

const FLEETS: &[(&str, Fleet)] = &[("mixed", Fleet::Mixed), ("linux", Fleet::Linux)];

/// Prints what each row takes for an event: the best of some rounds.
fn time(fleet: &str, of_fleet: Fleet) {
    let recorded = Recorded::new(of_fleet, EVENTS);
    let events: Vec<Event<'_>> = recorded.iter().collect();
    let mut rows = rows();
    let mut best = vec![f64::INFINITY; rows.len()];
    let mut alerts = vec![0_u64; rows.len()];
    for round in 0..ROUNDS {
        for ((row, best), alerts) in rows.iter_mut().zip(&mut best).zip(&mut alerts) {
            let start = Instant::now();
            measured(&events, |event| (row.judge)(event, &mut |alert| *alerts += u64::from(black_box(alert).events.len() > 0)));
            // The first round warms up.
            if round > 0 {
                *best = best.min(start.elapsed().as_nanos() as f64 / EVENTS as f64);
            }
        }
    }
    for ((row, best), alerts) in rows.iter().zip(best).zip(alerts) {
        println!("{{\"row\":\"{}\",\"fleet\":\"{fleet}\",\"ns\":{best:.1},\"alerts\":{alerts}}}", row.name);
    }
}

/// The only function in which instructions are counted.
#[inline(never)]
fn measured(events: &[Event<'_>], mut judge: impl FnMut(&Event<'_>)) {
    events.iter().for_each(|event| judge(black_box(event)));
}
