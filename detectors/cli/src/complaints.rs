//! What was refused of the input: said where it is, and counted.
//!
//! Of each file the first [`SHOWN_MAX`] bad lines are said in full; the summary has the number of all.

use std::io::{self, Write};

use detectors_json::DecodeError;

use crate::progress::Progress;
use crate::shown::Shown;

/// Bad lines of a file that are said in full.
pub(crate) const SHOWN_MAX: u64 = 20;

/// Says and counts what is refused.
pub(crate) struct Complaints<'o> {
    err: &'o mut dyn Write,
    /// For each source its bad lines.
    bad_lines: Vec<u64>,
    unreadable: u64,
}

impl<'o> Complaints<'o> {
    pub(crate) fn new(err: &'o mut dyn Write, sources: usize) -> Self {
        Self { err, bad_lines: vec![0; sources], unreadable: 0 }
    }

    /// A source that cannot be opened, or not be read to its end.
    pub(crate) fn unreadable(&mut self, progress: &Progress, name: &str, error: &io::Error) {
        self.unreadable += 1;
        let message = format!("error: cannot read `{}`: {}\n", Shown(name), Shown(&error.to_string()));
        self.say(progress, &message);
    }

    /// A line that is no document.
    pub(crate) fn bad_line(&mut self, progress: &Progress, source: usize, name: &str, line: u64, error: &DecodeError) {
        let mut message = format!("error: {}\n --> {}:{line}:{}\n", Shown(&error.to_string()), Shown(name), error.offset + 1);
        if let Some(help) = error.help() {
            message += &format!("help: {help}\n");
        }
        self.line(progress, source, name, &message);
    }

    /// A line that was not kept.
    pub(crate) fn long_line(&mut self, progress: &Progress, source: usize, name: &str, line: u64, bytes: u64) {
        let max = crate::input::LINE_MAX >> 20;
        let message = format!("error: a line of {bytes} bytes; at most {max} MiB are read\n --> {}:{line}\n", Shown(name));
        self.line(progress, source, name, &message);
    }

    pub(crate) fn bad_lines(&self) -> u64 {
        self.bad_lines.iter().sum()
    }

    /// Sources that could not be opened or not be read to their end.
    pub(crate) fn unreadable_sources(&self) -> u64 {
        self.unreadable
    }

    fn line(&mut self, progress: &Progress, source: usize, name: &str, message: &str) {
        let Some(count) = self.bad_lines.get_mut(source) else { return };
        *count += 1;
        if *count <= SHOWN_MAX {
            self.say(progress, message);
        } else if *count == SHOWN_MAX + 1 {
            self.say(progress, &format!("note: more bad lines in `{}` are counted only\n", Shown(name)));
        }
    }

    fn say(&mut self, progress: &Progress, message: &str) {
        // Nobody is left to tell if standard error is closed.
        progress.aside(|| self.err.write_all(message.as_bytes()).ok());
    }
}
