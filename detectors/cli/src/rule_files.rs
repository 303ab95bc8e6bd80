//! Arguments that name rule files → the files, as sources for the compiler.
//!
//! Where one rule is asked for, a rule that is compiled in can be named as `detectors rules` names it.
//!
//! A folder stands for every rule file below it (`.yml`, `.yaml`), in the order of their paths. What cannot be read is told and
//! the rest is still handled. Two arguments that name one file give it once.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use detector_compiler::diagnostics::render::line_column;
use detector_compiler::source::Source;

use crate::rules;
use crate::shown::Shown;

/// What the arguments gave.
#[derive(Debug, Default)]
pub(crate) struct RuleFiles {
    /// The files in order. Their paths are the user wrote them, extended below a folder.
    pub(crate) sources: Vec<Source>,
    /// What could not be read: complete messages, one an argument or file.
    pub(crate) refused: Vec<String>,
}

/// The files that arguments name, with one of the extensions where a folder is searched.
pub(crate) fn find(arguments: &[PathBuf], extensions: &[&str]) -> (Vec<PathBuf>, Vec<String>) {
    let mut found = Vec::new();
    let mut refused = Vec::new();
    let mut seen = BTreeSet::new();
    for argument in arguments {
        let mut here = Vec::new();
        match walk(argument, extensions, &mut here, &mut refused) {
            Ok(()) if here.is_empty() => refused.push(format!(
                "error: no file with the ending {} in `{}`",
                extensions.iter().map(|extension| format!("`.{extension}`")).collect::<Vec<_>>().join(" or "),
                Shown(&argument.display().to_string())
            )),
            Ok(()) => {}
            Err(error) => refused.push(unreadable(argument, &error.to_string())),
        }
        here.sort();
        for path in here {
            let identity = path.canonicalize().unwrap_or_else(|_| path.clone());
            if seen.insert(identity) {
                found.push(path);
            }
        }
    }
    (found, refused)
}

/// What the rule of the standard input is called.
pub(crate) const STDIN: &str = "<stdin>";

/// Whether an argument names the standard input.
pub(crate) fn is_stdin(argument: &Path) -> bool {
    argument == Path::new("-")
}

/// Reads the rule files that arguments name; `-` is one rule of the standard input, and comes first.
pub(crate) fn read(arguments: &[PathBuf]) -> RuleFiles {
    let (streams, named): (Vec<PathBuf>, Vec<PathBuf>) = arguments.iter().cloned().partition(|path| is_stdin(path));
    let (paths, refused) = find(&named, &["yml", "yaml"]);
    let mut files = RuleFiles { sources: Vec::new(), refused };
    if !streams.is_empty() {
        let mut bytes = Vec::new();
        let read = io::stdin().read_to_end(&mut bytes).map_err(|error| error.to_string());
        match read.and_then(|_| text(bytes).map_err(|error| error.what.to_owned())) {
            Ok(text) => files.sources.push(Source::new(STDIN, text)),
            Err(error) => files.refused.push(format!("error: cannot read the standard input: {}", Shown(&error))),
        }
    }
    for path in paths {
        match read_one(&path) {
            Ok(source) => files.sources.push(source),
            Err(message) => files.refused.push(message),
        }
    }
    files
}

/// Reads one file as a source.
///
/// # Errors
/// A complete message, if it cannot be read or is not UTF-8.
pub(crate) fn read_one(path: &Path) -> Result<Source, String> {
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error.to_string()))?;
    match text(bytes) {
        Ok(text) => Ok(Source::new(path.display().to_string(), text)),
        Err(NotText { what, place: None }) => Err(unreadable(path, what)),
        Err(NotText { what, place: Some((line, column)) }) => {
            let place = format!(" --> {}:{line}:{column}", Shown(&path.display().to_string()));
            Err(format!("{}\n{place}\nhelp: save the file as UTF-8", unreadable(path, what)))
        }
    }
}

/// Why bytes are no text.
struct NotText {
    what: &'static str,
    /// Where it might be mended: line and column, from 1.
    place: Option<(usize, usize)>,
}

fn text(bytes: Vec<u8>) -> Result<String, NotText> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(NotText { what: "it is UTF-16", place: Some((1, 1)) });
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let before = String::from_utf8_lossy(error.as_bytes().get(..good).unwrap_or_default());
        match error.as_bytes().contains(&0) {
            true => NotText { what: "it is binary, and no text", place: None },
            false => NotText { what: "it is not UTF-8", place: Some(line_column(&before, before.len())) },
        }
    })
}

/// Reads the rule that an argument names: a file, or a rule that is compiled in, by its id or name as `detectors rules show` takes
/// them.
///
/// # Errors
/// A complete message, if there is no such file and no such rule, or the file cannot be read.
pub(crate) fn read_rule(argument: &Path) -> Result<Source, String> {
    let has_ending = argument.extension().is_some_and(|extension| extension == "yml" || extension == "yaml");
    let text = argument.to_string_lossy();
    if has_ending || argument.exists() || text.contains(std::path::MAIN_SEPARATOR) {
        return read_one(argument);
    }
    let rule = rules::find(&rules::shipped(), &text)?.rule;
    let file = detector_rules::FILES.iter().find(|file| file.rule_id == rule.id);
    file.map(|file| Source::new(file.path, file.text)).ok_or_else(|| unreadable(argument, "the text of the rule is not here"))
}

fn unreadable(path: &Path, error: &str) -> String {
    format!("error: cannot read `{}`: {}", Shown(&path.display().to_string()), Shown(error))
}

/// A file is taken whatever its ending; below a folder the ending decides, and hidden files and folders are passed over.
fn walk(path: &Path, extensions: &[&str], found: &mut Vec<PathBuf>, refused: &mut Vec<String>) -> io::Result<()> {
    if !path.metadata()?.is_dir() {
        found.push(path.to_owned());
        return Ok(());
    }
    for entry in std::fs::read_dir(path)? {
        let child = entry?.path();
        let is_hidden = child.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let is_named = child.extension().and_then(OsStr::to_str).is_some_and(|extension| extensions.contains(&extension));
        // A link to a folder above would have no end.
        if is_hidden || (child.is_dir() && child.is_symlink()) || !(child.is_dir() || is_named) {
            continue;
        }
        if let Err(error) = walk(&child, extensions, found, refused) {
            refused.push(unreadable(&child, &error.to_string()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_stands_for_the_rule_files_below_it() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for name in ["b.yml", "a/c.yaml", "a/b.yml", "a/notes.md", ".git/x.yml", "empty/readme"] {
            let path = root.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, "x").unwrap();
        }
        std::fs::write(root.join("a/z.yml"), b"\xff").unwrap();
        let names = |files: &RuleFiles| -> Vec<String> {
            let prefix = format!("{}/", root.display());
            files.sources.iter().map(|source| source.path.replace(&prefix, "")).collect()
        };

        let files = read(&[root.join("b.yml"), root.into()]);
        assert_eq!(names(&files), ["b.yml", "a/b.yml", "a/c.yaml"]);
        assert_eq!(files.refused.len(), 1);
        assert!(files.refused[0].contains("a/z.yml`: it is not UTF-8\n --> "), "{}", files.refused[0]);

        let files = read(&[root.join("a/notes.md"), root.join("empty"), root.join("none")]);
        assert_eq!(names(&files), ["a/notes.md"]);
        assert_eq!(files.refused.len(), 2);
        assert!(files.refused[0].contains("no file with the ending `.yml` or `.yaml` in"), "{}", files.refused[0]);
    }

    #[test]
    fn every_rule_that_is_compiled_in_has_its_file() {
        for rules::Known { rule, .. } in rules::shipped() {
            let source = read_rule(Path::new(rule.id)).unwrap();
            assert!(source.text.contains(rule.name) && source.path.ends_with(".yml"), "{}", rule.id);
        }
        for (argument, part) in [
            ("no such rule", "no rule has the id or name `no such rule`"),
            ("none.yml", "cannot read `none.yml`"),
            ("none/rule", "cannot read `none/rule`"),
        ] {
            let message = read_rule(Path::new(argument)).unwrap_err();
            assert!(message.contains(part), "{argument}: {message}");
        }
    }
}
