//! Why a rule alerts on events, or does not: what `detectors test` and `detectors why` share.
//!
//! ```text
//! rule file    → Rule: compiled, and its query condition by condition      here
//! event log    → documents of the evaluator                                [`documents`]
//! Rule, events → Parts: answers of filters, sentences                      [`story`]
//! Step         → a sentence                                                [`sentences`]
//! Parts        → text for people                                           [`tree`]
//!              → JSON                                                      [`json`]
//! ```

pub(crate) mod documents;
pub(crate) mod json;
mod sentences;
pub(crate) mod story;
pub(crate) mod tree;

use std::path::PathBuf;

use detector_compiler::diagnostics::{Diagnostic, Diagnostics, render};
use detector_compiler::eql;
use detector_compiler::evaluate::Document;
use detector_compiler::evaluate::explain::{Explainer, Filter, FilterAnswer, Role, Scene};
use detector_compiler::ir::{Body, Category, EventQuery, Lineage, Term};
use detector_compiler::schema::Schema;
use detector_compiler::source::{Source, Span};
use detector_compiler::{CompiledRule, compile, schema_of};

use crate::check::checker;
use crate::check::config::Config;
use crate::rule_files;
use documents::Wanted;
use story::EventName;

/// A rule that can be run and explained.
pub(crate) struct Rule {
    pub(crate) source: Source,
    pub(crate) compiled: CompiledRule,
    pub(crate) explainer: Explainer,
    /// The schema, with the special fields that the rule itself names.
    pub(crate) schema: Schema,
}

/// Something to be said of a rule and events.
pub(crate) enum Part<'a> {
    /// A line of its own, complete.
    Sentence(String),
    /// What a filter says of an event.
    Answer {
        /// `stage 1`; nothing for an event query.
        role: String,
        event: EventName,
        /// The events of the stages before, if the filter reads fields of them.
        behind: Vec<EventName>,
        filter: &'a Filter,
        answer: Box<FilterAnswer<'a, 'a>>,
        /// What each event is called: it may be one of an ancestor that is told of.
        names: &'a [EventName],
    },
}

/// The schema of the configuration and of the arguments `--schema`.
///
/// # Errors
/// A complete message, if one of them cannot be read or is wrong.
pub(crate) fn schema(paths: &[PathBuf]) -> Result<Schema, String> {
    let config = Config::find(None)?;
    // The later file wins, so those of the command line come last.
    let paths = config.schema.iter().chain(paths);
    let sources: Vec<Source> = paths.map(|path| rule_files::read_one(path)).collect::<Result<_, _>>()?;
    let mut diagnostics = Diagnostics::new();
    checker::schema(&sources, 0, &mut diagnostics).ok_or_else(|| shown(&diagnostics.sorted(), &sources))
}

/// Diagnostics as the compiler shows them.
pub(crate) fn shown(diagnostics: &[Diagnostic], sources: &[Source]) -> String {
    render::render_all(diagnostics, sources, render::Style::Coloured)
}

impl Rule {
    /// Compiles a rule file, and what the compiler has to say of it. No rule if it has errors.
    pub(crate) fn load(source: Source, schema: &Schema) -> (Option<Self>, Vec<Diagnostic>) {
        let sources = std::slice::from_ref(&source);
        let compiled = compile(sources, schema, detector_compiler::Options::default());
        let Some(rule) = compiled.rules.into_iter().next() else { return (None, compiled.diagnostics) };
        let schema = schema_of(&rule.file, schema).into_owned();
        let ast = eql::parse(&rule.file.query, rule.file.dialect, &mut Diagnostics::new());
        let explainer = Explainer::new(&ast, &schema);
        (explainer.map(|explainer| Self { source, compiled: rule, explainer, schema }), compiled.diagnostics)
    }

    /// Events as its query judges them.
    pub(crate) fn scene<'a>(&'a self, events: &'a [Document]) -> Scene<'a> {
        self.explainer.scene(events, &self.compiled.evaluation())
    }

    /// Adds what it reads.
    pub(crate) fn add_wanted(&self, wanted: &mut Wanted) {
        wanted.fields.insert(self.schema.timestamp_field.to_string());
        wanted.fields.extend(self.schema.tiebreaker_field.as_ref().map(ToString::to_string));
        for filter in &self.explainer.filters {
            add_wanted_by(&filter.query, wanted);
        }
        let keys = self.terms().iter().flat_map(|term| &term.keys).filter_map(|key| key.field.as_ref());
        wanted.fields.extend(keys.map(|field| field.name.to_string()));
        if let Body::Sequence(sequence) = &self.explainer.query.body {
            let keys = sequence.until.iter().flat_map(|term| &term.keys).filter_map(|key| key.field.as_ref());
            wanted.fields.extend(keys.map(|field| field.name.to_string()));
        }
    }

    /// Its terms, without `until`; none of an event query.
    pub(crate) fn terms(&self) -> &[Term] {
        match &self.explainer.query.body {
            Body::Event(_) => &[],
            Body::Sequence(sequence) => &sequence.terms,
            Body::Sample(sample) => &sample.terms,
        }
    }

    /// For each stage the filter that its event meets.
    pub(crate) fn stages(&self) -> Vec<&Filter> {
        let term = |index: usize| {
            self.explainer.filters.iter().find(|filter| filter.role == Role::Term(index) || filter.role == Role::Missing(index))
        };
        match &self.explainer.query.body {
            Body::Event(_) => self.explainer.filters.iter().collect(),
            Body::Sequence(sequence) => sequence.stages().into_iter().filter_map(term).collect(),
            Body::Sample(sample) => (0..sample.terms.len()).filter_map(term).collect(),
        }
    }

    /// What a filter is for, in words: `stage 1`, `stages 2 to 4`.
    pub(crate) fn role(&self, filter: &Filter) -> String {
        match filter.role {
            Role::Event => String::new(),
            Role::Until => "until".to_owned(),
            Role::Missing(_) => format!("missing event ![{} where …]", filter.category),
            Role::Term(index) => {
                let before = self.terms().iter().take(index).filter(|term| !term.missing).map(|term| term.runs).sum::<u32>();
                match self.terms().get(index).map_or(1, |term| term.runs) {
                    1 => format!("stage {}", before + 1),
                    runs => format!("stages {} to {}", before + 1, before + runs),
                }
            }
        }
    }

    /// Both from 1, the column in characters.
    pub(crate) fn line_and_column(&self, span: Span) -> (usize, usize) {
        render::line_column(&self.source.text, span.start as usize)
    }
}

/// Adds what a query reads, and what its ancestors' queries do.
fn add_wanted_by(query: &EventQuery, wanted: &mut Wanted) {
    query.condition.fields(&mut |field| {
        wanted.fields.insert(field.name.to_string());
    });
    wanted.arrays.extend(query.condition.arrays().into_iter().map(str::to_owned));
    if let Category::Named { field, .. } = &query.category {
        wanted.fields.insert(field.name.to_string());
    }
    for lineage in query.condition.lineages() {
        wanted.fields.extend([Lineage::ENTITY_ID, Lineage::PARENT_ENTITY_ID].map(str::to_owned));
        add_wanted_by(&lineage.ancestor, wanted);
    }
}
