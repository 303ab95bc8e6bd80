//! Diagnostics → SARIF 2.1.0, what code scanning reads.
//!
//! One run. Columns and offsets count characters (`unicodeCodePoints`). Paths are relative to where the program was started
//! (`%SRCROOT%`), absolute ones are URIs of files. A fingerprint depends on the rule's id, the code and the text at the place,
//! so that a problem keeps it when its file or its line moves.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;

use detector_compiler::diagnostics::render::help_text;
use detector_compiler::diagnostics::{Applicability, Diagnostic, Help, Label};
use detector_compiler::errors;
use detector_compiler::source::{Source, Span};
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::Region;
use crate::explain::severity_name;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What is printed.
pub(crate) struct Report<'a> {
    pub(crate) diagnostics: &'a [Diagnostic],
    pub(crate) sources: &'a [Source],
    /// The ids of the rules in the sources, as far as they have one.
    pub(crate) rule_ids: &'a [Option<String>],
    /// What could not be read or written: messages.
    pub(crate) refused: &'a [String],
    pub(crate) exit_code: u8,
}

/// Prints a report.
pub(crate) fn print(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &report.log())?;
    writeln!(out)
}

impl Report<'_> {
    fn log(&self) -> Value {
        let codes = errors::all_codes();
        let rules: Vec<Value> = codes.iter().map(|code| descriptor(*code)).collect();
        let index_of: HashMap<_, _> = codes.iter().enumerate().map(|(index, code)| (*code, index)).collect();
        let mut seen = HashMap::new();
        let results: Vec<Value> = self
            .diagnostics
            .iter()
            .filter_map(|diagnostic| self.result(diagnostic, index_of.get(&diagnostic.code).copied()?, &mut seen))
            .collect();
        let notifications: Vec<Value> =
            self.refused.iter().map(|message| json!({"level": "error", "message": {"text": message}})).collect();
        let mut invocation = json!({"executionSuccessful": self.refused.is_empty(), "exitCode": self.exit_code});
        if !notifications.is_empty() {
            invocation["toolExecutionNotifications"] = notifications.into();
        }
        json!({
            "$schema": SCHEMA,
            "version": "2.1.0",
            "runs": [{
                "tool": {"driver": {
                    "name": "detectors",
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "rules": rules,
                }},
                "columnKind": "unicodeCodePoints",
                "originalUriBaseIds": {
                    "%SRCROOT%": {"description": {"text": "The folder in which the program was started."}},
                },
                "invocations": [invocation],
                "results": results,
            }],
        })
    }

    fn result(&self, diagnostic: &Diagnostic, index: usize, seen: &mut HashMap<String, usize>) -> Option<Value> {
        let mut text = diagnostic.title.clone();
        let said = diagnostic.help.iter().map(|help| ("help", help_text(help)));
        for (what, words) in said.chain(diagnostic.notes.iter().map(|note| ("note", note.clone()))) {
            let _ = write!(text, "\n{what}: {words}");
        }
        let mut result = json!({
            "ruleId": diagnostic.code.to_string(),
            "ruleIndex": index,
            "level": severity_name(diagnostic.severity),
            "kind": "fail",
            "message": {"text": text},
            "locations": [self.location(&diagnostic.primary)?],
            "partialFingerprints": {"detectorsDiagnostic/v1": self.fingerprint(diagnostic, seen)?},
        });
        let related: Vec<Value> = diagnostic.secondary.iter().filter_map(|label| self.location(label)).collect();
        if !related.is_empty() {
            result["relatedLocations"] = related.into();
        }
        let fixes: Vec<Value> = diagnostic.help.iter().filter_map(|help| self.fix(help)).collect();
        if !fixes.is_empty() {
            result["fixes"] = fixes.into();
        }
        Some(result)
    }

    fn location(&self, label: &Label) -> Option<Value> {
        let source = self.source(label.span)?;
        let mut region = region(&source.text, label.span);
        region["snippet"] = json!({"text": source.text.get(label.span.range()).unwrap_or_default()});
        let mut location = json!({"physicalLocation": {"artifactLocation": artifact(&source.path), "region": region}});
        if !label.text.is_empty() {
            location["message"] = json!({"text": label.text});
        }
        Some(location)
    }

    fn fix(&self, help: &Help) -> Option<Value> {
        let (span, text) = help.replacement.as_ref()?;
        let source = self.source(*span)?;
        let replacement = json!({"deletedRegion": region(&source.text, *span), "insertedContent": {"text": text}});
        Some(json!({
            "description": {"text": help.text},
            "artifactChanges": [{"artifactLocation": artifact(&source.path), "replacements": [replacement]}],
            "properties": {"applicability": match help.applicability {
                Applicability::Always => "always",
                Applicability::Maybe => "maybe",
            }},
        }))
    }

    /// The same problem twice in a rule is told apart by its number.
    fn fingerprint(&self, diagnostic: &Diagnostic, seen: &mut HashMap<String, usize>) -> Option<String> {
        let span = diagnostic.primary.span;
        let source = self.source(span)?;
        let file = Path::new(&source.path).file_name().map(|name| name.to_string_lossy().into_owned());
        let rule = self.rule_ids.get(span.source.0 as usize).cloned().flatten().or(file).unwrap_or_default();
        let text = source.text.get(span.range()).unwrap_or_default();
        let words: Vec<&str> = text.split_whitespace().collect();
        let key = format!("{rule}\0{}\0{}", diagnostic.code, words.join(" "));
        let number = seen.entry(key.clone()).or_default();
        let hash = Sha256::digest(format!("{key}\0{number}"));
        *number += 1;
        Some(hash.iter().take(16).fold(String::new(), |text, byte| format!("{text}{byte:02x}")))
    }

    fn source(&self, span: Span) -> Option<&Source> {
        self.sources.get(span.source.0 as usize)
    }
}

fn descriptor(code: detector_compiler::diagnostics::Code) -> Value {
    let info = code.info();
    let markdown = format!("{}\n\nWrong:\n\n```\n{}\n```\n\nRight:\n\n```\n{}\n```", info.why, info.wrong, info.right);
    json!({
        "id": code.to_string(),
        "name": info.name,
        "shortDescription": {"text": first_sentence(info.why)},
        "fullDescription": {"text": info.why},
        "help": {"text": format!("{}\n\nWrong:\n{}\n\nRight:\n{}", info.why, info.wrong, info.right), "markdown": markdown},
        "defaultConfiguration": {"level": severity_name(info.severity)},
    })
}

fn first_sentence(text: &str) -> &str {
    text.find(". ").map_or(text, |end| &text[..=end])
}

fn region(text: &str, span: Span) -> Value {
    let Region { line, column, end_line, end_column } = Region::of(text, span);
    let unmarked = text.strip_prefix('\u{feff}');
    let characters = |end: u32| {
        let count = text.get(..end as usize).unwrap_or(text).chars().count();
        if unmarked.is_some() { count.saturating_sub(1) } else { count }
    };
    let offset = characters(span.start);
    let mut region = Map::new();
    for (key, value) in [
        ("startLine", line),
        ("startColumn", column),
        ("endLine", end_line),
        ("endColumn", end_column),
        ("charOffset", offset),
        ("charLength", characters(span.end) - offset),
    ] {
        region.insert(key.to_owned(), value.into());
    }
    region.into()
}

/// A path as a URI.
fn artifact(path: &str) -> Value {
    let mut uri = String::new();
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.to_owned() };
    for byte in path.trim_start_matches("./").bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => {
                let _ = write!(uri, "%{byte:02X}");
            }
        }
    }
    if Path::new(&path).is_absolute() {
        let slash = if uri.starts_with('/') { "" } else { "/" };
        return json!({"uri": format!("file://{slash}{uri}")});
    }
    json!({"uri": uri, "uriBaseId": "%SRCROOT%"})
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_uris() {
        let cases = [
            ("rules/a b.yml", "rules/a%20b.yml", true),
            ("./é#1.yml", "%C3%A9%231.yml", true),
            ("../x.yml", "../x.yml", true),
            ("/tmp/x%.yml", "file:///tmp/x%25.yml", false),
        ];
        for (path, uri, is_relative) in cases {
            let artifact = artifact(path);
            assert_eq!(artifact["uri"], uri, "{path}");
            assert_eq!(artifact.get("uriBaseId").is_some(), is_relative, "{path}");
        }
    }
}
