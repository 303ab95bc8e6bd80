//! Files and standard input → lines, whatever they are packed in.
//!
//! Compression is told by the first bytes, not by the name: gzip (any number of members) and Zstandard (any number of frames).
//! A line is bounded: of a longer one nothing is kept and its length is told. Does not know what is in a line.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::read::sniff::{self, Unfit};
use crate::rule_files;
use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// The longest line that is read, in bytes.
pub(crate) const LINE_MAX: usize = 16 << 20;

/// The endings of logs, where a folder is searched for them.
const ENDINGS: &[&str] = &["ndjson", "jsonl", "json", "gz", "zst"];

/// Where lines come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Source {
    /// `-`
    Stdin,
    File(PathBuf),
}

impl Source {
    /// As the user wrote it.
    pub(crate) fn from_argument(argument: &Path) -> Self {
        if argument == Path::new("-") { Self::Stdin } else { Self::File(argument.into()) }
    }

    /// The sources of arguments: a folder stands for the logs below it, in the order of their paths. What cannot be read of a folder
    /// is told by complete messages.
    pub(crate) fn from_arguments(arguments: &[PathBuf]) -> (Vec<Self>, Vec<String>) {
        let (mut sources, mut refused) = (Vec::new(), Vec::new());
        for argument in arguments {
            if argument.is_dir() {
                let (found, of_folder) = rule_files::find(std::slice::from_ref(argument), ENDINGS);
                sources.extend(found.into_iter().map(Self::File));
                refused.extend(of_folder);
            } else {
                sources.push(Self::from_argument(argument));
            }
        }
        (sources, refused)
    }

    pub(crate) fn name(&self) -> String {
        match self {
            Self::Stdin => "-".into(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// Bytes as they lie on the disk, where that is known.
    pub(crate) fn size(&self) -> Option<u64> {
        match self {
            Self::Stdin => None,
            Self::File(path) => path.metadata().ok().filter(|data| data.is_file()).map(|data| data.len()),
        }
    }

    /// Opens it. What is read of it, before it is unpacked, is added to `progress`.
    ///
    /// # Errors
    /// If it cannot be read, or is a folder.
    pub(crate) fn open(&self, progress: &Arc<AtomicU64>) -> io::Result<Lines> {
        let raw: Box<dyn Read + Send> = match self {
            Self::Stdin => Box::new(io::stdin()),
            Self::File(path) => {
                if path.is_dir() {
                    return Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder; name the files in it"));
                }
                Box::new(File::open(path)?)
            }
        };
        Lines::new(Counted { inner: raw, progress: Arc::clone(progress) })
    }
}

struct Counted<R> {
    inner: R,
    progress: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.progress.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// The lines of a source.
pub(crate) struct Lines {
    reader: Box<dyn BufRead + Send>,
    packing: Packing,
    buffer: Vec<u8>,
    number: u64,
    line_max: usize,
    /// Bytes of the reader that the line just given out occupies.
    used: usize,
    /// Bytes behind them that the reader has.
    left: usize,
}

/// One line, without its end.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    Text(&'a [u8]),
    /// So many bytes that it was not kept.
    TooLong(u64),
}

impl Lines {
    /// The lines of bytes, which are unpacked as their beginning says. Waits for the first four bytes.
    ///
    /// # Errors
    /// If they cannot be read.
    pub(crate) fn new(raw: impl Read + Send + 'static) -> io::Result<Self> {
        const BUFFER: usize = 256 << 10;
        let mut raw = BufReader::with_capacity(BUFFER, raw);
        // A pipe may give a byte at a time, so the first four are collected before anything is told from them.
        let mut magic = Vec::with_capacity(4);
        raw.by_ref().take(4).read_to_end(&mut magic)?;
        let packing = Packing::of(&magic);
        if matches!(packing, Packing::None) {
            // Only for what cannot be a document is it worth to wait for more.
            let is_strange = magic.first().is_some_and(|first| !matches!(first, b'{' | b' ' | b'\t' | b'\r'));
            let more = if is_strange { raw.fill_buf()? } else { &[] };
            let head: Vec<u8> = magic.iter().chain(more).take(sniff::HEAD).copied().collect();
            if let Some(unfit) = sniff::head(&head) {
                return Err(unfit.into_error());
            }
        }
        let whole = io::Cursor::new(magic).chain(raw);
        let mut reader: Box<dyn BufRead + Send> = match packing {
            Packing::None => Box::new(whole),
            Packing::Gzip => Box::new(BufReader::with_capacity(BUFFER, MultiGzDecoder::new(whole))),
            Packing::Zstandard => Box::new(BufReader::with_capacity(BUFFER, Frames::new(whole))),
        };
        if !matches!(packing, Packing::None) {
            let head = reader.fill_buf().map_err(|error| packing.spoilt(&error))?;
            if let Some(unfit) = sniff::head(head) {
                return Err(unfit.into_error());
            }
        }
        Ok(Self { reader, packing, buffer: Vec::new(), number: 0, line_max: LINE_MAX, used: 0, left: 0 })
    }

    /// The next line that is not empty, with its number from 1.
    ///
    /// # Errors
    /// If the source cannot be read further, or is not packed as its beginning says.
    pub(crate) fn next(&mut self) -> io::Result<Option<(u64, Line<'_>)>> {
        loop {
            let Some(found) = self.find_line()? else {
                return Ok(None);
            };
            self.number += 1;
            match found {
                Found::TooLong(length) => return Ok(Some((self.number, Line::TooLong(length)))),
                Found::InReader(length) if !self.is_blank(length)? => return self.in_reader(length),
                Found::InBuffer if !text(&self.buffer, self.number).trim_ascii().is_empty() => {
                    return Ok(Some((self.number, Line::Text(text(&self.buffer, self.number)))));
                }
                Found::InReader(_) | Found::InBuffer => {}
            }
        }
    }

    /// Whether another line is there without a wait.
    pub(crate) fn has_next_ready(&mut self) -> bool {
        // With bytes left the buffer is given back as it is, and nothing is read.
        self.left > 0
            && self
                .reader
                .fill_buf()
                .is_ok_and(|left| left.get(self.used..).is_some_and(|left| memchr::memchr(b'\n', left).is_some()))
    }

    fn is_blank(&mut self, length: usize) -> io::Result<bool> {
        let number = self.number;
        Ok(text(self.peek(length)?, number).trim_ascii().is_empty())
    }

    fn in_reader(&mut self, length: usize) -> io::Result<Option<(u64, Line<'_>)>> {
        let number = self.number;
        Ok(Some((number, Line::Text(text(self.peek(length)?, number)))))
    }

    /// So many bytes that the reader has.
    fn peek(&mut self, length: usize) -> io::Result<&[u8]> {
        Ok(self.reader.fill_buf()?.get(..length).unwrap_or_default())
    }

    /// Finds the end of the next line; its bytes stay where they are if they are all there. `None` at the end of the source.
    fn find_line(&mut self) -> io::Result<Option<Found>> {
        self.reader.consume(std::mem::take(&mut self.used));
        self.buffer.clear();
        // One long line must not keep its memory for every file that is open.
        self.buffer.shrink_to(1 << 20);
        let mut length = 0_u64;
        loop {
            let available = match self.reader.fill_buf() {
                Ok(available) => available,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(self.packing.spoilt(&error)),
            };
            if available.is_empty() {
                self.left = 0;
                return Ok((length > 0).then(|| self.found(length)));
            }
            let end = memchr::memchr(b'\n', available);
            let part = &available[..end.unwrap_or(available.len())];
            length += part.len() as u64;
            let used = part.len() + usize::from(end.is_some());
            self.left = available.len() - used;
            if end.is_some() && length == part.len() as u64 && length <= self.line_max as u64 {
                // It is consumed when the next one is asked for.
                self.used = used;
                return Ok(Some(Found::InReader(part.len())));
            }
            if length <= self.line_max as u64 {
                self.buffer.extend_from_slice(part);
            }
            self.reader.consume(used);
            if end.is_some() {
                return Ok(Some(self.found(length)));
            }
        }
    }

    fn found(&self, length: u64) -> Found {
        if length > self.line_max as u64 { Found::TooLong(length) } else { Found::InBuffer }
    }
}

/// Where a line is.
enum Found {
    /// At the beginning of what the reader has, so many bytes.
    InReader(usize),
    /// Put together in the buffer.
    InBuffer,
    /// Nowhere: it has so many bytes.
    TooLong(u64),
}

/// A line without its carriage return, and the first without a byte order mark.
fn text(line: &[u8], number: u64) -> &[u8] {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line) } else { line }
}

#[derive(Debug, Clone, Copy)]
enum Packing {
    None,
    Gzip,
    Zstandard,
}

impl Packing {
    fn of(magic: &[u8]) -> Self {
        match magic {
            [0x1f, 0x8b, ..] => Self::Gzip,
            [0x28, 0xb5, 0x2f, 0xfd] | [0x50..=0x5f, 0x2a, 0x4d, 0x18] => Self::Zstandard,
            _ => Self::None,
        }
    }

    /// An error while reading it: if it is packed, its bytes are to blame and not the machine.
    fn spoilt(self, error: &io::Error) -> io::Error {
        let name = match self {
            Self::None => return io::Error::new(error.kind(), error.to_string()),
            Self::Gzip => "gzip",
            Self::Zstandard => "Zstandard",
        };
        let what = match error.kind() {
            io::ErrorKind::UnexpectedEof => format!("its {name} data ends too early"),
            _ => format!("its {name} data is damaged: {error}"),
        };
        Unfit { what, help: "what could be unpacked has been judged; copy or download the file again" }.into_error()
    }
}

/// The frames of a Zstandard source, one after the other; their checksums are checked.
struct Frames<R> {
    source: R,
    decoder: FrameDecoder,
    inside: bool,
}

impl<R: BufRead> Frames<R> {
    fn new(source: R) -> Self {
        Self { source, decoder: FrameDecoder::new(), inside: false }
    }

    /// Begins the next frame that holds data; false at the end of the source.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.source) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    let skipped = io::copy(&mut self.source.by_ref().take(length.into()), &mut io::sink())?;
                    if skipped < length.into() {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(self.error(error)),
            }
        }
        Ok(false)
    }

    /// An error of unpacking. Where nothing follows, the end is what is missing.
    fn error(&mut self, error: FrameDecoderError) -> io::Error {
        match self.source.fill_buf() {
            Ok([]) => io::ErrorKind::UnexpectedEof.into(),
            _ => io::Error::other(error),
        }
    }

    fn check(&self) -> io::Result<()> {
        match self.decoder.get_checksum_from_data() {
            Some(stated) if self.decoder.get_calculated_checksum() != Some(stated) => {
                Err(io::Error::new(io::ErrorKind::InvalidData, "the checksum of a Zstandard frame is wrong"))
            }
            _ => Ok(()),
        }
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.inside {
                self.inside = self.begin()?;
                if !self.inside {
                    return Ok(0);
                }
            }
            if !self.decoder.is_finished() && self.decoder.can_collect() == 0 {
                let some = BlockDecodingStrategy::UptoBytes(buffer.len());
                let decoded = self.decoder.decode_blocks(&mut self.source, some);
                decoded.map_err(|error| self.error(error))?;
            }
            let count = self.decoder.read(buffer)?;
            if count > 0 {
                return Ok(count);
            }
            if self.decoder.is_finished() {
                self.check()?;
                self.inside = false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::write::GzEncoder;
    use std::io::Write;

    fn lines(bytes: &[u8], line_max: usize) -> io::Result<Vec<(u64, String)>> {
        let mut lines = Lines::new(io::Cursor::new(bytes.to_vec()))?;
        lines.line_max = line_max;
        let mut all = Vec::new();
        while let Some((number, line)) = lines.next()? {
            all.push((
                number,
                match line {
                    Line::Text(text) => String::from_utf8_lossy(text).into_owned(),
                    Line::TooLong(length) => format!("({length} bytes)"),
                },
            ));
        }
        Ok(all)
    }

    #[test]
    fn lines_are_numbered_from_one_and_empty_ones_are_passed_over() {
        let cases: &[(&str, &[(u64, &str)])] = &[
            ("", &[]),
            ("\n\n", &[]),
            ("a", &[(1, "a")]),
            ("a\nb\n", &[(1, "a"), (2, "b")]),
            ("a\r\n\r\n \t\nb\r\n", &[(1, "a"), (4, "b")]),
            ("\u{feff}a\n\u{feff}b", &[(1, "a"), (2, "\u{feff}b")]),
            ("\u{feff}\n{}", &[(2, "{}")]),
            ("123456\n1234567\n12", &[(1, "123456"), (2, "(7 bytes)"), (3, "12")]),
        ];
        for (text, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|(number, line)| (*number, (*line).to_owned())).collect();
            assert_eq!(lines(text.as_bytes(), 6).unwrap(), expected, "{text:?}");
        }
    }

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn zstandard(text: &str) -> Vec<u8> {
        ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)
    }

    #[test]
    fn packed_sources_are_told_by_their_first_bytes() {
        let long = "0123456789".repeat(100_000);
        let text = format!("a\n{long}\nb\n");
        let expected = vec![(1, "a".into()), (2, long.clone()), (3, "b".into())];
        assert_eq!(lines(&gzip(&text), LINE_MAX).unwrap(), expected);
        assert_eq!(lines(&[gzip("a\n0"), gzip(&text[3..])].concat(), LINE_MAX).unwrap(), expected, "several members");
        assert_eq!(lines(&zstandard(&text), LINE_MAX).unwrap(), expected);
        let skippable = b"\x50\x2a\x4d\x18\x03\0\0\0abc".to_vec();
        let frames = [skippable.clone(), zstandard("a\n0"), skippable, zstandard(&text[3..])].concat();
        assert_eq!(lines(&frames, LINE_MAX).unwrap(), expected, "several frames");
    }

    #[test]
    fn a_spoilt_or_short_packed_source_is_an_error() {
        let text = "a line of text\n".repeat(1000);
        for packed in [gzip(&text), zstandard(&text)] {
            assert!(lines(&packed[..packed.len() - 5], LINE_MAX).is_err());
            let mut spoilt = packed.clone();
            let last = spoilt.len() - 6;
            spoilt[last] ^= 0x55;
            assert!(lines(&spoilt, LINE_MAX).is_err());
        }
    }

    #[test]
    fn a_folder_is_refused_with_a_hint() {
        let error = Source::from_argument(&std::env::temp_dir()).open(&Arc::default()).err().unwrap();
        assert_eq!(error.to_string(), "it is a folder; name the files in it");
    }
}
