//! Where the lines of batches come from: a log, or lines that have been sorted.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use super::batch::Batch;
use crate::read::input::{Line, Lines, Source};
use crate::run::kept::Origin;
use crate::run::sort::Sorted;

/// Gives lines, a batch at a time.
pub(crate) trait Feed: Send {
    /// Adds lines until the batch is full, or until no more are there just now; whether more may follow.
    ///
    /// # Errors
    /// If it cannot be read further; what it has added before is good.
    fn fill(&mut self, batch: &mut Batch, bytes_max: usize) -> io::Result<bool>;

    /// Whether it could be opened, as far as that has been tried.
    fn is_open(&self) -> bool {
        true
    }
}

/// The lines of a log.
pub(crate) struct LogFeed {
    /// Number of the source.
    file: u32,
    lines: Lines,
    /// What is there is handed on at once, rather than whole batches: the rest may be long in coming.
    eager: bool,
}

impl LogFeed {
    pub(crate) fn new(file: usize, lines: Lines, eager: bool) -> Self {
        Self { file: file as u32, lines, eager }
    }
}

impl Feed for LogFeed {
    fn fill(&mut self, batch: &mut Batch, bytes_max: usize) -> io::Result<bool> {
        loop {
            match self.lines.next()? {
                Some((line, Line::Text(text))) => batch.push(Origin { file: self.file, line }, text),
                Some((line, Line::TooLong(bytes))) => batch.push_too_long(Origin { file: self.file, line }, bytes),
                None => return Ok(false),
            }
            if batch.is_full(bytes_max) || (self.eager && !self.lines.has_next_ready()) {
                return Ok(true);
            }
        }
    }
}

/// A source that may be silent. It is opened by whoever reads it first: that may wait for its first bytes.
pub(crate) enum LiveFeed {
    Closed(Source, Arc<AtomicU64>),
    Open(LogFeed),
}

impl Feed for LiveFeed {
    fn fill(&mut self, batch: &mut Batch, bytes_max: usize) -> io::Result<bool> {
        if let Self::Closed(source, read) = self {
            *self = Self::Open(LogFeed::new(0, source.open(read)?, true));
        }
        match self {
            Self::Open(log) => log.fill(batch, bytes_max),
            Self::Closed(..) => Ok(false),
        }
    }

    fn is_open(&self) -> bool {
        matches!(self, Self::Open(_))
    }
}

/// Lines that have been sorted.
pub(crate) struct SortedFeed(pub(crate) Sorted);

impl Feed for SortedFeed {
    fn fill(&mut self, batch: &mut Batch, bytes_max: usize) -> io::Result<bool> {
        while let Some(record) = self.0.next()? {
            batch.push(Origin { file: record.file, line: record.line }, &record.text);
            if batch.is_full(bytes_max) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
