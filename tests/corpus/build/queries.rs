//! Queries that come with events: queries with known answers, and a sample of converted Sigma rules → rule files.

use crate::files::{emptied, errors, write};
use crate::rule_file::rule_file;
use detector_compiler::diagnostics::Diagnostics;
use detector_compiler::schema::{Schema, custom};
use detector_compiler::source::{Source, SourceId};
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;
use std::path::Path;

/// How many Sigma rules are compiled besides those with a recording.
const SIGMA_SAMPLE: usize = 100;

/// Writes rule files into `query_cases` and `sigma` of `out`. A rule's id is its number, or Sigma's.
pub(crate) fn generate(events: &Path, out: &Path) {
    let folder = emptied(out.join("query_cases"));
    let cases = std::fs::read_to_string(events.join("query_cases/cases.json")).unwrap_or_default();
    let cases: Vec<Value> = serde_json::from_str(&cases).unwrap_or_default();
    for (number, case) in cases.iter().enumerate() {
        keep(&folder, &number.to_string(), case["query"].as_str().unwrap_or_default(), &Schema::default());
    }
    keep(&folder, "none", "any where false", &Schema::default());

    let folder = emptied(out.join("sigma"));
    let lines = |name: &str| -> Vec<Value> {
        let text = std::fs::read_to_string(events.join("sigma").join(name)).unwrap_or_default();
        text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    };
    let expected = lines("expected.jsonl");
    let recorded: HashSet<&str> = expected.iter().filter_map(|line| line["rule_id"].as_str()).collect();
    let rules = lines("rules.jsonl");
    let fields = own_fields(&rules);
    write(&out.join("sigma_fields.tsv"), &fields);
    let source = Source::new("sigma_fields.tsv", fields);
    let schema = custom::parse(&source, SourceId(0), &mut Diagnostics::new()).expect("the table of fields can be read");
    let rest = rules.iter().filter(|rule| !recorded.contains(rule["id"].as_str().unwrap_or_default())).count();
    // Evenly spread, from a place that changes with the number of rules only.
    let step = (rest / SIGMA_SAMPLE).max(1);
    let mut number = 0;
    for rule in &rules {
        let id = rule["id"].as_str().unwrap_or_default();
        let has_recording = recorded.contains(id);
        number += usize::from(!has_recording);
        if has_recording || number % step == 0 {
            keep(&folder, id, rule["query"].as_str().unwrap_or_default(), &schema);
        }
    }
    keep(&folder, "none", "any where false", &schema);
}

/// The table of the fields that the rules use and ECS does not have, or has as text without exact values: an index with such
/// events maps them as keywords, but for those that are compared with blocks of addresses.
fn own_fields(rules: &[Value]) -> String {
    let mut fields: BTreeMap<String, &str> = BTreeMap::new();
    for query in rules.iter().filter_map(|rule| rule["query"].as_str()) {
        for error in errors("query", &rule_file("query", query), &Schema::default()) {
            if !["DR301", "DR303"].contains(&error.code.to_string().as_str()) {
                continue;
            }
            let names = error.title.split('`').skip(1).step_by(2).filter(|name| name.contains('.'));
            for name in names {
                let is_address = query.to_lowercase().contains(&format!("cidrmatch({}", name.to_lowercase()));
                let field_type = fields.entry(name.to_owned()).or_insert("keyword");
                if is_address {
                    *field_type = "ip";
                }
            }
        }
    }
    let mut table = "field\ttype\n".to_owned();
    for (name, field_type) in fields {
        let _ = writeln!(table, "{name}\t{field_type}");
    }
    table
}

/// Writes a rule with the query. One that does not compile is left out: the tests say which may.
fn keep(folder: &Path, id: &str, query: &str, schema: &Schema) {
    let text = rule_file(id, query);
    if errors(id, &text, schema).is_empty() {
        write(&folder.join(format!("{id}.yml")), &text);
    }
}
