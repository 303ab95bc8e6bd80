//! Detection rules compiled into zero-allocation matchers.
#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

pub mod alert;
mod complaint;
#[doc(hidden)]
pub mod computed;
pub mod event;
pub mod matcher;
pub mod net;
pub mod number;
pub mod pattern;
#[cfg(test)]
mod random;
#[doc(hidden)]
pub mod reach;
pub mod regex;
pub mod rule;
pub mod scalar;
mod scalar_text;
pub mod sequence;
pub mod slots;
pub mod text;
pub mod version;

#[cfg(feature = "derive")]
pub use detector_macros::{Detector, Event, RuleSet};

pub use alert::{Alert, Counters, EventRef, JoinKey};
pub use event::{Event, Handle, field_id};
pub use matcher::{Detector, Matcher, RuleSet};
pub use rule::Rule;
pub use scalar::{FieldValue, Scalar, Timestamp};
pub use slots::{Layout, Slot, SlotField, SlotKind, SlotTable, SlotValue, Slots};
