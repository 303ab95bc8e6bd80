//! `rules = "linux/**/*.yml"` → the files that it names now, in the order of their paths.
//!
//! Cargo does not see a *new* file in a folder. So a crate that uses a glob has a build script that watches the folder
//! (`detectors_build::watch`), and its absence is an error.

use crate::files::{self, NamedFile};
use std::path::{Component, Path, PathBuf};
use syn::{Error, LitStr};

/// The variable by which the build script says that it watches.
const WATCHED: &str = "DETECTORS_WATCHED";

/// Reads all files that the pattern names, but for the exceptions, each of which must be one of them.
pub(super) fn expand(pattern: &LitStr, except: &[LitStr]) -> Result<Vec<NamedFile>, Vec<Error>> {
    let fail = |message: String| vec![Error::new(pattern.span(), message)];
    let name = pattern.value();
    if Path::new(&name).has_root() {
        let help = "name the files relative to this file, so that they are found on every machine";
        return Err(fail(format!("the pattern is absolute\nhelp: {help}")));
    }
    let place = files::locate(pattern);
    let Some(text) = escaped(&place, &name) else { return Err(fail("the path of the rules is not UTF-8".to_owned())) };
    let paths = glob::glob(&text).map_err(|error| {
        let help = "`*` is any part of a name, `**` as a whole name is any folders, `[ab]` is one of the letters";
        fail(format!("the pattern cannot be read: {}\nhelp: {help}", error.msg))
    })?;
    let mut files: Vec<PathBuf> = Vec::new();
    for path in paths {
        match path {
            Ok(path) if path.is_file() => files.push(path),
            Ok(_) => {}
            Err(error) => return Err(fail(format!("`{}` cannot be read: {}", error.path().display(), error.error()))),
        }
    }
    files.sort();
    let mut unmet = Vec::new();
    for exception in except {
        let place = files::locate(exception);
        let before = files.len();
        files.retain(|file| !same_file(file, &place));
        if files.len() == before {
            let help = format!("paths are relative to the file that names them; this one is {}", place.display());
            unmet.push(Error::new(exception.span(), format!("the pattern `{name}` does not name this file\nhelp: {help}")));
        }
    }
    if !unmet.is_empty() {
        return Err(unmet);
    }
    if files.is_empty() {
        let help = format!("patterns are relative to the file that names them; this one is {}", place.display());
        return Err(fail(format!("no file matches the pattern `{name}`\nhelp: {help}")));
    }
    check_watched(pattern, &place)?;
    let (mut read, mut errors) = (Vec::new(), Vec::new());
    for file in files {
        match files::read_at(&file, pattern, "rule file") {
            Ok(file) => read.push(file),
            Err(error) => errors.push(error),
        }
    }
    if errors.is_empty() { Ok(read) } else { Err(errors) }
}

fn same_file(one: &Path, other: &Path) -> bool {
    match (std::fs::canonicalize(one), std::fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

/// The pattern with its folder, in which `[` and the like mean themselves. `None` if that is not UTF-8.
fn escaped(place: &Path, pattern: &str) -> Option<String> {
    let own = Path::new(pattern).components().rev().take_while(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    let own = own.filter(|part| matches!(part, Component::Normal(_))).count();
    let parts: Vec<Component<'_>> = place.components().collect();
    let (folder, pattern) = parts.split_at(parts.len().saturating_sub(own));
    let folder: PathBuf = folder.iter().collect();
    let pattern: PathBuf = pattern.iter().collect();
    Some(Path::new(&glob::Pattern::escape(folder.to_str()?)).join(pattern).to_str()?.to_owned())
}

/// Whether the build script watches a folder that all files of the pattern lie in.
fn check_watched(pattern: &LitStr, place: &Path) -> Result<(), Vec<Error>> {
    let root: PathBuf =
        place.components().take_while(|part| !part.as_os_str().to_string_lossy().contains(['*', '?', '['])).collect();
    let root = if root.is_file() { root.parent().map(Path::to_path_buf).unwrap_or_default() } else { root };
    let root = std::fs::canonicalize(&root).unwrap_or(root);
    let watched = std::env::var(WATCHED).unwrap_or_default();
    if watched.split(';').any(|folder| !folder.is_empty() && root.starts_with(folder)) {
        return Ok(());
    }
    let message = "a new rule file would not be noticed: no build script watches the folder\n\
        help: add the build dependency `detectors-build` and call `detectors_build::watch(\"…\")` with the folder in `build.rs`, \
        or name each file: `rules = [\"a.yml\", \"b.yml\"]`";
    Err(vec![Error::new(pattern.span(), message)])
}

#[cfg(test)]
mod tests {
    use super::escaped;
    use std::path::Path;

    #[test]
    fn only_the_pattern_itself_has_wildcards() {
        for (place, pattern, expected) in [
            ("src/rules/*.yml", "rules/*.yml", "src/rules/*.yml"),
            ("a[1]/rules/**/*.yml", "../rules/**/*.yml", "a[[]1[]]/rules/**/*.yml"),
            ("rules/[ab].yml", "./../rules/./[ab].yml", "rules/[ab].yml"),
            ("/home/x*/*.yml", "*.yml", "/home/x[*]/*.yml"),
        ] {
            assert_eq!(escaped(Path::new(place), pattern).as_deref(), Some(expected), "{place}");
        }
    }
}
