//! Which queries of a set an event may meet: [`crate::index`] → the tables of `detectors::index`, and the function that asks them.

use super::query::Items;
use super::{literal_set, value};
use crate::index::{Automaton, Index, Pass};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use std::collections::{BTreeMap, BTreeSet};

/// The tables, and `fn candidates`, which gives the queries that an event may meet as a `QuerySet<query_words>`.
pub(super) fn index(items: &mut Items, index: &Index, query_words: usize) -> TokenStream {
    let words = index.words();
    let (mut tables, mut narrow) = (TokenStream::new(), TokenStream::new());
    for (number, of) in index.passes.iter().enumerate() {
        let name = format_ident!("PASS_{number}");
        let table = pass(of, words);
        let documentation = super::doc(&format!("What queries ask of `{}`.", of.field));
        tables.extend(quote! {
            #documentation
            static #name: detectors::index::Pass<#words> = #table;
        });
        let field = items.fields.named(&of.field);
        narrow.extend(quote! {
            live.narrow(&#name, |satisfy| {
                event.any::<#field>(|value| {
                    satisfy(value);
                    false
                });
            });
        });
    }
    let count = index.alternatives.len();
    let queries = index.alternatives.iter().map(|query| Literal::usize_unsuffixed(*query));
    quote! {
        #tables

        /// For each alternative its query.
        static QUERY_OF: [u32; #count] = [#(#queries),*];

        /// The queries that the event may meet: all that it meets, and a few others.
        fn candidates<E: detectors::Event>(event: &E) -> detectors::index::QuerySet<#query_words> {
            let mut live = const { detectors::index::Live::<#words>::first(#count) };
            #narrow
            let mut queries = detectors::index::QuerySet::new();
            live.each(|alternative| {
                if let ::core::option::Option::Some(query) = QUERY_OF.get(alternative) {
                    queries.insert(*query as usize);
                }
            });
            queries
        }
    }
}

fn pass(pass: &Pass, words: usize) -> TokenStream {
    let mut asking = vec![0_u64; words];
    for alternative in &pass.asking {
        asking[alternative / 64] |= 1 << (alternative % 64);
    }
    let asking = asking.iter().map(|word| bits(*word));
    let literals = (!pass.literals.is_empty()).then(|| literal_rows(&pass.literals));
    let parts = pass.parts.as_ref().map(parts);
    let (literals, parts, any) = (optional(literals), optional(parts), row(&pass.any));
    quote! {
        detectors::index::Pass { asking: &[#(#asking),*], literals: #literals, parts: #parts, any: &[#any] }
    }
}

fn optional(table: Option<TokenStream>) -> TokenStream {
    match table {
        Some(table) => quote!(::core::option::Option::Some(&#table)),
        None => quote!(::core::option::Option::None),
    }
}

fn literal_rows(literals: &BTreeMap<String, BTreeSet<usize>>) -> TokenStream {
    let table = literal_set::build(literals.keys().map(String::as_str));
    let none = BTreeSet::new();
    let rows = rows(table.slots.iter().map(|literal| literals.get(*literal).unwrap_or(&none)));
    let table = value::literal_set(&table);
    quote! {
        detectors::index::LiteralRows { literals: #table, rows: #rows }
    }
}

fn parts(automaton: &Automaton) -> TokenStream {
    let Automaton { classes, end, start, edges, roots, complete, first_complete } = automaton;
    let classes = classes.iter().map(|class| Literal::u8_unsuffixed(*class));
    let roots = roots.iter().map(|state| Literal::u16_unsuffixed(*state));
    let mut first = 0;
    let mut firsts = vec![Literal::usize_unsuffixed(0)];
    for edges in edges {
        first += edges.len();
        firsts.push(Literal::usize_unsuffixed(first));
    }
    let edges = edges.iter().flatten().map(|(class, to)| {
        let (class, to) = (Literal::u8_unsuffixed(*class), Literal::u16_unsuffixed(*to));
        quote!((#class, #to))
    });
    let rows = rows(complete.iter().skip(usize::from(*first_complete)));
    quote! {
        detectors::index::Parts {
            classes: &[#(#classes),*], end: #end, start: #start, firsts: &[#(#firsts),*], edges: &[#(#edges),*],
            roots: &[#(#roots),*], first_complete: #first_complete, rows: #rows,
        }
    }
}

/// A `detectors::index::Rows`.
fn rows<'a>(sets: impl Iterator<Item = &'a BTreeSet<usize>>) -> TokenStream {
    let (mut start, mut starts, mut rows) = (0_usize, quote!(0), TokenStream::new());
    for set in sets {
        start += words_of(set).len();
        let next = Literal::usize_unsuffixed(start);
        starts.extend(quote!(, #next));
        rows.extend(row(set));
    }
    quote!(detectors::index::Rows { starts: &[#starts], bits: &[#rows] })
}

/// A row of `detectors::index::Bits`, with a comma behind each.
fn row(set: &BTreeSet<usize>) -> TokenStream {
    let words = words_of(set);
    let words = words.iter().map(|(word, of_word)| {
        let (word, of_word) = (Literal::usize_unsuffixed(*word), bits(*of_word));
        quote!((#word, #of_word),)
    });
    words.collect()
}

fn words_of(set: &BTreeSet<usize>) -> BTreeMap<usize, u64> {
    let mut words = BTreeMap::new();
    for number in set {
        *words.entry(number / 64).or_default() |= 1 << (number % 64);
    }
    words
}

/// Hexadecimal, as bits are read best.
fn bits(word: u64) -> Literal {
    format!("{word:#x}").parse().unwrap_or_else(|_| Literal::u64_unsuffixed(word))
}
