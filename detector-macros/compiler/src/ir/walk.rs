//! What a predicate or expression is made of.

use super::{Expr, FieldRef, Function, Lineage, NumberType, Owner, Predicate};
use crate::ir::Arithmetic;

impl Predicate {
    /// Whether it can have a run-time error: a whole number too large, a division by zero, a text that is no number, a border
    /// of `between` that is null.
    pub fn can_fail(&self) -> bool {
        match self {
            Self::Const(_) | Self::Test(..) => false,
            Self::And(operands) | Self::Or(operands) => operands.iter().any(Self::can_fail),
            Self::Not(operand) => operand.can_fail(),
            Self::Computed(expr) => expr.can_fail(),
            Self::AnyElement(search) => search.condition.can_fail(),
            // Where that query fails, the ancestor has not met it.
            Self::Descendant(_) => false,
        }
    }

    /// Visits every field that it reads, in order, with repetitions: of the event, of elements, of earlier events. Not those that
    /// a lineage reads of other events: see [`Self::lineages`].
    pub fn fields(&self, visit: &mut impl FnMut(&FieldRef)) {
        match self {
            Self::Const(_) | Self::Descendant(_) => {}
            Self::And(operands) | Self::Or(operands) => operands.iter().for_each(|operand| operand.fields(visit)),
            Self::Not(operand) => operand.fields(visit),
            Self::Test(field, _) => visit(field),
            Self::Computed(expr) => expr.fields(visit),
            Self::AnyElement(search) => search.condition.fields(visit),
        }
    }

    /// Visits it and every predicate in it, from above, but for those that are asked of other events.
    pub fn visit<'a>(&'a self, visit: &mut impl FnMut(&'a Self)) {
        visit(self);
        match self {
            Self::Const(_) | Self::Test(..) | Self::Computed(_) | Self::Descendant(_) => {}
            Self::And(operands) | Self::Or(operands) => operands.iter().for_each(|operand| operand.visit(visit)),
            Self::Not(operand) => operand.visit(visit),
            Self::AnyElement(search) => search.condition.visit(visit),
        }
    }

    /// What it asks of ancestors.
    pub fn lineages(&self) -> Vec<&Lineage> {
        let mut lineages = Vec::new();
        self.visit(&mut |predicate| {
            if let Self::Descendant(lineage) = predicate {
                lineages.push(lineage);
            }
        });
        lineages
    }

    /// The arrays in which it looks for elements, in order, with repetitions.
    pub fn arrays(&self) -> Vec<&str> {
        let mut arrays = Vec::new();
        self.visit(&mut |predicate| {
            if let Self::AnyElement(search) = predicate {
                arrays.push(&*search.array);
            }
        });
        arrays
    }

    /// Whether it reads a field of an earlier event.
    pub fn reads_earlier(&self) -> bool {
        let mut earlier = false;
        self.fields(&mut |field| earlier |= matches!(field.owner, Owner::Earlier(_)));
        earlier
    }
}

impl Expr {
    /// Its direct parts, in order.
    pub fn operands(&self) -> Vec<&Expr> {
        match self {
            Self::Null | Self::Bool(_) | Self::Int(..) | Self::Float(_) | Self::Text(_) | Self::Field(_) | Self::Test(..) => {
                Vec::new()
            }
            Self::AnyElement(_) | Self::Descendant(_) => Vec::new(),
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
            Self::AnyElement(search) => search.condition.can_fail(),
            _ => false,
        };
        itself || self.operands().iter().any(|operand| operand.can_fail())
    }

    /// Visits every field that it reads, in order, with repetitions.
    pub fn fields(&self, visit: &mut impl FnMut(&FieldRef)) {
        match self {
            Self::Field(field) | Self::Test(field, _) => visit(field),
            Self::AnyElement(search) => search.condition.fields(visit),
            other => other.operands().iter().for_each(|operand| operand.fields(visit)),
        }
    }

    /// The different fields that it reads, in order of their first use.
    pub fn distinct_fields(&self) -> Vec<FieldRef> {
        let mut distinct = Vec::new();
        self.fields(&mut |field| {
            if !distinct.contains(field) {
                distinct.push(field.clone());
            }
        });
        distinct
    }
}
