//! Documents as structs of just the fields that rules read, for serde: texts are borrowed where they have no escapes.
//!
//! What an agent would write that knew its rule set beforehand: it neither converts dates and addresses nor knows keys with dots, which
//! favours it.

use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};
use std::fmt;

/// What an ECS field may hold: one value, or several.
#[derive(Debug)]
pub(crate) enum Leaf<'a> {
    Null,
    Bool(#[expect(dead_code, reason = "only decoded")] bool),
    Number(#[expect(dead_code, reason = "only decoded")] f64),
    Whole(#[expect(dead_code, reason = "only decoded")] i64),
    Text(#[expect(dead_code, reason = "only decoded")] &'a str),
    Unescaped(#[expect(dead_code, reason = "only decoded")] String),
    Many(Vec<Leaf<'a>>),
}

impl Leaf<'_> {
    pub(crate) fn count(&self) -> usize {
        match self {
            Self::Null => 0,
            Self::Many(many) => many.iter().map(Self::count).sum(),
            Self::Bool(_) | Self::Number(_) | Self::Whole(_) | Self::Text(_) | Self::Unescaped(_) => 1,
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Leaf<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Any)
    }
}

struct Any;

impl<'de> Visitor<'de> for Any {
    type Value = Leaf<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value or an array of values")
    }

    fn visit_unit<E>(self) -> Result<Leaf<'de>, E> {
        Ok(Leaf::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Leaf<'de>, E> {
        Ok(Leaf::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Leaf<'de>, E> {
        Ok(Leaf::Whole(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Leaf<'de>, E> {
        Ok(Leaf::Whole(value.cast_signed()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Leaf<'de>, E> {
        Ok(Leaf::Number(value))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Leaf<'de>, E> {
        Ok(Leaf::Text(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Leaf<'de>, E> {
        Ok(Leaf::Unescaped(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut array: A) -> Result<Leaf<'de>, A::Error> {
        let mut many = Vec::new();
        while let Some(value) = array.next_element()? {
            many.push(value);
        }
        Ok(Leaf::Many(many))
    }
}

/// A value, or an object: boxed, since of most there is none, and they would be moved with all the others.
macro_rules! field {
    ($lifetime:lifetime) => { Leaf<$lifetime> };
    ($lifetime:lifetime $object:ident) => { Box<$object<$lifetime>> };
}

macro_rules! objects {
    ($($object:ident { $($key:literal $field:ident $(: $type:ident)?),+ $(,)? })+) => {
        $(
            #[derive(Deserialize)]
            pub(crate) struct $object<'a> {
                $(#[serde(rename = $key, borrow)] $field: Option<field!('a $($type)?)>),+
            }

            impl $object<'_> {
                /// How many values there are.
                pub(crate) fn count(&self) -> usize {
                    0 $(+ self.$field.as_ref().map_or(0, |field| field.count()))+
                }
            }
        )+
    };
}
