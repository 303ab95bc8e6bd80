//! The lints over the public rules: how many rules each is told of, and that they cost little.

#![allow(clippy::panic, clippy::expect_used, reason = "a test stops where its data is not what it should be")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::Path;
use std::time::Instant;

use detector_compiler::diagnostics::Diagnostics;
use detector_compiler::diagnostics::render::{Style, render};
use detector_compiler::eql::{Dialect, parse};
use detector_compiler::errors::all_codes;
use detector_compiler::lint::{self, Scope};
use detector_compiler::resolve;
use detector_compiler::schema::Schema;
use detector_compiler::source::{QueryText, Source, SourceId};
use expect_test::expect_file;

/// A public rule, as far as lints look at it.
struct Rule {
    name: String,
    query: String,
    index: Vec<String>,
    from_ms: u64,
}

fn rules(shared: &Path) -> Vec<Rule> {
    let files = common::files(&shared.join("corpus/detection-rules"), ".toml");
    let rule = |path: &std::path::PathBuf| {
        let text = std::fs::read_to_string(path).expect("a rule can be read");
        let table: toml::Table = text.parse().expect("a rule is TOML");
        let rule = table.get("rule")?;
        if rule.get("type")?.as_str()? != "eql" {
            return None;
        }
        let list = |key: &str| rule.get(key).and_then(toml::Value::as_array).cloned().unwrap_or_default();
        Some(Rule {
            name: path.file_name()?.to_string_lossy().into_owned(),
            query: rule.get("query")?.as_str()?.to_owned(),
            index: list("index").iter().filter_map(|index| index.as_str().map(str::to_owned)).collect(),
            from_ms: rule.get("from").and_then(toml::Value::as_str).map_or(360_000, window),
        })
    };
    files.iter().filter_map(rule).collect()
}

/// `now-9m` in milliseconds.
fn window(from: &str) -> u64 {
    let (number, unit) = from.strip_prefix("now-").expect("a time before now").split_at(from.len() - 5);
    let unit = match unit {
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => panic!("{from}"),
    };
    number.parse::<u64>().expect("a number") * unit
}

#[test]
fn lints_are_told_of_few_public_rules() {
    let Some(shared) = common::shared() else { return };
    let schema = Schema::default();
    let rules = rules(&shared);
    let mut told: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    let (mut resolving, mut linting) = (0.0, 0.0);
    let wanted = std::env::var("DETECTORS_SHOW_LINT").ok();
    for rule in &rules {
        let mut diagnostics = Diagnostics::new();
        let text = QueryText::whole_source(SourceId(0), rule.query.as_str());
        let start = Instant::now();
        let ast = parse(&text, Dialect::Elasticsearch, &mut diagnostics);
        let query = resolve::query(&ast, &schema, &mut diagnostics).expect("a rule has a meaning");
        resolving += start.elapsed().as_secs_f64();
        let start = Instant::now();
        let mut diagnostics = Diagnostics::new();
        let scope = Scope { index: &rule.index, from_ms: Some(rule.from_ms), expiry_ms: Some(rule.from_ms) };
        lint::check(&text, &ast, &query, scope, &schema, &mut diagnostics);
        linting += start.elapsed().as_secs_f64();
        for diagnostic in diagnostics.sorted() {
            if wanted.as_ref().is_some_and(|code| *code == diagnostic.code.to_string()) {
                let source = Source::new(rule.name.as_str(), rule.query.as_str());
                println!("{}\n", render(&diagnostic, &[source], Style::Plain));
            }
            told.entry(diagnostic.code.to_string()).or_default().insert(&rule.name);
        }
    }
    println!("{} rules: parsed and resolved in {resolving:.3} s, linted in {linting:.3} s", rules.len());
    let any: BTreeSet<&str> = told.values().flatten().copied().collect();
    let mut report = format!("{} rules, {} of them with a lint\n\n", rules.len(), any.len());
    for code in all_codes().iter().filter(|code| (713..=760).contains(&code.number())) {
        let count = told.get(&code.to_string()).map_or(0, BTreeSet::len);
        let _ = writeln!(report, "{code} {:<28} {count:>4}", code.info().name);
    }
    expect_file!["public_lints.txt"].assert_eq(&report);
}
