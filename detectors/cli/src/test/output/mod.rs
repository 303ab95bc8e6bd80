//! What came of the tests, printed.

pub(super) mod json;
pub(super) mod junit;
pub(super) mod text;

use super::{Covered, Report, RuleReport};

/// Numbers over all rules.
struct Totals {
    tests: usize,
    failed: usize,
    wrong_rules: usize,
    without_tests: usize,
    shortcomings: usize,
    /// Of what there is to be seen of the conditions of all rules, what their tests show, in percent. `None` if no rule has tests.
    percent: Option<usize>,
    /// Of rules with tests, how many elements of lists were met, and how many there are.
    elements: (usize, usize),
}

impl Totals {
    fn of(report: &Report) -> Self {
        let rules = &report.rules;
        let sum = |number: &dyn Fn(&RuleReport) -> usize| -> usize { rules.iter().map(number).sum() };
        let tested =
            |number: &dyn Fn(&Covered) -> usize| sum(&|rule| if rule.own_tests == 0 { 0 } else { number(&rule.coverage) });
        Self {
            tests: sum(&|rule| rule.tests.len()),
            failed: sum(&RuleReport::failed),
            wrong_rules: sum(&|rule| usize::from(rule.errors.is_some())),
            without_tests: sum(&|rule| usize::from(rule.errors.is_none() && rule.own_tests == 0)),
            shortcomings: sum(&|rule| usize::from(report.shortcoming(rule).is_some())),
            percent: rules.iter().any(|rule| rule.own_tests > 0).then(|| {
                let all = sum(&|rule| rule.coverage.decisions);
                (100 * tested(&Covered::decided)).checked_div(all).unwrap_or(100)
            }),
            elements: (tested(&Covered::met), tested(&|coverage| coverage.elements)),
        }
    }
}
