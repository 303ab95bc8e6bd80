//! Problems of the grammar of sequences, samples and pipes.

use crate::diagnostics::codes::codes;
use crate::diagnostics::{Applicability, Diagnostic};
use crate::source::Span;

codes! {
    JOIN = 200 "join-unsupported" {
        why: "`join` belongs to an older dialect. A sequence asks for its events in order; `sample by` for events in any order.",
        wrong: "join by user.name [process where true] [file where true]",
        right: "sample by user.name [process where true] [file where true]",
    }
    NESTED_QUERY = 201 "nested-query" {
        why: "A term of a sequence is one event query in square brackets. Sequences do not nest.",
        wrong: "sequence [[process where true]] [file where true]",
        right: "sequence [process where true] [file where true]",
    }
    TERM_ALONE = 202 "term-alone" {
        why: "Square brackets hold the terms of a sequence or sample. A query for single events stands without them.",
        wrong: "[process where true]",
        right: "process where true",
    }
    MISPLACED_CLAUSE = 203 "misplaced-clause" {
        why: "A sequence is written in this order: `sequence`, `by` with the keys of all terms, `with maxspan=…`, the terms, `until`. Behind a \
              term come `by` and then `with runs=…`, each at most once.",
        wrong: "sequence with maxspan=5m by user.name [process where true] [file where true]",
        right: "sequence by user.name with maxspan=5m [process where true] [file where true]",
    }
    UNKNOWN_OPTION = 204 "unknown-option" {
        why: "A sequence has the option `maxspan`, a term has `runs`.",
        wrong: "sequence with window=5m [process where true] [file where true]",
        right: "sequence with maxspan=5m [process where true] [file where true]",
    }
    OPTION_EQUALS = 205 "option-equals" {
        why: "The value of an option stands behind a single `=`.",
        wrong: "sequence with maxspan 5m [process where true] [file where true]",
        right: "sequence with maxspan=5m [process where true] [file where true]",
    }
    BAD_MAXSPAN = 206 "bad-maxspan" {
        why: "`maxspan` is the longest time from the first to the last event: a positive whole number and a unit, `ms`, `s`, `m`, `h` or `d`.",
        wrong: "sequence with maxspan=1.5m [process where true] [file where true]",
        right: "sequence with maxspan=90s [process where true] [file where true]",
    }
    BAD_RUNS = 207 "bad-runs" {
        why: "`with runs=N` repeats a term N times, 1 to 100. `until` cannot be repeated: its first event ends the sequence.",
        wrong: "sequence [process where true] with runs=1000",
        right: "sequence [process where true] with runs=100",
    }
    MISSING_MARK = 208 "missing-mark" {
        why: "A missing event, one that must not happen, is marked with `![`.",
        wrong: "sequence with maxspan=5m [process where true] not [file where true]",
        right: "sequence with maxspan=5m [process where true] ![file where true]",
    }
    BETWEEN_TERMS = 209 "between-terms" {
        why: "The terms of a sequence follow one another with nothing between them.",
        wrong: "sequence [process where true], [file where true]",
        right: "sequence [process where true] [file where true]",
    }
    FORK = 210 "fork-unsupported" {
        why: "`fork` belongs to an older dialect and has no counterpart.",
        wrong: "sequence [process where true] fork=true [file where true]",
        right: "sequence [process where true] [file where true]",
    }
    BAD_KEYS = 211 "bad-keys" {
        why: "Join keys are fields with commas between them.",
        wrong: "sequence by host.id user.name [process where true] [file where true]",
        right: "sequence by host.id, user.name [process where true] [file where true]",
    }
    KEY_NOT_A_FIELD = 212 "key-not-a-field" {
        why: "Events are joined by the values of fields. A constant or a computed value cannot be a join key.",
        wrong: "sequence by length(user.name) [process where true] [file where true]",
        right: "sequence by user.name [process where true] [file where true]",
    }
    KEY_COUNT = 213 "key-count" {
        why: "The keys of all terms are compared one by one, so every term, and `until`, has as many as the others. Keys behind `sequence by` \
              count for each.",
        wrong: "sequence [process where true] by process.pid [file where true]",
        right: "sequence [process where true] by process.pid [file where true] by process.pid",
    }
    TOO_FEW_STAGES = 214 "too-few-stages" {
        why: "A sequence has at least two stages; a term with `runs=N` is N stages. `until` is none.",
        wrong: "sequence [process where true]",
        right: "sequence [process where true] with runs=2",
    }
    MISSING_NEEDS_MAXSPAN = 215 "missing-needs-maxspan" {
        why: "That an event is missing can be known only for a limited time, so a sequence with `![…]` needs `maxspan`.",
        wrong: "sequence by user.name [process where true] ![file where true]",
        right: "sequence by user.name with maxspan=5m [process where true] ![file where true]",
    }
    NO_POSITIVE_TERM = 216 "no-positive-term" {
        why: "A sequence needs at least one event that happens.",
        wrong: "sequence with maxspan=5m ![process where true] ![file where true]",
        right: "sequence with maxspan=5m [process where true] ![file where true]",
    }
    UNTIL_MISSING = 217 "until-missing" {
        why: "`until` names an event that ends a sequence. An event that does not happen ends nothing.",
        wrong: "sequence with maxspan=5m [process where true] [file where true] until ![network where true]",
        right: "sequence with maxspan=5m [process where true] [file where true] until [network where true]",
    }
    NOT_IN_SAMPLE = 218 "not-in-sample" {
        why: "A sample looks for events with the same keys, in any order and at any distance. `maxspan`, `until`, `runs` and missing events \
              have no meaning for it.",
        wrong: "sample by host.id with maxspan=5m [process where true] [file where true]",
        right: "sample by host.id [process where true] [file where true]",
    }
    SAMPLE_WITHOUT_KEYS = 219 "sample-without-keys" {
        why: "The events of a sample have nothing in common but their keys, so there is at least one.",
        wrong: "sample [process where true] [file where true]",
        right: "sample by host.id [process where true] [file where true]",
    }
    LEGACY_PIPE = 220 "legacy-pipe" {
        why: "The pipes `count`, `filter`, `sort`, `unique` and `unique_count` belong to an older dialect. A filter is part of the condition; \
              repeated alerts are kept down by the rule's own settings.",
        wrong: "process where true | unique process.name",
        right: "process where true",
    }
    UNKNOWN_PIPE = 221 "unknown-pipe" {
        why: "There are two pipes, `head` and `tail`, in small letters.",
        wrong: "process where true | limit 5",
        right: "process where true | head 5",
    }
    PIPE_ARGUMENT = 222 "pipe-argument" {
        why: "`head` and `tail` take one argument: how many to keep. It is a whole number, 0 or more, or computed of such numbers.",
        wrong: "process where true | head -5",
        right: "process where true | head 5",
    }
}

/// `join …`
pub(crate) fn join_unsupported(span: Span) -> Diagnostic {
    Diagnostic::error(JOIN, span, "`join` is not supported", "belongs to an older dialect")
        .help("write `sequence` for events in order, or `sample by` for events in any order")
}

/// A sequence or a bracket in the bracket of a term.
pub(crate) fn nested_query(span: Span, found: &str) -> Diagnostic {
    Diagnostic::error(NESTED_QUERY, span, format!("unexpected {found} inside a term"), "expected an event category")
        .help("write one `category where condition` between the brackets")
}

/// A bracket at the beginning of a query.
pub(crate) fn term_alone(span: Span, bracket: &str) -> Diagnostic {
    Diagnostic::error(
        TERM_ALONE,
        span,
        format!("unexpected `{bracket}` at the beginning of a query"),
        "a term belongs to a sequence",
    )
    .help("write `sequence` before it, or take the brackets out")
}

/// `with … by …`
pub(crate) fn by_after_with(by: Span, with: Span) -> Diagnostic {
    Diagnostic::error(MISPLACED_CLAUSE, by, "`by` stands after `with`", "belongs before `with`")
        .label(with, "`with` begins here")
        .help("move `by` and its keys before `with`")
}

/// A clause that was given before.
pub(crate) fn repeated_clause(span: Span, clause: &str) -> Diagnostic {
    Diagnostic::error(MISPLACED_CLAUSE, span, format!("`{clause}` is given twice"), "the second one")
        .help(format!("leave one `{clause}`; several keys are separated by commas"))
}

/// `maxspan=…` behind a term.
pub(crate) fn misplaced_maxspan(span: Span) -> Diagnostic {
    Diagnostic::error(MISPLACED_CLAUSE, span, "`maxspan` stands behind a term", "limits the whole sequence")
        .help("move `with maxspan=…` before the first term")
}

/// `maxspan=…` without `with`.
pub(crate) fn maxspan_without_with(span: Span, before: Span) -> Diagnostic {
    Diagnostic::error(MISPLACED_CLAUSE, span, "`maxspan` stands without `with`", "expected `with`").suggest(
        "add `with`",
        before,
        " with",
    )
}

/// A term behind `until […]`.
pub(crate) fn term_after_until(span: Span) -> Diagnostic {
    Diagnostic::error(MISPLACED_CLAUSE, span, "a term stands behind `until`", "`until` comes last")
        .help("move the term before `until`")
}

/// A second `until`.
pub(crate) fn second_until(span: Span, first: Span) -> Diagnostic {
    Diagnostic::error(MISPLACED_CLAUSE, span, "`until` is given twice", "the second one")
        .label(first, "the first one")
        .help("join the two conditions with `or` in one `until`")
}

/// An option with another name.
pub(crate) fn unknown_option(span: Span, found: &str, expected: &str) -> Diagnostic {
    let place = if expected == "maxspan" { "a sequence" } else { "a term" };
    Diagnostic::error(UNKNOWN_OPTION, span, format!("no option `{found}`"), format!("{place} has the option `{expected}`"))
        .suggest_maybe(format!("write `{expected}`"), span, expected)
}

/// `maxspan==5m`, at `==`.
pub(crate) fn double_equals(span: Span) -> Diagnostic {
    Diagnostic::error(OPTION_EQUALS, span, "an option is set with `=`", "a comparison").suggest("write `=`", span, "=")
}

/// `maxspan 5m`, at the value.
pub(crate) fn option_without_equals(span: Span, before: Span) -> Diagnostic {
    Diagnostic::error(OPTION_EQUALS, span, "an option is set with `=`", "expected `=`").suggest("add `=`", before, "=")
}

/// `maxspan="5m"`
pub(crate) fn quoted_maxspan(span: Span, value: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error(BAD_MAXSPAN, span, "the maxspan stands in quotes", "not a string");
    let plain = value.starts_with(|c: char| c.is_ascii_digit()) && value.chars().all(|c| c.is_ascii_alphanumeric());
    match plain {
        true => diagnostic.suggest("take the quotes out", span, value),
        false => diagnostic.help("write a whole number and a unit, such as `5m`"),
    }
}

/// `maxspan=-5m`, `maxspan=1.5m`
pub(crate) fn maxspan_not_whole(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(
        BAD_MAXSPAN,
        span,
        format!("the maxspan `{text}` is not a positive whole number"),
        "not a positive whole number",
    )
    .help("write a whole number of a smaller unit, such as `90s` for one and a half minutes")
}

/// `maxspan=99999999999999999999s`
pub(crate) fn maxspan_too_long(span: Span) -> Diagnostic {
    Diagnostic::error(BAD_MAXSPAN, span, "the maxspan is too long", "does not fit 64 bits").help("write a shorter time")
}

/// `maxspan=0s`
pub(crate) fn maxspan_zero(span: Span) -> Diagnostic {
    Diagnostic::error(BAD_MAXSPAN, span, "the maxspan is zero", "no time at all").help("write a positive number, such as `1ms`")
}

/// `maxspan=30`
pub(crate) fn maxspan_without_unit(span: Span, number: &str) -> Diagnostic {
    Diagnostic::error(BAD_MAXSPAN, span, "the maxspan has no unit", "expected `ms`, `s`, `m`, `h` or `d` after it").suggest_maybe(
        format!("write `{number}s` for seconds"),
        span,
        format!("{number}s"),
    )
}

/// `maxspan=5min`: `span` is the unit, `whole` the value with it.
pub(crate) fn unknown_time_unit(span: Span, unit: &str, number: u64, whole: Span) -> Diagnostic {
    let title = format!("no unit of time `{unit}`");
    let diagnostic = Diagnostic::error(BAD_MAXSPAN, span, title, "the units are `ms`, `s`, `m`, `h` and `d`");
    let known = match unit.to_ascii_lowercase().as_str() {
        "millis" | "msec" | "millisecond" | "milliseconds" => Some("ms"),
        "s" | "sec" | "secs" | "second" | "seconds" => Some("s"),
        // `M` is as often a month.
        "min" | "mins" | "minute" | "minutes" => Some("m"),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some("h"),
        "d" | "day" | "days" => Some("d"),
        _ => None,
    };
    let mended = match (known, unit.to_ascii_lowercase().as_str()) {
        (Some(known), _) => Some(format!("{number}{known}")),
        (None, "w" | "wk" | "week" | "weeks") => number.checked_mul(7).map(|days| format!("{days}d")),
        _ => None,
    };
    match mended {
        Some(mended) => diagnostic.suggest(format!("write `{mended}`"), whole, mended),
        None => diagnostic.help("write the time in one of them"),
    }
}

/// `runs=0`, `runs=1.5`
pub(crate) fn runs_out_of_range(span: Span, text: &str, runs_max: u32) -> Diagnostic {
    let title = format!("`{text}` is not a number of runs");
    Diagnostic::error(BAD_RUNS, span, title, format!("expected a whole number from 1 to {runs_max}"))
        .help(format!("write a whole number from 1 to {runs_max}"))
}

/// `until […] with runs=…`
pub(crate) fn runs_on_until(span: Span) -> Diagnostic {
    Diagnostic::error(BAD_RUNS, span, "`until` cannot have runs", "cannot be repeated").help("take `with runs=…` out")
}

/// `not [` or `-[`: `whole` covers the mark and the bracket.
pub(crate) fn missing_mark(span: Span, mark: &str, whole: Span) -> Diagnostic {
    Diagnostic::error(MISSING_MARK, span, format!("unexpected `{mark}` before a term"), "a missing event is marked with `![`")
        .suggest("write `![`", whole, "![")
}

/// `[…], […]`
pub(crate) fn comma_between_terms(span: Span) -> Diagnostic {
    Diagnostic::error(BETWEEN_TERMS, span, "a comma between terms", "terms follow one another").suggest("take it out", span, "")
}

/// `fork=true`
pub(crate) fn fork(span: Span) -> Diagnostic {
    Diagnostic::error(FORK, span, "`fork` is not supported", "belongs to an older dialect").help("take it out")
}

/// `by a b`: `span` is the second key, `before` the place for the comma.
pub(crate) fn keys_without_comma(span: Span, before: Span) -> Diagnostic {
    Diagnostic::error(BAD_KEYS, span, "two join keys without a comma between them", "expected `,`").suggest(
        "add a comma",
        before,
        ",",
    )
}

/// `by a, [`
pub(crate) fn trailing_key_comma(span: Span) -> Diagnostic {
    Diagnostic::error(BAD_KEYS, span, "a comma behind the last join key", "no key follows it").suggest("take it out", span, "")
}

/// A join key that is no field.
pub(crate) fn key_not_a_field(span: Span, text: &str) -> Diagnostic {
    Diagnostic::error(KEY_NOT_A_FIELD, span, format!("the join key `{text}` is not a field"), "not a field")
        .help("join by a field")
}

/// A term with more or fewer keys than another.
pub(crate) fn key_count(span: Span, count: usize, other: Span, other_count: usize) -> Diagnostic {
    let keys = |count: usize| match count {
        0 => "no join key".to_string(),
        1 => "1 join key".to_string(),
        _ => format!("{count} join keys"),
    };
    Diagnostic::error(KEY_COUNT, span, "terms have different numbers of join keys", format!("{} here", keys(count)))
        .label(other, format!("{} here", keys(other_count)))
        .help("give every term, and `until`, the same number of keys")
}

/// A sequence of one stage: `only` is its term.
pub(crate) fn too_few_stages(span: Span, only: Option<Span>) -> Diagnostic {
    let diagnostic = Diagnostic::error(TOO_FEW_STAGES, span, "a sequence needs at least two stages", "has one stage");
    let diagnostic = match only {
        Some(only) => diagnostic.label(only, "the only one"),
        None => diagnostic,
    };
    diagnostic.help("add a term, repeat this one with `with runs=2`, or write a query without `sequence`")
}

/// A missing event without maxspan.
pub(crate) fn missing_needs_maxspan(span: Span, sequence: Span) -> Diagnostic {
    Diagnostic::error(MISSING_NEEDS_MAXSPAN, span, "a missing event needs `maxspan`", "missing for how long")
        .label(sequence, "this sequence has no `maxspan`")
        .help("add `with maxspan=…` before the first term")
}

/// Missing events only.
pub(crate) fn no_positive_term(span: Span) -> Diagnostic {
    Diagnostic::error(NO_POSITIVE_TERM, span, "a sequence needs at least one event that happens", "all terms are missing events")
        .help("add a term without `!`")
}

/// `until ![…]`
pub(crate) fn until_missing(span: Span) -> Diagnostic {
    Diagnostic::error(UNTIL_MISSING, span, "`until` cannot be a missing event", "an event that does not happen")
        .help("take the `!` out")
}

/// A part of sequences in a sample.
pub(crate) fn not_in_sample(span: Span, what: &str) -> Diagnostic {
    let shown = if what.contains(' ') { what.to_string() } else { format!("`{what}`") };
    Diagnostic::error(NOT_IN_SAMPLE, span, format!("a sample has no {shown}"), "belongs to sequences")
        .help("take it out, or write a sequence")
}

/// A sample without a key.
pub(crate) fn sample_without_keys(span: Span) -> Diagnostic {
    Diagnostic::error(SAMPLE_WITHOUT_KEYS, span, "a sample needs at least one join key", "has none").help("add `by` and a field")
}

/// `| unique x` and the like.
pub(crate) fn legacy_pipe(span: Span, name: &str) -> Diagnostic {
    let action = match name {
        "filter" => "put the condition into the query, with `and`",
        "unique" | "unique_count" => "take it out; a rule keeps repeated alerts down by `alert_suppression`",
        "sort" => "take it out; results are in the order of time",
        _ => "take it out; a rule counts by `threshold` settings, not in its query",
    };
    Diagnostic::error(LEGACY_PIPE, span, format!("the pipe `{name}` is not supported"), "belongs to an older dialect")
        .help(action)
}

/// Any other pipe.
pub(crate) fn unknown_pipe(span: Span, name: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error(UNKNOWN_PIPE, span, format!("no pipe `{name}`"), "the pipes are `head` and `tail`");
    let lower = name.to_ascii_lowercase();
    let near = |known: &&str| strsim::damerau_levenshtein(&lower, known) <= 1;
    let meant = match lower.as_str() {
        "limit" | "first" | "top" | "take" => Some("head"),
        "last" => Some("tail"),
        _ => ["head", "tail"].into_iter().find(near),
    };
    match meant {
        Some(meant) => diagnostic.suggest_as(Applicability::always_if(lower == meant), format!("write `{meant}`"), span, meant),
        None => diagnostic.help("take it out"),
    }
}

/// `head 5 tail 5`, at the second name.
pub(crate) fn pipe_without_bar(span: Span, name: &str, before: Span) -> Diagnostic {
    Diagnostic::error(PIPE_ARGUMENT, span, format!("unexpected `{name}` behind a pipe"), "expected `|` before it")
        .suggest("add `|`", before, " |")
}

/// None or several arguments of a pipe.
pub(crate) fn pipe_arguments(span: Span, name: &str, count: usize) -> Diagnostic {
    Diagnostic::error(PIPE_ARGUMENT, span, format!("the pipe `{name}` takes one argument, not {count}"), "expected one argument")
        .help(format!("write how many to keep, such as `{name} 10`"))
}

/// An argument that is no whole number, or negative.
pub(crate) fn pipe_count(span: Span, name: &str, text: &str) -> Diagnostic {
    Diagnostic::error(
        PIPE_ARGUMENT,
        span,
        format!("`{text}` is not a count for `{name}`"),
        "expected a constant whole number, 0 or more",
    )
    .help(format!("write how many to keep, such as `{name} 10`"))
}
