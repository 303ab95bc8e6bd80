//! Rule files or compiled-in rules → what coverage needs to know of each.

use detector_compiler::attack::Attack;
use detector_compiler::diagnostics::{Diagnostic, Diagnostics, Severity as Level};
use detector_compiler::eql::{self, Dialect};
use detector_compiler::rule::Severity;
use detector_compiler::schema::Schema;
use detector_compiler::source::{QueryText, Source, SourceId};
use detector_compiler::{CompiledRule, optimize, resolve};
use indicatif::ProgressBar;

use super::platform::Platforms;
use crate::check::checker::{Checker, Set};
use crate::rules::Known;

/// A rule, as far as coverage goes.
#[derive(Debug)]
pub(crate) struct Rule {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) severity: Severity,
    pub(crate) risk_score: u8,
    /// None for a rule that is compiled in.
    pub(crate) file: Option<String>,
    pub(crate) platforms: Platforms,
    /// What its `threat` names, in either version of ATT&CK.
    pub(crate) mapping: Vec<Mapping>,
}

/// A tactic, and what is named under it: ids as they are written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mapping {
    pub(crate) tactic: String,
    /// Sub-techniques, and techniques without one.
    pub(crate) techniques: Vec<String>,
}

/// Rules of files.
pub(crate) struct Read {
    pub(crate) rules: Vec<Rule>,
    /// Errors of the rules that are left out.
    pub(crate) errors: Vec<Diagnostic>,
    /// How many rules are left out.
    pub(crate) left_out: usize,
}

/// Checks rule files; those without errors become rules. A second file with the id of another is an error, as in any rule set.
pub(crate) fn of_files(sources: Vec<Source>, schema: Schema) -> (Read, Vec<Source>) {
    let which: Vec<usize> = (0..sources.len()).collect();
    let checker = Checker { schema, attack: None };
    let checked = checker.check(&sources, &which, &ProgressBar::hidden()).into_iter().map(|(_, checked)| checked).collect();
    let set = Set { sources, checked, schema_diagnostics: Vec::new() };
    let errors: Vec<Diagnostic> =
        set.diagnostics().into_iter().filter(|diagnostic| diagnostic.severity == Level::Error).collect();
    let Set { sources, checked, .. } = set;
    let mut rules = Vec::new();
    let mut left_out = 0;
    for ((checked, source), at) in checked.into_iter().zip(&sources).zip(0..) {
        let has_errors = errors.iter().any(|error| error.primary.span.source == SourceId(at));
        match checked.rule.filter(|_| !has_errors) {
            Some(rule) => rules.push(of_file(&rule, &source.path)),
            None => left_out += 1,
        }
    }
    (Read { rules, errors, left_out }, sources)
}

fn of_file(rule: &CompiledRule, path: &str) -> Rule {
    let file = &rule.file;
    let mapping = file.threat.iter().map(|threat| Mapping {
        tactic: threat.tactic.id.clone(),
        techniques: flat(threat.techniques.iter().map(|technique| {
            (technique.technique.id.as_str(), technique.subtechniques.iter().map(|reference| reference.id.as_str()).collect())
        })),
    });
    Rule {
        id: file.rule_id.value.clone(),
        name: file.name.value.clone(),
        severity: file.severity,
        risk_score: file.risk_score.get(),
        file: Some(path.to_owned()),
        platforms: Platforms::of(Some(&rule.query), file.tags.iter().map(String::as_str), Some(path)),
        mapping: mapping.collect(),
    }
}

/// Of rules that are compiled in.
pub(crate) fn of_shipped(rules: &[Known]) -> Vec<Rule> {
    rules.iter().map(|known| shipped(*known)).collect()
}

fn shipped(Known { rule, guide }: Known) -> Rule {
    let mapping =
        rule.threat.iter().map(|threat| Mapping {
            tactic: threat.tactic.id.to_owned(),
            techniques: flat(threat.techniques.iter().map(|technique| {
                (technique.technique.id, technique.subtechniques.iter().map(|reference| reference.id).collect())
            })),
        });
    let query = [Dialect::Elasticsearch, Dialect::Endpoint].into_iter().find_map(|dialect| {
        let mut diagnostics = Diagnostics::new();
        let ast = eql::parse(&QueryText::whole_source(SourceId(0), guide.query), dialect, &mut diagnostics);
        let query = resolve::query(&ast, &Schema::default(), &mut diagnostics);
        query.filter(|_| !diagnostics.has_errors()).map(optimize::query)
    });
    let severity = Severity::ALL.into_iter().find(|severity| severity.name() == rule.severity.as_str());
    Rule {
        id: rule.id.to_owned(),
        name: rule.name.to_owned(),
        severity: severity.unwrap_or(Severity::Low),
        risk_score: rule.risk_score,
        file: None,
        platforms: Platforms::of(query.as_ref(), rule.tags.iter().copied(), None),
        mapping: mapping.collect(),
    }
}

/// Sub-techniques, and techniques without one: what is named for the sake of its sub-technique says nothing more.
fn flat<'a>(techniques: impl Iterator<Item = (&'a str, Vec<&'a str>)>) -> Vec<String> {
    let named = techniques.flat_map(|(technique, subs)| if subs.is_empty() { vec![technique] } else { subs });
    named.map(str::to_owned).collect()
}

/// Whether a rule names anything of a table.
pub(crate) fn is_mapped(rule: &Rule, attack: &Attack) -> bool {
    rule.mapping.iter().any(|mapping| attack.get(&mapping.tactic).is_some())
}
