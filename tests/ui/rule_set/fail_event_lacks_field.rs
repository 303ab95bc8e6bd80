//! The event type is checked for every rule of the set.

use detectors::{Event, RuleSet};

#[derive(Event)]
#[event(category = "process")]
struct Exec<'a> {
    #[event(field = "process.name")]
    name: &'a str,
    #[event(field = "process.parent.name")]
    parent: &'a str,
}

#[derive(RuleSet)]
#[rule_set(rules = ["../rules/shell_by_web_server.yml", "../rules/download_then_execution.yml"], event = Exec<'_>)]
struct Rules;

fn main() {}
