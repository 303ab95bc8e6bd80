//! Dotted names → a tree of keys, so that a document's keys are followed and not put together.
//!
//! A key is found by one multiplication: its first sixteen bytes, which tell it apart from all others unless it is longer, are hashed by a
//! factor that was chosen for the node, so that no two of its keys meet. Most keys of a document lead nowhere, and most of these begin with
//! two letters that none of the node's keys begins with.

use detectors::{SlotField, SlotKind};

/// The keys of all nodes, each node's together: as open tables without collisions, but for those that cannot be told apart so.
pub(crate) struct Paths {
    root: Node,
    entries: Vec<Node>,
    /// The texts of the keys.
    names: Box<str>,
    letters: Vec<Letters>,
}

/// With which bytes keys begin: for each [`Letters::FIRST`] and the others.
struct Letters([u8; 256]);

/// A key of another node, and what it leads to: a line of the cache.
#[derive(Debug, Clone)]
#[repr(align(64))]
pub(crate) struct Node {
    signature: Signature,
    /// Another of the same hash.
    next: u32,
    /// Where the whole key is in `names`.
    name: u32,
    /// The place of the field that ends here, or [`NONE`]. Other fields may go on: a multi-field is named below its field.
    place: u32,
    kind: SlotKind,
    goes_on: bool,
    /// The table of the keys below has `1 << (64 - shift)` entries and begins here; without keys it has one entry that no key equals.
    shift: u8,
    table: u32,
    factor: u64,
    /// Index of the letters with which the keys below begin.
    letters: u32,
}

/// What tells keys apart, if they are no longer than sixteen bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Signature {
    /// The first eight bytes, and the next; zeros behind the key.
    words: [u64; 2],
    len: u32,
}

const NONE: u32 = u32::MAX;

/// No key has its length: a line is shorter. It is the first entry, and so the table of those without keys.
const EMPTY: Node = Node {
    signature: Signature { words: [0; 2], len: u32::MAX },
    next: NONE,
    name: 0,
    place: NONE,
    kind: SlotKind::Str,
    goes_on: false,
    shift: 63,
    table: 0,
    factor: 0,
    letters: 0,
};

/// A node with its keys by name, while the tree is made.
#[derive(Default)]
struct Growing {
    field: Option<(u32, SlotKind)>,
    children: Vec<(String, u32)>,
}

impl Paths {
    /// The tree of the fields' names; a field's place is its index. Of equal names the last counts.
    pub(crate) fn new(fields: &[SlotField]) -> Self {
        let mut tree = vec![Growing::default()];
        for (place, field) in (0_u32..).zip(fields) {
            let mut node = 0;
            for segment in field.name.split('.') {
                let known = tree[node].children.iter().find(|(key, _)| key == segment).map(|(_, child)| *child as usize);
                node = known.unwrap_or_else(|| {
                    let child = tree.len();
                    tree[node].children.push((segment.to_owned(), child as u32));
                    tree.push(Growing::default());
                    child
                });
            }
            tree[node].field = Some((place, field.kind));
        }
        let mut paths = Self { root: EMPTY, entries: vec![EMPTY], names: Box::default(), letters: vec![Letters([0; 256])] };
        let mut names = String::new();
        // A table is made before those of the nodes that it leads to, whose entries wait for them.
        let mut entry_of: Vec<Option<usize>> = vec![None; tree.len()];
        for (number, Growing { field, children }) in tree.into_iter().enumerate() {
            let table = paths.entries.len();
            let node = match entry_of[number] {
                None => &mut paths.root,
                Some(entry) => &mut paths.entries[entry],
            };
            (node.place, node.kind) = field.unwrap_or((NONE, SlotKind::Str));
            if children.is_empty() {
                continue;
            }
            let (factor, shift) = table_of(&children);
            (node.goes_on, node.shift, node.table, node.factor) = (true, shift, table as u32, factor);
            node.letters = paths.letters.len() as u32;
            paths.letters.push(Letters::of(children.iter().map(|(key, _)| key.as_bytes())));
            paths.entries.resize(table + size(shift), EMPTY);
            for (key, child) in children {
                let signature = Signature::of(key.as_bytes(), 0, key.len());
                entry_of[child as usize] = Some(paths.add(table + signature.hash(factor, shift), signature, names.len() as u32));
                names.push_str(&key);
            }
        }
        paths.names = names.into();
        paths
    }

    /// Adds a key at an entry, or behind all tables if another is there: those that meet stand in a chain. Where it is then.
    fn add(&mut self, at: usize, signature: Signature, name: u32) -> usize {
        let behind = self.entries.len();
        let entry = &mut self.entries[at];
        if entry.signature == EMPTY.signature {
            *entry = Node { signature, name, ..EMPTY };
            return at;
        }
        let next = std::mem::replace(&mut entry.next, behind as u32);
        self.entries.push(Node { signature, name, next, ..EMPTY });
        behind
    }

    /// Where no key has been followed.
    pub(crate) fn root(&self) -> &Node {
        &self.root
    }

    /// Whether a key may lead somewhere, given where it begins in the text behind its quote: escaped or not, with dots or without.
    #[inline(always)]
    pub(crate) fn may_follow(&self, node: &Node, text: &[u8], start: usize) -> bool {
        match (self.letters.get(node.letters as usize), text.get(start..start + 2)) {
            (Some(letters), Some(two)) => letters.may_begin(two[0], two[1]),
            _ => true,
        }
    }

    /// What a key leads to from a node: a part of the text, which may hold dots.
    #[inline(always)]
    pub(crate) fn follow(&self, node: &Node, text: &[u8], start: usize, end: usize) -> Option<&Node> {
        let signature = Signature::of(text, start, end);
        match self.child(node, signature, text, start) {
            None if signature.may_have_dot() => self.follow_dotted(node, text.get(start..end)?),
            child => child,
        }
    }

    /// As [`Self::follow`], of a key that leads nowhere as a whole.
    #[inline(never)]
    fn follow_dotted(&self, node: &Node, key: &[u8]) -> Option<&Node> {
        let of = |segment: &[u8]| Signature::of(segment, 0, segment.len());
        let mut segments = key.split(|byte| *byte == b'.');
        let first = segments.next()?;
        segments.try_fold(self.child(node, of(first), first, 0)?, |node, segment| self.child(node, of(segment), segment, 0))
    }

    #[inline(always)]
    fn child(&self, node: &Node, signature: Signature, text: &[u8], start: usize) -> Option<&Node> {
        let mut entry = self.entries.get(node.table as usize + signature.hash(node.factor, node.shift))?;
        loop {
            if entry.signature == signature && (signature.len <= 16 || self.is(entry, text, start)) {
                return Some(entry);
            }
            entry = self.entries.get(entry.next as usize)?;
        }
    }

    /// Whether the text has the whole key of an entry.
    #[inline(never)]
    fn is(&self, entry: &Node, text: &[u8], start: usize) -> bool {
        let (name, len) = (entry.name as usize, entry.signature.len as usize);
        text.get(start..start + len) == self.names.as_bytes().get(name..name + len)
    }
}

impl Node {
    /// The field that ends here: its place and kind.
    #[inline(always)]
    pub(crate) fn field(&self) -> Option<(u32, SlotKind)> {
        (self.place != NONE).then_some((self.place, self.kind))
    }

    /// Whether fields go on below.
    #[inline(always)]
    pub(crate) fn goes_on(&self) -> bool {
        self.goes_on
    }
}

impl Letters {
    /// A key begins with it.
    const FIRST: u8 = 1;
    /// As with [`Self::FIRST`], whatever follows.
    const ALONE: u8 = 2;
    /// It is the second of a key.
    const SECOND: u8 = 4;

    fn of<'k>(keys: impl Iterator<Item = &'k [u8]>) -> Self {
        let mut letters = [0; 256];
        // An escape may mean any letter.
        letters[usize::from(b'\\')] |= Self::ALONE | Self::SECOND;
        for key in keys {
            // What may stand behind a key: its quote, or a dot and another.
            let mut bytes = key.iter().map(std::slice::from_ref).chain([&b"\"."[..]]);
            match (key.len(), bytes.next(), bytes.next()) {
                (1.., Some(first), Some(second)) => {
                    first.iter().for_each(|byte| letters[usize::from(*byte)] |= Self::FIRST);
                    second.iter().for_each(|byte| letters[usize::from(*byte)] |= Self::SECOND);
                }
                (_, ends, _) => ends.into_iter().flatten().for_each(|byte| letters[usize::from(*byte)] |= Self::ALONE),
            }
        }
        Self(letters)
    }

    #[inline(always)]
    fn may_begin(&self, first: u8, second: u8) -> bool {
        let (first, second) = (self.0[usize::from(first)], self.0[usize::from(second)]);
        first & (second >> 2 | Self::ALONE) != 0
    }
}

impl Signature {
    /// Of a part of a text.
    #[inline(always)]
    fn of(text: &[u8], start: usize, end: usize) -> Self {
        // For each length, which bits of the two words are the key's.
        const MASKS: [[u64; 2]; 17] = {
            let mut masks = [[0; 2]; 17];
            let mut len = 1;
            while len <= 16 {
                let [first, second] = masks[len - 1];
                masks[len] = if len <= 8 { [first << 8 | 0xff, 0] } else { [first, second << 8 | 0xff] };
                len += 1;
            }
            masks
        };
        let len = end - start;
        // Bytes behind the key are read and cut off.
        let bytes: [u8; 16] = match text.get(start..start + 16).and_then(|bytes| bytes.try_into().ok()) {
            Some(bytes) => bytes,
            None => padded(text.get(start..).unwrap_or_default()),
        };
        let words = bytes.as_chunks().0;
        let mask = MASKS[len.min(16)];
        Self { words: [u64::from_le_bytes(words[0]) & mask[0], u64::from_le_bytes(words[1]) & mask[1]], len: len as u32 }
    }

    #[inline(always)]
    fn hash(self, factor: u64, shift: u8) -> usize {
        let [first, second] = self.words;
        ((first ^ second.rotate_left(27)).wrapping_mul(factor) >> (shift & 63)) as usize
    }

    /// Whether there may be a dot in the key: not seen behind sixteen bytes.
    #[inline(always)]
    fn may_have_dot(self) -> bool {
        const ONES: u64 = u64::MAX / 0xff;
        // The highest bit of a byte, if it is a dot, or if a byte below is one.
        let dots = |word: u64| {
            let difference = word ^ (ONES * b'.' as u64);
            difference.wrapping_sub(ONES) & !difference
        };
        let [first, second] = self.words;
        self.len > 16 || (dots(first) | dots(second)) & (ONES << 7) != 0
    }
}

/// The last bytes of a text, with zeros behind.
#[cold]
fn padded(rest: &[u8]) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    bytes
}

/// Entries of a table.
fn size(shift: u8) -> usize {
    1 << (64 - shift)
}

/// The factor and the shift with which the fewest of the keys meet, and the smallest such table: none, if they can be told apart.
fn table_of(children: &[(String, u32)]) -> (u64, u8) {
    let signatures: Vec<Signature> = children.iter().map(|(key, _)| Signature::of(key.as_bytes(), 0, key.len())).collect();
    let smallest = 64 - (2 * children.len()).next_power_of_two().trailing_zeros() as u8;
    let mut best = (usize::MAX, 0, 0);
    let mut factor = 0x9e37_79b9_7f4a_7c15_u64;
    for shift in (smallest.saturating_sub(3)..=smallest).rev() {
        for _ in 0..64 {
            factor = factor.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(0x1405_7b7e_f767_814f);
            let mut used = vec![false; size(shift)];
            let meet = signatures.iter().filter(|key| std::mem::replace(&mut used[key.hash(factor | 1, shift)], true)).count();
            if meet < best.0 {
                best = (meet, factor | 1, shift);
            }
            if meet == 0 {
                return (best.1, best.2);
            }
        }
    }
    (best.1, best.2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(names: &[&'static str]) -> Paths {
        Paths::new(&names.iter().map(|name| SlotField::new(name, SlotKind::Str)).collect::<Vec<_>>())
    }

    fn place(paths: &Paths, keys: &[&str]) -> Option<Option<u32>> {
        let node = keys.iter().try_fold(paths.root(), |node, key| {
            // In the middle of a text and at its end: read in one piece, and byte by byte.
            let text = format!("\"{key}\":\"value, and more\"");
            let found = paths.follow(node, text.as_bytes(), 1, 1 + key.len());
            assert!(found.is_none() || paths.may_follow(node, text.as_bytes(), 1), "{key}");
            let alone = paths.follow(node, key.as_bytes(), 0, key.len());
            assert_eq!(alone.map(|node| node.field()), found.map(|node| node.field()), "{key}");
            found
        });
        node.map(|node| node.field().map(|(place, _)| place))
    }

    #[test]
    fn keys_lead_to_places_in_steps_of_any_length() {
        let paths = paths(&["process.parent.name", "process.name", "process.name.caseless", "@timestamp"]);
        let place = |keys: &[&str]| place(&paths, keys);
        assert_eq!(place(&["process", "parent", "name"]), Some(Some(0)));
        assert_eq!(place(&["process.parent", "name"]), Some(Some(0)));
        assert_eq!(place(&["process", "parent.name"]), Some(Some(0)));
        assert_eq!(place(&["process.name"]), Some(Some(1)));
        assert_eq!(place(&["process.name.caseless"]), Some(Some(2)));
        assert_eq!(place(&["@timestamp"]), Some(Some(3)));
        assert_eq!(place(&["process"]), Some(None));
        for keys in [
            &["proces"][..],
            &["process", "names"],
            &["process..name"],
            &[".process"],
            &["process."],
            &[""],
            &["@timestamp", "x"],
        ] {
            assert_eq!(place(keys), None, "{keys:?}");
        }
    }

    #[test]
    fn keys_of_any_length_and_likeness_are_told_apart() {
        // Those behind sixteen bytes differ in the middle alone, so all of them meet.
        let mut names: Vec<String> = (0..200).map(|number| format!("beginning_{number:03}_the_end")).collect();
        names.extend((0..40).map(|len| "x".repeat(len + 1)));
        names.extend((0..500).map(|number| format!("k{number}")));
        names.extend(["", "a..b", "."].map(str::to_owned));
        let names: Vec<&'static str> = names.into_iter().map(|name| &*name.leak()).collect();
        let paths = paths(&names);
        for (number, name) in names.into_iter().enumerate() {
            assert_eq!(place(&paths, &[name]), Some(Some(number as u32)), "{name}");
        }
        assert!(paths.may_follow(paths.root(), b"\\u0062", 0) && paths.may_follow(paths.root(), b"b\\u0065", 0));
        assert!(!paths.may_follow(paths.root(), b"q1", 0) && !paths.may_follow(paths.root(), b"bb", 0));
        for other in ["beginning_200_the_end", "beginning_1x0_the_end", "k500", "k0\0", "x\0", &"x".repeat(41)] {
            assert_eq!(place(&paths, &[other]), None, "{other}");
        }
    }
}
