//! `a or b and c`: `and` binds tighter, which a reader may not see.

use super::condition::Shape;
use super::{Rule, text};
use crate::diagnostics::Diagnostics;
use crate::errors::lints::wording as errors;

/// An `and` among the operands of an `or`, without brackets.
pub(super) fn mixed_operators(rule: &Rule<'_>, diagnostics: &mut Diagnostics) {
    for stage in &rule.stages {
        stage.condition.visit(&mut |node| {
            let Shape::Or(operands) = &node.shape else { return };
            for operand in operands.iter().filter(|operand| matches!(operand.shape, Shape::And(_))) {
                let span = operand.ast.span;
                if text::is_bracketed(rule.text, span) == Some(false) {
                    let written = text::at(rule.text, span).filter(|text| !text.contains('\n'));
                    let fix = written.and_then(|written| text::replace(rule.text, span, format!("({written})")));
                    diagnostics.push(errors::mixed_operators(span, fix));
                }
            }
        });
    }
}
