//! Tests of one text value: equality, prefixes, wildcards, sets of literals.
//!
//! Each test has a case-sensitive form and one that ends in `_folded`, which lets ASCII letters match either case and
//! nothing else, as Elasticsearch does on the values of a field. What a folded form compares with is constant text that
//! the compiler has lower-cased (ASCII letters only).
//!
//! Nothing here panics, allocates or recurses. Results of string functions fold differently: see [`crate::text`].

mod contains;
mod glob;
mod literal_set;

pub(crate) use contains::find_any_case;
pub use contains::{contains, contains_folded};
pub(crate) use glob::glob_any_case;
pub use glob::{glob, glob_folded};
pub use literal_set::LiteralSet;

/// Whether the value is the text.
#[inline]
pub fn equals(value: &str, text: &str) -> bool {
    value == text
}

/// [`equals`], ASCII letters in either case.
#[inline]
pub fn equals_folded(value: &str, lower: &str) -> bool {
    same_folded(value.as_bytes(), lower.as_bytes())
}

/// Whether the value starts with the text.
#[inline]
pub fn starts_with(value: &str, prefix: &str) -> bool {
    value.as_bytes().starts_with(prefix.as_bytes())
}

/// [`starts_with`], ASCII letters in either case.
#[inline]
pub fn starts_with_folded(value: &str, lower: &str) -> bool {
    let value = value.as_bytes().get(..lower.len());
    value.is_some_and(|start| same_folded(start, lower.as_bytes()))
}

/// Whether the value ends with the text.
#[inline]
pub fn ends_with(value: &str, suffix: &str) -> bool {
    value.as_bytes().ends_with(suffix.as_bytes())
}

/// [`ends_with`], ASCII letters in either case.
#[inline]
pub fn ends_with_folded(value: &str, lower: &str) -> bool {
    let start = value.len().checked_sub(lower.len());
    let end = start.and_then(|start| value.as_bytes().get(start..));
    end.is_some_and(|end| same_folded(end, lower.as_bytes()))
}

/// Whether the value is `first*…*last`: it starts with the first part, ends with the last, and the others stand between
/// them in order, without overlap.
///
/// A single part is the whole text; of none, only the empty value is made.
#[inline]
pub fn ordered(value: &str, parts: &[&str]) -> bool {
    in_order::<Exact>(value.as_bytes(), parts)
}

/// [`ordered`], ASCII letters in either case.
#[inline]
pub fn ordered_folded(value: &str, lower: &[&str]) -> bool {
    in_order::<Folded>(value.as_bytes(), lower)
}

/// The leftmost place for each middle part leaves the most room for those behind it, so no place is tried twice.
fn in_order<C: Case>(value: &[u8], parts: &[&str]) -> bool {
    let Some((first, rest)) = parts.split_first() else {
        return value.is_empty();
    };
    let Some((last, middle)) = rest.split_last() else {
        return value.len() == first.len() && C::same(value, first.as_bytes());
    };
    let Some((start, value)) = value.split_at_checked(first.len()) else {
        return false;
    };
    let end = value.len().checked_sub(last.len());
    let Some((mut value, end)) = end.and_then(|end| value.split_at_checked(end)) else {
        return false;
    };
    if !C::same(start, first.as_bytes()) || !C::same(end, last.as_bytes()) {
        return false;
    }
    for part in middle {
        let Some(behind) = contains::find::<C>(value, part.as_bytes()).and_then(|at| value.get(at.checked_add(part.len())?..))
        else {
            return false;
        };
        value = behind;
    }
    true
}

/// How bytes of a value meet bytes of a pattern.
trait Case {
    /// For a byte of the pattern: what is set in a byte of the value before the two are compared to find candidates, and what
    /// it is compared with.
    fn candidate(pattern: u8) -> (u8, u8);

    /// Whether two runs of bytes of one length are the same text.
    fn same(value: &[u8], pattern: &[u8]) -> bool;
}

/// Byte for byte.
struct Exact;

/// ASCII letters in either case; the pattern is in lower case.
struct Folded;

/// ASCII letters in either case, in the pattern too.
struct AnyCase;

impl Case for Exact {
    #[inline(always)]
    fn candidate(pattern: u8) -> (u8, u8) {
        (0, pattern)
    }

    #[inline(always)]
    fn same(value: &[u8], pattern: &[u8]) -> bool {
        value == pattern
    }
}

impl Case for Folded {
    /// Maps some other bytes onto letters too, so it makes candidates and not matches.
    #[inline(always)]
    fn candidate(pattern: u8) -> (u8, u8) {
        (if pattern.is_ascii_lowercase() { 0x20 } else { 0 }, pattern)
    }

    #[inline(always)]
    fn same(value: &[u8], pattern: &[u8]) -> bool {
        same_folded(value, pattern)
    }
}

impl Case for AnyCase {
    #[inline(always)]
    fn candidate(pattern: u8) -> (u8, u8) {
        Folded::candidate(pattern.to_ascii_lowercase())
    }

    #[inline(always)]
    fn same(value: &[u8], pattern: &[u8]) -> bool {
        value.eq_ignore_ascii_case(pattern)
    }
}

/// Whether the bytes are those of `lower`, if ASCII capitals among them are read as small letters.
///
/// Most literals are short and constant: this is then one comparison of words.
#[inline(always)]
fn same_folded(value: &[u8], lower: &[u8]) -> bool {
    if value.len() != lower.len() {
        false
    } else if lower.len() < 8 {
        lower_case(short_word(value)) == short_word(lower)
    } else {
        same_words_folded(value, lower)
    }
}

/// [`same_folded`], of as many bytes each, at least eight.
///
/// Looks at the last bytes first: of names and paths they tell more apart than the first.
fn same_words_folded(value: &[u8], lower: &[u8]) -> bool {
    let same = |(word, lower): (&[u8; 8], &[u8; 8])| lower_case(u64::from_le_bytes(*word)) == u64::from_le_bytes(*lower);
    let last = value.last_chunk::<8>().zip(lower.last_chunk::<8>());
    last.is_some_and(same) && value.as_chunks::<8>().0.iter().zip(lower.as_chunks::<8>().0).all(same)
}

/// Up to seven bytes as a word, zeros behind them. Of more, what is not to be used.
///
/// Two loads that overlap, which is no loop.
#[inline(always)]
fn short_word(bytes: &[u8]) -> u64 {
    let shift = |width: usize| (bytes.len().wrapping_sub(width) as u32).wrapping_mul(8);
    if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
        u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)).wrapping_shl(shift(4))
    } else if let (Some(first), Some(last)) = (bytes.first_chunk::<2>(), bytes.last_chunk::<2>()) {
        u64::from(u16::from_le_bytes(*first)) | u64::from(u16::from_le_bytes(*last)).wrapping_shl(shift(2))
    } else {
        bytes.first().copied().map_or(0, u64::from)
    }
}

/// Eight bytes with their ASCII capitals made small.
#[inline(always)]
const fn lower_case(word: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let seven = word & (0x7f * EACH);
    // Bit 7 of a byte: at least `A`; above `Z`. Sums stay below 256, so no byte carries into the next.
    let from_a = seven + (0x80 - b'A' as u64) * EACH;
    let above_z = seven + (0x80 - b'Z' as u64 - 1) * EACH;
    let capital = (from_a ^ above_z) & !word & (0x80 * EACH);
    word | (capital >> 2)
}

#[cfg(test)]
mod tests;
