//! The order of versions, as Elasticsearch's `version` field sorts them.
//!
//! A version is numbers joined by dots, as many as there are (`1`, `1.2.3`, `10.0.19041.1`), then perhaps a pre-release
//! (`-alpha.2`) and a build (`+2024.1`), by the rules of <https://semver.org>: no leading zeros in numbers. Anything else
//! comes after all versions, ordered as text.
//!
//! Elasticsearch sorts the bytes of an encoding; [`compare`] compares what these bytes would be, piece by piece, so it
//! shares the encoding's ways: `1.0 < 1.0.0`, and a build orders too.

use core::cmp::Ordering;

/// No part of a version may have more pieces between dots.
const PIECES_MAX: usize = 32;

/// Compares two versions.
pub fn compare(left: &str, right: &str) -> Ordering {
    match (Version::parse(left), Version::parse(right)) {
        (Some(left), Some(right)) => left.encoded().cmp(right.encoded()),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => left.as_bytes().cmp(right.as_bytes()),
    }
}

/// The parts of a version, all of them well-formed.
#[derive(Clone, Copy)]
struct Version<'a> {
    main: &'a str,
    /// Without `-`.
    prerelease: Option<&'a str>,
    /// With `+`.
    build: &'a str,
}

impl<'a> Version<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let (text, build) = match text.find(['+']).and_then(|at| text.split_at_checked(at)) {
            Some((text, build)) => (text, build),
            None => (text, ""),
        };
        let (main, prerelease) = match text.split_once(['-']) {
            Some((main, prerelease)) => (main, Some(prerelease)),
            None => (text, None),
        };
        let well_formed = pieces(main).all(is_number)
            && prerelease.is_none_or(|part| pieces(part).all(is_prerelease))
            && build.strip_prefix('+').is_none_or(|part| pieces(part).all(is_word));
        let short = [main, prerelease.unwrap_or_default(), build].iter().all(|part| pieces(part).nth(PIECES_MAX).is_none());
        (well_formed && short).then_some(Self { main, prerelease, build })
    }

    /// What Elasticsearch would sort by: a number is preceded by a mark and its length, so that longer ones are greater; a
    /// mark tells a pre-release from none, and pieces that are no numbers are greater than any number.
    fn encoded(self) -> impl Iterator<Item = Symbol<'a>> {
        let separator = if self.prerelease.is_some() { Symbol::Prerelease } else { Symbol::NoPrerelease };
        let build = self.build.bytes().map(Symbol::Byte);
        encoded_pieces(self.main)
            .chain(core::iter::once(separator))
            .chain(self.prerelease.into_iter().flat_map(encoded_pieces))
            .chain(build)
    }
}

/// One symbol of the encoding, in the order of its first bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Symbol<'a> {
    /// A number of so many digits. More digits are a greater number, as there are no leading zeros.
    Number(usize, &'a str),
    Prerelease,
    NoPrerelease,
    Byte(u8),
}

fn encoded_pieces(part: &str) -> impl Iterator<Item = Symbol<'_>> {
    pieces(part).enumerate().flat_map(|(index, piece)| {
        let dot = (index > 0).then_some(Symbol::Byte(b'.'));
        let number = is_digits(piece).then_some(Symbol::Number(piece.len(), piece));
        let word = if number.is_some() { "" } else { piece };
        dot.into_iter().chain(number).chain(word.bytes().map(Symbol::Byte))
    })
}

fn pieces(part: &str) -> impl Iterator<Item = &str> {
    // A list of one character: the search for a single one has a path that panics.
    part.split(['.'])
}

fn is_digits(piece: &str) -> bool {
    !piece.is_empty() && piece.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_number(piece: &str) -> bool {
    is_digits(piece) && (piece.len() == 1 || !piece.starts_with('0'))
}

fn is_word(piece: &str) -> bool {
    !piece.is_empty() && piece.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn is_prerelease(piece: &str) -> bool {
    is_word(piece) && (is_number(piece) || !is_digits(piece))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_in_order() {
        let order = [
            "0",
            "1-alpha",
            "1",
            "1.0-alpha",
            "1.0",
            "1.0.0-1",
            "1.0.0-2",
            "1.0.0-10",
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.0+2",
            "1.2.4-SNAPSHOT",
            "1.2.4",
            "1.5.0",
            "1.11.3",
            "10.0.19041.1",
            "18446744073709551617.0",
            // No versions.
            "",
            "-1",
            "01.2",
            "1..2",
            "1.0-",
            "1.0-01",
            "1.0.",
            "1.0.0-ä",
            "1.0_3",
            "v1.0",
        ];
        for (index, left) in order.iter().enumerate() {
            assert_eq!(compare(left, left), Ordering::Equal, "{left}");
            for right in &order[index + 1..] {
                assert_eq!(compare(left, right), Ordering::Less, "{left} {right}");
                assert_eq!(compare(right, left), Ordering::Greater, "{right} {left}");
            }
        }
    }

    #[test]
    fn a_part_of_more_than_32_pieces_makes_no_version() {
        let long = |pieces: usize| std::vec!["1"; pieces].join(".");
        assert_eq!(compare(&long(32), "2"), Ordering::Less);
        assert_eq!(compare(&long(33), "2"), Ordering::Greater);
    }
}
