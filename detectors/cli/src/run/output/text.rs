//! A few lines an alert, for people.
//!
//! Every value of an event passes through [`Shown`]. Colours are written always; the stream that is written to takes them out
//! where they are not wanted.

use anstyle::{AnsiColor, Style};
use detectors::rule::{Rule, Severity, Technique, Threat};
use std::io::{self, Write};

use super::place;
use crate::run::alerts::{Details, Finding, Named, Value, iso};
use crate::shown::Shown;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Characters of a command line that are shown.
const COMMAND_LINE_MAX: usize = 500;

/// Characters of an alert's id that are shown: enough to find it among the others.
const ID_SHOWN: usize = 16;

pub(super) fn write(out: &mut dyn Write, finding: &Finding, files: &[String]) -> io::Result<()> {
    let rule = finding.rule;
    let colour = severity_style(rule.severity);
    let severity = rule.severity.as_str().to_uppercase();
    writeln!(out, "{colour}{severity}{colour:#} {BOLD}{}{BOLD:#} (risk score {})", Shown(rule.name), rule.risk_score)?;
    let host = finding.events.iter().rev().find_map(|event| host(&event.details));
    for (name, text) in facts(finding, host) {
        writeln!(out, "  {name:<7} {}", Shown(&text))?;
    }
    for (number, event) in (1..).zip(&finding.events) {
        write_event(out, number, event, files)?;
    }
    let id = finding.id.get(..ID_SHOWN).unwrap_or(&finding.id);
    writeln!(out, "  {DIM}rule {}, alert {id}{DIM:#}\n", Shown(rule.id))
}

/// What is said of the alert as a whole: what it is called, and its text.
fn facts(finding: &Finding, host: Option<(String, &Details)>) -> Vec<(&'static str, String)> {
    let mut facts = vec![("when", finding.timestamp.map_or_else(|| "(no time)".into(), iso))];
    let mut users: Vec<&str> = finding.events.iter().filter_map(|event| event.details.user_name.as_deref()).collect();
    users.dedup();
    // The host has been named: its key would say it once more.
    let named = |field: &str, value: &str| match (field, &host) {
        ("host.id", Some((_, details))) => details.host_id.as_deref() == Some(value),
        ("host.name", Some((_, details))) => details.host_name.as_deref() == Some(value),
        _ => false,
    };
    let keys: Vec<String> = finding
        .join_keys
        .iter()
        .map(|(field, value)| (field, value_text(value.as_ref())))
        .filter(|(field, value)| !named(field, value))
        .map(|(field, value)| format!("{field} {value}"))
        .collect();
    facts.extend(host.map(|(host, _)| ("host", host)));
    if !users.is_empty() {
        facts.push(("user", users.join(", ")));
    }
    facts.extend(keys.into_iter().zip(std::iter::once("by").chain(std::iter::repeat(""))).map(|(key, name)| (name, key)));
    facts.extend(
        attack(finding.rule)
            .into_iter()
            .zip(std::iter::once("ATT&CK").chain(std::iter::repeat("")))
            .map(|(line, name)| (name, line)),
    );
    facts
}

fn write_event(out: &mut dyn Write, number: u32, event: &Named, files: &[String]) -> io::Result<()> {
    let time = event.timestamp.map_or_else(|| "(no time)".into(), iso);
    write!(out, "  {number}. {time}")?;
    if let Some(what) = what(&event.details) {
        write!(out, "  {}", Shown(&what))?;
    }
    match place(files, event.origin) {
        Some((file, line)) => writeln!(out, "  {DIM}{}:{line}{DIM:#}", Shown(file))?,
        None => writeln!(out, "  {DIM}(its place had to be forgotten){DIM:#}")?,
    }
    if let Some(line) = &event.details.process_command_line {
        let end = line.char_indices().nth(COMMAND_LINE_MAX).map_or(line.len(), |(at, _)| at);
        let more = line[end..].chars().count();
        let more = if more > 0 { format!("… ({more} more characters)") } else { String::new() };
        writeln!(out, "     $ {}{more}", Shown(&line[..end]))?;
    }
    Ok(())
}

/// What was done by whom, as far as it is known: `exec, nc (42), child of sshd (7)`.
fn what(details: &Details) -> Option<String> {
    let process = named(details.process_name.as_deref(), details.process_pid.as_deref());
    let parent = named(details.parent_name.as_deref(), details.parent_pid.as_deref());
    let destination = details.destination_ip.as_ref().map(|ip| match &details.destination_port {
        Some(port) if ip.contains(':') => format!("to [{ip}]:{port}"),
        Some(port) => format!("to {ip}:{port}"),
        None => format!("to {ip}"),
    });
    let parts = [
        details.event_action.clone(),
        process,
        parent.map(|parent| format!("child of {parent}")),
        details.file_path.as_ref().map(|path| format!("file {path}")),
        details.registry_path.as_ref().map(|path| format!("registry {path}")),
        details.dns_name.as_ref().map(|name| format!("dns {name}")),
        destination,
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn named(name: Option<&str>, pid: Option<&str>) -> Option<String> {
    match (name, pid) {
        (Some(name), Some(pid)) => Some(format!("{name} ({pid})")),
        (Some(name), None) => Some(name.into()),
        (None, Some(pid)) => Some(format!("process {pid}")),
        (None, None) => None,
    }
}

/// The host of an event as text, and where it was read.
fn host(details: &Details) -> Option<(String, &Details)> {
    let text = match (&details.host_name, &details.host_id) {
        (Some(name), Some(id)) if name != id => format!("{name} ({id})"),
        (Some(one), _) | (None, Some(one)) => one.clone(),
        (None, None) => return None,
    };
    Some((text, details))
}

/// A line for each tactic, with what is most precise of its techniques:
/// `Execution: T1059.004 Command and Scripting Interpreter: Unix Shell`.
fn attack(rule: &Rule) -> Vec<String> {
    let line = |threat: &Threat| {
        let mut techniques = Vec::new();
        for technique in threat.techniques {
            let Technique { technique, subtechniques } = technique;
            techniques.extend(subtechniques.iter().map(|entry| format!("{} {}: {}", entry.id, technique.name, entry.name)));
            if subtechniques.is_empty() {
                techniques.push(format!("{} {}", technique.id, technique.name));
            }
        }
        if techniques.is_empty() {
            return format!("{} {}", threat.tactic.id, threat.tactic.name);
        }
        format!("{}: {}", threat.tactic.name, techniques.join(", "))
    };
    rule.threat.iter().map(line).collect()
}

fn value_text(value: Option<&Value>) -> String {
    match value {
        None => "null".into(),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Int(number)) => number.to_string(),
        Some(Value::Unsigned(number)) => number.to_string(),
        Some(Value::Float(number)) => number.to_string(),
        Some(Value::Bool(value)) => value.to_string(),
    }
}

fn severity_style(severity: Severity) -> Style {
    let colour = match severity {
        Severity::Low => AnsiColor::Blue,
        Severity::Medium => AnsiColor::Yellow,
        Severity::High | Severity::Critical => AnsiColor::Red,
    };
    colour.on_default().bold()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::alerts::tests::finding;
    use crate::run::engine::testing::{DOWNLOAD, NETCAT};
    use detectors::Scalar;
    use expect_test::expect;

    fn printed(finding: &Finding) -> String {
        let mut out = anstream::StripStream::new(Vec::new());
        write(&mut out, finding, &["log.ndjson".into()]).unwrap();
        String::from_utf8(out.into_inner()).unwrap()
    }

    #[test]
    fn an_alert_says_what_who_when_and_where() {
        let line = r#"{"host":{"name":"web-1","id":"h1"},"user.name":"root","destination":{"ip":"::1","port":4444},
            "process":{"name":"nc","pid":42,"command_line":"nc -e /bin/sh","parent":{"name":"sshd","pid":7}}}"#;
        expect![[r#"
            HIGH Netcat Started (risk score 73)
              when    1970-01-01T00:00:01.500Z
              host    web-1 (h1)
              user    root
              ATT&CK  Execution: T1059.004 Command and Scripting Interpreter: Unix Shell
              1. 1970-01-01T00:00:01.500Z  nc (42), child of sshd (7), to [::1]:4444  log.ndjson:1
                 $ nc -e /bin/sh
              rule 11111111-0000-4000-8000-000000000001, alert cb7eae0b08d4ca69

        "#]]
        .assert_eq(&printed(&finding(&NETCAT, &[], &[line])));
    }

    #[test]
    fn a_sequence_says_its_keys_and_each_event() {
        let lines = [r#"{"process.name":"sh","host.name":"h"}"#, r#"{"event.action":"connected","file.path":"/etc/x"}"#, "{}"];
        expect![[r#"
            LOW Download by a Shell (risk score 21)
              when    1970-01-01T00:00:04.500Z
              host    h
              by      host.id h
              1. 1970-01-01T00:00:01.500Z  sh  log.ndjson:1
              2. 1970-01-01T00:00:03.000Z  connected, file /etc/x  log.ndjson:2
              3. 1970-01-01T00:00:04.500Z  log.ndjson:3
              rule 11111111-0000-4000-8000-000000000002, alert dacb02390287b71d

        "#]]
        .assert_eq(&printed(&finding(&DOWNLOAD, &[("host.id", Scalar::Str("h"))], &lines)));
    }

    #[test]
    fn a_long_command_line_is_cut() {
        let line = format!(r#"{{"process":{{"name":"sh","command_line":"sh -c {}"}}}}"#, "é".repeat(10_000));
        let text = printed(&finding(&NETCAT, &[], &[&line]));
        assert!(text.contains("é… (9506 more characters)\n"), "{text}");
    }

    #[test]
    fn values_cannot_steer_the_terminal() {
        let line = r#"{"process":{"name":"\u001b[2J","command_line":"a\nHIGH Fake Alert\u202e"},"host.name":"\u009b31m"}"#;
        let text = printed(&finding(&NETCAT, &[("user.name", Scalar::Str("\u{1b}]0;x\u{7}"))], &[line]));
        assert!(!text.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{7}']), "{text:?}");
        assert!(!text.lines().any(|line| line.starts_with("HIGH Fake")), "{text}");
    }
}
