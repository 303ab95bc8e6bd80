//! Once the buffers have grown, decoding allocates nothing. In a program of its own, since it counts every allocation there is.
#![allow(unsafe_code, reason = "an allocator is unsafe to write; this one only counts")]

use detectors::{Handle, SlotField, SlotKind};
use detectors_json::{Decoder, Document};
use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

struct Counting;

thread_local! {
    // Of this thread alone: the test harness allocates on others.
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call is the system allocator's.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: as the caller promises.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: as the caller promises.
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: as the caller promises.
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn allocations(work: impl FnOnce()) -> usize {
    let before = ALLOCATIONS.get();
    work();
    ALLOCATIONS.get() - before
}

#[test]
fn decoding_allocates_nothing_once_warm() {
    let fields = [
        SlotField::new("process.executable", SlotKind::Str),
        SlotField::new("process.args", SlotKind::Str),
        SlotField::new("process.pid", SlotKind::Int),
    ];
    let lines: [&[u8]; 3] = [
        br#"{"process":{"executable":"C:\\Windows\\cmd.exe","args":["a\tb","c"],"pid":4},"x":[[{"y":[[]]}]]}"#,
        br#"{"process":[{"args":"a","pid":1},{"args":"b","pid":"2"}],"pro\u0063ess.pid":7,"s":"\u00e9\n"}"#,
        br#"{"process.pid":1e3}"#,
    ];
    let mut decoder = Decoder::new(&fields);
    let mut document = Document::default();
    let mut all = |document: &mut Document| {
        for line in lines {
            assert!(decoder.decode(line, Handle(0)).is_ok());
            assert!(decoder.read(line, document).is_ok());
            assert!(decoder.table(document, Handle(0)).first(2).is_some());
        }
    };
    assert!(allocations(|| all(&mut document)) > 0, "the counter counts: a cold decoder allocates");
    assert_eq!(allocations(|| all(&mut document)), 0);
    // What serde_json makes of the same lines shows that the counter still counts.
    assert!(allocations(|| drop(serde_json::from_slice::<serde_json::Value>(lines[0]))) > 0);
}
