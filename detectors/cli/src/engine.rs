//! What the program runs: some rule set over decoded events.
//!
//! The one seam between the program and compiled rules. Everything else knows events by place and alerts by handle.

use detectors::{Alert, Counters, Handle, Rule, SlotField, SlotTable, Timestamp};

/// Takes an alert.
pub(crate) type Sink<'s> = &'s mut dyn FnMut(&Alert<'_>);

/// A rule set and its state.
pub(crate) trait Engine {
    /// The rules, in the order in which they are listed.
    fn rules(&self) -> &[&'static Rule];

    /// The fields that they read: a table's places.
    fn fields(&self) -> &'static [SlotField];

    /// Judges an event. Handles rise from call to call.
    fn observe(&mut self, event: SlotTable<'_>, sink: Sink<'_>);

    /// Time has passed to `now` for every host.
    fn advance(&mut self, now: Timestamp, sink: Sink<'_>);

    /// No event follows.
    fn finish(&mut self, sink: Sink<'_>);

    /// The oldest handle that an alert may still name; `None` if there is none.
    fn oldest_live_handle(&self) -> Option<Handle>;

    /// What was done and given up.
    fn counters(&self) -> Counters;
}

/// The engine without rules.
pub(crate) struct NoRules;

impl Engine for NoRules {
    fn rules(&self) -> &[&'static Rule] {
        &[]
    }

    fn fields(&self) -> &'static [SlotField] {
        &[]
    }

    fn observe(&mut self, _: SlotTable<'_>, _: Sink<'_>) {}

    fn advance(&mut self, _: Timestamp, _: Sink<'_>) {}

    fn finish(&mut self, _: Sink<'_>) {}

    fn oldest_live_handle(&self) -> Option<Handle> {
        None
    }

    fn counters(&self) -> Counters {
        Counters::default()
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
        let mut rule =
            Rule::new("11111111-0000-4000-8000-000000000001", "Netcat Started", "process where process.name == \"nc\"");
        rule.severity = Severity::High;
        rule.risk_score = 73;
        rule.max_signals = 3;
        rule.description = "Netcat was started.";
        rule.threat = &[Threat {
            framework: "MITRE ATT&CK",
            tactic: Reference { id: "TA0002", name: "Execution", reference: "https://attack.mitre.org/tactics/TA0002/" },
            techniques: &[Technique {
                technique: Reference { id: "T1059", name: "Command and Scripting Interpreter", reference: "" },
                subtechniques: &[Reference { id: "T1059.004", name: "Unix Shell", reference: "" }],
            }],
        }];
        rule
    };
    pub(crate) static DOWNLOAD: Rule =
        Rule::new("11111111-0000-4000-8000-000000000002", "Download by a Shell", "sequence by host.id [..] [..]");

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
        counters: Counters,
        /// Names in the order in which they were judged.
        pub(crate) seen: Vec<String>,
    }

    impl Engine for Tiny {
        fn rules(&self) -> &[&'static Rule] {
            &RULES
        }

        fn fields(&self) -> &'static [SlotField] {
            FIELDS
        }

        fn observe(&mut self, event: SlotTable<'_>, sink: Sink<'_>) {
            self.counters.observed += 1;
            let Some(Scalar::Str(name)) = event.first(0) else { return };
            self.seen.push(name.into());
            let timestamp = event.first(3).and_then(|time| if let Scalar::Time(time) = time { Some(time) } else { None });
            let this = EventRef { handle: event.handle, timestamp };
            if name == "nc" {
                self.counters.matched += 1;
                sink(&Alert { rule: &NETCAT, events: &[this], join_keys: &[] });
            }
            let Some(Scalar::Str(host)) = event.first(1) else { return };
            match name {
                "sh" => drop(self.shells.insert(host.into(), this)),
                "curl" => {
                    if let Some(shell) = self.shells.remove(host) {
                        self.counters.matched += 1;
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

        fn counters(&self) -> Counters {
            self.counters
        }
    }
}
