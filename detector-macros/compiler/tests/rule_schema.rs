//! The JSON Schema of rule files agrees with the compiler: what the schema refuses the compiler refuses too, and the schema refuses
//! what is wrong by its form. [`ONLY_THE_COMPILER`] are the codes whose problems a schema cannot see.

#![allow(clippy::panic, clippy::expect_used, reason = "a test stops where its data is not what it should be")]

mod common;
#[path = "rule_schema/schema.rs"]
mod schema;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use boon::{Compiler, SchemaIndex, Schemas};
use common::threat;
use detector_compiler::diagnostics::{Code, Diagnostic, Severity};
use detector_compiler::errors::all_codes;
use detector_compiler::rule::{KEYS, Treatment};
use detector_compiler::schema::Schema;
use detector_compiler::source::Source;
use detector_compiler::{Options, compile};
use expect_test::expect_file;
use serde_json::Value;

/// Problems of a rule file without its query that are not problems of form.
const ONLY_THE_COMPILER: &[&str] = &[
    // Of the text: YAML itself, and keys twice.
    "invalid-yaml",
    "too-large",
    "second-document",
    "duplicate-key",
    "yaml-tag",
    // Of facts: a schema that listed ATT&CK would be that of one version.
    "unknown-attack-id",
    "technique-outside-tactic",
    "subtechnique-outside-technique",
    "wrong-attack-name",
    // Of more than one place of the file, or of more than one file.
    "duplicate-rule-id",
    // Of events: their fields and times, and numbers of events that are not there.
    "duplicate-test-name",
    "invalid-test-time",
    "unusable-test-value",
    "no-such-test-event",
    "alert-event-count",
    "alert-out-of-order",
];

struct Judge {
    schemas: Schemas,
    rule: SchemaIndex,
}

impl Judge {
    fn new() -> Self {
        let mut schemas = Schemas::new();
        let mut compiler = Compiler::new();
        compiler.add_resource("mem:///schema.json", schema::schema()).expect("a schema");
        let rule = compiler.compile("mem:///schema.json", &mut schemas).expect("a schema of draft 7");
        Self { schemas, rule }
    }

    /// What the schema says of a file; `None` where it is no YAML that can be JSON, which no schema is asked about.
    fn refuses(&self, text: &str) -> Option<Option<String>> {
        let value: serde_yaml::Value = serde_yaml::from_str(text).ok()?;
        let value: Value = serde_json::to_value(value).ok()?;
        Some(self.schemas.validate(&value, self.rule).err().map(|error| error.to_string()))
    }
}

fn compiler_errors(text: &str) -> Vec<Diagnostic> {
    let compiled = compile(&[Source::new("rule.yml", text)], &Schema::default(), Options::default());
    compiled.diagnostics.into_iter().filter(|diagnostic| diagnostic.severity == Severity::Error).collect()
}

/// Codes whose problems are of form, if they are of the file and not of the query.
fn is_of_form(code: Code) -> bool {
    let of_file = code.number() < 100 || (600..700).contains(&code.number());
    of_file && !(60..80).contains(&code.number()) && !ONLY_THE_COMPILER.contains(&code.info().name)
}

/// Asserts that schema and compiler agree as far as they can.
#[track_caller]
fn check(judge: &Judge, what: &str, text: &str) {
    let errors = compiler_errors(text);
    let Some(refusal) = judge.refuses(text) else {
        assert!(!errors.is_empty(), "{what}: the compiler takes what is no JSON:\n{text}");
        return;
    };
    if let Some(refusal) = &refusal {
        assert!(!errors.is_empty(), "{what}: the schema refuses it and the compiler does not: {refusal}\n{text}");
    }
    if let Some(error) = errors.iter().find(|error| is_of_form(error.code)) {
        assert!(refusal.is_some(), "{what}: the schema takes {} {}: {}\n{text}", error.code, error.code.info().name, error.title);
    }
}

const GOOD: [(&str, &str); 7] = [
    ("rule_id", "example"),
    ("name", "Example"),
    ("description", "An example."),
    ("severity", "medium"),
    ("risk_score", "47"),
    ("type", "eql"),
    ("query", "any where true"),
];

/// A rule with which nothing is wrong, with some keys in place of its own.
fn rule_with(part: &str) -> String {
    let given: BTreeSet<&str> = part.lines().filter_map(|line| line.split_once(':')).map(|(key, _)| key).collect();
    let own = GOOD.iter().filter(|(key, _)| !given.contains(key));
    own.map(|(key, value)| format!("{key}: {value}\n")).collect::<String>() + part.trim_end() + "\n"
}

#[test]
fn the_schema_is_up_to_date() {
    let text = serde_json::to_string_pretty(&schema::sorted(schema::schema())).expect("texts and numbers") + "\n";
    expect_file!["../../../rules/schema.json"].assert_eq(&text);
}

#[test]
fn every_key_is_described_once() {
    let keys: Vec<&str> = KEYS.iter().filter(|key| !matches!(key.treatment, Treatment::Refused(_))).map(|key| key.name).collect();
    let (mut described, mut wanted) = (schema::described(), keys);
    described.sort_unstable();
    wanted.sort_unstable();
    assert_eq!(described, wanted);
}

#[test]
fn every_code_that_is_left_to_the_compiler_is_one() {
    let names: BTreeSet<&str> = all_codes().iter().map(|code| code.info().name).collect();
    let strange: Vec<_> = ONLY_THE_COMPILER.iter().filter(|name| !names.contains(*name)).collect();
    assert!(strange.is_empty(), "{strange:?} of {names:?}");
}

#[test]
fn every_key_with_a_value_of_every_type_is_judged_alike() {
    let judge = Judge::new();
    let values = [
        "",
        "null",
        "text",
        "\"\"",
        "\" \"",
        "12",
        "-1",
        "101",
        "4.5",
        "true",
        "\"12\"",
        "\"true\"",
        "[]",
        "[text]",
        "[1]",
        "[null]",
        "[[1]]",
        "{}",
        "{a: 1}",
        "[{}]",
        "[{a: 1}]",
        "now",
        "now-5m",
        "5m",
        "0m",
        "5 m",
        "now+5m",
        "eql",
        "kuery",
        "default",
        "High",
        "endpoint",
        "event.category",
        ".a",
        "a..b",
        "a b",
        "4294967296",
    ];
    for key in KEYS {
        for value in values {
            let text = rule_with(&format!("{}: {value}", key.name));
            check(&judge, &format!("{}: {value}", key.name), &text);
        }
        let without: String = rule_with("")
            .lines()
            .filter(|line| !line.starts_with(&format!("{}:", key.name)))
            .map(|line| format!("{line}\n"))
            .collect();
        check(&judge, &format!("without {}", key.name), &without);
        assert_eq!(key.required.is_some(), judge.refuses(&without).flatten().is_some(), "without {}", key.name);
    }
}

#[test]
fn the_parts_of_threat_and_tests_are_judged_alike() {
    let judge = Judge::new();
    let values = [
        "",
        "null",
        "text",
        "\"\"",
        "12",
        "true",
        "[]",
        "[1]",
        "{}",
        "[{}]",
        "[[]]",
        "[[1]]",
        "[[1, 1]]",
        "[[1], [1]]",
        "[[0]]",
        "-1",
        "0",
    ];
    let threat = [
        ("framework", "MITRE ATT&CK"),
        ("tactic", "{id: TA0002, name: Execution, reference: https://attack.mitre.org/tactics/TA0002/}"),
        (
            "technique",
            "[{id: T1059, name: Command and Scripting Interpreter, reference: https://attack.mitre.org/techniques/T1059/}]",
        ),
    ];
    let test = [("name", "a case"), ("common", "{host.id: a}"), ("events", "[{event.category: process}]"), ("alerts", "[[1]]")];
    for (list, parts) in [("threat", &threat[..]), ("tests", &test[..])] {
        let whole = |replaced: &str, value: Option<&str>| {
            let lines = parts.iter().filter_map(|(key, own)| {
                let value = if *key == replaced { value? } else { own };
                Some(format!("    {key}: {value}\n"))
            });
            rule_with(&format!("{list}:\n  -\n{}", lines.collect::<String>()))
        };
        assert_eq!(judge.refuses(&whole("", None)), Some(None), "{list}");
        assert!(compiler_errors(&whole("", None)).is_empty(), "{list}");
        for (key, _) in parts {
            check(&judge, &format!("{list} without {key}"), &whole(key, None));
            for value in values {
                check(&judge, &format!("{list} {key}: {value}"), &whole(key, Some(value)));
            }
        }
        check(&judge, list, &format!("{}    more: 1\n", whole("", None)));
    }
    for (id, sub) in [
        ("T1059", "T1059.004"),
        ("T1059.004", ""),
        ("TA0002", ""),
        ("t1059", ""),
        ("T10591", ""),
        ("T1059", "T1059"),
        ("T1059", "T1059.4"),
    ] {
        let sub = if sub.is_empty() {
            String::new()
        } else {
            format!(", subtechnique: [{{id: {sub}, name: Unix Shell, reference: x}}]")
        };
        let technique = format!("[{{id: {id}, name: Command and Scripting Interpreter, reference: x{sub}}}]");
        let text = rule_with(&format!(
            "threat:\n  - framework: MITRE ATT&CK\n    tactic: {}\n    technique: {technique}\n",
            threat[1].1
        ));
        check(&judge, &technique, &text);
    }
}

#[test]
fn the_examples_of_every_code_are_judged_alike() {
    let judge = Judge::new();
    let mut seen = 0;
    for code in all_codes() {
        for example in [code.info().wrong, code.info().right] {
            let texts = match code.number() {
                0..40 | 600..700 => vec![rule_with(example), example.to_owned()],
                40..60 => vec![rule_with(&threat::entry(example))],
                60..100 => continue,
                _ => vec![rule_with(&example.lines().fold("query: |\n".to_owned(), |text, line| format!("{text}  {line}\n")))],
            };
            for text in texts {
                check(&judge, &format!("{code} {}", code.info().name), &text);
                seen += 1;
            }
        }
    }
    assert!(seen > 200, "{seen}");
}

#[test]
fn every_rule_file_of_this_workspace_is_judged_alike() {
    let judge = Judge::new();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["tests/stages", "../../tests/ui/rules", "../../rules", "../../detectors/examples"] {
        walk(&here.join(folder), &mut files);
    }
    assert!(files.len() > 40, "{}", files.len());
    for file in files {
        let text = std::fs::read_to_string(&file).expect("text");
        check(&judge, &file.display().to_string(), &text);
    }
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "yml") {
            files.push(path);
        }
    }
}
