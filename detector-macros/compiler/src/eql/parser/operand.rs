//! Operands: constants, fields, calls, brackets, and the predicates behind them.

use super::{Parsed, Parser, Reported, TokenKind};
use crate::eql::Dialect;
use crate::eql::ast::{Call, Expr, ExprKind, FieldName, Literal, MatchOperator, PatternLiteral};
use crate::eql::lexer::Keyword;
use crate::errors::{lexical, syntax, types};

/// The function of Elastic Endpoint that is a condition.
const ARRAY_SEARCH: &str = "_arraysearch";

impl Parser<'_> {
    /// A primary and its predicate.
    pub(super) fn operand(&mut self) -> Parsed<Expr> {
        let first = self.at;
        let primary = self.primary()?;
        let mut operand = self.predicate(first, primary)?;
        while matches!(operand.kind, ExprKind::In { .. } | ExprKind::Match { .. }) && self.at_predicate() {
            self.unexpected_as(syntax::chained_predicate(self.token_span(self.at)));
            // The rest of the chain belongs to the same mistake.
            self.predicate(first, operand)?;
            self.reported_at = Some(self.at);
            operand = self.error_from(first);
        }
        Ok(operand)
    }

    fn match_operator(&self) -> Option<MatchOperator> {
        match self.kind() {
            TokenKind::Colon => Some(MatchOperator::Colon),
            TokenKind::Keyword(Keyword::Like) => Some(MatchOperator::Like),
            TokenKind::Keyword(Keyword::LikeTilde) => Some(MatchOperator::LikeInsensitive),
            TokenKind::Keyword(Keyword::Regex) => Some(MatchOperator::Regex),
            TokenKind::Keyword(Keyword::RegexTilde) => Some(MatchOperator::RegexInsensitive),
            _ => None,
        }
    }

    fn at_predicate(&self) -> bool {
        self.match_operator().is_some() || matches!(self.kind(), TokenKind::Keyword(Keyword::In | Keyword::InTilde))
    }

    /// Operators in capital letters are reported, and taken for what is meant.
    fn correct_operator_case(&mut self) {
        let text = self.token_text(self.at).to_ascii_lowercase();
        if text == "not" && matches!(self.nth(1), TokenKind::Identifier | TokenKind::TildeIdentifier | TokenKind::Keyword(_)) {
            self.at_keyword(Keyword::Not);
            self.at += 1;
            self.correct_operator_case();
            self.at -= 1;
        }
        if let Some(
            keyword
            @ (Keyword::In | Keyword::InTilde | Keyword::Like | Keyword::LikeTilde | Keyword::Regex | Keyword::RegexTilde),
        ) = Keyword::from_text(&text)
        {
            self.at_keyword(keyword);
        }
    }

    /// The predicate behind `value`, if there is one. The operand began at the token `first`.
    fn predicate(&mut self, first: usize, value: Expr) -> Parsed<Expr> {
        if matches!(self.kind(), TokenKind::Identifier | TokenKind::TildeIdentifier) {
            self.correct_operator_case();
        }
        let not = matches!(self.kind(), TokenKind::Keyword(Keyword::Not));
        let is_in = |kind: &TokenKind| matches!(kind, TokenKind::Keyword(Keyword::In | Keyword::InTilde));
        if is_in(self.kind()) || not && is_in(self.nth(1)) {
            if not {
                self.bump();
            }
            return self.in_list(first, value, not);
        }
        // A comparison says it itself, for all of its left side.
        let negated = not && !matches!(self.nth(1), TokenKind::Compare(_) | TokenKind::Assign) && self.at_infix_not(first);
        let Some(operator) = self.match_operator() else { return Ok(value) };
        let matched = self.pattern_match(first, value, operator)?;
        Ok(if negated { Expr { span: matched.span, kind: ExprKind::Not(Box::new(matched)) } } else { matched })
    }

    fn in_list(&mut self, first: usize, value: Expr, negated: bool) -> Parsed<Expr> {
        let insensitive = *self.kind() == TokenKind::Keyword(Keyword::InTilde);
        self.bump();
        let list = if *self.kind() == TokenKind::OpenRound {
            self.list(false, Self::expression)?
        } else {
            let element_at = self.at;
            let element = self.primary()?;
            let span = self.span_from(element_at);
            let mended = format!("({})", self.text_between(element_at, self.at - 1));
            self.report(syntax::list_without_brackets(span, mended));
            vec![element]
        };
        let kind = ExprKind::In { value: Box::new(value), negated, insensitive, list };
        Ok(Expr { kind, span: self.span_from(first) })
    }

    fn pattern_match(&mut self, first: usize, value: Expr, operator: MatchOperator) -> Parsed<Expr> {
        let operator_span = self.token_span(self.at);
        self.bump();
        let bracketed = *self.kind() == TokenKind::OpenRound;
        let patterns =
            if bracketed { self.list(false, |parser| parser.pattern(operator))? } else { vec![self.pattern(operator)] };
        // `None` is a pattern that has been reported.
        let patterns: Option<Vec<PatternLiteral>> = patterns.into_iter().collect();
        let kind = match patterns {
            Some(patterns) => ExprKind::Match { value: Box::new(value), operator, operator_span, patterns, bracketed },
            None => ExprKind::Error,
        };
        Ok(Expr { kind, span: self.span_from(first) })
    }

    /// A constant; `None` if it is something else, which is reported and skipped.
    fn pattern(&mut self, operator: MatchOperator) -> Option<PatternLiteral> {
        let first = self.at;
        if let Some(literal) = self.literal() {
            return Some(PatternLiteral { literal, span: self.span_from(first) });
        }
        let other = matches!(
            self.kind(),
            TokenKind::Identifier | TokenKind::TildeIdentifier | TokenKind::QuotedIdentifier(_) | TokenKind::Variable
        ) || matches!(self.kind(), TokenKind::Question | TokenKind::Minus | TokenKind::Plus | TokenKind::OpenRound);
        if !other {
            self.unexpected(&format!("the pattern of `{}`, a constant", operator.text()));
        } else if self.signed().is_ok() {
            let fields_compare = self.dialect == Dialect::Endpoint;
            self.report(syntax::pattern_not_constant(self.span_from(first), operator.text(), fields_compare));
        }
        None
    }

    /// `( … , … )`, from the opening bracket on; an element stops where it is wrong and has then been reported.
    fn list<T>(&mut self, may_be_empty: bool, mut element: impl FnMut(&mut Self) -> T) -> Parsed<Vec<T>> {
        let opening = self.at;
        self.bump();
        let mut elements = Vec::new();
        if *self.kind() == TokenKind::CloseRound {
            self.bump();
            if may_be_empty {
                return Ok(elements);
            }
            self.report(syntax::empty_list(self.span_from(opening)));
            self.reported_at = Some(self.at);
            return Err(Reported);
        }
        loop {
            elements.push(element(self));
            if !matches!(self.kind(), TokenKind::Comma | TokenKind::CloseRound) {
                self.unclosed_or_unexpected(opening, "`,` or `)`");
                self.skip_until(|kind| *kind == TokenKind::Comma);
            }
            let comma = self.at;
            if !self.eat(&TokenKind::Comma) {
                break;
            }
            if *self.kind() == TokenKind::CloseRound {
                self.report(syntax::trailing_comma(self.token_span(comma)));
                break;
            }
        }
        self.eat(&TokenKind::CloseRound);
        Ok(elements)
    }

    /// Reports that a bracket is not closed here: either it ends nowhere, or something else stands in it.
    fn unclosed_or_unexpected(&mut self, opening: usize, expected: &str) {
        if matches!(self.kind(), TokenKind::End | TokenKind::CloseSquare | TokenKind::Pipe) || self.begins_term() {
            let diagnostic =
                syntax::unclosed_bracket(self.token_span(opening), "(", ")", &self.found(), self.token_span(self.at));
            self.unexpected_as(diagnostic);
        } else {
            self.unexpected(expected);
        }
    }

    fn literal(&mut self) -> Option<Literal> {
        let literal = match self.kind() {
            TokenKind::Keyword(Keyword::Null) => Literal::Null,
            TokenKind::Keyword(Keyword::True) => Literal::Bool(true),
            TokenKind::Keyword(Keyword::False) => Literal::Bool(false),
            TokenKind::Text { value, raw } => Literal::Text { value: value.clone(), raw: *raw },
            TokenKind::Number { literal, .. } => literal.clone(),
            _ => return None,
        };
        self.bump();
        if !matches!(literal, Literal::Null | Literal::Bool(_) | Literal::Text { .. }) {
            self.malformed_number();
        }
        Some(literal)
    }

    /// `0x10`, `1_000`, `1.2.3`: reported, and skipped.
    fn malformed_number(&mut self) {
        let first = self.at - 1;
        while self.adjacent()
            && matches!(self.kind(), TokenKind::Identifier | TokenKind::TildeIdentifier | TokenKind::Number { .. })
        {
            self.bump();
        }
        if self.at == first + 1 {
            return;
        }
        // `5e+`
        if self.adjacent()
            && self.token_text(self.at - 1).ends_with(['e', 'E'])
            && matches!(self.kind(), TokenKind::Plus | TokenKind::Minus)
        {
            self.bump();
        }
        let text = self.text_between(first, self.at - 1).to_string();
        let plain = text.replace('_', "");
        let mended = match text.strip_prefix("0x").map(|digits| i64::from_str_radix(digits, 16)) {
            Some(Ok(value)) => Some(value.to_string()),
            _ if plain.chars().all(|c| c.is_ascii_digit()) => Some(plain),
            _ => None,
        };
        self.report(lexical::malformed_number(self.span_from(first), &text, mended));
    }

    fn primary(&mut self) -> Parsed<Expr> {
        let first = self.at;
        if let Some(literal) = self.literal() {
            return Ok(Expr { kind: ExprKind::Literal(literal), span: self.span_from(first) });
        }
        let next = self.nth(1);
        match self.kind() {
            TokenKind::OpenRound => self.group(),
            TokenKind::Identifier | TokenKind::TildeIdentifier if *next == TokenKind::OpenRound => self.call(),
            TokenKind::Identifier if *next == TokenKind::Keyword(Keyword::Of) => self.lineage(),
            TokenKind::Identifier | TokenKind::QuotedIdentifier(_) => self.field(first, false),
            TokenKind::Question => self.optional_field(),
            TokenKind::Variable => self.variable(),
            TokenKind::TildeIdentifier => {
                Err(self.unexpected_as(syntax::tilde_without_call(self.token_span(first), self.token_text(first))))
            }
            TokenKind::Keyword(Keyword::Not) => Err(self.unexpected_as(syntax::not_inside_operand(self.token_span(first)))),
            TokenKind::Keyword(_) if self.keyword_as_field() => self.field(first, false),
            TokenKind::Dot | TokenKind::OpenSquare => Err(self.unexpected("a field, constant or function")),
            _ => Err(self.unexpected("an expression")),
        }
    }

    /// Whether the keyword here is meant as a field: something stands behind it that has a field on its left.
    fn keyword_as_field(&self) -> bool {
        match self.nth(1) {
            TokenKind::Compare(_) | TokenKind::Assign | TokenKind::Colon | TokenKind::Dot => true,
            TokenKind::Keyword(keyword) => {
                matches!(
                    keyword,
                    Keyword::In | Keyword::InTilde | Keyword::Like | Keyword::LikeTilde | Keyword::Regex | Keyword::RegexTilde
                )
            }
            _ => false,
        }
    }

    fn group(&mut self) -> Parsed<Expr> {
        let opening = self.at;
        self.bump();
        if *self.kind() == TokenKind::CloseRound {
            return Err(self.unexpected("an expression"));
        }
        let inner = self.expression();
        if *self.kind() == TokenKind::Comma {
            // `a == (1, 2)`
            self.unexpected_as(syntax::list_not_expected(self.token_span(self.at)));
            self.skip_until(|_| false);
        } else if *self.kind() != TokenKind::CloseRound {
            self.unclosed_or_unexpected(opening, "`and`, `or` or `)`");
            self.skip_until(|_| false);
        }
        self.eat(&TokenKind::CloseRound);
        Ok(inner)
    }

    fn call(&mut self) -> Parsed<Expr> {
        let first = self.at;
        let insensitive = *self.kind() == TokenKind::TildeIdentifier;
        let name_span = self.token_span(first);
        let name = self.token_text(first).trim_end_matches('~').to_string();
        self.bump();
        if name.eq_ignore_ascii_case(ARRAY_SEARCH) {
            return self.array_search(first);
        }
        // Its arguments would be reported one by one if it were taken for a function.
        if name.replace('_', "").eq_ignore_ascii_case("arraysearch") {
            if self.dialect == Dialect::Endpoint {
                self.report(types::unknown_function(name_span, &name, &[]));
            }
            return self.array_search(first);
        }
        let arguments = self.list(true, Self::expression)?;
        let call = Call { name, insensitive, name_span, arguments };
        Ok(Expr { kind: ExprKind::Call(call), span: self.span_from(first) })
    }

    /// `_arraysearch(path, $entry, condition)`, from the bracket on. Where it is refused, so are its variables, in silence.
    fn array_search(&mut self, first: usize) -> Parsed<Expr> {
        let name = self.token_span(first);
        let refused = self.endpoint_only(name, ARRAY_SEARCH, None);
        if refused {
            self.refused_extensions.push(VARIABLES);
        }
        let mut arguments = self.list(true, |parser| {
            let bare = *parser.kind() == TokenKind::Variable && matches!(parser.nth(1), TokenKind::Comma | TokenKind::CloseRound);
            if !bare {
                return (None, parser.expression());
            }
            let at = parser.at;
            parser.bump();
            (Some(parser.token_text(at)[1..].to_string()), parser.error_from(at))
        })?;
        let condition = arguments.pop();
        let variable = arguments.pop().and_then(|(name, _)| name);
        let array = arguments.pop();
        let span = self.span_from(first);
        let kind = match (array, variable, condition) {
            (Some((None, Expr { kind: ExprKind::Field(array), .. })), Some(variable), Some((None, condition)))
                if arguments.is_empty() && !refused =>
            {
                ExprKind::ArraySearch { array, variable, condition: Box::new(condition) }
            }
            _ => {
                let well_formed_parts = arguments.iter().all(|(_, argument)| argument.kind != ExprKind::Error);
                if !refused && well_formed_parts {
                    self.report(syntax::array_search_form(span));
                }
                ExprKind::Error
            }
        };
        Ok(Expr { kind, span })
    }

    /// `$entry.symbol_info`
    fn variable(&mut self) -> Parsed<Expr> {
        let first = self.at;
        let span = self.token_span(first);
        let name = self.token_text(first)[1..].to_string();
        let refused = self.endpoint_only(span, VARIABLES, Some("name a field of the event"));
        self.bump();
        let mut parts = Vec::new();
        while self.eat(&TokenKind::Dot) {
            parts.push(self.field_part()?);
        }
        if parts.is_empty() && !refused {
            self.report(syntax::bare_variable(span, &name));
        }
        let kind = if parts.is_empty() || refused { ExprKind::Error } else { ExprKind::Variable { name, parts } };
        Ok(Expr { kind, span: self.span_from(first) })
    }

    /// `descendant of [process where …]`
    fn lineage(&mut self) -> Parsed<Expr> {
        let first = self.at;
        let relation = self.token_text(first).to_string();
        self.bump();
        self.bump();
        let span = self.span_from(first);
        let refused = if relation == "descendant" {
            self.endpoint_only(span, "descendant of", Some("test `process.parent.*`, or write a sequence"))
        } else {
            self.report(syntax::lineage(span, &relation));
            true
        };
        if *self.kind() != TokenKind::OpenSquare {
            return Err(self.unexpected("`[`"));
        }
        self.enter()?;
        let (_, filter) = self.subquery();
        self.leave();
        let kind = if refused { ExprKind::Error } else { ExprKind::Descendant(Box::new(filter)) };
        Ok(Expr { kind, span: self.span_from(first) })
    }

    fn optional_field(&mut self) -> Parsed<Expr> {
        let first = self.at;
        self.bump();
        let extra = self.at;
        while self.eat(&TokenKind::Question) {}
        if self.at > extra {
            self.report(syntax::repeated_question_mark(self.span_from(extra)));
        }
        match self.kind() {
            TokenKind::Identifier | TokenKind::QuotedIdentifier(_) if *self.nth(1) == TokenKind::OpenRound => {
                Err(self.unexpected_as(syntax::optional_call(self.token_span(first))))
            }
            TokenKind::Identifier | TokenKind::QuotedIdentifier(_) => self.field(first, true),
            TokenKind::Keyword(_) => self.field(first, true),
            _ => Err(self.unexpected("the name of a field after `?`")),
        }
    }

    /// A field, from its first part on; the token `first` is that of the `?`, if there is one.
    fn field(&mut self, first: usize, optional: bool) -> Parsed<Expr> {
        let mut parts = vec![self.field_part()?];
        let mut indexed = false;
        loop {
            if self.eat(&TokenKind::Dot) {
                parts.push(self.field_part()?);
            } else if self.at_index() {
                indexed = true;
                self.array_index();
            } else {
                break;
            }
        }
        let span = self.span_from(first);
        let kind = if indexed { ExprKind::Error } else { ExprKind::Field(FieldName { optional, parts, span }) };
        Ok(Expr { kind, span })
    }

    fn field_part(&mut self) -> Parsed<String> {
        let span = self.token_span(self.at);
        let part = match self.kind() {
            TokenKind::Identifier => self.token_text(self.at).to_string(),
            TokenKind::QuotedIdentifier(name) => name.clone(),
            TokenKind::Keyword(keyword) => {
                let text = keyword.text();
                self.report(syntax::keyword_as_name(span, text));
                text.to_string()
            }
            TokenKind::Question => return Err(self.unexpected_as(syntax::misplaced_question_mark(span))),
            _ => return Err(self.unexpected("the next part of the field name after `.`")),
        };
        self.bump();
        Ok(part)
    }

    fn at_index(&self) -> bool {
        *self.kind() == TokenKind::OpenSquare
            && (matches!(self.nth(1), TokenKind::Number { whole: true, .. })
                || self.adjacent() && !self.in_keys && !self.begins_term())
    }

    /// `[0]`: reported, and skipped.
    fn array_index(&mut self) {
        let first = self.at;
        self.bump();
        self.skip_until(|_| false);
        self.eat(&TokenKind::CloseSquare);
        self.report(syntax::array_index(self.span_from(first)));
    }
}

/// The extension that variables are.
const VARIABLES: &str = "variables";
