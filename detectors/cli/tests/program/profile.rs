//! `detectors profile`: what rules cost on events.

use serde_json::Value;

use crate::support::{Folder, Outcome, events, reverse_shell, run};

/// The rules of a profile in JSON, and its last line.
fn parts(outcome: &Outcome) -> (Vec<Value>, Value) {
    let mut lines = outcome.alerts();
    let summary = lines.pop().unwrap();
    (lines, summary)
}

fn named<'v>(rules: &'v [Value], name: &str) -> &'v Value {
    rules.iter().find(|rule| rule["rule_name"] == name).unwrap_or_else(|| panic!("no {name}"))
}

#[test]
fn the_rules_that_are_compiled_in_are_counted_and_measured() {
    let log = events("reverse_shell.ndjson").display().to_string();
    let (rules, summary) = parts(&run(&["profile", "--format", "json", &log]).ended(0));
    assert_eq!((&summary["type"], &summary["runs"]), (&"summary".into(), &"compiled".into()));
    let alerts = run(&["run", "--format", "json", "--no-limit", &log]).ended(0);
    let alerts = alerts.alerts();
    assert!(summary["events"].as_u64() > Some(300) && summary["rules"].as_u64() == Some(rules.len() as u64));
    let mut asked = 0;
    for rule in &rules {
        let of = |key: &str| rule[key].as_u64().unwrap();
        // An alert is of events that have met queries, which are of those that have been asked.
        let alerts = alerts.iter().filter(|alert| alert["rule_id"] == rule["rule_id"]).count() as u64;
        assert_eq!(of("alerts"), alerts, "{rule}");
        assert!(of("hits") >= of("alerts") && of("evaluations") >= of("hits"), "{rule}");
        assert_eq!(of("evaluations") > 0, rule["ns"].as_f64().unwrap() > 0.0, "{rule}");
        asked += of("evaluations");
    }
    let events = summary["events"].as_u64().unwrap();
    assert!(asked > 100 && asked < events * rules.len() as u64 / 4, "the index leaves a few: {asked} of {events} events");
    let costs: Vec<f64> = rules.iter().map(|rule| rule["ns"].as_f64().unwrap()).collect();
    assert!(costs.is_sorted_by(|left, right| left >= right), "the most expensive first: {costs:?}");
    let share: f64 = rules.iter().map(|rule| rule["share"].as_f64().unwrap()).sum();
    assert!((share - 1.0).abs() < 0.02, "{share}");
    let reverse_shell = named(&rules, "Potential Reverse Shell via Suspicious Child Process");
    assert_eq!(reverse_shell["queries"].as_array().unwrap().len(), 2, "one for each stage");
}

#[test]
fn rule_files_are_measured_in_the_evaluator() {
    let folder = Folder::new();
    let log: String = (0..40).map(|at| reverse_shell(&format!("h{at}"), at)).collect();
    let log = folder.file("log.ndjson", log + "nope\n");
    let rule = |digit: u8, name: &str, query: &str| {
        let text = format!(
            "rule_id: 11111111-0000-4000-8000-00000000000{digit}\nname: {name}\ndescription: A test.\nseverity: low\n\
             risk_score: 21\ntype: eql\nlanguage: eql\nquery: |\n  {query}\n"
        );
        folder.file(&format!("rules-{digit}.yml"), text);
    };
    rule(1, "Netcat", r#"process where process.name == "nc" and process.pid == 42"#);
    rule(2, "Silent", r#"process where process.name == "never""#);
    rule(3, "Anything", "any where not process.pid == 7");
    rule(4, "Connects", "sequence by host.id [process where true] [network where destination.port == 4444]");
    let all = folder.path().display().to_string();
    let outcome = run(&["profile", "--format", "json", "--rules", &all, &log]).ended(3);
    assert!(outcome.err.contains("log.ndjson:81:"), "bad lines are told: {}", outcome.err);
    let (rules, summary) = parts(&outcome);
    assert_eq!((summary["events"].as_u64(), &summary["runs"]), (Some(80), &"evaluator".into()));
    let counts = |name: &str| {
        let rule = named(&rules, name);
        (rule["evaluations"].as_u64().unwrap(), rule["hits"].as_u64().unwrap(), rule["alerts"].as_u64().unwrap())
    };
    assert_eq!(counts("Silent"), (0, 0, 0));
    assert_eq!(counts("Anything"), (80, 80, 80));
    assert_eq!(named(&rules, "Anything")["queries"][0]["unanchored"], true);
    assert_eq!((counts("Connects").1, counts("Connects").2), (80, 40));
    assert_eq!((counts("Netcat").1, counts("Netcat").2), (40, 40));
    assert_eq!(named(&rules, "Netcat")["queries"][0]["unanchored"], false);

    let text = run(&["profile", "--rules", &all, &log]).ended(3).out;
    for part in [
        "evaluations       hits    alerts   ns each         ms   share  rule\n",
        "  Anything\n",
        "1 rule had no event to judge; --all lists them\n",
        "asked of every event, because nothing that they need is known to the index:\n  1 query of Anything\n",
        "80 events: ",
    ] {
        assert!(text.contains(part), "no `{part}` in\n{text}");
    }
    assert!(!text.contains("  Silent\n") && run(&["profile", "--all", "--rules", &all, &log]).out.contains("  Silent\n"));
    run(&["profile", "no-such-log"]).ended(2);
    run(&["profile"]).ended(2);
}

#[test]
fn frequencies_are_those_of_the_events() {
    let folder = Folder::new();
    let log: String = (0..10).map(|at| reverse_shell(&format!("h{at}"), at)).collect();
    let log = folder.file("log.ndjson", log);
    let table = folder.path().join("frequencies.tsv").display().to_string();
    run(&["profile", "--frequencies", &table, &log]).ended(0);
    let text = std::fs::read_to_string(&table).unwrap();
    for line in [
        "@timestamp\t*\t1000000\n",
        "event.category\tprocess\t500000\n",
        "process.name\tnc\t1000000\n",
        "process.args\t-e\t500000\n",
    ] {
        assert!(text.contains(line), "no `{line}` in\n{text}");
    }
    let nowhere = folder.path().join("none/frequencies.tsv").display().to_string();
    assert!(run(&["profile", "--frequencies", &nowhere, &log]).ended(3).err.contains("error: cannot write `"));
}
