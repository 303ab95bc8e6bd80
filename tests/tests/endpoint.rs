//! Cases of Elastic Endpoint's dialect, `data/endpoint.md`: what the evaluator and the compiled matcher of each query answer.

#![allow(deprecated, reason = "rules with warnings are among those that are compiled")]
#![allow(clippy::panic, clippy::expect_used, reason = "a test stops where its data is not what it should be")]

use detector_tests::{examples, reference};

include!(concat!(env!("OUT_DIR"), "/endpoint.rs"));

const TEXT: &str = include_str!("data/endpoint.md");

#[test]
fn every_case_is_answered_as_written() {
    let cases = examples::parse(TEXT).unwrap_or_else(|problem| panic!("data/endpoint.md: {problem}")).queries;
    let mut problems = Vec::new();
    for case in &cases {
        assert!(case.endpoint, "line {}: not of this dialect", case.line);
        let found = reference::problems(case, COMPILED);
        problems.extend(found.into_iter().map(|problem| format!("line {}: {problem}\n{}", case.line, case.query)));
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n\n"));
    assert!(cases.len() >= 40, "{} cases", cases.len());
}
