//! Files that attributes name, relative to the file of Rust that names them: `schema = "fields.yml"`.
//!
//! A path is resolved as `include_str!` resolves it. An absolute one is refused: it would be right on one machine only.

use detector_compiler::diagnostics::{Diagnostics, Severity, render};
use detector_compiler::index::Frequencies;
use detector_compiler::schema::{Schema, custom};
use detector_compiler::source::{Source, SourceId};
use proc_macro2::TokenStream;
use quote::quote;
use std::path::{Component, Path, PathBuf};
use syn::{Error, LitStr};

/// A schema that was read.
pub(crate) struct SchemaFile {
    /// What it says.
    pub(crate) schema: Schema,
    /// Items that make the compiler look at the file again when it changes.
    pub(crate) track: TokenStream,
}

/// Reads a schema file. All problems of it are in the error, at the literal.
pub(crate) fn load(path: &LitStr) -> Result<SchemaFile, Error> {
    let NamedFile { source, track } = read(path, "schema file")?;
    let mut diagnostics = Diagnostics::new();
    let schema = custom::parse(&source, SourceId(0), &mut diagnostics);
    match schema {
        Some(schema) if !diagnostics.has_errors() => Ok(SchemaFile { schema, track }),
        _ => Err(rendered(diagnostics, &[source], path)),
    }
}

/// Reads a table of frequencies, with the items that make the compiler look at it again when it changes.
pub(crate) fn load_frequencies(path: &LitStr) -> Result<(Frequencies, TokenStream), Error> {
    let NamedFile { source, track } = read(path, "table of frequencies")?;
    match not_of_a_table(&source.text) {
        None => Ok((Frequencies::parse(&source.text), track)),
        Some(line) => {
            let title = format!("line {line} of the table of frequencies is not a field, a value and a number between tabs");
            let help = "`detectors profile --frequencies FILE EVENTS` writes such a table";
            Err(Error::new(path.span(), format!("{title}\n --> {}:{line}:1\nhelp: {help}", source.path)))
        }
    }
}

/// The first line, from 1, that is neither of a table of frequencies nor a comment.
fn not_of_a_table(text: &str) -> Option<usize> {
    let is_right = |line: &str| match *line.split('\t').collect::<Vec<_>>() {
        [field, _, count] => !field.is_empty() && count.parse::<u32>().is_ok(),
        _ => line.is_empty() || line.starts_with('#'),
    };
    text.lines().position(|line| !is_right(line)).map(|at| at + 1)
}

/// A file that an attribute names.
pub(crate) struct NamedFile {
    /// Its text, under a path that an editor can open.
    pub(crate) source: Source,
    /// Items that make the compiler look at the file again when it changes.
    pub(crate) track: TokenStream,
}

/// Reads the file that `path` names. `what` says in messages what it was to be: "schema file".
pub(crate) fn read(path: &LitStr, what: &str) -> Result<NamedFile, Error> {
    let name = path.value();
    if Path::new(&name).has_root() || Path::new(&name).is_absolute() {
        let help = "name it relative to this file, so that it is found on every machine";
        return Err(Error::new(path.span(), format!("the path of the {what} is absolute\nhelp: {help}")));
    }
    read_at(&locate(path), path, what)
}

/// Reads a file by its path; errors are shown at the literal `path`.
pub(crate) fn read_at(place: &Path, path: &LitStr, what: &str) -> Result<NamedFile, Error> {
    let text = std::fs::read_to_string(place).map_err(|error| unreadable(path, place, what, &error))?;
    let absolute = std::fs::canonicalize(place).map_err(|error| unreadable(path, place, what, &error))?;
    let Some(absolute) = absolute.to_str() else {
        return Err(Error::new(path.span(), format!("the path of the {what} is not UTF-8: {}", absolute.display())));
    };
    let track = quote!(
        const _: &[::core::primitive::u8] = ::core::include_bytes!(#absolute);
    );
    Ok(NamedFile { source: Source::new(place.display().to_string(), text), track })
}

fn unreadable(path: &LitStr, place: &Path, what: &str, error: &std::io::Error) -> Error {
    let title = format!("the {what} cannot be read: {error}");
    let help = format!("paths are relative to the file that names them; this one is {}", place.display());
    Error::new(path.span(), format!("{title}\nhelp: {help}"))
}

/// Where the file is. An editor may not say which file it has in hand: then it is looked for from the crate's sources,
/// and from the crate's folder.
pub(crate) fn locate(path: &LitStr) -> PathBuf {
    let name = path.value();
    // The compiler's own span: that of proc-macro2 does not say the file. Here is always a macro, so it is there.
    if let Some(here) = path.span().unwrap().local_file() {
        return tidy(&here.parent().unwrap_or(Path::new("")).join(name));
    }
    let package = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let in_sources = tidy(&package.join("src").join(&name));
    if in_sources.exists() { in_sources } else { tidy(&package.join(name)) }
}

/// Without `.` and without `folder/..`.
fn tidy(path: &Path) -> PathBuf {
    let mut tidied = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if matches!(tidied.components().next_back(), Some(Component::Normal(_))) => {
                tidied.pop();
            }
            component => tidied.push(component),
        }
    }
    tidied
}

/// The errors as rustc would print them, one after the other, all at the literal that names the file.
fn rendered(diagnostics: Diagnostics, sources: &[Source], at: &LitStr) -> Error {
    let errors = diagnostics.sorted().into_iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let errors = errors.map(|diagnostic| Error::new(at.span(), render::for_macro(&diagnostic, sources)));
    let all = errors.reduce(|mut all, error| {
        all.combine(error);
        all
    });
    all.unwrap_or_else(|| Error::new(at.span(), "the schema file cannot be used"))
}

#[cfg(test)]
mod tests {
    use super::{not_of_a_table, tidy};
    use std::path::Path;

    #[test]
    fn a_table_of_frequencies_is_fields_values_and_numbers() {
        for (text, wrong) in [
            ("", None),
            ("# a comment\n\nprocess.name\t*\t5\nprocess.name\ta b\t1000000\n", None),
            ("process.name\t*\t5\nprocess.name sh 5\n", Some(2)),
            ("process.name\tsh\tmany\n", Some(1)),
            ("process.name\tsh\n", Some(1)),
            ("process.name\ts\th\t5\n", Some(1)),
            ("\tsh\t5\n", Some(1)),
        ] {
            assert_eq!(not_of_a_table(text), wrong, "{text:?}");
        }
    }

    #[test]
    fn paths_are_shown_without_detours() {
        for (path, tidied) in [
            ("src/../rules/a.yml", "rules/a.yml"),
            ("./src/./a.yml", "src/a.yml"),
            ("../../a.yml", "../../a.yml"),
            ("src/../../a.yml", "../a.yml"),
            ("/x/../a.yml", "/a.yml"),
        ] {
            assert_eq!(tidy(Path::new(path)), Path::new(tidied), "{path}");
        }
    }
}
