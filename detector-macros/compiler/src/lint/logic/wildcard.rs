//! Texts with wildcards: whether one covers another, whether two have a text in common.

use crate::ir::Pattern;

/// A pattern, character by character.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::lint) struct Wildcards {
    symbols: Vec<Symbol>,
    insensitive: bool,
    /// Whether it has no wildcard.
    literal: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Symbol {
    /// `*`
    Any,
    /// `?`
    One,
    Char(char),
}

impl Wildcards {
    /// Of one alternative; `insensitive` folds ASCII letters.
    pub(in crate::lint) fn new(pattern: &Pattern, insensitive: bool) -> Self {
        let mut symbols = Vec::new();
        let text = |symbols: &mut Vec<Symbol>, text: &str| symbols.extend(text.chars().map(Symbol::Char));
        match pattern {
            Pattern::Equal(whole) => text(&mut symbols, whole),
            Pattern::Prefix(prefix) => {
                text(&mut symbols, prefix);
                symbols.push(Symbol::Any);
            }
            Pattern::Suffix(suffix) => {
                symbols.push(Symbol::Any);
                text(&mut symbols, suffix);
            }
            Pattern::Contains(inner) => {
                symbols.push(Symbol::Any);
                text(&mut symbols, inner);
                symbols.push(Symbol::Any);
            }
            Pattern::Ordered(parts) => {
                for (index, part) in parts.iter().enumerate() {
                    if index > 0 {
                        symbols.push(Symbol::Any);
                    }
                    text(&mut symbols, part);
                }
            }
            Pattern::Anything => symbols.push(Symbol::Any),
            Pattern::Glob(glob) => symbols.extend(glob.chars().map(|c| match c {
                '*' => Symbol::Any,
                '?' => Symbol::One,
                c => Symbol::Char(c),
            })),
        }
        let literal = symbols.iter().all(|symbol| matches!(symbol, Symbol::Char(_)));
        Self { symbols, insensitive, literal }
    }

    /// Whether every text that meets `inner` meets it. A yes is proven; a no may be wrong.
    pub(in crate::lint) fn covers(&self, inner: &Self) -> bool {
        if self.literal && self.symbols.len() != inner.symbols.len() {
            return false;
        }
        // Most pairs differ at an end.
        let differs = |own: Option<&Symbol>, other: Option<&Symbol>| match (own, other) {
            (Some(Symbol::Char(c)), Some(symbol)) => !self.takes(*c, inner, *symbol),
            _ => false,
        };
        if differs(self.symbols.first(), inner.symbols.first()) || differs(self.symbols.last(), inner.symbols.last()) {
            return false;
        }
        // The pattern is read over the symbols of `inner` as if they were a text: its `*` takes any of them, its `?` takes a
        // character or `?`, and its characters take those that are surely equal. `*` is taken by `*` alone.
        let mut reached = vec![false; inner.symbols.len() + 1];
        reached[0] = true;
        for symbol in &self.symbols {
            let mut next = vec![false; reached.len()];
            for at in 0..reached.len() {
                next[at] = match symbol {
                    Symbol::Any => reached[at] || (at > 0 && next[at - 1]),
                    Symbol::One => at > 0 && reached[at - 1] && inner.symbols[at - 1] != Symbol::Any,
                    Symbol::Char(c) => at > 0 && reached[at - 1] && self.takes(*c, inner, inner.symbols[at - 1]),
                };
            }
            reached = next;
        }
        reached[inner.symbols.len()]
    }

    /// Whether the character is met by all that a symbol of `inner` stands for.
    fn takes(&self, c: char, inner: &Self, symbol: Symbol) -> bool {
        match symbol {
            Symbol::Char(other) if self.insensitive => c.eq_ignore_ascii_case(&other),
            Symbol::Char(other) => c == other && !(inner.insensitive && other.is_ascii_alphabetic()),
            Symbol::Any | Symbol::One => false,
        }
    }

    /// Whether some text meets both.
    pub(in crate::lint) fn meets(&self, other: &Self) -> bool {
        let folds = self.insensitive || other.insensitive;
        let (own, others) = (&self.symbols, &other.symbols);
        if self.literal && other.literal && own.len() != others.len() {
            return false;
        }
        // Most pairs differ at an end.
        let differs = |left: Option<&Symbol>, right: Option<&Symbol>| match (left, right) {
            (Some(Symbol::Char(left)), Some(Symbol::Char(right))) => !equal(*left, *right, folds),
            _ => false,
        };
        if differs(own.first(), others.first()) || differs(own.last(), others.last()) {
            return false;
        }
        // reached[i][j]: some text is read by the first i symbols of the one and the first j of the other.
        let mut reached = vec![vec![false; others.len() + 1]; own.len() + 1];
        reached[0][0] = true;
        for i in 0..=own.len() {
            for j in 0..=others.len() {
                if !reached[i][j] {
                    continue;
                }
                let (left, right) = (own.get(i), others.get(j));
                if left == Some(&Symbol::Any) {
                    reached[i + 1][j] = true;
                }
                if right == Some(&Symbol::Any) {
                    reached[i][j + 1] = true;
                }
                if let (Some(left), Some(right)) = (left, right) {
                    match (left, right) {
                        (Symbol::Any, Symbol::Any) => {}
                        (Symbol::Any, _) => reached[i][j + 1] = true,
                        (_, Symbol::Any) => reached[i + 1][j] = true,
                        (Symbol::Char(left), Symbol::Char(right)) => {
                            reached[i + 1][j + 1] |= equal(*left, *right, folds);
                        }
                        (Symbol::One, _) | (_, Symbol::One) => reached[i + 1][j + 1] = true,
                    }
                }
            }
        }
        reached[own.len()][others.len()]
    }

    /// About how long a comparison takes.
    pub(super) fn len(&self) -> usize {
        self.symbols.len() + 1
    }
}

fn equal(left: char, right: char, folds: bool) -> bool {
    if folds { left.eq_ignore_ascii_case(&right) } else { left == right }
}
