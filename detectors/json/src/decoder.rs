//! Follows a document's keys down the tree of paths and collects the values of the fields that end there.

use detectors::{Handle, Scalar, Slot, SlotField, SlotKind, SlotTable, SlotValue};

use crate::coerce::{self, Coerced};
use crate::error::{DecodeError, Problem};
use crate::paths::{NodeId, Paths};
use crate::reader::{Begin, Reader, Result, Text, unescape};

/// Reads lines into [`SlotTable`]s. Made once for a list of fields; the index of a field there is its place.
pub struct Decoder {
    paths: Paths,
    fields: Vec<SlotField>,
    values: Values,
    collected: Collected,
    /// By place; all empty but those of `filled`.
    slots: Vec<Slot>,
    filled: Vec<u32>,
}

/// A decoded line, kept: its text and values, without a slot for every field. What a reorder buffer holds.
#[derive(Debug, Clone, Default)]
pub struct Document {
    line: String,
    values: Values,
}

/// Values by place, in few bytes.
#[derive(Debug, Clone, Default)]
struct Values {
    /// Those of a place together.
    values: Vec<SlotValue<'static>>,
    /// The places that have values, and which.
    runs: Vec<(u32, Slot)>,
    scratch: String,
}

/// Values as they come in the document.
#[derive(Default)]
struct Collected {
    /// The place of each value.
    places: Vec<u32>,
    /// Whether the values of some place do not stand together.
    scattered: bool,
    /// For each place how many, then where the next goes; zero between documents.
    counts: Vec<Slot>,
    /// The values before they are put together.
    unordered: Vec<SlotValue<'static>>,
    /// A key without its escapes.
    key: String,
    /// The arrays in whose elements the reader is, outermost first.
    arrays: Vec<u32>,
}

impl Document {
    /// The line.
    pub fn line(&self) -> &str {
        &self.line
    }

    /// The values of a place, in order.
    pub fn values(&self, place: usize) -> impl Iterator<Item = Scalar<'_>> {
        let run = self.values.runs.iter().find(|(filled, _)| *filled as usize == place).map_or(Slot::EMPTY, |(_, run)| *run);
        let run = self.values.values.iter().skip(run.start as usize).take(run.len as usize);
        run.filter_map(|value| value.scalar(&self.line, &self.values.scratch))
    }

    /// The first value of a place.
    pub fn first(&self, place: usize) -> Option<Scalar<'_>> {
        self.values(place).next()
    }

    /// Bytes that it occupies, about.
    pub fn size(&self) -> usize {
        let values = &self.values;
        self.line.capacity()
            + values.scratch.capacity()
            + size_of::<SlotValue<'_>>() * values.values.capacity()
            + size_of::<(u32, Slot)>() * values.runs.capacity()
    }
}

impl Decoder {
    /// For the fields of a layout.
    pub fn new(fields: &[SlotField]) -> Self {
        Self::with_extra(fields, &[])
    }

    /// For the fields of a layout and others that the host wants to know of. These get the places behind, unless the layout has
    /// them: see [`Self::place`].
    pub fn with_extra(fields: &[SlotField], extra: &[SlotField]) -> Self {
        let mut all = fields.to_vec();
        for field in extra {
            if !all.iter().any(|known| known.name == field.name) {
                all.push(*field);
            }
        }
        Self {
            paths: Paths::new(all.iter().map(|field| field.name)),
            slots: vec![Slot::EMPTY; all.len()],
            filled: Vec::with_capacity(all.len()),
            collected: Collected { counts: vec![Slot::EMPTY; all.len()], ..Collected::default() },
            values: Values::default(),
            fields: all,
        }
    }

    /// The place of a field.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name == name)
    }

    /// Reads a line. The table borrows from it and from the decoder.
    ///
    /// # Errors
    /// If the line is not a document, or a field has a value that its kind cannot have.
    pub fn decode<'d>(&'d mut self, line: &'d [u8], handle: Handle) -> std::result::Result<SlotTable<'d>, DecodeError> {
        let input = utf8(line).map_err(|error| *error)?;
        read(&self.paths, &self.fields, &mut self.collected, input, &mut self.values).map_err(|error| *error)?;
        fill(&mut self.slots, &mut self.filled, &self.values.runs);
        Ok(SlotTable { slots: &self.slots, values: &self.values.values, input, scratch: &self.values.scratch, handle })
    }

    /// Reads a line and keeps it. What the document was before is lost, its buffers are used again.
    ///
    /// # Errors
    /// As [`Self::decode`]. The document is then empty.
    pub fn read(&mut self, line: &[u8], document: &mut Document) -> std::result::Result<(), DecodeError> {
        document.line.clear();
        let read = utf8(line).and_then(|line| {
            document.line.push_str(line);
            read(&self.paths, &self.fields, &mut self.collected, line, &mut document.values)
        });
        if read.is_err() {
            document.line.clear();
            document.values.clear();
        }
        read.map_err(|error| *error)
    }

    /// A kept document as a table. The document must have been read by a decoder for the same fields.
    pub fn table<'d>(&'d mut self, document: &'d Document, handle: Handle) -> SlotTable<'d> {
        fill(&mut self.slots, &mut self.filled, &document.values.runs);
        let Document { line, values } = document;
        SlotTable { slots: &self.slots, values: &values.values, input: line, scratch: &values.scratch, handle }
    }
}

fn utf8(line: &[u8]) -> Result<&str> {
    if u32::try_from(line.len()).is_err() {
        return Err(Box::new(DecodeError { offset: 0, problem: Problem::TooLong }));
    }
    std::str::from_utf8(line).map_err(|error| Box::new(DecodeError { offset: error.valid_up_to(), problem: Problem::NotUtf8 }))
}

fn fill(slots: &mut [Slot], filled: &mut Vec<u32>, runs: &[(u32, Slot)]) {
    for place in filled.drain(..) {
        slots[place as usize] = Slot::EMPTY;
    }
    for (place, run) in runs {
        if let Some(slot) = slots.get_mut(*place as usize) {
            *slot = *run;
            filled.push(*place);
        }
    }
}

fn read(paths: &Paths, fields: &[SlotField], collected: &mut Collected, line: &str, values: &mut Values) -> Result<()> {
    values.clear();
    collected.clear();
    let mut walk = Walk { paths, fields, reader: Reader::new(line), line, collected, values };
    walk.document()?;
    collected.put_together(values);
    Ok(())
}

struct Walk<'d, 'l> {
    paths: &'d Paths,
    fields: &'d [SlotField],
    reader: Reader<'l>,
    line: &'l str,
    collected: &'d mut Collected,
    values: &'d mut Values,
}

impl<'l> Walk<'_, 'l> {
    fn document(&mut self) -> Result<()> {
        let offset = self.reader.offset();
        let found = match self.reader.begin()? {
            Begin::Object => {
                self.object(Paths::ROOT, true)?;
                return self.reader.end();
            }
            Begin::Array => "an array",
            Begin::String(_) => "a string",
            Begin::Number(_) => "a number",
            Begin::Bool(_) => "a boolean",
            Begin::Null => "null",
        };
        Err(Box::new(DecodeError { offset, problem: Problem::NotAnObject(found) }))
    }

    /// The keys of an object that has begun at a node.
    fn object(&mut self, node: NodeId, outermost: bool) -> Result<()> {
        let mut first = true;
        let array = self.begin_element(node);
        while let Some(key) = self.reader.key(&mut first)? {
            let name = if key.escaped { self.collected.unescape_key(key) } else { key.raw };
            match self.paths.follow(node, name) {
                Some(child) => self.value(child)?,
                // The document of a search hit.
                None if outermost && name == "_source" => self.value(Paths::ROOT)?,
                None => self.reader.skip()?,
            }
        }
        if array {
            self.collected.arrays.pop();
        }
        Ok(())
    }

    /// If a field that ends at the node has elements: an object there is one, and what is below belongs to it.
    fn begin_element(&mut self, node: NodeId) -> bool {
        let array = self.paths.place(node).filter(|place| self.fields[*place as usize].kind == SlotKind::Objects);
        if let Some(place) = array {
            self.push_alone(place, SlotValue::Element);
            self.collected.arrays.push(place);
        }
        array.is_some()
    }

    /// Whether a field that ends at the node has elements.
    fn has_elements(&self, node: NodeId) -> bool {
        self.paths.place(node).is_some_and(|place| self.fields[place as usize].kind == SlotKind::Objects)
    }

    /// A value at a node: one of the field that ends there, or an object with fields below, or an array of these.
    ///
    /// A scalar where only other fields go on is nothing that a rule reads, so it is not looked at.
    fn value(&mut self, node: NodeId) -> Result<()> {
        let offset = self.reader.offset();
        match self.reader.begin()? {
            Begin::Null => Ok(()),
            Begin::Array => {
                let mut first = true;
                while self.reader.element(&mut first)? {
                    self.value(node)?;
                }
                Ok(())
            }
            Begin::Object if self.paths.goes_on(node) || self.has_elements(node) => self.object(node, false),
            Begin::Object => self.refused(offset, node),
            Begin::String(text) => self.string(offset, node, text),
            Begin::Number(text) => self.scalar(offset, node, text, coerce::number),
            Begin::Bool(true) => self.scalar(offset, node, "true", |_, kind| coerce::boolean(true, kind)),
            Begin::Bool(false) => self.scalar(offset, node, "false", |_, kind| coerce::boolean(false, kind)),
        }
    }

    /// A number or boolean, whose text is as long as it is written.
    fn scalar(&mut self, offset: usize, node: NodeId, text: &str, coerce: impl Fn(&str, SlotKind) -> Coerced) -> Result<()> {
        let Some(place) = self.paths.place(node) else {
            return Ok(());
        };
        match coerce(text, self.fields[place as usize].kind) {
            Coerced::Text => self.push(place, SlotValue::Input { start: offset as u32, len: text.len() as u32 }),
            Coerced::Value(value) => self.push(place, SlotValue::Scalar(value)),
            Coerced::Missing => {}
            Coerced::Refused => return self.refused(offset, node),
        }
        Ok(())
    }

    fn string(&mut self, offset: usize, node: NodeId, text: Text<'l>) -> Result<()> {
        let Some(place) = self.paths.place(node) else {
            return Ok(());
        };
        let kind = self.fields[place as usize].kind;
        let scratch = self.values.scratch.len();
        let (coerced, text) = if text.escaped {
            unescape(text.raw, &mut self.values.scratch);
            let unescaped = &self.values.scratch[scratch..];
            let value = SlotValue::Scratch { start: scratch as u32, len: unescaped.len() as u32 };
            (coerce::string(unescaped, kind), value)
        } else {
            (coerce::string(text.raw, kind), SlotValue::Input { start: text.start as u32, len: text.raw.len() as u32 })
        };
        match coerced {
            Coerced::Text => self.push(place, text),
            Coerced::Value(value) => self.push(place, SlotValue::Scalar(value)),
            Coerced::Missing => {}
            Coerced::Refused => return self.refused(offset, node),
        }
        Ok(())
    }

    /// Adds a value to its place, and to the elements that it is in.
    fn push(&mut self, place: u32, value: SlotValue<'static>) {
        for at in 0..self.collected.arrays.len() {
            let array = self.collected.arrays[at];
            self.push_alone(array, SlotValue::Member { place });
            self.push_alone(array, value);
        }
        self.push_alone(place, value);
    }

    fn push_alone(&mut self, place: u32, value: SlotValue<'static>) {
        self.collected.push(place);
        self.values.values.push(value);
    }

    #[cold]
    fn refused(&self, offset: usize, node: NodeId) -> Result<()> {
        let Some(place) = self.paths.place(node) else {
            return Ok(());
        };
        let field = self.fields[place as usize];
        let found = as_written(self.line.get(offset..).unwrap_or_default());
        let problem = Problem::Mismatch { field: field.name.into(), expected: field.kind, found };
        Err(Box::new(DecodeError { offset, problem }))
    }
}

/// The value at the beginning of a text, in about 40 characters, without the quotes of a string.
fn as_written(text: &str) -> String {
    const CHARS_MAX: usize = 40;
    let end = match text.bytes().next() {
        Some(b'"') => text[1..].find('"').map_or(text.len(), |at| at + 1),
        Some(b'{' | b'[') => return text.chars().take(1).chain("…".chars()).collect(),
        _ => text.find([',', '}', ']', ' ']).unwrap_or(text.len()),
    };
    let value = text[..end].trim_start_matches('"');
    match value.char_indices().nth(CHARS_MAX) {
        Some((at, _)) => format!("{}…", &value[..at]),
        None => value.into(),
    }
}

impl Values {
    fn clear(&mut self) {
        self.values.clear();
        self.runs.clear();
        self.scratch.clear();
    }
}

impl Collected {
    fn clear(&mut self) {
        for place in self.places.drain(..) {
            self.counts[place as usize] = Slot::EMPTY;
        }
        self.scattered = false;
        self.arrays.clear();
    }

    fn push(&mut self, place: u32) {
        let count = &mut self.counts[place as usize].len;
        self.scattered |= *count > 0 && self.places.last() != Some(&place);
        *count += 1;
        self.places.push(place);
    }

    fn unescape_key(&mut self, key: Text<'_>) -> &str {
        self.key.clear();
        unescape(key.raw, &mut self.key);
        &self.key
    }

    /// Brings the values of each place together, in order, and says where they are.
    fn put_together(&mut self, values: &mut Values) {
        let mut start = 0;
        for place in &self.places {
            // The first of its place: the values go here.
            let count = &mut self.counts[*place as usize];
            if count.len > 0 {
                values.runs.push((*place, Slot { start, len: count.len }));
                *count = Slot { start, len: 0 };
                start += values.runs.last().map_or(0, |(_, run)| run.len);
            }
        }
        if !self.scattered {
            return;
        }
        self.unordered.clear();
        self.unordered.extend_from_slice(&values.values);
        for (place, value) in self.places.iter().zip(&self.unordered) {
            let next = &mut self.counts[*place as usize].start;
            values.values[*next as usize] = *value;
            *next += 1;
        }
    }
}
