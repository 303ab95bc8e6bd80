//! The queries that an event may still meet, and the passes that take away from them.

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
    pub passes: [u128; WORDS],
    /// For each query the passes that read values for it, one bit each.
    pub reads: &'static [u128],
    /// The queries that wait for no others.
    pub always: [u64; WORDS],
}

impl<const WORDS: usize, const CELLS: usize> Columns<WORDS, CELLS> {
    /// The queries that may have to wait for others.
    #[inline]
    pub fn waiting(&self) -> [u64; WORDS] {
        self.always.map(|always| !always)
    }
}

impl<const WORDS: usize, const CELLS: usize> Live<WORDS, CELLS> {
    /// The queries that are always asked, and of those that wait for others the ones that wait no more.
    #[inline]
    pub fn new(columns: &Columns<WORDS, CELLS>, awake: &[u64; WORDS]) -> Self {
        let mut queries = columns.always;
        for (queries, awake) in queries.iter_mut().zip(awake) {
            *queries |= awake;
        }
        Self { queries, satisfied: [0; CELLS] }
    }

    /// Where passes note which clauses are satisfied.
    #[inline]
    pub fn satisfied(&mut self) -> &mut [u64] {
        &mut self.satisfied
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
    pub fn passes(&self, columns: &Columns<WORDS, CELLS>) -> u128 {
        let words = self.queries.iter().zip(&columns.passes);
        words.fold(0, |passes, (queries, of_word)| if *queries == 0 { passes } else { passes | of_word })
    }

    /// The passes that read values for the queries that are left, one bit each.
    #[inline]
    pub fn reads(&self, columns: &Columns<WORDS, CELLS>) -> u128 {
        let mut passes = 0;
        self.each(|query| passes |= columns.reads.get(query).copied().unwrap_or(0));
        passes
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
