//! `#[derive(Detector)]` and `#[derive(RuleSet)]`: attributes → rule files → the compiler → tokens.
//!
//! ```text
//! DeriveInput
//!   │ attr     attributes → what to compile, and for which event types
//!   │ source   rule files, a glob of them, or a query given in Rust → sources
//!   │ ── phase border ──
//!   │ detector_compiler::compile
//!   │ ── phase border: errors are shown, a stub keeps the rest of the crate compiling ──
//!   │ detector_compiler::emit
//! ```

mod attr;
mod glob;
mod inline;

use crate::files;
use attr::{Attributes, What};
use detector_compiler::diagnostics::{Diagnostic, Severity, render};
use detector_compiler::emit::{self, MatcherKind, Target};
use detector_compiler::schema::Schema;
use detector_compiler::source::Source;
use detector_compiler::{Compiled, compile};
use inline::Inline;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Data, DeriveInput, Error, spanned::Spanned};

/// Which of the two derives it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Derive {
    /// One rule.
    Detector,
    /// Many rules.
    RuleSet,
}

impl Derive {
    /// The name of its attribute.
    fn attribute(self) -> &'static str {
        match self {
            Self::Detector => "detector",
            Self::RuleSet => "rule_set",
        }
    }
}

/// The tokens of the derive.
pub(crate) fn derive(derive: Derive, input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let (attributes, mut errors) = attr::read(derive, &input);
    let mut target = Target {
        ident: input.ident.clone(),
        visibility: input.vis.to_token_stream(),
        krate: attributes.krate(),
        events: attributes.events(),
        track: TokenStream::new(),
        tests: Vec::new(),
        frequencies: None,
    };
    errors.extend(check_item(derive, &input));
    // A matcher of events has no parameter, one of sequences has; which it would be is not known without the query.
    let mut kind = MatcherKind::Sequence;
    let compiled = if errors.is_empty() { prepare(&attributes, &input, &mut target, &mut kind, &mut errors) } else { None };
    match (derive, compiled) {
        (Derive::Detector, Some(Compiled { rules, .. })) if errors.is_empty() => match rules.first() {
            Some(rule) => emit::detector(&target, rule),
            None => emit::detector_stub(&target, kind),
        },
        (Derive::RuleSet, Some(Compiled { rules, .. })) if errors.is_empty() => emit::rule_set(&target, &rules),
        (derive, _) => {
            let stub = match derive {
                // The stub would lack the parameters, and be an error itself.
                _ if !input.generics.params.is_empty() => TokenStream::new(),
                Derive::Detector => emit::detector_stub(&target, kind),
                Derive::RuleSet => emit::rule_set_stub(&target),
            };
            let errors = errors.into_iter().map(Error::into_compile_error);
            quote! { #(#errors)* #stub }
        }
    }
}

/// A detector has no fields and no parameters of its own: it only names a rule.
fn check_item(derive: Derive, input: &DeriveInput) -> Option<Error> {
    let name = match derive {
        Derive::Detector => "Detector",
        Derive::RuleSet => "RuleSet",
    };
    let problem = match &input.data {
        Data::Struct(data) if !data.fields.is_empty() => Some((data.fields.span(), "a struct without fields")),
        Data::Struct(_) if !input.generics.params.is_empty() => Some((input.generics.span(), "a struct without parameters")),
        Data::Struct(_) => None,
        Data::Enum(data) => Some((data.enum_token.span, "a struct")),
        Data::Union(data) => Some((data.union_token.span, "a struct")),
    };
    let (span, expected) = problem?;
    let help = format!("write `struct {};`, the matcher is a struct of its own", input.ident);
    Some(Error::new(span, format!("`{name}` is derived for {expected}\nhelp: {help}")))
}

/// Reads and compiles what the attributes name. `None` if there are errors, which are then in `errors`.
fn prepare(
    attributes: &Attributes,
    input: &DeriveInput,
    target: &mut Target,
    kind: &mut MatcherKind,
    errors: &mut Vec<Error>,
) -> Option<Compiled> {
    let schema = match &attributes.schema {
        None => Schema::default(),
        Some(path) => match files::load(path) {
            Ok(file) => {
                target.track.extend(file.track);
                file.schema
            }
            Err(error) => {
                errors.push(error);
                return None;
            }
        },
    };
    if let Some(path) = &attributes.frequencies {
        match files::load_frequencies(path) {
            Ok((frequencies, track)) => {
                target.track.extend(track);
                target.frequencies = Some(frequencies);
            }
            Err(error) => errors.push(error),
        }
    }
    let what = attributes.what.as_ref()?;
    let read = read(what, attributes, input, target, errors)?;
    if let Some(source) = read.sources.first() {
        *kind = likely_kind(&source.text);
    }
    let compiled = compile(&read.sources, &schema, attributes.options);
    let shown = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    errors.extend(shown.map(|diagnostic| Error::new(read.span(diagnostic, what), render::for_macro(diagnostic, &read.sources))));
    for warning in compiled.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Warning) {
        target.track.extend(shown_as_warning(&render::for_macro(warning, &read.sources), read.span(warning, what)));
    }
    if let Some(span) = attributes.tests {
        match tests(what, &compiled) {
            Ok(()) => target.tests = read.sources,
            Err(problem) => errors.push(Error::new(span, problem)),
        }
    }
    errors.is_empty().then_some(compiled)
}

/// What is wrong with asking for tests, if something is.
fn tests(what: &What, compiled: &Compiled) -> Result<(), &'static str> {
    match what {
        What::Query(_) => {
            Err("tests stand in a rule file, and this query stands in none\nhelp: write the rule as a file, with `tests:`")
        }
        // What is wrong with the rules is told already.
        _ if compiled.rules.is_empty() || compiled.rules.iter().any(|rule| !rule.tests.is_empty()) => Ok(()),
        What::File(_) => Err("the rule file has no tests\nhelp: add `tests:` to it, or take out `tests` here"),
        What::Files(_) | What::Glob(_) => {
            Err("none of the rule files has tests\nhelp: add `tests:` to one of them, or take out `tests` here")
        }
    }
}

/// Items that make rustc print a warning with this text.
///
/// Stable Rust lets a derive report errors only. The use of something deprecated is a warning with a text of its own;
/// `#[allow(deprecated)]` on a module around the detector silences it.
fn shown_as_warning(text: &str, span: Span) -> TokenStream {
    quote_spanned! {span=>
        const _: () = {
            #[deprecated(note = #text)]
            #[allow(non_upper_case_globals)]
            const a_detection_rule_with_a_warning: () = ();
            #[allow(clippy::let_unit_value, clippy::ignored_unit_patterns)]
            let _ = a_detection_rule_with_a_warning;
        };
    }
}

/// What the matcher of a rule file would be, as far as can be told of one with errors: by words of its query.
fn likely_kind(file: &str) -> MatcherKind {
    let lines = file.split_inclusive('\n');
    let start: usize = lines.take_while(|line| !line.starts_with("query:")).map(str::len).sum();
    let query = file[start..].trim_start_matches("query:");
    // `|2-` and the like, or the quote of a text on one line.
    let query = query.trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit() || "|>+-\"'".contains(c));
    match query.split(|c: char| !c.is_ascii_alphanumeric()).next() {
        Some("sequence" | "sample" | "") | None => MatcherKind::Sequence,
        // It keeps a tree of processes.
        Some(_) if query.contains("descendant of") => MatcherKind::Sequence,
        Some(_) => MatcherKind::Event,
    }
}

/// What is compiled.
struct Read {
    sources: Vec<Source>,
    /// Where the only source comes from, if it is no file.
    inline: Option<Inline>,
}

impl Read {
    /// The place in the attributes that an error is shown at.
    fn span(&self, diagnostic: &Diagnostic, what: &What) -> Span {
        let place = diagnostic.primary.span;
        match &self.inline {
            Some(inline) => inline.span(place.start as usize),
            None => what.span(place.source),
        }
    }
}

fn read(what: &What, attributes: &Attributes, input: &DeriveInput, target: &mut Target, errors: &mut Vec<Error>) -> Option<Read> {
    let sources = match what {
        What::Query(query) => {
            let inline = inline::inline(query, &attributes.metadata, input);
            return Some(Read { sources: vec![inline.source.clone()], inline: Some(inline) });
        }
        What::File(path) => read_all(std::slice::from_ref(path), target, errors)?,
        What::Files(paths) => read_all(paths, target, errors)?,
        What::Glob(pattern) => match glob::expand(pattern, &attributes.except) {
            Ok(files) => files
                .into_iter()
                .map(|file| {
                    target.track.extend(file.track);
                    file.source
                })
                .collect(),
            Err(all) => {
                errors.extend(all);
                return None;
            }
        },
    };
    Some(Read { sources, inline: None })
}

fn read_all(paths: &[syn::LitStr], target: &mut Target, errors: &mut Vec<Error>) -> Option<Vec<Source>> {
    let mut sources = Vec::new();
    for path in paths {
        match files::read(path, "rule file") {
            Ok(file) => {
                target.track.extend(file.track);
                sources.push(file.source);
            }
            Err(error) => errors.push(error),
        }
    }
    errors.is_empty().then_some(sources)
}

#[cfg(test)]
mod tests {
    use super::{MatcherKind, likely_kind};

    #[test]
    fn the_kind_of_a_matcher_is_that_of_the_first_word() {
        for (file, kind) in [
            ("name: a sequence\nquery: |\n  process where true\n", MatcherKind::Event),
            ("query: process where true", MatcherKind::Event),
            ("query: \"any where true\"", MatcherKind::Event),
            ("query: |2-\n    sequence by host.id\n      [process where true]\n", MatcherKind::Sequence),
            ("name: x\nquery: 'sample by host.id'\nseverity: low\n", MatcherKind::Sequence),
            ("name: x\n", MatcherKind::Sequence),
            ("", MatcherKind::Sequence),
        ] {
            assert_eq!(likely_kind(file), kind, "{file}");
        }
    }
}
