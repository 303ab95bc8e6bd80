//! Where the rules of others are, and the folders and files that are made of them.

use detector_compiler::attack::Attack;
use detector_compiler::diagnostics::{Diagnostic, Severity};
use detector_compiler::schema::Schema;
use detector_compiler::source::{Source, SourceId};
use detector_compiler::{Options, check_file};
use std::path::{Path, PathBuf};

/// The workspace, from the package that is built.
pub(crate) fn workspace(above: &str) -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR")).join(above)
}

/// The folder that a variable names, or that of shared data beside the workspace.
pub(crate) fn shared(workspace: &Path, variable: &str, name: &str) -> PathBuf {
    println!("cargo::rerun-if-env-changed={variable}");
    // A relative path is meant from the workspace, where cargo is called.
    let folder =
        std::env::var_os(variable).map_or_else(|| workspace.join("../shared").join(name), |folder| workspace.join(folder));
    if folder.is_dir() {
        println!("cargo::rerun-if-changed={}", folder.display());
    }
    folder
}

/// An empty folder, whatever was there before.
pub(crate) fn emptied(folder: PathBuf) -> PathBuf {
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("OUT_DIR can be written");
    }
    std::fs::create_dir_all(&folder).expect("OUT_DIR can be written");
    folder
}

pub(crate) fn write(path: &Path, text: &str) {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).expect("OUT_DIR can be written");
    }
    std::fs::write(path, text).expect("OUT_DIR can be written");
}

/// What keeps a rule file from being compiled.
pub(crate) fn errors(name: &str, text: &str, schema: &Schema) -> Vec<Diagnostic> {
    let source = Source::new(name, text);
    let checked = check_file(&source, SourceId(0), schema, Attack::builtin(), Options::default());
    checked.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error).cloned().collect()
}
