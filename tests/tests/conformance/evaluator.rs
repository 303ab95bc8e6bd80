//! A case through the compiler's plain evaluator, as it is resolved and as it is optimised.

use super::Events;
use super::data::{as_mapped, schema, schema_file, schema_file_of_events};
use detector_compiler::diagnostics::Diagnostics;
use detector_compiler::eql::{Dialect, parse};
use detector_compiler::evaluate::{self, Document, Options, Value};
use detector_compiler::schema::Schema;
use detector_compiler::source::{QueryText, SourceId};
use detector_compiler::{ir, optimize, resolve};

/// Whether the evaluator gives the answer of the case.
pub(crate) fn check(events: &Events<'_>) -> Result<(), String> {
    let case = events.case;
    let schema = schema(&match case["dataset"].as_str() {
        Some(_) => schema_file(events.types),
        None => schema_file_of_events(&case["events"]),
    });
    let query = resolved(case["query"].as_str().unwrap_or_default(), &schema)?;
    let documents: Vec<Document> =
        events.events.iter().map(|event| document(event, events, &schema)).collect::<Result<_, _>>()?;
    let options = Options {
        timestamp_field: schema.timestamp_field.to_string(),
        tiebreaker_field: schema.tiebreaker_field.as_deref().map(str::to_owned),
        size: case["size"].as_u64().map(|size| size as usize),
        max_samples_per_key: case["max_samples_per_key"].as_u64().map_or(1, |most| most as usize),
        ..Options::default()
    };
    let hits = evaluate::run(&query, &documents, &options);
    if hits != evaluate::run(&optimize::query(query), &documents, &options) {
        return Err("the optimised query gives another answer".to_owned());
    }
    events.compare(&hits.iter().map(|hit| hit.events.clone()).collect::<Vec<_>>())?;
    let keys = hits.iter().map(|hit| hit.join_keys.iter().map(|key| key.as_ref().map(text)).collect());
    events.compare_keys(&keys.collect::<Vec<_>>())
}

fn resolved(query: &str, schema: &Schema) -> Result<ir::Query, String> {
    let mut diagnostics = Diagnostics::new();
    let ast = parse(&QueryText::whole_source(SourceId(0), query), Dialect::Elasticsearch, &mut diagnostics);
    let resolved = resolve::query(&ast, schema, &mut diagnostics);
    let titles = diagnostics.iter().map(|diagnostic| format!("{} {}", diagnostic.code, diagnostic.title));
    resolved.filter(|_| !diagnostics.has_errors()).ok_or_else(|| titles.collect::<Vec<_>>().join("; "))
}

fn document(event: &serde_json::Value, events: &Events<'_>, schema: &Schema) -> Result<Document, String> {
    // JSON is YAML.
    let yaml = serde_yaml::to_value(as_mapped(event, events.types)).map_err(|error| error.to_string())?;
    Document::from_json(&yaml, schema).map_err(|error| error.to_string())
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => value.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Ip(address) => address.to_string(),
        Value::Date(ms) => format!("@{ms}"),
    }
}
