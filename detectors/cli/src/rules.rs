//! `detectors rules`: what rules there are, and all that is known of one.

use anstyle::Style;
use detector_compiler::schema::similar;
use detectors::rule::Reference;
use detectors::{Guide, Rule, RuleSet};
use serde::Serialize;
use std::io::{self, Write};

use crate::args::Format;
use crate::shown::Shown;

/// A rule and what its file says to people.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Known {
    pub(crate) rule: &'static Rule,
    pub(crate) guide: &'static Guide,
}

/// The rules that come with the program.
pub(crate) fn shipped() -> Vec<Known> {
    let rules = detector_rules::Shipped::RULES.iter().zip(detector_rules::Shipped::GUIDES);
    rules.map(|(rule, guide)| Known { rule, guide }).collect()
}

/// A rule as an object, with the keys of a rule file.
#[derive(Serialize)]
struct Object<'a> {
    rule_id: &'a str,
    name: &'a str,
    r#type: &'a str,
    language: &'a str,
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
    interval: String,
    from: String,
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

impl From<&Reference> for Entry<'static> {
    fn from(entry: &Reference) -> Self {
        Self { id: entry.id, name: entry.name, reference: entry.reference }
    }
}

impl Object<'static> {
    fn of(Known { rule, guide }: Known) -> Self {
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
            r#type: "eql",
            language: "eql",
            severity: rule.severity.as_str(),
            risk_score: rule.risk_score,
            version: rule.version,
            enabled: rule.enabled,
            description: rule.description,
            author: rule.author,
            license: rule.license,
            tags: rule.tags,
            index: guide.index,
            references: guide.references,
            false_positives: guide.false_positives,
            note: guide.note,
            setup: guide.setup,
            interval: duration(rule.interval_ms),
            from: format!("now-{}", duration(rule.from_ms)),
            max_signals: rule.max_signals,
            threat: rule.threat.iter().map(threat).collect(),
            query: guide.query,
        }
    }
}

/// Lists rules by name.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn list(rules: &[Known], format: Format, out: &mut dyn Write) -> io::Result<()> {
    let mut rules = rules.to_vec();
    rules.sort_by_key(|known| known.rule.name);
    for known @ Known { rule, .. } in &rules {
        match format {
            Format::Json => json(*known, out)?,
            Format::Text => {
                let dim = Style::new().dimmed();
                let severity = rule.severity.as_str();
                writeln!(out, "{severity:<8} {:>3}  {}  {dim}{}{dim:#}", rule.risk_score, rule.name, rule.id)?;
            }
        }
    }
    Ok(())
}

/// The rule that a text names: its id or name, or a part of one that no other rule has. Case does not matter.
///
/// # Errors
/// A message for people, if there is none or more than one.
pub(crate) fn find(rules: &[Known], text: &str) -> Result<Known, String> {
    let wanted = text.to_lowercase();
    let is = |Known { rule, .. }: &Known| rule.id.to_lowercase() == wanted || rule.name.to_lowercase() == wanted;
    if let Some(rule) = rules.iter().copied().find(is) {
        return Ok(rule);
    }
    let begins =
        |Known { rule, .. }: &Known| rule.id.to_lowercase().starts_with(&wanted) || rule.name.to_lowercase().contains(&wanted);
    let some: Vec<Known> = rules.iter().copied().filter(begins).collect();
    match some[..] {
        [known] => Ok(known),
        [] => {
            let names = rules.iter().flat_map(|known| [known.rule.name, known.rule.id]);
            let mut message = format!("error: no rule has the id or name `{}`\n", Shown(text));
            for near in similar(text, names) {
                message += &format!("help: a similar one exists: `{near}`\n");
            }
            Err(message + "help: `detectors rules` lists them all")
        }
        _ => {
            let mut message = format!("error: {} rules are named by `{}`; write more of it\n", some.len(), Shown(text));
            for Known { rule, .. } in some.iter().take(LISTED_MAX) {
                message += &format!("  {}  {}\n", rule.id, rule.name);
            }
            Err(message.trim_end().into())
        }
    }
}

/// Rules that are listed where a text names several.
const LISTED_MAX: usize = 10;

/// Shows a rule.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn show(known: Known, format: Format, out: &mut dyn Write) -> io::Result<()> {
    if format == Format::Json {
        return json(known, out);
    }
    let Known { rule, guide } = known;
    let bold = Style::new().bold();
    writeln!(out, "{bold}{}{bold:#}", rule.name)?;
    let facts = [
        ("id", rule.id.to_owned()),
        ("version", rule.version.to_string()),
        ("severity", format!("{}, risk score {}", rule.severity.as_str(), rule.risk_score)),
        ("enabled", if rule.enabled { String::new() } else { "no".into() }),
        ("alerts", format!("at most {} in {}", rule.max_signals, duration(rule.interval_ms))),
        ("author", rule.author.join(", ")),
        ("licence", rule.license.to_owned()),
        ("tags", rule.tags.join(", ")),
        ("for", guide.index.join(", ")),
    ];
    for (name, fact) in facts.iter().filter(|(_, fact)| !fact.is_empty()) {
        writeln!(out, "  {name:<9} {fact}")?;
    }
    let list = |items: &[&str]| items.iter().map(|item| format!("- {item}")).collect::<Vec<_>>().join("\n");
    let sections = [
        ("", rule.description.to_owned()),
        ("ATT&CK", attack(rule)),
        ("Query", guide.query.to_owned()),
        ("False positives", list(guide.false_positives)),
        ("Triage", guide.note.to_owned()),
        ("Setup", guide.setup.to_owned()),
        ("References", list(guide.references)),
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

/// The mapping, a line for each entry, with its page.
fn attack(rule: &Rule) -> String {
    let mut lines = Vec::new();
    for threat in rule.threat {
        lines.push((0, threat.tactic));
        for technique in threat.techniques {
            lines.push((2, technique.technique));
            lines.extend(technique.subtechniques.iter().map(|entry| (4, *entry)));
        }
    }
    let named = |indent: usize, entry: &Reference| format!("{:indent$}{} {}", "", entry.id, entry.name);
    let width = lines.iter().map(|(indent, entry)| named(*indent, entry).chars().count()).max().unwrap_or(0);
    let line = |(indent, entry): &(usize, &Reference)| {
        format!("{:width$}  {}", named(*indent, entry), entry.reference).trim_end().to_owned()
    };
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// `5m`, `90s`, `1500ms`: the greatest unit that leaves no rest.
pub(crate) fn duration(ms: u64) -> String {
    let units = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s")];
    let whole = units.iter().find(|(unit, _)| ms > 0 && ms.is_multiple_of(*unit));
    whole.map_or_else(|| format!("{ms}ms"), |(unit, name)| format!("{}{name}", ms / unit))
}

fn json(known: Known, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Object::of(known))?;
    out.write_all(b"\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::engine::testing::{DOWNLOAD, NETCAT};
    use expect_test::expect;

    const KNOWN_NETCAT: Known =
        Known { rule: &NETCAT, guide: &Guide { query: "process where process.name == \"nc\"", ..Guide::NONE } };
    const KNOWN_DOWNLOAD: Known =
        Known { rule: &DOWNLOAD, guide: &Guide { query: "sequence by host.id [..] [..]", ..Guide::NONE } };

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
        .assert_eq(&text(|out| list(&[KNOWN_NETCAT, KNOWN_DOWNLOAD], Format::Text, out)));
    }

    #[test]
    fn a_rule_is_shown_with_all_that_is_known_of_it() {
        expect![[r#"
            Netcat Started
              id        11111111-0000-4000-8000-000000000001
              version   1
              severity  high, risk score 73
              alerts    at most 3 in 5m

            Netcat was started.

            ATT&CK
            TA0002 Execution                           https://attack.mitre.org/tactics/TA0002/
              T1059 Command and Scripting Interpreter
                T1059.004 Unix Shell

            Query
            process where process.name == "nc"
        "#]]
        .assert_eq(&text(|out| show(KNOWN_NETCAT, Format::Text, out)));
        expect![[r#"
            {"rule_id":"11111111-0000-4000-8000-000000000001","name":"Netcat Started","type":"eql","language":"eql","severity":"high","risk_score":73,"version":1,"enabled":true,"description":"Netcat was started.","author":[],"license":"","tags":[],"index":[],"references":[],"false_positives":[],"note":"","setup":"","interval":"5m","from":"now-6m","max_signals":3,"threat":[{"framework":"MITRE ATT&CK","tactic":{"id":"TA0002","name":"Execution","reference":"https://attack.mitre.org/tactics/TA0002/"},"technique":[{"id":"T1059","name":"Command and Scripting Interpreter","reference":"","subtechnique":[{"id":"T1059.004","name":"Unix Shell","reference":""}]}]}],"query":"process where process.name == \"nc\""}
        "#]].assert_eq(&text(|out| show(KNOWN_NETCAT, Format::Json, out)));
    }

    #[test]
    fn a_rule_is_found_by_its_id_or_name_or_a_part_that_is_its_own() {
        let rules = &[KNOWN_NETCAT, KNOWN_DOWNLOAD];
        for (text, name) in [
            (NETCAT.id, NETCAT.name),
            ("11111111-0000-4000-8000-000000000002", DOWNLOAD.name),
            ("netcat started", NETCAT.name),
            ("DOWNLOAD", DOWNLOAD.name),
            ("a shell", DOWNLOAD.name),
        ] {
            assert_eq!(find(rules, text).unwrap().rule.name, name, "{text}");
        }
        expect![[r#"
            error: 2 rules are named by `1111`; write more of it
              11111111-0000-4000-8000-000000000001  Netcat Started
              11111111-0000-4000-8000-000000000002  Download by a Shell"#]]
        .assert_eq(&find(rules, "1111").unwrap_err());
        expect![[r#"
            error: no rule has the id or name `Netcat Startet`
            help: a similar one exists: `Netcat Started`
            help: `detectors rules` lists them all"#]]
        .assert_eq(&find(rules, "Netcat Startet").unwrap_err());
        assert_eq!(find(rules, "\u{1b}[2J").unwrap_err().matches('\u{1b}').count(), 0);
    }

    #[test]
    fn durations_have_the_greatest_unit_that_leaves_no_rest() {
        for (ms, text) in
            [(300_000, "5m"), (90_000, "90s"), (1_500, "1500ms"), (0, "0ms"), (172_800_000, "2d"), (3_600_000, "1h")]
        {
            assert_eq!(duration(ms), text);
        }
    }
}
