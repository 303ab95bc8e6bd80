//! What reading documents costs: JSON bytes to the values of a rule set's fields, beside libraries that do the same, in the same run.
//!
//! `cargo bench -p detector-tests --bench json`. A row is one way to read a log of 1.75 kB documents ([`endpoint_events`]), all in turn and the
//! fastest of many passes, so that what else the machine does falls on all alike. Instructions an event are counted by valgrind, where it
//! is there, by running this program once more for each row: exact and repeatable. `-- --linux` reads documents of Linux hosts only.
//!
//! | rows | what they make of a document |
//! |---|---|
//! | `1,081 rules: …` | the 320 fields that the public rules read (`baselines/public_fields.tsv`) |
//! | `first rule: …` | the dozen fields of one rule |
//! | `document: …` | all of it, or nothing |

#![allow(clippy::expect_used, clippy::panic, reason = "a bench stops where it cannot go on")]

#[allow(dead_code, reason = "shared with other benches")]
mod baselines;
#[path = "baselines/public_fields.rs"]
mod public_fields;

use detector_rules::linux::execution::ReverseShellViaSuspiciousChildProcess as Rule;
use detector_tests::endpoint_events::{Fleet, ndjson};
use detectors::{Handle, Layout, SlotField, SlotKind, Slots};
use detectors_json::{Decoder, Document};
use serde::de::IgnoredAny;
use std::hint::black_box;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

/// The argument that makes this program one measured row.
const MEASURE: &str = "--measure";
const LINUX: &str = "--linux";

/// Events of a pass, and passes.
const EVENTS: usize = 4_000;
const PASSES: usize = 60;

type Read<'l> = Box<dyn FnMut(&'l [u8]) + 'l>;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let linux = arguments.iter().any(|argument| argument == LINUX);
    let log = ndjson(if linux { Fleet::Linux } else { Fleet::Mixed }, EVENTS, 1);
    let lines: Vec<&[u8]> = log.lines().map(str::as_bytes).collect();
    let mut rows = rows(&lines);
    if let Some(at) = arguments.iter().position(|argument| argument == MEASURE) {
        let row = rows.iter_mut().find(|(name, _)| arguments.get(at + 1) == Some(name));
        if let Some((_, read)) = row {
            measured(&lines, read);
        }
        return ExitCode::SUCCESS;
    }

    let mut best = vec![Duration::MAX; rows.len()];
    for _ in 0..PASSES {
        for ((_, read), best) in rows.iter_mut().zip(&mut best) {
            let begin = Instant::now();
            measured(&lines, read);
            *best = begin.elapsed().min(*best);
        }
    }
    let counts = Command::new("valgrind").arg("--version").output().is_ok();
    println!("{} documents, {} bytes each on average", EVENTS, log.len() / EVENTS);
    println!("{:<48}{:>10}{:>12}{:>22}", "", "MB/s", "ns an event", "instructions an event");
    for ((name, _), best) in rows.iter().zip(best) {
        let (mb, ns) = (log.len() as f64 / 1e6 / best.as_secs_f64(), best.as_nanos() as f64 / EVENTS as f64);
        print!("{name:<48}{mb:>10.0}{ns:>12.0}");
        match counts.then(|| instructions(name, linux)).flatten() {
            Some(count) => println!("{:>22.0}", count as f64 / EVENTS as f64),
            None => println!("{:>22}", "-"),
        }
    }
    ExitCode::SUCCESS
}

/// Ways to read, in the order of the table.
fn rows<'l>(lines: &[&'l [u8]]) -> Vec<(String, Read<'l>)> {
    let public = public_fields();
    check(lines, &public);
    let mut rows: Vec<(String, Read<'l>)> = Vec::new();
    let mut row = |name: &str, read: Read<'l>| rows.push((name.to_owned(), read));

    let mut decoder = Decoder::new(&public);
    row("1,081 rules: decode", Box::new(move |line| _ = black_box(decoder.decode(line, Handle(0)).expect("a document"))));
    let (mut decoder, mut document) = (Decoder::new(&public), Document::default());
    row("1,081 rules: decode and keep", Box::new(move |line| decoder.read(line, &mut document).expect("a document")));
    row(
        "1,081 rules: serde_json, borrowed struct",
        Box::new(|line| {
            _ = black_box(serde_json::from_slice::<public_fields::Document<'_>>(line).expect("a document"));
        }),
    );
    row(
        "1,081 rules: sonic-rs, borrowed struct",
        Box::new(|line| {
            _ = black_box(sonic_rs::from_slice::<public_fields::Document<'_>>(line).expect("a document"));
        }),
    );
    let tree = pointers(&public);
    row("1,081 rules: sonic-rs, get_many", Box::new(move |line| _ = black_box(sonic_rs::get_many(line, &tree))));

    let mut decoder = Decoder::new(Rule::FIELDS);
    row("first rule: decode", Box::new(move |line| _ = black_box(decoder.decode(line, Handle(0)).expect("a document"))));
    let (mut decoder, mut matcher) = (Decoder::new(Rule::FIELDS), Rule::matcher::<1024>());
    row(
        "first rule: decode and match",
        Box::new(move |line| {
            let table = decoder.decode(line, Handle(0)).expect("a document");
            matcher.observe(&Slots::<Rule>::new(table), |alert| _ = black_box(alert));
        }),
    );
    row(
        "first rule: serde_json, borrowed struct",
        Box::new(|line| {
            _ = black_box(serde_json::from_slice::<baselines::Typed<'_>>(line).expect("a document"));
        }),
    );
    row(
        "first rule: sonic-rs, borrowed struct",
        Box::new(|line| {
            _ = black_box(sonic_rs::from_slice::<baselines::Typed<'_>>(line).expect("a document"));
        }),
    );
    let tree = pointers(Rule::FIELDS);
    row("first rule: sonic-rs, get_many", Box::new(move |line| _ = black_box(sonic_rs::get_many(line, &tree))));
    let tree = pointers(Rule::FIELDS);
    #[allow(unsafe_code, reason = "what the library calls so")]
    row(
        "first rule: sonic-rs, get_many_unchecked",
        Box::new(move |line| {
            // SAFETY: the lines are JSON: `check` has read them.
            _ = black_box(unsafe { sonic_rs::get_many_unchecked(line, &tree) });
        }),
    );

    row(
        "document: serde_json, Value",
        Box::new(|line| {
            _ = black_box(serde_json::from_slice::<serde_json::Value>(line).expect("a document"));
        }),
    );
    row(
        "document: sonic-rs, Value",
        Box::new(|line| {
            _ = black_box(sonic_rs::from_slice::<sonic_rs::Value>(line).expect("a document"));
        }),
    );
    let (mut copy, mut buffers) = (Vec::new(), simd_json::Buffers::default());
    row(
        "document: simd-json, tape (with the copy it needs)",
        Box::new(move |line| {
            copy.clear();
            copy.extend_from_slice(line);
            _ = black_box(simd_json::to_tape_with_buffers(&mut copy, &mut buffers).expect("a document"));
        }),
    );
    row(
        "document: serde_json, checked and dropped",
        Box::new(|line| {
            _ = black_box(serde_json::from_slice::<IgnoredAny>(line).expect("a document"));
        }),
    );
    row("document: search for a line's end", Box::new(|line| _ = black_box(memchr::memchr(b'\n', line))));
    rows
}

/// The fields of the public rules.
fn public_fields() -> Vec<SlotField> {
    let rows = include_str!("baselines/public_fields.tsv").lines().filter_map(|row| row.split_once('\t'));
    let fields = rows.map(|(name, kind)| {
        let kind = match kind {
            "Int" => SlotKind::Int,
            "Float" => SlotKind::Float,
            "Bool" => SlotKind::Bool,
            "Ip" => SlotKind::Ip,
            "Date" => SlotKind::Date,
            _ => SlotKind::Str,
        };
        SlotField::new(name, kind)
    });
    fields.collect()
}

/// What is compared does the same: as many values in every document.
fn check(lines: &[&[u8]], fields: &[SlotField]) {
    let mut decoder = Decoder::new(fields);
    for line in lines {
        let decoded = decoder.decode(line, Handle(0)).expect("a document").values.len();
        let document: public_fields::Document<'_> = serde_json::from_slice(line).expect("a document");
        assert_eq!(decoded, document.count(), "{}", String::from_utf8_lossy(line));
    }
}

fn pointers(fields: &[SlotField]) -> sonic_rs::PointerTree {
    let mut tree = sonic_rs::PointerTree::new();
    for field in fields {
        tree.add_path(field.name.split('.').collect::<Vec<_>>().iter());
    }
    tree
}

/// The only function in which time and instructions are counted.
#[inline(never)]
fn measured<'l>(lines: &[&'l [u8]], read: &mut Read<'l>) {
    for line in lines {
        read(black_box(line));
    }
}

/// Instructions of one pass over all events.
fn instructions(row: &str, linux: bool) -> Option<u64> {
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--toggle-collect=*json::measured*"])
        .arg(std::env::current_exe().ok()?)
        .args([MEASURE, row])
        .args(linux.then_some(LINUX))
        .output()
        .ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    text.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
}
