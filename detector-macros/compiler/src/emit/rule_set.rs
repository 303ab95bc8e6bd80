//! What `#[derive(RuleSet)]` adds to a struct: a matcher of many rules with one pool of sequence state.

use super::detector::{capacity_text, pool_type, trait_impl, tree_field};
use super::lineage::{self, TreeCode};
use super::query::{Items, has_lineage, kept_bytes, rule_functions, stored_keys};
use super::{Place, Target, doc, is_sequence, layout, metadata, names_in_scope, requirements};
use crate::CompiledRule;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// The matcher struct of a rule set and its implementations.
pub fn rule_set(target: &Target, rules: &[CompiledRule]) -> TokenStream {
    let mut items = Items::default();
    let mut functions = TokenStream::new();
    let mut observes: Vec<Ident> = Vec::new();
    let mut decides: Vec<TokenStream> = Vec::new();
    let mut asks: Vec<bool> = Vec::new();
    let mut sequences = 0;
    for (number, rule) in rules.iter().enumerate() {
        let place = Place { rule: number, sequence: sequences };
        sequences += usize::from(is_sequence(rule));
        let observe = format_ident!("rule_{number}_observe");
        let (observe_function, decide) = observe_function(&mut items, rule, &observe, place);
        asks.push(has_lineage(rule));
        functions.extend(observe_function);
        decides.extend(decide);
        observes.push(observe);
    }
    // Rules of one set have their times in one field, as a rule.
    let timestamp_field = rules.iter().find(|rule| has_lineage(rule)).map_or("@timestamp", |rule| &rule.timestamp_field);
    let tree = lineage::tree(&mut items, timestamp_field);
    let (ident, scope) = (&target.ident, names_in_scope(target));
    let observes: Vec<(Ident, bool)> = observes.into_iter().zip(asks).collect();
    let shared = matcher(target, rules, &observes, &decides, tree.as_ref());
    let matcher_struct = matcher_struct(target, rules, sequences.max(1), tree.as_ref());
    functions.extend(tree.map(|tree| tree.functions));
    let reach: TokenStream = rules.iter().map(requirements::reach).collect();
    let fields: Vec<TokenStream> = rules.iter().flat_map(requirements::fields).collect();
    let metadata = rules.iter().map(metadata::rule);
    let layout = layout::layout(target, rules);
    let (track, event_checks) = (&target.track, target.event_checks("RuleSet"));
    let declarations = items.declarations();
    let names: Vec<Ident> = (0..rules.len()).map(|number| format_ident!("RULE_{number}")).collect();
    quote! {
        #track
        #matcher_struct
        #[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
        const _: () = {
            #scope

            #declarations
            #(static #names: detectors::Rule = #metadata;)*
            #functions

            #[track_caller]
            const fn reach(shapes: &detectors::event::Shapes) { let _ = shapes; #reach }

            #[automatically_derived]
            impl detectors::RuleSet for #ident {
                const RULES: &'static [&'static detectors::Rule] = &[#(&#names),*];
                const REQUIREMENTS: &'static [detectors::event::Requirement] = &[#(#fields),*];
            }

            #layout
            #shared
            #event_checks
        };
    }
}

/// The way of an event through one rule, and what reports its sequences that waited.
fn observe_function(items: &mut Items, rule: &CompiledRule, name: &Ident, place: Place) -> (TokenStream, Option<TokenStream>) {
    let number = place.rule;
    let functions = rule_functions(items, rule, &format!("rule_{number}_"), place);
    let static_rule = format_ident!("RULE_{number}");
    let (definitions, observe) = (functions.functions, functions.observe);
    let decide = functions.decide.map(|decide| {
        quote! {{
            let (rule, counters, pool) = (&#static_rule, &mut self.counters[#number], &mut self.pool);
            #decide
        }}
    });
    let documentation = doc(&format!("{}\n\n```text\n{}\n```", rule.file.name.value, rule.file.query.text.trim_end()));
    let ancestors = has_lineage(rule).then(|| quote!(ancestors: &Ancestors<'_>,));
    let observe_function = quote! {
        #definitions

        #documentation
        #[inline]
        fn #name<E: detectors::Event, const CAPACITY: usize, const SEQUENCES: usize, const STORED: usize, const KEPT: usize>(
            event: &E,
            pool: &mut detectors::sequence::Pool<CAPACITY, SEQUENCES, STORED, KEPT>,
            counters: &mut detectors::Counters,
            #ancestors
            sink: &mut impl ::core::ops::FnMut(&detectors::Alert<'_>),
        ) {
            let (rule, _) = (&#static_rule, &pool);
            #observe
        }
    };
    (observe_function, decide)
}

fn matcher_struct(target: &Target, rules: &[CompiledRule], sequences: usize, tree: Option<&TreeCode>) -> TokenStream {
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
            counters: [#krate::Counters; #count],
            // Whether a rule is not as its file says. Zeros at first, as all of a new matcher, so that a static one takes no
            // space in the binary.
            switched: [::core::primitive::bool; #count],
        }
    }
}

fn matcher(
    target: &Target,
    rules: &[CompiledRule],
    observes: &[(Ident, bool)],
    decides: &[TokenStream],
    tree: Option<&TreeCode>,
) -> TokenStream {
    let ident = &target.ident;
    let matcher = target.matcher();
    let count = rules.len();
    let numbers: Vec<usize> = (0..count).collect();
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
    let asking = observes.iter().map(|(_, asks)| *asks).collect::<Vec<bool>>();
    let ancestors = observes.iter().map(|(_, asks)| asks.then(|| quote!(ancestors,)));
    let observes = observes.iter().map(|(observe, _)| observe);
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
                counters: [const { detectors::Counters::new() }; #count],
                switched: [false; #count],
            }
        }
    };
    let (unseeded, seeded) = (new(quote!([0, 0])), new(quote!(seed)));
    quote! {
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
                self.observed = self.observed.saturating_add(1);
                #observe_tree
                #(if self.switched[#numbers] != #enabled {
                    #observes(event, &mut self.pool, &mut self.counters[#numbers], #ancestors &mut sink);
                })*
            }

            /// Time has passed: lets go of what can no longer be completed at `now`. `sink` gets alerts that waited for it.
            pub fn advance(&mut self, now: detectors::Timestamp, sink: impl ::core::ops::FnMut(&detectors::Alert<'_>)) {
                self.decide(::core::option::Option::Some(now), sink);
                self.pool.advance(now);
                #advance_tree
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
                #(#decides)*
            }

            /// Turns a rule on or off, by its number in `RULES`; whether there is such a rule.
            pub fn set_enabled(&mut self, rule: usize, enabled: bool) -> bool {
                const ENABLED: [bool; #count] = [#(#enabled),*];
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
                const SEQUENCES: [u16; #count] = #tallies;
                let tally = match SEQUENCES.get(rule) {
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
