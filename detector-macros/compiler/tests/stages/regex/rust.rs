/// Matches Regular expressions
///
/// Of fields in the dialect of Lucene, of results of functions in that of Java.
///
/// ```text
/// process where process.name regex "sh|b.sh" or process.name regex~ ("[a-c]x+", "t<1-3>") or
///   not substring(process.name, 0, 3) regex "\\w{2}"
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
    static REGEX_0: detectors::regex::Dfa = detectors::regex::Dfa {
        classes: &[
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0,
            2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4,
            4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5, 5,
            5, 5, 5, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 6,
            6, 6, 6, 6, 6, 6, 6, 6, 6, 6, 7, 7, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8,
            8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 8, 9, 10, 10, 10, 10, 10, 10,
            10, 10, 10, 10, 10, 10, 11, 10, 10, 12, 13, 13, 13, 14, 7, 7, 7, 7, 7, 7, 7,
            7, 7, 7, 7,
        ],
        class_count: 15usize,
        transitions: &[
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 3, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 4, 4, 4, 4, 0, 0, 0, 0, 5, 6, 7, 8, 9, 10, 11, 0, 0, 12, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 4, 4, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 5, 5, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 5, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7,
            7, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ],
        accepting: &[
            false, false, false, false, false, false, false, false, false, false, false,
            false, true,
        ],
    };
    static REGEX_1: detectors::regex::Dfa = detectors::regex::Dfa {
        classes: &[
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 4, 4, 4, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ],
        class_count: 5usize,
        transitions: &[
            0, 0, 0, 0, 0, 0, 0, 2, 0, 3, 0, 4, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 5, 0,
        ],
        accepting: &[false, false, false, false, true, true],
    };
    static REGEX_2: detectors::regex::Dfa = detectors::regex::Dfa {
        classes: &[
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1,
            1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ],
        class_count: 2usize,
        transitions: &[0, 0, 0, 2, 0, 3, 0, 0],
        accepting: &[false, false, false, true],
    };
    /// event.category == "process"
    #[inline]
    fn has_event_category<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_CATEGORY>(|value| value.with_text(|text| text == "process"))
    }
    /// process.name regex ["sh|b.sh"]
    #[inline]
    fn has_process_name<E: detectors::Event>(event: &E) -> bool {
        event.any::<PROCESS_NAME>(|value| value.with_text(|text| REGEX_0.is_match(text)))
    }
    /// process.name regex~ ["[a-c]x+", "t<1-3>"]
    #[inline]
    fn has_process_name__2<E: detectors::Event>(event: &E) -> bool {
        event.any::<PROCESS_NAME>(|value| value.with_text(|text| REGEX_1.is_match(text)))
    }
    /// (substring(process.name, 0, 3) regex ["\\w{2}"])
    #[inline]
    fn has_computed<E: detectors::Event>(event: &E) -> bool {
        detectors::computed::any_or_null::<
            PROCESS_NAME,
            E,
        >(
            event,
            |value_0_process_name| {
                ({
                    let (start, end) = (
                        ::core::option::Option::Some(
                                detectors::number::Number::Int(0i64),
                            )
                            .map(detectors::computed::place),
                        ::core::option::Option::Some(
                                detectors::number::Number::Int(3i64),
                            )
                            .map(detectors::computed::place),
                    );
                    value_0_process_name
                        .map(detectors::text::string)
                        .map(|text| match start {
                            ::core::option::Option::Some(start) => {
                                detectors::text::substring(text, start, end)
                            }
                            ::core::option::Option::None => {
                                detectors::text::substring(
                                    text,
                                    0,
                                    ::core::option::Option::None,
                                )
                            }
                        })
                }
                    .map(|text| REGEX_2.is_match_text(text)))
                    == ::core::option::Option::Some(true)
            },
        )
    }
    /// process where process.name regex "sh|b.sh" or process.name regex~ ("[a-c]x+", "t<1-3>") or not substring(process.name, 0, 3) regex "\\w{2}"
    #[inline]
    fn condition<E: detectors::Event>(event: &E) -> bool {
        has_event_category(event)
            && (has_process_name(event) || has_process_name__2(event)
                || !has_computed(event))
    }
    #[track_caller]
    const fn reach(shapes: &detectors::event::Shapes) {
        let _ = shapes;
        let answers: [bool; 2usize] = [
            shapes.may_be(::core::option::Option::Some(("event.category", "process"))),
            shapes
                .may_have(
                    "process.name",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
        ];
        ::core::assert!(
            answers[0usize],
            "rule `Regular expressions` can never match: no event of this type can be a `process` event\nhelp: leave the rule out, or add events with `#[event(category = \"process\")]`"
        );
        ::core::assert!(
            (answers[1usize] || answers[1usize] || true),
            "rule `Regular expressions` can never match: it needs `process.name` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
    }
    /// Regular expressions
    ///
    /// Of fields in the dialect of Lucene, of results of functions in that of Java.
    ///
    /// ```text
    /// process where process.name regex "sh|b.sh" or process.name regex~ ("[a-c]x+", "t<1-3>") or
    ///   not substring(process.name, 0, 3) regex "\\w{2}"
    /// ```
    #[automatically_derived]
    impl detectors::Detector for Example {
        const RULE: &'static detectors::Rule = &detectors::Rule {
            description: "Of fields in the dialect of Lucene, of results of functions in that of Java.",
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
            ..detectors::Rule::new("stages-regex", "Regular expressions")
        };
        const GUIDE: detectors::Guide = detectors::Guide {
            query: "process where process.name regex \"sh|b.sh\" or process.name regex~ (\"[a-c]x+\", \"t<1-3>\") or\n  not substring(process.name, 0, 3) regex \"\\\\w{2}\"",
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
                message: "rule `Regular expressions` asks the category in `event.category`, which the event type does not map\nhelp: give the event type `#[event(category = \"…\")]`, or map the field",
            },
            detectors::event::Requirement {
                field: "process.name",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Regular expressions` reads `process.name` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.name\")]`, or say `#[event(missing = \"process.name\")]` if there is none",
            },
        ];
    }
    #[automatically_derived]
    impl detectors::Layout for Example {
        const FIELDS: &'static [detectors::SlotField] = &[
            detectors::SlotField::new("process.name", detectors::SlotKind::Str),
            detectors::SlotField::new("event.category", detectors::SlotKind::Str),
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
