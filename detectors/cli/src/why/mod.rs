//! `detectors why`: a rule and events → why it alerts, or does not.

use std::collections::BTreeSet;
use std::io::{self, Write};

use anstyle::Style;
use detector_compiler::cases::Found;
use detector_compiler::evaluate::Outcome;
use detector_compiler::evaluate::explain::{Asked, StepKind};
use serde_json::json;

use crate::Ending;
use crate::args::{Chosen, Format, Why};
use crate::check::output::summary::counted;
use crate::explained::documents::{Logs, Place, Wanted};
use crate::explained::story::Events;
use crate::explained::{self, Part, Rule, json, tree};
use crate::progress::Progress;
use crate::read::complaints::Complaints;
use crate::read::input::Source;
use crate::rule_files;
use crate::shown::Shown;

/// Steps of a sequence that are told.
const STEPS_MAX: usize = 30;

/// A heading and what stands below it.
struct Section<'a> {
    title: String,
    parts: Vec<Part<'a>>,
}

/// Explains on `out`; complaints go to `err`.
///
/// # Errors
/// If the explanation cannot be written.
pub(crate) fn why(options: &Why, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Ending> {
    let read = explained::schema(&options.schema).and_then(|schema| Ok((schema, rule_files::read_rule(&options.rule)?)));
    let (schema, source) = match read {
        Ok(read) => read,
        Err(message) => {
            let _ = writeln!(err, "{message}");
            return Ok(Ending::Nothing);
        }
    };
    let (rule, diagnostics) = Rule::load(source.clone(), &schema);
    let Some(rule) = rule else {
        let _ = writeln!(err, "{}", explained::shown(&diagnostics, &[source]));
        return Ok(Ending::Found);
    };

    let (sources, refused_folders) = Source::from_arguments(&options.events);
    let size = sources.iter().map(Source::size).sum();
    let progress = Progress::new(size, options.format == Format::Json);
    let mut complaints = Complaints::new(err, sources.len());
    refused_folders.iter().for_each(|message| complaints.unreadable_folder(&progress, message));
    let mut wanted = Wanted::default();
    rule.add_wanted(&mut wanted);
    let mut logs = Logs::default();
    for (number, source) in sources.iter().enumerate() {
        logs.read(source, number, (&wanted, &rule.schema), &mut complaints, &progress);
    }
    progress.finish();
    let refused = complaints.bad_lines() + complaints.unreadable_sources() > 0;
    let given: Vec<String> = options.events.iter().map(|path| Source::from_argument(path).name()).collect();
    let given = given.join(", ");
    if logs.documents.is_empty() {
        if !refused {
            let _ = writeln!(err, "error: there is no event in {}", Shown(&given));
        }
        return Ok(Ending::Nothing);
    }
    let (scene, names) = (rule.scene(&logs.documents), logs.names());
    let events = Events { scene: &scene, names: &names };
    let alerts = rule.compiled.alerts(&logs.documents);
    let sections = match chosen(options, &logs) {
        Err(message) => {
            let _ = writeln!(err, "error: {message}");
            return Ok(Ending::Nothing);
        }
        Ok(chosen) if chosen.is_empty() => whole(&rule, events, &alerts, options.limit as usize),
        Ok(chosen) => of_events(&rule, events, &alerts, &chosen),
    };
    match options.format {
        Format::Text => text(&rule, (&logs, &given), &alerts, &sections, out)?,
        Format::Json => {
            let sections: Vec<_> = sections
                .iter()
                .map(|section| json!({ "title": section.title, "parts": json::parts(&rule, &section.parts) }))
                .collect();
            let event = |event: &usize| logs.places.get(*event).map(|place| json!({ "file": *place.file, "line": place.line }));
            let alerts: Vec<Vec<_>> = alerts.iter().map(|alert| alert.iter().filter_map(event).collect()).collect();
            let object = json!({
                "rule_id": rule.compiled.file.rule_id.value, "rule_name": rule.compiled.file.name.value,
                "events": logs.documents.len(), "alerts": alerts, "sections": sections,
            });
            writeln!(out, "{object}")?;
        }
    }
    Ok(if refused { Ending::Refused } else { Ending::Finished })
}

fn text(
    rule: &Rule,
    (logs, given): (&Logs, &str),
    alerts: &[Found],
    sections: &[Section<'_>],
    out: &mut dyn Write,
) -> io::Result<()> {
    let bold = Style::new().bold();
    let name = Shown(&rule.compiled.file.name.value);
    let (alerts, events) = (counted(alerts.len(), "alert"), counted(logs.documents.len(), "event"));
    writeln!(out, "{bold}{name}{bold:#}: {alerts} of {events} in {}", Shown(given))?;
    for section in sections {
        writeln!(out, "\n{}", Shown(&section.title))?;
        tree::write(out, &section.parts, 2)?;
    }
    Ok(())
}

/// The events that are asked for, or why there is no such event.
fn chosen(options: &Why, logs: &Logs) -> Result<Vec<usize>, String> {
    let one = |chosen: &Chosen| {
        let Chosen { file, line } = chosen;
        let is_of_another = |places: &[Place]| matches!(places, [one, other] if one.file != other.file);
        if file.is_none() && (options.events.len() > 1 || logs.places.windows(2).any(is_of_another)) {
            return Err(format!("there are several logs\nhelp: write `--event FILE:{line}`"));
        }
        let is_it = |place: &Place| place.line == *line && file.as_ref().is_none_or(|file| **file == *place.file);
        let of = file.as_ref().map_or_else(String::new, |file| format!(" of `{}`", Shown(file)));
        logs.places.iter().position(is_it).ok_or_else(|| format!("there is no event on line {line}{of}"))
    };
    options.chosen.iter().map(one).collect()
}

/// The alerts that came; of each stage that no event meets the nearest events; what kept sequences from completing.
fn whole<'a>(rule: &'a Rule, events: Events<'a>, alerts: &[Found], limit: usize) -> Vec<Section<'a>> {
    let mut sections = Vec::new();
    for alert in alerts.iter().take(limit) {
        sections.push(Section { title: format!("alert of {}", events.names(alert)), parts: rule.why_alert(events, alert) });
    }
    if let more @ 1.. = alerts.len().saturating_sub(limit) {
        let title = format!("and {}", counted(more, "more alert"));
        sections.push(Section { title, parts: Vec::new() });
    }
    for filter in &rule.explainer.filters {
        let meets = |asked: &Asked<'_>| {
            let answer = filter.answer(events.scene, asked.event, &asked.behind);
            answer.is_some_and(|answer| answer.outcome == Outcome::True)
        };
        let meeting = rule.asked(filter, events).into_iter().filter(meets).map(|asked| asked.event);
        let meeting: Vec<usize> = meeting.collect::<BTreeSet<_>>().into_iter().collect();
        let role = rule.role(filter);
        let is_event = role.is_empty();
        if !is_event {
            let title = format!("{role}: {} of {} events meet it", meeting.len(), events.count());
            let names = events.names(meeting.get(..limit).unwrap_or(&meeting));
            let more = if meeting.len() > limit { format!(", and {} more", meeting.len() - limit) } else { String::new() };
            let parts = if meeting.is_empty() { Vec::new() } else { vec![Part::Sentence(names + &more)] };
            sections.push(Section { title, parts });
        }
        // What need not be met is not missed.
        let is_positive = rule.stages().iter().any(|stage| std::ptr::eq(*stage, filter));
        if meeting.is_empty() && is_positive || (is_event && alerts.is_empty()) {
            sections.push(Section { title: "nearest".to_owned(), parts: rule.nearest(filter, events, limit) });
        }
    }
    let steps = rule.steps(events);
    // Alerts are told above, and a sequence that waits is no answer.
    let telling = steps.iter().filter(|step| !matches!(step.kind, StepKind::Advanced(_) | StepKind::Completed(_)));
    let mut told: Vec<Part<'_>> = telling.map(|step| Part::Sentence(rule.sentence(step, events))).collect();
    if !told.is_empty() {
        let more = told.len().saturating_sub(STEPS_MAX);
        told.truncate(STEPS_MAX);
        if more > 0 {
            told.push(Part::Sentence(format!("… and {more} more; name events with --event")));
        }
        sections.push(Section { title: "what did not join".to_owned(), parts: told });
    }
    sections
}

/// What each filter says of the events, and what became of them.
fn of_events<'a>(rule: &'a Rule, events: Events<'a>, alerts: &[Found], chosen: &[usize]) -> Vec<Section<'a>> {
    let steps = rule.steps(events);
    let section = |event: &usize| {
        let asked = rule.explainer.filters.iter().flat_map(|filter| rule.asked(filter, events));
        let of_event = asked.filter(|asked| asked.event == *event);
        let mut parts: Vec<Part<'_>> =
            of_event.filter_map(|asked| rule.answer(asked.filter, events, asked.event, &asked.behind)).collect();
        let steps = steps.iter().filter(|step| step.concerns(*event));
        parts.extend(steps.map(|step| Part::Sentence(rule.sentence(step, events))));
        let title = match alerts.iter().filter(|alert| alert.contains(event)).count() {
            0 => format!("{}: in no alert", events.name(*event)),
            1 => format!("{}: in an alert", events.name(*event)),
            more => format!("{}: in {more} alerts", events.name(*event)),
        };
        Section { title, parts }
    };
    chosen.iter().map(section).collect()
}
