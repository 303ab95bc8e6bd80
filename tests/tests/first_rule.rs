//! The first rule over the events that were made for it: documents, structs and the compiler's evaluator alert alike.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it cannot go on")]

use detector_compiler::evaluate::{self, Options};
use detector_compiler::ir;
use detector_compiler::schema::Schema;
use detector_compiler::source::Source;
use detector_rules::Shipped;
use detector_rules::linux::execution::ReverseShellViaSuspiciousChildProcess as Rule;
use detector_tests::set_of_one::SetOfOne;
use detectors::{Alert, Detector, Event, Handle, Layout, Matcher, Scalar, Slots, Timestamp};
use detectors_json::{Decoder, date};
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

/// An alert, as `reverse_shell.expected.json` has it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    /// Lines of the events, counted from 1.
    lines: Vec<u64>,
    /// Their `event.id`.
    ids: Vec<String>,
    host_id: String,
    entity_id: String,
    /// In milliseconds.
    at: i64,
}

/// One line of the file.
struct Line {
    /// Counted from 1.
    number: u64,
    text: String,
    /// Its document, without the wrapping of a search hit.
    document: Value,
}

#[test]
fn documents_structs_and_the_evaluator_find_the_expected_alerts() {
    let lines = lines();
    let expected = expected();
    assert!(expected.len() > 100, "the expected alerts are there");
    let ways: [(&str, Vec<Found>); 6] = [
        ("documents, the detector", by_documents::<Rule, _>(&lines, Rule::matcher::<1024>())),
        ("documents, all shipped rules", by_documents::<Shipped, _>(&lines, Shipped::matcher::<1024>())),
        ("documents, the function that is compiled with the rules", by_function(&lines)),
        ("structs, the detector", by_structs(&lines, Rule::matcher::<1024>())),
        ("structs, the detector as a set of one", by_structs(&lines, SetOfOne::matcher::<1024>())),
        ("the evaluator", by_evaluator(&lines)),
    ];
    for (way, found) in ways {
        let missing: Vec<&Found> = expected.iter().filter(|alert| !found.contains(alert)).collect();
        let more: Vec<&Found> = found.iter().filter(|alert| !expected.contains(alert)).collect();
        assert!(missing.is_empty() && more.is_empty(), "{way}: missing {missing:#?}, not expected {more:#?}");
        assert_eq!(found, expected, "{way}: the order");
    }
}

fn events() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("events")
}

/// The lines by time, `event.sequence`, and place; one without a time goes with the one before it.
fn lines() -> Vec<Line> {
    let text = std::fs::read_to_string(events().join("reverse_shell.ndjson")).expect("the events can be read");
    let mut time = i64::MIN;
    let mut lines: Vec<((i64, u64), Line)> = text
        .lines()
        .zip(1..)
        .map(|(text, number)| {
            let mut document: Value = serde_json::from_str(text).expect("a line is JSON");
            if let Some(source) = document.get_mut("_source") {
                document = source.take();
            }
            let fields = Fields::new(&document);
            let at = fields.texts("@timestamp").first().and_then(|text| date::parse(text));
            time = at.map_or(time, |at| at.0);
            let sequence = fields.first("event.sequence").and_then(Value::as_u64).unwrap_or(u64::MAX);
            ((time, sequence), Line { number, text: text.to_owned(), document })
        })
        .collect();
    lines.sort_by_key(|(order, _)| *order);
    lines.into_iter().map(|(_, line)| line).collect()
}

fn expected() -> Vec<Found> {
    let text = std::fs::read_to_string(events().join("reverse_shell.expected.json")).expect("the alerts can be read");
    let alerts: Vec<Value> = serde_json::from_str(&text).expect("the alerts are JSON");
    let string = |value: &Value| value.as_str().expect("a text").to_owned();
    let alert = |alert: &Value| {
        assert_eq!(alert["rule_id"], Rule::RULE.id);
        let events = alert["events"].as_array().expect("events");
        Found {
            lines: events.iter().map(|event| event["line"].as_u64().expect("a line")).collect(),
            ids: events.iter().map(|event| string(&event["id"])).collect(),
            host_id: string(&alert["host.id"]),
            entity_id: string(&alert["process.entity_id"]),
            at: date::parse(&string(&alert["timestamp"])).expect("a time").0,
        }
    };
    alerts.iter().map(alert).collect()
}

/// What a matcher reports; handles of events are numbers of lines.
fn found(lines: &[Line], alert: &Alert<'_>) -> Found {
    let [host_id, entity_id] = ["host.id", "process.entity_id"].map(|field| {
        let key = alert.join_keys.iter().find(|key| key.field == field).and_then(|key| key.value);
        key.expect("a join key").with_text(str::to_owned)
    });
    let numbers: Vec<u64> = alert.events.iter().map(|event| event.handle.0).collect();
    let at = alert.timestamp().expect("an event of a sequence has a time").0;
    Found { ids: ids(lines, &numbers), lines: numbers, host_id, entity_id, at }
}

fn ids(lines: &[Line], numbers: &[u64]) -> Vec<String> {
    let id = |number: &u64| {
        let line = lines.iter().find(|line| line.number == *number).expect("an event that was observed");
        Fields::new(&line.document).texts("event.id").concat()
    };
    numbers.iter().map(id).collect()
}

fn by_documents<L: Layout, M: Matcher>(lines: &[Line], mut matcher: M) -> Vec<Found> {
    let mut decoder = Decoder::new(L::FIELDS);
    let mut alerts = Vec::new();
    for line in lines {
        let table = decoder.decode(line.text.as_bytes(), Handle(line.number)).expect("a document");
        matcher.observe(&Slots::<L>::new(table), |alert| alerts.push(found(lines, alert)));
    }
    alerts
}

fn by_function(lines: &[Line]) -> Vec<Found> {
    let mut decoder = Decoder::new(Shipped::FIELDS);
    let mut matcher = Shipped::matcher::<1024>();
    let mut alerts = Vec::new();
    for line in lines {
        let table = decoder.decode(line.text.as_bytes(), Handle(line.number)).expect("a document");
        detector_rules::observe(&mut matcher, &Slots::new(table), &mut |alert| alerts.push(found(lines, alert)));
    }
    alerts
}

fn by_structs(lines: &[Line], mut matcher: impl Matcher) -> Vec<Found> {
    let mut alerts = Vec::new();
    for line in lines {
        matcher.observe(&HostEvent::new(line), |alert| alerts.push(found(lines, alert)));
    }
    alerts
}

fn by_evaluator(lines: &[Line]) -> Vec<Found> {
    let path = "linux/execution/reverse_shell_via_suspicious_child_process.yml";
    let rule =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules").join(path)).expect("the rule can be read");
    let schema = Schema::default();
    let compiled = detector_compiler::compile(&[Source::new(path, rule)], &schema, detector_compiler::Options::default());
    let rule = compiled.rules.first().expect("the rule compiles");
    assert!(matches!(rule.query.body, ir::Body::Sequence(_)));
    let documents: Vec<evaluate::Document> = lines
        .iter()
        .map(|line| {
            let document = serde_yaml::to_value(&line.document).expect("JSON is YAML");
            evaluate::Document::from_json(&document, &schema).expect("values of their fields' types")
        })
        .collect();
    let options = Options { tiebreaker_field: Some("event.sequence".into()), window_ms: rule.span_ms, ..Options::default() };
    let hits = evaluate::run(&rule.query, &documents, &options);
    let found = hits.into_iter().map(|hit| {
        let events: Vec<&Line> = hit.events.iter().map(|index| &lines[index.expect("no event is missing")]).collect();
        let [host_id, entity_id] = [0, 1].map(|key| match &hit.join_keys[key] {
            Some(evaluate::Value::Text(text)) => text.clone(),
            other => panic!("{other:?} is no text"),
        });
        let numbers: Vec<u64> = events.iter().map(|line| line.number).collect();
        let time = Fields::new(&events.last().expect("an event").document).texts("@timestamp").concat();
        Found { ids: ids(lines, &numbers), lines: numbers, host_id, entity_id, at: date::parse(&time).expect("a time").0 }
    });
    found.collect()
}

/// The values of a document by dotted name: arrays flat, nulls not at all.
struct Fields<'d>(BTreeMap<String, Vec<&'d Value>>);

impl<'d> Fields<'d> {
    fn new(document: &'d Value) -> Self {
        let mut fields = Self(BTreeMap::new());
        fields.add("", document);
        fields
    }

    fn add(&mut self, path: &str, value: &'d Value) {
        match value {
            Value::Null => {}
            Value::Array(elements) => elements.iter().for_each(|element| self.add(path, element)),
            Value::Object(members) => {
                for (key, value) in members {
                    let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                    self.add(&path, value);
                }
            }
            Value::Bool(_) | Value::Number(_) | Value::String(_) => self.0.entry(path.to_owned()).or_default().push(value),
        }
    }

    fn all(&self, name: &str) -> &[&'d Value] {
        self.0.get(name).map_or(&[], Vec::as_slice)
    }

    fn first(&self, name: &str) -> Option<&'d Value> {
        self.all(name).first().copied()
    }

    fn texts(&self, name: &str) -> Vec<String> {
        let text = |value: &&Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        self.all(name).iter().map(text).collect()
    }
}

/// An agent's event. Most are of one category, which is then known while the matcher is compiled.
#[derive(Event)]
enum HostEvent {
    #[event(category = "process")]
    Process {
        #[event(flatten)]
        common: Common,
        #[event(flatten)]
        start: Start,
    },
    #[event(category = "network")]
    Network {
        #[event(flatten)]
        common: Common,
        #[event(flatten)]
        connection: Connection,
    },
    Other {
        #[event(field = "event.category")]
        categories: Vec<String>,
        #[event(flatten)]
        common: Common,
        #[event(flatten)]
        start: Start,
        #[event(flatten)]
        connection: Connection,
    },
}

#[derive(Event)]
struct Common {
    #[event(field = "@timestamp")]
    at: Option<Timestamp>,
    #[event(field = "event.type")]
    types: Vec<String>,
    #[event(field = "event.action")]
    actions: Vec<String>,
    #[event(field = "host.id")]
    host_ids: Vec<String>,
    #[event(field = "host.os.type")]
    os_types: Vec<String>,
    #[event(field = "process.entity_id")]
    entity_ids: Vec<String>,
    #[event(field = "process.name")]
    names: Vec<String>,
    #[event(handle)]
    line: u64,
}

#[derive(Event)]
struct Start {
    #[event(field = "process.args")]
    args: Vec<String>,
    #[event(field = "process.args_count")]
    args_count: Option<i64>,
    #[event(field = "process.parent.name")]
    parent_names: Vec<String>,
}

#[derive(Event)]
struct Connection {
    #[event(field = "destination.ip")]
    destinations: Vec<IpAddr>,
}

impl HostEvent {
    fn new(line: &Line) -> Self {
        let fields = Fields::new(&line.document);
        let common = Common {
            at: fields.texts("@timestamp").first().and_then(|text| date::parse(text)),
            types: fields.texts("event.type"),
            actions: fields.texts("event.action"),
            host_ids: fields.texts("host.id"),
            os_types: fields.texts("host.os.type"),
            entity_ids: fields.texts("process.entity_id"),
            names: fields.texts("process.name"),
            line: line.number,
        };
        let start = Start {
            args: fields.texts("process.args"),
            args_count: fields.first("process.args_count").and_then(Value::as_i64),
            parent_names: fields.texts("process.parent.name"),
        };
        let destinations = fields.texts("destination.ip").iter().map(|text| text.parse().expect("an address")).collect();
        let connection = Connection { destinations };
        let categories = fields.texts("event.category");
        match categories.as_slice() {
            [only] if only == "process" => Self::Process { common, start },
            [only] if only == "network" => Self::Network { common, connection },
            _ => Self::Other { categories, common, start, connection },
        }
    }
}

#[test]
fn the_events_are_of_all_variants() {
    let lines = lines();
    let count = |is: fn(&HostEvent) -> bool| lines.iter().filter(|line| is(&HostEvent::new(line))).count();
    assert!(count(|event| matches!(event, HostEvent::Process { .. })) > 100);
    assert!(count(|event| matches!(event, HostEvent::Network { .. })) > 100);
    assert!(count(|event| matches!(event, HostEvent::Other { .. })) > 10);
    let first = HostEvent::new(&lines[0]);
    assert!(first.any::<{ detectors::field_id("host.os.type") }>(|value| value == Scalar::Str("linux")));
}
