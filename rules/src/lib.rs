//! The detection rules that ship with `detectors`: one detector for each, and [`Shipped`], all of them together.
//!
//! The rules are the YAML files beside this crate's sources, by platform and tactic. A rule's documentation is its
//! description, its ATT&CK mapping and its query.
//!
//! # Features
//! - `elastic` (default): rules by Elastic, under the Elastic License 2.0. Without it this crate has only rules of our own, of
//!   which there are none yet: [`Shipped`] is then not there.

#![no_std]

#[cfg(feature = "elastic")]
pub mod linux;

#[cfg(feature = "elastic")]
use detectors::{Alert, RuleSet, Slots};

/// All rules of this crate, compiled together.
///
/// ```
/// use detector_rules::Shipped;
/// use detectors::RuleSet;
///
/// assert!(Shipped::RULES.iter().any(|rule| rule.name == "Potential Reverse Shell via Suspicious Child Process"));
/// let matcher = Shipped::matcher::<1024>();
/// assert_eq!(matcher.counters().observed, 0);
/// ```
#[cfg(feature = "elastic")]
#[derive(Debug, RuleSet)]
#[rule_set(rules = "../linux/**/*.yml", event = Slots<'_, Shipped>)]
pub struct Shipped;

/// Judges a decoded document by all rules that are on.
///
/// The same as [`ShippedMatcher::observe`], compiled once, here, and not again in every crate that uses it.
#[cfg(feature = "elastic")]
pub fn observe<const CAPACITY: usize>(
    matcher: &mut ShippedMatcher<CAPACITY>,
    event: &Slots<'_, Shipped>,
    sink: &mut dyn FnMut(&Alert<'_>),
) {
    matcher.observe(event, sink);
}
