//! Rules → the fields that they read, for a decoder.

use std::collections::BTreeMap;

use detector_compiler::CompiledRule;
use detector_compiler::index::queries;
use detector_compiler::ir::{Body, Category, EventQuery, JoinKey, Lineage};
use detector_compiler::schema::{Field, Kind};
use detectors::{SlotField, SlotKind};

/// Each field once. The names are never freed: see [`super::EvaluatedRules::new`].
pub(super) fn of(rules: &[CompiledRule]) -> Vec<SlotField> {
    let mut kinds = BTreeMap::new();
    for rule in rules {
        add(&mut kinds, &rule.timestamp_field, SlotKind::Date);
        queries(rule).into_iter().for_each(|query| add_query(&mut kinds, query));
        for key in keys(rule) {
            key.field.iter().for_each(|field| add_field(&mut kinds, field));
        }
    }
    kinds.into_iter().map(|(name, kind)| SlotField::new(name.leak(), kind)).collect()
}

fn keys(rule: &CompiledRule) -> Vec<&JoinKey> {
    match &rule.query.body {
        Body::Event(_) => Vec::new(),
        Body::Sequence(sequence) => sequence.terms.iter().chain(&sequence.until).flat_map(|term| &term.keys).collect(),
        Body::Sample(sample) => sample.terms.iter().flat_map(|term| &term.keys).collect(),
    }
}

fn add_query(kinds: &mut BTreeMap<String, SlotKind>, query: &EventQuery) {
    if let Category::Named { field, .. } = &query.category {
        add_field(kinds, field);
    }
    query.condition.fields(&mut |field| add_field(kinds, field));
    query.condition.arrays().into_iter().for_each(|array| add(kinds, array, SlotKind::Objects));
    for lineage in query.condition.lineages() {
        add(kinds, Lineage::ENTITY_ID, SlotKind::Str);
        add(kinds, Lineage::PARENT_ENTITY_ID, SlotKind::Str);
        add_query(kinds, &lineage.ancestor);
    }
}

fn add_field(kinds: &mut BTreeMap<String, SlotKind>, field: &Field) {
    add(kinds, &field.name, kind(field.kind()));
}

fn add(kinds: &mut BTreeMap<String, SlotKind>, name: &str, kind: SlotKind) {
    if !kinds.contains_key(name) {
        kinds.insert(name.to_owned(), kind);
    }
}

fn kind(kind: Kind) -> SlotKind {
    match kind {
        Kind::Str | Kind::Unusable => SlotKind::Str,
        Kind::Int => SlotKind::Int,
        Kind::Float => SlotKind::Float,
        Kind::Bool => SlotKind::Bool,
        Kind::Ip => SlotKind::Ip,
        Kind::Date => SlotKind::Date,
        Kind::Version => SlotKind::Version,
    }
}
