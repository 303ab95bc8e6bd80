//! YAML text → its blocks: for each key at the top its lines, with the comments and empty lines above them.
//!
//! The text is taken apart by lines and each block is read alone: what it says is what the whole text says of its key, or there are
//! no blocks. So a block can be put in place of another one, and all others stay as they are, byte for byte.

use std::ops::Range;

use serde_yaml::{Mapping, Value};

/// A key with all that belongs to it.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    pub(crate) key: String,
    /// Comments and empty lines above the key; above the first one also what stands at the head of the file.
    pub(crate) above: String,
    /// The lines of the key and its value.
    pub(crate) body: String,
    pub(crate) value: Value,
}

/// A text in its parts.
#[derive(Debug, Default)]
pub(crate) struct Blocks {
    pub(crate) blocks: Vec<Block>,
    /// Comments and empty lines behind the last value.
    pub(crate) tail: String,
}

/// Lines that look like keys and are none, within a value, are rare.
const TRIES_MAX: usize = 100;

impl Blocks {
    /// Takes a text apart; a line break at its end is added. `None` if it is no mapping, or if one of its keys cannot be read without
    /// the others, because of an anchor for instance.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let mut text = text.to_owned();
        if !text.ends_with('\n') {
            text.push('\n');
        }
        let Value::Mapping(whole) = serde_yaml::from_str(&text).ok()? else { return None };
        let starts = key_lines(&text);
        let mut blocks: Vec<Block> = Vec::new();
        let mut end = 0;
        for (index, start) in starts.iter().enumerate() {
            if *start < end {
                // Within the value before.
                continue;
            }
            let nexts = starts.get(index + 1..).unwrap_or_default().iter().copied().chain([text.len()]);
            let ends = nexts.take(TRIES_MAX).flat_map(|next| ends(&text, *start, next));
            let mut read = ends.filter_map(|end| alone(&text, *start..end, &whole).map(|(key, value)| (end, key, value)));
            let (body_end, key, value) = read.next()?;
            let (above, body) = (text[end..*start].to_owned(), text[*start..body_end].to_owned());
            blocks.push(Block { key, above, body, value });
            end = body_end;
        }
        (blocks.len() == whole.len()).then(|| Self { blocks, tail: text[end..].to_owned() })
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Block> {
        self.blocks.iter().find(|block| block.key == key)
    }
}

/// The first bytes of the lines that can be those of a key.
fn key_lines(text: &str) -> Vec<usize> {
    let mut at = 0;
    let mut starts = Vec::new();
    for line in text.split_inclusive('\n') {
        let is_inside = line.starts_with([' ', '\t', '-', ']', '}', ',', ':', '#', '%']);
        if !is_inside && !line.trim().is_empty() {
            starts.push(at);
        }
        at += line.len();
    }
    starts
}

/// Where a value that ends before another line can end: before the comments and empty lines above that, or behind the empty ones of
/// these, which belong to a text that keeps them.
fn ends(text: &str, start: usize, next: usize) -> [usize; 2] {
    let (mut at, mut end) = (start, start);
    let (mut behind_empty, mut only_empty) = (start, true);
    for line in text[start..next].split_inclusive('\n') {
        at += line.len();
        if line.trim().is_empty() {
            behind_empty = if only_empty { at } else { behind_empty };
        } else if line.starts_with('#') {
            only_empty = false;
        } else {
            (end, behind_empty, only_empty) = (at, at, true);
        }
    }
    [end, behind_empty]
}

/// A part of a text as a key and its value, if these are what the whole says.
fn alone(text: &str, part: Range<usize>, whole: &Mapping) -> Option<(String, Value)> {
    let Value::Mapping(read) = serde_yaml::from_str(&text[part]).ok()? else { return None };
    let mut entries = read.into_iter();
    let (Some((Value::String(key), value)), None) = (entries.next(), entries.next()) else { return None };
    whole.get(key.as_str()).is_some_and(|other| same(other, &value)).then_some((key, value))
}

/// Whether two values are the same; what is no number is the same as itself.
pub(crate) fn same(one: &Value, other: &Value) -> bool {
    one == other || serde_yaml::to_string(one).ok() == serde_yaml::to_string(other).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_the_sum_of_its_blocks() {
        for (text, keys) in [
            ("a: 1\nb: 2\n", "a b"),
            ("# yaml-language-server: x\n---\n# first\na: 1 # one\n\n# second\nb:\n- 2\n# end\n", "a b"),
            ("a: |\n  b: 1\n\n  c\nd: |+\n  e\n\n\n# g\nf: [\n{ x: 1 }\n]\n", "a d f"),
            ("a: [ 1,\nb, c ]\nb: \"x\n  y: z\"\nc:\n  - 1\n# within\n  - 2\n", "a b c"),
            ("? \"a\"\n: 1\n'b c': 2\n", "a,b c"),
            ("a: .nan\nb: 1", "a b"),
        ] {
            let Some(blocks) = Blocks::of(text) else { panic!("no blocks: {text}") };
            let separator = if keys.contains(',') { "," } else { " " };
            let found: Vec<&str> = blocks.blocks.iter().map(|block| block.key.as_str()).collect();
            assert_eq!(found.join(separator), keys, "{text}");
            let sum: String = blocks.blocks.iter().map(|block| block.above.clone() + &block.body).collect();
            assert_eq!((sum + &blocks.tail).trim_end(), text.trim_end(), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_alone_has_no_blocks() {
        for text in ["a: &x 1\nb: *x\n", "- 1\n", "", "a: [\n", "{ a: 1, b: 2 }\n", "a: 1\n...\n", "1: 2\n"] {
            assert!(Blocks::of(text).is_none(), "{text}");
        }
    }
}
