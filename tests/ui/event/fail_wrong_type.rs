use detectors::{Event, Timestamp};
use std::net::IpAddr;

type Text = String;

#[derive(Event)]
struct Exec<'a> {
    #[event(field = "process.pid")]
    pid: &'a str,
    #[event(field = "process.thread.id")]
    thread: Option<f64>,
    #[event(field = "process.args")]
    args: &'a [bool],
    #[event(field = "source.ip")]
    ip: Text,
    #[event(field = "@timestamp")]
    at: u64,
    #[event(field = "process.interactive")]
    interactive: Vec<IpAddr>,
    #[event(field = "event.risk_score")]
    score: Timestamp,
}

fn main() {}
