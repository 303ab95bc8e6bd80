//! How texts of one field start or end, and for each the clauses that it satisfies.

use super::{Edges, Rows};

/// A tree of bytes in lower case, from the first on, or from the last.
///
/// State 0 is that before any byte. Most texts leave the tree within a few bytes.
#[derive(Debug, Clone, Copy)]
pub struct Trie {
    /// By byte in lower case.
    pub edges: Edges,
    /// States from this one on complete a text.
    pub first_complete: u16,
    /// For each of these a row.
    pub rows: Rows,
}

impl Trie {
    /// Adds what a text satisfies that starts with `bytes`, or ends with them when they come from the last to the first.
    #[inline(always)]
    pub(super) fn add(&self, bytes: impl Iterator<Item = u8>, cells: &mut [u64]) {
        let mut state = 0;
        for byte in bytes {
            let Some(next) = self.edges.next(state, byte.to_ascii_lowercase()) else { return };
            state = next;
            if state >= self.first_complete {
                self.rows.add(usize::from(state.wrapping_sub(self.first_complete)), cells);
            }
        }
    }
}
