//! What `#[derive(Detector)]` adds to a struct: a matcher of one rule.

use super::lineage::{self, TreeCode};
use super::query::{Items, RuleFunctions, kept_bytes, rule_functions, stored_keys};
use super::{Place, Target, doc, is_sequence, layout, metadata, names_in_scope, requirements, tests};
use crate::CompiledRule;
use proc_macro2::TokenStream;
use quote::quote;

/// The matcher struct of a rule and its implementations.
pub fn detector(target: &Target, rule: &CompiledRule) -> TokenStream {
    let mut items = Items::default();
    let functions = rule_functions(&mut items, rule, "", Place { sequence: 0, first_query: None });
    let tree = lineage::tree(&mut items, &rule.timestamp_field);
    let body = if is_sequence(rule) || tree.is_some() {
        stateful_matcher(target, rule, &functions, tree.as_ref())
    } else {
        event_matcher(target, &functions.observe, functions.matches.as_ref())
    };
    let (ident, scope) = (&target.ident, names_in_scope(target));
    let (rule_tokens, guide) = (metadata::rule(&mut items, rule), metadata::guide(rule));
    let requirements::Checks { fields, reach } = requirements::checks([rule]);
    let documentation = doc(&metadata::documentation(rule));
    let matcher_struct = matcher_struct(target, rule, tree.as_ref());
    let tree = tree.map(|tree| tree.functions);
    let layout = layout::layout(target, [rule]);
    let (functions, track, event_checks) = (functions.functions, &target.track, target.event_checks("Detector"));
    let tests = tests::tests(target, tests::Of::Detector, std::slice::from_ref(rule));
    let declarations = items.declarations();
    quote! {
        #track
        #matcher_struct
        #[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
        const _: () = {
            #scope

            #declarations
            #functions
            #tree

            #reach

            #documentation
            #[automatically_derived]
            impl detectors::Detector for #ident {
                const RULE: &'static detectors::Rule = &#rule_tokens;
                const GUIDE: detectors::Guide = #guide;
                const REQUIREMENTS: &'static [detectors::event::Requirement] = &[#(#fields),*];
            }

            #layout
            #body
            #event_checks
        };
        #tests
    }
}

fn matcher_struct(target: &Target, rule: &CompiledRule, tree: Option<&TreeCode>) -> TokenStream {
    let Target { visibility, krate, .. } = target;
    let matcher = target.matcher();
    let documentation = doc(&format!("Matches {}", metadata::documentation(rule)));
    if !is_sequence(rule) && tree.is_none() {
        return quote! {
            #documentation
            #[derive(::core::fmt::Debug)]
            #visibility struct #matcher {
                counters: #krate::Counters,
            }
        };
    }
    let capacity = doc(&format!("\n{}", capacity_text(is_sequence(rule), tree.is_some())));
    let pool = is_sequence(rule).then(|| {
        let pool = pool_type(&quote!(1), stored_keys(rule), kept_bytes(rule));
        quote!(pool: #krate::sequence::#pool,)
    });
    let tree = tree.map(|tree| tree_field(target, tree));
    quote! {
        #documentation
        #capacity
        #[derive(::core::fmt::Debug)]
        #visibility struct #matcher<const CAPACITY: ::core::primitive::usize> {
            #pool
            #tree
            counters: #krate::Counters,
        }
    }
}

/// What `CAPACITY` counts.
pub(super) fn capacity_text(has_pool: bool, has_tree: bool) -> &'static str {
    match (has_pool, has_tree) {
        (_, false) => "`CAPACITY` is the number of events that unfinished sequences can hold at a time.",
        (true, true) => {
            "`CAPACITY` is the number of events that unfinished sequences can hold at a time, and of processes whose descendants are known."
        }
        (false, true) => "`CAPACITY` is the number of processes whose descendants are known.",
    }
}

/// `Pool<CAPACITY, …>`, without parameters that are as by default.
pub(super) fn pool_type(sequences: &TokenStream, stored: usize, kept: usize) -> TokenStream {
    if kept == 0 { quote!(Pool<CAPACITY, #sequences, #stored>) } else { quote!(Pool<CAPACITY, #sequences, #stored, #kept>) }
}

/// The tree of processes in a matcher.
pub(super) fn tree_field(target: &Target, tree: &TreeCode) -> TokenStream {
    let (krate, words) = (&target.krate, tree.words);
    quote!(tree: #krate::ancestry::Tree<CAPACITY, #words>,)
}

/// A matcher of a rule with sequences, a tree of processes, or both.
fn stateful_matcher(target: &Target, rule: &CompiledRule, functions: &RuleFunctions, tree: Option<&TreeCode>) -> TokenStream {
    let has_pool = is_sequence(rule);
    let (pool, tree_name) = (has_pool.then(|| quote!(pool,)), tree.map(|_| quote!(tree,)));
    let observe = &functions.observe;
    let observe_tree = tree.map(|tree| &tree.observe);
    let decide = functions.decide.as_ref().map(|decide| {
        let ident = &target.ident;
        quote! {
            let Self { pool, counters, .. } = self;
            let rule = <#ident as detectors::Detector>::RULE;
            #decide
        }
    });
    let ident = &target.ident;
    let matcher = target.matcher();
    let least = rule.stage_count();
    let too_small = format!(
        "the matcher's CAPACITY has to be at least {least}, the number of stages\nhelp: write `{ident}::matcher::<1024>()`, or the like"
    );
    let advance_pool = has_pool.then(|| quote!(self.pool.advance(now);));
    let advance_tree = tree.map(|_| quote!(self.tree.advance(now);));
    let count_pool = has_pool.then(|| quote!(self.pool.tally().add_to(&mut counters);));
    let count_tree = tree.map(|_| quote!(counters.forgotten = self.tree.forgotten();));
    let observe = observe_methods(
        ident,
        &quote! {
            let Self { #pool #tree_name counters } = self;
            #observe_tree
            #observe
        },
        &quote! {
            #decide
            if let ::core::option::Option::Some(now) = now { #advance_pool #advance_tree }
        },
        &quote! { #count_pool #count_tree },
        &if has_pool { quote!(self.pool.oldest_live_handle()) } else { quote!(::core::option::Option::None) },
    );
    let trait_impl = trait_impl(&quote!(<const CAPACITY: usize>), &quote!(#matcher<CAPACITY>));
    // In both, so that the error is shown where the matcher is made, whichever makes it.
    let new = |seed: TokenStream| {
        let pool = has_pool.then(|| quote!(pool: detectors::sequence::Pool::with_seed(#seed),));
        let tree = tree.map(|_| quote!(tree: detectors::ancestry::Tree::with_seed(#seed),));
        quote! {
            const { ::core::assert!(CAPACITY >= #least, #too_small); }
            #matcher { #pool #tree counters: detectors::Counters::new() }
        }
    };
    let (unseeded, seeded) = (new(quote!([0, 0])), new(quote!(seed)));
    let capacity = match (has_pool, tree.is_some()) {
        (_, false) => "for `CAPACITY` events in unfinished sequences",
        (true, true) => "for `CAPACITY` events in unfinished sequences, and as many processes",
        (false, true) => "for `CAPACITY` processes",
    };
    let new_doc = doc(&format!("A matcher with nothing seen yet, and with room {capacity}."));
    let hashed = if has_pool { "join keys" } else { "ids of processes" };
    let seed_doc =
        doc(&format!("\nIts hash of {hashed} is not secret: where an attacker can choose {hashed}, see `matcher_with_seed`."));
    let seeded_doc =
        doc(&format!("A matcher whose hash of {hashed} is keyed by `seed`: a random number that nobody else knows."));
    let reseed_doc = doc(&format!(
        "Forgets all that was seen, counters too, and keys the hash of {hashed} by `seed`: for a matcher in a `static`,\n\
         which is there before a random number is."
    ));
    let reseed_pool = has_pool.then(|| quote!(self.pool.reseed(seed);));
    let reseed_tree = tree.map(|_| quote!(self.tree.reseed(seed);));
    let tally = has_pool.then(|| {
        quote! {
            /// What became of the rule's unfinished sequences.
            pub fn tally(&self) -> detectors::sequence::Tally {
                self.pool.tally()
            }
        }
    });
    quote! {
        impl #ident {
            #new_doc
            #seed_doc
            pub const fn matcher<const CAPACITY: usize>() -> #matcher<CAPACITY> {
                #unseeded
            }

            #seeded_doc
            pub const fn matcher_with_seed<const CAPACITY: usize>(seed: [u64; 2]) -> #matcher<CAPACITY> {
                #seeded
            }
        }

        impl<const CAPACITY: usize> #matcher<CAPACITY> {
            #observe

            #reseed_doc
            pub fn reseed(&mut self, seed: [u64; 2]) {
                #reseed_pool
                #reseed_tree
                self.counters = detectors::Counters::new();
            }

            #tally
        }

        #trait_impl
    }
}

fn event_matcher(target: &Target, observe: &TokenStream, matches: Option<&TokenStream>) -> TokenStream {
    let ident = &target.ident;
    let matcher = target.matcher();
    let observe = observe_methods(
        ident,
        &quote! {
            let Self { counters } = self;
            #observe
        },
        &TokenStream::new(),
        &TokenStream::new(),
        &quote! { ::core::option::Option::None },
    );
    let trait_impl = trait_impl(&TokenStream::new(), &quote!(#matcher));
    quote! {
        impl #ident {
            /// A matcher that counts from zero.
            pub const fn matcher() -> #matcher {
                #matcher { counters: detectors::Counters::new() }
            }

            /// Whether the event meets the rule.
            #[inline]
            pub fn matches<E: detectors::Event>(event: &E) -> bool {
                const {
                    E::SHAPES.require(<#ident as detectors::Detector>::REQUIREMENTS);
                    reach(&E::SHAPES);
                }
                #matches
            }
        }

        impl #matcher {
            #observe
        }

        #trait_impl
    }
}

/// The inherent methods that every matcher of one rule has.
fn observe_methods(
    ident: &proc_macro2::Ident,
    observe: &TokenStream,
    advance: &TokenStream,
    add_to_counters: &TokenStream,
    oldest: &TokenStream,
) -> TokenStream {
    quote! {
        /// Judges one event; `sink` gets each alert.
        #[inline]
        pub fn observe<E: detectors::Event>(&mut self, event: &E, mut sink: impl ::core::ops::FnMut(&detectors::Alert<'_>)) {
            const {
                E::SHAPES.require(<#ident as detectors::Detector>::REQUIREMENTS);
                reach(&E::SHAPES);
            }
            let rule = <#ident as detectors::Detector>::RULE;
            self.counters.observed = self.counters.observed.saturating_add(1);
            #observe
        }

        /// Time has passed: lets go of what can no longer be completed at `now`. `sink` gets alerts that waited for it.
        pub fn advance(&mut self, now: detectors::Timestamp, sink: impl ::core::ops::FnMut(&detectors::Alert<'_>)) {
            self.decide(::core::option::Option::Some(now), sink);
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
            #advance
        }

        /// What has been done and given up so far.
        pub fn counters(&self) -> detectors::Counters {
            #[allow(unused_mut)]
            let mut counters = self.counters;
            #add_to_counters
            counters
        }

        /// The event that was observed first among those that unfinished sequences still hold.
        pub fn oldest_live_handle(&self) -> ::core::option::Option<detectors::Handle> {
            #oldest
        }
    }
}

/// `detectors::Matcher` by the inherent methods.
pub(super) fn trait_impl(generics: &TokenStream, matcher: &TokenStream) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl #generics detectors::Matcher for #matcher {
            #[inline]
            fn observe<E: detectors::Event>(&mut self, event: &E, sink: impl ::core::ops::FnMut(&detectors::Alert<'_>)) {
                Self::observe(self, event, sink)
            }
            fn advance(&mut self, now: detectors::Timestamp, sink: impl ::core::ops::FnMut(&detectors::Alert<'_>)) {
                Self::advance(self, now, sink)
            }
            fn finish(&mut self, sink: impl ::core::ops::FnMut(&detectors::Alert<'_>)) {
                Self::finish(self, sink)
            }
            fn counters(&self) -> detectors::Counters {
                Self::counters(self)
            }
            fn oldest_live_handle(&self) -> ::core::option::Option<detectors::Handle> {
                Self::oldest_live_handle(self)
            }
        }
    }
}
