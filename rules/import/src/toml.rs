//! TOML text → [`Value`]s with their comments.
//!
//! A comment above a key, at the end of its line or inside its value stays with it. Where no YAML comment can hold a comment, it is
//! counted: see [`Document::comments_left`].

use std::ops::Range;

use toml_edit::{Array, Decor, InlineTable, Item as TomlItem, Key, RawString, Table, Value as TomlValue};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use crate::place::{Place, place};
use crate::value::{Entry, Item, Value};
use crate::{Refusal, yaml};

/// A TOML file.
#[derive(Debug)]
pub(crate) struct Document {
    /// Its tables and keys. The comments at the head of the file are those of the first.
    pub(crate) entries: Vec<Entry>,
    /// Comments after the last key.
    pub(crate) trailing: Vec<String>,
    /// Comments that are neither with an entry nor trailing.
    pub(crate) comments_left: usize,
    /// Where `[rule]` begins.
    pub(crate) rule_place: Place,
    /// The line breaks of the file were CR LF and are read as LF.
    pub(crate) had_crlf: bool,
}

/// Reads a TOML file.
///
/// TOML lets a reader take line breaks as it likes. Where each line of the file ends with CR LF, as a checkout on Windows has it, they
/// are LF in its texts. Mixed ones are kept.
pub(crate) fn read(text: &str) -> Result<Document, Refusal> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let crlf = text.matches("\r\n").count();
    let had_crlf = crlf > 0 && crlf == text.matches('\n').count();
    let unix;
    let text = if had_crlf {
        unix = text.replace("\r\n", "\n");
        unix.as_str()
    } else {
        text
    };
    let document = toml_edit::Document::parse(text).map_err(|error| refusal(text, &error))?;
    let reader = Reader { text };
    let entries = reader.table(document.as_table());
    let trailing = reader.comments(document.trailing());
    let rule_place = place(text, document.as_table().get("rule").map_or(0, |item| reader.start(item)));
    let kept = trailing.len() + Value::Map(entries.clone()).comments();
    let all = Source::new(text).lex().filter(|token| token.kind() == TokenKind::Comment).count();
    Ok(Document { entries, trailing, comments_left: all.saturating_sub(kept), rule_place, had_crlf })
}

fn refusal(text: &str, error: &toml_edit::TomlError) -> Refusal {
    let at = error.span().map_or(0, |span| span.start);
    // The words after the first line say what was expected, one way each.
    let words = error.message().trim().replace('\n', "; ");
    Refusal { place: Some(place(text, at)), message: format!("not TOML: {words}"), help: None }
}

struct Reader<'t> {
    text: &'t str,
}

impl Reader<'_> {
    /// The entries of a table, in the order of the file.
    fn table(&self, table: &Table) -> Vec<Entry> {
        let entries = table.iter().filter_map(|(name, _)| table.get_key_value(name));
        let mut entries: Vec<(usize, Entry)> = entries.filter_map(|(key, item)| self.entry(key, item)).collect();
        // The tables below come after the keys, wherever their headers stand.
        entries.sort_by_key(|(start, _)| *start);
        entries.into_iter().map(|(_, entry)| entry).collect()
    }

    fn entry(&self, key: &Key, item: &TomlItem) -> Option<(usize, Entry)> {
        let mut comments = self.around_key(key);
        let value = match item {
            TomlItem::None => return None,
            TomlItem::Value(value) => self.value(value, &mut comments),
            TomlItem::Table(table) => {
                comments.extend(self.around(table.decor()));
                Value::Map(self.table(table))
            }
            TomlItem::ArrayOfTables(tables) => Value::List(
                tables
                    .iter()
                    .map(|table| Item { comments: self.around(table.decor()), value: Value::Map(self.table(table)) })
                    .collect(),
            ),
        };
        Some((self.start(item), Entry { comments, key: key.get().to_owned(), value }))
    }

    /// A value; its comments that have no entry or item of their own go to `comments`.
    fn value(&self, value: &TomlValue, comments: &mut Vec<String>) -> Value {
        comments.extend(self.around(value.decor()));
        match value {
            TomlValue::String(text) => Value::Text(text.value().clone()),
            TomlValue::Integer(number) => Value::Int(i128::from(*number.value())),
            TomlValue::Float(number) => Value::Float(*number.value()),
            TomlValue::Boolean(truth) => Value::Bool(*truth.value()),
            TomlValue::Datetime(time) => Value::Text(time.value().to_string()),
            TomlValue::Array(array) => Value::List(self.array(array, comments)),
            TomlValue::InlineTable(table) => Value::Map(self.inline_table(table, comments)),
        }
    }

    /// A comment behind an item and its comma stands, for the reader of TOML, before the next item: it goes back.
    fn array(&self, array: &Array, comments: &mut Vec<String>) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
        for value in array {
            let prefix = value.decor().prefix().map(|raw| self.raw(raw)).unwrap_or_default();
            let (behind, above) = prefix.split_once('\n').unwrap_or(("", prefix));
            let behind = comments_in(behind);
            match items.last_mut() {
                Some(previous) => previous.comments.extend(behind),
                None => comments.extend(behind),
            }
            let mut own = comments_in(above);
            own.extend(value.decor().suffix().map(|raw| self.comments(raw)).unwrap_or_default());
            let inner = self.value_alone(value, &mut own);
            items.push(Item { comments: own, value: inner });
        }
        let trailing = self.comments(array.trailing());
        match items.last_mut() {
            Some(last) => last.comments.extend(trailing),
            None => comments.extend(trailing),
        }
        items
    }

    /// A value whose surroundings have been read.
    fn value_alone(&self, value: &TomlValue, comments: &mut Vec<String>) -> Value {
        match value {
            TomlValue::Array(array) => Value::List(self.array(array, comments)),
            TomlValue::InlineTable(table) => Value::Map(self.inline_table(table, comments)),
            scalar => self.value(scalar, &mut Vec::new()),
        }
    }

    fn inline_table(&self, table: &InlineTable, comments: &mut Vec<String>) -> Vec<Entry> {
        let mut entries = Vec::new();
        for (name, _) in table {
            if let Some((key, item)) = table.get_key_value(name) {
                entries.extend(self.entry(key, item).map(|(_, entry)| entry));
            }
        }
        comments.extend(self.comments(table.trailing()));
        entries
    }

    fn around_key(&self, key: &Key) -> Vec<String> {
        let mut comments = self.around(key.leaf_decor());
        comments.extend(self.around(key.dotted_decor()));
        comments
    }

    fn around(&self, decor: &Decor) -> Vec<String> {
        [decor.prefix(), decor.suffix()].into_iter().flatten().flat_map(|raw| self.comments(raw)).collect()
    }

    fn comments(&self, raw: &RawString) -> Vec<String> {
        comments_in(self.raw(raw))
    }

    fn raw<'r>(&'r self, raw: &'r RawString) -> &'r str {
        raw.as_str().or_else(|| self.text.get(raw.span()?)).unwrap_or_default()
    }

    fn start(&self, item: &TomlItem) -> usize {
        let first = |table: &Table| table.span().map_or(usize::MAX, |span: Range<usize>| span.start);
        match item {
            // A table that only its sub-tables make has no place of its own.
            TomlItem::Table(table) if table.is_implicit() || table.is_dotted() => {
                table.iter().map(|(_, item)| self.start(item)).min().unwrap_or(usize::MAX)
            }
            TomlItem::Table(table) => first(table),
            TomlItem::ArrayOfTables(tables) => tables.iter().map(first).min().unwrap_or(usize::MAX),
            TomlItem::Value(value) => value.span().map_or(usize::MAX, |span| span.start),
            TomlItem::None => usize::MAX,
        }
    }
}

/// The comments of white space with comments, but for those that YAML cannot hold.
fn comments_in(text: &str) -> Vec<String> {
    let lines = text.split('\n').map(str::trim).filter(|line| line.starts_with('#'));
    lines.filter(|line| yaml::fits_a_comment(line)).map(str::to_owned).collect()
}
