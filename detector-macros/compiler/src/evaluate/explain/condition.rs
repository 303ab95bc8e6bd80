//! A condition as a tree of `and`, `or` and `not` over leaves, and what each node says of a document.

use crate::eql::ast::{Body, Call, Expr, ExprKind, Query};
use crate::evaluate::predicate;
use crate::evaluate::{Document, Failed, Subject, Value};
use crate::ir::{self, FieldRef, Lineage, Owner, Predicate};
use crate::resolve::{self, Parts};
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
    /// Anything else.
    Leaf {
        /// The different fields that it reads, in order.
        fields: Vec<ReadField>,
        /// The elements of its list, where it has more than one.
        alternatives: Vec<Alternative>,
    },
}

/// A field that a leaf reads.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadField {
    /// As the rule names it: `event0.process.name` is a field of an earlier event.
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
    /// Its operands'.
    pub parts: Vec<Answer<'q, 'd>>,
    /// Of a leaf: the fields that it reads, and their values; none where one is missing.
    pub values: Vec<(&'q ReadField, &'d [Value])>,
    /// Of a leaf: which of its alternatives the document meets.
    pub met: Vec<bool>,
}

/// Where a condition stands.
pub(super) struct Place<'a> {
    pub(super) query: &'a Query,
    /// The number of its term; beyond the last one it is `until`.
    pub(super) term: usize,
    pub(super) schema: &'a Schema,
    /// What its parts mean.
    pub(super) parts: &'a Parts,
}

impl Condition {
    /// What each node means by itself. `None` if one means nothing. Numbers them from `ids` on.
    pub(super) fn new(written: &Expr, place: &Place<'_>, ids: &mut usize) -> Option<Self> {
        let id = *ids;
        *ids += 1;
        let predicate = meaning(place.parts.get(&written.span)?.clone());
        let all = |operands: &[Expr], ids: &mut usize| -> Option<Vec<Self>> {
            operands.iter().map(|operand| Self::new(operand, place, ids)).collect()
        };
        let shape = match &written.kind {
            ExprKind::And(operands) => Shape::And(all(operands, ids)?),
            ExprKind::Or(operands) => Shape::Or(all(operands, ids)?),
            ExprKind::Not(operand) => Shape::Not(Box::new(Self::new(operand, place, ids)?)),
            _ => Shape::Leaf {
                fields: predicate.as_ref().map_or_else(Vec::new, |predicate| place.fields(predicate)),
                alternatives: place.alternatives(written)?,
            },
        };
        Some(Self { id, span: written.span, text: one_line(&written.to_string()), shape, predicate })
    }

    /// What it and each of its operands says of an event, and the same with what is known beside it.
    pub(super) fn answer<'q, 'd>(
        &'q self,
        document: &'d Document,
        subject: Subject<'_>,
        earlier: &[(usize, &'d Document)],
    ) -> Answer<'q, 'd> {
        let mut answer = Answer {
            condition: self,
            truth: truth(self.predicate.as_ref(), subject),
            parts: Vec::new(),
            values: Vec::new(),
            met: Vec::new(),
        };
        match &self.shape {
            Shape::And(operands) | Shape::Or(operands) => {
                answer.parts = operands.iter().map(|operand| operand.answer(document, subject, earlier)).collect();
            }
            Shape::Not(operand) => answer.parts = vec![operand.answer(document, subject, earlier)],
            Shape::Leaf { fields, alternatives } => {
                let values = |read: &ReadField| {
                    let owner = match read.field.owner {
                        Owner::Event | Owner::Element => Some(document),
                        Owner::Earlier(term) => earlier.iter().find(|(of, _)| *of == term).map(|(_, document)| *document),
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

    /// Visits its leaves in order.
    pub fn leaves<'q>(&'q self, visit: &mut dyn FnMut(&'q Condition)) {
        match &self.shape {
            Shape::And(operands) | Shape::Or(operands) => operands.iter().for_each(|operand| operand.leaves(visit)),
            Shape::Not(operand) => operand.leaves(visit),
            Shape::Leaf { .. } => visit(self),
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
            (Shape::And(_), true) | (Shape::Or(_), false) => sum(),
            (Shape::And(_), false) | (Shape::Or(_), true) => least(),
            (Shape::Not(_), _) => self.parts.iter().map(|part| part.distance(!wanted)).sum(),
            (Shape::Leaf { .. }, _) => 1,
        };
        distance.max(1)
    }
}

impl Place<'_> {
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
            let alias = match (field.owner, &self.query.body) {
                (Owner::Earlier(term), Body::Sequence(sequence)) => sequence.terms.get(term).and_then(|term| term.alias.as_ref()),
                _ => None,
            };
            let name = alias.map_or_else(|| field.name.to_string(), |(alias, _)| format!("{alias}.{}", field.name));
            ReadField { name, field }
        };
        fields.into_iter().map(read).collect()
    }

    /// The elements of a list of constants, if there is more than one.
    fn alternatives(&self, written: &Expr) -> Option<Vec<Alternative>> {
        let alone = |kind: ExprKind, span: Span, text: String| {
            let expr = resolve::part(&Expr { kind, span: written.span }, self.query, self.term, self.schema)?;
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
