//! `process where …`, and the same in square brackets.

use super::{Parser, TokenKind};
use crate::eql::ast::{Category, EventFilter, Expr, ExprKind};
use crate::eql::lexer::{Keyword, is_identifier};
use crate::errors::{sequences, syntax};
use crate::source::Span;

/// The last operand of a condition that goes on in a way that is not understood is no truth value yet: `process.name contains "x"`.
fn leave_open(condition: &mut Expr) {
    match &mut condition.kind {
        ExprKind::And(operands) | ExprKind::Or(operands) => operands.last_mut().into_iter().for_each(leave_open),
        ExprKind::Not(operand) => leave_open(operand),
        kind @ (ExprKind::Field(_) | ExprKind::Variable { .. } | ExprKind::Literal(_)) => *kind = ExprKind::Error,
        _ => {}
    }
}

impl Parser<'_> {
    /// An event filter and nothing behind it but what ends it; `expected` tells what that is.
    pub(super) fn event_filter(&mut self, expected: &str) -> EventFilter {
        let first = self.at;
        self.operators = 0;
        let category = self.category();
        let mut condition = if self.eat_keyword(Keyword::Where) {
            self.expression()
        } else {
            self.unexpected("`where`");
            self.skip_until(|kind| *kind == TokenKind::Keyword(Keyword::Where));
            if self.eat_keyword(Keyword::Where) { self.expression() } else { self.error_from(first) }
        };
        let span = self.span_from(first);
        if !matches!(self.kind(), TokenKind::End | TokenKind::Pipe | TokenKind::CloseSquare) && !self.begins_term() {
            self.unexpected(expected);
            self.skip_until(|_| false);
            leave_open(&mut condition);
        }
        EventFilter { category, condition, span }
    }

    /// From `[` or `![` to `]`. Tells whether it was `![`.
    pub(super) fn subquery(&mut self) -> (bool, EventFilter) {
        let opening = self.at;
        let missing = *self.kind() == TokenKind::OpenMissing;
        self.bump();
        let nested = match self.kind() {
            TokenKind::Keyword(Keyword::Sequence | Keyword::Sample | Keyword::Join) => {
                !matches!(self.nth(1), TokenKind::Keyword(Keyword::Where))
            }
            TokenKind::OpenSquare | TokenKind::OpenMissing => true,
            _ => false,
        };
        let filter = if nested { self.nested_query() } else { self.event_filter("`and`, `or` or `]`") };
        if !self.eat(&TokenKind::CloseSquare) {
            let diagnostic =
                syntax::unclosed_bracket(self.token_span(opening), "[", "]", &self.found(), self.token_span(self.at));
            self.unexpected_as(diagnostic);
        }
        (missing, filter)
    }

    /// A sequence or bracket inside of a bracket: reported, and skipped.
    fn nested_query(&mut self) -> EventFilter {
        let first = self.at;
        self.unexpected_as(sequences::nested_query(self.token_span(self.at), &self.found()));
        let mut open = 0usize;
        loop {
            match self.kind() {
                TokenKind::End | TokenKind::Pipe => break,
                TokenKind::OpenSquare | TokenKind::OpenMissing => open += 1,
                TokenKind::CloseSquare if open == 0 => break,
                TokenKind::CloseSquare => open -= 1,
                _ => {}
            }
            self.bump();
        }
        let condition = self.error_from(first);
        EventFilter { category: Category { name: None, quoted: false, span: condition.span }, span: condition.span, condition }
    }

    /// What stands before `where`. If that is no category it is reported, and skipped.
    fn category(&mut self) -> Category {
        let first = self.at;
        let span = self.token_span(first);
        let text = self.token_text(first).to_string();
        let before_where = matches!(self.nth(1), TokenKind::Keyword(Keyword::Where));
        let category = |name: Option<String>, quoted: bool| Category { name, quoted, span };
        match self.kind().clone() {
            TokenKind::Keyword(Keyword::Any) => {
                self.bump();
                return category(None, false);
            }
            TokenKind::Identifier if *self.nth(1) != TokenKind::Dot => {
                self.bump();
                if *self.kind() == TokenKind::Comma {
                    self.unexpected_as(syntax::several_categories(self.token_span(self.at)));
                }
                return category(Some(text), false);
            }
            TokenKind::Text { value, .. } => {
                self.bump();
                return category(Some(value), true);
            }
            TokenKind::QuotedIdentifier(name) => {
                self.bump();
                self.report(syntax::category_as_string(span, "in back quotes", &name));
                return category(Some(name), true);
            }
            TokenKind::Keyword(keyword) if before_where => {
                self.bump();
                self.report(syntax::category_as_string(span, "that is a keyword", keyword.text()));
                return category(Some(text), true);
            }
            TokenKind::Identifier => return self.dotted_category(),
            TokenKind::Question => _ = self.unexpected_as(syntax::optional_category(span)),
            TokenKind::OpenSquare | TokenKind::OpenMissing => _ = self.unexpected_as(sequences::term_alone(span, &text)),
            _ => _ = self.unexpected("an event category: `any`, a name or a string"),
        }
        self.skip_until(|kind| *kind == TokenKind::Keyword(Keyword::Where));
        // Whatever is there instead has been reported.
        self.reported_at = Some(self.at);
        category(None, false)
    }

    /// `a.b where`: such a category is a string.
    fn dotted_category(&mut self) -> Category {
        let first = self.at;
        while !matches!(self.kind(), TokenKind::Keyword(_) | TokenKind::End) && (self.at == first || self.adjacent()) {
            self.bump();
        }
        let span: Span = self.span_from(first);
        let name = self.text_between(first, self.at - 1).to_string();
        if name.split('.').all(is_identifier) {
            self.report(syntax::category_as_string(span, "with a dot", &name));
        } else {
            self.at = first;
            self.unexpected("an event category: `any`, a name or a string");
            self.skip_until(|kind| *kind == TokenKind::Keyword(Keyword::Where));
            self.reported_at = Some(self.at);
        }
        Category { name: Some(name), quoted: true, span }
    }
}
