//! `#[detector(…)]` and `#[rule_set(…)]` → what to compile, and for which event types.

use super::Derive;
use detector_compiler::Expiry;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{DeriveInput, Error, Ident, LitInt, LitStr, Path, Type, parenthesized, punctuated::Punctuated, token};

/// What is compiled.
pub(super) enum What {
    /// `rule = "a.yml"`
    File(LitStr),
    /// `rules = ["a.yml", "b.yml"]`
    Files(Vec<LitStr>),
    /// `rules = "linux/**/*.yml"`
    Glob(LitStr),
    /// `query = "process where …"`
    Query(LitStr),
}

impl What {
    /// The literal that errors are shown at.
    pub(super) fn span(&self) -> Span {
        match self {
            Self::File(literal) | Self::Glob(literal) | Self::Query(literal) => literal.span(),
            Self::Files(literals) => literals.first().map_or_else(Span::call_site, LitStr::span),
        }
    }
}

/// A key of a rule file, given as an attribute beside `query`.
#[derive(Debug)]
pub(super) struct Metadata {
    /// The key, as a rule file has it.
    pub(super) key: String,
    /// Its value.
    pub(super) value: MetadataValue,
}

#[derive(Debug)]
pub(super) enum MetadataValue {
    /// `name = "…"`
    Text(String),
    /// `risk_score = 47`
    Number(String),
    /// `tags("…", "…")`
    List(Vec<String>),
    /// `threat(tactic = "TA0002", technique = "T1059.004")`
    Threat {
        /// `TA0002`
        tactic: String,
        /// `T1059.004`
        technique: Option<String>,
    },
}

/// All that the attributes say.
#[derive(Default)]
pub(super) struct Attributes {
    pub(super) what: Option<What>,
    pub(super) metadata: Vec<Metadata>,
    pub(super) schema: Option<LitStr>,
    pub(super) expiry: Expiry,
    events: Vec<Type>,
    krate: Option<Path>,
}

impl Attributes {
    /// Path of the `detectors` crate.
    pub(super) fn krate(&self) -> TokenStream {
        self.krate.as_ref().map_or_else(|| quote!(::detectors), ToTokens::to_token_stream)
    }

    /// The event types to check, each with the place to blame.
    pub(super) fn events(&self) -> Vec<(TokenStream, Span)> {
        self.events.iter().map(|event| (event.to_token_stream(), event.span())).collect()
    }
}

const TEXT_KEYS: [&str; 10] =
    ["rule_id", "name", "description", "severity", "license", "interval", "from", "note", "setup", "event_category_override"];
const NUMBER_KEYS: [&str; 3] = ["risk_score", "version", "max_signals"];
const LIST_KEYS: [&str; 5] = ["author", "tags", "index", "references", "false_positives"];
const COMMON_KEYS: [&str; 4] = ["event", "schema", "expiry", "crate"];

/// Reads the attributes of the item. What is wrong is in the errors; the rest is still read.
pub(super) fn read(derive: Derive, input: &DeriveInput) -> (Attributes, Vec<Error>) {
    let mut attributes = Attributes::default();
    let mut errors = Vec::new();
    let name = derive.attribute();
    for attribute in input.attrs.iter().filter(|attribute| attribute.path().is_ident(name)) {
        let read = attribute.parse_nested_meta(|meta| key(derive, &meta, &mut attributes, &mut errors));
        errors.extend(read.err());
    }
    if attributes.what.is_none() && errors.is_empty() {
        let (what, example) = match derive {
            Derive::Detector => ("which rule to compile", "rule = \"rule.yml\""),
            Derive::RuleSet => ("which rules to compile", "rules = \"rules/**/*.yml\""),
        };
        let message = format!("the attribute does not say {what}\nhelp: write `#[{name}({example})]`");
        errors.push(Error::new(input.ident.span(), message));
    }
    if let (Some(metadata), Some(What::File(_))) = (attributes.metadata.first(), &attributes.what) {
        let message = format!("`{}` is said by the rule file\nhelp: change it there", metadata.key);
        errors.push(Error::new(input.ident.span(), message));
    }
    (attributes, errors)
}

fn key(derive: Derive, meta: &ParseNestedMeta<'_>, attributes: &mut Attributes, errors: &mut Vec<Error>) -> syn::Result<()> {
    let Some(ident) = meta.path.get_ident() else {
        return Err(Error::new(meta.path.span(), "expected a key"));
    };
    let key = ident.unraw().to_string();
    let span = ident.span();
    match (derive, key.as_str()) {
        (_, "schema") => once(&mut attributes.schema, meta.value()?.parse()?, "schema", span, errors),
        (_, "crate") => once(&mut attributes.krate, meta.value()?.parse()?, "crate", span, errors),
        (_, "event") => attributes.events.push(meta.value()?.parse()?),
        (_, "expiry") => attributes.expiry = expiry(&meta.value()?.parse()?)?,
        (Derive::Detector, "rule") => once(&mut attributes.what, What::File(meta.value()?.parse()?), "what to compile", span, errors),
        (Derive::Detector, "query") => once(&mut attributes.what, What::Query(meta.value()?.parse()?), "what to compile", span, errors),
        (Derive::RuleSet, "rules") => once(&mut attributes.what, rules(meta)?, "what to compile", span, errors),
        (Derive::Detector, "threat") => attributes.metadata.push(threat(meta)?),
        (Derive::Detector, text) if TEXT_KEYS.contains(&text) => {
            let value: LitStr = meta.value()?.parse()?;
            attributes.metadata.push(Metadata { key, value: MetadataValue::Text(value.value()) });
        }
        (Derive::Detector, number) if NUMBER_KEYS.contains(&number) => {
            let value: LitInt = meta.value()?.parse()?;
            attributes.metadata.push(Metadata { key, value: MetadataValue::Number(value.base10_digits().to_owned()) });
        }
        (Derive::Detector, list) if LIST_KEYS.contains(&list) => {
            let value = MetadataValue::List(texts(meta)?);
            attributes.metadata.push(Metadata { key, value });
        }
        _ => return Err(unknown_key(derive, &key, span)),
    }
    Ok(())
}

fn once<T>(slot: &mut Option<T>, value: T, what: &str, span: Span, errors: &mut Vec<Error>) {
    if slot.is_some() {
        errors.push(Error::new(span, format!("`{what}` is said twice")));
    }
    *slot = Some(value);
}

fn unknown_key(derive: Derive, key: &str, span: Span) -> Error {
    let own: &[&str] = match derive {
        Derive::Detector => &["rule", "query", "threat"],
        Derive::RuleSet => &["rules"],
    };
    let metadata: Vec<&str> = match derive {
        Derive::Detector => [&TEXT_KEYS[..], &NUMBER_KEYS, &LIST_KEYS].concat(),
        Derive::RuleSet => Vec::new(),
    };
    let known = [own, &COMMON_KEYS, &metadata].concat();
    let near = known.iter().find(|candidate| strsim::damerau_levenshtein(candidate, key) <= 2);
    let help = match near {
        Some(near) => format!("a key with a similar name exists: `{near}`"),
        None => {
            let list: Vec<String> = own.iter().chain(&COMMON_KEYS).map(|key| format!("`{key}`")).collect();
            format!("`#[{}(…)]` can have {}", derive.attribute(), list.join(", "))
        }
    };
    Error::new(span, format!("unknown key `{key}`\nhelp: {help}"))
}

fn expiry(literal: &LitStr) -> syn::Result<Expiry> {
    match literal.value().as_str() {
        "from" => Ok(Expiry::From),
        "never" => Ok(Expiry::Never),
        other => Err(Error::new(literal.span(), format!("`{other}` is no expiry\nhelp: write `\"from\"` or `\"never\"`"))),
    }
}

/// `rules = "glob"`, `rules = ["file", …]`, `rules("file", …)`
fn rules(meta: &ParseNestedMeta<'_>) -> syn::Result<What> {
    if meta.input.peek(token::Paren) {
        let content;
        parenthesized!(content in meta.input);
        return files(&content);
    }
    let value = meta.value()?;
    if value.peek(token::Bracket) {
        let content;
        syn::bracketed!(content in value);
        return files(&content);
    }
    Ok(What::Glob(value.parse()?))
}

fn files(content: syn::parse::ParseStream<'_>) -> syn::Result<What> {
    let list: Punctuated<LitStr, token::Comma> = Punctuated::parse_terminated(content)?;
    if list.is_empty() {
        return Err(content.error("the list of rule files is empty"));
    }
    Ok(What::Files(list.into_iter().collect()))
}

/// `tags("a", "b")`, `author = "a"`
fn texts(meta: &ParseNestedMeta<'_>) -> syn::Result<Vec<String>> {
    if !meta.input.peek(token::Paren) {
        return Ok(vec![meta.value()?.parse::<LitStr>()?.value()]);
    }
    let content;
    parenthesized!(content in meta.input);
    let list: Punctuated<LitStr, token::Comma> = Punctuated::parse_terminated(&content)?;
    Ok(list.iter().map(LitStr::value).collect())
}

/// `threat(tactic = "TA0002", technique = "T1059.004")`
fn threat(meta: &ParseNestedMeta<'_>) -> syn::Result<Metadata> {
    let (mut tactic, mut technique) = (None, None);
    meta.parse_nested_meta(|meta| {
        let slot = if meta.path.is_ident("tactic") {
            &mut tactic
        } else if meta.path.is_ident("technique") {
            &mut technique
        } else {
            let name = meta.path.get_ident().map(Ident::to_string).unwrap_or_default();
            return Err(meta.error(format!("unknown key `{name}`\nhelp: `threat(…)` can have `tactic` and `technique`")));
        };
        *slot = Some(meta.value()?.parse::<LitStr>()?.value());
        Ok(())
    })?;
    let Some(tactic) = tactic else {
        return Err(meta.error("`threat(…)` needs a tactic\nhelp: write `threat(tactic = \"TA0002\", technique = \"T1059.004\")`"));
    };
    Ok(Metadata { key: "threat".to_owned(), value: MetadataValue::Threat { tactic, technique } })
}
