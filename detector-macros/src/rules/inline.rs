//! A rule given in Rust → a rule file: attributes beside a `query` become the keys of a YAML text.
//!
//! So one reader checks both, and an error in such a rule is shown in a text that its author can read. What is not said gets a
//! default: the name of the struct, its documentation, low severity.

use super::attr::{Metadata, MetadataValue};
use detector_compiler::attack::Attack;
use detector_compiler::source::Source;
use proc_macro2::Span;
use std::fmt::Write;
use syn::{DeriveInput, Expr, ExprLit, Lit, LitStr, Meta};

/// A rule file that is given as attributes.
pub(super) struct Inline {
    /// The file that they mean.
    pub(super) source: Source,
    /// Where its parts come from: each begins at a byte of the file, in order.
    places: Vec<(usize, Span)>,
}

impl Inline {
    /// Where the byte of the file comes from.
    pub(super) fn span(&self, byte: usize) -> Span {
        let part = self.places.iter().take_while(|(start, _)| *start <= byte).last();
        part.map_or_else(Span::call_site, |(_, span)| *span)
    }
}

/// The rule file that the attributes mean.
pub(super) fn inline(query: &LitStr, metadata: &[Metadata], input: &DeriveInput) -> Inline {
    let ident = input.ident.to_string();
    let mut text = String::new();
    let mut places = vec![(0, input.ident.span())];
    let given = |key: &str| metadata.iter().any(|metadata| metadata.key == key);
    let mut default = |key: &str, value: &str| {
        if !given(key) {
            let _ = writeln!(text, "{key}: {value}");
        }
    };
    default("rule_id", &quoted(&ident));
    default("name", &quoted(&ident));
    default("description", &quoted(&documentation(input).unwrap_or_else(|| ident.clone())));
    default("severity", "low");
    default("risk_score", "21");
    text.push_str("type: eql\n");
    for Metadata { key, span, value } in metadata {
        places.push((text.len(), *span));
        let _ = match value {
            MetadataValue::Text(value) => writeln!(text, "{key}: {}", quoted(value)),
            MetadataValue::Number(digits) => writeln!(text, "{key}: {digits}"),
            MetadataValue::List(list) => {
                writeln!(text, "{key}: [{}]", list.iter().map(|element| quoted(element)).collect::<Vec<_>>().join(", "))
            }
            MetadataValue::Threat { .. } => Ok(()),
        };
    }
    threats(metadata, &mut text, &mut places);
    places.push((text.len(), query.span()));
    // The indentation is said, since a query may begin with blanks.
    text.push_str("query: |2\n");
    for line in query.value().lines() {
        let _ = writeln!(text, "  {line}");
    }
    Inline { source: Source::new(format!("#[detector] of {ident}"), text), places }
}

fn threats(metadata: &[Metadata], text: &mut String, places: &mut Vec<(usize, Span)>) {
    let mut begun = false;
    for Metadata { span, value, .. } in metadata {
        let MetadataValue::Threat { tactic, technique } = value else { continue };
        if !std::mem::replace(&mut begun, true) {
            text.push_str("threat:\n");
        }
        places.push((text.len(), *span));
        let _ = writeln!(text, "  - framework: MITRE ATT&CK\n    tactic: {}", entry(tactic));
        let Some(technique) = technique else { continue };
        let parent = technique.split('.').next().unwrap_or(technique);
        let _ = writeln!(
            text,
            "    technique:\n      - {}",
            entry(parent).trim_matches(['{', '}']).trim().replace(", ", "\n        ")
        );
        if parent != technique {
            let _ = writeln!(text, "        subtechnique:\n          - {}", entry(technique));
        }
    }
}

/// `{id: …, name: …, reference: …}` with the name that ATT&CK has.
fn entry(id: &str) -> String {
    let known = Attack::builtin().get(id);
    let name = known.map_or_else(|| id.to_owned(), |entry| entry.name.clone());
    let page = known.map_or_else(|| detector_compiler::attack::page(id), |entry| entry.page());
    format!("{{id: {}, name: {}, reference: {}}}", quoted(id), quoted(&name), quoted(&page))
}

/// A double-quoted YAML scalar.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\U{:08x}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// The documentation comment of the item.
fn documentation(input: &DeriveInput) -> Option<String> {
    let lines: Vec<String> = input
        .attrs
        .iter()
        .filter_map(|attribute| match &attribute.meta {
            Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
                Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value().trim().to_owned()),
                _ => None,
            },
            _ => None,
        })
        .collect();
    let text = lines.join("\n").trim().to_owned();
    (!text.is_empty()).then_some(text)
}
