//! What is known of a rule: its metadata as `'static` data, as the derives emit it.

use core::ops::Range;

/// What a compiled detection rule's alerts say of it. Keys are those of Elastic's detection rule API.
///
/// What else the rule file says is in the rule's [`Guide`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// `rule_id`: a UUID or another name that is unique among rules.
    pub id: &'static str,
    /// `name`
    pub name: &'static str,
    /// `description`
    pub description: &'static str,
    /// `severity`
    pub severity: Severity,
    /// `risk_score`: 0..=100.
    pub risk_score: u8,
    /// `version`
    pub version: u32,
    /// `author`
    pub author: &'static [&'static str],
    /// `license`
    pub license: &'static str,
    /// `tags`
    pub tags: &'static [&'static str],
    /// `threat`: the MITRE ATT&CK mapping.
    pub threat: &'static [Threat],
    /// `interval`: how often Elastic runs it, in milliseconds.
    pub interval_ms: u64,
    /// `from`: how far back each run looks, in milliseconds.
    pub from_ms: u64,
    /// `max_signals`: alerts for each `interval`.
    pub max_signals: u32,
    /// `enabled`
    pub enabled: bool,
    /// `building_block_type` is there: alerts are input of other rules.
    pub building_block: bool,
    /// The pipes of the query, in order.
    pub pipes: &'static [Pipe],
    /// Places, counted from 0, of the query's stages that are missing events: `![…]`. An alert has no event for these.
    pub missing_stages: &'static [u16],
}

impl Rule {
    /// The least that a rule has; set the rest by functional update inside this crate's derives.
    #[doc(hidden)]
    pub const fn new(id: &'static str, name: &'static str) -> Self {
        Self {
            id,
            name,
            description: "",
            severity: Severity::Low,
            risk_score: 21,
            version: 1,
            author: &[],
            license: "",
            tags: &[],
            threat: &[],
            interval_ms: 300_000,
            from_ms: 360_000,
            max_signals: 100,
            enabled: true,
            building_block: false,
            pipes: &[],
            missing_stages: &[],
        }
    }

    /// Which of `total` alerts, in their order, the pipes of the query keep: for results that are complete.
    ///
    /// ```
    /// use detectors::rule::{Pipe, kept};
    ///
    /// assert_eq!(kept(&[Pipe::Tail(3), Pipe::Head(2)], 10), 7..9);
    /// ```
    pub fn kept(&self, total: usize) -> Range<usize> {
        kept(self.pipes, total)
    }
}

/// What a rule file says to people who handle the rule's alerts.
///
/// It is long: for a thousand public rules half as much again as all that matches them. A constant of the derives has it
/// ([`Detector::GUIDE`](crate::Detector::GUIDE), [`RuleSet::GUIDES`](crate::RuleSet::GUIDES)), and a program that does not use that
/// does not contain it.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Guide {
    /// `query` as it was written.
    pub query: &'static str,
    /// `index`: the index patterns that the rule was written for.
    pub index: &'static [&'static str],
    /// `references`: addresses to read more at.
    pub references: &'static [&'static str],
    /// `false_positives`
    pub false_positives: &'static [&'static str],
    /// `note`: how to triage, Markdown.
    pub note: &'static str,
    /// `setup`: what the rule needs, Markdown.
    pub setup: &'static str,
}

impl Guide {
    /// Of a rule of which nothing is said; for functional update inside this crate's derives.
    #[doc(hidden)]
    pub const NONE: Self = Self { query: "", index: &[], references: &[], false_positives: &[], note: "", setup: "" };
}

/// Which of `total` results, in their order, are left after the pipes.
pub fn kept(pipes: &[Pipe], total: usize) -> Range<usize> {
    let at_most = |count: u64, len: usize| usize::try_from(count).unwrap_or(usize::MAX).min(len);
    pipes.iter().fold(0..total, |range, pipe| match *pipe {
        Pipe::Head(count) => range.start..range.start + at_most(count, range.len()),
        Pipe::Tail(count) => range.end - at_most(count, range.len())..range.end,
    })
}

/// A pipe of a query: a limit on its results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pipe {
    /// `| head n`: the first ones. A matcher reports no more than these.
    Head(u64),
    /// `| tail n`: the last ones. A stream has no end: a matcher reports all, and [`Rule::kept`] says which of the whole
    /// result are meant.
    Tail(u64),
}

/// How bad it is if the alert is true.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Low,
    /// Worth a look.
    Medium,
    /// Worth a look now.
    High,
    /// Act now.
    Critical,
}

impl Severity {
    /// As a rule file writes it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }
}

/// A tactic of MITRE ATT&CK and techniques under it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Threat {
    /// `framework`: `MITRE ATT&CK`.
    pub framework: &'static str,
    /// The tactic.
    pub tactic: &'static Reference,
    /// Its techniques; may be empty.
    pub techniques: &'static [Technique],
}

/// A technique and sub-techniques of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Technique {
    /// The technique.
    pub technique: &'static Reference,
    /// Its sub-techniques; may be empty.
    pub subtechniques: &'static [&'static Reference],
}

/// An entry of MITRE ATT&CK.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// `TA0002`, `T1059`, `T1059.004`
    pub id: &'static str,
    /// Its name.
    pub name: &'static str,
    /// Its page.
    pub reference: &'static str,
}
