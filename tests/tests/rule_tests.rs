//! The derives make tests of the cases in rule files: rules of every kind, alone and in a set, and what a failing case says.
//!
//! The tests of this file that stand in no function here are those made by the derives: `values_tests::all_of_them` and so on.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it cannot go on")]

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

/// All of them together.
#[derive(RuleSet)]
#[rule_set(
    rules = [
        "data/tested_rules/values.yml",
        "data/tested_rules/sequence.yml",
        "data/tested_rules/sample.yml",
        "data/tested_rules/endpoint.yml",
    ],
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
