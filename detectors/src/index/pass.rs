//! What clauses ask of one field.

use super::{Automaton, Bits, Rows, Trie, add};
use crate::pattern::LiteralSet;
use crate::scalar::Scalar;

/// One field's values → the bits of the clauses that they satisfy.
#[derive(Debug, Clone, Copy)]
pub struct Pass {
    /// By whole values.
    pub literals: Option<&'static LiteralRows>,
    /// By how values start.
    pub starts: Option<&'static Trie>,
    /// By how values end.
    pub ends: Option<&'static Trie>,
    /// By what they have in them.
    pub parts: Option<&'static Automaton>,
    /// The clauses that any value satisfies.
    pub any: &'static [Bits],
}

/// A map from texts, ASCII letters in either case, to rows of bits.
#[derive(Debug, Clone, Copy)]
pub struct LiteralRows {
    /// The texts, in lower case.
    pub literals: LiteralSet,
    /// For each slot of `literals` a row.
    pub rows: Rows,
}

impl Pass {
    /// Adds what a value satisfies. The first value of a field also stands for that there is one.
    #[inline]
    pub(super) fn add(&self, value: Scalar<'_>, is_first: bool, cells: &mut [u64]) {
        if is_first {
            add(cells, self.any);
        }
        match value {
            Scalar::Str(text) => self.add_text(text, cells),
            other if self.reads_text() => other.with_text(|text| self.add_text(text, cells)),
            _ => {}
        }
    }

    #[inline]
    fn reads_text(&self) -> bool {
        self.literals.is_some() || self.starts.is_some() || self.ends.is_some() || self.parts.is_some()
    }

    fn add_text(&self, text: &str, cells: &mut [u64]) {
        if let Some(literals) = self.literals
            && let Some(slot) = literals.literals.slot_of_folded(text)
        {
            literals.rows.add(slot, cells);
        }
        if let Some(starts) = self.starts {
            starts.add(text.bytes(), cells);
        }
        if let Some(ends) = self.ends {
            ends.add(text.bytes().rev(), cells);
        }
        if let Some(parts) = self.parts {
            parts.add(text, cells);
        }
    }
}
