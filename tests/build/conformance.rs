//! Conformance cases → a Rust file with a compiled detector for each.

use crate::data;
use detector_compiler::diagnostics::Severity;
use detector_compiler::schema::Schema;
use detector_compiler::source::Source;
use detector_compiler::{Expiry, Options, compile, ir};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// Writes `conformance_cases.rs`, and the schema files that it names, into `out`.
pub(crate) fn generate(folder: &Path, out: &Path) {
    let mut code = format!("const FOLDER: &str = {:?};\n", folder.display().to_string());
    let mut list = String::new();
    let mut schemas: BTreeMap<String, Schema> = BTreeMap::new();
    let types = data::types(folder);
    for (number, case) in data::cases(folder).unwrap_or_default().iter().enumerate() {
        let text = |key: &str| case[key].as_str().unwrap_or_default().to_owned();
        let (name, yaml) = match case["dataset"].as_str() {
            Some(dataset) => (format!("schema_{}.yml", dataset.replace('-', "_")), data::schema_file(&types[dataset])),
            None => (format!("schema_case_{number}.yml"), data::schema_file_of_events(&case["events"])),
        };
        if !schemas.contains_key(&name) {
            std::fs::write(out.join(&name), &yaml).expect("OUT_DIR can be written");
            schemas.insert(name.clone(), data::schema(&yaml));
        }
        let query = text("query");
        let samples = case["max_samples_per_key"].as_u64().unwrap_or(1);
        let run = match judge(&query, &schemas[&name]) {
            Judged::Event => module(&mut code, number, &query, &name, samples, "Case::matcher()"),
            Judged::Sequence => module(&mut code, number, &query, &name, samples, "Case::matcher::<1024>()"),
            Judged::Refused(reason) => format!("Run::Refused({reason:?})"),
        };
        let (suite, case_name) = (text("suite"), text("name"));
        let _ = writeln!(list, "    Case {{ suite: {suite:?}, name: {case_name:?}, run: {run} }},");
    }
    let _ = write!(code, "const CASES: &[Case] = &[\n{list}];\n");
    std::fs::write(out.join("conformance_cases.rs"), code).expect("OUT_DIR can be written");
}

fn module(code: &mut String, number: usize, query: &str, schema: &str, samples: u64, matcher: &str) -> String {
    let _ = write!(
        code,
        "mod case_{number} {{\n    #[derive(detectors::Detector)]\n    #[detector(query = {query:?}, schema = {schema:?}, expiry = \"never\", max_samples_per_key = {samples})]\n    \
         struct Case;\n    pub(super) fn run(lines: &[super::Line]) -> (Vec<super::Hit>, super::Counters) {{\n        super::run::<Case, _>({matcher}, lines)\n    }}\n}}\n"
    );
    format!("Run::Compiled(case_{number}::run)")
}

enum Judged {
    Event,
    Sequence,
    /// Parses and has a meaning, and no matcher is emitted for it.
    Refused(String),
}

fn judge(query: &str, schema: &Schema) -> Judged {
    let mut file =
        String::from("rule_id: case\nname: case\ndescription: case\nseverity: low\nrisk_score: 21\ntype: eql\nquery: |2\n");
    for line in query.lines() {
        let _ = writeln!(file, "  {line}");
    }
    let compiled = compile(&[Source::new("case", file)], schema, Options { expiry: Expiry::Never, ..Options::default() });
    match compiled.rules.first().map(|rule| &rule.query.body) {
        Some(ir::Body::Event(_)) => Judged::Event,
        Some(_) => Judged::Sequence,
        None => {
            let errors = compiled.diagnostics.into_iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
            Judged::Refused(errors.map(|error| format!("{} {}", error.code, error.title)).collect::<Vec<_>>().join("; "))
        }
    }
}
