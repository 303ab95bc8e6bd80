//! Elasticsearch's own answers: every case of the conformance data through the evaluator.
//!
//! `cargo test -p detector-compiler --test evaluator_conformance -- --nocapture` prints the table of what passed and what is out
//! of scope. `DETECTORS_CONFORMANCE` names another folder than the shared one.

#![allow(clippy::panic, clippy::expect_used, reason = "a test stops where its data is not what it should be")]

mod common;

use std::collections::BTreeMap;
use std::path::Path;

use common::conformance;
use detector_compiler::diagnostics::Diagnostics;
use detector_compiler::eql::{Dialect, parse};
use detector_compiler::evaluate::{self, Document, Hit, Options};
use detector_compiler::schema::Schema;
use detector_compiler::source::{QueryText, SourceId};
use detector_compiler::{ir, optimize, resolve};
use serde_json::Value;

/// Files of the folder that hold no cases with answers of Elasticsearch.
const NOT_CASES: [&str; 4] = ["compiles.jsonl", "rejected.jsonl", "folding.jsonl", "endgame.jsonl"];

#[test]
fn the_evaluator_gives_the_answers_of_elasticsearch() {
    let Some(folder) = conformance::folder() else { return };
    let types = conformance::types(&folder);
    let mut table: BTreeMap<(String, String), usize> = BTreeMap::new();
    let mut failures = Vec::new();
    for path in common::files(&folder, ".jsonl") {
        let file = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if NOT_CASES.iter().any(|name| path.ends_with(name)) {
            continue;
        }
        for case in common::json_lines(&path) {
            let verdict = match (case["out_of_scope"].as_str(), check(&folder, &types, &case)) {
                (Some(reason), _) => format!("out of scope: {reason}"),
                (None, Ok(())) => "passed".to_owned(),
                (None, Err(problem)) => {
                    let text = |key: &str| case[key].as_str().unwrap_or_default();
                    failures.push(format!("{file} {}: {problem}\n{}", text("name"), text("query")));
                    "FAILED".to_owned()
                }
            };
            *table.entry((file.clone(), verdict)).or_default() += 1;
        }
    }
    for ((suite, verdict), count) in &table {
        println!("{suite:<20} {count:>4} {verdict}");
    }
    assert!(!table.is_empty(), "no cases in {}", folder.display());
    assert!(failures.is_empty(), "{} cases fail:\n{}", failures.len(), failures.join("\n\n"));
}

/// Whether the evaluator gives the answer of the case, of the query as it is and of the optimised one.
fn check(folder: &Path, types: &Value, case: &Value) -> Result<(), String> {
    let dataset = case["dataset"].as_str();
    let types = dataset.map_or(&Value::Null, |name| &types[name]);
    let (events, schema) = match dataset {
        Some(name) => (common::json_lines(&folder.join(format!("datasets/{name}.ndjson"))), conformance::schema(types)),
        None => {
            let events = case["events"].as_array().cloned().unwrap_or_default();
            let schema = conformance::schema_of_events(&events);
            (events, schema)
        }
    };
    let documents = events.iter().map(|event| document(event, types, &schema)).collect::<Result<Vec<_>, _>>()?;
    let query = resolved(case["query"].as_str().unwrap_or_default(), &schema)?;
    let options = Options {
        tiebreaker_field: schema.tiebreaker_field.as_deref().map(str::to_owned),
        size: Some(case["size"].as_u64().map_or(50, |size| size as usize)),
        max_samples_per_key: case["max_samples_per_key"].as_u64().map_or(1, |most| most as usize),
        ..Options::default()
    };
    let hits = evaluate::run(&query, &documents, &options);
    if hits != evaluate::run(&optimize::query(query), &documents, &options) {
        return Err("the optimised query gives another answer".to_owned());
    }
    let id_field = types["id_field"].as_str().unwrap_or("id");
    let id_of = |event: &Option<usize>| event.map_or(Value::from(-1), |index| events[index][id_field].clone());
    let found: Value = hits.iter().map(|hit| hit.events.iter().map(id_of).collect::<Value>()).collect();
    let alternatives = case["alternatives"].as_array().is_some_and(|alternatives| alternatives.contains(&found));
    if found != case["expected"] && !alternatives {
        return Err(format!("expected {}, found {found}", case["expected"]));
    }
    check_keys(case, &hits)
}

fn resolved(query: &str, schema: &Schema) -> Result<ir::Query, String> {
    let mut diagnostics = Diagnostics::new();
    let ast = parse(&QueryText::whole_source(SourceId(0), query), Dialect::Elasticsearch, &mut diagnostics);
    let resolved = resolve::query(&ast, schema, &mut diagnostics);
    resolved.filter(|_| !diagnostics.has_errors()).ok_or_else(|| {
        diagnostics.iter().map(|diagnostic| format!("{} {}", diagnostic.code, diagnostic.title)).collect::<Vec<_>>().join("; ")
    })
}

fn document(event: &Value, types: &Value, schema: &Schema) -> Result<Document, String> {
    let mut event = event.clone();
    let indices = types["indices"].as_object().into_iter().flat_map(serde_json::Map::values);
    for (name, field) in indices.chain([&types["fields"]]).filter_map(Value::as_object).flatten() {
        let Some(value) = event.get_mut(name) else { continue };
        // A mapping may say what an explicit null stands for, and how its dates are written.
        if let (true, Some(text)) = (value.is_null(), field["null_value"].as_str()) {
            *value = Value::from(text);
        }
        if let (Some("dd-MM-yyyy"), Some([day, month, year])) = (field["format"].as_str(), date_parts(value)) {
            *value = Value::from(format!("{year}-{month}-{day}"));
        }
    }
    let yaml = serde_yaml::to_value(&event).map_err(|error| error.to_string())?;
    Document::from_json(&yaml, schema).map_err(|error| error.to_string())
}

/// `17-05-2024` as three texts.
fn date_parts(value: &Value) -> Option<[String; 3]> {
    let parts: Vec<String> = value.as_str()?.split('-').map(str::to_owned).collect();
    <[String; 3]>::try_from(parts).ok().filter(|parts| parts[0].len() == 2)
}

/// Join keys are given as text, dates as ISO-8601 or in milliseconds.
fn check_keys(case: &Value, hits: &[Hit]) -> Result<(), String> {
    let Some(expected) = case["join_keys"].as_array() else { return Ok(()) };
    for (expected, hit) in expected.iter().zip(hits) {
        let expected = expected.as_array().cloned().unwrap_or_else(|| vec![expected.clone()]);
        let same = expected.len() == hit.join_keys.len()
            && expected.iter().zip(&hit.join_keys).all(|(expected, found)| same_key(expected, found.as_ref()));
        if !same {
            return Err(format!("expected the join keys {expected:?}, found {:?}", hit.join_keys));
        }
    }
    if expected.len() == hits.len() { Ok(()) } else { Err(format!("{} join keys for {} hits", expected.len(), hits.len())) }
}

fn same_key(expected: &Value, found: Option<&evaluate::Value>) -> bool {
    let text = expected.as_str().map_or_else(|| expected.to_string(), str::to_owned);
    match found {
        None => expected.is_null(),
        Some(evaluate::Value::Text(found)) => text == *found,
        Some(evaluate::Value::Int(found)) => text == found.to_string(),
        Some(evaluate::Value::Float(found)) => text.parse() == Ok(*found),
        Some(evaluate::Value::Bool(found)) => text == found.to_string(),
        Some(evaluate::Value::Ip(found)) => text == found.to_string(),
        Some(evaluate::Value::Date(found)) => {
            text == found.to_string() || jiff::Timestamp::from_millisecond(*found).ok() == text.parse().ok()
        }
    }
}
