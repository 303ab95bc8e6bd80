//! Conditions that can never hold, that always hold, or that change nothing.

use super::condition::{Node, Shape};
use super::logic::{Formula, Logic, Values};
use super::{Role, Rule, Stage, text};
use crate::diagnostics::Diagnostics;
use crate::eql::ast::{Expr, ExprKind, Literal};
use crate::errors::lints::truth as errors;
use crate::ir::{Category, Comparison, FieldRef, Predicate, Test};
use crate::source::Span;

/// Conditions that exclude each other, alternatives of which one always holds, and conditions that others make idle.
pub(super) fn contradictions_and_certainties(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    for stage in &rule.stages {
        let category = match stage.category {
            Category::Any => None,
            Category::Named { field, name } => Some((FieldRef::from(field.clone()), Test::Text(Comparison::Equal, name.clone()))),
        };
        let mut facts = Vec::new();
        if let (Some((field, test)), Some(span)) = (&category, stage.category_span) {
            facts.push(Fact { formula: Formula::Is(field, test), span });
        }
        let whole = Formula::All(facts.iter().map(|fact| fact.formula.clone()).chain([Formula::of(&stage.condition)]).collect());
        let any = Logic::new(rule.schema, Values::Any);
        let one = Logic::new(rule.schema, Values::One);
        let never = any.never(&whole) || one.never(&whole);
        let two_valued = !stage.condition.can_fail() && !stage.condition.has_null();
        let mut walk = Walk { rule, any, one, two_valued, consequence: never.then(|| consequence(stage)), diagnostics };
        walk.node(&stage.condition, &facts);
    }
}

/// What comes of a filter that no event meets.
fn consequence(stage: &Stage<'_>) -> &'static str {
    match stage.role {
        Role::Event => "so the rule never alerts",
        Role::Term(_) => "so no event meets this stage, and the rule never alerts",
        Role::Missing => "so the event is always missing, and the stage changes nothing",
        Role::Until => "so `until` never ends anything",
        Role::Ancestor => "so no process has such an ancestor",
        Role::Element(_) => "so the search finds no element",
    }
}

/// What surely holds where a part of a condition matters.
#[derive(Clone)]
struct Fact<'n> {
    formula: Formula<'n>,
    span: Span,
}

struct Walk<'n, 'd> {
    rule: &'n Rule<'n>,
    any: Logic<'n>,
    one: Logic<'n>,
    /// Whether the whole condition is true or false of every event. Where a part of it may fail, one that changes nothing may still
    /// keep another from being looked at, and failing.
    two_valued: bool,
    consequence: Option<&'static str>,
    diagnostics: &'d mut Diagnostics,
}

/// What a part is, given the facts.
enum Finding {
    Impossible,
    Certain,
}

impl<'n> Walk<'n, '_> {
    fn node(&mut self, node: &'n Node<'_>, facts: &[Fact<'n>]) {
        match &node.shape {
            Shape::And(operands) => self.and(operands, facts),
            Shape::Or(operands) => self.or(node, operands, facts),
            Shape::Not(operand) => match &operand.shape {
                Shape::And(_) | Shape::Or(_) | Shape::Not(_) => self.node(operand, facts),
                Shape::Leaf(_) | Shape::Null => self.alone(operand, facts),
            },
            Shape::Leaf(_) | Shape::Null => self.alone(node, facts),
        }
    }

    /// The one condition beside the category.
    fn alone(&mut self, node: &'n Node<'_>, facts: &[Fact<'n>]) {
        let formula = Formula::of(node);
        if let [fact] = facts
            && let Some((Finding::Impossible, _)) = self.finding(fact, &formula)
        {
            self.diagnostics.push(errors::excluded(node.ast.span, fact.span, false, self.consequence));
        }
    }

    fn and(&mut self, operands: &'n [Node<'_>], facts: &[Fact<'n>]) {
        let own: Vec<Fact<'n>> =
            operands.iter().map(|operand| Fact { formula: Formula::of(operand), span: operand.ast.span }).collect();
        let mut idle = vec![false; operands.len()];
        let contradicts = self.together(facts.iter().chain(&own)).is_some();
        // An operand that never holds by itself is told of in its own parts, and says nothing of the others.
        let hopeless: Vec<bool> = own.iter().map(|fact| contradicts && self.together(std::iter::once(fact)).is_some()).collect();
        for (index, fact) in own.iter().enumerate().filter(|(index, _)| !hopeless[*index]) {
            let earlier: Vec<&Fact<'n>> =
                (0..index).filter(|other| !idle[*other] && !hopeless[*other]).map(|other| &own[other]).collect();
            let later = (index + 1..own.len()).filter(|other| !hopeless[*other]).map(|other| &own[other]);
            let told = |finding: &(Finding, Values), other: &Fact<'n>| match finding.0 {
                Finding::Impossible => true,
                Finding::Certain => !is_meant_beside(&fact.formula, &other.formula),
            };
            let found = facts.iter().chain(earlier.iter().copied()).find_map(|other| {
                let finding = self.finding(other, &fact.formula)?;
                told(&finding, other).then_some((finding, other.span))
            });
            // A later condition that says more. Of two that say the same the later one is idle.
            let found = found.or_else(|| {
                later.into_iter().find_map(|other| match self.finding(other, &fact.formula)? {
                    finding @ (Finding::Certain, _) if !self.any.implies(&fact.formula, &other.formula) => {
                        told(&finding, other).then_some((finding, other.span))
                    }
                    _ => None,
                })
            });
            let found = found.or_else(|| {
                let values = if contradicts { self.together(facts.iter().chain(earlier).chain([fact])) } else { None };
                Some(((Finding::Impossible, values?), fact.span))
            });
            let Some(((finding, values), other)) = found else { continue };
            idle[index] = true;
            let single = values == Values::One;
            match finding {
                Finding::Impossible => {
                    self.diagnostics.push(errors::contradiction(fact.span, other, single, self.consequence));
                }
                Finding::Certain => self.redundant(operands, index, "and", other, single),
            }
        }
        for (index, operand) in operands.iter().enumerate().filter(|(index, operand)| !idle[*index] && has_parts(operand)) {
            // Of two with parts only the later one is judged by the other: of what both say, one has to stay.
            let is_known = |other: usize| {
                other != index && !idle[other] && !hopeless[other] && (other < index || !has_parts(&operands[other]))
            };
            let others = own.iter().enumerate().filter(|(other, _)| is_known(*other)).map(|(_, fact)| fact.clone());
            let facts: Vec<Fact<'n>> = facts.iter().cloned().chain(others).collect();
            self.inner(operand, &facts);
        }
    }

    /// The parts of an operand that has been judged as a whole.
    fn inner(&mut self, node: &'n Node<'_>, facts: &[Fact<'n>]) {
        let node = without_negation(node);
        if has_parts(node) {
            self.node(node, facts);
        }
    }

    fn or(&mut self, node: &'n Node<'_>, operands: &'n [Node<'_>], facts: &[Fact<'n>]) {
        let own: Vec<Formula<'n>> = operands.iter().map(Formula::of).collect();
        let mut idle = vec![false; operands.len()];
        for (index, formula) in own.iter().enumerate().filter(|(_, formula)| !matches!(formula, Formula::Known(_))) {
            let span = operands[index].ast.span;
            let excluded = facts.iter().find_map(|fact| match self.finding(fact, formula)? {
                (Finding::Impossible, values) => Some((fact.span, values)),
                (Finding::Certain, _) => None,
            });
            if let Some((fact, values)) = excluded {
                idle[index] = true;
                self.diagnostics.push(errors::excluded(span, fact, values == Values::One, None));
                continue;
            }
            let known = |formula: &Formula<'n>| matches!(formula, Formula::Known(_));
            for (other_index, other) in own.iter().enumerate().filter(|(at, other)| *at != index && !known(other)) {
                let may_be_certain = other_index < index && !node.can_fail() && !node.has_null() && !idle[other_index];
                if may_be_certain && let Some(values) = self.implied(&other.negated(), formula) {
                    let other_span = operands[other_index].ast.span;
                    self.diagnostics.push(errors::tautology(span, other_span, values == Values::One));
                    idle[index] = true;
                    break;
                }
                // Of two that say the same the later one is idle.
                let says_less = self.any.implies(formula, other);
                if says_less && !idle[other_index] && (other_index < index || !self.any.implies(other, formula)) {
                    idle[index] = true;
                    self.redundant(operands, index, "or", operands[other_index].ast.span, false);
                    break;
                }
            }
        }
        for (operand, _) in operands.iter().zip(&idle).filter(|(_, idle)| !**idle) {
            self.inner(operand, facts);
        }
    }

    /// What a fact says of a part.
    fn finding(&self, fact: &Fact<'n>, formula: &Formula<'n>) -> Option<(Finding, Values)> {
        let impossible = self.implied(&fact.formula, &formula.excluded()).map(|values| (Finding::Impossible, values));
        impossible.or_else(|| self.implied(&fact.formula, formula).map(|values| (Finding::Certain, values)))
    }

    fn implied(&self, given: &Formula<'n>, then: &Formula<'n>) -> Option<Values> {
        if matches!(given, Formula::Known(_)) || matches!(then, Formula::Known(_)) {
            return None;
        }
        if self.any.implies(given, then) {
            return Some(Values::Any);
        }
        self.one.implies(given, then).then_some(Values::One)
    }

    /// Whether facts exclude each other, all of them together.
    fn together<'f>(&self, facts: impl Iterator<Item = &'f Fact<'n>>) -> Option<Values>
    where
        'n: 'f,
    {
        let known = |formula: &&Formula<'n>| matches!(formula, Formula::Known(_));
        let all = Formula::All(facts.map(|fact| &fact.formula).filter(|formula| !known(formula)).cloned().collect());
        if self.any.never(&all) {
            return Some(Values::Any);
        }
        self.one.never(&all).then_some(Values::One)
    }

    fn redundant(&mut self, operands: &[Node<'_>], index: usize, operator: &str, other: Span, single: bool) {
        let Some(operand) = operands.get(index) else { return };
        let spans: Vec<Span> = operands.iter().map(|operand| operand.ast.span).collect();
        let fix = if self.two_valued && !single { text::without_operand(self.rule.text, &spans, index, operator) } else { None };
        self.diagnostics.push(errors::redundant(operand.ast.span, other, operator, single, fix));
    }
}

/// Whether a condition that another one implies is there for its own sake: a test against null, which shows that a missing field
/// was thought of, and what is common to all cases of an `or`, said before them.
fn is_meant_beside(condition: &Formula<'_>, other: &Formula<'_>) -> bool {
    matches!(condition, Formula::Is(_, Test::Exists))
        || (matches!(other, Formula::Any(_)) && !matches!(condition, Formula::Any(_)))
}

fn without_negation<'n, 'a>(node: &'n Node<'a>) -> &'n Node<'a> {
    let mut node = node;
    while let Shape::Not(operand) = &node.shape {
        node = operand;
    }
    node
}

/// Whether it is `and` or `or`, negated or not.
fn has_parts(node: &Node<'_>) -> bool {
    matches!(without_negation(node).shape, Shape::And(_) | Shape::Or(_))
}

/// Conditions of constants alone, but for `true` as the whole condition.
pub(super) fn constant_conditions(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    for stage in &rule.stages {
        let whole = stage.condition.ast;
        stage.condition.leaves(&mut |leaf, predicate| {
            let Predicate::Const(value) = predicate else { return };
            let is_everything = std::ptr::eq(leaf, whole);
            let is_plain_true = matches!(leaf.kind, ExprKind::Literal(Literal::Bool(true)));
            if (is_everything && is_plain_true) || reads_fields(leaf) {
                return;
            }
            let consequence = (is_everything && !value).then(|| consequence(stage));
            diagnostics.push(errors::constant(leaf.span, *value, consequence));
        });
    }
}

fn reads_fields(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::Field(_) | ExprKind::ArraySearch { .. } | ExprKind::Variable { .. } | ExprKind::Descendant(_) => true,
        ExprKind::Literal(_) | ExprKind::Error => false,
        ExprKind::Call(call) => call.arguments.iter().any(reads_fields),
        ExprKind::Not(operand) | ExprKind::Negate(operand) | ExprKind::Plus(operand) => reads_fields(operand),
        ExprKind::And(operands) | ExprKind::Or(operands) => operands.iter().any(reads_fields),
        ExprKind::Compare(_, left, right) | ExprKind::Arithmetic(_, left, right) => reads_fields(left) || reads_fields(right),
        ExprKind::In { value, list, .. } => reads_fields(value) || list.iter().any(reads_fields),
        ExprKind::Match { value, .. } => reads_fields(value),
    }
}
