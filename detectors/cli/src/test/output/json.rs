//! For programs: an object for each rule, then one for the whole.

use std::io::{self, Write};

use serde_json::{Value as Json, json};

use super::Totals;
use crate::test::{Report, RuleReport, TestReport};

/// Prints the report.
pub(in crate::test) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for rule in &report.rules {
        let mut object = json!({ "type": "rule", "file": rule.file });
        if let Json::Object(object) = &mut object {
            let mut add = |key: &str, value: Json| object.insert(key.to_owned(), value);
            match &rule.errors {
                Some(errors) => {
                    add("errors", anstream::adapter::strip_str(errors).to_string().into());
                }
                None => {
                    add("rule_id", rule.id.as_str().into());
                    add("rule_name", rule.name.as_str().into());
                    add("tests", rule.tests.iter().map(test_json).collect());
                    add("coverage", coverage_json(rule));
                }
            }
            if let Some(shortcoming) = report.shortcoming(rule) {
                add("failure", shortcoming.into());
            }
        }
        writeln!(out, "{object}")?;
    }
    let totals = Totals::of(report);
    let summary = json!({
        "type": "summary", "rules": report.rules.len(), "rules_with_errors": totals.wrong_rules,
        "rules_without_tests": totals.without_tests, "rules_left_out": report.left_out, "tests": totals.tests, "failed": totals.failed,
        "coverage_percent": totals.percent, "elements_met": totals.elements.0, "elements_total": totals.elements.1,
    });
    writeln!(out, "{summary}")
}

fn test_json(test: &TestReport) -> Json {
    let mut object = json!({
        "name": test.name, "file": test.file, "line": test.line, "passed": test.failure.is_none(), "seconds": test.took.as_secs_f64(),
    });
    if let (Json::Object(object), Some(failure)) = (&mut object, &test.failure) {
        object.insert("message".to_owned(), failure.message.as_str().into());
        object.insert("explanation".to_owned(), failure.json.clone());
    }
    object
}

fn coverage_json(rule: &RuleReport) -> Json {
    if rule.own_tests == 0 {
        return Json::Null;
    }
    let gap = |gap: &crate::test::Gap| json!({ "line": gap.line, "column": gap.column, "condition": gap.condition, "what": gap.kind.what() });
    let gaps: Vec<Json> = rule.coverage.gaps.iter().map(gap).collect();
    let covered = &rule.coverage;
    json!({
        "percent": covered.percent(), "conditions_decided": covered.decided(), "conditions_total": covered.decisions,
        "elements_met": covered.met(), "elements_total": covered.elements, "not_covered": gaps,
    })
}
