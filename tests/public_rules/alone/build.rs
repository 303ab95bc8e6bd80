//! The public rules → the part of a package (`a` to `d`), a matcher for each.

#![allow(clippy::expect_used, clippy::panic, reason = "a build script stops where it cannot go on")]

#[path = "../../corpus/build/corpus.rs"]
#[allow(dead_code, reason = "shared with the crate of the corpus")]
mod corpus;
#[path = "../../corpus/build/files.rs"]
mod files;
#[path = "../build/order.rs"]
mod order;
#[path = "../../corpus/build/synthetic.rs"]
mod synthetic;

use detector_compiler::attack::Attack;
use detector_compiler::ir::{Body, Predicate};
use detector_compiler::schema::Schema;
use detector_compiler::source::{Source, SourceId};
use detector_compiler::{CompiledRule, Options, check_file};
use files::{shared, workspace, write};
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// How many packages share the rules.
const PARTS: usize = 4;

fn main() {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    println!("cargo::rerun-if-changed=../build.rs");
    println!("cargo::rerun-if-changed=../../build");
    println!("cargo::rerun-if-changed=../../../corpus/build");
    corpus::generate(&shared(&workspace("../../../.."), "DETECTORS_CORPUS", "corpus"), &out);
    let rules = order::shuffled(&out.join("rules"));
    let package = std::env::var("CARGO_PKG_NAME").expect("cargo sets CARGO_PKG_NAME");
    let part = package.bytes().next_back().map_or(0, |letter| usize::from(letter.saturating_sub(b'a')));
    let size = rules.len().div_ceil(PARTS);
    let mine: Vec<PathBuf> = rules.into_iter().skip(part * size).take(size).collect();
    write(&out.join("alone.rs"), &alone(&out, &mine));
}

/// A matcher for each rule, and a struct of all of them.
fn alone(out: &Path, rules: &[PathBuf]) -> String {
    let (mut code, mut fields, mut new, mut observe) = (String::new(), String::new(), String::new(), String::new());
    let mut first = String::new();
    for (number, file) in rules.iter().enumerate() {
        let path = file.strip_prefix(out).unwrap_or(file).display().to_string();
        let parameters = if has_state(file) { "<{ super::CAPACITY }>" } else { "" };
        // A function each: one with a thousand matchers in it takes the optimiser far longer than a thousand of one.
        let _ = write!(
            code,
            "mod r{number} {{\n\
             #[derive(detectors::Detector)]\n#[detector(rule = {path:?})]\npub(super) struct Rule;\n\
             pub(super) type Matcher = RuleMatcher{parameters};\n\
             pub(super) const NEW: Matcher = Rule::matcher();\n\
             #[inline(never)]\n\
             pub(super) fn observe(matcher: &mut Matcher, event: &super::Event<'_>, sink: super::Sink<'_>) {{\n\
             matcher.observe(event, sink);\n}}\n}}\n"
        );
        let _ = writeln!(fields, "m{number}: r{number}::Matcher,");
        let _ = writeln!(new, "m{number}: r{number}::NEW,");
        let _ = writeln!(observe, "r{number}::observe(&mut self.m{number}, event, sink);");
    }
    for size in order::SETS {
        // All of them, where they are fewer.
        let some: String = observe.split_inclusive('\n').take(size).collect();
        let _ = write!(
            first,
            "/// Judges an event by the first so many, one after the other.\n\
             pub fn observe_{size}(&mut self, event: &Event<'_>, sink: Sink<'_>) {{\n{some}}}\n"
        );
    }
    let _ = write!(
        code,
        "/// Each rule's own matcher.\npub struct Alone {{\n{fields}}}\n\n\
         impl Alone {{\n\
         /// Matchers that have seen nothing.\npub const fn new() -> Self {{\nSelf {{\n{new}}}\n}}\n\n\
         /// Judges an event by one after the other.\n\
         pub fn observe(&mut self, event: &Event<'_>, sink: Sink<'_>) {{\n{observe}}}\n\n{first}}}\n"
    );
    code
}

/// Whether the matcher of a rule has room for events or processes.
fn has_state(file: &Path) -> bool {
    let text = std::fs::read_to_string(file).expect("the file has been written");
    let source = Source::new(file.display().to_string(), text);
    let checked = check_file(&source, SourceId(0), &Schema::default(), Attack::builtin(), Options::default());
    checked.rule.is_some_and(|CompiledRule { query, .. }| match &query.body {
        Body::Event(query) => asks_ancestors(&query.condition),
        Body::Sequence(_) | Body::Sample(_) => true,
    })
}

fn asks_ancestors(condition: &Predicate) -> bool {
    !condition.lineages().is_empty()
}
