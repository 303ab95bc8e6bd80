//! The compiler's index of a rule set and the runtime's, which share no code, agree: a value satisfies the alternatives whose literals
//! and parts it has, and an alternative is left out only if what it asks is missing.

use detector_compiler::index::{Automaton, Part};
use detector_tests::random::Random;
use detectors::Scalar;
use detectors::index::{Bits, LiteralRows, Live, Parts, Pass, QuerySet, Rows};
use detectors::pattern::LiteralSet;
use std::collections::{BTreeMap, BTreeSet};

/// Words of the sets here.
const WORDS: usize = 3;
const ALTERNATIVES: usize = 150;

fn text(random: &mut Random, longest: usize) -> String {
    const ALPHABET: [char; 7] = ['a', 'A', 'b', 'B', '\\', 'é', '.'];
    (0..random.below(longest)).map(|_| *random.pick(&ALPHABET)).collect()
}

fn alternatives(random: &mut Random) -> BTreeSet<usize> {
    (0..1 + random.below(3)).map(|_| random.below(ALTERNATIVES)).collect()
}

/// Rows as emitted code would hold them.
fn rows<'a>(sets: impl Iterator<Item = &'a BTreeSet<usize>>) -> Rows {
    let (mut starts, mut rows): (Vec<u32>, Vec<Bits>) = (vec![0], Vec::new());
    for set in sets {
        let mut words: BTreeMap<u16, u64> = BTreeMap::new();
        set.iter().for_each(|number| *words.entry((number / 64) as u16).or_default() |= 1 << (number % 64));
        rows.extend(words);
        starts.push(rows.len() as u32);
    }
    Rows { starts: starts.leak(), bits: rows.leak() }
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

fn parts(automaton: &Automaton) -> Parts {
    let mut classes = Box::new([0; 256]);
    classes.copy_from_slice(&automaton.classes);
    let mut firsts = vec![0];
    for edges in &automaton.edges {
        firsts.push(firsts.last().copied().unwrap_or(0) + edges.len() as u32);
    }
    let complete = automaton.complete.iter().skip(usize::from(automaton.first_complete));
    let rows = rows(complete);
    Parts {
        classes: Box::leak(classes),
        end: automaton.end,
        start: automaton.start,
        firsts: firsts.leak(),
        edges: automaton.edges.concat().leak(),
        roots: automaton.roots.clone().leak(),
        first_complete: automaton.first_complete,
        rows,
    }
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
fn alternatives_stay_whose_needs_are_met_and_no_others() {
    let random = &mut Random::new(0x1dea);
    let (mut stayed, mut left) = (0, 0);
    for _ in 0..400 {
        let literals: BTreeMap<String, BTreeSet<usize>> =
            (0..1 + random.below(12)).map(|_| (text(random, 6).to_ascii_lowercase(), alternatives(random))).collect();
        let mut of_parts: BTreeMap<Part, BTreeSet<usize>> = BTreeMap::new();
        for _ in 0..random.below(12) {
            let part = text(random, 5).to_ascii_lowercase();
            if !part.is_empty() {
                let part = Part { text: part, at_start: random.below(3) == 0, at_end: random.below(3) == 0 };
                of_parts.insert(part, alternatives(random));
            }
        }
        let any = if random.below(4) == 0 { alternatives(random) } else { BTreeSet::new() };
        let asking: BTreeSet<usize> = literals.values().chain(of_parts.values()).flatten().chain(&any).copied().collect();
        let automaton = (!of_parts.is_empty()).then(|| Automaton::of(&of_parts).expect("a few parts fit"));
        let mut asking_words = [0; WORDS];
        asking.iter().for_each(|number| asking_words[number / 64] |= 1 << (number % 64));
        let pass: Pass<WORDS> = Pass {
            asking: Box::leak(Box::new(asking_words)),
            literals: Some(Box::leak(Box::new(literal_rows(&literals)))),
            parts: automaton.as_ref().map(|automaton| &*Box::leak(Box::new(parts(automaton)))),
            any: rows([&any].into_iter()).bits,
        };
        for _ in 0..20 {
            let values: Vec<String> = (0..random.below(3)).map(|_| text(random, 9)).collect();
            let mut live = Live::<WORDS>::first(ALTERNATIVES);
            live.narrow(&pass, |satisfy| values.iter().for_each(|value| satisfy(Scalar::Str(value))));
            let mut found = BTreeSet::new();
            live.each(|number| _ = found.insert(number));
            let satisfied = |number: &usize| {
                values.iter().any(|value| {
                    any.contains(number)
                        || literals.get(&value.to_ascii_lowercase()).is_some_and(|set| set.contains(number))
                        || of_parts.iter().any(|(part, set)| set.contains(number) && has(value, part))
                })
            };
            let expected: BTreeSet<usize> =
                (0..ALTERNATIVES).filter(|number| !asking.contains(number) || satisfied(number)).collect();
            assert_eq!(found, expected, "values {values:?}\nliterals {literals:?}\nparts {of_parts:?}\nany {any:?}");
            stayed += asking.intersection(&expected).count();
            left += asking.difference(&expected).count();
        }
    }
    assert!(stayed > 1_000 && left > 1_000, "{stayed} stayed, {left} did not");
}

#[test]
fn passes_take_away_from_each_other_and_a_set_of_queries_is_in_order() {
    let of = |set: &[usize]| set.iter().copied().collect::<BTreeSet<usize>>();
    let pass = |asking: &[usize], literal: &str, row: &[usize]| -> &'static Pass<WORDS> {
        let mut words = [0; WORDS];
        asking.iter().for_each(|number| words[number / 64] |= 1 << (number % 64));
        let literals = literal_rows(&BTreeMap::from([(literal.to_owned(), of(row))]));
        let literals = Some(&*Box::leak(Box::new(literals)));
        Box::leak(Box::new(Pass { asking: Box::leak(Box::new(words)), literals, parts: None, any: &[] }))
    };
    let mut live = Live::<WORDS>::first(130);
    live.narrow(pass(&[0, 1, 64, 65, 128, 129], "linux", &[0, 64, 129]), |satisfy| satisfy(Scalar::Str("LINUX")));
    live.narrow(pass(&[0, 2, 129], "process", &[2]), |satisfy| satisfy(Scalar::Str("process")));
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
