//! Terms and join keys of sequences and samples.

use super::expression::Type;
use super::{FieldMeaning, Resolver};
use crate::eql::ast;
use crate::errors::{endpoint, lints, types};
use crate::ir;
use crate::source::Span;

impl Resolver<'_> {
    pub(super) fn sequence(&mut self, sequence: &ast::Sequence) -> Option<ir::Sequence> {
        let mut keys = KeyTypes::default();
        self.name_events(&sequence.terms);
        let mut terms = Vec::new();
        for (index, term) in sequence.terms.iter().enumerate() {
            self.enter_term(index, if term.missing { Some("a missing event") } else { None });
            terms.push(self.term(&sequence.by, term, &mut keys));
        }
        self.enter_term(terms.len(), Some("`until`"));
        let until = sequence.until.as_ref().map(|term| self.term(&sequence.by, term, &mut keys));
        Some(ir::Sequence { terms, until, maxspan_ms: sequence.maxspan.as_ref().map(ast::Maxspan::ms) })
    }

    pub(super) fn sample(&mut self, sample: &ast::Sample) -> Option<ir::Sample> {
        if let [term] = sample.terms.as_slice() {
            self.diagnostics.push(lints::sample_of_one(term.span));
        }
        self.refuse_names(&sample.terms, "a sample has no order of events");
        Some(ir::Sample { terms: self.terms(&sample.by, &sample.terms, &mut KeyTypes::default()) })
    }

    fn terms(&mut self, head: &[ast::Key], terms: &[ast::Term], keys: &mut KeyTypes) -> Vec<ir::Term> {
        terms.iter().map(|term| self.term(head, term, keys)).collect()
    }

    fn term(&mut self, head: &[ast::Key], term: &ast::Term, seen: &mut KeyTypes) -> ir::Term {
        let mut keys = Vec::new();
        for (position, key) in head.iter().chain(&term.by).enumerate() {
            let ast::Key::Field(name) = key else { continue };
            keys.push(self.join_key(name, position, seen));
        }
        if let Some(runs) = term.runs.filter(|_| term.missing) {
            self.diagnostics.push(lints::runs_on_missing(runs.span));
        }
        ir::Term {
            query: self.event_filter(&term.filter),
            keys,
            runs: term.runs.map_or(1, |runs| runs.count),
            missing: term.missing,
            alias: term.alias.as_ref().map(|(name, _)| name.clone()),
            span: term.span,
        }
    }

    fn join_key(&mut self, name: &ast::FieldName, position: usize, seen: &mut KeyTypes) -> ir::JoinKey {
        let dotted = name.dotted();
        if self.names_event(name) {
            self.diagnostics.push(endpoint::event_field_not_here(name.span, "a join key"));
            return ir::JoinKey { name: dotted, field: None, optional: name.optional };
        }
        let field = match self.field(name) {
            FieldMeaning::Field(field) => Some(field),
            FieldMeaning::AlwaysNull | FieldMeaning::Error => None,
        };
        if let Some(field) = &field {
            let key = SeenKey { span: name.span, name: dotted.clone(), value_type: Type::of_field(field) };
            if let Some(first) = seen.join(position, key.clone()) {
                self.diagnostics.push(types::incompatible_join_keys(
                    (first.span, &first.name, first.value_type.description()),
                    (key.span, &key.name, key.value_type.description()),
                ));
            }
        }
        ir::JoinKey { name: dotted, field, optional: name.optional }
    }
}

/// The first key of each position, to compare the others with.
#[derive(Default)]
struct KeyTypes {
    first: Vec<Option<SeenKey>>,
}

#[derive(Clone)]
struct SeenKey {
    span: Span,
    name: String,
    value_type: Type,
}

impl KeyTypes {
    /// Notes a key. The first key of the position if their values can never be equal.
    fn join(&mut self, position: usize, key: SeenKey) -> Option<SeenKey> {
        if self.first.len() <= position {
            self.first.resize(position + 1, None);
        }
        let slot = self.first.get_mut(position)?;
        match slot {
            Some(first) if first.value_type == key.value_type || both_numbers(first.value_type, key.value_type) => None,
            Some(first) => Some(first.clone()),
            None => {
                *slot = Some(key);
                None
            }
        }
    }
}

fn both_numbers(left: Type, right: Type) -> bool {
    left.is_number() && right.is_number()
}
