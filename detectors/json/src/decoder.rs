//! Follows a document's keys down the tree of paths and collects the values of the fields that end there.

use detectors::{Handle, Scalar, Slot, SlotField, SlotKind, SlotTable, SlotValue};

use crate::coerce::{self, Coerced};
use crate::error::{DecodeError, Problem};
use crate::index::{Index, Level};
use crate::paths::{Node, Paths};
use crate::reader::{Begin, Reader, Result, Text, unescape};

/// Reads lines into [`SlotTable`]s. Made once for a list of fields; the index of a field there is its place.
pub struct Decoder {
    paths: Paths,
    fields: Vec<SlotField>,
    level: Level,
    index: Index,
    collected: Collected,
    values: Values,
}

/// A decoded line, kept: its text and values, without a slot for every field. What a reorder buffer holds.
#[derive(Debug, Clone, Default)]
pub struct Document {
    line: String,
    values: Values,
    /// The places that have values, and which.
    runs: Vec<(u32, Slot)>,
}

/// Values, and the text of those that were escaped.
#[derive(Debug, Clone, Default)]
struct Values {
    /// Those of a place together.
    values: Vec<SlotValue<'static>>,
    scratch: String,
}

/// Where the values of the document are, and what is needed until they are all there.
#[derive(Default)]
struct Collected {
    /// For each place its values; all empty but those of `runs`.
    slots: Vec<Slot>,
    /// Values of one place that come one after the other: the place, and the first of them.
    runs: Vec<(u32, u32)>,
    /// Whether some place has several runs.
    scattered: bool,
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
        let run = self.runs.iter().find(|(filled, _)| *filled as usize == place).map_or(Slot::EMPTY, |(_, run)| *run);
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
            + size_of::<(u32, Slot)>() * self.runs.capacity()
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
            paths: Paths::new(&all),
            level: Level::of_this_machine(),
            index: Index::default(),
            collected: Collected::new(all.len()),
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
        let Self { paths, fields, level, index, collected, values } = self;
        let input = read(paths, fields, *level, index, collected, line, values).map_err(|error| *error)?;
        Ok(SlotTable { slots: &collected.slots, values: &values.values, input, scratch: &values.scratch, handle })
    }

    /// Reads a line and keeps it. What the document was before is lost, its buffers are used again.
    ///
    /// # Errors
    /// As [`Self::decode`]. The document is then empty.
    pub fn read(&mut self, line: &[u8], document: &mut Document) -> std::result::Result<(), DecodeError> {
        document.line.clear();
        document.runs.clear();
        let Self { paths, fields, level, index, collected, .. } = self;
        match read(paths, fields, *level, index, collected, line, &mut document.values) {
            Ok(line) => {
                document.line.push_str(line);
                document.runs.extend(collected.filled());
                Ok(())
            }
            Err(error) => {
                document.values.clear();
                Err(*error)
            }
        }
    }

    /// A kept document as a table. The document must have been read by a decoder for the same fields.
    pub fn table<'d>(&'d mut self, document: &'d Document, handle: Handle) -> SlotTable<'d> {
        self.collected.fill(&document.runs);
        let Document { line, values, .. } = document;
        SlotTable { slots: &self.collected.slots, values: &values.values, input: line, scratch: &values.scratch, handle }
    }
}

/// Reads a line; returns it as text.
fn read<'l>(
    paths: &Paths,
    fields: &[SlotField],
    level: Level,
    index: &mut Index,
    collected: &mut Collected,
    line: &'l [u8],
    values: &mut Values,
) -> Result<&'l str> {
    values.clear();
    collected.clear();
    if u32::try_from(line.len()).is_err() {
        return Err(Box::new(DecodeError { offset: 0, problem: Problem::TooLong }));
    }
    let text = index.fill(level, line).map_err(|offset| DecodeError { offset, problem: Problem::NotUtf8 })?;
    let reader = Reader::new(text, index);
    let mut walk = Walk { paths, fields, index, backslash: index.has_backslashes(), reader, line: text, collected, values };
    first_of(walk.document(), index.defect())?;
    collected.put_together(values);
    Ok(text)
}

/// What is wrong outside of strings or inside, whatever stands first.
fn first_of(read: Result<()>, defect: Option<&DecodeError>) -> Result<()> {
    match (read, defect) {
        (Err(error), Some(defect)) if error.offset < defect.offset => Err(error),
        (_, Some(defect)) => Err(Box::new(defect.clone())),
        (read, None) => read,
    }
}

struct Walk<'d, 'l> {
    paths: &'d Paths,
    fields: &'d [SlotField],
    index: &'l Index,
    /// Whether there is a backslash in the line.
    backslash: bool,
    reader: Reader<'l>,
    line: &'l str,
    collected: &'d mut Collected,
    values: &'d mut Values,
}

impl<'d, 'l> Walk<'d, 'l> {
    fn document(&mut self) -> Result<()> {
        self.reader.peek();
        let offset = self.reader.offset() as usize;
        let found = match self.reader.begin()? {
            Begin::Object => {
                self.object(self.paths.root(), true)?;
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
    fn object(&mut self, node: &'d Node, outermost: bool) -> Result<()> {
        let array = self.begin_element(node);
        if self.reader.holds(b'}') {
            let mut key = self.reader.key()?;
            // A copy of the reader that nothing points to stays in registers.
            let mut reader = self.reader;
            loop {
                let child = self.follow(node, outermost, key);
                // By far the most values are strings.
                if reader.at_quote() {
                    let text = reader.string()?;
                    if let Some(child) = child {
                        self.string(child, text)?;
                    }
                } else {
                    self.reader = reader;
                    match child {
                        Some(child) => self.value(child)?,
                        None => self.reader.skip()?,
                    }
                    reader = self.reader;
                }
                if let Some(next) = reader.next_key() {
                    key = next;
                    continue;
                }
                self.reader = reader;
                if !self.reader.another(b'}')? {
                    break;
                }
                key = self.reader.key()?;
                reader = self.reader;
            }
        }
        if array {
            self.collected.arrays.pop();
        }
        Ok(())
    }

    /// What a key leads to.
    #[inline(always)]
    fn follow(&mut self, node: &'d Node, outermost: bool, key: Text) -> Option<&'d Node> {
        let (line, start) = (self.line.as_bytes(), key.start as usize);
        let child = if !self.paths.may_follow(node, line, start) {
            None
        } else if self.backslash && self.index.has_backslash(key) {
            return self.follow_escaped(node, outermost, key);
        } else {
            self.paths.follow(node, line, start, key.end as usize)
        };
        if child.is_none() && outermost { document_of_hit(self.paths, key.of(self.line)) } else { child }
    }

    #[inline(never)]
    fn follow_escaped(&mut self, node: &'d Node, outermost: bool, key: Text) -> Option<&'d Node> {
        let name = &mut self.collected.key;
        name.clear();
        unescape(key.of(self.line), name);
        let child = self.paths.follow(node, name.as_bytes(), 0, name.len());
        if child.is_none() && outermost { document_of_hit(self.paths, name) } else { child }
    }

    /// If a field that ends at the node has elements: an object there is one, and what is below belongs to it.
    #[inline(always)]
    fn begin_element(&mut self, node: &'d Node) -> bool {
        let Some((place, SlotKind::Objects)) = node.field() else { return false };
        self.push_alone(place, SlotValue::Element);
        self.collected.arrays.push(place);
        true
    }

    /// A value at a node: one of the field that ends there, or an object with fields below, or an array of these.
    ///
    /// A scalar where only other fields go on is nothing that a rule reads, so it is not looked at.
    fn value(&mut self, node: &'d Node) -> Result<()> {
        self.reader.peek();
        let offset = self.reader.offset();
        match self.reader.begin()? {
            Begin::Null => Ok(()),
            Begin::Array => {
                let mut another = self.reader.holds(b']');
                while another {
                    if self.reader.at_quote() {
                        let text = self.reader.string()?;
                        self.string(node, text)?;
                    } else {
                        self.value(node)?;
                    }
                    another = self.reader.another(b']')?;
                }
                Ok(())
            }
            Begin::Object if node.goes_on() || matches!(node.field(), Some((_, SlotKind::Objects))) => self.object(node, false),
            Begin::Object => node.field().map_or(Ok(()), |(place, _)| Err(self.refused(offset, place))),
            Begin::String(text) => self.string(node, text),
            Begin::Number(text) => self.scalar(offset, node, text, coerce::number),
            Begin::Bool(true) => self.scalar(offset, node, "true", |_, kind| coerce::boolean(true, kind)),
            Begin::Bool(false) => self.scalar(offset, node, "false", |_, kind| coerce::boolean(false, kind)),
        }
    }

    /// A number or boolean, whose text is as long as it is written.
    fn scalar(&mut self, offset: u32, node: &'d Node, text: &str, coerce: impl Fn(&str, SlotKind) -> Coerced) -> Result<()> {
        let Some((place, kind)) = node.field() else {
            return Ok(());
        };
        match coerce(text, kind) {
            Coerced::Text => self.push(place, SlotValue::Input { start: offset, len: text.len() as u32 }),
            Coerced::Value(value) => self.push(place, SlotValue::Scalar(value)),
            Coerced::Missing => {}
            Coerced::Refused => return Err(self.refused(offset, place)),
        }
        Ok(())
    }

    #[inline(always)]
    fn string(&mut self, node: &'d Node, text: Text) -> Result<()> {
        let Some((place, kind)) = node.field() else {
            return Ok(());
        };
        if kind == SlotKind::Str && !(self.backslash && self.index.has_backslash(text)) {
            self.push(place, SlotValue::Input { start: text.start, len: text.end - text.start });
            return Ok(());
        }
        self.other_string(place, kind, text)
    }

    /// A string with escapes, or of which something else is made.
    #[inline(never)]
    fn other_string(&mut self, place: u32, kind: SlotKind, text: Text) -> Result<()> {
        let Text { start, end } = text;
        let (coerced, text) = if self.backslash && self.index.has_backslash(text) {
            let scratch = self.values.scratch.len();
            unescape(text.of(self.line), &mut self.values.scratch);
            let unescaped = &self.values.scratch[scratch..];
            let value = SlotValue::Scratch { start: scratch as u32, len: unescaped.len() as u32 };
            (coerce::string(unescaped, kind), value)
        } else {
            (coerce::string(text.of(self.line), kind), SlotValue::Input { start, len: end - start })
        };
        match coerced {
            Coerced::Text => self.push(place, text),
            Coerced::Value(value) => self.push(place, SlotValue::Scalar(value)),
            Coerced::Missing => {}
            // A string that is none cannot be a wrong one.
            Coerced::Refused => match self.index.defect() {
                Some(defect) if defect.offset <= end as usize => return Err(Box::new(defect.clone())),
                _ => return Err(self.refused(start - 1, place)),
            },
        }
        Ok(())
    }

    /// Adds a value to its place, and to the elements that it is in.
    #[inline(always)]
    fn push(&mut self, place: u32, value: SlotValue<'static>) {
        if !self.collected.arrays.is_empty() {
            self.push_to_elements(place, value);
        }
        self.push_alone(place, value);
    }

    #[inline(never)]
    fn push_to_elements(&mut self, place: u32, value: SlotValue<'static>) {
        for at in 0..self.collected.arrays.len() {
            let array = self.collected.arrays[at];
            self.push_alone(array, SlotValue::Member { place });
            self.push_alone(array, value);
        }
    }

    #[inline(always)]
    fn push_alone(&mut self, place: u32, value: SlotValue<'static>) {
        self.collected.push(place, self.values.values.len() as u32);
        self.values.values.push(value);
    }

    #[cold]
    fn refused(&self, offset: u32, place: u32) -> Box<DecodeError> {
        let offset = offset as usize;
        let field = self.fields[place as usize];
        let found = as_written(self.line.get(offset..).unwrap_or_default());
        let problem = Problem::Mismatch { field: field.name.into(), expected: field.kind, found };
        Box::new(DecodeError { offset, problem })
    }
}

/// The document of a search hit is below this key.
#[inline(never)]
fn document_of_hit<'p>(paths: &'p Paths, key: &str) -> Option<&'p Node> {
    (key == "_source").then(|| paths.root())
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
        self.scratch.clear();
    }
}

impl Collected {
    fn new(places: usize) -> Self {
        Self { slots: vec![Slot::EMPTY; places], ..Self::default() }
    }

    fn clear(&mut self) {
        for (place, _) in self.runs.drain(..) {
            self.slots[place as usize] = Slot::EMPTY;
        }
        self.scattered = false;
        self.arrays.clear();
    }

    /// Makes the slots those of a kept document. Places that are not this decoder's are left out.
    fn fill(&mut self, filled: &[(u32, Slot)]) {
        self.clear();
        for (place, values) in filled {
            if let Some(slot) = self.slots.get_mut(*place as usize) {
                *slot = *values;
                self.runs.push((*place, values.start));
            }
        }
    }

    /// The places that have values, and which; once they are put together, each has one run.
    fn filled(&self) -> impl Iterator<Item = (u32, Slot)> {
        self.runs.iter().map(|(place, _)| (*place, self.slots[*place as usize]))
    }

    /// The next of all values is of a place.
    #[inline(always)]
    fn push(&mut self, place: u32, next: u32) {
        let slot = &mut self.slots[place as usize];
        if slot.len > 0 && slot.start + slot.len == next {
            slot.len += 1;
            return;
        }
        self.scattered |= slot.len > 0;
        if slot.len == 0 {
            slot.start = next;
        }
        slot.len += 1;
        self.runs.push((place, next));
    }

    /// Brings the values of each place together, in order, and says where they are.
    fn put_together(&mut self, values: &mut Values) {
        let Self { slots, runs, unordered, .. } = self;
        if !self.scattered {
            return;
        }
        let mut next = 0;
        for (place, _) in runs.iter() {
            let slot = &mut slots[*place as usize];
            // The first run of its place.
            if slot.len > 0 {
                next += std::mem::replace(slot, Slot { start: next, len: 0 }).len;
            }
        }
        unordered.clear();
        unordered.extend_from_slice(&values.values);
        let ends = runs.iter().skip(1).map(|(_, start)| *start as usize).chain([unordered.len()]);
        for ((place, start), end) in runs.iter().zip(ends) {
            let slot = &mut slots[*place as usize];
            let run = &unordered[*start as usize..end];
            let to = (slot.start + slot.len) as usize;
            values.values[to..to + run.len()].copy_from_slice(run);
            slot.len += run.len() as u32;
        }
        let mut next = 0;
        runs.retain_mut(|(place, start)| {
            let slot = slots[*place as usize];
            let first = slot.start == next;
            if first {
                *start = next;
                next += slot.len;
            }
            first
        });
    }
}
