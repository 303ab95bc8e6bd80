//! Diagnostics of the rule file itself: YAML, keys, values.

use std::fmt::Display;

use crate::diagnostics::{Applicability, Code, Diagnostic, codes::codes};
use crate::source::Span;

codes! {
    INVALID_YAML = 1 "invalid-yaml" {
        why: "The text is not YAML, so nothing can be read from it. Most often a value needs quotes or a block: a query \
              contains `: `, `\"` and `#`, which mean something to YAML, so write it below `query: |`. Indentation is \
              by spaces; tabs are not allowed.",
        wrong: "query: process where process.name : \"sh\"",
        right: "query: |\n  process where process.name : \"sh\"",
    }
    TOO_LARGE = 2 "too-large" {
        why: "A rule file is bounded, so that no file can keep the compiler busy: in bytes, in the number of its values \
              (what an alias repeats is counted again), and in the depth of its lists and mappings.",
        wrong: "tags: &a [*a, *a]",
        right: "tags: [linux]",
    }
    NOT_A_MAPPING = 3 "not-a-mapping" {
        why: "A rule file is one YAML mapping: keys such as `name:` and `query:` with their values. An empty file, a list \
              of rules or another format (TOML, JSON lines) is not a rule.",
        wrong: "- name: Shell started",
        right: "name: Shell started",
    }
    UNKNOWN_KEY = 4 "unknown-key" {
        why: "No such key exists. It is an error and not ignored, because a misspelt key would silently lose what it says.",
        wrong: "serverity: high",
        right: "severity: high",
    }
    DUPLICATE_KEY = 5 "duplicate-key" {
        why: "The key is given twice in the same mapping, so one of the values would be lost.",
        wrong: "version: 1\nversion: 2",
        right: "version: 2",
    }
    MISSING_KEY = 6 "missing-key" {
        why: "A rule needs `rule_id`, `name`, `description`, `severity`, `risk_score`, `type` and `query`; an entry of \
              `threat` needs `framework` and `tactic`, and each reference in it `id`, `name` and `reference`.",
        wrong: "name: Shell started",
        right: "name: Shell started\nrule_id: 0a2b6d4e-shell-started",
    }
    WRONG_TYPE = 7 "wrong-type" {
        why: "The key wants another type of value: text, a whole number, `true` or `false`, a list or a mapping. YAML \
              takes `47` for a number and `\"47\"` for text.",
        wrong: "risk_score: \"47\"",
        right: "risk_score: 47",
    }
    SECOND_DOCUMENT = 8 "second-document" {
        why: "A line `---` begins another YAML document. A rule file holds one rule.",
        wrong: "name: First\n---\nname: Second",
        right: "name: First",
    }
    YAML_TAG = 9 "yaml-tag" {
        why: "A YAML tag such as `!secret` asks the reader to make something else of the value. Rule files have none.",
        wrong: "name: !upper shell",
        right: "name: SHELL",
    }
    INVALID_RULE_ID = 10 "invalid-rule-id" {
        why: "`rule_id` names a rule in alerts, in state and in other files, for as long as the rule lives. It is 1 to 128 \
              characters long and made of letters, digits, `-`, `_` and `.`; a UUID is the usual choice.",
        wrong: "rule_id: my rule/1",
        right: "rule_id: my-rule-1",
    }
    EMPTY_VALUE = 11 "empty-value" {
        why: "The key is there and says nothing.",
        wrong: "name: \"\"",
        right: "name: Shell started by a web server",
    }
    UNKNOWN_VALUE = 12 "unknown-value" {
        why: "The key takes one of a few words, and this is none of them.",
        wrong: "severity: moderate",
        right: "severity: medium",
    }
    RISK_SCORE_OUT_OF_RANGE = 13 "risk-score-out-of-range" {
        why: "`risk_score` is a whole number from 0 to 100.",
        wrong: "risk_score: 470",
        right: "risk_score: 47",
    }
    NOT_AN_EQL_RULE = 14 "not-an-eql-rule" {
        why: "Only rules of `type: eql` with a query in EQL are compiled. Rules of other types (KQL or Lucene queries, \
              thresholds, machine learning, ES|QL) need a search engine.",
        wrong: "type: threshold",
        right: "type: eql",
    }
    INVALID_DURATION = 15 "invalid-duration" {
        why: "`interval` is a number and a unit: `s`, `m`, `h`, `d` or `w`. It is at least one second and at most ten years.",
        wrong: "interval: 5 minutes",
        right: "interval: 5m",
    }
    INVALID_TIME = 16 "invalid-time" {
        why: "`from` and `to` are `now` or a time before now: `now-9m`. The units are `s`, `m`, `h`, `d` and `w`. `from` must be \
              before `to`: the time between is how long an unfinished sequence without `maxspan` is kept.",
        wrong: "from: 9m",
        right: "from: now-9m",
    }
    NUMBER_OUT_OF_RANGE = 17 "number-out-of-range" {
        why: "The number is outside what the key takes: `version` and `max_signals` are at least 1.",
        wrong: "max_signals: 0",
        right: "max_signals: 100",
    }
    REFUSED_KEY = 18 "refused-key" {
        why: "The key belongs to another type of rule. It would change what the rule alerts on, and an EQL rule has no \
              place for it.",
        wrong: "threshold: {field: host.id, value: 10}",
        right: "type: eql",
    }
    NOT_ENFORCED = 19 "not-enforced" warning {
        why: "Elastic's detection engine acts on this key, and a compiled rule does not: it alerts where Elastic might \
              not, or its alert looks different. The key is carried into the alert, so that what reads the alerts can act \
              on it. Put conditions into the query to have them enforced.",
        wrong: "exceptions_list:\n  - list_id: known_hosts",
        right: "query: |\n  process where not host.name in (\"build-1\", \"build-2\")",
    }
    SEVERITY_AND_RISK_SCORE = 20 "severity-and-risk-score" warning {
        why: "Severity and risk score usually agree: low up to 21, medium 22 to 47, high 48 to 73, critical from 74; the \
              usual scores are 21, 47, 73 and 99. Whoever sorts alerts by the one gets another order by the other.",
        wrong: "severity: low\nrisk_score: 73",
        right: "severity: high\nrisk_score: 73",
    }
    INVALID_FIELD_NAME = 21 "invalid-field-name" {
        why: "The key names a field of the events: a dotted path without spaces.",
        wrong: "timestamp_field: event time",
        right: "timestamp_field: event.created",
    }
}

/// What is too large; other files of diagnostics use it.
pub(super) const TOO_LARGE_CODE: Code = TOO_LARGE;

/// A key of a mapping, as messages name it: `threat[0].tactic.id`.
pub(crate) type Path<'a> = &'a dyn Display;

/// `opened` is the place of a quote or bracket that is not closed.
pub(crate) fn invalid_yaml(at: Span, opened: Option<Span>, words: &str, help: &[&str]) -> Diagnostic {
    let start = Diagnostic::error(INVALID_YAML, at, format!("the file is not YAML: {words}"), "here");
    let start = match opened {
        Some(opened) => start.label(opened, "opened here"),
        None => start,
    };
    help.iter().fold(start, |diagnostic, help| diagnostic.help(*help))
}

pub(crate) fn too_many_bytes(at: Span, bytes: usize, bytes_max: usize) -> Diagnostic {
    Diagnostic::error(TOO_LARGE, at, format!("the file has {bytes} bytes, more than {bytes_max}"), "")
}

pub(crate) fn too_many_values(at: Span) -> Diagnostic {
    Diagnostic::error(TOO_LARGE, at, "the file has too many values", "too many from here on")
        .note("what an alias `*name` repeats is counted each time")
}

pub(crate) fn too_deep(at: Span) -> Diagnostic {
    Diagnostic::error(TOO_LARGE, at, "lists and mappings are nested too deeply", "too deep from here on")
}

pub(crate) fn not_a_mapping(at: Span, kind: &str, what: &str, toml: bool) -> Diagnostic {
    let title = format!("{what} is a mapping of keys and values, this file is {kind}");
    let diagnostic = Diagnostic::error(NOT_A_MAPPING, at, title, "");
    if toml { diagnostic.help(TOML_HELP) } else { diagnostic.help("begin with a key, such as `name: …`") }
}

/// What to do with a file that is TOML.
pub(crate) const TOML_HELP: &str = "this looks like TOML: write `name: …` for `name = …`, and no `[rule]` above it";

pub(crate) fn second_document(at: Span) -> Diagnostic {
    Diagnostic::error(SECOND_DOCUMENT, at, "the file has more than one YAML document", "the second begins here")
        .help("give each rule a file of its own")
}

pub(crate) fn yaml_tag(at: Span) -> Diagnostic {
    Diagnostic::error(YAML_TAG, at, "the value has a YAML tag", "tags are not read").help("write the value itself")
}

/// `is_free` says that the only similar key is not given beside it.
pub(crate) fn unknown_key(at: Span, key: &str, similar: &[String], is_free: bool) -> Diagnostic {
    let diagnostic = Diagnostic::error(UNKNOWN_KEY, at, format!("unknown key `{key}`"), "no such key");
    let applicability = Applicability::always_if(similar.len() == 1 && is_free);
    similar.iter().fold(diagnostic, |diagnostic, similar| {
        let action = format!("a key with a similar name exists: `{similar}`");
        diagnostic.suggest_as(applicability, action, at, similar.as_str())
    })
}

pub(crate) fn key_not_text(at: Span, kind: &str) -> Diagnostic {
    Diagnostic::error(UNKNOWN_KEY, at, format!("a key is text, this is {kind}"), "not a key")
}

pub(crate) fn duplicate_key(at: Span, first: Span, key: &str) -> Diagnostic {
    Diagnostic::error(DUPLICATE_KEY, at, format!("`{key}` is given twice"), "given again here").label(first, "first given here")
}

pub(crate) fn missing_key(at: Span, key: &str, what: &str, example: &str) -> Diagnostic {
    Diagnostic::error(MISSING_KEY, at, format!("{what} has no `{key}`"), "").help(format!("add `{key}: {example}`"))
}

pub(crate) fn wrong_type(at: Span, path: Path<'_>, wanted: &str, found: &str) -> Diagnostic {
    Diagnostic::error(WRONG_TYPE, at, format!("`{path}` must be {wanted}, not {found}"), format!("{found}, not {wanted}"))
}

pub(crate) fn invalid_rule_id(at: Span, id: &str, usable: Option<String>) -> Diagnostic {
    let title = format!("`{}` is not a rule id", shortened(id));
    let diagnostic = Diagnostic::error(INVALID_RULE_ID, at, title, "letters, digits, `-`, `_` and `.` only");
    match usable {
        // Others may know the rule by the id that is not one.
        Some(usable) => diagnostic.suggest_maybe(format!("write `{usable}`"), at, usable),
        None => diagnostic.help("use a UUID, or a short name that will not change"),
    }
}

pub(crate) fn empty_value(at: Span, path: Path<'_>) -> Diagnostic {
    Diagnostic::error(EMPTY_VALUE, at, format!("`{path}` is empty"), "nothing here")
}

pub(crate) fn unknown_value(at: Span, path: Path<'_>, value: &str, known: &[&str], nearest: Option<&str>) -> Diagnostic {
    let known_list = known.iter().map(|known| format!("`{known}`")).collect::<Vec<_>>().join(", ");
    let title = format!("`{}` is no value of `{path}`", shortened(value));
    let diagnostic = Diagnostic::error(UNKNOWN_VALUE, at, title, "unknown value");
    let diagnostic = match nearest {
        Some(nearest) => {
            let same_word = value.trim().eq_ignore_ascii_case(nearest);
            diagnostic.suggest_as(Applicability::always_if(same_word), format!("write `{nearest}`"), at, nearest)
        }
        None => diagnostic,
    };
    if known.len() > 1 || nearest.is_none() { diagnostic.note(format!("it can be {known_list}")) } else { diagnostic }
}

pub(crate) fn risk_score_out_of_range(at: Span, score: i128) -> Diagnostic {
    Diagnostic::error(RISK_SCORE_OUT_OF_RANGE, at, format!("`risk_score` {score} is not in 0..=100"), "out of range")
        .note("the usual scores are 21 (low), 47 (medium), 73 (high) and 99 (critical)")
}

pub(crate) fn not_an_eql_rule(at: Span, key: &str, value: &str, known_type: bool) -> Diagnostic {
    let title = format!("only EQL rules are compiled, not `{key}: {}`", shortened(value));
    let diagnostic = Diagnostic::error(NOT_AN_EQL_RULE, at, title, "must be `eql`");
    if known_type {
        diagnostic.help("write the rule as an EQL query, or leave it to the search engine")
    } else {
        let same_word = value.trim().eq_ignore_ascii_case("eql");
        diagnostic.suggest_as(Applicability::always_if(same_word), "write `eql`", at, "eql")
    }
}

pub(crate) fn invalid_duration(at: Span, path: Path<'_>, value: &str, usable: Option<String>) -> Diagnostic {
    let title = format!("`{path}`: `{}` is not a time span", shortened(value));
    let diagnostic = Diagnostic::error(INVALID_DURATION, at, title, "expected a number and a unit");
    match usable {
        Some(usable) => diagnostic.suggest(format!("write `{usable}`"), at, usable),
        None => diagnostic.help("write a number and one of the units `s`, `m`, `h`, `d`, `w`, such as `5m`"),
    }
}

pub(crate) fn invalid_time(at: Span, path: Path<'_>, value: &str, usable: Option<String>) -> Diagnostic {
    let title = format!("`{path}`: `{}` is not a time before now", shortened(value));
    let diagnostic = Diagnostic::error(INVALID_TIME, at, title, "expected `now-` and a time span");
    match usable {
        Some(usable) => diagnostic.suggest(format!("write `{usable}`"), at, usable),
        None => diagnostic.help("write `now-`, a number and one of the units `s`, `m`, `h`, `d`, `w`, such as `now-9m`"),
    }
}

pub(crate) fn empty_window(at: Span, to: Option<Span>) -> Diagnostic {
    let diagnostic = Diagnostic::error(INVALID_TIME, at, "`from` is not before `to`", "the window is empty");
    match to {
        Some(to) => diagnostic.label(to, "it ends here"),
        None => diagnostic.note("`to` is `now` where it is not given").help("write `now-9m`"),
    }
}

pub(crate) fn number_out_of_range(at: Span, path: Path<'_>, number: i128, least: u32, most: u32) -> Diagnostic {
    Diagnostic::error(NUMBER_OUT_OF_RANGE, at, format!("`{path}` {number} is not in {least}..={most}"), "out of range")
}

pub(crate) fn refused_key(at: Span, key: &str, why: &str) -> Diagnostic {
    Diagnostic::error(REFUSED_KEY, at, format!("`{key}` has no place in an EQL rule"), why).help(format!("remove `{key}`"))
}

pub(crate) fn not_enforced(at: Span, key: &str, why: &str) -> Diagnostic {
    Diagnostic::warning(NOT_ENFORCED, at, format!("`{key}` is not enforced"), why)
        .note("it is carried into the alert as it stands")
}

/// `usual` are the severity that fits the score and the score that fits the severity.
pub(crate) fn severity_and_risk_score(severity: (Span, &str), score: (Span, u8), usual: (&str, u8)) -> Diagnostic {
    let title = format!("severity `{}` does not fit risk score {}", severity.1, score.1);
    Diagnostic::warning(SEVERITY_AND_RISK_SCORE, severity.0, title, "this severity")
        .label(score.0, "this score")
        .suggest_maybe(format!("a score of {} is usually of severity `{}`", score.1, usual.0), severity.0, usual.0)
        .suggest_maybe(format!("the usual score of severity `{}` is {}", severity.1, usual.1), score.0, usual.1.to_string())
}

pub(crate) fn invalid_field_name(at: Span, path: Path<'_>, name: &str) -> Diagnostic {
    Diagnostic::error(INVALID_FIELD_NAME, at, format!("`{path}`: `{}` is not a field name", shortened(name)), "not a field name")
        .help("write a dotted path, such as `event.created`")
}

/// Long values of a user are cut, so that a message stays a line.
pub(super) fn shortened(value: &str) -> String {
    const SHOWN_MAX: usize = 60;
    match value.char_indices().nth(SHOWN_MAX) {
        Some((at, _)) => format!("{}…", &value[..at]),
        None => value.to_owned(),
    }
}
