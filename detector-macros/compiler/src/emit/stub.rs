//! What stands in for a derive whose rules have errors, so that a user sees those errors and no others.

use super::detector::trait_impl;
use super::{Target, names_in_scope};
use proc_macro2::TokenStream;
use quote::quote;

/// What kind of matcher a rule has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MatcherKind {
    /// It judges each event by itself.
    Event,
    /// It has state, of a size that the agent chooses.
    Sequence,
}

/// A detector that matches nothing.
pub fn detector_stub(target: &Target, kind: MatcherKind) -> TokenStream {
    let ident = &target.ident;
    let implementation = quote! {
        #[automatically_derived]
        impl detectors::Detector for #ident {
            const RULE: &'static detectors::Rule = &detectors::Rule::new("", "");
            const GUIDE: detectors::Guide = detectors::Guide::NONE;
            const REQUIREMENTS: &'static [detectors::event::Requirement] = &[];
        }
    };
    stub(target, kind, &implementation)
}

/// A rule set that matches nothing.
pub fn rule_set_stub(target: &Target) -> TokenStream {
    let ident = &target.ident;
    let implementation = quote! {
        #[automatically_derived]
        impl detectors::RuleSet for #ident {
            const RULES: &'static [&'static detectors::Rule] = &[];
            const GUIDES: &'static [detectors::Guide] = &[];
            const REQUIREMENTS: &'static [detectors::event::Requirement] = &[];
        }
    };
    stub(target, MatcherKind::Sequence, &implementation)
}

fn stub(target: &Target, kind: MatcherKind, implementation: &TokenStream) -> TokenStream {
    let Target { ident, visibility, .. } = target;
    let scope = names_in_scope(target);
    let matcher = target.matcher();
    let track = &target.track;
    let (parameters, arguments) = match kind {
        MatcherKind::Event => (TokenStream::new(), TokenStream::new()),
        MatcherKind::Sequence => (quote!(<const CAPACITY: ::core::primitive::usize>), quote!(<CAPACITY>)),
    };
    let trait_impl = trait_impl(&parameters, &quote!(#matcher #arguments));
    quote! {
        #track
        #[derive(::core::fmt::Debug)]
        #visibility struct #matcher #parameters;
        #[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
        const _: () = {
            #scope
            #implementation
            #[automatically_derived]
            impl detectors::Layout for #ident {
                const FIELDS: &'static [detectors::SlotField] = &[];
            }
            impl #ident {
                pub const fn matcher #parameters() -> #matcher #arguments { #matcher }
                pub const fn matcher_with_seed #parameters(_: [::core::primitive::u64; 2]) -> #matcher #arguments { #matcher }
                pub fn matches<E: detectors::Event>(_: &E) -> bool { false }
            }
            impl #parameters #matcher #arguments {
                pub fn observe<E: detectors::Event>(&mut self, _: &E, _: impl ::core::ops::FnMut(&detectors::Alert<'_>)) {}
                pub fn advance(&mut self, _: detectors::Timestamp, _: impl ::core::ops::FnMut(&detectors::Alert<'_>)) {}
                pub fn finish(&mut self, _: impl ::core::ops::FnMut(&detectors::Alert<'_>)) {}
                pub fn set_enabled(&mut self, _: usize, _: bool) -> bool { false }
                pub fn reseed(&mut self, _: [u64; 2]) {}
                pub fn counters(&self) -> detectors::Counters { detectors::Counters::new() }
                pub fn counters_of(&self, _: usize) -> ::core::option::Option<detectors::Counters> { ::core::option::Option::None }
                pub fn tally(&self) -> detectors::sequence::Tally { ::core::default::Default::default() }
                pub fn oldest_live_handle(&self) -> ::core::option::Option<detectors::Handle> { ::core::option::Option::None }
            }
            #trait_impl
        };
    }
}
