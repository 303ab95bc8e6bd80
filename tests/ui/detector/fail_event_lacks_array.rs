//! What only Elastic Endpoint's dialect reads has to be there as well: elements of an array, ids of processes, fields of earlier
//! events.

use detectors::{Detector, Event, Timestamp};

#[derive(Event)]
#[event(category = "process")]
struct Exec<'a> {
    #[event(field = "@timestamp")]
    at: Timestamp,
    #[event(field = "process.thread.Ext.call_stack.symbol_info")]
    symbols: &'a [&'a str],
    #[event(field = "process.name")]
    name: &'a str,
}

#[derive(Event)]
#[event(category = "file")]
struct Create<'a> {
    #[event(field = "@timestamp")]
    at: Timestamp,
    #[event(field = "file.path")]
    path: &'a str,
}

#[derive(Event)]
enum AgentEvent<'a> {
    Exec(Exec<'a>),
    Create(Create<'a>),
}

#[derive(Detector)]
#[detector(
    query = "process where _arraysearch(process.thread.Ext.call_stack, $e, $e.symbol_info : \"*ntdll*\")",
    dialect = "endpoint",
    event = AgentEvent<'_>
)]
struct Search;

#[derive(Detector)]
#[detector(
    query = "file where descendant of [process where process.name == \"sh\"]",
    dialect = "endpoint",
    event = AgentEvent<'_>
)]
struct Ancestor;

#[derive(Detector)]
#[detector(
    query = "sequence with maxspan=1m [process where true] as event0 [file where file.path == event0.process.executable]",
    dialect = "endpoint",
    event = AgentEvent<'_>
)]
struct Earlier;

fn main() {}
