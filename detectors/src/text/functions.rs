//! The string functions of EQL. `_folded` is the form with `~`.

use super::compare::equal_units;
use super::fold::lower_case;
use super::{Concat, Text, ascii};
use crate::pattern;

/// `length(s)`: how many UTF-16 units it has.
#[inline]
pub fn length(text: impl Text) -> i64 {
    place(text.length())
}

/// `concat(a, b)`: one after the other; nested for more.
#[inline]
pub const fn concat<A: Text, B: Text>(first: A, second: B) -> Concat<A, B> {
    Concat { first, second }
}

/// `substring(s, start, end)`: a slice as in Python. Negative places count from the end, `end` is exclusive, `None` is the end
/// of the text, and what lies outside is cut off.
#[inline]
pub fn substring<T: Text>(text: T, start: i64, end: Option<i64>) -> T::Slice {
    // Only a place from the end needs the length, a place beyond the end does no harm.
    let length = if start < 0 || end.is_some_and(|end| end < 0) { text.length() } else { 0 };
    let resolve = |place: i64| {
        let distance = usize::try_from(place.unsigned_abs()).unwrap_or(usize::MAX);
        if place < 0 { length.saturating_sub(distance) } else { distance }
    };
    text.slice(resolve(start), end.map_or(usize::MAX, resolve))
}

/// `startsWith(s, t)`: always, if `t` is empty.
#[inline]
pub fn starts_with(text: impl Text, start: impl Text) -> bool {
    if let (Some(text), Some(start)) = (text.as_str(), start.as_str()) {
        return pattern::starts_with(text, start);
    }
    begins(text.units(), start.units())
}

/// `startsWith~(s, t)`
#[inline]
pub fn starts_with_folded(text: impl Text, start: impl Text) -> bool {
    if let Some((text, start)) = ascii(&text, &start) {
        return text.get(..start.len()).is_some_and(|text| text.eq_ignore_ascii_case(start));
    }
    begins(lower_case(text.units()), lower_case(start.units()))
}

/// `endsWith(s, t)`: always, if `t` is empty.
#[inline]
pub fn ends_with(text: impl Text, end: impl Text) -> bool {
    if let (Some(text), Some(end)) = (text.as_str(), end.as_str()) {
        return pattern::ends_with(text, end);
    }
    ends(text.units(), end.units())
}

/// `endsWith~(s, t)`
#[inline]
pub fn ends_with_folded(text: impl Text, end: impl Text) -> bool {
    if let Some((text, end)) = ascii(&text, &end) {
        let before = text.len().checked_sub(end.len());
        return before.and_then(|before| text.get(before..)).is_some_and(|text| text.eq_ignore_ascii_case(end));
    }
    ends(lower_case(text.units()), lower_case(end.units()))
}

/// `stringContains(s, t)`: never, if either is empty.
#[inline]
pub fn contains(text: impl Text, part: impl Text) -> bool {
    if let (Some(text), Some(part)) = (text.as_str(), part.as_str()) {
        return !part.is_empty() && pattern::contains(text, part);
    }
    has(text.units(), part.units())
}

/// `stringContains~(s, t)`
#[inline]
pub fn contains_folded(text: impl Text, part: impl Text) -> bool {
    if let Some((text, part)) = ascii(&text, &part) {
        return !part.is_empty() && pattern::find_any_case(text, part).is_some();
    }
    has(lower_case(text.units()), lower_case(part.units()))
}

/// `indexOf(s, t, start)`: the first place of `t` not before `start`, or `None`. Of an empty `t` that is `start` itself, or the
/// end of the text.
#[inline]
pub fn index_of(text: impl Text, part: impl Text, start: i64) -> Option<i64> {
    first_place(text.units(), part.units(), from(start)).map(place)
}

/// `indexOf~(s, t, start)`: a place in the lower-cased text.
#[inline]
pub fn index_of_folded(text: impl Text, part: impl Text, start: i64) -> Option<i64> {
    first_place(lower_case(text.units()), lower_case(part.units()), from(start)).map(place)
}

/// `between(s, left, right, greedy)`: the text behind the first `left` up to the first `right` after it, or the last if greedy.
///
/// Empty if either is not found; `s` itself if any of the three is empty.
#[inline]
pub fn between<S: Text>(text: S, left: impl Text, right: impl Text, greedy: bool) -> S::Slice {
    let (start, end) = bounds(text.units(), left.units(), right.units(), greedy);
    text.slice(start, end)
}

/// `between~(s, left, right, greedy)`: the places are those in the lower-cased text.
#[inline]
pub fn between_folded<S: Text>(text: S, left: impl Text, right: impl Text, greedy: bool) -> S::Slice {
    let (start, end) = bounds(lower_case(text.units()), lower_case(left.units()), lower_case(right.units()), greedy);
    text.slice(start, end)
}

fn place(place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX)
}

fn from(start: i64) -> usize {
    usize::try_from(start.max(0)).unwrap_or(usize::MAX)
}

fn begins(mut text: impl Iterator<Item = u16>, mut start: impl Iterator<Item = u16>) -> bool {
    start.all(|unit| text.next() == Some(unit))
}

fn ends(text: impl Iterator<Item = u16> + Clone, end: impl Iterator<Item = u16> + Clone) -> bool {
    let Some(before) = text.clone().count().checked_sub(end.clone().count()) else {
        return false;
    };
    let mut text = text;
    for _ in 0..before {
        text.next();
    }
    equal_units(text, end)
}

fn has(text: impl Iterator<Item = u16> + Clone, part: impl Iterator<Item = u16> + Clone) -> bool {
    part.clone().next().is_some() && first_place(text, part, 0).is_some()
}

/// The first place of a part that is not before `from`; for an empty part, at most the length.
fn first_place(
    mut text: impl Iterator<Item = u16> + Clone,
    part: impl Iterator<Item = u16> + Clone,
    from: usize,
) -> Option<usize> {
    let mut at = 0_usize;
    while at < from && text.next().is_some() {
        at = at.wrapping_add(1);
    }
    let mut behind = part.clone();
    let Some(first) = behind.next() else {
        return Some(at);
    };
    loop {
        if text.next()? == first && begins(text.clone(), behind.clone()) {
            return Some(at);
        }
        at = at.wrapping_add(1);
    }
}

/// The last place of a part that is not empty, not before `from`.
fn last_place(
    mut text: impl Iterator<Item = u16> + Clone,
    part: impl Iterator<Item = u16> + Clone,
    from: usize,
) -> Option<usize> {
    let mut last = None;
    let mut at = 0_usize;
    loop {
        if at >= from && begins(text.clone(), part.clone()) {
            last = Some(at);
        }
        if text.next().is_none() {
            return last;
        }
        at = at.wrapping_add(1);
    }
}

fn bounds(
    text: impl Iterator<Item = u16> + Clone,
    left: impl Iterator<Item = u16> + Clone,
    right: impl Iterator<Item = u16> + Clone,
    greedy: bool,
) -> (usize, usize) {
    if left.clone().next().is_none() || right.clone().next().is_none() {
        return (0, usize::MAX);
    }
    let Some(at) = first_place(text.clone(), left.clone(), 0) else {
        return (0, 0);
    };
    let start = at.wrapping_add(left.count());
    let end = if greedy { last_place(text, right, start) } else { first_place(text, right, start) };
    end.map_or((0, 0), |end| (start, end))
}
