//! Checks an example: in the evaluator and, where there is one, in its compiled matcher.

use crate::compiled::{Run, Said};
use crate::examples::{Answer, Example, Place, Row, Verdict};
use detector_compiler::diagnostics::{Diagnostics, Severity};
use detector_compiler::evaluate::{self, Document, Outcome};
use detector_compiler::schema::{Schema, custom};
use detector_compiler::source::{Source, SourceId};
use detector_compiler::{CompiledRule, Options, compile, ir};

/// An example as the compiler sees it.
struct Prepared {
    schema: Schema,
    rule: Option<CompiledRule>,
    errors: Vec<String>,
    warnings: Vec<String>,
}

/// The first code of the lints, which judge rules that mean something.
const FIRST_LINT: u16 = 713;

fn is_lint(code: &str) -> bool {
    code.trim_start_matches("DR").parse::<u16>().is_ok_and(|number| number >= FIRST_LINT)
}

/// What is wrong with an example; empty if nothing is.
pub fn problems(example: &Example, compiled: &[(usize, Run)]) -> Vec<String> {
    let prepared = prepare(example);
    let run = compiled.iter().find(|(line, _)| *line == example.line).map(|(_, run)| *run);
    let mut problems = Vec::new();
    if example.is_compiled() && run.is_none() {
        problems.push("there is no compiled matcher".to_owned());
    }
    for answer in &example.answers {
        let checked = match answer {
            Answer::Refused(code) => is_told("error", code, &prepared.errors),
            Answer::Warning(code) => is_told("warning", code, &prepared.warnings),
            Answer::Each(verdict, events) => events.iter().try_for_each(|event| check_event(&prepared, run, *verdict, event)),
            Answer::All { events, alerts, place, counters } => {
                check_all(example, &prepared, run, events, alerts, *place, counters)
            }
        };
        problems.extend(checked.err());
    }
    // Warnings of the language are said, so that no reader copies a rule that is told off. Lints are told of rules, and an example is none.
    let said = |code: &String| is_lint(code) || example.answers.contains(&Answer::Warning(code.clone()));
    problems.extend(prepared.warnings.iter().filter(|code| !said(code)).map(|code| format!("there is a warning {code}")));
    problems
}

/// Whether the expression of a row folds to its literal.
pub fn row_problem(row: &Row) -> Option<String> {
    let query = format!("any where ({}) == {}", row.expression, row.value);
    let prepared = prepare(&Example { query, ..Example::default() });
    let condition = prepared.rule.as_ref().map(|rule| &rule.query.body);
    let is_true = matches!(condition, Some(ir::Body::Event(event)) if event.condition == ir::Predicate::Const(true));
    (!is_true).then(|| format!("line {}: `{}` is not `{}` {:?}", row.line, row.expression, row.value, prepared.errors))
}

fn prepare(example: &Example) -> Prepared {
    let schema = match &example.schema {
        Some(text) => custom::parse(&Source::new("fields.yml", text.clone()), SourceId(0), &mut Diagnostics::new()),
        None => Some(Schema::default()),
    };
    let schema = schema.unwrap_or_default();
    let mut file =
        "rule_id: example\nname: Example\ndescription: Example.\nseverity: low\nrisk_score: 21\ntype: eql\nquery: |2\n"
            .to_owned();
    if example.endpoint {
        file.insert_str(0, "dialect: endpoint\n");
    }
    example.query.lines().for_each(|line| file.extend(["  ", line, "\n"]));
    let options = Options { samples_max: example.samples_max, ..Options::default() };
    let compiled = compile(&[Source::new("example.yml", file)], &schema, options);
    let codes = |severity| {
        let of_it = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity);
        of_it.map(|diagnostic| diagnostic.code.to_string()).collect::<Vec<_>>()
    };
    let (errors, warnings) = (codes(Severity::Error), codes(Severity::Warning));
    Prepared { schema, rule: compiled.rules.into_iter().next(), errors, warnings }
}

fn is_told(what: &str, code: &str, told: &[String]) -> Result<(), String> {
    if told.iter().any(|known| known == code) { Ok(()) } else { Err(format!("no {what} {code} but {told:?}")) }
}

fn check_event(prepared: &Prepared, run: Option<Run>, verdict: Verdict, event: &str) -> Result<(), String> {
    let rule = prepared.rule.as_ref().ok_or_else(|| format!("does not compile: {:?}", prepared.errors))?;
    let document = document(prepared, event)?;
    let ir::Body::Event(query) = &rule.query.body else { return Err("not an event query".to_owned()) };
    let outcome = evaluate::holds(query, &document);
    let expected = match verdict {
        Verdict::Matches => Outcome::True,
        Verdict::DoesNotMatch => Outcome::False,
        Verdict::CannotBeComputed => Outcome::Failed,
    };
    if outcome != expected {
        return Err(format!("{verdict:?} {event}: the evaluator says {outcome:?}"));
    }
    let Some(run) = run else { return Ok(()) };
    let Said { alerts, counters } = run(&[event.to_owned()], Place::Stream);
    let said = match (alerts.len(), counters.errors) {
        (1, 0) => Verdict::Matches,
        (0, 0) => Verdict::DoesNotMatch,
        (0, 1) => Verdict::CannotBeComputed,
        counts => return Err(format!("{verdict:?} {event}: the matcher says {counts:?}")),
    };
    if said == verdict { Ok(()) } else { Err(format!("{verdict:?} {event}: the matcher says {said:?}")) }
}

fn check_all(
    example: &Example,
    prepared: &Prepared,
    run: Option<Run>,
    events: &[String],
    alerts: &[Vec<Option<usize>>],
    place: Place,
    counters: &[(String, u64)],
) -> Result<(), String> {
    let rule = prepared.rule.as_ref().ok_or_else(|| format!("does not compile: {:?}", prepared.errors))?;
    let documents = events.iter().map(|event| document(prepared, event)).collect::<Result<Vec<_>, _>>()?;
    if place != Place::Stream {
        let options = evaluate::Options {
            max_samples_per_key: example.samples_max as usize,
            window_ms: rule.span_ms,
            ..evaluate::Options::default()
        };
        let found: Vec<_> = evaluate::run(&rule.query, &documents, &options).into_iter().map(|hit| hit.events).collect();
        if found != alerts {
            return Err(format!("{} are expected, the evaluator finds {}", shown(alerts), shown(&found)));
        }
    }
    let Some(run) = run.filter(|_| place != Place::Search) else { return Ok(()) };
    let said = run(events, place);
    if said.alerts != alerts {
        return Err(format!("{} are expected, the matcher finds {}", shown(alerts), shown(&said.alerts)));
    }
    counters.iter().try_for_each(|(name, expected)| {
        let counted = match name.as_str() {
            "expired" => said.counters.expired,
            "evicted" => said.counters.evicted,
            "oversized" => said.counters.oversized,
            "forgotten" => said.counters.forgotten,
            "late" => said.counters.late,
            "untimed" => said.counters.untimed,
            "errors" => said.counters.errors,
            _ => return Err(format!("no counter `{name}`")),
        };
        if counted == *expected { Ok(()) } else { Err(format!("{name} is {counted}, not {expected}")) }
    })
}

fn document(prepared: &Prepared, event: &str) -> Result<Document, String> {
    let value = serde_json::from_str(event).map_err(|error| format!("{error}: {event}"))?;
    Document::from_json(&value, &prepared.schema).map_err(|error| format!("{error}: {event}"))
}

/// Alerts as the documentation writes them.
fn shown(alerts: &[Vec<Option<usize>>]) -> String {
    let event = |event: &Option<usize>| event.map_or("-".to_owned(), |index| (index + 1).to_string());
    let alert = |alert: &Vec<Option<usize>>| alert.iter().map(event).collect::<Vec<_>>().join(" ");
    if alerts.is_empty() { "none".to_owned() } else { alerts.iter().map(alert).collect::<Vec<_>>().join("; ") }
}
