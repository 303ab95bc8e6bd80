//! Which lints are told of a query, and which are not: near misses, and forms that rule authors use on purpose.

#![allow(clippy::panic, clippy::expect_used, reason = "a test stops where its data is not what it should be")]

use detector_compiler::diagnostics::Diagnostics;
use detector_compiler::eql::{Dialect, parse};
use detector_compiler::lint::{self, Scope};
use detector_compiler::resolve;
use detector_compiler::schema::Schema;
use detector_compiler::source::{QueryText, SourceId};

/// The numbers of the lints that are told of a query, in the order of their places.
fn told(query: &str, dialect: Dialect) -> Vec<u16> {
    let schema = Schema::default();
    let text = QueryText::whole_source(SourceId(0), query);
    let mut diagnostics = Diagnostics::new();
    let ast = parse(&text, dialect, &mut diagnostics);
    let meaning = resolve::query(&ast, &schema, &mut diagnostics).filter(|_| !diagnostics.has_errors());
    let meaning = meaning.unwrap_or_else(|| panic!("{query}: {:?}", diagnostics.sorted()));
    let mut diagnostics = Diagnostics::new();
    lint::check(&text, &ast, &meaning, Scope::default(), &schema, &mut diagnostics);
    diagnostics.sorted().iter().map(|diagnostic| diagnostic.code.number()).collect()
}

/// What conditions say of each other.
const OF_CONDITIONS: std::ops::RangeInclusive<u16> = 713..=720;

#[track_caller]
fn check_conditions(cases: &[(&str, &[u16])]) {
    for (query, codes) in cases {
        let told: Vec<u16> =
            told(query, Dialect::Elasticsearch).into_iter().filter(|code| OF_CONDITIONS.contains(code)).collect();
        assert_eq!(told, *codes, "{query}");
    }
}

#[track_caller]
fn check(cases: &[(&str, &[u16])]) {
    for (query, codes) in cases {
        assert_eq!(told(query, Dialect::Elasticsearch), *codes, "{query}");
    }
}

/// An overflow, a division by zero and a text that is no number are neither true nor false.
#[test]
fn what_may_fail_excludes_and_covers_nothing() {
    check_conditions(&[
        ("any where process.name == \"a\" and not process.name == \"a\"", &[713]),
        ("any where process.pid * 2 == 4 and not process.pid * 2 == 4", &[]),
        ("any where process.name == \"a\" or process.name != \"a\"", &[715]),
        ("any where process.pid + 1 == 4 or not process.pid + 1 == 4", &[]),
        ("any where number(process.name) == 1 or process.name != \"a\" or process.name == \"a\"", &[]),
        ("any where length(process.name) > 3 and not length(process.name) > 3", &[713]),
        // Nothing fails before the alternative that is the same.
        ("any where process.name == \"a\" and (process.name == \"a\" or 1 / process.pid == 1)", &[717]),
        ("any where process.name == \"a\" and (1 / process.pid == 1 or process.name == \"a\")", &[]),
        ("any where process.name == \"a\" and (1 / process.pid == 1 or process.pid == 4) and process.name != \"a\"", &[713]),
    ]);
}

/// Each value of an array may meet another condition.
#[test]
fn arrays_meet_conditions_that_exclude_each_other() {
    check_conditions(&[
        ("process where process.name == \"a\" and process.name == \"b\"", &[713]),
        ("process where process.args == \"a\" and process.args == \"b\"", &[]),
        ("process where event.type == \"start\" and event.type == \"end\"", &[]),
        ("process where process.pid > 5 and process.pid < 3", &[713]),
        ("process where process.args == \"a\" and (process.pid > 5 and process.pid < 3) and process.name == \"a\"", &[713]),
        // What never holds implies everything, and says nothing.
        ("any where process.name == \"a\" and (process.args == \"a\" and process.pid > 5 and process.pid < 3)", &[713]),
        ("any where process.args == \"a\" and (process.args == \"a\" and process.pid > 5 and process.pid < 3)", &[717, 713]),
        // Met by events without the field.
        ("process where process.args == \"a\" and not (process.pid <= 5 or process.pid >= 3) and process.name == \"a\"", &[]),
        (
            "process where process.name in (\"a\", \"b\") and process.name != \"a\" and process.name != \"b\" and process.pid == 4",
            &[713],
        ),
        ("process where process.pid > 5 and process.pid < 7 and process.name == \"a\"", &[]),
    ]);
}

#[test]
fn of_two_that_say_the_same_the_later_one_is_told_once() {
    check_conditions(&[
        ("process where process.name == \"a\" and process.name == \"a\"", &[717]),
        ("process where process.name == \"a\" or process.name == \"a\"", &[717]),
        ("process where (process.name == \"a\" or process.pid == 1) and (process.pid == 1 or process.name == \"a\")", &[717]),
    ]);
}

#[test]
fn what_authors_write_on_purpose_is_not_told() {
    check(&[
        // A guard against missing fields, and an anchor before its cases.
        ("process where process.name != null and process.name : \"a*\"", &[]),
        (
            "any where host.os.type in (\"macos\", \"linux\") and ((host.os.type == \"macos\" and process.name == \"a\") or (host.os.type == \"linux\" and process.name == \"b\"))",
            &[],
        ),
        // Blocks as the registries list them; the last one is given twice.
        (
            "network where cidrMatch(destination.ip, \"192.0.0.0/24\", \"192.0.0.8/32\", \"192.0.0.170/32\", \"240.0.0.0/4\", \"255.255.255.255/32\")",
            &[],
        ),
        (
            "network where cidrMatch(destination.ip, \"10.0.0.0/8\", \"10.1.0.0/16\", \"192.0.0.0/24\", \"192.0.0.0/24\")",
            &[720, 720],
        ),
        // Another source's word beside that of ECS.
        ("process where event.type in (\"start\", \"process_started\") and process.name == \"a\"", &[]),
        ("process where event.type == \"process_started\" and process.name == \"a\"", &[737]),
        ("file where event.type in (\"creation\", \"creatoin\") and file.name == \"a\"", &[737]),
        // Few events of the category, of the log, or of the action.
        ("iam where event.type == \"creation\" and event.outcome == \"success\"", &[]),
        ("any where event.dataset == \"suricata.eve\"", &[]),
        ("any where event.dataset == \"endpoint.events.process\"", &[730]),
        ("process where event.action == \"load_module\"", &[]),
        ("process where event.action == \"exec\"", &[730]),
        ("process where true", &[]),
    ]);
}

/// Names mean in a part of a condition what they mean in the whole.
#[test]
fn parts_of_stages_read_earlier_events() {
    let stage = |condition: &str| {
        format!("sequence with maxspan=1m [process where process.name == \"a\"] as event0 [file where {condition}]")
    };
    let cases: &[(&str, &[u16])] = &[
        ("?event0.process.pid == null", &[]),
        ("file.path == event0.process.executable and not file.path == event0.process.executable", &[713]),
        ("file.path == event0.process.executable and file.path == process.executable", &[]),
        ("process.pid != event0.process.pid and process.pid != event0.process.pid", &[717]),
    ];
    for (condition, codes) in cases {
        let told: Vec<u16> =
            told(&stage(condition), Dialect::Endpoint).into_iter().filter(|code| OF_CONDITIONS.contains(code)).collect();
        assert_eq!(told, *codes, "{condition}");
    }
}
