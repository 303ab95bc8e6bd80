//! The way of an event through a sample: its terms in any order.

use super::Place;
use super::query::{Items, RuleFunctions, condition, key_names, keys, report, sequence_constant, term_text};
use crate::CompiledRule;
use crate::ir::Sample;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The functions of a sample rule.
pub(super) fn functions(items: &mut Items, rule: &CompiledRule, sample: &Sample, prefix: &str, place: Place) -> RuleFunctions {
    let names = key_names(&sample.terms);
    let (mut functions, mut asked, mut steps) = (TokenStream::new(), TokenStream::new(), TokenStream::new());
    let (mut any, mut conditions) = (Vec::new(), Vec::new());
    let samples_max = rule.samples_max;
    // Last term first: of the samples that an event completes, the first in the order of its terms is that which has the event, the
    // latest of all, furthest behind.
    for (index, term) in sample.terms.iter().enumerate().rev() {
        let condition = condition(
            items,
            &format_ident!("{prefix}term_{index}"),
            &term.query,
            term_text(rule, index),
            place.first_query.map(|first| first + index),
        );
        let keys = keys(items, &format_ident!("{prefix}keys_{index}"), &term.keys, &names);
        let matched = format_ident!("matched_{index}");
        asked.extend(condition.ask(&matched, place, index));
        let number = u16::try_from(index).unwrap_or(u16::MAX);
        let report = report(rule);
        let candidate = keys.each(&quote! {
            |key, join_keys| step.candidate(#number, key, #samples_max, |events| { #report })
        });
        steps.extend(quote! { if #matched { #candidate } });
        functions.extend([condition.definition.clone(), keys.definition.clone()]);
        conditions.push(condition);
        any.push(matched);
    }
    conditions.reverse();
    let timestamp = items.fields.named(&rule.timestamp_field);
    let (constant, terms) = (sequence_constant(rule, place), sample.terms.len());
    let observe = quote! {
        #asked
        if #(#any)||* {
            let timestamp = detectors::computed::timestamp::<#timestamp, E>(event);
            #constant
            if let ::core::option::Option::Some(mut step) = pool.sample::<#terms>(SEQUENCE, timestamp, event.handle()) {
                #steps
            }
        }
    };
    let waits = vec![false; conditions.len()];
    RuleFunctions { functions, observe, matches: None, conditions, waits, decide: None }
}
