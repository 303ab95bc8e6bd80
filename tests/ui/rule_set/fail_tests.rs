//! Asking for tests where there are none.

use detectors::RuleSet;

#[derive(RuleSet)]
#[rule_set(rules = ["../rules/download_then_execution.yml"], tests)]
struct Files;

fn main() {}
