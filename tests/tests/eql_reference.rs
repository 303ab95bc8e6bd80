//! The language reference, `docs/eql.md`: every example is true, and every construct has one.

#![allow(deprecated, reason = "rules with warnings are among those that are compiled")]
#![allow(clippy::panic, clippy::expect_used, reason = "a test stops where its data is not what it should be")]

use detector_compiler::eql::ast::{Arithmetic, Comparison, MatchOperator};
use detector_compiler::errors::all_codes;
use detector_compiler::ir::FUNCTIONS;
use detector_tests::examples::{self, Answer, Examples, Verdict};
use detector_tests::{reference, unverified};
use std::collections::BTreeSet;

include!(concat!(env!("OUT_DIR"), "/reference.rs"));

const TEXT: &str = include_str!("../../docs/eql.md");

/// Keywords and options, as the lexer and the parser know them. `of` has no meaning but in refused constructs.
const WORDS: [&str; 28] = [
    "and", "any", "by", "false", "in", "in~", "join", "like", "like~", "maxspan", "not", "null", "of", "or", "regex", "regex~",
    "sample", "sequence", "true", "until", "where", "with", "runs", "head", "tail", "![", "?", "`",
];

fn reference_examples() -> Examples {
    examples::parse(TEXT).unwrap_or_else(|problem| panic!("docs/eql.md: {problem}"))
}

#[test]
fn every_example_is_true_in_the_evaluator_and_compiled() {
    let examples = reference_examples();
    let mut problems: Vec<String> = examples.rows.iter().filter_map(reference::row_problem).collect();
    for example in &examples.queries {
        let found = reference::problems(example, COMPILED);
        problems.extend(found.into_iter().map(|problem| format!("line {}: {problem}\n{}", example.line, example.query)));
    }
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n\n"));
    assert!(examples.queries.len() > 60 && examples.rows.len() > 50, "the examples are found");
}

/// A check that cannot fail is none.
#[test]
fn a_wrong_example_is_noticed() {
    let answers = |answer| {
        let mut example = reference_examples().queries.remove(0);
        example.answers = vec![answer];
        reference::problems(&example, COMPILED).len()
    };
    let event = || vec![r#"{"event.category": "process", "process.name": "bash"}"#.to_owned()];
    assert_eq!(answers(Answer::Each(Verdict::Matches, event())), 0);
    assert_eq!(answers(Answer::Each(Verdict::DoesNotMatch, event())), 1);
    assert_eq!(answers(Answer::Refused("DR301".to_owned())), 1);
    assert_eq!(answers(Answer::Warning("DR701".to_owned())), 1);
    assert!(examples::parse("```eql\nany where true\n```\n").is_err(), "a query without answers");
    assert!(examples::parse("```json\n{}\n```\n").is_err(), "events without a caption");
}

#[test]
fn every_construct_has_an_example() {
    let examples = reference_examples();
    let queries = examples.queries.iter().map(|example| example.query.as_str());
    let all: Vec<&str> = queries.chain(examples.rows.iter().map(|row| row.expression.as_str())).collect();
    let mut missing = Vec::new();
    for row in FUNCTIONS {
        let (expression, value) = row.example;
        if !examples.rows.iter().any(|row| row.expression == expression && row.value == value) {
            missing.push(format!("the row `{expression}` | `{value}`"));
        }
        let folded = format!("{}~(", row.name);
        if row.has_insensitive && !all.iter().any(|text| text.contains(&folded)) {
            missing.push(folded);
        }
    }
    let comparisons = [
        Comparison::Equal,
        Comparison::NotEqual,
        Comparison::Less,
        Comparison::LessOrEqual,
        Comparison::Greater,
        Comparison::GreaterOrEqual,
    ];
    let arithmetic = [Arithmetic::Add, Arithmetic::Subtract, Arithmetic::Multiply, Arithmetic::Divide, Arithmetic::Modulo];
    let matches = [
        MatchOperator::Colon,
        MatchOperator::Like,
        MatchOperator::LikeInsensitive,
        MatchOperator::Regex,
        MatchOperator::RegexInsensitive,
    ];
    let operators = comparisons.map(Comparison::text).into_iter().chain(arithmetic.map(Arithmetic::text));
    let operators = operators.chain(matches.map(MatchOperator::text)).map(|text| format!(" {text} "));
    missing.extend(operators.filter(|operator| !all.iter().any(|text| text.contains(operator.as_str()))));
    let has_word = |word: &str| all.iter().any(|text| words(text).any(|found| found == word));
    let has_mark = |mark: &str| all.iter().any(|text| text.contains(mark));
    missing.extend(
        WORDS.iter().filter(|word| !(has_word(word) || word.len() <= 2 && has_mark(word))).map(|word| (*word).to_owned()),
    );
    assert!(missing.is_empty(), "no example of: {}", missing.join(", "));
}

/// The words of a query, `~` included.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || "_@~".contains(c)))
}

#[test]
fn the_codes_that_are_named_exist() {
    let known: BTreeSet<String> = all_codes().iter().map(ToString::to_string).collect();
    let starts = TEXT.match_indices("DR").filter_map(|(at, _)| TEXT.get(at..at + 5));
    let named: BTreeSet<&str> = starts.filter(|code| code[2..].bytes().all(|byte| byte.is_ascii_digit())).collect();
    assert!(named.len() > 20, "{named:?}");
    for code in named {
        assert!(known.contains(code), "{code} does not exist");
    }
}

#[test]
fn the_table_of_contents_is_that_of_the_sections() {
    let anchor = |title: &str| title.to_lowercase().replace(' ', "-");
    let sections: BTreeSet<String> = TEXT.lines().filter_map(|line| line.strip_prefix("## ")).map(anchor).collect();
    let subsections: BTreeSet<String> = TEXT.lines().filter_map(|line| line.strip_prefix("### ")).map(anchor).collect();
    let linked: BTreeSet<String> =
        TEXT.split("](#").skip(1).filter_map(|rest| rest.split_once(')')).map(|(name, _)| name.to_owned()).collect();
    assert_eq!(sections.difference(&linked).collect::<Vec<_>>(), Vec::<&String>::new(), "sections without a link");
    let dead: Vec<_> = linked.iter().filter(|name| !sections.contains(*name) && !subsections.contains(*name)).collect();
    assert!(dead.is_empty(), "links to no section: {dead:?}");
}

/// Rows of "What is not verified" and of the test of the same names; and their warnings.
#[test]
fn what_is_not_verified_is_listed_and_tested() {
    let (_, section) = TEXT.split_once("\n## What is not verified\n").expect("the section");
    let rows = section.lines().filter(|line| line.starts_with("| ")).skip(1);
    let cells = rows.map(|line| line.trim_matches('|').split(" | ").map(str::trim).collect::<Vec<_>>());
    let listed: Vec<(&str, String)> =
        cells.map(|cells| (cells[0], cells.get(3).copied().unwrap_or_default().to_owned())).collect();
    let tested: Vec<(&str, String)> = unverified::ROWS.iter().map(|row| (row.name, row.warnings.join(", "))).collect();
    assert_eq!(listed, tested);
}
