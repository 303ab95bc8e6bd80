//! Damaged rule files: the compiler does not panic, points into the file, and what it accepts it emits.
//!
//! `DETECTORS_ROUNDS=100` makes it a hundred times as long.

#![allow(clippy::panic, clippy::expect_used, reason = "a test stops where its data is not what it should be")]

mod common;

use std::path::Path;

use common::damage::{Random, mutate};
use detector_compiler::diagnostics::Diagnostic;
use detector_compiler::diagnostics::render::{Style, for_macro, render};
use detector_compiler::schema::Schema;
use detector_compiler::source::{Source, Span};
use detector_compiler::{Options, compile, emit};
use quote::{format_ident, quote};

/// The public rules as YAML: with the query as a block, folded, quoted.
fn rule_files(shared: &Path) -> Vec<String> {
    let mut files = Vec::new();
    for (number, path) in common::files(&shared.join("corpus/detection-rules"), ".toml").iter().enumerate() {
        let text = std::fs::read_to_string(path).expect("a rule can be read");
        let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let Some(mut rule) = table.get("rule").and_then(toml::Value::as_table).cloned() else { continue };
        let Some(query) = rule.remove("query").and_then(|query| query.as_str().map(str::to_owned)) else { continue };
        let mut file = serde_yaml::to_string(&rule).expect("it is YAML");
        file.push_str(&match number % 3 {
            0 => query.lines().fold("query: |\n".to_owned(), |text, line| format!("{text}  {line}\n")),
            1 => query.lines().fold("query: >-\n".to_owned(), |text, line| format!("{text}  {}\n\n", line.trim())),
            _ => format!("query: {}\n", serde_json::Value::from(query)),
        });
        files.push(file);
    }
    files
}

/// Compiles; every place is in the file, every diagnostic can be printed, and rules without errors become Rust.
fn check(text: &str, schema: &Schema) -> bool {
    let sources = [Source::new("rule.yml", text)];
    let compiled = compile(&sources, schema, Options::default());
    for diagnostic in &compiled.diagnostics {
        for span in places(diagnostic) {
            let range = span.range();
            assert!(text.get(range.clone()).is_some(), "{range:?} is no place in:\n{text}\n{diagnostic:#?}");
        }
        for style in [Style::Plain, Style::Coloured] {
            assert!(!render(diagnostic, &sources, style).is_empty());
        }
        assert!(!for_macro(diagnostic, &sources).is_empty());
    }
    let target = emit::Target {
        ident: format_ident!("Example"),
        visibility: quote!(),
        krate: quote!(::detectors),
        events: Vec::new(),
        tests: Vec::new(),
        frequencies: None,
        track: quote!(),
    };
    for rule in &compiled.rules {
        let tokens = emit::detector(&target, rule);
        assert!(syn::parse2::<syn::File>(tokens).is_ok(), "{text}");
    }
    !compiled.rules.is_empty()
}

fn places(diagnostic: &Diagnostic) -> impl Iterator<Item = Span> {
    let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary).map(|label| label.span);
    labels.chain(diagnostic.help.iter().filter_map(|help| help.replacement.as_ref()).map(|(span, _)| *span))
}

#[test]
fn damaged_rule_files_do_no_harm() {
    let Some(shared) = common::shared() else { return };
    let factor: usize = std::env::var("DETECTORS_ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(1);
    let files = rule_files(&shared);
    assert!(files.len() > 1_000, "{}", files.len());
    let schema = Schema::default();
    let mut random = Random(0x5DEE_CE66_D1CE_4E5B);
    let mut accepted = 0;
    for _ in 0..300 * factor {
        let file = &files[random.below(files.len())];
        let other = &files[random.below(files.len())];
        let damaged = mutate(&mut random, file, other);
        accepted += usize::from(check(&damaged, &schema));
    }
    // Some damage is in a text that may be anything, so the way to the end is seen too.
    assert!(accepted > 10, "{accepted}");
}

#[test]
fn the_corpus_as_yaml_has_no_errors_in_any_form() {
    let Some(shared) = common::shared() else { return };
    let schema = Schema::default();
    let mut refused = Vec::new();
    for file in rule_files(&shared).iter().step_by(7) {
        if !check(file, &schema) {
            let compiled = compile(&[Source::new("rule.yml", file.as_str())], &schema, Options::default());
            refused.push(format!("{:?}", compiled.diagnostics.iter().map(|told| (&told.code, &told.title)).collect::<Vec<_>>()));
        }
    }
    assert!(refused.is_empty(), "{} are refused\n{}", refused.len(), refused.join("\n"));
}
