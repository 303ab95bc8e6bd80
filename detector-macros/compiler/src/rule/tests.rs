//! `tests:` of a rule file → [`Written`] test cases: what they say and where, fields flat, event numbers checked.
//!
//! ```yaml
//! tests:
//!   - name: netcat answers with a shell
//!     common: { host.id: a1, host.os.type: linux }   # fields of every event; an event's own win
//!     events:
//!       - { "@timestamp": 2026-01-01T00:00:00Z, event.category: process }
//!       - { "@timestamp": +300ms, event.category: network }
//!     alerts: [[1, 2]]                               # event numbers from 1, or how many alerts
//! ```
//! What a field or a time means is not known here: that needs the schema, see [`crate::resolve`].

use std::collections::{HashMap, HashSet};

use super::Located;
use super::keys::Shape;
use super::values::Reading;
use super::yaml::{Entry, Node, Value};
use crate::errors::{rule_file, rule_tests as errors};
use crate::source::Span;

/// A test case as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Written {
    /// `name`, not empty; no two cases of a rule have the same.
    pub name: Located<String>,
    /// `common`: fields of every event.
    pub common: WrittenDocument,
    /// `events`, at least one.
    pub events: Vec<WrittenEvent>,
    /// `alerts`
    pub alerts: Alerts,
}

/// An event of a test case as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenEvent {
    /// Its own fields.
    pub own: WrittenDocument,
    /// Its place.
    pub span: Span,
}

/// Fields of an event.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WrittenDocument {
    /// By path, each once.
    pub fields: Vec<WrittenField>,
    /// The same with their structure: what stands below each key.
    pub entries: Vec<(String, serde_yaml::Value)>,
}

/// A field with all its values: arrays are flat, objects in an array are merged by path.
#[derive(Debug, Clone, PartialEq)]
pub struct WrittenField {
    /// Dotted path, and the place of its last key.
    pub name: Located<String>,
    /// Scalars; none if it is null.
    pub values: Vec<Located<serde_yaml::Value>>,
}

/// The alerts that a test expects.
#[derive(Debug, Clone, PartialEq)]
pub enum Alerts {
    /// So many.
    Count(Located<u32>),
    /// Exactly these, each by its events: indices into the events of the case, a missing event left out.
    /// INVARIANT: each alert has an event, none twice, and no alert is listed twice.
    Each(Vec<Located<Vec<usize>>>),
}

const KEYS: [&str; 4] = ["name", "common", "events", "alerts"];

/// How many fields the events of one rule's tests may have together, those of `common` counted for each event.
const FIELDS_MAX: usize = 100_000;

/// The test cases of a rule; what is wrong is reported, and a case with an error left out.
pub(super) fn read(cx: &mut Reading<'_>, node: &Node) -> Vec<Written> {
    let Value::List(items) = &node.value else { return Vec::new() };
    let mut cases: Vec<Written> = Vec::new();
    let mut names: HashMap<String, Span> = HashMap::new();
    let mut fields_left = FIELDS_MAX;
    for (index, item) in items.iter().enumerate() {
        let path = format!("tests[{index}]");
        let Some(case) = Case { cx, path, item }.read() else { continue };
        if let Some(first) = names.get(&case.name.value) {
            cx.report(errors::duplicate_name(case.name.span, *first, &case.name.value));
            continue;
        }
        names.insert(case.name.value.clone(), case.name.span);
        let fields = case.events.iter().map(|event| event.own.fields.len() + case.common.fields.len()).sum();
        match fields_left.checked_sub(fields) {
            Some(left) => fields_left = left,
            None => {
                cx.report(errors::too_many_fields(case.name.span, FIELDS_MAX));
                break;
            }
        }
        cases.push(case);
    }
    cases
}

/// One item of `tests`.
struct Case<'c, 'a, 'n> {
    cx: &'c mut Reading<'a>,
    path: String,
    item: &'n Node,
}

impl<'n> Case<'_, '_, 'n> {
    fn read(mut self) -> Option<Written> {
        if !self.cx.has_shape(&self.path, self.item, Shape::Map) {
            return None;
        }
        let Value::Map(entries) = &self.item.value else { return None };
        let given = self.cx.known_entries(entries, &KEYS);
        let value = |key: &str| given.iter().find(|(name, _)| *name == key).map(|(_, entry)| &entry.value);
        let name = value("name").and_then(|node| self.name(node));
        let shown = name.as_ref().map_or_else(|| "the test".to_owned(), |name| format!("the test `{}`", name.value));
        let at = entries.first().map_or_else(|| self.cx.place(self.item), |entry| self.cx.place(&entry.key));
        // A misspelt key is told once, not as missing too.
        let misspelt = given.len() < entries.len();
        for (key, example) in [("name", "…"), ("events", "[{ event.category: process, … }]"), ("alerts", "[[1]]")] {
            if value(key).is_none() && !misspelt {
                self.cx.report(rule_file::missing_key(at, key, &shown, example));
            }
        }
        let common = value("common").map(|node| self.document("common", node));
        let events = value("events").and_then(|node| self.events(node));
        let event_count = events.as_ref().map(Vec::len);
        let alerts = value("alerts").and_then(|node| self.alerts(node, event_count));
        Some(Written {
            name: name?,
            common: common.unwrap_or_else(|| Some(WrittenDocument::default()))?,
            events: events?,
            alerts: alerts?,
        })
    }

    fn name(&mut self, node: &Node) -> Option<Located<String>> {
        let name = self.cx.text(&format_args!("{}.name", self.path), node)?;
        Some(self.cx.located(node, name))
    }

    fn events(&mut self, node: &'n Node) -> Option<Vec<WrittenEvent>> {
        let path = format!("{}.events", self.path);
        if !self.cx.has_shape(&path, node, Shape::List) {
            return None;
        }
        let Value::List(items) = &node.value else { return None };
        if items.is_empty() {
            let at = self.cx.place(node);
            self.cx.report(rule_file::empty_value(at, &path));
            return None;
        }
        let mut events = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let span = self.cx.place(item);
            if let Some(own) = self.document(&format!("events[{index}]"), item) {
                events.push(WrittenEvent { own, span });
            }
        }
        (events.len() == items.len()).then_some(events)
    }

    fn document(&mut self, key: &str, node: &'n Node) -> Option<WrittenDocument> {
        let path = format!("{}.{key}", self.path);
        if !self.cx.has_shape(&path, node, Shape::Map) {
            return None;
        }
        let mut flat = Flat { cx: self.cx, fields: Vec::new(), by_name: HashMap::new(), wrong: false };
        flat.add("", node, node);
        let (fields, wrong) = (flat.fields, flat.wrong);
        let Value::Map(entries) = &node.value else { return None };
        let entries = entries.iter().filter_map(|entry| Some((entry.key.as_text()?.to_owned(), entry.value.to_value())));
        (!wrong).then(|| WrittenDocument { fields, entries: entries.collect() })
    }

    /// `event_count` is not known where the events are wrong.
    fn alerts(&mut self, node: &Node, event_count: Option<usize>) -> Option<Alerts> {
        let path = format!("{}.alerts", self.path);
        let at = self.cx.place(node);
        let items = match &node.value {
            Value::List(items) => items,
            Value::Int(count) => {
                let fits = u32::try_from(*count).ok();
                if fits.is_none() {
                    self.cx.report(rule_file::number_out_of_range(at, &path, *count, 0, u32::MAX));
                }
                return fits.map(|count| Alerts::Count(self.cx.located(node, count)));
            }
            _ => {
                self.cx.report(errors::alerts_form(at, &path, node.kind()));
                return None;
            }
        };
        let numbers: Option<Vec<i128>> = items.iter().map(number).collect();
        if let Some(numbers) = numbers.filter(|numbers| !numbers.is_empty()) {
            self.cx.report(errors::alerts_not_nested(at, &numbers));
            return None;
        }
        let mut alerts: Vec<Located<Vec<usize>>> = Vec::new();
        let mut seen: HashMap<Vec<usize>, Span> = HashMap::new();
        let mut wrong = false;
        for item in items {
            let Some(events) = self.alert(&path, item, event_count) else {
                wrong = true;
                continue;
            };
            let span = self.cx.place(item);
            match seen.get(&events) {
                Some(first) => {
                    self.cx.report(errors::repeated_alert(span, *first));
                    wrong = true;
                }
                None => {
                    seen.insert(events.clone(), span);
                    alerts.push(Located { value: events, span });
                }
            }
        }
        (!wrong).then_some(Alerts::Each(alerts))
    }

    /// One alert: the indices of its events.
    fn alert(&mut self, path: &str, node: &Node, event_count: Option<usize>) -> Option<Vec<usize>> {
        let at = self.cx.place(node);
        let Value::List(items) = &node.value else {
            self.cx.report(errors::alerts_form(at, &path, &format!("a list with {}", node.kind())));
            return None;
        };
        if items.is_empty() {
            self.cx.report(errors::alert_without_events(at));
            return None;
        }
        let mut events = Vec::new();
        let mut seen = HashSet::new();
        let mut wrong = false;
        for item in items {
            let at = self.cx.place(item);
            let Some(number) = number(item) else {
                self.cx.report(errors::alerts_form(at, &path, &format!("an alert with {}", item.kind())));
                return None;
            };
            let index = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
            match index.filter(|index| event_count.is_none_or(|count| *index < count)) {
                Some(index) if seen.insert(index) => events.push(index),
                Some(_) => {
                    self.cx.report(errors::repeated_event(at, number));
                    wrong = true;
                }
                None => {
                    self.cx.report(errors::no_such_event(at, number, event_count));
                    wrong = true;
                }
            }
        }
        (!wrong).then_some(events)
    }
}

fn number(node: &Node) -> Option<i128> {
    match node.value {
        Value::Int(number) => Some(number),
        _ => None,
    }
}

/// The fields of a document, by dotted path.
struct Flat<'c, 'a> {
    cx: &'c mut Reading<'a>,
    fields: Vec<WrittenField>,
    by_name: HashMap<String, usize>,
    wrong: bool,
}

impl Flat<'_, '_> {
    /// Adds what is at a path; `key` is the node of the last key on the way.
    fn add(&mut self, path: &str, key: &Node, node: &Node) {
        match &node.value {
            Value::Map(entries) => self.entries(path, entries),
            Value::List(items) => {
                self.field(path, key);
                items.iter().filter(|item| item.value != Value::Null).for_each(|item| self.add(path, key, item));
            }
            Value::Null => {
                self.field(path, key);
            }
            Value::Bool(_) | Value::Int(_) | Value::Float(_) | Value::Text(_) => {
                let value = Located { value: node.to_value(), span: self.cx.place(node) };
                self.field(path, key).values.push(value);
            }
        }
    }

    fn entries(&mut self, path: &str, entries: &[Entry]) {
        let mut seen: HashMap<&str, &Node> = HashMap::new();
        for Entry { key, value } in entries {
            let at = self.cx.place(key);
            let Some(name) = key.as_text().filter(|name| !name.is_empty()) else {
                let kind = if key.as_text().is_some() { "empty text" } else { key.kind() };
                self.cx.report(rule_file::key_not_text(at, kind));
                self.wrong = true;
                continue;
            };
            if let Some(first) = seen.insert(name, key) {
                let first = self.cx.place(first);
                self.cx.report(rule_file::duplicate_key(at, first, name));
                self.wrong = true;
                continue;
            }
            let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
            self.add(&path, key, value);
        }
    }

    fn field(&mut self, path: &str, key: &Node) -> &mut WrittenField {
        let name = Located { value: path.to_owned(), span: self.cx.place(key) };
        let index = *self.by_name.entry(path.to_owned()).or_insert_with(|| {
            self.fields.push(WrittenField { name, values: Vec::new() });
            self.fields.len() - 1
        });
        &mut self.fields[index]
    }
}
