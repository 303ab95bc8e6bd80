//! Repeatable random inputs for tests.

use std::string::String;

/// A xorshift generator.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub(crate) const fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below a bound that is not zero.
    pub(crate) const fn below(&mut self, bound: u64) -> u64 {
        (self.next() >> 8) % bound
    }

    /// A text of less than so many characters of an alphabet.
    pub(crate) fn text(&mut self, alphabet: &str, length: u64) -> String {
        let count = alphabet.chars().count() as u64;
        (0..self.below(length)).filter_map(|_| alphabet.chars().nth(self.below(count) as usize)).collect()
    }
}
