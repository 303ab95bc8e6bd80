//! Constants that are no values of their field: of closed lists, of expected lists, of ranges.

use super::category::ALSO_USED;
use super::condition::{How, TextTest, text_test};
use super::logic::Wildcards;
use super::{Rule, Stage};
use crate::diagnostics::Diagnostics;
use crate::eql::ast::{Expr, ExprKind, Literal};
use crate::errors::lints::values as errors;
use crate::ir::{Category, Pattern};
use crate::schema::{Field, FieldType, Kind, facts, similar};

/// A value that ECS does not list. Of lists that are open only what differs in case, or by a slip, is told; the same of a value
/// beside one that ECS lists, as rules for several sources have it.
pub(super) fn unknown_values(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    each_text_test(rule, &mut |test, _| {
        let listed: Vec<facts::Value> = facts::values(&test.field.name).collect();
        let Some(first) = listed.first() else { return };
        let own = |text: &str| Wildcards::new(&test.pattern(text), test.insensitive);
        let is_listed = |text: &str| {
            let own = own(text);
            let meets = |value: &str| own.meets(&Wildcards::new(&Pattern::Equal(value.to_owned()), false));
            let also_used = &*test.field.name == "event.category" && ALSO_USED.iter().any(|value| meets(value));
            also_used || listed.iter().any(|row| meets(row.value))
        };
        let all = first.closed && !test.texts.iter().any(|(text, _)| is_listed(text));
        for (text, span) in &test.texts {
            if text.is_empty() || is_listed(text) {
                continue;
            }
            let other_case = listed.iter().find(|row| row.value.eq_ignore_ascii_case(text)).map(|row| row.value.to_owned());
            let near = other_case.or_else(|| similar(text, listed.iter().map(|row| row.value)).into_iter().next());
            if all || near.is_some() {
                diagnostics.push(errors::unknown_value(*span, text, &test.field.name, near.as_deref(), first.closed));
            }
        }
    });
}

/// `registry where event.type == "start"`: ECS does not expect the type of events of the category.
pub(super) fn unexpected_event_types(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    each_text_test(rule, &mut |test, stage| {
        let Category::Named { field, name } = stage.category else { return };
        if &*test.field.name != "event.type" || &*field.name != "event.category" {
            return;
        }
        let Some(expected) = facts::values("event.category").find(|row| row.value == name).map(|row| row.event_types) else {
            return;
        };
        for (text, span) in &test.texts {
            let known = facts::values("event.type").any(|row| row.value == *text);
            if known && !expected.split(',').any(|value| value == *text) {
                diagnostics.push(errors::unexpected_event_type(*span, text, name, expected));
            }
        }
    });
}

fn each_text_test<'a>(rule: &'a Rule<'a>, visit: &mut dyn FnMut(&TextTest<'a>, &Stage<'a>)) {
    for stage in &rule.stages {
        stage.condition.leaves(&mut |leaf, _| {
            if let Some(test) = text_test(leaf, stage, rule.schema).filter(|test| test.how != How::Regex) {
                visit(&test, stage);
            }
        });
    }
}

/// A number that the field cannot hold: `destination.port == 70000`.
pub(super) fn numbers_out_of_range(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    for stage in &rule.stages {
        stage.condition.leaves(&mut |leaf, _| {
            for (name, constant) in numbers(leaf) {
                let Some(field) = stage.field(name, rule.schema) else { continue };
                let (Some((least, most)), Some(number)) = (range(&field), whole_number(constant)) else { continue };
                if number < least || number > most {
                    diagnostics.push(errors::number_out_of_range(constant.span, &field.name, least, most));
                }
            }
        });
    }
}

/// Fields and the constants that they are compared with.
fn numbers(leaf: &Expr) -> Vec<(&Expr, &Expr)> {
    match &leaf.kind {
        ExprKind::Compare(_, left, right) => vec![(left, right), (right, left)],
        ExprKind::In { value, list, .. } => list.iter().map(|element| (&**value, element)).collect(),
        _ => Vec::new(),
    }
}

fn whole_number(expr: &Expr) -> Option<i128> {
    match &expr.kind {
        ExprKind::Literal(Literal::Int(value)) => Some(i128::from(*value)),
        ExprKind::Literal(Literal::Long(value)) => Some(i128::from(*value)),
        ExprKind::Negate(inner) => whole_number(inner).map(|value| -value),
        _ => None,
    }
}

/// The values that a field can have, by its type and by what it is.
fn range(field: &Field) -> Option<(i128, i128)> {
    if field.kind() != Kind::Int {
        return None;
    }
    let last = field.name.rsplit('.').next().unwrap_or_default();
    Some(match (last, field.field_type) {
        ("port", _) => (0, u16::MAX.into()),
        ("pid" | "ppid" | "pgid", _) => (0, u32::MAX.into()),
        (_, FieldType::Byte) => (i8::MIN.into(), i8::MAX.into()),
        (_, FieldType::Short) => (i16::MIN.into(), i16::MAX.into()),
        (_, FieldType::Integer) => (i32::MIN.into(), i32::MAX.into()),
        (_, FieldType::UnsignedLong) => (0, u64::MAX.into()),
        _ => return None,
    })
}
