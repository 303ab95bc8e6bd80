//! The functions of one rule: conditions, join keys, and the way of an event through them.

use super::kept::Kept;
use super::names::FieldNames;
use super::predicate::Inputs;
use super::{Place, predicate, sample, sequence};
use crate::CompiledRule;
use crate::index::{Clause, Frequencies, Ordering};
use crate::ir::{self, Body, Category, Comparison, EventQuery, JoinKey, Predicate, Test};
use crate::schema::Kind;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use std::collections::HashMap;

/// What the emitted functions need beside them: constants for fields, tables, functions for tests that they share.
#[derive(Debug, Default)]
pub(super) struct Items {
    pub(super) fields: FieldNames,
    /// What the sequence at hand keeps of its events.
    pub(super) kept: Kept,
    /// The rules are many: what costs compile time is shared, or made data.
    pub(super) in_set: bool,
    /// For each query of a set, by its number, the clauses that the index has asked before it is judged.
    pub(super) asked: Vec<Vec<Clause>>,
    /// How often events have a value.
    pub(super) frequencies: Frequencies,
    statics: Vec<(Ident, TokenStream)>,
    /// By type and contents.
    static_idents: HashMap<String, Ident>,
    tests: Tests,
    /// By fields and names.
    keys: HashMap<String, Keys>,
    /// What is asked of ancestors; the index of a query is its number.
    ancestor_queries: Vec<EventQuery>,
}

impl Items {
    /// A table; the same one if it is there already.
    pub(super) fn add_static(&mut self, name: &str, table_type: &TokenStream, table: &TokenStream) -> Ident {
        let text = format!("{table_type} {table}");
        if let Some(ident) = self.static_idents.get(&text) {
            return ident.clone();
        }
        let ident = format_ident!("{name}_{}", self.statics.len());
        self.statics.push((ident.clone(), quote! { static #ident: #table_type = #table; }));
        self.static_idents.insert(text, ident.clone());
        ident
    }

    /// A function of the event, named for what it asks; the same one if it is there already. `definition` is what follows
    /// `fn name`.
    pub(super) fn add_test(&mut self, about: &str, text: &str, definition: impl FnOnce(&mut Self) -> TokenStream) -> Ident {
        self.add_test_of(about, text, "", definition)
    }

    /// [`Self::add_test`] of what a text does not tell apart: `places` does.
    pub(super) fn add_test_of(
        &mut self,
        about: &str,
        text: &str,
        places: &str,
        definition: impl FnOnce(&mut Self) -> TokenStream,
    ) -> Ident {
        let key = if places.is_empty() { text.to_owned() } else { format!("{text}\0{places}") };
        if let Some(ident) = self.tests.idents.get(&key) {
            return ident.clone();
        }
        let ident = self.tests.name(about, &key);
        let definition = definition(self);
        let documentation = super::doc(text);
        self.tests.definitions.push(quote! {
            #documentation
            #[inline]
            fn #ident #definition
        });
        ident
    }

    /// The number of a query that is asked of ancestors.
    pub(super) fn ancestor_query(&mut self, query: &EventQuery) -> usize {
        if let Some(number) = self.ancestor_queries.iter().position(|known| known == query) {
            return number;
        }
        self.ancestor_queries.push(query.clone());
        self.ancestor_queries.len() - 1
    }

    /// What is asked of ancestors so far, by number.
    pub(super) fn ancestor_queries(&self) -> Vec<EventQuery> {
        self.ancestor_queries.clone()
    }

    /// All of them.
    pub(super) fn declarations(&self) -> TokenStream {
        let fields = self.fields.declarations();
        let statics = self.statics.iter().map(|(_, declaration)| declaration);
        let tests = &self.tests.definitions;
        quote! { #fields #(#statics)* #(#tests)* }
    }
}

/// The functions for tests so far.
#[derive(Debug, Default)]
struct Tests {
    /// By what they test.
    idents: HashMap<String, Ident>,
    /// How many there are of a name.
    counts: HashMap<String, usize>,
    definitions: Vec<TokenStream>,
}

impl Tests {
    /// A name for a new one: `has_process_name`, `has_process_name_2`.
    fn name(&mut self, about: &str, text: &str) -> Ident {
        let about: String = about.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
        let base = format!("has_{}", about.trim_matches('_'));
        let count = self.counts.entry(base.clone()).or_default();
        *count += 1;
        // A field may be named `x_2`: two underscores keep the names apart.
        let ident = if *count == 1 { format_ident!("{base}") } else { format_ident!("{base}__{count}") };
        self.idents.insert(text.to_owned(), ident.clone());
        ident
    }
}

/// The functions of one rule.
#[derive(Debug, Default)]
pub(super) struct RuleFunctions {
    /// Their definitions.
    pub(super) functions: TokenStream,
    /// Statements that judge `event`: they use `event`, `counters`, `sink`, `rule` and, for sequences, `pool`.
    pub(super) observe: TokenStream,
    /// For an event query: an expression that says whether `event` meets it.
    pub(super) matches: Option<TokenStream>,
    /// Of its terms and `until`, in order.
    pub(super) conditions: Vec<Condition>,
    /// For each of these whether nothing follows from it while no event of the sequence is held.
    pub(super) waits: Vec<bool>,
    /// Statements that report what waited until `now`, an `Option<Timestamp>`: they use `counters`, `sink`, `rule` and `pool`.
    pub(super) decide: Option<TokenStream>,
}

/// The functions of a rule, with names that start with `prefix`.
pub(super) fn rule_functions(items: &mut Items, rule: &CompiledRule, prefix: &str, place: Place) -> RuleFunctions {
    let functions = match &rule.query.body {
        Body::Event(event) => event_functions(items, rule, event, prefix, place),
        Body::Sequence(sequence) => sequence::functions(items, rule, sequence, prefix, place),
        Body::Sample(sample) => sample::functions(items, rule, sample, prefix, place),
    };
    match head_limit(rule) {
        Some(limit) => {
            let observe = functions.observe;
            RuleFunctions { observe: quote! { if counters.matched < #limit { #observe } }, ..functions }
        }
        None => functions,
    }
}

/// How many alerts the rule's first pipes leave at most.
///
/// What waits for missing events is decided in another order than that of the result: there the matcher does not count.
pub(super) fn head_limit(rule: &CompiledRule) -> Option<u64> {
    if stored_keys(rule) > 0 || matches!(rule.query.body, Body::Sample(_)) {
        return None;
    }
    let heads = rule.query.pipes.iter().map_while(|pipe| match pipe {
        ir::Pipe::Head(count) => Some(*count),
        ir::Pipe::Tail(_) => None,
    });
    heads.min()
}

/// Statements that report an alert: they use `counters`, `sink`, `rule`, and `events` and `join_keys`.
pub(super) fn report(rule: &CompiledRule) -> TokenStream {
    let report = quote! {
        counters.matched = counters.matched.saturating_add(1);
        sink(&detectors::Alert { rule, events, join_keys });
    };
    match head_limit(rule) {
        // One event can complete several sequences.
        Some(limit) => quote! { if counters.matched < #limit { #report } },
        None => report,
    }
}

/// For how many join keys the pool keeps values: for sequences that wait after their last event.
pub(super) fn stored_keys(rule: &CompiledRule) -> usize {
    match &rule.query.body {
        Body::Sequence(sequence) if sequence.terms.last().is_some_and(|term| term.missing) => {
            // At least one, so that rules without keys are told apart from rules that do not wait.
            sequence.terms.first().map_or(0, |term| term.keys.len()).max(1)
        }
        _ => 0,
    }
}

/// `SEQUENCE`, what the pool needs to know of a rule's sequence.
pub(super) fn sequence_constant(rule: &CompiledRule, place: Place) -> TokenStream {
    let id = u16::try_from(place.sequence).unwrap_or(u16::MAX);
    let span_ms = match rule.span_ms {
        Some(ms) => quote!(::core::option::Option::Some(#ms)),
        None => quote!(::core::option::Option::None),
    };
    quote! {
        const SEQUENCE: detectors::sequence::Sequence = detectors::sequence::Sequence { id: #id, span_ms: #span_ms };
    }
}

/// What a term is called in the documentation of its function.
pub(super) fn term_text(rule: &CompiledRule, index: usize) -> &str {
    rule.terms.get(index).map_or("", String::as_str)
}

fn event_functions(items: &mut Items, rule: &CompiledRule, event: &EventQuery, prefix: &str, place: Place) -> RuleFunctions {
    let name = format_ident!("{prefix}condition");
    let condition = condition(items, &name, event, term_text(rule, 0), place.first_query);
    let matches = condition.call();
    let timestamp = items.fields.named(&rule.timestamp_field);
    let count_failure = condition.count_failure();
    let begin = condition.begin();
    let report = report(rule);
    let observe = quote! {
        #begin
        let matched = #matches;
        #count_failure
        if matched {
            let timestamp = detectors::computed::timestamp::<#timestamp, E>(event);
            let events = &[detectors::EventRef { handle: event.handle(), timestamp }];
            let join_keys = &[];
            #report
        }
    };
    let matches = Some(quote!({ #begin #matches }));
    let functions = condition.definition.clone();
    RuleFunctions { functions, observe, matches, conditions: vec![condition], waits: vec![false], decide: None }
}

/// A function that says whether an event meets a query.
#[derive(Debug, Clone)]
pub(super) struct Condition {
    name: Ident,
    pub(super) definition: TokenStream,
    inputs: Inputs,
}

impl Condition {
    fn begin(&self) -> TokenStream {
        if self.inputs.failed { quote!(let mut failed = false;) } else { TokenStream::new() }
    }

    fn call(&self) -> TokenStream {
        let (name, arguments) = (&self.name, self.inputs.arguments(&quote!(&mut failed)));
        if self.inputs.failed { quote!(#name #arguments && !failed) } else { quote!(#name #arguments) }
    }

    /// An expression that says whether `event` meets it, and counts no failures.
    pub(super) fn uncounted(&self) -> TokenStream {
        let call = self.call();
        if self.inputs.failed { quote!({ let mut failed = false; #call }) } else { call }
    }

    /// An expression that says whether `event` meets it, and counts failures.
    pub(super) fn counted(&self) -> TokenStream {
        let (call, count) = (self.call(), self.count_failure());
        if !self.inputs.failed {
            return call;
        }
        quote!({
            let mut failed = false;
            let matched = #call;
            #count
            matched
        })
    }

    fn count_failure(&self) -> TokenStream {
        if self.inputs.failed {
            quote!(counters.errors = counters.errors.saturating_add(failed as u64);)
        } else {
            TokenStream::new()
        }
    }

    /// Binds `matched` to whether `event` meets it, and counts failures. In a set that has been found out: `met` says it.
    pub(super) fn ask(&self, matched: &Ident, place: Place, index: usize) -> TokenStream {
        let asked = match place.first_query {
            Some(first) => {
                let query = first + index;
                quote!(met.has(#query))
            }
            None => self.counted(),
        };
        quote!(let #matched = #asked;)
    }

    /// An expression that says whether `event` meets it; `failed`, a `&mut bool`, then says whether it has failed.
    pub(super) fn noting_failure(&self) -> TokenStream {
        let (name, arguments) = (&self.name, self.inputs.arguments(&quote!(failed)));
        if self.inputs.failed { quote!(#name #arguments && !*failed) } else { quote!(#name #arguments) }
    }
}

/// The function `name` that says whether an event meets the query; `number` is its place in a set.
pub(super) fn condition(items: &mut Items, name: &Ident, query: &EventQuery, text: &str, number: Option<usize>) -> Condition {
    let category = match &query.category {
        Category::Any => None,
        Category::Named { field, name } => {
            Some(Predicate::Test(field.clone().into(), Test::Text(Comparison::Equal, name.clone())))
        }
    };
    let operands = match &query.condition {
        Predicate::Const(true) if category.is_some() => Vec::new(),
        Predicate::And(operands) => operands.clone(),
        other => vec![other.clone()],
    };
    let mut operands: Vec<Predicate> = category.into_iter().chain(operands).collect();
    let mut whole = if operands.len() == 1 { operands.swap_remove(0) } else { Predicate::And(operands) };
    if items.in_set {
        let asked = number.and_then(|number| items.asked.get(number)).map_or(&[][..], Vec::as_slice);
        whole = Ordering { frequencies: &items.frequencies, asked }.of(&whole);
    }
    whole_condition(items, name, &whole, text)
}

/// The function `name` that says whether an event, of whatever category, meets a predicate.
pub(super) fn whole_condition(items: &mut Items, name: &Ident, condition: &Predicate, text: &str) -> Condition {
    let inputs = Inputs::of(condition);
    let body = predicate::predicate(items, condition);
    let (text, parameters) = (super::doc(text), inputs.parameters());
    let inline = if items.in_set { quote!(#[inline(never)]) } else { quote!(#[inline]) };
    let definition = quote! {
        #text
        #inline
        fn #name #parameters { #body }
    };
    Condition { name: name.clone(), definition, inputs }
}

/// A function that visits the join keys of an event.
#[derive(Debug, Clone)]
pub(super) struct Keys {
    name: Ident,
    pub(super) definition: TokenStream,
}

impl Keys {
    /// Visits the join keys of `event`; `step` is in scope.
    pub(super) fn each(&self, visit: &TokenStream) -> TokenStream {
        let name = &self.name;
        quote!(#name(event, step.key(), &mut #visit);)
    }
}

/// The function `name` that visits the join keys of an event; alerts call them by `names`.
pub(super) fn keys(items: &mut Items, name: &Ident, keys: &[JoinKey], names: &[String]) -> Keys {
    let fields = |key: &JoinKey| format!("{:?} {:?}", key.field, key.optional);
    let known = format!("{names:?} {:?}", keys.iter().map(fields).collect::<Vec<String>>());
    if items.in_set
        && let Some(keys) = items.keys.get(&known)
    {
        return Keys { definition: TokenStream::new(), ..keys.clone() };
    }
    let count = keys.len();
    let values: Vec<Ident> = (0..count).map(|index| format_ident!("value_{index}")).collect();
    let join_keys = names.iter().zip(&values).map(|(name, value)| quote!(detectors::JoinKey { field: #name, value: #value }));
    let found = quote! { found(key.finish(), &[#(#join_keys),*]); };
    let body = keys.iter().zip(&values).rev().fold(found, |inner, (key, value)| match &key.field {
        None if !key.optional => TokenStream::new(),
        None => quote! {
            let (key, #value) = (key.with_null(), ::core::option::Option::None);
            #inner
        },
        Some(field) => {
            let (constant, with, optional) = (items.fields.of(field), with(field.kind()), key.optional);
            let each_key = if field.kind() == Kind::Version { quote!(each_version_key) } else { quote!(each_key) };
            quote! {
                detectors::computed::#each_key::<#constant, E>(event, #optional, &mut |#value| {
                    let key = match #value {
                        ::core::option::Option::Some(value) => key.#with(value),
                        ::core::option::Option::None => key.with_null(),
                    };
                    #inner
                });
            }
        }
    });
    let definition = quote! {
        #[inline]
        #[allow(unused_variables, unused_mut)]
        fn #name<'e, E: detectors::Event>(
            event: &'e E, key: detectors::sequence::KeyHasher,
            found: &mut dyn ::core::ops::FnMut(detectors::sequence::Key, &[detectors::JoinKey<'e>; #count]),
        ) { #body }
    };
    let keys = Keys { name: name.clone(), definition };
    items.keys.insert(known, keys.clone());
    keys
}

/// Names of the join keys in alerts: those of the first term.
pub(super) fn key_names(terms: &[ir::Term]) -> Vec<String> {
    terms.first().map(|term| term.keys.iter().map(|key| key.name.clone()).collect()).unwrap_or_default()
}

/// The method of a key that takes values of the kind.
fn with(kind: Kind) -> TokenStream {
    match kind {
        Kind::Str | Kind::Version => quote!(with_keyword),
        Kind::Int | Kind::Float | Kind::Bool | Kind::Ip | Kind::Date | Kind::Unusable => quote!(with),
    }
}

/// How many bytes the pool keeps of an event for later terms.
pub(super) fn kept_bytes(rule: &CompiledRule) -> usize {
    match &rule.query.body {
        Body::Sequence(sequence) => Kept::of(sequence).bytes(),
        Body::Event(_) | Body::Sample(_) => 0,
    }
}

/// Whether the rule asks of ancestors.
pub(super) fn has_lineage(rule: &CompiledRule) -> bool {
    parts(&rule.query).iter().any(|(query, _)| !query.condition.lineages().is_empty())
}

/// The events that a rule asks of ancestors.
pub(super) fn ancestor_queries(rule: &CompiledRule) -> Vec<&EventQuery> {
    parts(&rule.query).into_iter().flat_map(|(query, _)| query.condition.lineages()).map(|lineage| &*lineage.ancestor).collect()
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
