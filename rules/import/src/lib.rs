//! Detection rules of other formats → rule files, with nothing lost.
//!
//! ```text
//! text
//!   │ toml, json    → values with their comments and places
//!   │ formats       values → what each of them is: a rule, a rule in another language, no rule
//!   │ layout        the keys of a rule → those of a rule file, in a fixed order; all others below `meta`
//!   │ render        a rule, and the file that is there already → the text of the file, read back and compared
//!   │   blocks, merge   the file key by key: what the source has changed comes in, what the user has changed stays
//! rule file
//! ```
//!
//! Read are the TOML files of Elastic's detection-rules, rules of Kibana's detection rule API in JSON (an export, a list, one rule, an
//! answer of `_find`, a saved object), and the TOML files of Elastic's protections-artifacts, whose queries are in the Endpoint's
//! dialect. Only EQL is converted; [`Found`] names what is not.
//!
//! # Where things go
//!
//! | in the source | in the rule file |
//! |---|---|
//! | a key of the rule that a rule file has | the same key |
//! | any other key of the rule, or one whose value has another type | `meta.rule` |
//! | `[metadata]`, `[transform]` and any other table beside `[rule]` | `meta`, under the same name |
//! | the rule's own `meta` | `meta`; `meta.rule.meta` where its keys would collide with these |
//! | `attributes` of a saved object | the rule; the keys around it: `meta.saved_object` |
//! | a comment of TOML | a comment above the same key or item; above the file, if it is of the file, of `[rule]`, or at the end |
//! | Endpoint: `id`, `reference`, `[[threat]]` | `rule_id`, `references`, `threat` |
//! | Endpoint: `version` (text), `os_list`, `reputation`, … | `meta.rule`; `[[actions]]`, `[[optional_actions]]`, `[internal]`: `meta` |
//!
//! Rules of the Endpoint have neither dialect nor severity nor risk score: they get `endpoint`, `medium` and 47, and
//! `meta.import.defaults` names the keys that the source does not have. In a file that is there these keep their values. Their `os_list` is not enforced: the query is not touched.
//!
//! A date of TOML without quotes becomes the text that it was written as.
//!
//! ```
//! use detectors_import::{Form, Found, import};
//!
//! let toml = r#"
//! [metadata]
//! creation_date = "2026/01/01"
//! [rule]
//! rule_id = "0f2b9a6e-58d0-4c3a-9d3d-6a3c5b7f1e11"
//! name = "Netcat Started"
//! description = "Netcat was started."
//! severity = "high"
//! risk_score = 73
//! type = "eql"
//! query = 'process where process.name == "nc"'
//! "#;
//! let [Found::Rule(rule)] = &import(toml, Form::Toml)[..] else { panic!("one rule") };
//! let rendered = rule.render(None).unwrap();
//! assert!(rendered.text.contains("query: |-\n  process where process.name == \"nc\"\n"));
//! assert!(rendered.text.ends_with("meta:\n  metadata:\n    creation_date: \"2026/01/01\"\n"));
//! ```

mod blocks;
mod foreign;
mod formats;
mod json;
mod layout;
mod merge;
mod place;
mod render;
mod slug;
mod toml;
pub mod value;
pub mod yaml;

pub use foreign::foreign;
pub use merge::{Base, Digests, Existing};
pub use place::Place;
pub use render::{Rendered, State, rule_id};
pub use slug::slug;

use value::Entry;

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// TOML: one rule a file.
    Toml,
    /// JSON, or one JSON object a line.
    Json,
}

impl Form {
    /// The form that a text has, by its first characters: `{`, or `[` and what can only be an item of a list.
    pub fn of(text: &str) -> Self {
        let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        let in_list = |rest: &str| rest.trim_start().starts_with(['{', ']']);
        if text.starts_with('{') || text.strip_prefix('[').is_some_and(in_list) { Self::Json } else { Self::Toml }
    }
}

/// What a file, or a part of it, is.
#[derive(Debug, Clone)]
pub enum Found {
    /// A rule in EQL.
    Rule(Box<Rule>),
    /// A rule that is not in EQL.
    OtherLanguage(OtherLanguage),
    /// Something else.
    NoRule(NoRule),
    /// What cannot be read, or is a rule and cannot be a rule file.
    Refused(Refusal),
}

/// A rule in EQL.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Where it begins in its file.
    pub place: Place,
    /// `rule_id`
    pub rule_id: String,
    /// `name`
    pub name: String,
    /// What the source says and the compiled rule does not do, and what was decided: lower case, no full stop.
    pub notes: Vec<String>,
    /// How many comments of the source have found no place.
    pub comments_left: usize,
    /// Comments above everything.
    head: Vec<String>,
    /// The keys of the file, in order.
    keys: Vec<Entry>,
    /// Keys of which the source says nothing, so that the file has the last word.
    defaults: Vec<&'static str>,
}

impl Rule {
    /// The keys of the file, in order, with their values.
    pub fn keys(&self) -> &[Entry] {
        &self.keys
    }
}

/// A rule that is not in EQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherLanguage {
    /// Where it begins in its file.
    pub place: Place,
    /// Its name; empty if it has none.
    pub name: String,
    /// The language of a rule that is a query, else the type of the rule: `kuery`, `esql`, `threshold`, …
    pub kind: String,
}

/// What is no rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoRule {
    /// Where it begins in its file.
    pub place: Place,
    /// The words for what it is.
    pub kind: &'static str,
}

/// Why something was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Where in the file; `None` if it is the file that is there already.
    pub place: Option<Place>,
    /// What is wrong, lower case, no full stop.
    pub message: String,
    /// What can be done.
    pub help: Option<String>,
}

/// All that a file holds, in its order. A file that cannot be read is one refusal.
pub fn import(text: &str, form: Form) -> Vec<Found> {
    match form {
        Form::Toml => vec![toml::read(text).map_or_else(Found::Refused, formats::toml)],
        Form::Json => json::read(text)
            .into_iter()
            .map(|(at, part)| part.map_or_else(Found::Refused, |value| formats::json(at, value)))
            .collect(),
    }
}
