//! Deterministic automata while they are built: made of a [`Node`], combined, made small, and written out as a [`Dfa`].

use super::Dfa;
use super::ast::Node;
use super::nfa::{self, TooLarge};
use regex_automata::Anchored;
use regex_automata::MatchKind;
use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson::NFA;
use regex_automata::util::start;
use std::collections::HashMap;

/// Memory that the automaton may take before it is made small, and while it is made.
const DFA_BYTES_MAX: usize = 3 << 20;
const DETERMINIZE_BYTES_MAX: usize = 6 << 20;

/// States of a product of two automata.
const PRODUCT_STATES_MAX: usize = 100_000;

/// A total automaton over bytes. State 0 is dead.
#[derive(Debug, Clone)]
pub(super) struct Table {
    /// For each byte its class.
    classes: Vec<u8>,
    class_count: usize,
    /// `next[state * class_count + class]`
    next: Vec<u32>,
    accepting: Vec<bool>,
    start: usize,
}

const DEAD: usize = 0;

impl Table {
    /// The smallest automaton for a language.
    pub(super) fn of(node: &Node) -> Result<Self, TooLarge> {
        match node {
            Node::Intersection(nodes) => {
                let mut all = Self::of(&Node::any_text())?;
                for node in nodes {
                    all = all.combine(&Self::of(node)?, |left, right| left && right)?;
                }
                Ok(all)
            }
            // Only texts are in the complement, not every string of bytes.
            Node::Complement(node) => Self::of(&Node::any_text())?.combine(&Self::of(node)?, |any, inner| any && !inner),
            _ => Ok(Self::determinize(&nfa::build(node)?)?.minimized()),
        }
    }

    /// How many states there are.
    pub(super) fn len(&self) -> usize {
        self.accepting.len()
    }

    /// Where a text starts.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    /// Whether a text that ends here is in the language.
    pub(super) fn accepts(&self, state: usize) -> bool {
        self.accepting[state]
    }

    /// The ways out of a state that lead somewhere: ranges of bytes, ascending, and the state behind.
    pub(super) fn ranges(&self, state: usize) -> impl Iterator<Item = (u8, u8, usize)> + '_ {
        let mut at = 0_usize;
        std::iter::from_fn(move || {
            while at < 256 {
                let (first, to) = (at, self.step(state, at));
                while at < 256 && self.step(state, at) == to {
                    at += 1;
                }
                if to != DEAD {
                    return Some((first as u8, (at - 1) as u8, to));
                }
            }
            None
        })
    }

    fn step(&self, state: usize, byte: usize) -> usize {
        self.next[state * self.class_count + self.classes[byte] as usize] as usize
    }

    fn determinize(nfa: &NFA) -> Result<Self, TooLarge> {
        let config = dense::Config::new()
            .start_kind(StartKind::Anchored)
            .match_kind(MatchKind::All)
            .accelerate(false)
            .dfa_size_limit(Some(DFA_BYTES_MAX))
            .determinize_size_limit(Some(DETERMINIZE_BYTES_MAX));
        let dfa = dense::Builder::new().configure(config).build_from_nfa(nfa).map_err(|_| TooLarge)?;
        let start = dfa.start_state(&start::Config::new().anchored(Anchored::Yes)).map_err(|_| TooLarge)?;
        let classes: Vec<u8> = (0..=255).map(|byte| dfa.byte_classes().get(byte)).collect();
        let class_count = classes.iter().max().map_or(1, |last| *last as usize + 1);
        let mut representatives = vec![0_u8; class_count];
        for byte in 0..=255 {
            representatives[classes[byte as usize] as usize] = byte;
        }
        let mut explored = Explored::new(start);
        // Acceptance is a matter of the end of the text: the library's automata know of a match one step late.
        explored.run(usize::MAX, |state| {
            let state = *state;
            let next = representatives.iter().map(|byte| {
                let next = dfa.next_state(state, *byte);
                (!dfa.is_dead_state(next)).then_some(next)
            });
            (next.collect(), dfa.is_match_state(dfa.next_eoi_state(state)))
        })?;
        Ok(explored.table(classes, class_count))
    }

    /// The product with another automaton, made small.
    fn combine(&self, other: &Self, accepts: impl Fn(bool, bool) -> bool) -> Result<Self, TooLarge> {
        let mut pairs: Vec<(u8, u8)> = Vec::new();
        let classes = (0..256).map(|byte| {
            let pair = (self.classes[byte], other.classes[byte]);
            pairs.iter().position(|known| *known == pair).unwrap_or_else(|| {
                pairs.push(pair);
                pairs.len() - 1
            }) as u8
        });
        let classes: Vec<u8> = classes.collect();
        let mut explored = Explored::new((self.start, other.start));
        explored.run(PRODUCT_STATES_MAX, |(left, right)| {
            let next = pairs.iter().map(|(mine, theirs)| {
                let left = self.next[left * self.class_count + *mine as usize] as usize;
                let right = other.next[right * other.class_count + *theirs as usize] as usize;
                Some((left, right))
            });
            (next.collect(), accepts(self.accepting[*left], other.accepting[*right]))
        })?;
        Ok(explored.table(classes, pairs.len()).minimized())
    }

    /// The smallest automaton of the same language.
    fn minimized(self) -> Self {
        let blocks = self.equivalent_states();
        let mut explored = Explored::new(blocks[self.start]);
        let mut member = HashMap::new();
        for (state, block) in blocks.iter().enumerate() {
            member.entry(*block).or_insert(state);
        }
        let dead = blocks[DEAD];
        let done = explored.run(usize::MAX, |block| {
            let state = member[block];
            let row = &self.next[state * self.class_count..(state + 1) * self.class_count];
            let next = row.iter().map(|to| Some(blocks[*to as usize]).filter(|block| *block != dead));
            (next.collect(), self.accepting[state])
        });
        debug_assert!(done.is_ok(), "no limit was given");
        explored.table(self.classes, self.class_count)
    }

    /// For each state the number of its block: two states are in one block if the same texts are accepted from them.
    ///
    /// Hopcroft's refinement: a block is split by the states from which another block is reached, and of the halves of a
    /// split only the smaller one has to be looked at again.
    fn equivalent_states(&self) -> Vec<usize> {
        let came_from = self.predecessors();
        let (accepting, others): (Vec<usize>, Vec<usize>) = (0..self.len()).partition(|state| self.accepting[*state]);
        let mut block_of = vec![0; self.len()];
        for state in &accepting {
            block_of[*state] = 1;
        }
        let mut blocks = vec![others, accepting];
        let mut waiting = vec![0, 1];
        let mut is_waiting = vec![true, true];
        while let Some(splitter) = waiting.pop() {
            is_waiting[splitter] = false;
            let members = blocks[splitter].clone();
            for class in 0..self.class_count {
                let mut reached: HashMap<usize, Vec<usize>> = HashMap::new();
                for from in members.iter().flat_map(|state| came_from.of(*state, class)) {
                    reached.entry(block_of[from]).or_default().push(from);
                }
                let mut touched: Vec<(usize, Vec<usize>)> = reached.into_iter().collect();
                touched.sort_unstable_by_key(|(block, _)| *block);
                for (block, part) in touched {
                    if part.len() == blocks[block].len() {
                        continue;
                    }
                    let new = blocks.len();
                    for state in &part {
                        block_of[*state] = new;
                    }
                    blocks[block].retain(|state| block_of[*state] == block);
                    let part_is_smaller = part.len() <= blocks[block].len();
                    blocks.push(part);
                    is_waiting.push(false);
                    let again = if is_waiting[block] || part_is_smaller { new } else { block };
                    is_waiting[again] = true;
                    waiting.push(again);
                }
            }
        }
        block_of
    }

    fn predecessors(&self) -> Predecessors {
        let mut counts = vec![0_u32; self.next.len() + 1];
        let key = |to: u32, class: usize| to as usize * self.class_count + class;
        for (at, to) in self.next.iter().enumerate() {
            counts[key(*to, at % self.class_count) + 1] += 1;
        }
        for at in 1..counts.len() {
            counts[at] += counts[at - 1];
        }
        let mut filled = counts.clone();
        let mut states = vec![0_u32; self.next.len()];
        for (at, to) in self.next.iter().enumerate() {
            let slot = &mut filled[key(*to, at % self.class_count)];
            states[*slot as usize] = (at / self.class_count) as u32;
            *slot += 1;
        }
        Predecessors { begins: counts, states, class_count: self.class_count }
    }

    /// Written out: bytes that are never told apart share a class, the start is state 1.
    pub(super) fn finish(&self) -> Dfa {
        let len = self.len();
        let column = |class: usize| -> Vec<u32> { (0..len).map(|state| self.next[state * self.class_count + class]).collect() };
        let mut columns: Vec<Vec<u32>> = Vec::new();
        let merged: Vec<u8> = (0..self.class_count)
            .map(|class| {
                let column = column(class);
                columns.iter().position(|known| *known == column).unwrap_or_else(|| {
                    columns.push(column);
                    columns.len() - 1
                }) as u8
            })
            .collect();
        let classes = self.classes.iter().map(|class| merged[*class as usize]).collect();
        let transitions = (0..len).flat_map(|state| columns.iter().map(move |column| column[state] as u16)).collect();
        Dfa { classes, class_count: columns.len(), transitions, accepting: self.accepting.clone() }
    }
}

/// For each state and class the states that lead there.
struct Predecessors {
    begins: Vec<u32>,
    states: Vec<u32>,
    class_count: usize,
}

impl Predecessors {
    fn of(&self, state: usize, class: usize) -> impl Iterator<Item = usize> + '_ {
        let key = state * self.class_count + class;
        self.states[self.begins[key] as usize..self.begins[key + 1] as usize].iter().map(|state| *state as usize)
    }
}

/// The states of some other automaton that can be reached, numbered in the order of finding. 0 is dead, 1 is the start.
struct Explored<S> {
    numbers: HashMap<S, u32>,
    found: Vec<S>,
    next: Vec<u32>,
    accepting: Vec<bool>,
}

impl<S: Clone + Eq + std::hash::Hash> Explored<S> {
    fn new(start: S) -> Self {
        Self { numbers: HashMap::from([(start.clone(), 1)]), found: vec![start], next: Vec::new(), accepting: vec![false] }
    }

    /// `leave` gives for each class the next state, `None` if it is dead, and whether the state accepts.
    fn run(&mut self, states_max: usize, leave: impl Fn(&S) -> (Vec<Option<S>>, bool)) -> Result<(), TooLarge> {
        let mut at = 0;
        while let Some(state) = self.found.get(at).cloned() {
            let (row, accepting) = leave(&state);
            for next in row {
                let number = next.map_or(DEAD as u32, |next| self.number(next));
                self.next.push(number);
            }
            self.accepting.push(accepting);
            if self.found.len() > states_max {
                return Err(TooLarge);
            }
            at += 1;
        }
        Ok(())
    }

    fn number(&mut self, state: S) -> u32 {
        let new = self.found.len() as u32 + 1;
        let number = *self.numbers.entry(state.clone()).or_insert(new);
        if number == new {
            self.found.push(state);
        }
        number
    }

    fn table(self, classes: Vec<u8>, class_count: usize) -> Table {
        let mut next = vec![DEAD as u32; class_count];
        next.extend(self.next);
        Table { classes, class_count, next, accepting: self.accepting, start: 1 }
    }
}
