//! Constants and fields against what ECS and Elastic Defend say of them.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::codes;
use crate::source::Span;

codes! {
    UNKNOWN_VALUE = 737 "value-not-in-ecs" {
        why: "ECS lists the values of the field, and this is none of them. Sources that keep to ECS never write it. Values that ECS only expects are \
            judged if they are a slip of one.",
        wrong: "process where event.type == \"started\" and host.os.type == \"Linux\"",
        right: "process where event.type == \"start\" and host.os.type == \"linux\"",
    }
    UNKNOWN_CATEGORY = 738 "unknown-category" {
        why: "The word before `where` is a value of `event.category`. ECS does not list this one, nor do public rules use it, so probably no event has it.",
        wrong: "processes where process.name == \"nc\"",
        right: "process where process.name == \"nc\"",
    }
    UNEXPECTED_EVENT_TYPE = 739 "unexpected-event-type" {
        why: "ECS says which event types go with which category, and this one does not go with that. Some sources write it nevertheless; an event of \
            several categories may have it for another one.",
        wrong: "registry where event.type == \"start\"",
        right: "registry where event.type == \"change\"",
    }
    FIELD_OF_OTHER_CATEGORY = 740 "field-of-other-category" {
        why: "The rule looks at events of Elastic Defend alone (`index`), whose documentation has no event of this category with the field. The condition \
            never holds if that is so.",
        wrong: "index: [logs-endpoint.events.*]\nquery: registry where file.path == \"x\"",
        right: "index: [logs-endpoint.events.*]\nquery: file where file.path == \"x\"",
    }
    KEY_OF_OTHER_CATEGORY = 741 "key-of-other-category" {
        why: "An event without a join key takes no part in the sequence. The rule looks at events of Elastic Defend alone (`index`), whose \
            documentation has no event of this category with the field.",
        wrong: "index: [logs-endpoint.events.*]\nquery: sequence by file.path with maxspan=1m [file where file.name == \"x\"] [process where process.name == \"y\"]",
        right: "index: [logs-endpoint.events.*]\nquery: sequence by host.id with maxspan=1m [file where file.name == \"x\"] [process where process.name == \"y\"]",
    }
    NUMBER_OUT_OF_RANGE = 742 "impossible-number" {
        why: "The field has no such value: ports are 16-bit numbers, process ids 32-bit ones, and other whole numbers as wide as their type.",
        wrong: "network where destination.port == 65536",
        right: "network where destination.port == 65535",
    }
}

/// `event.type == "started"`
pub(crate) fn unknown_value(span: Span, text: &str, field: &str, near: Option<&str>, closed: bool) -> Diagnostic {
    let says = if closed { "is no value of" } else { "is not among the values that ECS expects of" };
    let diagnostic = Diagnostic::warning(UNKNOWN_VALUE, span, format!("`{text}` {says} `{field}`"), "not listed by ECS");
    match near {
        Some(near) => diagnostic.help(format!("a similar value exists: `{near}`")),
        None => diagnostic,
    }
}

/// `proces where true`
pub(crate) fn unknown_category(span: Span, name: &str, near: Option<&str>) -> Diagnostic {
    let title = format!("`{name}` is no event category of ECS");
    let diagnostic = Diagnostic::warning(UNKNOWN_CATEGORY, span, title, "not listed by ECS");
    match near {
        Some(near) => diagnostic.help(format!("a similar category exists: `{near}`")),
        None => diagnostic,
    }
}

/// `registry where event.type == "start"`
pub(crate) fn unexpected_event_type(span: Span, text: &str, category: &str, expected: &str) -> Diagnostic {
    let expected: Vec<String> = expected.split(',').map(|value| format!("`{value}`")).collect();
    let title = format!("ECS does not expect the event type `{text}` of the category `{category}`");
    Diagnostic::warning(UNEXPECTED_EVENT_TYPE, span, title, "not expected").note(format!("it expects {}", expected.join(", ")))
}

/// `registry where file.path : "x"`
pub(crate) fn field_of_other_category(span: Span, field: &str, category: &str, carriers: &[&str]) -> Diagnostic {
    let carriers: Vec<String> = carriers.iter().map(|category| format!("`{category}`")).collect();
    let title = format!("no `{category}` event of Elastic Defend is known to have `{field}`");
    Diagnostic::warning(FIELD_OF_OTHER_CATEGORY, span, title, "probably never holds")
        .note(format!("events of {} have it", carriers.join(", ")))
}

/// `sequence by file.path [process where true] …`
pub(crate) fn key_of_other_category(span: Span, field: &str, category: &str) -> Diagnostic {
    let title = format!("no `{category}` event of Elastic Defend is known to have `{field}`");
    Diagnostic::warning(KEY_OF_OTHER_CATEGORY, span, title, "probably never joins")
        .help(format!("`?{field}` would join events that lack it, with each other"))
}

/// `destination.port == 70000`
pub(crate) fn number_out_of_range(span: Span, field: &str, least: i128, most: i128) -> Diagnostic {
    Diagnostic::warning(NUMBER_OUT_OF_RANGE, span, format!("`{field}` has no such value"), format!("not in {least}..={most}"))
}
