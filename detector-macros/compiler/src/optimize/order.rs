//! Puts cheap operands of `and` and `or` first.
//!
//! Operands that can fail at run time keep their place: whether they are reached decides whether the query matches.

use super::map;
use crate::ir::{Expr, Pattern, Predicate, Test};
use crate::schema::{Field, builtin};

pub(super) fn pass(predicate: Predicate) -> Predicate {
    map(predicate, &|predicate| match predicate {
        Predicate::And(operands) => Predicate::And(sorted(operands)),
        Predicate::Or(operands) => Predicate::Or(sorted(operands)),
        other => other,
    })
}

fn sorted(mut operands: Vec<Predicate>) -> Vec<Predicate> {
    if !operands.iter().any(Predicate::can_fail) {
        operands.sort_by_key(cost);
    }
    operands
}

/// About how much work it is: a number comparison is 1.
fn cost(predicate: &Predicate) -> u64 {
    match predicate {
        Predicate::Const(_) => 0,
        Predicate::And(operands) | Predicate::Or(operands) => operands.iter().map(cost).sum(),
        Predicate::Not(operand) => cost(operand),
        Predicate::Test(field, test) => values(field) * test_cost(test),
        Predicate::Computed(expr) => 50 + expr_cost(expr),
        Predicate::AnyElement(search) => 10 * (2 + cost(&search.condition)),
        // It has been found for all that ask.
        Predicate::Descendant(_) => 1,
    }
}

/// About how many values a field has.
fn values(field: &Field) -> u64 {
    if builtin::row(&field.name).is_some_and(|row| row.is_array()) { 3 } else { 1 }
}

fn test_cost(test: &Test) -> u64 {
    match test {
        Test::Exists | Test::Bool(_) | Test::Number(..) => 1,
        Test::Text(..) => 2,
        Test::Ip(..) => 2,
        Test::InBlocks(blocks) => 2 * blocks.len() as u64,
        Test::Patterns(patterns) => patterns.any_of.iter().map(pattern_cost).sum(),
        Test::TextAsNumber(..) | Test::Version(..) => 20,
        Test::Regex(_) => 60,
    }
}

fn pattern_cost(pattern: &Pattern) -> u64 {
    match pattern {
        Pattern::Anything => 1,
        Pattern::Equal(_) => 2,
        Pattern::Prefix(_) | Pattern::Suffix(_) => 3,
        Pattern::Contains(_) => 30,
        Pattern::Ordered(_) => 40,
        Pattern::Glob(_) => 50,
    }
}

fn expr_cost(expr: &Expr) -> u64 {
    match expr {
        Expr::Null | Expr::Bool(_) | Expr::Int(..) | Expr::Float(_) | Expr::Text(_) | Expr::Field(_) => 1,
        Expr::Call { arguments, .. } => 20 + arguments.iter().map(expr_cost).sum::<u64>(),
        Expr::Arithmetic(_, _, left, right) | Expr::Compare(_, left, right) => 2 + expr_cost(left) + expr_cost(right),
        Expr::Negate(_, operand) | Expr::IsNull(operand) | Expr::Not(operand) => 1 + expr_cost(operand),
        Expr::In { value, list, .. } => 5 + expr_cost(value) + list.len() as u64 * 5,
        Expr::Matches(value, patterns) => expr_cost(value) + 20 * patterns.any_of.len() as u64,
        Expr::Regex(value, _) => expr_cost(value) + 60,
        Expr::Test(_, test) => test_cost(test),
        Expr::AnyElement(_) | Expr::Descendant(_) => 1,
        Expr::And(operands) | Expr::Or(operands) => operands.iter().map(expr_cost).sum(),
    }
}
