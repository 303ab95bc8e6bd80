//! Event → slot table of a layout, as a host fills it that has its events in memory.

use super::HostEvent;
use detectors::{Event, Handle, Layout, Scalar, Slot, SlotTable, SlotValue, Slots, field_id};

/// The values of one event by the places of a layout. Borrows the event's texts.
#[derive(Debug)]
pub struct SlotRow<'e> {
    slots: Vec<Slot>,
    values: Vec<SlotValue<'e>>,
    handle: Handle,
}

/// Collects the values of the named fields, each with a constant for its access.
macro_rules! collect {
    ($event:expr, $name:expr, $values:expr, [$($field:literal),*]) => {
        match $name {
            $($field => { $event.any::<{ field_id($field) }>(|value: Scalar<'_>| { $values.push(SlotValue::Scalar(value)); false }); })*
            _ => {}
        }
    };
}

impl<'e> SlotRow<'e> {
    /// The values that an event has in the fields of a layout.
    pub fn new<L: Layout>(event: &'e HostEvent) -> Self {
        let mut row = Self { slots: Vec::new(), values: Vec::new(), handle: event.handle() };
        for field in L::FIELDS {
            let start = row.values.len() as u32;
            let values = &mut row.values;
            collect!(
                event,
                field.name,
                values,
                [
                    "@timestamp",
                    "event.category",
                    "event.type",
                    "event.action",
                    "host.id",
                    "host.os.type",
                    "process.entity_id",
                    "process.name",
                    "process.args",
                    "process.args_count",
                    "process.parent.name",
                    "destination.ip"
                ]
            );
            row.slots.push(Slot { start, len: row.values.len() as u32 - start });
        }
        row
    }

    /// As an event of that layout.
    pub fn event<L: Layout>(&self) -> Slots<'_, L> {
        Slots::new(SlotTable { slots: &self.slots, values: &self.values, input: "", scratch: "", handle: self.handle })
    }
}
