//! Lines in any order → lines in order, however many: an external merge sort.
//!
//! Lines are collected up to a budget of memory; a full budget is sorted and written to a temporary file without a name, which
//! is gone with the process. In the end the files are merged.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};

use detectors::Timestamp;

use crate::run::order::Key;

/// A line with what orders it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) at: Timestamp,
    pub(crate) sequence: Option<i128>,
    /// Place in the input; no two are equal.
    pub(crate) place: u64,
    pub(crate) file: u32,
    /// From 1.
    pub(crate) line: u64,
    pub(crate) text: Box<[u8]>,
}

impl Record {
    fn key(&self) -> Key {
        Key::new(self.at, self.sequence, self.place)
    }
}

impl PartialOrd for Record {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Record {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

/// Takes lines in any order.
pub(crate) struct Sorter {
    budget: usize,
    used: usize,
    records: Vec<Record>,
    runs: Vec<BufReader<File>>,
}

impl Sorter {
    /// `budget` is in bytes.
    pub(crate) fn new(budget: usize) -> Self {
        Self { budget, used: 0, records: Vec::new(), runs: Vec::new() }
    }

    /// # Errors
    /// If a temporary file cannot be written.
    pub(crate) fn push(&mut self, record: Record) -> io::Result<()> {
        self.used += size_of::<Record>() + record.text.len();
        self.records.push(record);
        if self.used > self.budget { self.spill() } else { Ok(()) }
    }

    /// How many temporary files there are.
    pub(crate) fn spilled(&self) -> usize {
        self.runs.len()
    }

    /// The lines in order.
    ///
    /// # Errors
    /// If a temporary file cannot be read.
    pub(crate) fn finish(mut self) -> io::Result<Sorted> {
        self.records.sort_unstable();
        let mut sorted = Sorted { rest: self.records.into_iter(), runs: self.runs, heads: BinaryHeap::new() };
        for source in 0..=sorted.runs.len() {
            sorted.refill(source)?;
        }
        Ok(sorted)
    }

    fn spill(&mut self) -> io::Result<()> {
        self.records.sort_unstable();
        let mut file = BufWriter::new(tempfile::tempfile()?);
        for record in self.records.drain(..) {
            write(&mut file, &record)?;
        }
        let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.rewind()?;
        self.runs.push(BufReader::with_capacity(64 << 10, file));
        self.used = 0;
        Ok(())
    }
}

/// Gives lines in order.
pub(crate) struct Sorted {
    /// What was never spilled: the source behind the last file.
    rest: std::vec::IntoIter<Record>,
    runs: Vec<BufReader<File>>,
    /// The first line of each source that has more, with the source.
    heads: BinaryHeap<Reverse<(Record, usize)>>,
}

impl Sorted {
    /// # Errors
    /// If a temporary file cannot be read.
    pub(crate) fn next(&mut self) -> io::Result<Option<Record>> {
        let Some(Reverse((record, source))) = self.heads.pop() else {
            return Ok(None);
        };
        self.refill(source)?;
        Ok(Some(record))
    }

    fn refill(&mut self, source: usize) -> io::Result<()> {
        let next = match self.runs.get_mut(source) {
            Some(run) => read(run)?,
            None => self.rest.next(),
        };
        self.heads.extend(next.map(|record| Reverse((record, source))));
        Ok(())
    }
}

fn write(file: &mut impl Write, record: &Record) -> io::Result<()> {
    let Record { at, sequence, place, file: source, line, text } = record;
    file.write_all(&at.0.to_le_bytes())?;
    file.write_all(&[u8::from(sequence.is_some())])?;
    file.write_all(&sequence.unwrap_or(0).to_le_bytes())?;
    file.write_all(&place.to_le_bytes())?;
    file.write_all(&source.to_le_bytes())?;
    file.write_all(&line.to_le_bytes())?;
    file.write_all(&(text.len() as u64).to_le_bytes())?;
    file.write_all(text)
}

fn read(file: &mut impl Read) -> io::Result<Option<Record>> {
    let mut at = [0; 8];
    match file.read_exact(&mut at) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let [has_sequence] = bytes(file)?;
    let sequence = i128::from_le_bytes(bytes(file)?);
    let place = u64::from_le_bytes(bytes(file)?);
    let source = u32::from_le_bytes(bytes(file)?);
    let line = u64::from_le_bytes(bytes(file)?);
    let length = u64::from_le_bytes(bytes(file)?);
    let mut text = Vec::new();
    file.take(length).read_to_end(&mut text)?;
    if text.len() as u64 != length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(Some(Record {
        at: Timestamp(i64::from_le_bytes(at)),
        sequence: (has_sequence == 1).then_some(sequence),
        place,
        file: source,
        line,
        text: text.into(),
    }))
}

fn bytes<const N: usize>(file: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_out_in_order_whether_they_spill_or_not() {
        let mut records: Vec<Record> = (0..500_u64)
            .map(|place| Record {
                at: Timestamp((place * 7919 % 100) as i64 - 50),
                sequence: (place % 3 != 0).then_some(i128::from(place % 5)),
                place,
                file: (place % 2) as u32,
                line: place + 1,
                text: format!("line {place}").into_bytes().into(),
            })
            .collect();
        for (budget, spills) in [(usize::MAX, false), (2_000, true), (0, true)] {
            let mut sorter = Sorter::new(budget);
            for record in &records {
                sorter.push(record.clone()).unwrap();
            }
            assert_eq!(sorter.spilled() > 1, spills);
            let mut sorted = sorter.finish().unwrap();
            let mut all = Vec::new();
            while let Some(record) = sorted.next().unwrap() {
                all.push(record);
            }
            let mut expected = records.clone();
            expected.sort_by_key(|record| (record.at, record.sequence.is_none(), record.sequence, record.place));
            assert_eq!(all, expected);
        }
        records.clear();
        assert_eq!(Sorter::new(0).finish().unwrap().next().unwrap(), None);
    }
}
