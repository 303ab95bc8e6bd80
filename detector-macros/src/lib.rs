//! The derives of the `detectors` crate: a thin shell around `detector-compiler`.

mod event;
mod files;
mod rules;

use proc_macro::TokenStream;

#[doc = include_str!("event/derive.md")]
#[proc_macro_derive(Event, attributes(event))]
pub fn event(input: TokenStream) -> TokenStream {
    event::derive(input.into()).into()
}

#[doc = include_str!("rules/detector.md")]
#[proc_macro_derive(Detector, attributes(detector))]
pub fn detector(input: TokenStream) -> TokenStream {
    rules::derive(rules::Derive::Detector, input.into()).into()
}

#[doc = include_str!("rules/rule_set.md")]
#[proc_macro_derive(RuleSet, attributes(rule_set))]
pub fn rule_set(input: TokenStream) -> TokenStream {
    rules::derive(rules::Derive::RuleSet, input.into()).into()
}
