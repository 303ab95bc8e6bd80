//! All public rules over all recordings: what the compiled matcher of the set finds is what the evaluator finds with each rule alone.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where it cannot go on")]

use detector_compiler::attack::Attack;
use detector_compiler::evaluate::Document;
use detector_compiler::ir::Body;
use detector_compiler::schema::Schema;
use detector_compiler::source::{Source, SourceId};
use detector_compiler::{CompiledRule, Options, check_file};
use detector_corpus::{Corpus, RULES};
use detector_tests::shared;
use detectors::RuleSet;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Events of a log that are looked at together.
const EVENTS_MAX: usize = 1_500;

#[test]
fn the_set_finds_what_each_rule_finds_alone() {
    let Some(events) = shared::folder("DETECTORS_EVENTS", "events") else { return };
    let rules = rules();
    assert_eq!(rules.len(), Corpus::RULES.len());
    let schema = Schema::default();
    let (mut count, mut hits) = (0, 0);
    for log in logs(&events) {
        let text = std::fs::read_to_string(&log).unwrap();
        // Documents that cannot be indexed are another test's.
        let lines: Vec<(&str, Document)> = text
            .lines()
            .filter_map(|line| Some((line, Document::from_json(&serde_yaml::from_str(line).ok()?, &schema).ok()?)))
            .take(EVENTS_MAX)
            .collect();
        let (lines, documents): (Vec<&str>, Vec<Document>) = lines.into_iter().unzip();
        let found = detector_corpus::run(&lines.join("\n")).unwrap_or_else(|(line, error)| panic!("line {line}: {error}"));
        count += lines.len();
        hits += found.len();
        for (number, rule) in rules.iter().enumerate() {
            let found: BTreeSet<Vec<usize>> = found
                .iter()
                .filter(|hit| hit.rule == number)
                .map(|hit| hit.lines.iter().map(|line| usize::try_from(*line).unwrap()).collect())
                .collect();
            let expected: BTreeSet<Vec<usize>> = rule.alerts(&documents).into_iter().collect();
            if matches!(rule.query.body, Body::Sample(_)) {
                // Which sample of a key is reported is free.
                assert_eq!(found.len(), expected.len(), "{} in {}", rule.file.name.value, log.display());
            } else {
                assert_eq!(found, expected, "{} in {}", rule.file.name.value, log.display());
            }
        }
    }
    println!("{} rules over {count} events: {hits} alerts", rules.len());
    assert!(hits > 0, "nothing was found");
}

/// The rules in the order of the set.
fn rules() -> Vec<CompiledRule> {
    let mut files = Vec::new();
    files_in(Path::new(RULES), "yml", &mut files);
    let compiled = files.iter().map(|file| {
        let source = Source::new(file.display().to_string(), std::fs::read_to_string(file).unwrap());
        check_file(&source, SourceId(0), &Schema::default(), Attack::builtin(), Options::default()).rule.unwrap()
    });
    let compiled: Vec<CompiledRule> = compiled.collect();
    assert!(compiled.iter().zip(Corpus::RULES).all(|(rule, of_set)| rule.file.rule_id.value == of_set.id));
    compiled
}

/// The logs whose events are in the order of their times.
fn logs(events: &Path) -> Vec<PathBuf> {
    let mut logs = Vec::new();
    for folder in ["linux", "macos", "windows_cases", "windows_lab"] {
        files_in(&events.join(folder), "ndjson", &mut logs);
    }
    logs
}

fn files_in(folder: &Path, extension: &str, files: &mut Vec<PathBuf>) {
    let start = files.len();
    for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            files_in(&path, extension, files);
        } else if path.extension().is_some_and(|of_path| of_path == extension) {
            files.push(path);
        }
    }
    files[start..].sort();
}
