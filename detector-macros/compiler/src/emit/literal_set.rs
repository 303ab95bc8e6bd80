//! Long lists of literals → the tables of the runtime's `pattern::LiteralSet`.
//!
//! A hash splits the literals into small buckets; for each bucket, largest first, a displacement is searched that moves
//! its literals to free slots ("hash, displace"). Where none is found, another seed is tried, and now and then a larger
//! table. The runtime computes the same hash; a test of both holds them together.

use std::collections::BTreeSet;

/// The contents of a `LiteralSet`, field by field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<'a> {
    /// Bytes of the shortest literal.
    pub min: usize,
    /// Bytes of the longest literal.
    pub max: usize,
    /// Of the hash.
    pub seed: u64,
    /// By bucket.
    pub displacements: Vec<u16>,
    /// The literals in their slots, with empty texts between them.
    pub slots: Vec<&'a str>,
}

/// The table of these literals; in lower case, if it is to be asked without regard to ASCII case.
///
/// Equal literals count once. The same literals make the same table, in whatever order they come.
pub fn build<'a>(literals: impl IntoIterator<Item = &'a str>) -> Table<'a> {
    let literals: BTreeSet<&str> = literals.into_iter().collect();
    let mut seed = 0;
    loop {
        // About 80 percent full at most, and twice as large after every 64 seeds: it ends, as distinct texts have
        // distinct hashes under all but a few seeds.
        let slots = (literals.len() + literals.len() / 4 + 1).next_power_of_two() << (seed / 64);
        if let Some(table) = place(&literals, seed, slots) {
            return table;
        }
        seed += 1;
    }
}

/// The table with this seed and as many slots, if every bucket finds its place.
fn place<'a>(literals: &BTreeSet<&'a str>, seed: u64, slot_count: usize) -> Option<Table<'a>> {
    let bucket_count = (literals.len() / 4).next_power_of_two();
    let mut buckets: Vec<Vec<(u64, &str)>> = vec![Vec::new(); bucket_count];
    for literal in literals {
        let hash = hash(literal.as_bytes(), seed);
        buckets[(hash >> 48) as usize & (bucket_count - 1)].push((hash, *literal));
    }
    let mut order: Vec<usize> = (0..bucket_count).filter(|bucket| !buckets[*bucket].is_empty()).collect();
    order.sort_by_key(|bucket| std::cmp::Reverse(buckets[*bucket].len()));

    let mut slots: Vec<Option<&str>> = vec![None; slot_count];
    let mut displacements = vec![0; bucket_count];
    for bucket in order {
        let (displacement, places) = displace(&buckets[bucket], &slots)?;
        displacements[bucket] = displacement;
        for (place, (_, literal)) in places.into_iter().zip(&buckets[bucket]) {
            slots[place] = Some(literal);
        }
    }
    Some(Table {
        min: literals.iter().map(|literal| literal.len()).min().unwrap_or(usize::MAX),
        max: literals.iter().map(|literal| literal.len()).max().unwrap_or(0),
        seed,
        displacements,
        slots: slots.into_iter().map(Option::unwrap_or_default).collect(),
    })
}

/// The first displacement that moves a bucket's literals to free slots, all different, and these slots.
fn displace(bucket: &[(u64, &str)], slots: &[Option<&str>]) -> Option<(u16, Vec<usize>)> {
    // Displacements are multiplied modulo the number of slots, so more than these only repeat.
    let displacements = u16::try_from(slots.len() - 1).unwrap_or(u16::MAX);
    (0..=displacements).find_map(|displacement| {
        let mut places = Vec::with_capacity(bucket.len());
        for (hash, _) in bucket {
            let place = slot(*hash, displacement) as usize & (slots.len() - 1);
            if slots[place].is_some() || places.contains(&place) {
                return None;
            }
            places.push(place);
        }
        Some((displacement, places))
    })
}

/// The low bits are the slot.
fn slot(hash: u64, displacement: u16) -> u64 {
    hash.wrapping_add(u64::from(displacement).wrapping_mul(hash >> 32 | 1))
}

/// INVARIANT: the hash of the runtime's `pattern::LiteralSet`.
fn hash(bytes: &[u8], seed: u64) -> u64 {
    let mut state = mix(seed ^ bytes.len() as u64);
    let (words, rest) = bytes.as_chunks::<8>();
    for word in words {
        state = mix(state ^ u64::from_le_bytes(*word));
    }
    let last = match bytes.last_chunk::<8>() {
        Some(last) => u64::from_le_bytes(*last),
        None => rest.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)),
    };
    mix(state ^ last)
}

/// The two halves of a product, one folded onto the other.
fn mix(word: u64) -> u64 {
    let product = u128::from(word) * 0x9e37_79b9_7f4a_7c15;
    product as u64 ^ (product >> 64) as u64
}
