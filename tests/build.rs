//! Makes a compiled detector of every conformance case, where the data is at hand.
//!
//! The data is the folder that `DETECTORS_CONFORMANCE` names, or `conformance` of the shared data beside the workspace. Without
//! it there are no cases, and the test says so.

#[path = "build/conformance.rs"]
mod conformance;

use std::path::{Path, PathBuf};

fn main() {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let package = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    println!("cargo::rerun-if-env-changed=DETECTORS_CONFORMANCE");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    let folder = std::env::var_os("DETECTORS_CONFORMANCE").map_or_else(|| package.join("../../shared/conformance"), PathBuf::from);
    // A folder that appears later is to be seen.
    println!("cargo::rerun-if-changed={}", watchable(&folder).display());
    conformance::generate(&folder, &out);
}

fn watchable(folder: &Path) -> &Path {
    let mut existing = folder;
    while !existing.exists() {
        match existing.parent() {
            Some(parent) => existing = parent,
            None => break,
        }
    }
    existing
}
