//! What queries parse to, with every bracket of the tree shown.

#![allow(clippy::panic, clippy::expect_used, reason = "a test stops where its data is not what it should be")]

use std::fmt::Write;

use detector_compiler::diagnostics::Diagnostics;
use detector_compiler::eql::ast::{Body, EventFilter, Expr, ExprKind, Key, Query, Term};
use detector_compiler::eql::{Dialect, parse, parse_expression};
use detector_compiler::source::{QueryText, SourceId};
use expect_test::{Expect, expect};

/// The expression with brackets around everything that is composed.
fn tree(expression: &Expr) -> String {
    let join = |items: &[Expr], between: &str| items.iter().map(tree).collect::<Vec<_>>().join(between);
    match &expression.kind {
        ExprKind::Literal(literal) => format!("{literal:?}"),
        ExprKind::Field(name) => format!("{}{:?}", if name.optional { "?" } else { "" }, name.parts),
        ExprKind::Call(call) => {
            format!("{}{}({})", call.name, if call.insensitive { "~" } else { "" }, join(&call.arguments, ", "))
        }
        ExprKind::Not(inner) => format!("(not {})", tree(inner)),
        ExprKind::Negate(inner) => format!("(- {})", tree(inner)),
        ExprKind::Plus(inner) => format!("(+ {})", tree(inner)),
        ExprKind::And(operands) => format!("({})", join(operands, " and ")),
        ExprKind::Or(operands) => format!("({})", join(operands, " or ")),
        ExprKind::Compare(operator, left, right) => format!("({} {} {})", tree(left), operator.text(), tree(right)),
        ExprKind::Arithmetic(operator, left, right) => format!("({} {} {})", tree(left), operator.text(), tree(right)),
        ExprKind::In { value, negated, insensitive, list } => {
            let operator = format!("{}in{}", if *negated { "not " } else { "" }, if *insensitive { "~" } else { "" });
            format!("({} {operator} [{}])", tree(value), join(list, ", "))
        }
        ExprKind::Match { value, operator, patterns, bracketed, .. } => {
            let patterns: Vec<String> = patterns.iter().map(|pattern| format!("{:?}", pattern.literal)).collect();
            let patterns = patterns.join(", ");
            format!("({} {} {})", tree(value), operator.text(), if *bracketed { format!("[{patterns}]") } else { patterns })
        }
        ExprKind::ArraySearch { array, variable, condition } => {
            format!("_arraysearch({:?}, ${variable}, {})", array.parts, tree(condition))
        }
        ExprKind::Variable { name, parts } => format!("${name}{parts:?}"),
        ExprKind::Descendant(filter) => format!("(descendant of {})", filter_tree(filter)),
        ExprKind::Error => "ERROR".to_string(),
    }
}

fn filter_tree(filter: &EventFilter) -> String {
    format!("{:?} where {}", filter.category.name, tree(&filter.condition))
}

fn term_tree(term: &Term) -> String {
    let mut text = format!("{}{}", if term.missing { "missing " } else { "" }, filter_tree(&term.filter));
    if let Some((alias, _)) = &term.alias {
        let _ = write!(text, " as {alias}");
    }
    if let Some(runs) = term.runs {
        let _ = write!(text, " runs {}", runs.count);
    }
    format!("{text} by {}", keys(&term.by))
}

fn keys(keys: &[Key]) -> String {
    let key = |key: &Key| match key {
        Key::Field(name) => format!("{}{}", if name.optional { "?" } else { "" }, name.dotted()),
        Key::Error(_) => "ERROR".to_string(),
    };
    format!("[{}]", keys.iter().map(key).collect::<Vec<_>>().join(", "))
}

fn query_tree(query: &Query) -> String {
    let mut lines = match &query.body {
        Body::Event(filter) => vec![filter_tree(filter)],
        Body::Sequence(sequence) => {
            let maxspan = sequence.maxspan.as_ref().map(|maxspan| format!("{} ms", maxspan.ms()));
            let mut lines = vec![format!("sequence by {} maxspan {maxspan:?}", keys(&sequence.by))];
            lines.extend(sequence.terms.iter().map(term_tree));
            lines.extend(sequence.until.iter().map(|until| format!("until {}", term_tree(until))));
            lines
        }
        Body::Sample(sample) => {
            let mut lines = vec![format!("sample by {}", keys(&sample.by))];
            lines.extend(sample.terms.iter().map(term_tree));
            lines
        }
        Body::Error(_) => vec!["ERROR".to_string()],
    };
    lines.extend(query.pipes.iter().map(|pipe| format!("| {:?} {}", pipe.kind, pipe.count)));
    lines.join("\n")
}

fn check_expression(text: &str, expected: Expect) {
    let mut diagnostics = Diagnostics::new();
    let text = QueryText::whole_source(SourceId(0), text);
    let expression = parse_expression(&text, Dialect::Endpoint, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{diagnostics:#?}");
    expected.assert_eq(&format!("{}\n{expression}", tree(&expression)));
}

fn check(text: &str, expected: Expect) {
    let mut diagnostics = Diagnostics::new();
    let query = parse(&QueryText::whole_source(SourceId(0), text), Dialect::Endpoint, &mut diagnostics);
    assert!(!diagnostics.has_errors(), "{diagnostics:#?}");
    expected.assert_eq(&format!("{}\n\n{query}", query_tree(&query)));
}

#[test]
fn not_binds_tighter_than_and_and_and_tighter_than_or() {
    check_expression(
        "not a and b or c and not d",
        expect![[r#"
        (((not ["a"]) and ["b"]) or (["c"] and (not ["d"])))
        not a and b or c and not d"#]],
    );
    check_expression(
        "a or b and (c or d)",
        expect![[r#"
        (["a"] or (["b"] and (["c"] or ["d"])))
        a or b and (c or d)"#]],
    );
    check_expression(
        "not (a and b)",
        expect![[r#"
        (not (["a"] and ["b"]))
        not (a and b)"#]],
    );
    check_expression(
        "(a and b) and c",
        expect![[r#"
        ((["a"] and ["b"]) and ["c"])
        (a and b) and c"#]],
    );
    check_expression(
        "a and b and c",
        expect![[r#"
        (["a"] and ["b"] and ["c"])
        a and b and c"#]],
    );
}

#[test]
fn not_is_looser_than_a_comparison() {
    check_expression(
        "not a == 1 and not not b == 2",
        expect![[r#"
        ((not (["a"] == Int(1))) and (not (not (["b"] == Int(2)))))
        not a == 1 and not not b == 2"#]],
    );
    check_expression(
        "(not a) == b",
        expect![[r#"
        ((not ["a"]) == ["b"])
        (not a) == b"#]],
    );
}

#[test]
fn a_predicate_binds_tighter_than_arithmetic_and_comparison() {
    check_expression(
        "a in (1) == true",
        expect![[r#"
        ((["a"] in [Int(1)]) == Bool(true))
        a in (1) == true"#]],
    );
    check_expression(
        "a : \"x\" + \"y\"",
        expect![[r#"
        ((["a"] : Text { value: "x", raw: false }) + Text { value: "y", raw: false })
        a : "x" + "y""#]],
    );
    check_expression(
        "-a in (1, 2)",
        expect![[r#"
        (- (["a"] in [Int(1), Int(2)]))
        -a in (1, 2)"#]],
    );
    check_expression(
        "(a + b) in (1)",
        expect![[r#"
        ((["a"] + ["b"]) in [Int(1)])
        (a + b) in (1)"#]],
    );
}

#[test]
fn products_bind_tighter_than_sums_and_both_group_to_the_left() {
    check_expression(
        "1 - 2 - 3 * -4 / 5 % +6",
        expect![[r#"
        ((Int(1) - Int(2)) - (((Int(3) * (- Int(4))) / Int(5)) % (+ Int(6))))
        1 - 2 - 3 * -4 / 5 % +6"#]],
    );
    check_expression(
        "1 - (2 - 3) * (4 * 5)",
        expect![[r#"
        (Int(1) - ((Int(2) - Int(3)) * (Int(4) * Int(5))))
        1 - (2 - 3) * (4 * 5)"#]],
    );
    check_expression(
        "- -a - -1",
        expect![[r#"
        ((- (- ["a"])) - (- Int(1)))
        --a - -1"#]],
    );
}

#[test]
fn numbers_have_the_smallest_type_that_holds_them() {
    check_expression(
        "2147483647 + 2147483648 + 9223372036854775808 + 1. + .5 + 5e14 + 1.5e-3 + 007",
        expect![[r#"
        (((((((Int(2147483647) + Long(2147483648)) + Double(9.223372036854776e18)) + Double(1.0)) + Double(0.5)) + Double(500000000000000.0)) + Double(0.0015)) + Int(7))
        2147483647 + 2147483648 + 9.223372036854776e18 + 1.0 + 0.5 + 500000000000000.0 + 0.0015 + 7"#]],
    );
}

#[test]
fn strings_are_unescaped() {
    check_expression(
        r#"concat("a\"\\\t\n\u{41}\u{00000000}\u{202E}é\'", """C:\x""y""", """"""", "")"#,
        expect![[r#"
        concat(Text { value: "a\"\\\t\nA\0\u{202e}é'", raw: false }, Text { value: "C:\\x\"\"y", raw: true }, Text { value: "\"", raw: true }, Text { value: "", raw: false })
        concat("a\"\\\t\nA\u{00}\u{202e}é'", """C:\x""y""", """"""", "")"#]],
    );
    check_expression(
        r#""""""hello""world!"""" == """"foo"bar""""""#,
        expect![[r#"
        (Text { value: "\"\"hello\"\"world!\"", raw: true } == Text { value: "\"foo\"bar\"\"", raw: true })
        """""hello""world!"""" == """"foo"bar""""""#]],
    );
}

#[test]
fn names_are_quoted_where_the_grammar_needs_it() {
    check_expression(
        "?`?f``oo`.`sequence`.`plain`.@timestamp == _x . y",
        expect![[r#"
        (?["?f`oo", "sequence", "plain", "@timestamp"] == ["_x", "y"])
        ?`?f``oo`.`sequence`.plain.@timestamp == _x.y"#]],
    );
}

#[test]
fn lists_keep_their_brackets() {
    check_expression(
        "a like~ (\"x\") or a regex \"y\" or a not in~ (\"z\", b) or f~(1)",
        expect![[r#"
        ((["a"] like~ [Text { value: "x", raw: false }]) or (["a"] regex Text { value: "y", raw: false }) or (["a"] not in~ [Text { value: "z", raw: false }, ["b"]]) or f~(Int(1)))
        a like~ ("x") or a regex "y" or a not in~ ("z", b) or f~(1)"#]],
    );
}

#[test]
fn comments_nest_and_vanish() {
    check_expression(
        "a /* one /* two */ three */ and // four\n b",
        expect![[r#"
        (["a"] and ["b"])
        a and b"#]],
    );
}

#[test]
fn event_queries() {
    check(
        "any where true",
        expect![[r#"
        None where Bool(true)

        any where true"#]],
    );
    check(
        "\"my event\" where true | tail 10 | head 2147483648-1",
        expect![[r#"
        Some("my event") where Bool(true)
        | Tail 10
        | Head 2147483647

        "my event" where true
        | tail 10
        | head 2147483647"#]],
    );
}

#[test]
fn sequences() {
    check(
        "sequence by host.id, ?user.id with maxspan=90m [process where a == 1] by b with runs=3
           ![any where false] by c [file where true] by `d-e` until [process where true] by b | tail 1",
        expect![[r#"
            sequence by [host.id, ?user.id] maxspan Some("5400000 ms")
            Some("process") where (["a"] == Int(1)) runs 3 by [b]
            missing None where Bool(false) by [c]
            Some("file") where Bool(true) by [d-e]
            until Some("process") where Bool(true) by [b]
            | Tail 1

            sequence by host.id, ?user.id with maxspan=90m
              [process where a == 1] by b with runs=3
              ![any where false] by c
              [file where true] by `d-e`
            until [process where true] by b
            | tail 1"#]],
    );
    check(
        "sequence [any where true] with runs=2",
        expect![[r#"
        sequence by [] maxspan None
        None where Bool(true) runs 2 by []

        sequence
          [any where true] with runs=2"#]],
    );
}

#[test]
fn samples() {
    check(
        "sample by host [a where true] by os [b where true] by ?op_sys",
        expect![[r#"
        sample by [host]
        Some("a") where Bool(true) by [os]
        Some("b") where Bool(true) by [?op_sys]

        sample by host
          [a where true] by os
          [b where true] by ?op_sys"#]],
    );
}

#[test]
fn extensions_of_elastic_endpoint() {
    check_expression(
        "not _arraysearch(process.call_stack, $entry, $entry.symbol_info : \"*x\" and $entry.a.b)",
        expect![[r#"
        (not _arraysearch(["process", "call_stack"], $entry, (($entry["symbol_info"] : Text { value: "*x", raw: false }) and $entry["a", "b"])))
        not _arraysearch(process.call_stack, $entry, $entry.symbol_info : "*x" and $entry.a.b)"#]],
    );
    check_expression(
        "a and not descendant of [process where b]",
        expect![[r#"
        (["a"] and (not (descendant of Some("process") where ["b"])))
        a and not descendant of [process where b]"#]],
    );
    check(
        "sequence by e [process where true] as event0 [file where x == event0.y]",
        expect![[r#"
        sequence by [e] maxspan None
        Some("process") where Bool(true) as event0 by []
        Some("file") where (["x"] == ["event0", "y"]) by []

        sequence by e
          [process where true] as event0
          [file where x == event0.y]"#]],
    );
    check(
        "sequence [process where true] by e as event0 [file where true] by e",
        expect![[r#"
        sequence by [] maxspan None
        Some("process") where Bool(true) as event0 by [e]
        Some("file") where Bool(true) by [e]

        sequence
          [process where true] as event0 by e
          [file where true] by e"#]],
    );
}
