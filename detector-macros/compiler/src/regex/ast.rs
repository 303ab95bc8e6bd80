//! What a pattern means, whichever dialect it was written in: built by [`super::lucene`] and [`super::java`], compiled
//! by [`super::compile`].

use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// A language over Unicode code points. Case folding is already part of it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    /// The empty text alone.
    Empty,
    /// No text at all.
    Nothing,
    /// One code point of a set.
    Class(ClassUnicode),
    /// One after the other.
    Concat(Vec<Node>),
    /// Any of them.
    Union(Vec<Node>),
    /// All of them at once.
    Intersection(Vec<Node>),
    /// Every text that is not in it.
    Complement(Box<Node>),
    /// Again and again; never of nothing, see [`Node::repeat`].
    Repeat {
        /// What is repeated.
        node: Box<Node>,
        /// At least so often.
        min: u32,
        /// At most so often; `None` has no limit. INVARIANT: not below `min`.
        max: Option<u32>,
    },
}

impl Node {
    /// Any code point, line breaks too.
    pub(super) fn any_char() -> Self {
        Self::Class(class(&[('\0', char::MAX)]))
    }

    /// Any text.
    pub(super) fn any_text() -> Self {
        Self::repeat(Self::any_char(), 0, None)
    }

    /// One code point; if `insensitive`, an ASCII letter in either case.
    pub(super) fn char(c: char, insensitive: bool) -> Self {
        let mut set = class(&[(c, c)]);
        if insensitive {
            fold_ascii(&mut set);
        }
        Self::Class(set)
    }

    /// Whether some class has an ASCII letter without its other case.
    pub(super) fn has_cased_class(&self) -> bool {
        match self {
            Self::Empty | Self::Nothing => false,
            Self::Class(set) => {
                let mut folded = set.clone();
                fold_ascii(&mut folded);
                folded != *set
            }
            Self::Concat(nodes) | Self::Union(nodes) | Self::Intersection(nodes) => nodes.iter().any(Self::has_cased_class),
            Self::Complement(node) | Self::Repeat { node, .. } => node.has_cased_class(),
        }
    }

    /// A text, code point by code point.
    pub(super) fn text(text: &str, insensitive: bool) -> Self {
        Self::concat(text.chars().map(|c| Self::char(c, insensitive)).collect())
    }

    /// One after the other; without needless nesting.
    pub(super) fn concat(mut nodes: Vec<Node>) -> Self {
        nodes.retain(|node| *node != Self::Empty);
        match nodes.len() {
            0 => Self::Empty,
            1 => nodes.remove(0),
            _ => Self::Concat(nodes),
        }
    }

    /// Again and again. The empty text repeated is the empty text: every other repetition has states, which are counted.
    pub(super) fn repeat(node: Node, min: u32, max: Option<u32>) -> Self {
        match (node, max) {
            (Self::Empty, _) | (_, Some(0)) => Self::Empty,
            (node, max) => Self::Repeat { node: Box::new(node), min, max },
        }
    }

    /// Any of them; without needless nesting.
    pub(super) fn union(mut nodes: Vec<Node>) -> Self {
        match nodes.len() {
            0 => Self::Nothing,
            1 => nodes.remove(0),
            _ => Self::Union(nodes),
        }
    }
}

/// The set of some ranges, both ends included.
pub(super) fn class(ranges: &[(char, char)]) -> ClassUnicode {
    ClassUnicode::new(ranges.iter().map(|(first, last)| ClassUnicodeRange::new(*first, *last)))
}

/// Adds the other case of every ASCII letter in the set.
pub(super) fn fold_ascii(set: &mut ClassUnicode) {
    let mut others = Vec::new();
    for range in set.ranges() {
        for (first, last, other) in [('a', 'z', 'A'), ('A', 'Z', 'a')] {
            let (low, high) = (range.start().max(first), range.end().min(last));
            if low <= high {
                let swap = |c: char| char::from(other as u8 + (c as u8 - first as u8));
                others.push(ClassUnicodeRange::new(swap(low), swap(high)));
            }
        }
    }
    set.union(&ClassUnicode::new(others));
}

/// What `\d \w \s` and their negations stand for, in ASCII. `space` is the dialect's own idea of white space.
pub(super) fn predefined(letter: char, space: &[(char, char)]) -> Option<ClassUnicode> {
    let mut set = match letter {
        'd' | 'D' => class(&[('0', '9')]),
        'w' | 'W' => class(&[('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]),
        's' | 'S' => class(space),
        _ => return None,
    };
    if letter.is_ascii_uppercase() {
        set.negate();
    }
    Some(set)
}

/// Why a pattern is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// The byte of the pattern that it is about.
    pub(super) at: usize,
    /// Whether the pattern is right, but not compiled.
    pub(super) unsupported: bool,
    /// What is wrong: lower case, no full stop.
    pub(super) problem: String,
    /// What can be done.
    pub(super) help: Option<String>,
}

impl Refusal {
    /// The pattern is wrong.
    pub(super) fn wrong(at: usize, problem: impl Into<String>) -> Self {
        Self { at, unsupported: false, problem: problem.into(), help: None }
    }

    /// The pattern is right in its dialect, but not compiled.
    pub(super) fn unsupported(at: usize, problem: impl Into<String>) -> Self {
        Self { at, unsupported: true, problem: problem.into(), help: None }
    }

    /// With an action.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Reads a pattern one code point at a time.
#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    /// At the start of the pattern.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The byte that comes next.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What was not read yet.
    pub(super) fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    /// The next code point, not taken.
    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Takes the next code point.
    pub(super) fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += c.len_utf8();
        Some(c)
    }

    /// Takes `text` if it comes next.
    pub(super) fn eat(&mut self, text: &str) -> bool {
        let found = self.rest().starts_with(text);
        if found {
            self.at += text.len();
        }
        found
    }

    /// Takes everything before `text`, and `text`.
    pub(super) fn until(&mut self, text: &str) -> Option<&'a str> {
        let taken = self.rest().split_once(text)?.0;
        self.at += taken.len() + text.len();
        Some(taken)
    }

    /// Takes the ASCII digits that come next; may be none.
    pub(super) fn digits(&mut self) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or("")
    }
}

/// A repetition `{n}`, `{n,}` or `{n,m}` behind its `{`.
pub(super) fn bounds(cursor: &mut Cursor<'_>, opened: usize) -> Result<(u32, Option<u32>), Refusal> {
    let min = bound(cursor)?;
    let Some(min) = min else {
        return Err(Refusal::wrong(cursor.at(), "a repetition needs a number after `{`")
            .help("write `\\{` for the character, or `{0,n}` for at most n times"));
    };
    let max = if cursor.eat(",") { bound(cursor)? } else { Some(min) };
    if !cursor.eat("}") {
        return Err(Refusal::wrong(opened, "the `{` of a repetition is not closed").help("write `\\{` for the character"));
    }
    if max.is_some_and(|max| max < min) {
        return Err(Refusal::wrong(opened, "the repetition's upper bound is below its lower bound"));
    }
    Ok((min, max))
}

fn bound(cursor: &mut Cursor<'_>) -> Result<Option<u32>, Refusal> {
    let at = cursor.at();
    let digits = cursor.digits();
    if digits.is_empty() {
        return Ok(None);
    }
    match digits.parse() {
        Ok(count) if count <= REPETITIONS_MAX => Ok(Some(count)),
        _ => Err(Refusal::unsupported(at, format!("a repetition of more than {REPETITIONS_MAX} is not supported"))
            .help("use `*` or `+`, or a smaller bound")),
    }
}

/// The greatest bound of a repetition.
pub(super) const REPETITIONS_MAX: u32 = 1_000;

/// How deep groups may nest.
pub(super) const NESTING_MAX: u32 = 50;
