//! A decoded event → a document of the evaluator.

use detector_compiler::evaluate::{Document, Value};
use detectors::{Scalar, SlotField, SlotKind, SlotTable, SlotValue};

/// All that a table has; the fields are those of its places.
pub(super) fn of(event: &SlotTable<'_>, fields: &[SlotField]) -> Document {
    let mut document = Document::new();
    for (place, field) in fields.iter().enumerate().filter(|(place, _)| event.slots.get(*place).is_some_and(|slot| slot.len > 0))
    {
        if field.kind == SlotKind::Objects {
            elements(event, place, field, fields, &mut document);
        } else {
            event.any(place, |value| {
                document.insert(field.name, owned(value));
                false
            });
        }
    }
    document
}

/// Adds the elements of an array of objects.
fn elements(event: &SlotTable<'_>, place: usize, array: &SlotField, fields: &[SlotField], document: &mut Document) {
    let Some(slot) = event.slots.get(place) else { return };
    let values = event.values.iter().skip(slot.start as usize).take(slot.len as usize);
    let mut element: Option<Document> = None;
    let mut member = None;
    for value in values {
        match value {
            SlotValue::Element => {
                let before = element.replace(Document::new());
                before.into_iter().for_each(|before| document.insert_element_alone(array.name, before));
            }
            SlotValue::Member { place } => member = fields.get(*place as usize),
            value => {
                if let (Some(element), Some(field), Some(value)) =
                    (&mut element, member, value.scalar(event.input, event.scratch))
                {
                    element.insert(field.name, owned(value));
                }
            }
        }
    }
    element.into_iter().for_each(|last| document.insert_element_alone(array.name, last));
}

fn owned(value: Scalar<'_>) -> Value {
    match value {
        Scalar::Str(text) => Value::Text(text.to_owned()),
        Scalar::Int(number) => Value::Int(number.into()),
        Scalar::Unsigned(number) => Value::Int(number.into()),
        Scalar::Float(number) => Value::Float(number),
        Scalar::Bool(value) => Value::Bool(value),
        Scalar::Ip(address) => Value::Ip(address),
        Scalar::Time(time) => Value::Date(time.0),
    }
}
