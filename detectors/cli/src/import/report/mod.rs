//! What became of each rule; [`text`] prints it for people, [`json`] for programs.

mod json;
mod text;

use std::path::PathBuf;

use detectors_import::{NoRule, OtherLanguage, Place, Refusal, Rule, State};
use serde::Serialize;

/// What became of a part of a file.
pub(super) enum Outcome {
    Rule(State),
    OtherLanguage(String),
    NoRule(&'static str),
    Refused(Refusal),
}

impl Outcome {
    /// A file that cannot be read.
    pub(super) fn unread(message: String) -> Self {
        Self::Refused(Refusal { place: None, message: format!("it cannot be read: {message}"), help: None })
    }
}

/// A part of a file and what became of it.
pub(super) struct Record {
    pub(super) source: String,
    pub(super) place: Option<Place>,
    pub(super) rule_id: String,
    pub(super) name: String,
    /// The rule file.
    pub(super) file: PathBuf,
    /// It has another name than it would have, for another rule has that.
    pub(super) renamed: bool,
    /// The keys that the user has changed, and the source has not.
    pub(super) kept_keys: Vec<String>,
    pub(super) notes: Vec<String>,
    pub(super) comments_left: usize,
    pub(super) errors: Vec<RuleError>,
    pub(super) outcome: Outcome,
}

/// What the compiler has against a rule that was imported.
#[derive(Serialize)]
pub(super) struct RuleError {
    pub(super) line: usize,
    pub(super) column: usize,
    pub(super) code: String,
    pub(super) message: String,
}

impl Record {
    pub(super) fn of_file(source: String, outcome: Outcome) -> Self {
        let place = if let Outcome::Refused(refusal) = &outcome { refusal.place } else { None };
        Self {
            source,
            place,
            rule_id: String::new(),
            name: String::new(),
            file: PathBuf::new(),
            renamed: false,
            kept_keys: Vec::new(),
            notes: Vec::new(),
            comments_left: 0,
            errors: Vec::new(),
            outcome,
        }
    }

    pub(super) fn other_language(source: String, other: OtherLanguage) -> Self {
        Self { place: Some(other.place), name: other.name, ..Self::of_file(source, Outcome::OtherLanguage(other.kind)) }
    }

    pub(super) fn no_rule(source: String, other: NoRule) -> Self {
        Self { place: Some(other.place), ..Self::of_file(source, Outcome::NoRule(other.kind)) }
    }

    /// A rule of which is not yet known what becomes of it.
    pub(super) fn of_rule(source: String, rule: &Rule) -> Self {
        Self {
            place: Some(rule.place),
            rule_id: rule.rule_id.clone(),
            name: rule.name.clone(),
            notes: rule.notes.clone(),
            comments_left: rule.comments_left,
            ..Self::of_file(source, Outcome::Rule(State::New))
        }
    }
}

/// All that became of all files.
#[derive(Default)]
pub(super) struct Report {
    /// How many files were read, and how many were not.
    pub(super) files: usize,
    pub(super) unread: usize,
    records: Vec<Record>,
}

impl Report {
    pub(super) fn add(&mut self, record: Record) {
        self.records.push(record);
    }

    pub(super) fn has_refused(&self) -> bool {
        self.refused().next().is_some()
    }

    /// Whether there is a rule whose file is not as it should be.
    pub(super) fn would_write(&self) -> bool {
        self.records.iter().any(|record| matches!(record.outcome, Outcome::Rule(State::New | State::Changed(_))))
    }

    fn refused(&self) -> impl Iterator<Item = (&Record, &Refusal)> {
        self.records.iter().filter_map(|record| match &record.outcome {
            Outcome::Refused(refusal) => Some((record, refusal)),
            _ => None,
        })
    }

    fn count(&self, is: impl Fn(&Outcome) -> bool) -> usize {
        self.records.iter().filter(|record| is(&record.outcome)).count()
    }
}
