/// Matches Addresses, dates and versions
///
/// Constants of types that have no literal of their own.
///
/// ```text
/// any where source.ip == "10.0.0.1" and destination.ip != "10.1.0.0/16" and source.ip >= "::1" and
///   destination.ip in ("127.0.0.1", "192.168.0.0/16") and
///   process.start == "2024-05-17" and process.start > "2024-05" and process.end <= "2024-05-17T10:30:00+02:00" and
///   process.end < 1715940000000 and event.created >= "2020" and
///   package.release_version >= "1.2.4-SNAPSHOT" and package.release_version like "1.*" and
///   user.id >= 1000
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
    const DESTINATION_IP: u64 = detectors::field_id("destination.ip");
    const EVENT_CREATED: u64 = detectors::field_id("event.created");
    const PACKAGE_RELEASE_VERSION: u64 = detectors::field_id("package.release_version");
    const PROCESS_END: u64 = detectors::field_id("process.end");
    const PROCESS_START: u64 = detectors::field_id("process.start");
    const SOURCE_IP: u64 = detectors::field_id("source.ip");
    const USER_ID: u64 = detectors::field_id("user.id");
    /// process.start == 1715904000000
    #[inline]
    fn has_process_start<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_START,
            >(|value| {
                value
                    .as_number()
                    .is_some_and(|number| detectors::number::equal(
                        number,
                        detectors::number::Number::Int(1715904000000i64),
                    ))
            })
    }
    /// process.start > 1717199999999
    #[inline]
    fn has_process_start__2<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_START,
            >(|value| {
                value
                    .as_number()
                    .is_some_and(|number| detectors::number::greater(
                        number,
                        detectors::number::Number::Int(1717199999999i64),
                    ))
            })
    }
    /// process.end <= 1715934600999
    #[inline]
    fn has_process_end<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_END,
            >(|value| {
                value
                    .as_number()
                    .is_some_and(|number| detectors::number::less_or_equal(
                        number,
                        detectors::number::Number::Int(1715934600999i64),
                    ))
            })
    }
    /// process.end < 1715940000000
    #[inline]
    fn has_process_end__2<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_END,
            >(|value| {
                value
                    .as_number()
                    .is_some_and(|number| detectors::number::less(
                        number,
                        detectors::number::Number::Int(1715940000000i64),
                    ))
            })
    }
    /// event.created >= 1577836800000
    #[inline]
    fn has_event_created<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                EVENT_CREATED,
            >(|value| {
                value
                    .as_number()
                    .is_some_and(|number| detectors::number::greater_or_equal(
                        number,
                        detectors::number::Number::Int(1577836800000i64),
                    ))
            })
    }
    /// source.ip in blocks [10.0.0.1/32]
    #[inline]
    fn has_source_ip<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                SOURCE_IP,
            >(|value| {
                value
                    .as_ip()
                    .is_some_and(|address| detectors::net::in_any(
                        address,
                        const { &[detectors::net::Block::new(0xffff0a000001, 128u8)] },
                    ))
            })
    }
    /// destination.ip in blocks [10.1.0.0/16]
    #[inline]
    fn has_destination_ip<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                DESTINATION_IP,
            >(|value| {
                value
                    .as_ip()
                    .is_some_and(|address| detectors::net::in_any(
                        address,
                        const { &[detectors::net::Block::new(0xffff0a010000, 112u8)] },
                    ))
            })
    }
    /// source.ip >= ::1
    #[inline]
    fn has_source_ip__2<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                SOURCE_IP,
            >(|value| {
                value.as_ip().is_some_and(|address| detectors::net::bits(address) >= 0x1)
            })
    }
    /// package.release_version like ["1.*"]
    #[inline]
    fn has_package_release_version<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PACKAGE_RELEASE_VERSION,
            >(|value| {
                value.with_text(|text| detectors::pattern::starts_with(text, "1."))
            })
    }
    /// destination.ip in blocks [127.0.0.1/32, 192.168.0.0/16]
    #[inline]
    fn has_destination_ip__2<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                DESTINATION_IP,
            >(|value| {
                value
                    .as_ip()
                    .is_some_and(|address| detectors::net::in_any(
                        address,
                        const {
                            &[
                                detectors::net::Block::new(0xffff7f000001, 128u8),
                                detectors::net::Block::new(0xffffc0a80000, 112u8),
                            ]
                        },
                    ))
            })
    }
    /// package.release_version version >= "1.2.4-SNAPSHOT"
    #[inline]
    fn has_package_release_version__2<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PACKAGE_RELEASE_VERSION,
            >(|value| {
                value
                    .with_text(|text| {
                        detectors::version::compare(text, "1.2.4-SNAPSHOT").is_ge()
                    })
            })
    }
    /// user.id as number >= 1000
    #[inline]
    fn has_user_id<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                USER_ID,
            >(|value| {
                value
                    .as_number_in_text()
                    .is_some_and(|number| detectors::number::greater_or_equal(
                        number,
                        detectors::number::Number::Int(1000i64),
                    ))
            })
    }
    /// any where source.ip == "10.0.0.1" and destination.ip != "10.1.0.0/16" and source.ip >= "::1" and destination.ip in ("127.0.0.1", "192.168.0.0/16") and process.start == "2024-05-17" and process.start > "2024-05" and process.end <= "2024-05-17T10:30:00+02:00" and process.end < 1715940000000 and event.created >= "2020" and package.release_version >= "1.2.4-SNAPSHOT" and package.release_version like "1.*" and user.id >= 1000
    #[inline]
    fn condition<E: detectors::Event>(event: &E) -> bool {
        has_process_start(event) && has_process_start__2(event) && has_process_end(event)
            && has_process_end__2(event) && has_event_created(event)
            && has_source_ip(event) && !has_destination_ip(event)
            && has_source_ip__2(event) && has_package_release_version(event)
            && has_destination_ip__2(event) && has_package_release_version__2(event)
            && has_user_id(event)
    }
    #[track_caller]
    const fn reach(shapes: &detectors::event::Shapes) {
        let _ = shapes;
        let answers: [bool; 7usize] = [
            shapes.may_have("process.start", ::core::option::Option::None),
            shapes.may_have("process.end", ::core::option::Option::None),
            shapes.may_have("event.created", ::core::option::Option::None),
            shapes.may_have("source.ip", ::core::option::Option::None),
            shapes.may_have("package.release_version", ::core::option::Option::None),
            shapes.may_have("destination.ip", ::core::option::Option::None),
            shapes.may_have("user.id", ::core::option::Option::None),
        ];
        ::core::assert!(
            answers[0usize],
            "rule `Addresses, dates and versions` can never match: it needs `process.start`, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[0usize],
            "rule `Addresses, dates and versions` can never match: it needs `process.start`, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[1usize],
            "rule `Addresses, dates and versions` can never match: it needs `process.end`, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[1usize],
            "rule `Addresses, dates and versions` can never match: it needs `process.end`, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[2usize],
            "rule `Addresses, dates and versions` can never match: it needs `event.created`, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[3usize],
            "rule `Addresses, dates and versions` can never match: it needs `source.ip`, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Addresses, dates and versions` can never match: it needs `destination.ip`, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[3usize],
            "rule `Addresses, dates and versions` can never match: it needs `source.ip`, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[4usize],
            "rule `Addresses, dates and versions` can never match: it needs `package.release_version`, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[5usize],
            "rule `Addresses, dates and versions` can never match: it needs `destination.ip`, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[4usize],
            "rule `Addresses, dates and versions` can never match: it needs `package.release_version`, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[6usize],
            "rule `Addresses, dates and versions` can never match: it needs `user.id`, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
    }
    /// Addresses, dates and versions
    ///
    /// Constants of types that have no literal of their own.
    ///
    /// ```text
    /// any where source.ip == "10.0.0.1" and destination.ip != "10.1.0.0/16" and source.ip >= "::1" and
    ///   destination.ip in ("127.0.0.1", "192.168.0.0/16") and
    ///   process.start == "2024-05-17" and process.start > "2024-05" and process.end <= "2024-05-17T10:30:00+02:00" and
    ///   process.end < 1715940000000 and event.created >= "2020" and
    ///   package.release_version >= "1.2.4-SNAPSHOT" and package.release_version like "1.*" and
    ///   user.id >= 1000
    /// ```
    #[automatically_derived]
    impl detectors::Detector for Example {
        const RULE: &'static detectors::Rule = &detectors::Rule {
            description: "Constants of types that have no literal of their own.",
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
            ..detectors::Rule::new("stages-constants", "Addresses, dates and versions")
        };
        const GUIDE: detectors::Guide = detectors::Guide {
            query: "any where source.ip == \"10.0.0.1\" and destination.ip != \"10.1.0.0/16\" and source.ip >= \"::1\" and\n  destination.ip in (\"127.0.0.1\", \"192.168.0.0/16\") and\n  process.start == \"2024-05-17\" and process.start > \"2024-05\" and process.end <= \"2024-05-17T10:30:00+02:00\" and\n  process.end < 1715940000000 and event.created >= \"2020\" and\n  package.release_version >= \"1.2.4-SNAPSHOT\" and package.release_version like \"1.*\" and\n  user.id >= 1000",
            index: &[],
            references: &[],
            false_positives: &[],
            note: "",
            setup: "",
            ..detectors::Guide::NONE
        };
        const REQUIREMENTS: &'static [detectors::event::Requirement] = &[
            detectors::event::Requirement {
                field: "process.start",
                category: ::core::option::Option::None,
                message: "rule `Addresses, dates and versions` reads `process.start`, which the event type does not map\nhelp: map it with `#[event(field = \"process.start\")]`, or say `#[event(missing = \"process.start\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.end",
                category: ::core::option::Option::None,
                message: "rule `Addresses, dates and versions` reads `process.end`, which the event type does not map\nhelp: map it with `#[event(field = \"process.end\")]`, or say `#[event(missing = \"process.end\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "event.created",
                category: ::core::option::Option::None,
                message: "rule `Addresses, dates and versions` reads `event.created`, which the event type does not map\nhelp: map it with `#[event(field = \"event.created\")]`, or say `#[event(missing = \"event.created\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "source.ip",
                category: ::core::option::Option::None,
                message: "rule `Addresses, dates and versions` reads `source.ip`, which the event type does not map\nhelp: map it with `#[event(field = \"source.ip\")]`, or say `#[event(missing = \"source.ip\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "destination.ip",
                category: ::core::option::Option::None,
                message: "rule `Addresses, dates and versions` reads `destination.ip`, which the event type does not map\nhelp: map it with `#[event(field = \"destination.ip\")]`, or say `#[event(missing = \"destination.ip\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "package.release_version",
                category: ::core::option::Option::None,
                message: "rule `Addresses, dates and versions` reads `package.release_version`, which the event type does not map\nhelp: map it with `#[event(field = \"package.release_version\")]`, or say `#[event(missing = \"package.release_version\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "user.id",
                category: ::core::option::Option::None,
                message: "rule `Addresses, dates and versions` reads `user.id`, which the event type does not map\nhelp: map it with `#[event(field = \"user.id\")]`, or say `#[event(missing = \"user.id\")]` if there is none",
            },
        ];
    }
    #[automatically_derived]
    impl detectors::Layout for Example {
        const FIELDS: &'static [detectors::SlotField] = &[
            detectors::SlotField::new("user.id", detectors::SlotKind::Str),
            detectors::SlotField::new("destination.ip", detectors::SlotKind::Ip),
            detectors::SlotField::new("source.ip", detectors::SlotKind::Ip),
            detectors::SlotField::new("@timestamp", detectors::SlotKind::Date),
            detectors::SlotField::new(
                "package.release_version",
                detectors::SlotKind::Version,
            ),
            detectors::SlotField::new("event.created", detectors::SlotKind::Date),
            detectors::SlotField::new("process.end", detectors::SlotKind::Date),
            detectors::SlotField::new("process.start", detectors::SlotKind::Date),
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
