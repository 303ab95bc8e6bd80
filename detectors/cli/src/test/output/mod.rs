//! What came of the tests, printed.

pub(super) mod json;
pub(super) mod junit;
pub(super) mod text;

use super::{Report, RuleReport};

/// Numbers over all rules.
struct Totals {
    tests: usize,
    failed: usize,
    wrong_rules: usize,
    without_tests: usize,
    shortcomings: usize,
    /// Of what there is to be seen of the conditions of all rules, what their tests show, in percent. `None` if no rule has tests.
    percent: Option<usize>,
}

impl Totals {
    fn of(report: &Report) -> Self {
        let rules = &report.rules;
        let sum = |number: &dyn Fn(&RuleReport) -> usize| rules.iter().map(number).sum();
        Self {
            tests: sum(&|rule| rule.tests.len()),
            failed: sum(&RuleReport::failed),
            wrong_rules: sum(&|rule| usize::from(rule.errors.is_some())),
            without_tests: sum(&|rule| usize::from(rule.errors.is_none() && rule.own_tests == 0)),
            shortcomings: sum(&|rule| usize::from(report.shortcoming(rule).is_some())),
            percent: rules.iter().any(|rule| rule.own_tests > 0).then(|| {
                let covered = sum(&|rule| if rule.own_tests == 0 { 0 } else { rule.coverage.total - rule.coverage.gaps.len() });
                (100 * covered).checked_div(sum(&|rule| rule.coverage.total)).unwrap_or(100)
            }),
        }
    }
}
