//! A rule, and the file that is there already → the text of the file.
//!
//! What of the file stays decides [`merge`]. The text is read back: what it says is the rule, or it is not given out.

use detector_compiler::diagnostics::{Diagnostic, Diagnostics, Severity};
use detector_compiler::rule::{self, RuleFile};
use detector_compiler::source::{Source, SourceId};

use crate::blocks::{Blocks, same};
use crate::merge::{self, Base, Existing, Merged, merge};
use crate::value::{Value, find};
use crate::{Refusal, Rule, yaml};

/// The text of a rule file.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// The whole file.
    pub text: String,
    /// What it is to the file that is there already.
    pub state: State,
    /// The keys of the file that the user has changed, and the source has not.
    pub kept: Vec<String>,
    /// What the next import needs to know of this one.
    pub base: Base,
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
    /// The text of the file of this rule; `existing` is the file that is there.
    ///
    /// # Errors
    /// If the file that is there is no rule file or has another rule, if it and the source have both been changed in the same place, or
    /// if the text, read back, is not this rule.
    pub fn render(&self, existing: Option<Existing<'_>>) -> Result<Rendered, Refusal> {
        let mut text: String = self.head.iter().map(|comment| format!("{comment}\n")).collect();
        text += &yaml::write(&self.keys);
        let diagnostics = self.check(&text)?;
        let source = Blocks::of(&text).ok_or_else(lost)?;
        let base = merge::base(&source);
        let Some(existing) = existing else {
            return Ok(Rendered { text, state: State::New, kept: Vec::new(), base, diagnostics });
        };
        let before = unix_lines(existing.text);
        self.check_existing(&before)?;
        let Some(file) = Blocks::of(&before) else {
            let message = "the file that is there cannot be taken apart key by key";
            return Err(refused(message, "write each key on lines of its own, without anchors of other keys"));
        };
        let is_users = |key: &str| key == "tests" || self.defaults.contains(&key);
        let merged = merge(&file, &source, existing, is_users).map_err(|keys| conflict(&keys, existing.base.is_some()))?;
        let diagnostics = check_merged(&merged)?;
        let Merged { text, kept, .. } = merged;
        let is_same = before.trim_end_matches('\n') == text.trim_end_matches('\n');
        let state = if is_same { State::Same } else { State::Changed(changed_keys(&before, &text)) };
        Ok(Rendered { text, state, kept, base, diagnostics })
    }

    /// Reads the text of the source back as the compiler and any other reader of YAML does.
    fn check(&self, text: &str) -> Result<Vec<Diagnostic>, Refusal> {
        let (file, diagnostics) = read(text)?;
        let read = serde_yaml::from_str::<serde_yaml::Value>(text).map_err(|_| lost())?;
        let same_query = find(&self.keys, "query").and_then(Value::as_text) == Some(file.query.text.as_str());
        if same_query && Value::Map(self.keys.clone()).is(&read) { Ok(diagnostics) } else { Err(lost()) }
    }

    fn check_existing(&self, text: &str) -> Result<(), Refusal> {
        let file = rule::parse(&Source::new("", text), SourceId(0), &mut Diagnostics::new());
        let Some(file) = file.filter(|file| !file.rule_id.value.is_empty()) else {
            return Err(refused("the file that is there is no rule file that can be read", "remove it or repair it"));
        };
        if file.rule_id.value == self.rule_id {
            return Ok(());
        }
        let message = format!("the file that is there has another rule, `{}`", file.rule_id.value);
        Err(refused(&message, "move it away, or import into another folder"))
    }
}

/// Reads a merged text back: it says what its parts have said.
fn check_merged(merged: &Merged) -> Result<Vec<Diagnostic>, Refusal> {
    let (file, diagnostics) = read(&merged.text)?;
    let read = serde_yaml::from_str::<serde_yaml::Mapping>(&merged.text).map_err(|_| lost())?;
    let is_there = |(key, value): &(String, serde_yaml::Value)| read.get(key).is_some_and(|other| same(other, value));
    let same_query = read.get("query").and_then(serde_yaml::Value::as_str) == Some(file.query.text.as_str());
    let is_sum = read.len() == merged.values.len() && merged.values.iter().all(is_there);
    if is_sum && same_query { Ok(diagnostics) } else { Err(lost()) }
}

/// What the compiler reads.
fn read(text: &str) -> Result<(RuleFile, Vec<Diagnostic>), Refusal> {
    let mut diagnostics = Diagnostics::new();
    let file = rule::parse(&Source::new("", text), SourceId(0), &mut diagnostics);
    let diagnostics = diagnostics.sorted();
    if let Some(file) = file {
        return Ok((file, diagnostics));
    }
    let error = diagnostics.iter().find(|diagnostic| diagnostic.severity == Severity::Error);
    let words = error.map_or_else(|| "the compiler cannot read it".into(), |error| error.title.clone());
    Err(Refusal { place: None, message: format!("the rule cannot be a rule file: {words}"), help: None })
}

fn lost() -> Refusal {
    refused("the rule would not come back from the file as it is", "please report it with the rule")
}

/// The user and the source want different things.
fn conflict(keys: &[String], is_known: bool) -> Refusal {
    let keys = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let message = if is_known {
        format!("the file was changed by hand and so was its source, both in {keys}")
    } else {
        format!("the file is not what the source says in {keys}, and nothing tells which of them has changed")
    };
    refused(&message, "make them the same, or `--overwrite` takes these keys from the source")
}

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
