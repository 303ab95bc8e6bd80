//! Parses a pattern as Lucene's `RegExp` does with all of its flags: pattern text → [`Node`].
//!
//! ```text
//! union      = inter { "|" inter }
//! inter      = concat { "&" concat }
//! concat     = repeat { repeat }
//! repeat     = complement { "?" | "*" | "+" | "{" n [ "," [ m ] ] "}" }
//! complement = { "~" } simple
//! simple     = "." | "#" | "@" | '"' text '"' | "(" [ union ] ")" | "<" n "-" m ">" | "[" [ "^" ] class "]" | "\" char | char
//! class      = { char [ "-" char ] | "\" char }
//! ```
//! `^` and `$` are ordinary characters. Where Lucene would read an operator without an operand as that character
//! (`|a`, `*a`), and where its versions disagree (`\n`), the pattern is refused: it does not do what it looks like.

use super::ast::{self, Cursor, NESTING_MAX, Node, Refusal};
use regex_syntax::hir::ClassUnicode;

/// White space in Lucene's `\s`.
const SPACE: &[(char, char)] = &[('\t', '\n'), ('\r', '\r'), (' ', ' ')];

/// The language of a pattern. If `insensitive`, ASCII letters outside of classes match either case.
pub(super) fn parse(pattern: &str, insensitive: bool) -> Result<Node, Refusal> {
    let mut parser = Parser { cursor: Cursor::new(pattern), insensitive, depth: 0 };
    if pattern.is_empty() {
        return Ok(Node::Empty);
    }
    let node = parser.union()?;
    match parser.cursor.peek() {
        None => Ok(node),
        Some(_) => Err(Refusal::wrong(parser.cursor.at(), "this `)` closes nothing").help("write `\\)` for the character")),
    }
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    insensitive: bool,
    depth: u32,
}

impl Parser<'_> {
    fn union(&mut self) -> Result<Node, Refusal> {
        let mut any_of = vec![self.intersection()?];
        while self.cursor.eat("|") {
            any_of.push(self.intersection()?);
        }
        Ok(Node::union(any_of))
    }

    fn intersection(&mut self) -> Result<Node, Refusal> {
        let first = self.concat()?;
        if self.cursor.peek() != Some('&') {
            return Ok(first);
        }
        let mut all_of = vec![first];
        while self.cursor.eat("&") {
            all_of.push(self.concat()?);
        }
        Ok(Node::Intersection(all_of))
    }

    fn concat(&mut self) -> Result<Node, Refusal> {
        let mut parts = vec![self.repeat()?];
        while self.cursor.peek().is_some_and(|c| !matches!(c, ')' | '|' | '&')) {
            parts.push(self.repeat()?);
        }
        Ok(Node::concat(parts))
    }

    fn repeat(&mut self) -> Result<Node, Refusal> {
        let mut node = self.complement()?;
        for count in 1.. {
            let at = self.cursor.at();
            let plain = match self.cursor.peek() {
                Some('?') => Some((0, Some(1))),
                Some('*') => Some((0, None)),
                Some('+') => Some((1, None)),
                Some('{') => None,
                _ => break,
            };
            self.cursor.next();
            self.limit(count, at)?;
            let (min, max) = match plain {
                Some(bounds) => bounds,
                None => ast::bounds(&mut self.cursor, at)?,
            };
            node = Node::repeat(node, min, max);
        }
        Ok(node)
    }

    fn complement(&mut self) -> Result<Node, Refusal> {
        let mut negated = false;
        while self.cursor.eat("~") {
            negated = !negated;
        }
        let node = self.simple()?;
        Ok(if negated { Node::Complement(Box::new(node)) } else { node })
    }

    fn simple(&mut self) -> Result<Node, Refusal> {
        let at = self.cursor.at();
        let Some(c) = self.cursor.next() else {
            return Err(Refusal::wrong(at, "the pattern ends where something should follow")
                .help("`(a|b)?` is the way to write an alternative that may be empty"));
        };
        match c {
            '.' => Ok(Node::any_char()),
            '#' => Ok(Node::Nothing),
            '@' => Ok(Node::any_text()),
            '"' => match self.cursor.until("\"") {
                Some(text) => Ok(Node::text(text, self.insensitive)),
                None => Err(Refusal::wrong(at, "the `\"` of a literal run is not closed").help("write `\\\"` for the character")),
            },
            '(' => self.group(at),
            '<' => self.interval(at),
            '[' => self.class(at),
            '\\' => self.escape(at),
            ')' | '|' | '&' | '?' | '*' | '+' | '{' => Err(Refusal::wrong(at, format!("nothing stands before this `{c}`"))
                .help(format!("write `\\{c}` for the character; `(a|b)?` is an alternative that may be empty"))),
            _ => Ok(Node::char(c, self.insensitive)),
        }
    }

    fn group(&mut self, at: usize) -> Result<Node, Refusal> {
        if self.cursor.eat(")") {
            return Ok(Node::Empty);
        }
        if self.cursor.peek() == Some('?') {
            return Err(Refusal::wrong(
                at,
                "`(?` does not exist in Lucene's regular expressions: no flags, no look-around, no names",
            )
            .help("use `regex~` to ignore case, and plain `( )` to group"));
        }
        self.depth += 1;
        self.limit(self.depth, at)?;
        let node = self.union()?;
        self.depth -= 1;
        if self.cursor.eat(")") {
            return Ok(node);
        }
        Err(Refusal::wrong(at, "this `(` is not closed").help("write `\\(` for the character"))
    }

    fn limit(&self, depth: u32, at: usize) -> Result<(), Refusal> {
        if depth <= NESTING_MAX {
            return Ok(());
        }
        Err(Refusal::unsupported(at, format!("more than {NESTING_MAX} levels of groups or repetitions are not supported")))
    }

    /// `<n-m>`: the numbers from n to m in decimal. With both bounds as many digits, the text has as many, too;
    /// otherwise any number of leading zeros is taken.
    fn interval(&mut self, at: usize) -> Result<Node, Refusal> {
        let wrong =
            || Refusal::wrong(at, "`<` opens a numeric interval `<n-m>`, and this is none").help("write `\\<` for the character");
        let text = self.cursor.until(">").ok_or_else(wrong)?;
        let (low, high) = text.split_once('-').ok_or_else(wrong)?;
        let bound = |digits: &str| {
            let number = digits.parse::<u32>().ok().filter(|number| *number <= i32::MAX as u32);
            number.filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))
        };
        let (first, last) = (bound(low).ok_or_else(wrong)?, bound(high).ok_or_else(wrong)?);
        let width = (low.len() == high.len()).then_some(low.len());
        Ok(decimal_interval(first.min(last), first.max(last), width))
    }

    fn escape(&mut self, at: usize) -> Result<Node, Refusal> {
        let Some(c) = self.cursor.next() else {
            return Err(Refusal::wrong(at, "the pattern ends with a backslash").help("write `\\\\` for the character"));
        };
        if let Some(set) = ast::predefined(c, SPACE) {
            return Ok(Node::Class(set));
        }
        plain_escape(c, at)?;
        Ok(Node::char(c, self.insensitive))
    }

    /// Behind the `[`.
    fn class(&mut self, opened: usize) -> Result<Node, Refusal> {
        let negated = self.cursor.eat("^");
        let unclosed = || Refusal::wrong(opened, "this `[` is not closed").help("write `\\[` for the character");
        let mut set = ClassUnicode::empty();
        // Lucene takes a `]` right behind the `[` as the character.
        let mut first = true;
        while first || self.cursor.peek() != Some(']') {
            first = false;
            let at = self.cursor.at();
            let (low, escaped) = self.class_char()?.ok_or_else(unclosed)?;
            if let Some(predefined) = escaped.then(|| ast::predefined(low, SPACE)).flatten() {
                set.union(&predefined);
                continue;
            }
            let mut high = low;
            if self.cursor.eat("-") {
                if self.cursor.peek() == Some(']') {
                    return Err(Refusal::wrong(at, "a `-` before the `]` opens a range that has no end")
                        .help("write `\\-` for the character"));
                }
                let (end, escaped) = self.class_char()?.ok_or_else(unclosed)?;
                if escaped && ast::predefined(end, SPACE).is_some() {
                    return Err(Refusal::wrong(at, format!("`\\{end}` cannot end a range")).help("write `\\-` for the character"));
                }
                high = end;
            }
            if low > high {
                return Err(Refusal::wrong(at, format!("the range `{low}-{high}` is upside down")));
            }
            set.union(&ast::class(&[(low, high)]));
        }
        self.cursor.next();
        if negated {
            set.negate();
        }
        Ok(Node::Class(set))
    }

    /// One code point of a class, and whether it was escaped.
    fn class_char(&mut self) -> Result<Option<(char, bool)>, Refusal> {
        let at = self.cursor.at();
        match self.cursor.next() {
            Some('\\') => {
                let Some(c) = self.cursor.next() else { return Ok(None) };
                if ast::predefined(c, SPACE).is_none() {
                    plain_escape(c, at)?;
                }
                Ok(Some((c, true)))
            }
            other => Ok(other.map(|c| (c, false))),
        }
    }
}

/// A backslash before a letter means nothing that all versions of Lucene agree on.
fn plain_escape(c: char, at: usize) -> Result<(), Refusal> {
    if !c.is_ascii_alphabetic() {
        return Ok(());
    }
    let help = match c {
        'b' | 'B' => "there are no word boundaries: say which characters may stand there, as in `(.*[^a-z])?abc`".to_owned(),
        'n' | 't' | 'r' => format!("write `\\{c}` in an ordinary string `\"…\"`, where EQL itself replaces it by the character"),
        _ => format!("write `{c}` for the letter"),
    };
    Err(Refusal::wrong(at, format!("`\\{c}` does not exist in Lucene's regular expressions")).help(help))
}

/// The decimal numbers from `low` to `high`: of exactly `width` digits, or with any number of leading zeros.
fn decimal_interval(low: u32, high: u32, width: Option<usize>) -> Node {
    let digits = |number: u32, width: usize| format!("{number:0width$}").into_bytes();
    if let Some(width) = width {
        return between(&digits(low, width), &digits(high, width));
    }
    // Numbers of the same length compare digit by digit.
    let mut any_of = Vec::new();
    for length in low.to_string().len()..=high.to_string().len() {
        let least = if length == 1 { 0 } else { 10_u64.pow(length as u32 - 1) };
        let greatest = 10_u64.pow(length as u32) - 1;
        let from = u64::from(low).max(least) as u32;
        let to = u64::from(high).min(greatest) as u32;
        any_of.push(between(&digits(from, length), &digits(to, length)));
    }
    let zeros = Node::repeat(Node::char('0', false), 0, None);
    Node::concat(vec![zeros, Node::union(any_of)])
}

/// The digit strings from `low` to `high`, both of one length.
fn between(low: &[u8], high: &[u8]) -> Node {
    let ([first, low_rest @ ..], [last, high_rest @ ..]) = (low, high) else {
        return Node::Empty;
    };
    let digit = |from: u8, to: u8| Node::Class(ast::class(&[(char::from(from), char::from(to))]));
    if first == last {
        return Node::concat(vec![digit(*first, *first), between(low_rest, high_rest)]);
    }
    let (nines, zeros) = (vec![b'9'; low_rest.len()], vec![b'0'; low_rest.len()]);
    let mut any_of = vec![
        Node::concat(vec![digit(*first, *first), between(low_rest, &nines)]),
        Node::concat(vec![digit(*last, *last), between(&zeros, high_rest)]),
    ];
    if first + 1 < *last {
        any_of.push(Node::concat(vec![digit(first + 1, last - 1), between(&zeros, &nines)]));
    }
    Node::union(any_of)
}
