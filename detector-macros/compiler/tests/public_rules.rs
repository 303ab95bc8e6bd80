//! The public rules: every query has a meaning in the built-in schema, and its warnings are worth reading.

#![allow(clippy::panic, clippy::expect_used, reason = "a test stops where its data is not what it should be")]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write;

use detector_compiler::diagnostics::{Diagnostics, Severity};
use detector_compiler::eql::{Dialect, parse};
use detector_compiler::optimize;
use detector_compiler::resolve;
use detector_compiler::schema::Schema;
use detector_compiler::source::{QueryText, SourceId};
use expect_test::expect_file;

#[test]
fn every_public_rule_has_a_meaning() {
    let Some(shared) = common::shared() else { return };
    let schema = Schema::default();
    let queries = common::corpus_queries(&shared);
    assert_eq!(queries.len(), 1_081);
    let mut told: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut refused = 0;
    for (name, query) in &queries {
        let mut diagnostics = Diagnostics::new();
        let ast = parse(&QueryText::whole_source(SourceId(0), query), Dialect::Elasticsearch, &mut diagnostics);
        let resolved = resolve::query(&ast, &schema, &mut diagnostics);
        refused += usize::from(resolved.is_none());
        if let Some(resolved) = resolved {
            let optimised = optimize::query(resolved);
            assert_eq!(optimize::query(optimised.clone()), optimised, "{name}: optimising twice changes it");
        }
        for diagnostic in diagnostics.sorted() {
            let severity = if diagnostic.severity == Severity::Error { "error" } else { "warning" };
            told.entry(format!("{severity}[{}]: {}", diagnostic.code, diagnostic.title)).or_default().push(name.clone());
        }
    }
    let mut report = format!("{} rules, {refused} refused\n", queries.len());
    for (what, names) in &told {
        let _ = write!(report, "\n{what}\n    {}\n", names.join("\n    "));
    }
    expect_file!["public_rules.txt"].assert_eq(&report);
}
