//! The matrix as one JSON object.

use std::collections::BTreeMap;
use std::io::{self, Write};

use detector_compiler::rule::Severity;
use serde::Serialize;

use super::matrix::{Matrix, Rules, Share, Totals};
use super::platform::Platform;
use super::rules::Rule;
use super::text::gaps;

#[derive(Serialize)]
struct Object<'a> {
    attack_version: &'a str,
    #[serde(flatten)]
    totals: Counts,
    severities: BTreeMap<&'a str, usize>,
    tactics: Vec<Tactic<'a>>,
    techniques: Vec<Technique<'a>>,
    platforms: BTreeMap<&'a str, PlatformObject<'a>>,
    /// Techniques without a rule for any platform.
    gaps: Vec<&'a str>,
    rules_without_platform: usize,
    rules_without_mapping: Vec<RuleObject<'a>>,
    /// Ids that this version does not have.
    not_counted: BTreeMap<&'a str, Vec<&'a str>>,
}

#[derive(Serialize)]
struct Counts {
    rules: usize,
    tactics_covered: usize,
    tactics_total: usize,
    techniques_covered: usize,
    techniques_total: usize,
    subtechniques_covered: usize,
    subtechniques_total: usize,
}

#[derive(Serialize)]
struct Tactic<'a> {
    id: &'a str,
    name: &'a str,
    shortname: &'a str,
    rules: usize,
    techniques_covered: usize,
    techniques_total: usize,
}

/// A technique or sub-technique with a rule, under one tactic.
#[derive(Serialize)]
struct Technique<'a> {
    id: &'a str,
    name: &'a str,
    tactic: &'a str,
    rules: usize,
    rule_ids: Vec<&'a str>,
}

#[derive(Serialize)]
struct PlatformObject<'a> {
    rules: usize,
    techniques_covered: usize,
    subtechniques_covered: usize,
    gaps: Vec<&'a str>,
}

#[derive(Serialize)]
struct RuleObject<'a> {
    rule_id: &'a str,
    name: &'a str,
    file: Option<&'a str>,
}

/// Prints it on one line.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn print(matrix: &Matrix<'_>, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer(&mut *out, &object(matrix))?;
    writeln!(out)
}

fn object<'a>(matrix: &'a Matrix<'_>) -> Object<'a> {
    let ids = |rules: &Rules| rules.iter().map(|index| matrix.rules[*index].id.as_str()).collect();
    let tactics = matrix.tactics.iter().map(|column| {
        let cells = column.techniques.iter().map(|technique| &technique.cell);
        let Share { covered, total } = Share::of(cells.map(|cell| (cell.entry.id.as_str(), !cell.rules.is_empty())));
        Tactic {
            id: &column.tactic.id,
            name: column.tactic.name_in(matrix.version),
            shortname: column.tactic.shortname_in(matrix.version),
            rules: column.rules.len(),
            techniques_covered: covered,
            techniques_total: total,
        }
    });
    let techniques = matrix.tactics.iter().flat_map(|column| {
        let cells =
            column.techniques.iter().flat_map(|technique| std::iter::once(&technique.cell).chain(&technique.subtechniques));
        cells.filter(|cell| !cell.rules.is_empty()).map(|cell| Technique {
            id: &cell.entry.id,
            name: cell.entry.name_in(matrix.version),
            tactic: column.tactic.shortname_in(matrix.version),
            rules: cell.rules.len(),
            rule_ids: ids(&cell.rules),
        })
    });
    let platforms = Platform::ALL.into_iter().map(|platform| {
        let totals = matrix.totals(Some(platform));
        let object = PlatformObject {
            rules: totals.rules,
            techniques_covered: totals.techniques.covered,
            subtechniques_covered: totals.subtechniques.covered,
            gaps: gaps(matrix, Some(platform)).into_keys().collect(),
        };
        (platform.literal(), object)
    });
    let severities =
        Severity::ALL.map(|severity| (severity.name(), matrix.rules.iter().filter(|rule| rule.severity == severity).count()));
    Object {
        attack_version: matrix.version.number(),
        totals: counts(matrix.totals(None)),
        severities: severities.into_iter().collect(),
        tactics: tactics.collect(),
        techniques: techniques.collect(),
        platforms: platforms.collect(),
        gaps: gaps(matrix, None).into_keys().collect(),
        rules_without_platform: matrix.without_platform(),
        rules_without_mapping: matrix.unmapped.iter().map(|index| rule_object(&matrix.rules[*index])).collect(),
        not_counted: matrix.unplaced.iter().map(|(id, rules)| (id.as_str(), ids(rules))).collect(),
    }
}

fn counts(totals: Totals) -> Counts {
    Counts {
        rules: totals.rules,
        tactics_covered: totals.tactics.covered,
        tactics_total: totals.tactics.total,
        techniques_covered: totals.techniques.covered,
        techniques_total: totals.techniques.total,
        subtechniques_covered: totals.subtechniques.covered,
        subtechniques_total: totals.subtechniques.total,
    }
}

fn rule_object(rule: &Rule) -> RuleObject<'_> {
    RuleObject { rule_id: &rule.id, name: &rule.name, file: rule.file.as_deref() }
}
