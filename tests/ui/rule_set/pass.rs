//! A rule set that is right. Without a case that passes, trybuild would check the others instead of building them.

use detectors::{Event, RuleSet, Timestamp};

#[derive(Event)]
struct Exec<'a> {
    #[event(field = "event.category")]
    category: &'a str,
    #[event(field = "@timestamp")]
    at: Timestamp,
    #[event(field = "host.id")]
    host: &'a str,
    #[event(field = "event.action")]
    action: &'a str,
    #[event(field = "file.path")]
    file: Option<&'a str>,
    #[event(field = "process.executable")]
    executable: Option<&'a str>,
    #[event(field = "process.name")]
    name: Option<&'a str>,
    #[event(field = "process.parent.name")]
    parent: Option<&'a str>,
}

#[derive(RuleSet)]
#[rule_set(rules = ["../rules/shell_by_web_server.yml", "../rules/download_then_execution.yml"], event = Exec<'_>)]
struct Rules;

fn main() {
    let mut found = Vec::new();
    let mut matcher = Rules::matcher::<16>();
    let file = Exec {
        category: "file",
        at: Timestamp(0),
        host: "a",
        action: "creation",
        file: Some("/tmp/x"),
        executable: None,
        name: None,
        parent: None,
    };
    let process = Exec {
        category: "process",
        at: Timestamp(60_000),
        executable: Some("/tmp/x"),
        name: Some("sh"),
        parent: Some("nginx"),
        ..file
    };
    matcher.observe(&file, |alert| found.push(alert.rule.id));
    matcher.observe(&process, |alert| found.push(alert.rule.id));
    assert_eq!(found, ["shell-by-web-server", "download-then-execution"]);
}
