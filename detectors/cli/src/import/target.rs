//! Rules → the files that they go to: no two to one, the same ones each time.

use std::collections::HashMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use detectors_import::{Form, Refusal, Rule, rule_id, slug};

use super::sources::SourceFile;
use crate::check::write::temporary;
use crate::rule_files;
use crate::shown::Shown;

/// Which rule goes where.
#[derive(Default)]
pub(super) struct Targets {
    /// The files of rules that are in the folder already, by `rule_id`, relative to the folder, in the order of their paths.
    present: HashMap<String, Vec<PathBuf>>,
    /// The files that are there or taken, by [`key`], and the `rule_id` whose they are.
    owners: HashMap<String, String>,
    /// The sources that have given a rule, by `rule_id`.
    sources: HashMap<String, String>,
}

/// The file of a rule, relative to the folder of all.
pub(super) struct Target {
    pub(super) path: PathBuf,
    /// It has not the name that it would have, for another rule has that.
    pub(super) renamed: bool,
}

impl Targets {
    /// For rules that go to a folder; it need not exist. A file that cannot be read there has no rule: whatever goes to it is told.
    pub(super) fn in_folder(folder: &Path) -> Self {
        let mut targets = Self::default();
        let (files, _) =
            if folder.is_dir() { rule_files::find(&[folder.to_owned()], &["yml", "yaml"]) } else { Default::default() };
        for file in files {
            let id = std::fs::read_to_string(&file).ok().and_then(|text| rule_id(&text));
            if let (Some(id), Ok(path)) = (id, file.strip_prefix(folder)) {
                targets.owners.insert(key(path), id.clone());
                targets.present.entry(id).or_default().push(path.to_owned());
            }
        }
        targets
    }

    /// The source that has given a rule of this id before; else notes this one.
    pub(super) fn first_source(&mut self, rule: &Rule, source: &str) -> Option<String> {
        let before = self.sources.get(&rule.rule_id).cloned();
        if before.is_none() {
            self.sources.insert(rule.rule_id.clone(), source.to_owned());
        }
        before
    }

    /// Takes a file for a rule: the one that has it already, wherever in the folder that is; else one that no other rule has.
    ///
    /// # Errors
    /// If several files have the rule.
    pub(super) fn take(&mut self, rule: &Rule, source: &SourceFile, form: Form) -> Result<Target, Refusal> {
        let stem = source.path.file_stem().and_then(std::ffi::OsStr::to_str);
        let stem = stem.filter(|_| form == Form::Toml && !source.is_stream());
        let name = stem.map_or_else(|| slug(&rule.name), str::to_owned);
        let path = |name: &str| source.folder.join(format!("{name}.yml"));
        let first = path(&name);
        match self.present.get(&rule.rule_id).map(Vec::as_slice) {
            None | Some([]) => {}
            Some([path]) => return Ok(Target { path: path.clone(), renamed: false }),
            Some(several) => {
                let files: Vec<String> = several.iter().map(|path| path.display().to_string()).collect();
                return Err(Refusal {
                    place: Some(rule.place),
                    message: format!("several files have the rule_id `{}`: {}", rule.rule_id, files.join(", ")),
                    help: Some("leave one of them, or give the others another rule_id".into()),
                });
            }
        }
        let id = slug(&rule.rule_id);
        let short: String = id.chars().take(8).collect();
        let mut taken = first.clone();
        let mut number = 0;
        while self.owners.get(&key(&taken)).is_some_and(|owner| *owner != rule.rule_id) {
            number += 1;
            taken = path(&match number {
                1 => format!("{name}_{short}"),
                2 => format!("{name}_{id}"),
                _ => format!("{name}_{id}_{number}"),
            });
        }
        self.owners.insert(key(&taken), rule.rule_id.clone());
        Ok(Target { renamed: taken != first, path: taken })
    }
}

/// A path in lower case: not every file system tells case apart.
fn key(path: &Path) -> String {
    path.to_string_lossy().to_lowercase()
}

/// Makes the folder and tries whether a file can be made in it, before the first rule is.
///
/// # Errors
/// A complete message, if not.
pub(super) fn check_folder(folder: &Path) -> Result<(), String> {
    let tried = std::fs::create_dir_all(folder).and_then(|()| temporary(folder));
    tried.map(drop).map_err(|error| {
        let path = folder.display().to_string();
        let (path, error) = (Shown(&path), error.to_string());
        format!("error: cannot write to `{path}`: {}\nhelp: see who may write there, or name another folder", Shown(&error))
    })
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
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).open(path)?;
    // Half a rule would be taken for another one.
    file.write_all(text.as_bytes()).inspect_err(|_| drop(std::fs::remove_file(path)))
}
