//! The compiler's index of a rule set and the runtime's, which share no code, agree: a value satisfies the clauses whose literals
//! and parts it has, and a query is left out only if one of its clauses is not satisfied.

use detector_compiler::index::{self as compiled, Automaton, Part, Trie};
use detector_tests::random::Random;
use detectors::event::Shapes;
use detectors::index::{self, Bits, Columns, Edges, LiteralRows, Live, Pass, QuerySet, Rows};
use detectors::pattern::LiteralSet;
use detectors::{Event, Scalar};
use std::collections::{BTreeMap, BTreeSet};

/// Words of the sets here.
const WORDS: usize = 3;
const QUERIES: usize = 150;
const COLUMNS: usize = 2;
const CELLS: usize = WORDS * COLUMNS;

/// Of each query: those of odd numbers read.
const READS: &[u128] = &{
    let mut reads = [0; QUERIES];
    let mut query = 1;
    while query < QUERIES {
        reads[query] = 1 << (query % 64);
        query += 2;
    }
    reads
};

fn text(random: &mut Random, longest: usize) -> String {
    const ALPHABET: [char; 7] = ['a', 'A', 'b', 'B', '\\', 'é', '.'];
    (0..random.below(longest)).map(|_| *random.pick(&ALPHABET)).collect()
}

/// Numbers of clauses: of queries, in some column.
fn clauses(random: &mut Random) -> BTreeSet<usize> {
    (0..1 + random.below(3)).map(|_| random.below(COLUMNS) * WORDS * 64 + random.below(QUERIES)).collect()
}

/// Rows as emitted code would hold them.
fn rows<'a>(sets: impl Iterator<Item = &'a BTreeSet<usize>>) -> Rows {
    let (mut starts, mut rows): (Vec<u32>, Vec<Bits>) = (vec![0], Vec::new());
    for set in sets {
        rows.extend(words(set));
        starts.push(rows.len() as u32);
    }
    Rows { starts: starts.leak(), bits: rows.leak() }
}

fn words(set: &BTreeSet<usize>) -> BTreeMap<u16, u64> {
    let mut words: BTreeMap<u16, u64> = BTreeMap::new();
    set.iter().for_each(|number| *words.entry((number / 64) as u16).or_default() |= 1 << (number % 64));
    words
}

/// The values of one field.
struct Values(Vec<String>);

impl Event for Values {
    const SHAPES: Shapes = Shapes::Layout(&[]);

    fn any<'a, const FIELD: u64>(&'a self, mut visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
        self.0.iter().any(|value| visit(Scalar::Str(value)))
    }
}

/// The first `always` queries always ask.
fn columns(asking: &BTreeSet<usize>, always: usize) -> Columns<WORDS, CELLS> {
    let mut columns = Columns { asking: [0; CELLS], passes: [1, 2, 4], reads: READS, always: [0; WORDS] };
    (0..always).for_each(|query| columns.always[query / 64] |= 1 << (query % 64));
    words(asking).into_iter().for_each(|(cell, bits)| columns.asking[usize::from(cell)] = bits);
    columns
}

fn literal_rows(literals: &BTreeMap<String, BTreeSet<usize>>) -> LiteralRows {
    let table = detector_compiler::emit::literal_set::build(literals.keys().map(String::as_str));
    let none = BTreeSet::new();
    let rows = rows(table.slots.iter().map(|slot| literals.get(*slot).unwrap_or(&none)));
    let slots: Vec<&'static str> = table.slots.iter().map(|slot| &*slot.to_string().leak()).collect();
    let (min, max, seed) = (table.min, table.max, table.seed);
    let literals = LiteralSet { min, max, seed, displacements: table.displacements.leak(), slots: slots.leak() };
    LiteralRows { literals, rows }
}

fn edges(of_states: &[Vec<(u8, u16)>]) -> Edges {
    let compiled::Edges { bases, cells } = compiled::Edges::of(of_states);
    Edges { bases: bases.leak(), cells: cells.leak() }
}

fn automaton(automaton: &Automaton) -> index::Automaton {
    let mut classes = Box::new([0; 256]);
    classes.copy_from_slice(&automaton.classes);
    let complete = automaton.complete.iter().skip(usize::from(automaton.first_complete));
    let rows = rows(complete);
    index::Automaton {
        classes: Box::leak(classes),
        end: automaton.end,
        start: automaton.start,
        edges: edges(&automaton.edges),
        roots: automaton.roots.clone().leak(),
        first_complete: automaton.first_complete,
        rows,
    }
}

fn trie(trie: &Trie) -> index::Trie {
    let of_states: Vec<Vec<(u8, u16)>> = trie.edges.iter().map(|of| of.iter().map(|(byte, to)| (*byte, *to)).collect()).collect();
    let rows = rows(trie.complete.iter().skip(usize::from(trie.first_complete)));
    let first_complete = trie.first_complete;
    index::Trie { edges: edges(&of_states), first_complete, rows }
}

/// A table, kept for good.
fn kept<T>(table: T) -> &'static T {
    Box::leak(Box::new(table))
}

fn has(value: &str, part: &Part) -> bool {
    let value = value.to_ascii_lowercase();
    match (part.at_start, part.at_end) {
        (true, true) => value == part.text,
        (true, false) => value.starts_with(&part.text),
        (false, true) => value.ends_with(&part.text),
        (false, false) => value.contains(&part.text),
    }
}

#[test]
fn queries_stay_whose_clauses_are_satisfied_and_no_others() {
    let random = &mut Random::new(0x1dea);
    let (mut stayed, mut left) = (0, 0);
    for round in 0..600 {
        let literals: BTreeMap<String, BTreeSet<usize>> =
            (0..1 + random.below(12)).map(|_| (text(random, 6).to_ascii_lowercase(), clauses(random))).collect();
        // Either all parts are looked for by the automaton, or those at the ends by a tree each.
        let is_read = round % 2 == 0;
        let (mut starts, mut ends, mut parts) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        for _ in 0..random.below(12) {
            let text = text(random, 5).to_ascii_lowercase();
            let (at_start, at_end) = (random.below(3) == 0, random.below(3) == 0);
            let part = |at_start, at_end| Part { text: text.clone(), at_start, at_end };
            match (is_read, at_start) {
                _ if text.is_empty() => None,
                (true, _) => parts.insert(part(at_start, at_end), clauses(random)),
                (false, true) => starts.insert(part(true, false), clauses(random)),
                (false, false) => ends.insert(part(false, true), clauses(random)),
            };
        }
        let any = if random.below(4) == 0 { clauses(random) } else { BTreeSet::new() };
        let all_parts: BTreeMap<&Part, &BTreeSet<usize>> = starts.iter().chain(&ends).chain(&parts).collect();
        let asking: BTreeSet<usize> =
            literals.values().chain(all_parts.values().copied()).flatten().chain(&any).copied().collect();
        let pass = Pass {
            literals: Some(kept(literal_rows(&literals))),
            starts: (!starts.is_empty()).then(|| kept(trie(&Trie::of_starts(&starts).expect("a few parts fit")))),
            ends: (!ends.is_empty()).then(|| kept(trie(&Trie::of_ends(&ends).expect("a few parts fit")))),
            parts: (!parts.is_empty()).then(|| kept(automaton(&Automaton::of(&parts).expect("a few parts fit")))),
            any: rows([&any].into_iter()).bits,
        };
        let columns = columns(&asking, QUERIES);
        for _ in 0..20 {
            let event = Values((0..random.below(3)).map(|_| text(random, 9)).collect());
            let values = &event.0;
            let mut live = Live::<WORDS, CELLS>::new(&columns, &[0; WORDS]);
            event.satisfy::<0>(&pass, live.satisfied());
            (0..COLUMNS).for_each(|column| live.keep(&columns, column));
            let mut found = BTreeSet::new();
            live.each(|number| _ = found.insert(number));
            let satisfied = |number: &usize| {
                values.iter().any(|value| {
                    any.contains(number)
                        || literals.get(&value.to_ascii_lowercase()).is_some_and(|set| set.contains(number))
                        || all_parts.iter().any(|(part, set)| set.contains(number) && has(value, part))
                })
            };
            let of_query = |query: usize| (0..COLUMNS).map(move |column| column * WORDS * 64 + query);
            let is_met = |query: &usize| of_query(*query).all(|number| !asking.contains(&number) || satisfied(&number));
            let expected: BTreeSet<usize> = (0..QUERIES).filter(is_met).collect();
            assert_eq!(found, expected, "values {values:?}\nliterals {literals:?}\nparts {all_parts:?}\nany {any:?}");
            let asks = |query: &&usize| of_query(**query).any(|number| asking.contains(&number));
            stayed += expected.iter().filter(asks).count();
            left += QUERIES - expected.len();
        }
    }
    assert!(stayed > 1_000 && left > 1_000, "{stayed} stayed, {left} did not");
}

#[test]
fn passes_take_away_from_each_other_and_a_set_of_queries_is_in_order() {
    let pass = |literal: &str, row: &[usize]| {
        let literals = literal_rows(&BTreeMap::from([(literal.to_owned(), row.iter().copied().collect())]));
        Pass { literals: Some(kept(literals)), starts: None, ends: None, parts: None, any: &[] }
    };
    let second = WORDS * 64;
    let columns = columns(&[0, 1, 64, 65, 128, 129, second, second + 2, second + 129].into(), 129);
    // 129 waits for another query, but is awake.
    assert_eq!(columns.waiting()[2] & 0b111, 0b110);
    let mut live = Live::<WORDS, CELLS>::new(&columns, &[0, 0, 0b10]);
    let satisfy = |live: &mut Live<WORDS, CELLS>, pass: &Pass, value: &str| {
        Values(vec![value.to_owned()]).satisfy::<0>(pass, live.satisfied());
    };
    satisfy(&mut live, &pass("linux", &[0, 64, 129]), "LINUX");
    live.keep(&columns, 0);
    assert_eq!(live.passes(&columns), 0b111, "each word has a query that is left");
    satisfy(&mut live, &pass("process", &[second + 2]), "process");
    live.keep(&columns, 1);
    assert_eq!(live.passes(&columns), 0b011, "128 and 129 are gone");
    let odd = 0xaaaa_aaaa_aaaa_aaa8;
    assert_eq!(live.reads(&columns), odd, "all of odd numbers up to 127 are left but 1 and 65");
    let mut queries = QuerySet::<WORDS>::new();
    live.each(|number| queries.insert(number));
    let mut expected: BTreeSet<usize> = (0..130).collect();
    [0, 1, 65, 128, 129].iter().for_each(|number| _ = expected.remove(number));
    let mut found = Vec::new();
    let mut next = queries.next_from(0);
    while let Some(query) = next {
        found.push(query);
        next = queries.next_from(query + 1);
    }
    assert_eq!(found, expected.iter().copied().collect::<Vec<_>>());
    queries.retain(|query| query % 2 == 0);
    assert!((0..WORDS * 64).all(|query| queries.has(query) == (expected.contains(&query) && query % 2 == 0)));
    assert_eq!(queries.next_from(WORDS * 64), None);
}

#[test]
fn a_number_is_known_by_the_whole_number_that_it_equals() {
    let time = |ms| Scalar::Time(detectors::Timestamp(ms));
    let cases = [
        (Scalar::Int(-4), "-4"),
        (Scalar::Unsigned(u64::MAX), "18446744073709551615"),
        (Scalar::Float(4.0), "4"),
        (Scalar::Float(-0.0), "0"),
        (Scalar::Float(1e15), "1000000000000000"),
        (time(0), "0"),
        (time(0), "1970-01-01T00:00:00.000Z"),
        (Scalar::Bool(true), "true"),
        (Scalar::Bool(false), "false"),
        (Scalar::Str("4.0"), "4.0"),
    ];
    for (value, expected) in cases {
        let mut texts = Vec::new();
        index::each_text(value, |text| texts.push(text.to_owned()));
        assert!(texts.iter().any(|text| text == expected), "{value:?} is known as {texts:?}");
    }
    for (value, not) in [(Scalar::Float(4.5), "4"), (Scalar::Float(f64::NAN), "0"), (Scalar::Str("4.0"), "4")] {
        index::each_text(value, |text| assert_ne!(text, not, "{value:?}"));
    }
}
