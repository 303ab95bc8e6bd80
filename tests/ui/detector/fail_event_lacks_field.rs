//! An event type that is named is checked at once, without a use.

use detectors::{Detector, Event, Timestamp};

#[derive(Event)]
#[event(category = "process")]
struct Exec<'a> {
    #[event(field = "@timestamp")]
    at: Timestamp,
    #[event(field = "host.id")]
    host: &'a str,
    #[event(field = "process.name")]
    name: &'a str,
}

#[derive(Event)]
#[event(category = "file")]
struct Create<'a> {
    #[event(field = "@timestamp")]
    at: Timestamp,
    #[event(field = "event.action")]
    action: &'a str,
    #[event(field = "file.path")]
    path: &'a str,
}

#[derive(Event)]
enum AgentEvent<'a> {
    Exec(Exec<'a>),
    Create(Create<'a>),
}

#[derive(Detector)]
#[detector(rule = "../rules/download_then_execution.yml", event = AgentEvent<'_>)]
struct DownloadThenExecution;

#[derive(Detector)]
#[detector(rule = "../rules/shell_by_web_server.yml", event = Exec<'_>, event = AgentEvent<'_>)]
struct ShellByWebServer;

fn main() {}
