//! Parts of texts → the tables of `detectors::index::Automaton`.

use super::Part;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The automaton, field by field as in the runtime; rows are sets of what the parts stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Automaton {
    /// For each byte its class.
    pub classes: Vec<u8>,
    /// The class of the mark behind the text.
    pub end: u8,
    /// The state behind the mark before the text.
    pub start: u16,
    /// For each state its edges, sorted: class and state.
    pub edges: Vec<Vec<(u8, u16)>>,
    /// For each class where it leads from state 0.
    pub roots: Vec<u16>,
    /// For each state what is complete there. States behind `first_complete` have some.
    pub complete: Vec<BTreeSet<usize>>,
    /// The first state that completes a part.
    pub first_complete: u16,
}

/// A state while the trie grows.
#[derive(Debug, Default, Clone)]
struct Node {
    next: BTreeMap<u8, usize>,
    complete: BTreeSet<usize>,
    fail: usize,
}

impl Automaton {
    /// The automaton of these parts, each with what it stands for. `None`: they need more states, or different bytes, than fit.
    pub fn of(parts: &BTreeMap<Part, BTreeSet<usize>>) -> Option<Self> {
        let bytes: BTreeSet<u8> = parts.keys().flat_map(|part| part.text.bytes()).collect();
        // Class 0 is that of other bytes; then come those of bytes, the mark before and the mark behind.
        let last = u8::try_from(bytes.len().checked_add(2)?).ok()?;
        let (start_mark, end) = (last - 1, last);
        let mut classes = vec![0; 256];
        for (class, byte) in (1..).zip(&bytes) {
            classes[usize::from(*byte)] = class;
            classes[usize::from(byte.to_ascii_uppercase())] = class;
        }
        let mut nodes = vec![Node::default()];
        for (part, stands_for) in parts {
            let before = part.at_start.then_some(start_mark);
            let behind = part.at_end.then_some(end);
            let text = part.text.bytes().map(|byte| classes[usize::from(byte)]);
            let mut at = 0;
            for class in before.into_iter().chain(text).chain(behind) {
                at = match nodes[at].next.get(&class) {
                    Some(next) => *next,
                    None => {
                        nodes.push(Node::default());
                        let new = nodes.len() - 1;
                        nodes[at].next.insert(class, new);
                        new
                    }
                };
            }
            nodes[at].complete.extend(stands_for);
        }
        // The state behind the mark is there, even if no part begins at the start.
        let start = match nodes[0].next.get(&start_mark) {
            Some(start) => *start,
            None => {
                nodes.push(Node::default());
                let new = nodes.len() - 1;
                nodes[0].next.insert(start_mark, new);
                new
            }
        };
        link(&mut nodes);
        Self::numbered(&nodes, classes, end, start)
    }

    /// The states in their final order: those that complete nothing first.
    fn numbered(nodes: &[Node], classes: Vec<u8>, end: u8, start: usize) -> Option<Self> {
        let mut order: Vec<usize> = (0..nodes.len()).collect();
        order.sort_by_key(|node| !nodes[*node].complete.is_empty());
        let mut numbers = vec![0_u16; nodes.len()];
        for (number, node) in order.iter().enumerate() {
            numbers[*node] = u16::try_from(number).ok().filter(|number| *number < u16::MAX)?;
        }
        let number = |node: &usize| numbers[*node];
        let root: BTreeMap<u8, usize> = nodes[0].next.clone();
        let roots: Vec<u16> = (0..=end).map(|class| root.get(&class).map_or(0, number)).collect();
        let edges = order.iter().map(|node| {
            let all = transitions(nodes, *node);
            let deeper = all.into_iter().filter(|(class, to)| root.get(class) != Some(to));
            deeper.map(|(class, to)| (class, number(&to))).collect()
        });
        let edges = edges.collect();
        let first_complete = order.iter().position(|node| !nodes[*node].complete.is_empty()).unwrap_or(order.len());
        Some(Self {
            classes,
            end,
            start: numbers[start],
            edges,
            roots,
            complete: order.iter().map(|node| nodes[*node].complete.clone()).collect(),
            first_complete: u16::try_from(first_complete).ok()?,
        })
    }
}

/// Sets where each state falls back to, and adds what is complete there.
fn link(nodes: &mut [Node]) {
    let mut queue: VecDeque<usize> = nodes[0].next.values().copied().collect();
    while let Some(at) = queue.pop_front() {
        let next: Vec<(u8, usize)> = nodes[at].next.iter().map(|(class, next)| (*class, *next)).collect();
        for (class, child) in next {
            let mut fallback = nodes[at].fail;
            let fail = loop {
                match nodes[fallback].next.get(&class) {
                    Some(next) => break *next,
                    None if fallback == 0 => break 0,
                    None => fallback = nodes[fallback].fail,
                }
            };
            nodes[child].fail = fail;
            let complete = nodes[fail].complete.clone();
            nodes[child].complete.extend(complete);
            queue.push_back(child);
        }
    }
}

/// Where each class leads from a state, by itself or from where it falls back to; not to state 0.
fn transitions(nodes: &[Node], node: usize) -> BTreeMap<u8, usize> {
    let mut all = BTreeMap::new();
    let mut at = node;
    loop {
        for (class, to) in &nodes[at].next {
            all.entry(*class).or_insert(*to);
        }
        if at == 0 {
            return all;
        }
        at = nodes[at].fail;
    }
}
