//! An event → the queries that it may meet: the compiler's index, interpreted.
//!
//! Compiled rules have the same index as tables: see `detectors::index`. It may keep a query that the event does not meet, it never
//! loses one that it does.

use std::collections::{BTreeSet, HashMap};

use detector_compiler::CompiledRule;
use detector_compiler::index::{Automaton, Index, queries};
use detectors::{SlotField, SlotTable};

/// Words of a set with bits, by their index.
type Bits = Vec<(usize, u64)>;

/// The queries of rules, and what tells which of them an event may meet.
pub(crate) struct Candidates {
    passes: Vec<Pass>,
    /// For each alternative its rule, and the number of the query in the rule.
    queries: Vec<(usize, usize)>,
    live: Vec<u64>,
    satisfied: Vec<u64>,
    lower: String,
}

struct Pass {
    /// Where the field is in a table.
    place: usize,
    asking: Vec<u64>,
    literals: HashMap<String, Bits>,
    parts: Option<(Automaton, Vec<Bits>)>,
    any: Bits,
}

impl Candidates {
    /// For rules, their index, and the fields of the tables.
    pub(crate) fn new(rules: &[CompiledRule], index: &Index, fields: &[SlotField]) -> Self {
        let numbered = |(rule, of): (usize, &CompiledRule)| (0..queries(of).len()).map(move |query| (rule, query));
        let all: Vec<(usize, usize)> = rules.iter().enumerate().flat_map(numbered).collect();
        let words = index.words();
        let passes = index.passes.iter().map(|pass| {
            let mut asking = vec![0; words];
            bits(&pass.asking).into_iter().for_each(|(word, bits)| asking[word] = bits);
            Pass {
                // A field that is in no table has no values, and so meets nothing.
                place: fields.iter().position(|field| field.name == pass.field).unwrap_or(usize::MAX),
                asking,
                literals: pass.literals.iter().map(|(literal, of)| (literal.clone(), bits(of))).collect(),
                parts: pass.parts.clone().map(|parts| {
                    let rows = parts.complete.iter().map(bits).collect();
                    (parts, rows)
                }),
                any: bits(&pass.any),
            }
        });
        Self {
            passes: passes.collect(),
            queries: index.alternatives.iter().map(|query| all[*query]).collect(),
            live: vec![0; words],
            satisfied: vec![0; words],
            lower: String::new(),
        }
    }

    /// The queries that an event may meet, each as its rule and its number there, in that order.
    pub(crate) fn of(&mut self, event: &SlotTable<'_>, found: &mut Vec<(usize, usize)>) {
        let Self { passes, queries, live, satisfied, lower } = self;
        live.fill(u64::MAX);
        for pass in passes {
            if !live.iter().zip(&pass.asking).any(|(live, asking)| live & asking != 0) {
                continue;
            }
            satisfied.fill(0);
            event.any(pass.place, |value| {
                value.with_text(|text| pass.add(text, lower, satisfied));
                false
            });
            for ((live, asking), satisfied) in live.iter_mut().zip(&pass.asking).zip(&*satisfied) {
                *live &= !asking | satisfied;
            }
        }
        found.clear();
        for (index, word) in live.iter().enumerate() {
            let mut word = *word;
            while word != 0 {
                // The last word has bits of no alternative.
                found.extend(queries.get(index * 64 + word.trailing_zeros() as usize));
                word &= word - 1;
            }
        }
        found.sort_unstable();
        found.dedup();
    }
}

impl Pass {
    /// Adds what a value satisfies.
    fn add(&self, text: &str, lower: &mut String, set: &mut [u64]) {
        add(&self.any, set);
        if !self.literals.is_empty() {
            lower.clear();
            lower.push_str(text);
            lower.make_ascii_lowercase();
            self.literals.get(&**lower).into_iter().for_each(|row| add(row, set));
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
