//! From three-valued expressions to two-valued predicates: a condition holds where its expression is true.

use super::expression::bool_field_as_test;
use crate::ir::{Expr, Predicate, Test};

/// The predicate that holds where `expr`, a boolean expression, is true.
pub(super) fn from_expression(expr: Expr) -> Predicate {
    match bool_field_as_test(expr) {
        Expr::Bool(value) => Predicate::Const(value),
        // Null is not true; its negation has been folded to null as well.
        Expr::Null => Predicate::Const(false),
        Expr::And(operands) => Predicate::And(operands.into_iter().map(from_expression).collect()),
        Expr::Or(operands) => Predicate::Or(operands.into_iter().map(from_expression).collect()),
        Expr::Not(operand) => Predicate::Not(Box::new(from_expression(*operand))),
        Expr::Test(field, test) => Predicate::Test(field, test),
        Expr::IsNull(operand) => match *operand {
            Expr::Field(field) => Predicate::Not(Box::new(Predicate::Test(field, Test::Exists))),
            other => Predicate::Computed(Expr::IsNull(Box::new(other))),
        },
        Expr::AnyElement(search) => Predicate::AnyElement(search),
        Expr::Descendant(lineage) => Predicate::Descendant(lineage),
        computed => Predicate::Computed(computed),
    }
}
