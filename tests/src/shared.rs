//! The shared test data beside the workspace: tests that need it say so when it is not there.

use std::path::{Path, PathBuf};

/// The folder `name` of the shared data, or the one that the variable names; `None` after saying that the test was skipped.
pub fn folder(variable: &str, name: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(variable)
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared").join(name), PathBuf::from);
    if folder.is_dir() {
        return Some(folder);
    }
    skipped(name);
    None
}

/// Says that a test was skipped for want of data.
///
/// # Panics
/// If `DETECTORS_REQUIRE_SHARED` is set, as continuous integration sets it.
#[expect(clippy::panic, reason = "fails the test")]
pub fn skipped(what: &str) {
    if std::env::var_os("DETECTORS_REQUIRE_SHARED").is_some() {
        panic!("{what} is required and not there");
    }
    println!("skipped: {what} is not there");
}
