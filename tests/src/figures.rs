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

/// What is in the file; nothing if there is none.
///
/// # Errors
/// If the file is no flat object.
pub fn read() -> io::Result<Map<String, Value>> {
    match fs::read_to_string(path()) {
        Ok(text) => Ok(serde_json::from_str(&text)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Map::new()),
        Err(error) => Err(error),
    }
}

/// Adds figures to the file, or replaces those of the same name.
///
/// # Errors
/// If the file cannot be written, or is there and is no flat object.
pub fn add(figures: impl IntoIterator<Item = (String, Value)>) -> io::Result<()> {
    let mut all = read()?;
    all.extend(figures);
    let path = path();
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, serde_json::to_string_pretty(&all)? + "\n")
}
