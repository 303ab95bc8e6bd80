//! Values of an event that later stages of its sequence read: fields of events → a fixed number of bytes for each held event.
//!
//! Each field has a place in these bytes: first how many values there are, then the values. Reading is total: bytes that say nothing
//! are no values.

use super::key::{Key, KeyHasher};
use super::table::{Link, Node, Table};
use crate::event::Event;
use crate::scalar::{Scalar, Timestamp};
use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The place of a field in the bytes that are kept of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptField {
    /// The stage whose event it is of, counted from 0.
    pub stage: u16,
    /// Its first byte.
    pub start: u16,
    /// How many bytes it has.
    pub room: u16,
}

const TEXT: u8 = 1;
const INT: u8 = 2;
const UNSIGNED: u8 = 3;
const FLOAT: u8 = 4;
const BOOL: u8 = 5;
const IPV4: u8 = 6;
const IPV6: u8 = 7;
const TIME: u8 = 8;

impl KeptField {
    /// How many values are kept, but of texts that are kept as such.
    pub const VALUES: u16 = 4;

    /// Bytes for the texts of a field, two for each of them included.
    pub const TEXT_BYTES: u16 = 256;

    /// Room for the hashes of texts.
    pub const HASHES_ROOM: u16 = 1 + Self::VALUES * 16;

    /// Room for texts: their number, and for each a family and a length.
    pub const TEXTS_ROOM: u16 = 2 + Self::TEXT_BYTES;

    /// Room for values that are no texts.
    pub const VALUES_ROOM: u16 = 1 + Self::VALUES * 17;

    fn of<'b>(&self, bytes: &'b [u8]) -> &'b [u8] {
        let start = usize::from(self.start);
        bytes.get(start..start.saturating_add(usize::from(self.room))).unwrap_or_default()
    }
}

/// Takes values of an event into a partial.
#[derive(Debug)]
pub struct Keeper<'p> {
    bytes: &'p mut [u8],
    hasher: KeyHasher,
    fits: bool,
}

impl<'p> Keeper<'p> {
    pub(super) const fn new(bytes: &'p mut [u8], hasher: KeyHasher) -> Self {
        Self { bytes, hasher, fits: true }
    }

    /// Whether all had room.
    pub(super) const fn fits(&self) -> bool {
        self.fits
    }

    /// Keeps the values of a field.
    pub fn values<const FIELD: u64, E: Event>(&mut self, event: &E, field: KeptField) {
        let mut writer = self.writer(field);
        let too_many = event.any::<FIELD>(|value| !writer.value(value));
        self.fits &= !too_many && writer.finish();
    }

    /// Keeps the hashes of the texts of a field, each once.
    pub fn hashes<const FIELD: u64, E: Event>(&mut self, event: &E, field: KeptField) {
        let hasher = self.hasher;
        let mut writer = self.writer(field);
        let too_many = event.any::<FIELD>(|value| {
            let hash = hasher.with_keyword(value).finish().to_bytes();
            !writer.has(&hash) && !writer.write(&hash)
        });
        self.fits &= !too_many && writer.finish();
    }

    fn writer(&mut self, field: KeptField) -> Writer<'_> {
        let start = usize::from(field.start);
        let room = self.bytes.get_mut(start..start.saturating_add(usize::from(field.room))).unwrap_or_default();
        Writer { room, count: 0, at: 1 }
    }
}

struct Writer<'b> {
    room: &'b mut [u8],
    count: u8,
    /// Where the next value goes.
    at: usize,
}

impl Writer<'_> {
    /// Whether the value had room.
    fn value(&mut self, value: Scalar<'_>) -> bool {
        match value {
            Scalar::Str(text) => self.text(text),
            Scalar::Int(value) => self.tagged(INT, &value.to_le_bytes()),
            Scalar::Unsigned(value) => self.tagged(UNSIGNED, &value.to_le_bytes()),
            Scalar::Float(value) => self.tagged(FLOAT, &value.to_le_bytes()),
            Scalar::Bool(value) => self.tagged(BOOL, &[u8::from(value)]),
            Scalar::Ip(IpAddr::V4(address)) => self.tagged(IPV4, &address.octets()),
            Scalar::Ip(IpAddr::V6(address)) => self.tagged(IPV6, &address.octets()),
            Scalar::Time(Timestamp(ms)) => self.tagged(TIME, &ms.to_le_bytes()),
        }
    }

    fn text(&mut self, text: &str) -> bool {
        let Ok(length) = u16::try_from(text.len()) else { return false };
        let at = self.at;
        let fits = self.put(&[TEXT]) && self.put(&length.to_le_bytes()) && self.put(text.as_bytes());
        self.counted(fits, at)
    }

    fn tagged(&mut self, tag: u8, value: &[u8]) -> bool {
        let at = self.at;
        let fits = self.put(&[tag]) && self.put(value);
        self.counted(fits, at)
    }

    fn write(&mut self, value: &[u8]) -> bool {
        let at = self.at;
        let fits = self.put(value);
        self.counted(fits, at)
    }

    fn counted(&mut self, fits: bool, before: usize) -> bool {
        match self.count.checked_add(1) {
            Some(count) if fits => self.count = count,
            _ => {
                self.at = before;
                return false;
            }
        }
        true
    }

    fn put(&mut self, bytes: &[u8]) -> bool {
        let end = self.at.saturating_add(bytes.len());
        let Some(room) = self.room.get_mut(self.at..end) else { return false };
        for (to, from) in room.iter_mut().zip(bytes) {
            *to = *from;
        }
        self.at = end;
        true
    }

    fn has(&self, hash: &[u8; 16]) -> bool {
        hashes(self.room, self.count).any(|kept| kept == hash)
    }

    /// Whether there was room at all.
    fn finish(self) -> bool {
        match self.room.first_mut() {
            Some(count) => {
                *count = self.count;
                true
            }
            None => false,
        }
    }
}

fn hashes(room: &[u8], count: u8) -> impl Iterator<Item = &[u8; 16]> {
    let (hashes, _) = room.get(1..).unwrap_or_default().as_chunks::<16>();
    hashes.iter().take(usize::from(count))
}

/// The events that a partial has found so far, as far as their values are kept.
#[derive(Debug, Clone, Copy)]
pub struct Earlier<'p> {
    nodes: &'p [Node],
    kept: &'p [u8],
    kept_each: usize,
    /// The first event.
    first: Link,
    hasher: KeyHasher,
}

impl<'p> Earlier<'p> {
    pub(super) fn new(table: &'p Table<'_>, first: Link, hasher: KeyHasher) -> Self {
        Self { nodes: table.nodes, kept: table.kept, kept_each: table.kept_each, first, hasher }
    }

    /// Visits the values of a field of an event until `visit` returns true; whether it did.
    #[inline]
    pub fn any(&self, field: KeptField, mut visit: impl FnMut(Scalar<'p>) -> bool) -> bool {
        let room = self.room(field);
        let count = room.first().copied().unwrap_or_default();
        let mut rest = room.get(1..).unwrap_or_default();
        for _ in 0..count {
            let Some((value, after)) = read(rest) else { return false };
            if visit(value) {
                return true;
            }
            rest = after;
        }
        false
    }

    /// Visits the values of a field of an event, or null once if there are none, until `visit` returns true; whether it did.
    #[inline]
    pub fn any_or_null(&self, field: KeptField, mut visit: impl FnMut(Option<Scalar<'p>>) -> bool) -> bool {
        let mut missing = true;
        let found = self.any(field, |value| {
            missing = false;
            visit(Some(value))
        });
        found || (missing && visit(None))
    }

    /// Whether a text is one of those whose hashes are kept.
    #[inline]
    pub fn has(&self, field: KeptField, text: Scalar<'_>) -> bool {
        let room = self.room(field);
        let hash = self.hasher.with_keyword(text).finish().to_bytes();
        hashes(room, room.first().copied().unwrap_or_default()).any(|kept| *kept == hash)
    }

    fn room(&self, field: KeptField) -> &'p [u8] {
        let mut link = self.first;
        for _ in 0..field.stage {
            link = self.nodes.get(link.index()).map_or(Link::NONE, |node| node.next);
        }
        let at = link.index().wrapping_mul(self.kept_each);
        let bytes = self.nodes.get(link.index()).and_then(|_| self.kept.get(at..at.saturating_add(self.kept_each)));
        field.of(bytes.unwrap_or_default())
    }
}

/// The first value, and what follows it.
fn read(bytes: &[u8]) -> Option<(Scalar<'_>, &[u8])> {
    let (tag, rest) = bytes.split_first()?;
    if *tag == TEXT {
        let (length, rest) = rest.split_first_chunk()?;
        let (text, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))?;
        return Some((Scalar::Str(core::str::from_utf8(text).ok()?), rest));
    }
    if *tag == BOOL {
        let (truth, rest) = rest.split_first()?;
        return Some((Scalar::Bool(*truth == 1), rest));
    }
    if *tag == IPV4 {
        let (octets, rest) = rest.split_first_chunk::<4>()?;
        return Some((Scalar::Ip(IpAddr::V4(Ipv4Addr::from(*octets))), rest));
    }
    if *tag == IPV6 {
        let (octets, rest) = rest.split_first_chunk::<16>()?;
        return Some((Scalar::Ip(IpAddr::V6(Ipv6Addr::from(*octets))), rest));
    }
    let (eight, rest) = rest.split_first_chunk()?;
    let value = match *tag {
        INT => Scalar::Int(i64::from_le_bytes(*eight)),
        UNSIGNED => Scalar::Unsigned(u64::from_le_bytes(*eight)),
        FLOAT => Scalar::Float(f64::from_le_bytes(*eight)),
        TIME => Scalar::Time(Timestamp(i64::from_le_bytes(*eight))),
        _ => return None,
    };
    Some((value, rest))
}

impl Key {
    const fn to_bytes(self) -> [u8; 16] {
        (((self.halves()[0] as u128) << 64) | self.halves()[1] as u128).to_le_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use alloc::vec::Vec;

    const ROOM: KeptField = KeptField { stage: 0, start: 3, room: KeptField::TEXTS_ROOM };

    /// The values that are kept, or nothing if they have no room.
    fn kept(values: &[Scalar<'_>], room: u16) -> Option<Vec<String>> {
        let mut bytes = [0xff; 512];
        let mut keeper = Keeper::new(&mut bytes, KeyHasher::new([1, 2], 0));
        let mut writer = keeper.writer(KeptField { room, ..ROOM });
        if values.iter().any(|value| !writer.value(*value)) || !writer.finish() {
            return None;
        }
        let room = KeptField { room, ..ROOM }.of(&bytes);
        let mut rest = room.get(1..)?;
        let mut read_back = Vec::new();
        for _ in 0..room[0] {
            let (value, after) = read(rest)?;
            read_back.push(alloc::format!("{value:?}"));
            rest = after;
        }
        Some(read_back)
    }

    #[test]
    fn kept_values_are_given_back() {
        let values = [
            Scalar::Str(""),
            Scalar::Str("/bin/sh"),
            Scalar::Int(-7),
            Scalar::Unsigned(u64::MAX),
            Scalar::Float(1.5),
            Scalar::Bool(true),
            Scalar::Ip(IpAddr::V4(Ipv4Addr::LOCALHOST)),
            Scalar::Ip(IpAddr::V6(Ipv6Addr::LOCALHOST)),
            Scalar::Time(Timestamp(i64::MIN)),
        ];
        let shown: Vec<String> = values.iter().map(|value| alloc::format!("{value:?}")).collect();
        assert_eq!(kept(&values, ROOM.room), Some(shown));
        assert_eq!(kept(&[], ROOM.room), Some(Vec::new()));
    }

    #[test]
    fn what_has_no_room_is_refused() {
        let fits: String = core::iter::repeat_n('a', usize::from(KeptField::TEXT_BYTES) - 2).collect();
        assert!(kept(&[Scalar::Str(&fits)], KeptField::TEXTS_ROOM).is_some());
        assert!(kept(&[Scalar::Str(&(fits + "a"))], KeptField::TEXTS_ROOM).is_none());
        let addresses = [Scalar::Ip(IpAddr::V6(Ipv6Addr::LOCALHOST)); 5];
        assert!(kept(&addresses[..4], KeptField::VALUES_ROOM).is_some());
        assert!(kept(&addresses, KeptField::VALUES_ROOM).is_none());
        assert!(kept(&[], 0).is_none(), "not even the number of values");
    }

    #[test]
    fn bytes_that_say_nothing_are_no_values() {
        for bytes in [&[][..], &[TEXT, 9, 0, b'a'], &[TEXT, 1, 0, 0xff], &[99, 0, 0, 0, 0, 0, 0, 0, 0], &[INT, 1], &[IPV6, 1]] {
            assert!(read(bytes).is_none(), "{bytes:?}");
        }
    }
}
