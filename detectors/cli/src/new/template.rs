//! Answers → the text of a rule file.

use std::fmt::Write;

use detector_compiler::attack::{Attack, Entry, Version};
use detector_compiler::rule::template as placeholders;

use super::answers::{Answers, word};
use super::skeleton::{Join, Skeleton, program, program_condition, skeleton};
use crate::args::OsName;

/// The text. `schema` is the place of the JSON Schema as seen from the file.
pub(super) fn rule(answers: &Answers<'_>, id: &str, schema: Option<&str>) -> String {
    let skeleton = skeleton(answers.category, &answers.systems);
    let mut text = schema.map(|schema| format!("# yaml-language-server: $schema={schema}\n")).unwrap_or_default();
    let severity = answers.severity;
    let _ = write!(
        text,
        "rule_id: {id}\nname: {}\ndescription: >-\n  {}\nseverity: {}\nrisk_score: {}\ntype: eql\nlanguage: eql\nversion: 1\n",
        scalar(&answers.name),
        placeholders::DESCRIPTION,
        severity.name(),
        severity.usual_risk_score().get()
    );
    text += "tags:\n";
    for system in &answers.systems {
        let _ = writeln!(text, "  - \"OS: {}\"", system_name(*system));
    }
    let _ = writeln!(text, "  - \"Tactic: {}\"", answers.tactic.name_in(Version::V19));
    let _ = writeln!(text, "false_positives:\n  - {}", placeholders::FALSE_POSITIVE);
    text += &threat(answers);
    let query = match answers.sequence {
        true => sequence(answers, &skeleton),
        false => format!("{} where {}", skeleton.category, conditions(answers, &skeleton.conditions, "  ")),
    };
    text += "query: |\n";
    query.lines().for_each(|line| text += &format!("  {line}\n"));
    text + &tests(answers, &skeleton)
}

fn threat(answers: &Answers<'_>) -> String {
    let reference = |entry: &Entry, indent: &str| {
        let name = scalar(entry.name_in(Version::V19));
        format!("id: {}\n{indent}name: {name}\n{indent}reference: {}\n", entry.id, entry.page())
    };
    let mut text = format!("threat:\n  - framework: MITRE ATT&CK\n    tactic:\n      {}", reference(answers.tactic, "      "));
    let technique = answers.technique;
    match technique.parent.as_deref().and_then(|parent| Attack::builtin().get(parent)) {
        None => text += &format!("    technique:\n      - {}", reference(technique, "        ")),
        Some(parent) => {
            text += &format!("    technique:\n      - {}", reference(parent, "        "));
            text += &format!("        subtechnique:\n          - {}", reference(technique, "            "));
        }
    }
    text
}

/// The system and the conditions, a line each.
fn conditions(answers: &Answers<'_>, conditions: &[String], indent: &str) -> String {
    let names: Vec<String> = answers.systems.iter().map(|system| format!("\"{}\"", word(system))).collect();
    let system = match &names[..] {
        [one] => format!("host.os.type == {one}"),
        several => format!("host.os.type in ({})", several.join(", ")),
    };
    let all: Vec<&str> = std::iter::once(system.as_str()).chain(conditions.iter().map(String::as_str)).collect();
    all.join(&format!(" and\n{indent}"))
}

fn sequence(answers: &Answers<'_>, skeleton: &Skeleton) -> String {
    let (keys, by_first, by_second) = match skeleton.join {
        Join::Process => ("host.id, process.entity_id", "", ""),
        Join::Child => ("host.id", " by process.entity_id", " by process.parent.entity_id"),
        Join::User => ("host.id, user.id", "", ""),
        Join::Host => ("host.id", "", ""),
    };
    let indent = "     ";
    let start = ["event.type == \"start\"".to_owned(), program_condition(&answers.systems)];
    let first = conditions(answers, &start, indent);
    let second = conditions(answers, &skeleton.conditions, indent);
    format!(
        "sequence by {keys} with maxspan=1m\n  [process where {first}]{by_first}\n  [{} where {second}]{by_second}",
        skeleton.category
    )
}

/// A case that alerts, and the same with one field changed.
fn tests(answers: &Answers<'_>, skeleton: &Skeleton) -> String {
    let system = answers.systems.first().copied().unwrap_or(OsName::Linux);
    let mut common = vec![("host.id", "a1b2".to_owned()), ("host.os.type", word(&system))];
    let start = answers.sequence.then(|| {
        let mut start = vec![
            ("event.category", "process".to_owned()),
            ("event.type", "start".to_owned()),
            ("process.name", scalar(program(system))),
        ];
        match skeleton.join {
            Join::Process => common.push(("process.entity_id", "p1".into())),
            Join::Child => start.push(("process.entity_id", "p1".into())),
            Join::User => common.push(("user.id", "\"1000\"".into())),
            Join::Host => {}
        }
        start
    });
    let event = |changed: Option<&(&'static str, String)>| {
        let mut fields = vec![("event.category", skeleton.category.to_owned())];
        fields.extend(skeleton.event.iter().map(|field| match changed {
            Some(changed) if changed.0 == field.0 => changed.clone(),
            _ => field.clone(),
        }));
        if answers.sequence && skeleton.join == Join::Child {
            fields.push(("process.parent.entity_id", "p1".into()));
        }
        fields
    };
    let mut text = "tests:\n".to_owned();
    let alert = if answers.sequence { "[[1, 2]]" } else { "[[1]]" };
    let other = format!("another {}", skeleton.other.0);
    for (name, changed, alerts) in [("what the rule is for", None, alert), (&other, Some(&skeleton.other), "[]")] {
        let _ = writeln!(text, "  - name: {name}\n    common: {}\n    events:", flow(&common));
        for fields in start.iter().cloned().chain([event(changed)]) {
            let _ = writeln!(text, "      - {}", flow(&fields));
        }
        let _ = writeln!(text, "    alerts: {alerts}");
    }
    text
}

fn flow(fields: &[(&'static str, String)]) -> String {
    let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    format!("{{ {} }}", fields.join(", "))
}

fn system_name(system: OsName) -> &'static str {
    match system {
        OsName::Windows => "Windows",
        OsName::MacOs => "macOS",
        OsName::Linux => "Linux",
    }
}

/// A text as YAML: plain where that is certain to be read as this text, or else in quotes.
fn scalar(text: &str) -> String {
    let plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, ' ' | '_' | '/' | '(' | ')' | '.' | '-');
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let is_plain = text.starts_with(|char: char| char.is_ascii_alphabetic())
        && text.chars().all(plain)
        && text.trim() == text
        && !words.contains(&text.to_ascii_lowercase().as_str());
    // JSON's strings are YAML's.
    if is_plain { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_as_they_were_given() {
        for text in
            ["Shell of a Web Server", "a: b", "# x", "yes", "\"quoted\"", "back\\slash", "é 😀", "- a", "a #b", "12", "'", "x "]
        {
            let yaml = format!("name: {}\n", scalar(text));
            let read: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
            assert_eq!(read["name"], text, "{yaml}");
        }
        assert_eq!(scalar("Shell of a Web Server"), "Shell of a Web Server");
    }
}
