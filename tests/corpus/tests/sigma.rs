//! Rules that were written for another system and converted: all are checked and run by the evaluator, a sample by the compiled
//! matcher.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it cannot go on")]
#![allow(deprecated, reason = "rules with warnings are among those that are compiled")]

use detector_compiler::attack::Attack;
use detector_compiler::diagnostics::{Diagnostics, Severity};
use detector_compiler::evaluate::{Document, Options, run};
use detector_compiler::schema::{Schema, custom};
use detector_compiler::source::{Source, SourceId};
use detector_compiler::{CompiledRule, check_file};
use detector_corpus::{Hit, SIGMA_FIELDS, rule_file};
use detector_tests::shared;
use detectors::RuleSet;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::OnceLock;

include!(concat!(env!("OUT_DIR"), "/sigma.rs"));

/// Has `not file.path regex~ "(?i)^C:…$"`. Elasticsearch reads `(?i)`, `^` and `$` as characters, so that it never excludes anything,
/// and the recording matches in spite of the mistake. Here the mistake is an error with a help, which serves its author better.
const REFUSED_WITH_RECORDING: &str = "a7f3c891-2e4d-4b6a-9f8c-d5e2a1b04c73";

#[test]
fn converted_rules_check_and_find_what_their_recordings_hold() {
    let Some(events) = shared::folder("DETECTORS_EVENTS", "events") else { return };
    let folder = events.join("sigma");
    let schema = schema();
    let Checked { rules, refused } = checked(&folder);
    let known: Vec<&str> = include_str!("sigma_refused.txt").lines().filter(|line| !line.starts_with('#')).collect();
    if std::env::var_os("DETECTORS_EVENTS").is_none() {
        assert_eq!(*refused, known, "rules that do not check");
    }
    let ids: Vec<&str> = Sigma::RULES.iter().map(|rule| rule.id).collect();
    let (mut recordings, mut matches, mut differences) = (0, 0, Vec::new());
    for expected in lines(&folder.join("expected.jsonl")) {
        let id = expected["rule_id"].as_str().unwrap();
        if id == REFUSED_WITH_RECORDING {
            continue;
        }
        assert!(rules.contains_key(id), "a rule with a recording does not check: {id}");
        let text = std::fs::read_to_string(folder.join("samples").join(expected["sample"].as_str().unwrap())).unwrap();
        let wanted: Vec<u64> = serde_json::from_value(expected["matching_lines"].clone()).unwrap();
        let evaluated = evaluated(&rules[id], &documents(&text, &schema));
        let found = by_matcher(&text);
        let found: Vec<u64> = found.iter().filter(|hit| ids[hit.rule] == id).flat_map(|hit| hit.lines.clone()).collect();
        recordings += 1;
        matches += wanted.len();
        if evaluated != wanted || found != wanted || !ids.contains(&id) {
            differences.push(format!("{id}: wanted {wanted:?}, evaluator {evaluated:?}, matcher {found:?}"));
        }
    }
    println!("{} rules checked, {} compiled, {recordings} recordings, {matches} matches", rules.len(), ids.len());
    assert!(recordings > 0, "nothing was compared");
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn all_converted_rules_run_over_all_recordings_and_the_matcher_agrees_with_the_evaluator() {
    let Some(events) = shared::folder("DETECTORS_EVENTS", "events") else { return };
    let folder = events.join("sigma");
    let schema = schema();
    let Checked { rules, .. } = checked(&folder);
    let mut log: Vec<String> = Vec::new();
    for expected in lines(&folder.join("expected.jsonl")) {
        let text = std::fs::read_to_string(folder.join("samples").join(expected["sample"].as_str().unwrap())).unwrap();
        log.extend(text.lines().map(str::to_owned));
    }
    let log = log.join("\n");
    let ids: Vec<&str> = Sigma::RULES.iter().map(|rule| rule.id).collect();
    let mut found: BTreeMap<&str, Vec<u64>> = BTreeMap::new();
    for hit in by_matcher(&log) {
        found.entry(ids[hit.rule]).or_default().extend(hit.lines);
    }
    let documents = documents(&log, &schema);
    let (mut hits, mut compared) = (0, 0);
    for (id, rule) in rules {
        let evaluated = evaluated(rule, &documents);
        hits += evaluated.len();
        if ids.contains(&id.as_str()) {
            compared += 1;
            assert_eq!(found.remove(id.as_str()).unwrap_or_default(), evaluated, "{id}");
        }
    }
    println!("{} rules over {} events: {hits} matches; {compared} of them compiled too", rules.len(), log.lines().count());
    assert!(compared > 0 && hits > 0, "nothing was compared");
    assert!(found.is_empty(), "found by rules that do not check: {found:?}");
}

/// The built-in fields, and those that the rules have of their own.
fn schema() -> Schema {
    let source = Source::new("sigma_fields.tsv", SIGMA_FIELDS);
    custom::parse(&source, SourceId(0), &mut Diagnostics::new()).unwrap()
}

fn lines(path: &Path) -> Vec<Value> {
    std::fs::read_to_string(path).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The rules that check, by id, and of the others the id and the codes.
struct Checked {
    rules: BTreeMap<String, CompiledRule>,
    refused: Vec<String>,
}

/// Checked once for all tests.
fn checked(folder: &Path) -> &'static Checked {
    static CHECKED: OnceLock<Checked> = OnceLock::new();
    CHECKED.get_or_init(|| {
        let schema = schema();
        let (mut rules, mut refused) = (BTreeMap::new(), Vec::new());
        for line in lines(&folder.join("rules.jsonl")) {
            let id = line["id"].as_str().unwrap();
            match compiled(id, line["query"].as_str().unwrap(), &schema) {
                Ok(rule) => drop(rules.insert(id.to_owned(), rule)),
                Err(codes) => refused.push(format!("{id} {codes}")),
            }
        }
        refused.sort();
        Checked { rules, refused }
    })
}

fn compiled(id: &str, query: &str, schema: &Schema) -> Result<CompiledRule, String> {
    let source = Source::new(id, rule_file(id, query));
    let checked = check_file(&source, SourceId(0), schema, Attack::builtin(), detector_compiler::Options::default());
    checked.rule.ok_or_else(|| {
        let errors = checked.diagnostics.iter().filter(|one| one.severity == Severity::Error);
        let codes: BTreeSet<String> = errors.map(|one| one.code.to_string()).collect();
        codes.into_iter().collect::<Vec<_>>().join(" ")
    })
}

fn documents(log: &str, schema: &Schema) -> Vec<Document> {
    log.lines().map(|line| Document::from_json(&serde_yaml::from_str(line).unwrap(), schema).unwrap()).collect()
}

fn by_matcher(log: &str) -> Vec<Hit> {
    detector_corpus::run_set::<Sigma, _>(Sigma::matcher::<1024>, log)
        .unwrap_or_else(|(line, error)| panic!("line {line}: {error}"))
}

/// The lines that an event rule matches, by the evaluator.
fn evaluated(rule: &CompiledRule, documents: &[Document]) -> Vec<u64> {
    let hits = run(&rule.query, documents, &Options::default());
    let mut lines: Vec<u64> = hits.into_iter().flat_map(|hit| hit.events).flatten().map(|event| event as u64).collect();
    lines.sort_unstable();
    lines
}
