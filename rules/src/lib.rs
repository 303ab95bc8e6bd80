//! The detection rules that ship with `detectors`: one detector for each, and [`Shipped`], all of them together.
//!
//! The rules are the YAML files beside this crate's sources, by platform and tactic: [`linux`]. A rule's documentation is its
//! description, its ATT&CK mapping and its query. `RULES.md` beside the sources lists them all, with severity and techniques.
//!
//! # Features
//! - `elastic` (default): rules by Elastic, under the Elastic License 2.0. Without it this crate has only rules of our own.
#![no_std]

mod files;
pub mod linux;

pub use files::FILES;

use detectors::{Alert, RuleSet, Slots};

/// All rules of this crate, compiled together.
///
/// ```
/// use detector_rules::Shipped;
/// use detectors::RuleSet;
///
/// assert!(Shipped::RULES.iter().any(|rule| rule.name == "Interactive Shell over /dev/tcp"));
/// let matcher = Shipped::matcher::<1024>();
/// assert_eq!(matcher.counters().observed, 0);
/// ```
#[derive(Debug, RuleSet)]
#[cfg_attr(feature = "elastic", rule_set(rules = "../linux/**/*.yml", event = Slots<'_, Shipped>, tests))]
#[cfg_attr(not(feature = "elastic"), rule_set(
    rules = "../linux/**/*.yml",
    except = "../linux/execution/reverse_shell_via_suspicious_child_process.yml",
    event = Slots<'_, Shipped>,
    tests,
))]
pub struct Shipped;

/// A rule file of this crate: what explains a rule reads its query as it is written, and its tests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RuleFile {
    /// The rule's `rule_id`.
    pub rule_id: &'static str,
    /// Its path in this crate: `linux/execution/interactive_shell_over_dev_tcp.yml`.
    pub path: &'static str,
    /// The file.
    pub text: &'static str,
}

/// The JSON Schema of rule files, draft 7: with it editors complete and check them.
pub const SCHEMA: &str = include_str!("../schema.json");

/// Judges a decoded document by all rules that are on.
///
/// The same as [`ShippedMatcher::observe`], compiled once, here, and not again in every crate that uses it.
pub fn observe<const CAPACITY: usize>(
    matcher: &mut ShippedMatcher<CAPACITY>,
    event: &Slots<'_, Shipped>,
    sink: &mut dyn FnMut(&Alert<'_>),
) {
    matcher.observe(event, sink);
}

/// Takes the number of a rule, the number of one of its event queries, whether that waits for another of its sequence, and what judges
/// it.
pub type Visit<'v> = &'v mut dyn FnMut(usize, usize, bool, &mut dyn FnMut() -> bool);

/// Visits each event query that the index leaves of a decoded document: the number of its rule, its own number in the rule, whether it
/// waits for another of its sequence, so that it would not be judged, and what judges it. For whoever wants to know what rules cost.
///
/// The same as [`ShippedMatcher::ask`], compiled once, here.
pub fn ask<const CAPACITY: usize>(matcher: &mut ShippedMatcher<CAPACITY>, event: &Slots<'_, Shipped>, visit: Visit<'_>) {
    matcher.ask(event, visit);
}
