//! Regular expressions in Lucene's dialect, compiled to a table.

/// A compiled `regex` or `regex~`: the whole text must be in the language of one of the patterns.
#[derive(Debug, Clone, PartialEq)]
pub struct Regex {
    /// As written.
    pub patterns: Vec<String>,
    /// `regex~`: ASCII letters outside classes match either case.
    pub insensitive: bool,
    /// The automaton over the bytes of UTF-8 text.
    pub dfa: Dfa,
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
