//! Flattens `and`/`or`, drops constants and double negations.

use super::map;
use crate::ir::Predicate;

pub(super) fn pass(predicate: Predicate) -> Predicate {
    map(predicate, &|predicate| match predicate {
        Predicate::And(operands) => junction(operands, false),
        Predicate::Or(operands) => junction(operands, true),
        Predicate::Not(operand) => match *operand {
            Predicate::Const(value) => Predicate::Const(!value),
            Predicate::Not(inner) => *inner,
            other => Predicate::Not(Box::new(other)),
        },
        // No element meets what nothing meets; whether there is one is still to be asked where all would.
        Predicate::AnyElement(search) if *search.condition == Predicate::Const(false) => Predicate::Const(false),
        Predicate::Descendant(lineage) if lineage.ancestor.condition == Predicate::Const(false) => Predicate::Const(false),
        leaf @ (Predicate::Const(_) | Predicate::Test(..) | Predicate::Computed(_)) => leaf,
        leaf @ (Predicate::AnyElement(_) | Predicate::Descendant(_)) => leaf,
    })
}

/// `deciding` is the value that decides alone: true for `or`, false for `and`.
///
/// An operand before a deciding constant is dropped with the rest only if it cannot fail at run time: a failure makes the
/// whole query not match.
fn junction(operands: Vec<Predicate>, deciding: bool) -> Predicate {
    let mut flat: Vec<Predicate> = Vec::new();
    for operand in operands {
        match operand {
            Predicate::And(inner) if !deciding => flat.extend(inner),
            Predicate::Or(inner) if deciding => flat.extend(inner),
            other => flat.push(other),
        }
    }
    let mut kept: Vec<Predicate> = Vec::new();
    for operand in flat {
        match operand {
            Predicate::Const(value) if value != deciding => {}
            Predicate::Const(_) if !kept.iter().any(Predicate::can_fail) => return Predicate::Const(deciding),
            other => {
                let decided = matches!(other, Predicate::Const(_));
                if !kept.contains(&other) || other.can_fail() {
                    kept.push(other);
                }
                if decided {
                    break;
                }
            }
        }
    }
    match kept.len() {
        0 => Predicate::Const(!deciding),
        1 => kept.swap_remove(0),
        _ if deciding => Predicate::Or(kept),
        _ => Predicate::And(kept),
    }
}
