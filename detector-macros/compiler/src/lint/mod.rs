//! Lints: rules that compile but probably do not do what their author wants. Warnings, never errors.
//!
//! ```text
//! ast + ir + schema
//!   │ condition   the tree of a condition as written, each leaf with what it means
//!   │ logic       what follows from what, for every event
//!   ▼ LINTS       → diagnostics
//! ```
//! What a lint calls impossible, certain or the same is proven by `logic`, never guessed; what it only finds unlikely it
//! words so. To add one: a function in the file of its family, its row in `LINTS`, a constructor in
//! [`crate::errors::lints`], and a case in `tests/diagnostics.rs`.

mod anchor;
mod category;
mod condition;
mod constant;
mod list;
mod logic;
mod operator;
mod precedence;
mod presence;
mod sequence;
mod text;
mod truth;
mod values;

use crate::diagnostics::Diagnostics;
use crate::eql::ast;
use crate::errors::lints::Fix;
use crate::ir;
use crate::resolve::{Place, Search};
use crate::schema::Schema;
use crate::source::{QueryText, Span};
use condition::Node;

pub(crate) use category::ALSO_USED;

/// What a lint does with one rule.
type Lint = fn(&Rule<'_>, &mut Diagnostics);

/// All of them. Lints of references to ATT&CK are told where those are read.
const LINTS: &[Lint] = &[
    truth::contradictions_and_certainties,
    truth::constant_conditions,
    list::covered_elements,
    operator::wildcards_in_equality,
    operator::patterns_without_wildcards,
    operator::regexes_without_need,
    operator::functions_without_need,
    operator::wildcards_for_existence,
    precedence::mixed_operators,
    presence::negations_alone,
    anchor::stages_without_anchor,
    sequence::without_maxspan,
    sequence::maxspan_beyond_window,
    sequence::repeated_stages,
    sequence::repeated_keys,
    category::unknown_categories,
    category::fields_of_other_categories,
    category::keys_of_other_categories,
    values::unknown_values,
    values::unexpected_event_types,
    values::numbers_out_of_range,
    constant::blocks_with_host_bits,
    constant::escapes_in_paths,
    constant::doubled_backslashes,
    constant::paths_in_names,
    constant::names_in_paths,
    constant::dots_in_extensions,
    constant::lengths_of_hashes,
    constant::texts_beyond_the_index,
    constant::examples,
];

/// What is known of the rule beside its query.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scope<'a> {
    /// Where Elasticsearch would look for events; empty if nothing is said.
    pub index: &'a [String],
    /// How far back a run of the rule looks, in milliseconds.
    pub from_ms: Option<u64>,
    /// How long a sequence without `maxspan` is kept, in milliseconds; `None` is for ever.
    pub expiry_ms: Option<u64>,
}

/// A rule without errors, and what the lints ask of it.
struct Rule<'a> {
    text: &'a QueryText,
    ast: &'a ast::Query,
    scope: Scope<'a>,
    schema: &'a Schema,
    stages: Vec<Stage<'a>>,
}

/// One condition that is met or not as a whole: of an event query, of a term, of `until`, and in one of these that of an ancestor
/// or of an element.
struct Stage<'a> {
    /// All of it, the category included.
    span: Span,
    /// The word before `where`; a search of elements has none.
    category_span: Option<Span>,
    /// Of the events.
    category: &'a ir::Category,
    condition: Node<'a>,
    role: Role<'a>,
}

/// What a filter is for.
#[derive(Clone, Copy)]
enum Role<'a> {
    /// The whole query.
    Event,
    /// A term that must happen; all of its keys.
    Term(&'a ir::Term),
    /// `![…]`
    Missing,
    /// `until […]`
    Until,
    /// `descendant of […]`
    Ancestor,
    /// `_arraysearch(…)`
    Element(Search<'a>),
}

/// Runs every lint over a query that has no errors.
pub fn check(
    text: &QueryText,
    ast: &ast::Query,
    ir: &ir::Query,
    scope: Scope<'_>,
    schema: &Schema,
    diagnostics: &mut Diagnostics,
) {
    let rule = Rule { text, ast, scope, schema, stages: stages(ast, ir, schema) };
    for lint in LINTS {
        lint(&rule, diagnostics);
    }
}

fn stages<'a>(ast: &'a ast::Query, ir: &'a ir::Query, schema: &Schema) -> Vec<Stage<'a>> {
    let stage = |index: usize, filter: &'a ast::EventFilter, query: &'a ir::EventQuery, role| {
        let place = Place { query: ast, term: index, search: None };
        let mut stages = Vec::new();
        let lineages = query.condition.lineages();
        Stage::of_filter(filter, &query.category, role, place, schema).with_inner(&lineages, place, schema, &mut stages);
        stages
    };
    let term = |(index, (term, resolved)): (usize, (&'a ast::Term, &'a ir::Term))| {
        let role = if term.missing { Role::Missing } else { Role::Term(resolved) };
        stage(index, &term.filter, &resolved.query, role)
    };
    match (&ast.body, &ir.body) {
        (ast::Body::Event(filter), ir::Body::Event(query)) => stage(0, filter, query, Role::Event),
        (ast::Body::Sequence(sequence), ir::Body::Sequence(resolved)) => {
            let until = sequence.until.as_ref().zip(resolved.until.as_ref());
            let until = until.map(|(until, resolved)| stage(sequence.terms.len(), &until.filter, &resolved.query, Role::Until));
            sequence.terms.iter().zip(&resolved.terms).enumerate().map(term).chain(until).flatten().collect()
        }
        (ast::Body::Sample(sample), ir::Body::Sample(resolved)) => {
            sample.terms.iter().zip(&resolved.terms).enumerate().flat_map(term).collect()
        }
        _ => Vec::new(),
    }
}

impl<'a> Stage<'a> {
    fn of_filter(
        filter: &'a ast::EventFilter,
        category: &'a ir::Category,
        role: Role<'a>,
        place: Place<'a>,
        schema: &Schema,
    ) -> Self {
        let condition = Node::new(&filter.condition, place, schema);
        Self { span: filter.span, category_span: Some(filter.category.span), category, condition, role }
    }

    /// It, and the conditions of ancestors and elements in it.
    fn with_inner(self, lineages: &[&'a ir::Lineage], place: Place<'a>, schema: &Schema, stages: &mut Vec<Self>) {
        let mut inner = Vec::new();
        self.condition.leaves(&mut |leaf, _| match &leaf.kind {
            ast::ExprKind::Descendant(filter) => {
                let lineage = lineages.iter().find(|lineage| lineage.span == leaf.span);
                let place = Place { search: None, ..place };
                inner.extend(
                    lineage.map(|lineage| {
                        (Self::of_filter(filter, &lineage.ancestor.category, Role::Ancestor, place, schema), place)
                    }),
                );
            }
            ast::ExprKind::ArraySearch { array, variable, condition } => {
                let search = Search { array, variable };
                let place = Place { search: Some(search), ..place };
                let (category, role) = (self.category, Role::Element(search));
                let condition = Node::new(condition, place, schema);
                inner.push((Self { span: leaf.span, category_span: None, category, condition, role }, place));
            }
            _ => {}
        });
        stages.push(self);
        for (stage, place) in inner {
            stage.with_inner(lineages, place, schema, stages);
        }
    }

    /// The search whose condition it is.
    fn search(&self) -> Option<Search<'a>> {
        match self.role {
            Role::Element(search) => Some(search),
            Role::Event | Role::Term(_) | Role::Missing | Role::Until | Role::Ancestor => None,
        }
    }
}
