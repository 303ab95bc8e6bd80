//! Substrings.

use super::{AnyCase, Case, Exact, Folded};

/// Whether the value has the text in it.
#[inline]
pub fn contains(value: &str, part: &str) -> bool {
    find::<Exact>(value.as_bytes(), part.as_bytes()).is_some()
}

/// [`contains`], ASCII letters in either case.
#[inline]
pub fn contains_folded(value: &str, lower: &str) -> bool {
    find::<Folded>(value.as_bytes(), lower.as_bytes()).is_some()
}

/// Where the part first stands in the value, ASCII letters in either case in both.
#[inline]
pub(crate) fn find_any_case(value: &str, part: &str) -> Option<usize> {
    find::<AnyCase>(value.as_bytes(), part.as_bytes())
}

/// One in each byte of a word.
const EACH: u64 = 0x0101_0101_0101_0101;

/// Where the part first stands in the value.
///
/// A place is a candidate if the part's first and last byte fit there. Eight places are looked at in one step, and most
/// steps find no candidate.
pub(super) fn find<C: Case>(value: &[u8], part: &[u8]) -> Option<usize> {
    let (Some(first), Some(last)) = (part.first().copied(), part.last().copied()) else {
        return Some(0);
    };
    let places = value.len().checked_sub(part.len())?.checked_add(1)?;
    // The bytes that the part's first and last byte would fall on, place by place.
    let (first_words, first_rest) = value.get(..places)?.as_chunks::<8>();
    let (last_words, last_rest) = value.get(part.len().checked_sub(1)?..)?.as_chunks::<8>();
    let ((first_mask, first), (last_mask, last)) = (C::candidate(first), C::candidate(last));
    let matches = |at: usize| {
        let end = at.wrapping_add(part.len());
        value.get(at..end).is_some_and(|here| C::same(here, part))
    };

    let mut at = 0_usize;
    let (mask, expected) = (EACH * u64::from(first_mask), EACH * u64::from(first));
    let (end_mask, end_expected) = (EACH * u64::from(last_mask), EACH * u64::from(last));
    for (left, right) in first_words.iter().zip(last_words) {
        let left = (u64::from_le_bytes(*left) | mask) ^ expected;
        let right = (u64::from_le_bytes(*right) | end_mask) ^ end_expected;
        let mut candidates = zero_bytes(left | right);
        while candidates != 0 {
            let here = at.wrapping_add(candidates.trailing_zeros() as usize / 8);
            if matches(here) {
                return Some(here);
            }
            candidates &= candidates.wrapping_sub(1);
        }
        at = at.wrapping_add(8);
    }
    for (left, right) in first_rest.iter().zip(last_rest) {
        if left | first_mask == first && right | last_mask == last && matches(at) {
            return Some(at);
        }
        at = at.wrapping_add(1);
    }
    None
}

/// The highest bit of each byte that is zero.
#[inline(always)]
const fn zero_bytes(word: u64) -> u64 {
    const SEVEN: u64 = EACH * 0x7f;
    !((word & SEVEN).wrapping_add(SEVEN) | word | SEVEN)
}
