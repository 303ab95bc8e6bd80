//! Text of strangers → text that is safe to print.
//!
//! Values of events are written by whoever caused them. Characters that steer a terminal or turn the direction of writing are
//! shown as escapes, so that an alert says what is there.

use std::fmt;

/// Displays a text with its control characters escaped.
pub(crate) struct Shown<'a>(pub(crate) &'a str);

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        while let Some((at, char)) = rest.char_indices().find(|(_, char)| is_hidden(*char)) {
            f.write_str(&rest[..at])?;
            match char {
                '\n' => f.write_str("\\n")?,
                '\r' => f.write_str("\\r")?,
                '\t' => f.write_str("\\t")?,
                other => write!(f, "\\u{{{:x}}}", u32::from(other))?,
            }
            rest = &rest[at + char.len_utf8()..];
        }
        f.write_str(rest)
    }
}

fn is_hidden(char: char) -> bool {
    // Control characters; marks and overrides of direction; line and paragraph separators; joiners without a width.
    char.is_control() || matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_shown_and_not_sent() {
        let cases = [
            ("plain é 😀", "plain é 😀"),
            ("\u{1b}[2Jgone", "\\u{1b}[2Jgone"),
            ("a\nb\r\tc", "a\\nb\\r\\tc"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("txt\u{202e}exe", "txt\\u{202e}exe"),
            ("\u{7f}\0", "\\u{7f}\\u{0}"),
        ];
        for (text, expected) in cases {
            assert_eq!(Shown(text).to_string(), expected);
        }
    }
}
