//! The way of rules through the compiler: sources → diagnostics, or compiled rules that [`crate::emit`] turns into Rust.

use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::eql::{self, ast};
use crate::errors::derive;
use crate::ir;
use crate::rule::{self, RuleFile};
use crate::schema::Schema;
use crate::source::{Source, SourceId};
use crate::{optimize, resolve};
use std::collections::HashMap;

/// A rule without errors, ready to be emitted.
#[derive(Debug, Clone)]
pub struct CompiledRule {
    /// Its file.
    pub file: RuleFile,
    /// What its query means, optimised.
    pub query: ir::Query,
    /// Its terms (and `until`) as EQL; for an event query the query.
    pub terms: Vec<String>,
    /// Where events have their time.
    pub timestamp_field: String,
    /// How long after its first event a sequence may complete; `None` is for ever.
    pub span_ms: Option<u64>,
    /// How many samples a join key gives at most.
    pub samples_max: u32,
}

impl CompiledRule {
    /// How many events make a match.
    pub fn stage_count(&self) -> usize {
        match &self.query.body {
            ir::Body::Event(_) => 1,
            ir::Body::Sequence(sequence) => sequence.stages().len(),
            ir::Body::Sample(sample) => sample.terms.len(),
        }
    }
}

/// What becomes of a sequence without `maxspan` that does not complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Expiry {
    /// It ends with the rule's window, `from`, as a search over that window would end it.
    #[default]
    From,
    /// It stays until a newer one displaces it or the table is full.
    Never,
}

/// What a rule file does not say of how its query runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Of sequences without `maxspan`.
    pub expiry: Expiry,
    /// How many samples a join key gives at most: Elasticsearch's `max_samples_per_key`.
    pub samples_max: u32,
}

impl Default for Options {
    /// As Elasticsearch does it.
    fn default() -> Self {
        Self { expiry: Expiry::From, samples_max: 1 }
    }
}

/// What compiling gave.
#[derive(Debug, Default)]
pub struct Compiled {
    /// The rules, in the order of the sources; none of them if any has an error.
    pub rules: Vec<CompiledRule>,
    /// Every problem of every rule, by source and place.
    pub diagnostics: Vec<Diagnostic>,
}

/// Compiles rule files. Every problem of every file is reported; with errors there are no rules.
pub fn compile(sources: &[Source], schema: &Schema, options: Options) -> Compiled {
    let mut diagnostics = Diagnostics::new();
    let files: Vec<RuleFile> = sources
        .iter()
        .enumerate()
        .filter_map(|(index, source)| rule::parse(source, SourceId(u32::try_from(index).unwrap_or(u32::MAX)), &mut diagnostics))
        .collect();
    compile_files(files, schema, options, diagnostics)
}

/// Compiles rules whose files have been read already; `diagnostics` are those of the reading.
pub fn compile_files(files: Vec<RuleFile>, schema: &Schema, options: Options, mut diagnostics: Diagnostics) -> Compiled {
    check_unique_ids(&files, &mut diagnostics);
    let rules: Vec<CompiledRule> = files.into_iter().filter_map(|file| check(file, schema, options, &mut diagnostics)).collect();
    if diagnostics.has_errors() {
        return Compiled { rules: Vec::new(), diagnostics: diagnostics.sorted() };
    }
    let rules = rules.into_iter().map(|rule| CompiledRule { query: optimize::query(rule.query), ..rule }).collect();
    Compiled { rules, diagnostics: diagnostics.sorted() }
}

/// Parses and resolves the query of one rule. `None` if it has errors.
fn check(file: RuleFile, schema: &Schema, options: Options, diagnostics: &mut Diagnostics) -> Option<CompiledRule> {
    let schema = schema_of(&file, schema);
    let ast = eql::parse(&file.query, file.dialect, diagnostics);
    resolve::check_compilable(&ast, diagnostics);
    let query = resolve::query(&ast, &schema, diagnostics)?;
    let window_ms = match options.expiry {
        Expiry::From => Some(file.from_ms),
        Expiry::Never => None,
    };
    let span_ms = match &query.body {
        ir::Body::Sequence(sequence) => sequence.maxspan_ms.or(window_ms),
        ir::Body::Event(_) | ir::Body::Sample(_) => window_ms,
    };
    let samples_max = options.samples_max;
    Some(CompiledRule {
        terms: term_texts(&ast),
        timestamp_field: schema.timestamp_field.to_string(),
        file,
        query,
        span_ms,
        samples_max,
    })
}

/// The schema with the special fields that the rule itself names: what its query is resolved with.
pub fn schema_of(file: &RuleFile, schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    if let Some(field) = &file.event_category_override {
        schema.category_field = field.value.as_str().into();
    }
    if let Some(field) = &file.timestamp_field {
        schema.timestamp_field = field.value.as_str().into();
    }
    if let Some(field) = &file.tiebreaker_field {
        schema.tiebreaker_field = Some(field.value.as_str().into());
    }
    schema
}

fn term_texts(query: &ast::Query) -> Vec<String> {
    match &query.body {
        ast::Body::Event(filter) => vec![filter.to_string()],
        ast::Body::Sequence(sequence) => sequence.terms.iter().chain(&sequence.until).map(ToString::to_string).collect(),
        ast::Body::Sample(sample) => sample.terms.iter().map(ToString::to_string).collect(),
        ast::Body::Error(_) => Vec::new(),
    }
}

/// Two rules of a set with one id could not be told apart in alerts.
fn check_unique_ids(files: &[RuleFile], diagnostics: &mut Diagnostics) {
    let mut first = HashMap::new();
    for file in files {
        match first.get(&file.rule_id.value) {
            Some(span) => diagnostics.push(derive::duplicate_rule_id(file.rule_id.span, &file.rule_id.value, *span)),
            None => {
                first.insert(file.rule_id.value.clone(), file.rule_id.span);
            }
        }
    }
}
