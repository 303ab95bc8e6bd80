//! `detectors import`: rules of other formats → rule files.
//!
//! | module | does |
//! |---|---|
//! | [`sources`] | finds and reads the files |
//! | [`target`] | decides where a rule goes, makes files |
//! | [`record`] | what the last import wrote, so that what the user has changed is told from what the source has |
//! | [`report`] | what became of each rule, for people and for programs |
//!
//! What is in a file, and what a rule looks like as a rule file, the crate `detectors-import` knows.

mod record;
mod report;
mod sources;
mod target;

use std::io::{self, Write};
use std::path::Path;

use detector_compiler::diagnostics::Severity;
use detector_compiler::diagnostics::render::line_column;
use detectors_import::{Existing, Form, Found, Refusal, Rule, State, import as read};

use crate::Ending;
use crate::args::{Format, Import};
use crate::check::write::replace;
use crate::progress;
use report::{Outcome, Record, Report};
use sources::SourceFile;
use target::{Targets, check_folder, create, existing};

/// Imports the files. The report goes to `out`, what was refused to `err`; without a folder for them, the rules go to `out` and the
/// report to `err`.
///
/// # Errors
/// If nothing can be printed any more.
pub(crate) fn import(options: &Import, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Ending> {
    let (files, messages) = sources::find(&options.paths);
    for message in &messages {
        writeln!(err, "{message}")?;
    }
    if files.is_empty() {
        return Ok(Ending::Nothing);
    }
    let (targets, known) = match options.out.as_deref().map(|folder| prepared(folder, options.check)).transpose() {
        Ok(prepared) => prepared.unwrap_or_default(),
        Err(message) => {
            writeln!(err, "{message}")?;
            return Ok(Ending::Nothing);
        }
    };
    let mut importer = Importer { options, targets, known, report: Report::default(), printed: String::new() };
    let bar = progress::counter(files.len(), "files");
    for file in &files {
        importer.file(file);
        bar.inc(1);
    }
    bar.finish_and_clear();

    let Importer { report, printed, known, .. } = importer;
    let is_written = options.out.is_some() && !options.check;
    let unrecorded = if is_written { known.write().err() } else { None };
    if !options.check {
        out.write_all(printed.as_bytes())?;
    }
    report.print_refused(err)?;
    if let Some(message) = &unrecorded {
        writeln!(err, "{message}")?;
    }
    match (options.format, &options.out) {
        (Some(Format::Json), _) => report.print_json(out)?,
        (_, Some(folder)) => report.print_text(folder, options.check, out)?,
        (_, None) if options.check => report.print_text(Path::new(""), false, out)?,
        (_, None) => report.print_text(Path::new(""), false, err)?,
    }
    Ok(if report.unread == files.len() {
        Ending::Nothing
    } else if report.has_refused() || !messages.is_empty() || unrecorded.is_some() {
        Ending::Refused
    } else if options.check && options.out.is_some() && report.would_write() {
        Ending::Found
    } else {
        Ending::Finished
    })
}

/// What is in the folder that rules go to.
fn prepared(folder: &Path, is_check: bool) -> Result<(Targets, record::Record), String> {
    if !is_check {
        check_folder(folder)?;
    }
    Ok((Targets::in_folder(folder), record::Record::read(folder)?))
}

struct Importer<'o> {
    options: &'o Import,
    targets: Targets,
    known: record::Record,
    report: Report,
    /// Rule files that are printed, not written.
    printed: String,
}

impl Importer<'_> {
    fn file(&mut self, file: &SourceFile) {
        let source = file.name();
        let text = match file.read() {
            Ok(text) => text,
            Err(message) => {
                self.report.unread += 1;
                return self.report.add(Record::of_file(source, Outcome::unread(message)));
            }
        };
        if let Some(refusal) = text.foreign() {
            self.report.unread += 1;
            return self.report.add(Record::of_file(source, Outcome::Refused(refusal)));
        }
        self.report.files += 1;
        for found in read(&text.text, text.form) {
            let record = match found {
                Found::Rule(rule) => self.rule(file, text.form, &source, &rule),
                Found::OtherLanguage(other) => Record::other_language(source.clone(), other),
                Found::NoRule(other) => Record::no_rule(source.clone(), other),
                Found::Refused(refusal) => Record::of_file(source.clone(), Outcome::Refused(refusal)),
            };
            self.report.add(record);
        }
    }

    fn rule(&mut self, file: &SourceFile, form: Form, source: &str, rule: &Rule) -> Record {
        let mut record = Record::of_rule(source.to_owned(), rule);
        if let Some(first) = self.targets.first_source(rule, source) {
            record.outcome = Outcome::Refused(Refusal {
                place: Some(rule.place),
                message: format!("the rule_id `{}` is that of a rule of {first} too", rule.rule_id),
                help: Some("give one of them another rule_id, or import one only".into()),
            });
            return record;
        }
        let target = match self.targets.take(rule, file, form) {
            Ok(target) => target,
            Err(refusal) => {
                record.outcome = Outcome::Refused(refusal);
                return record;
            }
        };
        let path = self.options.out.as_ref().map(|out| out.join(&target.path));
        record.file = path.clone().unwrap_or(target.path);
        record.renamed = target.renamed;
        match self.render_and_write(rule, &file.name_below(), path.as_deref(), &mut record) {
            Ok(state) => record.outcome = Outcome::Rule(state),
            Err(refusal) => record.outcome = Outcome::Refused(Refusal { place: refusal.place.or(Some(rule.place)), ..refusal }),
        }
        record
    }

    fn render_and_write(
        &mut self,
        rule: &Rule,
        source: &str,
        path: Option<&Path>,
        record: &mut Record,
    ) -> Result<State, Refusal> {
        let failed = |error: io::Error| Refusal {
            place: None,
            message: format!("the file cannot be read or written: {error}"),
            help: Some("see who may write there, or import into another folder".into()),
        };
        let before = path.map(existing).transpose().map_err(failed)?.flatten();
        let known = self.known.get(&rule.rule_id);
        let overwrite = self.options.overwrite;
        let there = before.as_deref().map(|text| Existing { text, base: known.map(|known| &known.keys), overwrite });
        let rendered = rule.render(there)?;
        if let Some(known) = known.filter(|known| known.source != source && matches!(rendered.state, State::Changed(_))) {
            record.notes.push(format!("it came from {} before, and now from {source}", known.source));
        }
        for diagnostic in &rendered.diagnostics {
            match diagnostic.severity {
                Severity::Error => {
                    let (line, column) = line_column(&rendered.text, diagnostic.primary.span.range().start);
                    record.errors.push(report::RuleError {
                        line,
                        column,
                        code: diagnostic.code.to_string(),
                        message: diagnostic.title.clone(),
                    });
                }
                // What the source says and the compiled rule does not do.
                Severity::Warning if diagnostic.code.info().name == "not-enforced" => {
                    record.notes.push(format!("its {}: {}", diagnostic.title, diagnostic.primary.text));
                }
                Severity::Warning => {}
            }
        }
        match (path, &rendered.state, &before) {
            (None, ..) => {
                self.printed += if self.printed.is_empty() { "" } else { "---\n" };
                self.printed += &rendered.text;
            }
            (Some(_), State::Same, _) => {}
            _ if self.options.check => {}
            (Some(path), _, None) => create(path, &rendered.text).map_err(failed)?,
            (Some(path), _, Some(before)) => replace(path, before, &rendered.text).map_err(failed)?,
        }
        record.kept_keys = rendered.kept;
        self.known.set(&rule.rule_id, record::Entry { source: source.to_owned(), keys: rendered.base });
        Ok(rendered.state)
    }
}
