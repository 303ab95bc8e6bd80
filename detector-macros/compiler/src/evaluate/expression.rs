//! Values of expressions: three-valued, of one combination of values of the fields.

use super::pattern::{self, Folding};
use super::value::{Value, address_bytes, order_numbers};
use super::{Failed, Subject, functions, predicate, version};
use crate::ir::{Arithmetic, Comparison, Expr, FieldRef, Number, NumberType, Width};
use crate::schema::{Field, FieldType, Kind};
use std::cmp::Ordering;
use std::collections::HashMap;
use std::net::IpAddr;

/// What an expression gives.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Datum {
    Null,
    Bool(bool),
    Int(i128, Width),
    Float(f64),
    /// UTF-16 units: functions count and cut by them.
    Text(Vec<u16>),
    Ip(IpAddr),
    /// Milliseconds.
    Date(i64),
    Version(String),
}

impl Datum {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.encode_utf16().collect())
    }

    pub(super) fn number(&self) -> Option<Number> {
        match self {
            Self::Int(value, _) => Some(Number::Int(*value)),
            Self::Float(value) => Some(Number::Float(*value)),
            Self::Date(ms) => Some(Number::Int(i128::from(*ms))),
            Self::Null | Self::Bool(_) | Self::Text(_) | Self::Ip(_) | Self::Version(_) => None,
        }
    }

    /// One value of a field.
    fn of(value: &Value, field: &Field) -> Self {
        match (value, field.kind()) {
            (Value::Text(text), Kind::Version) => Self::Version(text.clone()),
            (Value::Text(text), _) => Self::text(text),
            (Value::Int(value), Kind::Str) => Self::text(&value.to_string()),
            (Value::Int(value), _) => Self::Int(*value, width(field.field_type)),
            (Value::Float(value), _) => Self::Float(*value),
            (Value::Bool(value), _) => Self::Bool(*value),
            (Value::Ip(address), _) => Self::Ip(*address),
            (Value::Date(ms), _) => Self::Date(*ms),
        }
    }
}

fn width(field_type: FieldType) -> Width {
    match field_type {
        FieldType::Byte | FieldType::Short | FieldType::Integer => Width::Bits32,
        _ => Width::Bits64,
    }
}

/// For each field of an expression one of its values, or null.
pub(super) type Chosen<'a> = HashMap<&'a FieldRef, Option<&'a Value>>;

/// All combinations of the values of an expression's fields. A field that stands twice has one value; one without values
/// is null. The first field is the outermost loop, values come in the document's order.
pub(super) fn combinations<'a>(expr: &'a Expr, subject: Subject<'a>) -> impl Iterator<Item = Chosen<'a>> {
    let mut names: Vec<&FieldRef> = Vec::new();
    fields(expr, &mut names);
    let lists: Vec<(&FieldRef, Vec<Option<&Value>>)> = names
        .into_iter()
        .map(|name| match subject.values(name) {
            [] => (name, vec![None]),
            values => (name, values.iter().map(Some).collect()),
        })
        .collect();
    let total = lists.iter().fold(1_usize, |total, (_, values)| total.saturating_mul(values.len()));
    (0..total).map(move |number| {
        let mut rest = number;
        let mut chosen = Chosen::new();
        for (name, values) in lists.iter().rev() {
            chosen.insert(name, values[rest % values.len()]);
            rest /= values.len();
        }
        chosen
    })
}

/// The distinct fields of an expression, in order.
fn fields<'a>(expr: &'a Expr, names: &mut Vec<&'a FieldRef>) {
    match expr {
        Expr::Null | Expr::Bool(_) | Expr::Int(..) | Expr::Float(_) | Expr::Text(_) => {}
        // INVARIANT: they stand in no value; see `resolve`.
        Expr::AnyElement(_) | Expr::Descendant(_) => {}
        Expr::Field(field) | Expr::Test(field, _) => {
            if !names.contains(&field) {
                names.push(field);
            }
        }
        Expr::Call { arguments, .. } => arguments.iter().for_each(|argument| fields(argument, names)),
        Expr::Arithmetic(_, _, left, right) | Expr::Compare(_, left, right) => {
            fields(left, names);
            fields(right, names);
        }
        Expr::Negate(_, operand) | Expr::IsNull(operand) | Expr::Not(operand) => fields(operand, names),
        Expr::Matches(value, _) | Expr::Regex(value, _) => fields(value, names),
        Expr::In { value, list, .. } => {
            fields(value, names);
            list.iter().for_each(|element| fields(element, names));
        }
        Expr::And(operands) | Expr::Or(operands) => operands.iter().for_each(|operand| fields(operand, names)),
    }
}

/// The value of an expression without fields, as a constant expression.
///
/// # Errors
/// Overflow, division by zero, a text that is no number, a text that is no block. A field counts as null.
pub fn constant(expr: &Expr) -> Result<Expr, Failed> {
    Ok(match evaluate(expr, &Chosen::new())? {
        Datum::Null => Expr::Null,
        Datum::Bool(value) => Expr::Bool(value),
        Datum::Int(value, width) => Expr::Int(i64::try_from(value).map_err(|_| Failed)?, width),
        Datum::Float(value) => Expr::Float(value),
        Datum::Text(units) => Expr::Text(String::from_utf16_lossy(&units)),
        Datum::Ip(address) => Expr::Text(address.to_string()),
        Datum::Date(ms) => Expr::Int(ms, Width::Bits64),
        Datum::Version(text) => Expr::Text(text),
    })
}

/// The value of an expression for one combination of values.
pub(super) fn evaluate(expr: &Expr, chosen: &Chosen<'_>) -> Result<Datum, Failed> {
    let value = |field: &FieldRef| chosen.get(field).copied().flatten();
    match expr {
        Expr::Null => Ok(Datum::Null),
        Expr::Bool(value) => Ok(Datum::Bool(*value)),
        Expr::Int(value, width) => Ok(Datum::Int(i128::from(*value), *width)),
        Expr::Float(value) => Ok(Datum::Float(*value)),
        Expr::Text(text) => Ok(Datum::text(text)),
        Expr::Field(field) => Ok(value(field).map_or(Datum::Null, |value| Datum::of(value, field))),
        Expr::Test(field, test) => Ok(value(field).map_or(Datum::Null, |value| Datum::Bool(predicate::meets(test, value)))),
        Expr::Call { function, insensitive, arguments } => {
            let arguments = arguments.iter().map(|argument| evaluate(argument, chosen)).collect::<Result<Vec<_>, _>>()?;
            functions::call(*function, *insensitive, &arguments)
        }
        Expr::Arithmetic(operator, number_type, left, right) => {
            arithmetic(*operator, *number_type, &evaluate(left, chosen)?, &evaluate(right, chosen)?)
        }
        Expr::Negate(number_type, operand) => {
            let operand = evaluate(operand, chosen)?;
            match (number_type, operand.number()) {
                (_, None) => Ok(Datum::Null),
                (NumberType::Int(width), Some(Number::Int(value))) => fits(-value, *width),
                (_, Some(number)) => Ok(Datum::Float(-to_double(number))),
            }
        }
        Expr::Compare(comparison, left, right) => Ok(compare(*comparison, &evaluate(left, chosen)?, &evaluate(right, chosen)?)),
        Expr::IsNull(operand) => Ok(Datum::Bool(evaluate(operand, chosen)? == Datum::Null)),
        Expr::In { value, insensitive, list } => {
            let value = evaluate(value, chosen)?;
            let mut found = if value == Datum::Null { Datum::Null } else { Datum::Bool(false) };
            for element in list {
                match equal(&value, &evaluate(element, chosen)?, *insensitive) {
                    Datum::Bool(true) => return Ok(Datum::Bool(true)),
                    Datum::Null => found = Datum::Null,
                    _ => {}
                }
            }
            Ok(found)
        }
        Expr::Matches(value, patterns) => Ok(match text_of(&evaluate(value, chosen)?) {
            Some(units) => Datum::Bool(pattern::any_matches(patterns, &code_points(&units), Folding::Java)),
            None => Datum::Null,
        }),
        Expr::Regex(value, regex) => Ok(match text_of(&evaluate(value, chosen)?) {
            Some(units) => Datum::Bool(regex.matches(&String::from_utf16_lossy(&units))),
            None => Datum::Null,
        }),
        Expr::AnyElement(_) | Expr::Descendant(_) => Ok(Datum::Null),
        Expr::Not(operand) => Ok(match evaluate(operand, chosen)? {
            Datum::Bool(value) => Datum::Bool(!value),
            _ => Datum::Null,
        }),
        Expr::And(operands) => until(operands, chosen, false),
        Expr::Or(operands) => until(operands, chosen, true),
    }
}

/// `and`, `or`: `decisive` if an operand is, else null if one is null, else the other. Looks no further than needed.
fn until(operands: &[Expr], chosen: &Chosen<'_>, decisive: bool) -> Result<Datum, Failed> {
    let mut result = Datum::Bool(!decisive);
    for operand in operands {
        match evaluate(operand, chosen)? {
            Datum::Bool(value) if value == decisive => return Ok(Datum::Bool(decisive)),
            Datum::Bool(_) => {}
            _ => result = Datum::Null,
        }
    }
    Ok(result)
}

/// Null if a side is null; NaN meets no comparison, and values of different families are not equal.
fn compare(comparison: Comparison, left: &Datum, right: &Datum) -> Datum {
    if *left == Datum::Null || *right == Datum::Null {
        return Datum::Null;
    }
    Datum::Bool(match order(left, right) {
        Some(ordering) => comparison.holds(ordering),
        None => comparison == Comparison::NotEqual,
    })
}

fn order(left: &Datum, right: &Datum) -> Option<Ordering> {
    if let (Some(left), Some(right)) = (left.number(), right.number()) {
        return order_numbers(left, right);
    }
    match (left, right) {
        (Datum::Bool(left), Datum::Bool(right)) => Some(left.cmp(right)),
        (Datum::Text(left), Datum::Text(right)) => Some(code_points(left).cmp(&code_points(right))),
        (Datum::Ip(left), Datum::Ip(right)) => Some(address_bytes(*left).cmp(&address_bytes(*right))),
        (Datum::Version(left), Datum::Version(right)) => Some(version::order(left, right)),
        (Datum::Version(left), Datum::Text(right)) => Some(version::order(left, &String::from_utf16_lossy(right))),
        (Datum::Text(left), Datum::Version(right)) => Some(version::order(&String::from_utf16_lossy(left), right)),
        _ => None,
    }
}

fn equal(left: &Datum, right: &Datum, insensitive: bool) -> Datum {
    match (left, right) {
        (Datum::Text(left), Datum::Text(right)) if insensitive => {
            Datum::Bool(functions::folded(left) == functions::folded(right))
        }
        _ => compare(Comparison::Equal, left, right),
    }
}

/// The units of a text or version.
pub(super) fn text_of(datum: &Datum) -> Option<Vec<u16>> {
    match datum {
        Datum::Text(units) => Some(units.clone()),
        Datum::Version(text) => Some(text.encode_utf16().collect()),
        Datum::Null | Datum::Bool(_) | Datum::Int(..) | Datum::Float(_) | Datum::Ip(_) | Datum::Date(_) => None,
    }
}

/// Code points; half of a surrogate pair is one of its own.
pub(super) fn code_points(units: &[u16]) -> Vec<u32> {
    let decoded = char::decode_utf16(units.iter().copied());
    decoded.map(|c| c.map_or_else(|half| u32::from(half.unpaired_surrogate()), u32::from)).collect()
}

/// Null if a side is. Whole numbers are exact: `+ - *` fail beyond the width, `/ %` fail by zero and wrap as Java's do.
pub(super) fn arithmetic(operator: Arithmetic, number_type: NumberType, left: &Datum, right: &Datum) -> Result<Datum, Failed> {
    let (Some(left), Some(right)) = (left.number(), right.number()) else {
        return Ok(Datum::Null);
    };
    match (number_type, left, right) {
        (NumberType::Int(width), Number::Int(left), Number::Int(right)) => match operator {
            Arithmetic::Add => fits(left + right, width),
            Arithmetic::Subtract => fits(left - right, width),
            Arithmetic::Multiply => fits(left.checked_mul(right).ok_or(Failed)?, width),
            // The least number by -1 is itself.
            Arithmetic::Divide => left.checked_div(right).map(|quotient| wrapped(quotient, width)).ok_or(Failed),
            Arithmetic::Modulo => left.checked_rem(right).map(|rest| Datum::Int(rest, width)).ok_or(Failed),
        },
        (_, left, right) => {
            let (left, right) = (to_double(left), to_double(right));
            Ok(Datum::Float(match operator {
                Arithmetic::Add => left + right,
                Arithmetic::Subtract => left - right,
                Arithmetic::Multiply => left * right,
                Arithmetic::Divide => left / right,
                Arithmetic::Modulo => left % right,
            }))
        }
    }
}

fn to_double(number: Number) -> f64 {
    match number {
        Number::Int(value) => value as f64,
        Number::Float(value) => value,
    }
}

fn fits(value: i128, width: Width) -> Result<Datum, Failed> {
    let fits = match width {
        Width::Bits32 => i32::try_from(value).is_ok(),
        Width::Bits64 => i64::try_from(value).is_ok(),
    };
    if fits { Ok(Datum::Int(value, width)) } else { Err(Failed) }
}

fn wrapped(value: i128, width: Width) -> Datum {
    let value = match width {
        Width::Bits32 => i128::from(value as i32),
        Width::Bits64 => i128::from(value as i64),
    };
    Datum::Int(value, width)
}
