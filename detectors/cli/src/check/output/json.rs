//! Diagnostics → one JSON object a line.

use std::io::{self, Write};

use detector_compiler::diagnostics::Diagnostic;
use detector_compiler::diagnostics::render::help_text;
use detector_compiler::source::Source;
use serde::Serialize;

use super::Region;
use crate::explain::severity_name;

#[derive(Serialize)]
struct Object<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    code: String,
    name: &'a str,
    severity: &'a str,
    message: &'a str,
    help: String,
}

/// Prints diagnostics of sources.
pub(crate) fn print(diagnostics: &[Diagnostic], sources: &[Source], out: &mut dyn Write) -> io::Result<()> {
    for diagnostic in diagnostics {
        let span = diagnostic.primary.span;
        let Some(source) = sources.get(span.source.0 as usize) else { continue };
        let Region { line, column, end_line, end_column } = Region::of(&source.text, span);
        let help: Vec<String> = diagnostic.help.iter().map(help_text).collect();
        let object = Object {
            file: &source.path,
            line,
            column,
            end_line,
            end_column,
            code: diagnostic.code.to_string(),
            name: diagnostic.code.info().name,
            severity: severity_name(diagnostic.severity),
            message: &diagnostic.title,
            help: help.join("\n"),
        };
        serde_json::to_writer(&mut *out, &object)?;
        writeln!(out)?;
    }
    Ok(())
}
