//! The record of imports in the folder that they go to ↔ what the last import of each rule wrote.
//!
//! It tells a change by hand from a change of the source, so it belongs to the rule files as a lock file belongs to a manifest: a line
//! for each rule, in the order of their ids.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use detectors_import::Base;
use serde::{Deserialize, Serialize};

use super::target::{create, existing};
use crate::check::write::replace;
use crate::shown::Shown;

/// Hidden, so that nothing that searches the folder takes it for rules.
const NAME: &str = ".detectors-import.json";

const VERSION: u32 = 1;

/// What is known of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    /// The file that it came from, below the path that was searched.
    pub(super) source: String,
    /// What the file said.
    pub(super) keys: Base,
}

/// The record of a folder.
#[derive(Default)]
pub(super) struct Record {
    path: PathBuf,
    /// The text that was read, if there was one.
    before: Option<String>,
    rules: BTreeMap<String, Entry>,
}

#[derive(Deserialize)]
struct Read {
    version: u32,
    rules: BTreeMap<String, Entry>,
}

impl Record {
    /// The record of a folder; an empty one if there is none.
    ///
    /// # Errors
    /// A complete message, if there is one that cannot be read.
    pub(super) fn read(folder: &Path) -> Result<Self, String> {
        let path = folder.join(NAME);
        let complaint = |error: &str| {
            format!(
                "error: cannot read `{}`: {}\nhelp: restore it; without it no change by hand is told from one of the source",
                Shown(&path.display().to_string()),
                Shown(error)
            )
        };
        let Some(text) = existing(&path).map_err(|error| complaint(&error.to_string()))? else {
            return Ok(Self { path, ..Self::default() });
        };
        let read: Read = serde_json::from_str(&text).map_err(|error| complaint(&error.to_string()))?;
        if read.version != VERSION {
            return Err(complaint(&format!("it is of version {}, this program reads version {VERSION}", read.version)));
        }
        Ok(Self { path, before: Some(text), rules: read.rules })
    }

    /// What is known of a rule.
    pub(super) fn get(&self, rule_id: &str) -> Option<&Entry> {
        self.rules.get(rule_id)
    }

    /// Notes what was imported.
    pub(super) fn set(&mut self, rule_id: &str, entry: Entry) {
        self.rules.insert(rule_id.to_owned(), entry);
    }

    /// Writes it where it was read, if it has changed.
    ///
    /// # Errors
    /// A complete message, if it cannot be written.
    pub(super) fn write(&self) -> Result<(), String> {
        let text = self.text().and_then(|text| match &self.before {
            Some(before) if *before == text => Ok(()),
            Some(before) => replace(&self.path, before, &text),
            None if self.rules.is_empty() => Ok(()),
            None => create(&self.path, &text),
        });
        text.map_err(|error| {
            let path = self.path.display().to_string();
            format!("error: cannot write `{}`: {}", Shown(&path), Shown(&error.to_string()))
        })
    }

    fn text(&self) -> io::Result<String> {
        let line = |(id, entry)| Ok(format!("{}:{}", serde_json::to_string(id)?, serde_json::to_string(entry)?));
        let lines = self.rules.iter().map(line).collect::<io::Result<Vec<_>>>()?;
        Ok(format!("{{\"version\":{VERSION},\"rules\":{{\n{}\n}}}}\n", lines.join(",\n")))
    }
}
