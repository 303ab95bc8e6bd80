use detectors::RuleSet;

#[derive(RuleSet)]
#[rule_set(rules = "../rules/shell_by_web_*.yml")]
struct Rules;

fn main() {}
