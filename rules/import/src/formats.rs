//! Values of a file → what they are: which format, which language, and the parts of a rule.

use crate::layout::{Parts, rule};
use crate::place::Place;
use crate::toml::Document;
use crate::value::{Entry, Value, find};
use crate::{Found, NoRule, OtherLanguage, Refusal};

/// What a TOML file is.
pub(crate) fn toml(document: Document) -> Found {
    let Document { mut entries, trailing, comments_left, rule_place, had_crlf } = document;
    let mut parts = Parts::new(rule_place);
    parts.head = entries.first_mut().map(|first| std::mem::take(&mut first.comments)).unwrap_or_default();
    parts.comments_left = comments_left;
    let mut around = Vec::new();
    let mut is_rule = false;
    for entry in entries {
        match entry {
            Entry { key, value: Value::Map(keys), comments } if key == "rule" => {
                is_rule = true;
                parts.rule = keys;
                parts.head.extend(comments);
            }
            entry => around.push(entry),
        }
    }
    parts.head.extend(trailing);
    if !is_rule {
        return Found::NoRule(NoRule { place: rule_place, kind: "TOML without a table `[rule]`" });
    }
    if had_crlf {
        parts.notes.push("the line breaks of the file are CR LF; those of its texts became LF".into());
    }
    let has = |key: &str| find(&parts.rule, key).and_then(Value::as_text).is_some();
    if has("type") {
        parts.around = around;
        detection_rule(parts)
    } else if has("id") && has("query") {
        endpoint_rule(parts, around)
    } else {
        Found::Refused(Refusal {
            place: Some(rule_place),
            message: "a `[rule]` of an unknown format".into(),
            help: Some("a rule of detection-rules has a `type`, one of protections-artifacts an `id` and a `query`".into()),
        })
    }
}

/// What a JSON value is.
pub(crate) fn json(place: Place, value: Value) -> Found {
    let Value::Map(entries) = value else {
        return Found::NoRule(NoRule { place, kind: "a JSON value that is no object" });
    };
    let mut parts = Parts::new(place);
    if is_api_rule(&entries) {
        parts.rule = entries;
    } else if find(&entries, "attributes").and_then(Value::as_map).is_some_and(is_api_rule) {
        let (attributes, around): (Vec<_>, Vec<_>) = entries.into_iter().partition(|entry| entry.key == "attributes");
        if let Some(Entry { value: Value::Map(rule), .. }) = attributes.into_iter().next() {
            parts.rule = rule;
        }
        if !around.is_empty() {
            parts.around.push(Entry::new("saved_object", Value::Map(around)));
        }
    } else {
        return Found::NoRule(NoRule { place, kind: other_json(&entries) });
    }
    // A rule that was made without an id of its own has that of its object.
    if find(&parts.rule, "rule_id").is_none()
        && let Some(id) = find(&parts.rule, "id").and_then(Value::as_text)
    {
        parts.rule.push(Entry::text("rule_id", id));
        parts.notes.push("it has no `rule_id`: its `id` is taken for one".into());
    }
    detection_rule(parts)
}

/// Whether an object is a rule of the detection rule API.
fn is_api_rule(entries: &[Entry]) -> bool {
    let has = |key: &str| find(entries, key).is_some();
    find(entries, "type").and_then(Value::as_text).is_some() && (has("rule_id") || has("risk_score") || has("query"))
}

/// What else an export of Kibana holds.
fn other_json(entries: &[Entry]) -> &'static str {
    let has = |key: &str| find(entries, key).is_some();
    if entries.iter().any(|entry| entry.key.starts_with("exported_")) {
        "the summary line of an export"
    } else if has("list_id") && has("item_id") {
        "an exception: what it excepts can alert"
    } else if has("list_id") {
        "a list of exceptions"
    } else if has("attributes") {
        "a saved object that is no rule"
    } else {
        "a JSON object that is no rule"
    }
}

/// A rule of Elastic's detection engine: of detection-rules or of the API.
fn detection_rule(parts: Parts) -> Found {
    let text = |key: &str| find(&parts.rule, key).and_then(Value::as_text);
    let (kind, language) = (text("type").unwrap_or_default(), text("language"));
    if kind == "eql" && language.is_none_or(|language| language == "eql") {
        return rule(parts).map_or_else(Found::Refused, Found::Rule);
    }
    let by_language = matches!(kind, "query" | "saved_query" | "eql");
    let kind = if by_language { language.unwrap_or("kuery") } else { kind };
    Found::OtherLanguage(OtherLanguage {
        place: parts.place,
        name: text("name").unwrap_or_default().to_owned(),
        kind: kind.to_owned(),
    })
}

/// What a rule of the Endpoint is given, since its format has no such keys.
const DEFAULTS: [(&str, &str); 2] = [("dialect", "endpoint"), ("severity", "medium")];
const RISK_SCORE: i128 = 47;

/// A behaviour rule of the Endpoint, of protections-artifacts.
fn endpoint_rule(mut parts: Parts, around: Vec<Entry>) -> Found {
    let has_references = find(&parts.rule, "references").is_some();
    for entry in &mut parts.rule {
        match entry.key.as_str() {
            "id" => entry.key = "rule_id".into(),
            "reference" if !has_references => entry.key = "references".into(),
            key @ ("os_list" | "reputation") => {
                parts.notes.push(format!("its `{key}` is kept in `meta.rule` and not enforced"));
            }
            key if is_action(key) && !is_empty_list(&entry.value) => {
                parts.notes.push(format!("its `{key}` are kept in `meta.rule` and not carried out"));
            }
            _ => {}
        }
    }
    for entry in around {
        if entry.key == "threat" && find(&parts.rule, "threat").is_none() {
            parts.rule.push(entry);
            continue;
        }
        if is_action(&entry.key) {
            parts.notes.push(format!("its `{}` are kept in `meta` and not carried out", entry.key));
        }
        parts.around.push(entry);
    }
    // These have the names of keys of the API and mean something else.
    parts.kept_below_meta = &["actions", "response_actions"];
    let defaults = DEFAULTS.map(|(key, text)| (key, Value::Text(text.into())));
    for (key, value) in defaults.into_iter().chain([("risk_score", Value::Int(RISK_SCORE))]) {
        if find(&parts.rule, key).is_none() {
            parts.rule.push(Entry::new(key, value));
            parts.defaults.push(key);
        }
    }
    for key in ["type", "language"] {
        if find(&parts.rule, key).is_none() {
            parts.rule.push(Entry::text(key, "eql"));
        }
    }
    rule(parts).map_or_else(Found::Refused, Found::Rule)
}

fn is_action(key: &str) -> bool {
    matches!(key, "actions" | "optional_actions" | "response_actions")
}

fn is_empty_list(value: &Value) -> bool {
    matches!(value, Value::List(items) if items.is_empty())
}
