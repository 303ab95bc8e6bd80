//! What a rule needs of an event type: checks that run while the agent is compiled.

use super::query::parts;
use crate::CompiledRule;
use crate::ir::{Category, EventQuery, JoinKey, Predicate};
use proc_macro2::TokenStream;
use quote::quote;

/// Elements of a `[detectors::event::Requirement]`.
pub(super) fn fields(rule: &CompiledRule) -> Vec<TokenStream> {
    let mut seen: Vec<(String, Option<String>)> = Vec::new();
    let mut requirements = Vec::new();
    let is_sequence = super::is_sequence(rule);
    for (query, keys) in parts(&rule.query) {
        let category = category(query);
        let mut add = |field: &str, reads: &str, concerns: &Option<(String, String)>| {
            let key = (field.to_owned(), concerns.as_ref().map(|(_, name)| name.clone()));
            if seen.contains(&key) {
                return;
            }
            seen.push(key);
            requirements.push(requirement(rule, field, reads, concerns));
        };
        if let Some((field, _)) = &category {
            add(field, "asks the category in", &None);
        }
        query.condition.fields(&mut |field| add(&field.name, "reads", &category));
        for field in keys.iter().filter_map(|key| key.field.as_ref()) {
            add(&field.name, "joins events by", &category);
        }
        if is_sequence {
            add(&rule.timestamp_field, "takes the time from", &category);
        }
    }
    requirements
}

fn requirement(rule: &CompiledRule, field: &str, reads: &str, category: &Option<(String, String)>) -> TokenStream {
    let (concerned, of) = match category {
        Some((category_field, name)) => (
            quote!(::core::option::Option::Some((#category_field, #name))),
            format!(" of `{name}` events"),
        ),
        None => (quote!(::core::option::Option::None), String::new()),
    };
    let help = if reads.starts_with("asks") {
        "help: give the event type `#[event(category = \"…\")]`, or map the field".to_owned()
    } else {
        format!("help: map it with `#[event(field = \"{field}\")]`, or say `#[event(missing = \"{field}\")]` if there is none")
    };
    let message = format!("rule `{}` {reads} `{field}`{of}, which the event type does not map\n{help}", rule.file.name.value);
    quote! { detectors::event::Requirement { field: #field, category: #concerned, message: #message } }
}

/// Statements for a `const fn` with `shapes` in scope: fail if a part of the rule can never hold.
pub(super) fn reach(rule: &CompiledRule) -> TokenStream {
    let name = &rule.file.name.value;
    let until = match &rule.query.body {
        crate::ir::Body::Sequence(sequence) => usize::from(sequence.until.is_some()),
        _ => 0,
    };
    let parts = parts(&rule.query);
    // An `until` that never holds does no harm.
    let needed = parts.len() - until;
    parts
        .into_iter()
        .take(needed)
        .map(|(query, keys)| {
            let category = category(query);
            let (concerned, text) = match &category {
                Some((field, name)) => {
                    (quote!(::core::option::Option::Some((#field, #name))), format!("no event of this type can be a `{name}` event"))
                }
                None => (quote!(::core::option::Option::None), String::new()),
            };
            let never = format!("rule `{name}` can never match: {text}");
            let dead = format!(
                "rule `{name}` can never match: fields that it needs are declared missing\nhelp: leave the rule out, or map the fields"
            );
            let possible = possible(&query.condition, &concerned);
            let keys = keys.iter().filter(|key| !key.optional).map(|key| key_possible(key, &concerned));
            quote! {
                ::core::assert!(shapes.may_be(#concerned), #never);
                ::core::assert!(#possible #(&& #keys)*, #dead);
            }
        })
        .collect()
}

fn key_possible(key: &JoinKey, category: &TokenStream) -> TokenStream {
    match &key.field {
        Some(field) => {
            let name = &*field.name;
            quote!(shapes.may_have(#name, #category))
        }
        None => quote!(true),
    }
}

/// An upper bound of the predicate: false only if no event of the type can meet it.
fn possible(predicate: &Predicate, category: &TokenStream) -> TokenStream {
    match predicate {
        // A constant condition is not the event type's doing.
        Predicate::Const(_) => quote!(true),
        Predicate::And(operands) => {
            let operands = operands.iter().map(|operand| possible(operand, category));
            quote!((#(#operands)&&*))
        }
        Predicate::Or(operands) => {
            let operands = operands.iter().map(|operand| possible(operand, category));
            quote!((#(#operands)||*))
        }
        Predicate::Test(field, _) => {
            let name = &*field.name;
            quote!(shapes.may_have(#name, #category))
        }
        // What may be false may have a true complement.
        Predicate::Not(_) => quote!(true),
        Predicate::Computed(_) => quote!(true),
    }
}

fn category(query: &EventQuery) -> Option<(String, String)> {
    match &query.category {
        Category::Any => None,
        Category::Named { field, name } => Some((field.name.to_string(), name.clone())),
    }
}
