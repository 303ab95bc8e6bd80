//! The public rules → sets of a few of them, and a struct of the fields that all of them read, for serde.

#![allow(clippy::expect_used, clippy::panic, reason = "a build script stops where it cannot go on")]

#[path = "../corpus/build/corpus.rs"]
#[allow(dead_code, reason = "shared with the crate of the corpus")]
mod corpus;
#[path = "build/document.rs"]
mod document;
#[path = "../corpus/build/files.rs"]
mod files;
#[path = "build/order.rs"]
mod order;
#[path = "../corpus/build/synthetic.rs"]
mod synthetic;

use detector_compiler::attack::Attack;
use detector_compiler::schema::Schema;
use detector_compiler::source::{Source, SourceId};
use detector_compiler::{CompiledRule, Options, check_file, emit};
use files::{emptied, shared, workspace, write};
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn main() {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=../corpus/build");
    corpus::generate(&shared(&workspace("../.."), "DETECTORS_CORPUS", "corpus"), &out);
    let rules = order::shuffled(&out.join("rules"));
    let mut code = String::new();
    for size in order::SETS {
        let folder = emptied(out.join(format!("set_{size}")));
        for (number, rule) in rules.iter().take(size).enumerate() {
            std::fs::copy(rule, folder.join(format!("{number:04}.yml"))).expect("OUT_DIR can be written");
        }
        let _ = write!(
            code,
            "/// Random public rules.\n#[derive(detectors::RuleSet)]\n#[rule_set(rules = \"set_{size}/*.yml\")]\npub struct Set{size};\n"
        );
    }
    write(&out.join("sets.rs"), &code);
    let compiled: Vec<CompiledRule> = rules.iter().filter_map(|rule| compiled(rule)).collect();
    let fields = emit::fields(&compiled);
    write(&out.join("document.rs"), &document::objects(fields.values().map(|(name, _)| name.as_str())));
    // Position-independent code has 24 bytes of relocation for each pointer in a table, unless the linker packs them.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo::rustc-link-arg-bins=-Wl,-z,pack-relative-relocs");
    }
    detectors_build::watch_all(order::SETS.map(|size| out.join(format!("set_{size}"))));
}

fn compiled(file: &Path) -> Option<CompiledRule> {
    let text = std::fs::read_to_string(file).expect("the file has been written");
    let source = Source::new(file.display().to_string(), text);
    check_file(&source, SourceId(0), &Schema::default(), Attack::builtin(), Options::default()).rule
}
