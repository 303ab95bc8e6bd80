//! What emitted code calls to compute conditions of several values: three-valued logic, run-time errors, combinations.
//!
//! Not meant to be called by hand; semantics: a condition of an event holds if some combination of its fields' values makes it
//! true. A field without values takes part as null.

use crate::event::Event;
use crate::number::{Failed, Number};
use crate::scalar::{Scalar, Timestamp};

/// Visits the values of a field, or null once if there are none, until `visit` returns true; whether it did.
#[inline]
pub fn any_or_null<'a, const FIELD: u64, E: Event>(event: &'a E, mut visit: impl FnMut(Option<Scalar<'a>>) -> bool) -> bool {
    let mut missing = true;
    let found = event.any::<FIELD>(|value| {
        missing = false;
        visit(Some(value))
    });
    found || (missing && visit(None))
}

/// Whether a condition that can fail holds; a failure is noted in `failed`, and the whole query then does not match.
#[inline]
pub fn holds(failed: &mut bool, condition: impl FnOnce() -> Result<Option<bool>, Failed>) -> bool {
    match condition() {
        Ok(truth) => truth == Some(true),
        Err(Failed) => {
            *failed = true;
            false
        }
    }
}

/// `and` of three-valued operands.
#[inline]
pub const fn and(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (Some(true), Some(true)) => Some(true),
        _ => None,
    }
}

/// `or` of three-valued operands.
#[inline]
pub const fn or(left: Option<bool>, right: Option<bool>) -> Option<bool> {
    match (left, right) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

/// A place in a text: the whole number, or the nearest that fits.
#[inline]
pub fn place(number: Number) -> i64 {
    match number {
        Number::Int(value) => value,
        Number::Unsigned(value) => i64::try_from(value).unwrap_or(i64::MAX),
        Number::Float(value) => value as i64,
    }
}

/// The first time in a field.
#[inline]
pub fn timestamp<const FIELD: u64, E: Event>(event: &E) -> Option<Timestamp> {
    let mut first = None;
    event.any::<FIELD>(|value| {
        first = match value {
            Scalar::Time(time) => Some(time),
            // A time may be given in milliseconds.
            Scalar::Int(ms) => Some(Timestamp(ms)),
            _ => None,
        };
        first.is_some()
    });
    first
}
