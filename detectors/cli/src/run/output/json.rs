//! One object a line, for programs.

use serde::{Serialize, Serializer, ser::SerializeMap};
use std::io::{self, Write};

use super::place;
use crate::run::alerts::{Finding, Value, iso};

/// The order of the keys is that of the output.
#[derive(Serialize)]
struct Alert<'a> {
    alert_id: &'a str,
    rule_id: &'a str,
    rule_name: &'a str,
    severity: &'a str,
    risk_score: u8,
    /// Of the last event, ISO 8601 in UTC; null if it has no time.
    timestamp: Option<String>,
    join_keys: JoinKeys<'a>,
    events: Vec<Event<'a>>,
}

#[derive(Serialize)]
struct Event<'a> {
    file: Option<&'a str>,
    /// From 1.
    line: Option<u64>,
    /// `event.id`
    id: Option<&'a str>,
    timestamp: Option<String>,
}

/// An object in the order of the rule's keys; of a field that stands twice the first value is said.
struct JoinKeys<'a>(&'a [(&'static str, Option<Value>)]);

impl Serialize for JoinKeys<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (at, (field, value)) in self.0.iter().enumerate() {
            if !self.0[..at].iter().any(|(earlier, _)| earlier == field) {
                map.serialize_entry(field, value)?;
            }
        }
        map.end()
    }
}

pub(super) fn write(out: &mut dyn Write, finding: &Finding, files: &[String]) -> io::Result<()> {
    let rule = finding.rule;
    let events = finding.events.iter().map(|event| {
        let place = place(files, event.origin);
        Event {
            file: place.map(|(file, _)| file),
            line: place.map(|(_, line)| line),
            id: event.details.event_id.as_deref(),
            timestamp: event.timestamp.map(iso),
        }
    });
    let alert = Alert {
        alert_id: &finding.id,
        rule_id: rule.id,
        rule_name: rule.name,
        severity: rule.severity.as_str(),
        risk_score: rule.risk_score,
        timestamp: finding.timestamp.map(iso),
        join_keys: JoinKeys(&finding.join_keys),
        events: events.collect(),
    };
    serde_json::to_writer(&mut *out, &alert)?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::alerts::tests::finding;
    use crate::run::engine::testing::{DOWNLOAD, NETCAT};
    use detectors::Scalar;
    use expect_test::expect;

    fn printed(finding: &Finding) -> String {
        let mut out = Vec::new();
        write(&mut out, finding, &["log.ndjson".into()]).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn an_alert_is_an_object_on_one_line() {
        let keys = [("host.id", Scalar::Str("h\u{1b}")), ("process.pid", Scalar::Int(7))];
        let finding = finding(&DOWNLOAD, &keys, &[r#"{"event.id":"e1"}"#, "{}"]);
        expect![[r#"
            {"alert_id":"4cc656434ff8023864b0fd63b1a3154458d66228ecc6c30a8eb452daa18c1c72","rule_id":"11111111-0000-4000-8000-000000000002","rule_name":"Download by a Shell","severity":"low","risk_score":21,"timestamp":"1970-01-01T00:00:03.000Z","join_keys":{"host.id":"h\u001b","process.pid":7},"events":[{"file":"log.ndjson","line":1,"id":"e1","timestamp":"1970-01-01T00:00:01.500Z"},{"file":"log.ndjson","line":2,"id":null,"timestamp":"1970-01-01T00:00:03.000Z"}]}
        "#]].assert_eq(&printed(&finding));
    }

    #[test]
    fn what_is_not_known_is_null() {
        let mut finding = finding(&NETCAT, &[], &["{}"]);
        finding.events[0].origin = None;
        finding.events[0].timestamp = None;
        finding.timestamp = None;
        expect![[r#"
            {"alert_id":"8e962a9a526cd5de78d3fc1380d3ba339f583dd0ce08826acc38ab6fd4e34434","rule_id":"11111111-0000-4000-8000-000000000001","rule_name":"Netcat Started","severity":"high","risk_score":73,"timestamp":null,"join_keys":{},"events":[{"file":null,"line":null,"id":null,"timestamp":null}]}
        "#]].assert_eq(&printed(&finding));
    }
}
