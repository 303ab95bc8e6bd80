//! A rule, and the file that is there already → the text of the file.
//!
//! The file keeps what no source owns: its `tests`, as they stand; its `dialect`; and the keys of which the source says nothing. The
//! text is read back: what it says is the rule, or it is not given out.

use std::ops::Range;

use detector_compiler::diagnostics::{Diagnostic, Diagnostics, Severity};
use detector_compiler::rule;
use detector_compiler::source::{Source, SourceId};

use crate::layout::sort;
use crate::value::{Entry, Value, find};
use crate::{Refusal, Rule, yaml};

/// The text of a rule file.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// The whole file.
    pub text: String,
    /// What it is to the file that is there already.
    pub state: State,
    /// What the compiler has to say of all but the query, in the order of places.
    pub diagnostics: Vec<Diagnostic>,
}

/// What a new text is to the one that is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// There is none.
    New,
    /// It is the same.
    Same,
    /// It differs in these keys; in none if just comments and layout differ.
    Changed(Vec<String>),
}

impl Rule {
    /// The text of the file of this rule; `existing` is the text of the file that is there.
    ///
    /// # Errors
    /// If the file that is there is no rule file or has another rule, or if the text, read back, is not this rule.
    pub fn render(&self, existing: Option<&str>) -> Result<Rendered, Refusal> {
        let existing = existing.map(unix_lines);
        let kept = existing.as_deref().map(|text| Kept::of(self, text)).transpose()?.unwrap_or_default();
        let mut keys = self.keys.clone();
        for entry in kept.keys {
            match keys.iter_mut().find(|own| own.key == entry.key) {
                Some(own) => own.value = entry.value,
                None => keys.push(entry),
            }
        }
        sort(&mut keys);
        let mut text: String = self.head.iter().map(|comment| format!("{comment}\n")).collect();
        text += &yaml::write(&keys);
        if let Some(tests) = &kept.tests {
            // After a text that ends with empty lines another one would be a part of it.
            let skipped = if text.ends_with("\n\n") { tests.text.len() - tests.text.trim_start_matches('\n').len() } else { 0 };
            text += &tests.text[skipped..];
        }
        let diagnostics = check(&text, &keys, kept.tests.as_ref())?;
        let state = match &existing {
            None => State::New,
            Some(existing) if *existing == text => State::Same,
            Some(existing) => State::Changed(changed_keys(existing, &text)),
        };
        Ok(Rendered { text, state, diagnostics })
    }
}

/// What of the file that is there stays.
#[derive(Default)]
struct Kept {
    keys: Vec<Entry>,
    tests: Option<Tests>,
}

/// The `tests` of a file: the lines, with the comments and empty lines above them, and what they mean.
struct Tests {
    text: String,
    value: serde_yaml::Value,
}

impl Kept {
    fn of(rule: &Rule, text: &str) -> Result<Self, Refusal> {
        let mut diagnostics = Diagnostics::new();
        let source = Source::new("", text);
        let values = serde_yaml::from_str::<serde_yaml::Value>(text).ok();
        let file = rule::parse(&source, SourceId(0), &mut diagnostics).filter(|file| !file.rule_id.value.is_empty());
        let (Some(file), Some(values)) = (file, values) else {
            return Err(refused("the file that is there is no rule file that can be read", "remove it or repair it"));
        };
        if file.rule_id.value != rule.rule_id {
            let message = format!("the file that is there has another rule, `{}`", file.rule_id.value);
            return Err(refused(&message, "move it away, or import into another folder"));
        }
        let mut keys = Vec::new();
        if let Some(dialect) = values.get("dialect").and_then(serde_yaml::Value::as_str)
            && (find(&rule.keys, "dialect").is_none() || rule.defaults.contains(&"dialect"))
        {
            keys.push(Entry::text("dialect", dialect));
        }
        if rule.defaults.contains(&"severity") {
            keys.push(Entry::text("severity", file.severity.name()));
        }
        if rule.defaults.contains(&"risk_score") {
            keys.push(Entry::new("risk_score", Value::Int(file.risk_score.get().into())));
        }
        Ok(Self { keys, tests: Tests::of(text, &values)? })
    }
}

impl Tests {
    fn of(text: &str, values: &serde_yaml::Value) -> Result<Option<Self>, Refusal> {
        let value = match values.get("tests") {
            None | Some(serde_yaml::Value::Null) => return Ok(None),
            Some(value) => value.clone(),
        };
        let Some(block) = block(text, &value) else { return Err(refused(TESTS_NOT_KEPT, TESTS_LAST)) };
        let mut tests = text[start_of_comments(text, block.start)..block.end].to_owned();
        if !tests.ends_with('\n') {
            tests.push('\n');
        }
        Ok(Some(Self { text: tests, value }))
    }
}

/// The bytes of the lines that mean `tests` of a value: from the line of the key to the next line that is a key.
fn block(text: &str, value: &serde_yaml::Value) -> Option<Range<usize>> {
    /// Lines that look like keys and are none are rare.
    const TRIES_MAX: usize = 100;
    let starts = text.match_indices("tests:").map(|(at, _)| at);
    let starts = starts.filter(|at| *at == 0 || text[..*at].ends_with('\n'));
    let means = |range: &Range<usize>| {
        let read = serde_yaml::from_str::<serde_yaml::Value>(&text[range.clone()]).ok();
        read.as_ref().and_then(|read| read.as_mapping()).is_some_and(|map| map.len() == 1 && map.get("tests") == Some(value))
    };
    starts.flat_map(|start| ends(text, start).map(move |end| start..end)).take(TRIES_MAX).find(means)
}

/// Where the value of a key at the very left can end: before each line that can be a key, without the comments above that, and at the
/// end of the text.
fn ends(text: &str, key: usize) -> impl Iterator<Item = usize> {
    let mut lines = text[key..].split_inclusive('\n');
    let mut at = key + lines.next().map_or(0, str::len);
    let mut end = at;
    let next_key = lines.filter_map(move |line| {
        let (start, before) = (at, end);
        at += line.len();
        let is_inside = line.starts_with([' ', '-', ']', '}', '\t']);
        let is_between = line.starts_with('#') || line.trim().is_empty();
        if !is_between {
            end = at;
        }
        (!is_inside && !is_between).then_some(before.min(start))
    });
    next_key.chain(std::iter::once(text.len()))
}

/// The first of the empty lines and comments without indentation above a line, if they are not at the head of the file.
fn start_of_comments(text: &str, line: usize) -> usize {
    let mut start = line;
    while start > 0 {
        let above = text[..start - 1].rfind('\n').map_or(0, |newline| newline + 1);
        if !(text[above..].starts_with('#') || text[above..start].trim().is_empty()) {
            return start;
        }
        start = above;
    }
    line
}

/// Reads the text back as the compiler and any other reader of YAML does.
fn check(text: &str, keys: &[Entry], tests: Option<&Tests>) -> Result<Vec<Diagnostic>, Refusal> {
    let mut diagnostics = Diagnostics::new();
    let file = rule::parse(&Source::new("", text), SourceId(0), &mut diagnostics);
    let diagnostics = diagnostics.sorted();
    let Some(file) = file else {
        let error = diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
        let words = error.map_or_else(|| "the compiler cannot read it".into(), |error| error.title.clone());
        return Err(Refusal { place: None, message: format!("the rule cannot be a rule file: {words}"), help: None });
    };
    let lost = || Err(refused("the rule would not come back from the file as it is", "please report it with the rule"));
    let Ok(serde_yaml::Value::Mapping(mut read)) = serde_yaml::from_str(text) else { return lost() };
    let read_tests = read.remove("tests");
    let same_tests = read_tests == tests.map(|tests| tests.value.clone());
    let same_query = find(keys, "query").and_then(Value::as_text) == Some(file.query.text.as_str());
    if same_query && Value::Map(keys.to_vec()).is(&serde_yaml::Value::Mapping(read)) {
        return if same_tests { Ok(diagnostics) } else { Err(refused(TESTS_NOT_KEPT, TESTS_LAST)) };
    }
    lost()
}

const TESTS_NOT_KEPT: &str = "the `tests` of the file that is there cannot be kept";
const TESTS_LAST: &str = "put them at the end of the file, without anchors of other keys";

/// The keys whose values differ, in the order of the new text, then those that are gone.
fn changed_keys(old: &str, new: &str) -> Vec<String> {
    let read = |text: &str| serde_yaml::from_str::<serde_yaml::Mapping>(text).unwrap_or_default();
    let (old, new) = (read(old), read(new));
    let changed = new.iter().filter(|(key, value)| old.get(*key) != Some(value)).map(|(key, _)| key);
    let gone = old.keys().filter(|key| !new.contains_key(*key));
    changed.chain(gone).filter_map(|key| key.as_str().map(str::to_owned)).collect()
}

/// A file whose lines all end with CR LF, as a checkout on Windows has it, with LF.
fn unix_lines(text: &str) -> String {
    let crlf = text.matches("\r\n").count();
    if crlf > 0 && crlf == text.matches('\n').count() { text.replace("\r\n", "\n") } else { text.to_owned() }
}

fn refused(message: &str, help: &str) -> Refusal {
    Refusal { place: None, message: message.into(), help: Some(help.into()) }
}

/// The `rule_id` of a text that is a rule file, as far as that is needed to tell its rule.
pub fn rule_id(text: &str) -> Option<String> {
    let values = serde_yaml::from_str::<serde_yaml::Value>(text).ok()?;
    values.get("rule_id")?.as_str().map(str::to_owned)
}
