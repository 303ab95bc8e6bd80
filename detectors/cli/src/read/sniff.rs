//! The beginning of an input that is no log of documents → what it is, and what to do about it.
//!
//! Whoever gives the program a capture, an archive or a table gets one answer that helps, not an error for every line.

use std::error::Error;
use std::fmt;
use std::io;

/// Bytes of the beginning that are looked at.
pub(crate) const HEAD: usize = 512;

/// An input that cannot be read as lines, for a known reason.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Unfit {
    /// What it is, as the end of a sentence: "it is a zip archive".
    pub(crate) what: String,
    /// An action.
    pub(crate) help: &'static str,
}

impl Unfit {
    /// As an error of reading.
    pub(crate) fn into_error(self) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidData, self)
    }

    /// The help in an error of reading, if it is one of these.
    pub(crate) fn help_of(error: &io::Error) -> Option<&'static str> {
        error.get_ref()?.downcast_ref::<Self>().map(|unfit| unfit.help)
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)
    }
}

impl Error for Unfit {}

const UNPACK: &str =
    "only gzip and Zstandard are unpacked here; unpack it and give the program the files in it, or `-` and the text";

/// Formats by their first bytes.
const FORMATS: &[(&[u8], &str, &str)] = &[
    (
        b"ElfFile\0",
        "it is a Windows event log (.evtx)",
        "it has to become ECS documents first: Winlogbeat reads .evtx files and writes such documents",
    ),
    (b"\xd4\xc3\xb2\xa1", "it is a packet capture", PACKETS),
    (b"\xa1\xb2\xc3\xd4", "it is a packet capture", PACKETS),
    (b"\x4d\x3c\xb2\xa1", "it is a packet capture", PACKETS),
    (b"\xa1\xb2\x3c\x4d", "it is a packet capture", PACKETS),
    (b"\x0a\x0d\x0d\x0a", "it is a packet capture (pcapng)", PACKETS),
    (b"PK\x03\x04", "it is a zip archive", UNPACK),
    (b"BZh", "it is packed with bzip2", "`bzip2 -dc FILE | detectors run -`"),
    (b"\xfd7zXZ\0", "it is packed with xz", "`xz -dc FILE | detectors run -`"),
    (b"\x04\x22\x4d\x18", "it is packed with lz4", "`lz4 -dc FILE | detectors run -`"),
    (b"7z\xbc\xaf\x27\x1c", "it is a 7z archive", UNPACK),
    (
        b"LPKSHHRH",
        "it is a systemd journal",
        "`journalctl -o cat` writes the texts of its entries, one a line, if they are documents",
    ),
    (b"SQLite format 3\0", "it is an SQLite database", DOCUMENTS),
    (b"PAR1", "it is a Parquet file", DOCUMENTS),
    (b"\x7fELF", "it is a program", DOCUMENTS),
    (b"MZ", "it is a program", DOCUMENTS),
    (b"%PDF", "it is a PDF", DOCUMENTS),
    (b"\xff\xfe", "it is UTF-16", UTF_16),
    (b"\xfe\xff", "it is UTF-16", UTF_16),
];

const PACKETS: &str = "rules are about events, not packets: Packetbeat makes ECS documents of a capture";
const DOCUMENTS: &str = "the input is ECS documents in JSON, one a line";
const UTF_16: &str = "convert it: `iconv -f UTF-16 -t UTF-8 FILE | detectors run -`";

/// What an input is whose beginning cannot be that of documents.
pub(crate) fn head(head: &[u8]) -> Option<Unfit> {
    let found = FORMATS.iter().find(|(magic, ..)| head.starts_with(magic));
    let tar = || (head.get(257..262) == Some(b"ustar")).then_some(("it is a tar archive", "`tar -xOf FILE | detectors run -`"));
    let (what, help) = found.map(|(_, what, help)| (*what, *help)).or_else(tar)?;
    Some(Unfit { what: what.into(), help })
}

/// What to do about a line that is not JSON, from its text.
pub(crate) fn line(text: &[u8]) -> Option<&'static str> {
    const MONTHS: [&[u8]; 12] =
        [b"Jan ", b"Feb ", b"Mar ", b"Apr ", b"May ", b"Jun ", b"Jul ", b"Aug ", b"Sep ", b"Oct ", b"Nov ", b"Dec "];
    let text = text.trim_ascii();
    let first = *text.first()?;
    let count = |byte: u8| text.iter().filter(|other| **other == byte).count();
    if text.starts_with(b"[") {
        Some("each line is one document; `jq -c '.[]' FILE | detectors run -` takes an array apart")
    } else if text == b"{" {
        Some("each line is one document; `jq -c . FILE | detectors run -` writes each on a line of its own")
    } else if text.starts_with(b"CEF:") || text.starts_with(b"LEEF:") {
        Some("this looks like CEF or LEEF; the input is ECS documents in JSON, one a line")
    } else if first == b'<' && text.get(1).is_some_and(u8::is_ascii_digit) || MONTHS.iter().any(|month| text.starts_with(month)) {
        Some("this looks like syslog; the input is ECS documents in JSON, one a line, as Elastic Agent and Beats write them")
    } else if first == b'<' {
        Some("this looks like XML; the input is ECS documents in JSON, one a line")
    } else if first != b'{' && (count(b',') >= 2 || count(b'\t') >= 2 || count(b';') >= 2) {
        Some("this looks like a table (CSV); export the events as JSON, one document a line")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_log_is_known_by_its_first_bytes() {
        let tar = [b"events.ndjson".to_vec(), vec![0; 244], b"ustar\0".to_vec()].concat();
        let cases: &[(&[u8], Option<&str>)] = &[
            (b"ElfFile\0\0\0", Some("it is a Windows event log (.evtx)")),
            (b"\xd4\xc3\xb2\xa1\x02\0", Some("it is a packet capture")),
            (b"PK\x03\x04abc", Some("it is a zip archive")),
            (b"\xff\xfe{\0", Some("it is UTF-16")),
            (&tar, Some("it is a tar archive")),
            (b"{\"a\":1}\n", None),
            (b"\xef\xbb\xbf{}", None),
            (b"", None),
            (b"MZ", Some("it is a program")),
        ];
        for (bytes, expected) in cases {
            assert_eq!(head(bytes).map(|unfit| unfit.what).as_deref(), *expected, "{bytes:?}");
        }
    }

    #[test]
    fn a_line_that_is_no_document_is_known_by_its_looks() {
        let cases = [
            ("[", Some("takes an array apart")),
            (" [{\"a\":1},", Some("takes an array apart")),
            ("{", Some("on a line of its own")),
            ("<13>Mar  2 08:01:00 web-01 nc[1]: x", Some("syslog")),
            ("Mar  2 08:01:00 web-01 nc[2114]: started", Some("syslog")),
            ("<Event xmlns=\"x\">", Some("XML")),
            ("CEF:0|a|b|c", Some("CEF")),
            ("time,host,process", Some("table")),
            ("\"@timestamp\",\"host.name\",\"process.name\"", Some("table")),
            ("hello", None),
            ("{\"a\":1,\"b\":2,\"c\":", None),
            ("", None),
        ];
        for (text, part) in cases {
            let help = line(text.as_bytes());
            assert_eq!(help.is_some(), part.is_some(), "{text}: {help:?}");
            assert!(help.unwrap_or_default().contains(part.unwrap_or_default()), "{text}: {help:?}");
        }
    }
}
