//! What a condition is judged on: an event, and what is known beside it.

use super::{Ancestry, Document, Value};
use crate::ir::{FieldRef, Lineage, Owner};

#[derive(Clone, Copy)]
pub(super) struct Subject<'a> {
    pub(super) event: &'a Document,
    /// The element that a search looks at.
    pub(super) element: Option<&'a Document>,
    /// The events of a sequence so far, each with the index of its term.
    pub(super) earlier: &'a [(usize, &'a Document)],
    /// The ancestors of processes, and which event this is.
    pub(super) ancestry: Option<(&'a Ancestry<'a>, usize)>,
}

impl<'a> Subject<'a> {
    /// An event alone.
    pub(super) fn new(event: &'a Document) -> Self {
        Self { event, element: None, earlier: &[], ancestry: None }
    }

    /// `index`: which of the events that the ancestry has seen.
    pub(super) fn with_ancestry(self, ancestry: &'a Ancestry<'a>, index: usize) -> Self {
        Self { ancestry: Some((ancestry, index)), ..self }
    }

    /// The values of a field; none where there is no such element or event.
    pub(super) fn values(&self, field: &FieldRef) -> &'a [Value] {
        let owner = match field.owner {
            Owner::Event => Some(self.event),
            Owner::Element => self.element,
            Owner::Earlier(term) => self.earlier.iter().find(|(of, _)| *of == term).map(|(_, document)| *document),
        };
        owner.map_or(&[], |document| document.values(&field.name))
    }

    /// Whether an ancestor of the event's process has met the query.
    pub(super) fn descends(&self, lineage: &Lineage) -> bool {
        self.ancestry.is_some_and(|(ancestry, index)| ancestry.descends(lineage, index))
    }
}
