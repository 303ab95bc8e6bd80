//! The parts of a rule → the keys of its file, in order; all that has no key of its own goes below `meta`.

use detector_compiler::rule::{KEYS, Key, Shape, Treatment};

use crate::place::Place;
use crate::value::{Entry, Item, Value, find};
use crate::{Refusal, Rule};

/// The parts of a rule in any format.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) place: Place,
    /// Comments above the file.
    pub(crate) head: Vec<String>,
    /// The keys of the rule, in the names of a rule file.
    pub(crate) rule: Vec<Entry>,
    /// What the source has beside the rule.
    pub(crate) around: Vec<Entry>,
    /// Keys of `rule` that are of this format alone, though a rule file has keys of these names.
    pub(crate) kept_below_meta: &'static [&'static str],
    /// Keys of `rule` of which the source says nothing.
    pub(crate) defaults: Vec<&'static str>,
    pub(crate) notes: Vec<String>,
    pub(crate) comments_left: usize,
}

impl Parts {
    pub(crate) fn new(place: Place) -> Self {
        Self {
            place,
            head: Vec::new(),
            rule: Vec::new(),
            around: Vec::new(),
            kept_below_meta: &[],
            defaults: Vec::new(),
            notes: Vec::new(),
            comments_left: 0,
        }
    }
}

/// The keys of a file as they are written: what it is, what it says, what it finds, how it runs, where it belongs, what to read, and what
/// only a program reads. `tests` come last, after `meta`.
const ORDER: &[&str] = &[
    "rule_id",
    "name",
    "description",
    "author",
    "license",
    "version",
    "severity",
    "risk_score",
    "type",
    "language",
    "dialect",
    "index",
    "data_view_id",
    "query",
    "event_category_override",
    "timestamp_field",
    "tiebreaker_field",
    "timestamp_override",
    "timestamp_override_fallback_disabled",
    "filters",
    "interval",
    "from",
    "to",
    "max_signals",
    "enabled",
    "building_block_type",
    "alert_suppression",
    "exceptions_list",
    "severity_mapping",
    "risk_score_mapping",
    "rule_name_override",
    "threat",
    "tags",
    "references",
    "false_positives",
    "related_integrations",
    "required_fields",
    "investigation_fields",
    "timeline_id",
    "timeline_title",
    "note",
    "setup",
    "actions",
    "response_actions",
    "throttle",
    "output_index",
    "namespace",
    "id",
    "revision",
    "immutable",
    "created_at",
    "created_by",
    "updated_at",
    "updated_by",
    "rule_source",
    "execution_summary",
    "meta",
];

/// Puts keys in the order of a file. One that the order does not know comes last, before `meta`.
pub(crate) fn sort(keys: &mut [Entry]) {
    let rank = |entry: &Entry| ORDER.iter().position(|name| *name == entry.key).unwrap_or(ORDER.len() - 2);
    keys.sort_by_key(rank);
}

/// A rule with the keys of its file.
///
/// # Errors
/// If it lacks a key that every rule has.
pub(crate) fn rule(mut parts: Parts) -> Result<Box<Rule>, Refusal> {
    let (mut keys, rest): (Vec<Entry>, Vec<Entry>) =
        std::mem::take(&mut parts.rule).into_iter().partition(|entry| is_key(entry, parts.kept_below_meta));
    check_required(parts.place, &keys, &rest)?;
    let own = keys.iter().position(|entry| entry.key == "meta").map(|at| keys.remove(at));
    for entry in &mut keys {
        if entry.key == "threat" {
            sort_threat(&mut entry.value);
        }
    }
    keys.extend(meta(own, std::mem::take(&mut parts.around), rest, &parts.defaults));
    sort(&mut keys);
    let text = |key: &str| find(&keys, key).and_then(Value::as_text).unwrap_or_default().to_owned();
    Ok(Box::new(Rule {
        place: parts.place,
        rule_id: text("rule_id"),
        name: text("name"),
        notes: parts.notes,
        comments_left: parts.comments_left,
        head: parts.head,
        keys,
        defaults: parts.defaults,
    }))
}

fn key(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// Whether an entry can stand at the top of a rule file. `tests` there are those of whoever has the file.
fn is_key(entry: &Entry, kept_below_meta: &[&str]) -> bool {
    let Some(key) = key(&entry.key) else { return false };
    let is_null = entry.value == Value::Null && key.required.is_none();
    !matches!(key.treatment, Treatment::Refused(_))
        && key.name != "tests"
        && !kept_below_meta.contains(&key.name)
        && (is_null || fits(&entry.value, key.shape))
}

fn fits(value: &Value, shape: Shape) -> bool {
    match (shape, value) {
        (Shape::Any, _)
        | (Shape::Text, Value::Text(_))
        | (Shape::Number, Value::Int(_))
        | (Shape::Truth, Value::Bool(_))
        | (Shape::List, Value::List(_))
        | (Shape::Map, Value::Map(_)) => true,
        (Shape::Texts, Value::List(items)) => items.iter().all(|item| item.value.as_text().is_some()),
        _ => false,
    }
}

fn check_required(place: Place, keys: &[Entry], rest: &[Entry]) -> Result<(), Refusal> {
    let required = || KEYS.iter().filter(|key| key.required.is_some() && find(keys, key.name).is_none());
    let is_given = |key: &Key| find(rest, key.name).is_some();
    let missing: Vec<String> = required()
        .map(|key| match find(rest, key.name) {
            Some(value) => format!("`{}` is {}", key.name, value.kind()),
            None => format!("no `{}`", key.name),
        })
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(Refusal {
        place: Some(place),
        message: format!("the rule cannot be a rule file: {}", missing.join(", ")),
        help: Some(if required().any(is_given) { "correct it in the rule" } else { "add it to the rule" }.into()),
    })
}

/// All that has no key of its own.
fn meta(own: Option<Entry>, around: Vec<Entry>, mut rest: Vec<Entry>, defaults: &[&str]) -> Option<Entry> {
    const RULE: &str = "rule";
    const IMPORT: &str = "import";
    let mut entry = Entry::new("meta", Value::Null);
    let mut below = Vec::new();
    if let Some(mut own) = own {
        let collides = |name: &str| name == RULE || name == IMPORT || find(&around, name).is_some();
        match own.value {
            Value::Map(keys) if !keys.iter().any(|key| collides(&key.key)) => {
                entry.comments = own.comments;
                // An empty mapping says that there is one.
                entry.value = Value::Map(Vec::new());
                below = keys;
            }
            value => {
                own.value = value;
                rest.push(own);
            }
        }
    }
    for mut table in around {
        while table.key == RULE || table.key == IMPORT || find(&below, &table.key).is_some() {
            table.key.push('_');
        }
        below.push(table);
    }
    if !rest.is_empty() {
        below.push(Entry::new(RULE, Value::Map(rest)));
    }
    if !defaults.is_empty() {
        let names = defaults.iter().map(|name| Item::from(Value::Text((*name).to_owned()))).collect();
        below.push(Entry::new(IMPORT, Value::Map(vec![Entry::new("defaults", Value::List(names))])));
    }
    if below.is_empty() && entry.value == Value::Null {
        return None;
    }
    entry.value = Value::Map(below);
    Some(entry)
}

/// `tactic` before its techniques, and the id of each before its name, wherever the source has them.
fn sort_threat(value: &mut Value) {
    const ORDER: [&str; 7] = ["framework", "tactic", "technique", "id", "name", "reference", "subtechnique"];
    match value {
        Value::List(items) => items.iter_mut().for_each(|item| sort_threat(&mut item.value)),
        Value::Map(entries) => {
            entries.sort_by_key(|entry| ORDER.iter().position(|name| *name == entry.key).unwrap_or(ORDER.len()));
            entries.iter_mut().for_each(|entry| sort_threat(&mut entry.value));
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_a_rule_file_has_its_place() {
        let mut wanted: Vec<&str> =
            KEYS.iter().filter(|key| !matches!(key.treatment, Treatment::Refused(_))).map(|key| key.name).collect();
        wanted.retain(|name| *name != "tests");
        wanted.sort_unstable();
        let mut order = ORDER.to_vec();
        order.sort_unstable();
        assert_eq!(order, wanted);
    }
}
