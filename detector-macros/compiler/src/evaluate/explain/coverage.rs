//! Which conditions of a query a set of documents has put to the test.
//!
//! A leaf *decides* for a document if the document is of the category, and the filter's answer would be another were the
//! leaf's answer another: each other operand of an `and` above it is true, each other operand of an `or` false, and so is each
//! other element of a search, and all else that is told of ancestors. A leaf has to be seen to decide both as true and as false.
//! This is what masking MC/DC asks, without the pairing of the two documents.
//!
//! Which elements of a list have been met where the leaf decides is noted as well, and counted apart: an element is one of many
//! constants of a condition, not a condition of its own.

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

/// How much there is to be seen of a query, and what no document has shown.
#[derive(Debug, Clone)]
pub struct Extent<'q> {
    /// Two for each leaf: that it decides as true, and as false.
    pub decisions: usize,
    /// Of lists of more than one.
    pub elements: usize,
    /// What of both was not seen, in the order of the text.
    pub gaps: Vec<Gap<'q>>,
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
    /// That this element of its list is met where it decides.
    Element(usize),
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
            Shape::Or(_) | Shape::Not(_) | Shape::Some(..) => Truth::False,
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
    pub fn extent<'q>(&self, query: &'q Explainer) -> Extent<'q> {
        let mut extent = Extent { decisions: 0, elements: 0, gaps: Vec::new() };
        for filter in &query.filters {
            filter.condition.leaves(&mut |leaf| {
                let Some(seen) = self.seen.get(leaf.id).filter(|_| !leaf.is_constant()) else { return };
                let both = [(GapKind::True, seen.as_true), (GapKind::False, seen.as_false)];
                let elements = seen.alternatives.iter().enumerate().map(|(index, met)| (GapKind::Element(index), *met));
                extent.decisions += both.len();
                extent.elements += elements.len();
                for (kind, _) in both.into_iter().chain(elements).filter(|(_, is_seen)| !is_seen) {
                    extent.gaps.push(Gap { filter, leaf, kind });
                }
            });
        }
        extent
    }
}
