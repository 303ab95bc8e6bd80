//! Missing events at the level of the pool: what waits, what spoils, and what the bound does.

use super::{Pool, Sequence};
use crate::alert::JoinKey;
use crate::event::Handle;
use crate::scalar::{Scalar, Timestamp};
use alloc::vec::Vec;

const SPAN: Sequence = Sequence { id: 0, span_ms: Some(100) };

/// An event of the tests: what it is, its key, its time.
type At<'a> = (Is, &'a str, i64);

/// What an event of the tests is.
#[derive(Clone, Copy, PartialEq)]
enum Is {
    /// Meets the first stage.
    First,
    /// Meets the last stage.
    Last,
    /// Must not be there.
    Missing,
}

/// `sequence by k with maxspan=100ms ![missing] [first] [last]`: handles of what was found.
fn leading<const CAPACITY: usize>(pool: &mut Pool<CAPACITY>, events: &[At<'_>]) -> Vec<[u64; 2]> {
    let mut found = Vec::new();
    for (number, (is, key, time)) in events.iter().enumerate() {
        let mut step = pool.step::<2>(SPAN, Some(Timestamp(*time)), Handle(number as u64)).expect("it has a time");
        let key = step.key().with(Scalar::Str(key)).finish();
        match is {
            Is::Last => step.complete(key, |events| found.push(events.map(|event| event.handle.0))),
            Is::First => step.start_led(key),
            Is::Missing => step.seen(key),
        }
    }
    found
}

#[test]
fn an_event_in_front_spoils_within_the_span_of_the_last_event() {
    use Is::{First, Last, Missing};
    let table: &[(&str, &[At<'_>], usize)] = &[
        ("none", &[(First, "a", 0), (Last, "a", 50)], 1),
        ("within", &[(Missing, "a", 0), (First, "a", 60), (Last, "a", 100)], 0),
        ("just outside", &[(Missing, "a", 0), (First, "a", 60), (Last, "a", 101)], 1),
        ("of another key", &[(Missing, "b", 0), (First, "a", 60), (Last, "a", 100)], 1),
        ("of the same millisecond", &[(Missing, "a", 60), (First, "a", 60), (Last, "a", 100)], 1),
        (
            "of the same millisecond, and one before",
            &[(Missing, "a", 0), (Missing, "a", 60), (First, "a", 60), (Last, "a", 100)],
            0,
        ),
        ("after the first", &[(First, "a", 60), (Missing, "a", 70), (Last, "a", 100)], 1),
    ];
    for (name, events, expected) in table {
        assert_eq!(leading(&mut Pool::<8>::new(), events).len(), *expected, "{name}");
    }
}

#[test]
fn a_forgotten_event_in_front_suppresses_and_never_makes_up_an_alert() {
    let mut events = Vec::new();
    events.push((Is::Missing, "victim", 0));
    let names: Vec<alloc::string::String> = (0..64).map(|number| alloc::format!("flood {number}")).collect();
    events.extend(names.iter().map(|name| (Is::Missing, name.as_str(), 1)));
    events.extend([(Is::First, "victim", 50), (Is::Last, "victim", 60)]);
    let mut pool = Pool::<8>::new();
    assert_eq!(leading(&mut pool, &events), Vec::<[u64; 2]>::new());
    let tally = pool.tally();
    assert!(tally.forgotten > 0 && tally.spoilt == 1, "{tally:?}");
    // Later than the span after what was forgotten, all is as before.
    assert_eq!(leading(&mut pool, &[(Is::First, "victim", 500), (Is::Last, "victim", 560)]).len(), 1);
}

#[test]
fn an_event_in_between_spoils_if_it_is_strictly_between() {
    let table: &[(i64, usize)] = &[(10, 1), (11, 0), (49, 0), (50, 1)];
    for (time, expected) in table {
        let mut pool = Pool::<8>::new();
        let mut found = 0;
        for (is, at) in [(Is::First, 10), (Is::Missing, *time), (Is::Last, 50)] {
            let mut step = pool.step::<2>(SPAN, Some(Timestamp(at)), Handle(0)).expect("it has a time");
            let key = step.key().finish();
            match is {
                Is::First => step.start(key),
                Is::Missing => step.between(0, key),
                Is::Last => step.complete(key, |_| found += 1),
            }
        }
        assert_eq!(found, *expected, "at {time}");
    }
}

/// `sequence by k with maxspan=100ms [first] [last] ![missing]`: handles and keys of what was found, with the host's clock at the end.
fn trailing<const CAPACITY: usize>(
    pool: &mut Pool<CAPACITY, 1, 1>,
    events: &[At<'_>],
    now: Option<i64>,
) -> Vec<([u64; 2], alloc::string::String)> {
    let mut found = Vec::new();
    for (number, (is, name, time)) in events.iter().enumerate() {
        let mut step = pool.step::<2>(SPAN, Some(Timestamp(*time)), Handle(number as u64)).expect("it has a time");
        let value = Scalar::Str(name);
        let key = step.key().with(value).finish();
        match is {
            Is::Last => {
                let join_keys = [JoinKey { field: "k", value: Some(value) }];
                step.complete_and_wait(key, &join_keys, false, |_| panic!("it has to wait"));
            }
            Is::First => step.start(key),
            Is::Missing => step.after::<1>(key, |events, [value]| {
                let text = value.map(|value| value.with_text(alloc::borrow::ToOwned::to_owned)).unwrap_or_default();
                found.push((events.map(|event| event.handle.0), text));
            }),
        }
    }
    pool.decide::<2, 1>(SPAN, now.map(Timestamp), |events, [value]| {
        let text = value.map(|value| value.with_text(alloc::borrow::ToOwned::to_owned)).unwrap_or_default();
        found.push((events.map(|event| event.handle.0), text));
    });
    found
}

#[test]
fn a_sequence_waits_for_what_must_not_follow_until_its_time_is_over() {
    use Is::{First, Last, Missing};
    let complete = [(First, "a", 0), (Last, "a", 50)];
    let with = |time| [complete.as_slice(), &[(Missing, "a", time)]].concat();
    let table: &[(&str, Vec<At<'_>>, Option<i64>, usize)] = &[
        ("the time is not over", complete.to_vec(), Some(100), 0),
        ("the time is over", complete.to_vec(), Some(101), 1),
        ("the input is over", complete.to_vec(), None, 1),
        ("one follows in time", with(100), None, 0),
        ("one follows too late", with(101), None, 1),
        ("one of the same millisecond", with(50), None, 1),
        ("one of another key", [complete.as_slice(), &[(Missing, "b", 60)]].concat(), None, 1),
    ];
    for (name, events, now, expected) in table {
        let found = trailing(&mut Pool::<8, 1, 1>::new(), events, *now);
        assert_eq!(found.len(), *expected, "{name}");
        assert!(found.iter().all(|(events, key)| *events == [0, 1] && key == "a"), "{name}: {found:?}");
    }
}

#[test]
fn several_sequences_of_one_key_wait_and_are_bounded() {
    let mut events = Vec::new();
    for at in 0..50 {
        events.extend([(Is::First, "a", at), (Is::Last, "a", at)]);
    }
    let found = trailing(&mut Pool::<200, 1, 1>::new(), &events, None);
    assert_eq!(found.len(), 50, "all of them wait");
    let mut small = Pool::<20, 1, 1>::new();
    let found = trailing(&mut small, &events, None);
    let tally = small.tally();
    assert_eq!((found.len() as u64 + tally.evicted, small.len()), (50, 0), "what was lost is counted: {tally:?}");
}
