//! The public rules: each is imported with nothing lost, compiles to what its query means, and importing it again changes nothing.
//!
//! `DETECTORS_CORPUS` names another folder of such rules.

#![allow(
    clippy::panic,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test stops where its data is not what it should be"
)]

mod common;

use std::path::{Path, PathBuf};

use common::{Original, assert_imported};
use detectors_import::{Form, Found, import};

/// The rules of the folder; `None` after saying that the test was skipped.
fn corpus() -> Option<Vec<(PathBuf, String)>> {
    let named = std::env::var_os("DETECTORS_CORPUS").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus"));
    if !folder.is_dir() {
        let required = std::env::var_os("DETECTORS_REQUIRE_SHARED").is_some();
        assert!(!required, "corpus is required and not there: {}", folder.display());
        println!("skipped: corpus is not there");
        return None;
    }
    let mut files = Vec::new();
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                let text = std::fs::read_to_string(&path).unwrap();
                files.push((path, text));
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "no rule in the corpus");
    Some(files)
}

#[test]
fn nothing_of_a_public_rule_is_lost() {
    let Some(files) = corpus() else { return };
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let rules: usize = std::thread::scope(|scope| {
        let chunks = files.chunks(files.len().div_ceil(threads));
        let workers: Vec<_> = chunks.map(|files| scope.spawn(|| files.iter().filter(|file| is_rule(file)).count())).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).sum()
    });
    assert!(rules > 0, "no EQL rule in the corpus");
    println!("{rules} rules of {} files", files.len());
}

/// Whether a file is a rule in EQL, after asserting all that holds for it.
fn is_rule((path, text): &(PathBuf, String)) -> bool {
    let name = path.display().to_string();
    let found = import(text, Form::Toml);
    let [found] = &found[..] else { panic!("{name}: {} parts", found.len()) };
    let original = Original::of_toml(text);
    let is_eql = original.as_ref().is_some_and(|original| original.text("type") == Some("eql"));
    let (Found::Rule(rule), Some(original)) = (found, original) else {
        assert!(!is_eql, "{name}: {found:?}");
        return false;
    };
    assert_imported(&name, rule, &original);
    assert_eq!(rule.comments_left, 0, "{name}");
    let text = rule.render(None).unwrap().text;
    assert!(text.contains("\nquery: |"), "{name}: its query is no literal block");
    true
}
