//! Recorded logs of other origin, where they lie beside the workspace: nothing crashes, everything is counted, and the alerts are known.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use expect_test::expect_file;
use serde_json::Value;

use crate::support::run;

/// The one rule that is not ours.
const ELASTIC: &str = "76e4d92b-61c1-4a95-ab61-5fd94179a1ee";

/// The folder of recorded logs; `None` after saying that the test was skipped.
fn recorded() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/events");
    if folder.is_dir() {
        return Some(folder);
    }
    assert!(std::env::var_os("DETECTORS_REQUIRE_SHARED").is_none(), "shared data is required and not there");
    println!("skipped: shared data not found");
    None
}

fn logs(folder: &Path, all: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            logs(&path, all);
        } else if path.extension().is_some_and(|extension| extension == "ndjson") {
            all.push(path);
        }
    }
}

/// Alerts that the origins of the logs expect of a shipped rule, which can only be one of theirs.
fn expected(folder: &Path, rule_ids: &[String]) -> usize {
    let mut count = 0;
    for name in ["linux", "macos", "windows_lab", "windows_cases"] {
        let text = std::fs::read_to_string(folder.join(name).join("expected.jsonl")).unwrap();
        for line in text.lines() {
            let expected: Value = serde_json::from_str(line).unwrap();
            if rule_ids.iter().any(|id| expected["rule_id"] == **id) {
                count += expected["hits"].as_array().unwrap().len();
            }
        }
    }
    count
}

#[test]
fn recorded_logs_are_read_and_alert_only_where_they_should() {
    let Some(folder) = recorded() else { return };
    let mut all = Vec::new();
    logs(&folder, &mut all);
    all.sort();
    assert!(all.len() > 200, "{} logs", all.len());
    let rules = run(&["rules", "--format", "json"]).ended(0).out;
    let ids: Vec<String> =
        rules.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["rule_id"].as_str().unwrap().to_owned()).collect();
    // Rules of ours by name, with the logs and lines that they alert on.
    let mut ours: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut of_others = 0;
    // Many logs at a time; a folder's order of files is not that of their times.
    for some in all.chunks(40) {
        let lines: usize = some.iter().map(|path| non_empty_lines(path)).sum();
        let paths: Vec<String> = some.iter().map(|path| path.display().to_string()).collect();
        let mut arguments = vec!["run", "--format", "json", "--sort", "--no-limit"];
        arguments.extend(paths.iter().map(String::as_str));
        let outcome = run(&arguments);
        let events: usize = outcome.err.lines().find_map(|line| line.split_once(" events from ")?.0.parse().ok()).unwrap();
        let refused = outcome.err.lines().find_map(|line| {
            line.strip_prefix("note: ")?.split_once(" line")?.0.parse::<usize>().ok().filter(|_| line.contains("refused"))
        });
        assert_eq!(events + refused.unwrap_or(0), lines, "{}", outcome.err);
        assert_eq!(outcome.code, if refused.is_some() { 3 } else { 0 }, "{}", outcome.err);
        for alert in outcome.alerts() {
            if alert["rule_id"] == ELASTIC {
                of_others += 1;
                continue;
            }
            let place = |event: &Value| {
                let log = Path::new(event["file"].as_str().unwrap()).strip_prefix(&folder).unwrap();
                format!("{}:{}", log.display(), event["line"])
            };
            let places: Vec<String> = alert["events"].as_array().unwrap().iter().map(place).collect();
            ours.entry(alert["rule_name"].as_str().unwrap().to_owned()).or_default().insert(places.join(" "));
        }
    }
    assert_eq!(of_others, expected(&folder, &ids));
    // Each was looked at: commands that the rule is about, of an audit log and of the cases that others made for rules of theirs.
    let mut list = String::new();
    for (rule, places) in ours {
        list += &format!("{rule}\n");
        places.iter().for_each(|place| list += &format!("  {place}\n"));
    }
    expect_file!["recorded.txt"].assert_eq(&list);
}

fn non_empty_lines(path: &Path) -> usize {
    let bytes = std::fs::read(path).unwrap();
    bytes.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).count()
}
