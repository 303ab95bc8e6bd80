//! What clauses ask of one field.

use super::{Automaton, Bits, Rows, Trie, add};
use crate::number;
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

/// Visits the texts by which an index knows a value: its own, and of what counts as a whole number that.
pub fn each_text(value: Scalar<'_>, mut visit: impl FnMut(&str)) {
    value.with_text(&mut visit);
    if let Scalar::Float(_) | Scalar::Time(_) = value
        && let Some(whole) = value.as_number().and_then(number::exact_i64)
    {
        Scalar::Int(whole).with_text(&mut visit);
    }
}

impl Pass {
    /// Adds what any value satisfies.
    #[inline]
    pub(crate) fn add_present(&self, cells: &mut [u64]) {
        add(cells, self.any);
    }

    /// Adds what a value satisfies.
    #[inline]
    pub(crate) fn add(&self, value: Scalar<'_>, cells: &mut [u64]) {
        match value {
            Scalar::Str(text) => self.add_text(text.as_bytes(), cells),
            other if self.reads_text() => each_text(other, |text| self.add_text(text.as_bytes(), cells)),
            _ => {}
        }
    }

    #[inline]
    fn reads_text(&self) -> bool {
        self.literals.is_some() || self.starts.is_some() || self.ends.is_some() || self.parts.is_some()
    }

    /// Adds what a text satisfies.
    pub(crate) fn add_text(&self, text: &[u8], cells: &mut [u64]) {
        if let Some(literals) = self.literals
            && let Some(slot) = literals.literals.slot_of_folded(text)
        {
            literals.rows.add(slot, cells);
        }
        if let Some(starts) = self.starts {
            starts.add(text.iter().copied(), cells);
        }
        if let Some(ends) = self.ends {
            ends.add(text.iter().rev().copied(), cells);
        }
        if let Some(parts) = self.parts {
            parts.add(text, cells);
        }
    }
}
