/// Matches Every test of a field
///
/// One condition for each thing that can be asked of a field.
///
/// ```text
/// process where host.os.type == "linux" and process.pid >= 1000 and process.pid != 4711 and
///   process.code_signature.trusted == false and process.code_signature.exists and
///   process.executable != null and process.working_directory == null and
///   (process.name == "sh" or process.name : ("b*sh", "z?h", "*sh*", "k*", "*csh", "a*b*c") or process.name like "Python*") and
///   process.name > "a" and not process.command_line : "*" and
///   process.parent.name in ("nginx", "httpd") and process.parent.name not in~ ("Cron", "systemd") and
///   process.exit_code in (0, 1, 127) and file.Ext.entropy > 7.5
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
    const FILE_EXT_ENTROPY: u64 = detectors::field_id("file.Ext.entropy");
    const HOST_OS_TYPE: u64 = detectors::field_id("host.os.type");
    const PROCESS_CODE_SIGNATURE_EXISTS: u64 = detectors::field_id(
        "process.code_signature.exists",
    );
    const PROCESS_CODE_SIGNATURE_TRUSTED: u64 = detectors::field_id(
        "process.code_signature.trusted",
    );
    const PROCESS_COMMAND_LINE: u64 = detectors::field_id("process.command_line");
    const PROCESS_EXECUTABLE: u64 = detectors::field_id("process.executable");
    const PROCESS_EXIT_CODE: u64 = detectors::field_id("process.exit_code");
    const PROCESS_NAME: u64 = detectors::field_id("process.name");
    const PROCESS_PARENT_NAME: u64 = detectors::field_id("process.parent.name");
    const PROCESS_PID: u64 = detectors::field_id("process.pid");
    const PROCESS_WORKING_DIRECTORY: u64 = detectors::field_id(
        "process.working_directory",
    );
    /// event.category == "process"
    #[inline]
    fn has_event_category<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_CATEGORY>(|value| value.with_text(|text| text == "process"))
    }
    /// process.pid >= 1000
    #[inline]
    fn has_process_pid<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_PID,
            >(|value| {
                value
                    .as_number()
                    .is_some_and(|number| detectors::number::greater_or_equal(
                        number,
                        detectors::number::Number::Int(1000i64),
                    ))
            })
    }
    /// process.pid == 4711
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
                        detectors::number::Number::Int(4711i64),
                    ))
            })
    }
    /// process.code_signature.trusted is false
    #[inline]
    fn has_process_code_signature_trusted<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_CODE_SIGNATURE_TRUSTED,
            >(|value| value == detectors::Scalar::Bool(false))
    }
    /// process.code_signature.exists is true
    #[inline]
    fn has_process_code_signature_exists<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_CODE_SIGNATURE_EXISTS,
            >(|value| value == detectors::Scalar::Bool(true))
    }
    /// process.executable exists
    #[inline]
    fn has_process_executable<E: detectors::Event>(event: &E) -> bool {
        event.any::<PROCESS_EXECUTABLE>(|_| true)
    }
    /// process.working_directory exists
    #[inline]
    fn has_process_working_directory<E: detectors::Event>(event: &E) -> bool {
        event.any::<PROCESS_WORKING_DIRECTORY>(|_| true)
    }
    /// process.command_line exists
    #[inline]
    fn has_process_command_line<E: detectors::Event>(event: &E) -> bool {
        event.any::<PROCESS_COMMAND_LINE>(|_| true)
    }
    /// file.Ext.entropy > 7.5
    #[inline]
    fn has_file_ext_entropy<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                FILE_EXT_ENTROPY,
            >(|value| {
                value
                    .as_number()
                    .is_some_and(|number| detectors::number::greater(
                        number,
                        detectors::number::Number::Float(7.5f64),
                    ))
            })
    }
    /// host.os.type == "linux"
    #[inline]
    fn has_host_os_type<E: detectors::Event>(event: &E) -> bool {
        event.any::<HOST_OS_TYPE>(|value| value.with_text(|text| text == "linux"))
    }
    /// process.name > "a"
    #[inline]
    fn has_process_name<E: detectors::Event>(event: &E) -> bool {
        event.any::<PROCESS_NAME>(|value| value.with_text(|text| text > "a"))
    }
    /// process.exit_code == 0
    #[inline]
    fn has_process_exit_code<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_EXIT_CODE,
            >(|value| {
                value
                    .as_number()
                    .is_some_and(|number| detectors::number::equal(
                        number,
                        detectors::number::Number::Int(0i64),
                    ))
            })
    }
    /// process.exit_code == 1
    #[inline]
    fn has_process_exit_code__2<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_EXIT_CODE,
            >(|value| {
                value
                    .as_number()
                    .is_some_and(|number| detectors::number::equal(
                        number,
                        detectors::number::Number::Int(1i64),
                    ))
            })
    }
    /// process.exit_code == 127
    #[inline]
    fn has_process_exit_code__3<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_EXIT_CODE,
            >(|value| {
                value
                    .as_number()
                    .is_some_and(|number| detectors::number::equal(
                        number,
                        detectors::number::Number::Int(127i64),
                    ))
            })
    }
    /// process.parent.name like [="nginx", ="httpd"]
    #[inline]
    fn has_process_parent_name<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_PARENT_NAME,
            >(|value| {
                value
                    .with_text(|text| {
                        detectors::pattern::equals(text, "nginx")
                            || detectors::pattern::equals(text, "httpd")
                    })
            })
    }
    /// process.parent.name like~ [="Cron", ="systemd"]
    #[inline]
    fn has_process_parent_name__2<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_PARENT_NAME,
            >(|value| {
                value
                    .with_text(|text| {
                        detectors::pattern::equals_folded(text, "cron")
                            || detectors::pattern::equals_folded(text, "systemd")
                    })
            })
    }
    /// process.name like [="sh", "Python*"]
    #[inline]
    fn has_process_name__2<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_NAME,
            >(|value| {
                value
                    .with_text(|text| {
                        detectors::pattern::equals(text, "sh")
                            || detectors::pattern::starts_with(text, "Python")
                    })
            })
    }
    /// process.name like~ ["z?h", "*sh*", "k*", "a*b*c"]
    #[inline]
    fn has_process_name__3<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_NAME,
            >(|value| {
                value
                    .with_text(|text| {
                        detectors::pattern::glob_folded(text, "z?h")
                            || detectors::pattern::contains_folded(text, "sh")
                            || detectors::pattern::starts_with_folded(text, "k")
                            || detectors::pattern::ordered_folded(text, &["a", "b", "c"])
                    })
            })
    }
    /// process where host.os.type == "linux" and process.pid >= 1000 and process.pid != 4711 and process.code_signature.trusted == false and process.code_signature.exists and process.executable != null and process.working_directory == null and (process.name == "sh" or process.name : ("b*sh", "z?h", "*sh*", "k*", "*csh", "a*b*c") or process.name like "Python*") and process.name > "a" and not process.command_line : "*" and process.parent.name in ("nginx", "httpd") and process.parent.name not in~ ("Cron", "systemd") and process.exit_code in (0, 1, 127) and file.Ext.entropy > 7.5
    #[inline]
    fn condition<E: detectors::Event>(event: &E) -> bool {
        has_event_category(event) && has_process_pid(event) && !has_process_pid__2(event)
            && has_process_code_signature_trusted(event)
            && has_process_code_signature_exists(event) && has_process_executable(event)
            && !has_process_working_directory(event) && !has_process_command_line(event)
            && has_file_ext_entropy(event) && has_host_os_type(event)
            && has_process_name(event)
            && (has_process_exit_code(event) || has_process_exit_code__2(event)
                || has_process_exit_code__3(event)) && has_process_parent_name(event)
            && !has_process_parent_name__2(event)
            && (has_process_name__2(event) || has_process_name__3(event))
    }
    #[track_caller]
    const fn reach(shapes: &detectors::event::Shapes) {
        let _ = shapes;
        let answers: [bool; 10usize] = [
            shapes.may_be(::core::option::Option::Some(("event.category", "process"))),
            shapes
                .may_have(
                    "process.pid",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "process.code_signature.trusted",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "process.code_signature.exists",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "process.executable",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "file.Ext.entropy",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "host.os.type",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "process.name",
                    ::core::option::Option::Some(("event.category", "process")),
                ),
            shapes
                .may_have(
                    "process.exit_code",
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
            "rule `Every test of a field` can never match: no event of this type can be a `process` event\nhelp: leave the rule out, or add events with `#[event(category = \"process\")]`"
        );
        ::core::assert!(
            answers[1usize],
            "rule `Every test of a field` can never match: it needs `process.pid` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Every test of a field` can never match: it needs `process.pid` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[2usize],
            "rule `Every test of a field` can never match: it needs `process.code_signature.trusted` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[3usize],
            "rule `Every test of a field` can never match: it needs `process.code_signature.exists` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[4usize],
            "rule `Every test of a field` can never match: it needs `process.executable` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Every test of a field` can never match: it needs `process.working_directory` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Every test of a field` can never match: it needs `process.command_line` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[5usize],
            "rule `Every test of a field` can never match: it needs `file.Ext.entropy` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[6usize],
            "rule `Every test of a field` can never match: it needs `host.os.type` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[7usize],
            "rule `Every test of a field` can never match: it needs `process.name` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            (answers[8usize] || answers[8usize] || answers[8usize]),
            "rule `Every test of a field` can never match: it needs `process.exit_code` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[9usize],
            "rule `Every test of a field` can never match: it needs `process.parent.name` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Every test of a field` can never match: it needs `process.parent.name` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            (answers[7usize] || answers[7usize]),
            "rule `Every test of a field` can never match: it needs `process.name` of `process` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
    }
    /// Every test of a field
    ///
    /// One condition for each thing that can be asked of a field.
    ///
    /// ```text
    /// process where host.os.type == "linux" and process.pid >= 1000 and process.pid != 4711 and
    ///   process.code_signature.trusted == false and process.code_signature.exists and
    ///   process.executable != null and process.working_directory == null and
    ///   (process.name == "sh" or process.name : ("b*sh", "z?h", "*sh*", "k*", "*csh", "a*b*c") or process.name like "Python*") and
    ///   process.name > "a" and not process.command_line : "*" and
    ///   process.parent.name in ("nginx", "httpd") and process.parent.name not in~ ("Cron", "systemd") and
    ///   process.exit_code in (0, 1, 127) and file.Ext.entropy > 7.5
    /// ```
    #[automatically_derived]
    impl detectors::Detector for Example {
        const RULE: &'static detectors::Rule = &detectors::Rule {
            description: "One condition for each thing that can be asked of a field.",
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
            ..detectors::Rule::new("stages-event", "Every test of a field")
        };
        const GUIDE: detectors::Guide = detectors::Guide {
            query: "process where host.os.type == \"linux\" and process.pid >= 1000 and process.pid != 4711 and\n  process.code_signature.trusted == false and process.code_signature.exists and\n  process.executable != null and process.working_directory == null and\n  (process.name == \"sh\" or process.name : (\"b*sh\", \"z?h\", \"*sh*\", \"k*\", \"*csh\", \"a*b*c\") or process.name like \"Python*\") and\n  process.name > \"a\" and not process.command_line : \"*\" and\n  process.parent.name in (\"nginx\", \"httpd\") and process.parent.name not in~ (\"Cron\", \"systemd\") and\n  process.exit_code in (0, 1, 127) and file.Ext.entropy > 7.5",
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
                message: "rule `Every test of a field` asks the category in `event.category`, which the event type does not map\nhelp: give the event type `#[event(category = \"…\")]`, or map the field",
            },
            detectors::event::Requirement {
                field: "process.pid",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Every test of a field` reads `process.pid` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.pid\")]`, or say `#[event(missing = \"process.pid\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.code_signature.trusted",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Every test of a field` reads `process.code_signature.trusted` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.code_signature.trusted\")]`, or say `#[event(missing = \"process.code_signature.trusted\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.code_signature.exists",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Every test of a field` reads `process.code_signature.exists` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.code_signature.exists\")]`, or say `#[event(missing = \"process.code_signature.exists\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.executable",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Every test of a field` reads `process.executable` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.executable\")]`, or say `#[event(missing = \"process.executable\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.working_directory",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Every test of a field` reads `process.working_directory` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.working_directory\")]`, or say `#[event(missing = \"process.working_directory\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.command_line",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Every test of a field` reads `process.command_line` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.command_line\")]`, or say `#[event(missing = \"process.command_line\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "file.Ext.entropy",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Every test of a field` reads `file.Ext.entropy` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"file.Ext.entropy\")]`, or say `#[event(missing = \"file.Ext.entropy\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "host.os.type",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Every test of a field` reads `host.os.type` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"host.os.type\")]`, or say `#[event(missing = \"host.os.type\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.name",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Every test of a field` reads `process.name` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.name\")]`, or say `#[event(missing = \"process.name\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.exit_code",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Every test of a field` reads `process.exit_code` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.exit_code\")]`, or say `#[event(missing = \"process.exit_code\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.parent.name",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Every test of a field` reads `process.parent.name` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.parent.name\")]`, or say `#[event(missing = \"process.parent.name\")]` if there is none",
            },
        ];
    }
    #[automatically_derived]
    impl detectors::Layout for Example {
        const FIELDS: &'static [detectors::SlotField] = &[
            detectors::SlotField::new("process.name", detectors::SlotKind::Str),
            detectors::SlotField::new(
                "process.code_signature.trusted",
                detectors::SlotKind::Bool,
            ),
            detectors::SlotField::new("process.pid", detectors::SlotKind::Int),
            detectors::SlotField::new("host.os.type", detectors::SlotKind::Str),
            detectors::SlotField::new("event.category", detectors::SlotKind::Str),
            detectors::SlotField::new("file.Ext.entropy", detectors::SlotKind::Float),
            detectors::SlotField::new("process.parent.name", detectors::SlotKind::Str),
            detectors::SlotField::new("process.command_line", detectors::SlotKind::Str),
            detectors::SlotField::new(
                "process.working_directory",
                detectors::SlotKind::Str,
            ),
            detectors::SlotField::new("@timestamp", detectors::SlotKind::Date),
            detectors::SlotField::new("process.executable", detectors::SlotKind::Str),
            detectors::SlotField::new("process.exit_code", detectors::SlotKind::Int),
            detectors::SlotField::new(
                "process.code_signature.exists",
                detectors::SlotKind::Bool,
            ),
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
