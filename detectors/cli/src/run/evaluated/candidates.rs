//! An event → the queries that it may meet: the compiler's index, interpreted.
//!
//! Compiled rules have the same index as tables: see `detectors::index`. It may keep a query that the event does not meet, it never
//! loses one that it does.

use std::collections::{BTreeSet, HashMap};

use detector_compiler::CompiledRule;
use detector_compiler::index::{self, Automaton, Index, Trie, queries};
use detectors::index::each_text;
use detectors::{SlotField, SlotTable};

/// Words of a set with bits, by their index.
type Bits = Vec<(usize, u64)>;

/// The queries of rules, and what tells which of them an event may meet.
pub(crate) struct Candidates {
    passes: Vec<Pass>,
    /// So many of the passes come first: each is over a field of few values, and has a column of clauses of its own.
    first_passes: usize,
    /// From this one on they read values byte by byte, and come last.
    first_read: usize,
    /// For each column the queries that have a clause there.
    columns: Vec<Vec<u64>>,
    /// For each bit its rule, and the number of the query in the rule.
    queries: Vec<(usize, usize)>,
    live: Vec<u64>,
    /// The clauses that are satisfied, column by column.
    satisfied: Vec<u64>,
    lower: String,
}

struct Pass {
    /// Where the field is in a table.
    place: usize,
    asking: Vec<u64>,
    literals: HashMap<String, Bits>,
    starts: Option<(Trie, Vec<Bits>)>,
    ends: Option<(Trie, Vec<Bits>)>,
    parts: Option<(Automaton, Vec<Bits>)>,
    any: Bits,
}

impl Candidates {
    /// For rules, their index, and the fields of the tables.
    pub(crate) fn new(rules: &[CompiledRule], index: &Index, fields: &[SlotField]) -> Self {
        let numbered = |(rule, of): (usize, &CompiledRule)| (0..queries(of).len()).map(move |query| (rule, query));
        let all: Vec<(usize, usize)> = rules.iter().enumerate().flat_map(numbered).collect();
        let words = index.words();
        Self {
            passes: index.passes.iter().map(|pass| Pass::new(pass, words, fields)).collect(),
            first_passes: index.first_passes,
            first_read: index.passes.iter().position(|pass| pass.reads).unwrap_or(index.passes.len()),
            columns: index.columns.iter().map(|column| whole(column, words)).collect(),
            queries: index.queries.iter().map(|query| all[*query]).collect(),
            live: vec![0; words],
            satisfied: vec![0; words * index.columns.len()],
            lower: String::new(),
        }
    }

    /// The queries that an event may meet, each as its rule and its number there, in that order.
    pub(crate) fn of(&mut self, event: &SlotTable<'_>, found: &mut Vec<(usize, usize)>) {
        self.live.fill(u64::MAX);
        self.satisfied.fill(0);
        let last = self.columns.len().saturating_sub(1);
        for number in 0..self.first_passes {
            self.ask(number, event);
            self.keep(number);
        }
        (self.first_passes..self.first_read).for_each(|number| self.ask(number, event));
        (self.first_passes..last).for_each(|column| self.keep(column));
        (self.first_read..self.passes.len()).for_each(|number| self.ask(number, event));
        self.keep(last);
        found.clear();
        for (index, word) in self.live.iter().enumerate() {
            let mut word = *word;
            while word != 0 {
                // The last word has bits of no query.
                found.extend(self.queries.get(index * 64 + word.trailing_zeros() as usize));
                word &= word - 1;
            }
        }
        found.sort_unstable();
    }

    /// Notes the clauses that the values of a field satisfy, if a query that is left asks for it.
    fn ask(&mut self, number: usize, event: &SlotTable<'_>) {
        let Self { passes, live, satisfied, lower, .. } = self;
        let pass = &passes[number];
        if live.iter().zip(&pass.asking).any(|(live, asking)| live & asking != 0) {
            event.any(pass.place, |value| {
                each_text(value, |text| pass.add(text, lower, satisfied));
                false
            });
        }
    }

    /// Keeps the queries whose clause in a column is satisfied, or which have none there.
    fn keep(&mut self, column: usize) {
        let Some(asking) = self.columns.get(column) else { return };
        let satisfied = &self.satisfied[column * self.live.len()..];
        for ((live, asking), satisfied) in self.live.iter_mut().zip(asking).zip(satisfied) {
            *live &= !asking | satisfied;
        }
    }
}

impl Pass {
    fn new(pass: &index::Pass, words: usize, fields: &[SlotField]) -> Self {
        let rows = |complete: &[BTreeSet<usize>]| complete.iter().map(bits).collect();
        let trie = |trie: &Trie| (trie.clone(), rows(&trie.complete));
        Self {
            // A field that is in no table has no values, and so satisfies nothing.
            place: fields.iter().position(|field| field.name == pass.field).unwrap_or(usize::MAX),
            asking: whole(&pass.asking, words),
            literals: pass.literals.iter().map(|(literal, of)| (literal.clone(), bits(of))).collect(),
            starts: pass.starts.as_ref().map(trie),
            ends: pass.ends.as_ref().map(trie),
            parts: pass.parts.as_ref().map(|parts| (parts.clone(), rows(&parts.complete))),
            any: bits(&pass.any),
        }
    }

    /// Adds what a value satisfies.
    fn add(&self, text: &str, lower: &mut String, set: &mut [u64]) {
        add(&self.any, set);
        lower.clear();
        lower.push_str(text);
        lower.make_ascii_lowercase();
        self.literals.get(&**lower).into_iter().for_each(|row| add(row, set));
        if let Some((trie, rows)) = &self.starts {
            walk(trie, rows, lower.bytes(), set);
        }
        if let Some((trie, rows)) = &self.ends {
            walk(trie, rows, lower.bytes().rev(), set);
        }
        if let Some((parts, rows)) = &self.parts {
            let mut state = usize::from(parts.start);
            let classes = text.bytes().map(|byte| parts.classes[usize::from(byte)]).chain([parts.end]);
            for class in classes {
                let edge = parts.edges[state].iter().find(|(of, _)| *of == class);
                state = usize::from(edge.map_or(parts.roots[usize::from(class)], |(_, to)| *to));
                add(&rows[state], set);
            }
        }
    }
}

/// Adds what is complete on the way of a text down a tree.
fn walk(trie: &Trie, rows: &[Bits], text: impl Iterator<Item = u8>, set: &mut [u64]) {
    let mut state = 0;
    for byte in text {
        let Some(to) = trie.edges[state].get(&byte) else { return };
        state = usize::from(*to);
        add(&rows[state], set);
    }
}

fn add(row: &Bits, set: &mut [u64]) {
    row.iter().for_each(|(word, bits)| set[*word] |= bits);
}

fn bits(of: &BTreeSet<usize>) -> Bits {
    let mut row = Bits::new();
    for number in of {
        match row.last_mut() {
            Some((word, bits)) if *word == number / 64 => *bits |= 1 << (number % 64),
            _ => row.push((number / 64, 1 << (number % 64))),
        }
    }
    row
}

fn whole(of: &BTreeSet<usize>, words: usize) -> Vec<u64> {
    let mut whole = vec![0; words];
    bits(of).into_iter().for_each(|(word, bits)| whole[word] = bits);
    whole
}
