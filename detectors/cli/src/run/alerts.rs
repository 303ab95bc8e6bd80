//! A matcher's alert → all that is said of it: places, ids, details of the events, an id of its own.

use detectors::{Alert, Handle, Rule, Scalar, SlotField, SlotKind, SlotTable, Timestamp};
use detectors_json::{Decoder, Document};
use sha2::{Digest, Sha256};
use std::fmt::Write;

use crate::run::kept::{Kept, Origin};

/// An alert that owns what it says, except for the rule.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Finding {
    pub(crate) rule: &'static Rule,
    /// Lower-case hex of a SHA-256: see [`Investigator::finding`].
    pub(crate) id: String,
    /// Of the last event.
    pub(crate) timestamp: Option<Timestamp>,
    pub(crate) join_keys: Vec<(&'static str, Option<Value>)>,
    pub(crate) events: Vec<Named>,
}

/// A value of a join key.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub(crate) enum Value {
    Text(String),
    Int(i64),
    Unsigned(u64),
    Float(f64),
    Bool(bool),
}

/// An event of an alert.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Named {
    /// `None` if it had to be forgotten.
    pub(crate) origin: Option<Origin>,
    pub(crate) timestamp: Option<Timestamp>,
    pub(crate) details: Details,
}

/// What people ask of an event first.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Details {
    pub(crate) event_id: Option<String>,
    pub(crate) event_action: Option<String>,
    pub(crate) host_id: Option<String>,
    pub(crate) host_name: Option<String>,
    pub(crate) user_name: Option<String>,
    pub(crate) process_name: Option<String>,
    pub(crate) process_pid: Option<String>,
    pub(crate) process_command_line: Option<String>,
    pub(crate) parent_name: Option<String>,
    pub(crate) parent_pid: Option<String>,
    pub(crate) file_path: Option<String>,
    pub(crate) registry_path: Option<String>,
    pub(crate) dns_name: Option<String>,
    pub(crate) destination_ip: Option<String>,
    pub(crate) destination_port: Option<String>,
}

/// All as text: what is shown is what the document says, and an odd value of one field does not hide the others.
const DETAILS: &[SlotField] = &[
    SlotField::new("event.id", SlotKind::Str),
    SlotField::new("event.action", SlotKind::Str),
    SlotField::new("host.id", SlotKind::Str),
    SlotField::new("host.name", SlotKind::Str),
    SlotField::new("user.name", SlotKind::Str),
    SlotField::new("process.name", SlotKind::Str),
    SlotField::new("process.pid", SlotKind::Str),
    SlotField::new("process.command_line", SlotKind::Str),
    SlotField::new("process.parent.name", SlotKind::Str),
    SlotField::new("process.parent.pid", SlotKind::Str),
    SlotField::new("file.path", SlotKind::Str),
    SlotField::new("registry.path", SlotKind::Str),
    SlotField::new("dns.question.name", SlotKind::Str),
    SlotField::new("destination.ip", SlotKind::Str),
    SlotField::new("destination.port", SlotKind::Str),
    SlotField::new("process.args", SlotKind::Str),
];

impl Details {
    fn of(event: &SlotTable<'_>) -> Self {
        let text = |place| match event.first(place) {
            Some(Scalar::Str(text)) => Some(text.to_owned()),
            _ => None,
        };
        Self {
            event_id: text(0),
            event_action: text(1),
            host_id: text(2),
            host_name: text(3),
            user_name: text(4),
            process_name: text(5),
            process_pid: text(6),
            process_command_line: text(7).or_else(|| arguments(event, 15)),
            parent_name: text(8),
            parent_pid: text(9),
            file_path: text(10),
            registry_path: text(11),
            dns_name: text(12),
            destination_ip: text(13),
            destination_port: text(14),
        }
    }
}

/// The arguments as one line: what is shown where there is no command line.
fn arguments(event: &SlotTable<'_>, place: usize) -> Option<String> {
    let mut line = String::new();
    event.any(place, |value| {
        if let Scalar::Str(argument) = value {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(argument);
        }
        false
    });
    (!line.is_empty()).then_some(line)
}

/// Reads the events of alerts once more, for what the rules did not ask.
pub(crate) struct Investigator {
    decoder: Decoder,
}

impl Investigator {
    pub(crate) fn new() -> Self {
        Self { decoder: Decoder::new(DETAILS) }
    }

    /// All that is said of an alert.
    ///
    /// Its id is the SHA-256 of the rule's id, the join keys' fields and values, and for each event in order its `event.id`, or
    /// the SHA-256 of its line where it has none, or its place where the line is no longer known. Each part is preceded by its
    /// length in 8 bytes, little end first, so that no two lists of parts are one text. The same log gives the same ids.
    pub(crate) fn finding(&mut self, alert: &Alert<'_>, kept: &Kept) -> Finding {
        let mut hash = Sha256::new();
        let mut part = |bytes: &[u8]| {
            hash.update((bytes.len() as u64).to_le_bytes());
            hash.update(bytes);
        };
        part(alert.rule.id.as_bytes());
        let mut join_keys = Vec::new();
        for key in alert.join_keys {
            let value = key.value.map(owned);
            part(key.field.as_bytes());
            part(serde_json::to_string(&value).unwrap_or_default().as_bytes());
            join_keys.push((key.field, value));
        }
        let mut events = Vec::new();
        for event in alert.events {
            let known = kept.get(event.handle);
            let line = known.and_then(|(_, document)| document).map(Document::line);
            let details = line.map_or_else(Details::default, |line| self.details(line));
            match (&details.event_id, line, known) {
                (Some(id), _, _) => part(id.as_bytes()),
                (None, Some(line), _) => part(&Sha256::digest(line.as_bytes())),
                (None, None, Some((origin, _))) => part(format!("{}:{}", origin.file, origin.line).as_bytes()),
                (None, None, None) => part(&event.handle.0.to_le_bytes()),
            }
            events.push(Named { origin: known.map(|(origin, _)| origin), timestamp: event.timestamp, details });
        }
        let id = hex(&hash.finalize());
        Finding { rule: alert.rule, id, timestamp: alert.timestamp(), join_keys, events }
    }

    fn details(&mut self, line: &str) -> Details {
        // The line has been decoded before. If a field that no rule reads is an object where text is expected, say nothing.
        self.decoder.decode(line.as_bytes(), Handle(0)).map_or_else(|_| Details::default(), |event| Details::of(&event))
    }
}

fn owned(value: Scalar<'_>) -> Value {
    match value {
        Scalar::Str(text) => Value::Text(text.into()),
        Scalar::Int(number) => Value::Int(number),
        Scalar::Unsigned(number) => Value::Unsigned(number),
        Scalar::Float(number) => Value::Float(number),
        Scalar::Bool(value) => Value::Bool(value),
        Scalar::Ip(address) => Value::Text(address.to_string()),
        Scalar::Time(time) => Value::Text(iso(time)),
    }
}

/// A time as ISO 8601 in UTC with milliseconds; the number of milliseconds where the calendar ends.
pub(crate) fn iso(time: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(time.0).map_or_else(|_| time.0.to_string(), |time| format!("{time:.3}"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::run::engine::testing::{DOWNLOAD, NETCAT};
    use detectors::{EventRef, JoinKey};

    /// A finding over these lines, one event each.
    pub(crate) fn finding(rule: &'static Rule, keys: &[(&'static str, Scalar<'_>)], lines: &[&str]) -> Finding {
        let mut kept = Kept::new(1 << 20, 100);
        let events: Vec<EventRef> = lines
            .iter()
            .zip(1..)
            .map(|(text, line)| {
                let mut document = Box::default();
                Decoder::new(&[]).read(text.as_bytes(), &mut document).unwrap();
                let handle = kept.push(Origin { file: 0, line }, document, &mut |_| {});
                EventRef { handle, timestamp: Some(Timestamp(line as i64 * 1500)) }
            })
            .collect();
        let join_keys: Vec<JoinKey<'_>> = keys.iter().map(|(field, value)| JoinKey { field, value: Some(*value) }).collect();
        Investigator::new().finding(&Alert { rule, events: &events, join_keys: &join_keys }, &kept)
    }

    #[test]
    fn an_alert_id_depends_on_rule_keys_and_events_in_order() {
        let one = r#"{"event.id":"1","process.name":"nc"}"#;
        let two = r#"{"event.id":"2"}"#;
        let key = ("host.id", Scalar::Str("h"));
        let base = finding(&NETCAT, &[key], &[one, two]);
        assert_eq!(base.id.len(), 64);
        assert_eq!(
            base.id,
            finding(&NETCAT, &[key], &[r#"{"event":{"id":"1"}}"#, two]).id,
            "the event's id counts, not its text"
        );
        let others = [
            finding(&DOWNLOAD, &[key], &[one, two]),
            finding(&NETCAT, &[], &[one, two]),
            finding(&NETCAT, &[("host.id", Scalar::Str("g"))], &[one, two]),
            finding(&NETCAT, &[("host.id", Scalar::Int(1))], &[one, two]),
            finding(&NETCAT, &[("host.id", Scalar::Str("1"))], &[one, two]),
            finding(&NETCAT, &[key], &[two, one]),
            finding(&NETCAT, &[key], &[one]),
            finding(&NETCAT, &[key], &[one, "{}"]),
            finding(&NETCAT, &[key], &[one, r#"{"a":1}"#]),
        ];
        let mut ids: Vec<&str> = others.iter().chain([&base]).map(|finding| &*finding.id).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), 10);
    }

    #[test]
    fn the_id_of_an_alert_stays_what_it_is() {
        let id = finding(&NETCAT, &[("host.id", Scalar::Str("h"))], &[r#"{"event.id":"1"}"#]).id;
        expect_test::expect!["ba4cff26fbd5008fc3a0f616fc138b790db248efc3ddc2a5277d8595350c561d"].assert_eq(&id);
    }

    #[test]
    fn details_are_as_the_document_has_them() {
        let line = r#"{"process":{"pid":7,"args":["nc","-e","/bin/sh"],"parent":{"name":"sshd"}},"destination":{"ip":"::1","port":"4"}}"#;
        let finding = finding(&NETCAT, &[], &[line]);
        let details = &finding.events[0].details;
        assert_eq!(details.process_pid.as_deref(), Some("7"));
        assert_eq!(details.process_command_line.as_deref(), Some("nc -e /bin/sh"));
        assert_eq!(details.parent_name.as_deref(), Some("sshd"));
        assert_eq!(details.destination_port.as_deref(), Some("4"));
        assert_eq!(finding.timestamp, Some(Timestamp(1500)));
    }

    #[test]
    fn times_are_iso_with_milliseconds() {
        assert_eq!(iso(Timestamp(1_769_144_400_100)), "2026-01-23T05:00:00.100Z");
        assert_eq!(iso(Timestamp(-1)), "1969-12-31T23:59:59.999Z");
        assert_eq!(iso(Timestamp(i64::MAX)), "9223372036854775807");
    }
}
