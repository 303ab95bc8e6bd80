//! `:`, `like`, `like~`, `regex`, `regex~`.

use super::Resolver;
use super::expression::{Type, Typed, literal_value};
use crate::eql::ast::{self, Literal, MatchOperator};
use crate::errors::{lints, types};
use crate::ir::{Expr, Pattern, Patterns, Test};
use crate::regex;
use crate::source::Span;

impl Resolver<'_> {
    pub(super) fn pattern_match(
        &mut self,
        value: &ast::Expr,
        operator: MatchOperator,
        patterns: &[ast::PatternLiteral],
        span: Span,
    ) -> Typed {
        let value = self.expression(value);
        let is_text = matches!(value.value_type, Type::Text | Type::Version) || value.value_type.is_open();
        if !is_text {
            self.diagnostics.push(types::operand_not_text(value.span, operator, value.description()));
        }
        let mut texts = Vec::new();
        for pattern in patterns {
            match &pattern.literal {
                Literal::Text { value, .. } => texts.push((value.clone(), pattern.span)),
                other => {
                    let found = literal_value(other, pattern.span).description();
                    self.diagnostics.push(types::pattern_not_text(pattern.span, operator, found));
                }
            }
        }
        if !is_text || texts.len() < patterns.len() || value.value_type == Type::Error {
            return Typed::error(span);
        }
        match operator {
            MatchOperator::Colon | MatchOperator::Like | MatchOperator::LikeInsensitive => {
                self.wildcards(value, operator.insensitive(), &texts, span)
            }
            MatchOperator::Regex | MatchOperator::RegexInsensitive => self.regex(value, operator.insensitive(), &texts, span),
        }
    }

    fn wildcards(&mut self, value: Typed, insensitive: bool, texts: &[(String, Span)], span: Span) -> Typed {
        let any_of = texts.iter().map(|(text, _)| Pattern::from_wildcards(text)).collect();
        let patterns = Patterns { insensitive, any_of };
        match value.expr {
            Expr::Null => Typed::null(span),
            Expr::Field(field) => {
                if insensitive {
                    texts.iter().for_each(|(text, span)| self.warn_of_case(text, *span));
                }
                Typed::boolean(Expr::Test(field, Test::Patterns(patterns)), span)
            }
            other => self.folded(Expr::Matches(Box::new(other), patterns), Type::Bool, span),
        }
    }

    fn regex(&mut self, value: Typed, insensitive: bool, texts: &[(String, Span)], span: Span) -> Typed {
        // On a field Lucene reads the pattern, on a function's result Java does.
        let java = value.field().is_none();
        let Some(regex) = regex::compile(texts, insensitive, java, self.diagnostics) else { return Typed::error(span) };
        for (text, span) in texts.iter().filter(|_| !java) {
            if let Some(problem) = regex::looks_like_pcre(text) {
                self.diagnostics.push(lints::regex_anchor(*span, problem));
            }
        }
        match value.expr {
            Expr::Null => Typed::null(span),
            Expr::Field(field) => Typed::boolean(Expr::Test(field, Test::Regex(regex)), span),
            other => self.folded(Expr::Regex(Box::new(other), regex), Type::Bool, span),
        }
    }

    /// A letter that has another case and is not folded.
    pub(super) fn warn_of_case(&mut self, text: &str, span: Span) {
        let is_cased = |c: &char| !c.is_ascii() && (c.to_lowercase().ne([*c]) || c.to_uppercase().ne([*c]));
        if let Some(letter) = text.chars().find(is_cased) {
            self.diagnostics.push(lints::case_beyond_ascii(span, letter));
        }
    }
}
