//! Two-valued predicates over documents.

use super::expression::{self, Datum};
use super::pattern::{self, Folding};
use super::value::{Value, address_bytes, in_block, number_in, numbers_meet};
use super::{Document, Failed, Subject, version};
use crate::ir::{Category, Predicate, Test};

/// Whether a document is of a category: some value is its name.
pub(super) fn in_category(category: &Category, document: &Document) -> bool {
    match category {
        Category::Any => true,
        Category::Named { field, name } => {
            document.values(&field.name).iter().any(|value| matches!(value, Value::Text(text) if text == name))
        }
    }
}

/// Whether a predicate is true of a document. Operands are looked at from left to right until the answer is known; an
/// error among them is the answer.
pub fn predicate(predicate: &Predicate, document: &Document) -> Result<bool, Failed> {
    of(predicate, Subject::new(document))
}

/// Whether a predicate is true of a document and what is known beside it.
pub(super) fn of(predicate: &Predicate, subject: Subject<'_>) -> Result<bool, Failed> {
    match predicate {
        Predicate::Const(value) => Ok(*value),
        Predicate::And(operands) => {
            for operand in operands {
                if !of(operand, subject)? {
                    return Ok(false);
                }
            }
            Ok(true)
        }
        Predicate::Or(operands) => {
            for operand in operands {
                if of(operand, subject)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Predicate::Not(operand) => Ok(!of(operand, subject)?),
        Predicate::Test(field, test) => Ok(subject.values(field).iter().any(|value| meets(test, value))),
        Predicate::Computed(expr) => {
            // Every combination of values; the values of the field that comes first in the expression change last.
            for chosen in expression::combinations(expr, subject) {
                if expression::evaluate(expr, &chosen)? == Datum::Bool(true) {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Predicate::AnyElement(search) => {
            for element in subject.event.elements(&search.array) {
                if of(&search.condition, Subject { element: Some(element), ..subject })? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Predicate::Descendant(lineage) => Ok(subject.descends(lineage)),
    }
}

/// Whether one value of a field meets a test.
pub(super) fn meets(test: &Test, value: &Value) -> bool {
    match (test, value) {
        (Test::Exists, _) => true,
        (Test::Bool(expected), Value::Bool(value)) => value == expected,
        (Test::Number(comparison, number), value) => {
            value.number().is_some_and(|value| numbers_meet(*comparison, value, *number))
        }
        (Test::TextAsNumber(comparison, number), Value::Text(text)) => {
            number_in(text).is_some_and(|value| numbers_meet(*comparison, value, *number))
        }
        (Test::Text(comparison, expected), Value::Text(text)) => comparison.holds(text.as_str().cmp(expected)),
        (Test::Patterns(patterns), Value::Text(text)) => {
            let text: Vec<u32> = text.chars().map(u32::from).collect();
            pattern::any_matches(patterns, &text, Folding::Ascii)
        }
        (Test::Regex(regex), Value::Text(text)) => regex.matches(text),
        (Test::InBlocks(blocks), Value::Ip(address)) => blocks.iter().any(|block| in_block(*address, block)),
        (Test::Ip(comparison, expected), Value::Ip(address)) => {
            comparison.holds(address_bytes(*address).cmp(&address_bytes(*expected)))
        }
        (Test::Version(comparison, expected), Value::Text(text)) => comparison.holds(version::order(text, expected)),
        // A whole number in a keyword field is its decimal text.
        (
            Test::Text(..) | Test::Patterns(_) | Test::Regex(_) | Test::TextAsNumber(..) | Test::Version(..),
            Value::Int(number),
        ) => meets(test, &Value::Text(number.to_string())),
        (
            Test::Bool(_)
            | Test::TextAsNumber(..)
            | Test::Text(..)
            | Test::Patterns(_)
            | Test::Regex(_)
            | Test::InBlocks(_)
            | Test::Ip(..)
            | Test::Version(..),
            Value::Text(_) | Value::Float(_) | Value::Bool(_) | Value::Ip(_) | Value::Date(_) | Value::Int(_),
        ) => false,
    }
}
