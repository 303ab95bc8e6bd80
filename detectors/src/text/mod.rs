//! String expressions: functions on text that make new text without a heap.
//!
//! A text is a [`Text`]: UTF-16 units as Java sees them, one after the other, so that lengths and places count as
//! Elasticsearch's do. `&str` is one; [`concat()`], [`substring`], [`between`] and [`string`] make others. What is `&str`
//! inside stays so where it can, and takes the fast way.
//!
//! All functions take values that are there; null is the caller's. Places and lengths are `i64`.
//!
//! # Letter case
//! Two foldings, as in Elasticsearch, over all of Unicode:
//! * functions (`startsWith~`, …) compare lower-cased texts (Java's `toLowerCase` for the root locale; but a capital
//!   sigma is always `σ`, wherever it stands);
//! * [`equals_folded`] and [`glob_folded`], which stand for `in~`, `:` and `like~`, compare characters by the lower case of
//!   their upper case, as `equalsIgnoreCase` does.

mod compare;
mod convert;
mod fold;
mod functions;
mod glob;
mod short;
mod slice;

pub use compare::{compare, equals, equals_folded};
pub use convert::{of_bool, of_ip, of_number, of_time, parse_number, string};
pub use functions::{
    between, between_folded, concat, contains, contains_folded, ends_with, ends_with_folded, index_of, index_of_folded, length,
    starts_with, starts_with_folded, substring,
};
pub use glob::{glob, glob_folded};
pub use short::{ScalarText, Short};
pub use slice::{Concat, Slice, StrSlice};

pub(crate) use fold::code_points;

/// Text of an expression, as UTF-16 units.
///
/// It may hold half of a surrogate pair, where a function has cut through a character.
pub trait Text: Copy {
    /// What [`Text::slice`] makes.
    type Slice: Text;

    /// The units in order.
    fn units(self) -> impl Iterator<Item = u16> + Clone;

    /// The text in one piece, if it lies somewhere so.
    #[inline]
    fn as_str(&self) -> Option<&str> {
        None
    }

    /// How many units it has.
    #[inline]
    fn length(self) -> usize {
        self.units().count()
    }

    /// The units from `start` up to `end`, as far as there are any.
    fn slice(self, start: usize, end: usize) -> Self::Slice;
}

impl<'a> Text for &'a str {
    type Slice = StrSlice<'a>;

    #[inline]
    fn units(self) -> impl Iterator<Item = u16> + Clone {
        fold::Utf16::new(self.chars().map(u32::from))
    }

    #[inline]
    fn as_str(&self) -> Option<&str> {
        Some(self)
    }

    /// A unit for each character, two where UTF-8 takes four bytes.
    fn length(self) -> usize {
        const EACH: u64 = 0x0101_0101_0101_0101;
        let mut units = self.len();
        let mut count = |word: u64| {
            if word & (EACH << 7) != 0 {
                let following = word >> 7 & !(word >> 6) & EACH;
                let first_of_four = word >> 7 & word >> 6 & word >> 5 & word >> 4 & EACH;
                units = units.wrapping_sub(following.count_ones() as usize).wrapping_add(first_of_four.count_ones() as usize);
            }
        };
        let (words, rest) = self.as_bytes().as_chunks::<8>();
        words.iter().for_each(|word| count(u64::from_le_bytes(*word)));
        rest.iter().for_each(|byte| count(u64::from(*byte)));
        units
    }

    #[inline]
    fn slice(self, start: usize, end: usize) -> StrSlice<'a> {
        StrSlice::new(self, start, end)
    }
}

/// The two texts, if both lie in one piece and are ASCII, where letter case is simple and a byte is a unit.
#[inline]
fn ascii<'a>(left: &'a impl Text, right: &'a impl Text) -> Option<(&'a str, &'a str)> {
    let (left, right) = (left.as_str()?, right.as_str()?);
    (left.is_ascii() && right.is_ascii()).then_some((left, right))
}

#[cfg(test)]
mod tests;
