//! Operators and literals: [`ast::Expr`] → a typed [`ir::Expr`], constant parts computed.

use super::{FieldMeaning, Resolver};
use crate::eql::ast::{self, ExprKind, Literal};
use crate::errors::{lints, types};
use crate::evaluate;
use crate::ir::{Arithmetic, Expr, FieldRef, NumberType, Owner, Width};
use crate::schema::{Field, FieldType, Kind};
use crate::source::Span;

/// An expression with its type and place.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub(super) expr: Expr,
    pub(super) value_type: Type,
    pub(super) span: Span,
}

/// The type of an expression's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    /// The constant null: goes with everything.
    Null,
    Bool,
    Int(Width),
    Float,
    Text,
    Date,
    Ip,
    Version,
    /// A part of it is wrong and has been reported: goes with everything.
    Error,
}

impl Type {
    pub(super) fn of_field(field: &Field) -> Self {
        match field.kind() {
            Kind::Str => Self::Text,
            Kind::Int => match field.field_type {
                FieldType::Byte | FieldType::Short | FieldType::Integer => Self::Int(Width::Bits32),
                _ => Self::Int(Width::Bits64),
            },
            Kind::Float => Self::Float,
            Kind::Bool => Self::Bool,
            Kind::Ip => Self::Ip,
            Kind::Date => Self::Date,
            Kind::Version => Self::Version,
            Kind::Unusable => Self::Error,
        }
    }

    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Int(_) | Self::Float)
    }

    /// Null and reported errors go with everything.
    pub(super) fn is_open(self) -> bool {
        matches!(self, Self::Null | Self::Error)
    }

    pub(super) fn description(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool => "a truth value",
            Self::Int(_) => "a whole number",
            Self::Float => "a number",
            Self::Text => "a text",
            Self::Date => "a date",
            Self::Ip => "an IP address",
            Self::Version => "a version",
            Self::Error => "not understood",
        }
    }
}

impl Typed {
    pub(super) fn error(span: Span) -> Self {
        Self { expr: Expr::Null, value_type: Type::Error, span }
    }

    pub(super) fn null(span: Span) -> Self {
        Self { expr: Expr::Null, value_type: Type::Null, span }
    }

    pub(super) fn boolean(expr: Expr, span: Span) -> Self {
        Self { expr, value_type: Type::Bool, span }
    }

    pub(super) fn is_boolean(&self) -> bool {
        self.value_type == Type::Bool || self.value_type.is_open()
    }

    pub(super) fn description(&self) -> &'static str {
        self.value_type.description()
    }

    pub(super) fn is_constant(&self) -> bool {
        is_constant(&self.expr)
    }

    /// The field, if it is nothing but a field.
    pub(super) fn field(&self) -> Option<&FieldRef> {
        match &self.expr {
            Expr::Field(field) => Some(field),
            _ => None,
        }
    }
}

pub(super) fn is_constant(expr: &Expr) -> bool {
    matches!(expr, Expr::Null | Expr::Bool(_) | Expr::Int(..) | Expr::Float(_) | Expr::Text(_))
}

impl Resolver<'_> {
    pub(super) fn expression(&mut self, expression: &ast::Expr) -> Typed {
        let typed = self.unnoted(expression);
        if let Some(parts) = &mut self.parts {
            parts.insert(expression.span, typed.expr.clone());
        }
        typed
    }

    fn unnoted(&mut self, expression: &ast::Expr) -> Typed {
        let span = expression.span;
        match &expression.kind {
            ExprKind::Literal(literal) => literal_value(literal, span),
            ExprKind::Field(name) => self.field_value(name),
            ExprKind::Call(call) => self.call(call, span),
            ExprKind::Not(operand) => self.not(operand, span),
            ExprKind::Negate(operand) => self.negate(operand, span),
            ExprKind::Plus(operand) => self.plus(operand),
            ExprKind::And(operands) => self.junction("and", operands, span),
            ExprKind::Or(operands) => self.junction("or", operands, span),
            ExprKind::Compare(operator, left, right) => {
                let (left, right) = (self.expression(left), self.expression(right));
                self.compare(*operator, left, right, span)
            }
            ExprKind::Arithmetic(operator, left, right) => {
                let (left, right) = (self.expression(left), self.expression(right));
                self.arithmetic(*operator, operator.text(), left, right, span)
            }
            ExprKind::In { value, negated, insensitive, list } => {
                let membership = self.membership(value, *insensitive, list, span);
                if *negated { self.complement(membership) } else { membership }
            }
            ExprKind::Match { value, operator, patterns, .. } => self.pattern_match(value, *operator, patterns, span),
            ExprKind::ArraySearch { array, variable, condition } => self.array_search(array, variable, condition, span),
            ExprKind::Variable { name, parts } => self.element_field(name, parts, span),
            ExprKind::Descendant(ancestor) => self.descendant(ancestor, span),
            ExprKind::Error => Typed::error(span),
        }
    }

    fn field_value(&mut self, name: &ast::FieldName) -> Typed {
        match self.earlier_field(name) {
            Some(earlier) => earlier,
            None => self.field_of(Owner::Event, name),
        }
    }

    /// The field of that name, of whoever has it.
    pub(super) fn field_of(&mut self, owner: Owner, name: &ast::FieldName) -> Typed {
        match self.field(name) {
            FieldMeaning::Field(field) => {
                let value_type = Type::of_field(&field);
                Typed { expr: Expr::Field(FieldRef { owner, field }), value_type, span: name.span }
            }
            FieldMeaning::AlwaysNull => Typed::null(name.span),
            FieldMeaning::Error => Typed::error(name.span),
        }
    }

    fn not(&mut self, operand: &ast::Expr, span: Span) -> Typed {
        let operand = self.expression(operand);
        if !operand.is_boolean() {
            self.diagnostics.push(types::operand_not_boolean(operand.span, "not", operand.description()));
            return Typed::error(span);
        }
        let complement = self.complement(operand);
        Typed { span, ..complement }
    }

    /// `not x`, folded where x is constant.
    pub(super) fn complement(&mut self, operand: Typed) -> Typed {
        let Typed { expr, value_type, span } = operand;
        if value_type == Type::Error {
            return Typed::error(span);
        }
        if has_null_part(&expr) {
            self.diagnostics.push(lints::null_under_not(span));
        }
        let expr = match expr {
            Expr::Null => Expr::Null,
            Expr::Bool(value) => Expr::Bool(!value),
            Expr::Not(inner) => *inner,
            other => Expr::Not(Box::new(bool_field_as_test(other))),
        };
        Typed::boolean(expr, span)
    }

    /// `a and b and …`, `a or b or …`: three-valued folding of constant operands.
    fn junction(&mut self, operator: &'static str, operands: &[ast::Expr], span: Span) -> Typed {
        // What decides the result alone: false for `and`, true for `or`.
        let deciding = operator == "or";
        let mut wrong = false;
        let mut decided = false;
        let mut has_null = false;
        let mut live = Vec::new();
        for operand in operands {
            let operand = self.expression(operand);
            if !operand.is_boolean() {
                self.diagnostics.push(types::operand_not_boolean(operand.span, operator, operand.description()));
                wrong = true;
            }
            wrong |= operand.value_type == Type::Error;
            match operand.expr {
                Expr::Bool(value) => decided |= value == deciding,
                Expr::Null => has_null = true,
                other => live.push(bool_field_as_test(other)),
            }
        }
        if wrong {
            return Typed::error(span);
        }
        if decided {
            return Typed::boolean(Expr::Bool(deciding), span);
        }
        if has_null {
            live.push(Expr::Null);
        }
        let expr = match live.len() {
            0 => Expr::Bool(!deciding),
            1 => live.swap_remove(0),
            _ if deciding => Expr::Or(live),
            _ => Expr::And(live),
        };
        Typed::boolean(expr, span)
    }

    fn negate(&mut self, operand: &ast::Expr, span: Span) -> Typed {
        let operand = self.expression(operand);
        match operand.value_type {
            Type::Int(width) => {
                self.folded(Expr::Negate(NumberType::Int(width), Box::new(operand.expr)), operand.value_type, span)
            }
            Type::Float => self.folded(Expr::Negate(NumberType::Float, Box::new(operand.expr)), Type::Float, span),
            Type::Null => Typed::null(span),
            Type::Error => Typed::error(span),
            other => {
                self.diagnostics.push(types::operand_not_number(operand.span, "-", other.description()));
                Typed::error(span)
            }
        }
    }

    fn plus(&mut self, operand: &ast::Expr) -> Typed {
        let operand = self.expression(operand);
        if operand.value_type.is_number() || operand.value_type.is_open() {
            return operand;
        }
        self.diagnostics.push(types::operand_not_number(operand.span, "+", operand.description()));
        Typed::error(operand.span)
    }

    pub(super) fn arithmetic(&mut self, operator: Arithmetic, symbol: &str, left: Typed, right: Typed, span: Span) -> Typed {
        let mut wrong = false;
        for side in [&left, &right] {
            if !side.value_type.is_number() && !side.value_type.is_open() {
                self.diagnostics.push(types::operand_not_number(side.span, symbol, side.description()));
                wrong = true;
            }
        }
        let value_type = match (left.value_type, right.value_type) {
            _ if wrong => return Typed::error(span),
            (Type::Error, _) | (_, Type::Error) => return Typed::error(span),
            (Type::Null, _) | (_, Type::Null) => return Typed::null(span),
            (Type::Int(left), Type::Int(right)) => Type::Int(left.max(right)),
            _ => Type::Float,
        };
        let number_type = match value_type {
            Type::Int(width) => NumberType::Int(width),
            _ => NumberType::Float,
        };
        self.folded(Expr::Arithmetic(operator, number_type, Box::new(left.expr), Box::new(right.expr)), value_type, span)
    }

    /// The expression, computed if all of it is constant.
    pub(super) fn folded(&mut self, expr: Expr, value_type: Type, span: Span) -> Typed {
        if !has_constant_operands(&expr) {
            return Typed { expr, value_type, span };
        }
        match evaluate::constant(&expr) {
            Ok(constant) => {
                let value_type = if constant == Expr::Null { Type::Null } else { type_of_constant(&constant, value_type) };
                Typed { expr: constant, value_type, span }
            }
            Err(_) => {
                self.diagnostics.push(types::uncomputable_constant(span));
                Typed::error(span)
            }
        }
    }
}

/// Whether a part of a condition, not all of it, is the constant null.
fn has_null_part(expr: &Expr) -> bool {
    match expr {
        Expr::And(operands) | Expr::Or(operands) => {
            operands.iter().any(|operand| *operand == Expr::Null || has_null_part(operand))
        }
        Expr::Not(operand) => has_null_part(operand),
        _ => false,
    }
}

/// A computed constant has its own width; all else keeps the type of the expression.
fn type_of_constant(constant: &Expr, otherwise: Type) -> Type {
    match constant {
        Expr::Int(_, width) => Type::Int(*width),
        Expr::Float(_) => Type::Float,
        _ => otherwise,
    }
}

fn has_constant_operands(expr: &Expr) -> bool {
    match expr {
        Expr::Call { arguments, .. } => arguments.iter().all(is_constant),
        Expr::Arithmetic(_, _, left, right) | Expr::Compare(_, left, right) => is_constant(left) && is_constant(right),
        Expr::Negate(_, operand) | Expr::IsNull(operand) | Expr::Matches(operand, _) | Expr::Regex(operand, _) => {
            is_constant(operand)
        }
        Expr::In { value, list, .. } => is_constant(value) && list.iter().all(is_constant),
        _ => false,
    }
}

/// A boolean field alone is the test that one of its values is true.
pub(super) fn bool_field_as_test(expr: Expr) -> Expr {
    match expr {
        Expr::Field(field) if field.kind() == Kind::Bool => Expr::Test(field, crate::ir::Test::Bool(true)),
        other => other,
    }
}

pub(super) fn literal_value(literal: &Literal, span: Span) -> Typed {
    let (expr, value_type) = match literal {
        Literal::Null => (Expr::Null, Type::Null),
        Literal::Bool(value) => (Expr::Bool(*value), Type::Bool),
        Literal::Int(value) => (Expr::Int(i64::from(*value), Width::Bits32), Type::Int(Width::Bits32)),
        Literal::Long(value) => (Expr::Int(*value, Width::Bits64), Type::Int(Width::Bits64)),
        Literal::Double(value) => (Expr::Float(*value), Type::Float),
        Literal::Text { value, .. } => (Expr::Text(value.clone()), Type::Text),
    };
    Typed { expr, value_type, span }
}
