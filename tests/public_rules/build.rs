//! The public rules → rule files: all of them for matchers of their own, and random ones for small sets, each set in the next larger.

#![allow(clippy::expect_used, clippy::panic, reason = "a build script stops where it cannot go on")]

#[path = "../corpus/build/corpus.rs"]
#[allow(dead_code, reason = "shared with the crate of the corpus")]
mod corpus;
#[path = "../corpus/build/files.rs"]
mod files;
#[path = "../corpus/build/synthetic.rs"]
mod synthetic;

use detector_compiler::attack::Attack;
use detector_compiler::ir::Body;
use detector_compiler::schema::Schema;
use detector_compiler::source::{Source, SourceId};
use detector_compiler::{Options, check_file};
use files::{emptied, shared, workspace, write};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// Of the random choice.
const SEED: u64 = 0xe91;
const SETS: [usize; 3] = [1, 10, 100];
/// Rules to a module.
const MODULE: usize = 70;

fn main() {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    println!("cargo::rerun-if-changed=../corpus/build");
    corpus::generate(&shared(&workspace("../.."), "DETECTORS_CORPUS", "corpus"), &out);
    let mut rules = Vec::new();
    rule_files(&out.join("rules"), &mut rules);
    rules.sort();
    write(&out.join("alone.rs"), &alone(&out, &rules));
    let mut shuffled = rules;
    shuffled.sort_by_key(|rule| hash(rule.strip_prefix(&out).unwrap_or(rule).to_string_lossy().as_bytes()));
    let mut code = String::new();
    for size in SETS {
        let folder = emptied(out.join(format!("set_{size}")));
        for (number, rule) in shuffled.iter().take(size).enumerate() {
            std::fs::copy(rule, folder.join(format!("{number:04}.yml"))).expect("OUT_DIR can be written");
        }
        let _ = write!(
            code,
            "/// Random public rules.\n#[derive(detectors::RuleSet)]\n#[rule_set(rules = \"set_{size}/*.yml\")]\npub struct Set{size};\n"
        );
    }
    write(&out.join("sets.rs"), &code);
    detectors_build::watch_all(["rules".to_owned()].into_iter().chain(SETS.map(|size| format!("set_{size}"))).map(|name| out.join(name)));
}

/// A matcher for each rule, and a struct of all of them.
fn alone(out: &Path, rules: &[PathBuf]) -> String {
    let (mut code, mut fields, mut new, mut observe) = (String::new(), String::new(), String::new(), String::new());
    for (module, rules) in rules.chunks(MODULE).enumerate() {
        let _ = writeln!(code, "mod part_{module} {{");
        for (number, rule) in rules.iter().enumerate() {
            let path = rule.strip_prefix(out).unwrap_or(rule).display().to_string();
            let _ = writeln!(code, "#[derive(detectors::Detector)]\n#[detector(rule = {path:?})]\npub(super) struct Rule{number};");
            let capacity = if has_state(rule) { "<ALONE>" } else { "" };
            let _ = writeln!(fields, "m{module}_{number}: part_{module}::Rule{number}Matcher{capacity},");
            let _ = writeln!(new, "m{module}_{number}: part_{module}::Rule{number}::matcher(),");
            let _ = writeln!(observe, "self.m{module}_{number}.observe(event, &mut *sink);");
        }
        let _ = writeln!(code, "}}");
    }
    let _ = write!(
        code,
        "/// Each rule's own matcher.\npub struct Alone {{\n{fields}}}\n\nimpl Alone {{\n\
         /// Matchers that have seen nothing.\npub fn new() -> Self {{\nSelf {{\n{new}}}\n}}\n\n\
         /// Judges an event by one after the other.\n\
         pub fn observe<E: detectors::Event>(&mut self, event: &E, sink: &mut dyn FnMut(&detectors::Alert<'_>)) {{\n{observe}}}\n}}\n"
    );
    code
}

/// Whether events wait for each other.
fn has_state(rule: &Path) -> bool {
    let text = std::fs::read_to_string(rule).expect("the file has been written");
    let source = Source::new(rule.display().to_string(), text);
    let checked = check_file(&source, SourceId(0), &Schema::default(), Attack::builtin(), Options::default());
    checked.rule.is_some_and(|rule| !matches!(rule.query.body, Body::Event(_)))
}

fn rule_files(folder: &Path, files: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("the folder has been written");
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() { rule_files(&path, files) } else { files.push(path) }
    }
}

/// FNV-1a, mixed: only for an order that is nobody's choice.
fn hash(bytes: &[u8]) -> u64 {
    let hash = bytes.iter().fold(SEED ^ 0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x100_0000_01b3));
    (hash ^ hash >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9)
}
