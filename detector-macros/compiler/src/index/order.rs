//! The operands of a condition in an order in which it is soon decided.
//!
//! Of operands that all have to hold those come first that cost least for what they rule out, of operands one of which is enough
//! those that cost least for what they let in. What the index has asked of the event before says little more, and comes last.

use super::Frequencies;
use super::clauses::{Clause, Need, of_test};
use crate::ir::{Owner, Pattern, Predicate, Test};

/// The share of events that meet a test which the index has asked of them.
const ASKED: f64 = 0.97;
/// The share of events that meet what nothing is known of.
const UNKNOWN: f64 = 0.5;

/// What is known while conditions are put in order.
pub(crate) struct Ordering<'a> {
    pub(crate) frequencies: &'a Frequencies,
    /// The clauses that the event satisfies.
    pub(crate) asked: &'a [Clause],
}

/// What it takes to judge a predicate, in nanoseconds, and the share of events that meet it.
#[derive(Clone, Copy)]
struct Estimate {
    cost: f64,
    share: f64,
}

impl Ordering<'_> {
    /// The predicate with its operands in order. What can fail stays as it is: it is not computed for all.
    pub(crate) fn of(&self, predicate: &Predicate) -> Predicate {
        self.ordered(predicate).0
    }

    fn ordered(&self, predicate: &Predicate) -> (Predicate, Estimate) {
        match predicate {
            Predicate::And(operands) => {
                let rank = |of: Estimate| of.cost / (1.0 - of.share).max(1e-6);
                let (operands, estimates) = self.sorted(operands, rank);
                let mut all = Estimate { cost: 0.0, share: 1.0 };
                for estimate in estimates {
                    all = Estimate { cost: all.cost + all.share * estimate.cost, share: all.share * estimate.share };
                }
                (Predicate::And(operands), all)
            }
            Predicate::Or(operands) => {
                let rank = |of: Estimate| of.cost / of.share.max(1e-6);
                let (operands, estimates) = self.sorted(operands, rank);
                let (mut cost, mut none) = (0.0, 1.0);
                for estimate in estimates {
                    cost += none * estimate.cost;
                    none *= 1.0 - estimate.share;
                }
                (Predicate::Or(operands), Estimate { cost, share: 1.0 - none })
            }
            Predicate::Not(operand) => {
                let (operand, Estimate { cost, share }) = self.ordered(operand);
                (Predicate::Not(Box::new(operand)), Estimate { cost, share: 1.0 - share })
            }
            Predicate::Test(field, test) => {
                let need = of_test(test);
                let share = self.frequencies.share(&field.name, &need);
                let is_asked = |clause: &Clause| clause.only_field() == Some((&field.name.to_string(), &need));
                let share = match field.owner {
                    Owner::Event if self.asked.iter().any(is_asked) => ASKED,
                    // Where only that there is a value is known.
                    _ if need.any && !matches!(test, Test::Exists) => share * UNKNOWN,
                    _ => share,
                };
                (predicate.clone(), Estimate { cost: cost(test, &need), share })
            }
            Predicate::Const(value) => (predicate.clone(), Estimate { cost: 0.0, share: f64::from(u8::from(*value)) }),
            Predicate::Descendant(_) => (predicate.clone(), Estimate { cost: 5.0, share: UNKNOWN }),
            Predicate::Computed(_) | Predicate::AnyElement(_) => (predicate.clone(), Estimate { cost: 100.0, share: UNKNOWN }),
        }
    }

    fn sorted(&self, operands: &[Predicate], rank: impl Fn(Estimate) -> f64) -> (Vec<Predicate>, Vec<Estimate>) {
        let mut all: Vec<(Predicate, Estimate)> = operands.iter().map(|operand| self.ordered(operand)).collect();
        if !operands.iter().any(Predicate::can_fail) {
            all.sort_by(|(_, left), (_, right)| rank(*left).total_cmp(&rank(*right)));
        }
        all.into_iter().unzip()
    }
}

fn cost(test: &Test, need: &Need) -> f64 {
    /// Of a value that is there; few are.
    const VALUE: f64 = 8.0;
    VALUE
        + match test {
            Test::Patterns(patterns) => {
                let inner = |pattern: &&Pattern| !matches!(pattern, Pattern::Equal(_));
                let inner = patterns.any_of.iter().filter(inner).count() as f64;
                (need.literals.len() as f64).min(8.0) + inner * if need.has_inner_parts() || need.any { 15.0 } else { 3.0 }
            }
            Test::Regex(_) => 60.0,
            Test::Version(..) | Test::TextAsNumber(..) => 30.0,
            _ => 2.0,
        }
}
