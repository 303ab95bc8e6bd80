//! The evaluator on queries that are built by hand: each point of the language's definition is a row.

mod documents;
mod expressions;
mod predicates;
mod samples;
mod sequences;

use super::{Document, Hit, Options, Value};
use crate::ir::{Body, Category, EventQuery, Expr, JoinKey, Number, Patterns, Predicate, Query, Sequence, Term, Test, Width};
use crate::regex;
use crate::schema::{Field, FieldType};
use crate::source::Span;
use std::path::PathBuf;

/// A field whose type its first letter tells: `k`eyword, `l`ong, `i`nteger, `d`ouble, `b`oolean, `a`ddress, `t`ime, `v`ersion.
fn field(name: &str) -> Field {
    let field_type = match name.as_bytes()[0] {
        b'l' => FieldType::Long,
        b'i' => FieldType::Integer,
        b'd' => FieldType::Double,
        b'b' => FieldType::Boolean,
        b'a' => FieldType::Ip,
        b't' => FieldType::Date,
        b'v' => FieldType::Version,
        _ => FieldType::Keyword,
    };
    Field::new(name, field_type)
}

/// An event from JSON, typed by the same letters.
fn document(json: &str) -> Document {
    let value: serde_json::Value = serde_json::from_str(json).expect("JSON");
    let mut document = Document::new();
    for (name, value) in value.as_object().expect("an object") {
        let values = value.as_array().cloned().unwrap_or_else(|| vec![value.clone()]);
        for value in values {
            let text = value.as_str().unwrap_or_default().to_owned();
            match field(name).field_type {
                _ if value.is_null() => {}
                FieldType::Long | FieldType::Integer => document.insert(name, Value::Int(value.as_i64().expect("whole").into())),
                FieldType::Double => document.insert(name, Value::Float(value.as_f64().expect("number"))),
                FieldType::Boolean => document.insert(name, Value::Bool(value.as_bool().expect("boolean"))),
                FieldType::Ip => document.insert(name, Value::Ip(text.parse().expect("address"))),
                FieldType::Date => document.insert(name, Value::Date(value.as_i64().expect("milliseconds"))),
                _ => document.insert(name, Value::Text(text)),
            }
        }
    }
    document
}

fn text(text: &str) -> Expr {
    Expr::Text(text.to_owned())
}

fn int(value: i32) -> Expr {
    Expr::Int(value.into(), Width::Bits32)
}

fn long(value: i64) -> Expr {
    Expr::Int(value, Width::Bits64)
}

fn of(name: &str) -> Expr {
    Expr::Field(field(name).into())
}

fn test(name: &str, test: Test) -> Predicate {
    Predicate::Test(field(name).into(), test)
}

fn not(predicate: Predicate) -> Predicate {
    Predicate::Not(Box::new(predicate))
}

fn whole(value: i64) -> Number {
    Number::Int(value.into())
}

fn patterns(insensitive: bool, texts: &[&str]) -> Patterns {
    Patterns { insensitive, any_of: texts.iter().map(|text| crate::ir::Pattern::from_wildcards(text)).collect() }
}

fn regex(pattern: &str, insensitive: bool) -> regex::Regex {
    let mut diagnostics = crate::diagnostics::Diagnostics::new();
    regex::compile(&[(pattern.to_owned(), Span::default())], insensitive, false, &mut diagnostics).expect("a pattern")
}

/// `category where condition`
fn event_query(category: &str, condition: Predicate) -> EventQuery {
    let category = match category {
        "any" => Category::Any,
        name => Category::Named { field: field("kind"), name: name.to_owned() },
    };
    EventQuery { category, condition }
}

/// `[category where true] by keys`; a key with `?` is optional, one with `??` is not in the schema.
fn term(category: &str, keys: &[&str]) -> Term {
    let key = |name: &&str| {
        let plain = name.trim_start_matches('?');
        let known = !name.starts_with("??");
        JoinKey { name: plain.to_owned(), field: known.then(|| field(plain)), optional: name.starts_with('?') }
    };
    Term {
        query: event_query(category, Predicate::Const(true)),
        keys: keys.iter().map(key).collect(),
        runs: 1,
        missing: false,
        alias: None,
        span: Span::default(),
    }
}

/// `![category where true] by keys`
fn missing(category: &str, keys: &[&str]) -> Term {
    Term { missing: true, ..term(category, keys) }
}

fn sequence(terms: Vec<Term>, maxspan_ms: Option<u64>) -> Sequence {
    Sequence { terms, until: None, maxspan_ms }
}

fn query(body: Body) -> Query {
    Query { body, pipes: Vec::new() }
}

fn options() -> Options {
    Options { timestamp_field: "time".to_owned(), ..Options::default() }
}

/// The events of hits as text: `0 1, 2 -`.
fn shown(hits: &[Hit]) -> String {
    let event = |event: &Option<usize>| event.map_or("-".to_owned(), |index| index.to_string());
    let hits: Vec<String> = hits.iter().map(|hit| hit.events.iter().map(event).collect::<Vec<_>>().join(" ")).collect();
    hits.join(", ")
}

/// A file of the shared test data; `None` if the data is not there.
fn shared(path: &str) -> Option<String> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared").join(path);
    match std::fs::read_to_string(&file) {
        Ok(text) => Some(text),
        Err(_) if std::env::var_os("DETECTORS_REQUIRE_SHARED").is_some() => panic!("{} is missing", file.display()),
        Err(_) => {
            println!("skipped: shared data not found");
            None
        }
    }
}
