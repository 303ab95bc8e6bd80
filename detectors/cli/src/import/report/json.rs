//! A report → one object a line.

use std::io::{self, Write};
use std::path::Path;

use detectors_import::State;
use serde::Serialize;

use super::{Outcome, Record, Report, RuleError};

impl Report {
    /// One object a line.
    pub(in super::super) fn print_json(&self, out: &mut dyn Write) -> io::Result<()> {
        for record in &self.records {
            serde_json::to_writer(&mut *out, &Object::of(record))?;
            writeln!(out)?;
        }
        Ok(())
    }
}

/// A record as an object. What does not apply is left out.
#[derive(Serialize)]
struct Object<'r> {
    result: &'static str,
    source: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "str::is_empty")]
    rule_id: &'r str,
    #[serde(skip_serializing_if = "str::is_empty")]
    name: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<String>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    changed_keys: &'r [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    kept_keys: &'r [String],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    renamed: bool,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    notes: &'r [String],
    #[serde(skip_serializing_if = "is_zero")]
    comments_left: usize,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'r [RuleError],
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'r str>,
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl<'r> Object<'r> {
    fn of(record: &'r Record) -> Self {
        let (mut changed_keys, mut kind, mut message, mut help) = (&[][..], None, None, None);
        let result = match &record.outcome {
            Outcome::Rule(State::New) => "new",
            Outcome::Rule(State::Same) => "same",
            Outcome::Rule(State::Changed(keys)) => {
                changed_keys = keys;
                "changed"
            }
            Outcome::OtherLanguage(language) => {
                kind = Some(language.as_str());
                "other_language"
            }
            Outcome::NoRule(what) => {
                kind = Some(what);
                "no_rule"
            }
            Outcome::Refused(refusal) => {
                message = Some(refusal.message.as_str());
                help = refusal.help.as_deref();
                "refused"
            }
        };
        Self {
            result,
            source: &record.source,
            line: record.place.map(|place| place.line),
            column: record.place.map(|place| place.column),
            rule_id: &record.rule_id,
            name: &record.name,
            file: (record.file != Path::new("")).then(|| record.file.display().to_string()),
            changed_keys,
            kept_keys: &record.kept_keys,
            renamed: record.renamed,
            notes: &record.notes,
            comments_left: record.comments_left,
            errors: &record.errors,
            kind,
            message,
            help,
        }
    }
}
