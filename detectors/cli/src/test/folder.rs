//! A folder of logs and `expected.jsonl` → for each rule and log whether exactly the expected alerts come.

use std::collections::{BTreeMap, HashSet};
use std::io::Write;
use std::path::Path;
use std::time::Instant;

use detector_compiler::cases::Found;
use detector_compiler::schema::Schema;
use serde::Deserialize;

use super::cases::{alerts_text, failure, is_asked_for};
use super::{Failure, Report, TestReport};
use crate::explained::Rule;
use crate::explained::documents::{Logs, Wanted};
use crate::explained::story::Events;
use crate::progress::Progress;
use crate::read::complaints::Complaints;
use crate::read::input::Source;
use crate::read::json;
use crate::rule_files;
use crate::shown::Shown;

const EXPECTED: &str = "expected.jsonl";

/// A line of `expected.jsonl`; what else it has says nothing here.
#[derive(Deserialize)]
struct Expected {
    log: String,
    rule_id: String,
    /// For each alert the lines of its events, from 1, as everything else counts.
    lines: Option<Vec<Vec<u64>>>,
    /// The same from 0, as Elastic's own test data has them.
    hits: Option<Vec<Vec<u64>>>,
}

impl Expected {
    /// For each alert the lines of its events, from 1; `None` if nothing is said of alerts.
    fn alerts(&mut self) -> Option<Vec<Vec<u64>>> {
        let from_one = |hit: Vec<u64>| hit.into_iter().map(|line| line.saturating_add(1)).collect();
        let hits = self.hits.take().map(|hits| hits.into_iter().map(from_one).collect());
        self.lines.take().or(hits)
    }
}

/// The alerts of each log and rule: for each the lines of its events, from 1.
type Answers = BTreeMap<(String, String), Vec<Vec<u64>>>;

/// Adds a test for each rule and log of the folder to the report; whether some of the input was refused.
///
/// # Errors
/// A complete message, if there is no `expected.jsonl` or no log.
pub(super) fn run(
    folder: &Path,
    rules: &[(usize, Rule)],
    filter: Option<&str>,
    schema: &Schema,
    report: &mut Report,
    err: &mut dyn Write,
) -> Result<bool, String> {
    let (answers, complaints) = answers(folder)?;
    for message in &complaints {
        let _ = writeln!(err, "{message}");
    }
    let mut is_refused = !complaints.is_empty();
    let (paths, refused) = rule_files::find(&[folder.to_owned()], &["ndjson", "jsonl", "gz", "zst"]);
    for message in &refused {
        let _ = writeln!(err, "{message}");
    }
    is_refused |= !refused.is_empty();
    let logs: Vec<_> = paths.into_iter().filter(|path| path.file_name().is_none_or(|name| name != EXPECTED)).collect();
    if logs.is_empty() {
        return Err(format!("error: no log beside `{}`", Shown(&folder.join(EXPECTED).display().to_string())));
    }
    let mut names = HashSet::new();
    let mut wanted = Wanted::default();
    rules.iter().for_each(|(_, rule)| rule.add_wanted(&mut wanted));
    let progress = Progress::new(None, false);
    let mut complaints = Complaints::new(err, logs.len());
    for (number, path) in logs.iter().enumerate() {
        let name = path.strip_prefix(folder).unwrap_or(path).display().to_string();
        let asked: Vec<&(usize, Rule)> = rules.iter().filter(|(_, rule)| is_asked_for(rule, &name, filter)).collect();
        if !asked.is_empty() {
            let mut log = Logs::default();
            log.read(&Source::File(path.clone()), number, (&wanted, schema), &mut complaints, &progress);
            for (index, rule) in asked {
                let expected = answers.get(&(name.clone(), rule.compiled.file.rule_id.value.clone()));
                let test = of_log(rule, &log, (&name, path), expected.map_or(&[][..], Vec::as_slice));
                if let Some(report) = report.rules.get_mut(*index) {
                    report.tests.push(test);
                }
            }
        }
        names.insert(name);
    }
    progress.finish();
    is_refused |= complaints.bad_lines() + complaints.unreadable_sources() > 0;
    for log in answers.keys().map(|(log, _)| log).filter(|log| !names.contains(*log)).collect::<std::collections::BTreeSet<_>>() {
        let _ = writeln!(err, "error: `{EXPECTED}` names a log that is not there: `{}`", Shown(log));
        is_refused = true;
    }
    Ok(is_refused)
}

fn of_log(rule: &Rule, log: &Logs, (name, path): (&str, &Path), expected: &[Vec<u64>]) -> TestReport {
    let started = Instant::now();
    let index = |line: &u64| log.places.binary_search_by_key(line, |place| place.line).ok();
    let alerts: Option<Vec<Found>> = expected.iter().map(|lines| lines.iter().map(index).collect()).collect();
    let failure = match alerts {
        Some(alerts) => {
            let came = rule.compiled.alerts(&log.documents);
            rule.compiled.difference_of(&alerts, &came).map(|difference| {
                let scene = rule.scene(&log.documents);
                let names = log.names();
                let events = Events { scene: &scene, names: &names };
                failure(rule, events, &alerts_text(events, &alerts), &came, &difference)
            })
        }
        None => {
            let message = format!("`{EXPECTED}` names a line of the log that is no event");
            Some(Failure { message, text: String::new(), json: serde_json::Value::Null })
        }
    };
    TestReport { name: format!("log {name}"), file: path.display().to_string(), line: None, took: started.elapsed(), failure }
}

/// Reads `expected.jsonl`; a line that is none is told and left out.
fn answers(folder: &Path) -> Result<(Answers, Vec<String>), String> {
    let source = rule_files::read_one(&folder.join(EXPECTED))?;
    let (mut answers, mut refused) = (Answers::new(), Vec::new());
    for (number, line) in (1..).zip(source.text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let read = serde_json::from_str::<Expected>(line).map_err(|error| (json::words(&error), error.column()));
        let read = read.and_then(|mut expected| match expected.alerts() {
            Some(alerts) => Ok((expected, alerts)),
            None => Err(("missing field `lines`".to_owned(), line.len())),
        });
        match read {
            Ok((Expected { log, rule_id, .. }, alerts)) => answers.entry((log, rule_id)).or_default().extend(alerts),
            Err((words, column)) => {
                refused.push(format!(
                    "error: {}\n --> {}:{number}:{column}\nhelp: write {{\"log\": …, \"rule_id\": …, \"lines\": [[1, 2]]}}",
                    Shown(&words),
                    Shown(&source.path),
                ));
            }
        }
    }
    Ok((answers, refused))
}
