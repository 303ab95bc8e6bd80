//! Regular expressions in Lucene's dialect, compiled to a table.
//!
//! ```text
//! pattern text
//!   │ lucene, java   the dialect → what it means: classes, sequences, alternatives, repetitions, complements, intersections
//!   │ nfa            → an automaton over the bytes of UTF-8
//!   │ dfa            → deterministic, combined and made as small as can be
//!   ▼ Dfa            the table that is compiled into a matcher
//! meaning ── required ──> texts of which every text of the language has one
//! ```
//! Time and memory are bounded: a pattern that needs more is refused.

mod ast;
mod compile;
mod dfa;
mod java;
mod lucene;
mod nfa;
mod required;
#[cfg(test)]
mod tests;

pub use compile::{STATES_MAX, TABLE_BYTES_MAX, compile, looks_like_pcre};
pub use required::RequiredText;

/// A compiled `regex` or `regex~`: the whole text must be in the language of one of the patterns.
#[derive(Debug, Clone, PartialEq)]
pub struct Regex {
    /// As written.
    pub patterns: Vec<String>,
    /// `regex~`: ASCII letters outside classes match either case.
    pub insensitive: bool,
    /// One of these is in every text of the language; none: nothing is known.
    pub required: Vec<RequiredText>,
    /// The automaton over the bytes of UTF-8 text.
    pub dfa: Dfa,
}

impl Regex {
    /// Whether the whole text is in the language.
    pub fn matches(&self, text: &str) -> bool {
        self.dfa.accepts(text.as_bytes())
    }
}

/// A deterministic automaton over bytes. State 0 is dead: nothing leaves it and it does not accept. State 1 is the start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dfa {
    /// For each byte its class.
    pub classes: Vec<u8>,
    /// How many classes there are.
    pub class_count: usize,
    /// `transitions[state * class_count + class]` is the next state.
    pub transitions: Vec<u16>,
    /// For each state whether a text that ends there is accepted.
    pub accepting: Vec<bool>,
}

impl Dfa {
    /// Whether it accepts all of the bytes.
    pub fn accepts(&self, bytes: &[u8]) -> bool {
        let step = |state: usize, byte: &u8| {
            let class = self.classes[*byte as usize] as usize;
            self.transitions[state * self.class_count + class] as usize
        };
        self.accepting[bytes.iter().fold(1, step)]
    }
}
