//! Decodes ECS documents in JSON: one line of text → the values of the fields that a rule set reads, as a [`SlotTable`].
//!
//! A [`Decoder`] is made once from a list of fields and then reads any number of lines. What no field names is skipped, though
//! still checked to be JSON: a line is refused or not whatever the fields are, but for values that a field cannot have. Text is
//! borrowed from the line unless it holds escapes. Once its buffers have grown to the size of the documents, decoding allocates
//! nothing.
//!
//! ```text
//! line → index (quotes, brackets, what is wrong inside of strings) → reader (grammar) → decoder (paths, values) → SlotTable
//! ```
//!
//! # Which documents
//! - One JSON object, nested (`{"process":{"name":"sh"}}`), dotted (`{"process.name":"sh"}`), or any mixture of the two.
//! - A hit of an Elasticsearch search: the document is what is below `_source`.
//! - A field's values are those at its path, in order: arrays are flat, arrays of objects are merged by path (and kept apart besides, for a field of kind `Objects`), a key that stands
//!   twice counts twice, `null` and `[]` are no value.
//! - At most [`DEPTH_MAX`] arrays and objects inside one another.
//!
//! # Which values
//! Those that Elasticsearch would index for a mapping of the field's kind, and what it would refuse is an error:
//!
//! | kind | from |
//! |---|---|
//! | `Str`, `Version` | a string; a number or boolean as it is written |
//! | `Int` | a number, the fraction cut off; a string that is one; `""` is no value |
//! | `Float` | a number; a string that is one; `""` is no value |
//! | `Bool` | `true`, `false`, `"true"`, `"false"`; `""` is false |
//! | `Date` | ISO 8601 or milliseconds since 1970, as a string or number: see [`date`] |
//! | `Ip` | a string |
//! | `Objects` | an object, or an array of objects: each is an element, with the values of the fields below. Scalars are no elements |
//!
//! Half of a surrogate pair in an escape becomes U+FFFD, which is what Lucene makes of it.
//!
//! # Input safety
//! Any bytes may be given. An error says at which byte of the line it is; memory is bounded by the length of the line and time is
//! linear in it.
//!
//! ```
//! use detectors::{Handle, Scalar, SlotField, SlotKind};
//!
//! let fields = [SlotField::new("process.name", SlotKind::Str), SlotField::new("process.pid", SlotKind::Int)];
//! let mut decoder = detectors_json::Decoder::new(&fields);
//! let event = decoder.decode(br#"{"process.name":"bash","process":{"pid":"42","args":["-c"]}}"#, Handle(0))?;
//! assert_eq!(event.first(0), Some(Scalar::Str("bash")));
//! assert_eq!(event.first(1), Some(Scalar::Int(42)));
//! # Ok::<(), detectors_json::DecodeError>(())
//! ```
//!
//! [`SlotTable`]: detectors::SlotTable

mod coerce;
pub mod date;
mod decoder;
mod error;
mod index;
mod paths;
mod reader;

pub use decoder::{Decoder, Document};
pub use error::{DecodeError, Problem};
pub use reader::DEPTH_MAX;
