//! Literals of one field, and for each the alternatives that it satisfies.

use super::Rows;
use crate::pattern::LiteralSet;

/// A map from texts, ASCII letters in either case, to rows of bits.
#[derive(Debug, Clone, Copy)]
pub struct LiteralRows {
    /// The texts, in lower case.
    pub literals: LiteralSet,
    /// For each slot of `literals` a row.
    pub rows: Rows,
}

impl LiteralRows {
    /// Adds what a value satisfies.
    #[inline]
    pub(super) fn add(&self, value: &str, set: &mut [u64]) {
        if let Some(slot) = self.literals.slot_of_folded(value) {
            self.rows.add(slot, set);
        }
    }
}
