//! JSON text → the [`Value`]s in it that may be rules, each with its place.
//!
//! Read are one object a line, as Kibana exports rules; a list of objects; one object; and the answer of the API's `_find`, whose rules
//! are in `data`. A line that is no JSON is refused alone.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use crate::Refusal;
use crate::place::{Place, place, place_of_line_byte};
use crate::value::{Entry, Value};

/// A value of a file, or why it could not be read.
pub(crate) type Part = (Place, Result<Value, Refusal>);

/// Reads a file of JSON.
pub(crate) fn read(text: &str) -> Vec<Part> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if is_one_object_a_line(text) { lines(text) } else { whole(text) }
}

/// Whether the lines are values of their own: the text as a whole is none, and there is a line that is a whole object.
fn is_one_object_a_line(text: &str) -> bool {
    let is_value = |text: &str| serde_json::from_str::<IgnoredAny>(text).is_ok();
    let is_list = text.trim_start().starts_with('[');
    !is_list && !is_value(text) && text.lines().any(|line| line.starts_with('{') && is_value(line))
}

fn lines(text: &str) -> Vec<Part> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.flat_map(|(index, line)| parts(line, Place { line: index + 1, column: 1 })).collect()
}

fn whole(text: &str) -> Vec<Part> {
    parts(text, Place { line: 1, column: 1 })
}

/// The values of a text that begins at a place: those of a list or of a `data`, else the text as one value.
fn parts(text: &str, at: Place) -> Vec<Part> {
    match serde_json::from_str::<Outer<'_>>(text) {
        Err(error) => vec![(at, Err(refusal(text, at, &error)))],
        Ok(Outer::One) => {
            let at = at.then(place(text, text.len() - text.trim_start().len()));
            vec![(at, value(text.trim(), at))]
        }
        Ok(Outer::Several(values)) => {
            let mut inner = Places { text, at, byte: 0 };
            values.into_iter().map(|raw| inner.part(raw.get())).collect()
        }
    }
}

fn value(text: &str, at: Place) -> Result<Value, Refusal> {
    serde_json::from_str(text).map_err(|error| refusal(text, at, &error))
}

fn refusal(text: &str, at: Place, error: &serde_json::Error) -> Refusal {
    let inner = place_of_line_byte(text, error.line(), error.column());
    let words = error.to_string();
    let words = words.rsplit_once(" at line ").map_or(words.as_str(), |(words, _)| words);
    let other_type = words.strip_prefix("invalid type: ").and_then(|types| types.split_once(", expected "));
    let words = match other_type {
        Some((found, expected)) => format!("expected {expected}, found {found}"),
        None if error.is_eof() => "the text ends within it".to_owned(),
        None => words.to_owned(),
    };
    let help = error.is_eof().then(|| "export or download it again".into());
    Refusal { place: Some(at.then(inner)), message: format!("not JSON that can be a rule: {words}"), help }
}

/// Finds the places of parts, one after the other.
struct Places<'t> {
    text: &'t str,
    at: Place,
    /// Where `at` is in the text.
    byte: usize,
}

impl Places<'_> {
    fn part(&mut self, raw: &str) -> Part {
        // `raw` is a part of the text, so the difference of their addresses is its place in it.
        let start = (raw.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        if let Some(between) = self.text.get(self.byte..start) {
            self.at = self.at.then(place(between, between.len()));
            self.byte = start;
        }
        (self.at, value(raw, self.at))
    }
}

/// What a JSON text holds at the top.
enum Outer<'t> {
    One,
    Several(Vec<&'t RawValue>),
}

impl<'de> Deserialize<'de> for Outer<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OuterVisitor)
    }
}

struct OuterVisitor;

impl<'de> Visitor<'de> for OuterVisitor {
    type Value = Outer<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a rule or a list of rules")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = access.next_element()? {
            values.push(value);
        }
        Ok(Outer::Several(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let (mut data, mut is_rule) = (None, false);
        while let Some(key) = access.next_key::<String>()? {
            let value: &RawValue = access.next_value()?;
            is_rule |= matches!(key.as_str(), "query" | "rule_id" | "type");
            if key == "data" && value.get().starts_with('[') {
                data = Some(value);
            }
        }
        match data {
            Some(data) if !is_rule => {
                Ok(Outer::Several(serde_json::from_str::<Vec<&'de RawValue>>(data.get()).map_err(de::Error::custom)?))
            }
            _ => Ok(Outer::One),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

/// Reads any value. A key that is given twice is an error: one of its values would be lost. So is a number that no 64 bits hold.
struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Int(value.into()))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Int(value.into()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Value, E> {
        // From here on whole numbers are not told apart any more.
        const EXACT_MAX: f64 = 9_007_199_254_740_992.0;
        if value.fract() == 0.0 && value.abs() > EXACT_MAX {
            return Err(E::custom(format!("the number {value:e} has more digits than can be kept")));
        }
        Ok(Value::Float(value))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element::<Value>()? {
            items.push(item.into());
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut entries: Vec<Entry> = Vec::new();
        let mut known = std::collections::HashSet::new();
        while let Some((key, value)) = access.next_entry::<String, Value>()? {
            if !known.insert(key.clone()) {
                return Err(de::Error::custom(format!("the key `{key}` is given twice")));
            }
            entries.push(Entry::new(key, value));
        }
        Ok(Value::Map(entries))
    }
}
