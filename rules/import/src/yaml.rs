//! [`Value`] → YAML text that means exactly that value.
//!
//! The text is the product: block style throughout, two spaces a level, text of several lines as a literal block (`|`), so that a
//! query stands there byte for byte. What a literal block cannot hold (carriage returns, characters that YAML does not print) and
//! what would not be seen as it is (marks of the direction of writing) is quoted, with escapes. Plain text is written only where no
//! reader of YAML 1.1 or 1.2 could take it for something else.

use crate::value::{Entry, Item, Value};

/// Text under these keys of the rule is a block even if it is one line, from a number of characters on. The query always is.
const BLOCKS: [(&str, usize); 4] = [("description", 100), ("note", 100), ("query", 0), ("setup", 100)];

/// A key that is written longer than this gets a `? ` before it: YAML reads no longer ones without (1,024 characters).
const KEY_BYTES_MAX: usize = 500;

/// The entries of a mapping, each on a line of its own, with a line break at the end.
pub fn write(entries: &[Entry]) -> String {
    let mut out = String::new();
    mapping(&mut out, entries, 0, false);
    out
}

/// `in_line`: the first entry stands on the line that has been begun, after `- `.
fn mapping(out: &mut String, entries: &[Entry], indentation: usize, in_line: bool) {
    for (index, entry) in entries.iter().enumerate() {
        if index > 0 || !in_line {
            comments(out, &entry.comments, indentation);
            indent(out, indentation);
        }
        let key = one_line(&entry.key);
        if key.len() > KEY_BYTES_MAX {
            out.push_str("? ");
            out.push_str(&key);
            out.push('\n');
            indent(out, indentation);
        } else {
            out.push_str(&key);
        }
        out.push(':');
        after_key(out, &entry.key, &entry.value, indentation);
    }
}

fn after_key(out: &mut String, key: &str, value: &Value, indentation: usize) {
    match value {
        Value::Map(entries) if !entries.is_empty() => {
            out.push('\n');
            mapping(out, entries, indentation + 2, false);
        }
        Value::List(items) if !items.is_empty() => {
            out.push('\n');
            list(out, items, indentation + 2);
        }
        _ => {
            out.push(' ');
            let of_rule = BLOCKS.iter().filter(|_| indentation == 0);
            let block_chars = of_rule.filter(|(name, _)| *name == key).map(|(_, chars)| *chars).next();
            scalar(out, value, indentation + 2, block_chars);
        }
    }
}

fn list(out: &mut String, items: &[Item], indentation: usize) {
    for item in items {
        comments(out, &item.comments, indentation);
        // A comment of its first entry has its place above the item too.
        if let Value::Map(entries) = &item.value
            && let Some(first) = entries.first()
        {
            comments(out, &first.comments, indentation);
        }
        indent(out, indentation);
        out.push('-');
        match &item.value {
            Value::Map(entries) if !entries.is_empty() => {
                out.push(' ');
                mapping(out, entries, indentation + 2, true);
            }
            Value::List(items) if !items.is_empty() => {
                out.push('\n');
                list(out, items, indentation + 2);
            }
            value => {
                out.push(' ');
                scalar(out, value, indentation + 2, None);
            }
        }
    }
}

/// A value on the rest of the line, or a literal block whose lines have the indentation. Ends with a line break.
fn scalar(out: &mut String, value: &Value, indentation: usize, block_chars: Option<usize>) {
    let text = match value {
        Value::Null => "null".to_owned(),
        Value::Bool(value) => value.to_string(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => float(*value),
        Value::List(_) => "[]".to_owned(),
        Value::Map(_) => "{}".to_owned(),
        Value::Text(text) => {
            let is_block = text.contains('\n') || block_chars.is_some_and(|chars| text.chars().count() > chars);
            if is_block && fits_a_block(text) {
                return block(out, text, indentation);
            }
            one_line(text)
        }
    };
    out.push_str(&text);
    out.push('\n');
}

/// Whether a literal block gives the text back byte for byte.
fn fits_a_block(text: &str) -> bool {
    let breaks = |c: char| matches!(c, '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    let printed = |c: char| matches!(c, '\n' | '\t') || is_printed(c);
    text.contains(|c: char| !matches!(c, '\n' | ' ' | '\t')) && text.chars().all(|c| printed(c) && !breaks(c))
}

fn block(out: &mut String, text: &str, indentation: usize) {
    out.push('|');
    // Else the first line would tell the indentation.
    if text.starts_with([' ', '\t', '\n']) {
        out.push('2');
    }
    let content = text.trim_end_matches('\n');
    match text.len() - content.len() {
        0 => out.push('-'),
        1 => {}
        _ => out.push('+'),
    }
    out.push('\n');
    for line in text.strip_suffix('\n').unwrap_or(text).split('\n') {
        if !line.is_empty() {
            indent(out, indentation);
            out.push_str(line);
        }
        out.push('\n');
    }
}

/// Text on one line: plain, in quotes, or with escapes, whichever is the first that means it.
fn one_line(text: &str) -> String {
    if is_plain(text) {
        return text.to_owned();
    }
    let printed = text.chars().all(|c| is_printed(c) && !matches!(c, '\u{2028}' | '\u{2029}'));
    match printed {
        true if !text.contains(['"', '\\']) => format!("\"{text}\""),
        true => format!("'{}'", text.replace('\'', "''")),
        false => escaped(text),
    }
}

fn escaped(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_printed(c) && !matches!(c, '\u{2028}' | '\u{2029}') => out.push(c),
            c => out.push_str(&match u32::from(c) {
                code @ ..=0xff => format!("\\x{code:02X}"),
                code @ ..=0xffff => format!("\\u{code:04X}"),
                code => format!("\\U{code:08X}"),
            }),
        }
    }
    out.push('"');
    out
}

/// What YAML allows in a file, but for line breaks, tabs, the byte order mark, and what turns the direction of writing: with that a text
/// could show another rule than it is.
fn is_printed(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !turns && matches!(c, ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fefe}' | '\u{ff00}'..='\u{fffd}' | '\u{10000}'..)
}

/// Whether text without quotes is text for every reader: no indicator, no other type, nothing that begins a comment or a value.
fn is_plain(text: &str) -> bool {
    let Some(first) = text.chars().next() else { return false };
    let begins = first.is_alphabetic() || matches!(first, '/' | '_' | '$' | '(' | '.') || first.is_ascii_digit();
    let inside = |c: char| is_printed(c) && !matches!(c, '\u{2028}' | '\u{2029}');
    let structure = text.contains(": ") || text.contains(" #") || text.ends_with([':', ' ']);
    begins && text.chars().all(inside) && !structure && !is_of_another_type(text, first)
}

/// Words and numbers of YAML 1.1 and 1.2. Text that begins like a number is quoted unless its form is known to be none.
fn is_of_another_type(text: &str, first: char) -> bool {
    const WORDS: [&str; 9] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    if first.is_ascii_digit() || first == '.' {
        return !(is_uuid(text) || is_duration(text));
    }
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

fn is_duration(text: &str) -> bool {
    let number = text.trim_end_matches(['s', 'm', 'h', 'd', 'w']);
    number.len() + 1 == text.len() && !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// With a point and a sign of the exponent, so that readers of YAML 1.1 take it for a number too.
fn float(value: f64) -> String {
    if value.is_nan() {
        return ".nan".to_owned();
    }
    if value.is_infinite() {
        return if value > 0.0 { ".inf" } else { "-.inf" }.to_owned();
    }
    let text = format!("{value:?}");
    let Some((mantissa, exponent)) = text.split_once('e') else { return text };
    let point = if mantissa.contains('.') { "" } else { ".0" };
    let sign = if exponent.starts_with('-') { "" } else { "+" };
    format!("{mantissa}{point}e{sign}{exponent}")
}

fn comments(out: &mut String, comments: &[String], indentation: usize) {
    for comment in comments {
        indent(out, indentation);
        out.push_str(comment);
        out.push('\n');
    }
}

/// Whether YAML can hold a comment as it stands.
pub(crate) fn fits_a_comment(comment: &str) -> bool {
    comment.starts_with('#') && comment.chars().all(|c| c == '\t' || (is_printed(c) && !matches!(c, '\u{2028}' | '\u{2029}')))
}

fn indent(out: &mut String, indentation: usize) {
    out.extend(std::iter::repeat_n(' ', indentation));
}
