//! Files of every format → what is found in them, and the rule files that come of it.

#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test stops where its data is not what it should be"
)]

mod common;

use std::collections::HashMap;
use std::fmt::Write;
use std::path::Path;

use common::{Original, assert_imported};
use detectors_import::{Form, Found, Refusal, import};
use expect_test::{expect, expect_file};
use serde_yaml::{Mapping, Value};

/// What is found in a text: a line for each part; below a rule its notes, and its file if that is wanted.
fn found(text: &str, form: Form, with_files: bool) -> String {
    let mut out = String::new();
    for found in import(text, form) {
        let _ = match found {
            Found::Rule(rule) => {
                let _ = writeln!(out, "== {} rule {} `{}`", rule.place, rule.rule_id, rule.name);
                rule.notes.iter().for_each(|note| out += &format!("== note: {note}\n"));
                if rule.comments_left > 0 {
                    let _ = writeln!(out, "== comments left: {}", rule.comments_left);
                }
                match rule.render(None) {
                    Ok(rendered) if with_files => write!(out, "{}", rendered.text),
                    Ok(_) => Ok(()),
                    Err(refusal) => writeln!(out, "== {}", told(&refusal)),
                }
            }
            Found::OtherLanguage(other) => writeln!(out, "== {} {} `{}`", other.place, other.kind, other.name),
            Found::NoRule(other) => writeln!(out, "== {} no rule: {}", other.place, other.kind),
            Found::Refused(refusal) => writeln!(out, "== {}", told(&refusal)),
        };
    }
    out
}

fn told(refusal: &Refusal) -> String {
    let place = refusal.place.map(|place| format!("{place} ")).unwrap_or_default();
    let help = refusal.help.as_deref().map(|help| format!("; help: {help}")).unwrap_or_default();
    format!("{place}refused: {}{help}", refusal.message)
}

/// The files of a folder of this test, with their texts.
fn data() -> Vec<(String, String, Form)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.retain(|path| path.extension().is_some_and(|extension| extension != "golden"));
    assert!(files.len() > 5, "{files:?}");
    let read = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).unwrap();
        let form = Form::of(&text);
        assert_eq!(form == Form::Toml, path.extension().is_some_and(|extension| extension == "toml"), "{path:?}");
        (path.file_name().unwrap().to_str().unwrap().to_owned(), text, form)
    };
    files.into_iter().map(read).collect()
}

/// An object of the detection rule API, or a saved object.
fn of_json(object: &serde_json::Value) -> Option<Original> {
    let Value::Mapping(mut rule) = serde_yaml::to_value(object).ok()? else { return None };
    let Some(Value::Mapping(attributes)) = rule.remove("attributes") else {
        return Some(Original { rule, around: Mapping::new() });
    };
    Some(Original { rule: attributes, around: Mapping::from_iter([("saved_object".into(), rule.into())]) })
}

/// The rules of a file as another reader has them, by the id of the rule.
fn originals(text: &str, form: Form) -> HashMap<String, Original> {
    let originals: Vec<Original> = match form {
        Form::Toml => Original::of_toml(text).into_iter().collect(),
        Form::Json => {
            let parts = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>().map(Result::unwrap);
            let parts = parts.flat_map(|part| match part {
                serde_json::Value::Array(parts) => parts,
                serde_json::Value::Object(mut object) if object.contains_key("data") => {
                    object.remove("data").unwrap().as_array().unwrap().clone()
                }
                part => vec![part],
            });
            parts.filter_map(|part| of_json(&part)).collect()
        }
    };
    let id = |original: &Original| original.text("rule_id").or(original.text("id")).unwrap_or_default().to_owned();
    originals.into_iter().map(|original| (id(&original), original)).collect()
}

#[test]
fn every_format_is_read() {
    for (name, text, form) in data() {
        expect_file![format!("data/{name}.golden")].assert_eq(&found(&text, form, true));
    }
}

#[test]
fn nothing_is_lost_and_the_query_means_the_same() {
    for (name, text, form) in data() {
        let originals = originals(&text, form);
        let mut rules = 0;
        for found in import(&text, form) {
            if let Found::Rule(rule) = found {
                assert_imported(&name, &rule, &originals[&rule.rule_id]);
                rules += 1;
            }
        }
        assert!(rules > 0, "no rule in {name}");
    }
}

/// A checkout on Windows, a mark of the byte order, a missing line break at the end.
#[test]
fn how_a_file_is_dressed_does_not_matter() {
    let note = "== note: the line breaks of the file are CR LF; those of its texts became LF\n";
    for (name, text, form) in data() {
        let plain = found(&text, form, true);
        assert_eq!(found(&format!("\u{feff}{text}"), form, true), plain, "{name}");
        assert_eq!(found(text.trim_end(), form, true), plain, "{name}");
        let crlf = found(&text.replace('\n', "\r\n"), form, true);
        assert_eq!(crlf.replace(note, ""), plain, "{name}");
        assert_eq!(crlf != plain, form == Form::Toml, "{name}: the note");
    }
}

/// The keys that every rule has, as TOML and as JSON, but for the named ones.
fn rule_without(left_out: &[&str]) -> (String, String) {
    const KEYS: [(&str, &str); 7] = [
        ("rule_id", "\"r-1\""),
        ("name", "\"N\""),
        ("description", "\"D\""),
        ("severity", "\"low\""),
        ("risk_score", "21"),
        ("type", "\"eql\""),
        ("query", "\"any where true\""),
    ];
    let keys = || KEYS.iter().filter(|(key, _)| !left_out.contains(key));
    let toml: String = keys().map(|(key, value)| format!("{key} = {value}\n")).collect();
    let json: Vec<String> = keys().map(|(key, value)| format!("\"{key}\":{value}")).collect();
    (format!("[rule]\n{toml}"), format!("{{{}}}", json.join(",")))
}

#[test]
fn what_cannot_be_a_rule_file_is_told_with_its_place() {
    let (toml, json) = rule_without(&[]);
    let deep = |open: &str, close: &str| format!("{}{}", open.repeat(100_000), close.repeat(100_000));
    let cases = [
        (Form::Toml, "not TOML", "[rule]\nname = \"é\nquery = 1\n".to_owned()),
        (Form::Toml, "a key twice", format!("{toml}name = 1\n")),
        (Form::Toml, "no table", "[hunt]\nname = \"h\"\n".into()),
        (Form::Toml, "empty", String::new()),
        (Form::Toml, "neither type nor id", "# é\n\n[rule]\nname = \"N\"\n".into()),
        (Form::Toml, "keys are missing", rule_without(&["name", "severity"]).0),
        (Form::Toml, "keys of another type", rule_without(&["query", "risk_score"]).0 + "query = [\"a\"]\nrisk_score = 47.5\n"),
        (Form::Toml, "an unknown severity", toml.replace("\"low\"", "\"info\"")),
        (Form::Toml, "no number of a score", toml.replace("21", "101")),
        (Form::Toml, "deep lists", format!("{toml}a = {}\n", deep("[", "]"))),
        (Form::Toml, "deep tables", format!("{toml}a = {}\n", deep("{a=", "}").replacen("a=}", "a=1}", 1))),
        (Form::Toml, "deep keys", format!("{toml}{} = 1\n", vec!["a"; 100_000].join("."))),
        (Form::Toml, "deep headers", format!("{toml}[{}]\n", vec!["a"; 100_000].join("."))),
        (Form::Json, "cut JSON", json[..json.len() - 2].to_owned()),
        (Form::Json, "a bad line between", format!("{json}\n{{\"a\":é}}\nnope\n{json}\n")),
        (Form::Json, "a bad line first", format!("nope\n{json}\n")),
        (Form::Json, "a bad item", format!("[\n {json},\n {{\"a\": 1, \"a\": 2}},\n {json}]")),
        (Form::Json, "a list that is cut", format!("[\n {json},\n {json}\n")),
        (Form::Json, "a list without indentation that is cut", format!("[\n{json},\n{json}\n")),
        (Form::Json, "a rule without indentation", json.replace("21", "21,\n\"meta\":\n{\"a\":1}\n")),
        (Form::Json, "a number with too many digits", json.replace("21", "21,\"big\":123456789012345678901234567890")),
        (Form::Json, "keys are missing in JSON", format!("\n  {}", rule_without(&["name"]).1)),
        (Form::Json, "a score of text in JSON", json.replace("21", "\"21\"")),
        (Form::Json, "deep JSON", deep("[", "]")),
        (
            Form::Json,
            "a deep value",
            json.replace("21", &format!("21,\"deep\":{}", deep("{\"a\":[", "]}").replacen("[]", "[1]", 1))),
        ),
        (Form::Json, "as deep as JSON goes", json.replace("21", &format!("21,\"deep\":{}{}", "[".repeat(126), "]".repeat(126)))),
        (Form::Json, "a scalar", "7".into()),
    ];
    let mut all = String::new();
    for (form, name, text) in cases {
        let _ = write!(all, "-- {name}\n{}", found(&text, form, false));
    }
    expect![[r#"
        -- not TOML
        == 2:10 refused: not TOML: invalid basic string, expected `"`
        -- a key twice
        == 9:1 refused: not TOML: duplicate key
        -- no table
        == 1:1 no rule: TOML without a table `[rule]`
        -- empty
        == 1:1 no rule: TOML without a table `[rule]`
        -- neither type nor id
        == 3:1 refused: a `[rule]` of an unknown format; help: a rule of detection-rules has a `type`, one of protections-artifacts an `id` and a `query`
        -- keys are missing
        == 1:1 refused: the rule cannot be a rule file: no `name`, no `severity`; help: add it to the rule
        -- keys of another type
        == 1:1 refused: the rule cannot be a rule file: `risk_score` is a decimal number, `query` is a list; help: correct it in the rule
        -- an unknown severity
        == 1:1 rule r-1 `N`
        -- no number of a score
        == 1:1 rule r-1 `N`
        -- deep lists
        == 9:85 refused: not TOML: cannot recurse further; max recursion depth met
        -- deep tables
        == 9:245 refused: not TOML: cannot recurse further; max recursion depth met
        -- deep keys
        == 1:1 refused: not TOML: recursion limit
        -- deep headers
        == 1:1 refused: not TOML: recursion limit
        -- cut JSON
        == 1:115 refused: not JSON that can be a rule: the text ends within it; help: export or download it again
        -- a bad line between
        == 1:1 rule r-1 `N`
        == 2:6 refused: not JSON that can be a rule: expected value
        == 3:2 refused: not JSON that can be a rule: expected ident
        == 4:1 rule r-1 `N`
        -- a bad line first
        == 1:2 refused: not JSON that can be a rule: expected ident
        == 2:1 rule r-1 `N`
        -- a bad item
        == 2:2 rule r-1 `N`
        == 3:17 refused: not JSON that can be a rule: the key `a` is given twice
        == 4:2 rule r-1 `N`
        -- a list that is cut
        == 4:1 refused: not JSON that can be a rule: the text ends within it; help: export or download it again
        -- a list without indentation that is cut
        == 4:1 refused: not JSON that can be a rule: the text ends within it; help: export or download it again
        -- a rule without indentation
        == 1:1 rule r-1 `N`
        -- a number with too many digits
        == 1:115 refused: not JSON that can be a rule: the number 1.2345678901234568e29 has more digits than can be kept
        -- keys are missing in JSON
        == 2:3 refused: the rule cannot be a rule file: no `name`; help: add it to the rule
        -- a score of text in JSON
        == 1:1 refused: the rule cannot be a rule file: `risk_score` is text; help: correct it in the rule
        -- deep JSON
        == 1:129 refused: not JSON that can be a rule: recursion limit exceeded
        -- a deep value
        == 1:465 refused: not JSON that can be a rule: recursion limit exceeded
        -- as deep as JSON goes
        == 1:1 rule r-1 `N`
        == refused: the rule cannot be a rule file: lists and mappings are nested too deeply
        -- a scalar
        == 1:1 refused: not JSON that can be a rule: expected a rule or a list of rules, found integer `7`
    "#]].assert_eq(&all);
}
