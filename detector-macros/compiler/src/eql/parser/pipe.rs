//! `| head 5`

use super::{Parser, TokenKind};
use crate::eql::ast::{Arithmetic, Expr, ExprKind, Literal, Pipe, PipeKind};
use crate::errors::sequences;

impl Parser<'_> {
    pub(super) fn pipes(&mut self) -> Vec<Pipe> {
        let mut pipes = Vec::new();
        while self.eat(&TokenKind::Pipe) {
            pipes.extend(self.pipe());
        }
        pipes
    }

    /// One pipe, up to the next `|`. `None` has been reported.
    fn pipe(&mut self) -> Option<Pipe> {
        let first = self.at;
        let name = self.token_text(first).to_string();
        let span = self.token_span(first);
        let kind = match (self.kind(), name.as_str()) {
            (TokenKind::Identifier, "head") => PipeKind::Head,
            (TokenKind::Identifier, "tail") => PipeKind::Tail,
            (TokenKind::Identifier, "count" | "filter" | "sort" | "unique" | "unique_count") => {
                self.report(sequences::legacy_pipe(span, &name));
                self.skip_pipe();
                return None;
            }
            (TokenKind::Identifier, _) => {
                self.report(sequences::unknown_pipe(span, &name));
                self.skip_pipe();
                return None;
            }
            _ => {
                self.unexpected("`head` or `tail`");
                self.skip_pipe();
                return None;
            }
        };
        self.bump();
        let count = self.pipe_count(&name, first);
        Some(Pipe { kind, count: count?, span: self.span_from(first) })
    }

    /// The argument of `head` and `tail`; the token `first` is that of the name.
    fn pipe_count(&mut self, name: &str, first: usize) -> Option<u64> {
        if matches!(self.kind(), TokenKind::Pipe | TokenKind::End) {
            self.report(sequences::pipe_arguments(self.token_span(first), name, 0));
            return None;
        }
        let (problems, at) = (self.diagnostics.error_count(), self.at);
        self.operators = 0;
        let argument = self.expression();
        let mut arguments = 1;
        while self.eat(&TokenKind::Comma) {
            self.expression();
            arguments += 1;
        }
        if !matches!(self.kind(), TokenKind::Pipe | TokenKind::End) {
            let next = matches!(self.token_text(self.at), "head" | "tail");
            if next {
                let diagnostic =
                    sequences::pipe_without_bar(self.token_span(self.at), self.token_text(self.at), self.insertion_span());
                self.unexpected_as(diagnostic);
            } else {
                self.unexpected("`|` or the end of the query");
            }
            self.skip_pipe();
        }
        if self.diagnostics.error_count() > problems {
            return None;
        }
        if arguments != 1 {
            self.report(sequences::pipe_arguments(self.span_from(at), name, arguments));
            return None;
        }
        let count = fold(&argument).and_then(|number| u64::try_from(number.value).ok());
        if count.is_none() {
            self.report(sequences::pipe_count(argument.span, name, self.text_between(at, self.at - 1)));
        }
        count
    }

    fn skip_pipe(&mut self) {
        while !matches!(self.kind(), TokenKind::Pipe | TokenKind::End) {
            self.bump();
        }
    }
}

/// A whole number that a constant expression gives.
#[derive(Clone, Copy)]
struct Number {
    value: i64,
    /// 64 bits; otherwise it fits 32, and so must what is computed of two such.
    long: bool,
}

/// The value of an expression of whole numbers; `None` if it is none, or leaves the range.
fn fold(expression: &Expr) -> Option<Number> {
    match &expression.kind {
        ExprKind::Literal(Literal::Int(value)) => Some(Number { value: i64::from(*value), long: false }),
        ExprKind::Literal(Literal::Long(value)) => Some(Number { value: *value, long: true }),
        ExprKind::Plus(inner) => fold(inner),
        ExprKind::Negate(inner) => {
            let Number { value, long } = fold(inner)?;
            in_range(value.checked_neg()?, long)
        }
        ExprKind::Arithmetic(operator, left, right) => {
            let (left, right) = (fold(left)?, fold(right)?);
            let value = match operator {
                Arithmetic::Add => left.value.checked_add(right.value),
                Arithmetic::Subtract => left.value.checked_sub(right.value),
                Arithmetic::Multiply => left.value.checked_mul(right.value),
                Arithmetic::Divide => left.value.checked_div(right.value),
                Arithmetic::Modulo => left.value.checked_rem(right.value),
            };
            in_range(value?, left.long || right.long)
        }
        _ => None,
    }
}

fn in_range(value: i64, long: bool) -> Option<Number> {
    (long || i32::try_from(value).is_ok()).then_some(Number { value, long })
}
