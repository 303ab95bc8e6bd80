//! Checks what the attributes say: against the schema, and against each other.

use detector_compiler::field_id;
use detector_compiler::schema::{Field, Kind, Lookup, Schema};
use proc_macro2::{Ident, Span};
use std::collections::HashMap;
use syn::spanned::Spanned;
use syn::{Data, DeriveInput, Fields, Index, Lit, LitStr, Member};

use super::attr::{self, Facts, FieldAttrs, TypeAttrs};
use super::errors::{self, Errors};
use super::rust_type::tokens_text;
use super::{Body, Constant, Event, Flattened, Handle, Mapped, Record, Value, Variant};

/// The event type that `input` describes. Problems go to `errors`; `None` if there is nothing to go on with.
pub(super) fn event<'a>(input: &'a DeriveInput, attrs: &TypeAttrs, schema: &Schema, errors: &mut Errors) -> Option<Event<'a>> {
    let name = input.ident.to_string();
    let body = match &input.data {
        Data::Struct(data) => {
            let mut names = Names::default();
            let fields = read_fields(&data.fields, errors);
            let mut record = Record::new(name);
            record.take_facts(&attrs.facts, schema, &mut names, errors);
            record.take_fields(fields, schema, &mut names, errors);
            record.check_missing(&names, errors);
            if record.is_empty() && errors.is_empty() {
                errors.push(errors::empty(&input.ident));
            }
            Body::Struct(record)
        }
        Data::Enum(data) => {
            let mut names = Names::default();
            let mut common = Record::new(name.clone());
            common.take_facts(&attrs.facts, schema, &mut names, errors);
            common.check_missing(&names, errors);
            let variants: Vec<Variant> =
                data.variants.iter().map(|of| variant(of, &name, &common, names.clone(), schema, errors)).collect();
            let nothing = variants.iter().all(|variant| variant.record.is_empty());
            if common.is_empty() && nothing && errors.is_empty() {
                errors.push(errors::empty(&input.ident));
            }
            Body::Enum { common, variants }
        }
        Data::Union(data) => {
            errors.push(errors::union(data.union_token.span));
            return None;
        }
    };
    Some(Event { input, body })
}

fn variant<'a>(
    input: &'a syn::Variant,
    enum_name: &str,
    common: &Record,
    mut names: Names,
    schema: &Schema,
    errors: &mut Errors,
) -> Variant<'a> {
    let attrs = attr::of_variant(&input.attrs, errors);
    let name = format!("{enum_name}::{}", input.ident);
    let mut fields = read_fields(&input.fields, errors);
    let silent = fields.iter().all(|field| field.attrs.is_silent());
    let mut record = Record::new(name);
    record.take_facts(&attrs.facts, schema, &mut names, errors);
    match (attrs.skip, &input.fields, fields.as_mut_slice()) {
        (Some(span), _, _) => {
            if !silent || !record.is_empty() {
                errors.push(errors::skip_with_facts(span));
            }
            fields.clear();
        }
        // A variant around one other type is what that type is.
        (None, Fields::Unnamed(_), [only]) if silent => only.attrs.flatten = Some(only.span),
        (None, _, []) => {}
        (None, _, _) if silent && record.is_empty() => errors.push(errors::unclear_variant(&record.name, &input.ident)),
        (None, _, _) => {}
    }
    record.take_fields(fields, schema, &mut names, errors);
    record.check_missing(&names, errors);
    common.check_missing(&names, errors);
    Variant { ident: &input.ident, record }
}

/// A field of Rust and its attributes.
struct RustField<'a> {
    member: Member,
    ty: &'a syn::Type,
    span: Span,
    attrs: FieldAttrs,
}

fn read_fields<'a>(fields: &'a Fields, errors: &mut Errors) -> Vec<RustField<'a>> {
    let read = fields.iter().enumerate().map(|(index, field)| RustField {
        member: match &field.ident {
            Some(ident) => Member::Named(ident.clone()),
            None => Member::Unnamed(Index { index: u32::try_from(index).unwrap_or(u32::MAX), span: field.ty.span() }),
        },
        ty: &field.ty,
        span: field.ident.as_ref().map_or_else(|| field.ty.span(), Ident::span),
        attrs: attr::of_field(&field.attrs, errors),
    });
    read.collect()
}

/// The fields that have a value so far, and what gives it.
#[derive(Default, Clone)]
struct Names {
    given: HashMap<String, Given>,
    hashes: HashMap<u64, String>,
}

#[derive(Clone)]
enum Given {
    /// A field of Rust, by its name.
    Mapped(String),
    Constant,
}

impl Names {
    /// Adds a field; an error if another name has its hash.
    fn give(&mut self, name: &LitStr, given: Given, errors: &mut Errors) {
        let field = name.value();
        match self.hashes.get(&field_id(&field)) {
            Some(other) if *other != field => errors.push(errors::collision(name, other)),
            _ => {}
        }
        self.hashes.insert(field_id(&field), field.clone());
        self.given.insert(field, given);
    }
}

impl<'a> Record<'a> {
    fn new(name: String) -> Self {
        Self { name, mapped: Vec::new(), constants: Vec::new(), missing: Vec::new(), flattened: Vec::new(), handle: None }
    }

    fn take_facts(&mut self, facts: &Facts, schema: &Schema, names: &mut Names, errors: &mut Errors) {
        for category in &facts.categories {
            if category.value().is_empty() {
                errors.push(errors::empty_category(category.span()));
                continue;
            }
            let field = LitStr::new(&schema.category_field, category.span());
            self.take_constant(&field, Value::Str(category.value()), category.span(), names, errors);
        }
        for (field, literal) in &facts.constants {
            let Some(known) = usable(field, schema, errors) else { continue };
            match constant(literal, known.kind()) {
                Some(value) => {
                    let field = LitStr::new(&known.name, field.span());
                    self.take_constant(&field, value, field.span(), names, errors);
                }
                None if too_large(literal) => errors.push(errors::constant_too_large(literal.span())),
                None => errors.push(errors::bad_constant(literal.span(), &known)),
            }
        }
        for entry in &facts.missing {
            let Some(named) = missing(entry, schema, errors) else { continue };
            if self.missing.iter().any(|other| other.value() == named.value()) {
                errors.push(errors::missing_twice(entry));
            } else {
                self.missing.push(named);
            }
        }
    }

    /// A field may have several constants, as `event.category` and `event.type` often do.
    fn take_constant(&mut self, field: &LitStr, value: Value, span: Span, names: &mut Names, errors: &mut Errors) {
        let name = field.value();
        if self.constants.iter().any(|other| other.field == name && other.value == value) {
            errors.push(errors::constant_twice(&name, &value, span));
            return;
        }
        names.give(field, Given::Constant, errors);
        self.constants.push(Constant { field: name, value });
    }

    fn take_fields(&mut self, fields: Vec<RustField<'a>>, schema: &Schema, names: &mut Names, errors: &mut Errors) {
        for field in fields {
            let RustField { member, ty, attrs, .. } = field;
            if let Some(array) = attrs.elements {
                if !attrs.fields.is_empty() || attrs.flatten.is_some() || attrs.handle.is_some() {
                    errors.push(errors::elements_with_others(array.span()));
                }
                self.take_array(array, &member, ty, schema, names, errors);
                continue;
            }
            if let Some(flatten) = attrs.flatten {
                if !attrs.fields.is_empty() {
                    errors.push(errors::field_with_flatten(flatten));
                }
                self.flattened.push(Flattened { member: member.clone(), ty, array: None });
            } else {
                for name in attrs.fields {
                    self.take_field(name, &member, ty, schema, names, errors);
                }
            }
            if let Some(handle) = attrs.handle {
                let here = match attrs.flatten {
                    Some(_) => Handle::Of(member, ty),
                    None => Handle::Field(member, ty),
                };
                match &self.handle {
                    Some(Handle::Field(first, _) | Handle::Of(first, _)) => {
                        errors.push(errors::handle_twice(handle, &member_text(first)));
                    }
                    None => self.handle = Some(here),
                }
            }
        }
    }

    fn take_field(
        &mut self,
        name: LitStr,
        member: &Member,
        ty: &'a syn::Type,
        schema: &Schema,
        names: &mut Names,
        errors: &mut Errors,
    ) {
        let Some(known) = usable(&name, schema, errors) else { return };
        // Events carry a field under its own name; what is written may be an alias.
        let name = LitStr::new(&known.name, name.span());
        let field = name.value();
        match names.given.get(&field) {
            Some(Given::Mapped(first)) => return errors.push(errors::mapped_twice(&name, first)),
            Some(Given::Constant) => {
                return errors.push(errors::constant_is_mapped(&field, name.span(), &member_text(member)));
            }
            None => {}
        }
        names.give(&name, Given::Mapped(member_text(member)), errors);
        let type_name = known.field_type.name();
        self.mapped.push(Mapped { field: name, kind: known.kind(), type_name, member: member.clone(), ty });
    }

    fn take_array(
        &mut self,
        name: LitStr,
        member: &Member,
        ty: &'a syn::Type,
        schema: &Schema,
        names: &mut Names,
        errors: &mut Errors,
    ) {
        let array = name.value();
        let has_fields_below = !schema.names_below(&format!("{array}."), 1).is_empty();
        match schema.lookup(&array) {
            Lookup::Field(field) if field.kind() != Kind::Unusable => return errors.push(errors::no_array(&name)),
            _ if has_fields_below => {}
            Lookup::Field(_) => return errors.push(errors::no_array(&name)),
            Lookup::Unknown => return errors.push(errors::unknown_field(&name, schema)),
        }
        match names.given.get(&array) {
            Some(Given::Mapped(first)) => return errors.push(errors::mapped_twice(&name, first)),
            Some(Given::Constant) | None => {}
        }
        names.give(&name, Given::Mapped(member_text(member)), errors);
        self.flattened.push(Flattened { member: member.clone(), ty, array: Some(name) });
    }

    /// What is declared missing has no value.
    fn check_missing(&self, names: &Names, errors: &mut Errors) {
        for entry in &self.missing {
            let text = entry.value();
            let covered = names.given.iter().filter(|(field, _)| covers(&text, field));
            if let Some((field, given)) = covered.min_by_key(|(field, _)| *field) {
                let given = match given {
                    Given::Mapped(member) => format!("behind `{member}`"),
                    Given::Constant => "constant".to_owned(),
                };
                errors.push(errors::missing_is_given(entry, field, &given));
            }
        }
    }
}

fn member_text(member: &Member) -> String {
    tokens_text(member)
}

/// The field of that name; an error if there is none or no rule can read it.
fn usable(name: &LitStr, schema: &Schema, errors: &mut Errors) -> Option<Field> {
    match schema.lookup(&name.value()) {
        Lookup::Unknown => errors.push(errors::unknown_field(name, schema)),
        Lookup::Field(field) if field.kind() == Kind::Unusable => errors.push(errors::unusable_field(name, &field)),
        Lookup::Field(field) => return Some(field),
    }
    None
}

/// A `missing` entry under the field's own name, or as the prefix that it is; an error if it names no field.
fn missing(entry: &LitStr, schema: &Schema, errors: &mut Errors) -> Option<LitStr> {
    let text = entry.value();
    let Some(prefix) = text.strip_suffix(".*") else {
        if text.contains('*') {
            errors.push(errors::no_pattern(entry));
            return None;
        }
        match schema.lookup(&text) {
            Lookup::Field(field) => return Some(LitStr::new(&field.name, entry.span())),
            Lookup::Unknown => errors.push(errors::unknown_field(entry, schema)),
        }
        return None;
    };
    // Below a `flattened` field there is any name.
    let known =
        !schema.names_below(&format!("{prefix}."), 1).is_empty() || schema.lookup(&format!("{prefix}.any")) != Lookup::Unknown;
    if !known {
        errors.push(errors::prefix_without_fields(entry, prefix, schema));
        return None;
    }
    Some(entry.clone())
}

/// Whether a `missing` entry names `field`: itself, or a prefix that ends with `.*`.
fn covers(entry: &str, field: &str) -> bool {
    match entry.strip_suffix('*') {
        Some(stem) if stem.ends_with('.') => field.len() > stem.len() && field.starts_with(stem),
        _ => entry == field,
    }
}

/// The value of a literal for a field of that kind. A whole number may stand behind a keyword field.
fn constant(literal: &Lit, kind: Kind) -> Option<Value> {
    match (kind, literal) {
        (Kind::Str | Kind::Version, Lit::Str(text)) => Some(Value::Str(text.value())),
        (Kind::Str | Kind::Int, Lit::Int(number)) => whole(number),
        (Kind::Float, Lit::Int(number)) => number.base10_parse().ok().map(Value::Float),
        (Kind::Float, Lit::Float(number)) => number.base10_parse().ok().map(Value::Float),
        (Kind::Bool, Lit::Bool(value)) => Some(Value::Bool(value.value)),
        (Kind::Ip, Lit::Str(text)) => text.value().parse().ok().map(Value::Ip),
        _ => None,
    }
}

fn too_large(literal: &Lit) -> bool {
    matches!(literal, Lit::Int(number) if whole(number).is_none())
}

fn whole(number: &syn::LitInt) -> Option<Value> {
    let small = number.base10_parse().map(Value::Int);
    small.or_else(|_| number.base10_parse().map(Value::Unsigned)).ok()
}
