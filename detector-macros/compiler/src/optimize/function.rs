//! Turns functions of a plain text field and a constant into tests of the field.

use super::map;
use crate::ir::{Expr, FieldRef, Function, Pattern, Patterns, Predicate, Test};
use crate::schema::Kind;

pub(super) fn pass(predicate: Predicate) -> Predicate {
    map(predicate, &|predicate| match predicate {
        Predicate::Computed(expr) => computed(expr),
        other => other,
    })
}

fn computed(expr: Expr) -> Predicate {
    match expr {
        Expr::Call { function, insensitive: false, arguments } => match field_and_text(&arguments) {
            Some((field, text)) => search(function, field, text).unwrap_or(Predicate::Computed(Expr::Call {
                function,
                insensitive: false,
                arguments,
            })),
            None => Predicate::Computed(Expr::Call { function, insensitive: false, arguments }),
        },
        other => Predicate::Computed(other),
    }
}

/// `f(field, "text")`
fn field_and_text(arguments: &[Expr]) -> Option<(&FieldRef, &str)> {
    match arguments {
        [Expr::Field(field), Expr::Text(text)] if field.kind() == Kind::Str => Some((field, text)),
        _ => None,
    }
}

/// The `~` forms stay functions: they fold more letters than a test of a field does.
fn search(function: Function, field: &FieldRef, text: &str) -> Option<Predicate> {
    let text = text.to_owned();
    let pattern = match function {
        Function::StringContains if text.is_empty() => return Some(Predicate::Const(false)),
        Function::StartsWith | Function::EndsWith if text.is_empty() => Pattern::Anything,
        Function::StartsWith => Pattern::Prefix(text),
        Function::EndsWith => Pattern::Suffix(text),
        Function::StringContains => Pattern::Contains(text),
        _ => return None,
    };
    let patterns = Patterns { insensitive: false, any_of: vec![pattern] };
    Some(Predicate::Test(field.clone(), Test::Patterns(patterns)))
}
