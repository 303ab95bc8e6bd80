//! What the tests of this workspace share.

pub mod batch;
pub mod compiled;
pub mod endpoint_events;
pub mod events;
pub mod examples;
pub mod figures;
pub mod fuzz;
pub mod project;
pub mod random;
pub mod reference;
pub mod set_of_one;
pub mod shared;
pub mod unverified;
