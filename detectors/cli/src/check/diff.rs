//! Files before and after their changes → a unified diff.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use detector_compiler::source::Source;
use similar::{ChangeTag, TextDiff};

use super::fix::Fixed;
use crate::shown::Shown;

/// Prints what `patch -p0` would do to the files, without those that are left as they were.
pub(super) fn print(fixed: &[Fixed], after: &[Source], out: &mut dyn Write) -> io::Result<()> {
    let bold = Style::new().bold();
    for Fixed { file, before, .. } in fixed.iter().filter(|fixed| fixed.refused.is_none()) {
        let Some(after) = after.get(*file) else { continue };
        let path = Shown(&before.path);
        writeln!(out, "{bold}--- {path}{bold:#}\n{bold}+++ {path}{bold:#}")?;
        for hunk in TextDiff::from_lines(before.text.as_ref(), after.text.as_ref()).unified_diff().iter_hunks() {
            writeln!(out, "{}", hunk.header())?;
            for change in hunk.iter_changes() {
                let (sign, style) = match change.tag() {
                    ChangeTag::Equal => (' ', Style::new()),
                    ChangeTag::Delete => ('-', Style::new().fg_color(Some(AnsiColor::Red.into()))),
                    ChangeTag::Insert => ('+', Style::new().fg_color(Some(AnsiColor::Green.into()))),
                };
                let line = change.value();
                // The end of a line stays what it is, so that the diff can be applied.
                let (content, end) = match line.strip_suffix("\r\n") {
                    Some(content) => (content, "\r\n"),
                    None => (line.strip_suffix('\n').unwrap_or(line), "\n"),
                };
                write!(out, "{style}{sign}{}{style:#}{end}", Printed(content))?;
                if change.missing_newline() {
                    writeln!(out, "\\ No newline at end of file")?;
                }
            }
        }
    }
    Ok(())
}

/// A line as it is, but for what steers a terminal: a tab and a mark of the byte order do not.
struct Printed<'a>(&'a str);

impl std::fmt::Display for Printed<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for part in self.0.split_inclusive(['\t', '\u{feff}']) {
            let plain = part.trim_end_matches(['\t', '\u{feff}']);
            write!(f, "{}{}", Shown(plain), &part[plain.len()..])?;
        }
        Ok(())
    }
}
