//! `detectors rules`: what rules there are, and all that is known of one.

use anstyle::Style;
use detectors::Rule;
use serde::Serialize;
use std::io::{self, Write};

use crate::args::Format;

/// A rule as an object, with the keys of a rule file.
#[derive(Serialize)]
struct Object<'a> {
    rule_id: &'a str,
    name: &'a str,
    severity: &'a str,
    risk_score: u8,
    version: u32,
    enabled: bool,
    description: &'a str,
    author: &'a [&'a str],
    license: &'a str,
    tags: &'a [&'a str],
    index: &'a [&'a str],
    references: &'a [&'a str],
    false_positives: &'a [&'a str],
    note: &'a str,
    setup: &'a str,
    max_signals: u32,
    threat: Vec<Threat<'a>>,
    query: &'a str,
}

#[derive(Serialize)]
struct Threat<'a> {
    framework: &'a str,
    tactic: Entry<'a>,
    technique: Vec<Technique<'a>>,
}

#[derive(Serialize)]
struct Technique<'a> {
    #[serde(flatten)]
    technique: Entry<'a>,
    subtechnique: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    id: &'a str,
    name: &'a str,
    reference: &'a str,
}

impl From<detectors::rule::Reference> for Entry<'static> {
    fn from(entry: detectors::rule::Reference) -> Self {
        Self { id: entry.id, name: entry.name, reference: entry.reference }
    }
}

impl Object<'static> {
    fn of(rule: &Rule) -> Self {
        let technique = |technique: &detectors::rule::Technique| Technique {
            technique: technique.technique.into(),
            subtechnique: technique.subtechniques.iter().map(|entry| (*entry).into()).collect(),
        };
        let threat = |threat: &detectors::rule::Threat| Threat {
            framework: threat.framework,
            tactic: threat.tactic.into(),
            technique: threat.techniques.iter().map(technique).collect(),
        };
        Self {
            rule_id: rule.id,
            name: rule.name,
            severity: rule.severity.as_str(),
            risk_score: rule.risk_score,
            version: rule.version,
            enabled: rule.enabled,
            description: rule.description,
            author: rule.author,
            license: rule.license,
            tags: rule.tags,
            index: rule.index,
            references: rule.references,
            false_positives: rule.false_positives,
            note: rule.note,
            setup: rule.setup,
            max_signals: rule.max_signals,
            threat: rule.threat.iter().map(threat).collect(),
            query: rule.query,
        }
    }
}

/// Lists rules by name.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn list(rules: &[&Rule], format: Format, out: &mut dyn Write) -> io::Result<()> {
    let mut rules = rules.to_vec();
    rules.sort_by_key(|rule| rule.name);
    for rule in &rules {
        match format {
            Format::Json => json(rule, out)?,
            Format::Text => {
                let dim = Style::new().dimmed();
                let severity = rule.severity.as_str();
                writeln!(out, "{severity:<8} {:>3}  {}  {dim}{}{dim:#}", rule.risk_score, rule.name, rule.id)?;
            }
        }
    }
    Ok(())
}

/// The rule that an id, or the beginning of one, names.
///
/// # Errors
/// A message, if there is none or more than one.
pub(crate) fn find<'r>(rules: &[&'r Rule], id: &str) -> Result<&'r Rule, String> {
    let begins: Vec<&Rule> = rules.iter().copied().filter(|rule| rule.id.starts_with(id)).collect();
    if let Some(rule) = begins.iter().find(|rule| rule.id == id) {
        return Ok(rule);
    }
    match begins[..] {
        [rule] => Ok(rule),
        [] => Err(format!("no rule has the id `{id}`; `detectors rules` lists them")),
        _ => Err(format!("{} rules have an id that begins with `{id}`; write more of it", begins.len())),
    }
}

/// Shows a rule.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn show(rule: &Rule, format: Format, out: &mut dyn Write) -> io::Result<()> {
    if format == Format::Json {
        return json(rule, out);
    }
    let bold = Style::new().bold();
    writeln!(out, "{bold}{}{bold:#}", rule.name)?;
    let version = rule.version;
    writeln!(out, "{}  version {version}, severity {}, risk score {}", rule.id, rule.severity.as_str(), rule.risk_score)?;
    for threat in rule.threat {
        writeln!(out, "{}: {} {}", threat.framework, threat.tactic.id, threat.tactic.name)?;
        for technique in threat.techniques {
            writeln!(out, "  {} {}", technique.technique.id, technique.technique.name)?;
            for entry in technique.subtechniques {
                writeln!(out, "  {} {}", entry.id, entry.name)?;
            }
        }
    }
    let list = |items: &[&str]| items.iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n");
    let sections = [
        ("", rule.description.to_owned()),
        ("Query", rule.query.to_owned()),
        ("False positives", list(rule.false_positives)),
        ("Triage", rule.note.to_owned()),
        ("Setup", rule.setup.to_owned()),
        ("References", list(rule.references)),
        ("Tags", rule.tags.join(", ")),
    ];
    for (title, text) in sections.iter().filter(|(_, text)| !text.trim().is_empty()) {
        writeln!(out)?;
        if !title.is_empty() {
            writeln!(out, "{bold}{title}{bold:#}")?;
        }
        writeln!(out, "{}", text.trim_end())?;
    }
    Ok(())
}

fn json(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Object::of(rule))?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::{DOWNLOAD, NETCAT};
    use expect_test::expect;

    fn text(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> String {
        let mut out = anstream::StripStream::new(Vec::new());
        write(&mut out).unwrap();
        String::from_utf8(out.into_inner()).unwrap()
    }

    #[test]
    fn rules_are_listed_by_name() {
        expect![[r#"
            low       21  Download by a Shell  11111111-0000-4000-8000-000000000002
            high      73  Netcat Started  11111111-0000-4000-8000-000000000001
        "#]]
        .assert_eq(&text(|out| list(&[&NETCAT, &DOWNLOAD], Format::Text, out)));
    }

    #[test]
    fn a_rule_is_shown_with_all_that_is_known_of_it() {
        expect![[r#"
            Netcat Started
            11111111-0000-4000-8000-000000000001  version 1, severity high, risk score 73
            MITRE ATT&CK: TA0002 Execution
              T1059 Command and Scripting Interpreter
              T1059.004 Unix Shell

            Netcat was started.

            Query
            process where process.name == "nc"
        "#]]
        .assert_eq(&text(|out| show(&NETCAT, Format::Text, out)));
        expect![[r#"
            {"rule_id":"11111111-0000-4000-8000-000000000001","name":"Netcat Started","severity":"high","risk_score":73,"version":1,"enabled":true,"description":"Netcat was started.","author":[],"license":"","tags":[],"index":[],"references":[],"false_positives":[],"note":"","setup":"","max_signals":3,"threat":[{"framework":"MITRE ATT&CK","tactic":{"id":"TA0002","name":"Execution","reference":"https://attack.mitre.org/tactics/TA0002/"},"technique":[{"id":"T1059","name":"Command and Scripting Interpreter","reference":"","subtechnique":[{"id":"T1059.004","name":"Unix Shell","reference":""}]}]}],"query":"process where process.name == \"nc\""}
        "#]].assert_eq(&text(|out| show(&NETCAT, Format::Json, out)));
    }

    #[test]
    fn a_rule_is_found_by_the_beginning_of_its_id() {
        let rules = [&NETCAT, &DOWNLOAD];
        assert_eq!(find(&rules, NETCAT.id).unwrap().name, NETCAT.name);
        assert_eq!(find(&rules, &DOWNLOAD.id[..36]).unwrap().name, DOWNLOAD.name);
        assert_eq!(find(&rules, "1111").unwrap_err(), "2 rules have an id that begins with `1111`; write more of it");
        assert_eq!(find(&rules, "2").unwrap_err(), "no rule has the id `2`; `detectors rules` lists them");
    }
}
