//! `detectors test`: rule files → their tests, run by the evaluator, and what of their conditions the tests cover.
//!
//! ```text
//! paths                     → rules                             explained
//! rule                      → its test cases, run               [`cases`]
//! folder, `expected.jsonl`  → logs with their alerts, run       [`folder`]
//! all of it                 → text, JSON, JUnit XML             [`output`]
//! ```

mod cases;
mod folder;
mod output;

use std::io::{self, Write};
use std::time::Duration;

use serde_json::Value as Json;

use crate::Ending;
use crate::args::{Test, TestFormat};
use crate::check::output::summary::counted;
use crate::explained::{self, Rule};
use crate::rule_files;
use crate::shown::Shown;

/// What came of all.
#[derive(Default)]
pub(crate) struct Report {
    pub(crate) rules: Vec<RuleReport>,
    /// Of each rule at least so much has to be covered, in percent.
    pub(crate) fail_under: Option<u8>,
    pub(crate) require_tests: bool,
    /// Whether what is not covered is listed.
    pub(crate) with_gaps: bool,
    /// Whether rules without tests are listed.
    pub(crate) verbose: bool,
    /// Rules that the filter has left out.
    pub(crate) left_out: usize,
    /// Warnings of the compiler that are not printed, and of how many rules.
    pub(crate) warnings: (usize, usize),
}

/// What came of one rule file.
pub(crate) struct RuleReport {
    pub(crate) file: String,
    /// The name and id of the rule; the file again where it has errors.
    pub(crate) name: String,
    pub(crate) id: String,
    /// What the compiler has to say, if it says that the rule is wrong.
    pub(crate) errors: Option<String>,
    /// The tests that were run, those of the file first.
    pub(crate) tests: Vec<TestReport>,
    /// How many tests the file has, those included that were not to be run.
    pub(crate) own_tests: usize,
    pub(crate) coverage: Covered,
}

/// What came of one test.
pub(crate) struct TestReport {
    pub(crate) name: String,
    /// File and, where there is one, line.
    pub(crate) file: String,
    pub(crate) line: Option<usize>,
    pub(crate) took: Duration,
    pub(crate) failure: Option<Failure>,
}

/// Why a test failed.
pub(crate) struct Failure {
    /// What was expected and what came.
    pub(crate) message: String,
    /// For people, with colours.
    pub(crate) text: String,
    /// The same for programs.
    pub(crate) json: Json,
}

/// How much of a rule's conditions its own tests cover.
#[derive(Default)]
pub(crate) struct Covered {
    /// What there is to be seen of conditions: that each decides as true, and as false.
    pub(crate) decisions: usize,
    /// The elements of lists.
    pub(crate) elements: usize,
    /// What was not seen, of both.
    pub(crate) gaps: Vec<Gap>,
}

/// Something that no test shows.
pub(crate) struct Gap {
    pub(crate) line: usize,
    pub(crate) column: usize,
    /// The condition, or the element of its list.
    pub(crate) condition: String,
    /// What was not seen of it.
    pub(crate) kind: GapKind,
}

/// What was not seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum GapKind {
    /// That the condition decides as true.
    True,
    /// That it decides as false.
    False,
    /// That the element of a list is met.
    Element,
}

impl GapKind {
    /// In words.
    pub(crate) fn what(self) -> &'static str {
        match self {
            Self::True => "never decides as true",
            Self::False => "never decides as false",
            Self::Element => "never met",
        }
    }
}

impl Covered {
    /// How much was seen of conditions.
    pub(crate) fn decided(&self) -> usize {
        self.decisions.saturating_sub(self.gaps.iter().filter(|gap| gap.kind != GapKind::Element).count())
    }

    /// How many elements of lists were met.
    pub(crate) fn met(&self) -> usize {
        self.elements.saturating_sub(self.gaps.iter().filter(|gap| gap.kind == GapKind::Element).count())
    }

    /// Of conditions, in percent, rounded down; 100 where there is nothing to be seen.
    pub(crate) fn percent(&self) -> usize {
        (100 * self.decided()).checked_div(self.decisions).unwrap_or(100)
    }
}

impl RuleReport {
    pub(crate) fn failed(&self) -> usize {
        self.tests.iter().filter(|test| test.failure.is_some()).count()
    }
}

impl Report {
    /// What is wrong with a rule besides its tests.
    pub(crate) fn shortcoming(&self, rule: &RuleReport) -> Option<String> {
        if rule.errors.is_some() {
            return None;
        }
        if rule.own_tests == 0 {
            let is_enough = !self.require_tests && self.fail_under.is_none_or(|least| least == 0);
            return (!is_enough).then(|| "the rule has no tests".to_owned());
        }
        let least = usize::from(self.fail_under?);
        let percent = rule.coverage.percent();
        (percent < least).then(|| format!("its tests cover {percent} % of its conditions, less than {least} %"))
    }

    /// Takes out the rules of which nothing was asked: nothing is said of them, and nothing counted.
    fn leave_out(&mut self, filter: &str) {
        let before = self.rules.len();
        self.rules.retain(|rule| {
            let is_named = rule.name.contains(filter) || rule.id == filter;
            rule.errors.is_some() || !rule.tests.is_empty() || is_named
        });
        self.left_out = before - self.rules.len();
    }

    fn has_failed(&self) -> bool {
        self.rules.iter().any(|rule| rule.errors.is_some() || rule.failed() > 0 || self.shortcoming(rule).is_some())
    }
}

/// Runs the tests; results go to `out`, complaints to `err`.
///
/// # Errors
/// If the results cannot be written.
pub(crate) fn test(options: &Test, out: &mut dyn Write, err: &mut dyn Write) -> io::Result<Ending> {
    let schema = match explained::schema(&options.schema) {
        Ok(schema) => schema,
        Err(message) => {
            let _ = writeln!(err, "{message}");
            return Ok(Ending::Nothing);
        }
    };
    let files = rule_files::read(&options.paths);
    for message in &files.refused {
        let _ = writeln!(err, "{message}");
    }
    if files.sources.is_empty() {
        return Ok(Ending::Nothing);
    }
    let mut is_refused = !files.refused.is_empty();
    let mut report = Report {
        rules: Vec::new(),
        fail_under: options.fail_under,
        require_tests: options.require_tests,
        with_gaps: options.coverage,
        verbose: options.verbose,
        left_out: 0,
        warnings: (0, 0),
    };
    let mut rules: Vec<(usize, Rule)> = Vec::new();
    for source in files.sources {
        let (rule, diagnostics) = Rule::load(source.clone(), &schema);
        let sources = std::slice::from_ref(&source);
        let Some(rule) = rule else {
            report.rules.push(wrong_rule(&source.path, explained::shown(&diagnostics, sources)));
            continue;
        };
        if options.verbose && !diagnostics.is_empty() {
            let _ = writeln!(err, "{}", explained::shown(&diagnostics, sources));
        } else {
            report.warnings.0 += diagnostics.len();
            report.warnings.1 += usize::from(!diagnostics.is_empty());
        }
        report.rules.push(cases::run(&rule, options.filter.as_deref()));
        rules.push((report.rules.len() - 1, rule));
    }
    if let Some(folder) = &options.events {
        match folder::run(folder, &rules, options.filter.as_deref(), &schema, &mut report, err) {
            Ok(refused) => is_refused |= refused,
            Err(message) => {
                let _ = writeln!(err, "{message}");
                return Ok(Ending::Nothing);
            }
        }
    }
    if let Some(filter) = &options.filter {
        if report.rules.iter().all(|rule| rule.tests.is_empty() && rule.errors.is_none()) {
            let _ = writeln!(
                err,
                "error: no test, and no rule with tests, is called `{}`\nhelp: `detectors test` without `--filter` runs all",
                Shown(filter)
            );
            return Ok(if is_refused { Ending::Refused } else { Ending::Nothing });
        }
        report.leave_out(filter);
    }
    if let (warnings @ 1.., rules) = report.warnings {
        let (warnings, rules) = (counted(warnings, "warning"), counted(rules, "rule"));
        let _ = writeln!(err, "{warnings} in {rules}: `detectors check` or `--verbose` shows them");
    }
    match options.format {
        TestFormat::Text => output::text::print(&report, out)?,
        TestFormat::Json => output::json::print(&report, out)?,
        TestFormat::Junit => output::junit::print(&report, out)?,
    }
    Ok(match (is_refused, report.has_failed()) {
        (true, _) => Ending::Refused,
        (false, true) => Ending::Found,
        (false, false) => Ending::Finished,
    })
}

fn wrong_rule(file: &str, errors: String) -> RuleReport {
    RuleReport {
        file: file.to_owned(),
        name: file.to_owned(),
        id: String::new(),
        errors: Some(errors),
        tests: Vec::new(),
        own_tests: 0,
        coverage: Covered::default(),
    }
}
