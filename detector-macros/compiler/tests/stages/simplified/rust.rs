/// Matches What the optimiser does
///
/// Constants vanish, alternatives of one field become one list, and cheap conditions come first.
///
/// ```text
/// any where process.command_line : "*curl*" and (process.name == "a" or process.pid == 1 or process.name == "b" or
///   process.name : "c*" or process.name : "cd") and not not (process.pid > 2 or false) and
///   (event.action == "x" and (event.action == "x" and true)) and
///   (process.args : "*" or process.args : "-e") and
///   (startsWith(process.name, "p") or endsWith(process.name, "q")) and ?no.such.field == null
/// ```
#[derive(::core::fmt::Debug)]
pub struct ExampleMatcher {
    counters: ::detectors::Counters,
}
#[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
const _: () = {
    use ::detectors as detectors;
    #[allow(unused_imports)]
    use ::core::primitive::{
        bool, char, f32, f64, i32, i64, i128, str, u8, u16, u32, u64, u128, usize,
    };
    const TIMESTAMP: u64 = detectors::field_id("@timestamp");
    const EVENT_ACTION: u64 = detectors::field_id("event.action");
    const PROCESS_ARGS: u64 = detectors::field_id("process.args");
    const PROCESS_COMMAND_LINE: u64 = detectors::field_id("process.command_line");
    const PROCESS_NAME: u64 = detectors::field_id("process.name");
    const PROCESS_PID: u64 = detectors::field_id("process.pid");
    /// process.pid > 2
    #[inline]
    fn has_process_pid<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_PID,
            >(|value| {
                value
                    .as_number()
                    .is_some_and(|number| detectors::number::greater(
                        number,
                        detectors::number::Number::Int(2i64),
                    ))
            })
    }
    /// event.action == "x"
    #[inline]
    fn has_event_action<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_ACTION>(|value| value.with_text(|text| text == "x"))
    }
    /// process.args exists
    #[inline]
    fn has_process_args<E: detectors::Event>(event: &E) -> bool {
        event.any::<PROCESS_ARGS>(|_| true)
    }
    /// process.name like ["p*", "*q"]
    #[inline]
    fn has_process_name<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_NAME,
            >(|value| {
                value
                    .with_text(|text| {
                        detectors::pattern::starts_with(text, "p")
                            || detectors::pattern::ends_with(text, "q")
                    })
            })
    }
    /// process.pid == 1
    #[inline]
    fn has_process_pid__2<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_PID,
            >(|value| {
                value
                    .as_number()
                    .is_some_and(|number| detectors::number::equal(
                        number,
                        detectors::number::Number::Int(1i64),
                    ))
            })
    }
    /// process.name like~ ["c*"]
    #[inline]
    fn has_process_name__2<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_NAME,
            >(|value| {
                value.with_text(|text| detectors::pattern::starts_with_folded(text, "c"))
            })
    }
    /// process.name like [="a", ="b"]
    #[inline]
    fn has_process_name__3<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_NAME,
            >(|value| {
                value
                    .with_text(|text| {
                        detectors::pattern::equals(text, "a")
                            || detectors::pattern::equals(text, "b")
                    })
            })
    }
    /// process.command_line like~ ["*curl*"]
    #[inline]
    fn has_process_command_line<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_COMMAND_LINE,
            >(|value| {
                value.with_text(|text| detectors::pattern::contains_folded(text, "curl"))
            })
    }
    /// any where process.command_line : "*curl*" and (process.name == "a" or process.pid == 1 or process.name == "b" or process.name : "c*" or process.name : "cd") and not not (process.pid > 2 or false) and (event.action == "x" and (event.action == "x" and true)) and (process.args : "*" or process.args : "-e") and (startsWith(process.name, "p") or endsWith(process.name, "q")) and ?no.such.field == null
    #[inline]
    fn condition<E: detectors::Event>(event: &E) -> bool {
        has_process_pid(event) && has_event_action(event) && has_process_args(event)
            && has_process_name(event)
            && (has_process_pid__2(event) || has_process_name__2(event)
                || has_process_name__3(event)) && has_process_command_line(event)
    }
    #[track_caller]
    const fn reach(shapes: &detectors::event::Shapes) {
        let _ = shapes;
        let answers: [bool; 5usize] = [
            shapes.may_have("process.pid", ::core::option::Option::None),
            shapes.may_have("event.action", ::core::option::Option::None),
            shapes.may_have("process.args", ::core::option::Option::None),
            shapes.may_have("process.name", ::core::option::Option::None),
            shapes.may_have("process.command_line", ::core::option::Option::None),
        ];
        ::core::assert!(
            answers[0usize],
            "rule `What the optimiser does` can never match: it needs `process.pid`, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[1usize],
            "rule `What the optimiser does` can never match: it needs `event.action`, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[2usize],
            "rule `What the optimiser does` can never match: it needs `process.args`, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[3usize],
            "rule `What the optimiser does` can never match: it needs `process.name`, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            (answers[0usize] || answers[3usize] || answers[3usize]),
            "rule `What the optimiser does` can never match: it needs `process.pid`, `process.name`, and they are declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[4usize],
            "rule `What the optimiser does` can never match: it needs `process.command_line`, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
    }
    /// What the optimiser does
    ///
    /// Constants vanish, alternatives of one field become one list, and cheap conditions come first.
    ///
    /// ```text
    /// any where process.command_line : "*curl*" and (process.name == "a" or process.pid == 1 or process.name == "b" or
    ///   process.name : "c*" or process.name : "cd") and not not (process.pid > 2 or false) and
    ///   (event.action == "x" and (event.action == "x" and true)) and
    ///   (process.args : "*" or process.args : "-e") and
    ///   (startsWith(process.name, "p") or endsWith(process.name, "q")) and ?no.such.field == null
    /// ```
    #[automatically_derived]
    impl detectors::Detector for Example {
        const RULE: &'static detectors::Rule = &detectors::Rule {
            description: "Constants vanish, alternatives of one field become one list, and cheap conditions come first.",
            severity: detectors::rule::Severity::Low,
            risk_score: 21u8,
            version: 1u32,
            author: &[],
            license: "",
            tags: &[],
            threat: &[],
            interval_ms: 300000u64,
            from_ms: 360000u64,
            max_signals: 100u32,
            enabled: true,
            building_block: false,
            pipes: &[],
            missing_stages: &[],
            ..detectors::Rule::new("stages-simplified", "What the optimiser does")
        };
        const GUIDE: detectors::Guide = detectors::Guide {
            query: "any where process.command_line : \"*curl*\" and (process.name == \"a\" or process.pid == 1 or process.name == \"b\" or\n  process.name : \"c*\" or process.name : \"cd\") and not not (process.pid > 2 or false) and\n  (event.action == \"x\" and (event.action == \"x\" and true)) and\n  (process.args : \"*\" or process.args : \"-e\") and\n  (startsWith(process.name, \"p\") or endsWith(process.name, \"q\")) and ?no.such.field == null",
            index: &[],
            references: &[],
            false_positives: &[],
            note: "",
            setup: "",
            ..detectors::Guide::NONE
        };
        const REQUIREMENTS: &'static [detectors::event::Requirement] = &[
            detectors::event::Requirement {
                field: "process.pid",
                category: ::core::option::Option::None,
                message: "rule `What the optimiser does` reads `process.pid`, which the event type does not map\nhelp: map it with `#[event(field = \"process.pid\")]`, or say `#[event(missing = \"process.pid\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "event.action",
                category: ::core::option::Option::None,
                message: "rule `What the optimiser does` reads `event.action`, which the event type does not map\nhelp: map it with `#[event(field = \"event.action\")]`, or say `#[event(missing = \"event.action\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.args",
                category: ::core::option::Option::None,
                message: "rule `What the optimiser does` reads `process.args`, which the event type does not map\nhelp: map it with `#[event(field = \"process.args\")]`, or say `#[event(missing = \"process.args\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.name",
                category: ::core::option::Option::None,
                message: "rule `What the optimiser does` reads `process.name`, which the event type does not map\nhelp: map it with `#[event(field = \"process.name\")]`, or say `#[event(missing = \"process.name\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.command_line",
                category: ::core::option::Option::None,
                message: "rule `What the optimiser does` reads `process.command_line`, which the event type does not map\nhelp: map it with `#[event(field = \"process.command_line\")]`, or say `#[event(missing = \"process.command_line\")]` if there is none",
            },
        ];
    }
    #[automatically_derived]
    impl detectors::Layout for Example {
        const FIELDS: &'static [detectors::SlotField] = &[
            detectors::SlotField::new("process.name", detectors::SlotKind::Str),
            detectors::SlotField::new("process.pid", detectors::SlotKind::Int),
            detectors::SlotField::new("process.command_line", detectors::SlotKind::Str),
            detectors::SlotField::new("@timestamp", detectors::SlotKind::Date),
            detectors::SlotField::new("event.action", detectors::SlotKind::Str),
            detectors::SlotField::new("process.args", detectors::SlotKind::Str),
        ];
    }
    impl Example {
        /// A matcher that counts from zero.
        pub const fn matcher() -> ExampleMatcher {
            ExampleMatcher {
                counters: detectors::Counters::new(),
            }
        }
        /// Whether the event meets the rule.
        #[inline]
        pub fn matches<E: detectors::Event>(event: &E) -> bool {
            const {
                E::SHAPES.require(<Example as detectors::Detector>::REQUIREMENTS);
                reach(&E::SHAPES);
            }
            { condition(event) }
        }
    }
    impl ExampleMatcher {
        /// Judges one event; `sink` gets each alert.
        #[inline]
        pub fn observe<E: detectors::Event>(
            &mut self,
            event: &E,
            mut sink: impl ::core::ops::FnMut(&detectors::Alert<'_>),
        ) {
            const {
                E::SHAPES.require(<Example as detectors::Detector>::REQUIREMENTS);
                reach(&E::SHAPES);
            }
            let rule = <Example as detectors::Detector>::RULE;
            self.counters.observed = self.counters.observed.saturating_add(1);
            let Self { counters } = self;
            let matched = condition(event);
            if matched {
                let timestamp = detectors::computed::timestamp::<TIMESTAMP, E>(event);
                let events = &[
                    detectors::EventRef {
                        handle: event.handle(),
                        timestamp,
                    },
                ];
                let join_keys = &[];
                counters.matched = counters.matched.saturating_add(1);
                sink(
                    &detectors::Alert {
                        rule,
                        events,
                        join_keys,
                    },
                );
            }
        }
        /// Time has passed: lets go of what can no longer be completed at `now`. `sink` gets alerts that waited for it.
        pub fn advance(
            &mut self,
            now: detectors::Timestamp,
            sink: impl ::core::ops::FnMut(&detectors::Alert<'_>),
        ) {
            self.decide(::core::option::Option::Some(now), sink);
        }
        /// No event will follow: `sink` gets the alerts that only had to wait.
        pub fn finish(&mut self, sink: impl ::core::ops::FnMut(&detectors::Alert<'_>)) {
            self.decide(::core::option::Option::None, sink);
        }
        #[allow(unused_mut, unused_variables)]
        fn decide(
            &mut self,
            now: ::core::option::Option<detectors::Timestamp>,
            mut sink: impl ::core::ops::FnMut(&detectors::Alert<'_>),
        ) {}
        /// What has been done and given up so far.
        pub fn counters(&self) -> detectors::Counters {
            #[allow(unused_mut)]
            let mut counters = self.counters;
            counters
        }
        /// The event that was observed first among those that unfinished sequences still hold.
        pub fn oldest_live_handle(&self) -> ::core::option::Option<detectors::Handle> {
            ::core::option::Option::None
        }
    }
    #[automatically_derived]
    impl detectors::Matcher for ExampleMatcher {
        #[inline]
        fn observe<E: detectors::Event>(
            &mut self,
            event: &E,
            sink: impl ::core::ops::FnMut(&detectors::Alert<'_>),
        ) {
            Self::observe(self, event, sink)
        }
        fn advance(
            &mut self,
            now: detectors::Timestamp,
            sink: impl ::core::ops::FnMut(&detectors::Alert<'_>),
        ) {
            Self::advance(self, now, sink)
        }
        fn finish(&mut self, sink: impl ::core::ops::FnMut(&detectors::Alert<'_>)) {
            Self::finish(self, sink)
        }
        fn counters(&self) -> detectors::Counters {
            Self::counters(self)
        }
        fn oldest_live_handle(&self) -> ::core::option::Option<detectors::Handle> {
            Self::oldest_live_handle(self)
        }
    }
};
