//! Parts of the texts of one field, and for each the alternatives that it satisfies: an Aho-Corasick automaton.
//!
//! A prefix is a part that begins at the start of the text, a suffix one that ends at its end: the automaton reads a mark before
//! the first byte and another behind the last. ASCII letters count in either case.

use super::Rows;

/// The automaton. State 0 is that before the first mark.
///
/// A state has a row of edges to states that are more than one step from state 0, sorted by class; what has no edge goes where
/// `roots` says: most bytes of most texts lead there.
#[derive(Debug, Clone, Copy)]
pub struct Parts {
    /// For each byte its class; 0 is that of bytes which no part has.
    pub classes: &'static [u8; 256],
    /// The class of the mark behind the text.
    pub end: u8,
    /// The state behind the mark before the text.
    pub start: u16,
    /// For each state where its edges begin in `edges`; the next one's start is where they end.
    pub firsts: &'static [u32],
    /// The edges of all states: the class of a byte, and the state behind it.
    pub edges: &'static [(u8, u16)],
    /// For each class the state that it leads to from state 0.
    pub roots: &'static [u16],
    /// States from this one on complete parts.
    pub first_complete: u16,
    /// For each of these a row.
    pub rows: Rows,
}

impl Parts {
    /// Adds what a value satisfies.
    #[inline]
    pub(super) fn add(&self, value: &str, set: &mut [u64]) {
        let mut state = self.start;
        for byte in value.as_bytes() {
            state = self.step(state, self.classes[usize::from(*byte)], set);
        }
        self.step(state, self.end, set);
    }

    #[inline(always)]
    fn step(&self, state: u16, class: u8, set: &mut [u64]) -> u16 {
        let (first, end) = (self.firsts.get(usize::from(state)), self.firsts.get(usize::from(state).wrapping_add(1)));
        let edges = match (first, end) {
            (Some(first), Some(end)) => self.edges.get(*first as usize..*end as usize).unwrap_or_default(),
            _ => &[],
        };
        let to = match edges.iter().find(|(of_edge, _)| *of_edge >= class) {
            Some((of_edge, to)) if *of_edge == class => *to,
            _ => self.roots.get(usize::from(class)).copied().unwrap_or(0),
        };
        if to >= self.first_complete {
            self.rows.add(usize::from(to.wrapping_sub(self.first_complete)), set);
        }
        to
    }
}
