//! Diagnostics of the test cases of a rule file.

use std::fmt::Display;

use super::rule_file::{Path, TOO_LARGE_CODE, shortened};
use crate::diagnostics::{Diagnostic, codes::codes};
use crate::source::Span;

codes! {
    DUPLICATE_TEST_NAME = 22 "duplicate-test-name" {
        why: "Two tests of the rule have the same name, so a report could not say which of them failed.",
        wrong: "tests:\n  - {name: a shell, events: [{event.category: process}], alerts: [[1]]}\n  - {name: a shell, events: \
                [{event.category: file}], alerts: [[1]]}",
        right: "tests:\n  - {name: a shell, events: [{event.category: process}], alerts: [[1]]}\n  - {name: a file, events: \
                [{event.category: file}], alerts: [[1]]}",
    }
    INVALID_TEST_TIME = 23 "invalid-test-time" {
        why: "The time of a test event is a date (`2026-01-01T00:00:00Z`), or a time after the start of the test case, which \
              is 2026-01-01T00:00:00Z: a plus sign, a whole number and one of the units `ms`, `s`, `m`, `h` and `d`. An event \
              without a time happens 1 ms after the one before it, the first at the start. An event with `null` has no time.",
        wrong: "tests:\n  - name: a second later\n    events: [{\"@timestamp\": 1 second}]\n    alerts: [[1]]",
        right: "tests:\n  - name: a second later\n    events: [{\"@timestamp\": +1s}]\n    alerts: [[1]]",
    }
    NO_SUCH_TEST_EVENT = 24 "no-such-test-event" {
        why: "An alert names its events by their numbers in the list `events` of the test. The first has the number 1.",
        wrong: "tests:\n  - {name: a shell, events: [{event.category: process}], alerts: [[0]]}",
        right: "tests:\n  - {name: a shell, events: [{event.category: process}], alerts: [[1]]}",
    }
    ALERT_EVENT_COUNT = 25 "alert-event-count" {
        why: "An alert has one event for each stage of the query: one for an event query, one for each term of a sequence or \
              sample (as many as `with runs` says). A term `![ ]` has no event and is left out. A test that expects another \
              number could never pass.",
        wrong: "tests:\n  - {name: a shell, events: [{event.category: process}, {event.category: process}], alerts: [[1, 2]]}",
        right: "tests:\n  - {name: a shell, events: [{event.category: process}, {event.category: process}], alerts: [[1], [2]]}",
    }
    REPEATED_IN_ALERTS = 26 "repeated-in-alerts" {
        why: "An alert names each of its events once, and a test lists each alert once: one event never fills two stages of a \
              match, and the same match does not alert twice.",
        wrong: "tests:\n  - {name: a shell, events: [{event.category: process}], alerts: [[1], [1]]}",
        right: "tests:\n  - {name: a shell, events: [{event.category: process}], alerts: [[1]]}",
    }
    UNKNOWN_TEST_FIELD = 27 "unknown-test-field" warning {
        why: "The schema does not know the field, so no query can read it. If the name is misspelt, the test does not test what \
              it says.",
        wrong: "tests:\n  - {name: a shell, events: [{process.nmae: bash}], alerts: [[1]]}",
        right: "tests:\n  - {name: a shell, events: [{process.name: bash}], alerts: [[1]]}",
    }
    UNUSABLE_TEST_VALUE = 28 "unusable-test-value" {
        why: "The field cannot hold the value: it is of another type. Elasticsearch would not take such a document.",
        wrong: "tests:\n  - {name: a shell, events: [{process.pid: many}], alerts: [[1]]}",
        right: "tests:\n  - {name: a shell, events: [{process.pid: 4711}], alerts: [[1]]}",
    }
    ALERTS_FORM = 29 "alerts-form" {
        why: "`alerts` is a list with a list for each alert that must come, which holds the numbers of its events: \
              `[[1, 2], [3, 4]]`. `[]` says that none must come, and a number how many must.",
        wrong: "tests:\n  - {name: a shell, events: [{event.category: process}], alerts: [1]}",
        right: "tests:\n  - {name: a shell, events: [{event.category: process}], alerts: [[1]]}",
    }
    ALERT_OUT_OF_ORDER = 30 "alert-out-of-order" {
        why: "The events of a sequence are in the order of time, and so are their numbers in an alert: those of the stages one \
              after the other. A test that expects another order could never pass.",
        wrong: "query: sequence [process where true] [file where true]\ntests:\n  - {name: written, events: [{event.category: \
                process}, {event.category: file}], alerts: [[2, 1]]}",
        right: "query: sequence [process where true] [file where true]\ntests:\n  - {name: written, events: [{event.category: \
                process}, {event.category: file}], alerts: [[1, 2]]}",
    }
}

pub(crate) fn too_many_fields(at: Span, most: usize) -> Diagnostic {
    Diagnostic::error(
        TOO_LARGE_CODE,
        at,
        format!("the events of the tests have more than {most} fields"),
        "too many with this test",
    )
    .note("fields of `common` are counted for each event")
}

pub(crate) fn duplicate_name(at: Span, first: Span, name: &str) -> Diagnostic {
    Diagnostic::error(DUPLICATE_TEST_NAME, at, format!("two tests have the name `{}`", shortened(name)), "given again here")
        .label(first, "first given here")
}

/// `usable` is what the value probably means.
pub(crate) fn invalid_time(at: Span, value: &dyn Display, usable: Option<String>) -> Diagnostic {
    let title = format!("`{}` is no time of a test event", shortened(&value.to_string()));
    let diagnostic = Diagnostic::error(INVALID_TEST_TIME, at, title, "expected a date, or `+` and a time span");
    match usable {
        Some(usable) => diagnostic.suggest(format!("write `{usable}`"), at, usable),
        None => diagnostic.help("write a date, such as `2026-01-01T00:00:00Z`, or a time after the start, such as `+300ms`"),
    }
}

pub(crate) fn several_times(at: Span) -> Diagnostic {
    Diagnostic::error(INVALID_TEST_TIME, at, "an event has one time", "more than one").help("keep one of them")
}

/// `event_count` is not known where the events are wrong.
pub(crate) fn no_such_event(at: Span, number: i128, event_count: Option<usize>) -> Diagnostic {
    let diagnostic = Diagnostic::error(NO_SUCH_TEST_EVENT, at, format!("the test has no event {number}"), "no such event");
    match (number, event_count) {
        (..=0, _) => diagnostic.help("count from 1"),
        (_, Some(1)) => diagnostic.note("it has one event"),
        (_, Some(count)) => diagnostic.note(format!("it has {count} events")),
        (_, None) => diagnostic,
    }
}

pub(crate) fn repeated_event(at: Span, number: i128) -> Diagnostic {
    Diagnostic::error(REPEATED_IN_ALERTS, at, format!("the alert has event {number} twice"), "named again here")
        .help("name each event of the alert once")
}

pub(crate) fn repeated_alert(at: Span, first: Span) -> Diagnostic {
    Diagnostic::error(REPEATED_IN_ALERTS, at, "the same alert is listed twice", "listed again here")
        .label(first, "first listed here")
        .help("list each alert once")
}

pub(crate) fn alert_without_events(at: Span) -> Diagnostic {
    Diagnostic::error(ALERT_EVENT_COUNT, at, "an alert has events", "none here")
        .help("name its events, as in `[[1, 2]]`, or write `alerts: []` if none must come")
}

/// `found` and `wanted` are numbers of events.
pub(crate) fn alert_event_count(at: Span, found: usize, wanted: usize, missing: bool) -> Diagnostic {
    let events = |count: usize| if count == 1 { "1 event".to_owned() } else { format!("{count} events") };
    let title = format!("an alert of this rule has {}, not {found}", events(wanted));
    let label = format!("{} here", events(found));
    let diagnostic = Diagnostic::error(ALERT_EVENT_COUNT, at, title, label);
    match (wanted, missing) {
        (1, _) => diagnostic.help("write a list for each alert: `[[1], [2]]`"),
        (_, true) => diagnostic.note("a missing event, `![ ]`, is left out"),
        (_, false) => diagnostic,
    }
}

pub(crate) fn alert_out_of_order(at: Span, earlier: usize, later: usize) -> Diagnostic {
    let title = format!("event {later} comes before event {earlier}, and is named after it");
    Diagnostic::error(ALERT_OUT_OF_ORDER, at, title, "not in the order of time")
        .help("name the events of a sequence in the order in which they happen")
}

/// A field that the schema does not know, and names near to it; `is_object` if it has fields below it.
pub(crate) fn unknown_field(at: Span, name: &str, similar: &[String], is_object: bool) -> Diagnostic {
    let title = format!("no field `{}` in the schema", shortened(name));
    let label = if is_object { "it is an object, with fields below it" } else { "no query can read it" };
    let diagnostic = Diagnostic::warning(UNKNOWN_TEST_FIELD, at, title, label);
    similar
        .iter()
        .take(2)
        .fold(diagnostic, |diagnostic, similar| diagnostic.help(format!("a field with a similar name exists: `{similar}`")))
}

pub(crate) fn unusable_value(at: Span, field: &str, field_type: &str, value: &str) -> Diagnostic {
    let title = format!("field `{field}` is of type {field_type}, which cannot hold `{}`", shortened(value));
    Diagnostic::error(UNUSABLE_TEST_VALUE, at, title, format!("not of type {field_type}"))
}

pub(crate) fn alerts_form(at: Span, path: Path<'_>, found: &str) -> Diagnostic {
    let title = format!("`{path}` must be a list of lists of event numbers, or how many alerts, not {found}");
    Diagnostic::error(ALERTS_FORM, at, title, "not the form of alerts")
        .help("write the events of each alert, such as `[[1, 2]]`, or `[]` if none must come")
}

/// A list of event numbers that is not in a list.
pub(crate) fn alerts_not_nested(at: Span, numbers: &[i128]) -> Diagnostic {
    let listed: Vec<String> = numbers.iter().map(i128::to_string).collect();
    let (together, apart) = (format!("[[{}]]", listed.join(", ")), format!("[[{}]]", listed.join("], [")));
    let diagnostic =
        Diagnostic::error(ALERTS_FORM, at, "each alert is a list of event numbers, not a number", "numbers without their list");
    if let [_] = numbers {
        return diagnostic.suggest(format!("for one alert, write `{together}`"), at, together);
    }
    diagnostic.suggest(format!("for one alert of {} events, write `{together}`", numbers.len()), at, together).suggest(
        format!("for {} alerts, write `{apart}`", numbers.len()),
        at,
        apart,
    )
}
