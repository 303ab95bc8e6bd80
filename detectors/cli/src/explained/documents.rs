//! Event logs → documents of the evaluator, with the fields that rules read and no others.
//!
//! As in `detectors run`: a line that is no JSON, no object, or has another type than the schema's in a field that is read is
//! refused and reported, and the rest goes on.

use std::collections::HashSet;
use std::sync::Arc;

use detector_compiler::evaluate::{Document, DocumentError};
use detector_compiler::schema::{Field, Lookup, Schema};
use serde_json::Value as Json;
use serde_yaml::Value as Yaml;

use super::story::EventName;
use crate::progress::Progress;
use crate::read::complaints::Complaints;
use crate::read::input::{Line, Source};
use crate::read::json::words;

/// The documents of logs.
#[derive(Debug, Default)]
pub(crate) struct Logs {
    pub(crate) documents: Vec<Document>,
    /// For each document where it stands.
    pub(crate) places: Vec<Place>,
}

/// Where a document stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place {
    /// The log, as the user wrote it.
    pub(crate) file: Arc<str>,
    /// From 1.
    pub(crate) line: u64,
}

/// What rules read of a document.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    /// Names of fields; an alias is named by its field.
    pub(crate) fields: HashSet<String>,
    /// Names of arrays of objects whose elements are told apart.
    pub(crate) arrays: HashSet<String>,
}

impl Wanted {
    fn has(&self, path: &str, schema: &Schema) -> bool {
        let is_alias = |field: &Field| *field.name != *path && self.fields.contains(&*field.name);
        self.fields.contains(path) || matches!(schema.lookup(path), Lookup::Field(field) if is_alias(&field))
    }
}

impl Logs {
    /// Adds a source, read to its end or as far as it can be read; `number` is its number among those of `complaints`.
    pub(crate) fn read(
        &mut self,
        source: &Source,
        number: usize,
        (wanted, schema): (&Wanted, &Schema),
        complaints: &mut Complaints<'_>,
        progress: &Progress,
    ) {
        let file: Arc<str> = source.name().into();
        let read = source.open(&progress.read).and_then(|mut lines| {
            while let Some((line, text)) = lines.next()? {
                match text {
                    Line::TooLong(bytes) => complaints.long_line(progress, number, &file, line, bytes),
                    Line::Text(text) => match document(text, wanted, schema) {
                        Ok(document) => {
                            complaints.good_line(number);
                            self.documents.push(document);
                            self.places.push(Place { file: Arc::clone(&file), line });
                            progress.reading(self.documents.len());
                        }
                        Err(Refusal { column, message }) => {
                            complaints.refused_line(progress, number, (&file, line, column), &message, text);
                        }
                    },
                }
            }
            Ok(())
        });
        if let Err(error) = read {
            complaints.unreadable(progress, &file, &error);
        }
    }

    /// The names of the events; without the file where there is but one.
    pub(crate) fn names(&self) -> Vec<EventName> {
        let is_one = self.places.windows(2).all(|pair| matches!(pair, [one, other] if one.file == other.file));
        let name = |place: &Place| EventName::Line { line: place.line, file: (!is_one).then(|| Arc::clone(&place.file)) };
        self.places.iter().map(name).collect()
    }
}

/// Why a line is no document.
struct Refusal {
    /// From 1, where it is known.
    column: Option<usize>,
    message: String,
}

fn document(text: &[u8], wanted: &Wanted, schema: &Schema) -> Result<Document, Refusal> {
    let json: Json = serde_json::from_slice(text)
        .map_err(|error| Refusal { column: Some(error.column().max(1)), message: format!("not JSON: {}", words(&error)) })?;
    if !json.is_object() {
        return Err(Refusal { column: Some(1), message: "a document is a JSON object".to_owned() });
    }
    let mut document = Document::new();
    match add(&mut document, "", &json, wanted, schema) {
        Ok(()) => Ok(document),
        Err(error) => Err(Refusal { column: None, message: error.to_string() }),
    }
}

/// Adds what is at a path, of which the empty one is the document.
fn add(document: &mut Document, path: &str, value: &Json, wanted: &Wanted, schema: &Schema) -> Result<(), DocumentError> {
    match value {
        Json::Array(elements) => elements.iter().try_for_each(|element| add(document, path, element, wanted, schema)),
        Json::Object(entries) if !wanted.arrays.contains(path) => entries.iter().try_for_each(|(key, value)| match path {
            // A hit of a search.
            "" if key == "_source" => add(document, "", value, wanted, schema),
            _ => add(document, &below(path, key), value, wanted, schema),
        }),
        value => kept(path, value, wanted, schema).map_or(Ok(()), |kept| document.add(path, &kept, schema)),
    }
}

/// What of a value at a path is wanted, as it is.
fn kept(path: &str, value: &Json, wanted: &Wanted, schema: &Schema) -> Option<Yaml> {
    let scalar = match value {
        Json::Null => return None,
        Json::Array(elements) => {
            let kept = elements.iter().filter_map(|element| kept(path, element, wanted, schema));
            return Some(Yaml::Sequence(kept.collect()));
        }
        Json::Object(entries) => {
            let entry = |(key, value): (&String, &Json)| {
                Some((Yaml::from(key.as_str()), kept(&below(path, key), value, wanted, schema)?))
            };
            return Some(Yaml::Mapping(entries.iter().filter_map(entry).collect()));
        }
        Json::Bool(value) => Yaml::from(*value),
        Json::String(text) => Yaml::from(text.as_str()),
        Json::Number(number) => match (number.as_i64(), number.as_u64()) {
            (Some(number), _) => number.into(),
            (_, Some(number)) => number.into(),
            _ => number.as_f64().unwrap_or(f64::NAN).into(),
        },
    };
    wanted.has(path, schema).then_some(scalar)
}

fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

/// A time as logs write it.
pub(crate) fn iso(ms: i64) -> String {
    jiff::Timestamp::from_millisecond(ms).map_or_else(|_| ms.to_string(), |time| format!("{time:.3}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use detector_compiler::evaluate::Value;

    #[test]
    fn only_the_fields_that_are_read_are_kept_and_checked() {
        let fields = ["process.pid", "process.name"].map(str::to_owned).into();
        let schema = Schema::default();
        let wanted = Wanted { fields, arrays: HashSet::new() };
        let read = |text: &str| document(text.as_bytes(), &wanted, &schema);
        let text = |text: &str| Value::Text(text.to_owned());
        let cases = [
            (
                r#"{"process":{"pid":1},"process.name":["a",null,["b"]],"source.ip":"none"}"#,
                vec![Value::Int(1)],
                vec![text("a"), text("b")],
            ),
            (r#"{"_index":"x","_source":{"process":[{"pid":"1"},{"name":2}]}}"#, vec![Value::Int(1)], vec![text("2")]),
            ("{}", vec![], vec![]),
        ];
        for (line, pid, name) in cases {
            let document = read(line).map_err(|refusal| refusal.message).unwrap();
            assert_eq!((document.values("process.pid"), document.values("process.name")), (&pid[..], &name[..]), "{line}");
            assert_eq!(document.values("source.ip"), []);
        }
        let elements = Wanted { arrays: HashSet::from(["process".to_owned()]), fields: wanted.fields.clone() };
        let line = r#"{"_source":{"process":[{"pid":1,"name":["a","b"],"args":"x"},{"parent":{"pid":2}},null,[{"pid":3}]]}}"#;
        let document = document(line.as_bytes(), &elements, &schema).map_err(|refusal| refusal.message).unwrap();
        let pids: Vec<_> = document.elements("process").iter().map(|element| element.values("process.pid")).collect();
        assert_eq!(pids, [&[Value::Int(1)][..], &[], &[Value::Int(3)]]);
        assert_eq!(document.values("process.pid"), [Value::Int(1), Value::Int(3)]);
        let refused = [("{", Some(1)), ("[1]", Some(1)), (r#"{"a":1}}"#, Some(8)), (r#"{"process.pid":"many"}"#, None)];
        for (line, column) in refused {
            assert_eq!(read(line).map_err(|refusal| refusal.column).unwrap_err(), column, "{line}");
        }
    }
}
