//! Every function gives what its row in the table says.

use detector_compiler::diagnostics::Diagnostics;
use detector_compiler::eql::{Dialect, parse_expression};
use detector_compiler::schema::Schema;
use detector_compiler::source::{QueryText, SourceId};
use detector_compiler::{ir, resolve};
use serde_json::Value;

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
