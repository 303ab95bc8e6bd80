//! Expressions: `or`, `and`, `not`, comparison, arithmetic, signs.

use super::{OPERATORS_MAX, Parsed, Parser, TokenKind};
use crate::eql::ast::{Arithmetic, Comparison, Expr, ExprKind};
use crate::eql::lexer::Keyword;
use crate::errors::syntax;

impl Parser<'_> {
    /// Always gives an expression: `Error` where there is none.
    pub(super) fn expression(&mut self) -> Expr {
        let first = self.at;
        if self.enter().is_err() {
            return self.error_from(first);
        }
        let mut alternatives = Vec::new();
        loop {
            let conjunction_first = self.at;
            let mut conjuncts = vec![self.negation()];
            while self.eat_keyword(Keyword::And) {
                conjuncts.push(self.negation());
            }
            alternatives.push(self.joined(conjuncts, ExprKind::And, conjunction_first));
            if !self.eat_keyword(Keyword::Or) {
                break;
            }
        }
        self.leave();
        self.joined(alternatives, ExprKind::Or, first)
    }

    /// Several operands as one expression; one stands for itself.
    fn joined(&self, mut operands: Vec<Expr>, kind: fn(Vec<Expr>) -> ExprKind, first: usize) -> Expr {
        match operands.pop() {
            Some(only) if operands.is_empty() => only,
            last => {
                operands.extend(last);
                Expr { kind: kind(operands), span: self.span_from(first) }
            }
        }
    }

    fn negation(&mut self) -> Expr {
        let first = self.at;
        if self.at_not() {
            self.bump();
            if self.enter().is_err() {
                return self.error_from(first);
            }
            let inner = Box::new(self.negation());
            self.leave();
            return Expr { kind: ExprKind::Not(inner), span: self.span_from(first) };
        }
        match self.comparison() {
            Ok(expression) => expression,
            Err(_) => {
                self.skip_operand();
                self.error_from(first)
            }
        }
    }

    /// `not`, or `NOT` before an operand.
    fn at_not(&mut self) -> bool {
        let operand_follows = match self.nth(1) {
            TokenKind::Identifier | TokenKind::QuotedIdentifier(_) | TokenKind::TildeIdentifier => true,
            TokenKind::Text { .. } | TokenKind::Number { .. } | TokenKind::OpenRound | TokenKind::Question => true,
            TokenKind::Keyword(keyword) => matches!(keyword, Keyword::True | Keyword::False | Keyword::Null | Keyword::Not),
            _ => false,
        };
        match self.kind() {
            TokenKind::Keyword(Keyword::Not) => true,
            TokenKind::Identifier if operand_follows => self.at_keyword(Keyword::Not),
            _ => false,
        }
    }

    /// Skips what is left of an operand of `and`, `or`, a list or a call.
    fn skip_operand(&mut self) {
        let in_keys = self.in_keys;
        self.skip_until(|kind| match kind {
            TokenKind::Keyword(Keyword::And | Keyword::Or) | TokenKind::Comma => true,
            TokenKind::Keyword(Keyword::With | Keyword::Until) | TokenKind::OpenSquare | TokenKind::OpenMissing => in_keys,
            _ => false,
        });
    }

    fn comparison(&mut self) -> Parsed<Expr> {
        let first = self.at;
        let left = self.sum()?;
        let negated = self.at_infix_not(first);
        let Some(operator) = self.comparison_operator() else { return Ok(left) };
        let right = self.sum()?;
        let mut kind = ExprKind::Compare(operator, Box::new(left), Box::new(right));
        if negated {
            kind = ExprKind::Not(Box::new(Expr { kind, span: self.span_from(first) }));
        }
        while matches!(self.kind(), TokenKind::Compare(_) | TokenKind::Assign) {
            self.unexpected_as(syntax::chained_comparison(self.token_span(self.at)));
            // The rest of the chain belongs to the same mistake.
            self.bump();
            self.sum()?;
            self.reported_at = Some(self.at);
            kind = ExprKind::Error;
        }
        Ok(Expr { kind, span: self.span_from(first) })
    }

    fn comparison_operator(&mut self) -> Option<Comparison> {
        let operator = match self.kind() {
            TokenKind::Compare(operator) => *operator,
            TokenKind::Assign => {
                self.report(syntax::single_equals(self.token_span(self.at)));
                Comparison::Equal
            }
            _ => return None,
        };
        self.bump();
        Some(operator)
    }

    /// `not` between the operand that began at `first` and an operator that has no such form: reported, and skipped.
    pub(super) fn at_infix_not(&mut self, first: usize) -> bool {
        let infix = matches!(self.kind(), TokenKind::Keyword(Keyword::Not))
            && matches!(
                self.nth(1),
                TokenKind::Compare(_)
                    | TokenKind::Assign
                    | TokenKind::Colon
                    | TokenKind::Keyword(Keyword::Like | Keyword::LikeTilde | Keyword::Regex | Keyword::RegexTilde)
            );
        if !infix {
            return false;
        }
        // The lexer has reported `!`.
        if self.token_text(self.at) != "!" {
            let operator = self.token_text(self.at + 1).to_string();
            let begins = first.checked_sub(1).is_none_or(|before| {
                matches!(self.tokens[before].kind, TokenKind::Keyword(_) | TokenKind::OpenRound | TokenKind::Comma)
            });
            let mended = begins.then(|| format!("not {} {operator}", self.text_between(first, self.at - 1)));
            let whole = self.span_between(first, self.at + 1);
            self.report(syntax::infix_not(self.token_span(self.at), &operator, whole, mended));
        }
        self.bump();
        true
    }

    fn sum(&mut self) -> Parsed<Expr> {
        let first = self.at;
        let mut left = self.product()?;
        loop {
            let operator = match self.kind() {
                TokenKind::Plus => Arithmetic::Add,
                TokenKind::Minus => Arithmetic::Subtract,
                _ => return Ok(left),
            };
            self.bump_operator()?;
            let right = self.product()?;
            left = self.arithmetic(operator, left, right, first);
        }
    }

    fn product(&mut self) -> Parsed<Expr> {
        let first = self.at;
        let mut left = self.signed()?;
        loop {
            let operator = match self.kind() {
                TokenKind::Star => Arithmetic::Multiply,
                TokenKind::Slash => Arithmetic::Divide,
                TokenKind::Percent => Arithmetic::Modulo,
                _ => return Ok(left),
            };
            self.bump_operator()?;
            let right = self.signed()?;
            left = self.arithmetic(operator, left, right, first);
        }
    }

    fn arithmetic(&self, operator: Arithmetic, left: Expr, right: Expr, first: usize) -> Expr {
        Expr { kind: ExprKind::Arithmetic(operator, Box::new(left), Box::new(right)), span: self.span_from(first) }
    }

    /// Each operator makes the tree one deeper.
    fn bump_operator(&mut self) -> Parsed<()> {
        self.operators += 1;
        if self.operators > OPERATORS_MAX {
            self.report(syntax::too_many_operators(self.token_span(self.at), OPERATORS_MAX));
            return Err(self.give_up());
        }
        self.bump();
        Ok(())
    }

    pub(super) fn signed(&mut self) -> Parsed<Expr> {
        let kind: fn(Box<Expr>) -> ExprKind = match self.kind() {
            TokenKind::Minus => ExprKind::Negate,
            TokenKind::Plus => ExprKind::Plus,
            _ => return self.operand(),
        };
        let first = self.at;
        self.bump();
        self.enter()?;
        let inner = self.signed();
        self.leave();
        Ok(Expr { kind: kind(Box::new(inner?)), span: self.span_from(first) })
    }
}
