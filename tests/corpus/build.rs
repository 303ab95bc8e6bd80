//! Makes rule files of the public rules, for the derives of this crate: the corpus, queries with known answers, converted Sigma rules.
//!
//! The corpus is the folder that `DETECTORS_CORPUS` names, or `corpus` of the shared data beside the workspace; the others are in that
//! which `DETECTORS_EVENTS` names, or `events` there. Without them the rules are made up: see `build/synthetic.rs`.

#![allow(clippy::expect_used, clippy::panic, reason = "a build script stops where it cannot go on")]

#[path = "build/corpus.rs"]
mod corpus;
#[path = "build/queries.rs"]
mod queries;
#[path = "src/rule_file.rs"]
#[allow(unreachable_pub, reason = "shared with the tests")]
mod rule_file;
#[path = "build/synthetic.rs"]
mod synthetic;

use detector_compiler::attack::Attack;
use detector_compiler::diagnostics::{Diagnostic, Severity};
use detector_compiler::schema::Schema;
use detector_compiler::source::{Source, SourceId};
use detector_compiler::{Options, check_file};
use std::path::{Path, PathBuf};

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
    let (corpus, events) = (shared("DETECTORS_CORPUS", "corpus"), shared("DETECTORS_EVENTS", "events"));
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

fn shared(variable: &str, name: &str) -> PathBuf {
    println!("cargo::rerun-if-env-changed={variable}");
    let package = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    // A relative path is meant from the workspace, where cargo is called.
    let workspace = package.join("../..");
    let folder =
        std::env::var_os(variable).map_or_else(|| workspace.join("../shared").join(name), |folder| workspace.join(folder));
    if folder.is_dir() {
        println!("cargo::rerun-if-changed={}", folder.display());
    }
    folder
}

/// An empty folder, whatever was there before.
fn emptied(folder: PathBuf) -> PathBuf {
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("OUT_DIR can be written");
    }
    std::fs::create_dir_all(&folder).expect("OUT_DIR can be written");
    folder
}

fn write(path: &Path, text: &str) {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).expect("OUT_DIR can be written");
    }
    std::fs::write(path, text).expect("OUT_DIR can be written");
}

/// What keeps a rule file from being compiled.
fn errors(name: &str, text: &str, schema: &Schema) -> Vec<Diagnostic> {
    let source = Source::new(name, text);
    let checked = check_file(&source, SourceId(0), schema, Attack::builtin(), Options::default());
    checked.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).cloned().collect()
}
