//! Why a line could not be decoded, and where.

use detectors::SlotKind;
use std::fmt;

use crate::reader::DEPTH_MAX;

/// A line is not a document that could be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// Byte of the line at which it shows; the length of the line if something is missing at its end.
    pub offset: usize,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// It is longer than 4 GiB.
    TooLong,
    /// It is not UTF-8.
    NotUtf8,
    /// It is not JSON; the text says what was expected.
    Syntax(&'static str),
    /// More than [`DEPTH_MAX`] arrays and objects inside one another.
    TooDeep,
    /// It is JSON, but not an object; the text says what it is.
    NotAnObject(&'static str),
    /// Something follows the object.
    Trailing,
    /// A value that a field cannot have.
    Mismatch {
        /// Dotted name.
        field: String,
        /// What the field is.
        expected: SlotKind,
        /// The value as it is written, cut short.
        found: String,
    },
}

impl DecodeError {
    /// What to do about it, where something can be said.
    pub fn help(&self) -> Option<&'static str> {
        match self.problem {
            Problem::NotUtf8 => Some("the input must be UTF-8; convert it, for example with `iconv -t UTF-8`"),
            Problem::NotAnObject("an array") => Some("each line is one document; `jq -c '.[]'` writes an array so"),
            Problem::NotAnObject(_) => Some("each line is one document, a JSON object"),
            Problem::Trailing => Some("each document stands on a line of its own; `jq -c .` writes them so"),
            Problem::Syntax("the rest of the document") => {
                Some("the line ends too early; a document must not span lines: `jq -c .` writes each on one")
            }
            _ => None,
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.problem {
            Problem::TooLong => f.write_str("the line is longer than 4 GiB"),
            Problem::NotUtf8 => f.write_str("not UTF-8"),
            Problem::Syntax(expected) => write!(f, "not JSON: expected {expected}"),
            Problem::TooDeep => write!(f, "more than {DEPTH_MAX} arrays and objects inside one another"),
            Problem::NotAnObject(found) => write!(f, "expected an object, found {found}"),
            Problem::Trailing => f.write_str("text after the document"),
            Problem::Mismatch { field, expected, found } => {
                write!(f, "field `{field}` is {}, found `", name(*expected))?;
                // The value is a stranger's: what would steer a terminal is shown, not sent.
                for char in found.chars() {
                    if char.is_control() { write!(f, "{}", char.escape_debug()) } else { write!(f, "{char}") }?;
                }
                f.write_str("`")
            }
        }
    }
}

impl std::error::Error for DecodeError {}

fn name(expected: SlotKind) -> &'static str {
    match expected {
        SlotKind::Str => "a keyword",
        SlotKind::Int => "a long",
        SlotKind::Float => "a double",
        SlotKind::Bool => "a boolean",
        SlotKind::Ip => "an ip",
        SlotKind::Date => "a date",
        SlotKind::Version => "a version",
        SlotKind::Objects => "an array of objects",
    }
}
