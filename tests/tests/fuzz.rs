//! A short run of the fuzz targets, the same in every test: damaged rule files and events.
//!
//! `DETECTORS_ROUNDS=100` makes it a hundred times as long. `tests/fuzz` has the same targets for `cargo fuzz`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it cannot go on")]

use detector_tests::fuzz;
use detector_tests::random::Random;
use std::path::{Path, PathBuf};

/// Files below a folder with the ending, in order.
fn seeds(folder: &str, ending: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.to_string_lossy().ends_with(ending));
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// A seed that has been cut, spliced and overwritten in a few places.
fn damaged(random: &mut Random, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = random.pick(seeds).clone();
    for _ in 0..1 + random.below(4) {
        let at = random.below(bytes.len() + 1);
        let end = at + random.below(bytes.len() - at + 1).min(40);
        let other = random.pick(seeds);
        let from = random.below(other.len() + 1);
        let piece = &other[from..other.len().min(from + random.below(40))];
        match random.below(4) {
            0 => drop(bytes.drain(at..end)),
            1 => drop(bytes.splice(at..at, piece.iter().copied())),
            2 => drop(bytes.splice(at..end, piece.iter().copied())),
            _ => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte = random.below(256) as u8),
        }
    }
    bytes
}

fn run(rounds: u64, seeds: &[Vec<u8>], target: fn(&[u8])) {
    assert!(!seeds.is_empty(), "nothing to begin with");
    seeds.iter().for_each(|seed| target(seed));
    let factor = std::env::var("DETECTORS_ROUNDS").ok().and_then(|text| text.parse::<u64>().ok()).unwrap_or(1);
    for seed in 0..rounds * factor {
        target(&damaged(&mut Random::new(seed), seeds));
    }
}

#[test]
fn any_bytes_can_be_compiled() {
    let mut rules = seeds("ui/rules", ".yml");
    rules.extend(seeds("../rules/linux/execution", ".yml"));
    run(400, &rules, fuzz::compile);
}

#[test]
fn any_bytes_can_be_decoded() {
    let logs = [seeds("events", "reverse_shell.ndjson"), seeds("events", "bad_lines.ndjson")].concat();
    let lines: Vec<Vec<u8>> = logs.iter().flat_map(|log| log.split(|byte| *byte == b'\n').map(<[u8]>::to_vec)).collect();
    run(30_000, &lines, fuzz::decode);
}
