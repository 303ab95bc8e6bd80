//! Rule files → an engine that runs them over events with the evaluator, without a Rust compiler.
//!
//! ```text
//! rule files  → compiled rules                                    here
//! rule        → the metadata that alerts name                     metadata
//! rules       → the fields that they read                         fields
//! event       → the queries that it may meet, by the index        [`candidates`]
//! event       → a document of the evaluator, if there are any     document
//! document    → hits of each rule, as they are decided            the compiler's `evaluate::stream`
//! ```
//! What the compiled rules of the same files would alert on, this does too, in the same order.

pub(crate) mod candidates;
mod document;
mod fields;
mod metadata;

use std::collections::HashSet;
use std::io::Write;
use std::path::PathBuf;

use detector_compiler::CompiledRule;
use detector_compiler::diagnostics::Severity;
use detector_compiler::evaluate::stream::{Found, Stream};
use detector_compiler::evaluate::{self, Outcome, Value};
use detector_compiler::index::{self, Frequencies, Index};
use detector_compiler::ir::EventQuery;
use detectors::{Alert, Counters, EventRef, Handle, JoinKey, Rule, Scalar, SlotField, SlotTable, Timestamp};

use crate::check::checker::{Checker, Set};
use crate::explained;
use crate::progress;
use crate::rule_files;
use crate::run::engine::{Engine, Probe, Sink, Visit};
use candidates::Candidates;

/// After how many events it is asked again which is the oldest that a hit may name.
const LOOK_EACH: u64 = 64;

/// Rule files that can be run.
pub(crate) struct Loaded {
    pub(crate) rules: Vec<CompiledRule>,
    /// Something of the files was refused: it could not be read, or has errors.
    pub(crate) is_refused: bool,
}

/// Reads and compiles the rule files that arguments name; problems go to `err`, and the other rules are still there. Rules that are not
/// `enabled` are left out, as compiled ones are off.
///
/// # Errors
/// A complete message, if the fields of `--schema` or of the configuration cannot be used.
fn load(paths: &[PathBuf], schema: &[PathBuf], err: &mut dyn Write) -> Result<Loaded, String> {
    let schema = explained::schema(schema)?;
    let files = rule_files::read(paths);
    for message in &files.refused {
        let _ = writeln!(err, "{message}");
    }
    let checker = Checker { schema, attack: None };
    let which: Vec<usize> = (0..files.sources.len()).collect();
    let bar = progress::counter(which.len(), "rules");
    let checked = checker.check(&files.sources, &which, &bar).into_iter().map(|(_, checked)| checked).collect();
    bar.finish_and_clear();
    let set = Set { sources: files.sources, checked, schema_diagnostics: Vec::new() };
    let mut errors = set.diagnostics();
    errors.retain(|diagnostic| diagnostic.severity == Severity::Error);
    if !errors.is_empty() {
        let _ = writeln!(err, "{}", explained::shown(&errors, &set.sources));
    }
    let mut ids = HashSet::new();
    let rules = set.checked.into_iter().filter_map(|checked| checked.rule);
    // Of two rules with one id the second is an error.
    let rules = rules.filter(|rule| ids.insert(rule.file.rule_id.value.clone()) && rule.file.enabled);
    Ok(Loaded { rules: rules.collect(), is_refused: !files.refused.is_empty() || !errors.is_empty() })
}

/// As [`load`]: `None` if there is nothing to run, and `err` has been told why.
pub(crate) fn load_any(paths: &[PathBuf], schema: &[PathBuf], err: &mut dyn Write) -> Option<Loaded> {
    let told = match load(paths, schema, err) {
        Ok(loaded) if !loaded.rules.is_empty() => return Some(loaded),
        Ok(Loaded { is_refused: true, .. }) => return None,
        Ok(_) => "error: none of the rules is `enabled`".to_owned(),
        Err(message) => message,
    };
    let _ = writeln!(err, "{told}");
    None
}

/// Rules and what they have seen.
pub(crate) struct EvaluatedRules {
    metadata: &'static [&'static Rule],
    fields: &'static [SlotField],
    running: Vec<Running>,
    candidates: Candidates,
    /// For each event the queries that it may meet: rule, and number of the query in the rule.
    met: Vec<(usize, usize)>,
    observed: u64,
    oldest: Option<Handle>,
}

/// A rule that runs.
struct Running {
    stream: Stream,
    /// Its event queries.
    queries: Vec<EventQuery>,
    /// Names of the join keys.
    keys: Vec<&'static str>,
    matched: u64,
    sees_all: bool,
}

impl EvaluatedRules {
    /// With nothing seen yet. What is said of the rules in alerts is never freed: rules live as long as the program.
    pub(crate) fn new(rules: &[CompiledRule]) -> Self {
        let fields: &'static [SlotField] = fields::of(rules).leak();
        let metadata: Vec<&'static Rule> = rules.iter().map(metadata::of).collect();
        let running = rules.iter().map(|rule| {
            let stream = Stream::new(&rule.query, &rule.evaluation());
            let sees_all = stream.sees_all();
            let queries = index::queries(rule).into_iter().cloned().collect();
            Running { stream, queries, keys: metadata::join_keys(rule), matched: 0, sees_all }
        });
        Self {
            running: running.collect(),
            candidates: Candidates::new(rules, &Index::of(rules, &Frequencies::builtin()), fields),
            metadata: metadata.leak(),
            fields,
            met: Vec::new(),
            observed: 0,
            oldest: None,
        }
    }

    fn look_for_oldest(&mut self) {
        self.oldest = self.running.iter().filter_map(|running| running.stream.oldest()).min().map(Handle);
    }
}

impl Engine for EvaluatedRules {
    fn rules(&self) -> &'static [&'static Rule] {
        self.metadata
    }

    fn fields(&self) -> &'static [SlotField] {
        self.fields
    }

    fn observe(&mut self, event: SlotTable<'_>, sink: Sink<'_>) {
        self.observed += 1;
        self.candidates.of(&event, &mut self.met);
        let mut document = None;
        let mut met = &*self.met;
        for (number, (running, rule)) in self.running.iter_mut().zip(self.metadata).enumerate() {
            let (own, others) = met.split_at(met.iter().take_while(|(of, _)| *of == number).count());
            met = others;
            if own.is_empty() && !running.sees_all {
                continue;
            }
            let document = document.get_or_insert_with(|| document::of(&event, self.fields));
            let Running { stream, keys, matched, .. } = running;
            let may_meet = |query: usize| own.iter().any(|(_, of)| *of == query);
            stream.observe(document, event.handle.0, may_meet, &mut |found| report(rule, keys, matched, &found, sink));
        }
        // Until it is looked for again what is kept is too much, not too little.
        if document.is_some() {
            self.oldest = self.oldest.or(Some(event.handle));
        }
        if self.observed.is_multiple_of(LOOK_EACH) {
            self.look_for_oldest();
        }
    }

    fn advance(&mut self, now: Timestamp, _: Sink<'_>) {
        self.running.iter_mut().for_each(|running| running.stream.advance(now.0));
        self.look_for_oldest();
    }

    fn finish(&mut self, sink: Sink<'_>) {
        for (Running { stream, keys, matched, .. }, rule) in self.running.iter_mut().zip(self.metadata) {
            stream.finish(&mut |found| report(rule, keys, matched, &found, sink));
        }
    }

    fn oldest_live_handle(&self) -> Option<Handle> {
        self.oldest
    }

    fn counters_of(&self, rule: usize) -> Counters {
        let mut counters = Counters::new();
        counters.observed = self.observed;
        if let Some(running) = self.running.get(rule) {
            let losses = running.stream.losses();
            counters.matched = running.matched;
            (counters.late, counters.untimed) = (losses.late, losses.untimed);
            (counters.evicted, counters.errors) = (losses.evicted, losses.errors);
        }
        counters
    }
}

impl Probe for EvaluatedRules {
    fn ask(&mut self, event: &SlotTable<'_>, visit: Visit<'_>) {
        self.candidates.of(event, &mut self.met);
        if self.met.is_empty() {
            return;
        }
        let document = document::of(event, self.fields);
        for (rule, number) in &self.met {
            if let Some(query) = self.running.get(*rule).and_then(|running| running.queries.get(*number)) {
                visit(*rule, *number, false, &mut || evaluate::holds(query, &document) == Outcome::True);
            }
        }
    }
}

/// A hit as an alert.
fn report(rule: &'static Rule, keys: &[&'static str], matched: &mut u64, found: &Found, sink: Sink<'_>) {
    *matched += 1;
    let event = |(name, ms): &(u64, Option<i64>)| EventRef { handle: Handle(*name), timestamp: ms.map(Timestamp) };
    let events: Vec<EventRef> = found.events.iter().map(event).collect();
    let keys = keys.iter().zip(&found.join_keys);
    let join_keys: Vec<JoinKey<'_>> = keys.map(|(field, value)| JoinKey { field, value: value.as_ref().map(scalar) }).collect();
    sink(&Alert { rule, events: &events, join_keys: &join_keys });
}

fn scalar(value: &Value) -> Scalar<'_> {
    match value {
        Value::Text(text) => Scalar::Str(text),
        Value::Int(number) => match (i64::try_from(*number), u64::try_from(*number)) {
            (Ok(number), _) => Scalar::Int(number),
            (_, Ok(number)) => Scalar::Unsigned(number),
            _ => Scalar::Float(*number as f64),
        },
        Value::Float(number) => Scalar::Float(*number),
        Value::Bool(value) => Scalar::Bool(*value),
        Value::Ip(address) => Scalar::Ip(*address),
        Value::Date(ms) => Scalar::Time(Timestamp(*ms)),
    }
}
