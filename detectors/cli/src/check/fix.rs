//! Diagnostics with changes that need no judgement → rule files with the changes made.
//!
//! All changes of a file that do not overlap are made at once, then the file is checked again, until there are none left. A file
//! that has a new error in the end is left as it was.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use detector_compiler::diagnostics::render::{help_text, line_column};
use detector_compiler::diagnostics::{Code, Diagnostic, Severity};
use detector_compiler::source::{Source, Span};
use indicatif::ProgressBar;

use super::checker::{Checker, Set};
use super::levels::Levels;

/// A change may bring another one up. Beyond this many rounds the last state stands.
const ROUNDS_MAX: usize = 20;

/// A change that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) code: Code,
    /// In the text of its round.
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// What was done.
    pub(crate) text: String,
}

/// What became of a file with changes.
#[derive(Debug)]
pub(crate) struct Fixed {
    /// Its number in the set.
    pub(crate) file: usize,
    /// Its text before.
    pub(crate) before: Source,
    /// What was changed, in the order of rounds and places.
    pub(crate) changes: Vec<Change>,
    /// An error that the changes would have brought: the file is as it was.
    pub(crate) refused: Option<Diagnostic>,
}

/// A replacement of a diagnostic.
struct Edit {
    span: Span,
    text: String,
    code: Code,
    action: String,
}

/// Makes the changes in the texts of a set, and checks it again.
pub(crate) fn fix(checker: &Checker, set: &mut Set, levels: &Levels, progress: &ProgressBar) -> Vec<Fixed> {
    let errors_before = errors(set);
    let mut fixed: Vec<Fixed> = Vec::new();
    // A text that comes back would change for ever.
    let mut seen: HashSet<(usize, Arc<str>)> = HashSet::new();
    for _ in 0..ROUNDS_MAX {
        let edits = edits(set, &levels.apply(set.diagnostics()));
        let mut changed = Vec::new();
        for (file, edits) in edits {
            let Some(before) = set.sources.get(file).cloned() else { continue };
            let text = applied(&before.text, &edits);
            if text == *before.text || !seen.insert((file, Arc::clone(&before.text))) {
                continue;
            }
            let changes = edits.iter().map(|edit| change(&before.text, edit));
            match fixed.iter_mut().find(|fixed| fixed.file == file) {
                Some(fixed) => fixed.changes.extend(changes),
                None => fixed.push(Fixed { file, before: before.clone(), changes: changes.collect(), refused: None }),
            }
            set.sources[file] = Source::new(before.path, text);
            changed.push(file);
        }
        if changed.is_empty() {
            break;
        }
        check_again(checker, set, &changed, progress);
    }
    leave_alone(checker, set, &errors_before, &mut fixed, progress);
    fixed.sort_by_key(|fixed| fixed.file);
    fixed
}

/// Gives files with new errors their old text back, until no changed file has a new error.
fn leave_alone(checker: &Checker, set: &mut Set, before: &Errors, fixed: &mut [Fixed], progress: &ProgressBar) {
    loop {
        let now = errors(set);
        let mut reverted = Vec::new();
        for fixed in fixed.iter_mut().filter(|fixed| fixed.refused.is_none()) {
            let new = now.iter().find(|((file, code, title), found)| {
                *file == fixed.file && found.len() > before.get(&(*file, *code, title.clone())).map_or(0, Vec::len)
            });
            if let Some((_, found)) = new {
                fixed.refused = found.first().cloned();
                set.sources[fixed.file] = fixed.before.clone();
                reverted.push(fixed.file);
            }
        }
        if reverted.is_empty() {
            return;
        }
        check_again(checker, set, &reverted, progress);
    }
}

fn check_again(checker: &Checker, set: &mut Set, which: &[usize], progress: &ProgressBar) {
    for (at, checked) in checker.check(&set.sources, which, progress) {
        set.checked[at] = checked;
    }
}

/// Errors of the compiler by file, code and title.
type Errors = HashMap<(usize, Code, String), Vec<Diagnostic>>;

fn errors(set: &Set) -> Errors {
    let mut errors = Errors::new();
    for diagnostic in set.diagnostics().into_iter().filter(|diagnostic| diagnostic.severity == Severity::Error) {
        let file = diagnostic.primary.span.source.0 as usize;
        errors.entry((file, diagnostic.code, diagnostic.title.clone())).or_default().push(diagnostic);
    }
    errors
}

/// The changes of each rule file that do not overlap, in the order of files and places. Of two that do, the first.
fn edits(set: &Set, diagnostics: &[Diagnostic]) -> Vec<(usize, Vec<Edit>)> {
    let mut by_file: Vec<(usize, Vec<Edit>)> = Vec::new();
    for diagnostic in diagnostics {
        // Two of them are a choice, which is not ours.
        let mut fixes = diagnostic.help.iter().filter_map(|help| Some((help.fix()?, help)));
        let (Some(((span, text), action)), None) = (fixes.next(), fixes.next()) else { continue };
        let file = span.source.0 as usize;
        let fits = set.sources.get(file).is_some_and(|source| source.text.get(span.range()).is_some());
        if file >= set.rule_count() || span.source != diagnostic.primary.span.source || !fits {
            continue;
        }
        let edit = Edit { span: *span, text: text.clone(), code: diagnostic.code, action: help_text(action) };
        match by_file.last_mut() {
            Some((last, edits)) if *last == file => edits.push(edit),
            _ => by_file.push((file, vec![edit])),
        }
    }
    for (_, edits) in &mut by_file {
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let mut last: Option<Span> = None;
        edits.retain(|edit| {
            let free = last.is_none_or(|last| edit.span.start >= last.end && edit.span.start != last.start);
            if free {
                last = Some(edit.span);
            }
            free
        });
    }
    by_file
}

/// A text with changes that are in order and do not overlap. Line breaks become those of the text.
fn applied(text: &str, edits: &[Edit]) -> String {
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        result.push_str(&text[at..edit.span.start as usize]);
        if text.contains("\r\n") {
            result.push_str(&edit.text.replace("\r\n", "\n").replace('\n', "\r\n"));
        } else {
            result.push_str(&edit.text);
        }
        at = edit.span.end as usize;
    }
    result.push_str(&text[at..]);
    result
}

fn change(text: &str, edit: &Edit) -> Change {
    let (line, column) = line_column(text, edit.span.start as usize);
    Change { code: edit.code, line, column, text: edit.action.clone() }
}
