//! What the first rule costs in machine instructions: exact and repeatable, so that a regression shows as a number.
//!
//! `cargo bench -p detector-tests --bench instructions` runs itself once for each row under `valgrind --tool=callgrind`, which
//! counts only inside [`measured`], and prints instructions an event. It stands alone, for the libraries that do the same need
//! a second program of their own version installed.

mod baselines;

use baselines::{Plain, Typed};
use detector_rules::Shipped;
use detector_rules::linux::execution::ReverseShellViaSuspiciousChildProcess as Rule;
use detector_tests::events::{self, HostEvent, SlotRow};
use detector_tests::set_of_one::SetOfOne;
use detectors::{Handle, Layout, Slots};
use detectors_json::Decoder;
use std::hint::black_box;
use std::process::{Command, ExitCode};

const EVENTS: usize = 10_000;

/// The argument that makes this program one measured row.
const MEASURE: &str = "--measure";

/// A name, and what is measured: a pass over the events, with all that it needs already made.
type Row = (&'static str, fn(&[HostEvent]));

const ROWS: &[Row] = &[
    ("typed: first rule", |events| {
        let mut matcher = Rule::matcher::<1024>();
        measured(events, |event| matcher.observe(event, |alert| _ = black_box(alert)));
    }),
    ("typed: set of one", |events| {
        let mut matcher = SetOfOne::matcher::<1024>();
        measured(events, |event| matcher.observe(event, |alert| _ = black_box(alert)));
    }),
    ("typed: by hand", |events| {
        let mut plain = Plain::default();
        measured(events, |event| _ = black_box(plain.observe(event)));
    }),
    ("slots: first rule", |events| {
        let rows: Vec<SlotRow<'_>> = events.iter().map(SlotRow::new::<Rule>).collect();
        let mut matcher = Rule::matcher::<1024>();
        measured(&rows, |row| matcher.observe(&row.event::<Rule>(), |alert| _ = black_box(alert)));
    }),
    ("json: decode and match", |events| {
        let (mut decoder, mut matcher) = (Decoder::new(Shipped::FIELDS), Shipped::matcher::<1024>());
        measured(&documents(events), |document| {
            if let Ok(table) = decoder.decode(document, Handle(0)) {
                detector_rules::observe(&mut matcher, &Slots::new(table), &mut |alert| _ = black_box(alert));
            }
        });
    }),
    ("json: decode", |events| {
        let mut decoder = Decoder::new(Shipped::FIELDS);
        measured(&documents(events), |document| _ = black_box(decoder.decode(document, Handle(0)).is_ok()));
    }),
    ("json: serde_json, struct", |events| {
        measured(&documents(events), |document| _ = black_box(serde_json::from_slice::<Typed<'_>>(document).is_ok()));
    }),
    ("json: serde_json, Value", |events| {
        measured(&documents(events), |document| _ = black_box(serde_json::from_slice::<serde_json::Value>(document).is_ok()));
    }),
];

type Mix = (&'static str, fn() -> Vec<HostEvent>);

const MIXES: &[Mix] = &[("benign", || events::benign(EVENTS, 1)), ("nearly", || events::nearly(EVENTS, 1))];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, measure, row, mix] = arguments.as_slice()
        && measure == MEASURE
    {
        let row = ROWS.iter().find(|(name, _)| name == row);
        let mix = MIXES.iter().find(|(name, _)| name == mix);
        if let (Some((_, run)), Some((_, events))) = (row, mix) {
            run(&events());
        }
        return ExitCode::SUCCESS;
    }
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("skipped: valgrind is not there");
        return ExitCode::SUCCESS;
    }
    print!("{:<28}", "instructions an event");
    MIXES.iter().for_each(|(mix, _)| print!("{mix:>10}"));
    println!();
    for (row, _) in ROWS {
        print!("{row:<28}");
        for (mix, _) in MIXES {
            match instructions(row, mix) {
                Some(count) => print!("{:>10.1}", count as f64 / EVENTS as f64),
                None => {
                    println!("\nno count from valgrind");
                    return ExitCode::FAILURE;
                }
            }
        }
        println!();
    }
    ExitCode::SUCCESS
}

/// Instructions of one pass over all events.
fn instructions(row: &str, mix: &str) -> Option<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*instructions::measured*"])
        .arg(std::env::current_exe().ok()?)
        .args([MEASURE, row, mix])
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    text.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
}

fn documents(events: &[HostEvent]) -> Vec<Vec<u8>> {
    events.iter().map(|event| event.document().into_bytes()).collect()
}

/// The only function in which instructions are counted.
#[inline(never)]
fn measured<T>(items: &[T], mut work: impl FnMut(&T)) {
    for item in items {
        work(black_box(item));
    }
}
