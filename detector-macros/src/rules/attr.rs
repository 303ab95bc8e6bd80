//! `#[detector(…)]` and `#[rule_set(…)]` → what to compile, and for which event types.

use super::Derive;
use detector_compiler::source::SourceId;
use detector_compiler::{Expiry, Options};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::spanned::Spanned;
use syn::{DeriveInput, Error, Ident, LitInt, LitStr, Path, Token, Type, parenthesized, punctuated::Punctuated, token};

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
    /// The literal that errors of a source are shown at.
    pub(super) fn span(&self, source: SourceId) -> Span {
        match self {
            Self::File(literal) | Self::Glob(literal) | Self::Query(literal) => literal.span(),
            Self::Files(literals) => {
                literals.get(source.0 as usize).or(literals.first()).map_or_else(Span::call_site, LitStr::span)
            }
        }
    }

    /// The key of the attribute.
    fn key(&self) -> &'static str {
        match self {
            Self::File(_) => "rule",
            Self::Files(_) | Self::Glob(_) => "rules",
            Self::Query(_) => "query",
        }
    }
}

/// A key of a rule file, given as an attribute beside `query`.
#[derive(Debug)]
pub(super) struct Metadata {
    /// The key, as a rule file has it.
    pub(super) key: String,
    /// Where it is said.
    pub(super) span: Span,
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
    /// A table of how often events have what the rules ask.
    pub(super) frequencies: Option<LitStr>,
    /// Files that a pattern names and that are left out.
    pub(super) except: Vec<LitStr>,
    pub(super) options: Options,
    /// Where the tests of the rule files are asked for.
    pub(super) tests: Option<Span>,
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

const TEXT_KEYS: [&str; 13] = [
    "rule_id",
    "name",
    "description",
    "severity",
    "license",
    "interval",
    "from",
    "note",
    "setup",
    "dialect",
    "event_category_override",
    "timestamp_field",
    "tiebreaker_field",
];
const NUMBER_KEYS: [&str; 3] = ["risk_score", "version", "max_signals"];
const LIST_KEYS: [&str; 5] = ["author", "tags", "index", "references", "false_positives"];
const COMMON_KEYS: [&str; 6] = ["event", "schema", "expiry", "max_samples_per_key", "tests", "crate"];

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
            Derive::RuleSet => ("which rules to compile", "rules = \"../rules/**/*.yml\""),
        };
        let message = format!("the attribute does not say {what}\nhelp: write `#[{name}({example})]`");
        errors.push(Error::new(input.ident.span(), message));
    }
    if let (Some(What::Files(_)), Some(file)) = (&attributes.what, attributes.except.first()) {
        errors.push(Error::new(file.span(), "`except` leaves out files of a pattern\nhelp: take the file from the list `rules`"));
    }
    if let Some(What::File(_)) = &attributes.what {
        let said = |metadata: &Metadata| {
            Error::new(metadata.span, format!("`{}` is said by the rule file\nhelp: change it there", metadata.key))
        };
        errors.extend(attributes.metadata.iter().map(said));
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
        (_, "schema") => once(&mut attributes.schema, text(meta, "fields.yml")?, "schema", span, errors),
        (_, "crate") => once(&mut attributes.krate, path(meta)?, "crate", span, errors),
        (_, "event") => attributes.events.push(meta.value()?.parse()?),
        (_, "tests") => flag(meta, &mut attributes.tests, span)?,
        (_, "expiry") => attributes.options.expiry = expiry(&text(meta, "never")?)?,
        (_, "max_samples_per_key") => attributes.options.samples_max = meta.value()?.parse::<LitInt>()?.base10_parse()?,
        (Derive::Detector, "rule") => compile(attributes, What::File(text(meta, "rule.yml")?), span, errors),
        (Derive::Detector, "query") => compile(attributes, What::Query(text(meta, "process where …")?), span, errors),
        (Derive::RuleSet, "rules") => compile(attributes, rules(meta, span)?, span, errors),
        (Derive::RuleSet, "frequencies") => {
            once(&mut attributes.frequencies, text(meta, "frequencies.tsv")?, "frequencies", span, errors);
        }
        (Derive::RuleSet, "except") => attributes.except.extend(except(meta)?),
        (Derive::Detector, "threat") => attributes.metadata.push(Metadata { key, span, value: threat(meta)? }),
        (Derive::Detector, known) if TEXT_KEYS.contains(&known) => {
            let value = MetadataValue::Text(text(meta, "…")?.value());
            attributes.metadata.push(Metadata { key, span, value });
        }
        (Derive::Detector, known) if NUMBER_KEYS.contains(&known) => {
            let value: LitInt = meta.value()?.parse()?;
            attributes.metadata.push(Metadata { key, span, value: MetadataValue::Number(value.base10_digits().to_owned()) });
        }
        (Derive::Detector, known) if LIST_KEYS.contains(&known) => {
            let value = MetadataValue::List(texts(meta)?);
            attributes.metadata.push(Metadata { key, span, value });
        }
        _ => return Err(unknown_key(derive, &key, span)),
    }
    Ok(())
}

/// `tests`, without a value.
fn flag(meta: &ParseNestedMeta<'_>, slot: &mut Option<Span>, span: Span) -> syn::Result<()> {
    *slot = Some(span);
    if meta.input.peek(Token![=]) || meta.input.peek(token::Paren) {
        return Err(Error::new(span, "`tests` has no value\nhelp: write `tests` alone"));
    }
    Ok(())
}

/// `rule = "rule.yml"`
fn text(meta: &ParseNestedMeta<'_>, example: &str) -> syn::Result<LitStr> {
    let key = meta.path.get_ident().map(Ident::to_string).unwrap_or_default();
    let expected = |span: Span| Error::new(span, format!("`{key}` is a text\nhelp: write `{key} = \"{example}\"`"));
    let value = meta.value().map_err(|_| expected(meta.path.span()))?;
    value.parse().map_err(|error: Error| expected(error.span()))
}

/// `crate = "::rules"`
fn path(meta: &ParseNestedMeta<'_>) -> syn::Result<Path> {
    let literal = text(meta, "::rules")?;
    literal.parse().map_err(|_| {
        let help = "name the crate as your code does: `crate = \"::rules\"`";
        Error::new(literal.span(), format!("`{}` is not a path\nhelp: {help}", literal.value()))
    })
}

fn once<T>(slot: &mut Option<T>, value: T, what: &str, span: Span, errors: &mut Vec<Error>) {
    if slot.is_some() {
        errors.push(Error::new(span, format!("`{what}` is said twice\nhelp: keep one of them")));
    }
    *slot = Some(value);
}

fn compile(attributes: &mut Attributes, what: What, span: Span, errors: &mut Vec<Error>) {
    if let Some(first) = &attributes.what {
        let message = match (first.key(), what.key()) {
            ("rules", "rules") => "`rules` is said twice\nhelp: write one list: `rules = [\"a.yml\", \"b.yml\"]`".to_owned(),
            (first, second) if first == second => {
                format!("`{first}` is said twice\nhelp: a detector has one rule; derive `RuleSet` for many")
            }
            (first, second) => format!("a detector has a `{first}` or a `{second}`, not both\nhelp: keep one of them"),
        };
        errors.push(Error::new(span, message));
    }
    attributes.what = Some(what);
}

fn unknown_key(derive: Derive, key: &str, span: Span) -> Error {
    let own: &[&str] = match derive {
        Derive::Detector => &["rule", "query", "threat"],
        Derive::RuleSet => &["rules", "except", "frequencies"],
    };
    let metadata: Vec<&str> = match derive {
        Derive::Detector => [&TEXT_KEYS[..], &NUMBER_KEYS, &LIST_KEYS].concat(),
        Derive::RuleSet => Vec::new(),
    };
    let known = [own, &COMMON_KEYS, &metadata].concat();
    let near = known.iter().find(|candidate| strsim::damerau_levenshtein(candidate, key) <= 2);
    let help = match near {
        _ if derive == Derive::Detector && key == "rules" => "a detector has one `rule`; derive `RuleSet` for many".to_owned(),
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
fn rules(meta: &ParseNestedMeta<'_>, span: Span) -> syn::Result<What> {
    if meta.input.peek(token::Paren) {
        let content;
        parenthesized!(content in meta.input);
        return files(&content, span);
    }
    if meta.input.peek(Token![=]) && meta.input.peek2(token::Bracket) {
        let value = meta.value()?;
        let content;
        syn::bracketed!(content in value);
        return files(&content, span);
    }
    Ok(What::Glob(text(meta, "../rules/**/*.yml")?))
}

fn files(content: syn::parse::ParseStream<'_>, span: Span) -> syn::Result<What> {
    let list: Punctuated<LitStr, token::Comma> = Punctuated::parse_terminated(content)?;
    if list.is_empty() {
        return Err(Error::new(span, "the list of rule files is empty\nhelp: write `rules = [\"a.yml\", \"b.yml\"]`"));
    }
    Ok(What::Files(list.into_iter().collect()))
}

/// `except = "file"`, `except = ["file", …]`, `except("file", …)`
fn except(meta: &ParseNestedMeta<'_>) -> syn::Result<Vec<LitStr>> {
    let list: Punctuated<LitStr, token::Comma> = if meta.input.peek(token::Paren) {
        let content;
        parenthesized!(content in meta.input);
        Punctuated::parse_terminated(&content)?
    } else if meta.input.peek(Token![=]) && meta.input.peek2(token::Bracket) {
        let value = meta.value()?;
        let content;
        syn::bracketed!(content in value);
        Punctuated::parse_terminated(&content)?
    } else {
        return Ok(vec![text(meta, "../rules/linux/rule.yml")?]);
    };
    Ok(list.into_iter().collect())
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
fn threat(meta: &ParseNestedMeta<'_>) -> syn::Result<MetadataValue> {
    let (mut tactic, mut technique) = (None, None);
    meta.parse_nested_meta(|meta| {
        let slot = if meta.path.is_ident("tactic") {
            &mut tactic
        } else if meta.path.is_ident("technique") {
            &mut technique
        } else {
            let name = meta.path.get_ident().map(Ident::to_string).unwrap_or_default();
            let help = "`threat(…)` can have `tactic` and `technique`, which may be a sub-technique";
            return Err(meta.error(format!("unknown key `{name}`\nhelp: {help}")));
        };
        *slot = Some(meta.value()?.parse::<LitStr>()?.value());
        Ok(())
    })?;
    let Some(tactic) = tactic else {
        return Err(
            meta.error("`threat(…)` needs a tactic\nhelp: write `threat(tactic = \"TA0002\", technique = \"T1059.004\")`")
        );
    };
    Ok(MetadataValue::Threat { tactic, technique })
}
