//! A condition as a tree of `and`, `or` and `not` over leaves, and what each node says of a document.
//!
//! What is asked of elements and of ancestors is part of the tree: below it stands the condition, answered for each of them.

use crate::eql::ast::{Body, Call, Expr, ExprKind, Query};
use crate::evaluate::predicate;
use crate::evaluate::{Ancestry, Document, Failed, Subject, Value};
use crate::ir::{self, FieldRef, Lineage, Owner, Predicate};
use crate::resolve::{self, Parts, Search};
use crate::schema::{Lookup, Schema};
use crate::source::Span;

/// A boolean node of a condition, as it is written.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Its number within the query, in the order of the text, from 0.
    pub id: usize,
    /// Its place; brackets around it are no part of it.
    pub span: Span,
    /// It as EQL, on one line.
    pub text: String,
    /// What it is made of.
    pub shape: Shape,
    /// What it means by itself; `None` is null: neither true nor false, of every event.
    predicate: Option<Predicate>,
}

/// What a condition is made of.
#[derive(Debug, Clone)]
pub enum Shape {
    /// All of them.
    And(Vec<Condition>),
    /// Any of them.
    Or(Vec<Condition>),
    /// The complement.
    Not(Box<Condition>),
    /// `_arraysearch(…)`, `descendant of […]`: some element of the event, or some event of an ancestor of its process, has to meet
    /// the condition.
    Some(Among, Box<Condition>),
    /// Anything else.
    Leaf {
        /// The different fields that it reads, in order.
        fields: Vec<ReadField>,
        /// The elements of its list, where it has more than one.
        alternatives: Vec<Alternative>,
    },
}

/// What is looked through for something that meets a condition.
#[derive(Debug, Clone, PartialEq)]
pub enum Among {
    /// The elements of an array of objects.
    Elements {
        /// Dotted name of the array.
        array: String,
    },
    /// What has been told of the ancestors of the process, so far.
    Ancestors(Lineage),
}

/// A field that a leaf reads.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadField {
    /// As the rule names it: `event0.process.name` is a field of an earlier event, `$entry.protection` that of an element.
    pub name: String,
    /// Which, and of which event. Of the elements of an array it stands for the field of all of them.
    pub field: FieldRef,
}

/// One element of a list: `"bash"` of `process.name in ("bash", "sh")`.
#[derive(Debug, Clone)]
pub struct Alternative {
    /// Its place.
    pub span: Span,
    /// It as EQL.
    pub text: String,
    /// The condition with this element alone, not negated.
    predicate: Option<Predicate>,
}

/// What a node says of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    True,
    /// It does not.
    False,
    /// It is the constant null, which neither holds nor does its negation: an optional field that the schema does not know.
    Null,
    /// It cannot be computed: an overflow, a division by zero, a text that is no number.
    Failed,
}

/// A node and what it says of a document.
#[derive(Debug, Clone)]
pub struct Answer<'q, 'd> {
    /// The node.
    pub condition: &'q Condition,
    /// What it says by itself.
    pub truth: Truth,
    /// Its operands'; of [`Shape::Some`] those of its condition, one for each candidate.
    pub parts: Vec<Answer<'q, 'd>>,
    /// Of [`Shape::Some`], for each part: which element, from 0, or which of the events.
    pub candidates: Vec<usize>,
    /// Of a leaf: the fields that it reads, and their values; none where one is missing.
    pub values: Vec<(&'q ReadField, &'d [Value])>,
    /// Of a leaf: which of its alternatives the document meets.
    pub met: Vec<bool>,
}

/// Where a condition stands.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    pub(super) query: &'a Query,
    /// The number of its term; beyond the last one it is `until`.
    pub(super) term: usize,
    /// The search of elements that it is in.
    pub(super) search: Option<Search<'a>>,
    pub(super) schema: &'a Schema,
    /// What its parts mean.
    pub(super) parts: &'a Parts,
}

/// An event that is judged, for as long as answers are wanted, and what is known beside it.
#[derive(Clone, Copy)]
pub(super) struct Judged<'d, 's> {
    pub(super) event: &'d Document,
    /// The element that a search looks at.
    pub(super) element: Option<&'d Document>,
    /// The events of a sequence so far, each with the index of its term.
    pub(super) earlier: &'s [(usize, &'d Document)],
    /// All events, their ancestry, and which of them this is; `None` of an ancestor, which is judged alone.
    pub(super) among: Option<(&'d [Document], &'d Ancestry<'d>, usize)>,
}

impl Condition {
    /// What each node means by itself. `None` if one means nothing. Numbers them from `ids` on.
    pub(super) fn new<'a>(written: &'a Expr, place: &Place<'a>, ids: &mut usize) -> Option<Self> {
        let id = *ids;
        *ids += 1;
        let predicate = meaning(place.parts.get(&written.span)?.clone());
        let all = |operands: &'a [Expr], ids: &mut usize| -> Option<Vec<Self>> {
            operands.iter().map(|operand| Self::new(operand, place, ids)).collect()
        };
        let shape = match &written.kind {
            ExprKind::And(operands) => Shape::And(all(operands, ids)?),
            ExprKind::Or(operands) => Shape::Or(all(operands, ids)?),
            ExprKind::Not(operand) => Shape::Not(Box::new(Self::new(operand, place, ids)?)),
            kind => match place.looked_through(kind, predicate.as_ref()) {
                Some((among, condition, inner)) => Shape::Some(among, Box::new(Self::new(condition, &inner, ids)?)),
                None => Shape::Leaf {
                    fields: predicate.as_ref().map_or_else(Vec::new, |predicate| place.fields(predicate)),
                    alternatives: place.alternatives(written)?,
                },
            },
        };
        Some(Self { id, span: written.span, text: one_line(&written.to_string()), shape, predicate })
    }

    /// What it and each of its operands says of an event.
    pub(super) fn answer<'q, 'd>(&'q self, judged: Judged<'d, '_>) -> Answer<'q, 'd> {
        let subject = judged.subject();
        let mut answer = Answer {
            condition: self,
            truth: truth(self.predicate.as_ref(), subject),
            parts: Vec::new(),
            candidates: Vec::new(),
            values: Vec::new(),
            met: Vec::new(),
        };
        match &self.shape {
            Shape::And(operands) | Shape::Or(operands) => {
                answer.parts = operands.iter().map(|operand| operand.answer(judged)).collect();
            }
            Shape::Not(operand) => answer.parts = vec![operand.answer(judged)],
            Shape::Some(among, condition) => {
                for (candidate, judged) in judged.candidates(among) {
                    answer.candidates.push(candidate);
                    answer.parts.push(condition.answer(judged));
                }
            }
            Shape::Leaf { fields, alternatives } => {
                let values = |read: &ReadField| {
                    let owner = match read.field.owner {
                        Owner::Event => Some(judged.event),
                        Owner::Element => judged.element,
                        Owner::Earlier(term) => judged.earlier.iter().find(|(of, _)| *of == term).map(|(_, document)| *document),
                    };
                    owner.map_or(&[][..], |document| document.values(&read.field.name))
                };
                answer.values = fields.iter().map(|read| (read, values(read))).collect();
                let met = |alternative: &Alternative| truth(alternative.predicate.as_ref(), subject) == Truth::True;
                answer.met = alternatives.iter().map(met).collect();
            }
        }
        answer
    }

    /// Whether it says the same of every document.
    pub fn is_constant(&self) -> bool {
        matches!(self.predicate, None | Some(Predicate::Const(_)))
    }

    /// What it and its parts ask of ancestors, with repetitions.
    pub(super) fn lineages(&self) -> Vec<&Lineage> {
        let mut lineages = self.predicate.as_ref().map_or_else(Vec::new, Predicate::lineages);
        match &self.shape {
            Shape::And(operands) | Shape::Or(operands) => lineages.extend(operands.iter().flat_map(Self::lineages)),
            Shape::Not(operand) | Shape::Some(_, operand) => lineages.extend(operand.lineages()),
            Shape::Leaf { .. } => {}
        }
        lineages
    }

    /// Visits its leaves in order.
    pub fn leaves<'q>(&'q self, visit: &mut dyn FnMut(&'q Condition)) {
        match &self.shape {
            Shape::And(operands) | Shape::Or(operands) => operands.iter().for_each(|operand| operand.leaves(visit)),
            Shape::Not(operand) | Shape::Some(_, operand) => operand.leaves(visit),
            Shape::Leaf { .. } => visit(self),
        }
    }
}

impl<'d> Judged<'d, '_> {
    fn subject(&self) -> Subject<'_> {
        let ancestry = self.among.map(|(_, ancestry, index)| (ancestry, index));
        Subject { event: self.event, element: self.element, earlier: self.earlier, ancestry }
    }

    /// What is looked through: for each its number and how it is judged.
    fn candidates(self, among: &Among) -> Vec<(usize, Self)> {
        match (among, self.among) {
            (Among::Elements { array }, _) => {
                let elements = self.event.elements(array).iter().enumerate();
                elements.map(|(index, element)| (index, Self { element: Some(element), ..self })).collect()
            }
            (Among::Ancestors(lineage), Some((events, ancestry, index))) => {
                let told = ancestry.told_of_ancestors(index).filter_map(|index| Some((index, events.get(index)?)));
                let told = told.filter(|(_, event)| predicate::in_category(&lineage.ancestor.category, event));
                told.map(|(index, event)| (index, Self { event, element: None, earlier: &[], among: None })).collect()
            }
            (Among::Ancestors(_), None) => Vec::new(),
        }
    }
}

impl Answer<'_, '_> {
    /// How many leaves would have to be otherwise for the node to be true, or false; as many as it has where none would do.
    pub fn distance(&self, wanted: bool) -> usize {
        if self.truth == (if wanted { Truth::True } else { Truth::False }) {
            return 0;
        }
        let sum = || self.parts.iter().fold(0_usize, |sum, part| sum.saturating_add(part.distance(wanted)));
        let least = || self.parts.iter().map(|part| part.distance(wanted)).min().unwrap_or(1);
        let distance = match (&self.condition.shape, wanted) {
            (Shape::And(_), true) | (Shape::Or(_) | Shape::Some(..), false) => sum(),
            (Shape::And(_), false) | (Shape::Or(_) | Shape::Some(..), true) => least(),
            (Shape::Not(_), _) => self.parts.iter().map(|part| part.distance(!wanted)).sum(),
            (Shape::Leaf { .. }, _) => 1,
        };
        distance.max(1)
    }
}

impl<'a> Place<'a> {
    /// What a search looks through, and the condition that it looks for. One of a constant is a leaf: no event makes it another.
    fn looked_through(&self, kind: &'a ExprKind, meaning: Option<&Predicate>) -> Option<(Among, &'a Expr, Self)> {
        match (kind, meaning?) {
            (ExprKind::ArraySearch { array, variable, condition }, Predicate::AnyElement(search))
                if !matches!(*search.condition, Predicate::Const(_)) =>
            {
                let inner = Self { search: Some(Search { array, variable }), ..*self };
                Some((Among::Elements { array: search.array.to_string() }, condition, inner))
            }
            (ExprKind::Descendant(filter), Predicate::Descendant(lineage))
                if !matches!(lineage.ancestor.condition, Predicate::Const(_)) =>
            {
                Some((Among::Ancestors(lineage.clone()), &filter.condition, Self { search: None, ..*self }))
            }
            _ => None,
        }
    }

    /// The different fields that a predicate reads, in order.
    fn fields(&self, predicate: &Predicate) -> Vec<ReadField> {
        let mut fields: Vec<FieldRef> = Vec::new();
        let mut add = |field: &FieldRef| {
            if !fields.contains(field) {
                fields.push(field.clone());
            }
        };
        predicate.fields(&mut add);
        if !predicate.lineages().is_empty() {
            for name in [Lineage::ENTITY_ID, Lineage::PARENT_ENTITY_ID] {
                if let Lookup::Field(field) = self.schema.lookup(name) {
                    add(&field.into());
                }
            }
        }
        let read = |field: FieldRef| {
            let name = match (field.owner, &self.query.body, self.search) {
                (Owner::Earlier(term), Body::Sequence(sequence), _) => {
                    let alias = sequence.terms.get(term).and_then(|term| term.alias.as_ref());
                    alias.map(|(alias, _)| format!("{alias}.{}", field.name))
                }
                (Owner::Element, _, Some(search)) => Some(search.written(&field)),
                _ => None,
            };
            let name = name.unwrap_or_else(|| field.name.to_string());
            ReadField { name, field }
        };
        fields.into_iter().map(read).collect()
    }

    /// The elements of a list of constants, if there is more than one.
    fn alternatives(&self, written: &Expr) -> Option<Vec<Alternative>> {
        let alone = |kind: ExprKind, span: Span, text: String| {
            let place = resolve::Place { query: self.query, term: self.term, search: self.search };
            let expr = resolve::part(&Expr { kind, span: written.span }, place, self.schema)?;
            let predicate = meaning(expr);
            Some(Alternative { span, text, predicate })
        };
        match &written.kind {
            ExprKind::Match { value, operator, operator_span, patterns, .. } if patterns.len() > 1 => patterns
                .iter()
                .map(|pattern| {
                    let kind = ExprKind::Match {
                        value: value.clone(),
                        operator: *operator,
                        operator_span: *operator_span,
                        patterns: vec![pattern.clone()],
                        bracketed: false,
                    };
                    alone(kind, pattern.span, pattern.to_string())
                })
                .collect(),
            ExprKind::In { value, insensitive, list, .. } if list.len() > 1 => list
                .iter()
                .map(|element| {
                    let list = vec![element.clone()];
                    let kind = ExprKind::In { value: value.clone(), negated: false, insensitive: *insensitive, list };
                    alone(kind, element.span, element.to_string())
                })
                .collect(),
            ExprKind::Call(call) if call.name.eq_ignore_ascii_case("cidrMatch") && call.arguments.len() > 2 => {
                let [value, blocks @ ..] = call.arguments.as_slice() else { return Some(Vec::new()) };
                blocks
                    .iter()
                    .map(|block| {
                        let call = Call { arguments: vec![value.clone(), block.clone()], ..call.clone() };
                        alone(ExprKind::Call(call), block.span, block.to_string())
                    })
                    .collect()
            }
            _ => Some(Vec::new()),
        }
    }
}

/// What an expression means as a condition; `None` is null.
fn meaning(expr: ir::Expr) -> Option<Predicate> {
    (expr != ir::Expr::Null).then(|| resolve::predicate(expr))
}

fn truth(predicate: Option<&Predicate>, subject: Subject<'_>) -> Truth {
    match predicate.map(|predicate| predicate::of(predicate, subject)) {
        None => Truth::Null,
        Some(Ok(true)) => Truth::True,
        Some(Ok(false)) => Truth::False,
        Some(Err(Failed)) => Truth::Failed,
    }
}

/// A text with its line breaks as spaces.
fn one_line(text: &str) -> String {
    text.split('\n').map(str::trim).collect::<Vec<_>>().join(" ")
}
