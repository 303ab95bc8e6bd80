/// Matches Earlier Events
///
/// Fields of events that a sequence has found, compared and as text.
///
/// ```text
/// sequence by host.id with maxspan=1m
///   [process where event.type == "start"] by process.entity_id as event0
///   [file where not file.path == event0.process.executable] by process.entity_id as event1
///   [process where process.pid != event0.process.pid and endswith~(process.command_line, concat(event1.file.name, " ", event0.process.pid))]
///     by process.parent.entity_id
/// ```
///
/// `CAPACITY` is the number of events that unfinished sequences can hold at a time.
#[derive(::core::fmt::Debug)]
pub struct ExampleMatcher<const CAPACITY: ::core::primitive::usize> {
    pool: ::detectors::sequence::Pool<CAPACITY, 1, 0usize, 258usize>,
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
    const EVENT_TYPE: u64 = detectors::field_id("event.type");
    const FILE_NAME: u64 = detectors::field_id("file.name");
    const FILE_PATH: u64 = detectors::field_id("file.path");
    const HOST_ID: u64 = detectors::field_id("host.id");
    const PROCESS_COMMAND_LINE: u64 = detectors::field_id("process.command_line");
    const PROCESS_ENTITY_ID: u64 = detectors::field_id("process.entity_id");
    const PROCESS_EXECUTABLE: u64 = detectors::field_id("process.executable");
    const PROCESS_PARENT_ENTITY_ID: u64 = detectors::field_id(
        "process.parent.entity_id",
    );
    const PROCESS_PID: u64 = detectors::field_id("process.pid");
    /// event.category == "process"
    #[inline]
    fn has_event_category<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_CATEGORY>(|value| value.with_text(|text| text == "process"))
    }
    /// (process.pid == term 0: process.pid)
    #[inline]
    fn has_computed<E: detectors::Event>(
        event: &E,
        earlier: detectors::sequence::Earlier<'_>,
    ) -> bool {
        detectors::computed::any_or_null::<
            PROCESS_PID,
            E,
        >(
            event,
            |value_0_process_pid| {
                earlier
                    .any_or_null(
                        detectors::sequence::KeptField {
                            stage: 0u16,
                            start: 65u16,
                            room: 69u16,
                        },
                        |value_1_process_pid| {
                            (value_0_process_pid
                                .and_then(|value| value.as_number())
                                .zip(
                                    value_1_process_pid.and_then(|value| value.as_number()),
                                )
                                .map(|(left, right)| detectors::number::equal(left, right)))
                                == ::core::option::Option::Some(true)
                        },
                    )
            },
        )
    }
    /// endsWith~(process.command_line, concat(term 1: file.name, " ", term 0: process.pid))
    #[inline]
    fn has_computed__2<E: detectors::Event>(
        event: &E,
        earlier: detectors::sequence::Earlier<'_>,
    ) -> bool {
        detectors::computed::any_or_null::<
            PROCESS_COMMAND_LINE,
            E,
        >(
            event,
            |value_0_process_command_line| {
                earlier
                    .any_or_null(
                        detectors::sequence::KeptField {
                            stage: 1u16,
                            start: 0u16,
                            room: 258u16,
                        },
                        |value_1_file_name| {
                            earlier
                                .any_or_null(
                                    detectors::sequence::KeptField {
                                        stage: 0u16,
                                        start: 65u16,
                                        room: 69u16,
                                    },
                                    |value_2_process_pid| {
                                        (value_0_process_command_line
                                            .map(detectors::text::string)
                                            .zip(
                                                value_1_file_name
                                                    .map(detectors::text::string)
                                                    .zip(::core::option::Option::Some(" "))
                                                    .map(|(left, right)| detectors::text::concat(left, right))
                                                    .zip(value_2_process_pid.map(detectors::text::string))
                                                    .map(|(left, right)| detectors::text::concat(left, right)),
                                            )
                                            .map(|(left, right)| detectors::text::ends_with_folded(
                                                left,
                                                right,
                                            ))) == ::core::option::Option::Some(true)
                                    },
                                )
                        },
                    )
            },
        )
    }
    /// event.category == "file"
    #[inline]
    fn has_event_category__2<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_CATEGORY>(|value| value.with_text(|text| text == "file"))
    }
    /// (file.path == term 0: process.executable)
    #[inline]
    fn has_computed__3<E: detectors::Event>(
        event: &E,
        earlier: detectors::sequence::Earlier<'_>,
    ) -> bool {
        event
            .any::<
                FILE_PATH,
            >(|value| {
                earlier
                    .has(
                        detectors::sequence::KeptField {
                            stage: 0u16,
                            start: 0u16,
                            room: 65u16,
                        },
                        value,
                    )
            })
    }
    /// event.type == "start"
    #[inline]
    fn has_event_type<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_TYPE>(|value| value.with_text(|text| text == "start"))
    }
    /// What `[process where process.pid != event0.process.pid and endswith~(process.command_line, concat(event1.file.name, " ", event0.process.pid))] by process.parent.entity_id` asks of the events before.
    #[inline]
    fn term_2_behind<E: detectors::Event>(
        event: &E,
        earlier: detectors::sequence::Earlier<'_>,
    ) -> bool {
        !has_computed(event, earlier) && has_computed__2(event, earlier)
    }
    /// [process where process.pid != event0.process.pid and endswith~(process.command_line, concat(event1.file.name, " ", event0.process.pid))] by process.parent.entity_id
    #[inline]
    fn term_2<E: detectors::Event>(event: &E) -> bool {
        has_event_category(event)
    }
    #[inline]
    #[allow(unused_variables, unused_mut)]
    fn keys_2<'e, E: detectors::Event>(
        event: &'e E,
        key: detectors::sequence::KeyHasher,
        found: &mut dyn ::core::ops::FnMut(
            detectors::sequence::Key,
            &[detectors::JoinKey<'e>; 2usize],
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
                detectors::computed::each_key::<
                    PROCESS_PARENT_ENTITY_ID,
                    E,
                >(
                    event,
                    false,
                    &mut |value_1| {
                        let key = match value_1 {
                            ::core::option::Option::Some(value) => {
                                key.with_keyword(value)
                            }
                            ::core::option::Option::None => key.with_null(),
                        };
                        found(
                            key.finish(),
                            &[
                                detectors::JoinKey {
                                    field: "host.id",
                                    value: value_0,
                                },
                                detectors::JoinKey {
                                    field: "process.entity_id",
                                    value: value_1,
                                },
                            ],
                        );
                    },
                );
            },
        );
    }
    /// What `[file where not file.path == event0.process.executable] as event1 by process.entity_id` asks of the events before.
    #[inline]
    fn term_1_behind<E: detectors::Event>(
        event: &E,
        earlier: detectors::sequence::Earlier<'_>,
    ) -> bool {
        !has_computed__3(event, earlier)
    }
    /// [file where not file.path == event0.process.executable] as event1 by process.entity_id
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
            &[detectors::JoinKey<'e>; 2usize],
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
                detectors::computed::each_key::<
                    PROCESS_ENTITY_ID,
                    E,
                >(
                    event,
                    false,
                    &mut |value_1| {
                        let key = match value_1 {
                            ::core::option::Option::Some(value) => {
                                key.with_keyword(value)
                            }
                            ::core::option::Option::None => key.with_null(),
                        };
                        found(
                            key.finish(),
                            &[
                                detectors::JoinKey {
                                    field: "host.id",
                                    value: value_0,
                                },
                                detectors::JoinKey {
                                    field: "process.entity_id",
                                    value: value_1,
                                },
                            ],
                        );
                    },
                );
            },
        );
    }
    /// [process where event.type == "start"] as event0 by process.entity_id
    #[inline]
    fn term_0<E: detectors::Event>(event: &E) -> bool {
        has_event_category(event) && has_event_type(event)
    }
    #[inline]
    #[allow(unused_variables, unused_mut)]
    fn keys_0<'e, E: detectors::Event>(
        event: &'e E,
        key: detectors::sequence::KeyHasher,
        found: &mut dyn ::core::ops::FnMut(
            detectors::sequence::Key,
            &[detectors::JoinKey<'e>; 2usize],
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
                detectors::computed::each_key::<
                    PROCESS_ENTITY_ID,
                    E,
                >(
                    event,
                    false,
                    &mut |value_1| {
                        let key = match value_1 {
                            ::core::option::Option::Some(value) => {
                                key.with_keyword(value)
                            }
                            ::core::option::Option::None => key.with_null(),
                        };
                        found(
                            key.finish(),
                            &[
                                detectors::JoinKey {
                                    field: "host.id",
                                    value: value_0,
                                },
                                detectors::JoinKey {
                                    field: "process.entity_id",
                                    value: value_1,
                                },
                            ],
                        );
                    },
                );
            },
        );
    }
    #[track_caller]
    const fn reach(shapes: &detectors::event::Shapes) {
        let _ = shapes;
        let answers: [bool; 8usize] = [
            shapes.may_be(::core::option::Option::Some(("event.category", "process"))),
            shapes
                .may_have(
                    "event.type",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "host.id",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "process.entity_id",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes.may_be(::core::option::Option::Some(("event.category", "file"))),
            shapes
                .may_have(
                    "host.id",
                    ::core::option::Option::Some(("event.category", "file")),
                ),
            shapes
                .may_have(
                    "process.entity_id",
                    ::core::option::Option::Some(("event.category", "file")),
                ),
            shapes
                .may_have(
                    "process.parent.entity_id",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
        ];
        ::core::assert!(
            answers[0usize],
            "rule `Earlier Events` can never match: no event of this type can be a `process` event\nhelp: leave the rule out, or add events with `#[event(category = \"process\")]`"
        );
        ::core::assert!(
            answers[1usize],
            "rule `Earlier Events` can never match: it needs `event.type` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[2usize],
            "rule `Earlier Events` can never match: it needs `host.id` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[3usize],
            "rule `Earlier Events` can never match: it needs `process.entity_id` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[4usize],
            "rule `Earlier Events` can never match: no event of this type can be a `file` event\nhelp: leave the rule out, or add events with `#[event(category = \"file\")]`"
        );
        ::core::assert!(
            true,
            "rule `Earlier Events` can never match: it needs `file.path`, `process.executable` of `file` events, and they are declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[5usize],
            "rule `Earlier Events` can never match: it needs `host.id` of `file` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[6usize],
            "rule `Earlier Events` can never match: it needs `process.entity_id` of `file` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[0usize],
            "rule `Earlier Events` can never match: no event of this type can be a `process` event\nhelp: leave the rule out, or add events with `#[event(category = \"process\")]`"
        );
        ::core::assert!(
            true,
            "rule `Earlier Events` can never match: it needs `process.pid` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Earlier Events` can never match: it needs `process.command_line`, `file.name`, `process.pid` of `process` events, and they are declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[2usize],
            "rule `Earlier Events` can never match: it needs `host.id` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[7usize],
            "rule `Earlier Events` can never match: it needs `process.parent.entity_id` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
    }
    /// Earlier Events
    ///
    /// Fields of events that a sequence has found, compared and as text.
    ///
    /// ```text
    /// sequence by host.id with maxspan=1m
    ///   [process where event.type == "start"] by process.entity_id as event0
    ///   [file where not file.path == event0.process.executable] by process.entity_id as event1
    ///   [process where process.pid != event0.process.pid and endswith~(process.command_line, concat(event1.file.name, " ", event0.process.pid))]
    ///     by process.parent.entity_id
    /// ```
    #[automatically_derived]
    impl detectors::Detector for Example {
        const RULE: &'static detectors::Rule = &detectors::Rule {
            description: "Fields of events that a sequence has found, compared and as text.",
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
            ..detectors::Rule::new("earlier-events", "Earlier Events")
        };
        const GUIDE: detectors::Guide = detectors::Guide {
            query: "sequence by host.id with maxspan=1m\n  [process where event.type == \"start\"] by process.entity_id as event0\n  [file where not file.path == event0.process.executable] by process.entity_id as event1\n  [process where process.pid != event0.process.pid and endswith~(process.command_line, concat(event1.file.name, \" \", event0.process.pid))]\n    by process.parent.entity_id",
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
                message: "rule `Earlier Events` asks the category in `event.category`, which the event type does not map\nhelp: give the event type `#[event(category = \"…\")]`, or map the field",
            },
            detectors::event::Requirement {
                field: "event.type",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Earlier Events` reads `event.type` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"event.type\")]`, or say `#[event(missing = \"event.type\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "host.id",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Earlier Events` joins events by `host.id` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"host.id\")]`, or say `#[event(missing = \"host.id\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.entity_id",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Earlier Events` joins events by `process.entity_id` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.entity_id\")]`, or say `#[event(missing = \"process.entity_id\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "@timestamp",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Earlier Events` takes the time from `@timestamp` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"@timestamp\")]`, or say `#[event(missing = \"@timestamp\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "file.path",
                category: ::core::option::Option::Some(("event.category", "file")),
                message: "rule `Earlier Events` reads `file.path` of `file` events, which the event type does not map\nhelp: map it with `#[event(field = \"file.path\")]`, or say `#[event(missing = \"file.path\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.executable",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Earlier Events` keeps `process.executable` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.executable\")]`, or say `#[event(missing = \"process.executable\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "host.id",
                category: ::core::option::Option::Some(("event.category", "file")),
                message: "rule `Earlier Events` joins events by `host.id` of `file` events, which the event type does not map\nhelp: map it with `#[event(field = \"host.id\")]`, or say `#[event(missing = \"host.id\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.entity_id",
                category: ::core::option::Option::Some(("event.category", "file")),
                message: "rule `Earlier Events` joins events by `process.entity_id` of `file` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.entity_id\")]`, or say `#[event(missing = \"process.entity_id\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "@timestamp",
                category: ::core::option::Option::Some(("event.category", "file")),
                message: "rule `Earlier Events` takes the time from `@timestamp` of `file` events, which the event type does not map\nhelp: map it with `#[event(field = \"@timestamp\")]`, or say `#[event(missing = \"@timestamp\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.pid",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Earlier Events` reads `process.pid` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.pid\")]`, or say `#[event(missing = \"process.pid\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.command_line",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Earlier Events` reads `process.command_line` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.command_line\")]`, or say `#[event(missing = \"process.command_line\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "file.name",
                category: ::core::option::Option::Some(("event.category", "file")),
                message: "rule `Earlier Events` keeps `file.name` of `file` events, which the event type does not map\nhelp: map it with `#[event(field = \"file.name\")]`, or say `#[event(missing = \"file.name\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.parent.entity_id",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Earlier Events` joins events by `process.parent.entity_id` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.parent.entity_id\")]`, or say `#[event(missing = \"process.parent.entity_id\")]` if there is none",
            },
        ];
    }
    #[automatically_derived]
    impl detectors::Layout for Example {
        const FIELDS: &'static [detectors::SlotField] = &[
            detectors::SlotField::new("process.entity_id", detectors::SlotKind::Str),
            detectors::SlotField::new("host.id", detectors::SlotKind::Str),
            detectors::SlotField::new("event.type", detectors::SlotKind::Str),
            detectors::SlotField::new("process.pid", detectors::SlotKind::Int),
            detectors::SlotField::new("event.category", detectors::SlotKind::Str),
            detectors::SlotField::new("process.command_line", detectors::SlotKind::Str),
            detectors::SlotField::new("@timestamp", detectors::SlotKind::Date),
            detectors::SlotField::new("file.path", detectors::SlotKind::Str),
            detectors::SlotField::new("process.executable", detectors::SlotKind::Str),
            detectors::SlotField::new(
                "process.parent.entity_id",
                detectors::SlotKind::Str,
            ),
            detectors::SlotField::new("file.name", detectors::SlotKind::Str),
        ];
    }
    impl Example {
        /// A matcher with nothing seen yet, and with room for `CAPACITY` events in unfinished sequences.
        ///
        /// Its hash of join keys is not secret: where an attacker can choose join keys, see `matcher_with_seed`.
        pub const fn matcher<const CAPACITY: usize>() -> ExampleMatcher<CAPACITY> {
            const {
                ::core::assert!(
                    CAPACITY >= 3usize,
                    "the matcher's CAPACITY has to be at least 3, the number of stages\nhelp: write `Example::matcher::<1024>()`, or the like"
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
                    CAPACITY >= 3usize,
                    "the matcher's CAPACITY has to be at least 3, the number of stages\nhelp: write `Example::matcher::<1024>()`, or the like"
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
                    span_ms: ::core::option::Option::Some(60000u64),
                };
                if let ::core::option::Option::Some(mut step) = pool
                    .step::<3usize>(SEQUENCE, timestamp, event.handle())
                {
                    if matched_2 {
                        if step.is_holding() {
                            keys_2(
                                event,
                                step.key(),
                                &mut |key, join_keys| {
                                    if step
                                        .meets(key, 1u16, |earlier| term_2_behind(event, earlier))
                                    {
                                        step.complete(
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
                                    }
                                },
                            );
                        }
                    }
                    if matched_1 {
                        if step.is_holding() {
                            keys_1(
                                event,
                                step.key(),
                                &mut |key, _| {
                                    if step
                                        .meets(key, 0u16, |earlier| term_1_behind(event, earlier))
                                    {
                                        {
                                            step.advance(1u16, key);
                                            step.keep(
                                                key,
                                                1u16,
                                                |keeper| {
                                                    keeper
                                                        .values::<
                                                            FILE_NAME,
                                                            E,
                                                        >(
                                                            event,
                                                            detectors::sequence::KeptField {
                                                                stage: 1u16,
                                                                start: 0u16,
                                                                room: 258u16,
                                                            },
                                                        );
                                                },
                                            );
                                        }
                                    }
                                },
                            );
                        }
                    }
                    if matched_0 {
                        keys_0(
                            event,
                            step.key(),
                            &mut |key, _| {
                                step.start(key);
                                step.keep(
                                    key,
                                    0,
                                    |keeper| {
                                        keeper
                                            .hashes::<
                                                PROCESS_EXECUTABLE,
                                                E,
                                            >(
                                                event,
                                                detectors::sequence::KeptField {
                                                    stage: 0u16,
                                                    start: 0u16,
                                                    room: 65u16,
                                                },
                                            );
                                        keeper
                                            .values::<
                                                PROCESS_PID,
                                                E,
                                            >(
                                                event,
                                                detectors::sequence::KeptField {
                                                    stage: 0u16,
                                                    start: 65u16,
                                                    room: 69u16,
                                                },
                                            );
                                    },
                                );
                            },
                        );
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
