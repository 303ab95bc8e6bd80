//! Stages, time and join keys.

use crate::diagnostics::Diagnostic;
use crate::diagnostics::codes::codes;
use crate::source::Span;

codes! {
    BROAD_STAGE = 730 "broad-stage" {
        why: "No text, number or address of a field that tells events apart has to be there, only kinds of events, negations or ranges. Every event of \
            the kind goes through all conditions, which is slow, and a rule that is only bounded by exceptions alerts on whatever is new.",
        wrong: "process where event.type == \"start\" and not process.name : \"svc*\"",
        right: "process where event.type == \"start\" and process.parent.name : \"nginx\" and not process.name : \"svc*\"",
    }
    WITHOUT_MAXSPAN = 731 "without-maxspan" {
        why: "Without `maxspan` events that are far apart make a sequence: Elasticsearch joins what its search finds in the window, `from`, and the \
            compiled matcher keeps every unfinished sequence for as long. It is a longer time, and more memory, than most rules mean.",
        wrong: "sequence by host.id [process where process.name == \"nc\"] [file where file.name == \"x\"]",
        right: "sequence by host.id with maxspan=1m [process where process.name == \"nc\"] [file where file.name == \"x\"]",
    }
    MAXSPAN_BEYOND_WINDOW = 732 "maxspan-beyond-window" {
        why: "A search looks back as far as `from` says and sees no sequence that is longer, so Elasticsearch would miss what the `maxspan` allows. The \
            compiled matcher goes by `maxspan`.",
        wrong: "sequence by host.id with maxspan=1h [process where process.name == \"nc\"] [file where file.name == \"x\"]",
        right: "sequence by host.id with maxspan=1m [process where process.name == \"nc\"] [file where file.name == \"x\"]",
    }
    REPEATED_STAGE = 733 "repeated-stage" {
        why: "Stages in a row that are the same are runs of one stage, and `with runs=N` says how many at a glance. It means the same.",
        wrong: "sequence by host.id with maxspan=1m [process where process.name == \"nc\"] [process where process.name == \"nc\"]",
        right: "sequence by host.id with maxspan=1m [process where process.name == \"nc\"] with runs=2",
    }
    REPEATED_KEY = 734 "repeated-key" {
        why: "The field is a join key already. Perhaps another one was meant.",
        wrong: "sequence by host.id, host.id with maxspan=1m [process where process.name == \"nc\"] [file where file.name == \"x\"]",
        right: "sequence by host.id, user.id with maxspan=1m [process where process.name == \"nc\"] [file where file.name == \"x\"]",
    }
}

/// `process where event.type == "start"`
pub(crate) fn broad_stage(span: Span, event: bool) -> Diagnostic {
    let title = if event { "a rule that nothing narrows down" } else { "a first stage that nothing narrows down" };
    Diagnostic::warning(BROAD_STAGE, span, title, "needs no particular text, number or address")
        .help("add a condition on a name, a path, an argument or an address")
}

/// A time in the largest unit that gives a whole number.
fn duration(ms: u64) -> String {
    let units = [(86_400_000, "d"), (3_600_000, "h"), (60_000, "m"), (1_000, "s")];
    let fitting = units.into_iter().find(|(unit, _)| ms >= *unit && ms.is_multiple_of(*unit));
    fitting.map_or_else(|| format!("{ms}ms"), |(unit, name)| format!("{}{name}", ms / unit))
}

/// `sequence [..] [..]`
pub(crate) fn without_maxspan(span: Span, expiry_ms: Option<u64>) -> Diagnostic {
    let diagnostic = Diagnostic::warning(WITHOUT_MAXSPAN, span, "a sequence without `maxspan`", "may take as long as it likes")
        .help("say how long it may take: `with maxspan=…`");
    match expiry_ms {
        Some(ms) => diagnostic.note(format!("it ends with the window of the rule, `from`, after {}", duration(ms))),
        None => diagnostic.note("it stays until a newer one displaces it, or the table is full"),
    }
}

/// `with maxspan=1h` and `from: now-9m`
pub(crate) fn maxspan_beyond_window(span: Span, from_ms: u64) -> Diagnostic {
    let window = duration(from_ms);
    let title = format!("`maxspan` is longer than the window of the rule, {window}");
    Diagnostic::warning(MAXSPAN_BEYOND_WINDOW, span, title, "a search sees no sequence of this length")
        .help("look back further with `from`, or shorten `maxspan`")
}

/// `[a] [a]`
pub(crate) fn repeated_stage(span: Span, first: Span, count: u32) -> Diagnostic {
    Diagnostic::warning(REPEATED_STAGE, span, "stages in a row that are the same", "the same again")
        .label(first, "first given here")
        .help(format!("write it once, `with runs={count}`"))
}

/// `by host.id, host.id`
pub(crate) fn repeated_key(span: Span, first: Span) -> Diagnostic {
    Diagnostic::warning(REPEATED_KEY, span, "a field is a join key twice", "joins nothing more").label(first, "first given here")
}
