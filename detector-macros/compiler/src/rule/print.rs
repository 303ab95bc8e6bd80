//! A rule file as text: one line a key, defaults filled in, as the stage views and the goldens show it.

use super::{Reference, RuleFile};
use crate::eql::Dialect;
use std::fmt::{Display, Formatter, Result};

impl Display for RuleFile {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        writeln!(f, "rule_id: {}", self.rule_id.value)?;
        writeln!(f, "name: {}", self.name.value)?;
        writeln!(f, "description: {:?}", self.description)?;
        writeln!(f, "severity: {}", self.severity.name())?;
        writeln!(f, "risk_score: {}", self.risk_score.get())?;
        writeln!(f, "version: {}", self.version)?;
        list(f, "author", &self.author)?;
        text(f, "license", self.license.as_deref())?;
        list(f, "tags", &self.tags)?;
        list(f, "index", &self.index)?;
        list(f, "references", &self.references)?;
        list(f, "false_positives", &self.false_positives)?;
        text(f, "note", self.note.as_deref())?;
        text(f, "setup", self.setup.as_deref())?;
        for threat in &self.threat {
            writeln!(f, "threat: {}, tactic {}", threat.framework, Entry(&threat.tactic))?;
            for technique in &threat.techniques {
                writeln!(f, "  technique {}", Entry(&technique.technique))?;
                technique.subtechniques.iter().try_for_each(|entry| writeln!(f, "    subtechnique {}", Entry(entry)))?;
            }
        }
        writeln!(f, "interval: {}ms", self.interval_ms)?;
        writeln!(f, "from: {}ms before now", self.from_ms)?;
        writeln!(f, "max_signals: {}", self.max_signals)?;
        writeln!(f, "enabled: {}", self.enabled)?;
        writeln!(f, "building_block: {}", self.building_block)?;
        let special = [
            ("event_category_override", &self.event_category_override),
            ("timestamp_field", &self.timestamp_field),
            ("tiebreaker_field", &self.tiebreaker_field),
        ];
        for (key, field) in special {
            text(f, key, field.as_ref().map(|field| field.value.as_str()))?;
        }
        for carried in &self.carried {
            writeln!(f, "carried into the alert: {}", carried.key)?;
        }
        let dialect = match self.dialect {
            Dialect::Elasticsearch => "elasticsearch",
            Dialect::Endpoint => "endpoint",
        };
        writeln!(f, "dialect: {dialect}")?;
        writeln!(f, "query:")?;
        self.query.text.lines().try_for_each(|line| writeln!(f, "{}", format!("  {line}").trim_end()))
    }
}

fn text(f: &mut Formatter<'_>, key: &str, value: Option<&str>) -> Result {
    value.map_or(Ok(()), |value| writeln!(f, "{key}: {value:?}"))
}

fn list(f: &mut Formatter<'_>, key: &str, values: &[String]) -> Result {
    if values.is_empty() { Ok(()) } else { writeln!(f, "{key}: {values:?}") }
}

/// `T1059 Command and Scripting Interpreter <page>`
struct Entry<'r>(&'r Reference);

impl Display for Entry<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{} {} <{}>", self.0.id, self.0.name, self.0.reference)
    }
}
