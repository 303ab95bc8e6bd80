use super::super::{Outcome, holds, predicate};
use super::{document, event_query, int, long, not, of, patterns, regex, test, text, whole};
use crate::ir::Comparison::{Equal, Greater, Less, LessOrEqual};
use crate::ir::{Arithmetic, Expr, Function, Number, NumberType, Predicate, Test, Width};

fn computed(expr: Expr) -> Predicate {
    Predicate::Computed(expr)
}

fn compare(comparison: crate::ir::Comparison, left: Expr, right: Expr) -> Expr {
    Expr::Compare(comparison, Box::new(left), Box::new(right))
}

fn call(function: Function, arguments: Vec<Expr>) -> Expr {
    Expr::Call { function, insensitive: false, arguments }
}

#[track_caller]
fn check(rows: Vec<(Predicate, &[(&str, bool)])>) {
    for (condition, documents) in rows {
        for (json, expected) in documents {
            assert_eq!(predicate(&condition, &document(json)), Ok(*expected), "{condition:?} on {json}");
        }
    }
}

#[test]
fn a_leaf_is_true_if_some_value_is_and_false_if_there_is_none() {
    let five = || test("l", Test::Number(Equal, whole(5)));
    let over = |limit| test("l", Test::Number(Greater, whole(limit)));
    check(vec![
        (five(), &[("{\"l\": 5}", true), ("{\"l\": [4, 5]}", true), ("{\"l\": [4]}", false), ("{}", false)]),
        (not(five()), &[("{\"l\": 5}", false), ("{\"l\": [4, 5]}", false), ("{\"l\": 4}", true), ("{}", true)]),
        (not(over(-1)), &[("{\"l\": 0}", false), ("{}", true)]),
        // Each conjunct may be met by another value.
        (
            Predicate::And(vec![over(5), test("l", Test::Number(Less, whole(6)))]),
            &[("{\"l\": [5, 6]}", true), ("{\"l\": 5}", false)],
        ),
        (
            Predicate::Or(vec![five(), test("k", Test::Exists)]),
            &[("{\"k\": \"\"}", true), ("{\"l\": 5}", true), ("{\"l\": 6}", false)],
        ),
        (test("k", Test::Exists), &[("{\"k\": \"\"}", true), ("{\"k\": [null]}", false), ("{}", false)]),
        (not(test("k", Test::Exists)), &[("{}", true)]),
        (Predicate::Const(true), &[("{}", true)]),
    ]);
}

#[test]
fn each_kind_of_test_compares_its_kind_of_value() {
    let block = |text: &str| text.parse().expect("block");
    check(vec![
        (test("b", Test::Bool(true)), &[("{\"b\": true}", true), ("{\"b\": [false]}", false), ("{}", false)]),
        (test("l", Test::Number(Less, Number::Float(4.5))), &[("{\"l\": 4}", true), ("{\"l\": 5}", false)]),
        (test("d", Test::Number(Equal, whole(3))), &[("{\"d\": 3.0}", true), ("{\"d\": 3.5}", false)]),
        (test("t", Test::Number(LessOrEqual, whole(10))), &[("{\"t\": 10}", true), ("{\"t\": 11}", false)]),
        (
            test("k", Test::TextAsNumber(Greater, whole(999))),
            &[("{\"k\": \"1000\"}", true), ("{\"k\": \"999.5\"}", true), ("{\"k\": \"9\"}", false), ("{\"k\": \"root\"}", false)],
        ),
        (test("k", Test::Text(Equal, "Foo".to_owned())), &[("{\"k\": \"Foo\"}", true), ("{\"k\": \"foo\"}", false)]),
        (test("k", Test::Text(Less, "b".to_owned())), &[("{\"k\": \"B\"}", true), ("{\"k\": \"c\"}", false)]),
        (
            test("k", Test::Patterns(patterns(true, &["x*", "Ab"]))),
            &[("{\"k\": \"aB\"}", true), ("{\"k\": \"Xy\"}", true), ("{\"k\": \"é\"}", false)],
        ),
        (test("k", Test::Patterns(patterns(true, &["É"]))), &[("{\"k\": \"é\"}", false), ("{\"k\": \"É\"}", true)]),
        (test("k", Test::Patterns(patterns(false, &["*"]))), &[("{\"k\": \"\"}", true), ("{}", false)]),
        (test("k", Test::Regex(regex("fo+", true))), &[("{\"k\": [\"x\", \"FOO\"]}", true), ("{\"k\": \"xfoo\"}", false)]),
        (
            test("a", Test::InBlocks(vec![block("10.0.0.0/8"), block("::1/128")])),
            &[("{\"a\": \"10.1.1.1\"}", true), ("{\"a\": \"::1\"}", true), ("{\"a\": \"::2\"}", false), ("{}", false)],
        ),
        (test("a", Test::Ip(Less, [10, 0, 0, 2].into())), &[("{\"a\": \"10.0.0.1\"}", true), ("{\"a\": \"10.0.0.2\"}", false)]),
        (
            test("v", Test::Version(Greater, "1.2.4".to_owned())),
            &[("{\"v\": \"1.11.3\"}", true), ("{\"v\": \"1.2.4-SNAPSHOT\"}", false)],
        ),
        (test("v", Test::Patterns(patterns(true, &["1.2*"]))), &[("{\"v\": \"1.2.4\"}", true)]),
    ]);
}

#[test]
fn a_computed_leaf_is_tried_for_each_combination_of_values() {
    let longer_than_two = || compare(Greater, call(Function::Length, vec![of("k")]), int(2));
    let starts = || call(Function::StartsWith, vec![of("k"), of("m")]);
    let add = |left, right| Expr::Arithmetic(Arithmetic::Add, NumberType::Int(Width::Bits64), Box::new(left), Box::new(right));
    check(vec![
        (computed(longer_than_two()), &[("{\"k\": [\"a\", \"abc\"]}", true), ("{\"k\": \"ab\"}", false), ("{}", false)]),
        (not(computed(longer_than_two())), &[("{\"k\": [\"a\", \"abc\"]}", false), ("{}", true)]),
        (
            computed(starts()),
            &[
                ("{\"k\": [\"x\", \"abc\"], \"m\": [\"q\", \"ab\"]}", true),
                ("{\"k\": [\"x\", \"abc\"], \"m\": [\"q\", \"b\"]}", false),
                ("{\"k\": \"abc\"}", false),
            ],
        ),
        // A field that stands twice has one value: no two different values of it meet.
        (computed(compare(Equal, add(of("l"), of("l")), long(3))), &[("{\"l\": [1, 2]}", false)]),
        (computed(compare(Equal, add(of("l"), of("l")), long(4))), &[("{\"l\": [1, 2]}", true)]),
        (computed(compare(Equal, add(of("l"), of("l2")), long(3))), &[("{\"l\": [1, 9], \"l2\": [7, 2]}", true)]),
        // Null is a value of a missing field, inside.
        (computed(Expr::IsNull(Box::new(compare(Greater, of("l"), long(-1))))), &[("{}", true), ("{\"l\": 0}", false)]),
        (
            computed(Expr::IsNull(Box::new(Expr::Test(super::field("l").into(), Test::Number(Greater, whole(-1)))))),
            &[("{}", true), ("{\"l\": 0}", false)],
        ),
        (
            computed(Expr::IsNull(Box::new(call(Function::IndexOf, vec![of("k"), text("x")])))),
            &[("{\"k\": [\"ax\", \"b\"]}", true), ("{\"k\": \"x\"}", false)],
        ),
        (
            computed(compare(Equal, call(Function::String, vec![of("i")]), text("7"))),
            &[("{\"i\": 7}", true), ("{\"i\": [8, 7]}", true), ("{}", false)],
        ),
        (
            computed(compare(Equal, call(Function::String, vec![of("t")]), text("1970-01-01T00:00:00.007Z"))),
            &[("{\"t\": 7}", true)],
        ),
        (computed(compare(Greater, of("v"), text("1.2.4"))), &[("{\"v\": \"1.11.3\"}", true), ("{\"v\": \"1.2.4\"}", false)]),
        (
            computed(call(Function::CidrMatch, vec![of("a"), text("10.0.0.0/8")])),
            &[("{\"a\": [\"::1\", \"10.0.0.1\"]}", true), ("{}", false)],
        ),
    ]);
}

#[test]
fn an_error_that_is_reached_fails_the_query_in_either_polarity() {
    let failing = || computed(compare(Equal, call(Function::Number, vec![of("k")]), long(1)));
    let yes = || test("l", Test::Exists);
    let outcome = |condition, json| holds(&event_query("any", condition), &document(json));
    let rows = [
        (failing(), "{\"k\": \"1\"}", Outcome::True),
        (failing(), "{\"k\": \"2\"}", Outcome::False),
        (failing(), "{\"k\": \"abc\"}", Outcome::Failed),
        (not(failing()), "{\"k\": \"abc\"}", Outcome::Failed),
        (failing(), "{}", Outcome::False),
        // What decides before the error is reached, decides.
        (failing(), "{\"k\": [\"1\", \"abc\"]}", Outcome::True),
        (failing(), "{\"k\": [\"abc\", \"1\"]}", Outcome::Failed),
        (Predicate::And(vec![yes(), failing()]), "{\"k\": \"abc\"}", Outcome::False),
        (Predicate::And(vec![failing(), yes()]), "{\"k\": \"abc\"}", Outcome::Failed),
        (Predicate::Or(vec![yes(), failing()]), "{\"k\": \"abc\", \"l\": 1}", Outcome::True),
        (Predicate::Or(vec![failing(), yes()]), "{\"k\": \"abc\", \"l\": 1}", Outcome::Failed),
    ];
    for (condition, json, expected) in rows {
        assert_eq!(outcome(condition.clone(), json), expected, "{condition:?} on {json}");
    }
}

#[test]
fn a_category_is_some_value_of_its_field() {
    let rows = [
        ("process", "{\"kind\": \"process\"}", Outcome::True),
        ("process", "{\"kind\": [\"file\", \"process\"]}", Outcome::True),
        ("process", "{\"kind\": \"Process\"}", Outcome::False),
        ("process", "{}", Outcome::False),
        ("any", "{}", Outcome::True),
    ];
    for (category, json, expected) in rows {
        assert_eq!(holds(&event_query(category, Predicate::Const(true)), &document(json)), expected, "{category} {json}");
    }
    // The condition of another category is not even computed.
    let failing = computed(compare(Equal, call(Function::Number, vec![text("abc")]), long(1)));
    assert_eq!(holds(&event_query("process", failing), &document("{}")), Outcome::False);
}
