//! YAML text → [`Node`]s that know their place.
//!
//! serde_yaml tells a place only with an error. So the visitor of a scalar hands its value aside and then fails: the
//! error names the line and column of exactly that node, and the reader goes on with the next one. One pass finds all
//! values and all places, and keeps every key, also one that is given twice.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::ops::Range;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::locate::{Lines, scalar_extent, skip_whitespace, word_extent};

/// A YAML value and its bytes in the text.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// First byte and one past the last.
    pub span: Range<usize>,
}

/// A YAML value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// Another number.
    Float(f64),
    /// Text, quoted or not.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// Keys and values in the order of the text. A key may occur twice.
    Map(Vec<Entry>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The key: mostly text.
    pub key: Node,
    /// The value.
    pub value: Node,
}

impl Node {
    /// What it is, as a message says it: `text`, `a list`.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "nothing",
            Value::Bool(_) => "a truth value",
            Value::Int(_) => "a whole number",
            Value::Float(_) => "a decimal number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }

    /// The text, if it is text.
    pub fn as_text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Whether there is nothing in it: null, empty text, list or mapping.
    pub fn is_empty(&self) -> bool {
        match &self.value {
            Value::Null => true,
            Value::Text(text) => text.is_empty(),
            Value::List(items) => items.is_empty(),
            Value::Map(entries) => entries.is_empty(),
            Value::Bool(_) | Value::Int(_) | Value::Float(_) => false,
        }
    }

    /// The value of a key of a mapping; the first where it is given twice.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.value {
            Value::Map(entries) => entries.iter().find(|entry| entry.key.as_text() == Some(key)).map(|entry| &entry.value),
            _ => None,
        }
    }

    /// The value without its places.
    pub fn to_value(&self) -> serde_yaml::Value {
        match &self.value {
            Value::Null => serde_yaml::Value::Null,
            Value::Bool(value) => (*value).into(),
            // Whole numbers of more than 64 bits are kept as the nearest number.
            Value::Int(value) => match (u64::try_from(*value), i64::try_from(*value)) {
                (Ok(value), _) => value.into(),
                (_, Ok(value)) => value.into(),
                _ => (*value as f64).into(),
            },
            Value::Float(value) => (*value).into(),
            Value::Text(text) => text.as_str().into(),
            Value::List(items) => serde_yaml::Value::Sequence(items.iter().map(Node::to_value).collect()),
            Value::Map(entries) => {
                serde_yaml::Value::Mapping(entries.iter().map(|entry| (entry.key.to_value(), entry.value.to_value())).collect())
            }
        }
    }
}

/// How much is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// The length of the text.
    pub(crate) bytes_max: usize,
    /// How many keys and values, those that aliases repeat included.
    pub(crate) nodes_max: usize,
}

impl Limits {
    /// How many bytes of values and of paths to them are handled: aliases repeat values, and each path repeats its keys.
    fn handled_bytes_max(self) -> usize {
        self.bytes_max.saturating_mul(16)
    }
}

/// Why a text was not read.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ReadError {
    /// What is wrong.
    pub(crate) kind: ReadErrorKind,
    /// The byte at which it is.
    pub(crate) at: usize,
    /// The byte of the quote, bracket or brace that is not closed.
    pub(crate) opened: Option<usize>,
}

impl ReadError {
    fn new(kind: ReadErrorKind, at: usize) -> Self {
        Self { kind, at, opened: None }
    }
}

/// What is wrong with a text that was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ReadErrorKind {
    /// It is not YAML; the parser's words.
    Syntax(String),
    /// It has more bytes than the limit.
    TooManyBytes,
    /// It has more values than the limit, or aliases that would make it so.
    TooManyValues,
    /// Lists and mappings are nested too deeply.
    TooDeep,
    /// It has a second document.
    SecondDocument,
    /// A value has a tag.
    Tag,
}

/// Reads a text that is one YAML document; an empty one is [`Value::Null`].
pub(crate) fn read(text: &str, limits: Limits) -> Result<Node, ReadError> {
    if text.len() > limits.bytes_max {
        return Err(ReadError::new(ReadErrorKind::TooManyBytes, 0));
    }
    if let Some(at) = deep_flow(text) {
        return Err(ReadError::new(ReadErrorKind::TooDeep, at));
    }
    let reader = Reader {
        lines: Lines::new(text),
        nodes_left: Cell::new(limits.nodes_max),
        bytes_left: Cell::new(limits.handled_bytes_max()),
        scalar: RefCell::new(None),
        stopped: RefCell::new(None),
    };
    let mut documents = serde_yaml::Deserializer::from_str(text.trim_start_matches('\u{feff}'));
    let root = match documents.next() {
        None => Node { value: Value::Null, span: 0..0 },
        Some(_) if only_comments(text) => Node { value: Value::Null, span: 0..0 },
        Some(document) => reader.deserialize(document).map_err(|error| reader.read_error(&error))?,
    };
    if documents.next().is_some() {
        return Err(ReadError::new(ReadErrorKind::SecondDocument, second_document(text)));
    }
    Ok(root)
}

struct Reader<'a> {
    lines: Lines<'a>,
    nodes_left: Cell<usize>,
    bytes_left: Cell<usize>,
    /// What the visitor of a scalar has handed aside before it failed.
    scalar: RefCell<Option<Value>>,
    /// Why the reader has failed for good.
    stopped: RefCell<Option<ReadErrorKind>>,
}

impl Reader<'_> {
    /// Hands a scalar aside.
    fn set_aside<E: de::Error>(&self, value: Value) -> E {
        self.scalar.replace(Some(value));
        E::custom(PLACE)
    }

    fn stop<E: de::Error>(&self, kind: ReadErrorKind) -> E {
        self.stopped.replace(Some(kind));
        E::custom(PLACE)
    }

    /// Takes from what is left of a limit.
    fn spend<E: de::Error>(&self, left: &Cell<usize>, amount: usize) -> Result<(), E> {
        left.set(left.get().checked_sub(amount).ok_or_else(|| self.stop(ReadErrorKind::TooManyValues))?);
        Ok(())
    }

    fn scalar_node(&self, value: Value, error: &str) -> Node {
        let (line, column) = place_of(error);
        let start = self.lines.byte(line, column);
        let span = match &value {
            Value::Text(text) => scalar_extent(self.lines.text(), start, text),
            _ => word_extent(self.lines.text(), start),
        };
        Node { value, span }
    }

    /// A list or mapping from its first to its last node, with the bracket, brace or dash before it.
    fn collection_span(&self, first: Option<&Range<usize>>, last: Option<&Range<usize>>) -> Range<usize> {
        let (Some(first), Some(last)) = (first, last) else { return NOWHERE };
        let text = self.lines.text();
        let before = text[..first.start].trim_end();
        // An alias stands before the value that it repeats.
        let end = last.end.max(first.end);
        match before.chars().next_back() {
            Some('[' | '{') => {
                let after = skip_whitespace(text, end);
                let closed = text[after..].starts_with([']', '}']);
                before.len() - 1..if closed { after + 1 } else { end }
            }
            _ => first.start..end,
        }
    }

    fn read_error(&self, error: &serde_yaml::Error) -> ReadError {
        let at = error.location().map_or(0, |location| self.lines.byte(location.line(), location.column()));
        if let Some(kind) = self.stopped.take() {
            return ReadError::new(kind, at);
        }
        let words = error.to_string();
        // Of a character that may not be there it tells the byte alone.
        if let Some((problem, byte)) = words.split_once(" at position ") {
            let byte = byte.split(' ').next().and_then(|byte| byte.parse::<usize>().ok()).unwrap_or_default();
            let at = byte.saturating_add(self.lines.byte_order_mark());
            let at = (0..=at.min(self.lines.text().len())).rev().find(|at| self.lines.text().is_char_boundary(*at));
            return ReadError::new(ReadErrorKind::Syntax(problem.to_owned()), at.unwrap_or_default());
        }
        if words.starts_with("recursion limit") {
            return ReadError::new(ReadErrorKind::TooDeep, at);
        }
        if words.starts_with("repetition limit") {
            return ReadError::new(ReadErrorKind::TooManyValues, at);
        }
        // The words are `PROBLEM at line L column C, while CONTEXT at line L column C`.
        let opened = ["while scanning a quoted scalar", "while parsing a flow sequence", "while parsing a flow mapping"];
        let opened = opened.iter().find_map(|context| words.split_once(context)).and_then(|(_, place)| {
            let (line, column) = place.strip_prefix(" at line ")?.split_once(" column ")?;
            Some(self.lines.byte(line.parse().ok()?, column.parse().ok()?))
        });
        let problem = words.split(" at line ").next().unwrap_or_default().to_owned();
        ReadError { kind: ReadErrorKind::Syntax(problem), at, opened }
    }
}

/// The span of an empty list or mapping, until its key tells one.
const NOWHERE: Range<usize> = 0..0;

/// The message of the error that asks serde_yaml for the place.
const PLACE: &str = "place";

/// Line and column, both from 1, at the end of a message of serde_yaml; it leaves out the very first place.
fn place_of(message: &str) -> (usize, usize) {
    let numbers = message.rsplit_once("place at line ").and_then(|(_, place)| place.split_once(" column "));
    match numbers.map(|(line, column)| (line.parse(), column.parse())) {
        Some((Ok(line), Ok(column))) => (line, column),
        _ => (1, 1),
    }
}

impl<'de> DeserializeSeed<'de> for &Reader<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.spend(&self.nodes_left, 1)?;
        match deserializer.deserialize_any(self) {
            Ok(node) => Ok(node),
            Err(error) => match self.scalar.take() {
                Some(value) => {
                    let message = error.to_string();
                    self.spend(&self.bytes_left, message.len())?;
                    Ok(self.scalar_node(value, &message))
                }
                None => Err(error),
            },
        }
    }
}

impl<'de> Visitor<'de> for &Reader<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Node, E> {
        Err(self.set_aside(Value::Null))
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Node, E> {
        Err(self.set_aside(Value::Bool(value)))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Node, E> {
        Err(self.set_aside(Value::Int(value.into())))
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Node, E> {
        Err(self.set_aside(Value::Int(value.into())))
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Node, E> {
        Err(self.set_aside(Value::Int(value)))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Node, E> {
        Err(self.set_aside(i128::try_from(value).map_or(Value::Float(value as f64), Value::Int)))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Node, E> {
        Err(self.set_aside(Value::Float(value)))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Node, E> {
        self.spend(&self.bytes_left, value.len())?;
        Err(self.set_aside(Value::Text(value.to_owned())))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut items: Vec<Node> = Vec::new();
        while let Some(item) = access.next_element_seed(self)? {
            items.push(item);
        }
        // An empty list or mapping in a list shows no place.
        let mut placed = items.iter().map(|item| &item.span).filter(|span| **span != NOWHERE);
        let first = placed.next();
        let span = self.collection_span(first, placed.next_back().or(first));
        Ok(Node { value: Value::List(items), span })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Node, A::Error> {
        let mut entries: Vec<Entry> = Vec::new();
        while let Some(key) = access.next_key_seed(self)? {
            let mut value = access.next_value_seed(self)?;
            if value.span.is_empty() {
                value.span = missing_span(self.lines.text(), &key.span, &value.value);
            }
            settle(&mut value);
            entries.push(Entry { key, value });
        }
        let first = entries.first().map(|entry| &entry.key.span);
        let last = entries.last().map(|entry| &entry.value.span);
        let span = self.collection_span(first, last);
        Ok(Node { value: Value::Map(entries), span })
    }

    fn visit_enum<A: de::EnumAccess<'de>>(self, _: A) -> Result<Node, A::Error> {
        Err(self.stop(ReadErrorKind::Tag))
    }
}

/// The place of a value that shows no place of its own: `[]` or `{}` after its key, else the key.
fn missing_span(text: &str, key: &Range<usize>, value: &Value) -> Range<usize> {
    let after = text[key.end..].trim_start().strip_prefix(':').map(str::trim_start).unwrap_or_default();
    let start = text.len() - after.len();
    let closing = match value {
        Value::List(_) if after.starts_with('[') => after.find(']'),
        Value::Map(_) if after.starts_with('{') => after.find('}'),
        _ => None,
    };
    closing.map_or(key.clone(), |length| start..start + length + 1)
}

/// Gives empty lists and mappings in a list the place of the list.
fn settle(node: &mut Node) {
    let start = node.span.start;
    let Value::List(items) = &mut node.value else { return };
    for item in items.iter_mut().filter(|item| item.span == NOWHERE) {
        item.span = start..start;
        settle(item);
    }
}

/// The byte where brackets are nested deeper than any rule needs. The YAML parser takes quadratic time for them.
fn deep_flow(text: &str) -> Option<usize> {
    const DEPTH_MAX: usize = 1000;
    let mut open = 0_usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > DEPTH_MAX
    })
}

fn only_comments(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').lines().map(str::trim_start).all(|line| line.is_empty() || line.starts_with('#'))
}

/// The `---` that begins the second document.
fn second_document(text: &str) -> usize {
    let mut at = 0;
    let mut content = false;
    for line in text.split_inclusive('\n') {
        if line.trim_end() == "---" || line.starts_with("--- ") {
            if content {
                return at;
            }
        } else if !line.trim().is_empty() && !line.starts_with('#') {
            content = true;
        }
        at += line.len();
    }
    0
}
