//! A piece of a source: lines as they were read, then what became of each.
//!
//! Batches go round: whoever has judged one gives it back, with documents whose buffers the next lines use again.

use std::ops::Range;

use detectors::{Scalar, SlotField, SlotKind, Timestamp};
use detectors_json::{DecodeError, Decoder, Document};

use crate::run::kept::Origin;

/// Lines of a batch at most.
const LINES_MAX: usize = 512;

/// A buffer that has grown beyond this for one long line is not kept.
const BUFFER_MAX: usize = 1 << 20;

/// What the program itself reads of an event, whatever the rules read.
pub(crate) const HEADER: &[SlotField] = &[
    SlotField::new("@timestamp", SlotKind::Date),
    SlotField::new("event.sequence", SlotKind::Int),
    SlotField::new("host.id", SlotKind::Str),
    SlotField::new("host.name", SlotKind::Str),
];

/// Lines in order, and what became of them.
#[derive(Default)]
pub(crate) struct Batch {
    text: Vec<u8>,
    lines: Vec<RawLine>,
    /// For each line, once it has been decoded.
    outcomes: Vec<Outcome>,
    /// The next line that is handed out.
    next: usize,
    #[expect(clippy::vec_box, reason = "the boxes go round, the documents stay where they are")]
    pool: Vec<Box<Document>>,
}

struct RawLine {
    origin: Origin,
    /// Where it is in the text; what was too long has its length instead.
    text: Result<Range<usize>, u64>,
}

/// What became of a line.
pub(crate) enum Outcome {
    /// A document, and what orders it if it has a time.
    Document(Box<Document>, Option<Stamp>),
    /// So many bytes that the line was not kept.
    TooLong(u64),
    Bad(Box<DecodeError>),
    /// It has been handed out.
    Gone,
}

/// What orders an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) at: Timestamp,
    pub(crate) sequence: Option<i128>,
}

impl Batch {
    /// Adds a line.
    pub(crate) fn push(&mut self, origin: Origin, line: &[u8]) {
        let start = self.text.len();
        self.text.extend_from_slice(line);
        self.lines.push(RawLine { origin, text: Ok(start..self.text.len()) });
    }

    /// Adds a line of so many bytes that it was not kept.
    pub(crate) fn push_too_long(&mut self, origin: Origin, bytes: u64) {
        self.lines.push(RawLine { origin, text: Err(bytes) });
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether it has so many bytes, or lines, that no more should be added.
    pub(crate) fn is_full(&self, bytes_max: usize) -> bool {
        self.text.len() >= bytes_max || self.lines.len() >= LINES_MAX
    }

    /// Decodes its lines.
    pub(crate) fn decode(&mut self, decoding: &mut Decoding) {
        for line in &self.lines {
            let outcome = match &line.text {
                Err(bytes) => Outcome::TooLong(*bytes),
                Ok(range) => {
                    let mut document = self.pool.pop().unwrap_or_default();
                    match decoding.decoder.read(self.text.get(range.clone()).unwrap_or_default(), &mut document) {
                        Ok(()) => {
                            let stamp = decoding.stamp(&document);
                            Outcome::Document(document, stamp)
                        }
                        Err(error) => {
                            self.pool.push(document);
                            Outcome::Bad(Box::new(error))
                        }
                    }
                }
            };
            self.outcomes.push(outcome);
        }
    }

    /// The next line that has not been handed out: where it is, what became of it, and its text.
    pub(crate) fn next(&mut self) -> Option<(Origin, Outcome, &[u8])> {
        let (line, outcome) = (self.lines.get(self.next)?, self.outcomes.get_mut(self.next)?);
        self.next += 1;
        let text = line.text.clone().ok().and_then(|range| self.text.get(range)).unwrap_or_default();
        Some((line.origin, std::mem::replace(outcome, Outcome::Gone), text))
    }

    /// Empties it. `document` gives documents whose buffers are free, for as many lines as it held.
    pub(crate) fn renew(&mut self, mut document: impl FnMut() -> Option<Box<Document>>) {
        for _ in self.pool.len()..self.lines.len() {
            self.pool.extend(document());
        }
        self.text.clear();
        self.text.shrink_to(BUFFER_MAX);
        self.lines.clear();
        self.outcomes.clear();
        self.next = 0;
    }
}

/// What a thread decodes with.
pub(crate) struct Decoding {
    pub(crate) decoder: Decoder,
    /// Places of time and sequence; one that is not there has no values.
    places: [usize; 2],
}

impl Decoding {
    /// For the fields of the rules and [`HEADER`].
    pub(crate) fn new(fields: &[SlotField]) -> Self {
        let decoder = Decoder::with_extra(fields, HEADER);
        let places = [0, 1].map(|header| decoder.place(HEADER[header].name).unwrap_or(usize::MAX));
        Self { decoder, places }
    }

    fn stamp(&self, document: &Document) -> Option<Stamp> {
        let Some(Scalar::Time(at)) = document.first(self.places[0]) else { return None };
        let sequence = match document.first(self.places[1]) {
            Some(Scalar::Int(number)) => Some(number.into()),
            Some(Scalar::Unsigned(number)) => Some(number.into()),
            _ => None,
        };
        Some(Stamp { at, sequence })
    }
}
