/// Matches Functions and arithmetic
///
/// Conditions that are computed from several values.
///
/// ```text
/// process where
///   length(process.command_line) > 200 and
///   startsWith(process.name, "py") and endsWith~(process.name, ".EXE") and stringContains(process.name, "") == false and
///   process.pid - process.parent.pid == 1 and (process.pid + 1) * 2 % 3 != 0 and process.pid / process.parent.pid > 1.5 and
///   concat(process.name, ":", process.pid) : ("sh:*", "bash:1") and
///   indexOf(process.command_line, "--", 2) == null and
///   substring(process.name, -4) in~ (".exe", ".com") and
///   between(process.command_line, "=", process.name, true) == "x" and
///   number(process.entity_id, 16) > 255 and string(process.pid) regex "1[0-9]+" and
///   cidrMatch(source.ip, "10.0.0.0/8", "fc00::/7") and
///   null == (length(process.name) > 3) and
///   add(1, 2) == 3 and not (length(process.title) > 3 and 1 > 2)
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
    const PROCESS_COMMAND_LINE: u64 = detectors::field_id("process.command_line");
    const PROCESS_ENTITY_ID: u64 = detectors::field_id("process.entity_id");
    const PROCESS_NAME: u64 = detectors::field_id("process.name");
    const PROCESS_PARENT_PID: u64 = detectors::field_id("process.parent.pid");
    const PROCESS_PID: u64 = detectors::field_id("process.pid");
    const SOURCE_IP: u64 = detectors::field_id("source.ip");
    static REGEX_0: detectors::regex::Dfa = detectors::regex::Dfa {
        classes: &[
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 1, 1,
            1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
            0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        ],
        class_count: 3usize,
        transitions: &[0, 0, 0, 0, 0, 2, 0, 3, 3, 0, 3, 3],
        accepting: &[false, false, false, true],
    };
    /// event.category == "process"
    #[inline]
    fn has_event_category<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_CATEGORY>(|value| value.with_text(|text| text == "process"))
    }
    /// (length(process.command_line) > 200)
    #[inline]
    fn has_computed<E: detectors::Event>(event: &E) -> bool {
        detectors::computed::any_or_null::<
            PROCESS_COMMAND_LINE,
            E,
        >(
            event,
            |value_0_process_command_line| {
                (value_0_process_command_line
                    .map(detectors::text::string)
                    .map(|text| detectors::number::Number::Int(
                        detectors::text::length(text),
                    ))
                    .map(|left| detectors::number::greater(
                        left,
                        detectors::number::Number::Int(200i64),
                    ))) == ::core::option::Option::Some(true)
            },
        )
    }
    /// process.name like ["py*"]
    #[inline]
    fn has_process_name<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_NAME,
            >(|value| {
                value.with_text(|text| detectors::pattern::starts_with(text, "py"))
            })
    }
    /// endsWith~(process.name, ".EXE")
    #[inline]
    fn has_computed__2<E: detectors::Event>(event: &E) -> bool {
        detectors::computed::any_or_null::<
            PROCESS_NAME,
            E,
        >(
            event,
            |value_0_process_name| {
                (value_0_process_name
                    .map(detectors::text::string)
                    .map(|left| detectors::text::ends_with_folded(left, ".EXE")))
                    == ::core::option::Option::Some(true)
            },
        )
    }
    /// ((process.pid -i64 process.parent.pid) == 1)
    #[inline]
    fn has_computed__3<E: detectors::Event>(event: &E, failed: &mut bool) -> bool {
        detectors::computed::any_or_null::<
            PROCESS_PID,
            E,
        >(
            event,
            |value_0_process_pid| detectors::computed::any_or_null::<
                PROCESS_PARENT_PID,
                E,
            >(
                event,
                |value_1_process_parent_pid| detectors::computed::holds(
                    failed,
                    || ::core::result::Result::Ok(
                        match value_0_process_pid
                            .and_then(|value| value.as_number())
                            .zip(
                                value_1_process_parent_pid
                                    .and_then(|value| value.as_number()),
                            )
                        {
                            ::core::option::Option::Some((left, right)) => {
                                ::core::option::Option::Some(
                                    detectors::number::subtract(
                                        detectors::number::Width::Bits64,
                                        left,
                                        right,
                                    )?,
                                )
                            }
                            ::core::option::Option::None => ::core::option::Option::None,
                        }
                            .map(|left| detectors::number::equal(
                                left,
                                detectors::number::Number::Int(1i64),
                            )),
                    ),
                ),
            ),
        )
    }
    /// ((((process.pid +i64 1) *i64 2) %i64 3) == 0)
    #[inline]
    fn has_computed__4<E: detectors::Event>(event: &E, failed: &mut bool) -> bool {
        detectors::computed::any_or_null::<
            PROCESS_PID,
            E,
        >(
            event,
            |value_0_process_pid| detectors::computed::holds(
                failed,
                || ::core::result::Result::Ok(
                    match match match value_0_process_pid
                        .and_then(|value| value.as_number())
                    {
                        ::core::option::Option::Some(left) => {
                            ::core::option::Option::Some(
                                detectors::number::add(
                                    detectors::number::Width::Bits64,
                                    left,
                                    detectors::number::Number::Int(1i64),
                                )?,
                            )
                        }
                        ::core::option::Option::None => ::core::option::Option::None,
                    } {
                        ::core::option::Option::Some(left) => {
                            ::core::option::Option::Some(
                                detectors::number::multiply(
                                    detectors::number::Width::Bits64,
                                    left,
                                    detectors::number::Number::Int(2i64),
                                )?,
                            )
                        }
                        ::core::option::Option::None => ::core::option::Option::None,
                    } {
                        ::core::option::Option::Some(left) => {
                            ::core::option::Option::Some(
                                detectors::number::modulo(
                                    detectors::number::Width::Bits64,
                                    left,
                                    detectors::number::Number::Int(3i64),
                                )?,
                            )
                        }
                        ::core::option::Option::None => ::core::option::Option::None,
                    }
                        .map(|left| detectors::number::equal(
                            left,
                            detectors::number::Number::Int(0i64),
                        )),
                ),
            ),
        )
    }
    /// ((process.pid /i64 process.parent.pid) > 1.5)
    #[inline]
    fn has_computed__5<E: detectors::Event>(event: &E, failed: &mut bool) -> bool {
        detectors::computed::any_or_null::<
            PROCESS_PID,
            E,
        >(
            event,
            |value_0_process_pid| detectors::computed::any_or_null::<
                PROCESS_PARENT_PID,
                E,
            >(
                event,
                |value_1_process_parent_pid| detectors::computed::holds(
                    failed,
                    || ::core::result::Result::Ok(
                        match value_0_process_pid
                            .and_then(|value| value.as_number())
                            .zip(
                                value_1_process_parent_pid
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
                                detectors::number::Number::Float(1.5f64),
                            )),
                    ),
                ),
            ),
        )
    }
    /// (concat(process.name, ":", process.pid) like~ ["sh:*", ="bash:1"])
    #[inline]
    fn has_computed__6<E: detectors::Event>(event: &E) -> bool {
        detectors::computed::any_or_null::<
            PROCESS_NAME,
            E,
        >(
            event,
            |value_0_process_name| detectors::computed::any_or_null::<
                PROCESS_PID,
                E,
            >(
                event,
                |value_1_process_pid| {
                    (value_0_process_name
                        .map(detectors::text::string)
                        .zip(::core::option::Option::Some(":"))
                        .map(|(left, right)| detectors::text::concat(left, right))
                        .zip(value_1_process_pid.map(detectors::text::string))
                        .map(|(left, right)| detectors::text::concat(left, right))
                        .map(|text| {
                            detectors::text::glob_folded(text, "sh:*")
                                || detectors::text::equals_folded(text, "bash:1")
                        })) == ::core::option::Option::Some(true)
                },
            ),
        )
    }
    /// (indexOf(process.command_line, "--", 2) is null)
    #[inline]
    fn has_computed__7<E: detectors::Event>(event: &E) -> bool {
        detectors::computed::any_or_null::<
            PROCESS_COMMAND_LINE,
            E,
        >(
            event,
            |value_0_process_command_line| {
                (::core::option::Option::Some(
                    {
                        let start = ::core::option::Option::Some(
                                detectors::number::Number::Int(2i64),
                            )
                            .map_or(0, detectors::computed::place);
                        value_0_process_command_line
                            .map(detectors::text::string)
                            .and_then(|left| detectors::text::index_of(
                                left,
                                "--",
                                start,
                            ))
                            .map(detectors::number::Number::Int)
                    }
                        .is_none(),
                )) == ::core::option::Option::Some(true)
            },
        )
    }
    /// (substring(process.name, -4) in~ [".exe", ".com"])
    #[inline]
    fn has_computed__8<E: detectors::Event>(event: &E) -> bool {
        detectors::computed::any_or_null::<
            PROCESS_NAME,
            E,
        >(
            event,
            |value_0_process_name| {
                ({
                    let (start, end) = (
                        ::core::option::Option::Some(
                                detectors::number::Number::Int(-4i64),
                            )
                            .map(detectors::computed::place),
                        ::core::option::Option::None,
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
                    .map(|text| {
                        detectors::text::equals_folded(text, ".exe")
                            || detectors::text::equals_folded(text, ".com")
                    })) == ::core::option::Option::Some(true)
            },
        )
    }
    /// (between(process.command_line, "=", process.name, true) == "x")
    #[inline]
    fn has_computed__9<E: detectors::Event>(event: &E, failed: &mut bool) -> bool {
        detectors::computed::any_or_null::<
            PROCESS_COMMAND_LINE,
            E,
        >(
            event,
            |value_0_process_command_line| detectors::computed::any_or_null::<
                PROCESS_NAME,
                E,
            >(
                event,
                |value_1_process_name| detectors::computed::holds(
                    failed,
                    || ::core::result::Result::Ok(
                        match (
                            value_0_process_command_line.map(detectors::text::string),
                            ::core::option::Option::Some("="),
                            value_1_process_name.map(detectors::text::string),
                            ::core::option::Option::Some(true),
                        ) {
                            (
                                ::core::option::Option::Some(text),
                                ::core::option::Option::Some(left),
                                ::core::option::Option::Some(right),
                                ::core::option::Option::Some(greedy),
                            ) => {
                                ::core::option::Option::Some(
                                    detectors::text::between(text, left, right, greedy),
                                )
                            }
                            (::core::option::Option::Some(_), ..) => {
                                return ::core::result::Result::Err(
                                    detectors::number::Failed,
                                );
                            }
                            _ => ::core::option::Option::None,
                        }
                            .map(|left| detectors::text::compare(left, "x").is_eq()),
                    ),
                ),
            ),
        )
    }
    /// (number(process.entity_id, 16) > 255)
    #[inline]
    fn has_computed__10<E: detectors::Event>(event: &E, failed: &mut bool) -> bool {
        detectors::computed::any_or_null::<
            PROCESS_ENTITY_ID,
            E,
        >(
            event,
            |value_0_process_entity_id| detectors::computed::holds(
                failed,
                || ::core::result::Result::Ok(
                    {
                        let base = ::core::option::Option::Some(
                                detectors::number::Number::Int(16i64),
                            )
                            .map(detectors::computed::place);
                        match value_0_process_entity_id.map(detectors::text::string) {
                            ::core::option::Option::Some(text) => {
                                ::core::option::Option::Some(
                                    detectors::text::parse_number(text, base)?,
                                )
                            }
                            ::core::option::Option::None => ::core::option::Option::None,
                        }
                    }
                        .map(|left| detectors::number::greater(
                            left,
                            detectors::number::Number::Int(255i64),
                        )),
                ),
            ),
        )
    }
    /// (string(process.pid) regex ["1[0-9]+"])
    #[inline]
    fn has_computed__11<E: detectors::Event>(event: &E) -> bool {
        detectors::computed::any_or_null::<
            PROCESS_PID,
            E,
        >(
            event,
            |value_0_process_pid| {
                (value_0_process_pid
                    .map(detectors::text::string)
                    .map(|text| REGEX_0.is_match_text(text)))
                    == ::core::option::Option::Some(true)
            },
        )
    }
    /// source.ip in blocks [10.0.0.0/8, fc00::/7]
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
                        const {
                            &[
                                detectors::net::Block::new(0xffff0a000000, 104u8),
                                detectors::net::Block::new(
                                    0xfc000000000000000000000000000000,
                                    7u8,
                                ),
                            ]
                        },
                    ))
            })
    }
    /// ((length(process.name) > 3) is null)
    #[inline]
    fn has_computed__12<E: detectors::Event>(event: &E) -> bool {
        detectors::computed::any_or_null::<
            PROCESS_NAME,
            E,
        >(
            event,
            |value_0_process_name| {
                (::core::option::Option::Some(
                    value_0_process_name
                        .map(detectors::text::string)
                        .map(|text| detectors::number::Number::Int(
                            detectors::text::length(text),
                        ))
                        .map(|left| detectors::number::greater(
                            left,
                            detectors::number::Number::Int(3i64),
                        ))
                        .is_none(),
                )) == ::core::option::Option::Some(true)
            },
        )
    }
    /// process where length(process.command_line) > 200 and startsWith(process.name, "py") and endsWith~(process.name, ".EXE") and stringContains(process.name, "") == false and process.pid - process.parent.pid == 1 and (process.pid + 1) * 2 % 3 != 0 and process.pid / process.parent.pid > 1.5 and concat(process.name, ":", process.pid) : ("sh:*", "bash:1") and indexOf(process.command_line, "--", 2) == null and substring(process.name, -4) in~ (".exe", ".com") and between(process.command_line, "=", process.name, true) == "x" and number(process.entity_id, 16) > 255 and string(process.pid) regex "1[0-9]+" and cidrMatch(source.ip, "10.0.0.0/8", "fc00::/7") and null == (length(process.name) > 3) and add(1, 2) == 3 and not (length(process.title) > 3 and 1 > 2)
    #[inline]
    fn condition<E: detectors::Event>(event: &E, failed: &mut bool) -> bool {
        has_event_category(event) && has_computed(event) && has_process_name(event)
            && has_computed__2(event) && has_computed__3(event, failed)
            && !has_computed__4(event, failed) && has_computed__5(event, failed)
            && has_computed__6(event) && has_computed__7(event) && has_computed__8(event)
            && has_computed__9(event, failed) && has_computed__10(event, failed)
            && has_computed__11(event) && has_source_ip(event) && has_computed__12(event)
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
                    "source.ip",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
        ];
        ::core::assert!(
            answers[0usize],
            "rule `Functions and arithmetic` can never match: no event of this type can be a `process` event\nhelp: leave the rule out, or add events with `#[event(category = \"process\")]`"
        );
        ::core::assert!(
            true,
            "rule `Functions and arithmetic` can never match: it needs `process.command_line` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[1usize],
            "rule `Functions and arithmetic` can never match: it needs `process.name` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Functions and arithmetic` can never match: it needs `process.name` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Functions and arithmetic` can never match: it needs `process.pid`, `process.parent.pid` of `process` events, and they are declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Functions and arithmetic` can never match: it needs `process.pid` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Functions and arithmetic` can never match: it needs `process.pid`, `process.parent.pid` of `process` events, and they are declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Functions and arithmetic` can never match: it needs `process.name`, `process.pid` of `process` events, and they are declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Functions and arithmetic` can never match: it needs `process.command_line` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Functions and arithmetic` can never match: it needs `process.name` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Functions and arithmetic` can never match: it needs `process.command_line`, `process.name` of `process` events, and they are declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Functions and arithmetic` can never match: it needs `process.entity_id` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Functions and arithmetic` can never match: it needs `process.pid` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[2usize],
            "rule `Functions and arithmetic` can never match: it needs `source.ip` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Functions and arithmetic` can never match: it needs `process.name` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
    }
    /// Functions and arithmetic
    ///
    /// Conditions that are computed from several values.
    ///
    /// ```text
    /// process where
    ///   length(process.command_line) > 200 and
    ///   startsWith(process.name, "py") and endsWith~(process.name, ".EXE") and stringContains(process.name, "") == false and
    ///   process.pid - process.parent.pid == 1 and (process.pid + 1) * 2 % 3 != 0 and process.pid / process.parent.pid > 1.5 and
    ///   concat(process.name, ":", process.pid) : ("sh:*", "bash:1") and
    ///   indexOf(process.command_line, "--", 2) == null and
    ///   substring(process.name, -4) in~ (".exe", ".com") and
    ///   between(process.command_line, "=", process.name, true) == "x" and
    ///   number(process.entity_id, 16) > 255 and string(process.pid) regex "1[0-9]+" and
    ///   cidrMatch(source.ip, "10.0.0.0/8", "fc00::/7") and
    ///   null == (length(process.name) > 3) and
    ///   add(1, 2) == 3 and not (length(process.title) > 3 and 1 > 2)
    /// ```
    #[automatically_derived]
    impl detectors::Detector for Example {
        const RULE: &'static detectors::Rule = &detectors::Rule {
            description: "Conditions that are computed from several values.",
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
            ..detectors::Rule::new("stages-computed", "Functions and arithmetic")
        };
        const GUIDE: detectors::Guide = detectors::Guide {
            query: "process where\n  length(process.command_line) > 200 and\n  startsWith(process.name, \"py\") and endsWith~(process.name, \".EXE\") and stringContains(process.name, \"\") == false and\n  process.pid - process.parent.pid == 1 and (process.pid + 1) * 2 % 3 != 0 and process.pid / process.parent.pid > 1.5 and\n  concat(process.name, \":\", process.pid) : (\"sh:*\", \"bash:1\") and\n  indexOf(process.command_line, \"--\", 2) == null and\n  substring(process.name, -4) in~ (\".exe\", \".com\") and\n  between(process.command_line, \"=\", process.name, true) == \"x\" and\n  number(process.entity_id, 16) > 255 and string(process.pid) regex \"1[0-9]+\" and\n  cidrMatch(source.ip, \"10.0.0.0/8\", \"fc00::/7\") and\n  null == (length(process.name) > 3) and\n  add(1, 2) == 3 and not (length(process.title) > 3 and 1 > 2)",
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
                message: "rule `Functions and arithmetic` asks the category in `event.category`, which the event type does not map\nhelp: give the event type `#[event(category = \"…\")]`, or map the field",
            },
            detectors::event::Requirement {
                field: "process.command_line",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Functions and arithmetic` reads `process.command_line` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.command_line\")]`, or say `#[event(missing = \"process.command_line\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.name",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Functions and arithmetic` reads `process.name` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.name\")]`, or say `#[event(missing = \"process.name\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.pid",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Functions and arithmetic` reads `process.pid` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.pid\")]`, or say `#[event(missing = \"process.pid\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.parent.pid",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Functions and arithmetic` reads `process.parent.pid` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.parent.pid\")]`, or say `#[event(missing = \"process.parent.pid\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.entity_id",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Functions and arithmetic` reads `process.entity_id` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.entity_id\")]`, or say `#[event(missing = \"process.entity_id\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "source.ip",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Functions and arithmetic` reads `source.ip` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"source.ip\")]`, or say `#[event(missing = \"source.ip\")]` if there is none",
            },
        ];
    }
    #[automatically_derived]
    impl detectors::Layout for Example {
        const FIELDS: &'static [detectors::SlotField] = &[
            detectors::SlotField::new("process.entity_id", detectors::SlotKind::Str),
            detectors::SlotField::new("process.name", detectors::SlotKind::Str),
            detectors::SlotField::new("source.ip", detectors::SlotKind::Ip),
            detectors::SlotField::new("process.pid", detectors::SlotKind::Int),
            detectors::SlotField::new("event.category", detectors::SlotKind::Str),
            detectors::SlotField::new("process.command_line", detectors::SlotKind::Str),
            detectors::SlotField::new("@timestamp", detectors::SlotKind::Date),
            detectors::SlotField::new("process.parent.pid", detectors::SlotKind::Int),
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
            {
                let mut failed = false;
                condition(event, &mut failed) && !failed
            }
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
            let mut failed = false;
            let matched = condition(event, &mut failed) && !failed;
            counters.errors = counters.errors.saturating_add(failed as u64);
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
