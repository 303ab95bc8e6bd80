//! `detectors.toml` → the settings of `detectors check` that it holds.
//!
//! ```toml
//! [check]
//! allow = ["DR711"]
//! deny = ["warnings"]
//! schema = ["fields.tsv"]     # relative to the folder of the file
//! attack = "attack.tsv"
//! ```

use std::ops::Range;
use std::path::{Path, PathBuf};

use detector_compiler::diagnostics::render::line_column;
use serde::Deserialize;

use crate::rule_files::read_one;
use crate::shown::Shown;

/// The name of the file.
pub(crate) const NAME: &str = "detectors.toml";

/// The keys there are.
const KEYS: &str = "the only table is `[check]`, its keys are `allow`, `deny`, `schema` and `attack`";

/// What the file says; the paths as they can be opened.
#[derive(Debug, Default)]
pub(crate) struct Config {
    pub(crate) allow: Vec<String>,
    pub(crate) deny: Vec<String>,
    pub(crate) schema: Vec<PathBuf>,
    pub(crate) attack: Option<PathBuf>,
    path: String,
    text: String,
    words: Vec<toml::Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct File {
    check: Section,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Section {
    allow: Vec<toml::Spanned<String>>,
    deny: Vec<toml::Spanned<String>>,
    schema: Vec<PathBuf>,
    attack: Option<PathBuf>,
}

impl Config {
    /// The file that is given, or the nearest one: in the current folder or above it. Nothing if there is none.
    ///
    /// # Errors
    /// A complete message, as of [`Self::read`].
    pub(crate) fn find(given: Option<&Path>) -> Result<Self, String> {
        let here = std::env::current_dir().unwrap_or_default();
        match given.map(Path::to_owned).or_else(|| nearest(&here)) {
            Some(path) => Self::read(&path),
            None => Ok(Self::default()),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// A complete message: it cannot be read, is no TOML, or has a key or a value that is not known.
    fn read(path: &Path) -> Result<Self, String> {
        let source = read_one(path)?;
        let text = source.text.to_string();
        let File { check } = toml::from_str(&text).map_err(|error| complaint(&source.path, &text, &error))?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let plain = |words: &[toml::Spanned<String>]| words.iter().map(|word| word.get_ref().clone()).collect();
        Ok(Self {
            allow: plain(&check.allow),
            deny: plain(&check.deny),
            schema: check.schema.iter().map(|path| folder.join(path)).collect(),
            attack: check.attack.map(|path| folder.join(path)),
            words: check.deny.into_iter().chain(check.allow).collect(),
            path: source.path,
            text,
        })
    }

    /// A complete message of a word of `allow` or `deny`.
    pub(crate) fn complaint(&self, word: &str, problem: &str) -> String {
        let place = self.words.iter().rfind(|own| own.get_ref() == word).map_or(0..0, toml::Spanned::span);
        let (title, help) = problem.split_once("\nhelp: ").unwrap_or((problem, ""));
        message(&self.path, &self.text, place, title, Some(help).filter(|help| !help.is_empty()))
    }
}

/// The nearest configuration: in a folder or above it.
fn nearest(folder: &Path) -> Option<PathBuf> {
    let found = folder.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file())?;
    // The one here has the shortest name.
    Some(if found.parent() == Some(folder) { PathBuf::from(NAME) } else { found })
}

fn complaint(path: &str, text: &str, error: &toml::de::Error) -> String {
    let place = error.span().unwrap_or(0..0);
    let words = error.message();
    let unknown = words.strip_prefix("unknown field ").map(|_| text.get(place.clone()).unwrap_or_default());
    match unknown {
        Some(key) => message(path, text, place, &format!("unknown key `{}`", Shown(key)), Some(KEYS)),
        // As TOML calls them: what the library says of types are words of Rust.
        None if words.ends_with("expected a sequence") => {
            let written = text.get(place.clone()).unwrap_or_default();
            let help = format!("write it in brackets: `[{}]`", Shown(written));
            let help = written.starts_with(['"', '\'']).then_some(help.as_str());
            message(path, text, place, "a list of texts is expected here", help)
        }
        None => message(path, text, place, &Shown(words).to_string(), None),
    }
}

/// A message with the line it is about, as the compiler prints its own.
fn message(path: &str, text: &str, place: Range<usize>, title: &str, help: Option<&str>) -> String {
    let (line, column) = line_column(text, place.start);
    let content = text.lines().nth(line - 1).unwrap_or_default();
    let gutter = " ".repeat(line.to_string().len());
    let length = text.get(place).map_or(1, |part| part.lines().next().unwrap_or_default().chars().count().max(1));
    let marks = format!("{}{}", " ".repeat(column - 1), "^".repeat(length));
    // A tab is as wide as one blank here, so that the marks stand below their text.
    let content = content.replace('\t', " ");
    let help = help.map(|help| format!("\nhelp: {help}")).unwrap_or_default();
    let (path, content) = (Shown(path), Shown(&content));
    format!("error: {title}\n{gutter}--> {path}:{line}:{column}\n{gutter} |\n{line} | {content}\n{gutter} | {marks}{help}")
}
