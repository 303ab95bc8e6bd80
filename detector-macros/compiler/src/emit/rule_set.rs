//! What `#[derive(RuleSet)]` adds to a struct: a matcher of many rules with one pool of sequence state.

use super::detector::{capacity_text, pool_type, trait_impl, tree_field};
use super::lineage::{self, TreeCode};
use super::query::{Condition, Items, RuleFunctions, has_lineage, head_limit, kept_bytes, rule_functions, stored_keys};
use super::{Place, Target, doc, index, is_sequence, layout, metadata, names_in_scope, requirements, tests};
use crate::CompiledRule;
use crate::index::{Frequencies, Index, queries};
use crate::ir::Body;
use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};

/// So many queries are judged in turn, by conditions that are code as those of a single detector are: that is sooner done than to ask an
/// index.
const JUDGED_IN_TURN: usize = 12;

/// The matcher struct of a rule set and its implementations.
pub fn rule_set(target: &Target, rules: &[CompiledRule]) -> TokenStream {
    let mut items = Items::default();
    items.in_set = rules.iter().map(|rule| queries(rule).len()).sum::<usize>() > JUDGED_IN_TURN;
    items.frequencies = target.frequencies.clone().unwrap_or_else(Frequencies::builtin);
    let table = if items.in_set { Index::of(rules, &items.frequencies) } else { Index::of_all(rules) };
    items.asked = table.asked.clone();
    let parts = Parts::of(&mut items, rules);
    // Rules of one set have their times in one field, as a rule.
    let timestamp_field = rules.iter().find(|rule| has_lineage(rule)).map_or("@timestamp", |rule| &rule.timestamp_field);
    let tree = lineage::tree(&mut items, timestamp_field);
    let query_words = parts.query_rules.len().div_ceil(64).max(1);
    let waits = parts.waits.clone();
    let index = index::index(&mut items, &table, query_words, &waits);
    let meets = meets(&parts.conditions, tree.is_some());
    let (ident, scope) = (&target.ident, names_in_scope(target));
    let shared = matcher(target, rules, &parts, Words { queries: query_words, index: table.words() }, tree.as_ref());
    let matcher_struct = matcher_struct(target, rules, parts.sequences.max(1), table.words(), tree.as_ref());
    let tree_functions = tree.map(|tree| tree.functions);
    let requirements::Checks { fields, reach } = requirements::checks(rules);
    let metadata: Vec<TokenStream> = rules.iter().map(|rule| metadata::rule(&mut items, rule)).collect();
    let guides = rules.iter().map(metadata::guide);
    let layout = layout::layout(target, rules);
    let (track, event_checks) = (&target.track, target.event_checks("RuleSet"));
    let tests = tests::tests(target, tests::Of::RuleSet, rules);
    let declarations = items.declarations();
    let functions = &parts.functions;
    let names: Vec<Ident> = (0..rules.len()).map(rule_static).collect();
    quote! {
        #track
        #matcher_struct
        #[allow(dead_code, long_running_const_eval, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
        const _: () = {
            #scope

            #declarations
            #(static #names: detectors::Rule = #metadata;)*
            #functions
            #tree_functions
            #index
            #meets

            #reach

            #[automatically_derived]
            impl detectors::RuleSet for #ident {
                const RULES: &'static [&'static detectors::Rule] = &[#(&#names),*];
                const GUIDES: &'static [detectors::Guide] = &[#(#guides),*];
                const REQUIREMENTS: &'static [detectors::event::Requirement] = &[#(#fields),*];
            }

            #layout
            #shared
            #event_checks
        };
        #tests
    }
}

fn rule_static(rule: usize) -> Ident {
    format_ident!("RULE_{rule}")
}

/// What the rules are made of.
#[derive(Default)]
struct Parts {
    functions: TokenStream,
    /// Of each query.
    conditions: Vec<Condition>,
    /// For each query whether it waits for another of its sequence.
    waits: Vec<bool>,
    /// For each query its rule.
    query_rules: Vec<usize>,
    /// For each rule its first query.
    first_queries: Vec<usize>,
    /// How many rules have state.
    sequences: usize,
    /// Arms of a `match` on the number of a rule, some of whose queries the event has met: what follows from that.
    acts: Vec<TokenStream>,
    /// What reports sequences that waited.
    decides: TokenStream,
}

impl Parts {
    fn of(items: &mut Items, rules: &[CompiledRule]) -> Self {
        let mut parts = Self::default();
        for (number, rule) in rules.iter().enumerate() {
            let first_query = parts.query_rules.len();
            let place = Place { sequence: parts.sequences, first_query: Some(first_query) };
            parts.sequences += usize::from(is_sequence(rule));
            let functions = rule_functions(items, rule, &format!("rule_{number}_"), place);
            parts.first_queries.push(first_query);
            parts.query_rules.extend(std::iter::repeat_n(number, functions.conditions.len()));
            parts.conditions.extend(functions.conditions.iter().cloned());
            parts.waits.extend(&functions.waits);
            let act = parts.act(items, rule, number, &functions);
            parts.acts.push(act);
            parts.functions.extend(functions.functions);
            parts.decides.extend(functions.decide.map(|decide| {
                let static_rule = rule_static(number);
                quote! {{
                    let (rule, counters, pool) = (&#static_rule, &mut self.counters[#number], &mut self.pool);
                    #decide
                }}
            }));
        }
        parts
    }

    /// What follows if the event meets queries of the rule, which are in `met`.
    fn act(&mut self, items: &mut Items, rule: &CompiledRule, number: usize, functions: &RuleFunctions) -> TokenStream {
        let (observe, static_rule) = (&functions.observe, rule_static(number));
        if let Body::Event(_) = rule.query.body {
            let timestamp = items.fields.named(&rule.timestamp_field);
            let report =
                quote!(detectors::index::report::<#timestamp, E>(event, &#static_rule, &mut self.counters[#number], sink));
            return match head_limit(rule) {
                Some(limit) => quote!(#number => if self.counters[#number].matched < #limit { #report; }),
                None => quote!(#number => #report,),
            };
        }
        let name = format_ident!("rule_{number}_observe");
        let documentation = doc(&format!("{}\n\n```text\n{}\n```", rule.file.name.value, rule.file.query.text.trim_end()));
        let asks = has_lineage(rule);
        let (parameter, argument) = if asks {
            (quote!(ancestors: &Ancestors<'_>,), quote!(ancestors,))
        } else {
            (TokenStream::new(), TokenStream::new())
        };
        self.functions.extend(quote! {
            #documentation
            #[inline(never)]
            fn #name<
                E: detectors::Event, const WORDS: usize, const CAPACITY: usize, const SEQUENCES: usize, const STORED: usize, const KEPT: usize,
            >(
                event: &E,
                met: &detectors::index::QuerySet<WORDS>,
                pool: &mut detectors::sequence::Pool<CAPACITY, SEQUENCES, STORED, KEPT>,
                counters: &mut detectors::Counters,
                #parameter
                sink: &mut dyn ::core::ops::FnMut(&detectors::Alert<'_>),
            ) {
                let rule = &#static_rule;
                #observe
            }
        });
        quote!(#number => #name(event, &met, &mut self.pool, &mut self.counters[#number], #argument sink),)
    }
}

/// `fn meets`, which judges one query.
fn meets(conditions: &[Condition], has_tree: bool) -> TokenStream {
    let numbers = 0..conditions.len();
    let judged = conditions.iter().map(Condition::noting_failure);
    let ancestors = has_tree.then(|| quote!(ancestors: &Ancestors<'_>,));
    quote! {
        /// Whether the event meets a query; `failed` says whether that could not be computed.
        #[allow(unused_variables)]
        fn meets<E: detectors::Event>(query: usize, event: &E, #ancestors failed: &mut bool) -> bool {
            match query {
                #(#numbers => #judged,)*
                _ => false,
            }
        }
    }
}

/// Words of one bit for each query, and for each that is in the index.
#[derive(Clone, Copy)]
struct Words {
    queries: usize,
    index: usize,
}

fn matcher_struct(
    target: &Target,
    rules: &[CompiledRule],
    sequences: usize,
    words: usize,
    tree: Option<&TreeCode>,
) -> TokenStream {
    let Target { visibility, krate, .. } = target;
    let matcher = target.matcher();
    let count = rules.len();
    let stored = rules.iter().map(stored_keys).max().unwrap_or(0);
    let kept = rules.iter().map(kept_bytes).max().unwrap_or(0);
    let pool = pool_type(&quote!(#sequences), stored, kept);
    let capacity = capacity_text(true, tree.is_some());
    let tree = tree.map(|tree| tree_field(target, tree));
    let list: String = rules.iter().map(|rule| format!("- {}\n", rule.file.name.value)).collect();
    let documentation = doc(&format!("Matches {count} rules with one pool of state.\n\n{list}\n{capacity}"));
    quote! {
        #documentation
        #[derive(::core::fmt::Debug)]
        #visibility struct #matcher<const CAPACITY: ::core::primitive::usize> {
            pool: #krate::sequence::#pool,
            #tree
            observed: ::core::primitive::u64,
            // Of the queries that wait for another of their sequence those that need not any more, by their bits in the index.
            awake: [::core::primitive::u64; #words],
            counters: [#krate::Counters; #count],
            // Whether a rule is not as its file says. Zeros at first, as all of a new matcher, so that a static one takes no
            // space in the binary.
            switched: [::core::primitive::bool; #count],
        }
    }
}

fn matcher(target: &Target, rules: &[CompiledRule], parts: &Parts, words: Words, tree: Option<&TreeCode>) -> TokenStream {
    let ident = &target.ident;
    let matcher = target.matcher();
    let count = rules.len();
    let enabled: Vec<bool> = rules.iter().map(|rule| rule.file.enabled).collect();
    let least = rules.iter().map(CompiledRule::stage_count).max().unwrap_or(1);
    let too_small = format!(
        "the matcher's CAPACITY has to be at least {least}, the number of stages of the longest sequence\n\
         help: write `{ident}::matcher::<4096>()`, or the like"
    );
    let tallies = sequence_tallies(rules);
    let observe_tree = tree.map(|tree| {
        let observe = &tree.observe;
        quote! { let tree = &mut self.tree; #observe }
    });
    let asking: Vec<bool> = rules.iter().map(has_lineage).collect();
    let ancestors = tree.map(|_| quote!(ancestors,));
    let Words { queries: query_words, index: words } = words;
    let Parts { query_rules, first_queries, acts, decides, .. } = parts;
    let query_count = query_rules.len();
    let [query_rules, first_queries] = [query_rules, first_queries]
        .map(|all| all.iter().map(|number| Literal::usize_unsuffixed(*number)).collect::<Vec<Literal>>());
    let advance_tree = tree.map(|_| quote!(self.tree.advance(now);));
    let count_tree_of = tree.map(|_| {
        quote! {
            const ASKS: [bool; #count] = [#(#asking),*];
            if ASKS.get(rule) == ::core::option::Option::Some(&true) { counters.forgotten = self.tree.forgotten(); }
        }
    });
    let count_tree = tree.map(|_| quote!(sum.forgotten = self.tree.forgotten();));
    let reseed_tree = tree.map(|_| quote!(self.tree.reseed(seed);));
    let trait_impl = trait_impl(&quote!(<const CAPACITY: usize>), &quote!(#matcher<CAPACITY>));
    // In both, so that the error is shown where the matcher is made, whichever makes it.
    let new = |seed: TokenStream| {
        let tree = tree.map(|_| quote!(tree: detectors::ancestry::Tree::with_seed(#seed),));
        quote! {
            const { ::core::assert!(CAPACITY >= #least, #too_small); }
            #matcher {
                pool: detectors::sequence::Pool::with_seed(#seed),
                #tree
                observed: 0,
                awake: [0; #words],
                counters: [const { detectors::Counters::new() }; #count],
                switched: [false; #count],
            }
        }
    };
    let (unseeded, seeded) = (new(quote!([0, 0])), new(quote!(seed)));
    quote! {
        /// For each query its rule.
        static RULE_OF: [u32; #query_count] = [#(#query_rules),*];
        /// For each rule its first query.
        static FIRST_QUERY: [u32; #count] = [#(#first_queries),*];
        /// For each rule the number of its sequence in the pool; one that no sequence has for event queries.
        static SEQUENCE_OF: [u16; #count] = #tallies;
        /// Which rules are on at first.
        static ENABLED: [bool; #count] = [#(#enabled),*];

        /// The sequence of a rule holds something now, or nothing: its queries that wait for others need not, or have to.
        fn wake(rule: usize, holds: bool, awake: &mut [u64; #words]) {
            let end = FIRST_QUERY.get(rule.wrapping_add(1)).map_or(BIT_OF.len(), |first| *first as usize);
            let first = FIRST_QUERY.get(rule).map_or(end, |first| *first as usize);
            for bit in BIT_OF.get(first..end).unwrap_or_default() {
                if let ::core::option::Option::Some(word) = awake.get_mut((*bit >> 6) as usize) {
                    let mask = 1 << (*bit & 63);
                    *word = if holds { *word | mask } else { *word & !mask };
                }
            }
        }

        impl #ident {
            /// A matcher with nothing seen yet, and with room for `CAPACITY` events in unfinished sequences.
            ///
            /// Its hash of join keys is not secret: where an attacker can choose join keys, see `matcher_with_seed`.
            pub const fn matcher<const CAPACITY: usize>() -> #matcher<CAPACITY> {
                #unseeded
            }

            /// A matcher whose hash of join keys is keyed by `seed`: a random number that nobody else knows.
            pub const fn matcher_with_seed<const CAPACITY: usize>(seed: [u64; 2]) -> #matcher<CAPACITY> {
                #seeded
            }
        }

        impl<const CAPACITY: usize> #matcher<CAPACITY> {
            /// Judges one event by every rule that is on, in the order of `RULES`; `sink` gets each alert.
            #[inline]
            pub fn observe<E: detectors::Event>(&mut self, event: &E, mut sink: impl ::core::ops::FnMut(&detectors::Alert<'_>)) {
                const {
                    E::SHAPES.require(<#ident as detectors::RuleSet>::REQUIREMENTS);
                    reach(&E::SHAPES);
                }
                self.judge(event, &mut sink);
            }

            fn judge<E: detectors::Event>(&mut self, event: &E, sink: &mut dyn ::core::ops::FnMut(&detectors::Alert<'_>)) {
                self.observed = self.observed.saturating_add(1);
                #observe_tree
                let mut met: detectors::index::QuerySet<#query_words> = candidates(event, &self.awake);
                let mut any = false;
                met.retain(|query| {
                    let rule = RULE_OF.get(query).map_or(usize::MAX, |rule| *rule as usize);
                    if self.switched.get(rule) == ENABLED.get(rule) {
                        return false;
                    }
                    let mut failed = false;
                    let meets = meets(query, event, #ancestors &mut failed);
                    if failed && let ::core::option::Option::Some(counters) = self.counters.get_mut(rule) {
                        counters.errors = counters.errors.saturating_add(1);
                    }
                    any |= meets;
                    meets
                });
                if !any {
                    return;
                }
                let mut next = met.next_from(0);
                while let ::core::option::Option::Some(query) = next {
                    let rule = RULE_OF.get(query).map_or(usize::MAX, |rule| *rule as usize);
                    match rule {
                        #(#acts)*
                        _ => {}
                    }
                    if let ::core::option::Option::Some(sequence) = SEQUENCE_OF.get(rule) {
                        wake(rule, self.pool.is_holding(*sequence), &mut self.awake);
                    }
                    next = match FIRST_QUERY.get(rule.wrapping_add(1)) {
                        ::core::option::Option::Some(first) => met.next_from(*first as usize),
                        ::core::option::Option::None => ::core::option::Option::None,
                    };
                }
            }

            /// Visits each event query that the index leaves of an event: the number of its rule in `RULES`, its own number in the rule,
            /// whether it waits for another of its sequence, so that it would not be judged, and what judges it. No alert comes of it:
            /// for whoever wants to know what rules cost.
            #[allow(unused_variables)]
            pub fn ask<E: detectors::Event>(
                &mut self,
                event: &E,
                visit: &mut dyn ::core::ops::FnMut(
                    ::core::primitive::usize,
                    ::core::primitive::usize,
                    ::core::primitive::bool,
                    &mut dyn ::core::ops::FnMut() -> ::core::primitive::bool,
                ),
            ) {
                #observe_tree
                let mut asked: detectors::index::QuerySet<#query_words> = candidates(event, &COLUMNS.waiting());
                asked.retain(|query| {
                    let rule = RULE_OF.get(query).map_or(usize::MAX, |rule| *rule as usize);
                    if self.switched.get(rule) != ENABLED.get(rule)
                        && let ::core::option::Option::Some(first) = FIRST_QUERY.get(rule)
                    {
                        let waits = BIT_OF.get(query).is_some_and(|bit| {
                            self.awake.get((*bit >> 6) as usize).is_some_and(|word| word >> (*bit & 63) & 1 == 0)
                        });
                        visit(rule, query.wrapping_sub(*first as usize), waits, &mut || {
                            let mut failed = false;
                            meets(query, event, #ancestors &mut failed)
                        });
                    }
                    false
                });
            }

            /// Time has passed: lets go of what can no longer be completed at `now`. `sink` gets alerts that waited for it.
            pub fn advance(&mut self, now: detectors::Timestamp, sink: impl ::core::ops::FnMut(&detectors::Alert<'_>)) {
                self.decide(::core::option::Option::Some(now), sink);
                self.pool.advance(now);
                #advance_tree
                self.doze();
            }

            /// No event will follow: `sink` gets the alerts that only had to wait.
            pub fn finish(&mut self, sink: impl ::core::ops::FnMut(&detectors::Alert<'_>)) {
                self.decide(::core::option::Option::None, sink);
            }

            #[allow(unused_mut, unused_variables)]
            fn decide(
                &mut self,
                now: ::core::option::Option<detectors::Timestamp>,
                mut sink: impl ::core::ops::FnMut(&detectors::Alert<'_>),
            ) {
                #decides
            }

            /// Time has passed: notes which queries have to wait again.
            fn doze(&mut self) {
                let mut index = 0_usize;
                while let ::core::option::Option::Some(word) = self.awake.get_mut(index) {
                    let mut rest = *word;
                    while rest != 0 {
                        let bit = rest.trailing_zeros();
                        rest &= rest.wrapping_sub(1);
                        let query = QUERY_OF.get(index.wrapping_mul(64).wrapping_add(bit as usize));
                        let rule = query.and_then(|query| RULE_OF.get(*query as usize));
                        let sequence = rule.and_then(|rule| SEQUENCE_OF.get(*rule as usize));
                        if !sequence.is_some_and(|sequence| self.pool.is_holding(*sequence)) {
                            *word &= !(1 << bit);
                        }
                    }
                    index = index.wrapping_add(1);
                }
            }

            /// Turns a rule on or off, by its number in `RULES`; whether there is such a rule.
            pub fn set_enabled(&mut self, rule: usize, enabled: bool) -> bool {
                match (self.switched.get_mut(rule), ENABLED.get(rule)) {
                    (::core::option::Option::Some(switched), ::core::option::Option::Some(at_first)) => {
                        *switched = enabled != *at_first;
                        true
                    }
                    _ => false,
                }
            }

            /// Forgets all that was seen, counters too, and keys the hash of join keys by `seed`: for a matcher in a `static`,
            /// which is there before a random number is.
            pub fn reseed(&mut self, seed: [u64; 2]) {
                self.pool.reseed(seed);
                #reseed_tree
                self.observed = 0;
                self.awake = [0; #words];
                self.counters = [const { detectors::Counters::new() }; #count];
            }

            /// What all rules have done and given up so far.
            pub fn counters(&self) -> detectors::Counters {
                let mut sum = detectors::Counters::new();
                for counters in &self.counters {
                    sum.matched = sum.matched.saturating_add(counters.matched);
                    sum.errors = sum.errors.saturating_add(counters.errors);
                }
                sum.observed = self.observed;
                self.pool.tally().add_to(&mut sum);
                #count_tree
                sum
            }

            /// What one rule has done and given up so far, by its number in `RULES`.
            pub fn counters_of(&self, rule: usize) -> ::core::option::Option<detectors::Counters> {
                let mut counters = match self.counters.get(rule) {
                    ::core::option::Option::Some(counters) => *counters,
                    ::core::option::Option::None => return ::core::option::Option::None,
                };
                counters.observed = self.observed;
                let tally = match SEQUENCE_OF.get(rule) {
                    ::core::option::Option::Some(id) => self.pool.tally_of(*id),
                    ::core::option::Option::None => ::core::option::Option::None,
                };
                if let ::core::option::Option::Some(tally) = tally {
                    tally.add_to(&mut counters);
                }
                #count_tree_of
                ::core::option::Option::Some(counters)
            }

            /// The event that was observed first among those that unfinished sequences still hold.
            pub fn oldest_live_handle(&self) -> ::core::option::Option<detectors::Handle> {
                self.pool.oldest_live_handle()
            }
        }

        #trait_impl
    }
}

/// For each rule the number of its sequence in the pool; one that no sequence has for event queries.
fn sequence_tallies(rules: &[CompiledRule]) -> TokenStream {
    let mut next = 0_u16;
    let ids = rules.iter().map(|rule| {
        if !is_sequence(rule) {
            return u16::MAX;
        }
        next += 1;
        next - 1
    });
    quote!([#(#ids),*])
}
