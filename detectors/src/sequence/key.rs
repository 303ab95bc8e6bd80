//! Join keys: the values that an event has in a sequence's `by` → a [`Key`], 128 bits that are compared in their place.
//!
//! A sequence's events belong together when the values of their join keys are equal, position by position. The pool keeps
//! no values, only a keyed hash of them (SipHash-1-3 with 128 bits out), and takes equality of hashes for equality of
//! keys. With *n* keys alive at once the chance that any two of them collide is about *n*² / 2¹²⁹: 10⁻²⁷ for a million.
//! Because the hash is keyed with the pool's seed, somebody who chooses the values cannot aim for a collision.
//!
//! Values are equal when the query language says so, whatever Rust type stands behind the field; each is hashed as its
//! family and a canonical form of the value:
//!
//! | value | canonical form |
//! |---|---|
//! | null (an optional key alone can be null) | nothing: null equals null |
//! | text | its length and its bytes |
//! | a number that is whole | as an integer: `1`, `1.0` and `1u64` are equal, so are `-0.0` and `0` |
//! | any other number | the bits of the `f64`, all NaNs alike |
//! | true, false | one byte |
//! | an address | 16 bytes, IPv4 mapped into IPv6: `10.0.0.1` equals `::ffff:10.0.0.1` |
//! | a time | milliseconds |
//!
//! The forms are prefix-free, so `("ab", "c")` and `("a", "bc")` differ, and no text equals a number.

use core::hash::Hasher;
use core::net::IpAddr;

use siphasher::sip128::{Hasher128, SipHasher13};

use crate::scalar::Scalar;

/// The join key of one sequence: a keyed hash of the sequence and of the values of its keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Key([u64; 2]);

impl Key {
    /// What an empty node has; stands for no key in particular.
    pub(crate) const ZERO: Self = Self([0; 2]);

    pub(super) const fn halves(self) -> [u64; 2] {
        self.0
    }

    /// The bits that choose a bucket.
    pub(crate) const fn bits(self) -> u32 {
        self.0[0] as u32
    }
}

/// A join key in the making. `Copy`, so that the values of a further key field each continue from the same beginning.
#[derive(Debug, Clone, Copy)]
pub struct KeyHasher(SipHasher13);

/// What kind of value follows. The numbers are part of the hash alone; they may change between versions.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Family {
    Null,
    Bool,
    Integer,
    /// A whole number that no `i64` can hold.
    Unsigned,
    Float,
    Ip,
    Time,
    Text,
}

impl KeyHasher {
    /// A key of the given sequence, with no values yet.
    pub(crate) fn new(seed: [u64; 2], sequence: u16) -> Self {
        let [first, second] = seed;
        let mut hasher = SipHasher13::new_with_keys(first, second);
        hasher.write_u64(u64::from(sequence));
        Self(hasher)
    }

    /// With the value of the next key.
    #[must_use]
    #[inline]
    pub fn with(self, value: Scalar<'_>) -> Self {
        match value {
            Scalar::Str(text) => self.bytes(text.as_bytes()),
            Scalar::Int(number) => self.word(Family::Integer, number.cast_unsigned()),
            Scalar::Unsigned(number) => self.unsigned(number),
            Scalar::Float(number) => self.float(number),
            Scalar::Bool(truth) => self.word(Family::Bool, u64::from(truth)),
            Scalar::Ip(address) => self.address(address),
            Scalar::Time(time) => self.word(Family::Time, time.0.cast_unsigned()),
        }
    }

    /// With the value of the next key, which is a keyword field.
    ///
    /// An agent may have a whole number behind a keyword (a user id, say); it counts as its decimal text, so that it
    /// equals the text of another event type.
    #[must_use]
    #[inline]
    pub fn with_keyword(self, value: Scalar<'_>) -> Self {
        match value {
            Scalar::Int(number) => self.decimal(number < 0, number.unsigned_abs()),
            Scalar::Unsigned(number) => self.decimal(false, number),
            other => self.with(other),
        }
    }

    /// With null for the next key. Null equals null.
    #[must_use]
    #[inline]
    pub fn with_null(self) -> Self {
        self.family(Family::Null)
    }

    /// The key.
    #[inline]
    pub fn finish(self) -> Key {
        let hash = self.0.finish128();
        Key([hash.h1, hash.h2])
    }

    fn family(mut self, family: Family) -> Self {
        self.0.write_u8(family as u8);
        self
    }

    fn word(self, family: Family, word: u64) -> Self {
        let mut key = self.family(family);
        key.0.write_u64(word);
        key
    }

    fn bytes(self, bytes: &[u8]) -> Self {
        let mut key = self.word(Family::Text, bytes.len() as u64);
        key.0.write(bytes);
        key
    }

    fn unsigned(self, number: u64) -> Self {
        let family = if i64::try_from(number).is_ok() { Family::Integer } else { Family::Unsigned };
        self.word(family, number)
    }

    fn float(self, number: f64) -> Self {
        // 2⁶³ and 2⁶⁴ are exact; a cast beyond them would saturate, and the saturated number seem equal.
        const TWO_63: f64 = 9_223_372_036_854_775_808.0;
        const TWO_64: f64 = 18_446_744_073_709_551_616.0;
        if (-TWO_63..TWO_63).contains(&number) && (number as i64) as f64 == number {
            return self.word(Family::Integer, (number as i64).cast_unsigned());
        }
        if (TWO_63..TWO_64).contains(&number) {
            return self.word(Family::Unsigned, number as u64);
        }
        let canonical = if number.is_nan() { f64::NAN } else { number };
        self.word(Family::Float, canonical.to_bits())
    }

    fn address(self, address: IpAddr) -> Self {
        let address = match address {
            IpAddr::V4(address) => address.to_ipv6_mapped(),
            IpAddr::V6(address) => address,
        };
        let mut key = self.family(Family::Ip);
        key.0.write(&address.octets());
        key
    }

    fn decimal(self, negative: bool, magnitude: u64) -> Self {
        // A sign and the 20 digits of `u64::MAX`, written from the right. What is left of them is all signs.
        let mut text = [b'-'; 21];
        let mut rest = magnitude;
        let mut length = 0;
        for place in text.iter_mut().rev().take(20) {
            *place = b'0' + (rest % 10) as u8;
            rest /= 10;
            length += 1;
            if rest == 0 {
                break;
            }
        }
        let begin = text.len().saturating_sub(length + usize::from(negative));
        self.bytes(text.get(begin..).unwrap_or_default())
    }
}
