//! One value read as another kind: numbers as text, text as numbers.

use crate::number::{Number, parse_decimal};
use crate::scalar::Scalar;
use crate::text::{self, ScalarText, Text};

impl Scalar<'_> {
    /// The value as a number: whole numbers, doubles, and times in milliseconds.
    #[inline]
    pub const fn as_number(self) -> Option<Number> {
        match self {
            Self::Int(value) => Some(Number::Int(value)),
            Self::Unsigned(value) => Some(Number::Unsigned(value)),
            Self::Float(value) => Some(Number::Float(value)),
            Self::Time(value) => Some(Number::Int(value.0)),
            Self::Str(_) | Self::Bool(_) | Self::Ip(_) => None,
        }
    }

    /// The number that a value of a keyword field is, if it is one: `user.id >= 1000`.
    #[inline]
    pub fn as_number_in_text(self) -> Option<Number> {
        match self {
            Self::Str(text) => parse_decimal(text),
            other => other.as_number(),
        }
    }

    /// Hands the value to `read` as text; of what is no text, Elasticsearch's text of it, made on the stack.
    #[inline(always)]
    pub fn with_text<R>(self, read: impl FnOnce(&str) -> R) -> R {
        let written;
        let text = match self {
            Self::Str(text) => text,
            other => {
                written = written_out(other);
                written.as_str().unwrap_or_default()
            }
        };
        // One call, since `read` is code that is inlined here.
        read(text)
    }
}

impl Scalar<'_> {
    /// The address, if it is one.
    #[inline(always)]
    pub const fn as_ip(self) -> Option<core::net::IpAddr> {
        match self {
            Scalar::Ip(address) => Some(address),
            _ => None,
        }
    }

    /// The truth value, if it is one.
    #[inline(always)]
    pub const fn as_bool(self) -> Option<bool> {
        match self {
            Scalar::Bool(value) => Some(value),
            _ => None,
        }
    }
}

/// The text of what is no text. Apart, for it is seldom and long.
#[cold]
#[inline(never)]
fn written_out(value: Scalar<'_>) -> ScalarText<'_> {
    text::string(value)
}
