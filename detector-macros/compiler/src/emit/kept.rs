//! What a sequence keeps of its events for later terms: which fields, where in a fixed number of bytes, and in which form.

use crate::ir::{Comparison, Expr, FieldRef, Owner, Predicate, Sequence};
use crate::schema::Kind;
use proc_macro2::TokenStream;
use quote::quote;

// As in `detectors::sequence::KeptField`.
const HASHES_ROOM: u16 = 65;
const TEXTS_ROOM: u16 = 258;
const VALUES_ROOM: u16 = 69;

/// What a sequence keeps.
#[derive(Debug, Default)]
pub(super) struct Kept {
    fields: Vec<KeptField>,
}

#[derive(Debug)]
struct KeptField {
    field: FieldRef,
    /// Index of its term.
    term: usize,
    /// The stage that its term fills.
    stage: u16,
    start: u16,
    /// Only equality is asked, and the hash of a text is enough.
    hashed: bool,
}

impl KeptField {
    fn room(&self) -> u16 {
        match self.field.kind() {
            Kind::Str | Kind::Version | Kind::Unusable if self.hashed => HASHES_ROOM,
            Kind::Str | Kind::Version | Kind::Unusable => TEXTS_ROOM,
            Kind::Int | Kind::Float | Kind::Bool | Kind::Ip | Kind::Date => VALUES_ROOM,
        }
    }

    /// A `detectors::sequence::KeptField`.
    fn place(&self) -> TokenStream {
        let (stage, start, room) = (self.stage, self.start, self.room());
        quote!(detectors::sequence::KeptField { stage: #stage, start: #start, room: #room })
    }
}

impl Kept {
    /// What the terms of a sequence read of events before them.
    pub(super) fn of(sequence: &Sequence) -> Self {
        let mut uses: Vec<(FieldRef, bool)> = Vec::new();
        for term in &sequence.terms {
            term.query.condition.visit(&mut |predicate| uses_in(predicate, &mut uses));
        }
        let mut kept = Self::default();
        let stages = sequence.stages();
        for (field, hashed) in uses {
            let Owner::Earlier(term) = field.owner else { continue };
            if let Some(known) = kept.fields.iter_mut().find(|known| known.field == field) {
                known.hashed &= hashed;
                continue;
            }
            let stage = stages.iter().position(|stage| *stage == term).and_then(|stage| u16::try_from(stage).ok());
            kept.fields.push(KeptField { field, term, stage: stage.unwrap_or(u16::MAX), start: 0, hashed });
        }
        for term in 0..sequence.terms.len() {
            let mut start = 0_u16;
            for field in kept.fields.iter_mut().filter(|field| field.term == term) {
                field.start = start;
                start = start.saturating_add(field.room());
            }
        }
        kept
    }

    /// How many bytes an event needs.
    pub(super) fn bytes(&self) -> usize {
        self.fields.iter().map(|field| usize::from(field.start) + usize::from(field.room())).max().unwrap_or(0)
    }

    /// The place of a field, a `detectors::sequence::KeptField`.
    pub(super) fn field(&self, field: &FieldRef) -> TokenStream {
        let known = self.fields.iter().find(|known| known.field == *field);
        known.map(KeptField::place).unwrap_or_else(|| quote!(detectors::sequence::KeptField { stage: 0, start: 0, room: 0 }))
    }

    /// Statements that keep what is read of the event of a term: `keeper` and `event` are in scope. `None` if nothing is.
    pub(super) fn keep(&self, items: &mut super::names::FieldNames, term: usize) -> Option<TokenStream> {
        let fields = self.fields.iter().filter(|field| field.term == term);
        let keep: Vec<TokenStream> = fields
            .map(|field| {
                let (name, place) = (items.of(&field.field), field.place());
                let is_text = field.hashed && field.field.kind() == Kind::Str;
                if is_text {
                    quote!(keeper.hashes::<#name, E>(event, #place);)
                } else {
                    quote!(keeper.values::<#name, E>(event, #place);)
                }
            })
            .collect();
        (!keep.is_empty()).then(|| quote!(#(#keep)*))
    }

    /// The earlier field and the other one, if the expression asks whether they are equal and hashes are kept of the first.
    pub(super) fn equality(&self, expr: &Expr) -> Option<(FieldRef, FieldRef)> {
        let (earlier, field) = equality(expr)?;
        let hashed = self.fields.iter().any(|known| known.field == *earlier && known.hashed && earlier.kind() == Kind::Str);
        hashed.then(|| (earlier.clone(), field.clone()))
    }

    /// The places of the earlier fields of an expression: where they differ, so do functions that read them.
    pub(super) fn places(&self, expr: &Expr) -> String {
        let mut places = String::new();
        expr.fields(&mut |field| places.push_str(&self.place_text(field)));
        places
    }

    /// The places of the earlier fields of a predicate.
    pub(super) fn places_of(&self, predicate: &Predicate) -> String {
        let mut places = String::new();
        predicate.fields(&mut |field| places.push_str(&self.place_text(field)));
        places
    }

    fn place_text(&self, field: &FieldRef) -> String {
        let known = self.fields.iter().find(|known| known.field == *field);
        known.map_or_else(String::new, |known| format!("{} {} {} {};", known.stage, known.start, known.room(), known.hashed))
    }
}

/// Adds the earlier fields that a predicate itself reads, and whether only to ask for equality.
fn uses_in(predicate: &Predicate, uses: &mut Vec<(FieldRef, bool)>) {
    match predicate {
        Predicate::Test(field, _) => uses.push((field.clone(), false)),
        Predicate::Computed(expr) => match equality(expr) {
            Some((earlier, _)) => uses.push((earlier.clone(), earlier.kind() == Kind::Str)),
            None => expr.fields(&mut |field| uses.push((field.clone(), false))),
        },
        // Their parts are visited.
        Predicate::Const(_) | Predicate::And(_) | Predicate::Or(_) | Predicate::Not(_) => {}
        Predicate::AnyElement(_) | Predicate::Descendant(_) => {}
    }
}

/// `event0.file.path == file.path`, either way round: the earlier field and the other.
fn equality(expr: &Expr) -> Option<(&FieldRef, &FieldRef)> {
    let Expr::Compare(Comparison::Equal, left, right) = expr else { return None };
    let (Expr::Field(left), Expr::Field(right)) = (&**left, &**right) else { return None };
    let is_earlier = |field: &FieldRef| matches!(field.owner, Owner::Earlier(_));
    match (is_earlier(left), is_earlier(right)) {
        (true, false) => Some((left, right)),
        (false, true) => Some((right, left)),
        (true, true) | (false, false) => None,
    }
}
