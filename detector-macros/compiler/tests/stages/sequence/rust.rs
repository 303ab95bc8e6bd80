/// Matches Keys, runs and until
///
/// A sequence with keys of the head and of the terms, an optional key, repeated terms and an end.
///
/// ```text
/// sequence by host.id, ?user.id with maxspan=5m
///   [authentication where event.outcome == "failure"] by source.ip with runs=3
///   [authentication where event.outcome == "success"] by source.ip
///   [process where event.type == "start" and length(process.command_line) / process.args_count > 10] by host.ip
/// until [process where process.name == "logout"] by destination.ip
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
    const DESTINATION_IP: u64 = detectors::field_id("destination.ip");
    const EVENT_CATEGORY: u64 = detectors::field_id("event.category");
    const EVENT_INGESTED: u64 = detectors::field_id("event.ingested");
    const EVENT_OUTCOME: u64 = detectors::field_id("event.outcome");
    const EVENT_TYPE: u64 = detectors::field_id("event.type");
    const HOST_ID: u64 = detectors::field_id("host.id");
    const HOST_IP: u64 = detectors::field_id("host.ip");
    const PROCESS_ARGS_COUNT: u64 = detectors::field_id("process.args_count");
    const PROCESS_COMMAND_LINE: u64 = detectors::field_id("process.command_line");
    const PROCESS_NAME: u64 = detectors::field_id("process.name");
    const SOURCE_IP: u64 = detectors::field_id("source.ip");
    const USER_ID: u64 = detectors::field_id("user.id");
    /// event.category == "process"
    #[inline]
    fn has_event_category<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_CATEGORY>(|value| value.with_text(|text| text == "process"))
    }
    /// event.type == "start"
    #[inline]
    fn has_event_type<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_TYPE>(|value| value.with_text(|text| text == "start"))
    }
    /// ((length(process.command_line) /i64 process.args_count) > 10)
    #[inline]
    fn has_computed<E: detectors::Event>(event: &E, failed: &mut bool) -> bool {
        detectors::computed::any_or_null::<
            PROCESS_COMMAND_LINE,
            E,
        >(
            event,
            |value_0_process_command_line| detectors::computed::any_or_null::<
                PROCESS_ARGS_COUNT,
                E,
            >(
                event,
                |value_1_process_args_count| detectors::computed::holds(
                    failed,
                    || ::core::result::Result::Ok(
                        match value_0_process_command_line
                            .map(detectors::text::string)
                            .map(|text| detectors::number::Number::Int(
                                detectors::text::length(text),
                            ))
                            .zip(
                                value_1_process_args_count
                                    .and_then(|value| value.as_number()),
                            )
                        {
                            ::core::option::Option::Some((left, right)) => {
                                ::core::option::Option::Some(
                                    detectors::number::divide(
                                        detectors::number::Width::Bits64,
                                        left,
                                        right,
                                    )?,
                                )
                            }
                            ::core::option::Option::None => ::core::option::Option::None,
                        }
                            .map(|left| detectors::number::greater(
                                left,
                                detectors::number::Number::Int(10i64),
                            )),
                    ),
                ),
            ),
        )
    }
    /// event.category == "authentication"
    #[inline]
    fn has_event_category__2<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                EVENT_CATEGORY,
            >(|value| value.with_text(|text| text == "authentication"))
    }
    /// event.outcome == "success"
    #[inline]
    fn has_event_outcome<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_OUTCOME>(|value| value.with_text(|text| text == "success"))
    }
    /// event.outcome == "failure"
    #[inline]
    fn has_event_outcome__2<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_OUTCOME>(|value| value.with_text(|text| text == "failure"))
    }
    /// process.name == "logout"
    #[inline]
    fn has_process_name<E: detectors::Event>(event: &E) -> bool {
        event.any::<PROCESS_NAME>(|value| value.with_text(|text| text == "logout"))
    }
    /// [process where event.type == "start" and length(process.command_line) / process.args_count > 10] by host.ip
    #[inline]
    fn term_2<E: detectors::Event>(event: &E, failed: &mut bool) -> bool {
        has_event_category(event) && has_event_type(event) && has_computed(event, failed)
    }
    #[inline]
    #[allow(unused_variables, unused_mut)]
    fn keys_2<'e, E: detectors::Event>(
        event: &'e E,
        key: detectors::sequence::KeyHasher,
        found: &mut dyn ::core::ops::FnMut(
            detectors::sequence::Key,
            &[detectors::JoinKey<'e>; 3usize],
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
                    USER_ID,
                    E,
                >(
                    event,
                    true,
                    &mut |value_1| {
                        let key = match value_1 {
                            ::core::option::Option::Some(value) => {
                                key.with_keyword(value)
                            }
                            ::core::option::Option::None => key.with_null(),
                        };
                        detectors::computed::each_key::<
                            HOST_IP,
                            E,
                        >(
                            event,
                            false,
                            &mut |value_2| {
                                let key = match value_2 {
                                    ::core::option::Option::Some(value) => key.with(value),
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
                                            field: "user.id",
                                            value: value_1,
                                        },
                                        detectors::JoinKey {
                                            field: "source.ip",
                                            value: value_2,
                                        },
                                    ],
                                );
                            },
                        );
                    },
                );
            },
        );
    }
    /// [authentication where event.outcome == "success"] by source.ip
    #[inline]
    fn term_1<E: detectors::Event>(event: &E) -> bool {
        has_event_category__2(event) && has_event_outcome(event)
    }
    #[inline]
    #[allow(unused_variables, unused_mut)]
    fn keys_1<'e, E: detectors::Event>(
        event: &'e E,
        key: detectors::sequence::KeyHasher,
        found: &mut dyn ::core::ops::FnMut(
            detectors::sequence::Key,
            &[detectors::JoinKey<'e>; 3usize],
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
                    USER_ID,
                    E,
                >(
                    event,
                    true,
                    &mut |value_1| {
                        let key = match value_1 {
                            ::core::option::Option::Some(value) => {
                                key.with_keyword(value)
                            }
                            ::core::option::Option::None => key.with_null(),
                        };
                        detectors::computed::each_key::<
                            SOURCE_IP,
                            E,
                        >(
                            event,
                            false,
                            &mut |value_2| {
                                let key = match value_2 {
                                    ::core::option::Option::Some(value) => key.with(value),
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
                                            field: "user.id",
                                            value: value_1,
                                        },
                                        detectors::JoinKey {
                                            field: "source.ip",
                                            value: value_2,
                                        },
                                    ],
                                );
                            },
                        );
                    },
                );
            },
        );
    }
    /// [authentication where event.outcome == "failure"] by source.ip with runs=3
    #[inline]
    fn term_0<E: detectors::Event>(event: &E) -> bool {
        has_event_category__2(event) && has_event_outcome__2(event)
    }
    #[inline]
    #[allow(unused_variables, unused_mut)]
    fn keys_0<'e, E: detectors::Event>(
        event: &'e E,
        key: detectors::sequence::KeyHasher,
        found: &mut dyn ::core::ops::FnMut(
            detectors::sequence::Key,
            &[detectors::JoinKey<'e>; 3usize],
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
                    USER_ID,
                    E,
                >(
                    event,
                    true,
                    &mut |value_1| {
                        let key = match value_1 {
                            ::core::option::Option::Some(value) => {
                                key.with_keyword(value)
                            }
                            ::core::option::Option::None => key.with_null(),
                        };
                        detectors::computed::each_key::<
                            SOURCE_IP,
                            E,
                        >(
                            event,
                            false,
                            &mut |value_2| {
                                let key = match value_2 {
                                    ::core::option::Option::Some(value) => key.with(value),
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
                                            field: "user.id",
                                            value: value_1,
                                        },
                                        detectors::JoinKey {
                                            field: "source.ip",
                                            value: value_2,
                                        },
                                    ],
                                );
                            },
                        );
                    },
                );
            },
        );
    }
    /// [process where process.name == "logout"] by destination.ip
    #[inline]
    fn term_3<E: detectors::Event>(event: &E) -> bool {
        has_event_category(event) && has_process_name(event)
    }
    #[inline]
    #[allow(unused_variables, unused_mut)]
    fn keys_3<'e, E: detectors::Event>(
        event: &'e E,
        key: detectors::sequence::KeyHasher,
        found: &mut dyn ::core::ops::FnMut(
            detectors::sequence::Key,
            &[detectors::JoinKey<'e>; 3usize],
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
                    USER_ID,
                    E,
                >(
                    event,
                    true,
                    &mut |value_1| {
                        let key = match value_1 {
                            ::core::option::Option::Some(value) => {
                                key.with_keyword(value)
                            }
                            ::core::option::Option::None => key.with_null(),
                        };
                        detectors::computed::each_key::<
                            DESTINATION_IP,
                            E,
                        >(
                            event,
                            false,
                            &mut |value_2| {
                                let key = match value_2 {
                                    ::core::option::Option::Some(value) => key.with(value),
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
                                            field: "user.id",
                                            value: value_1,
                                        },
                                        detectors::JoinKey {
                                            field: "source.ip",
                                            value: value_2,
                                        },
                                    ],
                                );
                            },
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
            shapes
                .may_be(
                    ::core::option::Option::Some(("event.category", "authentication")),
                ),
            shapes
                .may_have(
                    "event.outcome",
                    ::core::option::Option::Some(("event.category", "authentication")),
                ),
            shapes
                .may_have(
                    "host.id",
                    ::core::option::Option::Some(("event.category", "authentication")),
                ),
            shapes
                .may_have(
                    "source.ip",
                    ::core::option::Option::Some(("event.category", "authentication")),
                ),
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
                    "host.ip",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
        ];
        ::core::assert!(
            answers[0usize],
            "rule `Keys, runs and until` can never match: no event of this type can be a `authentication` event\nhelp: leave the rule out, or add events with `#[event(category = \"authentication\")]`"
        );
        ::core::assert!(
            answers[1usize],
            "rule `Keys, runs and until` can never match: it needs `event.outcome` of `authentication` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[2usize],
            "rule `Keys, runs and until` can never match: it needs `host.id` of `authentication` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[3usize],
            "rule `Keys, runs and until` can never match: it needs `source.ip` of `authentication` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[0usize],
            "rule `Keys, runs and until` can never match: no event of this type can be a `authentication` event\nhelp: leave the rule out, or add events with `#[event(category = \"authentication\")]`"
        );
        ::core::assert!(
            answers[1usize],
            "rule `Keys, runs and until` can never match: it needs `event.outcome` of `authentication` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[2usize],
            "rule `Keys, runs and until` can never match: it needs `host.id` of `authentication` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[3usize],
            "rule `Keys, runs and until` can never match: it needs `source.ip` of `authentication` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[4usize],
            "rule `Keys, runs and until` can never match: no event of this type can be a `process` event\nhelp: leave the rule out, or add events with `#[event(category = \"process\")]`"
        );
        ::core::assert!(
            answers[5usize],
            "rule `Keys, runs and until` can never match: it needs `event.type` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Keys, runs and until` can never match: it needs `process.command_line`, `process.args_count` of `process` events, and they are declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[6usize],
            "rule `Keys, runs and until` can never match: it needs `host.id` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[7usize],
            "rule `Keys, runs and until` can never match: it needs `host.ip` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
    }
    /// Keys, runs and until
    ///
    /// A sequence with keys of the head and of the terms, an optional key, repeated terms and an end.
    ///
    /// ```text
    /// sequence by host.id, ?user.id with maxspan=5m
    ///   [authentication where event.outcome == "failure"] by source.ip with runs=3
    ///   [authentication where event.outcome == "success"] by source.ip
    ///   [process where event.type == "start" and length(process.command_line) / process.args_count > 10] by host.ip
    /// until [process where process.name == "logout"] by destination.ip
    /// ```
    #[automatically_derived]
    impl detectors::Detector for Example {
        const RULE: &'static detectors::Rule = &detectors::Rule {
            description: "A sequence with keys of the head and of the terms, an optional key, repeated terms and an end.",
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
            ..detectors::Rule::new("stages-sequence", "Keys, runs and until")
        };
        const GUIDE: detectors::Guide = detectors::Guide {
            query: "sequence by host.id, ?user.id with maxspan=5m\n  [authentication where event.outcome == \"failure\"] by source.ip with runs=3\n  [authentication where event.outcome == \"success\"] by source.ip\n  [process where event.type == \"start\" and length(process.command_line) / process.args_count > 10] by host.ip\nuntil [process where process.name == \"logout\"] by destination.ip",
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
                message: "rule `Keys, runs and until` asks the category in `event.category`, which the event type does not map\nhelp: give the event type `#[event(category = \"…\")]`, or map the field",
            },
            detectors::event::Requirement {
                field: "event.outcome",
                category: ::core::option::Option::Some((
                    "event.category",
                    "authentication",
                )),
                message: "rule `Keys, runs and until` reads `event.outcome` of `authentication` events, which the event type does not map\nhelp: map it with `#[event(field = \"event.outcome\")]`, or say `#[event(missing = \"event.outcome\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "host.id",
                category: ::core::option::Option::Some((
                    "event.category",
                    "authentication",
                )),
                message: "rule `Keys, runs and until` joins events by `host.id` of `authentication` events, which the event type does not map\nhelp: map it with `#[event(field = \"host.id\")]`, or say `#[event(missing = \"host.id\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "user.id",
                category: ::core::option::Option::Some((
                    "event.category",
                    "authentication",
                )),
                message: "rule `Keys, runs and until` joins events by `user.id` of `authentication` events, which the event type does not map\nhelp: map it with `#[event(field = \"user.id\")]`, or say `#[event(missing = \"user.id\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "source.ip",
                category: ::core::option::Option::Some((
                    "event.category",
                    "authentication",
                )),
                message: "rule `Keys, runs and until` joins events by `source.ip` of `authentication` events, which the event type does not map\nhelp: map it with `#[event(field = \"source.ip\")]`, or say `#[event(missing = \"source.ip\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "event.ingested",
                category: ::core::option::Option::Some((
                    "event.category",
                    "authentication",
                )),
                message: "rule `Keys, runs and until` takes the time from `event.ingested` of `authentication` events, which the event type does not map\nhelp: map it with `#[event(field = \"event.ingested\")]`, or say `#[event(missing = \"event.ingested\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "event.type",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Keys, runs and until` reads `event.type` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"event.type\")]`, or say `#[event(missing = \"event.type\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.command_line",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Keys, runs and until` reads `process.command_line` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.command_line\")]`, or say `#[event(missing = \"process.command_line\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.args_count",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Keys, runs and until` reads `process.args_count` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.args_count\")]`, or say `#[event(missing = \"process.args_count\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "host.id",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Keys, runs and until` joins events by `host.id` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"host.id\")]`, or say `#[event(missing = \"host.id\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "user.id",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Keys, runs and until` joins events by `user.id` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"user.id\")]`, or say `#[event(missing = \"user.id\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "host.ip",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Keys, runs and until` joins events by `host.ip` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"host.ip\")]`, or say `#[event(missing = \"host.ip\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "event.ingested",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Keys, runs and until` takes the time from `event.ingested` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"event.ingested\")]`, or say `#[event(missing = \"event.ingested\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.name",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Keys, runs and until` reads `process.name` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.name\")]`, or say `#[event(missing = \"process.name\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "destination.ip",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Keys, runs and until` joins events by `destination.ip` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"destination.ip\")]`, or say `#[event(missing = \"destination.ip\")]` if there is none",
            },
        ];
    }
    #[automatically_derived]
    impl detectors::Layout for Example {
        const FIELDS: &'static [detectors::SlotField] = &[
            detectors::SlotField::new("host.id", detectors::SlotKind::Str),
            detectors::SlotField::new("host.ip", detectors::SlotKind::Ip),
            detectors::SlotField::new("event.ingested", detectors::SlotKind::Date),
            detectors::SlotField::new("event.outcome", detectors::SlotKind::Str),
            detectors::SlotField::new("user.id", detectors::SlotKind::Str),
            detectors::SlotField::new("process.name", detectors::SlotKind::Str),
            detectors::SlotField::new("event.type", detectors::SlotKind::Str),
            detectors::SlotField::new("destination.ip", detectors::SlotKind::Ip),
            detectors::SlotField::new("source.ip", detectors::SlotKind::Ip),
            detectors::SlotField::new("event.category", detectors::SlotKind::Str),
            detectors::SlotField::new("process.command_line", detectors::SlotKind::Str),
            detectors::SlotField::new("process.args_count", detectors::SlotKind::Int),
        ];
    }
    impl Example {
        /// A matcher with nothing seen yet, and with room for `CAPACITY` events in unfinished sequences.
        ///
        /// Its hash of join keys is not secret: where an attacker can choose join keys, see `matcher_with_seed`.
        pub const fn matcher<const CAPACITY: usize>() -> ExampleMatcher<CAPACITY> {
            const {
                ::core::assert!(
                    CAPACITY >= 5usize,
                    "the matcher's CAPACITY has to be at least 5, the number of stages\nhelp: write `Example::matcher::<1024>()`, or the like"
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
                    CAPACITY >= 5usize,
                    "the matcher's CAPACITY has to be at least 5, the number of stages\nhelp: write `Example::matcher::<1024>()`, or the like"
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
            let matched_2 = {
                let mut failed = false;
                let matched = term_2(event, &mut failed) && !failed;
                counters.errors = counters.errors.saturating_add(failed as u64);
                matched
            };
            let matched_1 = term_1(event);
            let matched_0 = term_0(event);
            let matched_3 = term_3(event);
            if matched_2 || matched_1 || matched_0 || matched_3 {
                let timestamp = detectors::computed::timestamp::<
                    EVENT_INGESTED,
                    E,
                >(event);
                const SEQUENCE: detectors::sequence::Sequence = detectors::sequence::Sequence {
                    id: 0u16,
                    span_ms: ::core::option::Option::Some(300000u64),
                };
                if let ::core::option::Option::Some(mut step) = pool
                    .step::<5usize>(SEQUENCE, timestamp, event.handle())
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
                    if matched_1 {
                        if step.is_holding() {
                            keys_1(
                                event,
                                step.key(),
                                &mut |key, _| step.advance(3u16, key),
                            );
                        }
                    }
                    if matched_0 {
                        if step.is_holding() {
                            let mut stage: u16 = 3u16;
                            while stage > 1u16 {
                                stage -= 1;
                                keys_0(
                                    event,
                                    step.key(),
                                    &mut |key, _| step.advance(stage, key),
                                );
                            }
                        }
                        keys_0(event, step.key(), &mut |key, _| step.start(key));
                    }
                    if matched_3 {
                        if step.is_holding() {
                            keys_3(event, step.key(), &mut |key, _| step.clear(key));
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
