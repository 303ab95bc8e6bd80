//! Which queries of a set an event may meet: [`crate::index`] → the tables of `detectors::index`, and the function that asks them.

use super::query::Items;
use super::{literal_set, value};
use crate::index::{Automaton, Edges, Index, Pass, Trie};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use std::collections::{BTreeMap, BTreeSet};

/// The tables, and `fn candidates`, which gives the queries that an event may meet as a `QuerySet<query_words>`.
///
/// Of the queries that `waits` says, only those are asked that the function is told are awake: as bits of the index, see `BIT_OF`.
pub(super) fn index(items: &mut Items, index: &Index, query_words: usize, waits: &[bool]) -> TokenStream {
    let words = index.words();
    let cells = words * index.columns.len();
    let (mut tables, mut first, mut look_ups, mut reads) =
        (TokenStream::new(), TokenStream::new(), TokenStream::new(), TokenStream::new());
    for (number, of) in index.passes.iter().enumerate() {
        let name = format_ident!("PASS_{number}");
        let table = pass(of);
        let documentation = super::doc(&format!("What queries ask of `{}`.", of.field));
        tables.extend(quote! {
            #documentation
            static #name: detectors::index::Pass = #table;
        });
        let field = items.fields.named(&of.field);
        let asked = quote!(event.satisfy::<#field>(&#name, live.satisfied()));
        let of_number = Literal::usize_unsuffixed(number);
        if number < index.first_passes {
            first.extend(quote! {
                #asked;
                live.keep(&COLUMNS, #of_number);
            });
        } else if of.reads {
            reads.extend(quote!(#of_number => #asked,));
        } else {
            look_ups.extend(quote!(#of_number => #asked,));
        }
    }
    let asked = |arms: TokenStream, passes: TokenStream| {
        (!arms.is_empty()).then(|| {
            quote! {
                let mut rest = #passes;
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
    let look_ups = asked(look_ups, quote!(live.passes(&COLUMNS)));
    let reads = asked(reads, quote!(live.reads(&COLUMNS)));
    let last = index.columns.len() - 1;
    let look_up_columns = (index.first_passes..last).map(Literal::usize_unsuffixed);
    let last = Literal::usize_unsuffixed(last);
    let look_ups = look_ups.map(|look_ups| quote!(#look_ups #(live.keep(&COLUMNS, #look_up_columns);)*));
    let reads = reads.map(|reads| quote!(#reads live.keep(&COLUMNS, #last);));
    let (columns, count) = (columns(index, waits), index.queries.len());
    let queries = index.queries.iter().map(|query| Literal::usize_unsuffixed(*query));
    let mut bits_of = vec![u32::MAX; waits.len()];
    for (bit, query) in (0..).zip(&index.queries).filter(|(_, query)| waits[**query]) {
        bits_of[*query] = bit;
    }
    let query_count = waits.len();
    let bits_of = bits_of.into_iter().map(Literal::u32_unsuffixed);
    quote! {
        #tables
        static COLUMNS: detectors::index::Columns<#words, #cells> = #columns;

        /// For each bit of the index its query.
        static QUERY_OF: [u32; #count] = [#(#queries),*];

        /// For each query that waits for another of its sequence its bit of the index; a bit that there is not for those that never do.
        static BIT_OF: [u32; #query_count] = [#(#bits_of),*];

        /// The queries that the event may meet: all that it meets, and a few others.
        #[allow(unused_mut, unused_variables)]
        fn candidates<E: detectors::Event>(
            event: &E,
            awake: &[::core::primitive::u64; #words],
        ) -> detectors::index::QuerySet<#query_words> {
            let mut live = detectors::index::Live::<#words, #cells>::new(&COLUMNS, awake);
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
fn columns(index: &Index, waits: &[bool]) -> TokenStream {
    let words = index.words();
    let mut asking = vec![0_u64; words * index.columns.len()];
    for (column, of_column) in index.columns.iter().enumerate() {
        of_column.iter().for_each(|bit| asking[column * words + bit / 64] |= 1 << (bit % 64));
    }
    let mut passes = vec![0_u128; words];
    let mut reads = vec![0_u128; index.queries.len()];
    for (number, pass) in index.passes.iter().enumerate().skip(index.first_passes) {
        for bit in &pass.asking {
            if pass.reads {
                reads[*bit] |= 1 << number;
            } else {
                passes[bit / 64] |= 1 << number;
            }
        }
    }
    let mut always = vec![0_u64; words];
    for (bit, _) in index.queries.iter().enumerate().filter(|(_, query)| !waits[**query]) {
        always[bit / 64] |= 1 << (bit % 64);
    }
    let [asking, always] = [asking, always].map(|words| words.into_iter().map(bits).collect::<Vec<_>>());
    let [passes, reads] = [passes, reads].map(|words| words.into_iter().map(bits).collect::<Vec<_>>());
    quote! {
        detectors::index::Columns { asking: [#(#asking),*], passes: [#(#passes),*], reads: &[#(#reads),*], always: [#(#always),*] }
    }
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
    let edges =
        packed(&edges.iter().map(|of_state| of_state.iter().map(|(byte, to)| (*byte, *to)).collect()).collect::<Vec<_>>());
    let rows = rows(complete.iter().skip(usize::from(*first_complete)));
    quote! {
        detectors::index::Trie { edges: #edges, first_complete: #first_complete, rows: #rows }
    }
}

fn automaton(automaton: &Automaton) -> TokenStream {
    let Automaton { classes, end, start, edges, roots, complete, first_complete } = automaton;
    let classes = classes.iter().map(|class| Literal::u8_unsuffixed(*class));
    let roots = roots.iter().map(|state| Literal::u16_unsuffixed(*state));
    let edges = packed(edges);
    let rows = rows(complete.iter().skip(usize::from(*first_complete)));
    quote! {
        detectors::index::Automaton {
            classes: &[#(#classes),*], end: #end, start: #start, edges: #edges, roots: &[#(#roots),*],
            first_complete: #first_complete, rows: #rows,
        }
    }
}

/// A `detectors::index::Edges`.
fn packed(edges: &[Vec<(u8, u16)>]) -> TokenStream {
    let Edges { bases, cells } = Edges::of(edges);
    let bases = bases.into_iter().map(Literal::u32_unsuffixed);
    let cells = cells.into_iter().map(|(of, to)| {
        let (of, to) = (Literal::u16_unsuffixed(of), Literal::u16_unsuffixed(to));
        quote!((#of, #to))
    });
    quote!(detectors::index::Edges { bases: &[#(#bases),*], cells: &[#(#cells),*] })
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
fn bits(word: impl Into<u128>) -> Literal {
    let word = word.into();
    format!("{word:#x}").parse().unwrap_or_else(|_| Literal::u128_unsuffixed(word))
}
