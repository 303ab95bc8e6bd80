//! `#[derive(Event)]`: what a matcher reads of a derived event.

use detectors::event::{Requirement, Shapes};
use detectors::{Event, Handle, Scalar, Timestamp, field_id};
use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// All values of a field, in order.
macro_rules! values {
    ($event:expr, $field:literal) => {{
        let event = &$event;
        let mut values = Vec::new();
        assert!(!Event::any::<{ field_id($field) }>(event, |value| {
            values.push(value);
            false
        }));
        values
    }};
}

#[test]
fn the_compiler_and_the_runtime_name_fields_alike() {
    for name in ["", "@timestamp", "process.name", "process.parent.code_signature.subject_name", "ключ.値"] {
        assert_eq!(detector_compiler::field_id(name), detectors::field_id(name), "{name}");
    }
}

#[derive(Event)]
#[event(category = "process")]
#[event(constant("host.os.type" = "linux"), missing = "process.parent.*")]
struct Exec<'a> {
    #[event(field = "@timestamp")]
    at: Timestamp,
    #[event(field = "process.name")]
    name: &'a str,
    #[event(field = "process.args")]
    args: &'a [&'a str],
    #[event(handle)]
    id: u64,
    #[expect(dead_code, reason = "not a field of the event")]
    internal: u32,
}

const EXEC: Exec<'_> = Exec { at: Timestamp(5), name: "sh", args: &["sh", "-c", "id"], id: 7, internal: 0 };

#[test]
fn fields_have_the_values_of_the_struct() {
    assert_eq!(values!(EXEC, "@timestamp"), [Scalar::Time(Timestamp(5))]);
    assert_eq!(values!(EXEC, "process.name"), [Scalar::Str("sh")]);
    assert_eq!(values!(EXEC, "process.args"), [Scalar::Str("sh"), Scalar::Str("-c"), Scalar::Str("id")]);
}

#[test]
fn what_is_not_mapped_has_no_values() {
    assert_eq!(values!(EXEC, "process.pid"), []);
    assert_eq!(values!(EXEC, "process.parent.name"), []);
    assert_eq!(values!(EXEC, "internal"), []);
}

#[test]
fn a_visit_ends_at_the_first_value_that_is_accepted() {
    let mut seen = 0;
    let found = EXEC.any::<{ field_id("process.args") }>(|value| {
        seen += 1;
        value == Scalar::Str("-c")
    });
    assert!(found);
    assert_eq!(seen, 2);
}

#[test]
fn values_outlive_the_visit() {
    let exec = EXEC;
    let mut kept = None;
    exec.any::<{ field_id("process.name") }>(|value| {
        kept = Some(value);
        true
    });
    assert_eq!(kept, Some(Scalar::Str("sh")));
}

#[test]
fn the_category_is_a_constant_of_the_category_field() {
    assert_eq!(values!(EXEC, "event.category"), [Scalar::Str("process")]);
    assert_eq!(values!(EXEC, "host.os.type"), [Scalar::Str("linux")]);
}

#[test]
fn the_handle_is_the_field_that_is_marked() {
    assert_eq!(EXEC.handle(), Handle(7));
}

#[test]
fn shapes_list_what_the_attributes_say() {
    let Shapes::One(shape) = Exec::SHAPES else { panic!("one shape") };
    assert_eq!(shape.name, "Exec");
    assert_eq!(shape.mapped, ["@timestamp", "process.name", "process.args"]);
    assert_eq!(shape.missing, ["process.parent.*"]);
    assert_eq!(shape.constants, [("event.category", "process"), ("host.os.type", "linux")]);
}

/// One event type for each type of Rust: a struct with that type behind a field has these values.
macro_rules! types {
    ($($test:ident: $field:literal, $ty:ty = $value:expr => [$($scalar:expr),*];)*) => {$(
        #[test]
        fn $test() {
            #[derive(Event)]
            struct Of<'a> {
                #[event(field = $field)]
                value: $ty,
                #[event(field = "event.type")]
                other: &'a str,
            }
            let event = Of { value: $value, other: "" };
            let expected: Vec<Scalar> = vec![$($scalar),*];
            assert_eq!(values!(event, $field), expected);
        }
    )*};
}

const V4: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 1);
const V6: Ipv6Addr = Ipv6Addr::LOCALHOST;

types! {
    str_is_text: "process.name", &'a str = "sh" => [Scalar::Str("sh")];
    string_is_text: "process.name", String = "sh".to_owned() => [Scalar::Str("sh")];
    boxed_str_is_text: "process.name", Box<str> = "sh".into() => [Scalar::Str("sh")];
    rc_str_is_text: "process.name", Rc<str> = "sh".into() => [Scalar::Str("sh")];
    arc_str_is_text: "process.name", Arc<str> = "sh".into() => [Scalar::Str("sh")];
    borrowed_cow_is_text: "process.name", Cow<'a, str> = Cow::Borrowed("sh") => [Scalar::Str("sh")];
    owned_cow_is_text: "process.name", Cow<'a, str> = Cow::Owned("sh".to_owned()) => [Scalar::Str("sh")];
    text_is_a_version: "package.build_version", &'a str = "1.2" => [Scalar::Str("1.2")];
    some_is_its_value: "process.name", Option<&'a str> = Some("sh") => [Scalar::Str("sh")];
    none_has_no_values: "process.name", Option<&'a str> = None => [];
    a_slice_has_many: "process.args", &'a [&'a str] = &["a", "b"] => [Scalar::Str("a"), Scalar::Str("b")];
    an_array_has_many: "process.args", [&'a str; 2] = ["a", "b"] => [Scalar::Str("a"), Scalar::Str("b")];
    a_vec_has_many: "process.args", Vec<String> = vec!["a".into(), "b".into()] => [Scalar::Str("a"), Scalar::Str("b")];
    an_empty_vec_has_none: "process.args", Vec<String> = vec![] => [];
    a_boxed_slice_has_many: "process.args", Box<[&'a str]> = Box::new(["a", "b"]) => [Scalar::Str("a"), Scalar::Str("b")];
    a_cow_of_a_slice_has_many: "process.args", Cow<'a, [&'a str]> = Cow::Borrowed(&["a"]) => [Scalar::Str("a")];
    nested_values_are_flat: "process.args", Option<Vec<Option<Cow<'a, str>>>> = Some(vec![Some("a".into()), None])
        => [Scalar::Str("a")];
    i8_is_a_number: "process.pid", i8 = -1 => [Scalar::Int(-1)];
    i16_is_a_number: "process.pid", i16 = i16::MIN => [Scalar::Int(-32_768)];
    i32_is_a_number: "process.pid", i32 = -1 => [Scalar::Int(-1)];
    i64_is_a_number: "process.pid", i64 = i64::MIN => [Scalar::Int(i64::MIN)];
    isize_is_a_number: "process.pid", isize = -1 => [Scalar::Int(-1)];
    u8_is_a_number: "process.pid", u8 = 255 => [Scalar::Int(255)];
    u16_is_a_number: "process.pid", u16 = 65_535 => [Scalar::Int(65_535)];
    u32_is_a_number: "process.pid", u32 = u32::MAX => [Scalar::Int(4_294_967_295)];
    u64_is_a_number: "process.pid", u64 = u64::MAX => [Scalar::Unsigned(u64::MAX)];
    usize_is_a_number: "process.pid", usize = 1 => [Scalar::Unsigned(1)];
    a_whole_number_is_a_float: "event.risk_score", i32 = 1 => [Scalar::Int(1)];
    a_whole_number_is_a_keyword: "user.id", u32 = 0 => [Scalar::Int(0)];
    f32_is_a_number: "event.risk_score", f32 = 0.5 => [Scalar::Float(0.5)];
    f64_is_a_number: "event.risk_score", f64 = 0.5 => [Scalar::Float(0.5)];
    bool_is_a_boolean: "process.interactive", bool = true => [Scalar::Bool(true)];
    ip_addr_is_an_address: "source.ip", IpAddr = IpAddr::V6(V6) => [Scalar::Ip(IpAddr::V6(V6))];
    ipv4_is_an_address: "source.ip", Ipv4Addr = V4 => [Scalar::Ip(IpAddr::V4(V4))];
    ipv6_is_an_address: "source.ip", Ipv6Addr = V6 => [Scalar::Ip(IpAddr::V6(V6))];
    a_timestamp_is_a_time: "@timestamp", Timestamp = Timestamp(-1) => [Scalar::Time(Timestamp(-1))];
    a_system_time_is_a_time: "@timestamp", SystemTime = SystemTime::UNIX_EPOCH + Duration::from_micros(1_999)
        => [Scalar::Time(Timestamp(1))];
    a_time_before_1970_rounds_down: "@timestamp", SystemTime = SystemTime::UNIX_EPOCH - Duration::from_micros(1)
        => [Scalar::Time(Timestamp(-1))];
}

#[test]
fn every_number_can_be_a_handle() {
    #[derive(Event)]
    struct Of<T> {
        #[event(field = "process.pid")]
        pid: u32,
        #[event(handle)]
        id: T,
    }
    fn handle<T: Copy>(id: T) -> Handle
    where
        Handle: From<T>,
    {
        Of { pid: 1, id }.handle()
    }
    assert_eq!(handle(1_u8), Handle(1));
    assert_eq!(handle(2_u16), Handle(2));
    assert_eq!(handle(3_u32), Handle(3));
    assert_eq!(handle(u64::MAX), Handle(u64::MAX));
    assert_eq!(handle(5_usize), Handle(5));
    assert_eq!(handle(Handle(6)), Handle(6));
}

#[test]
fn a_handle_can_be_a_field_too() {
    #[derive(Event)]
    struct Numbered {
        #[event(field = "event.sequence", handle)]
        number: u64,
    }
    let event = Numbered { number: 3 };
    assert_eq!(event.handle(), Handle(3));
    assert_eq!(values!(event, "event.sequence"), [Scalar::Unsigned(3)]);
}

#[test]
fn one_struct_field_can_stand_behind_several_fields() {
    #[derive(Event)]
    struct Process<'a> {
        #[event(field = "process.name", field = "process.title")]
        name: &'a str,
    }
    let event = Process { name: "sh" };
    assert_eq!(values!(event, "process.name"), values!(event, "process.title"));
}

#[test]
fn constants_have_the_type_of_their_literal() {
    #[derive(Event)]
    #[event(category = "process", category = "session")]
    #[event(constant("event.type" = "start", "event.type" = "info"))]
    #[event(constant("process.interactive" = true), constant("process.pid" = -1))]
    #[event(constant("event.sequence" = 18_446_744_073_709_551_615, "event.risk_score" = 47))]
    #[event(constant("event.risk_score_norm" = 0.5, "user.id" = 0))]
    #[event(constant("host.ip" = "192.0.2.1", "host.ip" = "::1"))]
    struct Constants;

    let event = Constants;
    assert_eq!(values!(event, "event.category"), [Scalar::Str("process"), Scalar::Str("session")]);
    assert_eq!(values!(event, "event.type"), [Scalar::Str("start"), Scalar::Str("info")]);
    assert_eq!(values!(event, "process.interactive"), [Scalar::Bool(true)]);
    assert_eq!(values!(event, "process.pid"), [Scalar::Int(-1)]);
    assert_eq!(values!(event, "event.sequence"), [Scalar::Unsigned(u64::MAX)]);
    assert_eq!(values!(event, "event.risk_score"), [Scalar::Float(47.0)]);
    assert_eq!(values!(event, "event.risk_score_norm"), [Scalar::Float(0.5)]);
    assert_eq!(values!(event, "user.id"), [Scalar::Int(0)]);
    assert_eq!(values!(event, "host.ip"), [Scalar::Ip(IpAddr::V4(V4)), Scalar::Ip(IpAddr::V6(V6))]);
    assert_eq!(event.handle(), Handle(0));
}

#[test]
fn a_tuple_struct_has_fields_by_position() {
    #[derive(Event)]
    struct Exec<'a>(#[event(field = "process.name")] &'a str, #[event(handle)] u32, #[event(field = "process.pid")] u32);
    let event = Exec("sh", 7, 42);
    assert_eq!(values!(event, "process.name"), [Scalar::Str("sh")]);
    assert_eq!(values!(event, "process.pid"), [Scalar::Int(42)]);
    assert_eq!(event.handle(), Handle(7));
}

#[test]
#[allow(non_camel_case_types, reason = "words of Rust")]
fn raw_names_are_names() {
    #[derive(Event)]
    struct r#struct<'r#type> {
        #[event(field = "event.type")]
        r#type: &'r#type str,
    }
    #[derive(Event)]
    enum r#enum<'a> {
        r#struct(r#struct<'a>),
        r#fn {
            #[event(field = "process.name")]
            r#match: &'a str,
        },
    }
    assert_eq!(values!(r#enum::r#struct(r#struct { r#type: "start" }), "event.type"), [Scalar::Str("start")]);
    assert_eq!(values!(r#enum::r#fn { r#match: "sh" }, "process.name"), [Scalar::Str("sh")]);
}

#[derive(Event)]
#[event(category = "network")]
struct Connect {
    #[event(field = "destination.ip")]
    ip: IpAddr,
    #[event(handle)]
    id: u32,
}

#[derive(Event)]
#[event(constant("agent.id" = "a"))]
enum AgentEvent<'a> {
    Exec(Exec<'a>),
    Borrowed(&'a Exec<'a>),
    Connect(Box<Connect>),
    #[event(category = "file")]
    Open {
        #[event(field = "file.path")]
        path: &'a str,
        #[event(handle)]
        id: usize,
        #[expect(dead_code, reason = "not a field of the event")]
        flags: u32,
    },
    #[event(category = "process")]
    Exit(#[event(field = "process.pid")] u32, #[event(field = "process.exit_code")] Option<i32>),
    Tick,
    #[event(skip)]
    #[expect(dead_code, reason = "not an event")]
    Statistics(Vec<u64>),
}

fn agent_events() -> [AgentEvent<'static>; 7] {
    [
        AgentEvent::Exec(EXEC),
        AgentEvent::Borrowed(&EXEC),
        AgentEvent::Connect(Box::new(Connect { ip: IpAddr::V4(V4), id: 2 })),
        AgentEvent::Open { path: "/etc/passwd", id: 3, flags: 0 },
        AgentEvent::Exit(42, Some(1)),
        AgentEvent::Tick,
        AgentEvent::Statistics(vec![1]),
    ]
}

#[test]
fn an_enum_has_the_fields_of_its_variant() {
    let [exec, borrowed, connect, open, exit, tick, statistics] = agent_events();
    assert_eq!(values!(exec, "process.name"), [Scalar::Str("sh")]);
    assert_eq!(values!(borrowed, "process.name"), [Scalar::Str("sh")]);
    assert_eq!(values!(connect, "destination.ip"), [Scalar::Ip(IpAddr::V4(V4))]);
    assert_eq!(values!(connect, "process.name"), []);
    assert_eq!(values!(open, "file.path"), [Scalar::Str("/etc/passwd")]);
    assert_eq!(values!(exit, "process.exit_code"), [Scalar::Int(1)]);
    let categories: Vec<Vec<Scalar>> =
        [&exec, &borrowed, &connect, &open, &exit, &tick, &statistics].map(|event| values!(*event, "event.category")).into();
    let category = |name| vec![Scalar::Str(name)];
    let process = category("process");
    assert_eq!(categories[..5], [process.clone(), process.clone(), category("network"), category("file"), process]);
    assert_eq!(categories[5..], [vec![], vec![]]);
}

#[test]
fn what_an_enum_says_is_true_of_all_variants() {
    for event in agent_events() {
        assert_eq!(values!(event, "agent.id"), [Scalar::Str("a")]);
    }
}

#[test]
fn an_enum_has_the_handle_of_its_variant() {
    let handles = agent_events().map(|event| event.handle().0);
    assert_eq!(handles, [7, 7, 2, 3, 0, 0, 0]);
}

#[derive(Event)]
struct Host<'a> {
    #[event(field = "host.id")]
    id: &'a str,
    #[event(field = "host.ip")]
    ips: &'a [IpAddr],
    #[event(handle)]
    number: u64,
}

#[derive(Event)]
struct Envelope<'a> {
    #[event(field = "event.created")]
    created: Timestamp,
    #[event(flatten)]
    host: Host<'a>,
    #[event(flatten)]
    what: Option<AgentEvent<'a>>,
}

#[test]
fn flattened_fields_are_the_events_own() {
    let host = || Host { id: "h", ips: &[], number: 9 };
    let event = Envelope { created: Timestamp(1), host: host(), what: Some(AgentEvent::Exit(42, None)) };
    assert_eq!(values!(event, "event.created"), [Scalar::Time(Timestamp(1))]);
    assert_eq!(values!(event, "host.id"), [Scalar::Str("h")]);
    assert_eq!(values!(event, "process.pid"), [Scalar::Int(42)]);
    assert_eq!(values!(event, "event.category"), [Scalar::Str("process")]);
    let empty = Envelope { created: Timestamp(1), host: host(), what: None };
    assert_eq!(values!(empty, "process.pid"), []);
}

#[test]
fn the_handle_is_that_of_the_first_flattened_part_unless_another_is_marked() {
    #[derive(Event)]
    struct First<'a> {
        #[event(flatten)]
        host: Host<'a>,
        #[event(flatten)]
        connect: Connect,
    }
    #[derive(Event)]
    struct Marked<'a> {
        #[event(flatten)]
        host: Host<'a>,
        #[event(flatten, handle)]
        connect: Connect,
    }
    let host = || Host { id: "h", ips: &[], number: 9 };
    let connect = || Connect { ip: IpAddr::V4(V4), id: 2 };
    assert_eq!(First { host: host(), connect: connect() }.handle(), Handle(9));
    assert_eq!(Marked { host: host(), connect: connect() }.handle(), Handle(2));
}

/// Whether a rule that reads `field` of events of `category` may be compiled for the event type.
fn may_read(shapes: &Shapes, field: &'static str, category: Option<&'static str>) -> bool {
    let category = category.map(|name| ("event.category", name));
    let requirements: &'static [Requirement] = vec![Requirement { field, category, message: "" }].leak();
    shapes.unmet(requirements).is_none()
}

#[test]
fn a_rule_may_read_what_each_event_of_its_category_has() {
    for (field, category, may) in [
        ("process.name", Some("process"), false), // Exit has none.
        ("file.path", Some("file"), true),
        ("file.size", Some("file"), false),
        ("process.name", Some("file"), false),
        ("process.parent.name", Some("file"), false),
        ("destination.ip", Some("network"), true),
        ("destination.ip", None, false),
        ("agent.id", None, true),
        ("event.category", None, true),
        ("process.name", Some("registry"), true), // No event of this type is read.
    ] {
        assert_eq!(may_read(&AgentEvent::SHAPES, field, category), may, "{field} of {category:?}");
    }
}

#[test]
fn a_rule_may_read_what_a_flattened_part_has_or_declares_missing() {
    for (field, category, may) in [
        ("event.created", None, true),
        ("host.id", Some("process"), true),
        ("destination.ip", Some("network"), true),
        ("destination.ip", Some("file"), false),
        ("file.path", Some("file"), true),
        ("host.name", Some("file"), false),
    ] {
        assert_eq!(may_read(&Envelope::SHAPES, field, category), may, "{field} of {category:?}");
    }
    assert!(may_read(&Exec::SHAPES, "process.parent.name", None));
    assert!(!may_read(&Exec::SHAPES, "process.parent", None));
}

#[test]
fn generic_events_take_any_type_that_can_stand_behind_the_field() {
    #[derive(Event)]
    #[event(category = "process")]
    struct Exec<'a, S, P: Copy, const N: usize = 2>
    where
        S: Clone,
    {
        #[event(field = "process.name")]
        name: &'a S,
        #[event(field = "process.args")]
        args: [Option<S>; N],
        #[event(field = "process.pid")]
        pid: P,
    }
    #[derive(Event)]
    enum Either<L, R> {
        Left(L),
        Right(Box<R>),
    }
    let name = "sh".to_owned();
    let event: Either<Connect, Exec<String, u32>> =
        Either::Right(Box::new(Exec { name: &name, args: [Some("sh".to_owned()), None], pid: 1 }));
    assert_eq!(values!(event, "process.name"), [Scalar::Str("sh")]);
    assert_eq!(values!(event, "process.args"), [Scalar::Str("sh")]);
    assert_eq!(values!(event, "process.pid"), [Scalar::Int(1)]);
    let event: Either<Connect, Exec<String, u32>> = Either::Left(Connect { ip: IpAddr::V4(V4), id: 4 });
    assert_eq!(event.handle(), Handle(4));
}

#[test]
fn parameters_have_defaults_bounds_and_lifetimes_of_any_name() {
    #[derive(Event)]
    struct Exec<'event, 'a: 'event, FIELD: ?Sized = str> {
        #[event(field = "process.name")]
        name: &'event FIELD,
        #[event(field = "process.args")]
        args: &'event [&'a str],
    }
    let event = Exec { name: "sh", args: &["a"] };
    assert_eq!(values!(event, "process.name"), [Scalar::Str("sh")]);
    assert_eq!(values!(event, "process.args"), [Scalar::Str("a")]);
}

mod without_a_prelude {
    #![no_implicit_prelude]
    #![allow(dead_code, non_camel_case_types, unused_macros, reason = "names that could be taken for others")]

    // What the derive writes must not mean these.
    struct bool;
    struct u64;
    struct u8;
    struct Some;
    struct Event;
    struct Handle;
    struct Scalar;
    struct FnMut;
    mod core {}
    mod std {}
    mod detectors {}
    macro_rules! assert {
        () => {};
    }
    macro_rules! include_bytes {
        () => {};
    }

    #[derive(::detectors::Event)]
    #[event(category = "process", constant("host.ip" = "192.0.2.1", "process.interactive" = true))]
    #[event(schema = "data/fields.yml")]
    pub(super) struct Exec<'a> {
        #[event(field = "process.name")]
        pub(super) name: &'a ::core::primitive::str,
        #[event(field = "custom.number")]
        pub(super) number: ::core::primitive::u64,
        #[event(handle)]
        pub(super) id: ::core::primitive::u64,
    }

    #[derive(::detectors::Event)]
    pub(super) enum Any<'a> {
        Exec(Exec<'a>),
        Named {
            #[event(field = "process.name")]
            name: ::core::option::Option<&'a ::core::primitive::str>,
            #[event(handle)]
            id: ::core::primitive::u64,
        },
        Tick,
    }
}

#[test]
fn nothing_in_scope_changes_what_the_derive_writes() {
    let exec = without_a_prelude::Exec { name: "sh", number: 1, id: 2 };
    assert_eq!(values!(exec, "process.name"), [Scalar::Str("sh")]);
    assert_eq!(values!(exec, "custom.number"), [Scalar::Unsigned(1)]);
    let any = without_a_prelude::Any::Exec(exec);
    assert_eq!(any.handle(), Handle(2));
    let any = without_a_prelude::Any::Named { name: None, id: 3 };
    assert_eq!(values!(any, "process.name"), []);
    assert_eq!(values!(without_a_prelude::Any::Tick, "process.name"), []);
    assert_eq!(any.handle(), Handle(3));
}

mod vendored {
    pub(crate) use detectors as rules;
}

#[test]
fn the_crate_may_have_another_name() {
    #[derive(vendored::rules::Event)]
    #[event(crate = "crate::vendored::rules", category = "process")]
    struct Exec<'a> {
        #[event(field = "process.name")]
        name: &'a str,
        #[event(handle)]
        id: u64,
    }
    let event = Exec { name: "sh", id: 1 };
    assert_eq!(values!(event, "process.name"), [Scalar::Str("sh")]);
    assert_eq!(event.handle(), Handle(1));
}

#[test]
fn fields_of_a_schema_file_are_fields_and_its_category_field_holds_the_category() {
    #[derive(Event)]
    #[event(schema = "data/fields.yml", category = "start", missing = "custom.labels.*")]
    struct Custom<'a> {
        #[event(field = "custom.number")]
        number: i64,
        #[event(field = "custom.alias")]
        aliased: &'a str,
    }
    let event = Custom { number: 5, aliased: "sh" };
    // An alias means its field.
    assert_eq!(values!(event, "process.name"), [Scalar::Str("sh")]);
    assert_eq!(values!(event, "custom.alias"), []);
    assert_eq!(values!(event, "custom.number"), [Scalar::Int(5)]);
    assert_eq!(values!(event, "custom.category"), [Scalar::Str("start")]);
    assert_eq!(values!(event, "event.category"), []);
}

#[derive(Event)]
struct Frame<'a> {
    #[event(field = "process.thread.Ext.call_stack.symbol_info")]
    symbol: &'a str,
    #[event(field = "process.thread.Ext.call_stack.allocation_private_bytes")]
    bytes: Option<u64>,
}

#[derive(Event)]
struct Thread<'a> {
    #[event(elements = "process.thread.Ext.call_stack")]
    stack: Option<&'a [Frame<'a>]>,
}

#[derive(Event)]
#[event(category = "api")]
struct Call<'a> {
    #[event(field = "process.name")]
    name: &'a str,
    #[event(flatten)]
    thread: Thread<'a>,
    #[event(elements = "process.parent.thread.Ext.call_stack")]
    parent: Vec<ParentFrame>,
    #[event(handle)]
    id: u64,
}

#[derive(Event)]
struct ParentFrame {
    #[event(field = "process.parent.thread.Ext.call_stack.symbol_info")]
    symbol: String,
}

#[derive(Event)]
enum CallOrLoad<'a> {
    Call(Box<Call<'a>>),
    #[event(category = "library")]
    Load {
        #[event(elements = "process.thread.Ext.call_stack")]
        stack: [Frame<'a>; 1],
    },
    Tick,
}

/// Of each element of an array the values of a field.
macro_rules! elements {
    ($event:expr, $array:literal, $field:literal) => {{
        struct Visit(Vec<Vec<String>>);
        impl detectors::event::VisitElement for Visit {
            fn visit<E: Event>(&mut self, element: &E) -> bool {
                let mut values = Vec::new();
                element.any::<{ field_id($field) }>(|value| {
                    values.push(value.with_text(str::to_owned));
                    false
                });
                self.0.push(values);
                false
            }
        }
        let mut visit = Visit(Vec::new());
        assert!(!$event.elements::<{ field_id($array) }>(&mut visit));
        visit.0
    }};
}

#[test]
fn elements_are_events_of_their_own_and_their_fields_the_events_too() {
    let frames = [Frame { symbol: "a", bytes: Some(1) }, Frame { symbol: "b", bytes: None }];
    let call =
        Call { name: "sh", thread: Thread { stack: Some(&frames) }, parent: vec![ParentFrame { symbol: "p".to_owned() }], id: 7 };
    assert_eq!(elements!(call, "process.thread.Ext.call_stack", "process.thread.Ext.call_stack.symbol_info"), [["a"], ["b"]]);
    assert_eq!(
        elements!(call, "process.thread.Ext.call_stack", "process.thread.Ext.call_stack.allocation_private_bytes"),
        [vec!["1"], vec![]]
    );
    assert_eq!(
        elements!(call, "process.parent.thread.Ext.call_stack", "process.parent.thread.Ext.call_stack.symbol_info"),
        [["p"]]
    );
    assert_eq!(elements!(call, "process.thread.Ext.call_stack", "process.name"), [vec![] as Vec<&str>, vec![]]);
    assert!(elements!(call, "process.name", "process.name").is_empty());
    assert_eq!(values!(call, "process.thread.Ext.call_stack.symbol_info"), [Scalar::Str("a"), Scalar::Str("b")]);
    assert_eq!(values!(call, "process.parent.thread.Ext.call_stack.symbol_info"), [Scalar::Str("p")]);
    assert_eq!(values!(call, "process.name"), [Scalar::Str("sh")]);
    assert_eq!(call.handle(), Handle(7));

    let of = |event: &CallOrLoad| elements!(event, "process.thread.Ext.call_stack", "process.thread.Ext.call_stack.symbol_info");
    assert_eq!(of(&CallOrLoad::Call(Box::new(call))), [["a"], ["b"]]);
    assert_eq!(of(&CallOrLoad::Load { stack: [Frame { symbol: "c", bytes: None }] }), [["c"]]);
    assert!(of(&CallOrLoad::Tick).is_empty());
    assert!(elements!(Thread { stack: None }, "process.thread.Ext.call_stack", "process.name").is_empty());
}

#[test]
fn a_rule_may_look_through_the_arrays_that_an_event_has() {
    for (array, category, expected) in [
        ("process.thread.Ext.call_stack", Some("api"), true),
        ("process.thread.Ext.call_stack", Some("library"), true),
        ("process.parent.thread.Ext.call_stack", Some("api"), true),
        ("process.parent.thread.Ext.call_stack", Some("library"), false),
        ("process.thread.Ext.call_stack.symbol_info", Some("library"), true),
    ] {
        assert_eq!(may_read(&<CallOrLoad<'_> as Event>::SHAPES, array, category), expected, "{array} {category:?}");
    }
    assert!(!may_read(&<Exec<'_> as Event>::SHAPES, "process.thread.Ext.call_stack", Some("process")));
}
