//! A rule file: metadata and the query as text. [`parse`] reads and checks it; nothing here looks into the query.

mod locate;
mod parse;

pub use parse::parse;

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
