//! The fields that rules read, for slot events: an implementation of `detectors::Layout`.

use super::Target;
use super::query::parts;
use crate::CompiledRule;
use crate::field_id::field_id;
use crate::ir::Category;
use crate::schema::Kind;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use std::collections::BTreeMap;

/// `impl Layout` for the target: every field that some rule reads, by ascending id.
pub(super) fn layout<'r>(target: &Target, rules: impl IntoIterator<Item = &'r CompiledRule>) -> TokenStream {
    let mut kinds: BTreeMap<u64, (String, Kind)> = BTreeMap::new();
    let mut add = |name: &str, kind: Kind| {
        kinds.entry(field_id(name)).or_insert_with(|| (name.to_owned(), kind));
    };
    for rule in rules {
        add(&rule.timestamp_field, Kind::Date);
        for (query, keys) in parts(&rule.query) {
            if let Category::Named { field, .. } = &query.category {
                add(&field.name, field.kind());
            }
            query.condition.fields(&mut |field| add(&field.name, field.kind()));
            keys.iter().filter_map(|key| key.field.as_ref()).for_each(|field| add(&field.name, field.kind()));
        }
    }
    let names: Vec<&str> = kinds.values().map(|(name, _)| name.as_str()).collect();
    let kinds = kinds.values().map(|(_, kind)| match kind {
        Kind::Str | Kind::Unusable => format_ident!("Str"),
        Kind::Int => format_ident!("Int"),
        Kind::Float => format_ident!("Float"),
        Kind::Bool => format_ident!("Bool"),
        Kind::Ip => format_ident!("Ip"),
        Kind::Date => format_ident!("Date"),
        Kind::Version => format_ident!("Version"),
    });
    let ident = &target.ident;
    quote! {
        #[automatically_derived]
        impl detectors::Layout for #ident {
            const FIELDS: &'static [detectors::SlotField] = &[
                #(detectors::SlotField::new(#names, detectors::SlotKind::#kinds)),*
            ];
            const NAMES: &'static [&'static str] = &[#(#names),*];
        }
    }
}
