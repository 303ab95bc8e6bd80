/// Matches Long lists
///
/// Lists of literals that become a table.
///
/// ```text
/// process where process.name in ("apt", "apk", "dnf", "dpkg", "pacman", "rpm", "yum", "zypper") and
///   process.parent.name : ("a", "B", "c", "D", "e", "F*", "*g")
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
    const EVENT_CATEGORY: u64 = detectors::field_id("event.category");
    const PROCESS_NAME: u64 = detectors::field_id("process.name");
    const PROCESS_PARENT_NAME: u64 = detectors::field_id("process.parent.name");
    static LITERALS_0: detectors::pattern::LiteralSet = detectors::pattern::LiteralSet {
        min: 3usize,
        max: 6usize,
        seed: 0u64,
        displacements: &[2u16, 1u16],
        slots: &[
            "",
            "apt",
            "apk",
            "",
            "pacman",
            "",
            "",
            "",
            "",
            "rpm",
            "dnf",
            "zypper",
            "dpkg",
            "",
            "yum",
            "",
        ],
    };
    static LITERALS_1: detectors::pattern::LiteralSet = detectors::pattern::LiteralSet {
        min: 1usize,
        max: 1usize,
        seed: 0u64,
        displacements: &[0u16],
        slots: &["", "e", "c", "", "d", "", "b", "a"],
    };
    /// event.category == "process"
    #[inline]
    fn has_event_category<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_CATEGORY>(|value| value.with_text(|text| text == "process"))
    }
    /// process.name like [="apt", ="apk", ="dnf", ="dpkg", ="pacman", ="rpm", ="yum", ="zypper"]
    #[inline]
    fn has_process_name<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_NAME,
            >(|value| value.with_text(|text| LITERALS_0.contains(text)))
    }
    /// process.parent.name like~ [="a", ="B", ="c", ="D", ="e", "F*", "*g"]
    #[inline]
    fn has_process_parent_name<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_PARENT_NAME,
            >(|value| {
                value
                    .with_text(|text| {
                        LITERALS_1.contains_folded(text)
                            || detectors::pattern::starts_with_folded(text, "f")
                            || detectors::pattern::ends_with_folded(text, "g")
                    })
            })
    }
    /// process where process.name in ("apt", "apk", "dnf", "dpkg", "pacman", "rpm", "yum", "zypper") and process.parent.name : ("a", "B", "c", "D", "e", "F*", "*g")
    #[inline]
    fn condition<E: detectors::Event>(event: &E) -> bool {
        has_event_category(event) && has_process_name(event)
            && has_process_parent_name(event)
    }
    #[track_caller]
    const fn reach(shapes: &detectors::event::Shapes) {
        let _ = shapes;
        let answers: [bool; 3usize] = [
            shapes.may_be(::core::option::Option::Some(("event.category", "process"))),
            shapes
                .may_have(
                    "process.name",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "process.parent.name",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
        ];
        ::core::assert!(
            answers[0usize],
            "rule `Long lists` can never match: no event of this type can be a `process` event\nhelp: leave the rule out, or add events with `#[event(category = \"process\")]`"
        );
        ::core::assert!(
            answers[1usize],
            "rule `Long lists` can never match: it needs `process.name` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[2usize],
            "rule `Long lists` can never match: it needs `process.parent.name` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
    }
    /// Long lists
    ///
    /// Lists of literals that become a table.
    ///
    /// ```text
    /// process where process.name in ("apt", "apk", "dnf", "dpkg", "pacman", "rpm", "yum", "zypper") and
    ///   process.parent.name : ("a", "B", "c", "D", "e", "F*", "*g")
    /// ```
    #[automatically_derived]
    impl detectors::Detector for Example {
        const RULE: &'static detectors::Rule = &detectors::Rule {
            description: "Lists of literals that become a table.",
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
            ..detectors::Rule::new("stages-literals", "Long lists")
        };
        const GUIDE: detectors::Guide = detectors::Guide {
            query: "process where process.name in (\"apt\", \"apk\", \"dnf\", \"dpkg\", \"pacman\", \"rpm\", \"yum\", \"zypper\") and\n  process.parent.name : (\"a\", \"B\", \"c\", \"D\", \"e\", \"F*\", \"*g\")",
            index: &[],
            references: &[],
            false_positives: &[],
            note: "",
            setup: "",
            ..detectors::Guide::NONE
        };
        const REQUIREMENTS: &'static [detectors::event::Requirement] = &[
            detectors::event::Requirement {
                field: "event.category",
                category: ::core::option::Option::None,
                message: "rule `Long lists` asks the category in `event.category`, which the event type does not map\nhelp: give the event type `#[event(category = \"…\")]`, or map the field",
            },
            detectors::event::Requirement {
                field: "process.name",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Long lists` reads `process.name` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.name\")]`, or say `#[event(missing = \"process.name\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.parent.name",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Long lists` reads `process.parent.name` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.parent.name\")]`, or say `#[event(missing = \"process.parent.name\")]` if there is none",
            },
        ];
    }
    #[automatically_derived]
    impl detectors::Layout for Example {
        const FIELDS: &'static [detectors::SlotField] = &[
            detectors::SlotField::new("process.name", detectors::SlotKind::Str),
            detectors::SlotField::new("event.category", detectors::SlotKind::Str),
            detectors::SlotField::new("process.parent.name", detectors::SlotKind::Str),
            detectors::SlotField::new("@timestamp", detectors::SlotKind::Date),
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
