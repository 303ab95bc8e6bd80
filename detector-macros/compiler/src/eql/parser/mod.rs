//! Tokens → [`ast::Query`].
//!
//! ```text
//! statement   = query { "|" pipe } END
//! query       = sequence | join | sample | eventFilter                    (* join: refused *)
//! sequence    = "sequence" [ by ] [ maxspan ] term { term } [ "until" subquery [ by ] ]
//! by          = "by" key { "," key }                                      (* key: an expression; all but fields are refused *)
//! maxspan     = "with" "maxspan" "=" INTEGER ( "ms" | "s" | "m" | "h" | "d" )
//! term        = ( subquery | missing ) [ alias ] [ by ] [ alias ] [ "with" "runs" "=" INTEGER ]
//! alias       = "as" IDENT                                                (* Elastic Endpoint *)
//! sample      = "sample" [ by ] subquery [ by ] { subquery [ by ] }
//! subquery    = "[" eventFilter "]"
//! missing     = "![" eventFilter "]"
//! eventFilter = ( "any" | IDENT | STRING | RAW ) "where" expr
//! pipe        = ( "head" | "tail" ) expr                                  (* a constant whole number *)
//!
//! expr        = conjunction { "or" conjunction }
//! conjunction = negation { "and" negation }
//! negation    = "not" negation | comparison
//! comparison  = sum [ ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) sum ]     (* does not chain *)
//! sum         = product { ( "+" | "-" ) product }
//! product     = signed { ( "*" | "/" | "%" ) signed }
//! signed      = ( "-" | "+" ) signed | primary [ predicate ]
//! predicate   = [ "not" ] ( "in" | "in~" ) "(" expr { "," expr } ")"
//!             | ( ":" | "like" | "like~" | "regex" | "regex~" ) ( constant | "(" constant { "," constant } ")" )
//! primary     = constant | call | [ "?" ] field | "(" expr ")"
//!             | "_arraysearch" "(" field "," VARIABLE "," expr ")"        (* Elastic Endpoint, as the next two *)
//!             | VARIABLE "." part { "." part }
//!             | "descendant" "of" subquery
//! call        = ( IDENT | TILDE_IDENT ) "(" [ expr { "," expr } ] ")"
//! field       = part { "." part | "[" INTEGER "]" }                       (* an index is refused *)
//! part        = IDENT | QUOTED
//! constant    = "null" | "true" | "false" | INTEGER | DECIMAL | STRING | RAW
//! ```
//! Names of tokens: the module `lexer`.
//!
//! A mistake that is recognised is reported and the parser goes on as if the right thing stood there. After one that is not,
//! it goes on behind the operand, the bracket or the term, and leaves an `Error` node. At one place it reports one problem.
//!
//! Input may be hostile: nesting and chains of arithmetic are bounded, `and` and `or` are lists.

mod event;
mod expression;
mod operand;
mod pipe;
mod sequence;

use super::ast::{Body, Expr, ExprKind, Query};
use super::lexer::{Keyword, Token, TokenKind, lex};
use super::report;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::errors::{sequences, syntax};
use crate::source::{QueryText, Span};

/// Whose EQL it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Dialect {
    /// Elasticsearch's.
    #[default]
    Elasticsearch,
    /// Elastic Endpoint's behaviour rules: Elasticsearch's, and some more.
    Endpoint,
}

/// Parses a query. Always gives a tree; what did not parse is an `Error` node and has been reported.
pub fn parse(text: &QueryText, dialect: Dialect, diagnostics: &mut Diagnostics) -> Query {
    Parser::new(text, dialect, diagnostics).query()
}

/// Parses an expression alone, as the tests of folding do.
pub fn parse_expression(text: &QueryText, dialect: Dialect, diagnostics: &mut Diagnostics) -> Expr {
    let mut parser = Parser::new(text, dialect, diagnostics);
    let expression = parser.expression();
    if !parser.at_end() {
        parser.unexpected("`and`, `or` or the end");
    }
    expression
}

/// How deep brackets, `not` and signs may nest in each other.
const NESTING_MAX: u32 = 100;
/// How many arithmetic operators a condition may hold: each makes the tree one deeper.
const OPERATORS_MAX: u32 = 100;

/// What was expected is not there, and this has been reported; whoever can recovers.
#[derive(Debug)]
struct Reported;

type Parsed<T> = Result<T, Reported>;

struct Parser<'a> {
    text: &'a QueryText,
    /// The last one is `End`.
    tokens: Vec<Token>,
    /// Index of the next token.
    at: usize,
    dialect: Dialect,
    diagnostics: &'a mut Diagnostics,
    depth: u32,
    operators: u32,
    /// Whether keys are read, after which a `[` begins a term.
    in_keys: bool,
    /// Token at which something unexpected was last reported.
    reported_at: Option<usize>,
    /// Extensions that have been refused: one error each is enough.
    refused_extensions: Vec<&'static str>,
    /// Nothing is to be reported any more.
    gave_up: bool,
}

impl<'a> Parser<'a> {
    fn new(text: &'a QueryText, dialect: Dialect, diagnostics: &'a mut Diagnostics) -> Self {
        let tokens = lex(text, dialect, diagnostics);
        Self {
            text,
            tokens,
            at: 0,
            dialect,
            diagnostics,
            depth: 0,
            operators: 0,
            in_keys: false,
            reported_at: None,
            refused_extensions: Vec::new(),
            gave_up: false,
        }
    }

    fn query(mut self) -> Query {
        let body = self.body();
        let pipes = self.pipes();
        if !self.at_end() {
            self.unexpected("`|` or the end of the query");
        }
        self.at = self.tokens.len() - 1;
        Query { dialect: self.dialect, body, pipes, span: self.span_from(0) }
    }

    fn body(&mut self) -> Body {
        // `Sequence by …`, but `Sequence where …` is a category.
        let begins_filter = matches!(self.nth(1), TokenKind::Keyword(Keyword::Where));
        if !begins_filter && self.at_keyword(Keyword::Sequence) {
            return self.sequence();
        }
        if !begins_filter && self.at_keyword(Keyword::Sample) {
            return self.sample();
        }
        if !begins_filter && self.at_keyword(Keyword::Join) {
            let span = self.token_span(self.at);
            self.report(sequences::join_unsupported(span));
            while !self.at_end() && *self.kind() != TokenKind::Pipe {
                self.bump();
            }
            return Body::Error(span);
        }
        Body::Event(self.event_filter("`and`, `or`, `|` or the end of the query"))
    }
}

/// Tokens.
impl Parser<'_> {
    fn kind(&self) -> &TokenKind {
        self.nth(0)
    }

    /// The kind of the token `ahead` places further; `End` behind the last.
    fn nth(&self, ahead: usize) -> &TokenKind {
        self.tokens.get(self.at + ahead).map_or(&TokenKind::End, |token| &token.kind)
    }

    fn at_end(&self) -> bool {
        *self.kind() == TokenKind::End
    }

    fn bump(&mut self) {
        if !self.at_end() {
            self.at += 1;
        }
    }

    fn eat(&mut self, kind: &TokenKind) -> bool {
        let found = self.kind() == kind;
        if found {
            self.bump();
        }
        found
    }

    /// Whether the keyword stands here. One in capital letters is reported, and is taken for the keyword from now on.
    fn at_keyword(&mut self, keyword: Keyword) -> bool {
        match self.kind() {
            TokenKind::Keyword(found) => *found == keyword,
            TokenKind::Identifier | TokenKind::TildeIdentifier
                if self.token_text(self.at).eq_ignore_ascii_case(keyword.text()) =>
            {
                self.report(syntax::keyword_case(self.token_span(self.at), self.token_text(self.at), keyword.text()));
                self.tokens[self.at].kind = TokenKind::Keyword(keyword);
                true
            }
            _ => false,
        }
    }

    fn eat_keyword(&mut self, keyword: Keyword) -> bool {
        let found = self.at_keyword(keyword);
        if found {
            self.bump();
        }
        found
    }

    fn token_text(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| &self.text.text[token.range.clone()])
    }

    /// The text from one token to another, that one too.
    fn text_between(&self, first: usize, last: usize) -> &str {
        match (self.tokens.get(first), self.tokens.get(last)) {
            (Some(first), Some(last)) if first.range.start <= last.range.end => {
                &self.text.text[first.range.start..last.range.end]
            }
            _ => "",
        }
    }

    fn token_span(&self, index: usize) -> Span {
        let range = self.tokens.get(index).map_or(0..0, |token| token.range.clone());
        self.text.span(range)
    }

    /// The place from the token at `first` to the one before this; that of the token at `first` if there is none between.
    fn span_from(&self, first: usize) -> Span {
        self.span_between(first, self.at.saturating_sub(1).max(first))
    }

    fn span_between(&self, first: usize, last: usize) -> Span {
        match (self.tokens.get(first), self.tokens.get(last)) {
            (Some(first), Some(last)) => self.text.span(first.range.start..last.range.end.max(first.range.start)),
            _ => self.token_span(first),
        }
    }

    /// The empty place before this token, or behind the last one.
    fn insertion_span(&self) -> Span {
        let before = self.at.checked_sub(1).and_then(|index| self.tokens.get(index)).map_or(0, |token| token.range.end);
        self.text.span(before..before)
    }

    /// Whether nothing stands between this token and the one before.
    fn adjacent(&self) -> bool {
        self.at > 0 && self.tokens[self.at - 1].range.end == self.tokens[self.at].range.start
    }
}

/// Problems.
impl Parser<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        if !self.gave_up {
            report(self.text, self.diagnostics, diagnostic);
        }
    }

    /// Reports that something else was expected here, unless this token has been reported.
    fn unexpected(&mut self, expected: &str) -> Reported {
        if self.surprised() {
            let span = self.token_span(self.at);
            let diagnostic = match self.familiar() {
                Some(diagnostic) => diagnostic,
                None => syntax::unexpected(span, &self.found(), expected),
            };
            self.report(diagnostic);
        }
        Reported
    }

    /// Reports a certain problem of this token, unless the token has been reported.
    fn unexpected_as(&mut self, diagnostic: Diagnostic) -> Reported {
        if self.surprised() {
            self.report(diagnostic);
        }
        Reported
    }

    /// Whether this token has not been reported; it is from now on.
    fn surprised(&mut self) -> bool {
        let fresh = self.reported_at != Some(self.at) && !self.tokens[self.at].after_error;
        self.reported_at = Some(self.at);
        fresh
    }

    /// The token as a message names it.
    fn found(&self) -> String {
        match self.kind() {
            TokenKind::End => "end of the query".to_string(),
            TokenKind::QuotedIdentifier(_) => format!("{} in back quotes", self.token_text(self.at)),
            _ => {
                let text = self.token_text(self.at);
                let mut shown: String = text.chars().take(40).collect();
                if shown.len() < text.len() {
                    shown.push('…');
                }
                format!("`{shown}`")
            }
        }
    }

    /// A mistake that is often made, recognised by the token that is not expected here.
    fn familiar(&self) -> Option<Diagnostic> {
        let span = self.token_span(self.at);
        let text = self.token_text(self.at);
        let behind_operand = self.at > 0
            && match &self.tokens[self.at - 1].kind {
                TokenKind::Identifier | TokenKind::QuotedIdentifier(_) | TokenKind::CloseRound => true,
                TokenKind::Text { .. } | TokenKind::Number { .. } => true,
                kind => matches!(kind, TokenKind::Keyword(Keyword::True | Keyword::False | Keyword::Null)),
            };
        match self.kind() {
            TokenKind::Text { .. } if matches!(self.tokens[self.at.saturating_sub(1)].kind, TokenKind::Text { .. }) => {
                Some(syntax::adjacent_strings(span))
            }
            TokenKind::Identifier | TokenKind::TildeIdentifier => {
                let keyword = Keyword::from_text(&text.to_ascii_lowercase()).filter(|keyword| keyword.text() != text);
                match keyword {
                    Some(keyword) => Some(syntax::keyword_case(span, text, keyword.text())),
                    None if behind_operand => syntax::no_such_operator(span, text),
                    None => None,
                }
            }
            TokenKind::CloseRound | TokenKind::CloseSquare if behind_operand => Some(syntax::unmatched_bracket(span, text)),
            _ => None,
        }
    }

    /// Refuses an extension of Elastic Endpoint where it does not exist; reported once for each `extension`.
    fn endpoint_only(&mut self, span: Span, extension: &'static str, instead: Option<&str>) -> bool {
        let refused = self.dialect == Dialect::Elasticsearch;
        if refused && !self.refused_extensions.contains(&extension) {
            self.refused_extensions.push(extension);
            self.report(syntax::endpoint_only(span, extension, instead));
        }
        refused
    }

    /// Goes one level deeper; every success is followed by [`Self::leave`].
    fn enter(&mut self) -> Parsed<()> {
        if self.depth >= NESTING_MAX {
            self.report(syntax::nested_too_deeply(self.token_span(self.at), NESTING_MAX));
            return Err(self.give_up());
        }
        self.depth += 1;
        Ok(())
    }

    fn leave(&mut self) {
        self.depth -= 1;
    }

    /// The rest of the query is not read.
    fn give_up(&mut self) -> Reported {
        self.gave_up = true;
        self.at = self.tokens.len() - 1;
        Reported
    }

    fn error_from(&self, first: usize) -> Expr {
        Expr { kind: ExprKind::Error, span: self.span_from(first) }
    }
}

/// Going on after an error.
impl Parser<'_> {
    /// Skips to a token outside of brackets that `stop` accepts, or to one that ends what is around: a closing bracket,
    /// `|`, the beginning of a term, the end.
    fn skip_until(&mut self, stop: impl Fn(&TokenKind) -> bool) {
        let mut open: Vec<TokenKind> = Vec::new();
        while !self.at_end() {
            let kind = self.kind();
            if open.is_empty() && stop(kind) {
                return;
            }
            match kind {
                TokenKind::Pipe => return,
                _ if self.begins_term() => return,
                TokenKind::OpenRound => open.push(TokenKind::OpenRound),
                TokenKind::OpenSquare | TokenKind::OpenMissing => open.push(TokenKind::OpenSquare),
                TokenKind::CloseRound => match open.last() {
                    Some(TokenKind::OpenRound) => _ = open.pop(),
                    _ if open.is_empty() => return,
                    _ => {}
                },
                TokenKind::CloseSquare => match open.iter().rposition(|kind| *kind == TokenKind::OpenSquare) {
                    Some(index) => open.truncate(index),
                    None => return,
                },
                _ => {}
            }
            self.bump();
        }
    }

    /// Whether a term begins here: `[process where`, but not in `descendant of [process where`.
    fn begins_term(&self) -> bool {
        matches!(self.kind(), TokenKind::OpenSquare | TokenKind::OpenMissing)
            && matches!(self.nth(2), TokenKind::Keyword(Keyword::Where))
            && !(self.at > 0 && self.tokens[self.at - 1].kind == TokenKind::Keyword(Keyword::Of))
    }
}
