//! For people: failed tests in full, of the others how many; of rules without tests how many there are.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};

use super::Totals;
use crate::check::output::summary::{counted, grouped};
use crate::explained::tree::cut;
use crate::shown::Shown;
use crate::test::{Covered, Report, RuleReport, TestReport};

const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const DIM: Style = Style::new().dimmed();

/// Characters of a condition in the list of what is not covered.
const CONDITION_MAX: usize = 90;

/// Prints the report.
pub(in crate::test) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let is_told = |rule: &&RuleReport| {
        report.verbose || rule.errors.is_some() || !rule.tests.is_empty() || report.shortcoming(rule).is_some()
    };
    let told: Vec<&RuleReport> = report.rules.iter().filter(is_told).collect();
    for rule in &told {
        rule_text(report, rule, out)?;
    }
    let totals = Totals::of(report);
    let tests = counted(totals.tests, "test");
    let style = if totals.failed + totals.wrong_rules + totals.shortcomings > 0 { BAD } else { GOOD };
    let gap = if told.is_empty() { "" } else { "\n" };
    write!(out, "{gap}{style}{tests} of {}, {} failed{style:#}", counted(report.rules.len(), "rule"), totals.failed)?;
    if totals.wrong_rules > 0 {
        write!(out, "; {} with errors", counted(totals.wrong_rules, "rule"))?;
    }
    if totals.without_tests > 0 {
        write!(out, "; {} without tests", counted(totals.without_tests, "rule"))?;
    }
    if let Some(percent) = totals.percent {
        write!(out, "; {percent} % of the conditions covered{}", elements(totals.elements))?;
    }
    if report.left_out > 0 {
        write!(out, "; {} left out by --filter", counted(report.left_out, "rule"))?;
    }
    writeln!(out)
}

fn rule_text(report: &Report, rule: &RuleReport, out: &mut dyn Write) -> io::Result<()> {
    let shortcoming = report.shortcoming(rule);
    let failed = rule.failed();
    let (style, word) = match (&rule.errors, failed, &shortcoming) {
        (None, 0, None) if rule.tests.is_empty() => (DIM, "none"),
        (None, 0, None) => (GOOD, "ok  "),
        _ => (BAD, "FAIL"),
    };
    write!(out, "{style}{word}{style:#} {}", Shown(&rule.name))?;
    if let Some(errors) = &rule.errors {
        return writeln!(out, ": the rule has errors\n{errors}");
    }
    write!(out, " ({}): ", Shown(&rule.file))?;
    match (rule.tests.len(), rule.own_tests) {
        (0, 0) => writeln!(out, "no tests")?,
        (run, own) => {
            let failures = if failed > 0 { format!(", {failed} failed") } else { String::new() };
            let coverage = match &rule.coverage {
                covered if own > 0 => {
                    let elements = elements((covered.met(), covered.elements));
                    format!(", {} % of its conditions covered{elements}", covered.percent())
                }
                _ => String::new(),
            };
            writeln!(out, "{}{failures}{coverage}", counted(run, "test"))?;
        }
    }
    if let Some(shortcoming) = &shortcoming {
        writeln!(out, "  {BAD}✗{BAD:#} {shortcoming}")?;
    }
    for test in &rule.tests {
        let Some(failure) = &test.failure else { continue };
        writeln!(out, "\n  {BAD}✗ {}{BAD:#}  {DIM}{}{DIM:#}", Shown(&test.name), Shown(&place(test)))?;
        writeln!(out, "    {}", Shown(&failure.message))?;
        failure.text.lines().try_for_each(|line| writeln!(out, "    {line}"))?;
    }
    if report.with_gaps && rule.own_tests > 0 && !rule.coverage.gaps.is_empty() {
        let Covered { decisions, elements, .. } = &rule.coverage;
        writeln!(out, "  not covered, {} of {}:", rule.coverage.gaps.len(), decisions + elements)?;
        for gap in &rule.coverage.gaps {
            let condition = cut(&gap.condition, CONDITION_MAX);
            writeln!(out, "    {}:{}  {}  {DIM}{}{DIM:#}", gap.line, gap.column, Shown(&condition), gap.kind.what())?;
        }
    }
    Ok(())
}

/// `, 3 of 5 elements of lists met`; nothing where there are no lists.
fn elements((met, all): (usize, usize)) -> String {
    match all {
        0 => String::new(),
        all => format!(", {} of {} of lists met", grouped(met), counted(all, "element")),
    }
}

/// Where a test stands: a line of the rule file, or a log.
fn place(test: &TestReport) -> String {
    test.line.map_or_else(|| test.file.clone(), |line| format!("line {line}"))
}
