//! Test cases as they are written → [`TestCase`]s: values of their fields' types, times, alerts that the query can give.

use std::collections::HashSet;
use std::fmt::Display;

use crate::diagnostics::Diagnostics;
use crate::errors::lints::values::unknown_value;
use crate::errors::rule_tests as errors;
use crate::evaluate::{self, Document};
use crate::ir;
use crate::lint::ALSO_USED;
use crate::rule::Located;
use crate::rule::tests::{Alerts, Written, WrittenDocument, WrittenEvent, WrittenField};
use crate::schema::{Lookup, Schema, facts, similar};
use crate::source::Span;
use serde_yaml::Value as Yaml;

/// A test case of a rule, ready to be run.
#[derive(Debug, Clone, PartialEq)]
pub struct TestCase {
    /// Its name; no two cases of a rule have the same.
    pub name: Located<String>,
    /// At least one, as the rule file lists them.
    pub events: Vec<TestEvent>,
    /// What they must lead to. INVARIANT: each alert has an event for each stage that is no missing event.
    pub alerts: Alerts,
}

/// An event of a test case.
#[derive(Debug, Clone, PartialEq)]
pub struct TestEvent {
    /// Its values, `common` and the time among them.
    pub document: Document,
    /// The same as they are written, each key once: a document in JSON. The time is in milliseconds since 1970.
    pub entries: Vec<(String, serde_yaml::Value)>,
    /// When it happens, in milliseconds since 1970; `None` if it does not say.
    pub at_ms: Option<i64>,
    /// Its place.
    pub span: Span,
}

/// When a test case starts: 2026-01-01T00:00:00Z.
pub const START_MS: i64 = 1_767_225_600_000;

/// The test cases of a rule; what is wrong is reported, and a case with an error left out. Without a query, because it has
/// errors, what only the query tells is not checked. `schema` is that of the rule: see [`crate::schema_of`].
pub fn test_cases(
    written: &[Written],
    schema: &Schema,
    query: Option<&ir::Query>,
    diagnostics: &mut Diagnostics,
) -> Vec<TestCase> {
    let mut cx = Cases { schema, diagnostics, time_field: canonical(schema, &schema.timestamp_field) };
    written.iter().filter_map(|case| cx.case(case, query)).collect()
}

struct Cases<'a> {
    schema: &'a Schema,
    diagnostics: &'a mut Diagnostics,
    time_field: String,
}

impl Cases<'_> {
    fn case(&mut self, written: &Written, query: Option<&ir::Query>) -> Option<TestCase> {
        let errors_before = self.diagnostics.error_count();
        self.check_names(&written.common.fields);
        // A time in `common` is the time of every event that has none.
        let common_ms = self.time(&written.common.fields);
        let mut events = Vec::new();
        let mut before_ms = None;
        for event in &written.events {
            self.check_names(&event.own.fields);
            let default_ms = before_ms.map_or(START_MS, |ms: i64| ms.saturating_add(1));
            let at_ms = self.time(&event.own.fields).or(common_ms).unwrap_or(Some(default_ms));
            before_ms = at_ms.or(before_ms);
            events.push(self.event(&written.common, event, at_ms));
        }
        // The same value of `common` is wrong in each event, and told once: see `Diagnostics::sorted`.
        if let Some(query) = query {
            self.check_alerts(&written.alerts, &events, query);
        }
        let right = self.diagnostics.error_count() == errors_before;
        right.then(|| TestCase { name: written.name.clone(), events, alerts: written.alerts.clone() })
    }

    /// Warns of fields that no query can read.
    fn check_names(&mut self, fields: &[WrittenField]) {
        let special =
            [Some(&self.schema.category_field), Some(&self.schema.timestamp_field), self.schema.tiebreaker_field.as_ref()];
        for WrittenField { name: Located { value: name, span }, values } in fields {
            self.check_listed(name, values);
            let known = self.schema.lookup(name) != Lookup::Unknown;
            if known || special.iter().flatten().any(|field| ***field == **name) {
                continue;
            }
            let is_object = !self.schema.names_below(&format!("{name}."), 1).is_empty();
            // `process: null`: none of the fields below it.
            if is_object && values.is_empty() {
                continue;
            }
            let similar = if is_object { Vec::new() } else { self.schema.similar(name) };
            self.diagnostics.push(errors::unknown_field(*span, name, &similar, is_object));
        }
    }

    /// Warns of values of a field whose values ECS lists, such as `event.category`: events of sources that keep to ECS never have them.
    fn check_listed(&mut self, name: &str, values: &[Located<Yaml>]) {
        let name = canonical(self.schema, name);
        let listed: Vec<facts::Value> = facts::values(&name).collect();
        if !listed.first().is_some_and(|row| row.closed) {
            return;
        }
        for Located { value, span } in values {
            let Yaml::String(text) = value else { continue };
            let is_used =
                listed.iter().any(|row| row.value == text) || (name == "event.category" && ALSO_USED.contains(&&**text));
            if !is_used {
                let near = similar(text, listed.iter().map(|row| row.value)).into_iter().next();
                self.diagnostics.push(unknown_value(*span, text, &name, near.as_deref(), true));
            }
        }
    }

    /// The time that fields say: `Some(None)` if they say that there is none.
    fn time(&mut self, fields: &[WrittenField]) -> Option<Option<i64>> {
        let field = fields.iter().find(|field| canonical(self.schema, &field.name.value) == self.time_field)?;
        let value = match field.values.as_slice() {
            [] => return Some(None),
            [value] => value,
            [_, second, ..] => {
                self.diagnostics.push(errors::several_times(second.span));
                return Some(None);
            }
        };
        let ms = match &value.value {
            serde_yaml::Value::String(text) => time_ms(text),
            other => other.as_i64(),
        };
        if ms.is_none() {
            let (shown, usable) = match &value.value {
                serde_yaml::Value::String(text) => (text.clone(), usable_time(text)),
                other => (evaluate::scalar_text(other), None),
            };
            self.diagnostics.push(errors::invalid_time(value.span, &shown as &dyn Display, usable));
        }
        Some(ms)
    }

    /// The fields of `common`, those of the event in their place, and the time.
    fn event(&mut self, common: &WrittenDocument, event: &WrittenEvent, at_ms: Option<i64>) -> TestEvent {
        let own: HashSet<String> = event.own.fields.iter().map(|field| canonical(self.schema, &field.name.value)).collect();
        // `process: null` stands in the place of all that is below it.
        let is_replaced = |name: &str| {
            let name = canonical(self.schema, name);
            let parents = name.match_indices('.').map(|(dot, _)| &name[..dot]);
            name == self.time_field || own.contains(&name) || parents.into_iter().any(|parent| own.contains(parent))
        };
        let is_time = |name: &str| canonical(self.schema, name) == self.time_field;
        let kept = common.fields.iter().filter(|field| !is_replaced(&field.name.value));
        let mut fields = kept.chain(&event.own.fields).filter(|field| !is_time(&field.name.value));
        let mut wrong = Vec::new();
        fields.by_ref().flat_map(|field| field.values.iter().map(move |value| (&field.name.value, value))).for_each(
            |(name, value)| {
                if let Err(error) = Document::new().add(name, &value.value, self.schema) {
                    wrong.push(errors::unusable_value(value.span, &error.field, error.field_type, &error.value));
                }
            },
        );
        let mut entries: Vec<(String, Yaml)> = Vec::new();
        if let Some(ms) = at_ms {
            let time = (self.schema.timestamp_field.to_string(), Yaml::from(ms));
            if let Err(error) = Document::new().add(&time.0, &time.1, self.schema) {
                wrong.push(errors::unusable_value(event.span, &error.field, error.field_type, &error.value));
            }
            entries.push(time);
        }
        let kept = common.entries.iter().filter_map(|(key, value)| Some((key, without(key, value, &is_replaced)?)));
        let own = event.own.entries.iter().filter_map(|(key, value)| Some((key, without(key, value, &is_time)?)));
        for (key, value) in kept.chain(own) {
            match entries.iter_mut().find(|(name, _)| name == key) {
                Some((_, first)) => *first = Yaml::Sequence(vec![std::mem::take(first), value]),
                None => entries.push((key.clone(), value)),
            }
        }
        let mut document = Document::new();
        if wrong.is_empty() {
            // Each of its values can be read.
            entries.iter().for_each(|(key, value)| drop(document.add(key, value, self.schema)));
        }
        wrong.into_iter().for_each(|diagnostic| self.diagnostics.push(diagnostic));
        TestEvent { document, entries, at_ms, span: event.span }
    }

    fn check_alerts(&mut self, alerts: &Alerts, events: &[TestEvent], query: &ir::Query) {
        let Alerts::Each(alerts) = alerts else { return };
        let (stages, missing) = match &query.body {
            ir::Body::Event(_) => (1, false),
            ir::Body::Sequence(sequence) => (sequence.stages().len(), sequence.terms.iter().any(|term| term.missing)),
            ir::Body::Sample(sample) => (sample.terms.len(), false),
        };
        for alert in alerts {
            if alert.value.len() != stages {
                self.diagnostics.push(errors::alert_event_count(alert.span, alert.value.len(), stages, missing));
            } else if matches!(query.body, ir::Body::Sequence(_)) {
                self.check_order(alert, events);
            }
        }
    }

    /// Events of the same time are in the order of the list, unless a tiebreaker says another.
    fn check_order(&mut self, alert: &Located<Vec<usize>>, events: &[TestEvent]) {
        let place = |index: usize| {
            let order = if self.schema.tiebreaker_field.is_some() { 0 } else { index };
            events.get(index).map(|event| (event.at_ms, order))
        };
        let wrong = alert.value.windows(2).find(|pair| match pair {
            [earlier, later] => place(*later) < place(*earlier),
            _ => false,
        });
        if let Some([earlier, later]) = wrong {
            self.diagnostics.push(errors::alert_out_of_order(alert.span, earlier + 1, later + 1));
        }
    }
}

/// A value at a path without nulls and without what is at paths that are left out; `None` if nothing is left.
fn without(path: &str, value: &Yaml, is_left_out: &dyn Fn(&str) -> bool) -> Option<Yaml> {
    if is_left_out(path) {
        return None;
    }
    match value {
        Yaml::Null => None,
        Yaml::Sequence(items) => {
            let items: Vec<Yaml> = items.iter().filter_map(|item| without(path, item, is_left_out)).collect();
            (!items.is_empty()).then_some(Yaml::Sequence(items))
        }
        Yaml::Mapping(entries) => {
            let below = |(key, value): (&Yaml, &Yaml)| {
                let name = format!("{path}.{}", evaluate::scalar_text(key));
                Some((key.clone(), without(&name, value, is_left_out)?))
            };
            let kept: serde_yaml::Mapping = entries.iter().filter_map(below).collect();
            // An object without fields is an element all the same.
            (!kept.is_empty() || entries.is_empty()).then_some(Yaml::Mapping(kept))
        }
        other => Some(other.clone()),
    }
}

/// The name of the field that a name means: an alias means its field.
fn canonical(schema: &Schema, name: &str) -> String {
    match schema.lookup(name) {
        Lookup::Field(field) => field.name.to_string(),
        Lookup::Unknown => name.to_owned(),
    }
}

/// `+300ms` after the start, or a date.
fn time_ms(text: &str) -> Option<i64> {
    match text.strip_prefix('+') {
        Some(span) => START_MS.checked_add(span_ms(span)?),
        None => evaluate::date_ms(text),
    }
}

const UNITS: [(&str, i64); 5] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)];

fn span_ms(text: &str) -> Option<i64> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let (_, unit_ms) = UNITS.iter().find(|(unit, _)| *unit == &text[digits..])?;
    text[..digits].parse::<i64>().ok()?.checked_mul(*unit_ms)
}

/// The time that a looser notation means: `1 second` → `+1s`, `300ms` → `+300ms`.
fn usable_time(text: &str) -> Option<String> {
    const WORDS: [(&str, &str); 13] = [
        ("msec", "ms"),
        ("millisecond", "ms"),
        ("milliseconds", "ms"),
        ("sec", "s"),
        ("secs", "s"),
        ("second", "s"),
        ("seconds", "s"),
        ("min", "m"),
        ("minute", "m"),
        ("minutes", "m"),
        ("hour", "h"),
        ("hours", "h"),
        ("days", "d"),
    ];
    let text = text.trim().trim_start_matches('+').trim().to_ascii_lowercase();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let unit = text[digits..].trim();
    let unit = WORDS.iter().find(|(word, _)| *word == unit).map_or(unit, |(_, unit)| unit);
    let usable = format!("{}{unit}", &text[..digits]);
    span_ms(&usable).map(|_| format!("+{usable}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Source;
    use crate::{Options, compile};

    fn json(value: &Yaml) -> String {
        serde_json::to_string(value).unwrap()
    }

    /// The events of one test case, each its time after the start and its other fields.
    fn events(case: &str) -> Vec<String> {
        let head = "rule_id: a\nname: b\ndescription: c\nseverity: low\nrisk_score: 21\ntype: eql\nquery: any where true\n";
        let source = Source::new("rule.yml", format!("{head}tests:\n  - name: a\n    alerts: 1\n{case}"));
        let compiled = compile(&[source], &Schema::default(), Options::default());
        assert_eq!(compiled.diagnostics, []);
        let shown = |event: &TestEvent| {
            let time = event.at_ms.map_or("no time".to_owned(), |ms| format!("+{}", ms - START_MS));
            let of_time = |name: &str| name == "@timestamp";
            let fields = event.entries.iter().filter(|(name, _)| !of_time(name));
            let fields: Vec<String> = fields.map(|(name, value)| format!(" {name}={}", json(value))).collect();
            time + &fields.concat()
        };
        compiled.rules[0].tests[0].events.iter().map(shown).collect()
    }

    #[test]
    fn an_event_without_a_time_follows_the_one_before_it() {
        let case =
            "    events: [{}, {}, {'@timestamp': +1s}, {}, {'@timestamp': 2026-01-01T00:00:00.5Z}, {'@timestamp': null}, {}]\n";
        assert_eq!(events(case), ["+0", "+1", "+1000", "+1001", "+500", "no time", "+501"]);
        let case = "    common: {'@timestamp': +5ms}\n    events: [{}, {}, {'@timestamp': +9ms}]\n";
        assert_eq!(events(case), ["+5", "+5", "+9"]);
    }

    #[test]
    fn the_fields_of_an_event_win_over_common_ones() {
        let case = "    common: {host.id: a, host: {name: n}, user.id: [1, 2]}\n    events:\n      - {}\n      - {host: {id: b}}\n      \
                    - {host: null}\n      - {user.id: null, process.args: [[x], y, null]}\n      - {dns.answers: [{type: A}, {type: B}]}\n";
        let expected = [
            r#"+0 host.id="a" host={"name":"n"} user.id=[1,2]"#,
            r#"+1 host=[{"name":"n"},{"id":"b"}] user.id=[1,2]"#,
            r#"+2 user.id=[1,2]"#,
            r#"+3 host.id="a" host={"name":"n"} process.args=[["x"],"y"]"#,
            r#"+4 host.id="a" host={"name":"n"} user.id=[1,2] dns.answers=[{"type":"A"},{"type":"B"}]"#,
        ];
        assert_eq!(events(case), expected);
    }

    #[test]
    fn values_that_ecs_does_not_list_are_told() {
        let head = "rule_id: a\nname: b\ndescription: c\nseverity: low\nrisk_score: 21\ntype: eql\nquery: any where true\n";
        let told = |event: &str| {
            let text = format!("{head}tests:\n  - {{name: a, alerts: 0, events: [{event}]}}\n");
            let compiled = compile(&[Source::new("rule.yml", text)], &Schema::default(), Options::default());
            compiled.diagnostics.iter().map(|diagnostic| diagnostic.title.clone()).collect::<Vec<_>>().join("; ")
        };
        for event in ["{event.category: process}", "{event: {category: [file, dns], kind: event}}", "{event.action: any}", "{}"] {
            assert_eq!(told(event), "", "{event}");
        }
        assert_eq!(told("{event.category: proces}"), "`proces` is no value of `event.category`");
        assert_eq!(
            told("{event: {category: [file, x], outcome: ok}}"),
            "`x` is no value of `event.category`; `ok` is no value of `event.outcome`"
        );
    }

    #[test]
    fn times_are_dates_or_spans_after_the_start() {
        let cases = [
            ("+0ms", Some(START_MS)),
            ("+300ms", Some(START_MS + 300)),
            ("+1s", Some(START_MS + 1_000)),
            ("+2m", Some(START_MS + 120_000)),
            ("+1d", Some(START_MS + 86_400_000)),
            ("2026-01-01T00:00:00Z", Some(START_MS)),
            ("2026-01-01T01:00:00.250+01:00", Some(START_MS + 250)),
            ("+1", None),
            ("+1.5s", None),
            ("+-1s", None),
            ("1s", None),
            ("-1s", None),
            ("+9223372036854775807d", None),
            ("tomorrow", None),
        ];
        for (text, ms) in cases {
            assert_eq!(time_ms(text), ms, "{text}");
        }
    }

    #[test]
    fn looser_times_are_understood() {
        let cases =
            [("1 second", Some("+1s")), ("300ms", Some("+300ms")), ("+ 2 minutes", Some("+2m")), ("+5", None), ("soon", None)];
        for (text, usable) in cases {
            assert_eq!(usable_time(text).as_deref(), usable, "{text}");
        }
    }
}
