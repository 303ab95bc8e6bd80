//! An agent with two detectors: it reads what happens on a host, and prints what the detectors find.
//!
//! ```text
//! cargo run -p example-agent
//! ```

use detectors::{Alert, Detector, Event, Matcher, Scalar, Timestamp};
use std::net::IpAddr;

// 1. The agent's own events. Attributes say which ECS field stands behind which field of Rust; nothing is copied or
//    converted. A matcher is compiled for these very types.

/// A program has been started.
#[derive(Event)]
#[event(category = "process", constant("event.type" = "start"))]
struct Exec<'a> {
    #[event(field = "@timestamp")]
    at: Timestamp,
    #[event(field = "process.pid")]
    pid: u32,
    #[event(field = "process.executable")]
    executable: &'a str,
    #[event(field = "process.name")]
    name: &'a str,
    #[event(field = "process.parent.name")]
    parent: Option<&'a str>,
    /// Alerts name events by this number: here, the place in the log.
    #[event(handle)]
    place: usize,
}

/// A connection has been opened.
#[derive(Event)]
#[event(category = "network")]
struct Connect {
    #[event(field = "@timestamp")]
    at: Timestamp,
    #[event(field = "process.pid")]
    pid: u32,
    #[event(field = "destination.ip")]
    to: IpAddr,
    #[event(handle)]
    place: usize,
}

/// Whatever may happen.
#[derive(Event)]
enum AgentEvent<'a> {
    Exec(Exec<'a>),
    Connect(Connect),
}

// 2. The detectors. Each is a rule, compiled while this crate is: a rule that is wrong, or reads a field that the events
//    do not have, is an error of `cargo check` that points into the rule.

/// A rule in a file.
#[derive(Detector)]
#[detector(rule = "../rules/program_of_a_shared_folder_connects.yml", event = AgentEvent<'_>)]
struct ProgramOfASharedFolderConnects;

/// A rule right here.
#[derive(Detector)]
#[detector(
    query = r#"process where process.parent.name : ("nginx", "apache2", "httpd", "php-fpm*") and process.name : ("sh", "bash", "dash")"#,
    rule_id = "shell-of-a-web-server",
    name = "Shell of a Web Server",
    severity = "medium",
    risk_score = 47,
    threat(tactic = "TA0003", technique = "T1505.003"),
    event = AgentEvent<'_>
)]
struct ShellOfAWebServer;

fn main() {
    let log = include_str!("host.log");
    // 3. The matchers. A sequence needs memory for what it has seen of each process: room for 1,024 events, and never more.
    let mut connects = ProgramOfASharedFolderConnects::matcher::<1024>();
    let mut shell = ShellOfAWebServer::matcher();

    // 4. Each event goes to each matcher; `print` is called for what they find.
    for event in log.lines().enumerate().filter_map(|(place, line)| parse(place, line)) {
        connects.observe(&event, |alert| print(log, alert));
        shell.observe(&event, |alert| print(log, alert));
    }
    println!("{} events, {} alerts", connects.counters().observed, matched(&connects) + matched(&shell));
}

fn matched(matcher: &impl Matcher) -> u64 {
    matcher.counters().matched
}

/// An alert has the rule and names of the events: what they were is the agent's to know.
fn print(log: &str, alert: &Alert<'_>) {
    println!("{} ({}, risk {})", alert.rule.name, alert.rule.severity.as_str(), alert.rule.risk_score);
    for key in alert.join_keys {
        println!("  {}: {}", key.field, key.value.map_or_else(String::new, |value: Scalar<'_>| value.with_text(str::to_owned)));
    }
    for event in alert.events {
        println!("  {}", log.lines().nth(event.handle.0 as usize).unwrap_or_default());
    }
}

/// A line of the log: milliseconds, `exec` or `connect`, the process, and what it ran or where it connected to. An agent would
/// have this from the kernel.
fn parse(place: usize, line: &str) -> Option<AgentEvent<'_>> {
    let mut words = line.split_whitespace();
    let (at, kind, pid) = (Timestamp(words.next()?.parse().ok()?), words.next()?, words.next()?.parse().ok()?);
    if kind == "connect" {
        return Some(AgentEvent::Connect(Connect { at, pid, to: words.next()?.parse().ok()?, place }));
    }
    let executable = words.next()?;
    let (_, name) = executable.rsplit_once('/')?;
    Some(AgentEvent::Exec(Exec { at, pid, executable, name, parent: words.next(), place }))
}
