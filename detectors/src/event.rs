//! What a matcher reads of an event: fields by their ECS names, each with any number of scalar values.
//!
//! [`Event`] is implemented by `#[derive(Event)]` on an agent's own types, and by [`crate::Slots`] for decoded documents.
//! A field is named by the hash of its dotted name ([`field_id`]), a constant at every call: after monomorphisation an
//! access is the field itself.

use crate::complaint::{self, Complaint};
use crate::index::Pass;
use crate::scalar::Scalar;
use crate::slots::{self, SlotField};
use crate::test::Test;

/// A field of an event: the 64-bit FNV-1a hash of its dotted name.
///
/// The derives check that no two names of one type collide.
pub const fn field_id(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
        at += 1;
    }
    hash
}

/// The host's own name of an event: a number in a log, an index into a buffer, the bits of a pointer.
///
/// A matcher keeps it while the event is part of an unfinished sequence and gives it back in the alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Handle(pub u64);

macro_rules! handle_from {
    ($($number:ty),*) => {$(
        impl From<$number> for Handle {
            #[inline]
            fn from(number: $number) -> Self {
                Self(number as u64)
            }
        }
    )*};
}
handle_from!(u8, u16, u32, u64, usize);

/// Something that happened, as detection rules see it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an event",
    label = "not an event",
    note = "an event is a struct or an enum with `#[derive(detectors::Event)]`"
)]
pub trait Event {
    /// Which fields it maps, which it declares missing, which are constant.
    const SHAPES: Shapes;

    /// Visits the values of a field until `visit` returns true; whether it did.
    ///
    /// A field has any number of values: nested arrays count flat, nulls not at all. A field that the event does not map
    /// has none.
    fn any<'a, const FIELD: u64>(&'a self, visit: impl FnMut(Scalar<'a>) -> bool) -> bool;

    /// Visits the elements of an array of objects, each an event of its own fields, until `visitor` wants no more; whether it
    /// wanted no more. An element's fields have the names that the event's have: the array's is part of them.
    ///
    /// An event that does not map the array has no elements.
    fn elements<const ARRAY: u64>(&self, visitor: &mut impl VisitElement) -> bool {
        let _ = visitor;
        false
    }

    /// The host's own name of this event, for alerts.
    fn handle(&self) -> Handle {
        Handle(0)
    }

    /// Whether some value of a field meets the test. For rule sets; not to be implemented.
    #[doc(hidden)]
    fn meets<const FIELD: u64>(&self, test: &Test) -> bool {
        self.any::<FIELD>(|value| test.is_met(value))
    }

    /// Notes the clauses of an index that the values of a field satisfy. For rule sets; not to be implemented.
    #[doc(hidden)]
    fn satisfy<const FIELD: u64>(&self, pass: &Pass, cells: &mut [u64]) {
        let mut is_first = true;
        self.any::<FIELD>(|value| {
            if is_first {
                pass.add_present(cells);
                is_first = false;
            }
            pass.add(value, cells);
            false
        });
    }
}

/// What looks at elements of an array: a closure over events of any type.
pub trait VisitElement {
    /// Looks at an element; true is enough.
    fn visit<E: Event>(&mut self, element: &E) -> bool;
}

/// A Rust type that can stand behind an array of objects: a slice of events, or what holds one.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand behind an array of objects",
    label = "not a slice, array, `Vec` or `Option` of a type with `#[derive(detectors::Event)]`"
)]
pub trait Elements {
    /// What an element says about its fields.
    const SHAPES: Shapes;

    /// Visits the elements until `visitor` wants no more; whether it wanted no more.
    fn visit(&self, visitor: &mut impl VisitElement) -> bool;

    /// Visits the values of a field of all elements until `visit` returns true; whether it did.
    fn any<'a, const FIELD: u64>(&'a self, visit: impl FnMut(Scalar<'a>) -> bool) -> bool;
}

impl<E: Event> Elements for [E] {
    const SHAPES: Shapes = E::SHAPES;

    #[inline(always)]
    fn visit(&self, visitor: &mut impl VisitElement) -> bool {
        self.iter().any(|element| visitor.visit(element))
    }

    #[inline(always)]
    fn any<'a, const FIELD: u64>(&'a self, mut visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
        self.iter().any(|element| element.any::<FIELD>(&mut visit))
    }
}

impl<E: Event, const N: usize> Elements for [E; N] {
    const SHAPES: Shapes = E::SHAPES;

    #[inline(always)]
    fn visit(&self, visitor: &mut impl VisitElement) -> bool {
        self.as_slice().visit(visitor)
    }

    #[inline(always)]
    fn any<'a, const FIELD: u64>(&'a self, visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
        Elements::any::<FIELD>(self.as_slice(), visit)
    }
}

impl<T: Elements + ?Sized> Elements for &T {
    const SHAPES: Shapes = T::SHAPES;

    #[inline(always)]
    fn visit(&self, visitor: &mut impl VisitElement) -> bool {
        T::visit(self, visitor)
    }

    #[inline(always)]
    fn any<'a, const FIELD: u64>(&'a self, visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
        T::any::<FIELD>(self, visit)
    }
}

impl<T: Elements> Elements for Option<T> {
    const SHAPES: Shapes = T::SHAPES;

    #[inline(always)]
    fn visit(&self, visitor: &mut impl VisitElement) -> bool {
        self.as_ref().is_some_and(|elements| elements.visit(visitor))
    }

    #[inline(always)]
    fn any<'a, const FIELD: u64>(&'a self, visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
        self.as_ref().is_some_and(|elements| elements.any::<FIELD>(visit))
    }
}

#[cfg(feature = "alloc")]
macro_rules! elements_behind {
    ($($pointer:ty),*) => {$(
        impl<E: Event> Elements for $pointer {
            const SHAPES: Shapes = E::SHAPES;

            #[inline(always)]
            fn visit(&self, visitor: &mut impl VisitElement) -> bool {
                self.iter().any(|element| visitor.visit(element))
            }

            #[inline(always)]
            fn any<'a, const FIELD: u64>(&'a self, visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
                let elements: &'a [E] = self;
                Elements::any::<FIELD>(elements, visit)
            }
        }
    )*};
}
#[cfg(feature = "alloc")]
elements_behind!(alloc::vec::Vec<E>, alloc::boxed::Box<[E]>, alloc::rc::Rc<[E]>, alloc::sync::Arc<[E]>);

impl<E: Event + ?Sized> Event for &E {
    const SHAPES: Shapes = E::SHAPES;

    #[inline(always)]
    fn any<'a, const FIELD: u64>(&'a self, visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
        E::any::<FIELD>(self, visit)
    }

    #[inline(always)]
    fn elements<const ARRAY: u64>(&self, visitor: &mut impl VisitElement) -> bool {
        E::elements::<ARRAY>(self, visitor)
    }

    #[inline(always)]
    fn handle(&self) -> Handle {
        E::handle(self)
    }
}

/// Part of an event that may be absent: its fields then have no values.
impl<E: Event> Event for Option<E> {
    const SHAPES: Shapes = E::SHAPES;

    #[inline(always)]
    fn any<'a, const FIELD: u64>(&'a self, visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
        self.as_ref().is_some_and(|event| event.any::<FIELD>(visit))
    }

    #[inline(always)]
    fn elements<const ARRAY: u64>(&self, visitor: &mut impl VisitElement) -> bool {
        self.as_ref().is_some_and(|event| event.elements::<ARRAY>(visitor))
    }

    #[inline(always)]
    fn handle(&self) -> Handle {
        self.as_ref().map_or(Handle(0), E::handle)
    }
}

#[cfg(feature = "alloc")]
impl<E: Event + ?Sized> Event for alloc::boxed::Box<E> {
    const SHAPES: Shapes = E::SHAPES;

    #[inline(always)]
    fn any<'a, const FIELD: u64>(&'a self, visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
        E::any::<FIELD>(self, visit)
    }

    #[inline(always)]
    fn elements<const ARRAY: u64>(&self, visitor: &mut impl VisitElement) -> bool {
        E::elements::<ARRAY>(self, visitor)
    }

    #[inline(always)]
    fn handle(&self) -> Handle {
        E::handle(self)
    }
}

/// What an event type says about its fields, for checks while it is compiled.
#[derive(Debug, Clone, Copy)]
pub enum Shapes {
    /// One set of fields.
    One(Shape),
    /// Any of these: an enum of event structs.
    AnyOf(&'static [&'static Shapes]),
    /// All of these together: a struct, and those that are flattened into it.
    AllOf(&'static [&'static Shapes]),
    /// The fields of a layout, by ascending id; none of them constant.
    Layout(&'static [SlotField]),
}

/// The fields of one struct.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    /// Name of the Rust type.
    pub name: &'static str,
    /// Fields that are there, by dotted name.
    pub mapped: &'static [&'static str],
    /// Fields that the agent says it does not have: dotted names, or prefixes that end with `.*`.
    pub missing: &'static [&'static str],
    /// Fields that have one value always, with its text. The category of a struct is one of them.
    pub constants: &'static [(&'static str, &'static str)],
}

/// A field that a rule reads, for checks while it is compiled.
#[derive(Debug, Clone, Copy)]
pub struct Requirement {
    /// Dotted name.
    pub field: &'static str,
    /// Field that holds the category, and the category that the event must have to be read; `None` reads every event.
    pub category: Option<(&'static str, &'static str)>,
    /// What to say if the field is not mapped.
    pub message: &'static str,
}

impl Shapes {
    /// The first requirement that is not met by some shape that it concerns. For `const` use.
    pub const fn unmet(&self, requirements: &'static [Requirement]) -> Option<&'static Requirement> {
        let mut at = 0;
        while at < requirements.len() {
            if !self.meets(&requirements[at]) {
                return Some(&requirements[at]);
            }
            at += 1;
        }
        None
    }

    /// Fails the compilation if a requirement is not met, with its message and what else is not. For `const` use.
    #[track_caller]
    #[expect(clippy::panic, reason = "runs in the compiler only")]
    pub const fn require(&self, requirements: &'static [Requirement]) {
        if let Some(requirement) = self.unmet(requirements) {
            let complaint = Complaint::new(requirement.message, self.culprit(requirement), &self.unmet_fields(requirements));
            match complaint.text() {
                Some(text) => panic!("{}", text),
                None => panic!("{}", requirement.message),
            }
        }
    }

    /// The fields of requirements that are not met: as many as a message should have, each once.
    const fn unmet_fields(&self, requirements: &[Requirement]) -> [&'static str; complaint::FIELDS_MAX] {
        let mut fields = [""; complaint::FIELDS_MAX];
        let (mut at, mut count) = (0, 0);
        while at < requirements.len() && count < fields.len() {
            let mut first = 0;
            while first < count && !same(fields[first], requirements[at].field) {
                first += 1;
            }
            if first == count && !self.meets(&requirements[at]) {
                fields[count] = requirements[at].field;
                count += 1;
            }
            at += 1;
        }
        fields
    }

    /// Name of a type of Rust that does not meet the requirement.
    const fn culprit(&self, requirement: &Requirement) -> &'static str {
        match self {
            Self::One(shape) => shape.name,
            Self::Layout(_) => "Slots",
            Self::AllOf([]) | Self::AnyOf([]) => "",
            Self::AllOf([first, ..]) => first.culprit(requirement),
            Self::AnyOf(shapes) => {
                let mut at = 0;
                while at + 1 < shapes.len() && shapes[at].meets(requirement) {
                    at += 1;
                }
                shapes[at].culprit(requirement)
            }
        }
    }

    const fn meets(&self, requirement: &Requirement) -> bool {
        let states = self.states(requirement);
        let mut state = 0;
        while state < STATES {
            if states & (1 << state) != 0 && State(state).fails() {
                return false;
            }
            state += 1;
        }
        true
    }

    /// Where the events of this type may stand to a requirement: a set, one bit a [`State`].
    const fn states(&self, requirement: &Requirement) -> u8 {
        match self {
            Self::One(shape) => 1 << shape.state(requirement).0,
            Self::Layout(fields) => {
                let knows = if slots::has(fields, requirement.field) { State::KNOWS } else { 0 };
                let concerned = if requirement.category.is_none() { State::OF_CATEGORY } else { 0 };
                1 << (knows | concerned)
            }
            Self::AnyOf(shapes) => {
                let mut union = 0;
                let mut at = 0;
                while at < shapes.len() {
                    union |= shapes[at].states(requirement);
                    at += 1;
                }
                union
            }
            Self::AllOf(shapes) => {
                let mut all = 1;
                let mut at = 0;
                while at < shapes.len() {
                    all = together(all, shapes[at].states(requirement));
                    at += 1;
                }
                all
            }
        }
    }

    /// Whether an event of this type may have a value in a field that `entry` names: a dotted name, or a prefix that
    /// ends with `.*`. For `const` use.
    #[doc(hidden)]
    pub const fn gives(&self, entry: &str) -> bool {
        match self {
            Self::One(shape) => shape.gives(entry),
            Self::Layout(fields) => {
                if !ends_with_wildcard(entry) {
                    return slots::has(fields, entry);
                }
                let mut at = 0;
                while at < fields.len() {
                    if covers(entry, fields[at].name) {
                        return true;
                    }
                    at += 1;
                }
                false
            }
            Self::AnyOf(shapes) | Self::AllOf(shapes) => {
                let mut at = 0;
                while at < shapes.len() {
                    if shapes[at].gives(entry) {
                        return true;
                    }
                    at += 1;
                }
                false
            }
        }
    }

    /// Whether an event of this type may have a value in a field in which `other` may have one too. For `const` use.
    #[doc(hidden)]
    pub const fn overlaps(&self, other: &Shapes) -> bool {
        match self {
            Self::Layout(fields) => {
                let mut at = 0;
                while at < fields.len() {
                    if other.gives(fields[at].name) {
                        return true;
                    }
                    at += 1;
                }
                false
            }
            Self::One(shape) => {
                let mut at = 0;
                while at < shape.mapped.len() {
                    if other.gives(shape.mapped[at]) {
                        return true;
                    }
                    at += 1;
                }
                at = 0;
                while at < shape.constants.len() {
                    if other.gives(shape.constants[at].0) {
                        return true;
                    }
                    at += 1;
                }
                false
            }
            Self::AnyOf(shapes) | Self::AllOf(shapes) => {
                let mut at = 0;
                while at < shapes.len() {
                    if shapes[at].overlaps(other) {
                        return true;
                    }
                    at += 1;
                }
                false
            }
        }
    }
}

/// How an event stands to a requirement. States of the parts of one event combine by `|`.
#[derive(Clone, Copy)]
struct State(u8);

/// One more than the greatest state.
const STATES: u8 = 8;

impl State {
    /// It says something of the field: maps it, has it constant, declares it missing.
    const KNOWS: u8 = 1;
    /// It has the category that the requirement is for.
    const OF_CATEGORY: u8 = 2;
    /// It has a category that is known at compile time.
    const FIXED: u8 = 4;

    /// The rule may read the field of such an event, and it says nothing of it.
    const fn fails(self) -> bool {
        let concerned = self.0 & Self::OF_CATEGORY != 0 || self.0 & Self::FIXED == 0;
        concerned && self.0 & Self::KNOWS == 0
    }
}

/// The states of an event of two parts, from the sets of states of the parts.
const fn together(left: u8, right: u8) -> u8 {
    let mut all = 0;
    let mut l = 0;
    while l < STATES {
        let mut r = 0;
        while r < STATES {
            if left & (1 << l) != 0 && right & (1 << r) != 0 {
                all |= 1 << (l | r);
            }
            r += 1;
        }
        l += 1;
    }
    all
}

impl Shape {
    const fn state(&self, requirement: &Requirement) -> State {
        let knows = if self.knows(requirement.field) { State::KNOWS } else { 0 };
        let Some((field, name)) = requirement.category else {
            return State(knows | State::OF_CATEGORY);
        };
        let mut category = 0;
        let mut at = 0;
        while at < self.constants.len() {
            if same(self.constants[at].0, field) {
                category |= State::FIXED;
                if same(self.constants[at].1, name) {
                    category |= State::OF_CATEGORY;
                }
            }
            at += 1;
        }
        State(knows | category)
    }

    const fn gives(&self, entry: &str) -> bool {
        let mut at = 0;
        while at < self.mapped.len() {
            if covers(entry, self.mapped[at]) {
                return true;
            }
            at += 1;
        }
        at = 0;
        while at < self.constants.len() {
            if covers(entry, self.constants[at].0) {
                return true;
            }
            at += 1;
        }
        false
    }

    const fn knows(&self, field: &str) -> bool {
        let mut at = 0;
        while at < self.mapped.len() {
            if same(self.mapped[at], field) {
                return true;
            }
            at += 1;
        }
        at = 0;
        while at < self.constants.len() {
            if same(self.constants[at].0, field) {
                return true;
            }
            at += 1;
        }
        at = 0;
        while at < self.missing.len() {
            if covers(self.missing[at], field) {
                return true;
            }
            at += 1;
        }
        false
    }
}

pub(crate) const fn same(left: &str, right: &str) -> bool {
    left.len() == right.len() && begins(left.as_bytes(), right.as_bytes(), right.len())
}

/// Whether a `missing` entry names `field`: itself, or a prefix that ends with `.*`.
const fn covers(entry: &str, field: &str) -> bool {
    let is_prefix = ends_with_wildcard(entry);
    let (entry, field) = (entry.as_bytes(), field.as_bytes());
    if is_prefix {
        let stem = entry.len() - 1;
        return field.len() > stem && begins(field, entry, stem);
    }
    entry.len() == field.len() && begins(entry, field, field.len())
}

const fn ends_with_wildcard(entry: &str) -> bool {
    let entry = entry.as_bytes();
    entry.len() >= 2 && entry[entry.len() - 1] == b'*' && entry[entry.len() - 2] == b'.'
}

const fn begins(text: &[u8], prefix: &[u8], count: usize) -> bool {
    let mut at = 0;
    while at < count {
        if text[at] != prefix[at] {
            return false;
        }
        at += 1;
    }
    true
}
