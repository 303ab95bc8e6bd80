//! What a matcher reads of an event: fields by their ECS names, each with any number of scalar values.
//!
//! [`Event`] is implemented by `#[derive(Event)]` on an agent's own types, and by [`crate::Slots`] for decoded documents.
//! A field is named by the hash of its dotted name ([`field_id`]), a constant at every call: after monomorphisation an
//! access is the field itself.

use crate::scalar::Scalar;

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

/// Something that happened, as detection rules see it.
pub trait Event {
    /// Which fields it maps, which it declares missing, which are constant.
    const SHAPES: Shapes;

    /// Visits the values of a field until `visit` returns true; whether it did.
    ///
    /// A field has any number of values: nested arrays count flat, nulls not at all. A field that the event does not map
    /// has none.
    fn any<'a, const FIELD: u64>(&'a self, visit: impl FnMut(Scalar<'a>) -> bool) -> bool;

    /// The host's own name of this event, for alerts.
    fn handle(&self) -> Handle {
        Handle(0)
    }
}

/// What an event type says about its fields, for checks while it is compiled.
#[derive(Debug, Clone, Copy)]
pub enum Shapes {
    /// One set of fields.
    One(Shape),
    /// Any of these: an enum of event structs.
    AnyOf(&'static [&'static Shapes]),
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

    /// Fails the compilation, with the requirement's message, if a requirement is not met. For `const` use.
    #[expect(clippy::panic, reason = "runs in the compiler only")]
    pub const fn require(&self, requirements: &'static [Requirement]) {
        if let Some(requirement) = self.unmet(requirements) {
            panic!("{}", requirement.message);
        }
    }

    const fn meets(&self, requirement: &Requirement) -> bool {
        match self {
            Self::One(shape) => !shape.concerned_by(requirement) || shape.knows(requirement.field),
            Self::AnyOf(shapes) => {
                let mut at = 0;
                while at < shapes.len() {
                    if !shapes[at].meets(requirement) {
                        return false;
                    }
                    at += 1;
                }
                true
            }
        }
    }
}

impl Shape {
    const fn concerned_by(&self, requirement: &Requirement) -> bool {
        let Some((field, name)) = requirement.category else {
            return true;
        };
        let mut at = 0;
        let mut constant = false;
        while at < self.constants.len() {
            if same(self.constants[at].0, field) {
                if same(self.constants[at].1, name) {
                    return true;
                }
                constant = true;
            }
            at += 1;
        }
        !constant
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

const fn same(left: &str, right: &str) -> bool {
    left.len() == right.len() && begins(left.as_bytes(), right.as_bytes(), right.len())
}

/// Whether a `missing` entry names `field`: itself, or a prefix that ends with `.*`.
const fn covers(entry: &str, field: &str) -> bool {
    let (entry, field) = (entry.as_bytes(), field.as_bytes());
    let stem = entry.len().saturating_sub(1);
    if entry.len() >= 2 && entry[stem] == b'*' && entry[stem - 1] == b'.' {
        return field.len() > stem && begins(field, entry, stem);
    }
    entry.len() == field.len() && begins(entry, field, field.len())
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
