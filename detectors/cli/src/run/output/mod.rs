//! Findings → what is printed.

mod json;
mod text;

use std::io::{self, Write};

use crate::args::Format;
use crate::run::alerts::Finding;

/// Writes findings in a format.
pub(crate) struct Printer<'o> {
    out: &'o mut dyn Write,
    format: Format,
    /// Names of the sources.
    files: &'o [String],
}

impl<'o> Printer<'o> {
    pub(crate) fn new(out: &'o mut dyn Write, format: Format, files: &'o [String]) -> Self {
        Self { out, format, files }
    }

    /// # Errors
    /// If it cannot be written.
    pub(crate) fn print(&mut self, finding: &Finding) -> io::Result<()> {
        match self.format {
            Format::Text => text::write(self.out, finding, self.files),
            Format::Json => json::write(self.out, finding, self.files),
        }
    }

    /// # Errors
    /// If it cannot be written.
    pub(crate) fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// `name:line`, as far as it is known.
fn place(files: &[String], origin: Option<crate::run::kept::Origin>) -> Option<(&str, u64)> {
    let origin = origin?;
    files.get(origin.file as usize).map(|file| (&**file, origin.line))
}
