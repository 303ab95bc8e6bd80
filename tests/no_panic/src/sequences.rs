//! Every call of a pool of sequences, with values that the optimiser does not know.

use core::ffi::c_int;
use core::hint::black_box;
use core::net::{IpAddr, Ipv4Addr};

use detectors::sequence::{Pool, Sequence};
use detectors::{Counters, Handle, Scalar, Timestamp};

/// How many it finds: in each of two pools, two runs of three over fifty events, one of them cleared once.
pub(crate) const ALERTS: c_int = 188;

/// Four megabytes of memory, but no space in the program: the test looks at its size.
static mut POOL: Pool<65_536, 200> = Pool::new();

pub(crate) fn run() -> c_int {
    // SAFETY: `main` calls this once, and there is one thread.
    let large = unsafe { &mut *(&raw mut POOL) };
    large.reseed(black_box([3, 4]));
    observe(large) + observe(&mut Pool::<16, 2>::with_seed(black_box([1, 2])))
}

fn observe<const CAPACITY: usize, const SEQUENCES: usize>(pool: &mut Pool<CAPACITY, SEQUENCES>) -> c_int {
    let mut alerts = 0;
    for number in 0..black_box(100_u64) {
        let time = black_box(number as i64);
        let sequence = Sequence { id: black_box(number as u16 & 1), span_ms: black_box(Some(10)) };
        let Some(mut step) = pool.step::<3>(sequence, black_box(Some(Timestamp(time))), Handle(number)) else { continue };
        let mut key = step.key();
        for value in black_box([
            Scalar::Str("root"),
            Scalar::Int(-1),
            Scalar::Unsigned(u64::MAX),
            Scalar::Float(0.5),
            Scalar::Bool(true),
            Scalar::Ip(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            Scalar::Time(Timestamp(1)),
        ]) {
            key = key.with(value).with_keyword(value).with_null();
        }
        let key = key.finish();
        step.complete(key, |events| alerts += c_int::from(black_box(events).len() == 3));
        step.advance(black_box(1), key);
        step.start(key);
        if black_box(number) == 50 {
            step.clear(key);
        }
        if black_box(number) == 60 {
            pool.advance(Timestamp(time));
        }
        black_box((pool.oldest_live_handle(), pool.len(), pool.partials(), pool.tally_of(1)));
        black_box(&mut *pool);
    }
    let mut counters = Counters::default();
    pool.tally().add_to(&mut counters);
    black_box(counters);
    alerts
}
