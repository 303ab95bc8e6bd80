//! The fields that rules read, for slot events: an implementation of `detectors::Layout`.

use super::query::{ancestor_queries, parts};
use super::{Target, lineage};
use crate::CompiledRule;
use crate::field_id::field_id;
use crate::ir::{Category, Lineage};
use crate::schema::Kind;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use std::collections::BTreeMap;

/// Every field that some rule reads, by its id: its name, and its `detectors::SlotKind`. Their order is that of the places.
pub fn fields<'r>(rules: impl IntoIterator<Item = &'r CompiledRule>) -> BTreeMap<u64, (String, &'static str)> {
    let mut kinds: BTreeMap<u64, (String, &'static str)> = BTreeMap::new();
    let mut add_as = |name: &str, kind: &'static str| {
        kinds.entry(field_id(name)).or_insert_with(|| (name.to_owned(), kind));
    };
    for rule in rules {
        let mut add = |name: &str, kind: Kind| add_as(name, slot_kind(kind));
        add(&rule.timestamp_field, Kind::Date);
        let ancestors = ancestor_queries(rule);
        if !ancestors.is_empty() {
            [Lineage::ENTITY_ID, Lineage::PARENT_ENTITY_ID, lineage::TYPE_FIELD]
                .into_iter()
                .for_each(|name| add(name, Kind::Str));
        }
        for (query, keys) in parts(&rule.query).into_iter().chain(ancestors.into_iter().map(|query| (query, &[][..]))) {
            let mut add = |name: &str, kind: Kind| add_as(name, slot_kind(kind));
            if let Category::Named { field, .. } = &query.category {
                add(&field.name, field.kind());
            }
            query.condition.fields(&mut |field| add(&field.name, field.kind()));
            query.condition.arrays().into_iter().for_each(|array| add_as(array, "Objects"));
            let mut add = |name: &str, kind: Kind| add_as(name, slot_kind(kind));
            keys.iter().filter_map(|key| key.field.as_ref()).for_each(|field| add(&field.name, field.kind()));
        }
    }
    kinds
}

/// `impl Layout` for the target: every field that some rule reads, by ascending id.
pub(super) fn layout<'r>(target: &Target, rules: impl IntoIterator<Item = &'r CompiledRule>) -> TokenStream {
    let kinds = fields(rules);
    let names: Vec<&str> = kinds.values().map(|(name, _)| name.as_str()).collect();
    let kinds = kinds.values().map(|(_, kind)| format_ident!("{kind}"));
    let ident = &target.ident;
    quote! {
        #[automatically_derived]
        impl detectors::Layout for #ident {
            const FIELDS: &'static [detectors::SlotField] = &[
                #(detectors::SlotField::new(#names, detectors::SlotKind::#kinds)),*
            ];
        }
    }
}

/// The `detectors::SlotKind` of a field.
fn slot_kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Str | Kind::Unusable => "Str",
        Kind::Int => "Int",
        Kind::Float => "Float",
        Kind::Bool => "Bool",
        Kind::Ip => "Ip",
        Kind::Date => "Date",
        Kind::Version => "Version",
    }
}
