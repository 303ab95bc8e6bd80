//! Problems of characters and tokens.

use crate::diagnostics::codes::codes;
use crate::diagnostics::{Applicability, Diagnostic};
use crate::source::Span;

codes! {
    UNKNOWN_CHARACTER = 101 "unknown-character" {
        why: "A query holds names, numbers, strings and the operators `== != < <= > >= + - * / % : , . | ( ) [ ] ![ = ?`. Any other \
              character can only stand in a string, in a comment, or between back quotes as part of a field name.",
        wrong: "process where process.pid == #5",
        right: "process where process.pid == 5",
    }
    UNKNOWN_OPERATOR = 102 "unknown-operator" {
        why: "The operators of other languages, such as `&&`, `||`, `!`, `<>` and `=~`, do not exist in EQL, which has words for the \
              logical ones: `and`, `or`, `not`.",
        wrong: "process where process.pid == 1 || process.pid == 2",
        right: "process where process.pid == 1 or process.pid == 2",
    }
    UNCLOSED_STRING = 103 "unclosed-string" {
        why: "A string begins and ends with `\"` on one line. A quote inside it is written `\\\"`, a line break `\\n`. A backslash before \
              the last quote makes that quote part of the text.",
        wrong: "file where file.directory == \"C:\\\\Temp\\\"",
        right: "file where file.directory == \"C:\\\\Temp\\\\\"",
    }
    UNCLOSED_RAW_STRING = 104 "unclosed-raw-string" {
        why: "A raw string begins with `\"\"\"` and ends with `\"\"\"` on the same line. Nothing inside it is an escape.",
        wrong: "file where file.path == \"\"\"C:\\Temp\\x.exe\"",
        right: "file where file.path == \"\"\"C:\\Temp\\x.exe\"\"\"",
    }
    UNKNOWN_ESCAPE = 105 "unknown-escape" {
        why: "In a string a backslash begins an escape: `\\b \\t \\n \\f \\r \\\" \\' \\\\` and `\\u{1f600}`; nothing else. A backslash itself is \
              written `\\\\`, or the string is made a raw one, `\"\"\"…\"\"\"`. Wildcards cannot be escaped: in the patterns of `:` and `like` \
              every `*` and `?` is a wildcard, and a backslash before it is an ordinary character. To ask for a literal `*` use `==`, \
              `in~`, `stringContains` or `regex`.",
        wrong: "process where process.executable : \"C:\\dir\\*.exe\"",
        right: "process where process.executable : \"C:\\\\dir\\\\*.exe\"",
    }
    BAD_UNICODE_ESCAPE = 106 "bad-unicode-escape" {
        why: "A character can be given by its number: `\\u{` with two to eight hexadecimal digits and `}`. The number must be that of a \
              character: at most 10FFFF, and no surrogate (D800 to DFFF).",
        wrong: "file where file.name : \"*\\u202Egpj.exe\"",
        right: "file where file.name : \"*\\u{202E}gpj.exe\"",
    }
    SINGLE_QUOTES = 107 "single-quotes" {
        why: "Strings stand in double quotes. Single quotes belong to an older dialect of the language.",
        wrong: "process where process.name == 'cmd.exe'",
        right: "process where process.name == \"cmd.exe\"",
    }
    QUESTION_MARK_STRING = 108 "question-mark-string" {
        why: "`?\"…\"` was the raw string of an older dialect. A raw string is now written with three double quotes.",
        wrong: "file where file.path == ?\"C:\\Temp\"",
        right: "file where file.path == \"\"\"C:\\Temp\"\"\"",
    }
    UNCLOSED_BACK_QUOTE = 109 "unclosed-back-quote" {
        why: "A field name in back quotes ends with a back quote. A back quote inside the name is doubled.",
        wrong: "process where `my-field == 1",
        right: "process where `my-field` == 1",
    }
    EMPTY_BACK_QUOTES = 110 "empty-back-quotes" {
        why: "A part of a field name has at least one character.",
        wrong: "process where `` == 1",
        right: "process where `my-field` == 1",
    }
    UNCLOSED_COMMENT = 111 "unclosed-comment" {
        why: "A comment that begins with `/*` ends with `*/`. Comments nest: each `/*` inside needs a `*/` of its own.",
        wrong: "process where true /* a /* b */",
        right: "process where true /* a /* b */ */",
    }
    NUMBER_TOO_LARGE = 112 "number-too-large" {
        why: "A number that fits no 64-bit integer is a double; one that exceeds the greatest double cannot be written.",
        wrong: "process where process.pid < 1e999",
        right: "process where process.pid < 1e99",
    }
    MALFORMED_NUMBER = 113 "malformed-number" {
        why: "Numbers are decimal: `5`, `1.5`, `.5`, `1e3`, `1.5e-3`. There are no hexadecimal numbers, no underscores between digits, and \
              no units except in `maxspan`.",
        wrong: "process where process.pid > 1_000",
        right: "process where process.pid > 1000",
    }
}

/// A character that begins no token.
pub(crate) fn unknown_character(span: Span, text: &str) -> Diagnostic {
    let first = text.chars().next().unwrap_or_default();
    let shown = if first.is_control() || first.is_whitespace() { text.escape_unicode().to_string() } else { text.to_string() };
    let what = if text.chars().nth(1).is_some() { "characters" } else { "character" };
    let diagnostic = Diagnostic::error(UNKNOWN_CHARACTER, span, format!("unknown {what} `{shown}`"), "not part of the language");
    match first {
        '‘' | '’' | '„' => diagnostic.help("write strings with straight double quotes"),
        '~' => diagnostic.help("write `~` directly after `in`, `like`, `regex` or the name of a function, without a blank"),
        '‐' | '‑' | '–' | '—' | '−' if what == "character" => diagnostic.suggest("write a plain `-`", span, "-"),
        '$' => diagnostic.help("write the name of the variable directly after the `$`"),
        other if other.is_whitespace() && text.trim().is_empty() => diagnostic.suggest("write a plain blank", span, " "),
        other if other.is_alphanumeric() => diagnostic.help("put the name between back quotes, or the text into double quotes"),
        _ => diagnostic.help("take it out, put text into double quotes, or a field name between back quotes"),
    }
}

/// An operator of another language; `instead` is what EQL has for it, in good place of the text at `span`.
pub(crate) fn unknown_operator(span: Span, operator: &str, instead: &str) -> Diagnostic {
    let action = format!("write `{}`", instead.trim());
    Diagnostic::error(UNKNOWN_OPERATOR, span, format!("no operator `{operator}`"), "unknown operator")
        .suggest(action, span, instead)
}

/// `!` where `not` does not simply take its place.
pub(crate) fn exclamation_mark(span: Span, action: &str) -> Diagnostic {
    Diagnostic::error(UNKNOWN_OPERATOR, span, "no operator `!`", "unknown operator").help(action)
}

/// `! [` with a blank.
pub(crate) fn split_missing_mark(span: Span) -> Diagnostic {
    Diagnostic::error(UNKNOWN_OPERATOR, span, "no operator `!`", "the mark of a missing event is `![`").suggest(
        "write `![` without a blank",
        span,
        "![",
    )
}

/// A string without its second quote. `escaped` is the place of a backslash that made the last quote part of the text.
pub(crate) fn unclosed_string(span: Span, escaped: Option<Span>) -> Diagnostic {
    let diagnostic = Diagnostic::error(UNCLOSED_STRING, span, "the string is not closed", "no `\"` before the end of the line");
    match escaped {
        Some(backslash) => diagnostic.suggest_maybe("write `\\\\` for a backslash at the end of a string", backslash, "\\\\"),
        None => diagnostic.help("add the closing `\"`; write `\\n` for a line break in the text"),
    }
}

/// A raw string without its closing quotes.
pub(crate) fn unclosed_raw_string(span: Span) -> Diagnostic {
    Diagnostic::error(UNCLOSED_RAW_STRING, span, "the raw string is not closed", "no `\"\"\"` before the end of the line")
        .help("end it with `\"\"\"` on the same line")
}

/// Backslashes that begin no escape: of the first one the text, of all of them the places; the string with all of them doubled.
pub(crate) fn unknown_escape(first: &str, spans: &[Span], string: Span, mended: String) -> Diagnostic {
    let at = spans.first().copied().unwrap_or(string);
    let mut diagnostic = Diagnostic::error(UNKNOWN_ESCAPE, at, format!("unknown escape `{first}`"), "begins no escape");
    for other in spans.iter().skip(1) {
        diagnostic = diagnostic.label(*other, "nor does this");
    }
    // Before a wildcard the backslash was meant to take its power away, which nothing can.
    let escapes_wildcard = mended.contains("\\\\*") || mended.contains("\\\\?");
    let applicability = Applicability::always_if(!escapes_wildcard);
    diagnostic = diagnostic.suggest_as(applicability, "write `\\\\` for a backslash", string, mended);
    if first.ends_with(['*', '?']) {
        diagnostic = diagnostic
            .help("to match the character itself, use `==`, `in~` or `stringContains`, or `regex` where it is escaped as `\\\\*`")
            .note("wildcards cannot be escaped: in a pattern, a backslash is an ordinary character");
    }
    diagnostic
}

/// `\u…` that gives no character. `mended` is the escape as it should be, if that is known.
pub(crate) fn bad_unicode_escape(span: Span, escape: &str, why: &str, mended: Option<String>) -> Diagnostic {
    let diagnostic = Diagnostic::error(BAD_UNICODE_ESCAPE, span, format!("bad unicode escape `{escape}`"), why);
    match mended {
        Some(mended) => diagnostic.suggest(format!("write `{mended}`"), span, mended),
        None => diagnostic.help("write two to eight hexadecimal digits of a character between braces, such as `\\u{202e}`"),
    }
}

/// `'…'`; `mended` is the string in double quotes, if it was closed.
pub(crate) fn single_quotes(span: Span, mended: Option<String>) -> Diagnostic {
    let diagnostic = Diagnostic::error(SINGLE_QUOTES, span, "a string in single quotes", "strings stand in double quotes");
    match mended {
        Some(mended) => diagnostic.suggest("use double quotes", span, mended),
        None => diagnostic.help("use double quotes"),
    }
}

/// `“…”`; `mended` is the string in straight quotes, if it was closed.
pub(crate) fn curly_quotes(span: Span, mended: Option<String>) -> Diagnostic {
    let diagnostic = Diagnostic::error(UNKNOWN_CHARACTER, span, "a string in curly quotes", "strings stand in straight quotes");
    match mended {
        Some(mended) => diagnostic.suggest("use straight double quotes", span, mended),
        None => diagnostic.help("use straight double quotes"),
    }
}

/// `?"…"`; `mended` is the raw string, if there is one for it.
pub(crate) fn question_mark_string(span: Span, mended: Option<String>) -> Diagnostic {
    let diagnostic =
        Diagnostic::error(QUESTION_MARK_STRING, span, "a string with `?` before it", "raw strings stand in three double quotes");
    match mended {
        Some(mended) => diagnostic.suggest("use three double quotes", span, mended),
        None => diagnostic.help("use double quotes, with each backslash doubled"),
    }
}

/// A name in back quotes without its second one.
pub(crate) fn unclosed_back_quote(span: Span) -> Diagnostic {
    Diagnostic::error(UNCLOSED_BACK_QUOTE, span, "the back quote is not closed", "no back quote after it")
        .help("end the name with a back quote; double a back quote that is part of the name")
}

/// ` `` `
pub(crate) fn empty_back_quotes(span: Span) -> Diagnostic {
    Diagnostic::error(EMPTY_BACK_QUOTES, span, "an empty field name", "nothing between the back quotes")
        .help("write the name between the back quotes")
}

/// `/*` without `*/`.
pub(crate) fn unclosed_comment(span: Span) -> Diagnostic {
    Diagnostic::error(UNCLOSED_COMMENT, span, "the comment is not closed", "begins here")
        .help("add `*/`; comments nest, so each `/*` inside needs one too")
}

/// A number beyond every double.
pub(crate) fn number_too_large(span: Span) -> Diagnostic {
    Diagnostic::error(NUMBER_TOO_LARGE, span, "the number is too large", "exceeds the range of a double")
        .help("write a number below 1.8e308")
}

/// Digits with something else directly after them. `mended` is the number meant, if that is known.
pub(crate) fn malformed_number(span: Span, text: &str, mended: Option<String>) -> Diagnostic {
    let diagnostic = Diagnostic::error(MALFORMED_NUMBER, span, format!("`{text}` is not a number"), "malformed number");
    match mended {
        Some(mended) => diagnostic.suggest(format!("write `{mended}`"), span, mended),
        None => diagnostic.help("write a decimal number such as `5`, `1.5` or `1e3`, or put text into double quotes"),
    }
}
