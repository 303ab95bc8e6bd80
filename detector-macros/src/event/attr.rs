//! Reads `#[event(…)]` attributes: which keys are there, with which values.
//!
//! Keys are read one by one: a wrong one is reported and the rest is read on. What the values mean is not asked here.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::token::Paren;
use syn::{Attribute, Lit, LitStr, Path, Token};

use super::errors::{self, Errors};

/// What carries an attribute.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Type,
    Variant,
    Field,
}

impl Place {
    pub(super) const ALL: [Self; 3] = [Self::Type, Self::Variant, Self::Field];

    /// The keys that may stand there.
    pub(super) fn keys(self) -> &'static [&'static str] {
        match self {
            Self::Type => &["category", "constant", "missing", "schema", "crate"],
            Self::Variant => &["category", "constant", "missing", "skip"],
            Self::Field => &["field", "elements", "handle", "flatten"],
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Type => "a struct or enum",
            Self::Variant => "a variant",
            Self::Field => "a field",
        }
    }
}

/// `#[event(…)]` of a struct or enum.
#[derive(Default)]
pub(super) struct TypeAttrs {
    pub(super) facts: Facts,
    pub(super) schema: Option<LitStr>,
    pub(super) crate_path: Option<Path>,
}

/// `#[event(…)]` of a variant.
#[derive(Default)]
pub(super) struct VariantAttrs {
    pub(super) facts: Facts,
    pub(super) skip: Option<Span>,
}

/// What is true of every value of a type or variant.
#[derive(Default)]
pub(super) struct Facts {
    pub(super) categories: Vec<LitStr>,
    pub(super) constants: Vec<(LitStr, Lit)>,
    pub(super) missing: Vec<LitStr>,
}

/// `#[event(…)]` of a field of Rust.
#[derive(Default)]
pub(super) struct FieldAttrs {
    pub(super) fields: Vec<LitStr>,
    pub(super) elements: Option<LitStr>,
    pub(super) handle: Option<Span>,
    pub(super) flatten: Option<Span>,
}

impl FieldAttrs {
    /// Nothing was said of the field.
    pub(super) fn is_silent(&self) -> bool {
        self.fields.is_empty() && self.elements.is_none() && self.handle.is_none() && self.flatten.is_none()
    }
}

pub(super) fn of_type(attrs: &[Attribute], errors: &mut Errors) -> TypeAttrs {
    let mut read = TypeAttrs::default();
    each_key(attrs, Place::Type, errors, |key, input| match key.to_string().as_str() {
        "schema" => once(&mut read.schema, string(key, input)?, key),
        "crate" => {
            let path = string(key, input)?;
            let parsed = path.parse_with(Path::parse_mod_style).map_err(|_| errors::no_crate_path(&path))?;
            once(&mut read.crate_path, parsed, key)
        }
        _ => fact(&mut read.facts, key, input),
    });
    read
}

pub(super) fn of_variant(attrs: &[Attribute], errors: &mut Errors) -> VariantAttrs {
    let mut read = VariantAttrs::default();
    each_key(attrs, Place::Variant, errors, |key, input| match key.to_string().as_str() {
        "skip" => once(&mut read.skip, key.span(), key),
        _ => fact(&mut read.facts, key, input),
    });
    read
}

pub(super) fn of_field(attrs: &[Attribute], errors: &mut Errors) -> FieldAttrs {
    let mut read = FieldAttrs::default();
    each_key(attrs, Place::Field, errors, |key, input| match key.to_string().as_str() {
        "handle" => once(&mut read.handle, key.span(), key),
        "flatten" => once(&mut read.flatten, key.span(), key),
        "elements" => once(&mut read.elements, string(key, input)?, key),
        _ => {
            read.fields.push(string(key, input)?);
            Ok(())
        }
    });
    read
}

/// Calls `read` with each key that may stand at `place`, to read what follows it; reports the others.
fn each_key(
    attrs: &[Attribute],
    place: Place,
    errors: &mut Errors,
    mut read: impl FnMut(&Ident, ParseStream) -> syn::Result<()>,
) {
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("event")) {
        let result = attr.parse_args_with(|input: ParseStream| {
            while !input.is_empty() {
                let result = one_key(input, place, &mut read).and_then(|()| {
                    if input.is_empty() || input.peek(Token![,]) { Ok(()) } else { Err(input.error("expected `,`")) }
                });
                if let Err(error) = result {
                    errors.push(error);
                    skip_to_comma(input)?;
                }
                input.parse::<Option<Token![,]>>()?;
            }
            Ok(())
        });
        if let Err(error) = result {
            errors.push(error);
        }
    }
}

fn one_key(input: ParseStream, place: Place, read: &mut impl FnMut(&Ident, ParseStream) -> syn::Result<()>) -> syn::Result<()> {
    let Ok(key) = input.call(Ident::parse_any) else { return Err(errors::no_key(input.span(), place)) };
    if !place.keys().iter().any(|known| key == known) {
        return Err(errors::unknown_key(&key, place));
    }
    read(&key, input)
}

fn skip_to_comma(input: ParseStream) -> syn::Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}

fn once<T>(place: &mut Option<T>, value: T, key: &Ident) -> syn::Result<()> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(errors::key_given_twice(key)),
    }
}

/// The keys that types and variants share.
fn fact(facts: &mut Facts, key: &Ident, input: ParseStream) -> syn::Result<()> {
    match key.to_string().as_str() {
        "category" => facts.categories.push(string(key, input)?),
        "missing" => facts.missing.push(string(key, input)?),
        _ => {
            if !input.peek(Paren) {
                return Err(errors::constant_without_pairs(key));
            }
            let content;
            syn::parenthesized!(content in input);
            let pairs = Punctuated::<(LitStr, Lit), Token![,]>::parse_terminated_with(&content, constant);
            // What is left after an error would be an error of its own.
            content.parse::<TokenStream>()?;
            facts.constants.extend(pairs?);
        }
    }
    Ok(())
}

/// `"host.os.type" = "linux"`
fn constant(input: ParseStream) -> syn::Result<(LitStr, Lit)> {
    let field = input.parse()?;
    input.parse::<Token![=]>()?;
    Ok((field, input.parse()?))
}

/// `= "…"`
fn string(key: &Ident, input: ParseStream) -> syn::Result<LitStr> {
    if !input.peek(Token![=]) || !input.peek2(LitStr) {
        return Err(errors::key_without_string(key));
    }
    input.parse::<Token![=]>()?;
    input.parse()
}
