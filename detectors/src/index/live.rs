//! The alternatives that an event may still meet, and the passes that take away from them.

use super::{Bits, LiteralRows, Parts, add};
use crate::scalar::Scalar;

/// Alternatives, one bit each.
#[derive(Debug, Clone, Copy)]
pub struct Live<const WORDS: usize> {
    words: [u64; WORDS],
    /// What the values of the field at hand satisfy. INVARIANT: zero between passes, in words that are in `filled`.
    satisfied: [u64; WORDS],
    /// The words with bits, ascending: the first `count` of them. A word without bits never gets any again.
    filled: [u16; WORDS],
    count: usize,
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
        if self.literals.is_none() && self.parts.is_none() {
            return add(satisfied, self.any);
        }
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
        let (mut words, mut filled) = ([0; WORDS], [0; WORDS]);
        let mut at = 0;
        while at < WORDS {
            let bits = count.saturating_sub(at * 64);
            words[at] = if bits >= 64 { u64::MAX } else { (1 << bits) - 1 };
            filled[at] = at as u16;
            at += 1;
        }
        Self { words, satisfied: [0; WORDS], filled, count: WORDS }
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
    fn filled(&self) -> &[u16] {
        self.filled.get(..self.count).unwrap_or_default()
    }

    #[inline]
    fn is_asking(&self, pass: &Pass<WORDS>) -> bool {
        self.filled().iter().any(|word| {
            let word = usize::from(*word);
            matches!((self.words.get(word), pass.asking.get(word)), (Some(live), Some(asking)) if live & asking != 0)
        })
    }

    #[inline]
    fn keep(&mut self, pass: &Pass<WORDS>) {
        let mut kept = 0;
        for at in 0..self.count {
            let Some(word) = self.filled.get(at).copied() else { break };
            let index = usize::from(word);
            let (Some(live), Some(asking), Some(satisfied)) =
                (self.words.get_mut(index), pass.asking.get(index), self.satisfied.get_mut(index))
            else {
                break;
            };
            *live &= !asking | *satisfied;
            *satisfied = 0;
            if let Some(place) = self.filled.get_mut(kept)
                && *live != 0
            {
                *place = word;
                kept = kept.wrapping_add(1);
            }
        }
        self.count = kept;
    }

    /// Visits the number of each alternative, ascending.
    #[inline(always)]
    pub fn each(&self, mut visit: impl FnMut(usize)) {
        for index in self.filled() {
            let index = usize::from(*index);
            let mut word = self.words.get(index).copied().unwrap_or(0);
            while word != 0 {
                visit(index.wrapping_mul(64).wrapping_add(word.trailing_zeros() as usize));
                word &= word.wrapping_sub(1);
            }
        }
    }
}
