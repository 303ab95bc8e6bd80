//! Reads JSON as it is asked for: text → the beginnings of values, keys, elements; what is not asked for is skipped.
//!
//! The one place that knows JSON's grammar (RFC 8259). It is an own reader because those of the known crates allocate on every
//! document with an escape or with nested containers to skip, which is every document of a Windows host. Where strings and brackets
//! are, an [`Index`] has found before; the reader goes along it. Tests hold it to what `serde_json` accepts. It knows nothing of fields.

use crate::error::{DecodeError, Problem};
use crate::index::Index;

/// How many arrays and objects may stand inside one another.
pub const DEPTH_MAX: usize = 128;

/// Where the text of a string is, without its quotes, still escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Text {
    pub(crate) fn of(self, line: &str) -> &str {
        &line[self.start as usize..self.end as usize]
    }
}

/// The beginning of a value. Of an object the keys follow, of an array the elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Begin<'a> {
    Null,
    Bool(bool),
    /// As it is written.
    Number(&'a str),
    String(Text),
    Object,
    Array,
}

/// INVARIANT: the first of the tokens is the first at or behind `at`, as long as all before `at` has been JSON. Every bracket and quote is a
/// token, unless it is inside of a string or behind a backslash, which outside of a string is refused before.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'a> {
    line: &'a str,
    /// Those to come.
    tokens: &'a [u32],
    at: u32,
    depth: usize,
}

/// Boxed, so that what is returned at every step is small; only a line that is refused pays.
pub(crate) type Result<T> = std::result::Result<T, Box<DecodeError>>;

impl<'a> Reader<'a> {
    /// At the beginning of a line, given its index.
    pub(crate) fn new(line: &'a str, index: &'a Index) -> Self {
        Self { line, tokens: index.tokens(), at: 0, depth: 0 }
    }

    /// Where the reader is.
    #[inline(always)]
    pub(crate) fn offset(&self) -> u32 {
        self.at
    }

    /// The first byte of the value that comes next, which is then at [`Self::offset`]; nothing is read.
    #[inline(always)]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        match self.byte() {
            Some(byte) if byte > b' ' => Some(byte),
            _ => self.peek_behind_space(),
        }
    }

    /// Begins the value that comes next.
    #[inline(always)]
    pub(crate) fn begin(&mut self) -> Result<Begin<'a>> {
        match self.peek() {
            Some(b'"') => self.string().map(Begin::String),
            Some(b'{') => self.enter().map(|()| Begin::Object),
            Some(b'[') => self.enter().map(|()| Begin::Array),
            Some(b't') => self.word("true").map(|()| Begin::Bool(true)),
            Some(b'f') => self.word("false").map(|()| Begin::Bool(false)),
            Some(b'n') => self.word("null").map(|()| Begin::Null),
            Some(b'-' | b'0'..=b'9') => self.number().map(Begin::Number),
            _ => Err(self.expected("a value")),
        }
    }

    /// Whether the container that has just begun holds something; if not, it has ended. `close` is its bracket.
    #[inline(always)]
    pub(crate) fn holds(&mut self, close: u8) -> bool {
        let holds = self.peek() != Some(close);
        if !holds {
            self.leave();
        }
        holds
    }

    /// Whether another key or element follows in the innermost container; if not, it has ended. `close` is its bracket.
    #[inline(always)]
    pub(crate) fn another(&mut self, close: u8) -> Result<bool> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            Some(byte) if byte == close => {
                self.leave();
                Ok(false)
            }
            _ => Err(self.expected(if close == b'}' { "`,` or `}`" } else { "`,` or `]`" })),
        }
    }

    /// The next key of the innermost object, and its colon, if nothing is written between comma, key and colon; if something is, or no key
    /// follows, nothing is read.
    #[inline(always)]
    pub(crate) fn next_key(&mut self) -> Option<Text> {
        let (line, at) = (self.line.as_bytes(), self.at as usize);
        let [_, end, rest @ ..] = self.tokens else { return None };
        if line.get(at..at + 2) != Some(b",\"") || line.get(*end as usize + 1) != Some(&b':') {
            return None;
        }
        let key = Text { start: self.at + 2, end: *end };
        self.at += 1;
        self.pass(rest);
        self.at = key.end + 2;
        Some(key)
    }

    /// Whether a quote is where the reader is.
    #[inline(always)]
    pub(crate) fn at_quote(&self) -> bool {
        self.byte() == Some(b'"')
    }

    /// The key that comes next, and its colon.
    pub(crate) fn key(&mut self) -> Result<Text> {
        if self.peek() != Some(b'"') {
            return Err(self.expected("a key in double quotes"));
        }
        let key = self.string()?;
        if self.peek() != Some(b':') {
            return Err(self.expected("`:`"));
        }
        self.at += 1;
        Ok(key)
    }

    /// The string whose quote is where the reader is. What is wrong inside, the index says.
    #[inline(always)]
    pub(crate) fn string(&mut self) -> Result<Text> {
        let start = self.at + 1;
        let [_, end, rest @ ..] = self.tokens else {
            return Err(self.unclosed());
        };
        self.pass(rest);
        self.at = *end + 1;
        Ok(Text { start, end: *end })
    }

    /// Reads over the value that comes next.
    pub(crate) fn skip(&mut self) -> Result<()> {
        match self.begin()? {
            Begin::Object => self.skip_inside(1),
            Begin::Array => self.skip_inside(0),
            Begin::Null | Begin::Bool(_) | Begin::Number(_) | Begin::String(_) => Ok(()),
        }
    }

    /// Reads over what is inside of the container that has just begun, and its end. `objects`: which of the containers that are open here
    /// are objects, the innermost in the lowest bit.
    fn skip_inside(&mut self, mut objects: u128) -> Result<()> {
        let outside = self.depth - 1;
        let close = |objects: u128| if objects & 1 == 0 { b']' } else { b'}' };
        let mut another = self.holds(close(objects));
        loop {
            while !another {
                if self.depth == outside {
                    return Ok(());
                }
                objects >>= 1;
                another = self.another(close(objects))?;
            }
            if objects & 1 == 1 {
                let mut next = Some(self.key()?);
                // Members with strings, one after the other.
                while next.is_some() && self.at_quote() {
                    self.string()?;
                    next = self.next_key();
                }
                if next.is_none() {
                    another = self.another(b'}')?;
                    continue;
                }
            }
            if let begin @ (Begin::Object | Begin::Array) = self.begin()? {
                objects = objects << 1 | u128::from(begin == Begin::Object);
                another = self.holds(close(objects));
            } else {
                another = self.another(close(objects))?;
            }
        }
    }

    /// Nothing but white space follows.
    pub(crate) fn end(&mut self) -> Result<()> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.error(Problem::Trailing)),
        }
    }

    #[inline(always)]
    fn byte(&self) -> Option<u8> {
        self.line.as_bytes().get(self.at as usize).copied()
    }

    #[inline(never)]
    fn peek_behind_space(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                other => return other,
            }
        }
    }

    /// From a bracket that opens, into what it holds.
    #[inline]
    fn enter(&mut self) -> Result<()> {
        if self.depth == DEPTH_MAX {
            return Err(self.error(Problem::TooDeep));
        }
        self.pass(self.tokens.get(1..).unwrap_or_default());
        self.at += 1;
        self.depth += 1;
        Ok(())
    }

    /// From a bracket that closes, behind it.
    #[inline(always)]
    fn leave(&mut self) {
        self.pass(self.tokens.get(1..).unwrap_or_default());
        self.at += 1;
        self.depth -= 1;
    }

    /// Leaves tokens behind, of which the first is where the reader is.
    #[inline(always)]
    fn pass(&mut self, rest: &'a [u32]) {
        debug_assert_eq!(self.tokens.first().map(|token| *token as usize), Some(self.at as usize), "{:?}", self.line);
        self.tokens = rest;
    }

    #[inline(always)]
    fn word(&mut self, word: &'static str) -> Result<()> {
        let at = self.at as usize;
        if self.line.as_bytes().get(at..at + word.len()) != Some(word.as_bytes()) {
            return Err(self.no_word(word));
        }
        self.at += word.len() as u32;
        Ok(())
    }

    #[cold]
    fn no_word(&mut self, word: &'static str) -> Box<DecodeError> {
        let found = self.line.bytes().skip(self.at as usize);
        self.at += word.bytes().zip(found).take_while(|(expected, found)| expected == found).count() as u32;
        self.expected("a value")
    }

    #[inline]
    fn number(&mut self) -> Result<&'a str> {
        let start = self.at;
        if self.byte() == Some(b'-') {
            self.at += 1;
        }
        if self.byte() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if let Some(b'.' | b'e' | b'E') = self.byte() {
            self.fraction()?;
        }
        Ok(&self.line[start as usize..self.at as usize])
    }

    #[inline(never)]
    fn fraction(&mut self) -> Result<()> {
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.byte() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    #[inline(always)]
    fn digits(&mut self) -> Result<()> {
        let rest = self.line.as_bytes().get(self.at as usize..).unwrap_or_default();
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count() as u32;
        self.at += digits;
        if digits == 0 { Err(self.expected("a digit")) } else { Ok(()) }
    }

    #[cold]
    fn unclosed(mut self) -> Box<DecodeError> {
        self.at = self.line.len() as u32;
        self.expected("the end of a string")
    }

    #[cold]
    fn expected(&self, what: &'static str) -> Box<DecodeError> {
        let what = if self.at as usize >= self.line.len() { "the rest of the document" } else { what };
        self.error(Problem::Syntax(what))
    }

    #[cold]
    fn error(&self, problem: Problem) -> Box<DecodeError> {
        Box::new(DecodeError { offset: self.at as usize, problem })
    }
}

/// Appends the text that a string's inside means. The escapes in it are well-formed: the reader has seen them.
pub(crate) fn unescape(raw: &str, out: &mut String) {
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let escape = rest.bytes().next().unwrap_or(b'\\');
        rest = rest.get(1..).unwrap_or_default();
        match escape {
            b'b' => out.push('\u{8}'),
            b'f' => out.push('\u{c}'),
            b'n' => out.push('\n'),
            b'r' => out.push('\r'),
            b't' => out.push('\t'),
            b'u' => rest = unicode(rest, out),
            other => out.push(char::from(other)),
        }
    }
    out.push_str(rest);
}

/// Appends the character of a `\u` escape, given what follows the `u`; returns what follows the escape or pair.
fn unicode<'a>(rest: &'a str, out: &mut String) -> &'a str {
    let unit = hex(rest);
    let rest = rest.get(4..).unwrap_or_default();
    if let 0xd800..=0xdbff = unit
        && let Some(second) = rest.strip_prefix("\\u")
        && let low @ 0xdc00..=0xdfff = hex(second)
    {
        let pair = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
        out.push(char::from_u32(pair).unwrap_or(char::REPLACEMENT_CHARACTER));
        return second.get(4..).unwrap_or_default();
    }
    out.push(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER));
    rest
}

fn hex(text: &str) -> u32 {
    text.get(..4).and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Level;

    /// Only the grammar outside of strings is the reader's.
    fn skip(line: &str) -> Result<()> {
        let mut index = Index::default();
        _ = index.fill(Level::of_this_machine(), line.as_bytes());
        let mut reader = Reader::new(line, &index);
        reader.skip()?;
        reader.end()?;
        index.defect().map_or(Ok(()), |defect| Err(Box::new(defect.clone())))
    }

    /// What is JSON, and what is not: the same as for `serde_json`.
    #[test]
    fn the_reader_accepts_what_serde_json_accepts() {
        let cases = [
            r#"{}"#,
            "[]",
            "[[]]",
            "[{}]",
            r#"{"a":{}}"#,
            r#"{"a":[1,{"b":[[],{}]},"c"],"d":null}"#,
            "1",
            "-0",
            "0.5e-3",
            "1E+2",
            "true",
            "false",
            "null",
            r#""""#,
            r#""\u00e9\n\"""#,
            " [ 1 , 2 ] ",
            r#"[1,{"a":[2,[3,{}]],"b":{"c":[]}},[],4]"#,
            "",
            "[",
            "]",
            "[1,]",
            "[,1]",
            "[1 2]",
            r#"{"a"}"#,
            r#"{"a":}"#,
            r#"{"a":1,}"#,
            r#"{,"a":1}"#,
            r#"{"a":1 "b":2}"#,
            r#"{a:1}"#,
            "01",
            "1.",
            ".5",
            "-",
            "+1",
            "1e",
            "1e+",
            "0x1",
            "nul",
            "truefalse",
            "tru",
            r#"""#,
            r#""\x""#,
            r#""\u12g4""#,
            "\"\u{1}\"",
            "\"tab\there\"",
            r#""\"#,
            "[1]]",
            "{}}",
            "[}",
            r#"{"a":1]"#,
            "NaN",
            "'a'",
            r#"[1,{"a":[2,[3,{}]],"b":{"c":[}},[],4]"#,
            r#"[{"a":1}{"b":2}]"#,
            r#"{"a":{"b":1}"c":2}"#,
            r#"{"a":[1]"c":2}"#,
            r#"[[1][2]]"#,
            "é",
            "1 1",
            r#"{"a":{},"b":[],"c":[{},{},[]],"d":{"e":{}},"f":1}"#,
            r#"{"a":{}"b":1}"#,
            r#"{"a":{},}"#,
            r#"[[],]"#,
            r#"[{}[]]"#,
        ];
        for case in cases {
            let expected = serde_json::from_str::<serde_json::Value>(case).is_ok();
            assert_eq!(skip(case).is_ok(), expected, "{case}: {:?}", skip(case));
        }
    }

    #[test]
    fn depth_is_bounded_whether_read_or_skipped() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert_eq!(skip(&nested(DEPTH_MAX)), Ok(()));
        let objects = r#"{"a":"#.repeat(DEPTH_MAX) + "1" + &"}".repeat(DEPTH_MAX);
        assert_eq!(skip(&objects), Ok(()));
        assert_eq!(skip(&nested(DEPTH_MAX + 1)), Err(Box::new(DecodeError { offset: DEPTH_MAX, problem: Problem::TooDeep })));
        assert!(skip(&"[".repeat(1_000_000)).is_err());
    }

    #[test]
    fn escapes_become_the_text_that_they_mean() {
        let cases = [
            (r"plain", "plain"),
            (r#"\"\\\/\b\f\n\r\t"#, "\"\\/\u{8}\u{c}\n\r\t"),
            (r"C:\\Windows\\System32", r"C:\Windows\System32"),
            (r"\u00e9\u0000", "é\0"),
            (r"a\ud83d\ude00b", "a😀b"),
            (r"\ud83d", "\u{fffd}"),
            (r"\ude00x", "\u{fffd}x"),
            (r"\ud83d\u0041", "\u{fffd}A"),
            (r"\ud83d\ud83d\ude00", "\u{fffd}😀"),
            (r"\ud83dé", "\u{fffd}é"),
        ];
        for (raw, expected) in cases {
            let mut text = String::new();
            unescape(raw, &mut text);
            assert_eq!(text, expected, "{raw}");
        }
    }
}
