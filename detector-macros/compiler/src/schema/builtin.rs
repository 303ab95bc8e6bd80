//! The built-in fields: ECS 9.5, Elastic Defend, Beats, and the other fields that public rules use.
//!
//! The table is sorted text in the program, one field a line, searched by bisection: nothing is parsed or built before the
//! first lookup. A multi-field such as `process.name.caseless` is a field of its own.

use super::{Field, FieldType, parents};

/// `field<TAB>type<TAB>flags`, sorted by the bytes of the field.
const TABLE: &str = include_str!("fields.tsv");

/// A row of the table: facts of a field that its type does not tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Dotted path.
    pub name: &'static str,
    /// Elasticsearch's name of its type, `object` and `nested` included.
    pub type_name: &'static str,
    flags: &'static str,
}

impl Row {
    /// Whether the schema says that the value is normally an array.
    pub fn is_array(&self) -> bool {
        self.has_flag("array")
    }

    /// Whether it is an array of objects, whose members are fields of their own.
    pub fn is_array_of_objects(&self) -> bool {
        self.type_name == "nested" || self.has_flag("array-of-objects")
    }

    /// Whether Elasticsearch cannot search it, so that only a stream of events has it.
    pub fn is_unsearchable(&self) -> bool {
        ["noindex", "nodocvalues", "disabled"].iter().any(|flag| self.has_flag(flag))
    }

    /// The field that it is another name of.
    fn alias_of(&self) -> Option<&'static str> {
        self.flags.split(',').find_map(|flag| flag.strip_prefix("alias="))
    }

    fn has_flag(&self, flag: &str) -> bool {
        self.flags.split(',').any(|own| own == flag)
    }
}

/// The built-in field of that name. An alias means its field. A name below a `flattened` field is a keyword.
pub fn lookup(name: &str) -> Option<Field> {
    match row(name) {
        Some(found) => {
            let found = found.alias_of().and_then(row).unwrap_or(found);
            Some(Field::new(found.name, FieldType::from_name(found.type_name).unwrap_or(FieldType::Unsupported)))
        }
        None => {
            let flattened = |parent: &str| row(parent).is_some_and(|row| row.type_name == "flattened");
            parents(name).any(flattened).then(|| Field::new(name, FieldType::Keyword))
        }
    }
}

/// The names of all built-in fields, sorted by their bytes.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.lines().filter_map(|line| line.split('\t').next())
}

/// The row of a field.
pub fn row(name: &str) -> Option<Row> {
    // INVARIANT: `low` and `high` are starts of lines, and the line sought, if there is one, is between them.
    let (mut low, mut high) = (0, TABLE.len());
    while low < high {
        let middle = low + (high - low) / 2;
        let start = TABLE.as_bytes()[..middle].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let line = TABLE[start..].lines().next()?;
        let mut cells = line.split('\t');
        let found = Row { name: cells.next()?, type_name: cells.next()?, flags: cells.next()? };
        match found.name.cmp(name) {
            std::cmp::Ordering::Equal => return Some(found),
            std::cmp::Ordering::Less => low = start + line.len() + 1,
            std::cmp::Ordering::Greater => high = start,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::schema::Kind;

    /// Makes the table from the full one. Text that another source calls a keyword is a keyword: rules use it as one.
    fn table(full: &str) -> String {
        let mut rows = BTreeMap::new();
        let mut multi_fields = Vec::new();
        let header: Vec<&str> = full.lines().next().unwrap_or_default().split('\t').collect();
        for line in full.lines().skip(1) {
            let cells: Vec<&str> = line.split('\t').collect();
            let cell = |name| cells[header.iter().position(|header| *header == name).unwrap()];
            let is_text = matches!(cell("type"), "text" | "match_only_text");
            let type_name = if is_text && cell("other_types").contains("keyword@") { "keyword" } else { cell("type") };
            let array = (cell("array") == "yes").then_some("array");
            let needed = |flag: &&str| {
                matches!(*flag, "noindex" | "nodocvalues" | "disabled" | "array-of-objects") || flag.starts_with("alias=")
            };
            let flags: Vec<&str> = array.into_iter().chain(cell("flags").split(',').filter(needed)).collect();
            rows.insert(cell("field").to_owned(), (type_name.to_owned(), flags.join(",")));
            for multi_field in cell("multi_fields").split(',').filter_map(|multi_field| multi_field.split_once(':')) {
                multi_fields.push((format!("{}.{}", cell("field"), multi_field.0), (multi_field.1.to_owned(), flags.join(","))));
            }
        }
        for (name, row) in multi_fields {
            // `Target.process` is a copy of Elastic Defend's `process`, whose own row is that of ECS.
            if let Some(original) = name.strip_prefix("Target.").filter(|name| name.ends_with(".caseless")) {
                rows.entry(original.to_owned()).or_insert_with(|| row.clone());
            }
            rows.entry(name).or_insert(row);
        }
        rows.iter().map(|(name, (type_name, flags))| format!("{name}\t{type_name}\t{flags}\n")).collect()
    }

    #[test]
    fn the_table_holds_the_facts_of_the_full_one() {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/schema/fields.tsv");
        let Ok(full) = std::fs::read_to_string(&file) else {
            assert!(std::env::var_os("DETECTORS_REQUIRE_SHARED").is_none(), "{} is missing", file.display());
            println!("skipped: shared data not found");
            return;
        };
        expect_test::expect_file!["fields.tsv"].assert_eq(&table(&full));
    }

    #[test]
    fn every_row_is_found_and_has_a_known_type() {
        let all: Vec<&str> = names().collect();
        assert!(all.len() > 5000, "{}", all.len());
        assert!(all.is_sorted());
        for name in &all {
            let row = row(name).unwrap_or_else(|| panic!("{name} is not found"));
            assert_eq!(row.name, *name);
            let known = FieldType::from_name(row.type_name).is_some() || matches!(row.type_name, "array" | "histogram");
            assert!(known, "{name}: {}", row.type_name);
            assert!(row.alias_of().is_none_or(|target| lookup(target).is_some()), "{name}");
            // Names before, after and around a row are no rows, unless the table has them.
            for other in [format!("{name}!"), format!("!{name}"), name[..name.len() - 1].to_owned()] {
                assert_eq!(super::row(&other).is_some(), all.binary_search(&other.as_str()).is_ok(), "{other}");
            }
        }
    }

    #[test]
    fn fields_have_the_type_that_rules_rely_on() {
        let cases = [
            ("@timestamp", Some(Kind::Date)),
            ("process.name", Some(Kind::Str)),
            ("process.name.caseless", Some(Kind::Str)),
            ("process.command_line", Some(Kind::Str)),
            ("process.command_line.text", Some(Kind::Unusable)),
            ("process.pid", Some(Kind::Int)),
            ("process.args", Some(Kind::Str)),
            ("source.ip", Some(Kind::Ip)),
            ("file.Ext.entropy", Some(Kind::Float)),
            ("process.code_signature.trusted", Some(Kind::Bool)),
            ("kubernetes.audit.user.groups", Some(Kind::Str)),
            ("process.thread.Ext.call_stack", Some(Kind::Unusable)),
            ("process.thread.Ext.call_stack.symbol_info", Some(Kind::Str)),
            ("message", Some(Kind::Unusable)),
            ("file.extended_attributes", Some(Kind::Unusable)),
            ("file.extended_attributes.user.note", Some(Kind::Str)),
            ("process", None),
            ("process.nmae", None),
            ("", None),
            ("\u{10ffff}", None),
            ("zzz", None),
        ];
        for (name, kind) in cases {
            assert_eq!(lookup(name).map(|field| field.kind()), kind, "{name}");
        }
    }

    #[test]
    fn an_alias_means_its_field() {
        assert_eq!(lookup("user_id").map(|field| field.name), Some("user.id".into()));
    }

    #[test]
    fn flags_tell_arrays_and_what_elasticsearch_cannot_search() {
        let row = |name| super::row(name).unwrap();
        assert!(row("process.args").is_array() && !row("process.name").is_array());
        assert!(row("process.thread.Ext.call_stack").is_array_of_objects());
        assert!(row("process.thread.Ext.call_stack").is_unsearchable() && !row("process.name").is_unsearchable());
    }
}
