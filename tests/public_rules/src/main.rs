//! What public rules cost over the events of an endpoint, for the bench that builds this program.
//!
//! | command | prints, a line of JSON for each row |
//! |---|---|
//! | `typed FLEET` | nanoseconds an event for events that are there as typed values: sets of 1, 10, 100 and all rules, and each rule's own matcher in turn |
//! | `json FLEET` | megabytes a second from JSON bytes to the alerts of all rules, and of libraries that only parse |
//! | `count ROW FLEET` | nothing: runs one row over a few events, for a tool that counts instructions inside `measured` |

#![allow(deprecated, reason = "public rules with warnings are among those that are compiled")]

mod clock;
mod events;
mod fields;
mod json;
mod rows;
mod typed;

use detector_tests::endpoint_events::Fleet;
use std::process::ExitCode;

/// Events of a measurement.
const EVENTS: usize = 200_000;
/// Events whose instructions are counted.
const COUNTED: usize = 4_000;
/// Seed of the events.
const SEED: u64 = 1;

fn main() -> ExitCode {
    // Matchers with their pools are larger than the usual stack.
    let thread = std::thread::Builder::new().stack_size(512 << 20).spawn(run);
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(Some(()))) => ExitCode::SUCCESS,
        _ => ExitCode::from(2),
    }
}

fn run() -> Option<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match *arguments.as_slice() {
        ["typed", fleet] => typed::time(of(fleet)?),
        ["json", fleet] => json::time(of(fleet)?),
        ["count", row, fleet] => {
            let fleet = of(fleet)?;
            if !typed::count(row, fleet) && !json::count(row, fleet) {
                return None;
            }
        }
        _ => return None,
    }
    Some(())
}

fn of(fleet: &str) -> Option<Fleet> {
    match fleet {
        "mixed" => Some(Fleet::Mixed),
        "linux" => Some(Fleet::Linux),
        _ => None,
    }
}
