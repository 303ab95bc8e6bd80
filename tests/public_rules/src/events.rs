//! Generated documents, decoded once: what an agent has that reads its own events.

use detector_corpus::Corpus;
use detectors::{Handle, Layout, Scalar, Slot, SlotTable, SlotValue, Slots};
use detectors_json::Decoder;

/// A decoded document.
pub(crate) type Event<'a> = Slots<'a, Corpus>;

/// Decoded documents.
pub(crate) struct Recorded(Vec<Table>);

struct Table {
    slots: Vec<Slot>,
    values: Vec<SlotValue<'static>>,
    input: String,
    scratch: String,
    handle: Handle,
}

impl Recorded {
    /// Documents whose names are numbers from `first` on.
    pub(crate) fn new(lines: &[&str], first: usize) -> Self {
        let mut decoder = Decoder::new(Corpus::FIELDS);
        let tables = (first..).zip(lines).filter_map(|(number, line)| {
            let table = decoder.decode(line.as_bytes(), Handle::from(number)).ok()?;
            Some(Table {
                slots: table.slots.to_vec(),
                values: table.values.iter().map(|value| kept(*value)).collect(),
                input: table.input.to_owned(),
                scratch: table.scratch.to_owned(),
                handle: table.handle,
            })
        });
        Self(tables.collect())
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Event<'_>> {
        self.0.iter().map(|Table { slots, values, input, scratch, handle }| {
            Slots::new(SlotTable { slots, values, input, scratch, handle: *handle })
        })
    }
}

/// A value that borrows nothing. Texts of a decoder stand in the table's buffers.
fn kept(value: SlotValue<'_>) -> SlotValue<'static> {
    match value {
        SlotValue::Scalar(scalar) => SlotValue::Scalar(match scalar {
            Scalar::Str(text) => Scalar::Str(text.to_owned().leak()),
            Scalar::Int(number) => Scalar::Int(number),
            Scalar::Unsigned(number) => Scalar::Unsigned(number),
            Scalar::Float(number) => Scalar::Float(number),
            Scalar::Bool(truth) => Scalar::Bool(truth),
            Scalar::Ip(address) => Scalar::Ip(address),
            Scalar::Time(time) => Scalar::Time(time),
        }),
        SlotValue::Input { start, len } => SlotValue::Input { start, len },
        SlotValue::Scratch { start, len } => SlotValue::Scratch { start, len },
        SlotValue::Element => SlotValue::Element,
        SlotValue::Member { place } => SlotValue::Member { place },
    }
}
