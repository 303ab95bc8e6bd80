//! What is said of queries that are wrong: once, at the right place, with help.

#![allow(clippy::panic, clippy::expect_used, reason = "a test stops where its data is not what it should be")]

mod conditions;
mod endpoint;
mod sequences;
mod words;

use std::fmt::Write;

use detector_compiler::diagnostics::{Code, Diagnostics};
use detector_compiler::eql::{Dialect, parse};
use detector_compiler::source::{QueryText, SourceId, Span, TextMap};
use expect_test::{Expect, expect};

/// The problems of a query, each with its line marked.
fn problems(query: &str, dialect: Dialect) -> String {
    let mut diagnostics = Diagnostics::new();
    parse(&QueryText::whole_source(SourceId(0), query), dialect, &mut diagnostics);
    let mut text = String::new();
    for problem in diagnostics.sorted() {
        let label = problem.primary;
        let _ = writeln!(text, "{}", mark(query, label.span));
        let _ = writeln!(text, "{} {}: {}", problem.code, problem.title, label.text);
        for other in problem.secondary {
            let _ = writeln!(text, "{}\n  {}", mark(query, other.span), other.text);
        }
        for help in problem.help {
            let mended = help.replacement.map(|(span, replacement)| {
                let mut query = query.to_string();
                query.replace_range(span.range(), &replacement);
                format!("\n    {}", query.replace('\n', "⏎"))
            });
            let _ = writeln!(text, "  help: {}{}", help.text, mended.unwrap_or_default());
        }
        for note in problem.notes {
            let _ = writeln!(text, "  note: {note}");
        }
    }
    text
}

/// The line of a place, and the place marked below.
fn mark(query: &str, span: Span) -> String {
    let range = span.range();
    let line_start = query[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = query[line_start..].find('\n').map_or(query.len(), |at| line_start + at);
    let before = query[line_start..range.start].chars().count();
    let length = query[range.start..range.end.min(line_end).max(range.start)].chars().count();
    format!("{}\n{}{}", &query[line_start..line_end], " ".repeat(before), "^".repeat(length.max(1)))
}

fn check(queries: &[&str], expected: Expect) {
    let text: Vec<String> = queries.iter().map(|query| problems(query, Dialect::Elasticsearch)).collect();
    expected.assert_eq(&text.join("\n"));
}

fn check_endpoint(queries: &[&str], expected: Expect) {
    let text: Vec<String> = queries.iter().map(|query| problems(query, Dialect::Endpoint)).collect();
    expected.assert_eq(&text.join("\n"));
}

#[test]
fn all_problems_of_a_query_are_told() {
    check(
        &["sequence by a, 1 with maxspan=5
  [process where b = \"x\" and c in ()]
  [file where d not like \"y\" or (e]
| heads 5"],
        expect![[r#"
            sequence by a, 1 with maxspan=5
                           ^
            DR212 the join key `1` is not a field: not a field
              help: join by a field
            sequence by a, 1 with maxspan=5
                                          ^
            DR206 the maxspan has no unit: expected `ms`, `s`, `m`, `h` or `d` after it
              help: write `5s` for seconds
                sequence by a, 1 with maxspan=5s⏎  [process where b = "x" and c in ()]⏎  [file where d not like "y" or (e]⏎| heads 5
              [process where b = "x" and c in ()]
                               ^
            DR155 `=` is not a comparison: sets an option, in sequences only
              help: write `==`
                sequence by a, 1 with maxspan=5⏎  [process where b == "x" and c in ()]⏎  [file where d not like "y" or (e]⏎| heads 5
              [process where b = "x" and c in ()]
                                              ^^
            DR164 the list is empty: at least one value is needed
              help: add a value
              [file where d not like "y" or (e]
                            ^^^
            DR160 `not` cannot stand before `like`: only `in` and `in~` have this form
              help: write `not` before the left side
                sequence by a, 1 with maxspan=5⏎  [process where b = "x" and c in ()]⏎  [file where not d like "y" or (e]⏎| heads 5
              [file where d not like "y" or (e]
                                            ^
            DR153 the bracket `(` is not closed: opened here
              [file where d not like "y" or (e]
                                              ^
              found `]` instead of `)`
              help: add the missing `)`
            | heads 5
              ^^^^^
            DR221 no pipe `heads`: the pipes are `head` and `tail`
              help: write `head`
                sequence by a, 1 with maxspan=5⏎  [process where b = "x" and c in ()]⏎  [file where d not like "y" or (e]⏎| head 5
        "#]],
    );
}

/// In a quoted YAML scalar every place is the whole scalar, which no part can replace.
#[test]
fn no_replacement_where_the_text_has_no_places() {
    let mut diagnostics = Diagnostics::new();
    let span = Span::new(SourceId(0), 10..40);
    let text = QueryText { text: "any where a = 1".to_string(), map: TextMap::Whole(span) };
    parse(&text, Dialect::Elasticsearch, &mut diagnostics);
    let [problem] = &diagnostics.sorted()[..] else { panic!("one problem expected") };
    assert_eq!(problem.primary.span, span);
    assert_eq!(problem.help[0].replacement, None);
}

/// The examples of the codes of lexer and parser do what they say.
#[test]
fn the_examples_of_every_code_are_right() {
    let all = detector_compiler::errors::all_codes();
    let of_queries = |code: &&Code| (101..150).contains(&code.number()) || (150..250).contains(&code.number());
    let mut failures = String::new();
    for code in all.iter().filter(of_queries) {
        let codes_of = |query: &str| {
            [Dialect::Elasticsearch, Dialect::Endpoint].map(|dialect| {
                let mut diagnostics = Diagnostics::new();
                parse(&QueryText::whole_source(SourceId(0), query), dialect, &mut diagnostics);
                diagnostics.iter().map(|problem| problem.code).collect::<Vec<_>>()
            })
        };
        let info = code.info();
        if !codes_of(info.wrong).contains(&vec![*code]) {
            let _ = writeln!(failures, "{code}: not just this is wrong with `{}`: {:?}", info.wrong, codes_of(info.wrong));
        }
        if !codes_of(info.right).iter().any(Vec::is_empty) {
            let _ = writeln!(failures, "{code}: `{}` is not right: {:?}", info.right, codes_of(info.right));
        }
    }
    assert!(failures.is_empty(), "{failures}");
}
