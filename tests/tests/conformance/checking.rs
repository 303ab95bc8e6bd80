//! What Elasticsearch accepts is accepted, what it refuses is refused at the same stage, and constants have its values: those of the
//! data, and those that the table of functions promises.

use super::{FOLDER, data};
use detector_compiler::diagnostics::{Diagnostic, Diagnostics, Severity};
use detector_compiler::eql::{Dialect, parse, parse_expression};
use detector_compiler::schema::Schema;
use detector_compiler::source::{QueryText, SourceId};
use detector_compiler::{ir, resolve};
use detector_tests::shared;
use serde_json::Value;
use std::path::Path;

/// The cases of a file, and the types; `None` after saying that it is not there.
fn cases(file: &str) -> Option<(Vec<Value>, Value)> {
    let folder = Path::new(FOLDER);
    let cases = data::lines(&folder.join(file));
    if cases.is_empty() {
        // Part of the data is enough, but not none at all.
        if !folder.is_dir() {
            shared::skipped(file);
        }
        return None;
    }
    println!("{file}: {} cases", cases.len());
    Some((cases, data::types(folder)))
}

/// How far a query came.
enum Stage {
    /// The parser refuses it.
    Syntax(String),
    /// Its names or types are refused.
    Types(String),
    /// It has a meaning.
    Accepted,
}

fn stage(query: &str, schema: Option<&Schema>) -> Stage {
    let mut diagnostics = Diagnostics::new();
    let ast = parse(&QueryText::whole_source(SourceId(0), query), Dialect::Elasticsearch, &mut diagnostics);
    if diagnostics.has_errors() {
        return Stage::Syntax(titles(diagnostics.iter()));
    }
    let resolved = schema.map(|schema| resolve::query(&ast, schema, &mut diagnostics));
    assert_eq!(diagnostics.has_errors(), resolved == Some(None), "{query}: {diagnostics:?}");
    if diagnostics.has_errors() { Stage::Types(titles(diagnostics.iter())) } else { Stage::Accepted }
}

fn titles<'d>(diagnostics: impl Iterator<Item = &'d Diagnostic>) -> String {
    let errors = diagnostics.filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors.map(|error| format!("{} {}", error.code, error.title)).collect::<Vec<_>>().join("; ")
}

fn text<'v>(case: &'v Value, key: &str) -> &'v str {
    case[key].as_str().unwrap_or_default()
}

#[test]
fn what_elasticsearch_accepts_is_accepted() {
    let Some((cases, types)) = cases("compiles.jsonl") else { return };
    let mut failures = Vec::new();
    for case in &cases {
        let schema = case["types"].as_str().map(|name| data::schema_with_notes(&types[name]));
        match stage(text(case, "query"), schema.as_ref()) {
            Stage::Accepted => {}
            Stage::Syntax(problems) | Stage::Types(problems) => {
                failures.push(format!("{}: {problems}\n{}", text(case, "name"), text(case, "query")));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {} are refused\n{}", failures.len(), cases.len(), failures.join("\n"));
}

#[test]
fn what_elasticsearch_refuses_is_refused_at_the_same_stage() {
    let Some((cases, types)) = cases("rejected.jsonl") else { return };
    let mut failures = Vec::new();
    for case in cases.iter().filter(|case| case["unverified"].is_null()) {
        let schema = case["types"].as_str().map(|name| data::schema_with_notes(&types[name]));
        let problem = match (text(case, "stage"), stage(text(case, "query"), schema.as_ref())) {
            ("lex" | "parse", Stage::Syntax(_)) | ("verify", Stage::Types(_)) => continue,
            (_, Stage::Accepted) => "is accepted".to_owned(),
            (expected, Stage::Syntax(problems) | Stage::Types(problems)) => {
                format!("is not refused by `{expected}` but: {problems}")
            }
        };
        failures.push(format!("{} {problem}\n{}", text(case, "name"), text(case, "query")));
    }
    assert!(failures.is_empty(), "{}\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn constants_have_the_values_that_elasticsearch_gives_them() {
    let Some((cases, _)) = cases("folding.jsonl") else { return };
    let mut failures = Vec::new();
    for case in &cases {
        let expected = match case.get("elasticsearch_code_gives") {
            Some(value) => json_literal(value),
            // Elasticsearch's code raises an error there.
            None if case["endgame_only"] == true => "error".to_owned(),
            None => json_literal(&case["expected"]),
        };
        let found = folded(text(case, "expression"));
        if found != expected {
            failures.push(format!("{}: {} gives {found}, not {expected}", text(case, "name"), text(case, "expression")));
        }
    }
    assert!(failures.is_empty(), "{}\n{}", failures.len(), failures.join("\n"));
}

/// The value of a constant expression as JSON, or `error`.
fn folded(expression: &str) -> String {
    let mut diagnostics = Diagnostics::new();
    let ast = parse_expression(&QueryText::whole_source(SourceId(0), expression), Dialect::Elasticsearch, &mut diagnostics);
    let schema = Schema { with_builtin: false, ..Schema::default() };
    match resolve::expression(&ast, &schema, &mut diagnostics) {
        Some(constant) => expr_literal(&constant),
        None => "error".to_owned(),
    }
}

fn expr_literal(constant: &ir::Expr) -> String {
    match constant {
        ir::Expr::Null => "null".to_owned(),
        ir::Expr::Bool(value) => value.to_string(),
        ir::Expr::Int(value, _) => value.to_string(),
        ir::Expr::Float(value) => format!("{value:?}"),
        ir::Expr::Text(value) => Value::from(value.as_str()).to_string(),
        other => format!("no constant: {other}"),
    }
}

fn json_literal(value: &Value) -> String {
    match value.as_f64() {
        Some(number) if value.is_f64() => format!("{number:?}"),
        _ => value.to_string(),
    }
}

#[test]
fn every_function_gives_what_its_documentation_says() {
    for signature in ir::FUNCTIONS {
        let (call, value) = signature.example;
        assert_eq!(folded(call), value, "{call}");
        assert_eq!(folded(&call.replacen(signature.name, &signature.name.to_uppercase(), 1)), value, "{call} in capitals");
        let insensitive = folded(&call.replacen('(', "~(", 1));
        assert_eq!(insensitive == "error", !signature.has_insensitive, "{call} with `~`");
    }
}
