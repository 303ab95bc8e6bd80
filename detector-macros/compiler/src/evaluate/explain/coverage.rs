//! Which conditions of a query a set of documents has put to the test.
//!
//! A leaf *decides* for a document if the document is of the category, and the filter's answer would be another were the
//! leaf's answer another: each other operand of an `and` above it is true, each other operand of an `or` false. A leaf has to
//! be seen to decide both as true and as false, and each element of a list has to be seen met where the leaf decides. This is
//! what masking MC/DC asks, without the pairing of the two documents.

use super::{Answer, Condition, Explainer, Filter, FilterAnswer, Scene, Shape, Truth};

/// What has been seen of each leaf of a query.
#[derive(Debug, Clone)]
pub struct Coverage {
    /// By the id of the condition.
    seen: Vec<Seen>,
}

#[derive(Debug, Clone, Default)]
struct Seen {
    as_true: bool,
    as_false: bool,
    alternatives: Vec<bool>,
}

/// Something that no document has shown.
#[derive(Debug, Clone, Copy)]
pub struct Gap<'q> {
    /// The term it is of.
    pub filter: &'q Filter,
    /// The leaf.
    pub leaf: &'q Condition,
    /// What was not seen of it.
    pub kind: GapKind,
}

/// What was not seen of a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GapKind {
    /// That it is true and decides.
    True,
    /// That it is false and decides.
    False,
    /// That this one of its alternatives is met where it decides.
    Alternative(usize),
}

impl Coverage {
    /// Nothing seen yet.
    pub fn new(query: &Explainer) -> Self {
        let mut seen = Vec::new();
        for filter in &query.filters {
            filter.condition.leaves(&mut |leaf| {
                if seen.len() <= leaf.id {
                    seen.resize(leaf.id + 1, Seen::default());
                }
                if let (Shape::Leaf { alternatives, .. }, Some(seen)) = (&leaf.shape, seen.get_mut(leaf.id)) {
                    seen.alternatives = vec![false; alternatives.len()];
                }
            });
        }
        Self { seen }
    }

    /// Adds what events show.
    pub fn add(&mut self, query: &Explainer, scene: &Scene<'_>) {
        for asked in query.asked(scene) {
            if let Some(answer) = asked.filter.answer(scene, asked.event, &asked.behind) {
                self.add_answer(&answer);
            }
        }
    }

    /// Adds what an answer shows.
    fn add_answer(&mut self, answer: &FilterAnswer<'_, '_>) {
        if answer.in_category {
            self.decide(&answer.condition);
        }
    }

    /// Adds what a node that decides shows.
    fn decide(&mut self, answer: &Answer<'_, '_>) {
        // Where something fails, nothing else decides.
        let neutral = match &answer.condition.shape {
            Shape::And(_) => Truth::True,
            Shape::Or(_) | Shape::Not(_) => Truth::False,
            Shape::Leaf { .. } => return self.leaf(answer),
        };
        for (index, part) in answer.parts.iter().enumerate() {
            // Null is no more true than false is.
            let is_neutral = |truth: Truth| truth == neutral || (neutral == Truth::False && truth == Truth::Null);
            let others = answer.parts.iter().enumerate().filter(|(other, _)| *other != index);
            if others.into_iter().all(|(_, other)| is_neutral(other.truth)) {
                self.decide(part);
            }
        }
    }

    fn leaf(&mut self, answer: &Answer<'_, '_>) {
        let Some(seen) = self.seen.get_mut(answer.condition.id) else { return };
        match answer.truth {
            Truth::True => seen.as_true = true,
            Truth::False => seen.as_false = true,
            Truth::Null | Truth::Failed => {}
        }
        for (seen, met) in seen.alternatives.iter_mut().zip(&answer.met) {
            *seen |= *met;
        }
    }

    /// How much there is to be seen of a query, and what of it was not, in the order of the text.
    pub fn gaps<'q>(&self, query: &'q Explainer) -> (usize, Vec<Gap<'q>>) {
        let mut total = 0;
        let mut gaps = Vec::new();
        for filter in &query.filters {
            filter.condition.leaves(&mut |leaf| {
                let Some(seen) = self.seen.get(leaf.id).filter(|_| !leaf.is_constant()) else { return };
                let both = [(GapKind::True, seen.as_true), (GapKind::False, seen.as_false)];
                let alternatives = seen.alternatives.iter().enumerate().map(|(index, met)| (GapKind::Alternative(index), *met));
                for (kind, is_seen) in both.into_iter().chain(alternatives) {
                    total += 1;
                    if !is_seen {
                        gaps.push(Gap { filter, leaf, kind });
                    }
                }
            });
        }
        (total, gaps)
    }
}
