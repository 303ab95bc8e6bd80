//! The queries that an event may still meet, and the passes that take away from them.

use super::Pass;
use crate::scalar::Scalar;

/// Queries, one bit each, and what of their clauses is satisfied: `CELLS` is `WORDS` times the number of columns.
#[derive(Debug, Clone, Copy)]
pub struct Live<const WORDS: usize, const CELLS: usize> {
    queries: [u64; WORDS],
    satisfied: [u64; CELLS],
}

/// What queries ask.
#[derive(Debug, Clone, Copy)]
pub struct Columns<const WORDS: usize, const CELLS: usize> {
    /// Column by column, the queries that have a clause there.
    pub asking: [u64; CELLS],
    /// For each word of queries the passes over which its clauses go, one bit each.
    pub passes: [u64; WORDS],
}

impl<const WORDS: usize, const CELLS: usize> Live<WORDS, CELLS> {
    /// The first so many queries.
    #[inline]
    pub const fn first(count: usize) -> Self {
        let mut queries = [0; WORDS];
        let mut at = 0;
        while at < WORDS {
            let bits = count.saturating_sub(at * 64);
            queries[at] = if bits >= 64 { u64::MAX } else { (1 << bits) - 1 };
            at += 1;
        }
        Self { queries, satisfied: [0; CELLS] }
    }

    /// Notes the clauses that the values of a field satisfy. `visit` hands over the values.
    #[inline(always)]
    pub fn pass(&mut self, pass: &Pass, visit: impl FnOnce(&mut dyn FnMut(Scalar<'_>))) {
        let (satisfied, mut is_first) = (&mut self.satisfied, true);
        visit(&mut |value| {
            pass.add(value, is_first, satisfied);
            is_first = false;
        });
    }

    /// Keeps the queries whose clause in a column is satisfied, or which have none there.
    #[inline]
    pub fn keep(&mut self, columns: &Columns<WORDS, CELLS>, column: usize) {
        let from = column.wrapping_mul(WORDS);
        let asking = columns.asking.get(from..).unwrap_or_default();
        let satisfied = self.satisfied.get(from..).unwrap_or_default();
        // A plain loop over whole words, which the compiler makes one over several.
        for ((queries, asking), satisfied) in self.queries.iter_mut().zip(asking).zip(satisfied) {
            *queries &= !asking | satisfied;
        }
    }

    /// The passes over which clauses of the words that are left go, one bit each; 0 if none is left.
    #[inline]
    pub fn passes(&self, columns: &Columns<WORDS, CELLS>) -> u64 {
        let words = self.queries.iter().zip(&columns.passes);
        words.fold(0, |passes, (queries, of_word)| if *queries == 0 { passes } else { passes | of_word })
    }

    /// Visits the number of each query, ascending.
    #[inline(always)]
    pub fn each(&self, mut visit: impl FnMut(usize)) {
        for (index, word) in self.queries.iter().enumerate() {
            let mut word = *word;
            while word != 0 {
                visit(index.wrapping_mul(64).wrapping_add(word.trailing_zeros() as usize));
                word &= word.wrapping_sub(1);
            }
        }
    }
}
