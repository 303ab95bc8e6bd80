//! Rule files → what the compiler says of each: several at a time, and again where a text has changed.

use std::sync::atomic::{AtomicUsize, Ordering};

use detector_compiler::attack::Attack;
use detector_compiler::diagnostics::{Diagnostic, Diagnostics};
use detector_compiler::schema::{Schema, custom};
use detector_compiler::source::{Source, SourceId};
use detector_compiler::{Checked, Options, check_file, check_set};
use indicatif::ProgressBar;

/// What rules are checked against.
pub(crate) struct Checker {
    pub(crate) schema: Schema,
    /// In place of the built-in table.
    pub(crate) attack: Option<Attack>,
}

/// Rule files, and what is said of each.
pub(crate) struct Set {
    /// The rule files, then the files of custom fields.
    pub(crate) sources: Vec<Source>,
    /// One for each rule file.
    pub(crate) checked: Vec<Checked>,
    /// Of the files of custom fields.
    pub(crate) schema_diagnostics: Vec<Diagnostic>,
}

impl Set {
    /// How many rule files there are.
    pub(crate) fn rule_count(&self) -> usize {
        self.checked.len()
    }

    /// Everything that is said, by file and place.
    pub(crate) fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut all = check_set(&self.sources[..self.checked.len()], &self.checked);
        all.extend(self.schema_diagnostics.iter().cloned());
        all
    }
}

/// The fields of all files together. `None` if there are errors in them.
pub(crate) fn schema(sources: &[Source], first: usize, diagnostics: &mut Diagnostics) -> Option<Schema> {
    let mut joined: Option<Schema> = None;
    let mut failed = false;
    for (source, at) in sources.iter().zip(first..) {
        match (custom::parse(source, SourceId(u32::try_from(at).unwrap_or(u32::MAX)), diagnostics), &mut joined) {
            (Some(schema), Some(joined)) => joined.join(schema),
            (Some(schema), none) => *none = Some(schema),
            (None, _) => failed = true,
        }
    }
    (!failed).then(|| joined.unwrap_or_default())
}

impl Checker {
    /// What is said of each of the files with these numbers.
    pub(crate) fn check(&self, sources: &[Source], which: &[usize], progress: &ProgressBar) -> Vec<(usize, Checked)> {
        let next = AtomicUsize::new(0);
        let work = || {
            let mut done = Vec::new();
            while let Some(&at) = which.get(next.fetch_add(1, Ordering::Relaxed)) {
                if let Some(source) = sources.get(at) {
                    done.push((at, self.check_one(source, at)));
                }
                progress.inc(1);
            }
            done
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(which.len());
        let mut all = std::thread::scope(|scope| {
            let others: Vec<_> = (1..threads).map(|_| scope.spawn(work)).collect();
            let mut all = work();
            // A thread that could not go on leaves its files unchecked, which must not pass for files without problems.
            others.into_iter().for_each(|other| match other.join() {
                Ok(done) => all.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            });
            all
        });
        all.sort_by_key(|(at, _)| *at);
        all
    }

    fn check_one(&self, source: &Source, at: usize) -> Checked {
        let id = SourceId(u32::try_from(at).unwrap_or(u32::MAX));
        let attack = self.attack.as_ref().unwrap_or_else(|| Attack::builtin());
        check_file(source, id, &self.schema, attack, Options::default())
    }
}
