//! What was refused of the input: said where it is, and counted.
//!
//! Of each source the first [`SHOWN_MAX`] bad lines are said in full, and only [`STRANGE_MAX`] while there has been no good one: then the
//! source is probably no log at all. The summary has the number of all. A help is said once for a source.

use std::io::{self, Write};
use std::path::Path;

use detector_compiler::schema::similar;
use detectors_json::{DecodeError, Problem};

use crate::progress::Progress;
use crate::read::sniff::{self, Unfit};
use crate::shown::Shown;

/// Bad lines of a source that are said in full.
pub(crate) const SHOWN_MAX: u64 = 20;

/// Bad lines that are said in full before the first good one.
const STRANGE_MAX: u64 = 3;

/// Says and counts what is refused.
pub(crate) struct Complaints<'o> {
    err: &'o mut dyn Write,
    sources: Vec<Source>,
    unreadable: u64,
}

/// What has been said of a source.
#[derive(Clone, Default)]
struct Source {
    bad_lines: u64,
    has_good: bool,
    /// No more is said.
    silent: bool,
    helps: Vec<&'static str>,
}

impl<'o> Complaints<'o> {
    pub(crate) fn new(err: &'o mut dyn Write, sources: usize) -> Self {
        Self { err, sources: vec![Source::default(); sources], unreadable: 0 }
    }

    /// A source that cannot be opened, or not be read to its end.
    pub(crate) fn unreadable(&mut self, progress: &Progress, name: &str, error: &io::Error) {
        self.unreadable += 1;
        let mut message = format!("error: cannot read `{}`: {}\n", Shown(name), Shown(&error.to_string()));
        let help = Unfit::help_of(error).map(str::to_owned).or_else(|| help_for_path(name, error));
        if let Some(help) = help {
            message += &format!("help: {}\n", Shown(&help));
        }
        self.say(progress, &message);
    }

    /// A folder that cannot be read, or has nothing to read; a complete message.
    pub(crate) fn unreadable_folder(&mut self, progress: &Progress, message: &str) {
        self.unreadable += 1;
        self.say(progress, &format!("{message}\n"));
    }

    /// A line that is no document.
    pub(crate) fn bad_line(&mut self, progress: &Progress, source: usize, place: (&str, u64), text: &[u8], error: &DecodeError) {
        let (name, line) = place;
        let message = format!("error: {}\n --> {}:{line}:{}\n", Shown(&error.to_string()), Shown(name), error.offset + 1);
        let looks = matches!(error.problem, Problem::Syntax(_) | Problem::NotAnObject(_)).then(|| sniff::line(text)).flatten();
        self.line(progress, source, name, message, looks.or(error.help()));
    }

    /// A line that is refused for another reason; the column is not always known.
    pub(crate) fn refused_line(
        &mut self,
        progress: &Progress,
        source: usize,
        place: (&str, u64, Option<usize>),
        message: &str,
        text: &[u8],
    ) {
        let (name, line, column) = place;
        let at = column.map_or_else(String::new, |column| format!(":{column}"));
        let message = format!("error: {}\n --> {}:{line}{at}\n", Shown(message), Shown(name));
        let looks = column.and_then(|_| sniff::line(text));
        self.line(progress, source, name, message, looks);
    }

    /// A line that was not kept.
    pub(crate) fn long_line(&mut self, progress: &Progress, source: usize, name: &str, line: u64, bytes: u64) {
        let max = crate::read::input::LINE_MAX >> 20;
        let message = format!("error: a line of {bytes} bytes; at most {max} MiB are read\n --> {}:{line}\n", Shown(name));
        self.line(progress, source, name, message, Some("each line is one document; `jq -c` writes them so"));
    }

    /// A line was a document.
    #[inline]
    pub(crate) fn good_line(&mut self, source: usize) {
        if let Some(source) = self.sources.get_mut(source) {
            source.has_good = true;
        }
    }

    pub(crate) fn bad_lines(&self) -> u64 {
        self.sources.iter().map(|source| source.bad_lines).sum()
    }

    /// Sources that could not be opened or not be read to their end.
    pub(crate) fn unreadable_sources(&self) -> u64 {
        self.unreadable
    }

    fn line(&mut self, progress: &Progress, source: usize, name: &str, mut message: String, help: Option<&'static str>) {
        let Some(source) = self.sources.get_mut(source) else { return };
        source.bad_lines += 1;
        let shown_max = if source.has_good { SHOWN_MAX } else { STRANGE_MAX };
        if source.bad_lines > shown_max {
            if std::mem::replace(&mut source.silent, true) {
                return;
            }
            message = format!("note: more bad lines in `{}` are counted only\n", Shown(name));
        } else if let Some(help) = help
            && !source.helps.contains(&help)
        {
            source.helps.push(help);
            message += &format!("help: {help}\n");
        }
        self.say(progress, &message);
    }

    fn say(&mut self, progress: &Progress, message: &str) {
        // Nobody is left to tell if standard error is closed.
        progress.aside(|| self.err.write_all(message.as_bytes()).ok());
    }
}

/// What to do about a path that leads to nothing.
fn help_for_path(name: &str, error: &io::Error) -> Option<String> {
    if error.kind() != io::ErrorKind::NotFound {
        return None;
    }
    if name.contains(['*', '?']) {
        return Some("no file matches the pattern, so the shell has left it as it is".into());
    }
    let path = Path::new(name);
    let wanted = path.file_name()?.to_str()?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(entries) = folder.read_dir() else {
        return Some(format!("there is no folder `{}`", folder.display()));
    };
    let names: Vec<String> = entries.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    let near = similar(wanted, names.iter().map(String::as_str));
    near.first().map(|near| format!("a file with a similar name exists: `{}`", path.with_file_name(near).display()))
}
