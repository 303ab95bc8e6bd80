//! Parses a pattern as `java.util.regex.Pattern` does: pattern text → [`Node`].
//!
//! Elasticsearch runs `regex` on the result of a function in a script, with `Pattern.matches`: the whole text must match,
//! so laziness changes nothing, and `^` and `$` say nothing at the ends. The part of the dialect that regular languages
//! can say is compiled: literals, `.`, classes, groups, alternatives, repetitions, `\d \s \w` and escapes. Look-around,
//! back references, boundaries, possessive repetitions, flags and class set operations are refused.

use super::ast::{self, Cursor, NESTING_MAX, Node, Refusal};
use regex_syntax::hir::ClassUnicode;

/// White space in Java's `\s`.
const SPACE: &[(char, char)] = &[('\t', '\r'), (' ', ' ')];

/// What `.` does not match.
const LINE_TERMINATORS: &[(char, char)] = &[('\n', '\n'), ('\r', '\r'), ('\u{85}', '\u{85}'), ('\u{2028}', '\u{2029}')];

/// The language of a pattern. If `insensitive`, ASCII letters match either case, in classes too.
pub(super) fn parse(pattern: &str, insensitive: bool) -> Result<Node, Refusal> {
    let mut parser = Parser { cursor: Cursor::new(pattern), insensitive, depth: 0 };
    let parsed = parser.union(true)?;
    match parser.cursor.peek() {
        None => Ok(parsed.node),
        Some(_) => Err(Refusal::wrong(parser.cursor.at(), "this `)` closes nothing").help("write `\\)` for the character")),
    }
}

/// A piece of the pattern.
struct Parsed {
    node: Node,
    /// Has a `^` or `$` in it, so that it cannot be repeated.
    anchored: bool,
    /// Has a `$` at an end, so that nothing may follow.
    ended: bool,
}

impl Parsed {
    fn plain(node: Node) -> Self {
        Self { node, anchored: false, ended: false }
    }
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    insensitive: bool,
    depth: u32,
}

impl Parser<'_> {
    /// `first`: nothing stands before.
    fn union(&mut self, first: bool) -> Result<Parsed, Refusal> {
        let mut any_of = Parsed { node: Node::Nothing, anchored: false, ended: false };
        let mut nodes = Vec::new();
        loop {
            let part = self.concat(first)?;
            nodes.push(part.node);
            any_of.anchored |= part.anchored;
            any_of.ended |= part.ended;
            if !self.cursor.eat("|") {
                any_of.node = Node::union(nodes);
                return Ok(any_of);
            }
        }
    }

    fn concat(&mut self, mut first: bool) -> Result<Parsed, Refusal> {
        let mut nodes = Vec::new();
        let (mut anchored, mut ended) = (false, false);
        while let Some(c) = self.cursor.peek().filter(|c| !matches!(c, '|' | ')')) {
            let at = self.cursor.at();
            if ended && c != '$' {
                return Err(Refusal::unsupported(at, "text after a `$` is not supported").help("write `\\$` for the character"));
            }
            let part = match c {
                '^' if first => self.anchor(false),
                '^' => {
                    return Err(Refusal::unsupported(at, "a `^` behind other text is not supported")
                        .help("write `\\^` for the character"));
                }
                '$' => self.anchor(true),
                _ => {
                    let part = self.repeat(first)?;
                    first = false;
                    part
                }
            };
            anchored |= part.anchored;
            ended |= part.ended;
            nodes.push(part.node);
        }
        Ok(Parsed { node: Node::concat(nodes), anchored, ended })
    }

    fn anchor(&mut self, ended: bool) -> Parsed {
        self.cursor.next();
        Parsed { node: Node::Empty, anchored: true, ended }
    }

    fn repeat(&mut self, first: bool) -> Result<Parsed, Refusal> {
        let mut part = self.simple(first)?;
        let at = self.cursor.at();
        let (min, max) = match self.cursor.peek() {
            Some('?') => (0, Some(1)),
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('{') => (0, None),
            _ => return Ok(part),
        };
        let open = self.cursor.next() == Some('{');
        let (min, max) = if open { ast::bounds(&mut self.cursor, at)? } else { (min, max) };
        if part.anchored {
            return Err(Refusal::unsupported(at, "a repeated `^` or `$` is not supported"));
        }
        if self.cursor.peek() == Some('+') {
            return Err(Refusal::unsupported(at, "possessive repetitions are not supported").help("leave out the second `+`"));
        }
        // A lazy repetition matches the same whole texts.
        self.cursor.eat("?");
        if let Some(c) = self.cursor.peek().filter(|c| matches!(c, '?' | '*' | '+' | '{')) {
            return Err(Refusal::wrong(self.cursor.at(), format!("this `{c}` repeats a repetition")).help("put `( )` around it"));
        }
        part.node = Node::repeat(part.node, min, max);
        Ok(part)
    }

    fn simple(&mut self, first: bool) -> Result<Parsed, Refusal> {
        let at = self.cursor.at();
        let Some(c) = self.cursor.next() else {
            return Err(Refusal::wrong(at, "the pattern ends where something should follow"));
        };
        match c {
            '.' => {
                let mut set = ast::class(LINE_TERMINATORS);
                set.negate();
                Ok(Parsed::plain(Node::Class(set)))
            }
            '(' => self.group(at, first),
            '[' => Ok(Parsed::plain(Node::Class(self.class(at)?))),
            '\\' => Ok(Parsed::plain(Node::Class(self.escape(at)?))),
            '?' | '*' | '+' | '{' => {
                Err(Refusal::wrong(at, format!("nothing stands before this `{c}`"))
                    .help(format!("write `\\{c}` for the character")))
            }
            _ => Ok(Parsed::plain(Node::char(c, self.insensitive))),
        }
    }

    fn group(&mut self, at: usize, first: bool) -> Result<Parsed, Refusal> {
        if self.cursor.eat("?") && !self.cursor.eat(":") {
            return Err(Refusal::unsupported(at, "of the groups with `?`, only `(?:` is supported")
                .help("use `regex~` to ignore case; look-around has to be a condition of its own"));
        }
        self.depth += 1;
        if self.depth > NESTING_MAX {
            return Err(Refusal::unsupported(at, format!("more than {NESTING_MAX} levels of groups are not supported")));
        }
        let part = self.union(first)?;
        self.depth -= 1;
        if self.cursor.eat(")") {
            return Ok(part);
        }
        Err(Refusal::wrong(at, "this `(` is not closed").help("write `\\(` for the character"))
    }

    /// Behind the backslash.
    fn escape(&mut self, at: usize) -> Result<ClassUnicode, Refusal> {
        let Some(c) = self.cursor.next() else {
            return Err(Refusal::wrong(at, "the pattern ends with a backslash").help("write `\\\\` for the character"));
        };
        if let Some(set) = ast::predefined(c, SPACE) {
            return Ok(set);
        }
        let c = match c {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\u{c}',
            'a' => '\u{7}',
            'e' => '\u{1b}',
            'x' => self.hex(2, at)?,
            'u' => self.hex(4, at)?,
            _ if c.is_ascii_alphanumeric() => {
                return Err(Refusal::unsupported(
                    at,
                    format!("`\\{c}` is not supported: boundaries, references and properties are not"),
                ));
            }
            _ => c,
        };
        let mut set = ast::class(&[(c, c)]);
        if self.insensitive {
            ast::fold_ascii(&mut set);
        }
        Ok(set)
    }

    fn hex(&mut self, digits: usize, at: usize) -> Result<char, Refusal> {
        let taken: String = (0..digits).map_while(|_| self.cursor.next()).collect();
        let number = u32::from_str_radix(&taken, 16).ok().filter(|_| taken.len() == digits && !taken.starts_with('+'));
        number
            .and_then(char::from_u32)
            .ok_or_else(|| Refusal::wrong(at, format!("{digits} hexadecimal digits of a character should follow")))
    }

    /// Behind the `[`.
    fn class(&mut self, opened: usize) -> Result<ClassUnicode, Refusal> {
        let negated = self.cursor.eat("^");
        let mut set = ClassUnicode::empty();
        let mut first = true;
        loop {
            let at = self.cursor.at();
            match self.cursor.peek() {
                None => return Err(Refusal::wrong(opened, "this `[` is not closed").help("write `\\[` for the character")),
                Some(']') if !first => break,
                _ => set.union(&self.class_item(at)?),
            }
            first = false;
        }
        self.cursor.next();
        if self.insensitive {
            ast::fold_ascii(&mut set);
        }
        if negated {
            set.negate();
        }
        Ok(set)
    }

    fn class_item(&mut self, at: usize) -> Result<ClassUnicode, Refusal> {
        let low = self.class_char(at)?;
        let single = |set: &ClassUnicode| match set.ranges() {
            [range] if range.start() == range.end() => Some(range.start()),
            _ => None,
        };
        let opens_range = self.cursor.peek() == Some('-') && !self.cursor.rest().starts_with("-]");
        let (Some(first), true) = (single(&low), opens_range) else {
            return Ok(low);
        };
        self.cursor.next();
        let high = self.class_char(at)?;
        match single(&high) {
            Some(last) if first <= last => Ok(ast::class(&[(first, last)])),
            Some(last) => Err(Refusal::wrong(at, format!("the range `{first}-{last}` is upside down"))),
            None => Err(Refusal::wrong(at, "this range has no end").help("write `\\-` for the character")),
        }
    }

    fn class_char(&mut self, at: usize) -> Result<ClassUnicode, Refusal> {
        match self.cursor.next() {
            Some('\\') => {
                // Folding waits until the class is complete: `\x41-Z` is a range of single characters.
                let insensitive = std::mem::replace(&mut self.insensitive, false);
                let set = self.escape(at);
                self.insensitive = insensitive;
                set
            }
            Some('[') => {
                Err(Refusal::unsupported(at, "a class inside a class is not supported").help("write `\\[` for the character"))
            }
            Some('&') if self.cursor.peek() == Some('&') => {
                Err(Refusal::unsupported(at, "`&&` in a class is not supported").help("write `\\&` for the character"))
            }
            Some(c) => Ok(ast::class(&[(c, c)])),
            None => Err(Refusal::wrong(at, "the pattern ends inside a class")),
        }
    }
}
