//! Hostile and broken input: no panic, no exhausted stack, no place outside of the text.

#![allow(clippy::panic, clippy::expect_used, reason = "a test stops where its data is not what it should be")]

mod common;

use common::damage::{Random, mutate};
use detector_compiler::diagnostics::Diagnostics;
use detector_compiler::eql::ast::Query;
use detector_compiler::eql::{Dialect, parse};
use detector_compiler::source::{QueryText, SourceId, Span};

/// Parses and checks every place of tree and problems; gives the tree and the names of the problems.
fn parse_checked(text: &str, dialect: Dialect) -> (Query, Vec<&'static str>) {
    let mut diagnostics = Diagnostics::new();
    let mut query = parse(&QueryText::whole_source(SourceId(0), text), dialect, &mut diagnostics);
    let inside = |span: &mut Span| {
        let range = span.range();
        assert!(text.get(range.clone()).is_some(), "{range:?} is no place in {text:?}");
    };
    query.visit_spans(&mut { inside });
    for problem in diagnostics.iter() {
        let mut label = problem.primary.clone();
        inside(&mut label.span);
        problem.secondary.iter().for_each(|label| inside(&mut label.span.clone()));
        problem.help.iter().filter_map(|help| help.replacement.clone()).for_each(|(mut span, _)| inside(&mut span));
    }
    let names = diagnostics.iter().map(|problem| problem.code.info().name).collect();
    (query, names)
}

fn names(text: &str) -> Vec<&'static str> {
    parse_checked(text, Dialect::Endpoint).1
}

#[test]
fn what_nests_too_deeply_is_refused() {
    let cases: &[(&str, &str, &str)] = &[
        ("(", "a", ")"),
        ("not ", "a", ""),
        ("-", "1 == 1", ""),
        ("length(", "a", ") == 1"),
        ("a in (", "1", ")"),
        ("not (a or b and c in (1, ", "d", "))"),
        ("descendant of [process where ", "true", "]"),
        ("_arraysearch(a, $v, ", "true", ")"),
    ];
    for (before, inner, after) in cases {
        for levels in [101, 100_000] {
            let query = format!("any where {}{inner}{}", before.repeat(levels), after.repeat(levels));
            assert_eq!(names(&query), ["nested-too-deeply"], "{levels} times {before}");
        }
        // Never closed at all.
        assert_eq!(names(&format!("any where {}", before.repeat(100_000))), ["nested-too-deeply"], "{before}");
    }
}

#[test]
fn brackets_nest_many_times() {
    let query = format!("any where {}a{}", "not (b or ".repeat(49), ")".repeat(49));
    let (parsed, problems) = parse_checked(&query, Dialect::Elasticsearch);
    assert!(problems.is_empty(), "{problems:?}");
    let (again, _) = parse_checked(&parsed.to_string(), Dialect::Elasticsearch);
    assert!(parsed.same_as(&again));
}

#[test]
fn long_chains_of_and_and_or_are_no_deep_trees() {
    for keyword in [" and ", " or "] {
        let query = format!("any where {}", vec!["a == 1"; 10_000].join(keyword));
        let (parsed, problems) = parse_checked(&query, Dialect::Elasticsearch);
        assert!(problems.is_empty(), "{problems:?}");
        let printed = parsed.to_string();
        assert_eq!(printed, query);
        let (again, _) = parse_checked(&printed, Dialect::Elasticsearch);
        assert!(parsed.same_as(&again));
    }
}

#[test]
fn long_chains_of_arithmetic_are_refused() {
    assert_eq!(names(&format!("any where 1{} == 1", "+1".repeat(100))), [""; 0]);
    assert_eq!(names(&format!("any where 1{} == 1", "+1".repeat(101))), ["too-many-operators"]);
    assert_eq!(names(&format!("any where {}1 == 1", "(1*".repeat(100_000))), ["nested-too-deeply"]);
}

#[test]
fn many_of_anything_end_quickly() {
    for token in [
        "(", ")", "[", "]", "![", ",", "\"", "'", "`", "```", "`a ", "/*", "*/", "\"\\", "\"\n", "\"\"\"\n", "|", "| head ",
        "not ", "a ", "a.", "?", "$", "$a ", "=", "1 ", "\\", "é",
    ] {
        for start in ["", "any where ", "sequence ", "sequence by ", "any where a in (", "sequence [a where b] "] {
            parse_checked(&format!("{start}{}", token.repeat(2_001)), Dialect::Elasticsearch);
        }
    }
}

#[test]
fn damaged_queries_neither_panic_nor_lose_their_places() {
    let Some(shared) = common::shared() else { return };
    let mut queries = common::corpus_queries(&shared);
    queries.extend(common::conformance_queries(&shared));
    let cases = common::json_lines(&shared.join("conformance/rejected.jsonl"));
    queries.extend(cases.iter().map(|case| (String::new(), case["query"].as_str().unwrap_or_default().to_string())));
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for round in 0..6_000 {
        let (_, query) = &queries[random.below(queries.len())];
        let (_, other) = &queries[random.below(queries.len())];
        let damaged = mutate(&mut random, query, other);
        let dialect = if round % 2 == 0 { Dialect::Elasticsearch } else { Dialect::Endpoint };
        let (parsed, problems) = parse_checked(&damaged, dialect);
        if problems.is_empty() {
            let (again, problems) = parse_checked(&parsed.to_string(), dialect);
            assert!(problems.is_empty() && parsed.same_as(&again), "{problems:?}\n{damaged}\nprinted: {parsed}");
        }
    }
}
