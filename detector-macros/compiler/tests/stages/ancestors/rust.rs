/// Matches Ancestors
///
/// Ancestors of processes.
///
/// ```text
/// file where file.extension : "exe" and
///   descendant of [process where process.name : ("winword.exe", "excel.exe")] and
///   not descendant of [process where process.name : "updater.exe" and process.args_count + 1 > 3]
/// ```
///
/// `CAPACITY` is the number of processes whose descendants are known.
#[derive(::core::fmt::Debug)]
pub struct ExampleMatcher<const CAPACITY: ::core::primitive::usize> {
    tree: ::detectors::ancestry::Tree<CAPACITY, 1usize>,
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
    const FILE_EXTENSION: u64 = detectors::field_id("file.extension");
    const PROCESS_ARGS_COUNT: u64 = detectors::field_id("process.args_count");
    const PROCESS_ENTITY_ID: u64 = detectors::field_id("process.entity_id");
    const PROCESS_NAME: u64 = detectors::field_id("process.name");
    const PROCESS_PARENT_ENTITY_ID: u64 = detectors::field_id(
        "process.parent.entity_id",
    );
    /// event.category == "file"
    #[inline]
    fn has_event_category<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_CATEGORY>(|value| value.with_text(|text| text == "file"))
    }
    /// file.extension like~ [="exe"]
    #[inline]
    fn has_file_extension<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                FILE_EXTENSION,
            >(|value| {
                value.with_text(|text| detectors::pattern::equals_folded(text, "exe"))
            })
    }
    /// event.category == "process"
    #[inline]
    fn has_event_category__2<E: detectors::Event>(event: &E) -> bool {
        event.any::<EVENT_CATEGORY>(|value| value.with_text(|text| text == "process"))
    }
    /// process.name like~ [="winword.exe", ="excel.exe"]
    #[inline]
    fn has_process_name<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_NAME,
            >(|value| {
                value
                    .with_text(|text| {
                        detectors::pattern::equals_folded(text, "winword.exe")
                            || detectors::pattern::equals_folded(text, "excel.exe")
                    })
            })
    }
    /// process.name like~ [="updater.exe"]
    #[inline]
    fn has_process_name__2<E: detectors::Event>(event: &E) -> bool {
        event
            .any::<
                PROCESS_NAME,
            >(|value| {
                value
                    .with_text(|text| detectors::pattern::equals_folded(
                        text,
                        "updater.exe",
                    ))
            })
    }
    /// ((process.args_count +i64 1) > 3)
    #[inline]
    fn has_computed<E: detectors::Event>(event: &E, failed: &mut bool) -> bool {
        detectors::computed::any_or_null::<
            PROCESS_ARGS_COUNT,
            E,
        >(
            event,
            |value_0_process_args_count| detectors::computed::holds(
                failed,
                || ::core::result::Result::Ok(
                    match value_0_process_args_count.and_then(|value| value.as_number())
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
                    }
                        .map(|left| detectors::number::greater(
                            left,
                            detectors::number::Number::Int(3i64),
                        )),
                ),
            ),
        )
    }
    /// file where file.extension : "exe" and descendant of [process where process.name : ("winword.exe", "excel.exe")] and not descendant of [process where process.name : "updater.exe" and process.args_count + 1 > 3]
    #[inline]
    fn condition<E: detectors::Event>(event: &E, ancestors: &Ancestors<'_>) -> bool {
        has_event_category(event) && ancestors.met(0usize) && !ancestors.met(1usize)
            && has_file_extension(event)
    }
    /// event.category == "process"
    ///   process.name like~ [="winword.exe", ="excel.exe"]
    #[inline]
    fn ancestor_0<E: detectors::Event>(event: &E) -> bool {
        has_event_category__2(event) && has_process_name(event)
    }
    /// event.category == "process"
    ///   and
    ///     process.name like~ [="updater.exe"]
    ///     computed ((process.args_count +i64 1) > 3)
    #[inline]
    fn ancestor_1<E: detectors::Event>(event: &E, failed: &mut bool) -> bool {
        has_event_category__2(event) && has_process_name__2(event)
            && has_computed(event, failed)
    }
    type Ancestors<'t> = detectors::ancestry::Ancestors<'t, 1usize>;
    /// What the event tells of its process, and what the ancestors of that have met.
    #[inline]
    fn ancestors_of<'t, E: detectors::Event, const CAPACITY: usize>(
        event: &'t E,
        tree: &'t mut detectors::ancestry::Tree<CAPACITY, 1usize>,
    ) -> Ancestors<'t> {
        let id = detectors::ancestry::first::<PROCESS_ENTITY_ID, E>(event);
        let parent = detectors::ancestry::first::<PROCESS_PARENT_ENTITY_ID, E>(event);
        if detectors::ancestry::is::<EVENT_CATEGORY, E>(event, "process") {
            let ended = if detectors::ancestry::is::<EVENT_TYPE, E>(event, "end") {
                detectors::computed::timestamp::<TIMESTAMP, E>(event)
            } else {
                ::core::option::Option::None
            };
            let met = detectors::ancestry::bits(
                &[
                    ancestor_0(event),
                    {
                        let mut failed = false;
                        ancestor_1(event, &mut failed) && !failed
                    },
                ],
            );
            tree.tell(
                id,
                parent,
                detectors::ancestry::Told {
                    met,
                    ended,
                },
            );
        }
        tree.ancestors(id, parent)
    }
    #[track_caller]
    const fn reach(shapes: &detectors::event::Shapes) {
        let _ = shapes;
        let answers: [bool; 2usize] = [
            shapes.may_be(::core::option::Option::Some(("event.category", "file"))),
            shapes
                .may_have(
                    "file.extension",
                    ::core::option::Option::Some(("event.category", "file")),
                ),
        ];
        ::core::assert!(
            answers[0usize],
            "rule `Ancestors` can never match: no event of this type can be a `file` event\nhelp: leave the rule out, or add events with `#[event(category = \"file\")]`"
        );
        ::core::assert!(
            true,
            "rule `Ancestors` can never match: it needs  of `file` events, and they are declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            true,
            "rule `Ancestors` can never match: it needs  of `file` events, and they are declared missing\nhelp: leave the rule out, or map the field"
        );
        ::core::assert!(
            answers[1usize],
            "rule `Ancestors` can never match: it needs `file.extension` of `file` events, and it is declared missing\nhelp: leave the rule out, or map the field"
        );
    }
    /// Ancestors
    ///
    /// Ancestors of processes.
    ///
    /// ```text
    /// file where file.extension : "exe" and
    ///   descendant of [process where process.name : ("winword.exe", "excel.exe")] and
    ///   not descendant of [process where process.name : "updater.exe" and process.args_count + 1 > 3]
    /// ```
    #[automatically_derived]
    impl detectors::Detector for Example {
        const RULE: &'static detectors::Rule = &detectors::Rule {
            description: "Ancestors of processes.",
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
            ..detectors::Rule::new("ancestors", "Ancestors")
        };
        const GUIDE: detectors::Guide = detectors::Guide {
            query: "file where file.extension : \"exe\" and\n  descendant of [process where process.name : (\"winword.exe\", \"excel.exe\")] and\n  not descendant of [process where process.name : \"updater.exe\" and process.args_count + 1 > 3]",
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
                message: "rule `Ancestors` asks the category in `event.category`, which the event type does not map\nhelp: give the event type `#[event(category = \"…\")]`, or map the field",
            },
            detectors::event::Requirement {
                field: "file.extension",
                category: ::core::option::Option::Some(("event.category", "file")),
                message: "rule `Ancestors` reads `file.extension` of `file` events, which the event type does not map\nhelp: map it with `#[event(field = \"file.extension\")]`, or say `#[event(missing = \"file.extension\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.entity_id",
                category: ::core::option::Option::Some(("event.category", "file")),
                message: "rule `Ancestors` finds ancestors by `process.entity_id` of `file` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.entity_id\")]`, or say `#[event(missing = \"process.entity_id\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.name",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Ancestors` reads `process.name` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.name\")]`, or say `#[event(missing = \"process.name\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.entity_id",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Ancestors` tells processes apart by `process.entity_id` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.entity_id\")]`, or say `#[event(missing = \"process.entity_id\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.parent.entity_id",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Ancestors` tells parents of processes by `process.parent.entity_id` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.parent.entity_id\")]`, or say `#[event(missing = \"process.parent.entity_id\")]` if there is none",
            },
            detectors::event::Requirement {
                field: "process.args_count",
                category: ::core::option::Option::Some(("event.category", "process")),
                message: "rule `Ancestors` reads `process.args_count` of `process` events, which the event type does not map\nhelp: map it with `#[event(field = \"process.args_count\")]`, or say `#[event(missing = \"process.args_count\")]` if there is none",
            },
        ];
    }
    #[automatically_derived]
    impl detectors::Layout for Example {
        const FIELDS: &'static [detectors::SlotField] = &[
            detectors::SlotField::new("process.entity_id", detectors::SlotKind::Str),
            detectors::SlotField::new("process.name", detectors::SlotKind::Str),
            detectors::SlotField::new("event.type", detectors::SlotKind::Str),
            detectors::SlotField::new("event.category", detectors::SlotKind::Str),
            detectors::SlotField::new("file.extension", detectors::SlotKind::Str),
            detectors::SlotField::new("@timestamp", detectors::SlotKind::Date),
            detectors::SlotField::new("process.args_count", detectors::SlotKind::Int),
            detectors::SlotField::new(
                "process.parent.entity_id",
                detectors::SlotKind::Str,
            ),
        ];
    }
    impl Example {
        /// A matcher with nothing seen yet, and with room for `CAPACITY` processes.
        ///
        /// Its hash of ids of processes is not secret: where an attacker can choose ids of processes, see `matcher_with_seed`.
        pub const fn matcher<const CAPACITY: usize>() -> ExampleMatcher<CAPACITY> {
            const {
                ::core::assert!(
                    CAPACITY >= 1usize,
                    "the matcher's CAPACITY has to be at least 1, the number of stages\nhelp: write `Example::matcher::<1024>()`, or the like"
                );
            }
            ExampleMatcher {
                tree: detectors::ancestry::Tree::with_seed([0, 0]),
                counters: detectors::Counters::new(),
            }
        }
        /// A matcher whose hash of ids of processes is keyed by `seed`: a random number that nobody else knows.
        pub const fn matcher_with_seed<const CAPACITY: usize>(
            seed: [u64; 2],
        ) -> ExampleMatcher<CAPACITY> {
            const {
                ::core::assert!(
                    CAPACITY >= 1usize,
                    "the matcher's CAPACITY has to be at least 1, the number of stages\nhelp: write `Example::matcher::<1024>()`, or the like"
                );
            }
            ExampleMatcher {
                tree: detectors::ancestry::Tree::with_seed(seed),
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
            let Self { tree, counters } = self;
            let ancestors = ancestors_of(event, tree);
            let ancestors = &ancestors;
            let matched = condition(event, ancestors);
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
        ) {
            if let ::core::option::Option::Some(now) = now {
                self.tree.advance(now);
            }
        }
        /// What has been done and given up so far.
        pub fn counters(&self) -> detectors::Counters {
            #[allow(unused_mut)]
            let mut counters = self.counters;
            counters.forgotten = self.tree.forgotten();
            counters
        }
        /// The event that was observed first among those that unfinished sequences still hold.
        pub fn oldest_live_handle(&self) -> ::core::option::Option<detectors::Handle> {
            ::core::option::Option::None
        }
        /// Forgets all that was seen, counters too, and keys the hash of ids of processes by `seed`: for a matcher in a `static`,
        /// which is there before a random number is.
        pub fn reseed(&mut self, seed: [u64; 2]) {
            self.tree.reseed(seed);
            self.counters = detectors::Counters::new();
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
