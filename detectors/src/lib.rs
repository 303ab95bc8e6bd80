//! Detection rules compiled into zero-allocation matchers.
#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(feature = "std")]
extern crate std;

pub mod alert;
pub mod event;
pub mod rule;
pub mod scalar;

pub use alert::{Alert, Counters, EventRef, JoinKey};
pub use event::{Event, Handle, field_id};
pub use rule::Rule;
pub use scalar::{FieldValue, Scalar, Timestamp};
