use detectors::RuleSet;

#[derive(RuleSet)]
#[rule_set(rules = "../rules/windows/**/*.yml")]
struct MatchesNothing;

#[derive(RuleSet)]
#[rule_set(rules = "../rules/**x/*.yml")]
struct Malformed;

#[derive(RuleSet)]
#[rule_set(rules = "/usr/share/rules/*.yml")]
struct Absolute;

fn main() {}
