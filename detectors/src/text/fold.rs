//! Streams of UTF-16 units and code points, and letter case in them.

/// The UTF-16 units of code points. A surrogate among the code points is a unit of its own.
#[derive(Debug, Clone)]
pub(super) struct Utf16<I> {
    points: I,
    /// The second half of the pair whose first half came last.
    low: Option<u16>,
}

impl<I: Iterator<Item = u32>> Utf16<I> {
    #[inline]
    pub(super) const fn new(points: I) -> Self {
        Self { points, low: None }
    }
}

impl<I: Iterator<Item = u32>> Iterator for Utf16<I> {
    type Item = u16;

    #[inline]
    fn next(&mut self) -> Option<u16> {
        if let Some(low) = self.low.take() {
            return Some(low);
        }
        let point = self.points.next()?;
        let Some(beyond) = point.checked_sub(0x1_0000) else {
            return Some(point as u16);
        };
        self.low = Some(0xdc00 | (beyond & 0x3ff) as u16);
        Some(0xd800 | (beyond >> 10) as u16 & 0x3ff)
    }
}

/// The code points of UTF-16 units; half of a pair is a code point of its own.
#[derive(Debug, Clone)]
pub(crate) struct CodePoints<I> {
    units: I,
    /// A unit that was read to see whether it ends a pair, and does not.
    ahead: Option<u16>,
}

/// The code points of UTF-16 units.
#[inline]
pub(crate) const fn code_points<I: Iterator<Item = u16>>(units: I) -> CodePoints<I> {
    CodePoints { units, ahead: None }
}

impl<I: Iterator<Item = u16>> Iterator for CodePoints<I> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        let unit = self.ahead.take().or_else(|| self.units.next())?;
        if unit & 0xfc00 != 0xd800 {
            return Some(u32::from(unit));
        }
        self.ahead = self.units.next();
        match self.ahead {
            Some(low) if low & 0xfc00 == 0xdc00 => {
                self.ahead = None;
                Some(0x1_0000 + (u32::from(unit & 0x3ff) << 10 | u32::from(low & 0x3ff)))
            }
            _ => Some(u32::from(unit)),
        }
    }
}

/// The text in lower case, by Java's `toLowerCase` for the root locale, as units.
///
/// One letter becomes two there: `İ`, an `i` and a dot above.
#[inline]
pub(super) fn lower_case(units: impl Iterator<Item = u16> + Clone) -> impl Iterator<Item = u16> + Clone {
    Utf16::new(LowerCase { points: code_points(units), dot: false })
}

#[derive(Clone)]
struct LowerCase<I> {
    points: I,
    /// The dot above of an `İ` comes next.
    dot: bool,
}

impl<I: Iterator<Item = u32>> Iterator for LowerCase<I> {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        if self.dot {
            self.dot = false;
            return Some(0x307);
        }
        let point = self.points.next()?;
        self.dot = point == 0x130;
        Some(lower(point))
    }
}

/// The lower case of the upper case of a code point, one for one, as Java's `equalsIgnoreCase` folds.
#[inline]
pub(super) fn fold(point: u32) -> u32 {
    if point < 0x80 { lower(point) } else { lower(upper(point)) }
}

/// The lower case of a code point, one for one.
#[inline]
fn lower(point: u32) -> u32 {
    if point < 0x80 {
        return u32::from((point as u8).to_ascii_lowercase());
    }
    let first = char::from_u32(point).and_then(|character| character.to_lowercase().next());
    first.map_or(point, u32::from)
}

/// The upper case of a code point, one for one; a letter that becomes several stays.
fn upper(point: u32) -> u32 {
    let Some(character) = char::from_u32(point) else {
        return point;
    };
    let mut upper = character.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(only), None) => u32::from(only),
        _ => point,
    }
}
