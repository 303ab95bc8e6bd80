//! Turns a [`Node`] into a Thompson automaton over the bytes of UTF-8, built state by state.
//!
//! Complements and intersections have no such form: each becomes a deterministic automaton first, whose states are then
//! copied in. So they may stand anywhere in a pattern.

use super::ast::Node;
use super::dfa::Table;
use regex_automata::nfa::thompson::{BuildError, Builder, NFA, Transition};
use regex_automata::util::look::Look;
use regex_automata::util::primitives::StateID;
use regex_syntax::hir::ClassUnicode;
use regex_syntax::utf8::Utf8Sequences;
use std::collections::HashMap;
use std::rc::Rc;

/// Memory that the states of one automaton may take.
const NFA_BYTES_MAX: usize = 4 << 20;

/// The pattern needs more than is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooLarge;

impl From<BuildError> for TooLarge {
    fn from(_: BuildError) -> Self {
        Self
    }
}

/// An automaton that matches at the end of a text if the whole text is in the language of `node`.
pub(super) fn build(node: &Node) -> Result<NFA, TooLarge> {
    let mut builder = Builder::new();
    builder.set_size_limit(Some(NFA_BYTES_MAX))?;
    builder.start_pattern()?;
    let found = builder.add_match()?;
    let end = builder.add_look(found, Look::End)?;
    let mut states = States { builder, tables: HashMap::new() };
    let start = states.add(node, end)?;
    states.builder.finish_pattern(start)?;
    Ok(states.builder.build(start, start)?)
}

/// Ranges of bytes, one for each byte of a code point.
type Bytes = Vec<(u8, u8)>;

struct States {
    builder: Builder,
    /// What was determinized already, by the address of its node: a repetition copies it often.
    tables: HashMap<*const Node, Rc<Table>>,
}

impl States {
    /// Adds states that read a text of `node` and go on to `next`; gives the first of them.
    fn add(&mut self, node: &Node, next: StateID) -> Result<StateID, TooLarge> {
        match node {
            Node::Empty => Ok(next),
            Node::Nothing => Ok(self.builder.add_fail()?),
            Node::Class(set) => self.add_class(set, next),
            Node::Concat(nodes) => nodes.iter().rev().try_fold(next, |next, node| self.add(node, next)),
            Node::Union(nodes) => {
                let any_of = nodes.iter().map(|node| self.add(node, next)).collect::<Result<_, _>>()?;
                Ok(self.builder.add_union(any_of)?)
            }
            Node::Repeat { node, min, max } => self.add_repeat(node, *min, *max, next),
            Node::Intersection(_) | Node::Complement(_) => {
                let known = self.tables.get(&std::ptr::from_ref(node)).map(Rc::clone);
                let table = match known {
                    Some(table) => table,
                    None => Rc::new(Table::of(node)?),
                };
                self.tables.insert(node, Rc::clone(&table));
                self.add_table(&table, next)
            }
        }
    }

    fn add_repeat(&mut self, node: &Node, min: u32, max: Option<u32>, next: StateID) -> Result<StateID, TooLarge> {
        let mut start = next;
        match max {
            Some(max) => {
                // Each of the optional ones may be the first to be left out.
                for _ in min..max {
                    let taken = self.add(node, start)?;
                    start = self.builder.add_union(vec![taken, next])?;
                }
            }
            None => {
                let again = self.builder.add_union(Vec::new())?;
                let taken = self.add(node, again)?;
                self.builder.patch(again, taken)?;
                self.builder.patch(again, next)?;
                start = again;
            }
        }
        (0..min).try_fold(start, |start, _| self.add(node, start))
    }

    fn add_class(&mut self, set: &ClassUnicode, next: StateID) -> Result<StateID, TooLarge> {
        let sequences = set.ranges().iter().flat_map(|range| Utf8Sequences::new(range.start(), range.end()));
        let sequences: Vec<Bytes> =
            sequences.map(|sequence| sequence.as_slice().iter().map(|byte| (byte.start, byte.end)).collect()).collect();
        self.add_sequences(&sequences, next, &mut HashMap::new())
    }

    /// One state with a way out for each first byte; equal rests share their states.
    ///
    /// The sequences are ascending and do not overlap, so two ranges of first bytes are equal or apart: a range of more
    /// than one byte comes with all continuations.
    fn add_sequences(
        &mut self,
        sequences: &[Bytes],
        next: StateID,
        known: &mut HashMap<Vec<Bytes>, StateID>,
    ) -> Result<StateID, TooLarge> {
        let mut transitions = Vec::new();
        for same_first in sequences.chunk_by(|left, right| left.first() == right.first()) {
            let Some((start, end)) = same_first.first().and_then(|bytes| bytes.first()).copied() else {
                return Ok(next);
            };
            let rests: Vec<Bytes> = same_first.iter().map(|bytes| bytes[1..].to_vec()).collect();
            let to = match known.get(&rests) {
                Some(state) => *state,
                None => self.add_sequences(&rests, next, known)?,
            };
            known.insert(rests, to);
            transitions.push(Transition { start, end, next: to });
        }
        Ok(self.builder.add_sparse(transitions)?)
    }

    fn add_table(&mut self, table: &Table, next: StateID) -> Result<StateID, TooLarge> {
        let mut states = Vec::new();
        for _ in 0..table.len() {
            states.push(self.builder.add_union(Vec::new())?);
        }
        for (state, id) in states.iter().enumerate() {
            let transitions = table.ranges(state).map(|(start, end, to)| Transition { start, end, next: states[to] });
            let leave = self.builder.add_sparse(transitions.collect())?;
            self.builder.patch(*id, leave)?;
            if table.accepts(state) {
                self.builder.patch(*id, next)?;
            }
        }
        Ok(states[table.start()])
    }
}
