//! Diagnostics of what only Elastic Endpoint's dialect has: searches of elements, ancestors, fields of earlier events.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::codes;
use crate::source::Span;

codes! {
    NOT_AN_ARRAY_OF_OBJECTS = 331 "not-an-array-of-objects" {
        why: "`_arraysearch` looks for an object among the elements of an array, so its first argument is a field that holds objects.",
        wrong: "process where _arraysearch(process.args, $arg, $arg.name == \"-e\")",
        right: "process where process.args == \"-e\"",
    }
    UNBOUND_VARIABLE = 332 "unbound-variable" {
        why: "A variable stands for an element of the array that a `_arraysearch` looks through, and means nothing outside of it.",
        wrong: "process where _arraysearch(process.thread.Ext.call_stack, $entry, $frame.rva == \"0x10\")",
        right: "process where _arraysearch(process.thread.Ext.call_stack, $entry, $entry.rva == \"0x10\")",
    }
    NESTED_ARRAY_SEARCH = 333 "nested-array-search" {
        why: "A condition on an element is judged for one element at a time. What is true of two arrays is two searches, joined by `and` or `or`.",
        wrong: "process where _arraysearch(process.thread.Ext.call_stack, $a, _arraysearch(process.parent.thread.Ext.call_stack, $b, $b.rva == \"0x10\"))",
        right: "process where _arraysearch(process.parent.thread.Ext.call_stack, $b, $b.rva == \"0x10\")",
    }
    MISPLACED_CONDITION = 334 "misplaced-condition" {
        why: "`_arraysearch` and `descendant of` are conditions: they may stand alone and below `not`, `and` and `or`, but a function or a comparison has no use of them.",
        wrong: "process where string(descendant of [process where process.name == \"sh\"]) == \"true\"",
        right: "process where descendant of [process where process.name == \"sh\"]",
    }
    NESTED_DESCENDANT = 335 "nested-descendant" {
        why: "What is remembered of an ancestor is that an event of it met the query, and that query is judged from that event alone.",
        wrong: "process where descendant of [process where descendant of [process where process.name == \"sh\"]]",
        right: "process where descendant of [process where process.name == \"sh\"]",
    }
    DESCENDANT_CATEGORY = 336 "descendant-category" {
        why: "Ancestors are processes: only events of the category `process` tell of them.",
        wrong: "process where descendant of [file where file.name == \"a\"]",
        right: "process where descendant of [process where process.name == \"a\"]",
    }
    EVENT_NAMED_TWICE = 337 "event-named-twice" {
        why: "A name after `as` stands for one event of the sequence.",
        wrong: "sequence [process where true] as event0 [file where true] as event0 [network where true]",
        right: "sequence [process where true] as event0 [file where true] as event1 [network where true]",
    }
    EVENT_NAMED_AS_FIELD = 338 "event-named-as-field" {
        why: "Fields of the event begin with that word, so that a later term could not tell them from fields of the earlier event.",
        wrong: "sequence [process where true] as process [file where true]",
        right: "sequence [process where true] as event0 [file where true]",
    }
    EVENT_NOT_NAMEABLE = 339 "event-not-nameable" {
        why: "A name after `as` stands for the one event that a term has found before a later one is judged. A missing event, several by `with runs`, `until` and a term of a sample have none.",
        wrong: "sequence [process where true] with runs=2 as event0 [file where true]",
        right: "sequence [process where true] as event0 [file where true]",
    }
    EVENT_NOT_YET_FOUND = 340 "event-not-yet-found" {
        why: "A term is judged when the terms before it have found their events, so it can read the fields of these alone.",
        wrong: "sequence [process where process.pid == event1.process.pid] [file where true] as event1",
        right: "sequence [process where true] as event0 [file where process.pid == event0.process.pid]",
    }
    EVENT_FIELD_NOT_HERE = 341 "event-field-not-here" {
        why: "Join keys, `until`, missing events and ancestors are judged from one event, whatever a sequence has found before it.",
        wrong: "sequence [process where true] as event0 [file where true] until [process where process.pid == event0.process.pid]",
        right: "sequence [process where true] as event0 [file where process.pid == event0.process.pid] until [process where true]",
    }
}

/// The first argument of `_arraysearch` is a field with values of its own, or has nothing below it.
pub(crate) fn not_an_array_of_objects(span: Span, name: &str) -> Diagnostic {
    Diagnostic::error(NOT_AN_ARRAY_OF_OBJECTS, span, format!("`{name}` is no array of objects"), "has no fields below it")
        .help("a field with several values meets a condition if one of them does: compare it as if it had one")
}

/// `$frame` where there is no such variable.
pub(crate) fn unbound_variable(span: Span, name: &str, bound: Option<&str>) -> Diagnostic {
    let diagnostic = Diagnostic::error(UNBOUND_VARIABLE, span, format!("no variable `${name}` here"), "stands for no element");
    match bound {
        Some(bound) => diagnostic.help(format!("the element of this search is `${bound}`")),
        None => diagnostic.help("variables are bound by `_arraysearch(array, $element, condition)`"),
    }
}

/// `_arraysearch` in the condition of another.
pub(crate) fn nested_array_search(span: Span) -> Diagnostic {
    Diagnostic::error(NESTED_ARRAY_SEARCH, span, "`_arraysearch` inside of another", "searches for each element")
        .help("write two searches and join them by `and`")
}

/// `string(_arraysearch(…))`
pub(crate) fn misplaced_condition(span: Span, what: &str) -> Diagnostic {
    Diagnostic::error(MISPLACED_CONDITION, span, format!("`{what}` inside of a value"), "is a condition")
        .help("join it to the rest by `and`, `or` and `not`")
}

/// `descendant of` in the query of another.
pub(crate) fn nested_descendant(span: Span) -> Diagnostic {
    Diagnostic::error(NESTED_DESCENDANT, span, "`descendant of` inside of another", "asks for ancestors of an ancestor").help(
        "every ancestor is asked, however far up: one `descendant of` for each of them, joined by `and`, is nearly the same",
    )
}

/// `descendant of [file where …]`
pub(crate) fn descendant_category(span: Span) -> Diagnostic {
    Diagnostic::error(DESCENDANT_CATEGORY, span, "an ancestor is a process", "not the category `process`").suggest(
        "ask for processes",
        span,
        "process",
    )
}

/// `as event0` twice.
pub(crate) fn event_named_twice(span: Span, name: &str, first: Span) -> Diagnostic {
    Diagnostic::error(EVENT_NAMED_TWICE, span, format!("two events are named `{name}`"), "named again")
        .label(first, "named first here")
}

/// `as process`
pub(crate) fn event_named_as_field(span: Span, name: &str, field: &str) -> Diagnostic {
    Diagnostic::error(EVENT_NAMED_AS_FIELD, span, format!("`{name}` begins the names of fields"), format!("as in `{field}`"))
        .help("use another name, such as `event0`")
}

/// `as event0` where there is no one event.
pub(crate) fn event_not_nameable(span: Span, why: &str) -> Diagnostic {
    Diagnostic::error(EVENT_NOT_NAMEABLE, span, "this term finds no event that could have a name", why.to_owned())
}

/// `event1.process.pid` in a term that is not behind `as event1`.
pub(crate) fn event_not_yet_found(span: Span, name: &str, named: Span) -> Diagnostic {
    Diagnostic::error(EVENT_NOT_YET_FOUND, span, format!("`{name}` is not an event of an earlier term"), "not found yet")
        .label(named, "named here")
}

/// `event1.process.pid` where no term is `as event1`.
pub(crate) fn no_such_event(span: Span, name: &str, names: &[&str]) -> Diagnostic {
    let diagnostic = Diagnostic::error(EVENT_NOT_YET_FOUND, span, format!("no event is named `{name}`"), "of no term");
    match names {
        [] => diagnostic.help(format!("name the event of an earlier term: `[…] as {name}`")),
        names => {
            let names: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
            diagnostic.help(format!("events have these names here: {}", names.join(", ")))
        }
    }
}

/// `event0.process.pid` where the sequence so far is not known.
pub(crate) fn event_field_not_here(span: Span, place: &str) -> Diagnostic {
    Diagnostic::error(EVENT_FIELD_NOT_HERE, span, format!("a field of an earlier event in {place}"), "not known here")
}
