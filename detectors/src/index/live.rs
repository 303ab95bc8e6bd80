//! The alternatives that an event may still meet, and the passes that take away from them.

use super::{Bits, LiteralRows, Parts, add};
use crate::scalar::Scalar;

/// Alternatives, one bit each.
#[derive(Debug, Clone, Copy)]
pub struct Live<const WORDS: usize> {
    words: [u64; WORDS],
    /// What the values of the field at hand satisfy. INVARIANT: all zero between passes.
    satisfied: [u64; WORDS],
    /// The words from here on, up to `end`, are those with bits.
    begin: usize,
    end: usize,
}

/// What alternatives ask of one field.
#[derive(Debug, Clone, Copy)]
pub struct Pass<const WORDS: usize> {
    /// The alternatives that ask something of the field.
    pub asking: &'static [u64; WORDS],
    /// By whole values.
    pub literals: Option<&'static LiteralRows>,
    /// By parts of values.
    pub parts: Option<&'static Parts>,
    /// The alternatives that any value satisfies.
    pub any: &'static [Bits],
}

impl<const WORDS: usize> Pass<WORDS> {
    /// Adds to `satisfied` what a value satisfies.
    fn add(&self, value: Scalar<'_>, satisfied: &mut [u64; WORDS]) {
        match value {
            Scalar::Str(text) => self.add_text(text, satisfied),
            other => other.with_text(|text| self.add_text(text, satisfied)),
        }
    }

    fn add_text(&self, text: &str, satisfied: &mut [u64; WORDS]) {
        if let Some(literals) = self.literals {
            literals.add(text, satisfied);
        }
        if let Some(parts) = self.parts {
            parts.add(text, satisfied);
        }
        add(satisfied, self.any);
    }
}

impl<const WORDS: usize> Live<WORDS> {
    /// The first so many alternatives.
    #[inline]
    pub const fn first(count: usize) -> Self {
        let mut words = [u64::MAX; WORDS];
        let mut at = count / 64;
        if at < WORDS {
            words[at] = (1 << (count % 64)) - 1;
            at += 1;
        }
        while at < WORDS {
            words[at] = 0;
            at += 1;
        }
        Self { words, satisfied: [0; WORDS], begin: 0, end: WORDS }
    }

    /// Keeps the alternatives that ask nothing of a field, and those that one of its values satisfies. `visit` hands over the
    /// values.
    #[inline(always)]
    pub fn narrow(&mut self, pass: &Pass<WORDS>, visit: impl FnOnce(&mut dyn FnMut(Scalar<'_>))) {
        if !self.is_asking(pass) {
            return;
        }
        let satisfied = &mut self.satisfied;
        visit(&mut |value| pass.add(value, satisfied));
        self.keep(pass);
    }

    #[inline]
    fn is_asking(&self, pass: &Pass<WORDS>) -> bool {
        let live = self.words.get(self.begin..self.end).unwrap_or_default();
        let asking = pass.asking.get(self.begin..self.end).unwrap_or_default();
        live.iter().zip(asking).any(|(live, asking)| live & asking != 0)
    }

    fn keep(&mut self, pass: &Pass<WORDS>) {
        let Self { words, satisfied, begin, end } = self;
        let range = *begin..*end;
        let (Some(live), Some(asking), Some(met)) =
            (words.get_mut(range.clone()), pass.asking.get(range.clone()), satisfied.get_mut(range))
        else {
            return;
        };
        for ((live, asking), met) in live.iter_mut().zip(asking).zip(met) {
            *live &= !asking | *met;
        }
        *satisfied = [0; WORDS];
        while *begin < *end && words.get(*begin) == Some(&0) {
            *begin = begin.wrapping_add(1);
        }
        while *begin < *end && words.get(end.wrapping_sub(1)) == Some(&0) {
            *end = end.wrapping_sub(1);
        }
    }

    /// Visits the number of each alternative.
    #[inline(always)]
    pub fn each(&self, mut visit: impl FnMut(usize)) {
        let words = self.words.iter().enumerate().take(self.end).skip(self.begin);
        for (index, word) in words {
            let mut word = *word;
            while word != 0 {
                visit(index.wrapping_mul(64).wrapping_add(word.trailing_zeros() as usize));
                word &= word.wrapping_sub(1);
            }
        }
    }
}
