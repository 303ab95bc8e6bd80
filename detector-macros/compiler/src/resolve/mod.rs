//! Resolves names and types: [`ast::Query`] → [`ir::Query`].
//!
//! Every field becomes a [`crate::schema::Field`], every function a [`ir::Function`], every literal a typed constant; constant
//! parts are computed. Reports all problems of a query, not just the first. Does not reorder or share: see
//! [`crate::optimize`].
//!
//! | file | of |
//! |---|---|
//! | `expression` | operators and literals, with their types |
//! | `comparison` | `==`, `<`, `in`: what a constant means beside a field |
//! | `pattern` | `:`, `like`, `regex` |
//! | `function` | calls |
//! | `predicate` | from three-valued expressions to two-valued predicates |
//! | `sequence` | terms and join keys |
//! | `endpoint` | what only Elastic Endpoint's dialect has: searches of elements, ancestors, fields of earlier events |
//! | `test_case` | test cases of the rule |

mod comparison;
mod date;
mod endpoint;
mod expression;
mod function;
mod pattern;
mod predicate;
mod sequence;
mod test_case;

pub use test_case::{START_MS, TestCase, TestEvent, test_cases};

use crate::diagnostics::Diagnostics;
use crate::eql::{Dialect, ast};
use crate::errors::{lints, types};
use crate::ir;
use crate::schema::{Field, FieldType, Kind, Lookup, Schema};
use crate::source::Span;
use std::collections::HashMap;

/// What resolving needs and where its problems go.
pub(crate) struct Resolver<'a> {
    schema: &'a Schema,
    dialect: Dialect,
    scope: endpoint::Scope,
    /// Where the meaning of every expression is noted, if it is to be.
    parts: Option<Parts>,
    diagnostics: &'a mut Diagnostics,
}

/// What each part of a query means by itself, by its place.
pub(crate) type Parts = HashMap<Span, ir::Expr>;

/// Resolves a query. `None` if it has errors; they have been reported.
///
/// The category field, and no other special field, is taken from the schema: a rule's own `event_category_override` is set
/// there first.
pub fn query(query: &ast::Query, schema: &Schema, diagnostics: &mut Diagnostics) -> Option<ir::Query> {
    whole(query, schema, None, diagnostics).map(|(query, _)| query)
}

/// Resolves a query without errors, and tells what each part of it means.
pub(crate) fn query_and_parts(query: &ast::Query, schema: &Schema) -> Option<(ir::Query, Parts)> {
    whole(query, schema, Some(Parts::new()), &mut Diagnostics::new())
}

fn whole(query: &ast::Query, schema: &Schema, parts: Option<Parts>, diagnostics: &mut Diagnostics) -> Option<(ir::Query, Parts)> {
    let errors_before = diagnostics.error_count();
    let (dialect, scope) = (query.dialect, endpoint::Scope::default());
    let mut resolver = Resolver { schema, dialect, scope, parts, diagnostics };
    let body = match &query.body {
        ast::Body::Event(filter) => Some(ir::Body::Event(resolver.event_filter(filter))),
        ast::Body::Sequence(sequence) => resolver.sequence(sequence).map(ir::Body::Sequence),
        ast::Body::Sample(sample) => resolver.sample(sample).map(ir::Body::Sample),
        ast::Body::Error(_) => None,
    };
    let parts = resolver.parts.unwrap_or_default();
    for pipe in &query.pipes {
        diagnostics.push(lints::pipe_in_stream(pipe.span));
    }
    let pipes = query.pipes.iter().map(|pipe| match pipe.kind {
        ast::PipeKind::Head => ir::Pipe::Head(pipe.count),
        ast::PipeKind::Tail => ir::Pipe::Tail(pipe.count),
    });
    let query = ir::Query { body: body?, pipes: pipes.collect() };
    (diagnostics.error_count() == errors_before).then_some((query, parts))
}

/// Resolves an expression alone. `None` if it has errors; they have been reported.
pub fn expression(expression: &ast::Expr, schema: &Schema, diagnostics: &mut Diagnostics) -> Option<ir::Expr> {
    let errors_before = diagnostics.error_count();
    let (dialect, scope) = (Dialect::Elasticsearch, endpoint::Scope::default());
    let resolved = Resolver { schema, dialect, scope, parts: None, diagnostics }.expression(expression);
    (diagnostics.error_count() == errors_before).then_some(resolved.expr)
}

/// Resolves an expression that could stand there in a query without errors. `None` if it has errors there; what is told of it is
/// thrown away, for it has been told of the whole.
pub(crate) fn part(part: &ast::Expr, place: Place<'_>, schema: &Schema) -> Option<ir::Expr> {
    let mut diagnostics = Diagnostics::new();
    let (scope, dialect) = (endpoint::Scope::default(), place.query.dialect);
    let mut resolver = Resolver { schema, dialect, scope, parts: None, diagnostics: &mut diagnostics };
    if let ast::Body::Sequence(sequence) = &place.query.body {
        resolver.name_events(&sequence.terms);
        resolver.enter_term(place.term, None);
    }
    if let Some(search) = place.search {
        resolver.enter_search(search);
    }
    let resolved = resolver.expression(part);
    (!diagnostics.has_errors()).then_some(resolved.expr)
}

/// The predicate that holds where a boolean expression is true.
pub(crate) fn predicate(expression: ir::Expr) -> ir::Predicate {
    predicate::from_expression(expression)
}

/// Where a part of a condition stands, which says what its names mean.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'a> {
    /// The whole query.
    pub(crate) query: &'a ast::Query,
    /// Which of its terms, if it has any; `until` comes behind them.
    pub(crate) term: usize,
    /// The search of elements whose condition it is of.
    pub(crate) search: Option<Search<'a>>,
}

/// `_arraysearch(array, $variable, …)`: what names mean in its condition.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Search<'a> {
    /// The array of objects.
    pub(crate) array: &'a ast::FieldName,
    /// Without the `$`.
    pub(crate) variable: &'a str,
}

impl Search<'_> {
    /// The name, in the schema, of what the variable's `parts` are.
    pub(crate) fn field_name(&self, parts: &[String]) -> String {
        let parts: Vec<&str> = self.array.parts.iter().chain(parts).map(String::as_str).collect();
        parts.join(".")
    }

    /// A field of an element as the rule names it: `$entry.symbol_info`.
    pub(crate) fn written(&self, field: &Field) -> String {
        let own = field.name.strip_prefix(&format!("{}.", self.array.dotted())).unwrap_or(&field.name);
        format!("${}.{own}", self.variable)
    }
}

/// Resolves a part of a condition of a query without errors. `None` if it is no truth value or always null.
pub(crate) fn condition(expression: &ast::Expr, place: Place<'_>, schema: &Schema) -> Option<ir::Predicate> {
    let resolved = part(expression, place, schema)?;
    (resolved != ir::Expr::Null).then(|| predicate(resolved))
}

impl Resolver<'_> {
    fn event_filter(&mut self, filter: &ast::EventFilter) -> ir::EventQuery {
        ir::EventQuery { category: self.category(&filter.category), condition: self.condition(&filter.condition) }
    }

    fn category(&mut self, category: &ast::Category) -> ir::Category {
        let Some(name) = &category.name else { return ir::Category::Any };
        let field_name = self.schema.category_field.to_string();
        match self.schema.lookup(&field_name) {
            Lookup::Field(field) if field.kind() == Kind::Str => ir::Category::Named { field, name: name.clone() },
            Lookup::Field(field) => {
                self.diagnostics.push(types::unusable_field(category.span, &field, self.schema));
                ir::Category::Any
            }
            Lookup::Unknown => {
                self.diagnostics.push(types::unknown_field(category.span, &field_name, false, self.schema));
                ir::Category::Any
            }
        }
    }

    fn condition(&mut self, condition: &ast::Expr) -> ir::Predicate {
        let resolved = self.expression(condition);
        if !resolved.is_boolean() {
            self.diagnostics.push(types::condition_not_boolean(resolved.span, resolved.description()));
            return ir::Predicate::Const(false);
        }
        let predicate = predicate::from_expression(resolved.expr);
        self.check_placement(&predicate);
        predicate
    }

    /// The field that a name means; `None` if it is unknown. Reports unknown and unusable ones.
    fn field(&mut self, name: &ast::FieldName) -> FieldMeaning {
        let dotted = name.dotted();
        match self.schema.lookup(&dotted) {
            Lookup::Field(field) if field.kind() == Kind::Unusable => {
                self.diagnostics.push(types::unusable_field(name.span, &field, self.schema));
                FieldMeaning::Error
            }
            Lookup::Field(field) => FieldMeaning::Field(field),
            Lookup::Unknown if name.optional => {
                let near = self.schema.similar(&dotted);
                self.diagnostics.push(lints::optional_field_unknown(name.span, &dotted, &near));
                FieldMeaning::AlwaysNull
            }
            Lookup::Unknown => {
                let has_fields_below = !self.schema.names_below(&format!("{dotted}."), 1).is_empty();
                self.diagnostics.push(if has_fields_below {
                    types::unusable_field(name.span, &Field::new(dotted, FieldType::Unsupported), self.schema)
                } else {
                    types::unknown_field(name.span, &dotted, true, self.schema)
                });
                FieldMeaning::Error
            }
        }
    }
}

/// What the name of a field means.
enum FieldMeaning {
    Field(Field),
    /// An optional field that the schema does not know.
    AlwaysNull,
    /// Reported.
    Error,
}
