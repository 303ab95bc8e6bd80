//! Recordings with known answers, through the compiled matcher of all public rules.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it cannot go on")]
#![allow(deprecated, reason = "queries with warnings are among those that are compiled")]

use detector_corpus::{Corpus, Hit};
use detector_tests::shared;
use detectors::{Handle, Layout, Rule, RuleSet};
use detectors_json::{DecodeError, Decoder};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

include!(concat!(env!("OUT_DIR"), "/query_cases.rs"));

/// For each rule its hits, each a list of lines.
type Hits = BTreeMap<String, BTreeSet<Vec<u64>>>;

/// Folders with `expected.jsonl`.
const FOLDERS: [&str; 4] = ["windows_lab", "windows_cases", "linux", "macos"];

#[test]
fn every_rule_finds_what_is_known_of_it_in_the_recordings_and_nothing_else() {
    let Some(events) = shared::folder("DETECTORS_EVENTS", "events") else { return };
    let ids: BTreeSet<&str> = Corpus::RULES.iter().map(|rule| rule.id).collect();
    let unanswered: BTreeSet<&str> = unanswered().collect();
    let mut differences = Vec::new();
    let (mut logs, mut pairs, mut hits) = (0, 0, 0);
    for folder in FOLDERS {
        let folder = events.join(folder);
        let mut expected = expected(&folder, &ids);
        for log in logs_of(&folder) {
            let text = std::fs::read_to_string(folder.join(&log)).unwrap();
            let mut found = found(Corpus::RULES, detector_corpus::run(&text));
            found.retain(|id, _| !unanswered.contains(id.as_str()));
            let expected = expected.remove(&log).unwrap_or_default();
            logs += 1;
            pairs += expected.len();
            hits += expected.values().map(BTreeSet::len).sum::<usize>();
            for id in found.keys().chain(expected.keys()).collect::<BTreeSet<&String>>() {
                let (found, expected) = (found.get(id), expected.get(id));
                if found != expected {
                    differences.push(format!("{log} {id}: found {found:?}, expected {expected:?}"));
                }
            }
        }
        assert!(expected.is_empty(), "logs that are not there: {:?}", expected.keys());
    }
    println!("{logs} logs, {} rules: {pairs} pairs, {hits} matches", ids.len());
    assert!(logs > 0 && pairs > 0, "nothing was compared");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn every_group_of_documents_made_for_a_rule_matches_it() {
    let Some(events) = shared::folder("DETECTORS_EVENTS", "events") else { return };
    let folder = events.join("rule_positives");
    let manifest = std::fs::read_to_string(folder.join("manifest.jsonl")).unwrap();
    let ids: BTreeSet<&str> = Corpus::RULES.iter().map(|rule| rule.id).collect();
    let (mut groups, mut rules, mut differences) = (0, 0, Vec::new());
    for line in manifest.lines() {
        let entry: Value = serde_json::from_str(line).unwrap();
        let id = entry["rule_id"].as_str().unwrap();
        if !ids.contains(id) {
            continue;
        }
        rules += 1;
        let log = std::fs::read_to_string(folder.join(format!("{id}.ndjson"))).unwrap();
        let mut lines = log.lines();
        for (number, size) in entry["lines_per_match"].as_array().unwrap().iter().enumerate() {
            groups += 1;
            let size = usize::try_from(size.as_u64().unwrap()).unwrap();
            let group: Vec<&str> = lines.by_ref().take(size).collect();
            assert_eq!(group.len(), size, "{id} has too few lines");
            let found = found(Corpus::RULES, detector_corpus::run(&group.join("\n")));
            let all: Vec<u64> = (0..group.len() as u64).collect();
            if !found.get(id).is_some_and(|hits| hits.contains(&all)) {
                differences.push(format!("{id}, group {number}: found {:?}", found.get(id)));
            }
        }
    }
    println!("{groups} groups of {rules} rules");
    assert!(rules > 0, "nothing was compared");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn queries_match_the_documents_that_must_match_them() {
    let Some(events) = shared::folder("DETECTORS_EVENTS", "events") else { return };
    let cases = std::fs::read_to_string(events.join("query_cases/cases.json")).unwrap();
    let cases: Vec<Value> = serde_json::from_str(&cases).unwrap();
    let mut differences = Vec::new();
    let mut count = 0;
    for (number, case) in cases.iter().enumerate() {
        for documents in case["matches"].as_array().into_iter().flatten() {
            count += 1;
            let documents = documents.as_array().unwrap().iter().enumerate().map(|(at, document)| {
                let mut document = document.clone();
                // They have no times; a sequence wants them.
                let time = document.as_object_mut().unwrap().entry("@timestamp");
                time.or_insert_with(|| Value::from(1_767_225_600_000_u64 + at as u64));
                document.to_string()
            });
            let documents: Vec<String> = documents.collect();
            let hits = detector_corpus::run_set::<QueryCases, _>(QueryCases::matcher::<1024>, &documents.join("\n"));
            let found = found(QueryCases::RULES, hits);
            if !found.contains_key(&number.to_string()) {
                differences.push(format!("{}: {documents:?}", case["query"]));
            }
        }
    }
    println!("{} queries, {count} sets of documents", cases.len());
    assert!(count > 0, "nothing was compared");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn no_document_of_any_recording_breaks_the_matcher() {
    let Some(events) = shared::folder("DETECTORS_EVENTS", "events") else { return };
    let mut logs = Vec::new();
    files_in(&events, &mut logs);
    let mut decoder = Decoder::new(Corpus::FIELDS);
    let (mut read, mut refused, mut alerts) = (0, 0, 0);
    for log in &logs {
        let bytes = std::fs::read(log).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        let is_read = |line: &&str| match decoder.decode(line.as_bytes(), Handle(0)) {
            Ok(_) => true,
            Err(error) => {
                assert!(error.offset <= line.len(), "{error} in {line}");
                refused += 1;
                false
            }
        };
        let lines: Vec<&str> = text.lines().filter(is_read).collect();
        read += lines.len();
        alerts += detector_corpus::run(&lines.join("\n")).unwrap_or_else(|(line, error)| panic!("line {line}: {error}")).len();
    }
    println!("{} logs: {read} documents, {refused} more refused, {alerts} alerts", logs.len());
    assert!(read > 0, "nothing was read");
}

fn files_in(folder: &Path, files: &mut Vec<PathBuf>) {
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files_in(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "ndjson") {
            files.push(path);
        }
    }
}

/// Rules with samples or missing events, of which nothing is known.
fn unanswered() -> impl Iterator<Item = &'static str> {
    let has_none = |query: &str| query.trim_start().starts_with("sample");
    let rules = Corpus::RULES.iter().zip(Corpus::GUIDES);
    let unanswered = rules.filter(move |(rule, guide)| has_none(guide.query) || !rule.missing_stages.is_empty());
    unanswered.map(|(rule, _)| rule.id)
}

/// For each log what the rules must find.
fn expected(folder: &Path, ids: &BTreeSet<&str>) -> HashMap<String, Hits> {
    let mut expected: HashMap<String, Hits> = HashMap::new();
    let text = std::fs::read_to_string(folder.join("expected.jsonl")).unwrap();
    for line in text.lines() {
        let pair: Value = serde_json::from_str(line).unwrap();
        let id = pair["rule_id"].as_str().unwrap();
        // A corpus may have fewer rules than the answers are for.
        if ids.contains(id) {
            let hits = serde_json::from_value(pair["hits"].clone()).unwrap();
            expected.entry(pair["log"].as_str().unwrap().to_owned()).or_default().insert(id.to_owned(), hits);
        }
    }
    expected
}

fn logs_of(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    entries.filter(|name| name.ends_with(".ndjson")).collect()
}

/// Hits by the ids of their rules.
fn found(rules: &[&Rule], hits: Result<Vec<Hit>, (u64, DecodeError)>) -> Hits {
    let hits = hits.unwrap_or_else(|(line, error)| panic!("line {line}: {error}"));
    let mut found = Hits::new();
    for hit in hits {
        found.entry(rules[hit.rule].id.to_owned()).or_default().insert(hit.lines);
    }
    found
}
