use super::Number::{Float, Int, Unsigned};
use super::Width::{Bits32, Bits64};
use super::*;
use crate::random::Random;

#[test]
fn numbers_compare_by_their_exact_values() {
    let rows = [
        (Int(3), Float(3.0), Some(Ordering::Equal)),
        (Int(3), Float(3.5), Some(Ordering::Less)),
        (Int(-3), Float(-3.5), Some(Ordering::Greater)),
        (Int(0), Float(-0.0), Some(Ordering::Equal)),
        (Int(-1), Unsigned(0), Some(Ordering::Less)),
        (Int(-1), Unsigned(u64::MAX), Some(Ordering::Less)),
        (Int(i64::MAX), Unsigned(1 << 63), Some(Ordering::Less)),
        (Int(9_007_199_254_740_993), Float(9_007_199_254_740_992.0), Some(Ordering::Greater)),
        (Int(i64::MAX), Float(TWO_63), Some(Ordering::Less)),
        (Int(i64::MIN), Float(-TWO_63), Some(Ordering::Equal)),
        (Unsigned(u64::MAX), Float(TWO_64), Some(Ordering::Less)),
        (Unsigned(0), Float(-0.5), Some(Ordering::Greater)),
        (Unsigned(0), Float(f64::INFINITY), Some(Ordering::Less)),
        (Int(0), Float(f64::NEG_INFINITY), Some(Ordering::Greater)),
        (Int(0), Float(f64::NAN), None),
        (Unsigned(0), Float(f64::NAN), None),
        (Float(f64::NAN), Float(f64::NAN), None),
    ];
    for (left, right, expected) in rows {
        assert_eq!(compare(left, right), expected, "{left:?} {right:?}");
        assert_eq!(compare(right, left), expected.map(Ordering::reverse), "{right:?} {left:?}");
    }
    assert!(!equal(Float(f64::NAN), Float(f64::NAN)) && !greater_or_equal(Int(0), Float(f64::NAN)));
    assert!(greater(Int(2), Float(1.5)) && less_or_equal(Int(1), Unsigned(1)) && less(Int(1), Unsigned(2)));
}

/// Twice the value of a number whose double has no more than one binary digit behind the point.
fn doubled(number: Number) -> i128 {
    match number {
        Int(value) => 2 * i128::from(value),
        Unsigned(value) => 2 * i128::from(value),
        Float(value) => (value * 2.0) as i128,
    }
}

#[test]
fn comparison_agrees_with_whole_numbers_of_128_bits() {
    let mut random = Random::new(3);
    let some = |random: &mut Random| {
        let edge = [0, 1, 1 << 24, 1 << 52, 1 << 53, 1 << 62, 1 << 63, u64::MAX][random.below(8) as usize];
        let value = edge.wrapping_add(random.below(5)).wrapping_sub(2);
        match random.below(4) {
            0 => Int(value as i64),
            1 => Unsigned(value),
            2 => Float(value as i64 as f64),
            _ => Float((value % (1 << 50)) as f64 / 2.0),
        }
    };
    for _ in 0..200_000 {
        let (left, right) = (some(&mut random), some(&mut random));
        assert_eq!(compare(left, right), Some(doubled(left).cmp(&doubled(right))), "{left:?} {right:?}");
    }
}

#[test]
fn arithmetic_is_that_of_java() {
    type Operation = fn(Width, Number, Number) -> Result<Number, Failed>;
    let max32 = Int(i64::from(i32::MAX));
    let min32 = Int(i64::from(i32::MIN));
    type Row = (&'static str, Operation, Width, Number, Number, Result<Number, Failed>);
    let rows: &[Row] = &[
        ("add", add, Bits32, Int(7), Int(-3), Ok(Int(4))),
        ("add", add, Bits32, max32, Int(1), Err(Failed)),
        ("add", add, Bits64, max32, Int(1), Ok(Int(1 << 31))),
        ("add", add, Bits64, Int(i64::MAX), Int(1), Err(Failed)),
        ("add", add, Bits64, Unsigned(u64::MAX), Int(1), Err(Failed)),
        ("subtract", subtract, Bits32, Int(7), Int(-3), Ok(Int(10))),
        ("subtract", subtract, Bits32, min32, Int(1), Err(Failed)),
        ("multiply", multiply, Bits32, Int(7), Float(3.0), Ok(Float(21.0))),
        ("multiply", multiply, Bits32, max32, Int(2), Err(Failed)),
        ("multiply", multiply, Bits64, Int(i64::MAX), Int(2), Err(Failed)),
        ("divide", divide, Bits32, Int(7), Int(3), Ok(Int(2))),
        ("divide", divide, Bits32, Int(-7), Int(3), Ok(Int(-2))),
        ("divide", divide, Bits32, Int(7), Int(0), Err(Failed)),
        ("divide", divide, Bits32, min32, Int(-1), Ok(min32)),
        ("divide", divide, Bits64, Int(i64::MIN), Int(-1), Ok(Int(i64::MIN))),
        ("divide", divide, Bits64, Float(7.0), Int(0), Ok(Float(f64::INFINITY))),
        ("modulo", modulo, Bits32, Int(7), Int(3), Ok(Int(1))),
        ("modulo", modulo, Bits32, Int(-7), Int(2), Ok(Int(-1))),
        ("modulo", modulo, Bits64, Int(i64::MIN), Int(-1), Ok(Int(0))),
        ("modulo", modulo, Bits64, Int(1), Int(0), Err(Failed)),
        ("modulo", modulo, Bits64, Float(-7.5), Float(2.0), Ok(Float(-1.5))),
    ];
    for (name, operation, width, left, right, expected) in rows {
        assert_eq!(operation(*width, *left, *right), *expected, "{name} {left:?} {right:?}");
    }
    assert!(matches!(divide(Bits32, Float(0.0), Int(0)), Ok(Float(value)) if value.is_nan()));
    assert_eq!(negate(Bits32, min32), Err(Failed));
    assert_eq!(negate(Bits64, min32), Ok(Int(1 << 31)));
    assert!(matches!(negate(Bits32, Float(0.0)), Ok(Float(value)) if value.is_sign_negative()));
}

#[test]
fn places_are_whole_numbers() {
    assert_eq!(Float(-2.9).to_i64(), Ok(-2));
    assert_eq!(Unsigned(7).to_i64(), Ok(7));
    for beyond in [Float(f64::NAN), Float(TWO_63), Float(f64::NEG_INFINITY), Unsigned(u64::MAX)] {
        assert_eq!(beyond.to_i64(), Err(Failed));
    }
}

#[test]
fn keyword_texts_are_read_as_decimal_numbers() {
    let rows = [
        ("1000", Some(Int(1000))),
        ("-3", Some(Int(-3))),
        ("+3", Some(Int(3))),
        ("007", Some(Int(7))),
        ("-9223372036854775808", Some(Int(i64::MIN))),
        ("-9223372036854775809", Some(Float(-9_223_372_036_854_775_808.0))),
        ("9223372036854775808", Some(Unsigned(1 << 63))),
        ("18446744073709551615", Some(Unsigned(u64::MAX))),
        ("18446744073709551616", Some(Float(TWO_64))),
        ("2.50", Some(Float(2.5))),
        ("1e9", Some(Float(1e9))),
        ("", None),
        ("-", None),
        (".", None),
        (" 1", None),
        ("1 ", None),
        ("0x10", None),
        ("NaN", None),
        ("inf", None),
        ("S-1-5-18", None),
        ("1.2.3", None),
        ("١", None),
    ];
    for (text, expected) in rows {
        assert_eq!(parse_decimal(text), expected, "{text:?}");
    }
}
