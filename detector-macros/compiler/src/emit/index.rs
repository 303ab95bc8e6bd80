//! Which queries of a set an event may meet: [`crate::index`] → the tables of `detectors::index`, and the function that asks them.

use super::query::Items;
use super::{literal_set, value};
use crate::index::{Automaton, Index, Pass, Trie};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use std::collections::{BTreeMap, BTreeSet};

/// The tables, and `fn candidates`, which gives the queries that an event may meet as a `QuerySet<query_words>`.
pub(super) fn index(items: &mut Items, index: &Index, query_words: usize) -> TokenStream {
    let words = index.words();
    let cells = words * index.columns.len();
    let (mut tables, mut first, mut look_ups, mut reads) =
        (TokenStream::new(), TokenStream::new(), TokenStream::new(), TokenStream::new());
    let (mut look_up_bits, mut read_bits) = (0_u64, 0_u64);
    for (number, of) in index.passes.iter().enumerate() {
        let name = format_ident!("PASS_{number}");
        let table = pass(of);
        let documentation = super::doc(&format!("What queries ask of `{}`.", of.field));
        tables.extend(quote! {
            #documentation
            static #name: detectors::index::Pass = #table;
        });
        let field = items.fields.named(&of.field);
        let asked = quote! {
            live.pass(&#name, |satisfy| {
                event.any::<#field>(|value| {
                    satisfy(value);
                    false
                });
            })
        };
        let of_number = Literal::usize_unsuffixed(number);
        if number < index.first_passes {
            first.extend(quote! {
                #asked;
                live.keep(&COLUMNS, #of_number);
            });
        } else if of.reads {
            read_bits |= 1 << number;
            reads.extend(quote!(#of_number => #asked,));
        } else {
            look_up_bits |= 1 << number;
            look_ups.extend(quote!(#of_number => #asked,));
        }
    }
    let asked = |arms: TokenStream, passes: u64| {
        let passes = bits(passes);
        (!arms.is_empty()).then(|| {
            quote! {
                let mut rest = live.passes(&COLUMNS) & #passes;
                while rest != 0 {
                    match rest.trailing_zeros() {
                        #arms
                        _ => {}
                    }
                    rest &= rest.wrapping_sub(1);
                }
            }
        })
    };
    let (look_ups, reads) = (asked(look_ups, look_up_bits), asked(reads, read_bits));
    let last = index.columns.len() - 1;
    let look_up_columns = (index.first_passes..last).map(Literal::usize_unsuffixed);
    let last = Literal::usize_unsuffixed(last);
    let look_ups = look_ups.map(|look_ups| quote!(#look_ups #(live.keep(&COLUMNS, #look_up_columns);)*));
    let reads = reads.map(|reads| quote!(#reads live.keep(&COLUMNS, #last);));
    let (columns, count) = (columns(index), index.queries.len());
    let queries = index.queries.iter().map(|query| Literal::usize_unsuffixed(*query));
    quote! {
        #tables
        static COLUMNS: detectors::index::Columns<#words, #cells> = #columns;

        /// For each bit of the index its query.
        static QUERY_OF: [u32; #count] = [#(#queries),*];

        /// The queries that the event may meet: all that it meets, and a few others.
        #[allow(unused_mut, unused_variables)]
        fn candidates<E: detectors::Event>(event: &E) -> detectors::index::QuerySet<#query_words> {
            let mut live = const { detectors::index::Live::<#words, #cells>::first(#count) };
            #first
            #look_ups
            #reads
            let mut queries = detectors::index::QuerySet::new();
            live.each(|bit| {
                if let ::core::option::Option::Some(query) = QUERY_OF.get(bit) {
                    queries.insert(*query as usize);
                }
            });
            queries
        }
    }
}

/// A `detectors::index::Columns`.
fn columns(index: &Index) -> TokenStream {
    let words = index.words();
    let mut asking = vec![0_u64; words * index.columns.len()];
    for (column, of_column) in index.columns.iter().enumerate() {
        of_column.iter().for_each(|bit| asking[column * words + bit / 64] |= 1 << (bit % 64));
    }
    let mut passes = vec![0_u64; words];
    for (number, pass) in index.passes.iter().enumerate() {
        pass.asking.iter().for_each(|bit| passes[bit / 64] |= 1 << number);
    }
    let (asking, passes) = (asking.into_iter().map(bits), passes.into_iter().map(bits));
    quote!(detectors::index::Columns { asking: [#(#asking),*], passes: [#(#passes),*] })
}

fn pass(pass: &Pass) -> TokenStream {
    let literals = optional((!pass.literals.is_empty()).then(|| literal_rows(&pass.literals)));
    let (starts, ends) = (optional(pass.starts.as_ref().map(trie)), optional(pass.ends.as_ref().map(trie)));
    let (parts, any) = (optional(pass.parts.as_ref().map(automaton)), row(&pass.any));
    quote! {
        detectors::index::Pass { literals: #literals, starts: #starts, ends: #ends, parts: #parts, any: &[#any] }
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

fn trie(trie: &Trie) -> TokenStream {
    let Trie { edges, complete, first_complete } = trie;
    let mut roots = [0_u16; 256];
    edges.iter().take(1).flatten().for_each(|(byte, to)| roots[usize::from(*byte)] = *to);
    let roots = roots.map(Literal::u16_unsuffixed);
    let firsts = firsts(edges.iter().map(BTreeMap::len));
    let edges = edges.iter().flatten().map(|(byte, to)| edge(*byte, *to));
    let rows = rows(complete.iter().skip(usize::from(*first_complete)));
    quote! {
        detectors::index::Trie {
            roots: &[#(#roots),*], firsts: &[#firsts], edges: &[#(#edges),*], first_complete: #first_complete, rows: #rows,
        }
    }
}

fn automaton(automaton: &Automaton) -> TokenStream {
    let Automaton { classes, end, start, edges, roots, complete, first_complete } = automaton;
    let classes = classes.iter().map(|class| Literal::u8_unsuffixed(*class));
    let roots = roots.iter().map(|state| Literal::u16_unsuffixed(*state));
    let mut first = 0;
    let states = edges.iter().map(|edges| {
        let mut classes = [0_u64; 2];
        edges.iter().for_each(|(class, _)| classes[usize::from(*class >> 6)] |= 1 << (class & 63));
        let ([low, high], begin) = (classes.map(bits), Literal::usize_unsuffixed(first));
        first += edges.len();
        quote!((#low, #high, #begin))
    });
    let states: Vec<TokenStream> = states.collect();
    let edges = edges.iter().flatten().map(|(_, to)| Literal::u16_unsuffixed(*to));
    let rows = rows(complete.iter().skip(usize::from(*first_complete)));
    quote! {
        detectors::index::Automaton {
            classes: &[#(#classes),*], end: #end, start: #start, states: &[#(#states),*], edges: &[#(#edges),*],
            roots: &[#(#roots),*], first_complete: #first_complete, rows: #rows,
        }
    }
}

/// Where each run begins, and where the last one ends.
fn firsts(lengths: impl Iterator<Item = usize>) -> TokenStream {
    let (mut first, mut firsts) = (0, quote!(0));
    for length in lengths {
        first += length;
        let next = Literal::usize_unsuffixed(first);
        firsts.extend(quote!(, #next));
    }
    firsts
}

fn edge(label: u8, to: u16) -> TokenStream {
    let (label, to) = (Literal::u8_unsuffixed(label), Literal::u16_unsuffixed(to));
    quote!((#label, #to))
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
