//! One value of a field, and the Rust types that can stand behind a field.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Milliseconds since 1970-01-01T00:00:00Z, negative before it: the resolution of Elasticsearch's `date`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// From whole seconds; saturates.
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000))
    }

    /// From nanoseconds, rounded down to the millisecond.
    pub const fn from_nanoseconds(nanoseconds: i128) -> Self {
        let ms = nanoseconds.div_euclid(1_000_000);
        if ms > i64::MAX as i128 {
            Self(i64::MAX)
        } else if ms < i64::MIN as i128 {
            Self(i64::MIN)
        } else {
            Self(ms as i64)
        }
    }
}

/// One value of a field.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scalar<'a> {
    /// Text: keyword fields, versions.
    Str(&'a str),
    /// A whole number.
    Int(i64),
    /// A whole number that may be too large for `Int`.
    Unsigned(u64),
    /// Any other number.
    Float(f64),
    /// true, false.
    Bool(bool),
    /// An address.
    Ip(IpAddr),
    /// A time.
    Time(Timestamp),
}

/// A Rust type that can stand behind a field: any number of scalar values.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot stand behind a field of an event",
    label = "not text, a number, a bool, an address or a time, nor an `Option`, a slice or a pointer of one",
    note = "a part of an event that is a struct of its own is taken in by `#[event(flatten)]`"
)]
pub trait FieldValue {
    /// Which kinds of field it can stand behind.
    const KINDS: Kinds;

    /// Visits the values until `visit` returns true; whether it did.
    fn any<'a>(&'a self, visit: impl FnMut(Scalar<'a>) -> bool) -> bool;
}

/// A set of field kinds, for checks while an event type is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kinds(pub u8);

impl Kinds {
    /// Keyword and other exact text.
    pub const STR: Self = Self(1);
    /// Whole numbers.
    pub const INT: Self = Self(2);
    /// Numbers.
    pub const FLOAT: Self = Self(4);
    /// true, false.
    pub const BOOL: Self = Self(8);
    /// Addresses.
    pub const IP: Self = Self(16);
    /// Times.
    pub const DATE: Self = Self(32);
    /// Versions.
    pub const VERSION: Self = Self(64);

    /// Those of both.
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all of `other` are in it.
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// Types with exactly one value. `$kinds` says which fields they can stand behind.
macro_rules! one_value {
    ($($type:ty, $kinds:expr, |$value:ident| $scalar:expr;)*) => {$(
        impl FieldValue for $type {
            const KINDS: Kinds = $kinds;
            #[inline(always)]
            fn any<'a>(&'a self, mut visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
                let $value = self;
                visit($scalar)
            }
        }
    )*};
}

// A whole number can stand behind a keyword field (a user id, say): tests of text read it in decimal.
const WHOLE: Kinds = Kinds::INT.with(Kinds::STR).with(Kinds::FLOAT);

one_value! {
    str, Kinds::STR.with(Kinds::VERSION), |value| Scalar::Str(value);
    i8, WHOLE, |value| Scalar::Int(i64::from(*value));
    i16, WHOLE, |value| Scalar::Int(i64::from(*value));
    i32, WHOLE, |value| Scalar::Int(i64::from(*value));
    i64, WHOLE, |value| Scalar::Int(*value);
    isize, WHOLE, |value| Scalar::Int(*value as i64);
    u8, WHOLE, |value| Scalar::Int(i64::from(*value));
    u16, WHOLE, |value| Scalar::Int(i64::from(*value));
    u32, WHOLE, |value| Scalar::Int(i64::from(*value));
    u64, WHOLE, |value| Scalar::Unsigned(*value);
    usize, WHOLE, |value| Scalar::Unsigned(*value as u64);
    f32, Kinds::FLOAT, |value| Scalar::Float(f64::from(*value));
    f64, Kinds::FLOAT, |value| Scalar::Float(*value);
    bool, Kinds::BOOL, |value| Scalar::Bool(*value);
    IpAddr, Kinds::IP, |value| Scalar::Ip(*value);
    Ipv4Addr, Kinds::IP, |value| Scalar::Ip(IpAddr::V4(*value));
    Ipv6Addr, Kinds::IP, |value| Scalar::Ip(IpAddr::V6(*value));
    Timestamp, Kinds::DATE, |value| Scalar::Time(*value);
}

impl<T: FieldValue> FieldValue for Option<T> {
    const KINDS: Kinds = T::KINDS;
    #[inline(always)]
    fn any<'a>(&'a self, visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
        match self {
            Some(value) => value.any(visit),
            None => false,
        }
    }
}

impl<T: FieldValue> FieldValue for [T] {
    const KINDS: Kinds = T::KINDS;
    #[inline(always)]
    fn any<'a>(&'a self, mut visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
        self.iter().any(|value| value.any(&mut visit))
    }
}

impl<T: FieldValue, const N: usize> FieldValue for [T; N] {
    const KINDS: Kinds = T::KINDS;
    #[inline(always)]
    fn any<'a>(&'a self, visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
        self.as_slice().any(visit)
    }
}

impl<T: FieldValue + ?Sized> FieldValue for &T {
    const KINDS: Kinds = T::KINDS;
    #[inline(always)]
    fn any<'a>(&'a self, visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
        T::any(self, visit)
    }
}

#[cfg(feature = "alloc")]
mod owned {
    use super::{FieldValue, Kinds, Scalar};
    use alloc::borrow::{Cow, ToOwned};
    use alloc::{boxed::Box, rc::Rc, string::String, sync::Arc, vec::Vec};
    use core::borrow::Borrow;

    impl FieldValue for String {
        const KINDS: Kinds = <str as FieldValue>::KINDS;
        #[inline(always)]
        fn any<'a>(&'a self, mut visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
            visit(Scalar::Str(self))
        }
    }

    impl<T: FieldValue> FieldValue for Vec<T> {
        const KINDS: Kinds = T::KINDS;
        #[inline(always)]
        fn any<'a>(&'a self, visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
            self.as_slice().any(visit)
        }
    }

    impl<T: FieldValue + ToOwned + ?Sized> FieldValue for Cow<'_, T> {
        const KINDS: Kinds = T::KINDS;
        #[inline(always)]
        fn any<'a>(&'a self, visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
            let value: &'a T = match self {
                Cow::Borrowed(value) => value,
                Cow::Owned(value) => value.borrow(),
            };
            value.any(visit)
        }
    }

    macro_rules! pointer {
        ($($pointer:ident),*) => {$(
            impl<T: FieldValue + ?Sized> FieldValue for $pointer<T> {
                const KINDS: Kinds = T::KINDS;
                #[inline(always)]
                fn any<'a>(&'a self, visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
                    T::any(self, visit)
                }
            }
        )*};
    }
    pointer!(Box, Rc, Arc);
}

#[cfg(feature = "std")]
impl FieldValue for std::time::SystemTime {
    const KINDS: Kinds = Kinds::DATE;
    fn any<'a>(&'a self, mut visit: impl FnMut(Scalar<'a>) -> bool) -> bool {
        let nanoseconds = match self.duration_since(std::time::UNIX_EPOCH) {
            Ok(after) => i128::try_from(after.as_nanos()).unwrap_or(i128::MAX),
            Err(before) => i128::try_from(before.duration().as_nanos()).map_or(i128::MIN, |ns| -ns),
        };
        visit(Scalar::Time(Timestamp::from_nanoseconds(nanoseconds)))
    }
}
