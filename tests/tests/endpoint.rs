//! Cases of Elastic Endpoint's dialect, `data/endpoint.md`: what the evaluator and the compiled matcher of each query answer.

#![allow(deprecated, reason = "rules with warnings are among those that are compiled")]
#![allow(clippy::panic, clippy::expect_used, reason = "a test stops where its data is not what it should be")]

use detector_tests::{examples, reference};
use detectors::{Counters, Handle, Layout, Matcher, RuleSet, Slots};
use detectors_json::Decoder;

include!(concat!(env!("OUT_DIR"), "/endpoint.rs"));

const TEXT: &str = include_str!("data/endpoint.md");

#[test]
fn every_case_is_answered_as_written() {
    let cases = examples::parse(TEXT).unwrap_or_else(|problem| panic!("data/endpoint.md: {problem}")).queries;
    let mut problems = Vec::new();
    for case in &cases {
        assert!(case.endpoint, "line {}: not of this dialect", case.line);
        let found = reference::problems(case, COMPILED);
        problems.extend(found.into_iter().map(|problem| format!("line {}: {problem}\n{}", case.line, case.query)));
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n\n"));
    assert!(cases.len() >= 40, "{} cases", cases.len());
}

/// Rules that share a tree of processes and a pool of sequences, of which one keeps values of its events.
#[derive(RuleSet)]
#[rule_set(rules = [
    "data/endpoint_rules/not_updater.yml",
    "data/endpoint_rules/office.yml",
    "data/endpoint_rules/shell.yml",
    "data/endpoint_rules/written.yml",
])]
struct Rules;

/// The alerts of a matcher of the set: `rule 1 2`, by the number of the rule and those of the events, counted from 1.
fn alerts_of(matcher: &mut impl Matcher, events: &[&str]) -> Vec<String> {
    let mut decoder = Decoder::new(Rules::FIELDS);
    let mut alerts = Vec::new();
    for (number, event) in (1..).zip(events) {
        let table = decoder.decode(event.as_bytes(), Handle(number)).expect("a document");
        matcher.observe(&Slots::<Rules>::new(table), |alert| {
            let events: Vec<String> = alert.events.iter().map(|event| event.handle.0.to_string()).collect();
            alerts.push(format!("{} {}", alert.rule.id.trim_start_matches("endpoint-"), events.join(" ")));
        });
    }
    alerts
}

#[test]
fn rules_of_a_set_share_one_tree_of_processes() {
    let events = [
        r#"{"@timestamp":1000,"event.category":"process","event.type":"start","host.id":"h","process":{"entity_id":"w","name":"winword.exe"}}"#,
        r#"{"@timestamp":2000,"event.category":"process","event.type":"start","host.id":"h","process":{"entity_id":"u","name":"updater.exe","parent.entity_id":"w"}}"#,
        r#"{"@timestamp":3000,"event.category":"process","event.type":"start","host.id":"h","process":{"entity_id":"s","name":"setup.exe","parent.entity_id":"u"}}"#,
        r#"{"@timestamp":4000,"event.category":"file","host.id":"h","file":{"extension":"exe","path":"C:\\x.exe"},"process":{"entity_id":"s"}}"#,
        r#"{"@timestamp":5000,"event.category":"process","event.type":"start","host.id":"h","process":{"entity_id":"x","name":"x.exe","executable":"C:\\x.exe","parent.entity_id":"s"}}"#,
        r#"{"@timestamp":6000,"event.category":"process","event.type":"change","host.id":"h","process":{"entity_id":"c","name":"cmd.exe","thread.Ext.call_stack":[{"symbol_info":"a"},{"symbol_info":"VBA7.dll"}]}}"#,
    ];
    let mut matcher = Rules::matcher::<16>();
    // The updater is a descendant of the office program, and what it starts is one of both.
    assert_eq!(alerts_of(&mut matcher, &events), ["not-updater 2", "office 4", "written 4 5", "shell 1 6"]);
    assert_eq!(matcher.counters().forgotten, 0);
}

#[test]
fn processes_that_the_tree_has_no_room_for_are_counted_for_the_rules_that_ask_for_ancestors() {
    let process = |id: &str, parent: &str, name: &str| {
        format!(
            r#"{{"@timestamp":1,"event.category":"process","host.id":"h","process":{{"entity_id":"{id}","name":"{name}","parent.entity_id":"{parent}"}}}}"#
        )
    };
    let mut events = vec![process("w", "0", "winword.exe"), process("c", "w", "cmd.exe")];
    events.extend((0..20).map(|number| process(&format!("p{number}"), "0", "other.exe")));
    // Its parent is forgotten, and with it what came before.
    events.push(
        r#"{"@timestamp":2,"event.category":"file","file.extension":"exe","process":{"entity_id":"new","parent.entity_id":"c"}}"#
            .to_owned(),
    );
    let events: Vec<&str> = events.iter().map(String::as_str).collect();
    let (mut small, mut large) = (Rules::matcher::<4>(), Rules::matcher::<64>());
    assert_eq!(alerts_of(&mut large, &events), ["office 23"]);
    assert_eq!(alerts_of(&mut small, &events), Vec::<String>::new());
    assert_eq!((small.counters().forgotten, large.counters().forgotten), (18, 0));
    let of_rule: Vec<u64> =
        (0..4).filter_map(|rule| small.counters_of(rule)).map(|counters: Counters| counters.forgotten).collect();
    assert_eq!(of_rule, [18, 18, 0, 18]);
    small.reseed([1, 2]);
    assert_eq!(small.counters().forgotten, 0);
}
