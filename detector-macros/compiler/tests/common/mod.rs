//! What several test files need.

#![allow(dead_code, reason = "each test file is a crate of its own and uses a part of this")]
#![allow(clippy::panic, clippy::expect_used, reason = "a test stops where its data is not what it should be")]

pub(crate) mod damage;
pub(crate) mod threat;

use std::path::{Path, PathBuf};

/// The folder of the test data that is shared with other projects. Without it a test says so and ends; where the data must be
/// there, `DETECTORS_REQUIRE_SHARED=1` makes its absence a failure.
pub(crate) fn shared() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    if folder.is_dir() {
        return Some(folder);
    }
    let required = std::env::var_os("DETECTORS_REQUIRE_SHARED").is_some_and(|value| value == "1");
    assert!(!required, "shared data not found at {}", folder.display());
    println!("skipped: shared data not found");
    None
}

/// The objects of a file with one JSON object a line.
pub(crate) fn json_lines(path: &Path) -> Vec<serde_json::Value> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let parse = |line: &str| serde_json::from_str(line).unwrap_or_else(|error| panic!("{}: {error}: {line}", path.display()));
    text.lines().filter(|line| !line.trim().is_empty()).map(parse).collect()
}

/// All files below a folder whose names end with `ending`, in order.
pub(crate) fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.expect("an entry of a folder").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The EQL queries of the public rules, each with the name of its file.
pub(crate) fn corpus_queries(shared: &Path) -> Vec<(String, String)> {
    let files = files(&shared.join("corpus/detection-rules"), ".toml");
    let query = |path: &PathBuf| {
        let text = std::fs::read_to_string(path).expect("a rule can be read");
        let (_, after) = text.split_once("\nquery = '''")?;
        let (query, _) = after.split_once("'''")?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        Some((name.unwrap_or_default(), query.to_string()))
    };
    files.iter().filter_map(query).collect()
}

/// The queries that Elasticsearch accepts, each with the name of its case.
pub(crate) fn conformance_queries(shared: &Path) -> Vec<(String, String)> {
    let mut queries = Vec::new();
    for path in files(&shared.join("conformance"), ".jsonl") {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let accepted = name.starts_with("es-") || name == "derived.jsonl" || name == "compiles.jsonl";
        for case in json_lines(&path).iter().filter(|_| accepted) {
            let text = |key: &str| case[key].as_str().map(str::to_string);
            queries.push((format!("{name}:{}", text("name").expect("a name")), text("query").expect("a query")));
        }
    }
    queries
}
