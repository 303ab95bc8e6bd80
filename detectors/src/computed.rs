//! What emitted code calls to compute conditions of several values: three-valued logic, run-time errors, combinations.
//!
//! Not meant to be called by hand; semantics: a condition of an event holds if some combination of its fields' values makes it
//! true. A field without values takes part as null.

use crate::event::Event;
use crate::number::{self, Failed, Number};
use crate::scalar::{Scalar, Timestamp};
use crate::{net, version};
use core::cmp::Ordering;

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

/// Visits the values of a join key, each once, smallest first; null if there are none and it is optional.
///
/// The order is that of alerts which one event completes: keys ascending.
#[inline]
pub fn each_key<'a, const FIELD: u64, E: Event>(event: &'a E, optional: bool, visit: &mut dyn FnMut(Option<Scalar<'a>>)) {
    each_ordered::<FIELD, E>(event, optional, key_order, visit);
}

/// [`each_key`] of a version field, whose texts are ordered as versions.
#[inline]
pub fn each_version_key<'a, const FIELD: u64, E: Event>(event: &'a E, optional: bool, visit: &mut dyn FnMut(Option<Scalar<'a>>)) {
    each_ordered::<FIELD, E>(event, optional, version_order, visit);
}

#[inline]
fn each_ordered<'a, const FIELD: u64, E: Event>(
    event: &'a E,
    optional: bool,
    order: impl Fn(Scalar<'a>, Scalar<'a>) -> Ordering,
    visit: &mut dyn FnMut(Option<Scalar<'a>>),
) {
    let (mut before, mut count): (Option<Scalar<'a>>, usize) = (None, 0);
    loop {
        let mut next: Option<Scalar<'a>> = None;
        event.any::<FIELD>(|value| {
            count = count.saturating_add(1);
            let later = before.is_none_or(|before| order(value, before).is_gt());
            if later && next.is_none_or(|next| order(value, next).is_lt()) {
                next = Some(value);
            }
            false
        });
        match next {
            Some(value) => visit(Some(value)),
            None if before.is_none() && optional => return visit(None),
            None => return,
        }
        // Nearly always there is one value.
        if count == 1 {
            return;
        }
        before = next;
    }
}

fn version_order(left: Scalar<'_>, right: Scalar<'_>) -> Ordering {
    match (left, right) {
        (Scalar::Str(left), Scalar::Str(right)) => version::compare(left, right),
        _ => key_order(left, right),
    }
}

/// The order of two addresses, in their 16-byte form.
#[inline]
pub fn addresses(left: Scalar<'_>, right: Scalar<'_>) -> Option<Ordering> {
    left.as_ip().zip(right.as_ip()).map(|(left, right)| net::compare(left, right))
}

/// The order of two versions.
#[inline]
pub fn versions(left: Scalar<'_>, right: Scalar<'_>) -> Option<Ordering> {
    Some(left.with_text(|left| right.with_text(|right| version::compare(left, right))))
}

/// The order of join keys: by family, then by value.
fn key_order(left: Scalar<'_>, right: Scalar<'_>) -> Ordering {
    let family = |scalar: &Scalar<'_>| match scalar {
        Scalar::Bool(_) => 0,
        Scalar::Int(_) | Scalar::Unsigned(_) | Scalar::Float(_) => 1,
        Scalar::Time(_) => 2,
        Scalar::Str(_) => 3,
        Scalar::Ip(_) => 4,
    };
    match (left, right) {
        (Scalar::Bool(left), Scalar::Bool(right)) => left.cmp(&right),
        (Scalar::Time(left), Scalar::Time(right)) => left.cmp(&right),
        (Scalar::Str(left), Scalar::Str(right)) => left.cmp(right),
        (Scalar::Ip(left), Scalar::Ip(right)) => net::compare(left, right),
        _ => match (left.as_number(), right.as_number()) {
            (Some(left), Some(right)) => number::compare(left, right).unwrap_or(Ordering::Equal),
            _ => family(&left).cmp(&family(&right)),
        },
    }
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
