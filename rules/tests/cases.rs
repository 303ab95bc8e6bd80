//! The `tests` of every rule file: the evaluator and the compiled set of all rules alert as each case says.
//!
//! Events reach the compiled set as documents, the way the program reads logs. Other rules may alert on them too; each case is about
//! the rule that it stands with. (The tests that the derive makes of the cases hand their events over as values.)

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it cannot go on")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use detector_compiler::cases::Found;
use detector_compiler::diagnostics::Diagnostics;
use detector_compiler::eql;
use detector_compiler::evaluate::explain::{Coverage, Explainer, GapKind};
use detector_compiler::resolve::{TestCase, TestEvent};
use detector_compiler::rule::tests::Alerts;
use detector_compiler::schema::Schema;
use detector_compiler::source::Source;
use detector_compiler::{CompiledRule, Options, compile, schema_of};
use detector_rules::{Shipped, ShippedMatcher};
use detectors::{Alert, Handle, Layout, RuleSet, Slots};
use detectors_json::Decoder;

/// All rules, by path.
static RULES: LazyLock<Vec<(PathBuf, CompiledRule)>> = LazyLock::new(|| {
    let rule = |path: PathBuf| {
        let rule = compiled(&path);
        (path, rule)
    };
    rule_files().into_iter().map(rule).collect()
});

#[test]
fn every_case_alerts_as_it_says() {
    let mut problems = Vec::new();
    let mut cases = 0;
    let mut matcher = Shipped::matcher();
    for (path, rule) in RULES.iter() {
        for case in &rule.tests {
            cases += 1;
            let evaluated = rule.alerts(&case.documents());
            for (way, found) in [("evaluated", evaluated), ("compiled", by_the_set(&mut matcher, rule, case))] {
                if let Some(difference) = rule.difference(&case.alerts, &found) {
                    problems.push(format!("{}, {:?}, {way}: {difference:?}", path.display(), case.name.value));
                }
            }
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(cases > 300, "{cases} cases");
}

/// What the cases show of the conditions: in percent of all, and of each rule at least. Both are what has been reached, nearly.
const COVERED_OF_ALL: usize = 98;
const COVERED_OF_EACH: usize = 85;

#[test]
fn cases_put_the_conditions_of_every_rule_to_the_proof() {
    let (mut decided, mut all) = (0, 0);
    for (path, rule) in RULES.iter() {
        let schema = schema_of(&rule.file, &Schema::default()).into_owned();
        let query = eql::parse(&rule.file.query, rule.file.dialect, &mut Diagnostics::new());
        let explainer = Explainer::new(&query, &schema).expect("a query without errors");
        let mut coverage = Coverage::new(&explainer);
        for case in &rule.tests {
            coverage.add(&explainer, &explainer.scene(&case.documents(), &rule.evaluation()));
        }
        let extent = coverage.extent(&explainer);
        let own = extent.decisions - extent.gaps.iter().filter(|gap| !matches!(gap.kind, GapKind::Element(_))).count();
        let percent = 100 * own / extent.decisions;
        assert!(percent >= COVERED_OF_EACH, "{}: {percent} %: see `detectors test --coverage`", path.display());
        decided += own;
        all += extent.decisions;
    }
    let percent = 100 * decided / all;
    assert!(percent >= COVERED_OF_ALL, "{percent} % of the conditions of all rules: see `detectors test rules --coverage`");
}

#[test]
fn every_rule_of_ours_has_cases_that_alert_and_cases_that_do_not() {
    for (path, rule) in RULES.iter() {
        if rule.file.author.iter().any(|author| author == "Elastic") {
            continue;
        }
        let alerting = rule.tests.iter().filter(|case| alerts(rule, case)).count();
        let silent = rule.tests.len() - alerting;
        assert!(alerting >= 2 && silent >= 2, "{}: {alerting} cases alert, {silent} do not", path.display());
    }
}

#[test]
fn a_case_that_expects_something_else_is_noticed() {
    let (_, rule) = RULES.iter().find(|(path, _)| path.ends_with("execution/interactive_shell_over_dev_tcp.yml")).unwrap();
    let case = rule.tests.iter().find(|case| alerts(rule, case)).unwrap();
    let silent = TestCase { alerts: Alerts::Each(Vec::new()), ..case.clone() };
    for found in [rule.alerts(&silent.documents()), by_the_set(&mut Shipped::matcher(), rule, &silent)] {
        assert!(rule.difference(&silent.alerts, &found).is_some(), "{found:?}");
    }
}

fn rule_files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("linux");
    let folders = root.read_dir().unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> =
        folders.flat_map(|folder| folder.read_dir().unwrap().map(|file| file.unwrap().path())).collect();
    files.sort();
    files
}

/// Whether a case expects an alert.
fn alerts(rule: &CompiledRule, case: &TestCase) -> bool {
    rule.difference(&case.alerts, &[]).is_some()
}

fn compiled(path: &Path) -> CompiledRule {
    let source = Source::new(path.display().to_string(), std::fs::read_to_string(path).unwrap());
    let compiled = compile(&[source], &Schema::default(), Options::default());
    assert!(compiled.diagnostics.is_empty(), "{}: {:?}", path.display(), compiled.diagnostics);
    compiled.rules.into_iter().next().unwrap()
}

/// What the compiled set says, of this rule. Nothing that the matcher has seen before is left.
fn by_the_set(matcher: &mut ShippedMatcher<256>, rule: &CompiledRule, case: &TestCase) -> Vec<Found> {
    let mut found = BTreeSet::new();
    if !Shipped::RULES.iter().any(|shipped| shipped.id == rule.file.rule_id.value) {
        // A rule of Elastic's, without the feature.
        return rule.alerts(&case.documents());
    }
    let mut sink = |alert: &Alert<'_>| {
        if alert.rule.id == rule.file.rule_id.value {
            let index = |event: detectors::EventRef| usize::try_from(event.handle.0).unwrap();
            found.insert(alert.stages().flatten().map(index).collect());
        }
    };
    let mut order: Vec<usize> = (0..case.events.len()).collect();
    order.sort_by_key(|index| case.events[*index].at_ms);
    let mut decoder = Decoder::new(Shipped::FIELDS);
    matcher.reseed([1, 2]);
    for index in order {
        let line = document(&case.events[index]);
        let table = decoder.decode(line.as_bytes(), Handle(index as u64)).unwrap();
        matcher.observe(&Slots::<Shipped>::new(table), &mut sink);
    }
    matcher.finish(&mut sink);
    found.into_iter().collect()
}

/// The event as a line of a log.
fn document(event: &TestEvent) -> String {
    let fields: serde_json::Map<String, serde_json::Value> =
        event.entries.iter().map(|(name, value)| (name.clone(), serde_json::to_value(value).unwrap())).collect();
    serde_json::Value::Object(fields).to_string()
}
