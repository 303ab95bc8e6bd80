//! Reads JSON as it is asked for: text → the beginnings of values, keys, elements; what is not asked for is skipped.
//!
//! The one place that knows JSON's grammar (RFC 8259). It is an own reader because those of the known crates allocate on every
//! document with an escape or with nested containers to skip, which is every document of a Windows host. Tests hold it to what
//! `serde_json` accepts. It knows nothing of fields.

use crate::error::{DecodeError, Problem};

/// How many arrays and objects may stand inside one another.
pub const DEPTH_MAX: usize = 128;

/// The text of a string, without its quotes, still escaped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Text<'a> {
    pub(crate) raw: &'a str,
    /// Offset of `raw` in the line.
    pub(crate) start: usize,
    /// Whether there is a backslash in it.
    pub(crate) escaped: bool,
}

/// The beginning of a value. Of an object the keys follow, of an array the elements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Begin<'a> {
    Null,
    Bool(bool),
    /// As it is written.
    Number(&'a str),
    String(Text<'a>),
    Object,
    Array,
}

pub(crate) struct Reader<'a> {
    line: &'a str,
    at: usize,
    depth: usize,
}

/// Boxed, so that what is returned at every step is small; only a line that is refused pays.
pub(crate) type Result<T> = std::result::Result<T, Box<DecodeError>>;

impl<'a> Reader<'a> {
    pub(crate) fn new(line: &'a str) -> Self {
        Self { line, at: 0, depth: 0 }
    }

    /// Offset of the next value, behind white space.
    pub(crate) fn offset(&mut self) -> usize {
        self.peek();
        self.at
    }

    /// Begins the value that comes next.
    #[inline]
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

    /// The next key of the innermost object; `None` ends the object. `first` is true for the first call and false then.
    #[inline]
    pub(crate) fn key(&mut self, first: &mut bool) -> Result<Option<Text<'a>>> {
        match self.peek() {
            Some(b'}') => return self.leave().map(|()| None),
            Some(b',') if !*first => self.at += 1,
            _ if *first => {}
            _ => return Err(self.expected("`,` or `}`")),
        }
        *first = false;
        if self.peek() != Some(b'"') {
            return Err(self.expected("a key in double quotes"));
        }
        let key = self.string()?;
        if self.peek() != Some(b':') {
            return Err(self.expected("`:`"));
        }
        self.at += 1;
        Ok(Some(key))
    }

    /// Whether the innermost array has another element, which then comes next; if not, the array has ended.
    #[inline]
    pub(crate) fn element(&mut self, first: &mut bool) -> Result<bool> {
        match self.peek() {
            Some(b']') => return self.leave().map(|()| false),
            Some(b',') if !*first => self.at += 1,
            _ if *first => {}
            _ => return Err(self.expected("`,` or `]`")),
        }
        *first = false;
        Ok(true)
    }

    /// Reads over the value that comes next.
    pub(crate) fn skip(&mut self) -> Result<()> {
        // Which of the containers that are open here are objects, the innermost in the lowest bit: as many bits as may be open.
        let mut objects = 0_u128;
        let outside = self.depth;
        let mut first = false;
        loop {
            if self.depth == outside || objects & 1 == 0 || self.key(&mut first)?.is_some() {
                match self.begin()? {
                    Begin::Object => (objects, first) = (objects << 1 | 1, true),
                    Begin::Array => (objects, first) = (objects << 1, true),
                    _ => {}
                }
            } else {
                (objects, first) = (objects >> 1, false);
            }
            // An array says here whether its next element follows; an object says so with its key above.
            while self.depth > outside && objects & 1 == 0 && !self.element(&mut first)? {
                (objects, first) = (objects >> 1, false);
            }
            if self.depth == outside {
                return Ok(());
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

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.line.as_bytes().get(self.at).copied()
    }

    /// The next byte that is not white space.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.byte() {
                Some(b' ' | b'\t' | b'\n' | b'\r') => self.at += 1,
                other => return other,
            }
        }
    }

    fn enter(&mut self) -> Result<()> {
        if self.depth == DEPTH_MAX {
            return Err(self.error(Problem::TooDeep));
        }
        self.at += 1;
        self.depth += 1;
        Ok(())
    }

    fn leave(&mut self) -> Result<()> {
        self.at += 1;
        self.depth -= 1;
        Ok(())
    }

    fn word(&mut self, word: &'static str) -> Result<()> {
        for expected in word.bytes() {
            if self.byte() != Some(expected) {
                return Err(self.expected("a value"));
            }
            self.at += 1;
        }
        Ok(())
    }

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
        Ok(&self.line[start..self.at])
    }

    fn digits(&mut self) -> Result<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.byte() {
            self.at += 1;
        }
        if self.at == start { Err(self.expected("a digit")) } else { Ok(()) }
    }

    /// A string, from its quote.
    #[inline]
    fn string(&mut self) -> Result<Text<'a>> {
        self.at += 1;
        let start = self.at;
        let mut escaped = false;
        loop {
            self.at += plain_length(self.line.as_bytes().get(self.at..).unwrap_or_default());
            match self.byte() {
                Some(b'"') => {
                    let raw = &self.line[start..self.at];
                    self.at += 1;
                    return Ok(Text { raw, start, escaped });
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(_) => return Err(self.expected("an escape instead of a control character")),
                None => return Err(self.expected("the end of a string")),
            }
        }
    }

    /// An escape, from its backslash.
    fn escape(&mut self) -> Result<()> {
        self.at += 1;
        match self.byte() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
            Some(b'u') => {
                self.at += 1;
                for _ in 0..4 {
                    if !self.byte().is_some_and(|byte| byte.is_ascii_hexdigit()) {
                        return Err(self.expected("four hexadecimal digits"));
                    }
                    self.at += 1;
                }
            }
            _ => return Err(self.expected("an escape: one of `\"\\/bfnrtu`")),
        }
        Ok(())
    }

    #[cold]
    fn expected(&self, what: &'static str) -> Box<DecodeError> {
        let what = if self.at >= self.line.len() { "the rest of the document" } else { what };
        self.error(Problem::Syntax(what))
    }

    #[cold]
    fn error(&self, problem: Problem) -> Box<DecodeError> {
        Box::new(DecodeError { offset: self.at, problem })
    }
}

/// How many bytes there are before the first quote, backslash or control character: eight at a time.
#[inline]
fn plain_length(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGHS: u64 = 0x8080_8080_8080_8080;
    // For each byte of a word its high bit, if the byte is zero. Exact for the lowest such byte, which is the one that counts.
    let zero = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;

    let mut length = 0;
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        let word = u64::from_le_bytes(*word);
        let control = word.wrapping_sub(ONES * 0x20) & !word & HIGHS;
        let special = zero(word ^ (ONES * b'"' as u64)) | zero(word ^ (ONES * b'\\' as u64)) | control;
        if special != 0 {
            return length + special.trailing_zeros() as usize / 8;
        }
        length += 8;
    }
    length + rest.iter().take_while(|byte| !matches!(byte, b'"' | b'\\' | 0..=0x1f)).count()
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

    fn skip(line: &str) -> Result<()> {
        let mut reader = Reader::new(line);
        reader.skip()?;
        reader.end()
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
    fn plain_text_ends_at_the_first_special_byte() {
        let text = b"abcdefghijklmnopqrstuvwxyz\xc3\xa9\x7f\x80\xff!";
        for end in 0..text.len() {
            for special in [b'"', b'\\', 0, 0x1f, b'\n'] {
                let mut bytes = text.to_vec();
                bytes[end] = special;
                assert_eq!(plain_length(&bytes), end);
                bytes.push(b'"');
                assert_eq!(plain_length(&bytes), end);
            }
        }
        assert_eq!(plain_length(text), text.len());
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
