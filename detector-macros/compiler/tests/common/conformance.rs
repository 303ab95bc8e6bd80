//! The conformance data: its cases, its documents, and schemas from its types.

use std::path::{Path, PathBuf};

use detector_compiler::diagnostics::Diagnostics;
use detector_compiler::schema::{FieldType, Schema, custom};
use detector_compiler::source::{Source, SourceId};
use serde_json::{Map, Value, json};

/// The folder that `DETECTORS_CONFORMANCE` names, or that of the shared data.
pub(crate) fn folder() -> Option<PathBuf> {
    match std::env::var_os("DETECTORS_CONFORMANCE") {
        Some(folder) => Some(PathBuf::from(folder)),
        None => super::shared().map(|shared| shared.join("conformance")),
    }
}

/// The field types of each data set.
pub(crate) fn types(folder: &Path) -> Value {
    let path = folder.join("types.json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).expect("types.json is JSON")
}

/// The schema of an entry of `types.json`. A field that is known in any index is known.
pub(crate) fn schema(types: &Value) -> Schema {
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
    let mut diagnostics = Diagnostics::new();
    let schema = custom::parse(&Source::new("types.yml", file.to_string()), SourceId(0), &mut diagnostics);
    let mut schema = schema.unwrap_or_else(|| panic!("{diagnostics:?}"));
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

fn field_type(field: &Value) -> Value {
    match (field["type"].as_str().unwrap_or_default(), field["path"].as_str()) {
        ("alias", Some(path)) => json!({ "type": "alias", "path": path }),
        ("text", _) => json!({ "type": "text", "keyword": field["keyword_subfield"].as_bool().unwrap_or(false) }),
        (name, _) if name.starts_with("object") => json!("object"),
        (name, _) => json!(name),
    }
}

/// The schema of events that stand in a case: types as the JSON shows.
pub(crate) fn schema_of_events(events: &[Value]) -> Schema {
    let mut schema = Schema { with_builtin: false, category_field: "event_type".into(), ..Schema::default() };
    for event in events {
        leaves(event, "", &mut |name, value| {
            let field_type = match value {
                Value::Bool(_) => FieldType::Boolean,
                Value::Number(number) if number.is_f64() => FieldType::Double,
                Value::Number(_) => FieldType::Long,
                _ => FieldType::Keyword,
            };
            schema.custom.entry(name.into()).or_insert(field_type);
        });
    }
    schema.custom.insert("@timestamp".into(), FieldType::Date);
    schema
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
