//! `detectors check`: rule files → every problem of every file, and changes that mend them.
//!
//! | module | does |
//! |---|---|
//! | [`config`] | reads `detectors.toml` |
//! | [`levels`] | hides what is allowed, raises what is denied |
//! | [`checker`] | runs the compiler over the files, several at a time |
//! | [`fix`] | makes the changes that need no judgement |
//! | [`write`] | puts a text in place of a file's |
//! | [`output`] | prints as JSON and SARIF, sums up |

pub(crate) mod checker;
pub(crate) mod config;
mod diff;
mod fix;
mod levels;
pub(crate) mod output;
pub(crate) mod write;

use std::collections::HashSet;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use detector_compiler::attack::Attack;
use detector_compiler::diagnostics::{Diagnostic, Diagnostics, Severity, render};
use detector_compiler::source::Source;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::Ending;
use crate::args::{AttackVersion, Check, CheckFormat};
use crate::rule_files::{self, RuleFiles};
use crate::shown::Shown;
use checker::{Checker, Set};
use config::Config;
use fix::Fixed;
use levels::{Levels, Settings};
use output::sarif::Report;
use output::summary::{counted, summary};

/// Checks the files; problems go to `out`, what cannot be read and the summary to `err`.
///
/// # Errors
/// If the problems cannot be written.
pub(crate) fn check(options: &Check, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Ending> {
    let prepared = match Prepared::of(options) {
        Ok(prepared) => prepared,
        Err(message) => {
            let _ = writeln!(err, "{message}");
            return Ok(Ending::Nothing);
        }
    };
    let Prepared { levels, schemas, attack } = prepared;
    let RuleFiles { sources: mut all, mut refused } = rule_files::read(&options.paths);
    if all.is_empty() {
        refused.iter().for_each(|message| drop(writeln!(err, "{message}")));
        return Ok(Ending::Nothing);
    }
    let rules = all.len();
    let mut schema_diagnostics = Diagnostics::new();
    let schema = checker::schema(&schemas, rules, &mut schema_diagnostics);
    let schema_diagnostics = schema_diagnostics.sorted();
    all.extend(schemas);
    let Some(schema) = schema else {
        // With fields missing, rules would be told to be wrong that are not.
        let set = Set { sources: all, checked: Vec::new(), schema_diagnostics };
        let shown = levels.apply(set.diagnostics());
        print(options.format, &set, &shown, &refused, Ending::Nothing, out)?;
        let _ = writeln!(err, "error: the rules were not checked, since a file of custom fields has errors");
        return Ok(Ending::Nothing);
    };

    let checker = Checker { schema, attack };
    let progress = progress(rules, options.quiet);
    let which: Vec<usize> = (0..rules).collect();
    let checked = checker.check(&all, &which, &progress).into_iter().map(|(_, checked)| checked).collect();
    let mut set = Set { sources: all, checked, schema_diagnostics };
    let mut shown = levels.apply(set.diagnostics());
    if options.fix {
        let before = shown;
        let mut fixed = fix::fix(&checker, &mut set, &levels, &progress);
        progress.finish_and_clear();
        if options.dry_run {
            report_fixes(&fixed, "would fix", err);
            diff::print(&fixed, &set.sources, out)?;
            // What is on the disk is what it was.
            shown = before;
        } else {
            refused.extend(write_fixes(&checker, &mut set, &mut fixed, &progress));
            report_fixes(&fixed, "fixed", err);
            shown = levels.apply(set.diagnostics());
        }
    }
    progress.finish_and_clear();

    let failed = shown.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    let ending = match (refused.is_empty(), failed) {
        (false, _) => Ending::Refused,
        (true, true) => Ending::Found,
        (true, false) => Ending::Finished,
    };
    if !options.dry_run {
        print(options.format, &set, &shown, &refused, ending, out)?;
    }
    out.flush()?;
    refused.iter().for_each(|message| drop(writeln!(err, "{message}")));
    if !options.quiet {
        let _ = writeln!(err, "{}", summary(rules, &shown));
    }
    Ok(ending)
}

/// What is needed before the first rule is read.
struct Prepared {
    levels: Levels,
    schemas: Vec<Source>,
    attack: Option<Attack>,
}

impl Prepared {
    /// From the configuration and the command line.
    ///
    /// # Errors
    /// A complete message.
    fn of(options: &Check) -> Result<Self, String> {
        if options.fix && !options.dry_run && options.paths.iter().any(|path| rule_files::is_stdin(path)) {
            return Err("error: the standard input cannot be changed\nhelp: `--fix --dry-run` shows what would be".to_owned());
        }
        let config = Config::find(options.config.as_deref())?;
        let mut levels = Levels::default();
        let own = Settings {
            allow: &config.allow,
            deny: &config.deny,
            denial: |word| format!("`deny = [\"{word}\"]` of {}", config::NAME),
        };
        levels.add(own).map_err(|(word, problem)| config.complaint(&word, &problem))?;
        let given = Settings { allow: &options.allow, deny: &options.deny, denial: |word| format!("`--deny {word}`") };
        levels.add(given).map_err(|(_, problem)| format!("error: {problem}"))?;
        // The later file wins, so those of the command line come last.
        let schemas = config.schema.iter().chain(&options.schema);
        let schemas = schemas.map(|path| rule_files::read_one(path)).collect::<Result<_, _>>()?;
        let attack = match (options.attack_version, options.attack.as_ref().or(config.attack.as_ref())) {
            (Some(AttackVersion::V18), _) => Some(Attack::builtin().version_18()),
            (Some(AttackVersion::V19), _) | (None, None) => None,
            (None, Some(path)) => Some(attack_table(path)?),
        };
        Ok(Self { levels, schemas, attack })
    }
}

fn attack_table(path: &Path) -> Result<Attack, String> {
    let source = rule_files::read_one(path)?;
    Attack::from_tsv(&source.text)
        .map_err(|error| format!("error: `{}` is no table of ATT&CK: {}", Shown(&source.path), Shown(&error.to_string())))
}

/// Writes the changed files. Messages of those that cannot be written, which are as they were.
fn write_fixes(checker: &Checker, set: &mut Set, fixed: &mut Vec<Fixed>, progress: &ProgressBar) -> Vec<String> {
    let mut refused = Vec::new();
    let mut unwritten = HashSet::new();
    for fixed in fixed.iter().filter(|fixed| fixed.refused.is_none()) {
        let Some(after) = set.sources.get(fixed.file) else { continue };
        if let Err(error) = write::replace(&PathBuf::from(&after.path), &fixed.before.text, &after.text) {
            refused.push(format!("error: cannot write `{}`: {}", Shown(&after.path), Shown(&error.to_string())));
            set.sources[fixed.file] = fixed.before.clone();
            unwritten.insert(fixed.file);
        }
    }
    let which: Vec<usize> = unwritten.iter().copied().collect();
    for (at, checked) in checker.check(&set.sources, &which, progress) {
        set.checked[at] = checked;
    }
    fixed.retain(|fixed| !unwritten.contains(&fixed.file));
    refused
}

/// Says what was changed, and what was not.
fn report_fixes(fixed: &[Fixed], verb: &str, err: &mut dyn Write) {
    for Fixed { before, changes, refused, .. } in fixed {
        let path = Shown(&before.path);
        if let Some(new) = refused {
            let _ = writeln!(err, "left {path} as it was: its changes would bring an error[{}]: {}", new.code, Shown(&new.title));
            continue;
        }
        let _ = writeln!(err, "{verb} {} in {path}", counted(changes.len(), "problem"));
        for change in changes {
            let name = change.code.info().name;
            let _ = writeln!(err, "  {}:{} {} {name}: {}", change.line, change.column, change.code, Shown(&change.text));
        }
    }
}

fn print(
    format: CheckFormat,
    set: &Set,
    shown: &[Diagnostic],
    refused: &[String],
    ending: Ending,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        CheckFormat::Text => shown
            .iter()
            .try_for_each(|diagnostic| writeln!(out, "{}\n", render::render(diagnostic, &set.sources, render::Style::Coloured))),
        CheckFormat::Json => output::json::print(shown, &set.sources, out),
        CheckFormat::Sarif => {
            let rule_ids: Vec<Option<String>> =
                set.checked.iter().map(|file| file.rule_id.as_ref().map(|id| id.value.clone())).collect();
            let (diagnostics, sources, exit_code) = (shown, set.sources.as_slice(), ending as u8);
            output::sarif::print(&Report { diagnostics, sources, rule_ids: &rule_ids, refused, exit_code }, out)
        }
    }
}

/// A bar on a terminal, nothing elsewhere.
fn progress(files: usize, hidden: bool) -> ProgressBar {
    if hidden || !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} rules") {
        bar.set_style(style);
    }
    bar
}
