//! What only Elastic Endpoint's dialect has: searches of elements, ancestors, fields of earlier events, fields against fields.

use super::Resolver;
use super::expression::{Type, Typed};
use crate::diagnostics::Diagnostic;
use crate::eql::Dialect;
use crate::eql::ast::{self, Comparison, FieldName};
use crate::errors::{endpoint, types};
use crate::ir::{ElementSearch, Expr, Lineage, Owner, Predicate};
use crate::schema::{Kind, Lookup};
use crate::source::Span;
use std::sync::Arc;

/// What names mean where the resolver is.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// The search that it is in: its variable and its array.
    search: Option<(String, Arc<str>)>,
    /// Whether it is in the query of a `descendant of`.
    in_lineage: bool,
    /// The named events of the sequence.
    events: Vec<NamedEvent>,
    /// The term that it is in.
    term: usize,
    /// What the term is, if no earlier event is known there.
    without_events: Option<&'static str>,
}

#[derive(Debug)]
struct NamedEvent {
    name: String,
    /// The term that finds it.
    term: usize,
    span: Span,
}

impl Resolver<'_> {
    /// `_arraysearch(array, $variable, condition)`
    pub(super) fn array_search(&mut self, array: &FieldName, variable: &str, condition: &ast::Expr, span: Span) -> Typed {
        let name = self.array_name(array);
        if self.scope.search.is_some() {
            self.diagnostics.push(endpoint::nested_array_search(span));
            return Typed::error(span);
        }
        let Some(name) = name else { return Typed::error(span) };
        self.scope.search = Some((variable.to_owned(), Arc::clone(&name)));
        let condition = self.condition(condition);
        self.scope.search = None;
        Typed::boolean(Expr::AnyElement(ElementSearch { array: name, condition: Box::new(condition), span }), span)
    }

    /// The name of an array of objects.
    fn array_name(&mut self, array: &FieldName) -> Option<Arc<str>> {
        let dotted = array.dotted();
        let has_fields_below = !self.schema.names_below(&format!("{dotted}."), 1).is_empty();
        match self.schema.lookup(&dotted) {
            Lookup::Field(field) if field.kind() != Kind::Unusable || !has_fields_below => {
                self.diagnostics.push(endpoint::not_an_array_of_objects(array.span, &field.name));
            }
            Lookup::Unknown if !has_fields_below => {
                self.diagnostics.push(types::unknown_field(array.span, &dotted, false, self.schema));
            }
            Lookup::Field(_) | Lookup::Unknown => return Some(dotted.into()),
        }
        None
    }

    /// `$entry.symbol_info`
    pub(super) fn element_field(&mut self, variable: &str, parts: &[String], span: Span) -> Typed {
        let array = match &self.scope.search {
            Some((name, array)) if name == variable => Arc::clone(array),
            other => {
                let bound = other.as_ref().map(|(name, _)| name.as_str());
                self.diagnostics.push(endpoint::unbound_variable(span, variable, bound));
                return Typed::error(span);
            }
        };
        let whole = array.split('.').map(str::to_owned).chain(parts.iter().cloned()).collect();
        let prefixes = (format!("{array}."), format!("${variable}."));
        self.field_behind(Owner::Element, &FieldName { optional: false, parts: whole, span }, &prefixes)
    }

    /// `descendant of [process where …]`
    pub(super) fn descendant(&mut self, ancestor: &ast::EventFilter, span: Span) -> Typed {
        if self.scope.in_lineage {
            self.diagnostics.push(endpoint::nested_descendant(span));
            return Typed::error(span);
        }
        let is_process = ancestor.category.name.as_deref() == Some(Lineage::CATEGORY);
        if !is_process {
            self.diagnostics.push(endpoint::descendant_category(ancestor.category.span));
        }
        for name in [Lineage::ENTITY_ID, Lineage::PARENT_ENTITY_ID] {
            if self.schema.lookup(name) == Lookup::Unknown {
                self.diagnostics.push(types::unknown_field(span, name, false, self.schema));
            }
        }
        let outside = (self.scope.search.take(), self.scope.without_events.replace("the query of an ancestor"));
        self.scope.in_lineage = true;
        let ancestor = self.event_filter(ancestor);
        self.scope.in_lineage = false;
        (self.scope.search, self.scope.without_events) = outside;
        Typed::boolean(Expr::Descendant(Lineage { ancestor: Box::new(ancestor), span }), span)
    }

    /// A search or a lineage has to be a condition: reports those that are part of a value.
    pub(super) fn check_placement(&mut self, condition: &Predicate) {
        let mut misplaced = Vec::new();
        condition.visit(&mut |predicate| {
            if let Predicate::Computed(expr) = predicate {
                conditions_in(expr, &mut misplaced);
            }
        });
        for (span, what) in misplaced {
            self.diagnostics.push(endpoint::misplaced_condition(span, what));
        }
    }

    /// Notes what the events of a sequence are called.
    pub(super) fn name_events(&mut self, terms: &[ast::Term]) {
        for (index, term) in terms.iter().enumerate() {
            let Some((name, span)) = &term.alias else { continue };
            let why = match term.runs {
                _ if term.missing => Some("there is no event"),
                Some(runs) if runs.count != 1 => Some("there are several events"),
                _ => None,
            };
            if let Some(why) = why {
                self.diagnostics.push(endpoint::event_not_nameable(*span, why));
            }
            if let Some(field) = self.schema.names_below(&format!("{name}."), 1).first() {
                self.diagnostics.push(endpoint::event_named_as_field(*span, name, field));
            }
            match self.scope.events.iter().find(|event| event.name == *name) {
                Some(first) => self.diagnostics.push(endpoint::event_named_twice(*span, name, first.span)),
                None => self.scope.events.push(NamedEvent { name: name.clone(), term: index, span: *span }),
            }
        }
    }

    /// Reports names of events where there can be none.
    pub(super) fn refuse_names(&mut self, terms: &[ast::Term], why: &str) {
        for (_, span) in terms.iter().filter_map(|term| term.alias.as_ref()) {
            self.diagnostics.push(endpoint::event_not_nameable(*span, why));
        }
    }

    /// What follows is of the condition of a search.
    pub(super) fn enter_search(&mut self, search: super::Search<'_>) {
        self.scope.search = Some((search.variable.to_owned(), search.array.dotted().into()));
    }

    /// What follows is of that term. `without_events`: what the term is, if it is judged without knowing the earlier events.
    pub(super) fn enter_term(&mut self, term: usize, without_events: Option<&'static str>) {
        (self.scope.term, self.scope.without_events) = (term, without_events);
    }

    /// Whether a name begins with that of an event.
    pub(super) fn names_event(&self, name: &FieldName) -> bool {
        self.named_event(name).is_some()
    }

    fn named_event(&self, name: &FieldName) -> Option<&NamedEvent> {
        let (first, rest) = name.parts.split_first()?;
        self.scope.events.iter().find(|event| event.name == *first && !rest.is_empty())
    }

    /// `event0.process.name`; `None` if the name is not that of an event's field.
    pub(super) fn earlier_field(&mut self, name: &FieldName) -> Option<Typed> {
        let Some(event) = self.named_event(name) else {
            let missing = self.unnamed_event(name)?;
            self.diagnostics.push(missing);
            return Some(Typed::error(name.span));
        };
        let (term, named) = (event.term, event.span);
        if let Some(place) = self.scope.without_events {
            self.diagnostics.push(endpoint::event_field_not_here(name.span, place));
            return Some(Typed::error(name.span));
        }
        if term >= self.scope.term {
            self.diagnostics.push(endpoint::event_not_yet_found(name.span, &name.parts[0], named));
            return Some(Typed::error(name.span));
        }
        let field = FieldName { parts: name.parts[1..].to_vec(), ..name.clone() };
        let prefixes = (String::new(), format!("{}.", name.parts[0]));
        Some(self.field_behind(Owner::Earlier(term), &field, &prefixes))
    }

    /// The problem of a name that would be a field's if its beginning were an event.
    fn unnamed_event(&self, name: &FieldName) -> Option<Diagnostic> {
        let (first, rest) = name.parts.split_first().filter(|_| self.dialect == Dialect::Endpoint)?;
        let is_field = |name: &str| matches!(self.schema.lookup(name), Lookup::Field(field) if field.kind() != Kind::Unusable);
        let begins_fields = !self.schema.names_below(&format!("{first}."), 1).is_empty();
        let names: Vec<&str> = self.scope.events.iter().map(|event| event.name.as_str()).collect();
        let is_meant = is_field(&rest.join(".")) && !begins_fields && !is_field(&name.dotted());
        is_meant.then(|| endpoint::no_such_event(name.span, first, &names))
    }

    /// A field whose name in the rule begins otherwise than in the schema: `prefixes` are that of the schema and that of the rule.
    fn field_behind(&mut self, owner: Owner, name: &FieldName, prefixes: &(String, String)) -> Typed {
        let dotted = name.dotted();
        let is_unknown = self.schema.lookup(&dotted) == Lookup::Unknown
            && !name.optional
            && self.schema.names_below(&format!("{dotted}."), 1).is_empty();
        if is_unknown {
            self.diagnostics.push(types::unknown_field_behind(name.span, &dotted, prefixes, self.schema));
            return Typed::error(name.span);
        }
        self.field_of(owner, name)
    }

    /// Two values of which none is a constant.
    pub(super) fn compare_values(&mut self, operator: Comparison, left: Typed, right: Typed, span: Span) -> Typed {
        let comparable = match (left.value_type, right.value_type) {
            (Type::Bool, Type::Bool) => operator == Comparison::Equal,
            (Type::Text, Type::Text) | (Type::Date, Type::Date) | (Type::Ip, Type::Ip) | (Type::Version, Type::Version) => true,
            (left, right) => left.is_number() && right.is_number(),
        };
        if !comparable {
            self.impossible(operator, &left, &right, span);
            return Typed::error(span);
        }
        Typed::boolean(Expr::Compare(operator, Box::new(left.expr), Box::new(right.expr)), span)
    }
}

/// The searches and lineages that are part of a value.
fn conditions_in(expr: &Expr, found: &mut Vec<(Span, &'static str)>) {
    match expr {
        Expr::AnyElement(search) => found.push((search.span, "_arraysearch")),
        Expr::Descendant(lineage) => found.push((lineage.span, "descendant of")),
        other => other.operands().into_iter().for_each(|operand| conditions_in(operand, found)),
    }
}
