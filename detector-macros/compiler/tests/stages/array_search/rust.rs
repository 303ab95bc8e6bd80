/// Matches Array Search
///
/// Elements of arrays, alone and beside fields of the event.
///
/// ```text
/// api where process.Ext.api.name == "VirtualProtect" and
///   not _arraysearch(process.thread.Ext.call_stack, $entry, $entry.symbol_info : "*ntdll.dll*") and
///   _arraysearch(process.thread.Ext.call_stack, $caller,
///     $caller.protection == "RWX" and stringcontains~($caller.symbol_info, substring(process.name, 0, 4))) and
///   process.thread.Ext.call_stack.symbol_info : "*kernelbase.dll*"
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
    const PROCESS_EXT_API_NAME: u64 = detectors::field_id("process.Ext.api.name");
    const PROCESS_NAME: u64 = detectors::field_id("process.name");
    const PROCESS_THREAD_EXT_CALL_STACK: u64 = detectors::field_id(
        "process.thread.Ext.call_stack",
    );
    const PROCESS_THREAD_EXT_CALL_STACK_PROTECTION: u64 = detectors::field_id(
        "process.thread.Ext.call_stack.protection",
    );
    const PROCESS_THREAD_EXT_CALL_STACK_SYMBOL_INFO: u64 = detectors::field_id(
        "process.thread.Ext.call_stack.symbol_info",
    );
    /// event.category == "api"
    #[inline]
    fn has_event_category<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_CATEGORY>(|value| value.with_text(|text| text == "api"))
    }
    /// process.Ext.api.name == "VirtualProtect"
    #[inline]
    fn has_process_ext_api_name<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_EXT_API_NAME,
            >(|value| value.with_text(|text| text == "VirtualProtect"))
    }
    /// process.thread.Ext.call_stack.symbol_info like~ ["*kernelbase.dll*"]
    #[inline]
    fn has_process_thread_ext_call_stack_symbol_info<E: detectors::Event>(
        event: &E,
    ) -> bool {
        event
            .any::<
                PROCESS_THREAD_EXT_CALL_STACK_SYMBOL_INFO,
            >(|value| {
                value
                    .with_text(|text| detectors::pattern::contains_folded(
                        text,
                        "kernelbase.dll",
                    ))
            })
    }
    /// process.thread.Ext.call_stack.symbol_info like~ ["*ntdll.dll*"]
    #[inline]
    fn has_process_thread_ext_call_stack_symbol_info__2<E: detectors::Event>(
        event: &E,
    ) -> bool {
        event
            .any::<
                PROCESS_THREAD_EXT_CALL_STACK_SYMBOL_INFO,
            >(|value| {
                value
                    .with_text(|text| detectors::pattern::contains_folded(
                        text,
                        "ntdll.dll",
                    ))
            })
    }
    /// (some element of process.thread.Ext.call_stack: $process.thread.Ext.call_stack.symbol_info like~ ["*ntdll.dll*"])
    #[inline]
    fn has_process_thread_ext_call_stack<E: detectors::Event>(event: &E) -> bool {
        struct Search<'s, E> {
            event: &'s E,
        }
        impl<E: detectors::Event> detectors::event::VisitElement for Search<'_, E> {
            #[inline]
            #[allow(unused_variables)]
            fn visit<X: detectors::Event>(&mut self, element: &X) -> bool {
                let Self { event } = self;
                let event: &E = event;
                has_process_thread_ext_call_stack_symbol_info__2(element)
            }
        }
        event.elements::<PROCESS_THREAD_EXT_CALL_STACK>(&mut Search { event })
    }
    /// process.thread.Ext.call_stack.protection == "RWX"
    #[inline]
    fn has_process_thread_ext_call_stack_protection<E: detectors::Event>(
        event: &E,
    ) -> bool {
        event
            .any::<
                PROCESS_THREAD_EXT_CALL_STACK_PROTECTION,
            >(|value| value.with_text(|text| text == "RWX"))
    }
    /// stringContains~($process.thread.Ext.call_stack.symbol_info, substring(process.name, 0, 4))
    #[inline]
    fn has_computed<E: detectors::Event, X: detectors::Event>(
        event: &E,
        element: &X,
    ) -> bool {
        detectors::computed::any_or_null::<
            PROCESS_THREAD_EXT_CALL_STACK_SYMBOL_INFO,
            X,
        >(
            element,
            |value_0_process_thread_ext_call_stack_symbol_info| detectors::computed::any_or_null::<
                PROCESS_NAME,
                E,
            >(
                event,
                |value_1_process_name| {
                    (value_0_process_thread_ext_call_stack_symbol_info
                        .map(detectors::text::string)
                        .zip({
                            let (start, end) = (
                                ::core::option::Option::Some(
                                        detectors::number::Number::Int(0i64),
                                    )
                                    .map(detectors::computed::place),
                                ::core::option::Option::Some(
                                        detectors::number::Number::Int(4i64),
                                    )
                                    .map(detectors::computed::place),
                            );
                            value_1_process_name
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
                        })
                        .map(|(left, right)| detectors::text::contains_folded(
                            left,
                            right,
                        ))) == ::core::option::Option::Some(true)
                },
            ),
        )
    }
    /// (some element of process.thread.Ext.call_stack: and;  $process.thread.Ext.call_stack.protection == "RWX";  computed stringContains~($process.thread.Ext.call_stack.symbol_info, substring(process.name, 0, 4)))
    #[inline]
    fn has_process_thread_ext_call_stack__2<E: detectors::Event>(event: &E) -> bool {
        struct Search<'s, E> {
            event: &'s E,
        }
        impl<E: detectors::Event> detectors::event::VisitElement for Search<'_, E> {
            #[inline]
            #[allow(unused_variables)]
            fn visit<X: detectors::Event>(&mut self, element: &X) -> bool {
                let Self { event } = self;
                let event: &E = event;
                has_process_thread_ext_call_stack_protection(element)
                    && has_computed(event, element)
            }
        }
        event.elements::<PROCESS_THREAD_EXT_CALL_STACK>(&mut Search { event })
    }
    /// api where process.Ext.api.name == "VirtualProtect" and not _arraysearch(process.thread.Ext.call_stack, $entry, $entry.symbol_info : "*ntdll.dll*") and _arraysearch(process.thread.Ext.call_stack, $caller, $caller.protection == "RWX" and stringcontains~($caller.symbol_info, substring(process.name, 0, 4))) and process.thread.Ext.call_stack.symbol_info : "*kernelbase.dll*"
    #[inline]
    fn condition<E: detectors::Event>(event: &E) -> bool {
        has_event_category(event) && has_process_ext_api_name(event)
            && has_process_thread_ext_call_stack_symbol_info(event)
            && !has_process_thread_ext_call_stack(event)
            && has_process_thread_ext_call_stack__2(event)
    }
    #[track_caller]
    const fn reach(shapes: &detectors::event::Shapes) {
        let _ = shapes;
        let answers: [bool; 5usize] = [
            shapes.may_be(::core::option::Option::Some(("event.category", "api"))),
            shapes
                .may_have(
                    "process.Ext.api.name",
                    ::core::option::Option::Some(("event.category", "api")),
                ),
            shapes
                .may_have(
                    "process.thread.Ext.call_stack.symbol_info",
                    ::core::option::Option::Some(("event.category", "api")),
                ),
            shapes
                .may_have(
                    "process.thread.Ext.call_stack",
                    ::core::option::Option::Some(("event.category", "api")),
                ),
            shapes
                .may_have(
                    "process.thread.Ext.call_stack.protection",
                    ::core::option::Option::Some(("event.category", "api")),
                ),
        ];
        ::core::assert!(
            answers[0usize],
            "rule `Array Search` can never match: no event of this type can be a `api` event\nhelp: leave the rule out, or add events with `#[event(category = \"api\")]`"
        );
        ::core::assert!(
            answers[1usize],
            "rule `Array Search` can never match: it needs `process.Ext.api.name` of `api` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[2usize],
            "rule `Array Search` can never match: it needs `process.thread.Ext.call_stack.symbol_info` of `api` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Array Search` can never match: it needs `process.thread.Ext.call_stack.symbol_info`, `process.thread.Ext.call_stack` of `api` events, and they are declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            (answers[3usize] && (answers[4usize] && true)),
            "rule `Array Search` can never match: it needs `process.thread.Ext.call_stack.protection`, `process.thread.Ext.call_stack.symbol_info`, `process.name`, `process.thread.Ext.call_stack` of `api` events, and they are declared missing\nhelp: leave the rule out, or map the field"
        );
    }
    /// Array Search
    ///
    /// Elements of arrays, alone and beside fields of the event.
    ///
    /// ```text
    /// api where process.Ext.api.name == "VirtualProtect" and
    ///   not _arraysearch(process.thread.Ext.call_stack, $entry, $entry.symbol_info : "*ntdll.dll*") and
    ///   _arraysearch(process.thread.Ext.call_stack, $caller,
    ///     $caller.protection == "RWX" and stringcontains~($caller.symbol_info, substring(process.name, 0, 4))) and
    ///   process.thread.Ext.call_stack.symbol_info : "*kernelbase.dll*"
    /// ```
    #[automatically_derived]
    impl detectors::Detector for Example {
        const RULE: &'static detectors::Rule = &detectors::Rule {
            description: "Elements of arrays, alone and beside fields of the event.",
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
            ..detectors::Rule::new("array-search", "Array Search")
        };
        const GUIDE: detectors::Guide = detectors::Guide {
            query: "api where process.Ext.api.name == \"VirtualProtect\" and\n  not _arraysearch(process.thread.Ext.call_stack, $entry, $entry.symbol_info : \"*ntdll.dll*\") and\n  _arraysearch(process.thread.Ext.call_stack, $caller,\n    $caller.protection == \"RWX\" and stringcontains~($caller.symbol_info, substring(process.name, 0, 4))) and\n  process.thread.Ext.call_stack.symbol_info : \"*kernelbase.dll*\"",
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
                message: "rule `Array Search` asks the category in `event.category`, which the event type does not map\nhelp: give the event type `#[event(category = \"…\")]`, or map the field",
            },
            detectors::event::Requirement {
                field: "process.Ext.api.name",
                category: ::core::option::Option::Some(("event.category", "api")),
                message: "rule `Array Search` reads `process.Ext.api.name` of `api` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.Ext.api.name\")]`, or say `#[event(missing = \"process.Ext.api.name\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.thread.Ext.call_stack.symbol_info",
                category: ::core::option::Option::Some(("event.category", "api")),
                message: "rule `Array Search` reads `process.thread.Ext.call_stack.symbol_info` of `api` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.thread.Ext.call_stack.symbol_info\")]`, or say `#[event(missing = \"process.thread.Ext.call_stack.symbol_info\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.thread.Ext.call_stack.protection",
                category: ::core::option::Option::Some(("event.category", "api")),
                message: "rule `Array Search` reads `process.thread.Ext.call_stack.protection` of `api` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.thread.Ext.call_stack.protection\")]`, or say `#[event(missing = \"process.thread.Ext.call_stack.protection\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.name",
                category: ::core::option::Option::Some(("event.category", "api")),
                message: "rule `Array Search` reads `process.name` of `api` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.name\")]`, or say `#[event(missing = \"process.name\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.thread.Ext.call_stack",
                category: ::core::option::Option::Some(("event.category", "api")),
                message: "rule `Array Search` looks through the elements of `process.thread.Ext.call_stack` of `api` events, which the event type does not map\nhelp: map it with `#[event(elements = \"process.thread.Ext.call_stack\")]`, or say `#[event(missing = \"process.thread.Ext.call_stack\")]` if there is none",
            },
        ];
    }
    #[automatically_derived]
    impl detectors::Layout for Example {
        const FIELDS: &'static [detectors::SlotField] = &[
            detectors::SlotField::new("process.name", detectors::SlotKind::Str),
            detectors::SlotField::new(
                "process.thread.Ext.call_stack.protection",
                detectors::SlotKind::Str,
            ),
            detectors::SlotField::new("event.category", detectors::SlotKind::Str),
            detectors::SlotField::new(
                "process.thread.Ext.call_stack",
                detectors::SlotKind::Objects,
            ),
            detectors::SlotField::new("@timestamp", detectors::SlotKind::Date),
            detectors::SlotField::new(
                "process.thread.Ext.call_stack.symbol_info",
                detectors::SlotKind::Str,
            ),
            detectors::SlotField::new("process.Ext.api.name", detectors::SlotKind::Str),
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
