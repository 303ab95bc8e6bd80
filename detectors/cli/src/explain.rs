//! `detectors explain`: the code of a diagnostic → why it is a problem, a wrong and a right example.

use anstyle::{AnsiColor, Style};
use detector_compiler::diagnostics::{Code, Severity};
use detector_compiler::errors::{self, GROUPS};
use serde::Serialize;
use std::io::{self, Write};

use crate::Ending;
use crate::args::{Explain, Format};
use crate::shown::Shown;

/// The longest line of text for people.
const LINE_CHARS_MAX: usize = 96;

/// A code as an object.
#[derive(Serialize)]
struct Object {
    code: String,
    name: &'static str,
    severity: &'static str,
    group: &'static str,
    why: &'static str,
    wrong: &'static str,
    right: &'static str,
}

impl Object {
    fn of(code: Code) -> Self {
        let info = code.info();
        let group = GROUPS.iter().find(|group| group.codes.contains(&code)).map_or("", |group| group.title);
        let severity = severity_name(info.severity);
        Self { code: code.to_string(), name: info.name, severity, group, why: info.why, wrong: info.wrong, right: info.right }
    }
}

/// `error` or `warning`.
pub(crate) fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// What to say of a text that is no code.
pub(crate) fn unknown_code(text: &str) -> String {
    let near = errors::similar_codes(text);
    let near: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
    let is_number = text.trim_start_matches(['D', 'd', 'R', 'r']).bytes().all(|byte| byte.is_ascii_digit());
    let help = match near.as_slice() {
        // Numbers that are near say nothing of what was meant.
        [] | [_, ..] if is_number => "`detectors explain` lists all codes".to_owned(),
        [] => "`detectors explain` lists all codes".to_owned(),
        [one] => format!("there is {one}"),
        [init @ .., last] => format!("there are {} and {last}", init.join(", ")),
    };
    format!("no diagnostic has the code or name `{}`\nhelp: {help}", Shown(text))
}

/// Explains one code, or lists all.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn explain(options: &Explain, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Ending> {
    let Some(text) = &options.code else {
        list(options.format, out)?;
        return Ok(Ending::Finished);
    };
    let Some(code) = errors::code(text.trim()) else {
        let _ = writeln!(err, "error: {}", unknown_code(text));
        return Ok(Ending::Nothing);
    };
    match options.format {
        Format::Json => json(code, out)?,
        Format::Text => one(code, out)?,
    }
    Ok(Ending::Finished)
}

fn list(format: Format, out: &mut dyn Write) -> io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let codes = errors::all_codes();
    if format == Format::Json {
        return codes.into_iter().try_for_each(|code| json(code, out));
    }
    let width = codes.iter().map(|code| code.info().name.len()).max().unwrap_or_default();
    for (at, group) in GROUPS.iter().enumerate() {
        writeln!(out, "{}{bold}{}{bold:#}", if at == 0 { "" } else { "\n" }, group.title)?;
        for code in group.codes {
            let info = code.info();
            writeln!(out, "  {code}  {:width$}  {dim}{}{dim:#}", info.name, severity_name(info.severity))?;
        }
    }
    writeln!(out, "\n`detectors explain CODE` explains one.")
}

fn json(code: Code, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &Object::of(code))?;
    writeln!(out)
}

fn one(code: Code, out: &mut dyn Write) -> io::Result<()> {
    let info = code.info();
    let bold = Style::new().bold();
    let coloured = |colour: AnsiColor| Style::new().bold().fg_color(Some(colour.into()));
    let colour = match info.severity {
        Severity::Error => coloured(AnsiColor::Red),
        Severity::Warning => coloured(AnsiColor::Yellow),
    };
    writeln!(out, "{colour}{}[{code}]{colour:#} {bold}{}{bold:#}\n", severity_name(info.severity), info.name)?;
    for line in wrapped(info.why, LINE_CHARS_MAX) {
        writeln!(out, "{line}")?;
    }
    for (title, example, colour) in [("Wrong", info.wrong, AnsiColor::Red), ("Right", info.right, AnsiColor::Green)] {
        let colour = coloured(colour);
        writeln!(out, "\n{colour}{title}{colour:#}")?;
        for line in example.lines() {
            writeln!(out, "    {line}")?;
        }
    }
    Ok(())
}

/// Text in lines of at most `most` characters, broken at blanks that are not between back quotes. Its own breaks stay.
fn wrapped(text: &str, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in words(paragraph) {
            if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > most {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

/// The words of a text; what stands between back quotes is one.
fn words(text: &str) -> Vec<&str> {
    let mut quoted = false;
    let split = text.split(|c: char| {
        quoted ^= c == '`';
        c == ' ' && !quoted
    });
    split.filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_between_words() {
        let cases: [(&str, usize, &[&str]); 5] = [
            ("a b c", 3, &["a b", "c"]),
            ("a `b c` d", 4, &["a", "`b c`", "d"]),
            ("longer than that", 3, &["longer", "than", "that"]),
            ("a  b\nc", 9, &["a b", "c"]),
            ("", 9, &[]),
        ];
        for (text, most, expected) in cases {
            assert_eq!(wrapped(text, most), expected, "{text}");
        }
    }
}
