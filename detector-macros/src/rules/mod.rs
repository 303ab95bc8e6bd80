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

use crate::schema_file;
use attr::{Attributes, What};
use detector_compiler::diagnostics::{Severity, render};
use detector_compiler::emit::{self, Target};
use detector_compiler::schema::Schema;
use detector_compiler::source::Source;
use detector_compiler::{Compiled, compile};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
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
    };
    errors.extend(check_item(derive, &input));
    let compiled = if errors.is_empty() { prepare(&attributes, &input, &mut target, &mut errors) } else { None };
    match (derive, compiled) {
        (Derive::Detector, Some(Compiled { rules, .. })) if errors.is_empty() => match rules.first() {
            Some(rule) => emit::detector(&target, rule),
            None => emit::detector_stub(&target),
        },
        (Derive::RuleSet, Some(Compiled { rules, .. })) if errors.is_empty() => emit::rule_set(&target, &rules),
        (derive, _) => {
            let stub = match derive {
                Derive::Detector => emit::detector_stub(&target),
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
fn prepare(attributes: &Attributes, input: &DeriveInput, target: &mut Target, errors: &mut Vec<Error>) -> Option<Compiled> {
    let schema = match &attributes.schema {
        None => Schema::default(),
        Some(path) => match schema_file::load(path) {
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
    let what = attributes.what.as_ref()?;
    let sources = sources(what, attributes, input, target, errors)?;
    let compiled = compile(&sources, &schema, attributes.expiry);
    let shown = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.severity == Severity::Error);
    let span = what.span();
    errors.extend(shown.map(|diagnostic| Error::new(span, render::for_macro(diagnostic, &sources))));
    errors.is_empty().then_some(compiled)
}

fn sources(
    what: &What,
    attributes: &Attributes,
    input: &DeriveInput,
    target: &mut Target,
    errors: &mut Vec<Error>,
) -> Option<Vec<Source>> {
    match what {
        What::Query(query) => Some(vec![inline::source(query, &attributes.metadata, input)]),
        What::File(path) => read_all(std::slice::from_ref(path), target, errors),
        What::Files(paths) => read_all(paths, target, errors),
        What::Glob(pattern) => match glob::expand(pattern) {
            Ok(files) => Some(files.into_iter().map(|file| { target.track.extend(file.track); file.source }).collect()),
            Err(all) => {
                errors.extend(all);
                None
            }
        },
    }
}

fn read_all(paths: &[syn::LitStr], target: &mut Target, errors: &mut Vec<Error>) -> Option<Vec<Source>> {
    let mut sources = Vec::new();
    for path in paths {
        match schema_file::read(path, "rule file") {
            Ok(file) => {
                target.track.extend(file.track);
                sources.push(file.source);
            }
            Err(error) => errors.push(error),
        }
    }
    errors.is_empty().then_some(sources)
}
