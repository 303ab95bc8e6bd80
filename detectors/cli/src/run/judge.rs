//! Alerts of the engine → what is printed, and the figures.

use std::io;

use detectors::Alert;

use crate::progress::Progress;
use crate::run::alerts::Investigator;
use crate::run::kept::Kept;
use crate::run::limit::{Limiter, Verdict};
use crate::run::output::Printer;
use crate::run::summary::Summary;

/// Takes alerts from the engine to the output.
pub(crate) struct Judge<'r> {
    pub(crate) investigator: Investigator,
    pub(crate) limiter: Option<Limiter>,
    pub(crate) printer: Printer<'r>,
    pub(crate) progress: &'r Progress,
    pub(crate) summary: Summary,
    pub(crate) flush_each: bool,
    /// The output cannot be written any more.
    pub(crate) failed: Option<io::Error>,
}

impl Judge<'_> {
    pub(crate) fn take(&mut self, alert: &Alert<'_>, kept: &Kept) {
        let finding = self.investigator.finding(alert, kept);
        let verdict = self.limiter.as_mut().map_or(Verdict::Print, |limiter| limiter.judge(&finding));
        let figures = self.summary.of(finding.rule);
        match verdict {
            Verdict::Suppress => figures.suppressed += 1,
            Verdict::Duplicate => figures.duplicates += 1,
            Verdict::Print => {
                figures.printed += 1;
                let printed = self.progress.aside(|| self.printer.print(&finding));
                self.note(printed);
                if self.flush_each {
                    self.flush();
                }
            }
        }
    }

    pub(crate) fn flush(&mut self) {
        let flushed = self.printer.flush();
        self.note(flushed);
    }

    fn note(&mut self, written: io::Result<()>) {
        if let Err(error) = written {
            self.failed.get_or_insert(error);
        }
    }

    /// Whether there is no point in going on.
    pub(crate) fn stopped(&self) -> bool {
        self.failed.is_some()
    }
}
