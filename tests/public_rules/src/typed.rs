//! Events that are there as typed values: sets of rules against each rule's own matcher, the same rules and events.

use crate::events::{Event, Recorded};
use crate::rows::{Row, Times, measured};
use crate::{COUNTED, EVENTS, SEED};
use detector_corpus::Corpus;
use detector_tests::endpoint_events::{Fleet, ndjson};
use detectors::{Alert, Matcher};
use std::hint::black_box;

include!(concat!(env!("OUT_DIR"), "/sets.rs"));

/// Events of a chunk: they are warm when they are judged, as are an agent's own.
const CHUNK: usize = 500;
const PASSES: usize = 3;
/// Events that unfinished sequences of a set can hold.
const CAPACITY: usize = 4_096;

/// Prints what each row takes.
pub(crate) fn time(fleet: Fleet) {
    let log = ndjson(fleet, EVENTS, SEED);
    let lines: Vec<&str> = log.lines().collect();
    let (mut times, mut names) = (Times::new(), Vec::new());
    for _ in 0..PASSES {
        let mut rows = rows();
        names = rows.iter().map(|row| row.name).collect();
        for (number, chunk) in lines.chunks(CHUNK).enumerate() {
            times.chunk(number, &mut rows, &Recorded::new(chunk, number * CHUNK));
        }
    }
    for ((name, seconds), alerts) in names.iter().zip(times.seconds()).zip(&times.alerts) {
        println!("{{\"row\":\"{name}\",\"ns\":{:.2},\"alerts\":{alerts}}}", seconds * 1e9 / EVENTS as f64);
    }
}

/// Runs a row over a few events; false if there is none of the name.
pub(crate) fn count(name: &str, fleet: Fleet) -> bool {
    let Some(mut row) = rows().into_iter().find(|row| row.name == name) else { return false };
    let log = ndjson(fleet, COUNTED, SEED);
    let lines: Vec<&str> = log.lines().collect();
    measured(&mut row, &Recorded::new(&lines, 0));
    true
}

fn rows() -> Vec<Row<Recorded>> {
    fn set<M: Matcher + 'static>(name: &'static str, matcher: M) -> Row<Recorded> {
        let mut matcher = Box::new(matcher);
        row(name, move |event, sink| matcher.observe(event, sink))
    }
    let alone = || Box::new(Alone::new());
    let (mut first, mut ten, mut hundred, mut thousand) = (alone(), alone(), alone(), alone());
    let mut all = Box::new(Corpus::matcher::<{ detector_corpus::CAPACITY }>());
    vec![
        set("set_1", Set1::matcher::<CAPACITY>()),
        set("set_10", Set10::matcher::<CAPACITY>()),
        set("set_100", Set100::matcher::<CAPACITY>()),
        row("set_1000", move |event, sink| detector_corpus::judge(&mut all, event, sink)),
        row("each_alone_1", move |event, sink| first.a.observe_1(event, sink)),
        row("each_alone_10", move |event, sink| ten.a.observe_10(event, sink)),
        row("each_alone_100", move |event, sink| hundred.a.observe_100(event, sink)),
        row("each_alone_1000", move |event, sink| thousand.observe(event, sink)),
    ]
}

/// A row that judges each event.
fn row(name: &'static str, mut judge: impl FnMut(&Event<'_>, &mut dyn FnMut(&Alert<'_>)) + 'static) -> Row<Recorded> {
    let work = move |events: &Recorded| {
        let mut alerts = 0;
        for event in events.iter() {
            judge(&event, &mut |alert| {
                _ = black_box(alert);
                alerts += 1;
            });
        }
        alerts
    };
    Row { name, work: Box::new(work) }
}

/// Each rule's own matcher.
struct Alone {
    a: alone_a::Alone,
    b: alone_b::Alone,
    c: alone_c::Alone,
    d: alone_d::Alone,
}

impl Alone {
    fn new() -> Self {
        Self { a: alone_a::Alone::new(), b: alone_b::Alone::new(), c: alone_c::Alone::new(), d: alone_d::Alone::new() }
    }

    fn observe(&mut self, event: &Event<'_>, sink: &mut dyn FnMut(&Alert<'_>)) {
        self.a.observe(event, &mut *sink);
        self.b.observe(event, &mut *sink);
        self.c.observe(event, &mut *sink);
        self.d.observe(event, sink);
    }
}
