//! Rules of a set → the tables that say which of their queries an event may meet: see `detectors::index`.
//!
//! ```text
//! queries
//!   │ clauses    what an event must have to meet a query: all of these, each over a few fields with literals and parts of texts
//!   │ frequency  how often an event has it
//!   │ choose     which clauses are asked in passes over fields, and in which order
//!   │ trie       starts and ends of texts → trees for one pass
//!   │ automaton  parts of texts → an automaton for one pass
//!   ▼
//! Index
//!
//! query, its clauses ── order ──> the query, its operands in an order in which it is soon decided
//! ```
//! Clauses ask less than their query does, never more: what passes is judged by the query itself.

mod automaton;
mod choose;
mod clauses;
mod edges;
mod frequency;
mod order;
mod trie;

pub use automaton::Automaton;
pub use clauses::{Clause, Need, Part};
pub use edges::Edges;
pub use frequency::Frequencies;
pub(crate) use order::Ordering;
pub use trie::Trie;

use crate::CompiledRule;
use crate::ir::{Body, EventQuery};
use choose::{Chosen, ChosenClauses, Over};
use std::collections::{BTreeMap, BTreeSet};

/// How many clauses of a query are asked by looking values up, beside those over the first fields.
const LOOK_UP_COLUMNS: usize = 2;

/// Which queries an event may meet.
///
/// The number of a clause is its column times the bits of a column, plus the bit of its query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Index {
    /// For each bit its query, by the number that [`queries`] gives it.
    pub queries: Vec<usize>,
    /// For each column the bits of the queries that have a clause there: one column for each first pass, then those of clauses that are
    /// looked up, and last that of clauses that are read.
    pub columns: Vec<BTreeSet<usize>>,
    /// In order.
    pub passes: Vec<Pass>,
    /// So many of them come first, each over a field of few values.
    pub first_passes: usize,
    /// For each query, by its number, the clauses that are asked of the event before it is judged.
    pub asked: Vec<Vec<Clause>>,
}

/// What is asked of one field.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pass {
    /// Its dotted name.
    pub field: String,
    /// It reads values byte by byte: its clauses are asked last.
    pub reads: bool,
    /// The bits of the queries that need it.
    pub asking: BTreeSet<usize>,
    /// Whole values, in lower case, and the clauses that each satisfies.
    pub literals: BTreeMap<String, BTreeSet<usize>>,
    /// How values start.
    pub starts: Option<Trie>,
    /// How they end.
    pub ends: Option<Trie>,
    /// What they have in them.
    pub parts: Option<Automaton>,
    /// The clauses that any value satisfies.
    pub any: BTreeSet<usize>,
}

/// The event queries of a rule, in order: its terms, and `until`.
pub fn queries(rule: &CompiledRule) -> Vec<&EventQuery> {
    match &rule.query.body {
        Body::Event(event) => vec![event],
        Body::Sequence(sequence) => sequence.terms.iter().chain(&sequence.until).map(|term| &term.query).collect(),
        Body::Sample(sample) => sample.terms.iter().map(|term| &term.query).collect(),
    }
}

impl Index {
    /// The index of these rules.
    pub fn of(rules: &[CompiledRule], frequencies: &Frequencies) -> Self {
        let all = rules.iter().flat_map(queries).enumerate();
        // No event meets the others.
        let (numbers, clauses): (Vec<usize>, Vec<Vec<Clause>>) =
            all.filter_map(|(number, query)| Some((number, clauses::clauses(query, frequencies)?))).unzip();
        let Chosen { first, passes, queries } = choose::choose(clauses, frequencies);
        let mut asked = vec![Vec::new(); rules.iter().flat_map(self::queries).count()];
        for (number, ChosenClauses { first, look_ups, read }) in numbers.iter().zip(&queries) {
            asked[*number] = first.iter().flatten().chain(look_ups).chain(read).cloned().collect();
        }
        // Queries that ask the same stand together, so that most words get empty soon.
        let mut order: Vec<usize> = (0..numbers.len()).collect();
        order.sort_by_cached_key(|query| {
            let ChosenClauses { first, look_ups, read } = &queries[*query];
            let over = |clause: &Clause| clause.0.iter().map(Over::of).collect::<Vec<_>>();
            (first.clone(), read.as_ref().map(over), look_ups.iter().map(over).collect::<Vec<_>>(), *query)
        });
        let queries: Vec<&ChosenClauses> = order.iter().map(|query| &queries[*query]).collect();
        let table = Table { column: numbers.len().div_ceil(64) * 64, first: first.len(), queries: &queries };
        let first_passes = first.iter().map(|field| table.pass(&Over { reads: false, field: field.clone() }, 0..first.len()));
        let others = passes.iter().map(|over| table.pass(over, first.len()..first.len() + LOOK_UP_COLUMNS + 1));
        Self {
            queries: order.iter().map(|query| numbers[*query]).collect(),
            columns: table.columns(),
            passes: first_passes.chain(others).collect(),
            first_passes: first.len(),
            asked,
        }
    }

    /// That of rules which are so few that all of their queries are judged: it has no passes.
    pub fn of_all(rules: &[CompiledRule]) -> Self {
        let count = rules.iter().flat_map(queries).count();
        Self {
            queries: (0..count).collect(),
            columns: vec![BTreeSet::new()],
            passes: Vec::new(),
            first_passes: 0,
            asked: vec![Vec::new(); count],
        }
    }

    /// How many words have one bit for each query.
    pub fn words(&self) -> usize {
        self.queries.len().div_ceil(64).max(1)
    }
}

/// The chosen clauses, by column and bit.
struct Table<'a> {
    /// Bits of a column.
    column: usize,
    /// How many columns belong to first passes.
    first: usize,
    queries: &'a [&'a ChosenClauses],
}

impl Table<'_> {
    /// Of one query: columns and clauses.
    fn clauses<'a>(&self, of: &'a ChosenClauses) -> impl Iterator<Item = (usize, &'a Clause)> + use<'a> {
        let look_ups = of.look_ups.iter().map(Some).chain(std::iter::repeat(None)).take(LOOK_UP_COLUMNS);
        let all = of.first.iter().map(Option::as_ref).chain(look_ups).chain([of.read.as_ref()]);
        all.enumerate().filter_map(|(column, clause)| Some((column, clause?)))
    }

    fn columns(&self) -> Vec<BTreeSet<usize>> {
        let mut columns = vec![BTreeSet::new(); self.first + LOOK_UP_COLUMNS + 1];
        for (bit, query) in self.queries.iter().enumerate() {
            self.clauses(query).for_each(|(column, _)| _ = columns[column].insert(bit));
        }
        columns
    }

    /// The pass over what the clauses in some columns ask of it.
    fn pass(&self, over: &Over, columns: std::ops::Range<usize>) -> Pass {
        let mut pass = Pass { field: over.field.clone(), reads: over.reads, ..Pass::default() };
        let (mut starts, mut ends, mut parts) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for (bit, query) in self.queries.iter().enumerate() {
            for (column, clause) in self.clauses(query).filter(|(column, _)| columns.contains(column)) {
                let Some(field) = clause.0.get_key_value(&over.field).filter(|field| Over::of(*field) == *over) else { continue };
                let (need, number) = (field.1, column * self.column + bit);
                pass.asking.insert(bit);
                if need.any {
                    pass.any.insert(number);
                }
                for literal in &need.literals {
                    pass.literals.entry(literal.clone()).or_default().insert(number);
                }
                for part in &need.parts {
                    let parts: &mut BTreeMap<Part, BTreeSet<usize>> = match part {
                        _ if over.reads => &mut parts,
                        Part { at_start: true, .. } => &mut starts,
                        Part { .. } => &mut ends,
                    };
                    parts.entry(part.clone()).or_default().insert(number);
                }
            }
        }
        pass.starts = table(starts, Trie::of_starts, &mut pass.any);
        pass.ends = table(ends, Trie::of_ends, &mut pass.any);
        pass.parts = table(parts, Automaton::of, &mut pass.any);
        pass
    }
}

/// What finds these parts, if there are any. Where they are too many for it, any value will do.
fn table<T>(
    parts: BTreeMap<Part, BTreeSet<usize>>,
    of: impl FnOnce(&BTreeMap<Part, BTreeSet<usize>>) -> Option<T>,
    any: &mut BTreeSet<usize>,
) -> Option<T> {
    if parts.is_empty() {
        return None;
    }
    let table = of(&parts);
    if table.is_none() {
        any.extend(parts.into_values().flatten());
    }
    table
}
