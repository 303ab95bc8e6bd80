//! Equality and order of texts.

use core::cmp::Ordering;

use super::fold::{code_points, fold};
use super::{Text, ascii};

/// Whether two texts are the same.
#[inline]
pub fn equals(left: impl Text, right: impl Text) -> bool {
    match (left.as_str(), right.as_str()) {
        (Some(left), Some(right)) => left == right,
        _ => equal_units(left.units(), right.units()),
    }
}

/// Whether two texts are the same but for letter case, as `in~` and `:` mean it of a function's result.
#[inline]
pub fn equals_folded(left: impl Text, right: impl Text) -> bool {
    if let Some((left, right)) = ascii(&left, &right) {
        return left.eq_ignore_ascii_case(right);
    }
    let folded = |point: Option<u32>| point.map(fold);
    let (mut left, mut right) = (code_points(left.units()), code_points(right.units()));
    loop {
        match (folded(left.next()), folded(right.next())) {
            (None, None) => return true,
            (left, right) if left != right => return false,
            _ => {}
        }
    }
}

/// The order of two texts by code points, which is that of their UTF-8 bytes.
#[inline]
pub fn compare(left: impl Text, right: impl Text) -> Ordering {
    match (left.as_str(), right.as_str()) {
        (Some(left), Some(right)) => left.as_bytes().cmp(right.as_bytes()),
        _ => code_points(left.units()).cmp(code_points(right.units())),
    }
}

#[inline]
pub(super) fn equal_units(mut left: impl Iterator<Item = u16>, mut right: impl Iterator<Item = u16>) -> bool {
    loop {
        match (left.next(), right.next()) {
            (None, None) => return true,
            (left, right) if left != right => return false,
            _ => {}
        }
    }
}
