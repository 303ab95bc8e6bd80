//! `detectors run --rules`: rule files over logs, with the evaluator.

use std::collections::HashSet;
use std::path::Path;

use serde_json::Value;

use crate::support::{Folder, events, program, reverse_shell, run, run_with};

/// A rule with a query, whose id ends in a digit.
fn rule(digit: u8, name: &str, query: &str) -> String {
    let query: String = query.lines().map(|line| format!("  {line}\n")).collect();
    format!(
        "rule_id: 11111111-0000-4000-8000-00000000000{digit}\nname: {name}\ndescription: A test.\nseverity: low\nrisk_score: 21\n\
         type: eql\nlanguage: eql\nquery: |\n{query}"
    )
}

fn names(alerts: &[Value]) -> Vec<&str> {
    alerts.iter().map(|alert| alert["rule_name"].as_str().unwrap()).collect()
}

#[test]
fn the_shipped_rules_alert_as_they_do_compiled() {
    // Those of one tactic: in a build for tests the others would take their time.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules/linux/execution");
    let id = |text: &str| text.lines().find_map(|line| line.strip_prefix("rule_id: ")).map(str::to_owned);
    let files = folder.read_dir().unwrap().map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
    let ids: HashSet<String> = files.filter_map(|text| id(&text)).collect();
    let rules = folder.display().to_string();
    let log = events("reverse_shell.ndjson").display().to_string();
    let compiled = run(&["run", "--format", "json", "--no-limit", &log]).ended(0);
    let evaluated = run(&["run", "--format", "json", "--no-limit", "--rules", &rules, &log]).ended(0);
    let of_these = |line: &&str| {
        let alert: Value = serde_json::from_str(line).unwrap();
        alert["rule_id"].as_str().is_some_and(|id| ids.contains(id))
    };
    let compiled: Vec<&str> = compiled.out.lines().filter(of_these).collect();
    assert!(compiled.len() > 100 && ids.len() > 5, "{} alerts of {ids:?}", compiled.len());
    assert_eq!(evaluated.out.lines().collect::<Vec<_>>(), compiled);
}

#[test]
fn rules_that_nobody_has_compiled_are_run() {
    let folder = Folder::new();
    let log = folder.file("log", reverse_shell("a", 1) + &reverse_shell("b", 2));
    let event = folder.file("event.yml", rule(1, "Netcat", r#"process where process.name == "nc""#));
    let sequence = rule(2, "Connects", "sequence by host.id with maxspan=1s\n  [process where true]\n  [network where true]");
    let sequence = folder.file("sequence.yml", sequence);
    let last = folder.file("last.yml", rule(3, "The Last", r#"process where process.name == "nc" | tail 1"#));
    let off = folder.file("off.yml", rule(4, "Off", "any where true") + "enabled: false\n");

    let outcome = run(&["run", "--format", "json", "--rules", &event, "--rules", &sequence, &log]).ended(0);
    assert_eq!(names(&outcome.alerts()), ["Netcat", "Connects", "Netcat", "Connects"]);
    let outcome = run(&["run", "--format", "json", "--rules", &last, "--rules", &off, &log, "--fail-on-alert"]).ended(1);
    let [alert] = &outcome.alerts()[..] else { panic!("{}", outcome.out) };
    assert_eq!(alert["events"][0]["line"], 3);
    let outcome = run(&["run", "--rules", &off, &log]).ended(2);
    assert!(outcome.err.contains("none of the rules is `enabled`"), "{}", outcome.err);
    let mut piped = program();
    piped.args(["run", "--format", "json", "--rules", &event, "-"]);
    assert_eq!(run_with(&mut piped, reverse_shell("a", 1).as_bytes()).ended(0).alerts().len(), 1);
}

#[test]
fn what_only_all_events_can_tell_comes_at_the_end() {
    let folder = Folder::new();
    let log = folder.file("log", reverse_shell("a", 1) + &reverse_shell("b", 2));
    let silent = "sequence by host.id with maxspan=1s\n  [network where true]\n  ![process where true]";
    let silent = folder.file("silent.yml", rule(1, "Silent", silent));
    let sample = "sample by host.id\n  [network where true]\n  [process where true]";
    let sample = folder.file("sample.yml", rule(2, "Both", sample));
    let outcome = run(&["run", "--format", "json", "--rules", &silent, "--rules", &sample, &log]).ended(0);
    let alerts = outcome.alerts();
    assert_eq!(names(&alerts), ["Silent", "Silent", "Both", "Both"]);
    assert_eq!((&alerts[0]["events"][0]["line"], &alerts[0]["join_keys"]["host.id"]), (&2.into(), &"a".into()));
}

#[test]
fn rules_with_errors_are_told_and_the_others_run() {
    let folder = Folder::new();
    let log = folder.file("log", reverse_shell("a", 1));
    let good = folder.file("good.yml", rule(1, "Netcat", r#"process where process.name == "nc""#));
    let twin = folder.file("twin.yml", rule(1, "Twin", r#"process where process.name == "nc""#));
    let bad = folder.file("bad.yml", rule(2, "Bad", r#"process where process.nmae == "nc""#));
    let outcome = run(&["run", "--format", "json", "--rules", &good, "--rules", &bad, "--rules", "none.yml", &log]).ended(3);
    assert_eq!(names(&outcome.alerts()), ["Netcat"]);
    for part in ["no field `process.nmae` in the schema", "bad.yml:9:17", "cannot read `none.yml`"] {
        assert!(outcome.err.contains(part), "no `{part}` in {}", outcome.err);
    }
    let outcome = run(&["run", "--format", "json", "--rules", &good, "--rules", &twin, &log]).ended(3);
    assert_eq!(names(&outcome.alerts()), ["Netcat"]);
    assert_eq!(run(&["run", "--rules", &bad, &log]).ended(2).out, "");
    assert_eq!(run(&["run", "--rules", &good, "no-such-log"]).ended(2).out, "");
    assert!(run(&["run", "--schema", "x.tsv", &log]).ended(2).err.contains("--rules"), "a schema is for rule files");
    let own = folder.file("own.yml", rule(3, "Own", r#"process where acme.zone == "z1""#));
    let fields = folder.file("fields.tsv", "field\ttype\nacme.zone\tkeyword\n");
    let zoned = folder.file("zoned", "{\"event.category\":\"process\",\"acme\":{\"zone\":\"z1\"}}\n");
    run(&["run", "--rules", &own, &zoned]).ended(2);
    let outcome = run(&["run", "--format", "json", "--rules", &own, "--schema", &fields, &zoned]).ended(0);
    assert_eq!(names(&outcome.alerts()), ["Own"]);
}

#[test]
fn a_folder_stands_for_the_logs_below_it() {
    let folder = Folder::new();
    std::fs::create_dir_all(folder.path().join("logs/b")).unwrap();
    folder.file("logs/z.ndjson", reverse_shell("z", 1));
    folder.file("logs/b/a.json", reverse_shell("a", 2));
    folder.file("logs/b/c.gz", crate::support::gzip(reverse_shell("c", 3).as_bytes()));
    folder.file("logs/notes.txt", "nothing");
    let logs = folder.path().join("logs").display().to_string();
    let outcome = run(&["run", "--format", "json", &logs]).ended(0);
    let alerts = outcome.alerts();
    let files: Vec<&str> = alerts.iter().map(|alert| alert["events"][0]["file"].as_str().unwrap()).collect();
    assert_eq!(files, ["z.ndjson", "b/a.json", "b/c.gz"].map(|name| format!("{logs}/{name}")), "in the order of time");
    assert!(outcome.err.contains("6 events from 3 sources"), "{}", outcome.err);
}
