//! The compiler's literal tables and the runtime's look-up, which share a hash but no code, agree.

use std::collections::BTreeSet;

use detectors::pattern::LiteralSet;

use detector_compiler::emit::literal_set;

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 8) as usize % bound
    }

    fn text(&mut self) -> String {
        const ALPHABET: [char; 12] = ['a', 'A', 'b', 'Z', '@', '[', '.', '\0', '\\', 'é', 'É', '\u{10400}'];
        let longest = [2, 4, 9, 20, 90][self.below(5)];
        (0..self.below(longest)).map(|_| ALPHABET[self.below(ALPHABET.len())]).collect()
    }
}

/// The set as emitted code would hold it.
fn set(literals: &BTreeSet<String>) -> LiteralSet {
    let table = literal_set::build(literals.iter().map(String::as_str));
    let slots: Vec<&'static str> = table.slots.iter().map(|slot| &*slot.to_string().leak()).collect();
    let (min, max, seed) = (table.min, table.max, table.seed);
    LiteralSet { min, max, seed, displacements: table.displacements.leak(), slots: slots.leak() }
}

#[test]
fn a_value_is_in_a_set_if_it_is_one_of_its_literals() {
    let mut random = Random(0x5eed);
    let (mut inside, mut outside) = (0, 0);
    for round in 0..2_000 {
        let count = if round % 100 == 0 { 300 } else { random.below(40) };
        let literals: BTreeSet<String> = (0..count).map(|_| random.text()).collect();
        let lower: BTreeSet<String> = literals.iter().map(|literal| literal.to_ascii_lowercase()).collect();
        let (exact, folded) = (set(&literals), set(&lower));
        let others: Vec<String> = (0..10).map(|_| random.text()).chain([String::new()]).collect();
        for value in literals.iter().chain(&others) {
            let expected = literals.contains(value);
            assert_eq!(exact.contains(value), expected, "{value:?} in {literals:?}");
            let capital = value.to_ascii_uppercase();
            for value in [value, &capital] {
                let expected = lower.contains(&value.to_ascii_lowercase());
                assert_eq!(folded.contains_folded(value), expected, "{value:?} in {lower:?}");
            }
            *if expected { &mut inside } else { &mut outside } += 1;
        }
    }
    assert!(inside > 10_000 && outside > 10_000, "{inside} inside, {outside} outside");
}

#[test]
fn texts_that_differ_in_one_byte_only_are_told_apart() {
    let literals: BTreeSet<String> = (0..200).map(|at| format!("{}x{}", "a".repeat(at), "a".repeat(199 - at))).collect();
    let set = set(&literals);
    assert!(literals.iter().all(|literal| set.contains(literal)));
    assert!(!set.contains(&"a".repeat(200)));
}

#[test]
fn a_table_stays_small() {
    let literals: Vec<String> = (0..5_000).map(|index| format!("program-{index}.exe")).collect();
    let table = literal_set::build(literals.iter().map(String::as_str));
    assert!(table.slots.len() <= 8_192 && table.displacements.len() <= 2_048);
    let reversed = literal_set::build(literals.iter().rev().chain(&literals).map(String::as_str));
    assert_eq!(table, reversed, "order and repetition do not count");
    assert!(literal_set::build([]).slots.iter().all(|slot| slot.is_empty()));
}
