//! The problems of an event type: one constructor each. Places are tokens of Rust, so these are errors of syn.

use detector_compiler::schema::{Field, FieldType, Kind, Schema, similar};
use proc_macro2::{Ident, Span, TokenStream};
use syn::{Error, LitStr};

use super::Value;
use super::attr::Place;

/// All problems found so far.
pub(super) struct Errors(Option<Error>);

impl Errors {
    pub(super) fn new() -> Self {
        Self(None)
    }

    pub(super) fn push(&mut self, error: Error) {
        match &mut self.0 {
            Some(all) => all.combine(error),
            none => *none = Some(error),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    pub(super) fn into_tokens(self) -> TokenStream {
        self.0.map(Error::into_compile_error).unwrap_or_default()
    }
}

/// A list as a sentence has it: `a`, `b` and `c`.
fn list(names: &[&str], last: &str) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., end] => format!("{} {last} {end}", first.join(", ")),
    }
}

pub(super) fn unknown_key(key: &Ident, at: Place) -> Error {
    let name = key.to_string();
    if let Some(other) = Place::ALL.into_iter().find(|place| place.keys().contains(&name.as_str())) {
        return Error::new(key.span(), format!("`{name}` belongs to {}, not to {}", other.name(), at.name()));
    }
    let near = at.keys().iter().find(|known| strsim::damerau_levenshtein(known, &name) <= 2);
    let help = match near {
        Some(near) => format!("a key with a similar name exists: `{near}`"),
        None => format!("{} can have {}", at.name(), list(at.keys(), "and")),
    };
    Error::new(key.span(), format!("unknown key `{name}`\nhelp: {help}"))
}

pub(super) fn no_key(span: Span, at: Place) -> Error {
    Error::new(span, format!("expected a key\nhelp: {} can have {}", at.name(), list(at.keys(), "and")))
}

pub(super) fn key_without_string(key: &Ident) -> Error {
    Error::new(key.span(), format!("`{key}` needs a string: `{key} = \"…\"`"))
}

pub(super) fn constant_without_pairs(key: &Ident) -> Error {
    Error::new(key.span(), "`constant` needs a field and its value: `constant(\"host.os.type\" = \"linux\")`")
}

pub(super) fn key_given_twice(key: &Ident) -> Error {
    Error::new(key.span(), format!("`{key}` is given twice"))
}

pub(super) fn no_crate_path(path: &LitStr) -> Error {
    Error::new(
        path.span(),
        format!("`{}` is not a path\nhelp: name the crate as your code does: `crate = \"::rules\"`", path.value()),
    )
}

pub(super) fn union(span: Span) -> Error {
    Error::new(span, "a union cannot be an event\nhelp: use an enum, so that it is known which fields are there")
}

pub(super) fn empty(ident: &Ident) -> Error {
    Error::new(ident.span(), format!("`{ident}` has no field of an event\nhelp: name one: `#[event(field = \"process.name\")]`"))
}

pub(super) fn unclear_variant(name: &str, ident: &Ident) -> Error {
    Error::new(
        ident.span(),
        format!(
            "it is not clear what event `{name}` is\n\
             help: name its fields with `#[event(field = \"…\")]`, or leave it out with `#[event(skip)]`"
        ),
    )
}

pub(super) fn skip_with_facts(span: Span) -> Error {
    Error::new(span, "a variant that is skipped has no fields\nhelp: remove `skip`, or its other attributes")
}

pub(super) fn unknown_field(name: &LitStr, schema: &Schema) -> Error {
    let field = name.value();
    let help = match schema.similar(&field).as_slice() {
        [] => "declare fields of your own in a file: `#[event(schema = \"fields.yml\")]`".to_owned(),
        [one] => format!("a field with a similar name exists: `{one}`"),
        several => {
            let several: Vec<&str> = several.iter().map(String::as_str).collect();
            format!("fields with similar names exist: {}", list(&several, "and"))
        }
    };
    Error::new(name.span(), format!("no field `{field}` in the schema\nhelp: {help}"))
}

pub(super) fn unusable_field(name: &LitStr, field: &Field) -> Error {
    let why = match field.field_type {
        FieldType::TextOnly => "it is text without an exact value",
        FieldType::TextAmbiguous => "it is text with several exact values",
        FieldType::InsideNested => "it is inside an array of nested objects",
        _ => "EQL cannot use fields of its type",
    };
    Error::new(name.span(), format!("no rule can read `{}`: {why}", field.name))
}

pub(super) fn mapped_twice(name: &LitStr, first: &str) -> Error {
    Error::new(
        name.span(),
        format!("field `{}` is already behind `{first}`\nhelp: a field with several values is one slice or array", name.value()),
    )
}

pub(super) fn constant_is_mapped(name: &str, span: Span, mapped: &str) -> Error {
    Error::new(span, format!("field `{name}` cannot be constant: it is behind `{mapped}`"))
}

pub(super) fn constant_twice(name: &str, value: &Value, span: Span) -> Error {
    Error::new(span, format!("field `{name}` has the constant `{}` already", value.text()))
}

pub(super) fn bad_constant(span: Span, field: &Field) -> Error {
    let name = &field.name;
    let type_name = with_article(field.field_type.name());
    let help = match field.kind() {
        Kind::Str | Kind::Version => "write a string: `\"…\"`",
        Kind::Int => "write a whole number",
        Kind::Float => "write a number",
        Kind::Bool => "write `true` or `false`",
        Kind::Ip => "write an address: `\"192.0.2.1\"`",
        Kind::Date => return Error::new(span, format!("`{name}` is {type_name}, and a time is never constant")),
        Kind::Unusable => return Error::new(span, format!("`{name}` is {type_name}, and has no constants")),
    };
    Error::new(span, format!("`{name}` is {type_name}, and this is not\nhelp: {help}"))
}

pub(super) fn constant_too_large(span: Span) -> Error {
    Error::new(span, "the number is too large: no field holds it")
}

pub(super) fn empty_category(span: Span) -> Error {
    Error::new(span, "a category has a name\nhelp: name it as ECS does: `category = \"process\"`")
}

pub(super) fn missing_is_given(entry: &LitStr, field: &str, given: &str) -> Error {
    Error::new(entry.span(), format!("field `{field}` is not missing: it is {given}"))
}

pub(super) fn missing_twice(entry: &LitStr) -> Error {
    Error::new(entry.span(), format!("`{}` is declared missing twice", entry.value()))
}

pub(super) fn no_pattern(entry: &LitStr) -> Error {
    Error::new(
        entry.span(),
        format!("`{}` is neither a field nor a prefix\nhelp: a prefix ends with `.*`: `process.parent.*`", entry.value()),
    )
}

pub(super) fn prefix_without_fields(entry: &LitStr, prefix: &str, schema: &Schema) -> Error {
    let fields = schema.names_below("", usize::MAX);
    let prefixes = fields.iter().flat_map(|field| field.match_indices('.').map(|(dot, _)| &field[..dot]));
    let title = format!("no field in the schema begins with `{prefix}.`");
    match similar(prefix, prefixes).first() {
        Some(near) => Error::new(entry.span(), format!("{title}\nhelp: a similar prefix exists: `{near}.*`")),
        None => Error::new(entry.span(), title),
    }
}

pub(super) fn field_with_flatten(span: Span) -> Error {
    Error::new(span, "`flatten` takes in the fields of a struct, `field` names one field\nhelp: remove one of the two")
}

pub(super) fn elements_with_others(span: Span) -> Error {
    Error::new(
        span,
        "`elements` takes in an array of objects, and nothing else can be said of the same field\nhelp: remove the rest",
    )
}

pub(super) fn no_array(name: &LitStr) -> Error {
    let message = format!(
        "`{}` has no fields below it, so it is no array of objects\nhelp: map a field by `field = \"…\"`; a slice gives it several values",
        name.value()
    );
    Error::new(name.span(), message)
}

pub(super) fn handle_twice(span: Span, first: &str) -> Error {
    Error::new(span, format!("an event has one handle, and `{first}` is it already"))
}

pub(super) fn collision(name: &LitStr, other: &str) -> Error {
    Error::new(
        name.span(),
        format!("fields `{}` and `{other}` have the same hash, so that one event cannot have both", name.value()),
    )
}

/// `a long`, `an ip`
pub(super) fn with_article(type_name: &str) -> String {
    let article = if type_name.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    format!("{article} {type_name}")
}
