//! How often the heap is used for an event once everything is warm: JSON bytes to the alerts of all public rules.

use detector_corpus::{CAPACITY, Corpus};
use detector_tests::endpoint_events::{Fleet, ndjson};
use detectors::{Handle, Layout, Slots};
use detectors_json::Decoder;
use std::alloc::{GlobalAlloc, Layout as Memory, System};
use std::hint::black_box;
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

// SAFETY: every call is the system allocator's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, memory: Memory) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(memory) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, memory: Memory) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, memory) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, memory: Memory, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
        // SAFETY: as the caller promises.
        unsafe { System.realloc(pointer, memory, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const EVENTS: usize = 200_000;

fn main() -> ExitCode {
    let thread = std::thread::Builder::new().stack_size(512 << 20).spawn(run);
    match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(true)) => ExitCode::SUCCESS,
        _ => ExitCode::FAILURE,
    }
}

/// Prints allocations and alerts; false if the counter does not count.
fn run() -> bool {
    let log = ndjson(Fleet::Mixed, EVENTS, 1);
    let mut decoder = Decoder::new(Corpus::FIELDS);
    let mut matcher = Box::new(Corpus::matcher::<CAPACITY>());
    let (mut alerts, mut handle) = (0_u64, 0);
    let mut pass = |log: &str| {
        for line in log.lines() {
            handle += 1;
            if let Ok(table) = decoder.decode(line.as_bytes(), Handle(handle)) {
                detector_corpus::judge(&mut matcher, &Slots::new(table), &mut |alert| {
                    _ = black_box(alert);
                    alerts += 1;
                });
            }
        }
    };
    // The decoder's buffers grow to what the largest documents need.
    let warm_up = log.match_indices('\n').nth(EVENTS / 10).map_or(log.len(), |(end, _)| end);
    pass(&log[..warm_up]);
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    pass(&log);
    let counted = ALLOCATIONS.load(Ordering::Relaxed) - before;
    println!("{{\"allocations\":{counted},\"events\":{EVENTS},\"alerts\":{alerts}}}");
    let before = ALLOCATIONS.load(Ordering::Relaxed);
    drop(black_box(Box::new(0_u8)));
    ALLOCATIONS.load(Ordering::Relaxed) > before
}
