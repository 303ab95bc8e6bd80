//! `rules/schema.json`: the JSON Schema of a rule file, made of the table of its keys.
//!
//! Draft 7, which YAML language servers know best. It tells an editor keys, types and forms; whether ids exist, fields are known
//! and the query is right only the compiler knows.

use detector_compiler::rule::{KEYS, Key, Severity, Shape, Treatment};
use serde_json::{Map, Value, json};

/// What is said of each key: Markdown.
const DESCRIPTIONS: &[(&str, &str)] = &[
    ("rule_id", "What the rule is known by, in alerts and among other rules: a UUID, or another name that no other rule has."),
    ("name", "A short title that says what was found."),
    ("description", "What the rule finds, how, and why it matters."),
    ("severity", "How bad it is if an alert is true."),
    ("risk_score", "From 0 to 100. Usual are 21 for `low`, 47 for `medium`, 73 for `high` and 99 for `critical`."),
    ("type", "Always `eql`: no other type of rule can be compiled."),
    ("query", "The EQL query. Write it as a block: `query: |`, and the text below it, indented."),
    ("language", "Always `eql`."),
    ("dialect", "Whose EQL the query is: that of `elasticsearch`, unless it says `endpoint`, that of Elastic Endpoint."),
    ("tests", "Cases of events, and the alerts that they must give. `detectors test` runs them."),
    ("interval", "For how long `max_signals` counts, as `5m`; 5 minutes unless it says otherwise."),
    ("from", "How far back a search would look, as `now-9m`. A sequence without `maxspan` ends after this time."),
    ("to", "Up to when a search would look. A compiled rule judges events as they come, so only `now` has no warning."),
    ("max_signals", "How many alerts an `interval` has at most; 100 unless it says otherwise."),
    ("event_category_override", "The field of the event's category, in place of `event.category`."),
    ("timestamp_field", "The field of the event's time, in place of `@timestamp`."),
    ("tiebreaker_field", "The field that orders events of the same time."),
    ("threat", "Tactics of MITRE ATT&CK, and the techniques under each that the rule finds."),
    ("tags", "Words to find the rule by, as `OS: Linux`."),
    ("references", "Addresses to read more at."),
    ("false_positives", "What is harmless and alerts all the same."),
    ("note", "How to triage an alert: Markdown."),
    ("setup", "What must be there for the rule to see anything: Markdown."),
    ("author", "Who wrote the rule."),
    ("license", "Under which licence it may be used."),
    ("version", "Counts the changes of the rule, from 1."),
    ("building_block_type", "With `default`, alerts are the input of other rules and are not shown on their own."),
    ("index", "The index patterns that the rule was written for. A compiled rule judges whatever it is given."),
    ("data_view_id", "The data view that a search would use in place of `index`."),
    ("timestamp_override", "The field of time by which a search would select events, as `event.ingested`."),
    ("timestamp_override_fallback_disabled", "Whether a search would pass over events without that field."),
    ("timeline_id", "The template of the timeline that Kibana opens for an alert."),
    ("timeline_title", "The title of that template."),
    ("investigation_fields", "Fields that Kibana shows first."),
    ("related_integrations", "Integrations that bring the events."),
    ("required_fields", "Fields that the query reads, with their types."),
    ("output_index", "Where Elastic would write the alerts."),
    ("namespace", "The namespace of that index."),
    ("throttle", "How often Elastic would act on alerts."),
    ("immutable", "Whether Elastic ships the rule."),
    ("meta", "Anything that a program keeps with the rule."),
    ("id", "The id of the rule in the Kibana that it was exported from."),
    ("revision", "How often it was changed there."),
    ("created_at", "When it was made there."),
    ("created_by", "Who made it there."),
    ("updated_at", "When it was last changed there."),
    ("updated_by", "Who last changed it there."),
    ("rule_source", "Where that Kibana had it from."),
    ("execution_summary", "How it last ran there."),
    ("enabled", "Whether Elastic would run the rule."),
    ("filters", "Filters of Kibana beside the query."),
    ("exceptions_list", "Lists of exceptions in Kibana."),
    ("alert_suppression", "How Elastic would join alerts that are alike."),
    ("severity_mapping", "Fields of events that Elastic would take the severity from."),
    ("risk_score_mapping", "Fields of events that Elastic would take the risk score from."),
    ("rule_name_override", "The field of events that Elastic would take the name from."),
    ("actions", "What Elastic would do on an alert."),
    ("response_actions", "What Elastic would do on the host of an alert."),
];

/// A number above 0 and a unit.
const DURATION: &str = "0*[1-9][0-9]*[smhdw]";

/// The schema.
pub(crate) fn schema() -> Value {
    let keys = KEYS.iter().filter(|key| !matches!(key.treatment, Treatment::Refused(_)));
    let properties: Map<String, Value> = keys.map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<&str> = KEYS.iter().filter(|key| key.required.is_some()).map(|key| key.name).collect();
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "Detection rule of detectors",
        "type": "object",
        "additionalProperties": false,
        "required": required,
        "properties": properties,
        "definitions": {
            "text": { "type": "string", "pattern": "\\S" },
            "tactic": reference("TA[0-9]{4}", "tactics/TA[0-9]{4}", &[]),
            "technique": reference("T[0-9]{4}", "techniques/T[0-9]{4}", &[(
                "subtechnique",
                json!({ "type": ["array", "null"], "items": { "$ref": "#/definitions/subtechnique" },
                    "markdownDescription": "Sub-techniques of the technique." }),
            )]),
            "subtechnique": reference("T[0-9]{4}\\.[0-9]{3}", "techniques/T[0-9]{4}/[0-9]{3}", &[]),
            "threat": threat(),
            "test": test(),
            "event": event(),
        }
    })
}

/// The same object whatever order the features of `serde_json` keep keys in.
pub(crate) fn sorted(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(String, Value)> = map.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(entries.into_iter().collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        other => other,
    }
}

fn property(key: &Key) -> Value {
    let mut description = DESCRIPTIONS
        .iter()
        .find(|(name, _)| *name == key.name)
        .unwrap_or_else(|| panic!("no words for `{}`", key.name))
        .1
        .to_owned();
    if let Treatment::NotEnforced(why) = key.treatment {
        description += &format!("\n\nNot enforced: {why}.");
    }
    let mut property = form(key);
    // A key that can be left out may also stand without a value.
    if key.required.is_none() {
        if let Some(Value::String(kind)) = property.get("type").cloned() {
            property.insert("type".into(), json!([kind, "null"]));
        }
        if let Some(Value::Array(words)) = property.get_mut("enum") {
            words.push(Value::Null);
        }
    }
    property.insert("markdownDescription".into(), description.into());
    Value::Object(property)
}

/// What a key holds: by its name where its form is narrower than its shape.
fn form(key: &Key) -> Map<String, Value> {
    let severities = Severity::ALL.map(Severity::name);
    let form = match key.name {
        "rule_id" => json!({ "type": "string", "pattern": "^[A-Za-z0-9._-]+$", "maxLength": 128 }),
        "severity" => json!({ "type": "string", "enum": severities }),
        "risk_score" => json!({ "type": "integer", "minimum": 0, "maximum": 100 }),
        "type" | "language" => json!({ "type": "string", "enum": ["eql"] }),
        "dialect" => json!({ "type": "string", "enum": ["elasticsearch", "endpoint"] }),
        "building_block_type" => json!({ "type": "string", "enum": ["default"] }),
        "version" | "max_signals" => json!({ "type": "integer", "minimum": 1, "maximum": i32::MAX }),
        "interval" => json!({ "type": "string", "pattern": format!("^{DURATION}$"), "default": "5m" }),
        "from" => json!({ "type": "string", "pattern": format!("^now-{DURATION}$"), "default": "now-6m" }),
        "to" => json!({ "type": "string", "pattern": format!("^now(-{DURATION})?$"), "default": "now" }),
        "event_category_override" | "timestamp_field" | "tiebreaker_field" => {
            json!({ "type": "string", "pattern": "^[^\\s\"'*`.]+(\\.[^\\s\"'*`.]+)*$" })
        }
        "threat" => json!({ "type": "array", "items": { "$ref": "#/definitions/threat" } }),
        "tests" => json!({ "type": "array", "items": { "$ref": "#/definitions/test" } }),
        _ => match key.shape {
            Shape::Text if key.required.is_some() => json!({ "type": "string", "pattern": "\\S" }),
            Shape::Text => json!({ "type": "string" }),
            Shape::Texts => json!({ "type": "array", "items": { "type": "string" } }),
            Shape::Number => json!({ "type": "integer" }),
            Shape::Truth => json!({ "type": "boolean" }),
            Shape::List => json!({ "type": "array" }),
            Shape::Map => json!({ "type": "object" }),
            Shape::Any => json!({}),
        },
    };
    match form {
        Value::Object(form) => form,
        _ => Map::new(),
    }
}

/// An entry of ATT&CK.
fn reference(id: &str, page: &str, more: &[(&str, Value)]) -> Value {
    let mut properties = json!({
        "id": { "type": "string", "pattern": format!("^{id}$"), "markdownDescription": "Its id in MITRE ATT&CK." },
        "name": { "$ref": "#/definitions/text" },
        "reference": { "$ref": "#/definitions/text", "examples": [format!("https://attack.mitre.org/{}/", page.replace("[0-9]{4}", "…").replace("[0-9]{3}", "…"))] },
    });
    for (name, property) in more {
        properties[*name] = property.clone();
    }
    json!({ "type": "object", "additionalProperties": false, "required": ["id", "name", "reference"], "properties": properties })
}

fn threat() -> Value {
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["framework", "tactic"],
        "properties": {
            "framework": { "type": "string", "enum": ["MITRE ATT&CK"] },
            "tactic": { "$ref": "#/definitions/tactic" },
            "technique": { "type": ["array", "null"], "items": { "$ref": "#/definitions/technique" },
                "markdownDescription": "Techniques that serve the tactic." },
        }
    })
}

fn test() -> Value {
    let number = json!({ "type": "integer", "minimum": 1 });
    json!({
        "type": "object",
        "additionalProperties": false,
        "required": ["name", "events", "alerts"],
        "properties": {
            "name": { "type": "string", "pattern": "\\S", "markdownDescription": "What happens in it; no two cases of a rule have the same name." },
            "common": { "$ref": "#/definitions/event", "markdownDescription": "Fields of every event of the case; an event's own come before them." },
            "events": { "type": "array", "minItems": 1, "items": { "$ref": "#/definitions/event" },
                "markdownDescription": "ECS documents in order, keys dotted or nested. `\"@timestamp\"` is a time, or a duration after the start as `+300ms`; without it an event comes 1 ms after the one before." },
            "alerts": {
                "markdownDescription": "The alerts that must come, each by the numbers of its events, from 1: `[[1, 2]]`; none: `[]`. Or how many: `2`.",
                "anyOf": [
                    { "type": "integer", "minimum": 0, "maximum": u32::MAX },
                    { "type": "array", "uniqueItems": true, "items": { "type": "array", "minItems": 1, "uniqueItems": true, "items": number } },
                ]
            },
        }
    })
}

fn event() -> Value {
    json!({ "type": "object" })
}

/// Keys that have words, in the order of the words.
pub(crate) fn described() -> Vec<&'static str> {
    DESCRIPTIONS.iter().map(|(name, _)| *name).collect()
}
