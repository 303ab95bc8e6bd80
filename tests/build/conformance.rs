//! Conformance cases → a Rust file with a compiled detector for each.

use detector_compiler::diagnostics::{Diagnostics, Severity};
use detector_compiler::schema::{Schema, custom};
use detector_compiler::source::{Source, SourceId};
use detector_compiler::{Expiry, Options, compile, ir};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// Files that hold no cases with answers.
const NOT_CASES: [&str; 4] = ["compiles.jsonl", "rejected.jsonl", "folding.jsonl", "endgame.jsonl"];

/// Writes `conformance_cases.rs`, and the schema files that it names, into `out`.
pub(crate) fn generate(folder: &Path, out: &Path) {
    let mut code = format!("const FOLDER: &str = {:?};\n", folder.display().to_string());
    let mut list = String::new();
    let mut schemas: BTreeMap<String, Schema> = BTreeMap::new();
    let types: Value = read(&folder.join("types.json")).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    for (number, case) in cases(folder).iter().enumerate() {
        let text = |key: &str| case[key].as_str().unwrap_or_default().to_owned();
        let (name, yaml) = match case["dataset"].as_str() {
            Some(dataset) => (format!("schema_{}.yml", dataset.replace('-', "_")), schema_of_dataset(&types[dataset])),
            None => (format!("schema_case_{number}.yml"), schema_of_events(&case["events"])),
        };
        if !schemas.contains_key(&name) {
            std::fs::write(out.join(&name), &yaml).expect("OUT_DIR can be written");
            let schema = custom::parse(&Source::new(name.clone(), yaml), SourceId(0), &mut Diagnostics::new());
            schemas.insert(name.clone(), schema.unwrap_or_default());
        }
        let query = text("query");
        let samples = case["max_samples_per_key"].as_u64().unwrap_or(1);
        let run = match judge(&query, &schemas[&name]) {
            Judged::Event => module(&mut code, number, &query, &name, samples, "Case::matcher()"),
            Judged::Sequence => module(&mut code, number, &query, &name, samples, "Case::matcher::<1024>()"),
            Judged::Refused(reason) => format!("Run::Refused({reason:?})"),
        };
        let (suite, case_name) = (text("suite"), text("name"));
        let _ = writeln!(list, "    Case {{ suite: {suite:?}, name: {case_name:?}, run: {run} }},");
    }
    let _ = write!(code, "const CASES: &[Case] = &[\n{list}];\n");
    std::fs::write(out.join("conformance_cases.rs"), code).expect("OUT_DIR can be written");
}

fn module(code: &mut String, number: usize, query: &str, schema: &str, samples: u64, matcher: &str) -> String {
    let _ = write!(
        code,
        "mod case_{number} {{\n    #[derive(detectors::Detector)]\n    #[detector(query = {query:?}, schema = {schema:?}, expiry = \"never\", max_samples_per_key = {samples})]\n    \
         struct Case;\n    pub(super) fn run(lines: &[super::Line]) -> (Vec<super::Hit>, super::Counters) {{\n        super::run::<Case, _>({matcher}, lines)\n    }}\n}}\n"
    );
    format!("Run::Compiled(case_{number}::run)")
}

enum Judged {
    Event,
    Sequence,
    /// Parses and has a meaning, and no matcher is emitted for it.
    Refused(String),
}

fn judge(query: &str, schema: &Schema) -> Judged {
    let mut file = format!(
        "rule_id: case\nname: case\ndescription: case\nseverity: low\nrisk_score: 21\ntype: eql\nquery: |2\n",
    );
    for line in query.lines() {
        let _ = writeln!(file, "  {line}");
    }
    let compiled = compile(&[Source::new("case", file)], schema, Options { expiry: Expiry::Never, ..Options::default() });
    match compiled.rules.first().map(|rule| &rule.query.body) {
        Some(ir::Body::Event(_)) => Judged::Event,
        Some(_) => Judged::Sequence,
        None => {
            let errors = compiled.diagnostics.into_iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
            Judged::Refused(errors.map(|error| format!("{} {}", error.code, error.title)).collect::<Vec<_>>().join("; "))
        }
    }
}

/// All cases of the folder, in the order of the files' names. The test reads them in the same order.
fn cases(folder: &Path) -> Vec<Value> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<_> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.sort();
    let files = paths.iter().filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.ends_with(".jsonl") && !NOT_CASES.contains(&name.as_str())
    });
    let lines = files.filter_map(|path| read(path)).flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>());
    lines.filter(|line| !line.trim().is_empty()).map(|line| serde_json::from_str(&line).expect("a case is JSON")).collect()
}

fn read(path: &Path) -> Option<String> {
    std::fs::read_to_string(path).ok()
}

/// A schema file from an entry of `types.json`. YAML reads JSON.
fn schema_of_dataset(types: &Value) -> String {
    let empty = Map::new();
    let mut fields = Map::new();
    let indices = types["indices"].as_object().unwrap_or(&empty).values();
    for group in indices.chain([&types["fields"]]) {
        for (name, field) in group.as_object().unwrap_or(&empty) {
            fields.entry(name.clone()).or_insert_with(|| field_type(field));
        }
    }
    let mut schema = json!({ "base": "none", "fields": fields });
    for key in ["category_field", "timestamp_field", "tiebreaker_field"] {
        if let Some(name) = types[key].as_str() {
            schema[key] = json!(name);
        }
    }
    schema.to_string()
}

fn field_type(field: &Value) -> Value {
    match (field["type"].as_str().unwrap_or_default(), field["path"].as_str()) {
        ("alias", Some(path)) => json!({ "type": "alias", "path": path }),
        ("text", _) => json!({ "type": "text", "keyword": field["keyword_subfield"].as_bool().unwrap_or(false) }),
        (name, _) if name.starts_with("object") => json!("object"),
        (name, _) => json!(name),
    }
}

/// A schema file for events that are given with the case: types as the JSON shows.
fn schema_of_events(events: &Value) -> String {
    let mut fields = Map::new();
    for event in events.as_array().into_iter().flatten() {
        flatten(event, "", &mut |name, value| {
            let json_type = match value {
                Value::Bool(_) => "boolean",
                Value::Number(number) if number.is_f64() => "double",
                Value::Number(_) => "long",
                _ => "keyword",
            };
            fields.entry(name.to_owned()).or_insert(json!(json_type));
        });
    }
    fields.insert("@timestamp".to_owned(), json!("date"));
    fields.entry("event_type".to_owned()).or_insert(json!("keyword"));
    json!({ "base": "none", "fields": fields, "category_field": "event_type" }).to_string()
}

fn flatten(value: &Value, prefix: &str, leaf: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let path = if prefix.is_empty() { key.clone() } else { format!("{prefix}.{key}") };
                flatten(value, &path, leaf);
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| flatten(element, prefix, leaf)),
        Value::Null => {}
        value => leaf(prefix, value),
    }
}
