//! What came of the tests → text, JSON, JUnit XML.

use std::fmt::{self, Display, Formatter};
use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use serde_json::{Value as Json, json};

use super::{Report, RuleReport, TestReport};
use crate::explained::tree::cut;
use crate::shown::Shown;

const GOOD: Style = AnsiColor::Green.on_default().bold();
const BAD: Style = AnsiColor::Red.on_default().bold();
const DIM: Style = Style::new().dimmed();

/// Characters of a condition in the list of what is not covered.
const CONDITION_MAX: usize = 90;

/// Numbers over all rules.
struct Totals {
    tests: usize,
    failed: usize,
    wrong_rules: usize,
    without_tests: usize,
    shortcomings: usize,
    covered: usize,
    to_cover: usize,
}

impl Totals {
    fn of(report: &Report) -> Self {
        let rules = &report.rules;
        let sum = |number: &dyn Fn(&RuleReport) -> usize| rules.iter().map(number).sum();
        Self {
            tests: sum(&|rule| rule.tests.len()),
            failed: sum(&RuleReport::failed),
            wrong_rules: sum(&|rule| usize::from(rule.errors.is_some())),
            without_tests: sum(&|rule| usize::from(rule.errors.is_none() && rule.own_tests == 0)),
            shortcomings: sum(&|rule| usize::from(report.shortcoming(rule).is_some())),
            covered: sum(&|rule| if rule.own_tests == 0 { 0 } else { rule.coverage.total - rule.coverage.gaps.len() }),
            to_cover: sum(&|rule| rule.coverage.total),
        }
    }

    fn percent(&self) -> usize {
        (100 * self.covered).checked_div(self.to_cover).unwrap_or(100)
    }
}

/// For people: failed tests in full, the others by their number.
pub(super) fn text(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for rule in &report.rules {
        rule_text(report, rule, out)?;
    }
    let totals = Totals::of(report);
    let tests = count(totals.tests, "test");
    let style = if totals.failed + totals.wrong_rules + totals.shortcomings > 0 { BAD } else { GOOD };
    write!(out, "\n{style}{tests} of {}, {} failed{style:#}", count(report.rules.len(), "rule"), totals.failed)?;
    if totals.wrong_rules > 0 {
        write!(out, "; {} with errors", count(totals.wrong_rules, "rule"))?;
    }
    if totals.without_tests > 0 {
        write!(out, "; {} without tests", count(totals.without_tests, "rule"))?;
    }
    if totals.tests > 0 {
        write!(out, "; {} % of the conditions covered", totals.percent())?;
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
            let coverage =
                if own > 0 { format!(", {} % of its conditions covered", rule.coverage.percent()) } else { String::new() };
            writeln!(out, "{}{failures}{coverage}", count(run, "test"))?;
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
        writeln!(out, "  not covered, {} of {}:", rule.coverage.gaps.len(), rule.coverage.total)?;
        for gap in &rule.coverage.gaps {
            let condition = cut(&gap.condition, CONDITION_MAX);
            writeln!(
                out,
                "    {}:{}:{}  {}  {DIM}{}{DIM:#}",
                Shown(&rule.file),
                gap.line,
                gap.column,
                Shown(&condition),
                gap.what
            )?;
        }
    }
    Ok(())
}

fn count(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

fn place(test: &TestReport) -> String {
    test.line.map_or_else(|| test.file.clone(), |line| format!("{}:{line}", test.file))
}

/// For programs: an object for each rule, then one for the whole.
pub(super) fn json(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for rule in &report.rules {
        let mut object = json!({ "type": "rule", "file": rule.file });
        if let Json::Object(object) = &mut object {
            let mut add = |key: &str, value: Json| object.insert(key.to_owned(), value);
            match &rule.errors {
                Some(errors) => {
                    add("errors", anstream::adapter::strip_str(errors).to_string().into());
                }
                None => {
                    add("rule_id", rule.id.as_str().into());
                    add("rule_name", rule.name.as_str().into());
                    add("tests", rule.tests.iter().map(test_json).collect());
                    add("coverage", coverage_json(rule));
                }
            }
            if let Some(shortcoming) = report.shortcoming(rule) {
                add("failure", shortcoming.into());
            }
        }
        writeln!(out, "{object}")?;
    }
    let totals = Totals::of(report);
    let summary = json!({
        "type": "summary", "rules": report.rules.len(), "rules_with_errors": totals.wrong_rules,
        "rules_without_tests": totals.without_tests, "tests": totals.tests, "failed": totals.failed,
        "coverage_percent": totals.percent(),
    });
    writeln!(out, "{summary}")
}

fn test_json(test: &TestReport) -> Json {
    let mut object = json!({
        "name": test.name, "file": test.file, "line": test.line, "passed": test.failure.is_none(), "seconds": test.took.as_secs_f64(),
    });
    if let (Json::Object(object), Some(failure)) = (&mut object, &test.failure) {
        object.insert("message".to_owned(), failure.message.as_str().into());
        object.insert("explanation".to_owned(), failure.json.clone());
    }
    object
}

fn coverage_json(rule: &RuleReport) -> Json {
    if rule.own_tests == 0 {
        return Json::Null;
    }
    let gap = |gap: &super::Gap| json!({ "line": gap.line, "column": gap.column, "condition": gap.condition, "what": gap.what });
    let gaps: Vec<Json> = rule.coverage.gaps.iter().map(gap).collect();
    json!({ "percent": rule.coverage.percent(), "total": rule.coverage.total, "not_covered": gaps })
}

/// JUnit XML: a suite for each rule, a case for each test; an error for a rule that does not compile.
pub(super) fn junit(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let totals = Totals::of(report);
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    let tests = totals.tests + totals.wrong_rules + totals.shortcomings;
    let failures = totals.failed + totals.shortcomings;
    let took: f64 = report.rules.iter().map(seconds).sum();
    let errors = totals.wrong_rules;
    writeln!(
        out,
        r#"<testsuites name="detectors test" tests="{tests}" failures="{failures}" errors="{errors}" time="{took:.6}">"#
    )?;
    for rule in &report.rules {
        let shortcoming = report.shortcoming(rule);
        let extra = usize::from(shortcoming.is_some());
        let errors = usize::from(rule.errors.is_some());
        let (tests, failures, took) = (rule.tests.len() + extra + errors, rule.failed() + extra, seconds(rule));
        let (name, file) = (Xml(&rule.name), Xml(&rule.file));
        writeln!(
            out,
            r#"  <testsuite name="{name}" file="{file}" tests="{tests}" failures="{failures}" errors="{errors}" skipped="0" time="{took:.6}">"#
        )?;
        let case = |test: &str, at: &str, took: f64| {
            format!(r#"<testcase name="{}" classname="{name}" {at} time="{took:.6}""#, Xml(test))
        };
        let of_rule = format!(r#"file="{file}""#);
        if let Some(errors) = &rule.errors {
            let errors = anstream::adapter::strip_str(errors).to_string();
            writeln!(out, "    {}>", case("the rule compiles", &of_rule, 0.0))?;
            writeln!(out, r#"      <error message="the rule has errors" type="error">{}</error>"#, Xml(&errors))?;
            writeln!(out, "    </testcase>")?;
        }
        if let Some(shortcoming) = &shortcoming {
            writeln!(out, "    {}>", case("the rule is tested", &of_rule, 0.0))?;
            writeln!(out, r#"      <failure message="{}" type="failure"/>"#, Xml(shortcoming))?;
            writeln!(out, "    </testcase>")?;
        }
        for test in &rule.tests {
            let line = test.line.map_or_else(String::new, |line| format!(r#" line="{line}""#));
            let at = format!(r#"file="{}"{line}"#, Xml(&test.file));
            let case = case(&test.name, &at, test.took.as_secs_f64());
            let Some(failure) = &test.failure else {
                writeln!(out, "    {case}/>")?;
                continue;
            };
            let text = anstream::adapter::strip_str(&failure.text).to_string();
            writeln!(out, "    {case}>")?;
            writeln!(out, r#"      <failure message="{}" type="failure">{}</failure>"#, Xml(&failure.message), Xml(&text))?;
            writeln!(out, "    </testcase>")?;
        }
        writeln!(out, "  </testsuite>")?;
    }
    writeln!(out, "</testsuites>")
}

fn seconds(rule: &RuleReport) -> f64 {
    rule.tests.iter().map(|test| test.took.as_secs_f64()).sum()
}

/// Text as the content of an element or attribute of XML 1.0, which has no way to write most control characters.
struct Xml<'a>(&'a str);

impl Display for Xml<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|char| match char {
            '<' => f.write_str("&lt;"),
            '>' => f.write_str("&gt;"),
            '&' => f.write_str("&amp;"),
            '"' => f.write_str("&quot;"),
            '\t' | '\n' | '\r' => write!(f, "&#{};", u32::from(char)),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => f.write_str("\u{fffd}"),
            other => write!(f, "{other}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_for_xml() {
        let cases = [
            ("a < b & c > \"d\"", "a &lt; b &amp; c &gt; &quot;d&quot;"),
            ("1\n2\t3", "1&#10;2&#9;3"),
            ("\u{1b}[31m\0", "\u{fffd}[31m\u{fffd}"),
            ("]]>", "]]&gt;"),
            ("é 😀", "é 😀"),
        ];
        for (text, xml) in cases {
            assert_eq!(Xml(text).to_string(), xml);
        }
    }
}
