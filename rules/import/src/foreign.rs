//! A text in YAML, which nothing here is read from → what it is, and what can be done with it.

use serde::Deserialize;
use serde_yaml::{Deserializer, Mapping, Value};

use crate::Refusal;

const ACCEPTED: &str = "read are rules of Elastic: TOML of detection-rules and protections-artifacts, JSON of Kibana's API";

/// What a text is if its first document is a mapping of YAML; `None` if it is not.
pub fn foreign(text: &str) -> Option<Refusal> {
    let first = Deserializer::from_str(text).next()?;
    let Ok(Value::Mapping(keys)) = Value::deserialize(first) else { return None };
    let (message, help) = kind(&keys);
    Some(Refusal { place: None, message: message.into(), help: Some(help) })
}

fn kind(keys: &Mapping) -> (&'static str, String) {
    let has = |key: &str| keys.contains_key(key);
    if has("detection") || has("logsource") {
        let help = format!("{ACCEPTED}; pySigma converts Sigma to EQL, and `detectors new` begins a rule for the query");
        ("it is a Sigma rule, whose conditions are not EQL", help)
    } else if has("rule_id") && has("query") {
        ("it is a rule file already", "`detectors check` reads it as it is".into())
    } else {
        ("it is YAML, and no rule of Elastic is", ACCEPTED.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_is_told_from_what_can_be_imported() {
        for (text, part) in [
            ("title: X\nlogsource: { product: linux }\ndetection: { condition: a }\n", "a Sigma rule"),
            ("action: global\ntitle: X\ndetection: {}\n---\ndetection: { a: 1 }\n", "a Sigma rule"),
            ("rule_id: a\nquery: any where true\n", "a rule file already"),
            ("openapi: 3\n", "it is YAML"),
        ] {
            assert!(foreign(text).is_some_and(|refusal| refusal.message.contains(part)), "{text}");
        }
        for text in ["[rule]\nname = \"a\"\n", "", "name = 1", "a: [", "- a\n"] {
            assert_eq!(foreign(text), None, "{text}");
        }
    }
}
