//! A report → text for people: lists of limited length, then the summary.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use anstyle::{AnsiColor, Style};
use detectors_import::State;

use super::{Outcome, Record, Report, RuleError};
use crate::check::output::summary::{counted, grouped};
use crate::shown::Shown;

/// How many names of one kind are printed for people.
const NAMES_MAX: usize = 10;

/// How many kinds of rules that are not in EQL are printed for people.
const KINDS_MAX: usize = 20;

/// How many refusals are printed for people.
const REFUSED_MAX: usize = 100;

/// How long a text of strangers is printed for people.
const CHARS_MAX: usize = 300;
impl Report {
    /// What was refused, each with its place and help.
    pub(in super::super) fn print_refused(&self, err: &mut dyn Write) -> io::Result<()> {
        let red = Style::new().fg_color(Some(AnsiColor::Red.into())).bold();
        for (record, refusal) in self.refused().take(REFUSED_MAX) {
            let place = record.place.map(|place| format!(":{place}")).unwrap_or_default();
            writeln!(err, "{red}error{red:#}: {}", shown(&refusal.message))?;
            writeln!(err, " --> {}{place}", Shown(&record.source))?;
            if record.file != Path::new("") {
                writeln!(err, " file: {}", shown_path(&record.file))?;
            }
            if let Some(help) = &refusal.help {
                writeln!(err, "help: {}", Shown(help))?;
            }
        }
        match self.refused().skip(REFUSED_MAX).count() {
            0 => Ok(()),
            more => writeln!(err, "… and {} more errors, all with --format json", grouped(more)),
        }
    }

    /// The report for people: lists of limited length, then the summary.
    pub(in super::super) fn print_text(&self, folder: &Path, is_check: bool, out: &mut dyn Write) -> io::Result<()> {
        let would = if is_check { "would be " } else { "" };
        let changed: Vec<String> = self.records.iter().filter_map(changed_line).collect();
        list(out, &format!("{would}changed"), &changed)?;
        let kept: Vec<String> = self.records.iter().filter_map(kept_line).collect();
        list(out, "changed by hand, and kept", &kept)?;
        let new: Vec<String> =
            self.records.iter().filter(|record| matches!(record.outcome, Outcome::Rule(State::New))).map(file_line).collect();
        if is_check {
            list(out, "would be new", &new)?;
        }
        let renamed: Vec<String> = self.records.iter().filter(|record| record.renamed).map(file_line).collect();
        list(out, "with the rule_id in the name, since another rule has the file", &renamed)?;
        self.print_errors(out)?;
        self.print_notes(out)?;
        let kinds = self.other_languages();
        for (kind, names) in kinds.iter().take(KINDS_MAX) {
            list(out, &format!("not EQL: {}", shown(kind)), names)?;
        }
        let of_other_kinds: usize = kinds.values().skip(KINDS_MAX).map(Vec::len).sum();
        if of_other_kinds > 0 {
            writeln!(out, "not EQL: other kinds ({})", grouped(of_other_kinds))?;
        }
        let mut others: BTreeMap<&str, usize> = BTreeMap::new();
        for record in &self.records {
            if let Outcome::NoRule(what) = record.outcome {
                *others.entry(what).or_default() += 1;
            }
        }
        if !others.is_empty() {
            writeln!(out, "no rule")?;
        }
        for (what, count) in others {
            writeln!(out, "  {} × {what}", grouped(count))?;
        }
        self.print_summary(folder, is_check, new.len(), changed.len(), out)
    }

    fn print_errors(&self, out: &mut dyn Write) -> io::Result<()> {
        let with_errors: Vec<&Record> = self.records.iter().filter(|record| !record.errors.is_empty()).collect();
        let lines: Vec<String> = with_errors
            .iter()
            .flat_map(|record| record.errors.iter().map(move |error| (record, error)))
            .map(|(record, error)| {
                let RuleError { line, column, code, message } = error;
                format!("{}:{line}:{column}: [{code}] {}", shown_path(&record.file), shown(message))
            })
            .collect();
        list(out, &format!("errors of {}, the queries not yet read", counted(with_errors.len(), "rule")), &lines)
    }

    fn print_notes(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut notes: BTreeMap<&str, usize> = BTreeMap::new();
        for record in &self.records {
            record.notes.iter().for_each(|note| *notes.entry(note).or_default() += 1);
        }
        if !notes.is_empty() {
            writeln!(out, "to know")?;
        }
        for (note, count) in notes {
            writeln!(out, "  {}: {}", counted(count, "rule"), shown(note))?;
        }
        Ok(())
    }

    fn other_languages(&self) -> BTreeMap<&str, Vec<String>> {
        let mut kinds: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for record in &self.records {
            if let Outcome::OtherLanguage(kind) = &record.outcome {
                kinds.entry(kind).or_default().push(format!("{}  ({})", shown(&record.name), Shown(&record.source)));
            }
        }
        kinds
    }

    fn print_summary(&self, folder: &Path, is_check: bool, new: usize, changed: usize, out: &mut dyn Write) -> io::Result<()> {
        let same = self.count(|outcome| matches!(outcome, Outcome::Rule(State::Same)));
        let others = self.count(|outcome| matches!(outcome, Outcome::OtherLanguage(_)));
        let no_rules = self.count(|outcome| matches!(outcome, Outcome::NoRule(_)));
        let comments: usize = self.records.iter().map(|record| record.comments_left).sum();
        let bold = Style::new().bold();
        let would = if is_check { "would be " } else { "" };
        write!(out, "{bold}{}{bold:#} of {}", counted(new + changed + same, "rule"), counted(self.files, "file"))?;
        if folder != Path::new("") {
            let [new, changed, same] = [new, changed, same].map(grouped);
            write!(out, " in {}: {new} {would}new, {changed} {would}changed, {same} the same", shown_path(folder))?;
        }
        let [others, no_rules, refused] = [others, no_rules, self.refused().count()].map(grouped);
        write!(out, "; {others} not in EQL, {no_rules} no rule, {refused} refused")?;
        if comments > 0 {
            write!(out, "; {} left behind", counted(comments, "comment"))?;
        }
        writeln!(out)?;
        if folder != Path::new("") && !is_check && new + changed > 0 {
            writeln!(out, "help: `detectors check {}` reads the queries too", shown_path(folder))?;
        }
        Ok(())
    }
}

fn changed_line(record: &Record) -> Option<String> {
    let Outcome::Rule(State::Changed(keys)) = &record.outcome else { return None };
    let keys: Vec<String> = keys.iter().map(|key| shown(key)).collect();
    let what = if keys.is_empty() { "comments or layout".to_owned() } else { keys.join(", ") };
    Some(format!("{}  ({what})", shown_path(&record.file)))
}

fn kept_line(record: &Record) -> Option<String> {
    let keys: Vec<String> = record.kept_keys.iter().map(|key| shown(key)).collect();
    (!keys.is_empty()).then(|| format!("{}  ({})", shown_path(&record.file), keys.join(", ")))
}

fn file_line(record: &Record) -> String {
    shown_path(&record.file)
}

fn shown_path(path: &Path) -> String {
    Shown(&path.display().to_string()).to_string()
}

/// A text of strangers, or its beginning.
fn shown(text: &str) -> String {
    match text.char_indices().nth(CHARS_MAX) {
        Some((end, _)) => format!("{}…", Shown(&text[..end])),
        None => Shown(text).to_string(),
    }
}

/// A title and lines below it, at most [`NAMES_MAX`]; nothing if there are none.
fn list(out: &mut dyn Write, title: &str, lines: &[String]) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "{title} ({})", grouped(lines.len()))?;
    for line in lines.iter().take(NAMES_MAX) {
        writeln!(out, "  {line}")?;
    }
    if let Some(more) = lines.len().checked_sub(NAMES_MAX).filter(|more| *more > 0) {
        writeln!(out, "  … and {} more, all with --format json", grouped(more))?;
    }
    Ok(())
}
