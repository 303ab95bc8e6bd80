//! `target/bench/figures.json`: what the benches have measured, a flat object that each of them adds its part to.

use serde_json::{Map, Value};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The file.
pub fn path() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| Path::new("target").to_owned(), PathBuf::from);
    // A relative folder is meant from the workspace.
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(target).join("bench/figures.json")
}

/// Adds figures to the file, or replaces those of the same name.
///
/// # Errors
/// If the file cannot be written, or is there and is no flat object.
pub fn add(figures: impl IntoIterator<Item = (String, Value)>) -> io::Result<()> {
    let path = path();
    let mut all: Map<String, Value> = match fs::read_to_string(&path) {
        Ok(text) => serde_json::from_str(&text)?,
        Err(_) => Map::new(),
    };
    all.extend(figures);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, serde_json::to_string_pretty(&all)? + "\n")
}
