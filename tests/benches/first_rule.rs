//! What the first rule costs: nanoseconds an event, beside the same rule by hand and serde_json in the same run.
//!
//! `cargo bench -p detector-tests --bench first_rule`. One iteration is one event, unless a bench says otherwise.
//!
//! | group | events | baselines |
//! |---|---|---|
//! | `typed` | an agent's own structs | the rule by hand |
//! | `slots` | slot tables | |
//! | `json` | bytes of a document | serde_json: a struct of the rule's fields, and `Value` |
//! | `live` | structs, with so many unfinished sequences held | |
//!
//! `benign` is the mix of ordinary events; `nearly` are processes that meet all conditions but the last.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it cannot go on")]

mod baselines;

use baselines::{Plain, Typed};
use detector_rules::Shipped;
use detector_rules::linux::execution::{
    ReverseShellViaSuspiciousChildProcess as Rule, ReverseShellViaSuspiciousChildProcessMatcher,
};
use detector_tests::events::{self, HostEvent, SlotRow};
use detector_tests::set_of_one::SetOfOne;
use divan::{Bencher, black_box};

/// Also the iterations of a sample: each is a pass over all events.
const EVENTS: usize = 8_192;
const MIXES: [&str; 2] = ["benign", "nearly"];

fn main() {
    divan::main();
}

fn mix(name: &str) -> Vec<HostEvent> {
    match name {
        "nearly" => events::nearly(EVENTS, 1),
        _ => events::benign(EVENTS, 1),
    }
}

/// One after the other, for ever.
struct Cycle<T> {
    items: Vec<T>,
    at: usize,
}

impl<T> Cycle<T> {
    fn new(items: impl IntoIterator<Item = T>) -> Self {
        Self { items: items.into_iter().collect(), at: 0 }
    }

    #[inline]
    fn next(&mut self) -> &T {
        self.at = if self.at + 1 < self.items.len() { self.at + 1 } else { 0 };
        &self.items[self.at]
    }
}

#[divan::bench_group(sample_count = 200, sample_size = EVENTS as u32)]
mod typed {
    use super::*;

    #[divan::bench(args = MIXES)]
    fn first_rule(bencher: Bencher<'_, '_>, mix: &str) {
        let (mut events, mut matcher, mut alerts) = (Cycle::new(super::mix(mix)), Rule::matcher::<1024>(), 0_u64);
        bencher.bench_local(|| matcher.observe(black_box(events.next()), |_| alerts += 1));
        assert_eq!(alerts, 0);
    }

    #[divan::bench(args = MIXES)]
    fn set_of_one(bencher: Bencher<'_, '_>, mix: &str) {
        let (mut events, mut matcher, mut alerts) = (Cycle::new(super::mix(mix)), SetOfOne::matcher::<1024>(), 0_u64);
        bencher.bench_local(|| matcher.observe(black_box(events.next()), |_| alerts += 1));
        assert_eq!(alerts, 0);
    }

    #[divan::bench(args = MIXES)]
    fn by_hand(bencher: Bencher<'_, '_>, mix: &str) {
        let (mut events, mut plain) = (Cycle::new(super::mix(mix)), Plain::default());
        bencher.bench_local(|| plain.observe(black_box(events.next())));
    }
}

#[divan::bench_group(sample_count = 200, sample_size = EVENTS as u32)]
mod slots {
    use super::*;

    #[divan::bench(args = MIXES)]
    fn first_rule(bencher: Bencher<'_, '_>, mix: &str) {
        let events = super::mix(mix);
        let (mut rows, mut matcher) = (Cycle::new(events.iter().map(SlotRow::new::<Rule>)), Rule::matcher::<1024>());
        bencher.bench_local(|| matcher.observe(&black_box(rows.next()).event::<Rule>(), |alert| _ = black_box(alert)));
    }

    #[divan::bench(args = MIXES)]
    fn shipped(bencher: Bencher<'_, '_>, mix: &str) {
        let events = super::mix(mix);
        let (mut rows, mut matcher) = (Cycle::new(events.iter().map(SlotRow::new::<Shipped>)), Shipped::matcher::<1024>());
        bencher.bench_local(|| {
            detector_rules::observe(&mut matcher, &black_box(rows.next()).event(), &mut |alert| _ = black_box(alert))
        });
    }
}

#[divan::bench_group(sample_count = 200, sample_size = EVENTS as u32 / 8)]
mod json {
    use super::*;
    use detectors::{Handle, Layout, Slots};
    use detectors_json::Decoder;
    use divan::counter::BytesCount;

    /// Documents as bytes, and how long they are on average.
    fn documents(mix: &str) -> (Cycle<Vec<u8>>, BytesCount) {
        let documents = Cycle::new(super::mix(mix).iter().map(|event| event.document().into_bytes()));
        let bytes = documents.items.iter().map(Vec::len).sum::<usize>() / documents.items.len();
        (documents, BytesCount::new(bytes))
    }

    #[divan::bench(args = MIXES)]
    fn decode_and_match(bencher: Bencher<'_, '_>, mix: &str) {
        let (mut documents, bytes) = documents(mix);
        let (mut decoder, mut matcher) = (Decoder::new(Shipped::FIELDS), Shipped::matcher::<1024>());
        bencher.counter(bytes).bench_local(|| {
            let table = decoder.decode(black_box(documents.next()), Handle(0)).expect("a document");
            detector_rules::observe(&mut matcher, &Slots::new(table), &mut |alert| _ = black_box(alert));
        });
    }

    #[divan::bench(args = MIXES)]
    fn decode(bencher: Bencher<'_, '_>, mix: &str) {
        let (mut documents, bytes) = documents(mix);
        let mut decoder = Decoder::new(Shipped::FIELDS);
        bencher.counter(bytes).bench_local(|| {
            black_box(decoder.decode(black_box(documents.next()), Handle(0)).expect("a document"));
        });
    }

    #[divan::bench(args = MIXES)]
    fn serde_json_struct(bencher: Bencher<'_, '_>, mix: &str) {
        let (mut documents, bytes) = documents(mix);
        bencher.counter(bytes).bench_local(|| {
            black_box(serde_json::from_slice::<Typed<'_>>(black_box(documents.next())).expect("a document"));
        });
    }

    #[divan::bench(args = MIXES)]
    fn serde_json_value(bencher: Bencher<'_, '_>, mix: &str) {
        let (mut documents, bytes) = documents(mix);
        bencher.counter(bytes).bench_local(|| {
            black_box(serde_json::from_slice::<serde_json::Value>(black_box(documents.next())).expect("a document"));
        });
    }
}

#[divan::bench_group(sample_count = 200, sample_size = EVENTS as u32)]
mod live {
    use super::*;
    use detectors::Timestamp;
    use std::sync::{Mutex, MutexGuard, PoisonError};

    const CAPACITY: usize = 131_072;
    const LIVE: [u64; 4] = [1, 1_000, 10_000, 100_000];

    static MATCHER: Mutex<ReverseShellViaSuspiciousChildProcessMatcher<CAPACITY>> = Mutex::new(Rule::matcher::<CAPACITY>());

    /// The matcher with so many unfinished sequences.
    fn holding(live: u64) -> MutexGuard<'static, ReverseShellViaSuspiciousChildProcessMatcher<CAPACITY>> {
        let mut matcher = MATCHER.lock().unwrap_or_else(PoisonError::into_inner);
        matcher.advance(Timestamp(i64::MAX), |_| {});
        for number in 0..live {
            let [exec, _] = events::attack(number);
            matcher.observe(&exec, |_| {});
        }
        matcher
    }

    /// Later than all that [`holding`] has made: events that come in order.
    fn later(mut event: HostEvent, live: u64) -> HostEvent {
        event.common_mut().at.0 += 2 * live.cast_signed();
        event
    }

    /// Ordinary events.
    #[divan::bench(args = LIVE)]
    fn benign(bencher: Bencher<'_, '_>, live: u64) {
        let mut matcher = holding(live);
        let mut events = Cycle::new(super::mix("benign"));
        bencher.bench_local(|| matcher.observe(black_box(events.next()), |_| {}));
    }

    /// A start of which there is one already: the newer takes its place.
    #[divan::bench(args = LIVE)]
    fn start_again(bencher: Bencher<'_, '_>, live: u64) {
        let mut matcher = holding(live);
        // All over the table, so that the next is not in the cache.
        let numbers = (0..EVENTS as u64).map(|number| number.wrapping_mul(0x9e37_79b9_7f4a_7c15) % live);
        let mut events = Cycle::new(numbers.map(|number| {
            let [mut exec, _] = events::attack(number);
            exec.common_mut().at = events::attack(live)[0].common().at;
            exec
        }));
        bencher.bench_local(|| matcher.observe(black_box(events.next()), |_| {}));
        assert_eq!(matcher.counters().late, 0);
    }

    /// Two events: a start and what completes it.
    #[divan::bench(args = LIVE)]
    fn start_and_complete(bencher: Bencher<'_, '_>, live: u64) {
        let mut matcher = holding(live);
        let attacks = (0..EVENTS as u64).map(|number| events::attack(live + number).map(|event| later(event, live)));
        let (mut attacks, mut alerts) = (Cycle::new(attacks), 0_u64);
        bencher.bench_local(|| {
            let [exec, connect] = black_box(attacks.next());
            matcher.observe(exec, |_| {});
            matcher.observe(connect, |_| alerts += 1);
        });
        assert!(alerts > 0);
    }
}
