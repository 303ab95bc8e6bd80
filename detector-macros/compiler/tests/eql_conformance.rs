//! Every query that Elasticsearch accepts parses and prints to the same tree; every one that it refuses is refused.

#![allow(clippy::panic, clippy::expect_used, reason = "a test stops where its data is not what it should be")]

mod common;

use detector_compiler::diagnostics::Diagnostics;
use detector_compiler::eql::{Dialect, ast, parse, parse_expression};
use detector_compiler::source::{QueryText, SourceId};

fn text(query: &str) -> QueryText {
    QueryText::whole_source(SourceId(0), query)
}

fn parse_query(query: &str, dialect: Dialect) -> Result<ast::Query, String> {
    let mut diagnostics = Diagnostics::new();
    let parsed = parse(&text(query), dialect, &mut diagnostics);
    let problems: Vec<String> = diagnostics.iter().map(|problem| format!("{} {}", problem.code, problem.title)).collect();
    if problems.is_empty() { Ok(parsed) } else { Err(problems.join("; ")) }
}

/// Parses, prints, parses again; gives what went wrong.
fn round_trip(query: &str, dialect: Dialect) -> Result<(), String> {
    let parsed = parse_query(query, dialect)?;
    let printed = parsed.to_string();
    let again = parse_query(&printed, dialect).map_err(|problems| format!("{problems}\nprinted: {printed}"))?;
    if !parsed.same_as(&again) {
        return Err(format!("another tree\nprinted: {printed}"));
    }
    if again.to_string() != printed {
        return Err(format!("printed differently the second time\nfirst: {printed}\nsecond: {again}"));
    }
    Ok(())
}

fn assert_round_trips(queries: &[(String, String)]) {
    let failure = |(name, query): &(String, String)| {
        round_trip(query, Dialect::Elasticsearch).err().map(|why| format!("{name}: {why}\n{query}"))
    };
    let failures: Vec<String> = queries.iter().filter_map(failure).collect();
    assert!(failures.is_empty(), "{} of {} failed\n\n{}", failures.len(), queries.len(), failures.join("\n\n"));
}

#[test]
fn every_accepted_query_prints_to_the_same_tree() {
    let Some(shared) = common::shared() else { return };
    let queries = common::conformance_queries(&shared);
    assert!(queries.len() >= 253, "only {} queries found", queries.len());
    assert_round_trips(&queries);
}

#[test]
fn every_public_rule_prints_to_the_same_tree() {
    let Some(shared) = common::shared() else { return };
    let queries = common::corpus_queries(&shared);
    assert_eq!(queries.len(), 1_081);
    assert_round_trips(&queries);
}

#[test]
fn every_constant_expression_prints_to_the_same_tree() {
    let Some(shared) = common::shared() else { return };
    for case in common::json_lines(&shared.join("conformance/folding.jsonl")) {
        let expression = case["expression"].as_str().expect("an expression");
        let mut diagnostics = Diagnostics::new();
        let parsed = parse_expression(&text(expression), Dialect::Elasticsearch, &mut diagnostics);
        let again = parse_expression(&text(&parsed.to_string()), Dialect::Elasticsearch, &mut diagnostics);
        assert!(!diagnostics.has_errors(), "{expression}: {diagnostics:?}");
        assert!(parsed.same_as(&again), "{expression} became {parsed}");
    }
}

#[test]
fn what_elasticsearch_refuses_for_its_syntax_is_refused() {
    let Some(shared) = common::shared() else { return };
    let mut failures = Vec::new();
    for case in common::json_lines(&shared.join("conformance/rejected.jsonl")) {
        let query = case["query"].as_str().expect("a query");
        let syntax = matches!(case["stage"].as_str(), Some("lex" | "parse"));
        let unverified = !case["unverified"].is_null();
        let endpoint_accepts = case["endpoint_accepts"] == true;
        let refused = parse_query(query, Dialect::Elasticsearch);
        if refused.is_ok() && syntax && !unverified {
            failures.push(format!("accepted: {query}"));
        }
        if let (Err(problems), false) = (&refused, syntax) {
            failures.push(format!("refused before its types are looked at: {query}: {problems}"));
        }
        if let (Err(problems), true) = (round_trip(query, Dialect::Endpoint), endpoint_accepts) {
            failures.push(format!("refused for Elastic Endpoint: {query}: {problems}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Most mistakes are told once. The number may only fall.
#[test]
fn one_mistake_gives_one_error() {
    let Some(shared) = common::shared() else { return };
    let mut several = Vec::new();
    for case in common::json_lines(&shared.join("conformance/rejected.jsonl")) {
        let query = case["query"].as_str().expect("a query");
        let mut diagnostics = Diagnostics::new();
        parse(&text(query), Dialect::Elasticsearch, &mut diagnostics);
        if diagnostics.error_count() > 1 {
            let titles: Vec<&str> = diagnostics.iter().map(|problem| problem.title.as_str()).collect();
            several.push(format!("{query}\n    {}", titles.join("\n    ")));
        }
    }
    assert!(several.len() <= 6, "{} queries give several errors:\n{}", several.len(), several.join("\n"));
}
