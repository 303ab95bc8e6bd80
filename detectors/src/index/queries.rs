//! A set of queries, by their numbers: those of the first rule first.

/// Queries of a rule set, one bit each.
#[derive(Debug, Clone, Copy)]
pub struct QuerySet<const WORDS: usize> {
    words: [u64; WORDS],
}

impl<const WORDS: usize> QuerySet<WORDS> {
    /// None.
    #[inline]
    pub const fn new() -> Self {
        Self { words: [0; WORDS] }
    }

    /// Puts a query in.
    #[inline]
    pub fn insert(&mut self, query: usize) {
        if let Some(word) = self.words.get_mut(query / 64) {
            *word |= 1 << (query % 64);
        }
    }

    /// Whether a query is in it.
    #[inline]
    pub fn has(&self, query: usize) -> bool {
        self.words.get(query / 64).is_some_and(|word| word >> (query % 64) & 1 != 0)
    }

    /// Takes out the queries of which `keep` says no, in order.
    #[inline(always)]
    pub fn retain(&mut self, mut keep: impl FnMut(usize) -> bool) {
        for (index, word) in self.words.iter_mut().enumerate() {
            let mut rest = *word;
            while rest != 0 {
                let bit = rest.trailing_zeros();
                rest &= rest.wrapping_sub(1);
                if !keep(index.wrapping_mul(64).wrapping_add(bit as usize)) {
                    *word &= !(1 << bit);
                }
            }
        }
    }

    /// The first query from this number on.
    #[inline]
    pub fn next_from(&self, from: usize) -> Option<usize> {
        let mut index = from / 64;
        let mut word = self.words.get(index)? & u64::MAX << (from % 64);
        while word == 0 {
            index = index.wrapping_add(1);
            word = *self.words.get(index)?;
        }
        Some(index.wrapping_mul(64).wrapping_add(word.trailing_zeros() as usize))
    }
}

impl<const WORDS: usize> Default for QuerySet<WORDS> {
    fn default() -> Self {
        Self::new()
    }
}
