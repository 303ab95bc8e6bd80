//! Which rules the small sets have: a random order of all of them, so that each set is part of the next larger.

use std::path::{Path, PathBuf};

/// Of the random order.
const SEED: u64 = 0xe91;

/// Sizes of the small sets: the first rules of the order.
pub(crate) const SETS: [usize; 3] = [1, 10, 100];

/// The rule files of a folder in random order, the same each time.
pub(crate) fn shuffled(folder: &Path) -> Vec<PathBuf> {
    let mut rules = Vec::new();
    rule_files(folder, &mut rules);
    rules.sort_by_key(|rule| hash(rule.strip_prefix(folder).unwrap_or(rule).to_string_lossy().as_bytes()));
    rules
}

fn rule_files(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("the folder has been written");
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() { rule_files(&path, files) } else { files.push(path) }
    }
}

/// FNV-1a, mixed: only for an order that is nobody's choice.
fn hash(bytes: &[u8]) -> u64 {
    let hash =
        bytes.iter().fold(SEED ^ 0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
    (hash ^ hash >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}
