//! Arguments of `detectors test`.

use clap::{Parser, ValueEnum};
use std::path::PathBuf;

const MORE: &str = "\
JSON: one object a line. Of each rule `type` (`rule`) `file` `rule_id` `rule_name` `tests` (each `name` `file` `line` `passed`
`seconds`, of a failed one `message` and `explanation`) `coverage` (`percent` `conditions_decided` `conditions_total` `elements_met`
`elements_total` `not_covered`; null without tests) `failure`, or `errors`. Then one of the whole: `type` (`summary`) `rules` `rules_with_errors` `rules_without_tests` `rules_left_out` (by --filter)
`tests` `failed` `coverage_percent` `elements_met` `elements_total`. What --filter leaves out is not counted in the others.

Coverage: a condition counts twice, for deciding as true and for deciding as false. It decides where, were its answer another, so would be
that of its stage; conditions in `_arraysearch` and `descendant of` too. Elements of lists are counted apart: each has to be met where its
condition decides.

JUnit: a suite for each rule, a case for each test. What --fail-under and --require-tests find is no test: it is a property of the suite,
`shortcoming`, beside `coverage`, and tells by the exit code.

Custom fields of `schema` in the nearest `detectors.toml` are known too: see `detectors check --help`.

Exit codes:
  0  all tests pass
  1  a test fails, a rule has errors, a rule has no tests with --require-tests, too little is covered with --fail-under
  2  wrong usage, nothing could be read, or no test is called as --filter says
  3  finished, but some input was refused: a file that cannot be read, a line that is no document (wins over 1)";

/// Runs the tests of rule files.
///
/// A rule's tests stand in its file, below `tests:`: events, and the alerts that they must lead to. They are run by the evaluator,
/// without a Rust compiler. A failed test shows which conditions of the query were true and which false, and of which event.
#[derive(Debug, Parser)]
#[command(after_help = MORE)]
pub(crate) struct Test {
    /// Rule files, and folders of them (`.yml`, `.yaml`); `-` is a rule of the standard input.
    #[arg(required = true, value_name = "PATH")]
    pub(crate) paths: Vec<PathBuf>,

    /// Also run the rules over the logs in this folder: `expected.jsonl` there says which lines must alert.
    ///
    /// Each of its lines is an object with `log`, `rule_id` and `lines`, a list with a list of line numbers from 1 for each alert
    /// (or `hits`, the same from 0). A log without a line for a rule must lead to no alert of it.
    #[arg(long, value_name = "FOLDER")]
    pub(crate) events: Option<PathBuf>,

    /// Only the tests whose name, or whose rule's name, contains this text.
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,

    /// List the conditions that no test puts to the proof, and the elements of lists that none meets.
    #[arg(long)]
    pub(crate) coverage: bool,

    /// Fail if a rule's tests cover less of its conditions.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub(crate) fail_under: Option<u8>,

    /// Fail if a rule has no tests.
    #[arg(long)]
    pub(crate) require_tests: bool,

    /// Also print the warnings of the compiler, and a line for each rule without tests.
    #[arg(long, short)]
    pub(crate) verbose: bool,

    /// How the results are printed.
    #[arg(long, value_enum, default_value_t = TestFormat::Text)]
    pub(crate) format: TestFormat,

    /// Fields of your own: YAML, a table with tabs, or an Elasticsearch mapping. Several are taken together.
    #[arg(long, value_name = "FILE")]
    pub(crate) schema: Vec<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TestFormat {
    /// For people.
    Text,
    /// For programs: one object for each rule, and one for the whole.
    Json,
    /// JUnit XML, as Jenkins, GitLab and others read it.
    Junit,
}
