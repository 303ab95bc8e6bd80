//! Starts or ends of texts → the tables of `detectors::index::Trie`.

use super::Part;
use std::collections::{BTreeMap, BTreeSet};

/// The tree, field by field as in the runtime; rows are sets of what the texts stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trie {
    /// For each state its edges: byte and state.
    pub edges: Vec<BTreeMap<u8, u16>>,
    /// For each state what is complete there. States behind `first_complete` have some.
    pub complete: Vec<BTreeSet<usize>>,
    /// The first state that completes a text.
    pub first_complete: u16,
}

impl Trie {
    /// The tree of what values start with; both ends of a part that is a whole value count as its start. `None`: it has too many
    /// states or edges.
    pub fn of_starts(parts: &BTreeMap<Part, BTreeSet<usize>>) -> Option<Self> {
        Self::of(parts.iter().map(|(part, stands_for)| (part.text.bytes().collect(), stands_for)))
    }

    /// The tree of what values end with.
    pub fn of_ends(parts: &BTreeMap<Part, BTreeSet<usize>>) -> Option<Self> {
        Self::of(parts.iter().map(|(part, stands_for)| (part.text.bytes().rev().collect(), stands_for)))
    }

    fn of<'a>(texts: impl Iterator<Item = (Vec<u8>, &'a BTreeSet<usize>)>) -> Option<Self> {
        let mut nodes: Vec<(BTreeMap<u8, usize>, BTreeSet<usize>)> = vec![Default::default()];
        for (text, stands_for) in texts {
            let mut at = 0;
            for byte in text {
                let new = nodes.len();
                at = *nodes[at].0.entry(byte).or_insert(new);
                if at == new {
                    nodes.push(Default::default());
                }
            }
            nodes[at].1.extend(stands_for);
        }
        // Those that complete nothing first; state 0 stays what it is, as no part is empty.
        let mut order: Vec<usize> = (0..nodes.len()).collect();
        order.sort_by_key(|node| !nodes[*node].1.is_empty());
        let mut numbers = vec![0_u16; nodes.len()];
        for (number, node) in order.iter().enumerate() {
            numbers[*node] = u16::try_from(number).ok().filter(|number| *number < u16::MAX)?;
        }
        let complete: Vec<BTreeSet<usize>> = order.iter().map(|node| nodes[*node].1.clone()).collect();
        let first_complete = complete.iter().position(|of_state| !of_state.is_empty()).unwrap_or(complete.len());
        let edges = order.iter().map(|node| nodes[*node].0.iter().map(|(byte, to)| (*byte, numbers[*to])).collect());
        Some(Self { edges: edges.collect(), complete, first_complete: u16::try_from(first_complete).ok()? })
    }
}
