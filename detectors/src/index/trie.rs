//! How texts of one field start or end, and for each the clauses that it satisfies.

use super::Rows;

/// A tree of bytes in lower case, from the first on, or from the last.
///
/// State 0 is that before any byte. Most texts leave the tree within a few bytes.
#[derive(Debug, Clone, Copy)]
pub struct Trie {
    /// For each byte in lower case the state that it leads to from state 0; 0: it leads nowhere.
    pub roots: &'static [u16; 256],
    /// For each state where its edges begin in `edges`; the next one's start is where they end.
    pub firsts: &'static [u16],
    /// The edges of all states, sorted by byte: the byte, and the state behind it.
    pub edges: &'static [(u8, u16)],
    /// States from this one on complete a text.
    pub first_complete: u16,
    /// For each of these a row.
    pub rows: Rows,
}

impl Trie {
    /// Adds what a text satisfies that starts with `bytes`, or ends with them when they come from the last to the first.
    #[inline(always)]
    pub(super) fn add(&self, mut bytes: impl Iterator<Item = u8>, cells: &mut [u64]) {
        let Some(first) = bytes.next().map(|byte| byte.to_ascii_lowercase()) else { return };
        let mut state = self.roots[usize::from(first)];
        while state != 0 {
            if state >= self.first_complete {
                self.rows.add(usize::from(state.wrapping_sub(self.first_complete)), cells);
            }
            let Some(byte) = bytes.next().map(|byte| byte.to_ascii_lowercase()) else { return };
            state = self.next(state, byte);
        }
    }

    #[inline(always)]
    fn next(&self, state: u16, byte: u8) -> u16 {
        let (begin, end) = (self.firsts.get(usize::from(state)), self.firsts.get(usize::from(state).wrapping_add(1)));
        let (Some(begin), Some(end)) = (begin, end) else { return 0 };
        let edges = self.edges.get(usize::from(*begin)..usize::from(*end)).unwrap_or_default();
        edges.iter().find(|(of_edge, _)| *of_edge == byte).map_or(0, |(_, to)| *to)
    }
}
