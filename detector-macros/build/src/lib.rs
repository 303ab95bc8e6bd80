//! Watches folders of detection rules from a build script, so that a new file is noticed.
//!
//! `#[derive(RuleSet)]` with a glob reads the files that exist while it runs; cargo runs it again when one of them changes,
//! but a *new* file is seen only through a build script:
//!
//! ```no_run
//! // build.rs
//! detectors_build::watch("rules");
//! ```

use std::path::{Path, PathBuf};

/// Makes cargo run the derives again when anything in `folder` changes or is added.
///
/// The folder is relative to the package. Call it once a folder; prints cargo directives to the standard output.
pub fn watch(folder: impl AsRef<Path>) {
    watch_all([folder]);
}

/// Makes cargo run the derives again when anything in one of the folders changes or is added. Call it once.
pub fn watch_all(folders: impl IntoIterator<Item = impl AsRef<Path>>) {
    let package = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    println!("cargo::rerun-if-changed=build.rs");
    let mut watched = Vec::new();
    for folder in folders {
        let folder = package.join(folder);
        match folder.canonicalize() {
            Ok(folder) if folder.is_dir() => {
                println!("cargo::rerun-if-changed={}", folder.display());
                watched.push(folder.display().to_string());
            }
            Ok(_) => println!("cargo::error={} is not a folder", folder.display()),
            Err(error) => println!("cargo::error=the folder of rules {} cannot be read: {error}", folder.display()),
        }
    }
    println!("cargo::rustc-env=DETECTORS_WATCHED={}", watched.join(";"));
}
