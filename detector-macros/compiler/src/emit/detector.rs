//! What `#[derive(Detector)]` adds to a struct: a matcher of one rule.

use super::query::{Items, RuleFunctions, rule_functions, stored_keys};
use super::{Place, Target, doc, is_sequence, layout, metadata, names_in_scope, requirements};
use crate::CompiledRule;
use proc_macro2::TokenStream;
use quote::quote;

/// The matcher struct of a rule and its implementations.
pub fn detector(target: &Target, rule: &CompiledRule) -> TokenStream {
    let mut items = Items::default();
    let functions = rule_functions(&mut items, rule, "", Place { rule: 0, sequence: 0 });
    let body = if is_sequence(rule) {
        sequence_matcher(target, rule, &functions)
    } else {
        event_matcher(target, &functions.observe, functions.matches.as_ref())
    };
    let (ident, scope) = (&target.ident, names_in_scope(target));
    let (rule_tokens, fields, reach) = (metadata::rule(rule), requirements::fields(rule), requirements::reach(rule));
    let documentation = doc(&metadata::documentation(rule));
    let matcher_struct = matcher_struct(target, rule);
    let layout = layout::layout(target, [rule]);
    let (functions, track, event_checks) = (functions.functions, &target.track, target.event_checks("Detector"));
    let declarations = items.declarations();
    quote! {
        #track
        #matcher_struct
        #[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
        const _: () = {
            #scope

            #declarations
            #functions

            #[track_caller]
            const fn reach(shapes: &detectors::event::Shapes) { #reach }

            #documentation
            #[automatically_derived]
            impl detectors::Detector for #ident {
                const RULE: &'static detectors::Rule = &#rule_tokens;
                const REQUIREMENTS: &'static [detectors::event::Requirement] = &[#(#fields),*];
            }

            #layout
            #body
            #event_checks
        };
    }
}

fn matcher_struct(target: &Target, rule: &CompiledRule) -> TokenStream {
    let Target { visibility, krate, .. } = target;
    let matcher = target.matcher();
    let documentation = doc(&format!("Matches {}", metadata::documentation(rule)));
    if is_sequence(rule) {
        let stored = stored_keys(rule);
        let capacity = doc("\n`CAPACITY` is the number of events that unfinished sequences can hold at a time.");
        quote! {
            #documentation
            #capacity
            #[derive(::core::fmt::Debug)]
            #visibility struct #matcher<const CAPACITY: ::core::primitive::usize> {
                pool: #krate::sequence::Pool<CAPACITY, 1, #stored>,
                counters: #krate::Counters,
            }
        }
    } else {
        quote! {
            #documentation
            #[derive(::core::fmt::Debug)]
            #visibility struct #matcher {
                counters: #krate::Counters,
            }
        }
    }
}

fn sequence_matcher(target: &Target, rule: &CompiledRule, functions: &RuleFunctions) -> TokenStream {
    let observe = &functions.observe;
    let decide = functions.decide.as_ref().map(|decide| {
        let ident = &target.ident;
        quote! {
            let Self { pool, counters } = self;
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
    let observe = observe_methods(
        ident,
        &quote! {
            let Self { pool, counters } = self;
            #observe
        },
        &quote! {
            #decide
            if let ::core::option::Option::Some(now) = now { self.pool.advance(now); }
        },
        &quote! { self.pool.tally().add_to(&mut counters); },
        &quote! { self.pool.oldest_live_handle() },
    );
    let trait_impl = trait_impl(&quote!(<const CAPACITY: usize>), &quote!(#matcher<CAPACITY>));
    // In both, so that the error is shown where the matcher is made, whichever makes it.
    let new = |seed: TokenStream| {
        quote! {
            const { ::core::assert!(CAPACITY >= #least, #too_small); }
            #matcher { pool: detectors::sequence::Pool::with_seed(#seed), counters: detectors::Counters::new() }
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
            #observe

            /// Forgets all that was seen, counters too, and keys the hash of join keys by `seed`: for a matcher in a `static`,
            /// which is there before a random number is.
            pub fn reseed(&mut self, seed: [u64; 2]) {
                self.pool.reseed(seed);
                self.counters = detectors::Counters::new();
            }

            /// What became of the rule's unfinished sequences.
            pub fn tally(&self) -> detectors::sequence::Tally {
                self.pool.tally()
            }
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
