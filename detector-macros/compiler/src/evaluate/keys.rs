//! The order of events, and the join keys of an event.

use super::value::{Value, address_bytes, order_numbers};
use super::version::Version;
use super::{Document, Options};
use crate::ir::{JoinKey, Number};
use crate::schema::Kind;
use std::cmp::Ordering;

/// When an event happened, in milliseconds; `None` if it does not say.
pub(super) fn timestamp(document: &Document, options: &Options) -> Option<i64> {
    let ms = |value: &Value| match value.number()? {
        Number::Int(ms) => i64::try_from(ms).ok(),
        Number::Float(ms) => Some(ms.floor() as i64),
    };
    document.values(&options.timestamp_field).iter().filter_map(ms).min()
}

/// The events by time, tiebreaker and place; those without a time, or without a tiebreaker, after those with one.
pub(crate) fn in_order(events: &[Document], options: &Options) -> Vec<usize> {
    let tiebreaker = |document: &Document| {
        let values = options.tiebreaker_field.as_deref().map_or(&[][..], |field| document.values(field));
        values.iter().map(|value| Key::of(value, Kind::Unusable)).min()
    };
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by_cached_key(|index| {
        let document = &events[*index];
        (Last(timestamp(document, options)), Last(tiebreaker(document)))
    });
    order
}

/// `None` sorts last.
#[derive(PartialEq, Eq)]
struct Last<T>(Option<T>);

impl<T: Ord> PartialOrd for Last<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Ord> Ord for Last<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        match (&self.0, &other.0) {
            (Some(left), Some(right)) => left.cmp(right),
            (left, right) => left.is_none().cmp(&right.is_none()),
        }
    }
}

/// A value as a join key: equal values are equal keys, whatever their type. Null is first and equals null.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Null,
    Bool(bool),
    Number(ByValue),
    Text(String),
    Ip([u8; 16]),
    Version(Version),
}

/// A number that is compared by value.
#[derive(Debug, Clone, Copy)]
pub(super) struct ByValue(Number);

impl PartialEq for ByValue {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for ByValue {}

impl PartialOrd for ByValue {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ByValue {
    fn cmp(&self, other: &Self) -> Ordering {
        // No document holds a NaN.
        order_numbers(self.0, other.0).unwrap_or(Ordering::Equal)
    }
}

impl Key {
    fn of(value: &Value, kind: Kind) -> Self {
        match value {
            Value::Text(text) if kind == Kind::Version => Self::Version(Version::new(text)),
            Value::Text(text) => Self::Text(text.clone()),
            Value::Bool(value) => Self::Bool(*value),
            Value::Ip(address) => Self::Ip(address_bytes(*address)),
            Value::Int(value) => Self::Number(ByValue(Number::Int(*value))),
            Value::Float(value) => Self::Number(ByValue(Number::Float(*value))),
            Value::Date(ms) => Self::Number(ByValue(Number::Int(i128::from(*ms)))),
        }
    }
}

/// One combination of the values of an event's join keys.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct KeyTuple {
    /// What is compared.
    pub(super) keys: Vec<Key>,
    /// The values themselves; `None` is null.
    pub(super) values: Vec<Option<Value>>,
}

/// Every combination of the values of the keys, in order and each once. None if a key that is not optional is missing.
pub(super) fn tuples(keys: &[JoinKey], document: &Document) -> Vec<KeyTuple> {
    let mut tuples = vec![KeyTuple { keys: Vec::new(), values: Vec::new() }];
    for key in keys {
        let alternatives = alternatives(key, document);
        let extended = tuples.iter().flat_map(|tuple| {
            alternatives.iter().map(|(key, value)| {
                let mut tuple = tuple.clone();
                tuple.keys.push(key.clone());
                tuple.values.push(value.clone());
                tuple
            })
        });
        tuples = extended.collect();
    }
    tuples
}

fn alternatives(key: &JoinKey, document: &Document) -> Vec<(Key, Option<Value>)> {
    let (values, kind) = match &key.field {
        Some(field) => (document.values(&field.name), field.kind()),
        None => (&[][..], Kind::Unusable),
    };
    if values.is_empty() && key.optional {
        return vec![(Key::Null, None)];
    }
    let mut alternatives: Vec<_> = values.iter().map(|value| (Key::of(value, kind), Some(value.clone()))).collect();
    alternatives.sort_by(|left, right| left.0.cmp(&right.0));
    alternatives.dedup_by(|left, right| left.0 == right.0);
    alternatives
}
