use super::super::{Failed, constant, functions};
use super::{int, long, patterns, text};
use crate::ir::{Arithmetic, Comparison, Expr, Function, NumberType, Width};

fn call(name: &str, arguments: &[Expr]) -> Expr {
    let insensitive = name.ends_with('~');
    let function = Function::named(name.trim_end_matches('~')).expect("a function");
    Expr::Call { function, insensitive, arguments: arguments.to_vec() }
}

#[track_caller]
fn check(rows: &[(Expr, Result<Expr, Failed>)]) {
    for (expr, expected) in rows {
        assert_eq!(constant(expr), *expected, "{expr:?}");
    }
}

const NULL: Expr = Expr::Null;
const YES: Result<Expr, Failed> = Ok(Expr::Bool(true));
const NO: Result<Expr, Failed> = Ok(Expr::Bool(false));

#[test]
fn texts_are_searched() {
    let planet = || text("welcome to the planet");
    check(&[
        (call("between", &[planet(), text("welcome"), text("planet")]), Ok(text(" to the "))),
        (call("between", &[planet(), text("goodbye"), text("planet")]), Ok(text(""))),
        (call("between", &[planet(), text("welcome"), text("e"), Expr::Bool(true)]), Ok(text(" to the plan"))),
        (call("between", &[planet(), text("welcome"), text("e"), Expr::Bool(false)]), Ok(text(" to th"))),
        (call("between", &[planet(), text("welcome"), text("x"), Expr::Bool(true)]), Ok(text(""))),
        (call("between", &[planet(), text(""), text("x")]), Ok(planet())),
        (call("between", &[planet(), text("x"), text("")]), Ok(planet())),
        (call("between", &[text("aXbXc"), text("x"), text("x")]), Ok(text(""))),
        (call("between~", &[text("aXBxc"), text("x"), text("x")]), Ok(text("B"))),
        (call("between", &[text("abab"), text("ab"), text("ab"), Expr::Bool(true)]), Ok(text(""))),
        (call("between", &[NULL, text("a"), text("b")]), Ok(NULL)),
        (call("between", &[planet(), NULL, text("b")]), Err(Failed)),
        (call("between", &[planet(), text("a"), NULL]), Err(Failed)),
        (call("between", &[planet(), text("a"), text("b"), NULL]), Err(Failed)),
        (call("startsWith", &[text("FooBar"), text("Foo")]), YES),
        (call("startsWith", &[text("FooBar"), text("foo")]), NO),
        (call("startsWith~", &[text("FooBar"), text("foo")]), YES),
        (call("startsWith~", &[text("Éa"), text("éA")]), YES),
        (call("startsWith", &[text("FooBar"), text("")]), YES),
        (call("startsWith", &[text("FooBar"), NULL]), Ok(NULL)),
        (call("endsWith", &[text("FooBarBaz"), text("baz")]), NO),
        (call("endsWith~", &[text("FooBarBaz"), text("baz")]), YES),
        (call("endsWith", &[NULL, text("baz")]), Ok(NULL)),
        (call("stringContains", &[text("regsvr32"), text("svr")]), YES),
        (call("stringContains", &[text("regsvr32"), text("SVR")]), NO),
        (call("stringContains~", &[text("regsvr32"), text("SVR")]), YES),
        (call("stringContains", &[text("regsvr32"), text("")]), NO),
        (call("stringContains", &[text(""), text("")]), NO),
        (call("stringContains", &[text("x"), NULL]), Ok(NULL)),
        (call("indexOf", &[text("foobarbaz"), text("o")]), Ok(int(1))),
        (call("indexOf", &[text("foobarbaz"), text("L")]), Ok(NULL)),
        (call("indexOf~", &[text("foobarbaz"), text("B")]), Ok(int(3))),
        (call("indexOf", &[text("foobarbaz"), text("r"), int(2)]), Ok(int(5))),
        (call("indexOf", &[text("foobarbaz"), text("o"), NULL]), Ok(int(1))),
        (call("indexOf", &[text("foobarbaz"), text("o"), int(-5)]), Ok(int(1))),
        (call("indexOf", &[text("foobarbaz"), text(""), int(4)]), Ok(int(4))),
        (call("indexOf", &[text("abc"), text(""), int(40)]), Ok(int(3))),
        (call("indexOf", &[text("😀b"), text("b")]), Ok(int(2))),
        (call("indexOf", &[NULL, text("b")]), Ok(NULL)),
    ]);
}

#[test]
fn texts_are_measured_cut_and_joined() {
    let world = || text("hello world");
    check(&[
        (call("length", &[text("")]), Ok(int(0))),
        (call("length", &[text("é😀")]), Ok(int(3))),
        (call("length", &[NULL]), Ok(NULL)),
        (call("substring", &[world(), int(6), NULL]), Ok(text("world"))),
        (call("substring", &[world(), int(0), int(5)]), Ok(text("hello"))),
        (call("substring", &[world(), int(0), int(500)]), Ok(text("hello world"))),
        (call("substring", &[world(), int(5), int(-1)]), Ok(text(" worl"))),
        (call("substring", &[world(), int(-5)]), Ok(text("world"))),
        (call("substring", &[world(), int(-500), int(2)]), Ok(text("he"))),
        (call("substring", &[world(), int(4), int(4)]), Ok(text(""))),
        (call("substring", &[world(), int(6), int(2)]), Ok(text(""))),
        (call("substring", &[world(), int(50)]), Ok(text(""))),
        (call("substring", &[world(), NULL, int(2)]), Ok(world())),
        (call("substring", &[NULL, int(2)]), Ok(NULL)),
        (call("substring", &[text("a😀b"), int(3)]), Ok(text("b"))),
        // The two halves of a pair are each a unit.
        (call("length", &[call("substring", &[text("😀"), int(0), int(1)])]), Ok(int(1))),
        (call("concat", &[text("a"), text("||"), int(1), Expr::Bool(true), Expr::Float(1.5)]), Ok(text("a||1true1.5"))),
        (call("concat", &[text("a"), NULL]), Ok(NULL)),
        (call("concat", &[NULL]), Ok(NULL)),
        (call("string", &[NULL]), Ok(NULL)),
        (call("string", &[long(i64::MIN)]), Ok(text("-9223372036854775808"))),
    ]);
    let doubles = [
        (0.0, "0.0"),
        (-0.0, "-0.0"),
        (1.0, "1.0"),
        (2.1828, "2.1828"),
        (0.001, "0.001"),
        (0.00099, "9.9E-4"),
        (9_999_999.0, "9999999.0"),
        (10_000_000.0, "1.0E7"),
        (-1.5e300, "-1.5E300"),
        (123_456_789.125, "1.23456789125E8"),
        (5e-324, "4.9E-324"),
        (1e-323, "9.9E-324"),
        (1e23, "1.0E23"),
        (2e22, "2.0E22"),
        (f64::MAX, "1.7976931348623157E308"),
        (f64::NAN, "NaN"),
        (f64::NEG_INFINITY, "-Infinity"),
    ];
    for (value, expected) in doubles {
        assert_eq!(functions::java_text(value), expected);
    }
}

#[test]
fn texts_become_numbers() {
    check(&[
        (call("number", &[text("314")]), Ok(long(314))),
        (call("number", &[text("3.25")]), Ok(Expr::Float(3.25))),
        (call("number", &[text("-3.25"), int(10)]), Ok(Expr::Float(-3.25))),
        (call("number", &[text("+314"), int(10)]), Ok(long(314))),
        (call("number", &[text("0x1f")]), Ok(long(31))),
        (call("number", &[text("0x1f"), int(16)]), Ok(long(31))),
        (call("number", &[text("1f"), int(16)]), Ok(long(31))),
        (call("number", &[text("0x1f"), int(10)]), Err(Failed)),
        (call("number", &[text("052403"), int(8)]), Ok(long(21763))),
        (call("number", &[text("52403"), int(7)]), Ok(long(12890))),
        (call("number", &[text("1e3")]), Ok(Expr::Float(1000.0))),
        (call("number", &[text(" 1.5 ")]), Ok(Expr::Float(1.5))),
        (call("number", &[text("99999999999999999999")]), Ok(Expr::Float(1e20))),
        (call("number", &[text("-Infinity")]), Ok(Expr::Float(f64::NEG_INFINITY))),
        (call("number", &[text("inf")]), Err(Failed)),
        (call("number", &[text("abc")]), Err(Failed)),
        (call("number", &[text("")]), Err(Failed)),
        (call("number", &[text("9"), int(8)]), Err(Failed)),
        (call("number", &[text("9"), int(99)]), Err(Failed)),
        (call("number", &[NULL]), Ok(NULL)),
    ]);
}

#[test]
fn addresses_are_looked_up_in_blocks() {
    check(&[
        (call("cidrMatch", &[text("10.0.0.1"), text("10.0.0.0/8")]), YES),
        (call("cidrMatch", &[text("11.0.0.1"), text("10.0.0.0/8"), text("11.9.9.9/8")]), YES),
        (call("cidrMatch", &[text("12.0.0.1"), text("10.0.0.0/8"), text("2001::/64")]), NO),
        // IPv4 lies in the lowest IPv6 block.
        (call("cidrMatch", &[text("12.0.0.1"), text("::/64")]), YES),
        (call("cidrMatch", &[NULL, text("10.0.0.0/8")]), Ok(NULL)),
        (call("cidrMatch", &[text("10.0.0.1"), text("10.0.0.0/33")]), Err(Failed)),
        (call("cidrMatch", &[text("here"), text("10.0.0.0/8")]), Err(Failed)),
    ]);
}

#[test]
fn arithmetic_is_exact_and_fails_beyond_its_width() {
    use Arithmetic::{Add, Divide, Modulo, Multiply, Subtract};
    let of = |operator, number_type, left, right| Expr::Arithmetic(operator, number_type, Box::new(left), Box::new(right));
    let (int32, int64) = (NumberType::Int(Width::Bits32), NumberType::Int(Width::Bits64));
    check(&[
        (of(Add, int32, int(7), int(3)), Ok(int(10))),
        (of(Add, int32, int(i32::MAX), int(1)), Err(Failed)),
        (of(Add, int64, int(i32::MAX), long(1)), Ok(long(2_147_483_648))),
        (of(Subtract, int64, long(i64::MIN), long(1)), Err(Failed)),
        (of(Multiply, int64, long(i64::MAX), long(2)), Err(Failed)),
        (of(Multiply, int32, int(65_536), int(65_536)), Err(Failed)),
        (of(Multiply, NumberType::Float, int(7), Expr::Float(3.0)), Ok(Expr::Float(21.0))),
        (of(Divide, int32, int(7), int(3)), Ok(int(2))),
        (of(Divide, int32, int(-7), int(3)), Ok(int(-2))),
        (of(Divide, int32, int(7), int(0)), Err(Failed)),
        (of(Divide, int32, int(i32::MIN), int(-1)), Ok(int(i32::MIN))),
        (of(Divide, int64, long(i64::MIN), long(-1)), Ok(long(i64::MIN))),
        (of(Divide, NumberType::Float, Expr::Float(1.0), int(0)), Ok(Expr::Float(f64::INFINITY))),
        (of(Modulo, int32, int(-7), int(3)), Ok(int(-1))),
        (of(Modulo, int32, int(7), int(0)), Err(Failed)),
        (of(Modulo, int64, long(i64::MIN), long(-1)), Ok(long(0))),
        (of(Modulo, NumberType::Float, Expr::Float(-7.5), int(2)), Ok(Expr::Float(-1.5))),
        (of(Add, int32, NULL, int(3)), Ok(NULL)),
        (of(Divide, int32, NULL, int(0)), Ok(NULL)),
        (Expr::Negate(int32, Box::new(int(i32::MIN))), Err(Failed)),
        (Expr::Negate(int64, Box::new(long(5))), Ok(long(-5))),
        (Expr::Negate(NumberType::Float, Box::new(Expr::Float(5.0))), Ok(Expr::Float(-5.0))),
        (Expr::Negate(int64, Box::new(NULL)), Ok(NULL)),
        (call("add", &[int(i32::MAX), int(1)]), Err(Failed)),
        (call("add", &[int(i32::MAX), long(1)]), Ok(long(2_147_483_648))),
        (call("subtract", &[int(3), Expr::Float(0.5)]), Ok(Expr::Float(2.5))),
        (call("multiply", &[int(2), NULL]), Ok(NULL)),
        (call("divide", &[int(7), int(2)]), Ok(int(3))),
        (call("modulo", &[int(-7), int(2)]), Ok(int(-1))),
    ]);
}

#[test]
fn comparisons_are_three_valued() {
    use Comparison::{Equal, Greater, Less, LessOrEqual};
    let of = |comparison, left, right| Expr::Compare(comparison, Box::new(left), Box::new(right));
    let nan = || Expr::Float(f64::NAN);
    check(&[
        (of(Equal, int(3), Expr::Float(3.0)), YES),
        (of(LessOrEqual, int(-3), Expr::Float(4.0)), YES),
        (of(Less, long(9_007_199_254_740_993), Expr::Float(9_007_199_254_740_992.0)), NO),
        (of(Greater, text("Foo"), text("Bar")), YES),
        (of(Less, text("Foo"), text("foo")), YES),
        // By code points: U+FFFF comes before U+10000, whose first UTF-16 unit is smaller.
        (of(Less, text("\u{ffff}"), text("\u{10000}")), YES),
        (of(Equal, Expr::Bool(true), Expr::Bool(true)), YES),
        (of(Less, NULL, int(1)), Ok(NULL)),
        (of(Equal, NULL, NULL), Ok(NULL)),
        (of(Equal, nan(), nan()), NO),
        (of(Equal, int(1), text("1")), NO),
        (Expr::IsNull(Box::new(NULL)), YES),
        (Expr::IsNull(Box::new(int(1))), NO),
        (Expr::IsNull(Box::new(of(Less, NULL, int(1)))), YES),
    ]);
}

#[test]
fn connectives_are_three_valued_and_look_no_further_than_needed() {
    let (yes, no) = (Expr::Bool(true), Expr::Bool(false));
    let failing = || call("number", &[text("abc")]);
    let and = |operands: &[&Expr]| Expr::And(operands.iter().map(|operand| (*operand).clone()).collect());
    let or = |operands: &[&Expr]| Expr::Or(operands.iter().map(|operand| (*operand).clone()).collect());
    check(&[
        (and(&[&yes, &yes]), YES),
        (and(&[&yes, &no]), NO),
        (and(&[&NULL, &no]), NO),
        (and(&[&NULL, &yes]), Ok(NULL)),
        (or(&[&NULL, &yes]), YES),
        (or(&[&no, &NULL]), Ok(NULL)),
        (or(&[&no, &no]), NO),
        (Expr::Not(Box::new(NULL)), Ok(NULL)),
        (Expr::Not(Box::new(yes.clone())), NO),
        (and(&[&no, &failing()]), NO),
        (and(&[&NULL, &failing()]), Err(Failed)),
        (or(&[&yes, &failing()]), YES),
        (or(&[&failing(), &yes]), Err(Failed)),
    ]);
}

#[test]
fn lists_and_patterns_on_results() {
    let within = |value, insensitive, list: &[Expr]| Expr::In { value: Box::new(value), insensitive, list: list.to_vec() };
    check(&[
        (within(int(345), false, &[int(123), Expr::Float(345.0)]), YES),
        (within(int(345), false, &[int(123)]), NO),
        (within(NULL, false, &[int(123)]), Ok(NULL)),
        (within(int(1), false, &[NULL, int(1)]), YES),
        (within(int(1), false, &[NULL, int(2)]), Ok(NULL)),
        (within(text("É*"), true, &[text("é*")]), YES),
        (within(text("É*"), false, &[text("é*")]), NO),
        (within(text("ab"), true, &[text("A*")]), NO),
        (Expr::Matches(Box::new(text("ÉA")), patterns(true, &["é*"])), YES),
        (Expr::Matches(Box::new(text("ÉA")), patterns(false, &["é*"])), NO),
        (Expr::Matches(Box::new(NULL), patterns(true, &["*"])), Ok(NULL)),
        (Expr::Regex(Box::new(text("FOO")), super::regex("fo{2}", true)), YES),
        (Expr::Regex(Box::new(NULL), super::regex("fo{2}", true)), Ok(NULL)),
    ]);
}

#[test]
fn every_function_does_what_its_example_says() {
    // The examples of the table are text; these are the same calls, by name.
    for row in crate::ir::FUNCTIONS {
        assert_eq!(Function::named(row.name), Some(row.function));
    }
    check(&[
        (call("between", &[text("welcome to the planet"), text("to "), text(" p")]), Ok(text("the"))),
        (call("substring", &[text("regsvr32.exe"), int(-4)]), Ok(text(".exe"))),
        (call("concat", &[text("a"), int(1), Expr::Bool(true)]), Ok(text("a1true"))),
    ]);
}
