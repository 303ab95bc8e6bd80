//! Long lists of literals as a perfect hash table that the compiler makes.

use super::{equals, equals_folded, lower_case, same_folded, short_word};

/// A set of texts, as static data: one hash, one comparison.
///
/// The compiler searches a seed and displacements such that no two literals share a slot; both sides hash alike, and a
/// test holds them to that. Emitted code builds it; nobody else needs to.
#[derive(Debug, Clone, Copy)]
pub struct LiteralSet {
    /// Bytes of the shortest literal.
    #[doc(hidden)]
    pub min: usize,
    /// Bytes of the longest literal.
    #[doc(hidden)]
    pub max: usize,
    /// Of the hash.
    #[doc(hidden)]
    pub seed: u64,
    /// Moves the literals of a bucket to slots of their own. A power of two of them.
    #[doc(hidden)]
    pub displacements: &'static [u16],
    /// The literals, with empty texts between them. A power of two of them.
    ///
    /// A value that is empty meets such a gap only if `min` is 0, that is, if the empty text is in the set.
    #[doc(hidden)]
    pub slots: &'static [&'static str],
}

impl LiteralSet {
    /// Whether the value is one of the literals.
    #[inline]
    pub fn contains(&self, value: &str) -> bool {
        self.candidate(value, |word| word).is_some_and(|literal| equals(value, literal))
    }

    /// Whether the value is one of the literals, ASCII letters in either case. The literals must be in lower case.
    #[inline]
    pub fn contains_folded(&self, value: &str) -> bool {
        self.candidate(value, lower_case).is_some_and(|literal| equals_folded(value, literal))
    }

    /// The slot of the literal that the value is, ASCII letters in either case. The literals must be in lower case.
    #[inline]
    pub(crate) fn slot_of_folded(&self, value: &[u8]) -> Option<usize> {
        let slot = self.candidate_slot(value, lower_case)?;
        let literal = self.slots.get(slot)?;
        same_folded(value, literal.as_bytes()).then_some(slot)
    }

    /// The only literal that the value can be.
    #[inline(always)]
    fn candidate(&self, value: &str, fold: impl Fn(u64) -> u64) -> Option<&'static str> {
        self.slots.get(self.candidate_slot(value.as_bytes(), fold)?).copied()
    }

    /// The slot of the only literal that the value can be.
    #[inline(always)]
    fn candidate_slot(&self, value: &[u8], fold: impl Fn(u64) -> u64) -> Option<usize> {
        if value.len() < self.min || value.len() > self.max {
            return None;
        }
        let hash = hash(value, self.seed, fold);
        let bucket = (hash >> 48) as usize & self.displacements.len().wrapping_sub(1);
        let displacement = u64::from(*self.displacements.get(bucket)?);
        let slot = hash.wrapping_add(displacement.wrapping_mul(hash >> 32 | 1));
        Some(slot as usize & self.slots.len().wrapping_sub(1))
    }
}

/// A hash of all bytes, eight at a time.
///
/// INVARIANT: on a table's literals it is the hash in the compiler's `emit::literal_set`.
#[inline(always)]
fn hash(bytes: &[u8], seed: u64, fold: impl Fn(u64) -> u64) -> u64 {
    let mut state = mix(seed ^ bytes.len() as u64);
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        state = mix(state ^ fold(u64::from_le_bytes(*word)));
    }
    // The last word overlaps the one before; a text shorter than a word is padded with zeros.
    let last = match bytes.last_chunk::<8>() {
        Some(last) => u64::from_le_bytes(*last),
        None => short_word(rest),
    };
    mix(state ^ fold(last))
}

/// The two halves of a product, one folded onto the other.
#[inline(always)]
const fn mix(word: u64) -> u64 {
    let product = word as u128 * 0x9e37_79b9_7f4a_7c15;
    product as u64 ^ (product >> 64) as u64
}
