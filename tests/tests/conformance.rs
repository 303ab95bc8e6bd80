//! Elasticsearch's own answers: every case of the conformance data through the compiled matcher.
//!
//! `cargo test -p detector-tests --test conformance -- --nocapture` prints the table of what passed and what is out of scope. The
//! data is the folder that `DETECTORS_CONFORMANCE` named when this was built, or the shared one.

use detector_tests::batch::{Hit, Line, run};
use detector_tests::shared;
use detectors::Counters;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

struct Case {
    suite: &'static str,
    name: &'static str,
    run: Run,
}

enum Run {
    /// The compiled detector.
    Compiled(fn(&[Line]) -> (Vec<Hit>, Counters)),
    /// Why there is none.
    #[allow(dead_code, reason = "of none, if all is well")]
    Refused(&'static str),
}

include!(concat!(env!("OUT_DIR"), "/conformance_cases.rs"));

#[test]
fn compiled_matchers_give_the_answers_of_elasticsearch() {
    if CASES.is_empty() {
        return shared::skipped("the conformance data");
    }
    let folder = Path::new(FOLDER);
    let documents = Documents::read(folder);
    let cases = cases(folder);
    assert_eq!(cases.len(), CASES.len(), "the data has changed since the build");
    let mut table: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let mut failures = Vec::new();
    for (compiled, case) in CASES.iter().zip(&cases) {
        let verdict = match (case["out_of_scope"].as_str(), &compiled.run) {
            (Some(reason), _) => format!("out of scope: {reason}"),
            (None, Run::Refused(reason)) => {
                failures.push(format!("{} {} is refused: {reason}", compiled.suite, compiled.name));
                "REFUSED".to_owned()
            }
            (None, Run::Compiled(run)) => match documents.check(case, *run) {
                Ok(()) => "passed".to_owned(),
                Err(problem) => {
                    failures.push(format!("{} {}: {problem}\n{}", compiled.suite, compiled.name, case["query"].as_str().unwrap_or("")));
                    "FAILED".to_owned()
                }
            },
        };
        *table.entry((compiled.suite, verdict)).or_default() += 1;
    }
    for ((suite, verdict), count) in &table {
        println!("{suite:<20} {count:>4} {verdict}");
    }
    assert!(failures.is_empty(), "{} cases fail:\n{}", failures.len(), failures.join("\n\n"));
}

/// The data sets by name.
struct Documents {
    sets: BTreeMap<String, Vec<Value>>,
    types: Value,
}

impl Documents {
    fn read(folder: &Path) -> Self {
        let types = std::fs::read_to_string(folder.join("types.json")).ok().and_then(|text| serde_json::from_str(&text).ok());
        let mut sets = BTreeMap::new();
        for entry in std::fs::read_dir(folder.join("datasets")).into_iter().flatten().flatten() {
            let text = std::fs::read_to_string(entry.path()).expect("a data set can be read");
            let lines = text.lines().map(|line| serde_json::from_str(line).expect("a document is JSON"));
            let name = entry.path().file_stem().unwrap_or_default().to_string_lossy().into_owned();
            sets.insert(name, lines.collect());
        }
        Self { sets, types: types.unwrap_or_default() }
    }

    /// Whether the hits are those of the case: same events, same order, same keys where they are given.
    fn check(&self, case: &Value, run: fn(&[Line]) -> (Vec<Hit>, Counters)) -> Result<(), String> {
        let dataset = case["dataset"].as_str();
        let types = dataset.map(|name| &self.types[name]).unwrap_or(&Value::Null);
        let id_field = types["id_field"].as_str().unwrap_or("id");
        let events = match dataset {
            Some(name) => self.sets.get(name).cloned().unwrap_or_default(),
            None => case["events"].as_array().cloned().unwrap_or_default(),
        };
        let lines = lines(&events, types);
        let (hits, _) = run(&lines);
        let id_of = |handle: &Option<u64>| match handle {
            Some(handle) => field(&events[*handle as usize], id_field).cloned().unwrap_or_default(),
            None => Value::from(-1),
        };
        let found: Vec<Value> = hits.iter().map(|hit| hit.events.iter().map(id_of).collect()).collect();
        let found = limited(found, case);
        let expected = case["expected"].as_array().cloned().unwrap_or_default();
        let alternatives: Vec<Vec<Value>> =
            case["alternatives"].as_array().into_iter().flatten().filter_map(|one| one.as_array().cloned()).collect();
        if found != expected && !alternatives.contains(&found) {
            return Err(format!("expected {}, found {}", Value::from(expected), Value::from(found)));
        }
        let keys: Vec<Vec<Option<String>>> = hits.into_iter().map(|hit| hit.join_keys).collect();
        match case["join_keys"].as_array() {
            Some(expected) => check_keys(expected, &keys),
            None => Ok(()),
        }
    }
}

/// The documents in the order of their times, tiebreakers and places, as lines.
fn lines(events: &[Value], types: &Value) -> Vec<Line> {
    let timestamp = types["timestamp_field"].as_str().unwrap_or("@timestamp");
    let tiebreaker = types["tiebreaker_field"].as_str();
    let time_of = |event: &Value| match field(event, timestamp) {
        Some(Value::Number(number)) => number.as_i64().unwrap_or_default(),
        Some(Value::String(text)) => detectors_json::date::parse(text).map_or(0, |time| time.0),
        _ => 0,
    };
    let order_of = |event: &Value| tiebreaker.and_then(|name| field(event, name)).and_then(Value::as_i64).unwrap_or(i64::MAX);
    let mut places: Vec<usize> = (0..events.len()).collect();
    places.sort_by_key(|place| (time_of(&events[*place]), order_of(&events[*place]), *place));
    places.into_iter().map(|place| Line { text: as_mapped(&events[place], types).to_string(), handle: place as u64 }).collect()
}

/// A document as its mapping makes Elasticsearch read it: what an explicit null stands for, dates in a format of their own.
fn as_mapped(event: &Value, types: &Value) -> Value {
    let mut event = event.clone();
    let index = event["_index"].as_str().map(|index| types["indices"][index].clone()).unwrap_or_default();
    for (name, field) in [&types["fields"], &index].into_iter().filter_map(Value::as_object).flatten() {
        match (event.get_mut(name), field["null_value"].as_str(), field["format"].as_str()) {
            (Some(value @ Value::Null), Some(text), _) => *value = Value::from(text),
            (Some(value), _, Some("dd-MM-yyyy")) => {
                let parts: Vec<&str> = value.as_str().unwrap_or_default().split('-').rev().collect();
                *value = Value::from(parts.join("-"));
            }
            _ => {}
        }
    }
    event
}

/// The first `size` hits: what a search with that size shows.
fn limited(mut found: Vec<Value>, case: &Value) -> Vec<Value> {
    if let Some(size) = case["size"].as_u64() {
        found.truncate(size as usize);
    }
    found
}

fn check_keys(expected: &[Value], found: &[Vec<Option<String>>]) -> Result<(), String> {
    let text = |value: &Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    };
    let same = |expected: &Option<String>, found: &Option<String>| match (expected, found) {
        // A time is compared as a time.
        (Some(expected), Some(found)) if found.starts_with('@') => {
            detectors_json::date::parse(expected).map(|time| format!("@{}", time.0)).as_ref() == Some(found)
        }
        (expected, found) => expected == found,
    };
    for (expected, found) in expected.iter().zip(found) {
        let expected: Vec<Option<String>> = match expected {
            Value::Array(list) => list.iter().map(text).collect(),
            one => vec![text(one)],
        };
        let equal = expected.len() == found.len() && expected.iter().zip(found).all(|(expected, found)| same(expected, found));
        if !equal {
            return Err(format!("expected the join keys {expected:?}, found {found:?}"));
        }
    }
    Ok(())
}

/// A field of a document with nested or dotted keys.
fn field<'v>(document: &'v Value, name: &str) -> Option<&'v Value> {
    document.get(name).or_else(|| name.split('.').try_fold(document, |value, part| value.get(part)))
}

/// All cases of the folder, in the order in which the build script has them.
fn cases(folder: &Path) -> Vec<Value> {
    let not_cases = ["compiles.jsonl", "rejected.jsonl", "folding.jsonl", "endgame.jsonl"];
    let mut paths: Vec<_> = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let files = paths.iter().filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.ends_with(".jsonl") && !not_cases.contains(&name.as_str())
    });
    let texts = files.map(|path| std::fs::read_to_string(path).expect("a file of cases can be read"));
    let lines = texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
    lines.filter(|line| !line.trim().is_empty()).map(|line| serde_json::from_str(&line).expect("a case is JSON")).collect()
}
