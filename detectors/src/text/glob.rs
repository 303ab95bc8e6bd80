//! Wildcards on the results of functions.

use super::fold::{CodePoints, code_points, fold};
use super::{Text, ascii};

const STAR: u32 = '*' as u32;
const QUESTION: u32 = '?' as u32;

/// Whether a function's result is of the form of the pattern: `*` any run of characters, `?` exactly one.
///
/// The whole text counts; half of a surrogate pair is a character.
#[inline]
pub fn glob(text: impl Text, pattern: &str) -> bool {
    match text.as_str() {
        Some(text) => crate::pattern::glob(text, pattern),
        None => matches(code_points(text.units()), pattern, |left, right| left == right),
    }
}

/// [`glob`], letters in either case, over all of Unicode.
#[inline]
pub fn glob_folded(text: impl Text, pattern: &str) -> bool {
    if let Some((text, pattern)) = ascii(&text, &pattern) {
        return crate::pattern::glob_any_case(text, pattern);
    }
    matches(code_points(text.units()), pattern, |left, right| fold(left) == fold(right))
}

/// As [`crate::pattern::glob`]: only the latest `*` is ever returned to.
fn matches<I>(mut text: CodePoints<I>, pattern: &str, same: impl Fn(u32, u32) -> bool) -> bool
where
    I: Iterator<Item = u16> + Clone,
{
    let mut pattern = pattern.chars().map(u32::from);
    let mut retry = None;
    loop {
        let mut ahead = text.clone();
        match (pattern.next(), ahead.next()) {
            (Some(STAR), _) => {
                retry = Some((text.clone(), pattern.clone()));
                continue;
            }
            (Some(expected), Some(found)) if expected == QUESTION || same(found, expected) => {
                text = ahead;
                continue;
            }
            (None, None) => return true,
            _ => {}
        }
        let Some((rest, behind)) = &mut retry else {
            return false;
        };
        if rest.next().is_none() {
            return false;
        }
        text = rest.clone();
        pattern = behind.clone();
    }
}
