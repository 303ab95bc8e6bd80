//! SARIF → judged by a schema of what the standard requires; what the values mean, `check` tests.

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value, json};

use crate::check::{check, rule};
use crate::support::{Folder, program, run_with};

const SCHEMA: &str = include_str!("sarif.schema.json");

/// The schema, with the formats of URIs taken at their word.
fn schema() -> (Schemas, SchemaIndex) {
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.enable_format_assertions();
    compiler.add_resource("sarif.json", serde_json::from_str(SCHEMA).unwrap()).unwrap();
    let index = compiler.compile("sarif.json", &mut schemas).unwrap();
    (schemas, index)
}

/// A log with errors that have fixes and second places, warnings, and a file that cannot be read.
fn log() -> Value {
    let folder = Folder::new();
    folder
        .file("a b.yml", format!("\u{feff}{}", rule("a", "medium", "process where process.name = 'é' && process.pid == \"4\"")));
    folder.file("same.yml", rule("a", "high", "any where process.name == \"x\""));
    let outcome = check(&folder, &["a b.yml", "same.yml", "none.yml", "--format", "sarif"]).ended(3);
    serde_json::from_str(&outcome.out).unwrap()
}

#[test]
fn a_log_is_what_the_standard_requires() {
    let (schemas, index) = schema();
    let log = log();
    schemas.validate(&log, index).unwrap_or_else(|error| panic!("{error:#}"));
    let results = log["runs"][0]["results"].as_array().unwrap();
    for part in ["fixes", "relatedLocations"] {
        assert!(results.iter().any(|result| result.get(part).is_some()), "the log says nothing of {part}");
    }
    for (input, code) in [(rule("a", "medium", "any where process.pid == 4"), 0), ("- a\n".to_owned(), 1)] {
        let folder = Folder::new();
        let outcome = run_with(program().current_dir(folder.path()).args(["check", "-", "--format", "sarif"]), input.as_bytes());
        let log = serde_json::from_str(&outcome.ended(code).out).unwrap();
        schemas.validate(&log, index).unwrap_or_else(|error| panic!("{error:#}"));
    }
}

/// What the schema is for: it refuses a log as soon as one of its parts is not what it must be.
#[test]
fn a_log_that_is_not_is_refused() {
    let (schemas, index) = schema();
    let log = log();
    let changes: [(&str, Value); 12] = [
        ("/version", json!("2.0.0")),
        ("/runs/0/tool", json!({})),
        ("/runs/0/tool/driver/name", json!("")),
        ("/runs/0/tool/driver/rules/0", json!({ "name": "x" })),
        ("/runs/0/columnKind", json!("characters")),
        ("/runs/0/invocations/0", json!({ "exitCode": 1 })),
        ("/runs/0/results", json!({})),
        ("/runs/0/results/0/message", json!("text")),
        ("/runs/0/results/0/level", json!("fatal")),
        ("/runs/0/results/0/kind", json!("pass")),
        ("/runs/0/results/0/locations/0/physicalLocation/region/startLine", json!(0)),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", json!("a b.yml")),
    ];
    for (at, value) in changes {
        let mut wrong = log.clone();
        *wrong.pointer_mut(at).unwrap_or_else(|| panic!("nothing at {at}")) = value;
        assert!(schemas.validate(&wrong, index).is_err(), "{at}");
    }
    let mut wrong = log;
    wrong["runs"][0]["result"] = json!([]);
    assert!(schemas.validate(&wrong, index).is_err(), "a property that there is not");
}
