//! What a rule needs of an event type: checks that run while the agent is compiled.

use super::query::{ancestor_queries, parts};
use crate::CompiledRule;
use crate::ir::{self, Body, Category, EventQuery, JoinKey, Lineage, Owner, Predicate};
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::{HashMap, HashSet};

/// How a search reads an array of objects.
const LOOKS_THROUGH: &str = "looks through the elements of";

/// A category: the field that holds it, and its name.
type CategoryName = Option<(String, String)>;

/// What is checked of an event type.
pub(super) struct Checks {
    /// Elements of a `[detectors::event::Requirement]`: every field that is read, once for each category.
    pub(super) fields: Vec<TokenStream>,
    /// `const fn reach`, which fails if a part of a rule can never hold.
    pub(super) reach: TokenStream,
}

/// The checks for rules that share an event type.
pub(super) fn checks<'r>(rules: impl IntoIterator<Item = &'r CompiledRule>) -> Checks {
    let (mut seen, mut fields, mut questions, mut asserts) =
        (HashSet::new(), Vec::new(), Questions::default(), TokenStream::new());
    for rule in rules {
        read_fields(rule, &mut |field, reads, category| {
            if seen.insert((field.to_owned(), category.clone())) {
                fields.push(requirement(rule, field, reads, category));
            }
        });
        let needed = needed(&rule.query).into_iter();
        asserts.extend(needed.map(|(query, keys)| part_reach(&mut questions, &rule.file.name.value, query, keys)));
    }
    let declarations = questions.declarations();
    let reach = quote! {
        #[track_caller]
        const fn reach(shapes: &detectors::event::Shapes) {
            let _ = shapes;
            #declarations
            #asserts
        }
    };
    Checks { fields, reach }
}

/// Visits the fields that a rule reads: name, what for, and the category of the events concerned.
fn read_fields(rule: &CompiledRule, visit: &mut impl FnMut(&str, &str, &CategoryName)) {
    let is_sequence = super::is_sequence(rule);
    let all = parts(&rule.query);
    let ancestors = ancestor_queries(rule);
    let alone = ancestors.iter().map(|query| (*query, &[][..]));
    for (index, (query, keys)) in all.iter().copied().chain(alone).enumerate() {
        let is_ancestor = index >= all.len();
        let category = category(query);
        if let Some((field, _)) = &category {
            visit(field, "asks the category in", &None);
        }
        query.condition.fields(&mut |field| match field.owner {
            Owner::Event | Owner::Element => visit(&field.name, "reads", &category),
            Owner::Earlier(term) => {
                let of_term = all.get(term).and_then(|(query, _)| self::category(query));
                visit(&field.name, "keeps", &of_term);
            }
        });
        for array in query.condition.arrays() {
            visit(array, LOOKS_THROUGH, &category);
        }
        if is_ancestor {
            visit(Lineage::ENTITY_ID, "tells processes apart by", &category);
            visit(Lineage::PARENT_ENTITY_ID, "tells parents of processes by", &category);
        } else if !query.condition.lineages().is_empty() {
            visit(Lineage::ENTITY_ID, "finds ancestors by", &category);
        }
        for field in keys.iter().filter_map(|key| key.field.as_ref()) {
            visit(&field.name, "joins events by", &category);
        }
        if is_sequence && !is_ancestor {
            visit(&rule.timestamp_field, "takes the time from", &category);
        }
    }
}

fn requirement(rule: &CompiledRule, field: &str, reads: &str, category: &CategoryName) -> TokenStream {
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

/// What is asked of the shapes of an event type: each question once, as there are many rules.
#[derive(Default)]
struct Questions {
    numbers: HashMap<(Option<String>, CategoryName), usize>,
    asked: Vec<TokenStream>,
}

impl Questions {
    /// Whether an event may be of the category, and have a value in the field.
    fn ask(&mut self, field: Option<&str>, category: &CategoryName) -> TokenStream {
        let Self { numbers, asked } = self;
        let number = *numbers.entry((field.map(str::to_owned), category.clone())).or_insert_with(|| {
            let category = match category {
                Some((field, name)) => quote!(::core::option::Option::Some((#field, #name))),
                None => quote!(::core::option::Option::None),
            };
            asked.push(match field {
                Some(field) => quote!(shapes.may_have(#field, #category)),
                None => quote!(shapes.may_be(#category)),
            });
            asked.len() - 1
        });
        quote!(answers[#number])
    }

    fn declarations(&self) -> TokenStream {
        let (asked, count) = (&self.asked, self.asked.len());
        quote! { let answers: [bool; #count] = [#(#asked),*]; }
    }
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

fn part_reach(questions: &mut Questions, name: &str, query: &EventQuery, keys: &[JoinKey]) -> TokenStream {
    let category = category(query);
    let (of, may_be) = match &category {
        Some((_, category_name)) => {
            let never = format!(
                "rule `{name}` can never match: no event of this type can be a `{category_name}` event\n\
                 help: leave the rule out, or add events with `#[event(category = \"{category_name}\")]`"
            );
            let possible = questions.ask(None, &category);
            let may_be = quote!(::core::assert!(#possible, #never););
            (format!(" of `{category_name}` events"), may_be)
        }
        None => (String::new(), TokenStream::new()),
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
    let conditions: Vec<TokenStream> = conditions
        .iter()
        .map(|condition| {
            let mut fields = Vec::new();
            condition.fields(&mut |field| {
                let quoted = format!("`{}`", field.name);
                if !fields.contains(&quoted) {
                    fields.push(quoted);
                }
            });
            fields.extend(condition.arrays().into_iter().map(|array| format!("`{array}`")));
            let (possible, dead) = (possible(questions, condition, &category), dead(&fields));
            quote!(::core::assert!(#possible, #dead);)
        })
        .collect();
    let keys = keys.iter().filter(|key| !key.optional).filter_map(|key| key.field.as_ref()).map(|field| {
        let (possible, dead) = (questions.ask(Some(&field.name), &category), dead(&[format!("`{}`", field.name)]));
        quote!(::core::assert!(#possible, #dead);)
    });
    quote!(#may_be #(#conditions)* #(#keys)*)
}

/// An upper bound of the predicate: false only if no event of the type can meet it.
fn possible(questions: &mut Questions, predicate: &Predicate, category: &CategoryName) -> TokenStream {
    match predicate {
        // A constant condition is not the event type's doing.
        Predicate::Const(_) => quote!(true),
        Predicate::And(operands) => {
            let operands = operands.iter().map(|operand| possible(questions, operand, category));
            quote!((#(#operands)&&*))
        }
        Predicate::Or(operands) => {
            let operands = operands.iter().map(|operand| possible(questions, operand, category));
            quote!((#(#operands)||*))
        }
        // It is of another event.
        Predicate::Test(field, _) if matches!(field.owner, Owner::Earlier(_)) => quote!(true),
        Predicate::Test(field, _) => questions.ask(Some(&field.name), category),
        // What may be false may have a true complement.
        Predicate::Not(_) => quote!(true),
        Predicate::Computed(_) => quote!(true),
        Predicate::AnyElement(search) => {
            let (array, condition) =
                (questions.ask(Some(&search.array), category), possible(questions, &search.condition, category));
            quote!((#array && #condition))
        }
        Predicate::Descendant(_) => quote!(true),
    }
}

fn category(query: &EventQuery) -> CategoryName {
    match &query.category {
        Category::Any => None,
        Category::Named { field, name } => Some((field.name.to_string(), name.clone())),
    }
}
