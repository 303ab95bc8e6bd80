//! JUnit XML: a suite for each rule, a case for each test; an error for a rule that does not compile.
//!
//! What is covered, and what falls short of what was asked for, are properties of the suite: nobody has written a test of it.

use std::fmt::{self, Display, Formatter};
use std::io::{self, Write};
use std::time::Duration;

use super::Totals;
use crate::test::{Report, RuleReport};

/// Prints the report.
pub(in crate::test) fn print(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let totals = Totals::of(report);
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    let (tests, failures) = (totals.tests + totals.wrong_rules, totals.failed);
    // From zero: the sum of no numbers is minus zero.
    let took = report.rules.iter().map(seconds).fold(0.0, |all, took| all + took);
    let errors = totals.wrong_rules;
    writeln!(
        out,
        r#"<testsuites name="detectors test" tests="{tests}" failures="{failures}" errors="{errors}" time="{took:.6}">"#
    )?;
    for rule in &report.rules {
        let errors = usize::from(rule.errors.is_some());
        let (tests, failures, took) = (rule.tests.len() + errors, rule.failed(), seconds(rule));
        let (name, file) = (Xml(&rule.name), Xml(&rule.file));
        writeln!(
            out,
            r#"  <testsuite name="{name}" file="{file}" tests="{tests}" failures="{failures}" errors="{errors}" skipped="0" time="{took:.6}">"#
        )?;
        let coverage = (rule.own_tests > 0).then(|| format!("{} %", rule.coverage.percent()));
        let properties = [("coverage", coverage), ("shortcoming", report.shortcoming(rule))];
        if properties.iter().any(|(_, value)| value.is_some()) {
            writeln!(out, "    <properties>")?;
            for (name, value) in properties.iter().filter_map(|(name, value)| Some((name, value.as_ref()?))) {
                writeln!(out, r#"      <property name="{name}" value="{}"/>"#, Xml(value))?;
            }
            writeln!(out, "    </properties>")?;
        }
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
    rule.tests.iter().map(|test| test.took).sum::<Duration>().as_secs_f64()
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
