//! What a rule needs of an event type: checks that run while the agent is compiled.

use super::query::{ancestor_queries, parts};
use crate::CompiledRule;
use crate::ir::{self, Body, Category, EventQuery, JoinKey, Lineage, Owner, Predicate};
use proc_macro2::TokenStream;
use quote::quote;

/// How a search reads an array of objects.
const LOOKS_THROUGH: &str = "looks through the elements of";

/// Elements of a `[detectors::event::Requirement]`.
pub(super) fn fields(rule: &CompiledRule) -> Vec<TokenStream> {
    let mut seen: Vec<(String, Option<String>)> = Vec::new();
    let mut requirements = Vec::new();
    let is_sequence = super::is_sequence(rule);
    let all = parts(&rule.query);
    let ancestors = ancestor_queries(rule);
    let alone = ancestors.iter().map(|query| (*query, &[][..]));
    for (index, (query, keys)) in all.iter().copied().chain(alone).enumerate() {
        let is_ancestor = index >= all.len();
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
        query.condition.fields(&mut |field| match field.owner {
            Owner::Event | Owner::Element => add(&field.name, "reads", &category),
            Owner::Earlier(term) => {
                let of_term = all.get(term).and_then(|(query, _)| self::category(query));
                add(&field.name, "keeps", &of_term);
            }
        });
        for array in query.condition.arrays() {
            add(array, LOOKS_THROUGH, &category);
        }
        if is_ancestor {
            add(Lineage::ENTITY_ID, "tells processes apart by", &category);
            add(Lineage::PARENT_ENTITY_ID, "tells parents of processes by", &category);
        } else if !query.condition.lineages().is_empty() {
            add(Lineage::ENTITY_ID, "finds ancestors by", &category);
        }
        for field in keys.iter().filter_map(|key| key.field.as_ref()) {
            add(&field.name, "joins events by", &category);
        }
        if is_sequence && !is_ancestor {
            add(&rule.timestamp_field, "takes the time from", &category);
        }
    }
    requirements
}

fn requirement(rule: &CompiledRule, field: &str, reads: &str, category: &Option<(String, String)>) -> TokenStream {
    let (concerned, of) = match category {
        Some((category_field, name)) => {
            (quote!(::core::option::Option::Some((#category_field, #name))), format!(" of `{name}` events"))
        }
        None => (quote!(::core::option::Option::None), String::new()),
    };
    let help = if reads.starts_with("asks") {
        "help: give the event type `#[event(category = \"…\")]`, or map the field".to_owned()
    } else if reads == LOOKS_THROUGH {
        format!("help: map it with `#[event(elements = \"{field}\")]`, or say `#[event(missing = \"{field}\")]` if there is none")
    } else {
        format!("help: map it with `#[event(field = \"{field}\")]`, or say `#[event(missing = \"{field}\")]` if there is none")
    };
    let message = format!("rule `{}` {reads} `{field}`{of}, which the event type does not map\n{help}", rule.file.name.value);
    quote! { detectors::event::Requirement { field: #field, category: #concerned, message: #message } }
}

/// Statements for a `const fn` with `shapes` in scope: fail if a part of the rule can never hold.
pub(super) fn reach(rule: &CompiledRule) -> TokenStream {
    needed(&rule.query).into_iter().map(|(query, keys)| part_reach(&rule.file.name.value, query, keys)).collect()
}

/// The parts without which there is no alert. An `until`, or a missing event, that never holds does no harm.
fn needed(query: &ir::Query) -> Vec<(&EventQuery, &[JoinKey])> {
    match &query.body {
        Body::Sequence(sequence) => {
            let there = sequence.terms.iter().filter(|term| !term.missing);
            there.map(|term| (&term.query, term.keys.as_slice())).collect()
        }
        Body::Event(_) | Body::Sample(_) => parts(query),
    }
}

fn part_reach(name: &str, query: &EventQuery, keys: &[JoinKey]) -> TokenStream {
    let category = category(query);
    let (concerned, of, may_be) = match &category {
        Some((field, category)) => {
            let concerned = quote!(::core::option::Option::Some((#field, #category)));
            let never = format!(
                "rule `{name}` can never match: no event of this type can be a `{category}` event\n\
                 help: leave the rule out, or add events with `#[event(category = \"{category}\")]`"
            );
            let may_be = quote!(::core::assert!(shapes.may_be(#concerned), #never););
            (concerned, format!(" of `{category}` events"), may_be)
        }
        None => (quote!(::core::option::Option::None), String::new(), TokenStream::new()),
    };
    let dead = |fields: &[String]| {
        let (which, are) = match fields {
            [one] => (one.clone(), "it is"),
            several => (several.join(", "), "they are"),
        };
        format!(
            "rule `{name}` can never match: it needs {which}{of}, and {are} declared missing\nhelp: leave the rule out, or map the field"
        )
    };
    // One assertion for each thing that must hold, so that the message can name the fields.
    let conditions: &[Predicate] = match &query.condition {
        Predicate::And(operands) => operands,
        other => std::slice::from_ref(other),
    };
    let conditions = conditions.iter().map(|condition| {
        let mut fields = Vec::new();
        condition.fields(&mut |field| {
            let quoted = format!("`{}`", field.name);
            if !fields.contains(&quoted) {
                fields.push(quoted);
            }
        });
        fields.extend(condition.arrays().into_iter().map(|array| format!("`{array}`")));
        let (possible, dead) = (possible(condition, &concerned), dead(&fields));
        quote!(::core::assert!(#possible, #dead);)
    });
    let keys = keys.iter().filter(|key| !key.optional).filter_map(|key| key.field.as_ref()).map(|field| {
        let (field, dead) = (&*field.name, dead(&[format!("`{}`", field.name)]));
        quote!(::core::assert!(shapes.may_have(#field, #concerned), #dead);)
    });
    quote!(#may_be #(#conditions)* #(#keys)*)
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
        // It is of another event.
        Predicate::Test(field, _) if matches!(field.owner, Owner::Earlier(_)) => quote!(true),
        Predicate::Test(field, _) => {
            let name = &*field.name;
            quote!(shapes.may_have(#name, #category))
        }
        // What may be false may have a true complement.
        Predicate::Not(_) => quote!(true),
        Predicate::Computed(_) => quote!(true),
        Predicate::AnyElement(search) => {
            let (array, condition) = (&*search.array, possible(&search.condition, category));
            quote!((shapes.may_have(#array, #category) && #condition))
        }
        Predicate::Descendant(_) => quote!(true),
    }
}

fn category(query: &EventQuery) -> Option<(String, String)> {
    match &query.category {
        Category::Any => None,
        Category::Named { field, name } => Some((field.name.to_string(), name.clone())),
    }
}
