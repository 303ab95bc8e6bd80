//! Wildcards on text values.

/// Whether the value is of the form of the pattern: `*` stands for any run of characters, also none, `?` for exactly one.
///
/// The whole value counts. Nothing escapes the two; a character is a Unicode code point.
#[inline]
pub fn glob(value: &str, pattern: &str) -> bool {
    matches(value, pattern, |value, pattern| value == pattern)
}

/// [`glob`], ASCII letters in either case.
#[inline]
pub fn glob_folded(value: &str, lower: &str) -> bool {
    matches(value, lower, |value, lower| value.to_ascii_lowercase() == lower)
}

/// [`glob`], ASCII letters in either case, in the pattern too.
#[inline]
pub(crate) fn glob_any_case(value: &str, pattern: &str) -> bool {
    matches(value, pattern, |value, pattern| value.eq_ignore_ascii_case(&pattern))
}

/// Only the latest `*` is ever returned to: what an earlier one could take in addition, the latest can too.
#[inline(always)]
fn matches(value: &str, pattern: &str, same: impl Fn(char, char) -> bool) -> bool {
    let mut value = value.chars();
    let mut pattern = pattern.chars();
    // Behind the latest `*`: the rest of the pattern, and the first rest of the value that has not been tried with it.
    let mut retry = None;
    loop {
        match pattern.next() {
            Some('*') => {
                retry = Some((value.clone(), pattern.clone()));
                continue;
            }
            Some(expected) => {
                let mut ahead = value.clone();
                if let Some(found) = ahead.next()
                    && (expected == '?' || same(found, expected))
                {
                    value = ahead;
                    continue;
                }
            }
            None if value.as_str().is_empty() => return true,
            None => {}
        }
        let Some((rest, behind)) = &mut retry else {
            return false;
        };
        if rest.next().is_none() {
            return false;
        }
        value = rest.clone();
        pattern = behind.clone();
    }
}
