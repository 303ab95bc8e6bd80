//! Rules → the files that they go to: no two to one, the same ones each time.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};

use detectors_import::{Form, Rule, rule_id, slug};

use super::sources::SourceFile;

/// Which rule goes where.
#[derive(Default)]
pub(super) struct Targets {
    /// The files that are taken, in lower case (not every file system tells case apart), and whose they are.
    taken: HashMap<String, String>,
    /// Where the rules came from.
    sources: HashMap<String, String>,
}

/// The file of a rule, relative to the folder of all.
pub(super) struct Target {
    pub(super) path: PathBuf,
    /// The name that another rule has taken.
    pub(super) instead_of: Option<PathBuf>,
}

impl Targets {
    /// The source that has given a rule of this id before; else notes this one.
    pub(super) fn first_source(&mut self, rule: &Rule, source: &str) -> Option<String> {
        let before = self.sources.get(&rule.rule_id).cloned();
        if before.is_none() {
            self.sources.insert(rule.rule_id.clone(), source.to_owned());
        }
        before
    }

    /// Takes a file for a rule. A file that is made of a name gives way to one that is there; one that is named by its source does not.
    pub(super) fn take(&mut self, rule: &Rule, source: &SourceFile, form: Form, out: Option<&Path>) -> Target {
        let stem =
            source.path.file_stem().and_then(std::ffi::OsStr::to_str).filter(|_| form == Form::Toml && !source.is_stream());
        let name = stem.map_or_else(|| slug(&rule.name), str::to_owned);
        let is_named = stem.is_some();
        let id = slug(&rule.rule_id);
        let short: String = id.chars().take(8).collect();
        let candidates = [name.clone(), format!("{name}_{short}"), format!("{name}_{id}")];
        let paths = candidates.map(|name| source.folder.join(format!("{name}.yml")));
        let is_free = |path: &PathBuf| {
            let of_other = |id: &String| *id != rule.rule_id;
            let on_disk = || out.and_then(|out| std::fs::read_to_string(out.join(path)).ok()).and_then(|text| rule_id(&text));
            !self.taken.get(&key(path)).is_some_and(of_other) && (is_named || !on_disk().as_ref().is_some_and(of_other))
        };
        let [first, .., last] = &paths;
        let path = paths.iter().find(|path| is_free(path)).unwrap_or(last).clone();
        self.taken.insert(key(&path), rule.rule_id.clone());
        Target { instead_of: (path != *first).then(|| first.clone()), path }
    }
}

fn key(path: &Path) -> String {
    path.to_string_lossy().to_lowercase()
}

/// The text of a file; `None` if there is none.
///
/// # Errors
/// If it cannot be read or is no text.
pub(super) fn existing(path: &Path) -> io::Result<Option<String>> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Makes a file with its folders.
///
/// # Errors
/// If it cannot be made, or is there by now.
pub(super) fn create(path: &Path, text: &str) -> io::Result<()> {
    use std::io::Write;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    // Half a rule would be taken for another one.
    file.write_all(text.as_bytes()).inspect_err(|_| drop(std::fs::remove_file(path)))
}
