//! The test cases of a rule → what came of each, and what they cover together.

use std::time::Instant;

use detector_compiler::cases::{Difference, Found};
use detector_compiler::evaluate::Outcome;
use detector_compiler::evaluate::explain::{Asked, Coverage, GapKind, Shape};
use detector_compiler::rule::tests::Alerts;

use super::{Covered, Failure, Gap, RuleReport, TestReport};
use crate::explained::story::{EventName, Events};
use crate::explained::{Part, Rule, json, tree};

/// Alerts of each kind that a failure takes apart.
const ALERTS_MAX: usize = 3;

/// Runs the tests whose name, or whose rule's, contains `filter`.
pub(super) fn run(rule: &Rule, filter: Option<&str>) -> RuleReport {
    let file = &rule.compiled.file;
    let mut tests = Vec::new();
    let mut coverage = Coverage::new(&rule.explainer);
    for case in &rule.compiled.tests {
        let documents = case.documents();
        let scene = rule.scene(&documents);
        coverage.add(&rule.explainer, &scene);
        if !is_asked_for(rule, &case.name.value, filter) {
            continue;
        }
        let started = Instant::now();
        let came = rule.compiled.alerts(&documents);
        let difference = rule.compiled.difference(&case.alerts, &came);
        let took = started.elapsed();
        let names: Vec<EventName> = (1..=documents.len()).map(EventName::Event).collect();
        let events = Events { scene: &scene, names: &names };
        let failure = difference.map(|difference| {
            let expected = match &case.alerts {
                Alerts::Count(count) => number_of_alerts(count.value as usize),
                Alerts::Each(alerts) => {
                    let alerts: Vec<Found> = alerts.iter().map(|alert| alert.value.clone()).collect();
                    alerts_text(events, &alerts)
                }
            };
            failure(rule, events, &expected, &came, &difference)
        });
        let line = Some(rule.line_and_column(case.name.span).0);
        tests.push(TestReport { name: case.name.value.clone(), file: rule.source.path.clone(), line, took, failure });
    }
    RuleReport {
        file: rule.source.path.clone(),
        name: file.name.value.clone(),
        id: file.rule_id.value.clone(),
        errors: None,
        tests,
        own_tests: rule.compiled.tests.len(),
        coverage: covered(rule, &coverage),
    }
}

pub(super) fn is_asked_for(rule: &Rule, test: &str, filter: Option<&str>) -> bool {
    let file = &rule.compiled.file;
    filter.is_none_or(|filter| test.contains(filter) || file.name.value.contains(filter) || file.rule_id.value == filter)
}

/// What a test that failed has to say.
pub(super) fn failure(rule: &Rule, events: Events<'_>, expected: &str, came: &[Found], difference: &Difference) -> Failure {
    let parts = match difference {
        Difference::Alerts { missing, surplus } => different_alerts(rule, events, missing, surplus),
        Difference::Count { expected } if came.len() > *expected => surplus_alerts(rule, events, came),
        Difference::Count { .. } => too_few(rule, events),
    };
    let mut text = Vec::new();
    // Writing to memory does not fail.
    let _ = tree::write(&mut text, &parts, 0);
    Failure {
        message: format!("expected {expected}, came {}", alerts_text(events, came)),
        text: String::from_utf8_lossy(&text).into_owned(),
        json: json::parts(rule, &parts),
    }
}

fn different_alerts<'a>(rule: &'a Rule, events: Events<'a>, missing: &[Found], surplus: &[Found]) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    for alert in missing.iter().take(ALERTS_MAX) {
        parts.push(Part::Sentence(format!("no alert of {}:", events.names(alert))));
        parts.extend(rule.why_no_alert(events, alert));
    }
    parts.extend(surplus_alerts(rule, events, surplus));
    if let more @ 1.. = missing.len().saturating_sub(ALERTS_MAX) {
        parts.push(Part::Sentence(format!("and {more} more that did not come")));
    }
    parts
}

fn surplus_alerts<'a>(rule: &'a Rule, events: Events<'a>, surplus: &[Found]) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    for alert in surplus.iter().take(ALERTS_MAX) {
        parts.push(Part::Sentence(format!("an alert of {}, which is not expected:", events.names(alert))));
        parts.extend(rule.why_alert(events, alert));
    }
    if let more @ 1.. = surplus.len().saturating_sub(ALERTS_MAX) {
        parts.push(Part::Sentence(format!("and {more} more that {} not expected", if more == 1 { "is" } else { "are" })));
    }
    parts
}

/// Which stages no event meets, and what became of the events that meet one.
fn too_few<'a>(rule: &'a Rule, events: Events<'a>) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    let stages = rule.stages();
    for filter in &stages {
        let meets = |asked: &Asked<'_>| {
            let answer = filter.answer(events.scene, asked.event, &asked.behind);
            answer.is_some_and(|answer| answer.outcome == Outcome::True)
        };
        if stages.len() == 1 || !rule.asked(filter, events).iter().any(meets) {
            parts.extend(rule.nearest(filter, events, 1));
        }
    }
    parts.extend(rule.steps(events).iter().map(|step| Part::Sentence(rule.sentence(step, events))));
    parts
}

fn number_of_alerts(count: usize) -> String {
    match count {
        0 => "no alert".to_owned(),
        1 => "1 alert".to_owned(),
        more => format!("{more} alerts"),
    }
}

/// `2 alerts (event 1, event 2; event 3, event 4)`
pub(super) fn alerts_text(events: Events<'_>, alerts: &[Found]) -> String {
    let shown: Vec<String> = alerts.iter().take(ALERTS_MAX).map(|alert| events.names(alert)).collect();
    let more = if alerts.len() > ALERTS_MAX { "; …" } else { "" };
    match shown.as_slice() {
        [] => number_of_alerts(0),
        shown => format!("{} ({}{more})", number_of_alerts(alerts.len()), shown.join("; ")),
    }
}

fn covered(rule: &Rule, coverage: &Coverage) -> Covered {
    let extent = coverage.extent(&rule.explainer);
    let gap = |gap: detector_compiler::evaluate::explain::Gap<'_>| {
        let text = &gap.leaf.text;
        let (span, condition, kind) = match (gap.kind, &gap.leaf.shape) {
            (GapKind::True, _) => (gap.leaf.span, text.clone(), super::GapKind::True),
            (GapKind::False, _) => (gap.leaf.span, text.clone(), super::GapKind::False),
            (GapKind::Element(index), Shape::Leaf { alternatives, .. }) => {
                let element = alternatives.get(index)?;
                (element.span, format!("{} of {text}", element.text), super::GapKind::Element)
            }
            (GapKind::Element(_), Shape::And(_) | Shape::Or(_) | Shape::Not(_) | Shape::Some(..)) => return None,
        };
        let (line, column) = rule.line_and_column(span);
        Some(Gap { line, column, condition, kind })
    };
    Covered { decisions: extent.decisions, elements: extent.elements, gaps: extent.gaps.into_iter().filter_map(gap).collect() }
}
