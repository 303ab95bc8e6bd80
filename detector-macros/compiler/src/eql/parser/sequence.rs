//! `sequence …` and `sample …`, with what is checked of them before fields and types are known.

use super::{Parser, TokenKind};
use crate::eql::ast::{Body, Comparison, ExprKind, Key, Literal, Maxspan, Runs, Sample, Sequence, Term, TimeUnit};
use crate::eql::lexer::Keyword;
use crate::errors::sequences;
use crate::source::Span;

/// How often a term may be repeated.
const RUNS_MAX: u32 = 100;

/// A term, and whether its clauses could be read: one that could not is not counted against the others.
struct ReadTerm {
    term: Term,
    sound: bool,
}

impl Parser<'_> {
    pub(super) fn sequence(&mut self) -> Body {
        let first = self.at;
        self.bump();
        let (by, maxspan, mut sound) = self.sequence_head();
        let mut terms = Vec::new();
        let mut until: Option<ReadTerm> = None;
        loop {
            if self.at_term() {
                let begins = self.token_span(self.at);
                let term = self.term();
                sound &= term.sound;
                if until.is_some() {
                    sound = false;
                    self.report(sequences::term_after_until(begins));
                } else {
                    terms.push(term);
                }
            } else if self.at_keyword(Keyword::Until) {
                let span = self.token_span(self.at);
                self.bump();
                if self.at_term() {
                    let term = self.term();
                    sound &= term.sound;
                    match &until {
                        Some(earlier) => self.report(sequences::second_until(span, earlier.term.span)),
                        None => until = Some(term),
                    }
                } else {
                    self.unexpected("`[` after `until`");
                    sound = false;
                }
            } else if matches!(self.kind(), TokenKind::Pipe | TokenKind::End) {
                break;
            } else {
                sound = false;
                self.between_terms(!terms.is_empty());
            }
        }
        let span = self.span_from(first);
        self.check_sequence(first, maxspan.is_some() || !sound, by.len(), &terms, until.as_ref(), sound);
        if terms.is_empty() {
            return Body::Error(span);
        }
        let terms = terms.into_iter().map(|read| read.term).collect();
        Body::Sequence(Sequence { by, maxspan, terms, until: until.map(|read| read.term), span })
    }

    /// Everything before the first term.
    fn sequence_head(&mut self) -> (Vec<Key>, Option<Maxspan>, bool) {
        let (mut by, mut maxspan, mut sound) = (Vec::new(), None, true);
        let mut with_at = None;
        loop {
            let span = self.token_span(self.at);
            if self.eat_keyword(Keyword::By) {
                let (keys, keys_sound) = self.keys();
                sound &= keys_sound;
                match with_at {
                    Some(with) => self.report(sequences::by_after_with(span, with)),
                    None if !by.is_empty() => self.report(sequences::repeated_clause(span, "by")),
                    None => {}
                }
                by = keys;
            } else if self.eat_keyword(Keyword::With) {
                if with_at.is_some() {
                    self.report(sequences::repeated_clause(span, "with"));
                }
                with_at = Some(span);
                maxspan = self.maxspan();
                sound &= maxspan.is_some();
            } else if self.at_keyword(Keyword::Maxspan) {
                self.report(sequences::maxspan_without_with(span, self.insertion_span()));
                with_at = Some(span);
                maxspan = self.maxspan();
                sound &= maxspan.is_some();
            } else {
                return (by, maxspan, sound);
            }
        }
    }

    fn at_term(&self) -> bool {
        matches!(self.kind(), TokenKind::OpenSquare | TokenKind::OpenMissing)
    }

    /// Something between terms that does not belong there: reported, and skipped to the next term.
    fn between_terms(&mut self, some_terms: bool) {
        let span = self.token_span(self.at);
        let before_bracket = *self.nth(1) == TokenKind::OpenSquare;
        let is_with = self.at_keyword(Keyword::With);
        let diagnostic = match self.kind() {
            TokenKind::Minus | TokenKind::Keyword(Keyword::Not) if before_bracket => {
                Some(sequences::missing_mark(span, self.token_text(self.at), self.span_between(self.at, self.at + 1)))
            }
            TokenKind::Comma if before_bracket => Some(sequences::comma_between_terms(span)),
            TokenKind::Identifier if self.token_text(self.at) == "fork" => Some(sequences::fork(span)),
            TokenKind::Keyword(Keyword::Maxspan) => Some(sequences::misplaced_maxspan(span)),
            _ if is_with && *self.nth(1) == TokenKind::Keyword(Keyword::Maxspan) => Some(sequences::misplaced_maxspan(span)),
            _ => None,
        };
        match diagnostic {
            Some(diagnostic) => _ = self.unexpected_as(diagnostic),
            None if some_terms => _ = self.unexpected("`[`, `![`, `until`, `|` or the end of the query"),
            None => _ = self.unexpected("`[`, the beginning of a term"),
        }
        self.bump();
        while !self.at_term() && !matches!(self.kind(), TokenKind::Pipe | TokenKind::End | TokenKind::Keyword(Keyword::Until)) {
            self.bump();
        }
    }

    /// A bracket and its clauses.
    fn term(&mut self) -> ReadTerm {
        let first = self.at;
        let (missing, filter) = self.subquery();
        let mut term = Term { missing, filter, by: Vec::new(), runs: None, alias: None, span: self.span_from(first) };
        let mut sound = true;
        let (mut by_at, mut with_at) = (None, None);
        loop {
            let span = self.token_span(self.at);
            if self.at_alias() {
                self.bump();
                let name = self.token_text(self.at).to_string();
                self.bump();
                let whole = self.span_from(self.at - 2);
                let refused = self.endpoint_only(whole, "as", Some("join the events by keys"));
                if term.alias.is_some() && !refused {
                    self.report(sequences::repeated_clause(span, "as"));
                }
                term.alias = (!refused).then(|| (name, self.token_span(self.at - 1)));
            } else if self.eat_keyword(Keyword::By) {
                let (keys, keys_sound) = self.keys();
                sound &= keys_sound;
                match (with_at, by_at) {
                    (Some(with), _) => self.report(sequences::by_after_with(span, with)),
                    (None, Some(_)) => self.report(sequences::repeated_clause(span, "by")),
                    (None, None) => {}
                }
                by_at = Some(span);
                term.by = keys;
            } else if self.at_keyword(Keyword::With) && *self.nth(1) != TokenKind::Keyword(Keyword::Maxspan) {
                if with_at.is_some() {
                    self.report(sequences::repeated_clause(span, "with"));
                }
                self.bump();
                with_at = Some(span);
                term.runs = self.runs();
                sound &= term.runs.is_some();
            } else {
                break;
            }
        }
        term.span = self.span_from(first);
        ReadTerm { term, sound }
    }

    /// `as event0`
    fn at_alias(&self) -> bool {
        *self.kind() == TokenKind::Identifier && self.token_text(self.at) == "as" && *self.nth(1) == TokenKind::Identifier
    }

    /// Join keys, behind `by`; and whether they could be read.
    fn keys(&mut self) -> (Vec<Key>, bool) {
        let (mut keys, mut sound) = (Vec::new(), true);
        self.in_keys = true;
        self.operators = 0;
        loop {
            let comma = self.at - 1;
            if !keys.is_empty() && self.at_term() {
                self.report(sequences::trailing_key_comma(self.token_span(comma)));
                break;
            }
            let key = self.key();
            // A key that is wrong still counts as one.
            sound &= key.is_some();
            keys.extend(key);
            if self.eat(&TokenKind::Comma) {
                continue;
            }
            if self.at_alias()
                || !matches!(self.kind(), TokenKind::Identifier | TokenKind::QuotedIdentifier(_) | TokenKind::Question)
            {
                break;
            }
            let fork = matches!(self.token_text(self.at), "fork" | "runs");
            if fork || self.at_upper_case_clause() {
                break;
            }
            let span = self.insertion_span();
            self.unexpected_as(sequences::keys_without_comma(self.token_span(self.at), span));
        }
        self.in_keys = false;
        (keys, sound)
    }

    /// `WITH` and the like; reported.
    fn at_upper_case_clause(&mut self) -> bool {
        [Keyword::With, Keyword::Until, Keyword::By, Keyword::Maxspan].into_iter().any(|keyword| self.at_keyword(keyword))
    }

    /// One key; `None` if nothing is there.
    fn key(&mut self) -> Option<Key> {
        let first = self.at;
        if self.at_term()
            || matches!(self.kind(), TokenKind::End | TokenKind::Pipe | TokenKind::Keyword(Keyword::With | Keyword::Until))
        {
            self.unexpected("a join key, the name of a field");
            return None;
        }
        let expression = self.expression();
        let span = self.span_from(first);
        Some(match expression.kind {
            ExprKind::Field(name) => Key::Field(name),
            ExprKind::Error => Key::Error(span),
            _ => {
                self.report(sequences::key_not_a_field(span, self.text_between(first, self.at - 1)));
                Key::Error(span)
            }
        })
    }

    /// `maxspan=5s`, behind `with`. `None` has been reported.
    fn maxspan(&mut self) -> Option<Maxspan> {
        let known = self.option("maxspan", self.kind() == &TokenKind::Keyword(Keyword::Maxspan))?;
        let first = self.at;
        let minus = self.eat(&TokenKind::Minus);
        let number = self.kind().clone();
        if !matches!(number, TokenKind::Number { .. } | TokenKind::Text { .. }) {
            self.unexpected("a time such as `5s` or `10m`");
            return None;
        }
        self.bump();
        let unit_at = self.at;
        let unit = match self.kind() {
            TokenKind::Identifier if !matches!(number, TokenKind::Text { .. }) => {
                self.bump();
                Some(self.token_text(unit_at).to_string())
            }
            _ => None,
        };
        let span = self.span_from(first);
        if !known {
            return None;
        }
        let digits = self.token_text(unit_at - 1).to_string();
        let whole = match number {
            TokenKind::Number { whole: true, .. } if !minus => {
                digits.parse::<u64>().map_err(|_| sequences::maxspan_too_long(span))
            }
            TokenKind::Text { value, .. } => Err(sequences::quoted_maxspan(span, &value)),
            _ => Err(sequences::maxspan_not_whole(span, self.text_between(first, self.at - 1))),
        };
        let whole = match whole {
            Ok(whole) => whole,
            Err(diagnostic) => {
                self.report(diagnostic);
                return None;
            }
        };
        let Some(unit) = unit else {
            self.report(sequences::maxspan_without_unit(span, &digits));
            return None;
        };
        let Some(unit) = TimeUnit::ALL.into_iter().find(|known| known.text() == unit) else {
            self.report(sequences::unknown_time_unit(self.token_span(unit_at), &unit, whole, span));
            return None;
        };
        if whole == 0 {
            self.report(sequences::maxspan_zero(span));
            return None;
        }
        Some(Maxspan { number: whole, unit, span })
    }

    /// `NAME =`. Whether the name is the one that is expected; another is reported. `None` if there is no name at all.
    fn option(&mut self, expected: &'static str, found: bool) -> Option<bool> {
        let span = self.token_span(self.at);
        let named = found || matches!(self.kind(), TokenKind::Identifier | TokenKind::Keyword(Keyword::Maxspan));
        if !named {
            self.unexpected(&format!("`{expected}=`"));
            return None;
        }
        if !found {
            self.report(sequences::unknown_option(span, self.token_text(self.at), expected));
        }
        self.bump();
        match self.kind() {
            TokenKind::Assign => self.bump(),
            TokenKind::Compare(Comparison::Equal) => {
                self.report(sequences::double_equals(self.token_span(self.at)));
                self.bump();
            }
            TokenKind::Number { .. } | TokenKind::Text { .. } | TokenKind::Minus => {
                let (before, after) = (self.tokens[self.at - 1].range.end, self.tokens[self.at].range.start);
                self.report(sequences::option_without_equals(self.token_span(self.at), self.text.span(before..after)));
            }
            _ => {
                self.unexpected("`=`");
                return None;
            }
        }
        Some(found)
    }

    /// `runs=3`, behind `with`. `None` has been reported.
    fn runs(&mut self) -> Option<Runs> {
        let known = self.option("runs", self.token_text(self.at) == "runs")?;
        let first = self.at;
        self.eat(&TokenKind::Minus);
        let count = match self.kind() {
            TokenKind::Number { literal: Literal::Int(count), .. } if self.at == first => u32::try_from(*count).ok(),
            TokenKind::Number { .. } | TokenKind::Text { .. } | TokenKind::Identifier => None,
            _ => {
                self.unexpected("a number of runs");
                return None;
            }
        };
        self.bump();
        let span = self.span_from(first);
        if !known {
            return None;
        }
        let Some(count) = count.filter(|count| (1..=RUNS_MAX).contains(count)) else {
            self.report(sequences::runs_out_of_range(span, self.text_between(first, self.at - 1), RUNS_MAX));
            return None;
        };
        Some(Runs { count, span })
    }

    pub(super) fn sample(&mut self) -> Body {
        let first = self.at;
        self.bump();
        let (mut by, mut sound) = (Vec::new(), true);
        let mut terms: Vec<ReadTerm> = Vec::new();
        loop {
            let span = self.token_span(self.at);
            if self.at_term() {
                terms.push(self.term());
            } else if terms.is_empty() && self.eat_keyword(Keyword::By) {
                (by, sound) = self.keys();
            } else if self.at_keyword(Keyword::With) || self.at_keyword(Keyword::Maxspan) {
                self.unexpected_as(sequences::not_in_sample(span, "maxspan"));
                self.eat(&TokenKind::Keyword(Keyword::With));
                self.maxspan();
            } else if self.at_keyword(Keyword::Until) {
                self.report(sequences::not_in_sample(span, "until"));
                self.bump();
                if self.at_term() {
                    self.term();
                }
            } else if matches!(self.kind(), TokenKind::Pipe | TokenKind::End) {
                break;
            } else {
                sound = false;
                self.between_terms(!terms.is_empty());
            }
        }
        let span = self.span_from(first);
        if terms.is_empty() {
            if sound {
                self.unexpected("`[`");
            }
            return Body::Error(span);
        }
        for ReadTerm { term, .. } in &terms {
            if term.missing {
                self.report(sequences::not_in_sample(term.span, "missing events"));
            }
            if let Some(runs) = term.runs {
                self.report(sequences::not_in_sample(runs.span, "runs"));
            }
        }
        sound &= terms.iter().all(|read| read.sound);
        let keyless = by.is_empty() && terms.iter().all(|read| read.term.by.is_empty());
        if sound && keyless {
            self.report(sequences::sample_without_keys(self.token_span(first)));
        }
        self.check_key_counts(by.len(), &terms, None, sound);
        Body::Sample(Sample { by, terms: terms.into_iter().map(|read| read.term).collect(), span })
    }

    fn check_sequence(
        &mut self,
        first: usize,
        has_maxspan: bool,
        head_keys: usize,
        terms: &[ReadTerm],
        until: Option<&ReadTerm>,
        sound: bool,
    ) {
        let name = self.token_span(first);
        let stages: u32 = terms.iter().map(|read| read.term.runs.map_or(1, |runs| runs.count)).sum();
        if terms.is_empty() && sound {
            self.unexpected("`[`");
        } else if stages < 2 && sound {
            self.report(sequences::too_few_stages(name, terms.first().map(|read| read.term.span)));
        }
        let first_missing = terms.iter().find(|read| read.term.missing);
        if let Some(ReadTerm { term, .. }) = first_missing {
            if terms.iter().all(|read| read.term.missing) && sound {
                self.report(sequences::no_positive_term(term.span));
            } else if !has_maxspan {
                self.report(sequences::missing_needs_maxspan(term.span, name));
            }
        }
        if let Some(ReadTerm { term, .. }) = until {
            if term.missing {
                self.report(sequences::until_missing(term.span));
            }
            if let Some(runs) = term.runs {
                self.report(sequences::runs_on_until(runs.span));
            }
        }
        self.check_key_counts(head_keys, terms, until, sound);
    }

    /// Every term has as many keys as the others; if all others agree, the first is the odd one.
    fn check_key_counts(&mut self, head_keys: usize, terms: &[ReadTerm], until: Option<&ReadTerm>, sound: bool) {
        if !sound {
            return;
        }
        let of = |read: &ReadTerm| (read.term.by.len(), key_place(&read.term));
        let all: Vec<(usize, Span)> = terms.iter().chain(until).map(of).collect();
        let Some(((first, first_span), others)) = all.split_first() else { return };
        let odd_first = match others {
            [(second, _), rest @ ..] if !rest.is_empty() => second != first && rest.iter().all(|(count, _)| count == second),
            _ => false,
        };
        if odd_first {
            let (count, span) = others[0];
            return self.report(sequences::key_count(*first_span, head_keys + first, span, head_keys + count));
        }
        for (count, span) in others.iter().filter(|(count, _)| count != first) {
            self.report(sequences::key_count(*span, head_keys + count, *first_span, head_keys + first));
        }
    }
}

/// Where the keys of a term stand; the whole term if it has none.
fn key_place(term: &Term) -> Span {
    let span = |key: &Key| match key {
        Key::Field(name) => name.span,
        Key::Error(span) => *span,
    };
    match (term.by.first(), term.by.last()) {
        (Some(first), Some(last)) => span(first).to(span(last)),
        _ => term.span,
    }
}
