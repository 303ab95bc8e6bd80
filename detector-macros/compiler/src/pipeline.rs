//! The way of rules through the compiler: sources → diagnostics, or compiled rules that [`crate::emit`] turns into Rust.

use crate::attack::Attack;
use crate::diagnostics::{Diagnostic, Diagnostics, allow};
use crate::eql::{self, ast};
use crate::errors::derive;
use crate::ir;
use crate::lint;
use crate::optimize;
use crate::resolve::{self, TestCase};
use crate::rule::{self, Located, RuleFile};
use crate::schema::Schema;
use crate::source::{Source, SourceId, Span};
use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// A rule without errors, ready to be emitted.
#[derive(Debug, Clone)]
pub struct CompiledRule {
    /// Its file.
    pub file: RuleFile,
    /// What its query means, optimised.
    pub query: ir::Query,
    /// Its test cases.
    pub tests: Vec<TestCase>,
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

/// What the compiler says of one rule file, apart from the others of its set.
#[derive(Debug)]
pub struct Checked {
    /// Its id, if it has a query to go on with.
    pub rule_id: Option<Located<String>>,
    /// The rule, if it has no errors.
    pub rule: Option<CompiledRule>,
    /// Every problem of the file, in the order of finding.
    pub diagnostics: Diagnostics,
}

/// Compiles rule files. Every problem of every file is reported; with errors there are no rules.
pub fn compile(sources: &[Source], schema: &Schema, options: Options) -> Compiled {
    let check = |(source, id)| check_file(source, SourceId(id), schema, Attack::builtin(), options);
    let checked = sources.iter().zip(0..).map(check).collect();
    let compiled = Compiled::of(checked);
    Compiled { diagnostics: allow::apply(sources, compiled.diagnostics), ..compiled }
}

/// Compiles rules whose files have been read already; `diagnostics` are those of the reading. Comments that allow warnings are
/// not heard.
pub fn compile_files(files: Vec<RuleFile>, schema: &Schema, options: Options, diagnostics: Diagnostics) -> Compiled {
    let mut checked = vec![Checked { rule_id: None, rule: None, diagnostics }];
    checked.extend(files.into_iter().map(|file| {
        let mut diagnostics = Diagnostics::new();
        Checked { rule_id: Some(file.rule_id.clone()), rule: rule(file, schema, options, &mut diagnostics), diagnostics }
    }));
    Compiled::of(checked)
}

/// Checks and compiles one rule file, the whole way: what is wrong with others does not matter here.
///
/// To check a set, hand the results to [`check_set`]; the files may be checked side by side.
pub fn check_file(source: &Source, id: SourceId, schema: &Schema, attack: &Attack, options: Options) -> Checked {
    let mut diagnostics = Diagnostics::new();
    let file = rule::parse_with(source, id, attack, &mut diagnostics);
    let (rule_id, query_span) = (file.as_ref().map(|file| file.rule_id.clone()), file.as_ref().map(|file| file.query_span));
    let errors_before = diagnostics.error_count();
    let rule = file.and_then(|file| rule(file, schema, options, &mut diagnostics));
    if let Some(span) = query_span {
        diagnostics.edit(|diagnostic| drop_unfit_replacements(diagnostic, source, span));
    }
    Checked { rule_id, rule: rule.filter(|_| errors_before == 0), diagnostics }
}

/// Every problem of files that were checked one by one, and of them as a set, by source and place; without those that comments
/// in `sources` allow.
pub fn check_set(sources: &[Source], checked: &[Checked]) -> Vec<Diagnostic> {
    let mut diagnostics = Diagnostics::new();
    checked.iter().flat_map(|file| file.diagnostics.iter()).for_each(|diagnostic| diagnostics.push(diagnostic.clone()));
    check_unique_ids(checked.iter().filter_map(|file| file.rule_id.as_ref()), &mut diagnostics);
    allow::apply(sources, diagnostics.sorted())
}

impl Compiled {
    fn of(checked: Vec<Checked>) -> Self {
        let mut diagnostics = Diagnostics::new();
        check_unique_ids(checked.iter().filter_map(|file| file.rule_id.as_ref()), &mut diagnostics);
        let mut rules = Vec::new();
        for file in checked {
            rules.extend(file.rule);
            diagnostics.append(file.diagnostics);
        }
        if diagnostics.has_errors() {
            rules.clear();
        }
        Self { rules, diagnostics: diagnostics.sorted() }
    }
}

/// Compiles the query of one rule. `None` if it has errors, which end its way here and no other rule's.
fn rule(file: RuleFile, schema: &Schema, options: Options, diagnostics: &mut Diagnostics) -> Option<CompiledRule> {
    let errors_before = diagnostics.error_count();
    let schema = schema_of(&file, schema);
    let ast = eql::parse(&file.query, file.dialect, diagnostics);
    let query = resolve::query(&ast, &schema, diagnostics);
    let tests = resolve::test_cases(&file.tests, &schema, query.as_ref(), diagnostics);
    let query = query?;
    if diagnostics.error_count() > errors_before {
        return None;
    }
    let window_ms = match options.expiry {
        Expiry::From => Some(file.from_ms),
        Expiry::Never => None,
    };
    let scope = lint::Scope { index: &file.index, from_ms: Some(file.from_ms), expiry_ms: window_ms };
    lint::check(&file.query, &ast, &query, scope, &schema, diagnostics);
    let span_ms = match &query.body {
        ir::Body::Sequence(sequence) => sequence.maxspan_ms.or(window_ms),
        ir::Body::Event(_) | ir::Body::Sample(_) => window_ms,
    };
    Some(CompiledRule {
        tests,
        terms: term_texts(&ast),
        timestamp_field: schema.timestamp_field.to_string(),
        file,
        query: optimize::query(query),
        span_ms,
        samples_max: options.samples_max,
    })
}

/// The schema with the special fields that the rule itself names: what its query is resolved with.
pub fn schema_of<'s>(file: &RuleFile, schema: &'s Schema) -> Cow<'s, Schema> {
    let mut schema = Cow::Borrowed(schema);
    if let Some(field) = &file.event_category_override {
        schema.to_mut().category_field = field.value.as_str().into();
    }
    if let Some(field) = &file.timestamp_field {
        schema.to_mut().timestamp_field = field.value.as_str().into();
    }
    if let Some(field) = &file.tiebreaker_field {
        schema.to_mut().tiebreaker_field = Some(field.value.as_str().into());
    }
    schema
}

/// Takes out replacements that the YAML scalar around the query could not hold as they are. The words stay.
fn drop_unfit_replacements(diagnostic: &mut Diagnostic, source: &Source, query: Span) {
    let style = source.text.get(query.range()).and_then(|text| text.chars().next());
    for help in &mut diagnostic.help {
        let unfit = help.replacement.as_ref().is_some_and(|(span, text)| {
            let inside = span.source == query.source && query.start <= span.start && span.end <= query.end;
            let breaks = match style {
                Some('|' | '>') => text.contains('\n'),
                Some('"') => text.contains(['\n', '"', '\\']),
                Some('\'') => text.contains(['\n', '\'']),
                // A plain scalar ends at `: ` and ` #`, and cannot begin with most signs.
                _ => text.contains(['\n', ':', '#']) || (span.start == query.start && !text.starts_with(char::is_alphanumeric)),
            };
            inside && breaks
        });
        if unfit {
            help.replacement = None;
        }
    }
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
fn check_unique_ids<'a>(ids: impl Iterator<Item = &'a Located<String>>, diagnostics: &mut Diagnostics) {
    let mut first = HashMap::new();
    // A missing id has been told.
    for id in ids.filter(|id| !id.value.is_empty()) {
        match first.entry(&id.value) {
            Entry::Occupied(first) => diagnostics.push(derive::duplicate_rule_id(id.span, &id.value, *first.get())),
            Entry::Vacant(place) => {
                place.insert(id.span);
            }
        }
    }
}
