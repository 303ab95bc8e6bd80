//! Elasticsearch's own answers: every case of the conformance data, through the compiled matcher and through the evaluator.
//!
//! `cargo test -p detector-tests --test conformance -- --nocapture` prints the table of what passed and what is out of scope. The
//! data is the folder that `DETECTORS_CONFORMANCE` names while this is built, or the shared one; any part of it will do.

#![allow(deprecated, reason = "rules with warnings are among those that are compiled")]
#![allow(clippy::panic, clippy::expect_used, reason = "a test stops where its data is not what it should be")]

mod checking;
mod data;
mod evaluator;

use data::{as_mapped, field};
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
fn compiled_matchers_and_the_evaluator_give_the_answers_of_elasticsearch() {
    let folder = Path::new(FOLDER);
    let Some(cases) = data::cases(folder) else { return shared::skipped("the conformance data") };
    assert_eq!(cases.len(), CASES.len(), "the data has changed since the build");
    let types = data::types(folder);
    let mut table: BTreeMap<(&str, String), usize> = BTreeMap::new();
    let mut failures = Vec::new();
    for (compiled, case) in CASES.iter().zip(&cases) {
        let verdict = match case["out_of_scope"].as_str() {
            Some(reason) => format!("out of scope: {reason}"),
            None => {
                let events = Events::of(case, &types, folder);
                let results = [("compiled", check_compiled(&compiled.run, &events)), ("evaluator", evaluator::check(&events))];
                let problems: Vec<String> = results
                    .into_iter()
                    .filter_map(|(by, result)| result.err().map(|problem| format!("{by}: {problem}")))
                    .collect();
                if problems.is_empty() {
                    "passed, compiled and in the evaluator".to_owned()
                } else {
                    let query = case["query"].as_str().unwrap_or_default();
                    failures.push(format!("{} {}\n{query}\n{}", compiled.suite, compiled.name, problems.join("\n")));
                    "FAILED".to_owned()
                }
            }
        };
        *table.entry((compiled.suite, verdict)).or_default() += 1;
    }
    for ((suite, verdict), count) in &table {
        println!("{suite:<20} {count:>4} {verdict}");
    }
    assert!(failures.is_empty(), "{} cases fail:\n{}", failures.len(), failures.join("\n\n"));
}

/// A case with its events.
struct Events<'c> {
    case: &'c Value,
    /// The entry of `types.json`.
    types: &'c Value,
    events: Vec<Value>,
    id_field: &'c str,
}

impl<'c> Events<'c> {
    fn of(case: &'c Value, types: &'c Value, folder: &Path) -> Self {
        let (types, events) = match case["dataset"].as_str() {
            Some(name) => (&types[name], data::lines(&folder.join(format!("datasets/{name}.ndjson")))),
            None => (&Value::Null, case["events"].as_array().cloned().unwrap_or_default()),
        };
        Self { case, types, events, id_field: types["id_field"].as_str().unwrap_or("id") }
    }

    /// Whether hits, given as places of events, are those of the case: the same events in the same order.
    fn compare(&self, hits: &[Vec<Option<usize>>]) -> Result<(), String> {
        let id_of = |event: &Option<usize>| match event {
            Some(place) => field(&self.events[*place], self.id_field).cloned().unwrap_or_default(),
            None => Value::from(-1),
        };
        let mut found: Vec<Value> = hits.iter().map(|hit| hit.iter().map(id_of).collect()).collect();
        // A search shows no more than its size.
        found.truncate(self.case["size"].as_u64().unwrap_or(u64::MAX) as usize);
        let found = Value::from(found);
        let is_alternative = self.case["alternatives"].as_array().is_some_and(|alternatives| alternatives.contains(&found));
        if found == self.case["expected"] || is_alternative {
            return Ok(());
        }
        Err(format!("expected {}, found {found}", self.case["expected"]))
    }

    /// Whether join keys, given as text and times as `@` and milliseconds, are those of the case.
    fn compare_keys(&self, found: &[Vec<Option<String>>]) -> Result<(), String> {
        for (expected, found) in self.case["join_keys"].as_array().into_iter().flatten().zip(found) {
            let expected = match expected {
                Value::Array(list) => list.clone(),
                one => vec![one.clone()],
            };
            let same =
                expected.len() == found.len() && expected.iter().zip(found).all(|(expected, found)| same_key(expected, found));
            if !same {
                return Err(format!("expected the join keys {expected:?}, found {found:?}"));
            }
        }
        Ok(())
    }
}

fn same_key(expected: &Value, found: &Option<String>) -> bool {
    let expected = match expected {
        Value::Null => return found.is_none(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let Some(found) = found else { return false };
    // A time is given as text or as milliseconds, and compared as a time.
    match found.strip_prefix('@') {
        Some(ms) => expected == ms || detectors_json::date::parse(&expected).is_some_and(|time| time.0.to_string() == ms),
        None => expected == *found || expected.parse::<f64>().is_ok_and(|expected| found.parse() == Ok(expected)),
    }
}

fn check_compiled(compiled: &Run, events: &Events<'_>) -> Result<(), String> {
    let run = match compiled {
        Run::Compiled(run) => run,
        Run::Refused(reason) => return Err(format!("is refused: {reason}")),
    };
    let (hits, _) = run(&lines(events));
    let places: Vec<Vec<Option<usize>>> =
        hits.iter().map(|hit| hit.events.iter().map(|event| event.map(|handle| handle as usize)).collect()).collect();
    events.compare(&places)?;
    events.compare_keys(&hits.into_iter().map(|hit| hit.join_keys).collect::<Vec<_>>())
}

/// The documents in the order of their times, tiebreakers and places, as lines.
fn lines(events: &Events<'_>) -> Vec<Line> {
    let timestamp = events.types["timestamp_field"].as_str().unwrap_or("@timestamp");
    let tiebreaker = events.types["tiebreaker_field"].as_str();
    let time_of = |event: &Value| match field(event, timestamp) {
        Some(Value::Number(number)) => number.as_i64().unwrap_or_default(),
        Some(Value::String(text)) => detectors_json::date::parse(text).map_or(0, |time| time.0),
        _ => 0,
    };
    let order_of = |event: &Value| tiebreaker.and_then(|name| field(event, name)).and_then(Value::as_i64).unwrap_or(i64::MAX);
    let mut places: Vec<usize> = (0..events.events.len()).collect();
    places.sort_by_key(|place| (time_of(&events.events[*place]), order_of(&events.events[*place]), *place));
    let line = |place: usize| Line { text: as_mapped(&events.events[place], events.types).to_string(), handle: place as u64 };
    places.into_iter().map(line).collect()
}
