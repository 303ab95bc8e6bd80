//! Matching allocates nothing: a million events through the first rule, alone and in the set of shipped rules, as structs and as
//! slots; nor does decoding once its buffers have grown, elements of arrays apart or not.
//!
//! `cargo test -p detector-tests --test no_alloc -- --nocapture` prints the figures.
#![allow(unsafe_code, reason = "an allocator is unsafe to write; this one only counts")]

use detector_rules::Shipped;
use detector_rules::linux::execution::ReverseShellViaSuspiciousChildProcess as Rule;
use detector_tests::events::{self, HostEvent, SlotRow};
use detector_tests::set_of_one::SetOfOne;
use detectors::{Event, Handle, Layout, Matcher, Slots, Timestamp};
use detectors_json::Decoder;
use std::alloc::{GlobalAlloc, Layout as Memory, System};
use std::cell::Cell;

const EVENTS: u64 = 1_000_000;

/// One event in so many is part of a reverse shell.
const ATTACK_EVERY: u64 = 1_000;

struct Counting;

thread_local! {
    // Of this thread alone: the test harness allocates on others.
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

// SAFETY: every call is the system allocator's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, memory: Memory) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(memory) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, memory: Memory) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, memory) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, memory: Memory, size: usize) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: as the caller promises.
        unsafe { System.realloc(pointer, memory, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often `work` allocates.
fn allocations(work: impl FnOnce()) -> u64 {
    let before = ALLOCATIONS.get();
    work();
    ALLOCATIONS.get() - before
}

/// What a matcher is fed with: ordinary events, and reverse shells among them.
struct Input<T> {
    ordinary: Vec<T>,
    attacks: Vec<[T; 2]>,
}

impl<T> Input<T> {
    fn map<'e, R>(&'e self, make: impl Fn(&'e T) -> R) -> Input<R> {
        let attacks = self.attacks.iter().map(|[exec, connect]| [make(exec), make(connect)]);
        Input { ordinary: self.ordinary.iter().map(&make).collect(), attacks: attacks.collect() }
    }

    /// A million of them, in turn.
    fn each(&self, mut judge: impl FnMut(&T)) {
        let (mut ordinary, mut attacks) = (self.ordinary.iter().cycle(), self.attacks.iter().cycle());
        for number in 0..EVENTS {
            if number % ATTACK_EVERY == 0 {
                attacks.next().into_iter().flatten().for_each(&mut judge);
            } else if number % ATTACK_EVERY != 1 {
                ordinary.next().into_iter().for_each(&mut judge);
            }
        }
    }
}

fn input() -> Input<HostEvent> {
    Input { ordinary: events::benign(10_000, 1), attacks: (0..100).map(events::attack).collect() }
}

/// Allocations of a matcher over a million events, which must alert once for each attack.
fn matching<E: Event>(what: &str, input: &Input<E>, matcher: &mut impl Matcher) -> u64 {
    let mut alerts = 0;
    let count = allocations(|| input.each(|event| matcher.observe(event, |_| alerts += 1)));
    matcher.advance(Timestamp(i64::MAX), |_| {});
    assert_eq!(alerts, EVENTS / ATTACK_EVERY, "{what}");
    assert_eq!(matcher.counters().observed, EVENTS, "{what}");
    println!("{what:<40} {EVENTS} events, {alerts} alerts, {count} allocations");
    count
}

#[test]
fn a_million_events_are_matched_without_an_allocation() {
    let typed = input();
    assert_eq!(matching("first rule, structs", &typed, &mut Rule::matcher::<1024>()), 0);
    assert_eq!(matching("set of one, structs", &typed, &mut SetOfOne::matcher::<1024>()), 0);
    let rows = typed.map(SlotRow::new::<Rule>);
    assert_eq!(matching("first rule, slots", &rows.map(SlotRow::event::<Rule>), &mut Rule::matcher::<1024>()), 0);
    let rows = typed.map(SlotRow::new::<Shipped>);
    assert_eq!(matching("shipped rules, slots", &rows.map(SlotRow::event::<Shipped>), &mut Shipped::matcher::<1024>()), 0);

    // The control: what a sink keeps is allocated, and counted.
    let mut kept = Vec::new();
    let mut matcher = Rule::matcher::<1024>();
    let count = allocations(|| typed.each(|event| matcher.observe(event, |alert| kept.push(alert.events.to_vec()))));
    println!("{:<40} {EVENTS} events, {} alerts, {count} allocations", "control: a sink that keeps events", kept.len());
    assert!(count >= EVENTS / ATTACK_EVERY, "the counter counts");
}

#[test]
fn documents_are_decoded_and_matched_without_an_allocation_once_warm() {
    const ROUNDS: u64 = 10;
    let lines = input().map(HostEvent::document);
    let mut decoder = Decoder::new(Shipped::FIELDS);
    let mut matcher = Shipped::matcher::<1024>();
    let mut alerts = 0_u64;
    let mut round = || {
        for line in lines.attacks.iter().flatten().chain(&lines.ordinary) {
            let table = decoder.decode(line.as_bytes(), Handle(0)).expect("a document");
            matcher.observe(&Slots::<Shipped>::new(table), |_| alerts += 1);
        }
    };
    let cold = allocations(&mut round);
    let warm = allocations(|| (0..ROUNDS).for_each(|_| round()));
    let count = lines.ordinary.len() + 2 * lines.attacks.len();
    println!("cold: {count} documents, {cold} allocations; warm: {} documents, {warm} allocations", count as u64 * ROUNDS);
    assert!(cold > 0, "the counter counts: a cold decoder allocates");
    assert_eq!(warm, 0);
    assert_eq!(alerts, lines.attacks.len() as u64 * (ROUNDS + 1));
    assert!(allocations(|| drop(serde_json::from_str::<serde_json::Value>(&lines.ordinary[0]))) > 0, "it still counts");
}

/// Rules that look through elements, read earlier events and ask of ancestors.
mod endpoint {
    use detectors::Detector;

    #[derive(Detector)]
    #[detector(
        query = r#"api where _arraysearch(process.thread.Ext.call_stack, $e, stringcontains~($e.symbol_info, process.name)) and
            descendant of [process where process.name == "winword.exe"]"#,
        dialect = "endpoint"
    )]
    pub(super) struct Event;

    #[derive(Detector)]
    #[detector(
        query = r#"sequence by host.id with maxspan=1m
            [process where process.name == "evil"] as event0
            [api where _arraysearch(process.thread.Ext.call_stack, $e, endswith~($e.symbol_info, event0.process.name)) and
                process.entity_id == event0.process.entity_id]"#,
        dialect = "endpoint"
    )]
    pub(super) struct Sequence;
}

#[test]
fn elements_earlier_events_and_ancestors_need_no_allocation() {
    const ROUNDS: u64 = 1_000;
    let lines = [
        r#"{"@timestamp":1,"event.category":"process","host.id":"h","process":{"entity_id":"w","name":"winword.exe"}}"#,
        r#"{"@timestamp":2,"event.category":"process","host.id":"h","process":{"entity_id":"e","name":"evil","parent.entity_id":"w"}}"#,
        r#"{"@timestamp":3,"event.category":"api","host.id":"h","process":{"entity_id":"e","name":"evil","thread":{"Ext":{"call_stack":[
            {"symbol_info":"C:\\Windows\\ntdll.dll"},{"protection":"RWX","symbol_info":["a","x\\EVIL"]},{}]}}}}"#,
    ];
    let (mut alerts, mut of_event, mut of_sequence) =
        (0_u64, Decoder::new(endpoint::Event::FIELDS), Decoder::new(endpoint::Sequence::FIELDS));
    let (mut event, mut sequence) = (endpoint::Event::matcher::<64>(), endpoint::Sequence::matcher::<64>());
    let mut round = || {
        for line in lines {
            let table = of_event.decode(line.as_bytes(), Handle(0)).expect("a document");
            event.observe(&Slots::<endpoint::Event>::new(table), |_| alerts += 1);
            let table = of_sequence.decode(line.as_bytes(), Handle(0)).expect("a document");
            sequence.observe(&Slots::<endpoint::Sequence>::new(table), |_| alerts += 1);
        }
    };
    assert!(allocations(&mut round) > 0, "the counter counts: a cold decoder allocates");
    assert_eq!(allocations(|| (0..ROUNDS).for_each(|_| round())), 0);
    // The process events of a new round are late for nobody: each round has both alerts.
    assert_eq!(alerts, 2 * (ROUNDS + 1));
}
