//! All places of a tree in one walk: to move them, to check them, or to compare trees without them.

use super::ast::{Body, EventFilter, Expr, ExprKind, FieldName, Key, Query, Term};
use crate::source::Span;

impl Query {
    /// Whether both are the same query, wherever it stands.
    pub fn same_as(&self, other: &Query) -> bool {
        let placeless = |query: &Query| {
            let mut query = query.clone();
            query.visit_spans(&mut |span| *span = Span::default());
            query
        };
        placeless(self) == placeless(other)
    }

    /// Visits every place in the tree.
    pub fn visit_spans(&mut self, visit: &mut dyn FnMut(&mut Span)) {
        let Query { dialect: _, body, pipes, span } = self;
        visit(span);
        match body {
            Body::Event(filter) => event_filter(filter, visit),
            Body::Sequence(sequence) => {
                visit(&mut sequence.span);
                keys(&mut sequence.by, visit);
                if let Some(maxspan) = &mut sequence.maxspan {
                    visit(&mut maxspan.span);
                }
                sequence.terms.iter_mut().chain(&mut sequence.until).for_each(|item| term(item, visit));
            }
            Body::Sample(sample) => {
                visit(&mut sample.span);
                keys(&mut sample.by, visit);
                sample.terms.iter_mut().for_each(|item| term(item, visit));
            }
            Body::Error(span) => visit(span),
        }
        pipes.iter_mut().for_each(|pipe| visit(&mut pipe.span));
    }
}

impl Expr {
    /// Whether both are the same expression, wherever it stands.
    pub fn same_as(&self, other: &Expr) -> bool {
        let placeless = |expression: &Expr| {
            let mut expression = expression.clone();
            expression.visit_spans(&mut |span| *span = Span::default());
            expression
        };
        placeless(self) == placeless(other)
    }

    /// Visits every place in the tree.
    pub fn visit_spans(&mut self, visit: &mut dyn FnMut(&mut Span)) {
        visit(&mut self.span);
        match &mut self.kind {
            ExprKind::Literal(_) | ExprKind::Variable { .. } | ExprKind::Error => {}
            ExprKind::Field(name) => field(name, visit),
            ExprKind::Call(call) => {
                visit(&mut call.name_span);
                call.arguments.iter_mut().for_each(|argument| argument.visit_spans(visit));
            }
            ExprKind::Not(inner) | ExprKind::Negate(inner) | ExprKind::Plus(inner) => inner.visit_spans(visit),
            ExprKind::And(operands) | ExprKind::Or(operands) => {
                operands.iter_mut().for_each(|operand| operand.visit_spans(visit))
            }
            ExprKind::Compare(_, left, right) | ExprKind::Arithmetic(_, left, right) => {
                left.visit_spans(visit);
                right.visit_spans(visit);
            }
            ExprKind::In { value, list, .. } => {
                value.visit_spans(visit);
                list.iter_mut().for_each(|element| element.visit_spans(visit));
            }
            ExprKind::Match { value, operator_span, patterns, .. } => {
                value.visit_spans(visit);
                visit(operator_span);
                patterns.iter_mut().for_each(|pattern| visit(&mut pattern.span));
            }
            ExprKind::ArraySearch { array, condition, .. } => {
                field(array, visit);
                condition.visit_spans(visit);
            }
            ExprKind::Descendant(filter) => event_filter(filter, visit),
        }
    }
}

fn event_filter(filter: &mut EventFilter, visit: &mut dyn FnMut(&mut Span)) {
    visit(&mut filter.span);
    visit(&mut filter.category.span);
    filter.condition.visit_spans(visit);
}

fn term(term: &mut Term, visit: &mut dyn FnMut(&mut Span)) {
    visit(&mut term.span);
    event_filter(&mut term.filter, visit);
    keys(&mut term.by, visit);
    if let Some(runs) = &mut term.runs {
        visit(&mut runs.span);
    }
    if let Some((_, span)) = &mut term.alias {
        visit(span);
    }
}

fn keys(keys: &mut [Key], visit: &mut dyn FnMut(&mut Span)) {
    for key in keys {
        match key {
            Key::Field(name) => field(name, visit),
            Key::Error(span) => visit(span),
        }
    }
}

fn field(name: &mut FieldName, visit: &mut dyn FnMut(&mut Span)) {
    visit(&mut name.span);
}
