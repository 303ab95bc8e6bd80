//! Makes compiled detectors: of every conformance case, where the data is at hand, and of every example of the documentation.
//!
//! The conformance data is the folder that `DETECTORS_CONFORMANCE` names, or `conformance` of the shared data beside the workspace. Without
//! it there are no cases, and the test says so.

#![allow(clippy::expect_used, clippy::panic, reason = "a build script stops where it cannot go on")]

#[path = "build/conformance.rs"]
mod conformance;
#[path = "tests/conformance/data.rs"]
#[allow(dead_code, unreachable_pub, reason = "a part of it is for the tests")]
mod data;
#[path = "src/examples.rs"]
#[allow(dead_code, unreachable_pub, reason = "the tests use it too")]
mod examples;
#[path = "src/random/mod.rs"]
#[allow(dead_code, unreachable_pub, unused_imports, reason = "shared with the tests")]
mod random;
#[path = "build/random.rs"]
mod random_queries;
#[path = "build/reference.rs"]
mod reference;
#[path = "src/unverified.rs"]
#[allow(dead_code, unreachable_pub, reason = "the tests use it too")]
mod unverified;

use std::path::{Path, PathBuf};

fn main() {
    let out = PathBuf::from(std::env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let package = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    println!("cargo::rerun-if-env-changed=DETECTORS_CONFORMANCE");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=tests/conformance/data.rs");
    // A relative path is meant from the workspace, where cargo is called.
    let folder = std::env::var_os("DETECTORS_CONFORMANCE")
        .map_or_else(|| package.join("../../shared/conformance"), |folder| package.join("..").join(folder));
    // To watch a folder that is not there would be to build again and again.
    if folder.is_dir() {
        println!("cargo::rerun-if-changed={}", folder.display());
    }
    conformance::generate(&folder, &out);
    println!("cargo::rerun-if-changed=src/random");
    random_queries::generate(&out);
    documentation(&package.join("../docs/eql.md"), &out);
    let endpoint = package.join("tests/data/endpoint.md");
    println!("cargo::rerun-if-changed={}", endpoint.display());
    let text = std::fs::read_to_string(endpoint).expect("the cases can be read");
    reference::generate(&examples::parse(&text).unwrap_or_default(), "endpoint", &out);
}

/// The examples of the language reference, and the rows of what is not verified.
fn documentation(path: &Path, out: &Path) {
    println!("cargo::rerun-if-changed={}", path.display());
    println!("cargo::rerun-if-changed=src/examples.rs");
    println!("cargo::rerun-if-changed=src/unverified.rs");
    let text = std::fs::read_to_string(path).expect("the reference can be read");
    // What is wrong with the notation is for the test to say.
    reference::generate(&examples::parse(&text).unwrap_or_default(), "reference", out);
    reference::generate(&unverified::examples(), "unverified", out);
}
