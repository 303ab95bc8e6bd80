use detectors::RuleSet;

#[derive(RuleSet)]
struct NoAttribute;

#[derive(RuleSet)]
#[rule_set(rule = "../rules/shell_by_web_server.yml")]
struct Misspelt;

#[derive(RuleSet)]
#[rule_set(rules = ["../rules/shell_by_web_server.yml"], severity = "high")]
struct Metadata;

#[derive(RuleSet)]
#[rule_set(rules = [])]
struct Empty;

#[derive(RuleSet)]
#[rule_set(rules = ["../rules/shell_by_web_server.yml"], rules = ["../rules/download_then_execution.yml"])]
struct Twice;

#[derive(RuleSet)]
#[rule_set(rules = ["../rules/shell_by_web_server.yml"])]
enum Enum {}

#[derive(RuleSet)]
#[rule_set(rules = ["../rules/shell_by_web_server.yml"], frequencies = "../rules/shell_by_web_server.yml")]
struct NoTable;

fn main() {}
