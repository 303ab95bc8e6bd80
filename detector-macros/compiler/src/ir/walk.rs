//! What a predicate or expression is made of.

use super::{Expr, Function, NumberType, Predicate};
use crate::ir::Arithmetic;
use crate::schema::Field;

impl Predicate {
    /// Whether it can have a run-time error: a whole number too large, a division by zero, a text that is no number, a border
    /// of `between` that is null.
    pub fn can_fail(&self) -> bool {
        match self {
            Self::Const(_) | Self::Test(..) => false,
            Self::And(operands) | Self::Or(operands) => operands.iter().any(Self::can_fail),
            Self::Not(operand) => operand.can_fail(),
            Self::Computed(expr) => expr.can_fail(),
        }
    }

    /// Visits every field that it reads, in order, with repetitions.
    pub fn fields(&self, visit: &mut impl FnMut(&Field)) {
        match self {
            Self::Const(_) => {}
            Self::And(operands) | Self::Or(operands) => operands.iter().for_each(|operand| operand.fields(visit)),
            Self::Not(operand) => operand.fields(visit),
            Self::Test(field, _) => visit(field),
            Self::Computed(expr) => expr.fields(visit),
        }
    }
}

impl Expr {
    /// Its direct parts, in order.
    pub fn operands(&self) -> Vec<&Expr> {
        match self {
            Self::Null | Self::Bool(_) | Self::Int(..) | Self::Float(_) | Self::Text(_) | Self::Field(_) | Self::Test(..) => {
                Vec::new()
            }
            Self::Call { arguments, .. } => arguments.iter().collect(),
            Self::Arithmetic(_, _, left, right) | Self::Compare(_, left, right) => vec![left, right],
            Self::Negate(_, operand) | Self::IsNull(operand) | Self::Not(operand) => vec![operand],
            Self::Matches(value, _) | Self::Regex(value, _) => vec![value],
            Self::In { value, list, .. } => std::iter::once(&**value).chain(list).collect(),
            Self::And(operands) | Self::Or(operands) => operands.iter().collect(),
        }
    }

    /// Whether it can have a run-time error.
    pub fn can_fail(&self) -> bool {
        let itself = match self {
            Self::Arithmetic(Arithmetic::Divide | Arithmetic::Modulo | Arithmetic::Add, NumberType::Int(_), ..)
            | Self::Arithmetic(Arithmetic::Subtract | Arithmetic::Multiply, NumberType::Int(_), ..)
            | Self::Negate(NumberType::Int(_), _) => true,
            Self::Call { function: Function::Number, .. } => true,
            // A border, or whether it is greedy, must not be null.
            Self::Call { function: Function::Between, arguments, .. } => {
                arguments.iter().skip(1).any(|argument| !matches!(argument, Self::Text(_) | Self::Bool(_)))
            }
            _ => false,
        };
        itself || self.operands().iter().any(|operand| operand.can_fail())
    }

    /// Visits every field that it reads, in order, with repetitions.
    pub fn fields(&self, visit: &mut impl FnMut(&Field)) {
        match self {
            Self::Field(field) | Self::Test(field, _) => visit(field),
            other => other.operands().iter().for_each(|operand| operand.fields(visit)),
        }
    }

    /// The different fields that it reads, in order of their first use.
    pub fn distinct_fields(&self) -> Vec<Field> {
        let mut distinct = Vec::new();
        self.fields(&mut |field| {
            if !distinct.contains(field) {
                distinct.push(field.clone());
            }
        });
        distinct
    }
}
