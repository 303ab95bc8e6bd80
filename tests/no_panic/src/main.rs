//! The proof that matchers neither panic nor allocate: this program links.
//!
//! Its panic handler calls a function that does not exist. Where the optimiser finds that nothing can panic, the handler is
//! gone and with it the call; one path that is left makes the linker fail and name the function. There is no allocator
//! either: to use one does not compile. Features add a counter-example of each, which must fail.
//!
//! | module | what is proven |
//! |---|---|
//! | [`sequences`] | every call of a pool of sequences |
//! | [`first_rule`] | a shipped rule, alone and in its rule set: struct, enum and slot events |
//! | [`queries`] | every kind of condition that the compiler emits, on struct and slot events |
//! | [`endpoint`] | the same for what only Elastic Endpoint's dialect has |
#![no_std]
#![no_main]

use core::ffi::{c_char, c_int};
use core::hint::black_box;
use core::panic::PanicInfo;

#[cfg(not(any(feature = "panics", feature = "allocates")))]
mod endpoint;
mod first_rule;
#[cfg(not(any(feature = "panics", feature = "allocates")))]
mod queries;
mod record;
mod sequences;

// The counter-examples do without the many, so that they are built soon.
#[cfg(any(feature = "panics", feature = "allocates"))]
mod queries {
    pub(crate) const fn run() -> Option<i32> {
        None
    }
}

#[cfg(any(feature = "panics", feature = "allocates"))]
mod endpoint {
    pub(crate) const fn run() -> Option<i32> {
        None
    }
}

// Start-up code and `memcpy` are the platform's.
#[link(name = "c")]
#[link(name = "m")]
unsafe extern "C" {
    safe fn a_path_that_panics_is_left() -> !;
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    a_path_that_panics_is_left()
}

/// The program also runs, and does something: 0, or the number of the module that did not do what it should.
#[unsafe(no_mangle)]
extern "C" fn main(_count: c_int, _values: *const *const c_char) -> c_int {
    #[cfg(feature = "panics")]
    black_box([1_u8; 4])[black_box(3_usize)];
    #[cfg(feature = "allocates")]
    black_box(allocation::boxed());
    if black_box(sequences::run()) != sequences::ALERTS {
        return 1;
    }
    if black_box(first_rule::run()) != first_rule::ALERTS {
        return 2;
    }
    match (black_box(queries::run()), black_box(endpoint::run())) {
        (None, None) => 0,
        // The number of the query that did not: 10 is the first, and 150 the first of the other dialect.
        (Some(query), _) => 10 + query,
        (None, Some(query)) => 150 + query,
    }
}

#[cfg(feature = "allocates")]
mod allocation {
    extern crate alloc;

    pub(crate) fn boxed() -> alloc::boxed::Box<u64> {
        alloc::boxed::Box::new(1)
    }
}
