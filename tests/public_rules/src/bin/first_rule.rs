//! One rule over a log: the number and the lines of its alerts. What an agent does that has one detector and reads documents.

use detector_rules::linux::execution::ReverseShellViaSuspiciousChildProcess as Rule;
use detectors::{Handle, Layout, Slots};
use detectors_json::Decoder;
use std::io::{BufRead, BufReader, Write};

fn main() -> std::io::Result<()> {
    let path = std::env::args().nth(1).unwrap_or_default();
    let mut log = BufReader::with_capacity(1 << 20, std::fs::File::open(path)?);
    let mut decoder = Decoder::new(Rule::FIELDS);
    let mut matcher = Box::new(Rule::matcher::<4_096>());
    let mut out = std::io::stdout().lock();
    let (mut line, mut number, mut result) = (Vec::new(), 0, Ok(()));
    loop {
        line.clear();
        if log.read_until(b'\n', &mut line)? == 0 {
            return result;
        }
        number += 1;
        match decoder.decode(&line, Handle(number)) {
            Ok(table) => matcher.observe(&Slots::<Rule>::new(table), |alert| {
                let lines: Vec<u64> = alert.events.iter().map(|event| event.handle.0).collect();
                result = writeln!(out, "{lines:?}");
            }),
            Err(error) => eprintln!("line {number}: {error}"),
        }
    }
}
