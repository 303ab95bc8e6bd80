//! What there is to say, as JSON: every node of every condition, with its place.

use detector_compiler::evaluate::explain::{Among, Answer, Shape};
use detector_compiler::evaluate::{Outcome, Value};
use serde_json::{Value as Json, json};

use super::documents::iso;
use super::story::EventName;
use super::tree::word;
use super::{Part, Rule};

/// A list with an object for each part.
pub(crate) fn parts(rule: &Rule, parts: &[Part<'_>]) -> Json {
    parts.iter().map(|part| self::part(rule, part)).collect()
}

fn part(rule: &Rule, part: &Part<'_>) -> Json {
    match part {
        Part::Sentence(sentence) => json!({ "text": sentence }),
        Part::Answer { role, event, behind, filter, answer, names } => {
            let outcome = match answer.outcome {
                Outcome::True => "true",
                Outcome::False => "false",
                Outcome::Failed => "fails",
            };
            let behind: Vec<Json> = behind.iter().map(name).collect();
            json!({
                "event": name(event),
                "stage": (!role.is_empty()).then_some(role),
                "after": (!behind.is_empty()).then_some(behind),
                "outcome": outcome,
                "short": answer.distance(),
                "category": { "name": filter.category, "met": answer.in_category, "values": values(answer.categories) },
                "condition": node(rule, names, &answer.condition),
            })
        }
    }
}

/// `1` of a test case; `{"line": 5}`, with the file where there are several.
fn name(event: &EventName) -> Json {
    match event {
        EventName::Event(number) => json!(number),
        EventName::Line { line, file: None } => json!({ "line": line }),
        EventName::Line { line, file: Some(file) } => json!({ "file": **file, "line": line }),
    }
}

fn node(rule: &Rule, names: &[EventName], answer: &Answer<'_, '_>) -> Json {
    let (line, column) = rule.line_and_column(answer.condition.span);
    let mut object = json!({ "text": answer.condition.text, "line": line, "column": column, "truth": word(answer.truth) });
    if let Json::Object(object) = &mut object {
        if let Shape::Some(among, _) = &answer.condition.shape {
            let candidates = answer.candidates.iter().zip(&answer.parts).map(|(candidate, part)| match among {
                Among::Elements { .. } => json!({ "element": candidate.saturating_add(1), "condition": node(rule, names, part) }),
                Among::Ancestors(_) => {
                    json!({ "event": names.get(*candidate).map(name), "condition": node(rule, names, part) })
                }
            });
            object.insert("candidates".to_owned(), candidates.collect());
        } else if answer.parts.is_empty() {
            let values = answer.values.iter().map(|(field, all)| (field.name.clone(), values(all))).collect();
            object.insert("values".to_owned(), Json::Object(values));
        } else {
            object.insert("parts".to_owned(), answer.parts.iter().map(|part| node(rule, names, part)).collect());
        }
    }
    object
}

fn values(values: &[Value]) -> Json {
    let value = |value: &Value| match value {
        Value::Text(text) => json!(text),
        Value::Int(number) => i64::try_from(*number).map_or_else(|_| json!(number.to_string()), |number| json!(number)),
        Value::Float(number) => json!(number),
        Value::Bool(value) => json!(value),
        Value::Ip(address) => json!(address.to_string()),
        Value::Date(ms) => json!(iso(*ms)),
    };
    values.iter().map(value).collect()
}
