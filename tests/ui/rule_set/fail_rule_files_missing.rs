use detectors::RuleSet;

#[derive(RuleSet)]
#[rule_set(rules = ["../rules/no_such_rule.yml", "../rules/shell_by_web_server.yml", "../rules/nor_this.yml", "/rules/shell.yml"])]
struct Rules;

fn main() {}
