//! The way of an event through a sequence: its stages, missing events and `until`.

use super::Place;
use super::kept::Kept;
use super::query::{
    Condition, Items, Keys, RuleFunctions, condition, key_names, keys, report, sequence_constant, stored_keys, term_text,
    whole_condition,
};
use crate::CompiledRule;
use crate::ir::{EventQuery, Predicate, Sequence};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

/// The functions of a sequence rule.
pub(super) fn functions(
    items: &mut Items,
    rule: &CompiledRule,
    sequence: &Sequence,
    prefix: &str,
    place: Place,
) -> RuleFunctions {
    let mut emitted = Emitted::default();
    items.kept = Kept::of(sequence);
    let shape = Shape::of(rule, sequence);
    let names = key_names(&sequence.terms);
    let mut stage = shape.stages;
    let mut waits = vec![false; sequence.terms.len()];
    // Last stage first: one event never fills two stages of one sequence. Missing events come after them, by their order in time
    // it makes no difference which is looked at first.
    let mut behind = TokenStream::new();
    for (index, term) in sequence.terms.iter().enumerate().rev() {
        let (keys, behind_condition) = emitted.term(items, rule, index, &term.query, &term.keys, &names, prefix, place);
        let matched = format_ident!("matched_{index}");
        if term.missing {
            waits[index] = stage > 0;
            let spoil = shape.spoil(rule, stage, &keys);
            behind.extend(quote! { if #matched { #spoil } });
            continue;
        }
        let first = stage - term.runs as usize;
        waits[index] = first > 0;
        let keep = items.kept.keep(&mut items.fields, index);
        let moves = shape.moves(rule, &Positive { keys, condition: behind_condition, keep }, first, stage);
        emitted.steps.extend(quote! { if #matched { #moves } });
        stage = first;
    }
    emitted.steps.extend(behind);
    if let Some(until) = &sequence.until {
        waits.push(true);
        let index = sequence.terms.len();
        let (keys, _) = emitted.term(items, rule, index, &until.query, &until.keys, &names, prefix, place);
        let clear = if_holding(&keys.each(&quote!(|key, _| step.clear(key))));
        let matched = format_ident!("matched_{index}");
        emitted.steps.extend(quote! { if #matched { #clear } });
    }
    items.kept = Kept::default();
    let timestamp = items.fields.named(&rule.timestamp_field);
    let (constant, stages) = (sequence_constant(rule, place), shape.stages);
    let Emitted { functions, asked, any, steps, mut conditions } = emitted;
    conditions.sort_by_key(|(index, _)| *index);
    let conditions = conditions.into_iter().map(|(_, condition)| condition).collect();
    let observe = quote! {
        #asked
        if #(#any)||* {
            let timestamp = detectors::computed::timestamp::<#timestamp, E>(event);
            #constant
            if let ::core::option::Option::Some(mut step) = pool.step::<#stages>(SEQUENCE, timestamp, event.handle()) {
                #steps
            }
        }
    };
    let decide = shape.waits.then(|| decide(rule, &shape, &names, &constant));
    RuleFunctions { functions, observe, matches: None, conditions, waits, decide }
}

/// What has been emitted so far.
#[derive(Default)]
struct Emitted {
    functions: TokenStream,
    /// Which terms the event meets.
    asked: TokenStream,
    any: Vec<proc_macro2::Ident>,
    /// What it then does.
    steps: TokenStream,
    /// With the index of their term; `until` is behind the last.
    conditions: Vec<(usize, Condition)>,
}

impl Emitted {
    /// The functions of one term, or of `until`; and of what it asks of the events before it.
    #[expect(clippy::too_many_arguments, reason = "what a term is made of")]
    fn term(
        &mut self,
        items: &mut Items,
        rule: &CompiledRule,
        index: usize,
        query: &crate::ir::EventQuery,
        join_keys: &[crate::ir::JoinKey],
        names: &[String],
        prefix: &str,
        place: Place,
    ) -> (Keys, Option<Condition>) {
        let (alone, behind) = split(query);
        let text = term_text(rule, index);
        let condition =
            condition(items, &format_ident!("{prefix}term_{index}"), &alone, text, place.first_query.map(|first| first + index));
        let behind = behind.map(|behind| {
            let text = format!("What `{text}` asks of the events before.");
            whole_condition(items, &format_ident!("{prefix}term_{index}_behind"), &behind, &text)
        });
        self.functions.extend(behind.as_ref().map(|behind| behind.definition.clone()));
        let keys = keys(items, &format_ident!("{prefix}keys_{index}"), join_keys, names);
        let matched = format_ident!("matched_{index}");
        self.asked.extend(condition.ask(&matched, place, index));
        self.any.push(matched);
        self.functions.extend([condition.definition.clone(), keys.definition.clone()]);
        self.conditions.push((index, condition));
        (keys, behind)
    }
}

/// What a query asks of the event alone, and what it asks of the events before it.
fn split(query: &EventQuery) -> (EventQuery, Option<Predicate>) {
    let operands = match &query.condition {
        Predicate::And(operands) => operands.clone(),
        other => vec![other.clone()],
    };
    let (behind, alone): (Vec<Predicate>, Vec<Predicate>) = operands.into_iter().partition(Predicate::reads_earlier);
    let together = |mut operands: Vec<Predicate>| match operands.len() {
        0 => Predicate::Const(true),
        1 => operands.swap_remove(0),
        _ => Predicate::And(operands),
    };
    if behind.is_empty() {
        return (query.clone(), None);
    }
    (EventQuery { category: query.category.clone(), condition: together(alone) }, Some(together(behind)))
}

/// What a term that is no missing event needs to move.
struct Positive {
    keys: Keys,
    /// What it asks of the events before it.
    condition: Option<Condition>,
    /// Statements that keep what later terms read of its event.
    keep: Option<TokenStream>,
}

impl Positive {
    /// For each key: `step`, if the partial that has filled the stages up to `before` meets what is asked of it.
    fn each(&self, parameters: &TokenStream, before: &TokenStream, step: &TokenStream) -> TokenStream {
        match &self.condition {
            None => self.keys.each(&quote!(|#parameters| #step)),
            Some(condition) => {
                let holds = condition.counted();
                self.keys.each(&quote!(|#parameters| if step.meets(key, #before, |earlier| #holds) { #step }))
            }
        }
    }

    /// A step to `stage`, and what is kept then.
    fn kept(&self, step: TokenStream, stage: &TokenStream) -> TokenStream {
        match &self.keep {
            None => step,
            Some(keep) => quote!({
                #step;
                step.keep(key, #stage, |keeper| { #keep });
            }),
        }
    }
}

/// What decides how an event moves.
struct Shape {
    /// Positive stages.
    stages: usize,
    /// A missing event stands in front.
    led: bool,
    /// A missing event stands behind.
    waits: bool,
    /// Join keys.
    keys: usize,
}

impl Shape {
    fn of(rule: &CompiledRule, sequence: &Sequence) -> Self {
        Self {
            stages: sequence.stages().len(),
            led: sequence.terms.first().is_some_and(|term| term.missing),
            waits: stored_keys(rule) > 0,
            keys: sequence.terms.first().map_or(0, |term| term.keys.len()),
        }
    }

    /// What an event does that meets a term which fills the stages `first..end`.
    fn moves(&self, rule: &CompiledRule, term: &Positive, first: usize, end: usize) -> TokenStream {
        let (led, waits, stages) = (self.led, self.waits, self.stages);
        let report = report(rule);
        let mut moves = TokenStream::new();
        if stages == 1 {
            return term.keys.each(&quote!(|key, join_keys| step.alone(key, join_keys, #led, #waits, |events| { #report })));
        }
        if end == stages {
            let step = if waits {
                quote!(step.complete_and_wait(key, join_keys, #led, |events| { #report }))
            } else {
                quote!(step.complete(key, |events| { #report }))
            };
            let before = stage_number(stages - 2);
            moves.extend(if_holding(&term.each(&quote!(key, join_keys), &quote!(#before), &step)));
        }
        let middle = first.max(1)..end.min(stages - 1);
        let (low, high) = (stage_number(middle.start), stage_number(middle.end));
        match middle.len() {
            0 => {}
            1 => {
                let before = stage_number(middle.start - 1);
                let step = term.kept(quote!(step.advance(#low, key)), &quote!(#low));
                moves.extend(if_holding(&term.each(&quote!(key, _), &quote!(#before), &step)));
            }
            _ => {
                let advance = term.each(&quote!(key, _), &quote!(stage.wrapping_sub(1)), &quote!(step.advance(stage, key)));
                moves.extend(if_holding(&quote! {
                    let mut stage: u16 = #high;
                    while stage > #low {
                        stage -= 1;
                        #advance
                    }
                }));
            }
        }
        if first == 0 {
            let start = term.kept(if led { quote!(step.start_led(key)) } else { quote!(step.start(key)) }, &quote!(0));
            moves.extend(term.keys.each(&quote!(|key, _| #start)));
        }
        moves
    }

    /// What an event does that meets a missing term behind `stage` positive stages.
    fn spoil(&self, rule: &CompiledRule, stage: usize, keys: &Keys) -> TokenStream {
        if stage == 0 {
            keys.each(&quote!(|key, _| step.seen(key)))
        } else if stage < self.stages {
            let before = stage_number(stage - 1);
            if_holding(&keys.each(&quote!(|key, _| step.between(#before, key))))
        } else {
            let count = self.keys;
            let found = found(rule, &key_names_of(rule), count);
            if_holding(&keys.each(&quote!(|key, _| step.after::<#count>(key, #found))))
        }
    }
}

/// What does nothing while no event of the sequence is held: then no key has to be made for it.
fn if_holding(moves: &TokenStream) -> TokenStream {
    quote!(if step.is_holding() { #moves })
}

fn key_names_of(rule: &CompiledRule) -> Vec<String> {
    match &rule.query.body {
        crate::ir::Body::Sequence(sequence) => key_names(&sequence.terms),
        crate::ir::Body::Event(_) | crate::ir::Body::Sample(_) => Vec::new(),
    }
}

fn stage_number(stage: usize) -> u16 {
    u16::try_from(stage).unwrap_or(u16::MAX)
}

/// A closure that reports a sequence that has waited.
fn found(rule: &CompiledRule, names: &[String], count: usize) -> TokenStream {
    let values = (0..count).map(|index| format_ident!("value_{index}"));
    let join_keys =
        names.iter().zip(values.clone()).map(|(name, value)| quote!(detectors::JoinKey { field: #name, value: #value }));
    let report = report(rule);
    quote! {
        |events, [#(#values),*]| {
            let join_keys = &[#(#join_keys),*];
            #report
        }
    }
}

fn decide(rule: &CompiledRule, shape: &Shape, names: &[String], constant: &TokenStream) -> TokenStream {
    let (stages, keys) = (shape.stages, shape.keys);
    let found = found(rule, names, keys);
    quote! {
        #constant
        pool.decide::<#stages, #keys>(SEQUENCE, now, #found);
    }
}
