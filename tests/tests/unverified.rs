//! What is done where Elasticsearch's answer was not verified: one row each of [`ROWS`], in the evaluator and compiled.

#![allow(deprecated, reason = "rules with warnings are among those that are compiled")]

use detector_tests::reference;
use detector_tests::unverified::{ROWS, examples};

include!(concat!(env!("OUT_DIR"), "/unverified.rs"));

#[test]
fn what_is_not_verified_is_as_documented() {
    let examples = examples().queries;
    let mut problems = Vec::new();
    for (row, example) in ROWS.iter().zip(&examples) {
        assert!(!example.answers.is_empty(), "{}: nothing is asked", row.name);
        problems.extend(reference::problems(example, COMPILED).into_iter().map(|problem| format!("{}: {problem}", row.name)));
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
}
