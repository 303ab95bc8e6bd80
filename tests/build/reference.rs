//! Examples of EQL → a Rust file with a compiled detector for each.

#![allow(clippy::expect_used, reason = "a build stops where it cannot write")]

use crate::examples::{Example, Examples};
use detector_compiler::diagnostics::Diagnostics;
use detector_compiler::eql::{Dialect, ast, parse};
use detector_compiler::source::{QueryText, SourceId};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// Writes `NAME.rs` into `out`: `COMPILED`, for each example that compiles its line and how it is run.
pub(crate) fn generate(examples: &Examples, name: &str, out: &Path) {
    let mut code = String::new();
    let mut list = String::new();
    let mut schemas: BTreeMap<&str, String> = BTreeMap::new();
    for example in examples.queries.iter().filter(|example| example.is_compiled()) {
        let count = schemas.len();
        let schema = example.schema.as_deref().map(|text| {
            let file = schemas.entry(text).or_insert_with(|| format!("{name}_schema_{count}.yml"));
            std::fs::write(out.join(&*file), text).expect("OUT_DIR can be written");
            format!(", schema = {file:?}")
        });
        module(&mut code, example, &schema.unwrap_or_default());
        let line = example.line;
        let _ = writeln!(list, "    ({line}, line_{line}::run),");
    }
    let _ = write!(code, "const COMPILED: &[(usize, detector_tests::compiled::Run)] = &[\n{list}];\n");
    std::fs::write(out.join(format!("{name}.rs")), code).expect("OUT_DIR can be written");
}

fn module(code: &mut String, example: &Example, schema: &str) {
    let Example { line, query, samples_max, endpoint, .. } = example;
    let dialect = if *endpoint { Dialect::Endpoint } else { Dialect::Elasticsearch };
    let parsed = parse(&QueryText::whole_source(SourceId(0), query), dialect, &mut Diagnostics::new());
    let dialect = if *endpoint { ", dialect = \"endpoint\"" } else { "" };
    let matcher = match parsed.body {
        // It keeps a tree of processes.
        ast::Body::Event(_) if query.contains("descendant of") => "Example::matcher::<64>()",
        ast::Body::Event(_) | ast::Body::Error(_) => "Example::matcher()",
        ast::Body::Sequence(_) | ast::Body::Sample(_) => "Example::matcher::<64>()",
    };
    let _ = write!(
        code,
        "mod line_{line} {{\n    use detector_tests::compiled;\n    use detector_tests::examples::Place;\n\n    #[derive(detectors::Detector)]\n    \
         #[detector(query = {query:?}, max_samples_per_key = {samples_max}{schema}{dialect})]\n    struct Example;\n\n    \
         pub(super) fn run(events: &[String], place: Place) -> compiled::Said {{\n        compiled::run::<Example, _>({matcher}, events, place)\n    }}\n}}\n"
    );
}
