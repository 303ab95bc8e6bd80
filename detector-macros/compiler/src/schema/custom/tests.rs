use std::collections::BTreeSet;

use expect_test::{Expect, expect, expect_file};

use super::*;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::render::{Style, render};
use crate::schema::Field;

fn parsed(path: &str, text: &str) -> (Option<Schema>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::new();
    let schema = parse(&Source::new(path, text), SourceId(0), &mut diagnostics);
    (schema, diagnostics.sorted())
}

/// The fields and aliases of a file with which nothing is wrong.
#[track_caller]
fn check(path: &str, text: &str, expected: Expect) {
    let (schema, diagnostics) = parsed(path, text);
    assert_eq!(diagnostics, []);
    let schema = schema.unwrap();
    let fields = schema.custom.iter().map(|(name, field_type)| format!("{name} {field_type:?}"));
    let aliases = schema.aliases.iter().map(|(name, target)| format!("{name} -> {target}"));
    let all: BTreeSet<String> = fields.chain(aliases).collect();
    expected.assert_eq(&all.into_iter().map(|line| line + "\n").collect::<String>());
}

const YAML: &str = "\
base: none
category_field: event.category
timestamp_field: \"@timestamp\"
tiebreaker_field: serial
fields:
  serial: long
  my.user: keyword
  note: {type: text}
  title: {type: text, keyword: true}
  kind: {type: keyword}
  event.category: {type: alias, path: kind}
  labels: flattened
  objects.name: keyword
  objects: nested
  shape: geo_shape
";

#[test]
fn yaml_names_fields_and_their_types() {
    check(
        "fields.yml",
        YAML,
        expect![[r#"
            event.category -> kind
            kind Keyword
            labels Unsupported
            my.user Keyword
            note TextOnly
            objects Unsupported
            objects.name InsideNested
            serial Long
            shape Unsupported
            title TextWithKeyword
        "#]],
    );
}

#[test]
fn yaml_says_which_field_has_which_role_and_aliases_mean_their_field() {
    let schema = parsed("fields.yml", YAML).0.unwrap();
    assert!(!schema.with_builtin);
    assert_eq!((&*schema.category_field, &*schema.timestamp_field), ("kind", "@timestamp"));
    assert_eq!(schema.tiebreaker_field.as_deref(), Some("serial"));
    assert_eq!(schema.lookup("event.category"), Lookup::Field(Field::new("kind", FieldType::Keyword)));
    assert_eq!(schema.lookup("labels.a.b"), Lookup::Field(Field::new("labels.a.b", FieldType::Keyword)));
    assert_eq!(schema.lookup("process.name"), Lookup::Unknown);
}

#[test]
fn own_fields_stand_beside_the_builtin_ones_and_hide_them() {
    let schema = parsed("a.yml", "fields:\n  process.pid: keyword\n  program: {type: alias, path: process.name}\n").0.unwrap();
    assert_eq!(schema.lookup("process.pid"), Lookup::Field(Field::new("process.pid", FieldType::Keyword)));
    assert_eq!(schema.lookup("program"), Lookup::Field(Field::new("process.name", FieldType::Keyword)));
    assert_eq!(schema.lookup("process.args_count"), Lookup::Field(Field::new("process.args_count", FieldType::Long)));
    assert_eq!(schema.similar("progam"), ["program"]);
}

#[test]
fn a_table_has_a_field_and_a_type_in_each_row() {
    let text = "field\tnote\ttype\r\nmy.user\tx\tkeyword\r\n\r\nmy.count\t\tlong\tmore\n";
    check(
        "fields.tsv",
        text,
        expect![[r#"
        my.count Long
        my.user Keyword
    "#]],
    );
    check(
        "fields.txt",
        "field\ttype\na\tip",
        expect![[r#"
        a Ip
    "#]],
    );
}

#[test]
fn a_mapping_has_fields_multi_fields_aliases_and_nested_objects() {
    let text = r#"{"mappings":{"properties":{
        "@timestamp":{"type":"date"},
        "process":{"properties":{"name":{"type":"keyword","fields":{"text":{"type":"match_only_text"}}},"pid":{"type":"long"}}},
        "host":{"type":"text","fields":{"keyword":{"type":"keyword"}}},
        "plain":{"type":"text","fields":{"lower":{"type":"keyword","normalizer":"lowercase"}}},
        "two":{"type":"text","fields":{"a":{"type":"keyword"},"b":{"type":"keyword","ignore_above":256}}},
        "pid":{"type":"alias","path":"process.pid"},
        "dlls":{"type":"nested","properties":{"name":{"type":"keyword"},"pe":{"properties":{"size":{"type":"long"}}}}},
        "area":{"type":"new_in_version_99"}
    }}}"#;
    let top = r#"{"mappings":"#;
    let properties = text.strip_prefix(top).and_then(|text| text.strip_suffix('}')).unwrap();
    check(
        "mapping.json",
        text,
        expect![[r#"
        @timestamp Date
        area Unsupported
        dlls Unsupported
        dlls.name InsideNested
        dlls.pe.size InsideNested
        host TextWithKeyword
        host.keyword Keyword
        pid -> process.pid
        plain TextOnly
        plain.lower Keyword
        process.name Keyword
        process.name.text TextOnly
        process.pid Long
        two TextAmbiguous
        two.a Keyword
        two.b Keyword
    "#]],
    );
    // The same as the answer for an index, and as the mapping alone.
    let schema = |text: &str| parsed("mapping.json", text).0.unwrap().custom;
    assert_eq!(schema(&format!("{{\"my-index\":{text}}}")), schema(text));
    assert_eq!(schema(properties), schema(text));
}

fn cases() -> Vec<(&'static str, &'static str, &'static str)> {
    vec![
        ("a file without fields", "a.yml", "my.field: keyword\n"),
        ("an empty file", "a.yml", ""),
        ("a list", "a.yml", "- a\n"),
        ("no yaml", "a.yml", "fields: {a: keyword\n"),
        ("an unknown base", "a.yml", "base: beats\nfields: {}\n"),
        ("an unknown key", "a.yml", "fields:\n  a: {type: keyword, keywrd: true}\n"),
        ("an unknown type", "a.yml", "fields:\n  a: string\n  b: keywrod\n  c: whatever\n"),
        ("a type that is a number", "a.yml", "fields:\n  a: 7\n"),
        ("a field without a type", "a.yml", "fields:\n  a:\n  b: {keyword: true}\n"),
        ("a name that is none", "a.yml", "fields:\n  a..b: keyword\n  \"a b\": long\n  \"\": ip\n"),
        ("a role that is no field", "a.yml", "category_field: event category\nfields: {}\n"),
        ("a field that is given twice", "a.yml", "fields:\n  a: keyword\n  a: long\n"),
        ("an alias of nothing", "a.yml", "fields:\n  a: {type: alias, path: process.nmae}\n  b: {type: alias}\n"),
        ("an alias of itself", "a.yml", "base: none\nfields:\n  a: {type: alias, path: a}\n"),
        ("a table without types", "a.tsv", "field\tkind\na\tkeyword\n"),
        ("an empty table", "a.tsv", ""),
        ("rows that lack something", "a.tsv", "field\ttype\na\t\n\tkeyword\nb\tkyword\nb\tlong\n"),
        (
            "a mapping that is text",
            "a.json",
            "{\"mappings\": {\"properties\": {\"a\": \"keyword\", \"b\": {\"type\": \"alias\"}}}}",
        ),
    ]
}

#[test]
fn every_mistake_is_told_with_its_place_and_help() {
    let mut told = String::new();
    for (name, path, text) in cases() {
        let (schema, diagnostics) = parsed(path, text);
        assert!(!diagnostics.is_empty(), "{name}");
        let has_errors = diagnostics.iter().any(|diagnostic| diagnostic.severity == crate::diagnostics::Severity::Error);
        assert_eq!(schema.is_none(), has_errors, "{name}");
        told.push_str(&format!("# {name}\n\n"));
        for diagnostic in &diagnostics {
            told.push_str(&format!("{}\n\n", render(diagnostic, &[Source::new(path, text)], Style::Plain)));
        }
    }
    expect_file!["diagnostics.txt"].assert_eq(&told);
}

#[test]
fn every_code_has_a_case() {
    let told: BTreeSet<u16> =
        cases().iter().flat_map(|(_, path, text)| parsed(path, text).1).map(|diagnostic| diagnostic.code.number()).collect();
    for code in crate::errors::schema_file::CODES {
        assert!(told.contains(&code.number()), "{code} has no case");
    }
}

#[test]
fn no_cut_of_a_file_panics_or_points_outside_the_text() {
    let table = "field\ttype\nmy.üser\tkeyword\nb\tlong\n";
    let mapping = r#"{"mappings": {"properties": {"é": {"type": "text", "fields": {"k": {"type": "keyword"}}}}}}"#;
    for (path, text) in [("a.yml", YAML), ("a.tsv", table), ("a.json", mapping)] {
        for (start, _) in text.char_indices() {
            for end in (start..text.len()).step_by(13).filter(|end| text.is_char_boundary(*end)) {
                let cut = format!("{}{}", &text[..start], &text[end..]);
                for diagnostic in parsed(path, &cut).1 {
                    for label in std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary) {
                        assert!(cut.get(label.span.range()).is_some(), "{diagnostic:?} in:\n{cut}");
                    }
                }
            }
        }
    }
}
