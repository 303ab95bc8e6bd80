//! The keys of a rule file: [`KEYS`], one table of what they hold and what becomes of them.

/// What becomes of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Treatment {
    /// The compiled rule does what it says.
    Enforced,
    /// It says something of the rule and changes no decision: it goes into the alert, or into the rule's metadata.
    Carried,
    /// It goes into the alert. Elastic acts on it and the compiled rule does not; a warning tells why it matters.
    NotEnforced(&'static str),
    /// It is an error; why.
    Refused(&'static str),
}

/// What a key holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Text.
    Text,
    /// A list of texts.
    Texts,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Truth,
    /// A list.
    List,
    /// A mapping.
    Map,
    /// Anything.
    Any,
}

/// A key of a rule file.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// What becomes of it.
    pub treatment: Treatment,
    /// What a rule that lacks it should add; `None` if it can be left out.
    pub required: Option<&'static str>,
}

use Shape::{Any, List, Map, Number, Text, Texts, Truth};
use Treatment::{Carried, Enforced, NotEnforced, Refused};

const OTHER_TYPE: Treatment = Refused("belongs to another type of rule");

/// All keys. They are those of Elastic's detection rule API, and `dialect` and `tests`.
///
/// A stream judges each event once, as it comes. So `index`, `data_view_id` and `timestamp_override`, which say what a
/// search reads, change nothing about what a rule means: they are carried without a warning.
pub const KEYS: &[Key] = &[
    required("rule_id", Text, Enforced, "…"),
    required("name", Text, Carried, "…"),
    required("description", Text, Carried, "…"),
    required("severity", Text, Carried, "medium"),
    required("risk_score", Number, Carried, "47"),
    required("type", Text, Enforced, "eql"),
    required("query", Text, Enforced, "|"),
    optional("language", Text, Enforced),
    optional("dialect", Text, Enforced),
    optional("tests", List, Enforced),
    optional("interval", Text, Enforced),
    optional("from", Text, Enforced),
    optional("to", Text, NotEnforced("events up to now are judged")),
    optional("max_signals", Number, Enforced),
    optional("event_category_override", Text, Enforced),
    optional("timestamp_field", Text, Enforced),
    optional("tiebreaker_field", Text, Enforced),
    optional("threat", List, Carried),
    optional("tags", Texts, Carried),
    optional("references", Texts, Carried),
    optional("false_positives", Texts, Carried),
    optional("note", Text, Carried),
    optional("setup", Text, Carried),
    optional("author", Texts, Carried),
    optional("license", Text, Carried),
    optional("version", Number, Carried),
    optional("building_block_type", Text, Carried),
    optional("index", Texts, Carried),
    optional("data_view_id", Text, Carried),
    optional("timestamp_override", Text, Carried),
    optional("timestamp_override_fallback_disabled", Truth, Carried),
    optional("timeline_id", Text, Carried),
    optional("timeline_title", Text, Carried),
    optional("investigation_fields", Map, Carried),
    optional("related_integrations", List, Carried),
    optional("required_fields", List, Carried),
    optional("output_index", Text, Carried),
    optional("namespace", Text, Carried),
    optional("throttle", Text, Carried),
    optional("immutable", Truth, Carried),
    optional("meta", Map, Carried),
    // What an export of a rule holds besides.
    optional("id", Text, Carried),
    optional("revision", Number, Carried),
    optional("created_at", Text, Carried),
    optional("created_by", Text, Carried),
    optional("updated_at", Text, Carried),
    optional("updated_by", Text, Carried),
    optional("rule_source", Map, Carried),
    optional("execution_summary", Map, Carried),
    // What Elastic acts on and a compiled rule does not.
    optional("enabled", Truth, NotEnforced("the rule is compiled and alerts all the same")),
    optional("filters", List, NotEnforced("events that it excludes can alert")),
    optional("exceptions_list", List, NotEnforced("events that it excepts can alert")),
    optional("alert_suppression", Map, NotEnforced("each match alerts")),
    optional("severity_mapping", List, NotEnforced("alerts have the rule's `severity`")),
    optional("risk_score_mapping", List, NotEnforced("alerts have the rule's `risk_score`")),
    optional("rule_name_override", Text, NotEnforced("alerts have the rule's `name`")),
    optional("actions", List, NotEnforced("nothing is done but to alert")),
    optional("response_actions", List, NotEnforced("nothing is done but to alert")),
    // What rules of other types have.
    optional("saved_id", Any, OTHER_TYPE),
    optional("threshold", Any, OTHER_TYPE),
    optional("machine_learning_job_id", Any, OTHER_TYPE),
    optional("anomaly_threshold", Any, OTHER_TYPE),
    optional("new_terms_fields", Any, OTHER_TYPE),
    optional("history_window_start", Any, OTHER_TYPE),
    optional("threat_index", Any, OTHER_TYPE),
    optional("threat_query", Any, OTHER_TYPE),
    optional("threat_mapping", Any, OTHER_TYPE),
    optional("threat_filters", Any, OTHER_TYPE),
    optional("threat_language", Any, OTHER_TYPE),
    optional("threat_indicator_path", Any, OTHER_TYPE),
    optional("concurrent_searches", Any, OTHER_TYPE),
    optional("items_per_search", Any, OTHER_TYPE),
];

/// The key of that name.
pub(super) fn key(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

const fn required(name: &'static str, shape: Shape, treatment: Treatment, example: &'static str) -> Key {
    Key { name, shape, treatment, required: Some(example) }
}

const fn optional(name: &'static str, shape: Shape, treatment: Treatment) -> Key {
    Key { name, shape, treatment, required: None }
}
