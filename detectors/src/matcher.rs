//! The interface that every compiled detector and rule set has.

use crate::alert::{Alert, Counters};
use crate::event::{Event, Handle, Requirement};
use crate::rule::{Guide, Rule};
use crate::scalar::Timestamp;

/// A detection rule that has been compiled: implemented by `#[derive(Detector)]`.
pub trait Detector {
    /// What its alerts say of the rule.
    const RULE: &'static Rule;

    /// What else its file says. A program that does not use it does not contain it.
    const GUIDE: Guide;

    /// The fields that the rule reads.
    const REQUIREMENTS: &'static [Requirement];
}

/// Detection rules that have been compiled together: implemented by `#[derive(RuleSet)]`.
pub trait RuleSet {
    /// What alerts say of the rules, by the path of their files.
    const RULES: &'static [&'static Rule];

    /// What else their files say, in the order of [`RULES`](Self::RULES). A program that does not use it does not contain it.
    const GUIDES: &'static [Guide];

    /// The fields that the rules read.
    const REQUIREMENTS: &'static [Requirement];
}

/// A matcher of one rule or of a rule set: events in, alerts out.
///
/// Events should come in the order of their times. None of the methods allocates or panics.
pub trait Matcher {
    /// Judges one event. `sink` gets each alert that it completes, in the order of the rules.
    fn observe<E: Event>(&mut self, event: &E, sink: impl FnMut(&Alert<'_>));

    /// Time has passed without events: lets go of what can no longer be completed at `now`, a time of the host's clock.
    ///
    /// `sink` gets the alerts that only had to wait for that time.
    fn advance(&mut self, now: Timestamp, sink: impl FnMut(&Alert<'_>));

    /// No event will follow: `sink` gets the alerts that only had to wait.
    fn finish(&mut self, sink: impl FnMut(&Alert<'_>));

    /// What has been done and given up so far.
    fn counters(&self) -> Counters;

    /// The event that was observed first among those that unfinished sequences still hold; no later alert names an event
    /// from before it. `None`: no event is held.
    fn oldest_live_handle(&self) -> Option<Handle>;
}
