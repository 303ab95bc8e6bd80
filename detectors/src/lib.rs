//! Detection rules compiled into matchers: what an agent links.
//!
//! A detection rule is a YAML file with an EQL query, a severity and a place in MITRE ATT&CK. `#[derive(Detector)]` compiles
//! it, together with the agent, into a struct that matches the agent's own events: at run time there is no query text, no
//! syntax tree and no heap, and a rule that is wrong does not compile.
//!
//! ```
//! # #[cfg(all(feature = "derive", feature = "std"))] {
//! use detectors::{Detector, Event, Timestamp};
//!
//! #[derive(Event)]
//! #[event(category = "process")]
//! struct Exec<'a> {
//!     #[event(field = "@timestamp")]
//!     at: Timestamp,
//!     #[event(field = "host.id")]
//!     host: &'a str,
//!     #[event(field = "process.name")]
//!     name: &'a str,
//!     #[event(handle)]
//!     number: u64,
//! }
//!
//! #[derive(Event)]
//! #[event(category = "network")]
//! struct Connect<'a> {
//!     #[event(field = "@timestamp")]
//!     at: Timestamp,
//!     #[event(field = "host.id")]
//!     host: &'a str,
//!     #[event(field = "destination.ip")]
//!     to: std::net::IpAddr,
//!     #[event(handle)]
//!     number: u64,
//! }
//!
//! #[derive(Event)]
//! enum AgentEvent<'a> {
//!     Exec(Exec<'a>),
//!     Connect(Connect<'a>),
//! }
//!
//! /// Netcat starts, and its host connects to another network.
//! #[derive(Detector)]
//! #[detector(
//!     query = r#"
//!         sequence by host.id with maxspan=1s
//!           [process where process.name : ("nc", "ncat")]
//!           [network where not cidrmatch(destination.ip, "10.0.0.0/8")]
//!     "#,
//!     risk_score = 47,
//!     severity = "medium",
//!     threat(tactic = "TA0011", technique = "T1095"),
//!     event = AgentEvent<'_>
//! )]
//! struct Netcat;
//!
//! let mut matcher = Netcat::matcher::<1024>();
//! let mut alerts = Vec::new();
//! for event in [
//!     AgentEvent::Exec(Exec { at: Timestamp(1_000), host: "web-1", name: "NCAT", number: 1 }),
//!     AgentEvent::Connect(Connect { at: Timestamp(1_400), host: "web-2", to: [203, 0, 113, 7].into(), number: 2 }),
//!     AgentEvent::Connect(Connect { at: Timestamp(1_900), host: "web-1", to: [203, 0, 113, 7].into(), number: 3 }),
//! ] {
//!     matcher.observe(&event, |alert| {
//!         alerts.push((alert.rule.name, alert.events.iter().map(|event| event.handle.0).collect::<Vec<_>>()));
//!     });
//! }
//! assert_eq!(alerts, [("Netcat", vec![1, 3])]);
//! # }
//! ```
//!
//! # Where to look
//!
//! | to | see |
//! |---|---|
//! | describe the events of an agent | `#[derive(Event)]`, and the trait [`Event`] |
//! | compile one rule, from a file or given in Rust | `#[derive(Detector)]`, and the trait [`Detector`] |
//! | compile a folder of rules into one matcher | `#[derive(RuleSet)]`, and the trait [`RuleSet`] |
//! | give events to a matcher, and tell it that time has passed | [`Matcher`] |
//! | read an alert | [`Alert`]; its rule's metadata are a [`Rule`] |
//! | describe arrays of objects | `#[event(elements = "…")]`, and the trait [`event::Elements`] |
//! | know what was done and what was given up | [`Counters`] |
//! | match documents whose fields are known only at run time | [`Slots`]; the crate `detectors-json` fills them from ECS JSON |
//! | have rules noticed that are new in a folder | the crate `detectors-build` |
//!
//! The other modules are what emitted code calls: [`pattern`], [`regex`], [`text`], [`number`], [`net`], [`version`],
//! [`sequence`], [`ancestry`].
//!
//! # What is guaranteed
//!
//! - **No allocation.** The crate is `no_std`; a matcher has all its memory in itself. The features `alloc` and `std` only let
//!   an agent's own types stand behind fields.
//! - **No panic.** Every function that a matcher calls is total: an overflow, a division by zero or a text that is no number
//!   makes a condition fail, and [`Counters::errors`] rise.
//! - **Bounded state.** A matcher of sequences has room for `CAPACITY` events. When it is full, what would expire first goes
//!   first, and [`Counters::evicted`] says so; nothing is given up that is not counted.
//! - **Checked against the events.** A rule that reads a field which an event type neither maps nor declares missing does not
//!   compile, nor does one that can never match on it.
//! - **The meaning is Elasticsearch's.** What compiles is judged as an EQL search judges it.
//!
//! # Input that an attacker chooses
//!
//! Events are hostile. Any value of any field is safe to observe: texts of any length and content, times out of order, lists
//! of any size. The time for an event is bounded by its size and the rules, and the state by `CAPACITY`. Two things are for
//! the agent to do:
//! - Join keys are found by their hash. Where an attacker can choose them, make the matcher with `matcher_with_seed` and a
//!   random seed, so that colliding keys cannot be computed beforehand.
//! - A flood of join keys evicts sequences that have begun: choose `CAPACITY` for the busiest host, and look at
//!   [`Counters::evicted`].
//!
//! # Features
//!
//! | feature | default | what it adds |
//! |---|---|---|
//! | `derive` | yes | the derives `Event`, `Detector` and `RuleSet` |
//! | `alloc` | yes, by `std` | event fields of the types `String`, `Vec`, `Box` and `Cow` |
//! | `std` | yes | event fields of the type `SystemTime` |
#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;
#[cfg(any(feature = "std", test))]
extern crate std;

pub mod alert;
pub mod ancestry;
mod complaint;
#[doc(hidden)]
pub mod computed;
pub mod event;
#[doc(hidden)]
pub mod index;
pub mod matcher;
pub mod net;
pub mod number;
pub mod pattern;
#[cfg(test)]
mod random;
#[doc(hidden)]
pub mod reach;
pub mod regex;
pub mod rule;
pub mod scalar;
mod scalar_text;
pub mod sequence;
pub mod slots;
#[doc(hidden)]
pub mod test;
pub mod text;
pub mod version;

#[cfg(feature = "derive")]
pub use detector_macros::{Detector, Event, RuleSet};

pub use alert::{Alert, Counters, EventRef, JoinKey};
pub use event::{Event, Handle, field_id};
pub use matcher::{Detector, Matcher, RuleSet};
pub use rule::{Guide, Rule};
pub use scalar::{FieldValue, Scalar, Timestamp};
pub use slots::{Layout, Slot, SlotField, SlotKind, SlotTable, SlotValue, Slots};
