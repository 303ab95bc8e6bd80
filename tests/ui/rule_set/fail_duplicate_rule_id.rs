use detectors::RuleSet;

#[derive(RuleSet)]
#[rule_set(rules("../rules/shell_by_web_server.yml", "../rules/shell_by_web_server_again.yml"))]
struct Rules;

fn main() {}
