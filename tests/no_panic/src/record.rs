//! An event as a list of fields: what slot tables are filled from.

use core::hint::black_box;

use detectors::{Handle, Layout, Scalar, Slot, SlotField, SlotTable, SlotValue, Slots};

/// A field's dotted name and its values.
pub(crate) type Field<'a> = (&'a str, &'a [Scalar<'a>]);

/// As many places and values as any record of this program needs.
const PLACES_MAX: usize = 32;
const VALUES_MAX: usize = 64;

/// Calls `judge` with the fields of a layout `L` as a slot event. Some texts lie in the table's buffers, some do not.
pub(crate) fn with_slots<L: Layout, R>(handle: u64, fields: &[Field<'_>], judge: impl FnOnce(&Slots<'_, L>) -> R) -> R {
    let mut slots = [Slot::EMPTY; PLACES_MAX];
    let mut values = [SlotValue::Scalar(Scalar::Bool(false)); VALUES_MAX];
    fill(L::FIELDS, fields, &mut slots, &mut values);
    let (input, scratch) = black_box(("linux start", "process network"));
    judge(&Slots::new(SlotTable { slots: &slots, values: &values, input, scratch, handle: Handle(handle) }))
}

/// Apart, so that it is built once and the matchers do not know what is in the table.
#[inline(never)]
fn fill<'a>(layout: &[SlotField], fields: &[Field<'a>], slots: &mut [Slot], values: &mut [SlotValue<'a>]) {
    let mut free = values.iter_mut();
    let mut start = 0;
    for (slot, field) in slots.iter_mut().zip(layout) {
        let given = fields.iter().find(|(name, _)| *name == field.name).map_or(&[][..], |(_, values)| values);
        let mut len = 0;
        for (value, free) in given.iter().zip(&mut free) {
            *free = match value {
                Scalar::Str("linux") => SlotValue::Input { start: 0, len: 5 },
                Scalar::Str("start") => SlotValue::Input { start: 6, len: 5 },
                Scalar::Str("process") => SlotValue::Scratch { start: 0, len: 7 },
                Scalar::Str("network") => SlotValue::Scratch { start: 8, len: 7 },
                other => SlotValue::Scalar(*other),
            };
            len += 1;
        }
        *slot = Slot { start, len };
        start += len;
    }
}
