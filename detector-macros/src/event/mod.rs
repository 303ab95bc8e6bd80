//! `#[derive(Event)]`: a struct or enum with `#[event(…)]` attributes → an `impl Event` and its checks.
//!
//! ```text
//! DeriveInput
//!   │ attr     attributes → keys and values, each read for itself
//!   │ valid    names against the schema, constants against their fields, nothing given twice → Event
//!   │ ── phase border: any error stops here, all are reported, a stub keeps the rest of the crate compiling ──
//!   │ expand   Event → tokens; cannot fail
//! ```
//! Whether a Rust type can stand behind its field only rustc knows: [`expand`] writes it down as constant assertions.

mod attr;
mod errors;
mod expand;
mod rust_type;
mod valid;

use detector_compiler::schema::{Kind, Schema};
use proc_macro2::{Ident, TokenStream};
use std::net::IpAddr;
use syn::{DeriveInput, LitStr, Member, Type};

use crate::files::SchemaFile;
use errors::Errors;

/// The tokens of the derive: an impl and its checks, or compile errors and a stub.
pub(crate) fn derive(input: TokenStream) -> TokenStream {
    let input: DeriveInput = match syn::parse2(input) {
        Ok(input) => input,
        Err(error) => return error.into_compile_error(),
    };
    let mut errors = Errors::new();
    let attrs = attr::of_type(&input.attrs, &mut errors);
    let crate_path = expand::crate_path(attrs.crate_path.as_ref());
    let Some(schema) = load(attrs.schema.as_ref(), &mut errors) else {
        // Without its schema, every field would be an error that is none.
        return expand::stub(&input, &crate_path, errors);
    };
    let event = valid::event(&input, &attrs, &schema.schema, &mut errors);
    match event {
        Some(event) if errors.is_empty() => expand::event(&event, &crate_path, &schema.track),
        _ => expand::stub(&input, &crate_path, errors),
    }
}

fn load(path: Option<&LitStr>, errors: &mut Errors) -> Option<SchemaFile> {
    let Some(path) = path else {
        return Some(SchemaFile { schema: Schema::default(), track: TokenStream::new() });
    };
    match crate::files::load(path) {
        Ok(file) => Some(file),
        Err(error) => {
            errors.push(error);
            None
        }
    }
}

/// An event type, checked.
struct Event<'a> {
    input: &'a DeriveInput,
    body: Body<'a>,
}

enum Body<'a> {
    Struct(Record<'a>),
    Enum {
        /// What the enum says of all its variants; has no fields of Rust.
        common: Record<'a>,
        variants: Vec<Variant<'a>>,
    },
}

struct Variant<'a> {
    ident: &'a Ident,
    record: Record<'a>,
}

/// What one struct or variant has.
struct Record<'a> {
    /// As messages call it: `Exec`, `AgentEvent::Open`.
    name: String,
    mapped: Vec<Mapped<'a>>,
    constants: Vec<Constant>,
    missing: Vec<LitStr>,
    flattened: Vec<Flattened<'a>>,
    handle: Option<Handle<'a>>,
}

impl Record<'_> {
    /// It says nothing of any field.
    fn is_empty(&self) -> bool {
        self.mapped.is_empty() && self.constants.is_empty() && self.missing.is_empty() && self.flattened.is_empty()
    }
}

/// A field of the event and the Rust field behind it.
struct Mapped<'a> {
    field: LitStr,
    kind: Kind,
    /// Elasticsearch's name of the type.
    type_name: &'static str,
    member: Member,
    ty: &'a Type,
}

/// A Rust field whose fields are the event's.
struct Flattened<'a> {
    member: Member,
    ty: &'a Type,
    /// It is an array of objects of that name, and the fields are its elements'.
    array: Option<LitStr>,
}

/// Where the host's own name of the event is.
#[derive(Clone)]
enum Handle<'a> {
    /// In a Rust field.
    Field(Member, &'a Type),
    /// It is that of a flattened part.
    Of(Member, &'a Type),
}

/// One value that a field has always.
struct Constant {
    field: String,
    value: Value,
}

#[derive(Clone, Debug, PartialEq)]
enum Value {
    Str(String),
    Int(i64),
    Unsigned(u64),
    Float(f64),
    Bool(bool),
    Ip(IpAddr),
}

impl Value {
    /// As a rule would write it, without quotes.
    fn text(&self) -> String {
        match self {
            Self::Str(text) => text.clone(),
            Self::Int(value) => value.to_string(),
            Self::Unsigned(value) => value.to_string(),
            Self::Float(value) => value.to_string(),
            Self::Bool(value) => value.to_string(),
            Self::Ip(value) => value.to_string(),
        }
    }
}
