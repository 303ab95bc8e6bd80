//! The derives make tests of the cases in rule files: rules of every kind, alone and in a set, and what a failing case says.
//!
//! The tests of this file that stand in no function here are those made by the derives: `values_tests::all_of_them` and so on.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it cannot go on")]

use detector_compiler::schema::Schema;
use detector_compiler::source::Source;
use detector_compiler::{Options, compile};
use detector_tests::project::Project;
use detectors::{Detector, RuleSet};

/// Values of every type; its matcher has no state.
#[derive(Detector)]
#[detector(rule = "data/tested_rules/values.yml", tests)]
struct Values;

/// A sequence with a missing event; its events are not in the order of their times.
#[derive(Detector)]
#[detector(rule = "data/tested_rules/sequence.yml", tests)]
struct Sequence;

/// A sample, of which only the number of alerts is compared.
#[derive(Detector)]
#[detector(rule = "data/tested_rules/sample.yml", tests)]
struct Sample;

/// Elastic Endpoint's dialect: elements of arrays, ancestors, earlier events.
#[derive(Detector)]
#[detector(rule = "data/tested_rules/endpoint.yml", tests)]
struct Endpoint;

/// All of them together, for events that are frequent where others are rare.
#[derive(RuleSet)]
#[rule_set(
    rules = [
        "data/tested_rules/values.yml",
        "data/tested_rules/sequence.yml",
        "data/tested_rules/sample.yml",
        "data/tested_rules/endpoint.yml",
    ],
    frequencies = "data/frequencies.tsv",
    tests,
)]
struct All;

#[test]
fn the_cases_of_the_files_are_tests_by_their_names() {
    let program = std::env::current_exe().unwrap();
    let listed = std::process::Command::new(program).arg("--list").output().unwrap();
    let listed = String::from_utf8(listed.stdout).unwrap();
    let names: Vec<&str> = listed.lines().filter_map(|line| line.strip_suffix(": test")).collect();
    for expected in [
        "values_tests::all_of_them",
        "values_tests::case_type",
        "sequence_tests::a_file_between",
        "sample_tests::on_two_hosts",
        "endpoint_tests::no_one_element_has_both",
        "all_tests::values_of_every_type::all_of_them",
        "all_tests::elements_ancestors_earlier_events::another_program_runs",
    ] {
        assert!(names.contains(&expected), "{expected} is not among {names:?}");
    }
}

/// The evaluator, which `detectors test` asks, answers the cases as the matchers do.
#[test]
fn the_cases_pass_evaluated_too() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/tested_rules");
    let mut cases = 0;
    for entry in folder.read_dir().unwrap() {
        let source = Source::new("rule.yml", std::fs::read_to_string(entry.unwrap().path()).unwrap());
        let compiled = compile(&[source], &Schema::default(), Options::default());
        let [rule] = compiled.rules.as_slice() else { panic!("{:?}", compiled.diagnostics) };
        for case in &rule.tests {
            let found = rule.alerts(&case.documents());
            assert_eq!(rule.difference(&case.alerts, &found), None, "{}", case.name.value);
            cases += 1;
        }
    }
    assert_eq!(cases, 10);
}

const WRONG: &str = r#"rule_id: shells
name: Shells
description: A shell.
severity: medium
risk_score: 47
type: eql
query: |
  sequence by host.id with maxspan=1s [process where process.name == "sh"] [network where true]
tests:
  - name: a shell connects
    common: { host.id: a }
    events:
      - { event.category: process, process.name: [sh, "\"quoted\""] }
      - { event.category: network, "@timestamp": +1001ms }
    alerts: [[1, 2]]
  - name: nothing connects
    events: [{ event.category: process, process.name: sh, host.id: a }]
    alerts: []
"#;

/// In a crate that knows `detectors` by another name, with the strictest lints.
#[test]
fn a_case_that_fails_says_what_was_expected_and_what_came() {
    let project = Project::create(env!("CARGO_TARGET_TMPDIR"), "failing_case");
    project.write("rules/shells.yml", WRONG);
    project.write(
        "src/lib.rs",
        "//! Rules.\n\
         #![deny(warnings, missing_docs, missing_debug_implementations, unreachable_pub, unused_qualifications)]\n\
         #![forbid(unsafe_code)]\n\
         #![no_std]\n\n\
         /// One rule.\n\
         #[derive(Debug, rules::Detector)]\n\
         #[detector(rule = \"../rules/shells.yml\", tests, crate = \"::rules\")]\n\
         pub struct Shells;\n\n\
         /// All rules.\n\
         #[derive(Debug, rules::RuleSet)]\n\
         #[rule_set(rules = [\"../rules/shells.yml\"], tests, crate = \"::rules\")]\n\
         pub struct All;\n",
    );
    let output = project.cargo(env!("CARGO"), "test");
    let text = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{text}");
    assert!(text.contains("test result: FAILED. 2 passed; 2 failed"), "{text}");
    let said = "test `a shell connects` at rules/shells.yml:10\n  \
                expected Of([[1, 2]])\n  \
                came     []\n  \
                event 1: {\"@timestamp\": 1767225600000, \"host.id\": \"a\", \"event.category\": \"process\", \"process.name\": [\"sh\", \"\\\"quoted\\\"\"]}\n  \
                event 2: {\"@timestamp\": 1767225601001, \"host.id\": \"a\", \"event.category\": \"network\"}\n\
                help: `detectors test rules/shells.yml` shows which conditions are true and which false\n";
    assert_eq!(text.matches(said).count(), 2, "{text}");
    for name in ["shells_tests::a_shell_connects", "all_tests::rule_shells::a_shell_connects"] {
        assert!(text.contains(&format!("---- {name} stdout ----")), "{name}: {text}");
    }

    project.write("rules/shells.yml", &WRONG.replace("+1001ms", "+1s"));
    let output = project.cargo(env!("CARGO"), "test");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
