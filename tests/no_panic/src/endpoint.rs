//! What only Elastic Endpoint's dialect has: searches of elements, fields of earlier events, ancestors, over struct and slot events.

use core::hint::black_box;
use core::net::{IpAddr, Ipv4Addr};

use detectors::{Detector, Event, Handle, Layout, Matcher, Scalar, Slot, SlotKind, SlotTable, SlotValue, Slots, Timestamp};

const STACK: &str = "process.thread.Ext.call_stack";

#[derive(Clone, Copy, Event)]
struct Frame<'a> {
    #[event(field = "process.thread.Ext.call_stack.symbol_info")]
    symbol: &'a str,
    #[event(field = "process.thread.Ext.call_stack.allocation_private_bytes")]
    bytes: Option<u64>,
}

#[derive(Clone, Copy, Event)]
struct Record<'a> {
    #[event(field = "@timestamp")]
    at: Timestamp,
    #[event(field = "event.category")]
    category: &'a str,
    #[event(field = "event.type")]
    kind: &'a str,
    #[event(field = "process.entity_id")]
    id: &'a str,
    #[event(field = "process.parent.entity_id")]
    parent: &'a str,
    #[event(field = "process.name")]
    name: &'a str,
    #[event(field = "process.pid")]
    pid: i64,
    #[event(field = "process.args")]
    args: &'a [&'a str],
    #[event(field = "source.ip")]
    source: Option<IpAddr>,
    #[event(elements = "process.thread.Ext.call_stack")]
    stack: &'a [Frame<'a>],
    #[event(handle)]
    number: u64,
}

macro_rules! queries {
    ($($name:ident($($capacity:literal)?): $query:literal;)*) => {
        $(mod $name {
            #[derive(detectors::Detector)]
            #[detector(query = $query, dialect = "endpoint", event = super::Record<'_>)]
            pub(super) struct Query;
        })*

        /// The number of the first query that does not find some, by structs as by slots.
        pub(crate) fn run() -> Option<i32> {
            let mut number = 0;
            $(
                if !finds_some::<$name::Query, _>(|| $name::Query::matcher$(::<$capacity>)?()) {
                    return Some(number);
                }
                number += 1;
            )*
            let _ = number;
            None
        }
    };
}

queries! {
    search(): r#"process where _arraysearch(process.thread.Ext.call_stack, $e, $e.symbol_info : "*ntdll*")"#;
    no_search(): r#"process where not _arraysearch(process.thread.Ext.call_stack, $e, not $e.symbol_info : "*ntdll*")"#;
    search_with_event(): r#"process where _arraysearch(process.thread.Ext.call_stack, $e, stringcontains~($e.symbol_info, process.name))"#;
    search_that_fails(): r#"any where _arraysearch(process.thread.Ext.call_stack, $e, $e.allocation_private_bytes + 1 > process.pid)"#;
    flat(): r#"process where process.thread.Ext.call_stack.symbol_info : "*ntdll*""#;
    two_fields(): r#"process where process.name == process.args or process.pid < process.pid"#;
    earlier_text(64): r#"sequence by process.pid [process where true] as event0 [file where startswith~(process.name, event0.process.name)]"#;
    earlier_equal(64): r#"sequence [process where true] as event0 [file where process.args == event0.process.args and source.ip == event0.source.ip]"#;
    earlier_number(64): r#"sequence [process where true] as e0 [file where true] as e1 [process where process.pid / e0.process.pid >= 1 and e1.process.name : "b*"]"#;
    earlier_runs(64): r#"sequence with maxspan=1d [any where true] as e0 [any where process.pid >= e0.process.pid] with runs=3 until [any where process.name == "cat"]"#;
    earlier_in_search(64): r#"sequence [process where true] as e0 [any where _arraysearch(process.thread.Ext.call_stack, $e, $e.symbol_info == e0.process.name or stringcontains($e.symbol_info, e0.process.name))]"#;
    ancestor(16): r#"file where descendant of [process where process.name == "bash"]"#;
    ancestors(16): r#"any where not descendant of [process where process.name == "ls"] and descendant of [process where process.pid + 1 > 0]"#;
    ancestor_in_sequence(16): r#"sequence by process.pid [process where descendant of [process where process.name : "b*"]] [file where true]"#;
    // So small that processes are forgotten.
    forgotten(2): r#"any where descendant of [process where _arraysearch(process.thread.Ext.call_stack, $e, $e.symbol_info : "*ntdll*")]"#;
}

fn finds_some<Q: Detector + Layout, M: Matcher>(matcher: impl Fn() -> M) -> bool {
    let (mut by_struct, mut by_slots) = (0_u32, 0_u32);
    let (mut of_structs, mut of_slots) = (matcher(), matcher());
    let records = records();
    for round in 0..black_box(4) {
        for record in &records {
            let record = black_box(Record { at: Timestamp(record.at.0.saturating_add(round)), ..*record });
            of_structs.observe(&record, |alert| by_struct += u32::from(!black_box(alert).events.is_empty()));
            with_slots::<Q>(&record, &mut |event| {
                of_slots.observe(event, |alert| by_slots += u32::from(!black_box(alert).events.is_empty()));
            });
        }
        of_structs.advance(Timestamp(black_box(round)), |alert| _ = black_box(alert));
        black_box((of_structs.counters(), of_structs.oldest_live_handle()));
    }
    by_struct > 0 && by_struct == by_slots && by_struct < 4 * records.len() as u32
}

#[inline(never)]
fn records<'a>() -> [Record<'a>; 6] {
    let shell = Record {
        at: Timestamp(1_767_225_600_000),
        category: "process",
        kind: "start",
        id: "p1",
        parent: "p0",
        name: "bash",
        pid: 4711,
        args: &["bash", "-i"],
        source: Some(IpAddr::V4(Ipv4Addr::LOCALHOST)),
        stack: &[
            Frame { symbol: "kernel32.dll!bash", bytes: None },
            Frame { symbol: "C:\\Windows\\ntdll.dll!NtOpen", bytes: Some(9_000) },
        ],
        number: 1,
    };
    let child = Record { id: "p2", parent: "p1", name: "cat", stack: &[], args: &[], source: None, number: 2, ..shell };
    black_box([
        shell,
        Record { category: "file", name: "bash2", number: 3, ..shell },
        child,
        Record { category: "file", stack: &[Frame { symbol: "ntdll", bytes: Some(u64::MAX) }], number: 4, ..child },
        Record { id: "p3", parent: "p2", pid: 0, kind: "end", number: 5, ..child },
        Record { id: "p4", parent: "p9", name: "ls", number: 6, ..child },
    ])
}

/// The record as a slot event.
#[inline(never)]
fn with_slots<L: Layout>(record: &Record<'_>, judge: &mut dyn FnMut(&Slots<'_, L>)) {
    let mut slots = [Slot::EMPTY; 32];
    let mut values = [SlotValue::Scalar(Scalar::Bool(false)); 64];
    let mut free = values.iter_mut();
    let mut start = 0;
    for (slot, field) in slots.iter_mut().zip(L::FIELDS) {
        let mut len = 0;
        let mut push = |value: SlotValue<'static>| {
            if let Some(free) = free.next() {
                *free = value;
                len += 1;
            }
        };
        if field.kind == SlotKind::Objects {
            for frame in record.stack {
                push(SlotValue::Element);
                for (place, member) in (0_u32..).zip(L::FIELDS).filter(|(_, member)| member.name.starts_with(STACK)) {
                    each_value(frame, member.name, &mut |value| {
                        push(SlotValue::Member { place });
                        push(value);
                    });
                }
            }
        } else {
            each_value(record, field.name, &mut push);
        }
        *slot = Slot { start, len };
        start += len;
    }
    judge(&Slots::new(SlotTable { slots: &slots, values: &values, input: TEXTS, scratch: "", handle: Handle(record.number) }));
}

/// The texts of all records: a slot's text lies in its table's buffers.
const TEXTS: &str = "processfilestartendp0p1p2p3p4p9bash2catls-ikernel32.dll!bashC:\\Windows\\ntdll.dll!NtOpenntdll";

/// Where a text stands in [`TEXTS`].
fn place(text: &str) -> u32 {
    let is_at = |at: &u32| TEXTS.as_bytes().get(*at as usize..).is_some_and(|rest| rest.starts_with(text.as_bytes()));
    (0..TEXTS.len() as u32).find(is_at).unwrap_or_default()
}

/// The values of a field, by its name.
#[inline(never)]
fn each_value<E: Event>(event: &E, name: &str, push: &mut dyn FnMut(SlotValue<'static>)) {
    macro_rules! fields {
        ($($field:literal),*) => {
            match name {
                $($field => event.any::<{ detectors::field_id($field) }>(|value| {
                    push(match value {
                        Scalar::Str(text) => {
                            let start = place(text);
                            SlotValue::Input { start, len: text.len() as u32 }
                        }
                        Scalar::Int(value) => SlotValue::Scalar(Scalar::Int(value)),
                        Scalar::Unsigned(value) => SlotValue::Scalar(Scalar::Unsigned(value)),
                        Scalar::Ip(value) => SlotValue::Scalar(Scalar::Ip(value)),
                        Scalar::Time(value) => SlotValue::Scalar(Scalar::Time(value)),
                        Scalar::Float(_) | Scalar::Bool(_) => return false,
                    });
                    false
                }),)*
                _ => false,
            }
        };
    }
    fields!(
        "@timestamp",
        "event.category",
        "event.type",
        "process.entity_id",
        "process.parent.entity_id",
        "process.name",
        "process.pid",
        "process.args",
        "source.ip",
        "process.thread.Ext.call_stack.symbol_info",
        "process.thread.Ext.call_stack.allocation_private_bytes"
    );
}
