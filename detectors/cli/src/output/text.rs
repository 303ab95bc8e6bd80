//! A few lines an alert, for people.
//!
//! Every value of an event passes through [`Shown`]. Colours are written always; the stream that is written to takes them out
//! where they are not wanted.

use anstyle::{AnsiColor, Style};
use detectors::rule::{Rule, Severity};
use std::io::{self, Write};

use super::place;
use crate::alerts::{Details, Finding, Named, Value, iso};
use crate::shown::Shown;

const BOLD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

pub(super) fn write(out: &mut dyn Write, finding: &Finding, files: &[String]) -> io::Result<()> {
    let rule = finding.rule;
    let colour = severity_style(rule.severity);
    writeln!(
        out,
        "{colour}{}{colour:#} {BOLD}{}{BOLD:#} (risk score {})",
        rule.severity.as_str().to_uppercase(),
        Shown(rule.name),
        rule.risk_score
    )?;
    if let Some(techniques) = techniques(rule) {
        writeln!(out, "  ATT&CK  {}", Shown(&techniques))?;
    }
    writeln!(out, "  when    {}", finding.timestamp.map_or_else(|| "(no time)".into(), iso))?;
    if let Some(host) = finding.events.iter().rev().find_map(|event| host(&event.details)) {
        writeln!(out, "  host    {}", Shown(&host))?;
    }
    for (field, value) in &finding.join_keys {
        writeln!(out, "  by      {} = {}", Shown(field), Shown(&value_text(value.as_ref())))?;
    }
    for (number, event) in (1..).zip(&finding.events) {
        write_event(out, number, event, files)?;
    }
    writeln!(out, "  {DIM}rule {}, alert {}{DIM:#}\n", Shown(rule.id), finding.id)
}

fn write_event(out: &mut dyn Write, number: u32, event: &Named, files: &[String]) -> io::Result<()> {
    let time = event.timestamp.map_or_else(|| "(no time)".into(), iso);
    write!(out, "  {number:>5}.  {time}")?;
    if let Some(what) = what(&event.details) {
        write!(out, "  {}", Shown(&what))?;
    }
    match place(files, event.origin) {
        Some((file, line)) => writeln!(out, "  {DIM}{}:{line}{DIM:#}", Shown(file))?,
        None => writeln!(out, "  {DIM}(its place had to be forgotten){DIM:#}")?,
    }
    if let Some(line) = &event.details.process_command_line {
        writeln!(out, "          {}", Shown(line))?;
    }
    Ok(())
}

/// Who did what, as far as it is known: `nc (42) < sshd (7), user root, to 10.0.0.1:4444`.
fn what(details: &Details) -> Option<String> {
    let process = named(details.process_name.as_deref(), details.process_pid.as_deref());
    let parent = named(details.parent_name.as_deref(), details.parent_pid.as_deref());
    let process = match (process, parent) {
        (Some(process), Some(parent)) => Some(format!("{process} < {parent}")),
        (Some(process), None) => Some(process),
        (None, Some(parent)) => Some(format!("child of {parent}")),
        (None, None) => None,
    };
    let destination = details.destination_ip.as_ref().map(|ip| match &details.destination_port {
        Some(port) if ip.contains(':') => format!("to [{ip}]:{port}"),
        Some(port) => format!("to {ip}:{port}"),
        None => format!("to {ip}"),
    });
    let parts = [
        process.or_else(|| details.event_action.clone()),
        details.user_name.as_ref().map(|user| format!("user {user}")),
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

fn host(details: &Details) -> Option<String> {
    match (&details.host_name, &details.host_id) {
        (Some(name), Some(id)) if name != id => Some(format!("{name} ({id})")),
        (Some(one), _) | (None, Some(one)) => Some(one.clone()),
        (None, None) => None,
    }
}

/// `T1059 Command and Scripting Interpreter, T1059.004 Unix Shell`; the tactics where there are no techniques.
pub(super) fn techniques(rule: &Rule) -> Option<String> {
    let mut all = Vec::new();
    for threat in rule.threat {
        for technique in threat.techniques {
            all.push(technique.technique);
            all.extend(technique.subtechniques);
        }
        if threat.techniques.is_empty() {
            all.push(threat.tactic);
        }
    }
    let all: Vec<String> = all.iter().map(|entry| format!("{} {}", entry.id, entry.name)).collect();
    (!all.is_empty()).then(|| all.join(", "))
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
    use crate::alerts::tests::finding;
    use crate::engine::testing::{DOWNLOAD, NETCAT};
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
              ATT&CK  T1059 Command and Scripting Interpreter, T1059.004 Unix Shell
              when    1970-01-01T00:00:01.500Z
              host    web-1 (h1)
                  1.  1970-01-01T00:00:01.500Z  nc (42) < sshd (7), user root, to [::1]:4444  log.ndjson:1
                      nc -e /bin/sh
              rule 11111111-0000-4000-8000-000000000001, alert cb7eae0b08d4ca690ab3203c4d904ab22f6587796e2265218914bc86fe97cfc0

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
              by      host.id = h
                  1.  1970-01-01T00:00:01.500Z  sh  log.ndjson:1
                  2.  1970-01-01T00:00:03.000Z  connected, file /etc/x  log.ndjson:2
                  3.  1970-01-01T00:00:04.500Z  log.ndjson:3
              rule 11111111-0000-4000-8000-000000000002, alert dacb02390287b71d10d6b0ae1006429dfb88ecc7bcf780e4e3c054437b4ef6e4

        "#]]
        .assert_eq(&printed(&finding(&DOWNLOAD, &[("host.id", Scalar::Str("h"))], &lines)));
    }

    #[test]
    fn values_cannot_steer_the_terminal() {
        let line = r#"{"process":{"name":"\u001b[2J","command_line":"a\nHIGH Fake Alert\u202e"},"host.name":"\u009b31m"}"#;
        let text = printed(&finding(&NETCAT, &[("user.name", Scalar::Str("\u{1b}]0;x\u{7}"))], &[line]));
        assert!(!text.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{7}']), "{text:?}");
        assert!(!text.lines().any(|line| line.starts_with("HIGH Fake")), "{text}");
    }
}
