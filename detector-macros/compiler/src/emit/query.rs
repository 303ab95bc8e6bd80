//! The functions of one rule: conditions, join keys, and the way of an event through them.

use super::names::FieldNames;
use super::{Place, predicate};
use crate::CompiledRule;
use crate::ir::{self, Body, Category, Comparison, EventQuery, JoinKey, Predicate, Sequence, Test};
use crate::schema::Kind;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// What the emitted functions need beside them: constants for fields, tables.
#[derive(Debug, Default)]
pub(super) struct Items {
    pub(super) fields: FieldNames,
    statics: Vec<(Ident, String, TokenStream)>,
}

impl Items {
    /// A table; the same one if it is there already.
    pub(super) fn add_static(&mut self, name: &str, table_type: &TokenStream, table: &TokenStream) -> Ident {
        let text = format!("{table_type} {table}");
        if let Some((ident, _, _)) = self.statics.iter().find(|(_, known, _)| *known == text) {
            return ident.clone();
        }
        let ident = format_ident!("{name}_{}", self.statics.len());
        self.statics.push((ident.clone(), text, quote! { static #ident: #table_type = #table; }));
        ident
    }

    /// All of them.
    pub(super) fn declarations(&self) -> TokenStream {
        let fields = self.fields.declarations();
        let statics = self.statics.iter().map(|(_, _, declaration)| declaration);
        quote! { #fields #(#statics)* }
    }
}

/// The functions of one rule.
#[derive(Debug)]
pub(super) struct RuleFunctions {
    /// Their definitions.
    pub(super) functions: TokenStream,
    /// Statements that judge `event`: they use `event`, `counters`, `sink`, `rule` and, for sequences, `pool`.
    pub(super) observe: TokenStream,
    /// For an event query: an expression that says whether `event` meets it.
    pub(super) matches: Option<TokenStream>,
}

/// The functions of a rule, with names that start with `prefix`.
pub(super) fn rule_functions(items: &mut Items, rule: &CompiledRule, prefix: &str, place: Place) -> RuleFunctions {
    match &rule.query.body {
        Body::Event(event) => event_functions(items, rule, event, prefix),
        Body::Sequence(sequence) => sequence_functions(items, rule, sequence, prefix, place),
        // Refused before: see `resolve::check_compilable`.
        Body::Sample(_) => RuleFunctions { functions: TokenStream::new(), observe: TokenStream::new(), matches: None },
    }
}

fn event_functions(items: &mut Items, rule: &CompiledRule, event: &EventQuery, prefix: &str) -> RuleFunctions {
    let name = format_ident!("{prefix}condition");
    let condition = condition(items, &name, event, &rule.terms.first().cloned().unwrap_or_default());
    let matches = condition.call();
    let timestamp = items.fields.named(&rule.timestamp_field);
    let count_failure = condition.count_failure();
    let begin = condition.begin();
    let observe = quote! {
        #begin
        let matched = #matches;
        #count_failure
        if matched {
            counters.matched = counters.matched.saturating_add(1);
            let timestamp = detectors::computed::timestamp::<#timestamp, E>(event);
            let found = detectors::EventRef { handle: event.handle(), timestamp };
            sink(&detectors::Alert { rule, events: &[found], join_keys: &[] });
        }
    };
    RuleFunctions { functions: condition.definition.clone(), observe, matches: Some(quote!({ #begin #matches })) }
}

fn sequence_functions(items: &mut Items, rule: &CompiledRule, sequence: &Sequence, prefix: &str, place: Place) -> RuleFunctions {
    let stages: usize = sequence.stages().len();
    let texts = |index: usize| rule.terms.get(index).cloned().unwrap_or_default();
    let mut functions = TokenStream::new();
    let mut asked = TokenStream::new();
    let mut any = Vec::new();
    let mut steps = TokenStream::new();
    let mut stage = stages;
    let key_names: Vec<String> = sequence.terms.first().map(|term| term.keys.iter().map(|key| key.name.clone()).collect()).unwrap_or_default();
    // Last stage first: one event never fills two stages of one sequence.
    for (index, term) in sequence.terms.iter().enumerate().rev() {
        let condition = condition(items, &format_ident!("{prefix}term_{index}"), &term.query, &texts(index));
        let keys = keys(items, &format_ident!("{prefix}keys_{index}"), &term.keys, &key_names);
        let matched = format_ident!("matched_{index}");
        asked.extend(condition.ask(&matched));
        any.push(quote!(#matched));
        functions.extend([condition.definition.clone(), keys.definition.clone()]);
        let first = stage - term.runs as usize;
        let moves = moves(&keys, first, stage, stages);
        steps.extend(quote! { if #matched { #moves } });
        stage = first;
    }
    if let Some(until) = &sequence.until {
        let condition = condition(items, &format_ident!("{prefix}until"), &until.query, &texts(sequence.terms.len()));
        let keys = keys(items, &format_ident!("{prefix}until_keys"), &until.keys, &key_names);
        asked.extend(condition.ask(&format_ident!("matched_until")));
        any.push(quote!(matched_until));
        functions.extend([condition.definition.clone(), keys.definition.clone()]);
        let clear = keys.each(&quote!(|key, _| step.clear(key)));
        steps.extend(quote! { if matched_until { #clear } });
    }
    let timestamp = items.fields.named(&rule.timestamp_field);
    let id = u16::try_from(place.sequence).unwrap_or(u16::MAX);
    let span_ms = match rule.span_ms {
        Some(ms) => quote!(::core::option::Option::Some(#ms)),
        None => quote!(::core::option::Option::None),
    };
    let observe = quote! {
        #asked
        if #(#any)||* {
            let timestamp = detectors::computed::timestamp::<#timestamp, E>(event);
            const SEQUENCE: detectors::sequence::Sequence = detectors::sequence::Sequence { id: #id, span_ms: #span_ms };
            if let ::core::option::Option::Some(mut step) = pool.step::<#stages>(SEQUENCE, timestamp, event.handle()) {
                #steps
            }
        }
    };
    RuleFunctions { functions, observe, matches: None }
}

/// What an event does that meets a term which fills the stages `first..end` of `stages`.
fn moves(keys: &Keys, first: usize, end: usize, stages: usize) -> TokenStream {
    let mut moves = TokenStream::new();
    if end == stages {
        moves.extend(keys.each(&quote! {
            |key, join_keys| step.complete(key, |events| {
                counters.matched = counters.matched.saturating_add(1);
                sink(&detectors::Alert { rule, events, join_keys });
            })
        }));
    }
    let middle = first.max(1)..end.min(stages - 1);
    let stage_number = |stage: usize| u16::try_from(stage).unwrap_or(u16::MAX);
    let (low, high) = (stage_number(middle.start), stage_number(middle.end));
    match middle.len() {
        0 => {}
        1 => moves.extend(keys.each(&quote!(|key, _| step.advance(#low, key)))),
        _ => {
            let advance = keys.each(&quote!(|key, _| step.advance(stage, key)));
            moves.extend(quote! {
                let mut stage: u16 = #high;
                while stage > #low {
                    stage -= 1;
                    #advance
                }
            });
        }
    }
    if first == 0 {
        moves.extend(keys.each(&quote!(|key, _| step.start(key))));
    }
    moves
}

/// A function that says whether an event meets a query.
struct Condition {
    name: Ident,
    definition: TokenStream,
    can_fail: bool,
}

impl Condition {
    fn begin(&self) -> TokenStream {
        if self.can_fail { quote!(let mut failed = false;) } else { TokenStream::new() }
    }

    fn call(&self) -> TokenStream {
        let name = &self.name;
        if self.can_fail { quote!(#name(event, &mut failed) && !failed) } else { quote!(#name(event)) }
    }

    fn count_failure(&self) -> TokenStream {
        if self.can_fail { quote!(counters.errors = counters.errors.saturating_add(failed as u64);) } else { TokenStream::new() }
    }

    /// Binds `matched` to whether `event` meets it, and counts failures.
    fn ask(&self, matched: &Ident) -> TokenStream {
        let call = self.call();
        if !self.can_fail {
            return quote!(let #matched = #call;);
        }
        let count = self.count_failure();
        quote! {
            let #matched = {
                let mut failed = false;
                let matched = #call;
                #count
                matched
            };
        }
    }
}

fn condition(items: &mut Items, name: &Ident, query: &EventQuery, text: &str) -> Condition {
    let can_fail = query.condition.can_fail();
    let whole = match &query.category {
        Category::Any => query.condition.clone(),
        Category::Named { field, name } => {
            let category = Predicate::Test(field.clone(), Test::Text(Comparison::Equal, name.clone()));
            match &query.condition {
                Predicate::Const(true) => category,
                Predicate::And(operands) => Predicate::And(std::iter::once(category).chain(operands.iter().cloned()).collect()),
                other => Predicate::And(vec![category, other.clone()]),
            }
        }
    };
    let body = predicate::predicate(items, &whole);
    let failed = can_fail.then(|| quote!(, failed: &mut bool));
    let text = super::doc(text);
    let definition = quote! {
        #text
        #[inline]
        fn #name<E: detectors::Event>(event: &E #failed) -> bool { #body }
    };
    Condition { name: name.clone(), definition, can_fail }
}

/// A function that visits the join keys of an event.
struct Keys {
    name: Ident,
    definition: TokenStream,
}

impl Keys {
    fn each(&self, visit: &TokenStream) -> TokenStream {
        let name = &self.name;
        quote!(#name(event, step.key(), #visit);)
    }
}

fn keys(items: &mut Items, name: &Ident, keys: &[JoinKey], names: &[String]) -> Keys {
    let count = keys.len();
    let values: Vec<Ident> = (0..count).map(|index| format_ident!("value_{index}")).collect();
    let join_keys = names.iter().zip(&values).map(|(name, value)| quote!(detectors::JoinKey { field: #name, value: #value }));
    let found = quote! { found(key.finish(), &[#(#join_keys),*]); };
    let body = keys.iter().zip(&values).rev().fold(found, |inner, (key, value)| match (&key.field, key.optional) {
        (None, _) => quote! {
            let (key, #value) = (key.with_null(), ::core::option::Option::None);
            #inner
        },
        (Some(field), false) => {
            let (constant, with) = (items.fields.of(field), with(field.kind()));
            quote! {
                event.any::<#constant>(|value| {
                    let (key, #value) = (key.#with(value), ::core::option::Option::Some(value));
                    #inner
                    false
                });
            }
        }
        (Some(field), true) => {
            let (constant, with) = (items.fields.of(field), with(field.kind()));
            quote! {
                detectors::computed::any_or_null::<#constant, E>(event, |#value| {
                    let key = match #value {
                        ::core::option::Option::Some(value) => key.#with(value),
                        ::core::option::Option::None => key.with_null(),
                    };
                    #inner
                    false
                });
            }
        }
    });
    let event = if count == 0 { quote!(_event) } else { quote!(event) };
    let definition = quote! {
        #[inline]
        fn #name<'e, E: detectors::Event>(
            #event: &'e E, key: detectors::sequence::KeyHasher,
            mut found: impl ::core::ops::FnMut(detectors::sequence::Key, &[detectors::JoinKey<'e>; #count]),
        ) { #body }
    };
    Keys { name: name.clone(), definition }
}

/// The method of a key that takes values of the kind.
fn with(kind: Kind) -> TokenStream {
    match kind {
        Kind::Str | Kind::Version => quote!(with_keyword),
        Kind::Int | Kind::Float | Kind::Bool | Kind::Ip | Kind::Date | Kind::Unusable => quote!(with),
    }
}

/// Every event query of a rule, with the join keys that go with it: terms and `until`.
pub(super) fn parts(query: &ir::Query) -> Vec<(&EventQuery, &[JoinKey])> {
    match &query.body {
        Body::Event(event) => vec![(event, &[])],
        Body::Sequence(sequence) => {
            sequence.terms.iter().chain(&sequence.until).map(|term| (&term.query, term.keys.as_slice())).collect()
        }
        Body::Sample(sample) => sample.terms.iter().map(|term| (&term.query, term.keys.as_slice())).collect(),
    }
}
