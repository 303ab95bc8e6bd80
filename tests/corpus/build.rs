//! Makes rule files of the public rules, for the derives of this crate: the corpus, queries with known answers, converted Sigma rules.
//!
//! The corpus is the folder that `DETECTORS_CORPUS` names, or `corpus` of the shared data beside the workspace; the others are in that
//! which `DETECTORS_EVENTS` names, or `events` there. Without them the rules are made up: see `build/synthetic.rs`.

#![allow(clippy::expect_used, clippy::panic, reason = "a build script stops where it cannot go on")]

#[path = "build/corpus.rs"]
mod corpus;
#[path = "build/files.rs"]
mod files;
#[path = "build/queries.rs"]
mod queries;
#[path = "src/rule_file.rs"]
#[allow(unreachable_pub, reason = "shared with the tests")]
mod rule_file;
#[path = "build/synthetic.rs"]
mod synthetic;

use files::{shared, workspace, write};
use std::path::PathBuf;

/// Derives stand in files of OUT_DIR, since patterns are relative to the file that has them.
const CORPUS: &str = r#"
/// The public rules.
#[derive(detectors::RuleSet)]
#[rule_set(rules = "rules/**/*.yml")]
pub struct Corpus;
"#;
const QUERY_CASES: &str = r#"
/// Queries with known answers; their ids are their numbers.
#[derive(detectors::RuleSet)]
#[rule_set(rules = "query_cases/*.yml")]
struct QueryCases;
"#;
const SIGMA: &str = r#"
/// Converted Sigma rules, by the ids that they have there.
#[derive(detectors::RuleSet)]
#[rule_set(rules = "sigma/*.yml", schema = "sigma_fields.tsv")]
struct Sigma;
"#;

fn main() {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let workspace = workspace("../..");
    let (corpus, events) = (shared(&workspace, "DETECTORS_CORPUS", "corpus"), shared(&workspace, "DETECTORS_EVENTS", "events"));
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=src/rule_file.rs");
    let kept = corpus::generate(&corpus, &out);
    queries::generate(&events, &out);
    let mut constants = kept.as_rust(&corpus);
    constants += "/// The table of the fields that the converted Sigma rules use beside the built-in ones.\n";
    constants += "pub const SIGMA_FIELDS: &str = include_str!(concat!(env!(\"OUT_DIR\"), \"/sigma_fields.tsv\"));\n";
    constants +=
        &format!("/// The folder of the rule files.\npub const RULES: &str = {:?};\n", out.join("rules").display().to_string());
    write(&out.join("rules.rs"), &constants);
    for (name, code) in [("corpus.rs", CORPUS), ("query_cases.rs", QUERY_CASES), ("sigma.rs", SIGMA)] {
        write(&out.join(name), code);
    }
    // Also says where the rules are that the derives find.
    detectors_build::watch_all(["rules", "query_cases", "sigma"].map(|folder| out.join(folder)));
}
