//! Literals of one field, and for each the alternatives that it satisfies.

use super::{Bits, add};
use crate::pattern::LiteralSet;

/// A map from texts, ASCII letters in either case, to rows of bits.
#[derive(Debug, Clone, Copy)]
pub struct LiteralRows {
    /// The texts, in lower case.
    pub literals: LiteralSet,
    /// For each slot of `literals` where its row starts in `rows`; the next one's start is where it ends.
    pub starts: &'static [u32],
    /// The rows, one behind the other.
    pub rows: &'static [Bits],
}

impl LiteralRows {
    /// Adds what a value satisfies.
    #[inline]
    pub(super) fn add(&self, value: &str, set: &mut [u64]) {
        let Some(slot) = self.literals.slot_of_folded(value) else { return };
        let (start, end) = (self.starts.get(slot), self.starts.get(slot.wrapping_add(1)));
        if let (Some(start), Some(end)) = (start, end) {
            add(set, self.rows.get(*start as usize..*end as usize).unwrap_or_default());
        }
    }
}
