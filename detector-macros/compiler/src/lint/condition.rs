//! A condition as it is written, with what each leaf means: [`ast::Expr`] → [`Node`].

use crate::eql::ast::{Comparison, Expr, ExprKind, Literal, MatchOperator};
use crate::ir::{Pattern, Predicate};
use crate::resolve::{self, Place};
use crate::schema::{Field, Kind, Lookup, Schema};
use crate::source::Span;

use super::Stage;

/// A part of a condition.
#[derive(Debug)]
pub(super) struct Node<'a> {
    /// As written.
    pub(super) ast: &'a Expr,
    /// How it is made of its parts.
    pub(super) shape: Shape<'a>,
}

/// How a condition is made of its parts.
#[derive(Debug)]
pub(super) enum Shape<'a> {
    /// `a and b`
    And(Vec<Node<'a>>),
    /// `a or b`
    Or(Vec<Node<'a>>),
    /// `not a`
    Not(Box<Node<'a>>),
    /// A test, with what it means.
    Leaf(Predicate),
    /// An optional field that the schema does not know makes it null: nothing is said of it.
    Null,
}

impl<'a> Node<'a> {
    /// Of a condition without errors.
    pub(super) fn new(ast: &'a Expr, place: Place<'_>, schema: &Schema) -> Self {
        let all = |operands: &'a [Expr]| operands.iter().map(|operand| Self::new(operand, place, schema)).collect();
        let shape = match &ast.kind {
            ExprKind::And(operands) => Shape::And(all(operands)),
            ExprKind::Or(operands) => Shape::Or(all(operands)),
            ExprKind::Not(operand) => Shape::Not(Box::new(Self::new(operand, place, schema))),
            _ => resolve::condition(ast, place, schema).map_or(Shape::Null, Shape::Leaf),
        };
        Self { ast, shape }
    }

    /// Its direct parts.
    pub(super) fn operands(&self) -> &[Node<'a>] {
        match &self.shape {
            Shape::And(operands) | Shape::Or(operands) => operands,
            Shape::Not(operand) => std::slice::from_ref(&**operand),
            Shape::Leaf(_) | Shape::Null => &[],
        }
    }

    /// Visits it and all of its parts, the whole before its parts.
    pub(super) fn visit<'n>(&'n self, visit: &mut impl FnMut(&'n Node<'a>)) {
        visit(self);
        self.operands().iter().for_each(|operand| operand.visit(visit));
    }

    /// Visits the tests, with what they mean.
    pub(super) fn leaves<'n>(&'n self, visit: &mut impl FnMut(&'a Expr, &'n Predicate)) {
        self.visit(&mut |node| {
            if let Shape::Leaf(predicate) = &node.shape {
                visit(node.ast, predicate);
            }
        });
    }

    /// Whether computing it can fail, so that the event matches in neither polarity.
    pub(super) fn can_fail(&self) -> bool {
        match &self.shape {
            Shape::Leaf(predicate) => predicate.can_fail(),
            Shape::And(_) | Shape::Or(_) | Shape::Not(_) | Shape::Null => self.operands().iter().any(Node::can_fail),
        }
    }

    /// Whether a part of it is the constant null, which is not two-valued.
    pub(super) fn has_null(&self) -> bool {
        matches!(self.shape, Shape::Null) || self.operands().iter().any(Node::has_null)
    }
}

/// A test of a text field with constants, as written.
pub(super) struct TextTest<'a> {
    /// The field.
    pub(super) field: Field,
    /// Its place.
    pub(super) field_span: Span,
    /// How the constants are read.
    pub(super) how: How,
    /// Whether case is ignored.
    pub(super) insensitive: bool,
    /// The constants, with their places.
    pub(super) texts: Vec<(&'a str, Span)>,
}

/// How the constants of a test are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// `==`, `!=`, `in`, `in~`
    Literal,
    /// `:`, `like`, `like~`
    Wildcards,
    /// `regex`, `regex~`
    Regex,
}

impl Stage<'_> {
    /// The field that an expression is, of the event or of an element.
    pub(super) fn field(&self, expr: &Expr, schema: &Schema) -> Option<Field> {
        let name = match &expr.kind {
            ExprKind::Field(name) => name.dotted(),
            ExprKind::Variable { parts, .. } => self.search()?.field_name(parts),
            _ => return None,
        };
        match schema.lookup(&name) {
            Lookup::Field(field) => Some(field),
            Lookup::Unknown => None,
        }
    }
}

/// The test of a text field that a leaf of a stage is.
pub(super) fn text_test<'a>(leaf: &'a Expr, stage: &Stage<'_>, schema: &Schema) -> Option<TextTest<'a>> {
    let text = |expr: &'a Expr| match &expr.kind {
        ExprKind::Literal(Literal::Text { value, .. }) => Some((value.as_str(), expr.span)),
        _ => None,
    };
    let (name, how, insensitive, texts) = match &leaf.kind {
        ExprKind::Compare(Comparison::Equal | Comparison::NotEqual, left, right) => {
            let (name, constant) = if text(left).is_some() { (right, left) } else { (left, right) };
            (name, How::Literal, false, vec![text(constant)?])
        }
        ExprKind::In { value, insensitive, list, .. } => {
            (value, How::Literal, *insensitive, list.iter().filter_map(text).collect())
        }
        ExprKind::Match { value, operator, patterns, .. } => {
            let regex = matches!(operator, MatchOperator::Regex | MatchOperator::RegexInsensitive);
            let how = if regex { How::Regex } else { How::Wildcards };
            let texts = patterns.iter().filter_map(|pattern| match &pattern.literal {
                Literal::Text { value, .. } => Some((value.as_str(), pattern.span)),
                _ => None,
            });
            (value, how, operator.insensitive(), texts.collect())
        }
        _ => return None,
    };
    let field = stage.field(name, schema)?;
    (field.kind() == Kind::Str && !texts.is_empty()).then_some(TextTest { field, field_span: name.span, how, insensitive, texts })
}

impl TextTest<'_> {
    /// The text at `index` as a pattern.
    pub(super) fn pattern(&self, text: &str) -> Pattern {
        match self.how {
            How::Literal | How::Regex => Pattern::Equal(text.to_owned()),
            How::Wildcards => Pattern::from_wildcards(text),
        }
    }

    /// Whether the text has wildcards that are read as such.
    pub(super) fn has_wildcards(&self, text: &str) -> bool {
        self.how == How::Wildcards && text.contains(['*', '?'])
    }
}
