//! The matrix as a table for people, and the techniques without a rule.

use std::collections::BTreeMap;
use std::io::{self, Write};

use anstyle::Style;
use detector_compiler::attack::Attack;

use super::matrix::{Matrix, Share};
use super::platform::Platform;
use crate::args::Gaps;
use crate::check::output::summary::counted;
use crate::shown::Shown;

/// Prints tactics, platforms, what is not mapped, and the gaps that are asked for.
///
/// # Errors
/// If it cannot be written.
pub(crate) fn print(matrix: &Matrix<'_>, attack: &Attack, gaps: Option<Gaps>, out: &mut dyn Write) -> io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let totals = matrix.totals(None);
    writeln!(out, "{bold}{} in MITRE ATT&CK version {}{bold:#}", counted(totals.rules, "rule"), matrix.version.number())?;
    writeln!(out, "  tactics         {}", share(totals.tactics))?;
    writeln!(out, "  techniques      {}", share(totals.techniques))?;
    writeln!(out, "  sub-techniques  {}\n", share(totals.subtechniques))?;

    let title = format!("{:<6}  {:<20}  {:>5}  {:>10}  {:>14}", "", "tactic", "rules", "techniques", "sub-techniques");
    writeln!(out, "{bold}{title}{bold:#}")?;
    for column in &matrix.tactics {
        let techniques = column.techniques.iter().map(|technique| &technique.cell);
        let subtechniques = column.techniques.iter().flat_map(|technique| &technique.subtechniques);
        let covered = |share: Share| format!("{} of {:>2}", share.covered, share.total);
        let techniques = Share::of(techniques.map(|cell| (cell.entry.id.as_str(), !cell.rules.is_empty())));
        let subtechniques = Share::of(subtechniques.map(|cell| (cell.entry.id.as_str(), !cell.rules.is_empty())));
        let tactic = column.tactic;
        let (id, name, rules) = (&tactic.id, tactic.name_in(matrix.version), column.rules.len());
        let style = if rules == 0 { dim } else { Style::new() };
        writeln!(
            out,
            "{style}{id}  {name:<20}  {rules:>5}  {:>10}  {:>14}{style:#}",
            covered(techniques),
            covered(subtechniques)
        )?;
    }

    writeln!(out, "\n{bold}{:<8}  {:>5}  {:>10}  {:>14}{bold:#}", "platform", "rules", "techniques", "sub-techniques")?;
    for platform in Platform::ALL {
        let totals = matrix.totals(Some(platform));
        let covered = |share: Share| share.covered.to_string();
        let (techniques, subtechniques) = (covered(totals.techniques), covered(totals.subtechniques));
        writeln!(out, "{:<8}  {:>5}  {techniques:>10}  {subtechniques:>14}", platform.name(), totals.rules)?;
    }
    if matrix.without_platform() > 0 {
        writeln!(out, "{} no platform", states(matrix.without_platform()))?;
    }

    if !matrix.unmapped.is_empty() {
        writeln!(out, "\n{bold}{} without a mapping{bold:#}", counted(matrix.unmapped.len(), "rule"))?;
        for rule in matrix.unmapped.iter().map(|index| &matrix.rules[*index]) {
            writeln!(out, "  {}  {dim}{}{dim:#}", Shown(&rule.name), Shown(rule.file.as_deref().unwrap_or(&rule.id)))?;
        }
    }
    if !matrix.unplaced.is_empty() {
        writeln!(out, "\n{bold}not in version {}, and not counted{bold:#}", matrix.version.number())?;
        for (id, rules) in &matrix.unplaced {
            let name = attack.get(id).map_or("", |entry| &entry.name);
            writeln!(out, "  {:<9}  {name}  {dim}{}{dim:#}", Shown(id), counted(rules.len(), "rule"))?;
        }
    }
    let platforms: Vec<Option<Platform>> = match gaps {
        None => Vec::new(),
        Some(Gaps::All) => std::iter::once(None).chain(Platform::ALL.map(Some)).collect(),
        Some(Gaps::Any) => vec![None],
        Some(Gaps::Linux) => vec![Some(Platform::Linux)],
        Some(Gaps::MacOs) => vec![Some(Platform::MacOs)],
        Some(Gaps::Windows) => vec![Some(Platform::Windows)],
    };
    platforms.iter().try_for_each(|platform| print_gaps(matrix, *platform, out))?;
    if !platforms.is_empty() {
        writeln!(out, "\nTo which platforms a technique applies is not known here: some of these cannot occur on theirs.")?;
    }
    Ok(())
}

/// The techniques without a rule, each once, under the first of its tactics.
fn print_gaps(matrix: &Matrix<'_>, platform: Option<Platform>, out: &mut dyn Write) -> io::Result<()> {
    let (bold, dim) = (Style::new().bold(), Style::new().dimmed());
    let gaps = gaps(matrix, platform);
    let of = platform.map_or(String::new(), |platform| format!(" for {}", platform.name()));
    writeln!(out, "\n{bold}{} without a rule{of}{bold:#}", counted(gaps.len(), "technique"))?;
    for column in &matrix.tactics {
        let mut first = true;
        for technique in &column.techniques {
            let entry = technique.cell.entry;
            if gaps.get(entry.id.as_str()) != Some(&column.tactic.id.as_str()) {
                continue;
            }
            if std::mem::take(&mut first) {
                writeln!(out, "  {dim}{}{dim:#}", column.tactic.name_in(matrix.version))?;
            }
            writeln!(out, "    {}  {}", entry.id, entry.name_in(matrix.version))?;
        }
    }
    Ok(())
}

/// The techniques that no rule of a platform covers under any tactic, with the first of their tactics.
pub(crate) fn gaps<'m>(matrix: &'m Matrix<'_>, platform: Option<Platform>) -> BTreeMap<&'m str, &'m str> {
    let mut gaps: BTreeMap<&str, (&str, bool)> = BTreeMap::new();
    for column in &matrix.tactics {
        for technique in &column.techniques {
            let covered = matrix.any(&technique.cell.rules, platform);
            let gap = gaps.entry(technique.cell.entry.id.as_str()).or_insert((column.tactic.id.as_str(), false));
            gap.1 |= covered;
        }
    }
    gaps.into_iter().filter(|(_, (_, covered))| !covered).map(|(id, (tactic, _))| (id, tactic)).collect()
}

fn states(count: usize) -> String {
    format!("{} state{}", counted(count, "rule"), if count == 1 { "s" } else { "" })
}

/// `12 of 222 (5 %)`
fn share(share: Share) -> String {
    let percent = share.covered * 100 / share.total.max(1);
    format!("{:>3} of {:>3}  ({percent} %)", share.covered, share.total)
}
