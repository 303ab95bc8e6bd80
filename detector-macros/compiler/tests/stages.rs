//! One rule after another through the compiler, and what each stage makes of it.
//!
//! A folder of `stages/` is a case: `rule.yml` goes in, and perhaps `schema.yml` with fields of its own. The other files are
//! goldens: `diagnostics.txt` (where there are any), `rule.txt`, `ast.eql`, `ir.txt`, `optimized.txt` and `rust.rs`.
//! `UPDATE_EXPECT=1` renews them.

#![allow(clippy::panic, clippy::expect_used, reason = "a test stops where its data is not what it should be")]

use std::path::{Path, PathBuf};

use detector_compiler::diagnostics::Diagnostics;
use detector_compiler::diagnostics::render::{Style, render_all};
use detector_compiler::schema::{Schema, custom};
use detector_compiler::source::{Source, SourceId};
use detector_compiler::{Options, compile, emit, eql, resolve, rule, schema_of};
use expect_test::expect_file;
use quote::{format_ident, quote};

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn check(folder: &Path, rule_file: &Path) {
    let schema = match std::fs::read_to_string(folder.join("schema.yml")) {
        Ok(text) => custom::parse(&Source::new("schema.yml", text), SourceId(0), &mut Diagnostics::new()).expect("a schema"),
        Err(_) => Schema::default(),
    };
    let sources = [Source::new("rule.yml", read(rule_file))];
    let golden = |name: &str, text: &str| expect_file![folder.join(name)].assert_eq(text);

    let mut diagnostics = Diagnostics::new();
    let file = rule::parse(&sources[0], SourceId(0), &mut diagnostics).expect("the file is a rule");
    golden("rule.txt", &file.to_string());
    let ast = eql::parse(&file.query, file.dialect, &mut diagnostics);
    golden("ast.eql", &format!("{ast}\n"));

    let compiled = compile(&sources, &schema, Options::default());
    let rendered = render_all(&compiled.diagnostics, &sources, Style::Plain);
    if !rendered.is_empty() {
        golden("diagnostics.txt", &format!("{rendered}\n"));
    }
    let [rule] = compiled.rules.as_slice() else { panic!("{rendered}") };
    let schema = schema_of(&rule.file, &schema);
    let resolved = resolve::query(&ast, &schema, &mut diagnostics).expect("it has a meaning");
    golden("ir.txt", &resolved.to_string());
    golden("optimized.txt", &rule.query.to_string());

    let target = emit::Target {
        ident: format_ident!("Example"),
        visibility: quote!(pub),
        krate: quote!(::detectors),
        events: Vec::new(),
        track: quote!(),
        // One case has them; elsewhere they would be much and say little.
        tests: if folder.ends_with("test_cases") { sources.to_vec() } else { Vec::new() },
        frequencies: None,
    };
    let tokens = emit::detector(&target, rule);
    let file = syn::parse2(tokens.clone()).unwrap_or_else(|error| panic!("{error}: {tokens}"));
    golden("rust.rs", &prettyplease::unparse(&file));
}

#[test]
fn every_stage_of_the_cases_is_as_before() {
    let stages = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stages");
    let mut folders: Vec<PathBuf> =
        std::fs::read_dir(&stages).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    folders.sort();
    assert!(folders.len() >= 8, "{folders:?}");
    for folder in folders.iter().filter(|folder| folder.join("rule.yml").exists()) {
        check(folder, &folder.join("rule.yml"));
    }
}

#[test]
fn every_stage_of_the_first_shipped_rule_is_as_before() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let rule = package.join("../../rules/linux/execution/reverse_shell_via_suspicious_child_process.yml");
    // A published package has no rules beside it.
    if rule.exists() {
        check(&package.join("tests/stages/reverse_shell"), &rule);
    }
}
