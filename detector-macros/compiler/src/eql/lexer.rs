//! Text of a query → tokens.
//!
//! Reports what is no token, and goes on behind it. White space and comments are left out.
//!
//! ```text
//! blank       = " " | "\t" | "\r" | "\n"
//! comment     = "//" … end of line | "/*" { comment | … } "*/"            (* nests; for Elastic Endpoint, where that leaves one open, it ends at the first "*/" *)
//! keyword     = "and" | "any" | "by" | "false" | "in" | "in~" | "join" | "like" | "like~" | "maxspan" | "not" | "null"
//!             | "of" | "or" | "regex" | "regex~" | "sample" | "sequence" | "true" | "until" | "where" | "with"
//! IDENT       = ( letter | "_" | "@" ) { letter | digit | "_" }           (* ASCII *)
//! TILDE_IDENT = letter { letter | digit | "_" } "~"
//! QUOTED      = "`" { any but "`" | "``" } "`"
//! VARIABLE    = "$" IDENT                                                 (* Elastic Endpoint *)
//! INTEGER     = digit { digit }                                           (* 32 bits, 64 bits, or else a double *)
//! DECIMAL     = digit {digit} "." {digit} [exponent] | "." digit {digit} [exponent] | digit {digit} exponent
//! exponent    = ( "e" | "E" ) [ "+" | "-" ] digit {digit}
//! STRING      = '"' { any but '"' "\" CR LF | escape } '"'
//! escape      = "\" ( "b" | "t" | "n" | "f" | "r" | '"' | "'" | "\" ) | "\u{" 2 to 8 hexadecimal digits "}"
//! RAW         = '"""' { any but CR LF } '"""' [ '"' [ '"' ] ]              (* to the first """; up to two more quotes are text *)
//! operator    = "==" "!=" "<" "<=" ">" ">=" "+" "-" "*" "/" "%" ":" "," "." "|" "(" ")" "[" "]" "![" "=" "?"
//! ```
//! The longest token wins.

use std::ops::Range;

use super::ast::{Comparison, Literal};
use super::{Dialect, report};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::errors::lexical;
use crate::source::{QueryText, Span};

/// A token and its place in the text of the query.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) kind: TokenKind,
    pub(super) range: Range<usize>,
    /// Something right before it was no token, or not closed, and has been reported: that it stands here surprises nobody.
    pub(super) after_error: bool,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TokenKind {
    Keyword(Keyword),
    Identifier,
    /// Without its back quotes.
    QuotedIdentifier(String),
    TildeIdentifier,
    /// `$name`
    Variable,
    Text {
        value: String,
        raw: bool,
    },
    Number {
        literal: Literal,
        /// Digits alone.
        whole: bool,
    },
    Compare(Comparison),
    /// `=`
    Assign,
    Plus,
    Minus,
    Star,
    Slash,
    Percent,
    Colon,
    Comma,
    Dot,
    Pipe,
    OpenRound,
    CloseRound,
    OpenSquare,
    CloseSquare,
    /// `![`
    OpenMissing,
    Question,
    /// Behind the last one; there is always exactly one.
    End,
}

macro_rules! keywords {
    ($($variant:ident $text:literal)*) => {
        /// A word that is no name unless it stands in back quotes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Keyword { $($variant),* }

        impl Keyword {
            /// As written.
            pub(super) fn text(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// The keyword that is written so.
            pub(super) fn from_text(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

keywords! {
    And "and" Any "any" By "by" False "false" In "in" InTilde "in~" Join "join" Like "like" LikeTilde "like~" Maxspan "maxspan"
    Not "not" Null "null" Of "of" Or "or" Regex "regex" RegexTilde "regex~" Sample "sample" Sequence "sequence" True "true"
    Until "until" Where "where" With "with"
}

/// All tokens of the text, and `End`.
pub(super) fn lex(text: &QueryText, dialect: Dialect, diagnostics: &mut Diagnostics) -> Vec<Token> {
    let mut lexer = Lexer { text, dialect, source: &text.text, at: 0, after_error: false, tokens: Vec::new(), diagnostics };
    while lexer.skip_blanks() {
        lexer.token();
    }
    lexer.push(TokenKind::End, lexer.at);
    lexer.tokens
}

/// Whether the text is one `IDENT`, and no keyword.
pub(super) fn is_identifier(text: &str) -> bool {
    text.starts_with(begins_identifier) && text[1..].chars().all(continues_identifier) && Keyword::from_text(text).is_none()
}

fn begins_identifier(c: char) -> bool {
    c.is_ascii_alphabetic() || c == '_' || c == '@'
}

fn continues_identifier(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

struct Lexer<'a> {
    text: &'a QueryText,
    dialect: Dialect,
    source: &'a str,
    /// Next byte; always on a character border.
    at: usize,
    after_error: bool,
    tokens: Vec<Token>,
    diagnostics: &'a mut Diagnostics,
}

impl Lexer<'_> {
    fn rest(&self) -> &str {
        &self.source[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn eat_while(&mut self, accepts: impl Fn(char) -> bool) {
        let rest = self.rest();
        self.at += rest.find(|c| !accepts(c)).unwrap_or(rest.len());
    }

    fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    fn push(&mut self, kind: TokenKind, start: usize) {
        let after_error = std::mem::take(&mut self.after_error);
        self.tokens.push(Token { kind, range: start..self.at, after_error });
    }

    fn span(&self, range: Range<usize>) -> Span {
        self.text.span(range)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        report(self.text, self.diagnostics, diagnostic);
    }

    /// Whether anything is left behind blanks and comments.
    fn skip_blanks(&mut self) -> bool {
        loop {
            self.eat_while(|c| matches!(c, ' ' | '\t' | '\r' | '\n'));
            if self.rest().starts_with("//") {
                self.eat_while(|c| c != '\n' && c != '\r');
            } else if self.rest().starts_with("/*") {
                self.block_comment();
            } else {
                return self.at < self.source.len();
            }
        }
    }

    fn block_comment(&mut self) {
        let start = self.at;
        let mut open = 0usize;
        // Where the first one of all ends.
        let mut first_end = None;
        while let Some(c) = self.peek() {
            if self.eat("/*") {
                open += 1;
            } else if self.eat("*/") {
                first_end = first_end.or(Some(self.at));
                open -= 1;
                if open == 0 {
                    return;
                }
            } else {
                self.at += c.len_utf8();
            }
        }
        if let (Some(end), Dialect::Endpoint) = (first_end, self.dialect) {
            self.at = end;
            return;
        }
        self.after_error = true;
        self.report(lexical::unclosed_comment(self.span(start..start + 2)));
    }

    fn token(&mut self) {
        let start = self.at;
        match self.peek() {
            Some('"') if self.rest().starts_with("\"\"\"") => self.raw_string(start),
            Some('"') => self.string(start),
            Some('\'') => self.single_quoted(start),
            Some('?') if self.rest()[1..].starts_with(['"', '\'']) => self.question_mark_string(start),
            Some('“' | '”') => self.curly_quoted(start),
            Some('`') => self.quoted_identifier(start),
            Some('0'..='9') => self.number(start),
            Some('.') if self.rest()[1..].starts_with(|c: char| c.is_ascii_digit()) => self.number(start),
            Some('$') if self.rest()[1..].starts_with(begins_identifier) => {
                self.at += 2;
                self.eat_while(continues_identifier);
                self.push(TokenKind::Variable, start);
            }
            Some(c) if begins_identifier(c) => self.word(start, c),
            _ => self.operator(start),
        }
    }

    fn word(&mut self, start: usize, first: char) {
        self.at += 1;
        self.eat_while(continues_identifier);
        let tilde = first.is_ascii_alphabetic() && self.eat("~");
        let kind = match Keyword::from_text(&self.source[start..self.at]) {
            Some(keyword) => TokenKind::Keyword(keyword),
            None if tilde => TokenKind::TildeIdentifier,
            None => TokenKind::Identifier,
        };
        self.push(kind, start);
    }

    fn operator(&mut self, start: usize) {
        // Longer ones first.
        const OPERATORS: &[(&str, TokenKind)] = &[
            ("==", TokenKind::Compare(Comparison::Equal)),
            ("!=", TokenKind::Compare(Comparison::NotEqual)),
            ("<=", TokenKind::Compare(Comparison::LessOrEqual)),
            (">=", TokenKind::Compare(Comparison::GreaterOrEqual)),
            ("![", TokenKind::OpenMissing),
            ("<", TokenKind::Compare(Comparison::Less)),
            (">", TokenKind::Compare(Comparison::Greater)),
            ("=", TokenKind::Assign),
            ("+", TokenKind::Plus),
            ("-", TokenKind::Minus),
            ("*", TokenKind::Star),
            ("/", TokenKind::Slash),
            ("%", TokenKind::Percent),
            (":", TokenKind::Colon),
            (",", TokenKind::Comma),
            (".", TokenKind::Dot),
            ("|", TokenKind::Pipe),
            ("(", TokenKind::OpenRound),
            (")", TokenKind::CloseRound),
            ("[", TokenKind::OpenSquare),
            ("]", TokenKind::CloseSquare),
            ("?", TokenKind::Question),
        ];
        if self.foreign_operator(start) {
            return;
        }
        match OPERATORS.iter().find(|(text, _)| self.rest().starts_with(text)) {
            Some((text, kind)) => {
                self.at += text.len();
                self.push(kind.clone(), start);
            }
            None if self.peek() == Some('!') => self.exclamation_mark(start),
            None => self.unknown_character(start),
        }
    }

    /// Reports an operator of another language and takes it for the one that is meant.
    fn foreign_operator(&mut self, start: usize) -> bool {
        const FOREIGN: &[(&str, &str, TokenKind)] = &[
            ("===", "==", TokenKind::Compare(Comparison::Equal)),
            ("!==", "!=", TokenKind::Compare(Comparison::NotEqual)),
            ("<>", "!=", TokenKind::Compare(Comparison::NotEqual)),
            ("=>", ">=", TokenKind::Compare(Comparison::GreaterOrEqual)),
            ("=<", "<=", TokenKind::Compare(Comparison::LessOrEqual)),
            ("=~", ":", TokenKind::Colon),
            ("&&", "and", TokenKind::Keyword(Keyword::And)),
            ("&", "and", TokenKind::Keyword(Keyword::And)),
            ("||", "or", TokenKind::Keyword(Keyword::Or)),
            ("≠", "!=", TokenKind::Compare(Comparison::NotEqual)),
            ("≤", "<=", TokenKind::Compare(Comparison::LessOrEqual)),
            ("≥", ">=", TokenKind::Compare(Comparison::GreaterOrEqual)),
        ];
        let Some((text, instead, kind)) = FOREIGN.iter().find(|(text, _, _)| self.rest().starts_with(text)) else { return false };
        self.at += text.len();
        let span = self.span(start..self.at);
        let instead = match kind {
            TokenKind::Keyword(_) => self.with_blanks(start, instead),
            _ => (*instead).to_string(),
        };
        self.report(lexical::unknown_operator(span, text, &instead));
        self.push(kind.clone(), start);
        true
    }

    /// A word in place of the operator from `start` to here, kept apart from words beside it.
    fn with_blanks(&self, start: usize, word: &str) -> String {
        let before = if self.source[..start].ends_with(continues_identifier) { " " } else { "" };
        let after = if self.rest().starts_with(continues_identifier) { " " } else { "" };
        format!("{before}{word}{after}")
    }

    /// `!` for `not`, or a `![` with a blank inside.
    fn exclamation_mark(&mut self, start: usize) {
        self.at += 1;
        let rest = self.rest().trim_start_matches([' ', '\t']);
        if rest.starts_with('[') {
            self.at = self.source.len() - rest.len() + 1;
            self.report(lexical::split_missing_mark(self.span(start..self.at)));
            return self.push(TokenKind::OpenMissing, start);
        }
        let span = self.span(start..self.at);
        let word: &str = &rest[..rest.find(|c| !continues_identifier(c)).unwrap_or(rest.len())];
        let diagnostic = if rest.starts_with(':') || matches!(word, "like" | "regex") {
            lexical::exclamation_mark(span, "write `not` before the left side")
        } else {
            lexical::unknown_operator(span, "!", &self.with_blanks(start, "not"))
        };
        self.report(diagnostic);
        self.push(TokenKind::Keyword(Keyword::Not), start);
    }

    /// Neighbours that are no tokens either are told with it.
    fn unknown_character(&mut self, start: usize) {
        const TOKENS: &str = " \t\r\n\"'`$_@=!<>+-*/%:,.|()[]?&≠≤≥“”";
        self.eat_while(|c| c == '$');
        if self.at == start {
            self.eat_while(|c| !c.is_ascii_alphanumeric() && !TOKENS.contains(c));
        }
        self.after_error = true;
        let text = &self.source[start..self.at];
        let shown: String = text.chars().take(20).collect();
        self.report(lexical::unknown_character(self.span(start..self.at), &shown));
    }

    fn number(&mut self, start: usize) {
        let digit = |c: char| c.is_ascii_digit();
        self.eat_while(digit);
        let mut whole = true;
        if self.eat(".") {
            whole = false;
            self.eat_while(digit);
        }
        let exponent = self.rest().strip_prefix(['e', 'E']).map(|rest| rest.strip_prefix(['+', '-']).unwrap_or(rest));
        if let Some(digits) = exponent.filter(|digits| digits.starts_with(digit)) {
            whole = false;
            self.at = self.source.len() - digits.len();
            self.eat_while(digit);
        }
        let literal = self.number_value(start, whole);
        self.push(TokenKind::Number { literal, whole }, start);
    }

    fn number_value(&mut self, start: usize, whole: bool) -> Literal {
        let text = &self.source[start..self.at];
        if whole {
            if let Ok(value) = text.parse() {
                return Literal::Int(value);
            }
            if let Ok(value) = text.parse() {
                return Literal::Long(value);
            }
        }
        let value: f64 = text.parse().unwrap_or(f64::INFINITY);
        if value.is_finite() {
            return Literal::Double(value);
        }
        self.report(lexical::number_too_large(self.span(start..self.at)));
        Literal::Double(f64::MAX)
    }

    fn quoted_identifier(&mut self, start: usize) {
        self.at += 1;
        let mut name = String::new();
        while let Some(c) = self.peek() {
            self.at += c.len_utf8();
            if c == '`' && !self.eat("`") {
                if name.is_empty() {
                    self.after_error = true;
                    return self.report(lexical::empty_back_quotes(self.span(start..self.at)));
                }
                return self.push(TokenKind::QuotedIdentifier(name), start);
            }
            name.push(c);
        }
        // "``name": an empty name, not one that begins with a back quote and is never closed.
        if self.source[start..].starts_with("``") {
            self.at = start;
            self.eat_while(|c| c == '`');
            self.after_error = true;
            return self.report(lexical::empty_back_quotes(self.span(start..self.at)));
        }
        // The name is probably the word that follows; the rest of the text is read as usual.
        self.at = start + 1;
        self.report(lexical::unclosed_back_quote(self.span(start..self.at)));
        self.eat_while(continues_identifier);
        if self.at > start + 1 {
            self.push(TokenKind::QuotedIdentifier(self.source[start + 1..self.at].to_string()), start);
        }
        self.after_error = true;
    }

    fn raw_string(&mut self, start: usize) {
        self.at += 3;
        let body = self.at;
        loop {
            self.eat_while(|c| !matches!(c, '"' | '\r' | '\n'));
            if self.eat("\"\"\"") {
                // Up to two more quotes belong to the text.
                let _ = self.eat("\"") && self.eat("\"");
                let value = self.source[body..self.at - 3].to_string();
                return self.push(TokenKind::Text { value, raw: true }, start);
            }
            if !self.eat("\"") {
                break;
            }
        }
        let value = self.source[body..self.at].to_string();
        self.report(lexical::unclosed_raw_string(self.span(start..self.at)));
        let ends_later = self.skip_to_quotes_on_next_line("\"\"\"");
        self.push(TokenKind::Text { value, raw: true }, start);
        self.after_error = !ends_later;
    }

    fn string(&mut self, start: usize) {
        self.at += 1;
        let mut value = String::new();
        let mut unknown: Vec<Range<usize>> = Vec::new();
        let mut last_escaped_quote = None;
        let closed = loop {
            match self.peek() {
                None | Some('\r' | '\n') => break false,
                Some('"') => {
                    self.at += 1;
                    break true;
                }
                Some('\\') => {
                    if self.rest().starts_with("\\\"") {
                        last_escaped_quote = Some(self.at);
                    }
                    self.escape(&mut value, &mut unknown);
                }
                Some(c) => {
                    self.at += c.len_utf8();
                    value.push(c);
                }
            }
        };
        self.report_unknown_escapes(start, &unknown);
        if !closed {
            let at_end =
                last_escaped_quote.filter(|at| self.source[at + 2..self.at].trim_end_matches([')', ']', ' ']).is_empty());
            let escaped = at_end.map(|at| self.span(at..at + 1));
            self.report(lexical::unclosed_string(self.span(start..self.at), escaped));
        }
        let ends_later = !closed && self.skip_to_quotes_on_next_line("\"");
        self.push(TokenKind::Text { value, raw: false }, start);
        self.after_error = !closed && !ends_later;
    }

    /// Behind a string that is broken over two lines: quotes on the next line that have no partner there are its end.
    fn skip_to_quotes_on_next_line(&mut self, quotes: &str) -> bool {
        let rest = self.rest();
        let next = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix(['\r', '\n'])).unwrap_or_default();
        let line = &next[..next.find(['\r', '\n']).unwrap_or(next.len())];
        let Some(end) = line.find(quotes).filter(|_| line.matches(quotes).count() % 2 == 1) else { return false };
        self.at = self.source.len() - next.len() + end + quotes.len();
        true
    }

    /// One escape, from its backslash on.
    fn escape(&mut self, value: &mut String, unknown: &mut Vec<Range<usize>>) {
        let start = self.at;
        self.at += 1;
        let Some(c) = self.peek().filter(|c| !matches!(c, '\r' | '\n')) else { return };
        self.at += c.len_utf8();
        let character = match c {
            'b' => '\u{8}',
            't' => '\t',
            'n' => '\n',
            'f' => '\u{c}',
            'r' => '\r',
            '"' | '\'' | '\\' => c,
            'u' => return self.unicode_escape(start, value),
            'U' if self.rest().starts_with('{') => {
                let span = self.span(start..self.at);
                let mended = Some("\\u".to_string());
                return self.report(lexical::bad_unicode_escape(span, "\\U", "the `u` is a small letter", mended));
            }
            _ => {
                unknown.push(start..self.at);
                value.push('\\');
                c
            }
        };
        value.push(character);
    }

    /// What follows `\u`.
    fn unicode_escape(&mut self, start: usize, value: &mut String) {
        let hexadecimal = |c: char| c.is_ascii_hexdigit();
        let braces = self.eat("{");
        let digits_start = self.at;
        self.eat_while(hexadecimal);
        let digits = self.source[digits_start..self.at].to_string();
        let closed = braces && self.eat("}");
        let code = u32::from_str_radix(&digits, 16).unwrap_or(u32::MAX);
        let character = char::from_u32(code);
        let why = match character {
            Some(character) if closed && (2..=8).contains(&digits.len()) => return value.push(character),
            _ if !braces => "the digits stand in braces",
            _ if !closed && digits.is_empty() => "no hexadecimal digit after the brace",
            _ if !closed => "no closing brace after the hexadecimal digits",
            _ if !(2..=8).contains(&digits.len()) => "two to eight hexadecimal digits are needed",
            _ if (0xD800..=0xDFFF).contains(&code) => "the number of a surrogate, which is no character",
            _ => "no character has a number above 10FFFF",
        };
        // Without braces, four digits are meant.
        let mended = match character {
            Some(_) if !braces && digits.len() == 4 => Some(format!("\\u{{{digits}}}")),
            Some(_) if closed && digits.len() == 1 => Some(format!("\\u{{0{digits}}}")),
            _ => None,
        };
        let escape = self.source[start..self.at].to_string();
        self.report(lexical::bad_unicode_escape(self.span(start..self.at), &escape, why, mended));
    }

    /// One error for a string: who forgets to double a backslash forgets it throughout.
    fn report_unknown_escapes(&mut self, start: usize, unknown: &[Range<usize>]) {
        let Some(first) = unknown.first() else { return };
        let mut mended = String::new();
        let mut copied = start;
        for escape in unknown {
            mended.push_str(&self.source[copied..escape.start]);
            mended.push('\\');
            copied = escape.start;
        }
        mended.push_str(&self.source[copied..self.at]);
        let spans: Vec<Span> = unknown.iter().map(|range| self.span(range.clone())).collect();
        let text = self.source[first.clone()].to_string();
        self.report(lexical::unknown_escape(&text, &spans, self.span(start..self.at), mended));
    }

    /// From an opening quote to the next one on the line that no backslash precedes.
    fn quoted_body(&mut self, quote: char) -> (Range<usize>, bool) {
        self.at += 1;
        let body = self.at;
        let mut escaped = false;
        while let Some(c) = self.peek().filter(|c| !matches!(c, '\r' | '\n')) {
            self.at += c.len_utf8();
            if c == quote && !escaped {
                return (body..self.at - 1, true);
            }
            escaped = c == '\\' && !escaped;
        }
        (body..self.at, false)
    }

    fn single_quoted(&mut self, start: usize) {
        let (body, closed) = self.quoted_body('\'');
        let text = self.source[body].to_string();
        let mended = closed.then(|| format!("\"{}\"", text.replace("\\'", "'").replace('"', "\\\"")));
        self.report(lexical::single_quotes(self.span(start..self.at), mended));
        self.push(TokenKind::Text { value: text, raw: false }, start);
        self.after_error = !closed;
    }

    fn curly_quoted(&mut self, start: usize) {
        self.at += '“'.len_utf8();
        let body = self.at;
        self.eat_while(|c| !matches!(c, '“' | '”' | '"' | '\r' | '\n'));
        let text = self.source[body..self.at].to_string();
        let closed = self.eat("”") || self.eat("“") || self.eat("\"");
        self.report(lexical::curly_quotes(self.span(start..self.at), closed.then(|| format!("\"{text}\""))));
        self.push(TokenKind::Text { value: text, raw: false }, start);
        self.after_error = !closed;
    }

    fn question_mark_string(&mut self, start: usize) {
        self.at += 1;
        let quote = self.peek().unwrap_or('"');
        let (body, closed) = self.quoted_body(quote);
        let text = self.source[body].replace(&format!("\\{quote}"), &quote.to_string());
        let mended = (closed && !text.contains("\"\"\"")).then(|| format!("\"\"\"{text}\"\"\""));
        self.report(lexical::question_mark_string(self.span(start..self.at), mended));
        self.push(TokenKind::Text { value: text, raw: true }, start);
        self.after_error = !closed;
    }
}
