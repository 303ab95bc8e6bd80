//! All problems of all rules are told at once.

use detectors::RuleSet;

#[derive(RuleSet)]
#[rule_set(rules = ["../rules/several_problems.yml", "../rules/shell_by_web_server.yml", "../rules/bad_cidr.yml"])]
struct Rules;

fn main() {}
