//! The public rules: each is imported with nothing lost, and importing it again changes nothing.
//!
//! `DETECTORS_CORPUS` names another folder of such rules.

#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test stops where its data is not what it should be"
)]

use std::path::{Path, PathBuf};

use detector_compiler::diagnostics::{Diagnostic, Diagnostics, Severity};
use detector_compiler::rule;
use detector_compiler::source::{Source, SourceId};
use detectors_import::{Form, Found, State, import};

/// The rules of the folder; `None` after saying that the test was skipped.
fn corpus() -> Option<Vec<(PathBuf, String)>> {
    let named = std::env::var_os("DETECTORS_CORPUS").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus"));
    if !folder.is_dir() {
        let required = std::env::var_os("DETECTORS_REQUIRE_SHARED").is_some();
        assert!(!required, "corpus is required and not there: {}", folder.display());
        println!("skipped: corpus is not there");
        return None;
    }
    let mut files = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                let text = std::fs::read_to_string(&path).unwrap();
                files.push((path, text));
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "no rule in the corpus");
    Some(files)
}

/// The value at a path of keys.
fn at<'v>(value: &'v serde_yaml::Value, path: &[&str]) -> Option<&'v serde_yaml::Value> {
    path.iter().try_fold(value, |value, key| value.get(key))
}

/// Whether values of TOML, as another reader of TOML has them, are those of YAML. An entry more in the YAML is one too many.
fn same(toml: &toml::Value, yaml: &serde_yaml::Value) -> bool {
    match toml {
        toml::Value::String(text) => yaml.as_str() == Some(text),
        toml::Value::Integer(number) => yaml.as_i64() == Some(*number),
        toml::Value::Float(number) => yaml.is_f64() && yaml.as_f64() == Some(*number),
        toml::Value::Boolean(truth) => yaml.as_bool() == Some(*truth),
        toml::Value::Datetime(time) => yaml.as_str() == Some(&time.to_string()),
        toml::Value::Array(items) => yaml
            .as_sequence()
            .is_some_and(|other| items.len() == other.len() && items.iter().zip(other).all(|(toml, yaml)| same(toml, yaml))),
        toml::Value::Table(table) => yaml.as_mapping().is_some_and(|other| {
            table.len() == other.len() && table.iter().all(|(key, toml)| other.get(key).is_some_and(|yaml| same(toml, yaml)))
        }),
    }
}

#[test]
fn nothing_of_a_public_rule_is_lost() {
    let Some(files) = corpus() else { return };
    let mut rules = 0;
    for (path, text) in &files {
        let name = path.display();
        let toml: toml::Table = text.parse().unwrap_or_else(|error| panic!("{name}: {error}"));
        let own = toml.get("rule").and_then(|rule| rule.as_table());
        let is_eql = own.is_some_and(|rule| rule.get("type").and_then(toml::Value::as_str) == Some("eql"));
        let found = import(text, Form::Toml);
        let [found] = &found[..] else { panic!("{name}: {} parts", found.len()) };
        let (Found::Rule(rule), Some(own)) = (found, own) else {
            assert!(!is_eql, "{name}: {found:?}");
            continue;
        };
        rules += 1;
        let rendered = rule.render(None).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let yaml: serde_yaml::Value = serde_yaml::from_str(&rendered.text).unwrap();
        for (key, value) in own {
            let yaml = at(&yaml, &[key]).or_else(|| at(&yaml, &["meta", "rule", key]));
            assert!(yaml.is_some_and(|yaml| same(value, yaml)), "{name}: rule.{key}: {value:?} is {yaml:?}");
        }
        for (table, value) in toml.iter().filter(|(table, _)| *table != "rule") {
            let yaml = at(&yaml, &["meta", table]);
            assert!(yaml.is_some_and(|yaml| same(value, yaml)), "{name}: {table}: {value:?} is {yaml:?}");
        }
        assert_eq!(rule.comments_left, 0, "{name}");

        let mut diagnostics = Diagnostics::new();
        let file = rule::parse(&Source::new("", rendered.text.as_str()), SourceId(0), &mut diagnostics);
        // Old rules have names of techniques that are no more: that is their error, and not one of the form.
        let of_form =
            |diagnostic: &&Diagnostic| diagnostic.severity == Severity::Error && !(40..60).contains(&diagnostic.code.number());
        assert_eq!(diagnostics.iter().find(of_form), None, "{name}");
        let file = file.unwrap();
        assert_eq!(Some(file.query.text.as_str()), own.get("query").and_then(toml::Value::as_str), "{name}");
        assert!(rendered.text.contains("\nquery: |"), "{name}: its query is no literal block");

        let again = rule.render(Some(&rendered.text)).unwrap();
        assert_eq!((again.state, again.text), (State::Same, rendered.text), "{name}");
    }
    assert!(rules > 0, "no EQL rule in the corpus");
    println!("{rules} rules of {} files", files.len());
}
