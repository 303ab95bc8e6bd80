//! What sequences mean, case by case; then time, the bound, and keys.

extern crate std;

use core::net::IpAddr;
use std::boxed::Box;
use std::collections::HashSet;
use std::string::{String, ToString};
use std::vec::Vec;
use std::{format, vec};

use super::key::{Key, KeyHasher};
use super::model::{Random, Seen, check, observe, observe_any};
use super::table::{Link, Node, Queue, State};
use super::{Pool, Sequence, Tally};
use crate::alert::Counters;
use crate::event::Handle;
use crate::scalar::{Scalar, Timestamp};

/// Reads events such as `A1`, `AB2` (meets stages 0 and 1), `B!3` (meets stage 1 and `until`), `A4@90` (at time 90, not 4)
/// and `A5:xy` (join key with the values x and y).
fn events(text: &str) -> Vec<Seen> {
    text.split_whitespace().map(event).collect()
}

fn event(word: &str) -> Seen {
    let (rest, keys) = word.split_once(':').unwrap_or((word, "-"));
    let digits = rest.find(|letter: char| letter.is_ascii_digit()).unwrap();
    let (met, number) = rest.split_at(digits);
    let (number, time) = number.split_once('@').unwrap_or((number, number));
    let stages = met.bytes().filter(u8::is_ascii_uppercase).map(|letter| 1 << (letter - b'A')).sum();
    let (number, time) = (number.parse().unwrap(), time.parse().unwrap());
    Seen { number, time, stages, until: met.contains('!'), keys: keys.bytes().map(u64::from).collect() }
}

/// Alerts such as `1,2 3,4`, in the order in which they were found.
fn alerts(found: &[Vec<u64>]) -> String {
    let one = |events: &Vec<u64>| events.iter().map(u64::to_string).collect::<Vec<_>>().join(",");
    found.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// What is special, stages, span, events.
type Stream<'a> = (&'a str, usize, Option<u64>, &'a str);

/// A pool of one sequence after a stream, and the alerts.
fn run(stages: usize, span_ms: Option<u64>, stream: &str) -> (Pool<64>, String) {
    let mut pool = Pool::new();
    let sequence = Sequence { id: 0, span_ms };
    let found: Vec<_> = events(stream).iter().flat_map(|event| observe_any(&mut pool, stages, sequence, event)).collect();
    check(&pool, stream);
    (pool, alerts(&found))
}

const ONE: Sequence = Sequence { id: 0, span_ms: None };
const ONE_SECOND: Sequence = Sequence { id: 0, span_ms: Some(1_000) };

#[test]
fn a_sequence_means_what_the_query_language_says() {
    let cases: &[(Stream<'_>, &str)] = &[
        (("in order", 2, None, "A1 B2"), "1,2"),
        (("not in order", 2, None, "B1 A2"), ""),
        (("used once", 2, None, "A1 B2 B3"), "1,2"),
        (("a newer first event replaces an older one", 2, None, "A1 A2 B3 B4"), "2,3"),
        (("no back-tracking", 2, None, "A1 A2 B3 A4 B5 B6 A7"), "2,3 4,5"),
        (("again and again", 2, None, "A1 A2 B3 A4 A5 A6 B7 A8 A9"), "2,3 6,7"),
        (("a partial is not disturbed by a new start", 3, None, "A1 B2 A3 C4"), "1,2,4"),
        (("a newer partial of the same stage replaces it", 3, None, "A1 B2 A3 B4 C5"), "3,4,5"),
        (("a start that was left can go on", 3, None, "A1 B2 A3 C4 B5 C6"), "1,2,4 3,5,6"),
        (("noise before", 3, None, "C1 B2 C3 A4 B5 A6 C7"), "4,5,7"),
        (("updates in between", 3, None, "A1 C2 B3 A4 B5 A6 B7 B8 C9"), "6,7,9"),
        (("the wrong way round at first", 3, None, "C1 B2 A3 C4 A5 C6 B7 A8 C9"), "5,7,9"),
        (("four stages", 4, None, "A1 B2 C3 D4 A5 B6 C7 D8"), "1,2,3,4 5,6,7,8"),
        (("four stages that overlap", 4, None, "A1 B2 C3 A4 B5 D6 C7 D8"), "1,2,3,6 4,5,7,8"),
        (("four stages, the first unfinished", 4, None, "A1 B2 C3 A5 B6 C7 D8"), "5,6,7,8"),
        (("ends one and starts the next", 2, None, "AB1 AB2 AB3"), "1,2 2,3"),
        (("never fills two stages", 3, None, "ABC1"), ""),
        (("a run of three", 3, None, "ABC1 ABC2 ABC3 ABC4"), "1,2,3 2,3,4"),
        (("the same millisecond is in order", 2, None, "A1@5 B2@5"), "1,2"),
        (("keys apart", 2, None, "A1:x A2:y B3:x B4:x B5:y"), "1,3 2,5"),
        (("no key, no part", 2, None, "A1: B2 A3 B4: B5"), "3,5"),
        (("each value of a key", 2, None, "A1:xy B2:x B3:y B4:y"), "1,2 1,3"),
        (("all values of a key at once", 2, None, "A1:xy B2:yx"), "1,2 1,2"),
        (("a value twice", 3, None, "A1:xx B2:xx B3:x C4:xx"), "1,2,4"),
        (("maxspan is inclusive", 2, Some(10), "A1 B11"), "1,11"),
        (("one past maxspan", 2, Some(10), "A1 B12"), ""),
        (("maxspan is from the first event", 3, Some(10), "A1 B8 C12 A20 B29 C30"), "20,29,30"),
        (("used up though over", 2, Some(10), "A1 B12 B13@11"), ""),
        (("maxspan of nothing", 2, Some(0), "A1@5 B2@5 A3@6 B4@7"), "1,2"),
        (("before 1970", 2, Some(10), "A1@-5 B2@5 A3@6 B4@17"), "1,2"),
        (("until", 2, None, "A1 !2 B3"), ""),
        (("until of another key", 2, None, "A1:x !2:y B3:x"), "1,3"),
        (("until comes after the event's own last stage", 2, None, "A1 B!2"), "1,2"),
        (("until ends what its event advanced", 3, None, "A1 B!2 C3"), ""),
        (("until ends what its event started", 2, None, "A!1 B2"), ""),
        (("until ends all stages", 4, None, "A1 B2 C3 A4 B5 A6 !7 D8 C9 B10"), ""),
    ];
    for ((name, stages, span_ms, stream), expected) in cases {
        assert_eq!(run(*stages, *span_ms, stream).1, *expected, "{name}: {stream}");
    }
}

#[test]
fn a_run_of_sixty_is_found_at_every_event_from_the_sixtieth_on() {
    // Every slot is in use: 1 + 2 + … + 59 events are held.
    let mut pool: Box<Pool<1770>> = Box::default();
    for number in 1..=200 {
        let mut step = pool.step::<60>(ONE, Some(Timestamp(0)), Handle(number)).unwrap();
        let (key, mut found) = (step.key().finish(), vec![]);
        step.complete(key, |events| found = events.iter().map(|event| event.handle.0).collect());
        (1..59).rev().for_each(|stage| step.advance(stage, key));
        step.start(key);
        let expected: Vec<_> = if number < 60 { vec![] } else { (number - 59..=number).collect() };
        assert_eq!(found, expected);
    }
    assert_eq!((pool.len(), pool.tally().evicted), (1770, 0));
    check(&pool, "sixty");
}

#[test]
fn late_events_are_skipped_and_counted_once() {
    let cases: &[(Stream<'_>, &str, u64)] = &[
        (("before the partial it would complete", 2, None, "A1@10 B2@9 B3@10"), "1,3", 1),
        (("before the partial it would advance", 3, None, "A1@10 B2@9 B3@11 C4@12"), "1,3,4", 1),
        (("before the partial it would displace", 2, None, "A1@10 A2@9 B3@10"), "1,3", 1),
        (("before the partial it would displace further on", 3, None, "A1@1 B2@10 A3@5 B4@9 C5@11"), "1,2,5", 1),
        (("what it would use stays", 3, None, "A1@1 B2@10 A3@5 B4@9 C5@11 B6@12 C7@13"), "1,2,5 3,6,7", 1),
        (("late for two stages is late once", 3, None, "A1@10 B2@10 A3@10 AB4@9"), "", 1),
        (("late for one key of two", 2, None, "A1@10:x A2@9:xy B3@10:y B4@10:x"), "2,3 1,4", 1),
        (("late for nobody", 2, None, "A1@10:x A2@9:y B3@10:x B4@9:y"), "1,3 2,4", 0),
        (("an older until spares what started after it", 2, None, "A1@10 !2@9 B3@10"), "1,3", 1),
        (("an older until ends what started before it", 3, None, "A1@5 B2@10 !3@9 C4@11"), "", 0),
        (("over beats late nowhere: it is not late", 2, Some(10), "A1@1 B2@12"), "", 0),
    ];
    for ((name, stages, span_ms, stream), expected, late) in cases {
        let (pool, found) = run(*stages, *span_ms, stream);
        assert_eq!((found.as_str(), pool.tally().late), (*expected, *late), "{name}: {stream}");
    }
}

#[test]
fn an_event_without_a_time_is_skipped_and_counted() {
    let mut pool: Pool<8> = Pool::new();
    assert!(pool.step::<2>(ONE, None, Handle(1)).is_none());
    assert_eq!(pool.tally(), Tally { untimed: 1, ..Tally::ZERO });
}

#[test]
fn every_end_has_its_count() {
    let cases: &[(Stream<'_>, Tally)] = &[
        (("held", 2, None, "A1"), Tally { started: 1, ..Tally::ZERO }),
        (("completed", 2, None, "A1 B2"), Tally { started: 1, completed: 1, ..Tally::ZERO }),
        (("displaced at the start", 2, None, "A1 A2"), Tally { started: 2, displaced: 1, ..Tally::ZERO }),
        (("displaced further on", 3, None, "A1 B2 A3 B4"), Tally { started: 2, displaced: 1, ..Tally::ZERO }),
        (("a value twice displaces nothing", 2, None, "A1:xx"), Tally { started: 1, ..Tally::ZERO }),
        (("over when used", 2, Some(5), "A1 B7"), Tally { started: 1, expired: 1, ..Tally::ZERO }),
        (("over when displaced", 2, Some(5), "A1 A7"), Tally { started: 2, expired: 1, ..Tally::ZERO }),
        (("cleared", 3, None, "A1 B2 A3 !4"), Tally { started: 2, cleared: 2, ..Tally::ZERO }),
    ];
    for ((name, stages, span_ms, stream), expected) in cases {
        assert_eq!(run(*stages, *span_ms, stream).0.tally(), *expected, "{name}: {stream}");
    }
    let mut counters = Counters::default();
    Tally { expired: 1, evicted: 2, late: 3, untimed: 4, completed: 5, ..Tally::ZERO }.add_to(&mut counters);
    assert_eq!(counters, Counters { expired: 1, evicted: 2, late: 3, untimed: 4, ..Counters::default() });
}

#[test]
fn the_hosts_clock_frees_what_is_over() {
    let (mut pool, _) = run(3, Some(10), "A1:x B2:x A5:y A9:z");
    pool.advance(Timestamp(11));
    assert_eq!((pool.partials(), pool.len()), (3, 4), "maxspan is inclusive");
    pool.advance(Timestamp(12));
    assert_eq!((pool.partials(), pool.len(), pool.tally().expired), (2, 2, 1));
    pool.advance(Timestamp(i64::MAX));
    assert_eq!((pool.partials(), pool.len(), pool.tally().expired), (0, 0, 3));
    check(&pool, "all over");

    let (mut pool, _) = run(2, None, "A1 A2@9223372036854775807:y");
    pool.advance(Timestamp(i64::MAX));
    assert_eq!(pool.partials(), 2, "without a span nothing is ever over");
}

#[test]
fn a_clock_in_2099_expires_only_its_own_host() {
    let in_2099 = 4_070_908_800_000_i64;
    let stream = format!("A1@1000:x A2@{in_2099}:y A3@1500:z B4@1800:x B5@{}:y B6@2400:z", in_2099 + 10);
    let (mut pool, found) = run(2, Some(1000), &stream);
    assert_eq!(found, "1,4 2,5 3,6");

    observe::<2, 64, 1>(&mut pool, ONE_SECOND, &event(&format!("A7@{in_2099}:y")));
    observe::<2, 64, 1>(&mut pool, ONE_SECOND, &event("A8@3000:x"));
    pool.advance(Timestamp(4001));
    assert_eq!((pool.partials(), pool.tally().expired), (1, 1), "the one ahead does not hide the one that is over");
}

#[test]
fn a_full_pool_gives_up_what_started_first() {
    let mut pool: Pool<3> = Pool::new();
    let mut found = vec![];
    for event in events("A1:a A2:b B3:a A4:c C5:a B6:b B7:c C8:c") {
        found.extend(observe::<3, 3, 1>(&mut pool, ONE, &event));
        check(&pool, "full");
    }
    // At A4 three events are held, two of them by `a`, which started first and is given up.
    assert_eq!(alerts(&found), "4,7,8");
    assert_eq!(pool.tally(), Tally { started: 3, completed: 1, evicted: 2, ..Tally::ZERO });
}

#[test]
fn the_partial_that_is_being_advanced_is_spared() {
    let mut pool: Pool<2> = Pool::new();
    let found: Vec<_> =
        events("A1:a A2:b B3:a C4:a").iter().flat_map(|event| observe::<3, 2, 1>(&mut pool, ONE, event)).collect();
    assert_eq!(alerts(&found), "1,3,4");
    assert_eq!(pool.tally().evicted, 1);

    let mut pool: Pool<2> = Pool::new();
    let found: Vec<_> = events("A1 B2 C3 D4").iter().flat_map(|event| observe::<4, 2, 1>(&mut pool, ONE, event)).collect();
    assert_eq!(alerts(&found), "", "a pool that cannot hold one partial gives it up");
    assert_eq!((pool.len(), pool.tally().evicted), (0, 1));
}

#[test]
fn what_is_over_by_the_hosts_clock_is_not_a_loss() {
    let mut pool: Pool<1> = Pool::new();
    let span = Sequence { id: 0, span_ms: Some(10) };
    observe::<2, 1, 1>(&mut pool, span, &event("A1:a"));
    observe::<2, 1, 1>(&mut pool, span, &event("A50:b"));
    assert_eq!((pool.tally().evicted, pool.tally().expired), (1, 0), "the host has not said what time it is");
    pool.advance(Timestamp(50));
    // Starts in the past, of a host whose clock is behind.
    observe::<2, 1, 1>(&mut pool, span, &event("A20:c"));
    observe::<2, 1, 1>(&mut pool, span, &event("A51:d"));
    assert_eq!((pool.tally().evicted, pool.tally().expired), (2, 1));
}

/// Sequences of 2 to 5 stages in a small pool.
fn crowd() -> Vec<(usize, Sequence)> {
    (0..4_u16).map(|id| (2 + usize::from(id), Sequence { id, span_ms: Some(5_000) })).collect()
}

#[test]
fn millions_of_keys_never_grow_the_pool() {
    let (mut pool, mut random) = (Box::new(Pool::<1000, 4>::with_seed([3, 4])), Random(2));
    let mut seen: Vec<Seen> = vec![];
    for number in 0..300_000_u64 {
        // A new key, or that of an event not long ago.
        let recent = seen.get((number - random.below(number.clamp(1, 40))) as usize).map(|event| event.keys[0]);
        let key = recent.filter(|_| random.one_in(2)).unwrap_or(number);
        let (time, stages) = (number as i64, 1 << random.below(3) | 1 << random.below(5));
        seen.push(Seen { number, time, stages, until: random.one_in(50), keys: vec![key, random.next()] });
        let event = seen.last().unwrap();
        for (stages, sequence) in crowd() {
            for found in observe_any(&mut pool, stages, sequence, event) {
                assert_alert_is_true(&found, &seen, sequence);
            }
        }
        if random.one_in(1_000) {
            pool.advance(Timestamp(time));
        }
        if number % 5_000 == 0 {
            check(&pool, &format!("event {number}"));
        }
        assert!(pool.len() <= pool.capacity());
    }
    check(&pool, "at the end");
    let tally = pool.tally();
    assert!(tally.started > 400_000 && tally.evicted > 100_000 && tally.completed > 1_000, "{tally:?}");
}

/// Whatever was given up: an alert names events that meet the stages, in order, in time, with a key in common.
fn assert_alert_is_true(found: &[u64], seen: &[Seen], sequence: Sequence) {
    let events: Vec<&Seen> = found.iter().map(|number| &seen[*number as usize]).collect();
    assert!(events.iter().enumerate().all(|(stage, event)| event.stages >> stage & 1 == 1), "{events:?}");
    assert!(events.windows(2).all(|pair| pair[0].number < pair[1].number), "{events:?}");
    assert!(events[0].keys.iter().any(|key| events.iter().all(|event| event.keys.contains(key))), "{events:?}");
    let span = events[events.len() - 1].time - events[0].time;
    assert!(span as u64 <= sequence.span_ms.unwrap(), "{events:?}");
}

#[test]
fn a_noisy_sequence_does_not_evict_a_quiet_one() {
    let mut pool: Box<Pool<100, 4>> = Box::default();
    let quiet = Sequence { id: 0, span_ms: None };
    let mut found = vec![];
    for number in 0..20 {
        observe::<3, 100, 4>(&mut pool, quiet, &Seen { number, time: 0, stages: 1, until: false, keys: vec![number] });
    }
    for number in 100..5_000 {
        let id = 1 + (number % 3) as u16;
        let flood = Sequence { id, span_ms: None };
        observe::<2, 100, 4>(&mut pool, flood, &Seen { number, time: 0, stages: 1, until: false, keys: vec![number] });
    }
    // The quiet one may use its share of 25, and takes the room that it needs from the others.
    for number in 5_000..5_005 {
        let event = Seen { number, time: 0, stages: 2, until: false, keys: vec![number - 5_000] };
        observe::<3, 100, 4>(&mut pool, quiet, &event);
    }
    for number in 6_000..6_005 {
        let event = Seen { number, time: 0, stages: 4, until: false, keys: vec![number - 6_000] };
        found.extend(observe::<3, 100, 4>(&mut pool, quiet, &event));
    }
    assert_eq!(alerts(&found), "0,5000,6000 1,5001,6001 2,5002,6002 3,5003,6003 4,5004,6004");
    assert_eq!(pool.tally_of(0).unwrap().evicted, 0);
    assert!((1..4).all(|id| pool.tally_of(id).unwrap().evicted > 1_000));
    check(&pool, "noisy");
}

#[test]
fn a_sequence_beyond_the_pools_number_shares_the_last_allowance_and_nothing_else() {
    let mut pool: Pool<8, 2> = Pool::new();
    let (last, beyond) = (Sequence { id: 1, span_ms: None }, Sequence { id: 9, span_ms: None });
    observe::<2, 8, 2>(&mut pool, last, &event("A1"));
    assert_eq!(observe::<2, 8, 2>(&mut pool, beyond, &event("B2")), [[0; 0]; 0], "keys of two sequences are two keys");
    observe::<2, 8, 2>(&mut pool, beyond, &event("A3"));
    assert_eq!(observe::<2, 8, 2>(&mut pool, beyond, &event("B4")), [[3, 4]]);
    assert_eq!(observe::<2, 8, 2>(&mut pool, last, &event("B5")), [[1, 5]]);
    assert_eq!(pool.tally_of(1), Some(pool.tally()));
}

#[test]
fn the_oldest_live_handle_is_that_of_the_first_event_that_is_still_held() {
    let cases = [
        ("", None),
        ("A1:a", Some(1)),
        ("A1:a A2:b B3:a", Some(1)),
        ("A1:a A2:b B3:a C4:a", Some(2)),
        ("A1:a A2:b A3:a", Some(2)),
        ("A1@9:a A2@5:b", Some(1)),
        ("A1:a !2:a", None),
    ];
    for (stream, oldest) in cases {
        assert_eq!(run(3, None, stream).0.oldest_live_handle(), oldest.map(Handle), "{stream}");
    }
}

#[test]
fn a_pool_that_is_seeded_anew_is_empty() {
    let (mut pool, _) = run(2, None, "A1 A2:x B3");
    pool.reseed([1, 2]);
    assert_eq!((pool.len(), pool.partials(), pool.tally()), (0, 0, Tally::ZERO));
    check(&pool, "seeded anew");
    let found: Vec<_> = events("B4 A5 B6").iter().flat_map(|event| observe::<2, 64, 1>(&mut pool, ONE, event)).collect();
    assert_eq!(alerts(&found), "5,6");
}

#[test]
fn sizes_are_as_documented() {
    assert_eq!((size_of::<Node>(), size_of::<Link>(), size_of::<Queue>(), size_of::<State>()), (72, 4, 144, 48));
    assert_eq!(size_of::<Pool<1024>>(), 1024 * 76 + 144 + 48);
    assert_eq!(size_of::<Pool<4096, 200>>(), 4096 * 76 + 200 * 144 + 48);
}

#[test]
fn a_pool_can_be_a_static() {
    static POOL: std::sync::Mutex<Pool<16, 2>> = std::sync::Mutex::new(Pool::new());
    let mut pool = POOL.lock().unwrap();
    pool.reseed([5, 6]);
    assert_eq!(observe_any(&mut pool, 2, ONE, &event("A1")), [[0; 0]; 0]);
    assert_eq!(observe_any(&mut pool, 2, ONE, &event("B2")), [[1, 2]]);
}

fn key(build: impl FnOnce(KeyHasher) -> KeyHasher) -> Key {
    build(KeyHasher::new([1, 2], 3)).finish()
}

#[test]
fn equal_values_make_equal_keys_whatever_their_type() {
    let ip = |text: &str| Scalar::Ip(text.parse::<IpAddr>().unwrap());
    // The values of a row are equal to each other and to none of another row.
    let rows = [
        vec![Scalar::Int(1), Scalar::Unsigned(1), Scalar::Float(1.0)],
        vec![Scalar::Int(0), Scalar::Unsigned(0), Scalar::Float(0.0), Scalar::Float(-0.0)],
        vec![Scalar::Int(-1), Scalar::Float(-1.0)],
        vec![Scalar::Int(i64::MIN), Scalar::Float(-9_223_372_036_854_775_808.0)],
        vec![Scalar::Int(i64::MAX), Scalar::Unsigned(i64::MAX as u64)],
        vec![Scalar::Unsigned(1 << 63), Scalar::Float(9_223_372_036_854_775_808.0)],
        vec![Scalar::Unsigned(u64::MAX)],
        vec![Scalar::Float(18_446_744_073_709_551_616.0)],
        vec![Scalar::Float(1.5)],
        vec![Scalar::Float(f64::INFINITY)],
        vec![Scalar::Float(f64::NEG_INFINITY)],
        vec![Scalar::Float(f64::NAN), Scalar::Float(-f64::NAN), Scalar::Float(f64::from_bits(0x7ff0_0000_0000_0001))],
        vec![Scalar::Bool(true)],
        vec![Scalar::Bool(false)],
        vec![Scalar::Str("1")],
        vec![Scalar::Str("1.0")],
        vec![Scalar::Str("true")],
        vec![Scalar::Str("")],
        vec![Scalar::Str("\0")],
        vec![Scalar::Str("10.0.0.1")],
        vec![ip("10.0.0.1"), ip("::ffff:10.0.0.1")],
        vec![ip("::1")],
        vec![Scalar::Time(Timestamp(1))],
    ];
    let mut all = HashSet::from([key(|key| key), key(KeyHasher::with_null)]);
    assert_eq!(all.len(), 2, "no key is not a null key");
    for row in &rows {
        let keys: HashSet<Key> = row.iter().map(|value| key(|key| key.with(*value))).collect();
        assert_eq!(keys.len(), 1, "{row:?}");
        assert!(all.insert(keys.into_iter().next().unwrap()), "{row:?} equals another row");
    }
}

#[test]
fn keys_of_several_values_are_compared_by_position() {
    let pairs = [("ab", "c"), ("a", "bc"), ("c", "ab"), ("abc", ""), ("", "abc")];
    let mut all: HashSet<Key> =
        pairs.iter().map(|(one, two)| key(|key| key.with(Scalar::Str(one)).with(Scalar::Str(two)))).collect();
    all.insert(key(|key| key.with(Scalar::Str("abc"))));
    all.insert(key(|key| key.with_null().with(Scalar::Str("abc"))));
    all.insert(key(|key| key.with(Scalar::Str("abc")).with_null()));
    assert_eq!(all.len(), pairs.len() + 3);
    let null = |key: KeyHasher| key.with_null().with(Scalar::Int(1));
    assert_eq!(key(null), key(null), "null equals null");
}

#[test]
fn a_number_behind_a_keyword_equals_its_text() {
    for number in [0, 7, 10, -1, 1000, i64::MAX, i64::MIN] {
        let text = number.to_string();
        assert_eq!(key(|key| key.with_keyword(Scalar::Int(number))), key(|key| key.with(Scalar::Str(&text))), "{number}");
    }
    let text = u64::MAX.to_string();
    assert_eq!(key(|key| key.with_keyword(Scalar::Unsigned(u64::MAX))), key(|key| key.with(Scalar::Str(&text))));
    assert_eq!(key(|key| key.with_keyword(Scalar::Str("x"))), key(|key| key.with(Scalar::Str("x"))));
}

#[test]
fn keys_depend_on_the_seed_and_the_sequence() {
    let keys = [([1, 2], 3), ([1, 2], 4), ([2, 1], 3), ([0, 0], 3)];
    let keys: HashSet<Key> =
        keys.iter().map(|(seed, id)| KeyHasher::new(*seed, *id).with(Scalar::Str("root")).finish()).collect();
    assert_eq!(keys.len(), 4);
}
