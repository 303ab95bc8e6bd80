//! A rule file: metadata and the query as text. [`parse()`] reads and checks it; nothing here looks into the query.
//!
//! ```text
//! text
//!   │ yaml       YAML → nodes with their places      (locate: places, and the query's text → file)
//!   │ parse      nodes → RuleFile, key by key        (keys: the table of keys; values: types of values)
//!   │ tests      test cases: events, times, alerts as they are written
//!   │ threat     ids, names, relations against a table of ATT&CK
//! RuleFile
//! ```

mod keys;
mod locate;
pub(crate) mod parse;
mod print;
pub mod template;
pub mod tests;
mod threat;
pub(crate) mod values;
pub mod yaml;

pub use keys::{KEYS, Key, Shape, Treatment};
pub use parse::{parse, parse_with};

use crate::eql::Dialect;
use crate::source::{QueryText, SourceId, Span};

/// A value and where it stands in the file.
#[derive(Debug, Clone, PartialEq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

/// A rule file, checked but for its query.
#[derive(Debug, Clone)]
pub struct RuleFile {
    /// Which file.
    pub source: SourceId,
    /// `rule_id`
    pub rule_id: Located<String>,
    /// `name`
    pub name: Located<String>,
    /// `description`
    pub description: String,
    /// `severity`
    pub severity: Severity,
    /// `risk_score`
    pub risk_score: RiskScore,
    /// `version`; 1 where it is not given.
    pub version: u32,
    /// `author`
    pub author: Vec<String>,
    /// `license`
    pub license: Option<String>,
    /// `tags`
    pub tags: Vec<String>,
    /// `index`
    pub index: Vec<String>,
    /// `references`
    pub references: Vec<String>,
    /// `false_positives`
    pub false_positives: Vec<String>,
    /// `note`
    pub note: Option<String>,
    /// `setup`
    pub setup: Option<String>,
    /// `threat`
    pub threat: Vec<Threat>,
    /// `interval`, in milliseconds; 5 minutes where it is not given.
    pub interval_ms: u64,
    /// How far back `from` reaches, in milliseconds; 6 minutes where it is not given.
    pub from_ms: u64,
    /// `max_signals`; 100 where it is not given.
    pub max_signals: u32,
    /// `enabled`; true where it is not given.
    pub enabled: bool,
    /// `building_block_type` is given.
    pub building_block: bool,
    /// `event_category_override`
    pub event_category_override: Option<Located<String>>,
    /// `timestamp_field`
    pub timestamp_field: Option<Located<String>>,
    /// `tiebreaker_field`
    pub tiebreaker_field: Option<Located<String>>,
    /// `dialect`
    pub dialect: Dialect,
    /// `query`
    pub query: QueryText,
    /// Place of the `query` value.
    pub query_span: Span,
    /// `tests`
    pub tests: Vec<tests::Written>,
    /// The other keys that go into the alert, as they stand, in the order of [`KEYS`].
    pub carried: Vec<Carried>,
}

/// A key that is carried into the alert and means nothing to the compiled rule.
#[derive(Debug, Clone, PartialEq)]
pub struct Carried {
    /// Its name.
    pub key: &'static str,
    /// Its value.
    pub value: yaml::Node,
}

/// `severity`
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Severity {
    /// `low`
    Low,
    /// `medium`
    Medium,
    /// `high`
    High,
    /// `critical`
    Critical,
}

impl Severity {
    /// All of them, from the lowest.
    pub const ALL: [Self; 4] = [Self::Low, Self::Medium, Self::High, Self::Critical];

    /// Its name in a rule file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// The risk score that rules of this severity usually have: 21, 47, 73, 99.
    pub fn usual_risk_score(self) -> RiskScore {
        RiskScore(match self {
            Self::Low => 21,
            Self::Medium => 47,
            Self::High => 73,
            Self::Critical => 99,
        })
    }

    /// The severity that fits a risk score: up to 21, 47, 73, and above.
    pub fn of(score: RiskScore) -> Self {
        match score.0 {
            0..=21 => Self::Low,
            22..=47 => Self::Medium,
            48..=73 => Self::High,
            _ => Self::Critical,
        }
    }
}

/// `risk_score`: 0..=100.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RiskScore(u8);

impl RiskScore {
    /// `None` above 100.
    pub fn new(score: u8) -> Option<Self> {
        (score <= 100).then_some(Self(score))
    }

    /// 0..=100.
    pub fn get(self) -> u8 {
        self.0
    }
}

/// One entry of `threat`.
#[derive(Debug, Clone, PartialEq)]
pub struct Threat {
    /// `framework`
    pub framework: String,
    /// `tactic`
    pub tactic: Reference,
    /// `technique`
    pub techniques: Vec<Technique>,
}

/// One entry of `technique`.
#[derive(Debug, Clone, PartialEq)]
pub struct Technique {
    /// The technique.
    pub technique: Reference,
    /// `subtechnique`
    pub subtechniques: Vec<Reference>,
}

/// An entry of MITRE ATT&CK.
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// `T1059`
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its page.
    pub reference: String,
}
