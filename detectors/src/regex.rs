//! Regular expressions, run as tables that the compiler makes.

use crate::text::{Text, code_points};

/// A deterministic automaton over the bytes of UTF-8 text. State 0 is dead, state 1 is the start.
///
/// Emitted code builds it; a table that is cut short rejects, it does not panic.
#[derive(Debug, Clone, Copy)]
pub struct Dfa {
    /// For each byte its class.
    pub classes: &'static [u8; 256],
    /// How many classes there are.
    pub class_count: usize,
    /// `transitions[state * class_count + class]` is the next state.
    pub transitions: &'static [u16],
    /// For each state whether a text that ends there is accepted.
    pub accepting: &'static [bool],
}

const DEAD: u16 = 0;
const START: u16 = 1;

impl Dfa {
    /// Whether the whole text is in the language.
    #[inline]
    pub fn is_match(&self, text: &str) -> bool {
        let mut state = START;
        for byte in text.as_bytes() {
            state = self.step(state, *byte);
            if state == DEAD {
                return false;
            }
        }
        self.accepts(state)
    }

    /// Whether the whole text of a string expression is in the language.
    ///
    /// Half of a surrogate pair, which only cutting a text can leave, is read as U+FFFD.
    pub fn is_match_text(&self, text: impl Text) -> bool {
        if let Some(text) = text.as_str() {
            return self.is_match(text);
        }
        let mut state = START;
        for point in code_points(text.units()) {
            let character = char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER);
            for byte in utf8(character) {
                state = self.step(state, byte);
            }
            if state == DEAD {
                return false;
            }
        }
        self.accepts(state)
    }

    #[inline(always)]
    fn step(&self, state: u16, byte: u8) -> u16 {
        let row = usize::from(state).wrapping_mul(self.class_count);
        let class = usize::from(self.classes[usize::from(byte)]);
        self.transitions.get(row.wrapping_add(class)).copied().unwrap_or(DEAD)
    }

    #[inline(always)]
    fn accepts(&self, state: u16) -> bool {
        self.accepting.get(usize::from(state)).copied().unwrap_or(false)
    }
}

/// The bytes of a character.
fn utf8(character: char) -> impl Iterator<Item = u8> {
    let point = character as u32;
    let follow = |shift: u32| 0x80 | (point >> shift & 0x3f) as u8;
    let (bytes, count) = match point {
        0..0x80 => ([point as u8, 0, 0, 0], 1),
        0x80..0x800 => ([0xc0 | (point >> 6) as u8, follow(0), 0, 0], 2),
        0x800..0x1_0000 => ([0xe0 | (point >> 12) as u8, follow(6), follow(0), 0], 3),
        _ => ([0xf0 | (point >> 18) as u8, follow(12), follow(6), follow(0)], 4),
    };
    bytes.into_iter().take(count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{concat, substring};
    use std::string::String;

    /// `a.*`, of any characters: the second byte on may be anything.
    static STARTS_WITH_A: Dfa = Dfa {
        classes: &{
            let mut classes = [0; 256];
            classes[b'a' as usize] = 1;
            classes
        },
        class_count: 2,
        transitions: &[0, 0, 0, 2, 2, 2],
        accepting: &[false, false, true],
    };

    #[test]
    fn the_whole_text_must_be_in_the_language() {
        for (text, expected) in [("a", true), ("aé\n", true), ("", false), ("ba", false)] {
            assert_eq!(STARTS_WITH_A.is_match(text), expected, "{text:?}");
            assert_eq!(STARTS_WITH_A.is_match_text(concat("", text)), expected, "{text:?}");
        }
        assert!(STARTS_WITH_A.is_match_text(substring("a\u{10400}", 0, Some(2))));
    }

    #[test]
    fn a_table_that_is_cut_short_rejects() {
        let cut = Dfa { transitions: &[], accepting: &[], ..STARTS_WITH_A };
        assert!(!cut.is_match("a") && !cut.is_match(""));
    }

    #[test]
    fn characters_are_written_as_utf8() {
        for character in ['\0', '\u{7f}', '\u{80}', '\u{7ff}', '\u{800}', '\u{ffff}', '\u{10000}', '\u{10ffff}', '€'] {
            assert!(utf8(character).eq(String::from(character).bytes()), "{character:?}");
        }
    }
}
