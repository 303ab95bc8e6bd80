//! A user's own fields, from a file: [`parse`] reads YAML, a table with tabs, or an Elasticsearch mapping in JSON.
//!
//! ```yaml
//! base: ecs                      # or none: the built-in fields are unknown then
//! category_field: event.category
//! timestamp_field: "@timestamp"
//! tiebreaker_field: event.sequence
//! fields:
//!   my.user: keyword
//!   my.text: {type: text, keyword: true}      # text with a keyword sub-field
//!   pid: {type: alias, path: process.pid}     # events carry `process.pid`
//! ```
//! ```text
//! field<TAB>type
//! my.user<TAB>keyword
//! ```
//! ```json
//! {"mappings": {"properties": {"my": {"properties": {"user": {"type": "keyword"}}}}}}
//! ```

use std::collections::HashMap;
use std::sync::Arc;

use super::{FieldType, Lookup, Schema, parents, similar};
use crate::diagnostics::Diagnostics;
use crate::errors::{rule_file, schema_file as errors};
use crate::rule::Shape;
use crate::rule::parse::{line_end, report_unreadable};
use crate::rule::values::Reading;
use crate::rule::yaml::{self, Entry, Limits, Node, Value};
use crate::source::{Source, SourceId, Span};

/// Mappings of a whole cluster are some megabytes.
const LIMITS: Limits = Limits { bytes_max: 16 << 20, nodes_max: 1_000_000 };

/// Reads a file of custom fields. All problems are reported; `None` if one of them is an error.
///
/// A file whose first line begins with `field` and a tab is a table; one that has `mappings` or `properties` a mapping; all
/// others are YAML with `fields`. A field may have a built-in one's name and then hides it.
pub fn parse(source: &Source, id: SourceId, diagnostics: &mut Diagnostics) -> Option<Schema> {
    let errors_before = diagnostics.error_count();
    let mut file = File {
        cx: Reading::new(source, id, diagnostics),
        schema: Schema::default(),
        places: HashMap::new(),
        aliases: Vec::new(),
    };
    if is_table(source) {
        file.table();
    } else {
        file.document();
    }
    file.resolve_aliases();
    let File { mut schema, .. } = file;
    let resolved = |name: &Arc<str>| schema.aliases.get(name).unwrap_or(name).clone();
    (schema.category_field, schema.timestamp_field, schema.tiebreaker_field) =
        (resolved(&schema.category_field), resolved(&schema.timestamp_field), schema.tiebreaker_field.as_ref().map(resolved));
    (diagnostics.error_count() == errors_before).then_some(schema)
}

fn is_table(source: &Source) -> bool {
    source.path.ends_with(".tsv") || source.text.trim_start_matches('\u{feff}').starts_with("field\t")
}

struct File<'a> {
    cx: Reading<'a>,
    schema: Schema,
    /// Where each field is given.
    places: HashMap<Arc<str>, Span>,
    /// Name, target, and the place of the target; resolved when all fields are known.
    aliases: Vec<(Arc<str>, String, Span)>,
}

impl File<'_> {
    fn document(&mut self) {
        let root = match yaml::read(self.cx.text, LIMITS) {
            Ok(root) => root,
            Err(error) => return report_unreadable(&mut self.cx, &error, LIMITS),
        };
        let Value::Map(entries) = &root.value else {
            let at = self.cx.span(&(root.span.start..line_end(self.cx.text, root.span.start).min(root.span.end)));
            let kind = if root.value == Value::Null { "empty" } else { root.kind() };
            let title = format!("a file of custom fields is a mapping or a table, this file is {kind}");
            return self.cx.report(errors::not_a_schema(at, title));
        };
        match properties_of(&root) {
            Some(properties) => self.properties("", properties, false),
            None => self.yaml(&root, entries),
        }
    }

    fn yaml(&mut self, root: &Node, entries: &[Entry]) {
        let names = ["fields", "base", "category_field", "timestamp_field", "tiebreaker_field"];
        let is_meant = |key: &str| names.contains(&key) || !similar(key, names.into_iter()).is_empty();
        let mut keys = entries.iter().filter_map(|entry| entry.key.as_text());
        if !keys.any(is_meant) {
            // None of its keys is one of ours: it is another file, of which no key is wrong by itself.
            let at = entries.first().map_or(self.cx.span(&(0..0)), |entry| self.cx.place(&entry.key));
            let is_rule = root.get("rule_id").is_some() || root.get("query").is_some();
            let title =
                if is_rule { "this is a rule file, and no file of custom fields" } else { "the schema file has no `fields`" };
            return self.cx.report(errors::not_a_schema(at, title));
        }
        for (key, entry) in self.cx.known_entries(entries, &names) {
            match key {
                "fields" => self.yaml_fields(&entry.value),
                "base" => self.base(&entry.value),
                _ => self.role(key, &entry.value),
            }
        }
        if root.get("fields").is_none() {
            let at = entries.first().map_or(self.cx.span(&(0..0)), |entry| self.cx.place(&entry.key));
            self.cx.report(errors::not_a_schema(at, "the schema file has no `fields`"));
        }
    }

    fn base(&mut self, node: &Node) {
        match self.cx.text(&"base", node).as_deref() {
            Some("ecs") => self.schema.with_builtin = true,
            Some("none") => self.schema.with_builtin = false,
            Some(other) => {
                let at = self.cx.place(node);
                self.cx.report(rule_file::unknown_value(at, &"base", other, &["ecs", "none"], None));
            }
            None => {}
        }
    }

    fn role(&mut self, key: &str, node: &Node) {
        let Some(name) = self.cx.text(&key, node) else { return };
        if !is_field_name(&name) {
            let at = self.cx.place(node);
            return self.cx.report(rule_file::invalid_field_name(at, &key, &name));
        }
        match key {
            "category_field" => self.schema.category_field = name.into(),
            "timestamp_field" => self.schema.timestamp_field = name.into(),
            _ => self.schema.tiebreaker_field = Some(name.into()),
        }
    }

    fn yaml_fields(&mut self, node: &Node) {
        if node.value == Value::Null || !self.cx.has_shape(&"fields", node, Shape::Map) {
            return;
        }
        let Value::Map(entries) = &node.value else { return };
        // A field below a nested one can stand before it.
        let nested: Vec<&str> = entries
            .iter()
            .filter(|entry| type_text(&entry.value) == Some("nested"))
            .filter_map(|entry| entry.key.as_text())
            .collect();
        for entry in entries {
            let at = self.cx.place(&entry.key);
            let Some(name) = entry.key.as_text() else {
                self.cx.report(rule_file::key_not_text(at, entry.key.kind()));
                continue;
            };
            let inside = parents(name).any(|parent| nested.contains(&parent));
            self.yaml_field(name, at, &entry.value, inside);
        }
    }

    fn yaml_field(&mut self, name: &str, at: Span, node: &Node, inside_nested: bool) {
        let path = format!("fields.{name}");
        let (mut keyword, mut target) = (false, None);
        if let Value::Map(entries) = &node.value {
            for (key, entry) in self.cx.known_entries(entries, &["type", "keyword", "path"]) {
                match key {
                    "keyword" if self.cx.has_shape(&format_args!("{path}.keyword"), &entry.value, Shape::Truth) => {
                        keyword = entry.value.value == Value::Bool(true);
                    }
                    "path" => target = self.cx.text(&format_args!("{path}.path"), &entry.value).map(|text| (text, &entry.value)),
                    _ => {}
                }
            }
        }
        let type_node = if matches!(node.value, Value::Map(_)) { node.get("type") } else { Some(node) };
        let Some(type_node) = type_node.filter(|node| node.value != Value::Null) else {
            return self.cx.report(errors::missing_type(at, name));
        };
        let Some(type_name) = self.cx.text(&path, type_node) else { return };
        if type_name == "alias" {
            match target {
                Some((target, node)) => {
                    let target_at = self.cx.place(node);
                    self.alias(name, at, target, target_at);
                }
                None => self.cx.report(errors::alias_without_path(at, name)),
            }
            return;
        }
        let type_at = self.cx.place(type_node);
        let field_type = self.field_type(&type_name, type_at);
        let field_type = if field_type == FieldType::TextOnly && keyword { FieldType::TextWithKeyword } else { field_type };
        self.field(name, at, &type_name, if inside_nested { FieldType::InsideNested } else { field_type });
    }

    /// The type of a name; an unknown one is reported and cannot be used.
    fn field_type(&mut self, type_name: &str, at: Span) -> FieldType {
        FieldType::from_name(type_name).unwrap_or_else(|| {
            let nearest = match type_name {
                "string" | "str" => Some("keyword"),
                "int" | "number" | "int64" => Some("long"),
                "bool" => Some("boolean"),
                "datetime" | "timestamp" => Some("date"),
                _ => None,
            };
            let near = similar(type_name, COMMON_TYPES.into_iter());
            self.cx.report(errors::unknown_field_type(at, type_name, nearest.or(near.first().map(String::as_str))));
            FieldType::Unsupported
        })
    }

    /// Adds a field; reports a name that is none or is given already.
    fn field(&mut self, name: &str, at: Span, type_name: &str, field_type: FieldType) {
        let Some(name) = self.name(name, at) else { return };
        if type_name == "flattened" {
            self.schema.flattened.insert(Arc::clone(&name));
        }
        self.schema.custom.insert(name, field_type);
    }

    fn alias(&mut self, name: &str, at: Span, target: String, target_at: Span) {
        if let Some(name) = self.name(name, at) {
            self.aliases.push((name, target, target_at));
        }
    }

    fn name(&mut self, name: &str, at: Span) -> Option<Arc<str>> {
        if !is_field_name(name) {
            self.cx.report(errors::invalid_field(at, name));
            return None;
        }
        let name: Arc<str> = name.into();
        match self.places.insert(Arc::clone(&name), at) {
            Some(first) => {
                self.cx.report(errors::duplicate_field(at, first, &name));
                None
            }
            None => Some(name),
        }
    }

    /// An alias means the field at its path, which events carry under its own name.
    fn resolve_aliases(&mut self) {
        for (name, target, at) in std::mem::take(&mut self.aliases) {
            match self.schema.lookup(&target) {
                Lookup::Field(field) => {
                    self.schema.aliases.insert(name, field.name);
                }
                Lookup::Unknown => {
                    let similar = self.schema.similar(&target);
                    self.cx.report(errors::unknown_alias_target(at, &target, &similar));
                }
            }
        }
    }

    /// `properties` of a mapping. Its types are Elasticsearch's own, so unknown ones are newer than this program: they are
    /// not reported.
    fn properties(&mut self, prefix: &str, node: &Node, inside_nested: bool) {
        if !self.cx.has_shape(&"properties", node, Shape::Map) {
            return;
        }
        let Value::Map(entries) = &node.value else { return };
        for entry in entries {
            let at = self.cx.place(&entry.key);
            match entry.key.as_text() {
                Some(name) => self.property(&format!("{prefix}{name}"), at, &entry.value, inside_nested),
                None => self.cx.report(rule_file::key_not_text(at, entry.key.kind())),
            }
        }
    }

    fn property(&mut self, name: &str, at: Span, node: &Node, inside_nested: bool) {
        if !self.cx.has_shape(&format_args!("properties.{name}"), node, Shape::Map) {
            return;
        }
        let type_name = type_text(node).unwrap_or("object");
        if let Some(properties) = node.get("properties") {
            let nested = inside_nested || type_name == "nested";
            self.properties(&format!("{name}."), properties, nested);
        }
        if type_name == "object" {
            return;
        }
        if type_name == "alias" {
            return match node.get("path").and_then(|path| Some((path, path.as_text()?))) {
                Some((path, target)) => {
                    let target_at = self.cx.place(path);
                    self.alias(name, at, target.to_owned(), target_at);
                }
                None => self.cx.report(errors::alias_without_path(at, name)),
            };
        }
        let usable = |field_type: FieldType| if inside_nested { FieldType::InsideNested } else { field_type };
        let multi_fields = match node.get("fields").map(|node| &node.value) {
            Some(Value::Map(entries)) => entries.as_slice(),
            _ => &[],
        };
        let field_type = match FieldType::from_name(type_name).unwrap_or(FieldType::Unsupported) {
            FieldType::TextOnly => match multi_fields.iter().filter(|entry| is_exact_keyword(&entry.value)).count() {
                0 => FieldType::TextOnly,
                1 => FieldType::TextWithKeyword,
                _ => FieldType::TextAmbiguous,
            },
            other => other,
        };
        self.field(name, at, type_name, usable(field_type));
        for entry in multi_fields {
            if let (Some(key), Some(type_name)) = (entry.key.as_text(), type_text(&entry.value)) {
                let at = self.cx.place(&entry.key);
                let field_type = FieldType::from_name(type_name).unwrap_or(FieldType::Unsupported);
                self.field(&format!("{name}.{key}"), at, type_name, usable(field_type));
            }
        }
    }

    /// A header row with `field` and `type`, then one row a field. Other columns are skipped.
    fn table(&mut self) {
        let mut at = if self.cx.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut columns = None;
        for line in self.cx.text[at..].split_inclusive('\n') {
            let row = line.trim_end_matches(['\n', '\r']);
            match columns {
                None => {
                    columns = self.header(row, at);
                    if columns.is_none() {
                        return;
                    }
                }
                Some((field, of_type)) if !row.trim().is_empty() => self.row(row, at, field, of_type),
                Some(_) => {}
            }
            at += line.len();
        }
        if columns.is_none() {
            let at = self.cx.span(&(at..at));
            self.cx.report(errors::missing_column(at, "field"));
        }
    }

    fn header(&mut self, row: &str, at: usize) -> Option<(usize, usize)> {
        let place = |name: &str| row.split('\t').position(|cell| cell == name);
        match (place("field"), place("type")) {
            (Some(field), Some(of_type)) => Some((field, of_type)),
            (field, _) => {
                let at = self.cx.span(&(at..at + row.len()));
                self.cx.report(errors::missing_column(at, if field.is_none() { "field" } else { "type" }));
                None
            }
        }
    }

    fn row(&mut self, row: &str, at: usize, field: usize, of_type: usize) {
        let cell = |column: usize| {
            let cell = row.split('\t').nth(column).filter(|cell| !cell.is_empty())?;
            // `cell` is a part of `row`, so the difference of their addresses is its place in it.
            let start = at + (cell.as_ptr() as usize - row.as_ptr() as usize);
            Some((cell, start..start + cell.len()))
        };
        let Some((name, range)) = cell(field) else {
            let at = self.cx.span(&(at..at + row.len()));
            return self.cx.report(errors::invalid_field(at, ""));
        };
        let name_at = self.cx.span(&range);
        let Some((type_name, range)) = cell(of_type) else {
            return self.cx.report(errors::missing_type(name_at, name));
        };
        let type_at = self.cx.span(&range);
        let field_type = self.field_type(type_name, type_at);
        self.field(name, name_at, type_name, field_type);
    }
}

const COMMON_TYPES: [&str; 14] = [
    "keyword",
    "constant_keyword",
    "wildcard",
    "text",
    "boolean",
    "integer",
    "long",
    "unsigned_long",
    "float",
    "double",
    "date",
    "ip",
    "version",
    "flattened",
];

/// The `properties` of a mapping: at the top, below `mappings`, or below the name of one index and `mappings`.
fn properties_of(root: &Node) -> Option<&Node> {
    let below = |node: &Node| node.get("mappings").is_some();
    if let Some(mappings) = root.get("mappings") {
        return mappings.get("properties");
    }
    match &root.value {
        Value::Map(entries) => match entries.as_slice() {
            [entry] if below(&entry.value) => entry.value.get("mappings")?.get("properties"),
            _ => root.get("properties"),
        },
        _ => None,
    }
}

fn type_text(node: &Node) -> Option<&str> {
    node.as_text().or_else(|| node.get("type")?.as_text())
}

/// A keyword sub-field that holds the text as it is.
fn is_exact_keyword(node: &Node) -> bool {
    type_text(node) == Some("keyword") && node.get("normalizer").is_none()
}

fn is_field_name(name: &str) -> bool {
    name.split('.').all(|part| !part.is_empty()) && !name.contains(|c: char| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests;
