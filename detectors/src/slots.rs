//! The ready-made event: a table of values, filled by a decoder or through the C ABI.
//!
//! A rule set says which fields it reads ([`Layout`]); a field's index there is its *place*. Whoever has an event fills a
//! [`SlotTable`], for each place a run of values, and [`Slots`] is that table as an [`Event`]: the place of a field is found while
//! the matcher is compiled, so that an access is an index and a loop. Nothing here allocates, copies text or can panic.
//! A value that does not lie inside its buffers counts as no value.
//!
//! ```
//! use detectors::{Event, Handle, Layout, Scalar, Slot, SlotField, SlotKind, SlotTable, SlotValue, Slots, field_id};
//!
//! struct Names;
//! impl Layout for Names {
//!     const FIELDS: &'static [SlotField] = &[SlotField::new("process.name", SlotKind::Str)];
//! }
//!
//! let table = SlotTable {
//!     slots: &[Slot { start: 0, len: 1 }],
//!     values: &[SlotValue::Scalar(Scalar::Str("bash"))],
//!     input: "",
//!     scratch: "",
//!     handle: Handle(7),
//! };
//! let event = Slots::<Names>::new(table);
//! assert!(event.any::<{ field_id("process.name") }>(|value| value == Scalar::Str("bash")));
//! assert!(!event.any::<{ field_id("process.pid") }>(|_| true));
//! ```

use core::marker::PhantomData;

use crate::event::{Event, Handle, Shapes, VisitElement, field_id};
use crate::index::Pass;
use crate::scalar::Scalar;
use crate::test::Test;

/// The fields that a rule set reads. The derives emit it.
pub trait Layout {
    /// The fields by ascending id, no id twice.
    const FIELDS: &'static [SlotField];

    /// What checks at compile time see: all of these fields are there, no category is fixed.
    const SHAPES: Shapes = Shapes::Layout(Self::FIELDS);
}

/// A field of a layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SlotField {
    /// [`field_id`] of the name.
    pub id: u64,
    /// Dotted name.
    pub name: &'static str,
    /// What its values are.
    pub kind: SlotKind,
}

impl SlotField {
    /// A field by its dotted name.
    pub const fn new(name: &'static str, kind: SlotKind) -> Self {
        Self { id: field_id(name), name, kind }
    }
}

/// What the values of a field are: decides how a decoder reads them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SlotKind {
    /// Text compared exactly: [`Scalar::Str`].
    Str,
    /// Whole numbers: [`Scalar::Int`], or [`Scalar::Unsigned`] and [`Scalar::Float`] where they are too large.
    Int,
    /// Numbers: [`Scalar::Float`].
    Float,
    /// true, false: [`Scalar::Bool`].
    Bool,
    /// Addresses: [`Scalar::Ip`].
    Ip,
    /// Times: [`Scalar::Time`].
    Date,
    /// Versions: [`Scalar::Str`].
    Version,
    /// An array of objects, whose elements are told apart: see [`SlotValue::Element`].
    Objects,
}

/// The values of one field: a run in the table's `values`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Slot {
    /// Index of the first.
    pub start: u32,
    /// How many.
    pub len: u32,
}

impl Slot {
    /// A missing field.
    pub const EMPTY: Self = Self { start: 0, len: 0 };
}

/// One value of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SlotValue<'a> {
    /// The value itself.
    Scalar(Scalar<'a>),
    /// Text: bytes of the table's `input`.
    Input {
        /// Offset of the first byte.
        start: u32,
        /// Bytes.
        len: u32,
    },
    /// Text: bytes of the table's `scratch`, where a decoder puts what it had to unescape.
    Scratch {
        /// Offset of the first byte.
        start: u32,
        /// Bytes.
        len: u32,
    },
    /// In the run of a [`SlotKind::Objects`] place: an element begins. What follows up to the next one are its values, each a
    /// [`Member`](Self::Member) and then the value itself. (The values stand in the runs of their own places besides.)
    Element,
    /// The next value of the run is one of this place.
    Member {
        /// The place.
        place: u32,
    },
}

/// An event's values by place. Which field a place means is the [`Layout`]'s to say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SlotTable<'a> {
    /// For each place its values; a place behind the end has none.
    pub slots: &'a [Slot],
    /// The values, those of a place together.
    pub values: &'a [SlotValue<'a>],
    /// The text that [`SlotValue::Input`] points into.
    pub input: &'a str,
    /// The text that [`SlotValue::Scratch`] points into.
    pub scratch: &'a str,
    /// The host's own name of the event.
    pub handle: Handle,
}

impl<'a> SlotTable<'a> {
    /// Visits the values of a place until `visit` returns true; whether it did.
    #[inline(always)]
    pub fn any(&self, place: usize, visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
        match self.slots.get(place) {
            // Most fields are not there, and whoever asks should not have to call for it.
            Some(slot) if slot.len != 0 => self.any_of(*slot, visit),
            _ => false,
        }
    }

    #[inline]
    fn any_of(&self, slot: Slot, mut visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
        let (start, len) = (slot.start as usize, slot.len as usize);
        let values = self.values.get(start..start.saturating_add(len)).unwrap_or_default();
        // A plain loop: each test of a field makes its own copy of it.
        for value in values {
            if let Some(scalar) = value.scalar(self.input, self.scratch)
                && visit(scalar)
            {
                return true;
            }
        }
        false
    }

    /// Whether some value of a place meets the test. One function for all places, so that a test of a rule set is a short call.
    #[inline(never)]
    fn meets(&self, place: usize, test: &Test) -> bool {
        match self.slots.get(place) {
            Some(slot) if slot.len != 0 => self.meets_any(*slot, test),
            _ => false,
        }
    }

    #[inline(never)]
    fn meets_any(&self, slot: Slot, test: &Test) -> bool {
        self.any_of(slot, |value| test.is_met(value))
    }

    /// Notes the clauses that the values of a place satisfy.
    #[inline(always)]
    fn satisfy(&self, place: usize, pass: &Pass, cells: &mut [u64]) {
        if let Some(slot) = self.slots.get(place)
            && slot.len != 0
        {
            self.satisfy_all(*slot, pass, cells);
        }
    }

    #[inline(never)]
    fn satisfy_all(&self, slot: Slot, pass: &Pass, cells: &mut [u64]) {
        let (start, len) = (slot.start as usize, slot.len as usize);
        let values = self.values.get(start..start.saturating_add(len)).unwrap_or_default();
        pass.add_present(cells);
        for value in values {
            // Bytes will do: what is no text, and so no value, satisfies at worst a clause too many.
            match *value {
                SlotValue::Input { start, len } => pass.add_text(bytes(self.input, start, len), cells),
                SlotValue::Scratch { start, len } => pass.add_text(bytes(self.scratch, start, len), cells),
                SlotValue::Scalar(scalar) => pass.add(scalar, cells),
                SlotValue::Element | SlotValue::Member { .. } => {}
            }
        }
    }

    /// Visits the elements of an array of objects, each as the run of its values, until `visit` returns true; whether it did.
    #[inline]
    fn any_element(&self, place: usize, mut visit: impl FnMut(&'a [SlotValue<'a>]) -> bool) -> bool {
        let Some(slot) = self.slots.get(place) else {
            return false;
        };
        let (start, len) = (slot.start as usize, slot.len as usize);
        let values = self.values.get(start..start.saturating_add(len)).unwrap_or_default();
        // What stands before the first mark belongs to no element.
        values.split(|value| *value == SlotValue::Element).skip(1).any(&mut visit)
    }

    /// The first value of a place.
    pub fn first(&self, place: usize) -> Option<Scalar<'a>> {
        let mut first = None;
        self.any(place, |scalar| {
            first = Some(scalar);
            true
        });
        first
    }
}

impl<'a> SlotValue<'a> {
    /// The value, given the texts that it may point into; `None` if it points outside.
    #[inline]
    pub fn scalar(self, input: &'a str, scratch: &'a str) -> Option<Scalar<'a>> {
        match self {
            Self::Scalar(scalar) => Some(scalar),
            Self::Input { start, len } => text(input, start, len),
            Self::Scratch { start, len } => text(scratch, start, len),
            Self::Element | Self::Member { .. } => None,
        }
    }
}

#[inline]
fn bytes(buffer: &str, start: u32, len: u32) -> &[u8] {
    let start = start as usize;
    buffer.as_bytes().get(start..start.saturating_add(len as usize)).unwrap_or_default()
}

#[inline]
fn text(buffer: &str, start: u32, len: u32) -> Option<Scalar<'_>> {
    let start = start as usize;
    buffer.get(start..start.saturating_add(len as usize)).map(Scalar::Str)
}

/// A [`SlotTable`] whose places are those of a layout, as an event.
pub struct Slots<'a, L: Layout> {
    table: SlotTable<'a>,
    layout: PhantomData<fn() -> L>,
}

impl<'a, L: Layout> Slots<'a, L> {
    /// The table as an event. Its places must be those of `L`; more may follow behind them.
    pub const fn new(table: SlotTable<'a>) -> Self {
        const { assert!(is_sorted(L::FIELDS), "the fields of a layout are sorted by id, and no two have the same") };
        Self { table, layout: PhantomData }
    }

    /// The table.
    pub const fn table(&self) -> &SlotTable<'a> {
        &self.table
    }
}

impl<L: Layout> Clone for Slots<'_, L> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<L: Layout> Copy for Slots<'_, L> {}

impl<L: Layout> core::fmt::Debug for Slots<'_, L> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        self.table.fmt(f)
    }
}

impl<L: Layout> Event for Slots<'_, L> {
    const SHAPES: Shapes = L::SHAPES;

    #[inline(always)]
    fn any<'a, const FIELD: u64>(&'a self, visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
        match const { place(L::FIELDS, FIELD) } {
            Some(place) => self.table.any(place, visit),
            None => false,
        }
    }

    #[inline]
    fn elements<const ARRAY: u64>(&self, visitor: &mut impl VisitElement) -> bool {
        let Some(place) = (const { place(L::FIELDS, ARRAY) }) else { return false };
        let SlotTable { input, scratch, .. } = self.table;
        self.table.any_element(place, |members| visitor.visit(&SlotElement::<L> { members, input, scratch, layout: PhantomData }))
    }

    fn handle(&self) -> Handle {
        self.table.handle
    }

    #[inline(always)]
    fn meets<const FIELD: u64>(&self, test: &Test) -> bool {
        match const { place(L::FIELDS, FIELD) } {
            Some(place) => self.table.meets(place, test),
            None => false,
        }
    }

    #[inline(always)]
    fn satisfy<const FIELD: u64>(&self, pass: &Pass, cells: &mut [u64]) {
        if let Some(place) = const { place(L::FIELDS, FIELD) } {
            self.table.satisfy(place, pass, cells);
        }
    }
}

/// An element of an array of objects, as an event.
#[derive(Debug)]
struct SlotElement<'a, L> {
    /// Members and their values in turn.
    members: &'a [SlotValue<'a>],
    input: &'a str,
    scratch: &'a str,
    layout: PhantomData<fn() -> L>,
}

impl<L: Layout> Event for SlotElement<'_, L> {
    const SHAPES: Shapes = L::SHAPES;

    #[inline]
    fn any<'a, const FIELD: u64>(&'a self, mut visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
        let Some(wanted) = (const { place(L::FIELDS, FIELD) }) else { return false };
        let (members, _) = self.members.as_chunks::<2>();
        members.iter().any(|[member, value]| match member {
            SlotValue::Member { place } if *place as usize == wanted => {
                value.scalar(self.input, self.scratch).is_some_and(&mut visit)
            }
            _ => false,
        })
    }
}

/// Whether a sorted list has a field of this name.
pub(crate) const fn has(fields: &[SlotField], name: &str) -> bool {
    place(fields, field_id(name)).is_some()
}

/// Where a field stands in a sorted list.
const fn place(fields: &[SlotField], id: u64) -> Option<usize> {
    let (mut from, mut to) = (0, fields.len());
    while from < to {
        let middle = from + (to - from) / 2;
        if fields[middle].id == id {
            return Some(middle);
        }
        if fields[middle].id < id {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    None
}

const fn is_sorted(fields: &[SlotField]) -> bool {
    let mut at = 1;
    while at < fields.len() {
        if fields[at - 1].id >= fields[at].id {
            return false;
        }
        at += 1;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAME: u64 = field_id("process.name");
    const PID: u64 = field_id("process.pid");
    const IP: u64 = field_id("source.ip");

    struct Three;
    const SORTED: [SlotField; 3] = {
        // The order of the hashes is nobody's to remember, so sort here.
        let mut fields = [
            SlotField::new("process.name", SlotKind::Str),
            SlotField::new("process.pid", SlotKind::Int),
            SlotField::new("source.ip", SlotKind::Ip),
        ];
        let mut round = 0;
        while round < 3 {
            let mut at = 1;
            while at < 3 {
                if fields[at - 1].id > fields[at].id {
                    let other = fields[at];
                    fields[at] = fields[at - 1];
                    fields[at - 1] = other;
                }
                at += 1;
            }
            round += 1;
        }
        fields
    };
    impl Layout for Three {
        const FIELDS: &'static [SlotField] = &SORTED;
    }

    #[test]
    fn a_field_is_found_and_its_values_are_visited_until_one_is_enough() {
        let input = "bashsh";
        let values = [
            SlotValue::Input { start: 0, len: 4 },
            SlotValue::Input { start: 4, len: 2 },
            SlotValue::Scratch { start: 1, len: 3 },
            SlotValue::Scalar(Scalar::Int(42)),
        ];
        let mut slots = [Slot::EMPTY; 3];
        slots[place(Three::FIELDS, NAME).unwrap()] = Slot { start: 0, len: 3 };
        slots[place(Three::FIELDS, PID).unwrap()] = Slot { start: 3, len: 1 };
        let table = SlotTable { slots: &slots, values: &values, input, scratch: "-zsh", handle: Handle(9) };
        let event = Slots::<Three>::new(table);

        let mut seen = std::vec::Vec::new();
        assert!(!event.any::<NAME>(|value| {
            seen.push(value);
            false
        }));
        assert_eq!(seen, [Scalar::Str("bash"), Scalar::Str("sh"), Scalar::Str("zsh")]);
        assert!(event.any::<PID>(|value| value == Scalar::Int(42)));
        assert!(!event.any::<IP>(|_| true), "no values");
        assert!(!event.any::<{ field_id("not.in.the.layout") }>(|_| true));
        assert_eq!(event.handle(), Handle(9));
        assert_eq!(table.first(place(Three::FIELDS, NAME).unwrap()), Some(Scalar::Str("bash")));
    }

    #[test]
    fn a_value_outside_its_buffers_is_no_value() {
        let values = [
            SlotValue::Input { start: 0, len: 9 },
            SlotValue::Input { start: 1, len: 1 },
            SlotValue::Scratch { start: u32::MAX, len: u32::MAX },
        ];
        let slots = [Slot { start: 0, len: 3 }, Slot { start: 2, len: 2 }, Slot { start: u32::MAX, len: u32::MAX }];
        // The second range cuts a character in two.
        let table = SlotTable { slots: &slots, values: &values, input: "é", scratch: "", handle: Handle(0) };
        for place in 0..5 {
            assert!(!table.any(place, |_| true), "place {place}");
        }
    }

    #[test]
    fn a_layout_is_what_checks_at_compile_time_see() {
        let shapes = <Slots<'_, Three> as Event>::SHAPES;
        assert!(["process.name", "process.pid", "source.ip"].iter().all(|name| shapes.gives(name)));
        assert!(!shapes.gives("process.title"));
        assert!(shapes.gives("process.*") && !shapes.gives("file.*"));
    }
}
