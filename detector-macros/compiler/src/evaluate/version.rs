//! Order of versions as Elasticsearch's `version` fields have it.
//!
//! Numbers compare by value, a pre-release comes before its release, and what is no semantic version comes after all
//! versions, by its text.

use std::cmp::Ordering;

/// A version, in the form whose derived order is the order of versions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Version {
    /// `1.2.3-rc.1+build`
    Semantic {
        main: Vec<Digits>,
        /// `false` sorts first: there is one.
        is_release: bool,
        pre_release: Vec<Identifier>,
        build: String,
    },
    /// Anything else.
    Other(String),
}

/// A number of any length, without leading zeros: longer ones are greater.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Digits(usize, String);

/// A part of a pre-release; numbers come before words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Identifier {
    Number(Digits),
    Word(String),
}

impl Version {
    pub(super) fn new(text: &str) -> Self {
        Self::semantic(text).unwrap_or_else(|| Self::Other(text.to_owned()))
    }

    fn semantic(text: &str) -> Option<Self> {
        let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
        let (main, pre_release) = text.split_once('-').map_or((text, None), |(main, pre)| (main, Some(pre)));
        let identifier = |part: &str| -> Option<Identifier> {
            let legal = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
            match part.bytes().all(|byte| byte.is_ascii_digit()) {
                true => digits(part).map(Identifier::Number),
                false => legal.then(|| Identifier::Word(part.to_owned())),
            }
        };
        let is_build = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        Some(Self::Semantic {
            main: main.split('.').map(digits).collect::<Option<_>>()?,
            is_release: pre_release.is_none(),
            pre_release: match pre_release {
                Some(parts) => parts.split('.').map(identifier).collect::<Option<_>>()?,
                None => Vec::new(),
            },
            build: match build {
                Some(parts) => parts.split('.').all(is_build).then(|| parts.to_owned())?,
                None => String::new(),
            },
        })
    }
}

fn digits(text: &str) -> Option<Digits> {
    let legal = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    legal.then(|| Digits(text.len(), text.to_owned()))
}

/// Compares two versions.
pub(super) fn order(left: &str, right: &str) -> Ordering {
    Version::new(left).cmp(&Version::new(right))
}
