use detectors::RuleSet;

#[derive(RuleSet)]
#[rule_set(rules = ["../rules/shell_by_web_server.yml", "../rules/download_then_execution.yml"])]
struct Rules;

fn main() {
    let _ = Rules::matcher::<1>();
}
