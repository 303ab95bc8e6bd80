//! The functions of EQL: arguments → result. Texts are UTF-16, places count its units, and null is a value.

use super::expression::{self, Datum, code_points, text_of};
use super::pattern::{find, fold, lower};
use super::value::in_block;
use super::{Failed, date};
use crate::ir::{Arithmetic, Function, NumberType, Width};
use ipnet::IpNet;
use std::net::IpAddr;

/// The result of a function. `arguments` are as many as it takes.
pub(super) fn call(function: Function, insensitive: bool, arguments: &[Datum]) -> Result<Datum, Failed> {
    let argument = |at: usize| arguments.get(at).unwrap_or(&Datum::Null);
    match function {
        Function::Add => operator(Arithmetic::Add, argument(0), argument(1)),
        Function::Subtract => operator(Arithmetic::Subtract, argument(0), argument(1)),
        Function::Multiply => operator(Arithmetic::Multiply, argument(0), argument(1)),
        Function::Divide => operator(Arithmetic::Divide, argument(0), argument(1)),
        Function::Modulo => operator(Arithmetic::Modulo, argument(0), argument(1)),
        Function::Between => between(arguments, insensitive),
        Function::CidrMatch => cidr_match(argument(0), arguments.get(1..).unwrap_or(&[])),
        Function::Concat => Ok(concat(arguments)),
        Function::EndsWith => on_texts(argument(0), argument(1), insensitive, |text, end| text.ends_with(end)),
        Function::StartsWith => on_texts(argument(0), argument(1), insensitive, |text, start| text.starts_with(start)),
        Function::StringContains => on_texts(argument(0), argument(1), insensitive, |text, inner| {
            !text.is_empty() && !inner.is_empty() && find(text, inner, 0).is_some()
        }),
        Function::IndexOf => index_of(argument(0), argument(1), argument(2), insensitive),
        Function::Length => Ok(text(argument(0))?.map_or(Datum::Null, |text| index(text.len()))),
        Function::Number => number(argument(0), argument(1)),
        Function::String => Ok(string(argument(0)).map_or(Datum::Null, Datum::Text)),
        Function::Substring => substring(argument(0), argument(1), argument(2)),
    }
}

/// The text of an argument; `None` for null.
fn text(datum: &Datum) -> Result<Option<Vec<u16>>, Failed> {
    match datum {
        Datum::Null => Ok(None),
        other => text_of(other).map(Some).ok_or(Failed),
    }
}

/// The whole number of an argument; `None` for null.
fn whole(datum: &Datum) -> Result<Option<i128>, Failed> {
    match datum {
        Datum::Null => Ok(None),
        Datum::Int(value, _) => Ok(Some(*value)),
        _ => Err(Failed),
    }
}

fn index(at: usize) -> Datum {
    Datum::Int(at as i128, Width::Bits32)
}

/// A text in which equal texts without regard to case are equal, as `in~` means it. Folding keeps the number of units.
pub(super) fn folded(units: &[u16]) -> Vec<u16> {
    let mut folded = Vec::with_capacity(units.len());
    for point in code_points(units) {
        match char::from_u32(point) {
            Some(c) => folded.extend_from_slice(fold(c).encode_utf16(&mut [0; 2])),
            None => folded.push(point as u16),
        }
    }
    folded
}

/// The text in lower case, as functions with `~` compare it: Java's `toLowerCase` of the root locale, but a capital sigma is
/// `σ` wherever it stands. `İ` becomes two units.
fn lowered(units: &[u16]) -> Vec<u16> {
    let mut lowered = Vec::with_capacity(units.len());
    for point in code_points(units) {
        match char::from_u32(point) {
            Some('İ') => lowered.extend("i\u{307}".encode_utf16()),
            Some(c) => lowered.extend_from_slice(lower(c).encode_utf16(&mut [0; 2])),
            None => lowered.push(point as u16),
        }
    }
    lowered
}

fn lowered_if(insensitive: bool, units: Vec<u16>) -> Vec<u16> {
    if insensitive { lowered(&units) } else { units }
}

fn operator(operator: Arithmetic, left: &Datum, right: &Datum) -> Result<Datum, Failed> {
    let number_type = match (left, right) {
        (Datum::Int(_, left), Datum::Int(_, right)) => NumberType::Int(*left.max(right)),
        _ => NumberType::Float,
    };
    expression::arithmetic(operator, number_type, left, right)
}

fn on_texts(left: &Datum, right: &Datum, insensitive: bool, test: impl Fn(&[u16], &[u16]) -> bool) -> Result<Datum, Failed> {
    let (Some(left), Some(right)) = (text(left)?, text(right)?) else {
        return Ok(Datum::Null);
    };
    Ok(Datum::Bool(test(&lowered_if(insensitive, left), &lowered_if(insensitive, right))))
}

/// After the first `left`, up to the first (greedy: the last) `right` behind it; empty if one is not found, and the text
/// itself if anything is empty. A null border is an error.
fn between(arguments: &[Datum], insensitive: bool) -> Result<Datum, Failed> {
    let [value, left, right, rest @ ..] = arguments else {
        return Err(Failed);
    };
    let greedy = match rest {
        [] => false,
        [Datum::Bool(greedy), ..] => *greedy,
        _ => return Err(Failed),
    };
    let Some(value) = text(value)? else {
        return Ok(Datum::Null);
    };
    let (left, right) = (text(left)?.ok_or(Failed)?, text(right)?.ok_or(Failed)?);
    if value.is_empty() || left.is_empty() || right.is_empty() {
        return Ok(Datum::Text(value));
    }
    let (searched, left, right) =
        (lowered_if(insensitive, value.clone()), lowered_if(insensitive, left), lowered_if(insensitive, right));
    let inner = find(&searched, &left, 0).map(|at| at + left.len()).and_then(|start| {
        let end = match greedy {
            false => find(&searched, &right, start),
            true => (start..=searched.len()).rev().find(|at| searched[*at..].starts_with(&right)),
        };
        // Places are those in lower case, which `İ` makes longer.
        end.map(|end| value[start.min(value.len())..end.min(value.len())].to_vec())
    });
    Ok(Datum::Text(inner.unwrap_or_default()))
}

fn cidr_match(address: &Datum, blocks: &[Datum]) -> Result<Datum, Failed> {
    let address: IpAddr = match address {
        Datum::Null => return Ok(Datum::Null),
        Datum::Ip(address) => *address,
        other => text_of(other).and_then(|text| String::from_utf16_lossy(&text).parse().ok()).ok_or(Failed)?,
    };
    let mut found = false;
    for block in blocks {
        let block = String::from_utf16_lossy(&text(block)?.ok_or(Failed)?);
        let block: IpNet = block.parse().or_else(|_| block.parse::<IpAddr>().map(IpNet::from)).map_err(|_| Failed)?;
        found |= in_block(address, &block);
    }
    Ok(Datum::Bool(found))
}

fn concat(arguments: &[Datum]) -> Datum {
    let mut all = Vec::new();
    for argument in arguments {
        match string(argument) {
            Some(text) => all.extend(text),
            None => return Datum::Null,
        }
    }
    Datum::Text(all)
}

fn index_of(value: &Datum, inner: &Datum, start: &Datum, insensitive: bool) -> Result<Datum, Failed> {
    let (Some(value), Some(inner), start) = (text(value)?, text(inner)?, whole(start)?) else {
        return Ok(Datum::Null);
    };
    let (value, inner) = (lowered_if(insensitive, value), lowered_if(insensitive, inner));
    // Places outside of the text are moved to its ends.
    let start = start.unwrap_or(0).clamp(0, value.len() as i128) as usize;
    Ok(find(&value, &inner, start).map_or(Datum::Null, index))
}

fn substring(value: &Datum, start: &Datum, end: &Datum) -> Result<Datum, Failed> {
    let (value, start, end) = (text(value)?, whole(start)?, whole(end)?);
    let Some(value) = value else {
        return Ok(Datum::Null);
    };
    let Some(start) = start else {
        return Ok(Datum::Text(value));
    };
    let length = value.len() as i128;
    let place = |at: i128| (if at < 0 { at + length } else { at }).clamp(0, length) as usize;
    let (start, end) = (place(start), place(end.unwrap_or(length)));
    Ok(Datum::Text(value.get(start..end).unwrap_or(&[]).to_vec()))
}

/// A whole number if the text is one, else, in base 10, a double as Java's `Double.valueOf` reads it.
fn number(value: &Datum, base: &Datum) -> Result<Datum, Failed> {
    let (value, base) = (text(value)?, whole(base)?);
    let Some(value) = value else {
        return Ok(Datum::Null);
    };
    let value = String::from_utf16(&value).map_err(|_| Failed)?;
    let hexadecimal = value.strip_prefix("0x");
    let base = match base {
        Some(base) => u32::try_from(base).ok().filter(|base| (2..=36).contains(base)).ok_or(Failed)?,
        None if hexadecimal.is_some() => 16,
        None => 10,
    };
    let digits = hexadecimal.filter(|_| base == 16).unwrap_or(&value);
    match i64::from_str_radix(digits, base) {
        Ok(whole) => Ok(Datum::Int(i128::from(whole), Width::Bits64)),
        Err(_) if base == 10 => java_double(&value).map(Datum::Float).ok_or(Failed),
        Err(_) => Err(Failed),
    }
}

fn java_double(text: &str) -> Option<f64> {
    let text = text.trim_matches(|c| c <= ' ');
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let value = match unsigned {
        "NaN" => f64::NAN,
        "Infinity" => f64::INFINITY,
        _ => {
            let digits = unsigned.strip_suffix(['d', 'D', 'f', 'F']).unwrap_or(unsigned);
            let starts_right = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.');
            let plain = digits.bytes().all(|byte| byte.is_ascii_digit() || b".+-eE".contains(&byte));
            digits.parse().ok().filter(|_| starts_right && plain)?
        }
    };
    Some(if negative { -value } else { value })
}

/// A value as text, as Java writes it; `None` for null.
fn string(datum: &Datum) -> Option<Vec<u16>> {
    let text = match datum {
        Datum::Null => return None,
        Datum::Text(units) => return Some(units.clone()),
        Datum::Bool(value) => value.to_string(),
        Datum::Int(value, _) => value.to_string(),
        Datum::Float(value) => java_text(*value),
        Datum::Ip(address) => address.to_string(),
        Datum::Date(ms) => date::to_text(*ms),
        Datum::Version(text) => text.clone(),
    };
    Some(text.encode_utf16().collect())
}

/// `Double.toString`: the shortest digits that give the number back, plain from 0.001 to below 10,000,000, else `d.dE±n`.
pub(super) fn java_text(value: f64) -> String {
    if value.is_nan() {
        return "NaN".to_owned();
    }
    let sign = if value.is_sign_negative() { "-" } else { "" };
    let size = value.abs();
    if size.is_infinite() {
        return format!("{sign}Infinity");
    }
    let text = if size == 0.0 || (0.001..10_000_000.0).contains(&size) {
        format!("{size:?}")
    } else {
        // Of the numbers with two digits the nearest, if it is the same double; else as few digits as give it back.
        let two_digits = format!("{size:.1e}");
        let scientific = if two_digits.parse() == Ok(size) { two_digits } else { format!("{size:e}") };
        scientific.replacen('e', "E", 1)
    };
    format!("{sign}{text}")
}
