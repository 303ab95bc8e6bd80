//! Entries of `threat`, filled up from the table of ATT&CK.

use detector_compiler::attack::{Attack, page};
use serde_yaml::{Mapping, Value};

/// `threat` with one entry that holds the part: keys of the entry, or of its technique. What the part leaves out is right.
pub(crate) fn entry(part: &str) -> String {
    let part: Mapping = serde_yaml::from_str(part).unwrap_or_else(|error| panic!("{error}: {part}"));
    let of_entry = ["framework", "tactic"].iter().any(|key| part.contains_key(*key));
    let mut entry = Mapping::new();
    entry.insert("framework".into(), "MITRE ATT&CK".into());
    if of_entry {
        entry.insert("tactic".into(), reference("TA0002"));
        entry.extend(part);
    } else {
        let id = part.get("id").and_then(Value::as_str).unwrap_or_default();
        let is_sub = id.contains('.');
        entry.insert("tactic".into(), reference(tactic_of(id.split('.').next().unwrap_or_default())));
        let mut technique = reference(id.split('.').next().unwrap_or_default());
        if let Value::Mapping(technique) = &mut technique {
            if is_sub {
                technique.insert("subtechnique".into(), Value::Sequence(vec![Value::Mapping(part)]));
            } else {
                technique.extend(part);
            }
        }
        entry.insert("technique".into(), Value::Sequence(vec![technique]));
    }
    let mut entry = Value::Mapping(entry);
    complete(&mut entry);
    let threat: Mapping = [("threat".into(), Value::Sequence(vec![entry]))].into_iter().collect();
    serde_yaml::to_string(&threat).expect("it is YAML")
}

/// Adds name and page to all that have an id alone.
fn complete(value: &mut Value) {
    match value {
        Value::Mapping(mapping) => {
            mapping.values_mut().for_each(complete);
            let Some(id) = mapping.get("id").and_then(Value::as_str).map(str::to_owned) else { return };
            for key in ["name", "reference"] {
                if let (false, Some(right)) = (mapping.contains_key(key), reference(&id).get(key)) {
                    mapping.insert(key.into(), right.clone());
                }
            }
        }
        Value::Sequence(elements) => elements.iter_mut().for_each(complete),
        _ => {}
    }
}

fn reference(id: &str) -> Value {
    let name = Attack::builtin().get(id).map_or("Unknown", |entry| &entry.name);
    let keys = [("id", id.to_owned()), ("name", name.to_owned()), ("reference", page(id))];
    Value::Mapping(keys.into_iter().map(|(key, value)| (key.into(), value.into())).collect())
}

/// A tactic that the technique serves.
fn tactic_of(technique: &str) -> &'static str {
    let Some(technique) = Attack::builtin().get(technique) else { return "TA0002" };
    let tactics = Attack::builtin().entries().iter().filter(|entry| entry.id.starts_with("TA"));
    tactics.map(|entry| entry.id.as_str()).find(|tactic| technique.has_tactic(tactic)).unwrap_or("TA0002")
}
