//! The conformance data: its cases, its documents, and schemas from its types. The build script and the tests read it alike.

use detector_compiler::diagnostics::Diagnostics;
use detector_compiler::schema::{FieldType, Schema, custom};
use detector_compiler::source::{Source, SourceId};
use serde_json::{Map, Value, json};
use std::path::{Path, PathBuf};

/// Files of the folder that hold no cases with answers of Elasticsearch.
const NOT_CASES: [&str; 4] = ["compiles.jsonl", "rejected.jsonl", "folding.jsonl", "endgame.jsonl"];

/// All cases with answers, in the order of the files' names. `None` if the folder is not there.
pub(crate) fn cases(folder: &Path) -> Option<Vec<Value>> {
    let entries = std::fs::read_dir(folder).ok()?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let is_cases = |path: &PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.ends_with(".jsonl") && !NOT_CASES.contains(&&*name)
    };
    Some(paths.into_iter().filter(is_cases).flat_map(|path| lines(&path)).collect())
}

/// The JSON values of a file, one a line; none if it is not there.
pub(crate) fn lines(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let values = text.lines().filter(|line| !line.trim().is_empty());
    values.map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{}: {error}: {line}", path.display()))).collect()
}

/// The field types of each data set.
pub(crate) fn types(folder: &Path) -> Value {
    let text = std::fs::read_to_string(folder.join("types.json")).unwrap_or_default();
    serde_json::from_str(&text).unwrap_or_default()
}

/// A schema file from an entry of `types.json`. A field that is known in any index is known. YAML reads JSON.
pub(crate) fn schema_file(types: &Value) -> String {
    let mut fields = Map::new();
    let indices = types["indices"].as_object().into_iter().flat_map(Map::values);
    for (name, field) in indices.chain([&types["fields"]]).filter_map(Value::as_object).flatten() {
        fields.entry(name.clone()).or_insert_with(|| field_type(field));
    }
    let mut file = json!({ "base": "none", "fields": fields });
    for key in ["category_field", "timestamp_field", "tiebreaker_field"] {
        if let Some(name) = types[key].as_str() {
            file[key] = json!(name);
        }
    }
    file.to_string()
}

fn field_type(field: &Value) -> Value {
    match (field["type"].as_str().unwrap_or_default(), field["path"].as_str()) {
        ("alias", Some(path)) => json!({ "type": "alias", "path": path }),
        ("text", _) => json!({ "type": "text", "keyword": field["keyword_subfield"].as_bool().unwrap_or(false) }),
        (name, _) if name.starts_with("object") => json!("object"),
        (name, _) => json!(name),
    }
}

/// A schema file for events that stand in a case: types as the JSON shows.
pub(crate) fn schema_file_of_events(events: &Value) -> String {
    let mut fields = Map::new();
    for event in events.as_array().into_iter().flatten() {
        leaves(event, "", &mut |name, value| {
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

fn leaves(value: &Value, path: &str, leaf: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                leaves(value, &path, leaf);
            }
        }
        Value::Array(elements) => elements.iter().for_each(|element| leaves(element, path, leaf)),
        Value::Null => {}
        value => leaf(path, value),
    }
}

/// A schema file as a schema.
pub(crate) fn schema(file: &str) -> Schema {
    let mut diagnostics = Diagnostics::new();
    let schema = custom::parse(&Source::new("types.yml", file), SourceId(0), &mut diagnostics);
    schema.unwrap_or_else(|| panic!("{diagnostics:?}"))
}

/// The schema of an entry of `types.json`, with what its notes say: for queries that are only checked.
pub(crate) fn schema_with_notes(types: &Value) -> Schema {
    let mut schema = schema(&schema_file(types));
    for (name, field) in types["fields"].as_object().into_iter().flatten() {
        let note = field["note"].as_str().unwrap_or_default();
        if note.contains("two keyword sub-fields") {
            schema.custom.insert(name.as_str().into(), FieldType::TextAmbiguous);
        }
        if note.contains("treated as unsupported") {
            schema.aliases.remove(name.as_str());
            schema.custom.insert(name.as_str().into(), FieldType::Unsupported);
        }
    }
    schema
}

/// A document as its mapping makes Elasticsearch read it: what an explicit null stands for, dates in a format of their own.
pub(crate) fn as_mapped(event: &Value, types: &Value) -> Value {
    let mut event = event.clone();
    let index = event["_index"].as_str().map(|index| types["indices"][index].clone()).unwrap_or_default();
    for (name, field) in [&types["fields"], &index].into_iter().filter_map(Value::as_object).flatten() {
        match (event.get_mut(name), field["null_value"].as_str(), field["format"].as_str()) {
            (Some(value @ Value::Null), Some(text), _) => *value = Value::from(text),
            (Some(value), _, Some("dd-MM-yyyy")) => {
                let parts: Vec<&str> = value.as_str().unwrap_or_default().split('-').rev().collect();
                *value = Value::from(parts.join("-"));
            }
            _ => {}
        }
    }
    event
}

/// A field of a document with nested or dotted keys.
pub(crate) fn field<'v>(document: &'v Value, name: &str) -> Option<&'v Value> {
    document.get(name).or_else(|| name.split('.').try_fold(document, |value, part| value.get(part)))
}
