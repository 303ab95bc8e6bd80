//! Diagnostics of files of custom fields.

use super::rule_file::shortened;
use crate::diagnostics::{Diagnostic, codes::codes};
use crate::source::Span;

codes! {
    NOT_A_SCHEMA = 60 "not-a-schema" {
        why: "A file of custom fields is one of three: YAML with `fields:`, a table with tabs whose first line begins with \
              `field` and names a column `type`, or an Elasticsearch mapping in JSON.",
        wrong: "my.field: keyword",
        right: "fields:\n  my.field: keyword",
    }
    INVALID_SCHEMA_FIELD = 61 "invalid-schema-field" {
        why: "The name of a field is a dotted path without white space, and none of its parts is empty.",
        wrong: "fields: {my..field: keyword}",
        right: "fields: {my.field: keyword}",
    }
    UNKNOWN_FIELD_TYPE = 62 "unknown-field-type" warning {
        why: "Elasticsearch has no such mapping type that is known here. The field exists, but rules cannot use it.",
        wrong: "fields: {my.field: string}",
        right: "fields: {my.field: keyword}",
    }
    UNKNOWN_ALIAS_TARGET = 63 "unknown-alias-target" {
        why: "The `path` of an alias is the name of a field, of this file or built in, which is not itself an alias.",
        wrong: "fields: {pid: {type: alias, path: process.ipd}}",
        right: "fields: {pid: {type: alias, path: process.pid}}",
    }
    DUPLICATE_FIELD = 64 "duplicate-field" {
        why: "The field is given twice, so one of the types would be lost.",
        wrong: "field\ttype\na\tlong\na\tkeyword",
        right: "field\ttype\na\tlong",
    }
}

pub(crate) fn not_a_schema(at: Span, title: impl Into<String>) -> Diagnostic {
    Diagnostic::error(NOT_A_SCHEMA, at, title, "")
        .help("write `fields:` and below it `name: type`, such as `  my.field: keyword`")
}

pub(crate) fn missing_column(at: Span, column: &str) -> Diagnostic {
    Diagnostic::error(NOT_A_SCHEMA, at, format!("the table has no column `{column}`"), "the header")
        .help("begin the first line with `field`, a tab and `type`")
}

pub(crate) fn missing_type(at: Span, field: &str) -> Diagnostic {
    Diagnostic::error(NOT_A_SCHEMA, at, format!("field `{}` has no type", shortened(field)), "")
        .help("write `name: type`, such as `my.field: keyword`")
}

pub(crate) fn invalid_field(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error(INVALID_SCHEMA_FIELD, at, format!("`{}` is not a field name", shortened(name)), "not a field name")
        .help("write a dotted path, such as `my.field`")
}

pub(crate) fn unknown_field_type(at: Span, name: &str, similar: Option<&str>) -> Diagnostic {
    let title = format!("unknown field type `{}`", shortened(name));
    let diagnostic = Diagnostic::warning(UNKNOWN_FIELD_TYPE, at, title, "rules cannot use the field");
    match similar {
        Some(similar) => diagnostic.suggest_maybe(format!("write `{similar}`"), at, similar),
        None => diagnostic,
    }
}

pub(crate) fn unknown_alias_target(at: Span, target: &str, similar: &[String]) -> Diagnostic {
    let title = format!("no field `{}` for the alias", shortened(target));
    let diagnostic = Diagnostic::error(UNKNOWN_ALIAS_TARGET, at, title, "unknown field");
    similar.iter().take(1).fold(diagnostic, |diagnostic, similar| {
        diagnostic.suggest_maybe(format!("a field with a similar name exists: `{similar}`"), at, similar.as_str())
    })
}

pub(crate) fn alias_without_path(at: Span, name: &str) -> Diagnostic {
    Diagnostic::error(UNKNOWN_ALIAS_TARGET, at, format!("alias `{}` has no `path`", shortened(name)), "")
        .help("write `{type: alias, path: my.field}`")
}

pub(crate) fn duplicate_field(at: Span, first: Span, name: &str) -> Diagnostic {
    Diagnostic::error(DUPLICATE_FIELD, at, format!("field `{}` is given twice", shortened(name)), "given again here")
        .label(first, "first given here")
}
