//! What the tests of this workspace share.

pub mod compiled;
pub mod batch;
pub mod events;
pub mod examples;
pub mod random;
pub mod reference;
pub mod shared;
pub mod unverified;
