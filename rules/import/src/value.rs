//! [`Value`]: what TOML, JSON and YAML have in common, with the comments of the source.
//!
//! The order of the source is kept. A comment belongs to the entry or item below it.

/// A value of a rule.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nothing: `null` of JSON.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// Another number.
    Float(f64),
    /// Text. A date of TOML is the text that it was written as.
    Text(String),
    /// A list.
    List(Vec<Item>),
    /// A mapping; no key occurs twice.
    Map(Vec<Entry>),
}

/// An item of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Comments above it, a line each, from the `#` on.
    pub comments: Vec<String>,
    /// The value.
    pub value: Value,
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Comments above it, a line each, from the `#` on.
    pub comments: Vec<String>,
    /// The key.
    pub key: String,
    /// The value.
    pub value: Value,
}

impl From<Value> for Item {
    fn from(value: Value) -> Self {
        Self { comments: Vec::new(), value }
    }
}

impl Entry {
    /// An entry without comments.
    pub fn new(key: impl Into<String>, value: Value) -> Self {
        Self { comments: Vec::new(), key: key.into(), value }
    }

    /// An entry whose value is text.
    pub fn text(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self::new(key, Value::Text(value.into()))
    }
}

impl Value {
    /// The text, if it is text.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The entries, if it is a mapping.
    pub fn as_map(&self) -> Option<&[Entry]> {
        match self {
            Self::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The value of a key of a mapping.
    pub fn get(&self, key: &str) -> Option<&Value> {
        find(self.as_map()?, key)
    }

    /// What it is, as a message says it.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "a truth value",
            Self::Int(_) => "a whole number",
            Self::Float(_) => "a decimal number",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Map(_) => "a mapping",
        }
    }

    /// How many comments are in it and below it.
    pub fn comments(&self) -> usize {
        match self {
            Self::List(items) => items.iter().map(|item| item.comments.len() + item.value.comments()).sum(),
            Self::Map(entries) => entries.iter().map(|entry| entry.comments.len() + entry.value.comments()).sum(),
            _ => 0,
        }
    }

    /// Whether a YAML value is the same: the same types, the same numbers, the same texts byte for byte. The order of keys
    /// means nothing.
    pub fn is(&self, yaml: &serde_yaml::Value) -> bool {
        match (self, yaml) {
            (Self::Null, serde_yaml::Value::Null) => true,
            (Self::Bool(own), serde_yaml::Value::Bool(other)) => own == other,
            (Self::Int(own), serde_yaml::Value::Number(other)) => {
                other.as_i64().map(i128::from).or(other.as_u64().map(i128::from)) == Some(*own)
            }
            (Self::Float(own), serde_yaml::Value::Number(other)) if other.is_f64() => {
                other.as_f64().is_some_and(|other| other.to_bits() == own.to_bits() || (other.is_nan() && own.is_nan()))
            }
            (Self::Text(own), serde_yaml::Value::String(other)) => own == other,
            (Self::List(own), serde_yaml::Value::Sequence(other)) => {
                own.len() == other.len() && own.iter().zip(other).all(|(own, other)| own.value.is(other))
            }
            (Self::Map(own), serde_yaml::Value::Mapping(other)) => {
                own.len() == other.len()
                    && own.iter().all(|entry| other.get(&entry.key).is_some_and(|other| entry.value.is(other)))
            }
            _ => false,
        }
    }
}

/// The value of a key.
pub(crate) fn find<'e>(entries: &'e [Entry], key: &str) -> Option<&'e Value> {
    entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
}
