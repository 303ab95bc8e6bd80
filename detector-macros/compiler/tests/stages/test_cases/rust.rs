/// Matches Program then Connection
///
/// A program starts and connects, and no file is written between.
///
/// ```text
/// sequence by host.id with maxspan=5s
///   [process where process.pid > 1 and process.args : "-c"]
///   ![file where true]
///   [network where cidrMatch(destination.ip, "203.0.113.0/24", "2001:db8::/32")]
/// ```
///
/// `CAPACITY` is the number of events that unfinished sequences can hold at a time.
#[derive(::core::fmt::Debug)]
pub struct ExampleMatcher<const CAPACITY: ::core::primitive::usize> {
    pool: ::detectors::sequence::Pool<CAPACITY, 1, 0usize>,
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
    const EVENT_CATEGORY: u64 = detectors::field_id("event.category");
    const HOST_ID: u64 = detectors::field_id("host.id");
    const PROCESS_ARGS: u64 = detectors::field_id("process.args");
    const PROCESS_PID: u64 = detectors::field_id("process.pid");
    /// event.category == "network"
    #[inline]
    fn has_event_category<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_CATEGORY>(|value| value.with_text(|text| text == "network"))
    }
    /// destination.ip in blocks [203.0.113.0/24, 2001:db8::/32]
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
                        const {
                            &[
                                detectors::net::Block::new(0xffffcb007100, 120u8),
                                detectors::net::Block::new(
                                    0x20010db8000000000000000000000000,
                                    32u8,
                                ),
                            ]
                        },
                    ))
            })
    }
    /// event.category == "file"
    #[inline]
    fn has_event_category__2<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_CATEGORY>(|value| value.with_text(|text| text == "file"))
    }
    /// event.category == "process"
    #[inline]
    fn has_event_category__3<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_CATEGORY>(|value| value.with_text(|text| text == "process"))
    }
    /// process.pid > 1
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
                        detectors::number::Number::Int(1i64),
                    ))
            })
    }
    /// process.args like~ [="-c"]
    #[inline]
    fn has_process_args<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_ARGS,
            >(|value| {
                value.with_text(|text| detectors::pattern::equals_folded(text, "-c"))
            })
    }
    /// [network where cidrMatch(destination.ip, "203.0.113.0/24", "2001:db8::/32")]
    #[inline]
    fn term_2<E: detectors::Event>(event: &E) -> bool {
        has_event_category(event) && has_destination_ip(event)
    }
    #[inline]
    #[allow(unused_variables, unused_mut)]
    fn keys_2<'e, E: detectors::Event>(
        event: &'e E,
        key: detectors::sequence::KeyHasher,
        found: &mut dyn ::core::ops::FnMut(
            detectors::sequence::Key,
            &[detectors::JoinKey<'e>; 1usize],
        ),
    ) {
        detectors::computed::each_key::<
            HOST_ID,
            E,
        >(
            event,
            false,
            &mut |value_0| {
                let key = match value_0 {
                    ::core::option::Option::Some(value) => key.with_keyword(value),
                    ::core::option::Option::None => key.with_null(),
                };
                found(
                    key.finish(),
                    &[
                        detectors::JoinKey {
                            field: "host.id",
                            value: value_0,
                        },
                    ],
                );
            },
        );
    }
    /// ![file where true]
    #[inline]
    fn term_1<E: detectors::Event>(event: &E) -> bool {
        has_event_category__2(event)
    }
    #[inline]
    #[allow(unused_variables, unused_mut)]
    fn keys_1<'e, E: detectors::Event>(
        event: &'e E,
        key: detectors::sequence::KeyHasher,
        found: &mut dyn ::core::ops::FnMut(
            detectors::sequence::Key,
            &[detectors::JoinKey<'e>; 1usize],
        ),
    ) {
        detectors::computed::each_key::<
            HOST_ID,
            E,
        >(
            event,
            false,
            &mut |value_0| {
                let key = match value_0 {
                    ::core::option::Option::Some(value) => key.with_keyword(value),
                    ::core::option::Option::None => key.with_null(),
                };
                found(
                    key.finish(),
                    &[
                        detectors::JoinKey {
                            field: "host.id",
                            value: value_0,
                        },
                    ],
                );
            },
        );
    }
    /// [process where process.pid > 1 and process.args : "-c"]
    #[inline]
    fn term_0<E: detectors::Event>(event: &E) -> bool {
        has_event_category__3(event) && has_process_pid(event) && has_process_args(event)
    }
    #[inline]
    #[allow(unused_variables, unused_mut)]
    fn keys_0<'e, E: detectors::Event>(
        event: &'e E,
        key: detectors::sequence::KeyHasher,
        found: &mut dyn ::core::ops::FnMut(
            detectors::sequence::Key,
            &[detectors::JoinKey<'e>; 1usize],
        ),
    ) {
        detectors::computed::each_key::<
            HOST_ID,
            E,
        >(
            event,
            false,
            &mut |value_0| {
                let key = match value_0 {
                    ::core::option::Option::Some(value) => key.with_keyword(value),
                    ::core::option::Option::None => key.with_null(),
                };
                found(
                    key.finish(),
                    &[
                        detectors::JoinKey {
                            field: "host.id",
                            value: value_0,
                        },
                    ],
                );
            },
        );
    }
    #[track_caller]
    const fn reach(shapes: &detectors::event::Shapes) {
        let _ = shapes;
        let answers: [bool; 7usize] = [
            shapes.may_be(::core::option::Option::Some(("event.category", "process"))),
            shapes
                .may_have(
                    "process.pid",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "process.args",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "host.id",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes.may_be(::core::option::Option::Some(("event.category", "network"))),
            shapes
                .may_have(
                    "destination.ip",
                    ::core::option::Option::Some(("event.category", "network")),
                ),
            shapes
                .may_have(
                    "host.id",
                    ::core::option::Option::Some(("event.category", "network")),
                ),
        ];
        ::core::assert!(
            answers[0usize],
            "rule `Program then Connection` can never match: no event of this type can be a `process` event\nhelp: leave the rule out, or add events with `#[event(category = \"process\")]`"
        );
        ::core::assert!(
            answers[1usize],
            "rule `Program then Connection` can never match: it needs `process.pid` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[2usize],
            "rule `Program then Connection` can never match: it needs `process.args` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[3usize],
            "rule `Program then Connection` can never match: it needs `host.id` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[4usize],
            "rule `Program then Connection` can never match: no event of this type can be a `network` event\nhelp: leave the rule out, or add events with `#[event(category = \"network\")]`"
        );
        ::core::assert!(
            answers[5usize],
            "rule `Program then Connection` can never match: it needs `destination.ip` of `network` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[6usize],
            "rule `Program then Connection` can never match: it needs `host.id` of `network` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
    }
    /// Program then Connection
    ///
    /// A program starts and connects, and no file is written between.
    ///
    /// ```text
    /// sequence by host.id with maxspan=5s
    ///   [process where process.pid > 1 and process.args : "-c"]
    ///   ![file where true]
    ///   [network where cidrMatch(destination.ip, "203.0.113.0/24", "2001:db8::/32")]
    /// ```
    #[automatically_derived]
    impl detectors::Detector for Example {
        const RULE: &'static detectors::Rule = &detectors::Rule {
            description: "A program starts and connects, and no file is written between.",
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
            missing_stages: &[1u16],
            ..detectors::Rule::new("program-then-connection", "Program then Connection")
        };
        const GUIDE: detectors::Guide = detectors::Guide {
            query: "sequence by host.id with maxspan=5s\n  [process where process.pid > 1 and process.args : \"-c\"]\n  ![file where true]\n  [network where cidrMatch(destination.ip, \"203.0.113.0/24\", \"2001:db8::/32\")]",
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
                message: "rule `Program then Connection` asks the category in `event.category`, which the event type does not map\nhelp: give the event type `#[event(category = \"…\")]`, or map the field",
            },
            detectors::event::Requirement {
                field: "process.pid",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Program then Connection` reads `process.pid` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.pid\")]`, or say `#[event(missing = \"process.pid\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.args",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Program then Connection` reads `process.args` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.args\")]`, or say `#[event(missing = \"process.args\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "host.id",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Program then Connection` joins events by `host.id` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"host.id\")]`, or say `#[event(missing = \"host.id\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "@timestamp",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Program then Connection` takes the time from `@timestamp` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"@timestamp\")]`, or say `#[event(missing = \"@timestamp\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "host.id",
                category: ::core::option::Option::Some(("event.category", "file")),
                message: "rule `Program then Connection` joins events by `host.id` of `file` events, which the event type does not map\nhelp: map it with `#[event(field = \"host.id\")]`, or say `#[event(missing = \"host.id\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "@timestamp",
                category: ::core::option::Option::Some(("event.category", "file")),
                message: "rule `Program then Connection` takes the time from `@timestamp` of `file` events, which the event type does not map\nhelp: map it with `#[event(field = \"@timestamp\")]`, or say `#[event(missing = \"@timestamp\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "destination.ip",
                category: ::core::option::Option::Some(("event.category", "network")),
                message: "rule `Program then Connection` reads `destination.ip` of `network` events, which the event type does not map\nhelp: map it with `#[event(field = \"destination.ip\")]`, or say `#[event(missing = \"destination.ip\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "host.id",
                category: ::core::option::Option::Some(("event.category", "network")),
                message: "rule `Program then Connection` joins events by `host.id` of `network` events, which the event type does not map\nhelp: map it with `#[event(field = \"host.id\")]`, or say `#[event(missing = \"host.id\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "@timestamp",
                category: ::core::option::Option::Some(("event.category", "network")),
                message: "rule `Program then Connection` takes the time from `@timestamp` of `network` events, which the event type does not map\nhelp: map it with `#[event(field = \"@timestamp\")]`, or say `#[event(missing = \"@timestamp\")]` if there is none",
            },
        ];
    }
    #[automatically_derived]
    impl detectors::Layout for Example {
        const FIELDS: &'static [detectors::SlotField] = &[
            detectors::SlotField::new("host.id", detectors::SlotKind::Str),
            detectors::SlotField::new("destination.ip", detectors::SlotKind::Ip),
            detectors::SlotField::new("process.pid", detectors::SlotKind::Int),
            detectors::SlotField::new("event.category", detectors::SlotKind::Str),
            detectors::SlotField::new("@timestamp", detectors::SlotKind::Date),
            detectors::SlotField::new("process.args", detectors::SlotKind::Str),
        ];
    }
    impl Example {
        /// A matcher with nothing seen yet, and with room for `CAPACITY` events in unfinished sequences.
        ///
        /// Its hash of join keys is not secret: where an attacker can choose join keys, see `matcher_with_seed`.
        pub const fn matcher<const CAPACITY: usize>() -> ExampleMatcher<CAPACITY> {
            const {
                ::core::assert!(
                    CAPACITY >= 2usize,
                    "the matcher's CAPACITY has to be at least 2, the number of stages\nhelp: write `Example::matcher::<1024>()`, or the like"
                );
            }
            ExampleMatcher {
                pool: detectors::sequence::Pool::with_seed([0, 0]),
                counters: detectors::Counters::new(),
            }
        }
        /// A matcher whose hash of join keys is keyed by `seed`: a random number that nobody else knows.
        pub const fn matcher_with_seed<const CAPACITY: usize>(
            seed: [u64; 2],
        ) -> ExampleMatcher<CAPACITY> {
            const {
                ::core::assert!(
                    CAPACITY >= 2usize,
                    "the matcher's CAPACITY has to be at least 2, the number of stages\nhelp: write `Example::matcher::<1024>()`, or the like"
                );
            }
            ExampleMatcher {
                pool: detectors::sequence::Pool::with_seed(seed),
                counters: detectors::Counters::new(),
            }
        }
    }
    impl<const CAPACITY: usize> ExampleMatcher<CAPACITY> {
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
            let Self { pool, counters } = self;
            let matched_2 = term_2(event);
            let matched_1 = term_1(event);
            let matched_0 = term_0(event);
            if matched_2 || matched_1 || matched_0 {
                let timestamp = detectors::computed::timestamp::<TIMESTAMP, E>(event);
                const SEQUENCE: detectors::sequence::Sequence = detectors::sequence::Sequence {
                    id: 0u16,
                    span_ms: ::core::option::Option::Some(5000u64),
                };
                if let ::core::option::Option::Some(mut step) = pool
                    .step::<2usize>(SEQUENCE, timestamp, event.handle())
                {
                    if matched_2 {
                        if step.is_holding() {
                            keys_2(
                                event,
                                step.key(),
                                &mut |key, join_keys| {
                                    step
                                        .complete(
                                            key,
                                            |events| {
                                                counters.matched = counters.matched.saturating_add(1);
                                                sink(
                                                    &detectors::Alert {
                                                        rule,
                                                        events,
                                                        join_keys,
                                                    },
                                                );
                                            },
                                        )
                                },
                            );
                        }
                    }
                    if matched_0 {
                        keys_0(event, step.key(), &mut |key, _| step.start(key));
                    }
                    if matched_1 {
                        if step.is_holding() {
                            keys_1(
                                event,
                                step.key(),
                                &mut |key, _| step.between(0u16, key),
                            );
                        }
                    }
                }
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
        ) {
            if let ::core::option::Option::Some(now) = now {
                self.pool.advance(now);
            }
        }
        /// What has been done and given up so far.
        pub fn counters(&self) -> detectors::Counters {
            #[allow(unused_mut)]
            let mut counters = self.counters;
            self.pool.tally().add_to(&mut counters);
            counters
        }
        /// The event that was observed first among those that unfinished sequences still hold.
        pub fn oldest_live_handle(&self) -> ::core::option::Option<detectors::Handle> {
            self.pool.oldest_live_handle()
        }
        /// Forgets all that was seen, counters too, and keys the hash of join keys by `seed`: for a matcher in a `static`,
        /// which is there before a random number is.
        pub fn reseed(&mut self, seed: [u64; 2]) {
            self.pool.reseed(seed);
            self.counters = detectors::Counters::new();
        }
        /// What became of the rule's unfinished sequences.
        pub fn tally(&self) -> detectors::sequence::Tally {
            self.pool.tally()
        }
    }
    #[automatically_derived]
    impl<const CAPACITY: usize> detectors::Matcher for ExampleMatcher<CAPACITY> {
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
#[cfg(test)]
#[allow(unused_imports)]
use ::detectors as detectors_of_example_tests;
/// The tests of the rule files, by the compiled matcher of `Example`.
#[cfg(test)]
#[allow(
    unused_imports,
    clippy::all,
    clippy::pedantic,
    clippy::nursery,
    clippy::restriction
)]
mod example_tests {
    extern crate std;
    use super::{Example, detectors_of_example_tests as detectors};
    use detectors::Scalar::{Bool, Float, Int, Ip, Str, Time, Unsigned};
    use detectors::SlotValue::{Element, Member, Scalar as Value};
    use detectors::Timestamp;
    use ::core::net::{IpAddr, Ipv4Addr, Ipv6Addr};
    use ::core::primitive::{bool, char, f64, i64, str, u32, u64, u8, usize};
    /// A test of a rule file.
    #[allow(dead_code)]
    struct Test {
        name: &'static str,
        file: &'static str,
        line: usize,
        /// Number of the rule among those of the set.
        rule: usize,
        /// In the order in which the matcher gets them.
        events: &'static [Event],
        alerts: Alerts,
    }
    /// An event: its number in the rule file, the values that are read of it, and all of it as JSON.
    struct Event {
        number: u64,
        fields: &'static [(&'static str, &'static [detectors::SlotValue<'static>])],
        json: &'static str,
    }
    /// The numbers of the events of each alert, sorted; how many alerts where they are not named.
    #[allow(dead_code)]
    #[derive(::core::fmt::Debug)]
    enum Alerts {
        Of(&'static [&'static [u64]]),
        Count(usize),
    }
    /// Runs the compiled matcher over the events, then lets all time pass.
    fn check(test: Test) {
        let mut matcher = Example::matcher::<256usize>();
        let id = <Example as detectors::Detector>::RULE.id;
        let mut came: std::vec::Vec<std::vec::Vec<u64>> = std::vec::Vec::new();
        let mut sink = |alert: &detectors::Alert<'_>| {
            if alert.rule.id == id {
                came.push(alert.events.iter().map(|event| event.handle.0).collect());
            }
        };
        for event in test.events {
            let mut slots = std::vec::Vec::new();
            let mut values = std::vec::Vec::new();
            for field in <Example as detectors::Layout>::FIELDS {
                let start = values.len();
                for (name, own) in event.fields {
                    if *name == field.name {
                        values.extend_from_slice(own);
                    }
                }
                slots
                    .push(detectors::Slot {
                        start: start as u32,
                        len: (values.len() - start) as u32,
                    });
            }
            let table = detectors::SlotTable {
                slots: &slots,
                values: &values,
                input: "",
                scratch: "",
                handle: detectors::Handle(event.number),
            };
            matcher.observe(&detectors::Slots::<Example>::new(table), &mut sink);
        }
        matcher.finish(&mut sink);
        came.sort();
        came.dedup();
        let passes = match test.alerts {
            Alerts::Of(expected) => came == expected,
            Alerts::Count(expected) => came.len() == expected,
        };
        if !passes {
            let events: std::string::String = test
                .events
                .iter()
                .map(|event| std::format!("\n  event {}: {}", event.number, event.json))
                .collect();
            std::panic!(
                "test `{}` at {}:{}\n  expected {:?}\n  came     {:?}{}\nhelp: `detectors test {}` shows which conditions are true and which false",
                test.name, test.file, test.line, test.alerts, came, events, test.file,
            );
        }
    }
    /// it connects
    #[test]
    fn it_connects() {
        const TEST: Test = Test {
            name: "it connects",
            file: "rule.yml",
            line: 13usize,
            rule: 0usize,
            events: &[
                Event {
                    number: 1u64,
                    fields: &[
                        ("@timestamp", &[Value(Time(Timestamp(1767225600000i64)))]),
                        ("event.category", &[Value(Str("process")), Value(Str("a\"b"))]),
                        ("host.id", &[Value(Str("a"))]),
                        ("process.args", &[Value(Str("sh")), Value(Str("-c"))]),
                        ("process.pid", &[Value(Int(4711i64))]),
                    ],
                    json: "{\"@timestamp\": 1767225600000, \"host.id\": \"a\", \"event.start\": \"2026-01-01T00:00:01Z\", \"event.category\": [\"process\", \"a\\\"b\"], \"process\": {\"pid\": 4711, \"args\": [\"sh\", \"-c\"]}, \"process.code_signature.trusted\": true}",
                },
                Event {
                    number: 3u64,
                    fields: &[
                        ("@timestamp", &[Value(Time(Timestamp(1767225600100i64)))]),
                        (
                            "destination.ip",
                            &[
                                Value(
                                    Ip(
                                        IpAddr::V6(
                                            Ipv6Addr::new(
                                                8193u16,
                                                3512u16,
                                                0u16,
                                                0u16,
                                                0u16,
                                                0u16,
                                                0u16,
                                                1u16,
                                            ),
                                        ),
                                    ),
                                ),
                            ],
                        ),
                        ("event.category", &[Value(Str("network"))]),
                        ("host.id", &[Value(Str("a"))]),
                    ],
                    json: "{\"@timestamp\": 1767225600100, \"host.id\": \"a\", \"event.start\": \"2026-01-01T00:00:01Z\", \"event.category\": \"network\", \"destination.ip\": \"2001:db8::1\"}",
                },
                Event {
                    number: 2u64,
                    fields: &[
                        ("@timestamp", &[Value(Time(Timestamp(1767225600300i64)))]),
                        (
                            "destination.ip",
                            &[
                                Value(Ip(IpAddr::V4(Ipv4Addr::new(203u8, 0u8, 113u8, 9u8)))),
                            ],
                        ),
                        ("event.category", &[Value(Str("network"))]),
                        ("host.id", &[Value(Str("a"))]),
                    ],
                    json: "{\"@timestamp\": 1767225600300, \"host.id\": \"a\", \"event.start\": \"2026-01-01T00:00:01Z\", \"event.category\": \"network\", \"destination.ip\": \"203.0.113.9\", \"host.name\": \"web\\u000a1\"}",
                },
            ],
            alerts: Alerts::Of(&[&[1u64, 3u64]]),
        };
        check(TEST);
    }
    /// type
    #[test]
    fn case_type() {
        const TEST: Test = Test {
            name: "type",
            file: "rule.yml",
            line: 20usize,
            rule: 0usize,
            events: &[
                Event {
                    number: 2u64,
                    fields: &[
                        ("@timestamp", &[Value(Time(Timestamp(1767225600000i64)))]),
                        ("host.id", &[Value(Str("a"))]),
                        ("process.pid", &[Value(Int(1i64))]),
                    ],
                    json: "{\"@timestamp\": 1767225600000, \"host.id\": \"a\", \"process.pid\": 1}",
                },
                Event {
                    number: 1u64,
                    fields: &[
                        ("event.category", &[Value(Str("process"))]),
                        ("host.id", &[Value(Str("a"))]),
                        ("process.pid", &[Value(Int(9223372036854775807i64))]),
                    ],
                    json: "{\"host.id\": \"a\", \"event.category\": \"process\", \"process.pid\": 9223372036854775807}",
                },
            ],
            alerts: Alerts::Count(0usize),
        };
        check(TEST);
    }
    /// It connects!
    #[test]
    fn it_connects_2() {
        const TEST: Test = Test {
            name: "It connects!",
            file: "rule.yml",
            line: 26usize,
            rule: 0usize,
            events: &[
                Event {
                    number: 1u64,
                    fields: &[
                        ("@timestamp", &[Value(Time(Timestamp(1767225600000i64)))]),
                        ("event.category", &[Value(Str("network"))]),
                    ],
                    json: "{\"@timestamp\": 1767225600000, \"event.category\": \"network\"}",
                },
            ],
            alerts: Alerts::Of(&[]),
        };
        check(TEST);
    }
}
