//! Writes the impl and its checks. Cannot fail.
//!
//! ```text
//! const _: () = assert!(…);              // per field: the Rust type can stand behind it
//! impl Event for Exec<'_> {
//!     const SHAPES: Shapes = …;          // the names, for the checks of detectors
//!     fn any<const FIELD: u64>(…) {      // a match on the constant FIELD: after monomorphisation the field itself
//!         match FIELD { 0x… => FieldValue::any(&self.name, visit), … , _ => false }
//!     }
//!     fn handle(…)
//! }
//! ```
//! Every path is absolute and every name of our own begins with two underscores: nothing that is in scope where the
//! derive stands can change what is written here.

use detector_compiler::field_id;
use detector_compiler::schema::Kind;
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use std::net::IpAddr;
use syn::ext::IdentExt;
use syn::{DeriveInput, Generics, Ident, LitStr, Member, Path, Type, WherePredicate, parse_quote};

use super::errors::{Errors, with_article};
use super::rust_type::{depends_on_parameters, for_static, spanned_as, tokens_text, underlining};
use super::{Body, Constant, Event, Flattened, Handle, Mapped, Record, Value, Variant};

/// The runtime crate, as the type's author names it.
pub(super) fn crate_path(path: Option<&Path>) -> TokenStream {
    path.map_or_else(|| quote!(::detectors), ToTokens::to_token_stream)
}

/// The errors, and an impl without fields that passes every check: whoever uses the type sees these errors alone.
pub(super) fn stub(input: &DeriveInput, krate: &TokenStream, errors: Errors) -> TokenStream {
    let errors = errors.into_tokens();
    let ident = &input.ident;
    let (impl_generics, ty_generics, where_clause) = input.generics.split_for_impl();
    let any = any_signature(krate);
    quote! {
        #errors
        #[automatically_derived]
        impl #impl_generics #krate::Event for #ident #ty_generics #where_clause {
            const SHAPES: #krate::event::Shapes = #krate::event::Shapes::AnyOf(&[]);
            #[allow(unused_mut)]
            #any {
                false
            }
        }
    }
}

/// The impl. `track` makes the compiler look at the files that were read.
pub(super) fn event(event: &Event, krate: &TokenStream, track: &TokenStream) -> TokenStream {
    let ident = &event.input.ident;
    let checks = Checks::of(event, krate);
    let generics = with_bounds(event, krate);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let (outside, inside) = (&checks.outside, &checks.inside);
    let shapes = shapes(&event.body, krate);
    let signature = any_signature(krate);
    let any = any(&event.body, krate);
    let elements = elements(&event.body, krate);
    let handle = handle(&event.body, krate);
    quote! {
        #track
        #(const _: () = #outside;)*
        #[automatically_derived]
        impl #impl_generics #krate::Event for #ident #ty_generics #where_clause {
            const SHAPES: #krate::event::Shapes = #shapes;
            #[inline]
            #[allow(unused_mut)]
            #signature {
                #(const { #inside })*
                #any
            }
            #elements
            #handle
        }
    }
}

fn any_signature(krate: &TokenStream) -> TokenStream {
    quote! {
        fn any<'__event, const __FIELD: ::core::primitive::u64>(
            &'__event self,
            mut __visit: impl ::core::ops::FnMut(#krate::Scalar<'__event>) -> ::core::primitive::bool,
        ) -> ::core::primitive::bool
    }
}

impl<'a> Event<'a> {
    fn records(&self) -> Vec<&Record<'a>> {
        match &self.body {
            Body::Struct(record) => vec![record],
            Body::Enum { common, variants } => [common].into_iter().chain(variants.iter().map(|of| &of.record)).collect(),
        }
    }
}

/// The type's own generics, and that field types which depend on them can do what the impl asks of them.
fn with_bounds(event: &Event, krate: &TokenStream) -> Generics {
    let own = &event.input.generics;
    let mut generics = own.clone();
    let mut bound = |ty: &Type, predicate: WherePredicate| {
        if depends_on_parameters(ty, own) {
            generics.make_where_clause().predicates.push(predicate);
        }
    };
    for record in event.records() {
        for Mapped { ty, .. } in &record.mapped {
            bound(ty, parse_quote!(#ty: #krate::FieldValue));
        }
        for part in &record.flattened {
            let (ty, of_part) = (part.ty, part_trait(part, krate));
            bound(ty, parse_quote!(#ty: #of_part));
        }
        if let Some(Handle::Field(_, ty)) = &record.handle {
            bound(ty, parse_quote!(#ty: ::core::marker::Copy));
            bound(ty, parse_quote!(#krate::Handle: ::core::convert::From<#ty>));
        }
    }
    generics
}

/// Assertions that only rustc can decide.
#[derive(Default)]
struct Checks {
    /// Beside the impl: they fail in `cargo check`, used or not.
    outside: Vec<TokenStream>,
    /// Of types that depend on parameters: they fail where the event is used.
    inside: Vec<TokenStream>,
}

impl Checks {
    fn of(event: &Event, krate: &TokenStream) -> Self {
        let mut checks = Self::default();
        let generics = &event.input.generics;
        for record in event.records() {
            for mapped in &record.mapped {
                checks.add(&[mapped.ty], generics, |types| kind_check(mapped, &types[0], krate));
            }
            for (index, part) in record.flattened.iter().enumerate() {
                checks.add_flattened(record, part, generics, krate);
                for other in &record.flattened[..index] {
                    checks.add(&[part.ty, other.ty], generics, |types| overlap_check(part, other, types, krate));
                }
            }
        }
        if let Body::Enum { common, variants } = &event.body {
            for part in variants.iter().flat_map(|variant| &variant.record.flattened) {
                checks.add_flattened(common, part, generics, krate);
            }
        }
        checks
    }

    /// What `record` gives and what it says is missing, `part` must not give.
    fn add_flattened(&mut self, record: &Record, part: &Flattened, generics: &Generics, krate: &TokenStream) {
        let given = record.mapped.iter().map(|mapped| mapped.field.value());
        let given = given.chain(record.constants.iter().map(|constant| constant.field.clone()));
        let part_name = part_text(part);
        let given = given.map(|field| {
            let message = format!("field `{field}` of `{}` is also in {part_name}", record.name);
            (field, message)
        });
        let missing = record.missing.iter().map(|entry| {
            let entry = entry.value();
            let message = format!("`{}` declares `{entry}` missing, but it is in {part_name}", record.name);
            (entry, message)
        });
        for (entry, message) in given.chain(missing) {
            self.add(&[part.ty], generics, |types| {
                let (ty, of_part) = (&types[0], part_trait(part, krate));
                assertion(part.ty, quote!(!<#ty as #of_part>::SHAPES.gives(#entry)), &message)
            });
        }
    }

    fn add(&mut self, types: &[&Type], generics: &Generics, check: impl FnOnce(&[TokenStream]) -> TokenStream) {
        if types.iter().any(|ty| depends_on_parameters(ty, generics)) {
            let types: Vec<TokenStream> = types.iter().map(ToTokens::to_token_stream).collect();
            self.inside.push(check(&types));
        } else {
            let types: Vec<TokenStream> = types.iter().map(|ty| for_static(ty, generics)).collect();
            self.outside.push(check(&types));
        }
    }
}

fn kind_check(mapped: &Mapped, ty: &TokenStream, krate: &TokenStream) -> TokenStream {
    let (kind, wanted) = match mapped.kind {
        Kind::Str => ("STR", "use text or a whole number"),
        Kind::Int => ("INT", "use an integer type"),
        Kind::Float => ("FLOAT", "use a number"),
        Kind::Bool => ("BOOL", "use `bool`"),
        Kind::Ip => ("IP", "use `IpAddr`, `Ipv4Addr` or `Ipv6Addr`"),
        Kind::Date => ("DATE", "use `Timestamp` or `SystemTime`"),
        Kind::Version => ("VERSION", "use text"),
        // INVARIANT: `valid` refuses these fields, so there is nothing to check.
        Kind::Unusable => return quote!(()),
    };
    let kind = format_ident!("{kind}");
    let message = format!(
        "field `{}` is {}: `{}` cannot stand behind it; {wanted}",
        mapped.field.value(),
        with_article(mapped.type_name),
        tokens_text(mapped.ty),
    );
    let condition = quote!(<#ty as #krate::FieldValue>::KINDS.has(#krate::scalar::Kinds::#kind));
    assertion(mapped.ty, condition, &message)
}

fn overlap_check(part: &Flattened, other: &Flattened, types: &[TokenStream], krate: &TokenStream) -> TokenStream {
    let message = format!("{} has a field that is also in {}", part_text(part), part_text(other));
    let (of_part, of_other) = (part_trait(part, krate), part_trait(other, krate));
    let (ty, other) = (&types[0], &types[1]);
    assertion(part.ty, quote!(!<#ty as #of_part>::SHAPES.overlaps(&<#other as #of_other>::SHAPES)), &message)
}

/// The trait that gives the fields of a part.
fn part_trait(part: &Flattened, krate: &TokenStream) -> TokenStream {
    if part.array.is_some() { quote!(#krate::event::Elements) } else { quote!(#krate::Event) }
}

/// ``the flattened `host` ``
fn part_text(part: &Flattened) -> String {
    match &part.member {
        Member::Named(ident) if part.array.is_some() => format!("the elements of `{ident}`"),
        Member::Named(ident) => format!("the flattened `{ident}`"),
        Member::Unnamed(_) => format!("`{}`", tokens_text(part.ty)),
    }
}

/// An assertion that fails at `ty`.
fn assertion(ty: &Type, condition: TokenStream, message: &str) -> TokenStream {
    underlining(ty, quote!(::core::assert!), quote!(#condition, "{}", #message))
}

fn shapes(body: &Body, krate: &TokenStream) -> TokenStream {
    match body {
        Body::Struct(record) => record_shapes(record, krate),
        Body::Enum { common, variants } => {
            // A variant that says nothing of any field cannot be met by a rule; it has no part in the checks.
            let variants = variants.iter().filter(|variant| !variant.record.is_empty());
            let variants = variants.map(|variant| record_shapes(&variant.record, krate));
            let any = quote!(#krate::event::Shapes::AnyOf(&[#(&#variants),*]));
            if common.is_empty() {
                return any;
            }
            let common = shape(common, krate);
            quote!(#krate::event::Shapes::AllOf(&[&#common, &#any]))
        }
    }
}

fn record_shapes(record: &Record, krate: &TokenStream) -> TokenStream {
    let parts: Vec<TokenStream> = record
        .flattened
        .iter()
        .map(|part| {
            let (ty, of_part) = (part.ty, part_trait(part, krate));
            quote!(<#ty as #of_part>::SHAPES)
        })
        .collect();
    let own = shape(record, krate);
    match parts.as_slice() {
        [] => own,
        [only]
            if record.arrays().next().is_none()
                && record.mapped.is_empty()
                && record.constants.is_empty()
                && record.missing.is_empty() =>
        {
            only.clone()
        }
        _ => quote!(#krate::event::Shapes::AllOf(&[&#own, #(&#parts),*])),
    }
}

fn shape(record: &Record, krate: &TokenStream) -> TokenStream {
    let name = &record.name;
    let mapped = record.mapped.iter().map(|mapped| &mapped.field).chain(record.arrays().map(|(array, _)| array));
    let missing = &record.missing;
    let constants = record.constants.iter().map(|constant| {
        let (field, text) = (&constant.field, constant.value.text());
        quote!((#field, #text))
    });
    quote! {
        #krate::event::Shapes::One(#krate::event::Shape {
            name: #name,
            mapped: &[#(#mapped),*],
            missing: &[#(#missing),*],
            constants: &[#(#constants),*],
        })
    }
}

fn any(body: &Body, krate: &TokenStream) -> TokenStream {
    match body {
        Body::Struct(record) => record_any(record, krate, &|member| quote!(&self.#member), &quote!(false)),
        Body::Enum { common, variants } => {
            let arms = variants.iter().map(|variant| {
                let pattern = pattern(variant, mentioned(&variant.record));
                let any = record_any(&variant.record, krate, &|member| binding(member).to_token_stream(), &quote!(false));
                quote!(#pattern => #any)
            });
            record_any(common, krate, &|member| quote!(&self.#member), &quote!(match self { #(#arms,)* }))
        }
    }
}

/// The members that `any` reads.
fn mentioned<'a>(record: &'a Record) -> Vec<&'a Member> {
    let mapped = record.mapped.iter().map(|mapped| &mapped.member);
    let mut members: Vec<&Member> = mapped.chain(record.flattened.iter().map(|part| &part.member)).collect();
    // A field of Rust may stand behind several fields of the event.
    let mut seen = Vec::new();
    members.retain(|member| {
        let new = !seen.contains(member);
        seen.push(*member);
        new
    });
    members
}

fn pattern(variant: &Variant, members: Vec<&Member>) -> TokenStream {
    let ident = variant.ident;
    let bindings = members.iter().map(|member| binding(member));
    quote!(Self::#ident { #(#members: #bindings,)* .. })
}

/// The name of a member in a pattern.
fn binding(member: &Member) -> Ident {
    match member {
        Member::Named(ident) => format_ident!("__{}", ident.unraw()),
        Member::Unnamed(index) => format_ident!("__{}", index.index),
    }
}

/// The values of the record's fields, and of `otherwise` if FIELD is none of them.
fn record_any(
    record: &Record,
    krate: &TokenStream,
    access: &dyn Fn(&Member) -> TokenStream,
    otherwise: &TokenStream,
) -> TokenStream {
    let mapped = record.mapped.iter().map(|mapped| {
        let id = Literal::u64_suffixed(field_id(&mapped.field.value()));
        let value = access(&mapped.member);
        let ty = mapped.ty;
        quote!(#id => <#ty as #krate::FieldValue>::any(#value, __visit),)
    });
    let constants = constant_arms(&record.constants, krate);
    let parts: Vec<TokenStream> = record
        .flattened
        .iter()
        .map(|part| {
            let value = access(&part.member);
            let (ty, of_part) = (part.ty, part_trait(part, krate));
            quote!(<#ty as #of_part>::any::<__FIELD>(#value, &mut __visit))
        })
        .collect();
    let otherwise = if parts.is_empty() { otherwise.clone() } else { quote!(#(#parts)||*) };
    if record.mapped.is_empty() && record.constants.is_empty() {
        return otherwise;
    }
    quote! {
        match __FIELD {
            #(#mapped)*
            #(#constants)*
            _ => #otherwise,
        }
    }
}

/// One arm a field: it may have several constants.
fn constant_arms(constants: &[Constant], krate: &TokenStream) -> Vec<TokenStream> {
    let mut fields: Vec<&str> = Vec::new();
    for constant in constants {
        if !fields.contains(&constant.field.as_str()) {
            fields.push(&constant.field);
        }
    }
    let arm = |field: &&str| {
        let id = Literal::u64_suffixed(field_id(field));
        let values = constants.iter().filter(|constant| constant.field == *field);
        let values = values.map(|constant| scalar(&constant.value, krate));
        quote!(#id => #(__visit(#values))||*,)
    };
    fields.iter().map(arm).collect()
}

fn scalar(value: &Value, krate: &TokenStream) -> TokenStream {
    match value {
        Value::Str(text) => quote!(#krate::Scalar::Str(#text)),
        Value::Int(value) => quote!(#krate::Scalar::Int(#value)),
        Value::Unsigned(value) => quote!(#krate::Scalar::Unsigned(#value)),
        Value::Float(value) => quote!(#krate::Scalar::Float(#value)),
        Value::Bool(value) => quote!(#krate::Scalar::Bool(#value)),
        Value::Ip(IpAddr::V4(address)) => {
            let bits = address.to_bits();
            quote!(#krate::Scalar::Ip(::core::net::IpAddr::V4(::core::net::Ipv4Addr::from_bits(#bits))))
        }
        Value::Ip(IpAddr::V6(address)) => {
            let bits = address.to_bits();
            quote!(#krate::Scalar::Ip(::core::net::IpAddr::V6(::core::net::Ipv6Addr::from_bits(#bits))))
        }
    }
}

impl<'a> Record<'a> {
    /// The arrays of objects, and what stands behind each.
    fn arrays(&self) -> impl Iterator<Item = (&LitStr, &Flattened<'a>)> {
        self.flattened.iter().filter_map(|part| part.array.as_ref().map(|array| (array, part)))
    }
}

/// The method that visits elements, unless there can be none.
fn elements(body: &Body, krate: &TokenStream) -> TokenStream {
    let has_parts = |record: &Record| !record.flattened.is_empty();
    let visit = match body {
        Body::Struct(record) if has_parts(record) => record_elements(record, krate, &|member| quote!(&self.#member)),
        Body::Enum { variants, .. } if variants.iter().any(|variant| has_parts(&variant.record)) => {
            let arms = variants.iter().map(|variant| {
                let pattern = pattern(variant, variant.record.flattened.iter().map(|part| &part.member).collect());
                let visit = record_elements(&variant.record, krate, &|member| binding(member).to_token_stream());
                quote!(#pattern => #visit)
            });
            quote!(match self { #(#arms,)* })
        }
        Body::Struct(_) | Body::Enum { .. } => return TokenStream::new(),
    };
    quote! {
        #[inline]
        #[allow(unused_variables)]
        fn elements<const __ARRAY: ::core::primitive::u64>(
            &self,
            __visitor: &mut impl #krate::event::VisitElement,
        ) -> ::core::primitive::bool {
            #visit
        }
    }
}

/// The elements of the record's arrays, or of those of the parts that are flattened.
fn record_elements(record: &Record, krate: &TokenStream, access: &dyn Fn(&Member) -> TokenStream) -> TokenStream {
    let arms = record.arrays().map(|(array, part)| {
        let id = Literal::u64_suffixed(field_id(&array.value()));
        let (value, ty) = (access(&part.member), part.ty);
        quote!(#id => <#ty as #krate::event::Elements>::visit(#value, __visitor),)
    });
    let parts = record.flattened.iter().filter(|part| part.array.is_none()).map(|part| {
        let (value, ty) = (access(&part.member), part.ty);
        quote!(<#ty as #krate::Event>::elements::<__ARRAY>(#value, __visitor))
    });
    let parts: Vec<TokenStream> = parts.collect();
    let otherwise = if parts.is_empty() { quote!(false) } else { quote!(#(#parts)||*) };
    quote! {
        match __ARRAY {
            #(#arms)*
            _ => #otherwise,
        }
    }
}

/// The method, unless the trait's own answer is right.
fn handle(body: &Body, krate: &TokenStream) -> TokenStream {
    let value = match body {
        Body::Struct(record) => record.handle().map(|handle| handle_value(&handle, krate, |member| quote!(self.#member))),
        Body::Enum { variants, .. } => variants.iter().any(|variant| variant.record.handle().is_some()).then(|| {
            let arms = variants.iter().map(|variant| variant_handle(variant, krate));
            quote!(match self { #(#arms,)* })
        }),
    };
    value
        .map(|value| {
            quote! {
                #[inline]
                fn handle(&self) -> #krate::Handle {
                    #value
                }
            }
        })
        .unwrap_or_default()
}

impl<'a> Record<'a> {
    /// Where the handle is: the one that is marked, or else that of the first flattened part.
    fn handle(&self) -> Option<Handle<'a>> {
        let part =
            || self.flattened.iter().find(|part| part.array.is_none()).map(|part| Handle::Of(part.member.clone(), part.ty));
        self.handle.clone().or_else(part)
    }
}

fn variant_handle(variant: &Variant, krate: &TokenStream) -> TokenStream {
    let Some(handle) = variant.record.handle() else {
        let pattern = pattern(variant, Vec::new());
        return quote!(#pattern => #krate::Handle(0));
    };
    let (Handle::Field(member, _) | Handle::Of(member, _)) = &handle;
    let pattern = pattern(variant, vec![member]);
    let value = handle_value(&handle, krate, |member| {
        let binding = binding(member);
        quote!((*#binding))
    });
    quote!(#pattern => #value)
}

fn handle_value(handle: &Handle, krate: &TokenStream, place: impl Fn(&Member) -> TokenStream) -> TokenStream {
    match handle {
        Handle::Field(member, ty) => {
            let value = place(member);
            let from = spanned_as(ty, quote!(<#krate::Handle as ::core::convert::From<#ty>>::from));
            quote!(#from(#value))
        }
        Handle::Of(member, ty) => {
            let value = place(member);
            quote!(<#ty as #krate::Event>::handle(&#value))
        }
    }
}
