//! Parts of the texts of one field, and for each the clauses that it satisfies: an Aho-Corasick automaton.
//!
//! A prefix is a part that begins at the start of the text, a suffix one that ends at its end: the automaton reads a mark before
//! the first byte and another behind the last. ASCII letters count in either case.

use super::{Edges, Rows};

/// The automaton. State 0 is that before the first mark.
///
/// A state has edges to states that are more than one step from state 0; what has no edge goes where `roots` says: most bytes of most
/// texts lead there.
#[derive(Debug, Clone, Copy)]
pub struct Automaton {
    /// For each byte its class; 0 is that of bytes which no part has.
    pub classes: &'static [u8; 256],
    /// The class of the mark behind the text.
    pub end: u8,
    /// The state behind the mark before the text.
    pub start: u16,
    /// By class.
    pub edges: Edges,
    /// For each class the state that it leads to from state 0.
    pub roots: &'static [u16],
    /// States from this one on complete parts.
    pub first_complete: u16,
    /// For each of these a row.
    pub rows: Rows,
}

impl Automaton {
    /// Adds what a value satisfies.
    #[inline]
    pub(super) fn add(&self, value: &[u8], cells: &mut [u64]) {
        let mut state = self.start;
        for byte in value {
            state = self.step(state, self.classes[usize::from(*byte)], cells);
        }
        self.step(state, self.end, cells);
    }

    #[inline(always)]
    fn step(&self, state: u16, class: u8, cells: &mut [u64]) -> u16 {
        let to = match self.edges.next(state, class) {
            Some(to) => to,
            None => self.roots.get(usize::from(class)).copied().unwrap_or(0),
        };
        if to >= self.first_complete {
            self.rows.add(usize::from(to.wrapping_sub(self.first_complete)), cells);
        }
        to
    }
}
