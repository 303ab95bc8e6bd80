//! The public rules compile, but for those of which it is known why not.

#![allow(clippy::panic, reason = "a test stops where it cannot go on")]

use detector_corpus::{COMPILED, CORPUS, Corpus, MISPLACED, REFUSED};
use detector_tests::shared;
use detectors::{Layout, RuleSet};
use std::path::Path;

/// Of the public rules of commit 14cf530: references to MITRE ATT&CK that are wrong in version 18 and in 19.
const KNOWN: [(&str, &str); 3] = [
    // T1218 is called System Binary Proxy Execution since version 10.
    ("rules/_deprecated/defense_evasion_mshta_making_network_connections.yml", "Signed Binary Proxy Execution"),
    // T1547.011, Plist Modification, was withdrawn with version 11; T1647 has taken its place.
    ("rules/macos/persistence_hidden_plist_filename.yml", "T1547.011"),
    ("rules/macos/persistence_suspicious_launch_agent_or_launch_daemon.yml", "T1547.011"),
];

#[test]
fn every_rule_of_the_corpus_is_compiled() {
    println!("{CORPUS}: {COMPILED} rules compiled");
    for (file, error) in MISPLACED {
        println!("compiled without its place in ATT&CK: {file}: {error}");
    }
    for (file, error) in REFUSED {
        println!("not compiled: {file}: {error}");
    }
    assert_eq!(Corpus::RULES.len(), COMPILED, "each rule file is one rule of the set");
    if std::env::var_os("DETECTORS_CORPUS").is_some() {
        // Of other rules nothing is known beforehand.
        return;
    }
    if !Path::new(CORPUS).is_dir() {
        return shared::skipped("the public rules");
    }
    assert_eq!(REFUSED, &[], "rules that do not compile");
    assert_eq!(COMPILED, 1_081);
    assert_eq!(MISPLACED.len(), KNOWN.len(), "{MISPLACED:#?}");
    for ((file, error), (known, says)) in MISPLACED.iter().zip(KNOWN) {
        assert!(file.ends_with(known) && error.contains(says), "{file}: {error}");
    }
}

/// The bench of decoding, which does not wait for this crate to be built, has a list of them.
#[test]
fn the_fields_of_the_bench_are_those_that_the_rules_read() {
    if std::env::var_os("DETECTORS_CORPUS").is_some() || !Path::new(CORPUS).is_dir() {
        return shared::skipped("the public rules");
    }
    let mut rows: Vec<String> = Corpus::FIELDS.iter().map(|field| format!("{}\t{:?}\n", field.name, field.kind)).collect();
    rows.sort();
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("../benches/baselines/public_fields.tsv");
    let (rows, listed) = (rows.concat(), std::fs::read_to_string(&list).unwrap_or_default());
    if std::env::var_os("UPDATE_EXPECT").is_some() && rows != listed {
        return std::fs::write(&list, rows).unwrap_or_else(|error| panic!("{}: {error}", list.display()));
    }
    assert_eq!(rows, listed, "UPDATE_EXPECT=1 renews {}", list.display());
}
