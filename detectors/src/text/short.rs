//! Short texts on the stack.

use super::{Slice, Text};

/// Room for the longest text of a value that is no text: an IPv6 address has 39 characters at most.
const ROOM: usize = 40;

/// A short ASCII text by value: a number, an address, a time.
#[derive(Debug, Clone, Copy)]
pub struct Short {
    bytes: [u8; ROOM],
    length: usize,
}

impl Short {
    pub(super) const fn new() -> Self {
        Self { bytes: [0; ROOM], length: 0 }
    }

    /// Appends a character of ASCII, if there is room.
    #[inline]
    pub(super) fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.length) {
            *place = byte;
            self.length = self.length.wrapping_add(1);
        }
    }

    /// Appends text of ASCII, as far as there is room.
    pub(super) fn push_text(&mut self, text: &[u8]) {
        text.iter().for_each(|byte| self.push(*byte));
    }

    /// Appends a number in a base of 2 to 16, with zeros in front up to a width of at most 20.
    pub(super) fn push_number(&mut self, number: u64, base: u64, width: usize) {
        let mut digits = [b'0'; 64];
        let mut rest = number;
        let mut count = 0_usize;
        for place in digits.iter_mut().rev() {
            let digit = (rest % base.max(2)) as u8;
            *place = if digit < 10 { b'0' + digit } else { b'a' - 10 + digit };
            rest /= base.max(2);
            count = count.wrapping_add(1);
            if rest == 0 {
                break;
            }
        }
        let start = digits.len().saturating_sub(count.max(width));
        self.push_text(digits.get(start..).unwrap_or_default());
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

impl Text for Short {
    type Slice = Slice<Self>;

    #[inline]
    fn units(self) -> impl Iterator<Item = u16> + Clone {
        self.bytes.into_iter().take(self.length).map(u16::from)
    }

    #[inline]
    fn as_str(&self) -> Option<&str> {
        core::str::from_utf8(self.bytes()).ok()
    }

    #[inline]
    fn length(self) -> usize {
        self.length
    }

    #[inline]
    fn slice(self, start: usize, end: usize) -> Slice<Self> {
        Slice { text: self, start, end }
    }
}

/// A value of a field as text: its own, or one made of it.
#[derive(Debug, Clone, Copy)]
pub enum ScalarText<'a> {
    /// It is text.
    Str(&'a str),
    /// Made of another value.
    Short(Short),
}

impl Text for ScalarText<'_> {
    type Slice = Slice<Self>;

    #[inline]
    fn units(self) -> impl Iterator<Item = u16> + Clone {
        let (text, short) = match self {
            Self::Str(text) => (text, Short::new()),
            Self::Short(short) => ("", short),
        };
        text.units().chain(short.units())
    }

    #[inline]
    fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            Self::Short(short) => short.as_str(),
        }
    }

    #[inline]
    fn length(self) -> usize {
        match self {
            Self::Str(text) => text.length(),
            Self::Short(short) => short.length(),
        }
    }

    #[inline]
    fn slice(self, start: usize, end: usize) -> Slice<Self> {
        Slice { text: self, start, end }
    }
}
