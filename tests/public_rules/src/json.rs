//! JSON bytes to the alerts of all rules, and what libraries take that only parse: the same documents.

use crate::fields::Document;
use crate::rows::{Row, Times, measured};
use crate::{COUNTED, EVENTS, SEED};
use detector_corpus::Corpus;
use detector_tests::endpoint_events::{Fleet, ndjson};
use detectors::{Handle, Layout, Slots};
use detectors_json::Decoder;
use std::hint::black_box;

const CHUNK: usize = 1_000;
const PASSES: usize = 2;

type Lines = [&'static str];

/// Prints what each row takes.
pub(crate) fn time(fleet: Fleet) {
    let log: &str = ndjson(fleet, EVENTS, SEED).leak();
    let lines: Vec<&str> = log.lines().collect();
    check(&lines[..lines.len().min(CHUNK)]);
    let (mut times, mut names) = (Times::new(), Vec::new());
    for _ in 0..PASSES {
        let mut rows = rows();
        names = rows.iter().map(|row| row.name).collect();
        for (number, chunk) in lines.chunks(CHUNK).enumerate() {
            times.chunk(number, &mut rows, chunk);
        }
    }
    for ((name, seconds), alerts) in names.iter().zip(times.seconds()).zip(&times.alerts) {
        let (ns, mb_s) = (seconds * 1e9 / EVENTS as f64, log.len() as f64 / 1e6 / seconds);
        println!("{{\"row\":\"{name}\",\"mb_s\":{mb_s:.1},\"ns\":{ns:.1},\"alerts\":{alerts}}}");
    }
}

/// Runs a row over a few events; false if there is none of the name.
pub(crate) fn count(name: &str, fleet: Fleet) -> bool {
    let Some(mut row) = rows().into_iter().find(|row| row.name == name) else { return false };
    let log: &str = ndjson(fleet, COUNTED, SEED).leak();
    let lines: Vec<&str> = log.lines().collect();
    measured(&mut row, lines.as_slice());
    true
}

/// What is compared reads the same: as many values in every document.
fn check(lines: &Lines) {
    let mut decoder = Decoder::new(Corpus::FIELDS);
    for line in lines {
        let decoded = decoder.decode(line.as_bytes(), Handle(0)).map_or(0, |table| table.values.len());
        let read = serde_json::from_str::<Document<'_>>(line).map_or(0, |document| document.count());
        assert_eq!(decoded, read, "{line}");
    }
}

/// A row that reads each line. What it makes of it must not be left out by the optimiser.
fn row(name: &'static str, mut read: impl FnMut(&'static str) -> u64 + 'static) -> Row<Lines> {
    let work = move |lines: &Lines| lines.iter().map(|line| read(line)).sum();
    Row { name, work: Box::new(work) }
}

fn rows() -> Vec<Row<Lines>> {
    let (mut decoder, mut number) = (Decoder::new(Corpus::FIELDS), 0);
    let mut matcher = Box::new(Corpus::matcher::<{ detector_corpus::CAPACITY }>());
    let mut only_decoder = Decoder::new(Corpus::FIELDS);
    let (mut copy, mut buffers) = (Vec::new(), simd_json::Buffers::default());
    vec![
        row("json_1000", move |line| {
            let mut alerts = 0;
            number += 1;
            if let Ok(table) = decoder.decode(line.as_bytes(), Handle(number)) {
                detector_corpus::judge(&mut matcher, &Slots::new(table), &mut |alert| {
                    _ = black_box(alert);
                    alerts += 1;
                });
            }
            alerts
        }),
        row("decode_1000", move |line| {
            _ = black_box(only_decoder.decode(line.as_bytes(), Handle(0)).is_ok());
            0
        }),
        row("serde_typed", |line| {
            _ = black_box(serde_json::from_str::<Document<'_>>(line));
            0
        }),
        row("serde_json_value", |line| {
            _ = black_box(serde_json::from_str::<serde_json::Value>(line));
            0
        }),
        row("sonic_rs_typed", |line| {
            _ = black_box(sonic_rs::from_str::<Document<'_>>(line));
            0
        }),
        row("sonic_rs_value", |line| {
            _ = black_box(sonic_rs::from_str::<sonic_rs::Value>(line));
            0
        }),
        // With the copy that it needs, since it writes into its input.
        row("simd_json_tape", move |line| {
            copy.clear();
            copy.extend_from_slice(line.as_bytes());
            _ = black_box(simd_json::to_tape_with_buffers(&mut copy, &mut buffers).is_ok());
            0
        }),
    ]
}
