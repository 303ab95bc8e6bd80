//! An event as the evaluator sees it: values by field name.

use super::date;
use super::value::{Value, number_in};
use crate::ir::Number;
use crate::schema::{FieldType, Kind, Lookup, Schema};
use std::collections::HashMap;
use std::fmt;

/// An event: for each field its values, flat and without nulls. A field without values is missing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Document {
    fields: HashMap<String, Vec<Value>>,
    /// The objects in arrays by the path of the array, each with its fields by their whole paths. An object that stands alone is an
    /// array of one.
    elements: HashMap<String, Vec<Document>>,
}

/// A value that its field cannot hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentError {
    /// Dotted name of the field.
    pub field: String,
    /// Elasticsearch's name of its type.
    pub field_type: &'static str,
    /// The value.
    pub value: String,
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "field `{}` is of type {}, which cannot hold `{}`", self.field, self.field_type, self.value)
    }
}

impl std::error::Error for DocumentError {}

impl Document {
    /// Without any field.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value to a field.
    pub fn insert(&mut self, name: impl Into<String>, value: Value) {
        self.fields.entry(name.into()).or_default().push(value);
    }

    /// The values of a field; none if it is missing.
    pub fn values(&self, name: &str) -> &[Value] {
        self.fields.get(name).map_or(&[], Vec::as_slice)
    }

    /// Adds an element to an array of objects; its fields, which have the array's name before their own, become the event's too.
    pub fn insert_element(&mut self, array: impl Into<String>, element: Document) {
        for (name, values) in &element.fields {
            self.fields.entry(name.clone()).or_default().extend(values.iter().cloned());
        }
        self.elements.entry(array.into()).or_default().push(element);
    }

    /// Adds an element to an array of objects, whose fields are the event's already.
    pub fn insert_element_alone(&mut self, array: impl Into<String>, element: Document) {
        self.elements.entry(array.into()).or_default().push(element);
    }

    /// The elements of an array of objects; none if it is missing.
    pub fn elements(&self, array: &str) -> &[Document] {
        self.elements.get(array).map_or(&[], Vec::as_slice)
    }

    /// Adds what another document has.
    fn merge(&mut self, other: Document) {
        for (name, values) in other.fields {
            self.fields.entry(name).or_default().extend(values);
        }
        for (array, elements) in other.elements {
            self.elements.entry(array).or_default().extend(elements);
        }
    }

    /// The fields that are not missing, in no order, and their values.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &[Value])> {
        self.fields.iter().map(|(name, values)| (name.as_str(), values.as_slice()))
    }

    /// An event from JSON or YAML, read as Elasticsearch's mappings do.
    ///
    /// Dotted keys and nested objects are the same field, arrays are flattened, nulls dropped, and objects in an array are
    /// merged by path, and kept apart beside that. The schema gives each field its type: keywords take numbers and booleans as text, numbers take
    /// numeric text (whole ones cut off a fraction), booleans take `"true"` and `"false"`, dates take ISO-8601 and
    /// milliseconds. Fields that the schema does not know keep the type that they have.
    ///
    /// # Errors
    /// If a value cannot be read as its field's type.
    pub fn from_json(value: &serde_yaml::Value, schema: &Schema) -> Result<Self, DocumentError> {
        let mut document = Self::new();
        document.add("", value, schema)?;
        Ok(document)
    }

    /// Adds what is at a path; the empty path is the document. See [`Self::from_json`].
    ///
    /// # Errors
    /// If a value cannot be read as its field's type.
    pub fn add(&mut self, path: &str, value: &serde_yaml::Value, schema: &Schema) -> Result<(), DocumentError> {
        match value {
            serde_yaml::Value::Null => Ok(()),
            serde_yaml::Value::Sequence(elements) => elements.iter().try_for_each(|element| self.add(path, element, schema)),
            serde_yaml::Value::Mapping(entries) => {
                let mut object = Self::new();
                for (key, value) in entries {
                    let key = scalar_text(key);
                    let below = if path.is_empty() { key } else { format!("{path}.{key}") };
                    object.add(&below, value, schema)?;
                }
                if !path.is_empty() {
                    let element = Self { fields: object.fields.clone(), elements: HashMap::new() };
                    self.elements.entry(path.to_owned()).or_default().push(element);
                }
                self.merge(object);
                Ok(())
            }
            serde_yaml::Value::Tagged(tagged) => self.add(path, &tagged.value, schema),
            serde_yaml::Value::Bool(_) | serde_yaml::Value::Number(_) | serde_yaml::Value::String(_) => {
                match schema.lookup(path) {
                    Lookup::Unknown => self.insert(path, untyped(value)),
                    Lookup::Field(field) => {
                        let typed = typed(value, field.field_type).ok_or_else(|| DocumentError {
                            field: path.to_owned(),
                            field_type: field.field_type.name(),
                            value: scalar_text(value),
                        })?;
                        self.insert(&*field.name, typed);
                    }
                }
                Ok(())
            }
        }
    }
}

pub(crate) fn scalar_text(value: &serde_yaml::Value) -> String {
    match value {
        serde_yaml::Value::String(text) => text.clone(),
        serde_yaml::Value::Number(number) => number.to_string(),
        serde_yaml::Value::Bool(value) => value.to_string(),
        serde_yaml::Value::Null => "null".to_owned(),
        serde_yaml::Value::Sequence(_) | serde_yaml::Value::Mapping(_) | serde_yaml::Value::Tagged(_) => String::new(),
    }
}

fn untyped(value: &serde_yaml::Value) -> Value {
    match (value, number(value)) {
        (serde_yaml::Value::Bool(value), _) => Value::Bool(*value),
        (serde_yaml::Value::Number(_), Some(Number::Int(value))) => Value::Int(value),
        (serde_yaml::Value::Number(_), Some(Number::Float(value))) => Value::Float(value),
        (other, _) => Value::Text(scalar_text(other)),
    }
}

/// A scalar as a field of a type holds it.
fn typed(value: &serde_yaml::Value, field_type: FieldType) -> Option<Value> {
    let text = || scalar_text(value);
    match field_type.kind() {
        Kind::Str | Kind::Version => Some(Value::Text(text())),
        Kind::Int => {
            let whole = match number(value)? {
                Number::Int(value) => value,
                Number::Float(value) => value.is_finite().then_some(value.trunc() as i128)?,
            };
            whole_numbers(field_type).contains(&whole).then_some(Value::Int(whole))
        }
        Kind::Float => match number(value)? {
            Number::Int(value) => Some(Value::Float(value as f64)),
            Number::Float(value) => value.is_finite().then_some(Value::Float(value)),
        },
        Kind::Bool => match (value, text().as_str()) {
            (serde_yaml::Value::Number(_), _) => None,
            (_, "true") => Some(Value::Bool(true)),
            (_, "false" | "") => Some(Value::Bool(false)),
            _ => None,
        },
        Kind::Ip => text().parse().ok().map(Value::Ip),
        Kind::Date => match value {
            serde_yaml::Value::String(text) => date::parse(text).map(Value::Date),
            _ => match number(value)? {
                Number::Int(ms) => i64::try_from(ms).ok().map(Value::Date),
                Number::Float(ms) => Some(Value::Date(ms.floor() as i64)),
            },
        },
        Kind::Unusable => Some(untyped(value)),
    }
}

/// The number that a scalar is, as a number or as text.
fn number(value: &serde_yaml::Value) -> Option<Number> {
    match value {
        serde_yaml::Value::Number(number) => {
            let whole = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
            whole.map(Number::Int).or_else(|| number.as_f64().map(Number::Float))
        }
        serde_yaml::Value::String(text) => number_in(text),
        _ => None,
    }
}

fn whole_numbers(field_type: FieldType) -> std::ops::RangeInclusive<i128> {
    match field_type {
        FieldType::Byte => i8::MIN.into()..=i8::MAX.into(),
        FieldType::Short => i16::MIN.into()..=i16::MAX.into(),
        FieldType::Integer => i32::MIN.into()..=i32::MAX.into(),
        FieldType::UnsignedLong => 0..=u64::MAX.into(),
        _ => i64::MIN.into()..=i64::MAX.into(),
    }
}
