//! The tree of processes of a matcher, for `descendant of`: what events tell of processes, and what is asked of their ancestors.

use super::query::{Items, condition};
use crate::ir::{Category, EventQuery, Lineage};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// Where an event says that its process has ended.
pub(super) const TYPE_FIELD: &str = "event.type";

/// What a matcher whose rules ask of ancestors needs.
pub(super) struct TreeCode {
    /// How many words of 64 bits have one for each query.
    pub(super) words: usize,
    /// The functions, and the type `Ancestors`.
    pub(super) functions: TokenStream,
    /// Statements that bind `ancestors`; `event` and `tree` are in scope.
    pub(super) observe: TokenStream,
}

/// The code for the queries of ancestors that the rules so far ask. `None` if they ask none.
pub(super) fn tree(items: &mut Items, timestamp_field: &str) -> Option<TreeCode> {
    let queries = items.ancestor_queries();
    if queries.is_empty() {
        return None;
    }
    let mut functions = TokenStream::new();
    let mut met = Vec::new();
    for (number, query) in queries.iter().enumerate() {
        let condition = condition(items, &format_ident!("ancestor_{number}"), query, &query.to_string(), None);
        functions.extend(condition.definition.clone());
        met.push(condition.uncounted());
    }
    let words = queries.len().div_ceil(64);
    let [id, parent, kind, timestamp] =
        [Lineage::ENTITY_ID, Lineage::PARENT_ENTITY_ID, TYPE_FIELD, timestamp_field].map(|name| items.fields.named(name));
    let tells = tells(items, &queries);
    let functions = quote! {
        #functions

        type Ancestors<'t> = detectors::ancestry::Ancestors<'t, #words>;

        /// What the event tells of its process, and what the ancestors of that have met.
        #[inline]
        fn ancestors_of<'t, E: detectors::Event, const CAPACITY: usize>(
            event: &'t E, tree: &'t mut detectors::ancestry::Tree<CAPACITY, #words>,
        ) -> Ancestors<'t> {
            let id = detectors::ancestry::first::<#id, E>(event);
            let parent = detectors::ancestry::first::<#parent, E>(event);
            if #tells {
                let ended = if detectors::ancestry::is::<#kind, E>(event, "end") {
                    detectors::computed::timestamp::<#timestamp, E>(event)
                } else {
                    ::core::option::Option::None
                };
                let met = detectors::ancestry::bits(&[#(#met),*]);
                tree.tell(id, parent, detectors::ancestry::Told { met, ended });
            }
            tree.ancestors(id, parent)
        }
    };
    let observe = quote! {
        let ancestors = ancestors_of(event, tree);
        let ancestors = &ancestors;
    };
    Some(TreeCode { words, functions, observe })
}

/// Whether the event tells of a process: it is of the category that the queries look at.
fn tells(items: &mut Items, queries: &[EventQuery]) -> TokenStream {
    let mut tests: Vec<String> = Vec::new();
    let mut any = Vec::new();
    for query in queries {
        let Category::Named { field, name } = &query.category else { continue };
        let text = format!("{} {name}", field.name);
        if !tests.contains(&text) {
            let constant = items.fields.named(&field.name);
            any.push(quote!(detectors::ancestry::is::<#constant, E>(event, #name)));
            tests.push(text);
        }
    }
    quote!(#(#any)||*)
}
