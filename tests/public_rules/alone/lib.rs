//! A part of the public rules, each as a matcher of its own: what the set of all of them is compared with.
//!
//! Four packages are made of this file, `a` to `d`: a crate with a matcher for each of a thousand rules takes rustc more memory than
//! machines have that build in parallel. All judge decoded documents with the fields of the whole set.

#![allow(deprecated, reason = "public rules with warnings are among those that are compiled")]

/// Events that unfinished sequences of one matcher can hold: so many that it forgets none which the set of all rules remembers.
const CAPACITY: usize = 1_024;

/// A decoded document.
pub type Event<'a> = detectors::Slots<'a, detector_corpus::Corpus>;

/// Takes alerts.
pub type Sink<'s> = &'s mut dyn FnMut(&detectors::Alert<'_>);

include!(concat!(env!("OUT_DIR"), "/alone.rs"));
