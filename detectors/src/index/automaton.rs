//! Parts of the texts of one field, and for each the clauses that it satisfies: an Aho-Corasick automaton.
//!
//! A prefix is a part that begins at the start of the text, a suffix one that ends at its end: the automaton reads a mark before
//! the first byte and another behind the last. ASCII letters count in either case.

use super::Rows;

/// The automaton. State 0 is that before the first mark.
///
/// A state has edges to states that are more than one step from state 0, sorted by class; what has no edge goes where `roots` says:
/// most bytes of most texts lead there.
#[derive(Debug, Clone, Copy)]
pub struct Automaton {
    /// For each byte its class, below 128; 0 is that of bytes which no part has.
    pub classes: &'static [u8; 256],
    /// The class of the mark behind the text.
    pub end: u8,
    /// The state behind the mark before the text.
    pub start: u16,
    /// For each state one bit for each class that it has an edge for, and where its edges begin in `edges`.
    pub states: &'static [State],
    /// For the edges of all states the state behind them.
    pub edges: &'static [u16],
    /// For each class the state that it leads to from state 0.
    pub roots: &'static [u16],
    /// States from this one on complete parts.
    pub first_complete: u16,
    /// For each of these a row.
    pub rows: Rows,
}

/// One bit for each class that a state has an edge for, those of classes from 64 on in the second word; and where its edges begin.
pub type State = (u64, u64, u32);

impl Automaton {
    /// Adds what a value satisfies.
    #[inline]
    pub(super) fn add(&self, value: &str, cells: &mut [u64]) {
        let mut state = self.start;
        for byte in value.as_bytes() {
            state = self.step(state, self.classes[usize::from(*byte)], cells);
        }
        self.step(state, self.end, cells);
    }

    #[inline(always)]
    fn step(&self, state: u16, class: u8, cells: &mut [u64]) -> u16 {
        let to = match self.edge(state, class) {
            Some(to) => to,
            None => self.roots.get(usize::from(class)).copied().unwrap_or(0),
        };
        if to >= self.first_complete {
            self.rows.add(usize::from(to.wrapping_sub(self.first_complete)), cells);
        }
        to
    }

    #[inline(always)]
    fn edge(&self, state: u16, class: u8) -> Option<u16> {
        let (low, high, first) = self.states.get(usize::from(state))?;
        let (word, before) = if class < 64 { (*low, 0) } else { (*high, low.count_ones()) };
        let bit = word >> (class & 63);
        if bit & 1 == 0 {
            return None;
        }
        let before = before.wrapping_add((word & !(u64::MAX << (class & 63))).count_ones());
        self.edges.get(first.wrapping_add(before) as usize).copied()
    }
}
