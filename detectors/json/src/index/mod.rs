//! Line → where its strings and brackets begin and end, 64 bytes at a time.
//!
//! The reader then goes from one of these places to the next and never looks at what is inside a string. This is the first of
//! simdjson's two stages; the second, which there writes a tape, is the reader, which takes from the line what is asked for.
//!
//! ```text
//! {"a":"x\"y","b":[1]}     the line
//! ^^ ^ ^    ^ ^ ^ ^ ^^     tokens: brackets outside of strings, and quotes that begin or end one
//! ```
//! What is wrong inside of strings is found here as well, the rest by the reader. So the whole line is checked: a control character or an
//! escape that is none is an error wherever it stands, read or skipped.

mod blocks;
#[cfg(test)]
mod tests;

pub(crate) use blocks::Level;

use crate::error::{DecodeError, Problem};
use crate::reader::Text;
use blocks::Blocks;

/// What a block of 64 bytes contributes; also the bits of a mask.
const BLOCK: usize = 64;

/// The places in a line. Its buffers are used again for the next line.
#[derive(Default)]
pub(crate) struct Index {
    /// Offsets in the line, ascending; behind `count` left-overs of other lines.
    tokens: Vec<u32>,
    count: usize,
    /// A bit for each byte that is a backslash; of use only if there are some.
    backslashes: Vec<u64>,
    summary: Summary,
}

/// What holds of a whole line.
#[derive(Debug, Clone, Default, PartialEq)]
struct Summary {
    /// Whether some byte is a backslash.
    backslash: bool,
    /// Whether some byte is none of ASCII's.
    beyond_ascii: bool,
    /// The first thing that is wrong inside of a string.
    defect: Option<DecodeError>,
}

/// What goes over from one block to the next.
#[derive(Default)]
struct Carry {
    /// All ones inside of a string.
    in_string: u64,
    /// 1 if a backslash escapes the first byte.
    escape: u64,
}

impl Index {
    /// Indexes a line, which is no longer than 4 GiB. The line as text; where it is none, the byte.
    pub(crate) fn fill<'l>(&mut self, level: Level, line: &'l [u8]) -> Result<&'l str, usize> {
        let blocks = line.len().div_ceil(BLOCK);
        // Every byte may be a token, and a block may write up to a block's bits beyond the last.
        let most = (blocks + 1) * BLOCK;
        if self.tokens.len() < most {
            self.tokens.resize(most, 0);
        }
        if self.backslashes.len() < blocks {
            self.backslashes.resize(blocks, 0);
        }
        self.summary = Summary::default();
        level.run(Pass { index: self, line });
        if self.summary.beyond_ascii {
            return std::str::from_utf8(line).map_err(|error| error.valid_up_to());
        }
        debug_assert!(line.is_ascii());
        #[expect(unsafe_code, reason = "to look at every byte once more would be a tenth of the time")]
        // SAFETY: every block of this line has just been looked at, and no byte had its highest bit; ASCII is UTF-8.
        Ok(unsafe { std::str::from_utf8_unchecked(line) })
    }

    /// The tokens of the line.
    pub(crate) fn tokens(&self) -> &[u32] {
        &self.tokens[..self.count]
    }

    /// The first thing that is wrong inside of a string.
    pub(crate) fn defect(&self) -> Option<&DecodeError> {
        self.summary.defect.as_ref()
    }

    /// Whether there is a backslash in the line.
    pub(crate) fn has_backslashes(&self) -> bool {
        self.summary.backslash
    }

    /// Whether there is one in a part of a line that has some.
    #[inline(never)]
    pub(crate) fn has_backslash(&self, part: Text) -> bool {
        let (start, end) = (part.start as usize, part.end as usize);
        let from = u64::MAX << (start % BLOCK);
        let to = !(u64::MAX << (end % BLOCK));
        let (first, last) = (start / BLOCK, end / BLOCK);
        let word = |at: usize| self.backslashes.get(at).copied().unwrap_or_default();
        if first == last {
            return word(first) & from & to != 0;
        }
        word(first) & from != 0 || (first + 1..last).any(|at| word(at) != 0) || word(last) & to != 0
    }
}

/// Work for a level: one line.
struct Pass<'i> {
    index: &'i mut Index,
    line: &'i [u8],
}

impl Pass<'_> {
    /// In every level a copy of its own, with that level's instructions.
    #[inline(always)]
    fn run(self, level: impl Blocks) {
        let Self { index, line } = self;
        let Index { tokens, backslashes, summary, .. } = index;
        let mut carry = Carry::default();
        let mut count = 0;
        let (blocks, rest) = line.as_chunks::<BLOCK>();
        for (number, block) in blocks.iter().enumerate() {
            count = one(level, block, number, line, &mut carry, tokens, count, backslashes, summary);
        }
        if !rest.is_empty() {
            let mut block = [b' '; BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            count = one(level, &block, blocks.len(), line, &mut carry, tokens, count, backslashes, summary);
        }
        index.count = count;
    }
}

#[inline(always)]
#[expect(clippy::too_many_arguments, reason = "kept apart so that they stay in registers")]
fn one(
    level: impl Blocks,
    block: &[u8; BLOCK],
    number: usize,
    line: &[u8],
    carry: &mut Carry,
    tokens: &mut [u32],
    count: usize,
    backslashes: &mut [u64],
    summary: &mut Summary,
) -> usize {
    let plain = level.plain(block);
    if !plain.rare && carry.escape == 0 {
        backslashes[number] = 0;
        let in_string = level.prefix_xor(plain.quotes) ^ carry.in_string;
        carry.in_string = 0_u64.wrapping_sub(in_string >> 63);
        return push(tokens, count, number * BLOCK, plain.quotes | plain.brackets & !in_string);
    }
    let rare = level.rare(block);
    backslashes[number] = rare.backslashes;
    summary.backslash |= rare.backslashes != 0;
    summary.beyond_ascii |= rare.beyond_ascii;
    let escaped = escaped(rare.backslashes, &mut carry.escape);
    let quotes = plain.quotes & !escaped;
    let in_string = level.prefix_xor(quotes) ^ carry.in_string;
    carry.in_string = 0_u64.wrapping_sub(in_string >> 63);
    // An escaped quote or backslash is right; of the others most are rare.
    let escapes = escaped & in_string & !(plain.quotes | rare.backslashes);
    let controls = rare.controls & in_string;
    if (escapes | controls) != 0 && summary.defect.is_none() {
        summary.defect = defect(line, number * BLOCK, escapes, controls);
    }
    push(tokens, count, number * BLOCK, quotes | plain.brackets & !in_string)
}

/// Writes the places of the bits. More places than there are bits may be written over; they are written again.
#[inline(always)]
fn push(tokens: &mut [u32], count: usize, base: usize, mut bits: u64) -> usize {
    let found = bits.count_ones() as usize;
    let Some(places) = tokens.get_mut(count..).and_then(|rest| rest.first_chunk_mut::<BLOCK>()) else {
        return count;
    };
    let mut next = || {
        let place = base as u32 + bits.trailing_zeros();
        bits &= bits.wrapping_sub(1);
        place
    };
    // How many there are cannot be predicted, whether there are more than eight can.
    places[..8].iter_mut().for_each(|place| *place = next());
    if found > 8 {
        places[8..16].iter_mut().for_each(|place| *place = next());
        if found > 16 {
            places[16..found].iter_mut().for_each(|place| *place = next());
        }
    }
    count + found
}

/// The bytes before which a backslash escapes them. An escaped backslash escapes nothing.
#[inline(always)]
fn escaped(backslashes: u64, carry: &mut u64) -> u64 {
    const EVEN: u64 = 0x5555_5555_5555_5555;
    let backslashes = backslashes & !*carry;
    let follow = backslashes << 1 | *carry;
    // Runs of backslashes that begin at an odd place: an addition carries over each run, to where it ends.
    let odd_starts = backslashes & !EVEN & !follow;
    let (ends, overflow) = odd_starts.overflowing_add(backslashes);
    *carry = u64::from(overflow);
    (EVEN ^ (ends << 1)) & follow
}

/// The first of what is wrong inside of strings. The escapes are those that may be.
fn defect(line: &[u8], base: usize, mut escapes: u64, controls: u64) -> Option<DecodeError> {
    let control = (controls != 0).then(|| {
        let what = "an escape instead of a control character";
        DecodeError { offset: base + controls.trailing_zeros() as usize, problem: Problem::Syntax(what) }
    });
    while escapes != 0 {
        let at = base + escapes.trailing_zeros() as usize;
        escapes &= escapes - 1;
        if let Some(wrong) = wrong_escape(line, at) {
            let first = control.filter(|control| control.offset < wrong.offset);
            return Some(first.unwrap_or(wrong));
        }
    }
    control
}

/// What is wrong with an escape, given where the byte behind the backslash is.
fn wrong_escape(line: &[u8], at: usize) -> Option<DecodeError> {
    match line.get(at)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => None,
        b'u' => {
            let digits = line[at + 1..].iter().take(4).take_while(|byte| byte.is_ascii_hexdigit()).count();
            let wrong = at + 1 + digits;
            (digits < 4 && wrong < line.len())
                .then_some(DecodeError { offset: wrong, problem: Problem::Syntax("four hexadecimal digits") })
        }
        _ => Some(DecodeError { offset: at, problem: Problem::Syntax("an escape: one of `\"\\/bfnrtu`") }),
    }
}
