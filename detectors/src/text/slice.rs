//! Texts made of other texts.

use super::Text;
use super::fold::Utf16;

/// One text after another.
#[derive(Debug, Clone, Copy)]
pub struct Concat<A, B> {
    pub(super) first: A,
    pub(super) second: B,
}

impl<A: Text, B: Text> Text for Concat<A, B> {
    type Slice = Slice<Self>;

    #[inline]
    fn units(self) -> impl Iterator<Item = u16> + Clone {
        self.first.units().chain(self.second.units())
    }

    #[inline]
    fn length(self) -> usize {
        self.first.length().wrapping_add(self.second.length())
    }

    #[inline]
    fn slice(self, start: usize, end: usize) -> Slice<Self> {
        Slice { text: self, start, end }
    }
}

/// Some units of a text.
#[derive(Debug, Clone, Copy)]
pub struct Slice<T> {
    pub(super) text: T,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl<T: Text> Text for Slice<T> {
    type Slice = Self;

    #[inline]
    fn units(self) -> impl Iterator<Item = u16> + Clone {
        self.text.units().take(self.end).skip(self.start)
    }

    #[inline]
    fn length(self) -> usize {
        self.text.length().min(self.end).saturating_sub(self.start)
    }

    #[inline]
    fn slice(self, start: usize, end: usize) -> Self {
        let within = |place: usize| place.saturating_add(self.start).min(self.end);
        Self { text: self.text, start: within(start), end: within(end) }
    }
}

/// Some units of a `&str`: whole characters, and at either end perhaps half of a surrogate pair that was cut through.
#[derive(Debug, Clone, Copy)]
pub struct StrSlice<'a> {
    /// The second half of a pair.
    lead: Option<u16>,
    text: &'a str,
    /// The first half of a pair.
    trail: Option<u16>,
}

impl<'a> StrSlice<'a> {
    /// The units from `start` up to `end` of a text, as far as there are any.
    pub(super) fn new(text: &'a str, start: usize, end: usize) -> Self {
        let Some(count) = end.checked_sub(start).filter(|count| *count > 0) else {
            return Self { lead: None, text: "", trail: None };
        };
        let (_, cut, rest) = split(text, start);
        let lead = cut.map(|(_, low)| low);
        let (text, cut, _) = split(rest, count.saturating_sub(usize::from(lead.is_some())));
        Self { lead, text, trail: cut.map(|(high, _)| high) }
    }
}

/// A text before and behind a place, and the halves of the pair in between, if the place is within one.
fn split(text: &str, place: usize) -> (&str, Option<(u16, u16)>, &str) {
    // A text never has more units than bytes.
    if place >= text.len() {
        return (text, None, "");
    }
    let mut left = place;
    let mut characters = text.chars();
    while left > 0 {
        let here = characters.as_str();
        let Some(character) = characters.next() else {
            break;
        };
        if u32::from(character) >= 0x1_0000 {
            if left == 1 {
                let before = text.len().checked_sub(here.len()).and_then(|end| text.get(..end));
                let mut pair = Utf16::new(core::iter::once(u32::from(character)));
                return (before.unwrap_or_default(), pair.next().zip(pair.next()), characters.as_str());
            }
            left = left.wrapping_sub(2);
        } else {
            left = left.wrapping_sub(1);
        }
    }
    let behind = characters.as_str();
    let before = text.len().checked_sub(behind.len()).and_then(|end| text.get(..end));
    (before.unwrap_or_default(), None, behind)
}

impl Text for StrSlice<'_> {
    type Slice = Self;

    #[inline]
    fn units(self) -> impl Iterator<Item = u16> + Clone {
        self.lead.into_iter().chain(self.text.units()).chain(self.trail)
    }

    #[inline]
    fn as_str(&self) -> Option<&str> {
        (self.lead.is_none() && self.trail.is_none()).then_some(self.text)
    }

    #[inline]
    fn length(self) -> usize {
        let halves = usize::from(self.lead.is_some()).wrapping_add(usize::from(self.trail.is_some()));
        self.text.length().wrapping_add(halves)
    }

    fn slice(self, start: usize, end: usize) -> Self {
        let before = usize::from(self.lead.is_some());
        let whole = before.wrapping_add(self.text.length());
        let mut slice = Self::new(self.text, start.saturating_sub(before), end.saturating_sub(before).min(whole));
        if start == 0 && end > 0 && before > 0 {
            slice.lead = self.lead;
        }
        if start <= whole && end > whole {
            slice.trail = slice.trail.or(self.trail);
        }
        slice
    }
}
