//! Figures → a table for people, or JSON.

use std::io::{self, Write};

use anstyle::Style;
use serde_json::json;

use super::measure::{Figures, RuleFigures};
use crate::check::output::summary::counted;
use crate::shown::Shown;

/// Prints the rules that cost something, or all of them.
///
/// # Errors
/// If it cannot be written.
pub(super) fn text(figures: &Figures, all: bool, out: &mut dyn Write) -> io::Result<()> {
    let bold = Style::new().bold();
    let total: f64 = figures.rules.iter().map(RuleFigures::nanoseconds).sum();
    let title =
        format!("{:>11}  {:>9}  {:>8}  {:>8}  {:>9}  {:>6}  rule", "evaluations", "hits", "alerts", "ns each", "ms", "share");
    writeln!(out, "{bold}{title}{bold:#}")?;
    let shown: Vec<&RuleFigures> = figures.rules.iter().filter(|rule| all || rule.evaluations() > 0).collect();
    for rule in &shown {
        let (evaluations, nanoseconds) = (rule.evaluations(), rule.nanoseconds());
        let each = if evaluations == 0 { 0.0 } else { nanoseconds / evaluations as f64 };
        let share = if total > 0.0 { nanoseconds / total * 100.0 } else { 0.0 };
        let (hits, alerts, name) = (rule.hits(), rule.alerts, Shown(rule.rule.name));
        writeln!(
            out,
            "{evaluations:>11}  {hits:>9}  {alerts:>8}  {each:>8.0}  {:>9.2}  {share:>4.1} %  {name}",
            nanoseconds / 1e6
        )?;
    }
    let silent = figures.rules.len() - shown.len();
    writeln!(out)?;
    if silent > 0 {
        writeln!(out, "{} had no event to judge; --all lists them", counted(silent, "rule"))?;
    }
    let unanchored: Vec<(&RuleFigures, usize)> = figures
        .rules
        .iter()
        .map(|rule| (rule, rule.queries.iter().filter(|query| query.is_unanchored).count()))
        .filter(|(_, count)| *count > 0)
        .collect();
    if !unanchored.is_empty() {
        writeln!(out, "asked of every event, because nothing that they need is known to the index:")?;
        for (rule, count) in unanchored {
            let of = if count == 1 { "1 query".to_owned() } else { format!("{count} queries") };
            writeln!(out, "  {of} of {}", Shown(rule.rule.name))?;
        }
    }
    let each_event = if figures.events == 0 { 0.0 } else { total / figures.events as f64 };
    let how = if figures.runs == "compiled" { "compiled rules" } else { "rules in the evaluator" };
    writeln!(
        out,
        "{} events: {:.0} ns each for all {how}, {each_event:.0} of them for judging queries; the rest is the index and sequences",
        figures.events, figures.nanoseconds
    )
}

/// Prints one object for each rule, and one of the whole.
///
/// # Errors
/// If it cannot be written.
pub(super) fn json(figures: &Figures, out: &mut dyn Write) -> io::Result<()> {
    let total: f64 = figures.rules.iter().map(RuleFigures::nanoseconds).sum();
    for rule in &figures.rules {
        let queries = rule.queries.iter().map(|query| {
            json!({
                "evaluations": query.evaluations, "hits": query.hits,
                "ns_each": query.nanoseconds().round(), "unanchored": query.is_unanchored,
            })
        });
        let queries: Vec<_> = queries.collect();
        let share = if total > 0.0 { rule.nanoseconds() / total } else { 0.0 };
        let object = json!({
            "type": "rule", "rule_id": rule.rule.id, "rule_name": rule.rule.name,
            "evaluations": rule.evaluations(), "hits": rule.hits(), "alerts": rule.alerts,
            "ns": rule.nanoseconds().round(), "share": (share * 1e4).round() / 1e4, "queries": queries,
        });
        writeln!(out, "{object}")?;
    }
    let whole = json!({
        "type": "summary", "events": figures.events, "rules": figures.rules.len(), "runs": figures.runs,
        "ns_an_event": figures.nanoseconds.round(), "ns_of_rules": total.round(),
    });
    writeln!(out, "{whole}")
}
