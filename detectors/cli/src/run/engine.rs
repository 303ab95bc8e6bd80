//! What the program runs: some rule set over decoded events.
//!
//! The one seam between the program and compiled rules. Everything else knows events by place and alerts by handle.

use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

pub(crate) use detector_rules::Visit;
use detector_rules::{Shipped, ShippedMatcher};
use detectors::{Alert, Counters, Handle, Layout, Rule, RuleSet, SlotField, SlotTable, Slots, Timestamp};

/// Takes an alert.
pub(crate) type Sink<'s> = &'s mut dyn FnMut(&Alert<'_>);

/// A rule set and its state.
pub(crate) trait Engine {
    /// The rules, in the order in which they judge an event.
    fn rules(&self) -> &'static [&'static Rule];

    /// The fields that they read: a table's places.
    fn fields(&self) -> &'static [SlotField];

    /// Judges an event. Handles rise from call to call.
    fn observe(&mut self, event: SlotTable<'_>, sink: Sink<'_>);

    /// Time has passed to `now` for every host.
    fn advance(&mut self, now: Timestamp, sink: Sink<'_>);

    /// No event will follow.
    fn finish(&mut self, sink: Sink<'_>);

    /// The oldest handle that an alert may still name; `None` if there is none.
    fn oldest_live_handle(&self) -> Option<Handle>;

    /// What was done and given up for one rule, by its number in [`Self::rules`].
    fn counters_of(&self, rule: usize) -> Counters;
}

/// What an engine asks of an event, for whoever wants to know what rules cost.
pub(crate) trait Probe: Engine {
    /// Visits each event query that the index leaves of an event: the number of its rule, its own number in the rule, whether it waits
    /// for another of its sequence, so that it would not be judged, and what judges it, any number of times.
    fn ask(&mut self, event: &SlotTable<'_>, visit: Visit<'_>);
}

/// Events that the unfinished sequences of all rules hold at most: 4.5 MB.
const CAPACITY: usize = 65_536;

/// A static, because a matcher of this size does not fit on every stack; empty, it takes no space in the program.
static MATCHER: Mutex<ShippedMatcher<CAPACITY>> = Mutex::new(Shipped::matcher());

/// The rules that come with the program.
pub(crate) struct ShippedRules {
    matcher: MutexGuard<'static, ShippedMatcher<CAPACITY>>,
}

impl ShippedRules {
    /// With nothing seen yet. There is one: a second waits until the first is gone.
    pub(crate) fn new() -> Self {
        // Nothing that was seen before is left after a new seed, whatever has happened to it.
        let mut matcher = MATCHER.lock().unwrap_or_else(PoisonError::into_inner);
        let random = || RandomState::new().hash_one(());
        matcher.reseed([random(), random()]);
        Self { matcher }
    }
}

impl Engine for ShippedRules {
    fn rules(&self) -> &'static [&'static Rule] {
        Shipped::RULES
    }

    fn fields(&self) -> &'static [SlotField] {
        Shipped::FIELDS
    }

    fn observe(&mut self, event: SlotTable<'_>, sink: Sink<'_>) {
        detector_rules::observe(&mut self.matcher, &Slots::new(event), sink);
    }

    fn advance(&mut self, now: Timestamp, sink: Sink<'_>) {
        self.matcher.advance(now, sink);
    }

    fn finish(&mut self, sink: Sink<'_>) {
        self.matcher.finish(sink);
    }

    fn oldest_live_handle(&self) -> Option<Handle> {
        self.matcher.oldest_live_handle()
    }

    fn counters_of(&self, rule: usize) -> Counters {
        self.matcher.counters_of(rule).unwrap_or_default()
    }
}

impl Probe for ShippedRules {
    fn ask(&mut self, event: &SlotTable<'_>, visit: Visit<'_>) {
        detector_rules::ask(&mut self.matcher, &Slots::new(*event), visit);
    }
}

/// A hand-written engine for tests: `nc` alone, and `sh` then `curl` on one host.
#[cfg(test)]
pub(crate) mod testing {
    use super::*;
    use detectors::rule::{Reference, Severity, Technique, Threat};
    use detectors::{EventRef, JoinKey, Scalar, SlotKind};
    use std::collections::BTreeMap;

    pub(crate) static NETCAT: Rule = {
        let mut rule = Rule::new("11111111-0000-4000-8000-000000000001", "Netcat Started");
        rule.severity = Severity::High;
        rule.risk_score = 73;
        rule.max_signals = 3;
        rule.description = "Netcat was started.";
        rule.threat = &[Threat {
            framework: "MITRE ATT&CK",
            tactic: &Reference { id: "TA0002", name: "Execution", reference: "https://attack.mitre.org/tactics/TA0002/" },
            techniques: &[Technique {
                technique: &Reference { id: "T1059", name: "Command and Scripting Interpreter", reference: "" },
                subtechniques: &[&Reference { id: "T1059.004", name: "Unix Shell", reference: "" }],
            }],
        }];
        rule
    };
    pub(crate) static DOWNLOAD: Rule = Rule::new("11111111-0000-4000-8000-000000000002", "Download by a Shell");

    static RULES: [&Rule; 2] = [&NETCAT, &DOWNLOAD];

    const FIELDS: &[SlotField] = &[
        SlotField::new("process.name", SlotKind::Str),
        SlotField::new("host.id", SlotKind::Str),
        SlotField::new("process.pid", SlotKind::Int),
        SlotField::new("@timestamp", SlotKind::Date),
    ];

    #[derive(Default)]
    pub(crate) struct Tiny {
        shells: BTreeMap<String, EventRef>,
        counters: [Counters; 2],
        /// Names in the order in which they were judged.
        pub(crate) seen: Vec<String>,
    }

    impl Engine for Tiny {
        fn rules(&self) -> &'static [&'static Rule] {
            &RULES
        }

        fn fields(&self) -> &'static [SlotField] {
            FIELDS
        }

        fn observe(&mut self, event: SlotTable<'_>, sink: Sink<'_>) {
            self.counters.iter_mut().for_each(|counters| counters.observed += 1);
            let Some(Scalar::Str(name)) = event.first(0) else { return };
            self.seen.push(name.into());
            let timestamp = event.first(3).and_then(|time| if let Scalar::Time(time) = time { Some(time) } else { None });
            let this = EventRef { handle: event.handle, timestamp };
            if name == "nc" {
                self.counters[0].matched += 1;
                sink(&Alert { rule: &NETCAT, events: &[this], join_keys: &[] });
            }
            let Some(Scalar::Str(host)) = event.first(1) else { return };
            match name {
                "sh" => drop(self.shells.insert(host.into(), this)),
                "curl" => {
                    if let Some(shell) = self.shells.remove(host) {
                        self.counters[1].matched += 1;
                        let join_keys = [JoinKey { field: "host.id", value: Some(Scalar::Str(host)) }];
                        sink(&Alert { rule: &DOWNLOAD, events: &[shell, this], join_keys: &join_keys });
                    }
                }
                _ => {}
            }
        }

        fn advance(&mut self, _: Timestamp, _: Sink<'_>) {}

        fn finish(&mut self, _: Sink<'_>) {}

        fn oldest_live_handle(&self) -> Option<Handle> {
            self.shells.values().map(|shell| shell.handle).min()
        }

        fn counters_of(&self, rule: usize) -> Counters {
            self.counters[rule]
        }
    }
}
