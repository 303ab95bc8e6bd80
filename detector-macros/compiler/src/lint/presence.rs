//! Negations that let events through because they lack the field.
//!
//! `process.name != "x"` holds of every event without a `process.name`. As an exception beside other conditions that is what
//! authors want, and nearly all negations of public rules are such exceptions; they are not told. Told is where an event needs
//! nothing *but* the negation: as an alternative of `or`, and as the whole condition. A test against null, and one of a truth
//! value (`trusted != true`), says itself what it makes of a missing field.

use super::condition::{Node, Shape};
use super::logic::Formula;
use super::{Rule, Stage};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::errors::lints::wording as errors;
use crate::ir::{FieldRef, Owner, Test};
use crate::source::Span;

/// Conditions and alternatives that consist of negations alone.
pub(super) fn negations_alone(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    for stage in &rule.stages {
        walk(stage, &stage.condition, &mut Vec::new(), diagnostics);
        if matches!(stage.condition.shape, Shape::Or(_)) {
            continue;
        }
        if let Some(field) = negated_alone(&Formula::of(&stage.condition), &[]) {
            diagnostics.push(told(stage, stage.condition.ast.span, field, true));
        }
    }
}

/// `whole`: whether the condition consists of it, or else is met by it as an alternative.
fn told(stage: &Stage<'_>, span: Span, field: &FieldRef, whole: bool) -> Diagnostic {
    let element = stage.search().filter(|_| field.owner == Owner::Element);
    let name = element.map_or_else(|| field.name.to_string(), |search| search.written(field));
    let asked = if stage.search().is_some() { "element" } else { "event" };
    let lacking = if element.is_some() { "elements" } else { "events" };
    errors::negation_alone(span, &name, lacking, whole.then_some(asked))
}

/// `present` are the fields that there are where this part matters.
fn walk<'n>(stage: &Stage<'_>, node: &'n Node<'_>, present: &mut Vec<&'n FieldRef>, diagnostics: &mut Diagnostics) {
    match &node.shape {
        Shape::And(operands) => {
            let before = present.len();
            operands.iter().for_each(|operand| required(&Formula::of(operand), present));
            operands.iter().for_each(|operand| walk(stage, operand, present, diagnostics));
            present.truncate(before);
        }
        Shape::Or(operands) => {
            for operand in operands {
                match negated_alone(&Formula::of(operand), present) {
                    Some(field) => diagnostics.push(told(stage, operand.ast.span, field, false)),
                    None => walk(stage, operand, present, diagnostics),
                }
            }
        }
        // Under `not` an alternative is an exception.
        Shape::Not(_) | Shape::Leaf(_) | Shape::Null => {}
    }
}

/// The fields that events must have to meet a formula.
fn required<'n>(formula: &Formula<'n>, fields: &mut Vec<&'n FieldRef>) {
    match formula {
        Formula::Is(field, _) => fields.push(field),
        Formula::All(operands) => operands.iter().for_each(|operand| required(operand, fields)),
        Formula::Any(operands) => {
            // What all alternatives need.
            let mut each = operands.iter().map(|operand| {
                let mut own = Vec::new();
                required(operand, &mut own);
                own
            });
            let first = each.next().unwrap_or_default();
            let rest: Vec<Vec<&FieldRef>> = each.collect();
            fields.extend(first.into_iter().filter(|field| rest.iter().all(|other| other.contains(field))));
        }
        Formula::Known(_) | Formula::IsNot(..) | Formula::Computed(..) | Formula::Unknown => {}
    }
}

/// A field of which a formula only says what it is not, if the formula says nothing else and events may lack the field.
fn negated_alone<'n>(formula: &Formula<'n>, present: &[&FieldRef]) -> Option<&'n FieldRef> {
    match formula {
        Formula::IsNot(_, Test::Exists | Test::Bool(_)) => None,
        // An earlier event is another one than that which is let through.
        Formula::IsNot(field, _) if matches!(field.owner, Owner::Earlier(_)) => None,
        Formula::IsNot(field, _) => (!present.contains(field)).then_some(*field),
        Formula::All(operands) if !operands.is_empty() => {
            let found: Option<Vec<&FieldRef>> = operands.iter().map(|operand| negated_alone(operand, present)).collect();
            found?.first().copied()
        }
        _ => None,
    }
}
