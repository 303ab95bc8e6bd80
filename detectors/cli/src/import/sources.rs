//! Arguments → the files to import, each with the folder below the one that was searched.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use detectors_import::{Form, Refusal, foreign};

use crate::rule_files;

const EXTENSIONS: [&str; 3] = ["toml", "json", "ndjson"];

/// An export of all rules of a large installation has some tens of megabytes.
const BYTES_MAX: u64 = 256 << 20;

/// A file that is to be imported, not yet read.
pub(super) struct SourceFile {
    /// The path as the user knows it.
    pub(super) path: PathBuf,
    /// The folders between it and the folder that was searched.
    pub(super) folder: PathBuf,
}

/// The text of a file.
pub(super) struct Text {
    pub(super) text: String,
    pub(super) form: Form,
    /// The name of the file says which form it has.
    is_named: bool,
}

impl Text {
    /// Why there is nothing to import, if it is in a form that nothing is imported from.
    pub(super) fn foreign(&self) -> Option<Refusal> {
        if self.is_named || self.form == Form::Json { None } else { foreign(&self.text) }
    }
}

/// The files that arguments name, and complete messages for what there is none of. Standard input comes first.
pub(super) fn find(arguments: &[PathBuf]) -> (Vec<SourceFile>, Vec<String>) {
    let (streams, named): (Vec<PathBuf>, Vec<PathBuf>) = arguments.iter().cloned().partition(|path| path == Path::new("-"));
    let (found, refused) = rule_files::find(&named, &EXTENSIONS);
    let stream = streams.into_iter().take(1).map(|path| SourceFile { path, folder: PathBuf::new() });
    let files = found.into_iter().map(|path| SourceFile { folder: folder(&path, &named), path });
    (stream.chain(files).collect(), refused)
}

/// The folders between a file and the first argument that it was found below.
fn folder(path: &Path, arguments: &[PathBuf]) -> PathBuf {
    let below = arguments.iter().filter(|argument| *argument != path).find_map(|argument| path.strip_prefix(argument).ok());
    below.and_then(Path::parent).map(Path::to_owned).unwrap_or_default()
}

impl SourceFile {
    pub(super) fn is_stream(&self) -> bool {
        self.path == Path::new("-")
    }

    /// Reads it.
    ///
    /// # Errors
    /// What is wrong, if it cannot be read, is not UTF-8 or too large.
    pub(super) fn read(&self) -> Result<Text, String> {
        let bytes = if self.is_stream() {
            limited(io::stdin().lock(), 0)
        } else {
            std::fs::File::open(&self.path).and_then(|file| limited(&file, file.metadata()?.len()))
        };
        let bytes = bytes.map_err(|error| error.to_string())?;
        let text = String::from_utf8(bytes).map_err(|error| {
            let line = error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
            format!("it is not UTF-8 in line {line}")
        })?;
        let extension = self.path.extension().and_then(std::ffi::OsStr::to_str).unwrap_or_default();
        let named = match extension.to_ascii_lowercase().as_str() {
            "toml" => Some(Form::Toml),
            "json" | "ndjson" => Some(Form::Json),
            _ => None,
        };
        Ok(Text { form: named.unwrap_or_else(|| Form::of(&text)), is_named: named.is_some(), text })
    }

    /// Its path below the one that was searched, the same wherever that is.
    pub(super) fn name_below(&self) -> String {
        match self.path.file_name() {
            Some(name) if !self.is_stream() => {
                let path = self.folder.join(name);
                path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
            }
            _ => self.name(),
        }
    }

    /// What reports call it.
    pub(super) fn name(&self) -> String {
        if self.is_stream() { "standard input".into() } else { self.path.display().to_string() }
    }
}

/// Reads all of it. `size` is what is known of its size: nothing is read if that is too much.
fn limited(reader: impl Read, size: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if size <= BYTES_MAX {
        reader.take(BYTES_MAX + 1).read_to_end(&mut bytes)?;
    }
    if size.max(bytes.len() as u64) > BYTES_MAX {
        return Err(io::Error::other(format!("it has more than {} MiB", BYTES_MAX >> 20)));
    }
    Ok(bytes)
}
