//! Decimal text → the nearest double, ties to even.
//!
//! The standard library does the same, but with indices that the optimiser cannot prove to be in range; here nothing can
//! panic. A number of few digits is one multiplication or division of exact doubles. Any other is a quotient of two
//! large integers, as wide as it takes and bounded: an exponent beyond all doubles is decided without them.

use core::cmp::Ordering;

/// More significant digits than it takes to tell any two doubles and the middle between them apart.
const DIGITS_MAX: u32 = 769;

/// The number of a text `[+-] digits [. digits] [e [+-] digits]`, with a digit before or after the point.
pub(super) fn parse(text: &str) -> Option<f64> {
    let (negative, unsigned) = sign(text.as_bytes());
    let decimal = Decimal::scan(unsigned)?;
    let value = decimal.small().unwrap_or_else(|| decimal.large());
    Some(if negative { -value } else { value })
}

/// `digits × 10^exponent`
struct Decimal<'a> {
    /// Digits with perhaps a point between them; without leading zeros.
    digits: &'a [u8],
    /// How many of them there are without the point, at most [`DIGITS_MAX`].
    count: u32,
    /// Whether a digit behind these is not zero.
    more: bool,
    exponent: i32,
}

impl<'a> Decimal<'a> {
    fn scan(text: &'a [u8]) -> Option<Self> {
        let mut rest = text;
        let (mut any, mut point, mut more) = (false, false, false);
        let (mut count, mut exponent) = (0_u32, 0_i32);
        let mut digits = text;
        while let Some((byte, behind)) = rest.split_first() {
            match byte {
                b'0' if count == 0 => {
                    any = true;
                    digits = behind;
                    exponent = exponent.saturating_sub(i32::from(point));
                }
                b'0'..=b'9' => {
                    any = true;
                    if count < DIGITS_MAX {
                        count = count.wrapping_add(1);
                        exponent = exponent.saturating_sub(i32::from(point));
                    } else {
                        more |= *byte != b'0';
                        exponent = exponent.saturating_add(i32::from(!point));
                    }
                }
                b'.' if !point => {
                    point = true;
                    if count == 0 {
                        digits = behind;
                    }
                }
                b'e' | b'E' => {
                    exponent = exponent.saturating_add(whole(behind)?);
                    break;
                }
                _ => return None,
            }
            rest = behind;
        }
        any.then_some(Self { digits, count, more, exponent })
    }

    /// The digits' values.
    fn digits(&self) -> impl Iterator<Item = u32> {
        let digits = self.digits.iter().filter(|byte| byte.is_ascii_digit()).take(self.count as usize);
        digits.map(|byte| u32::from(byte.wrapping_sub(b'0')))
    }

    /// The number, if it is one operation on doubles that are exact.
    fn small(&self) -> Option<f64> {
        const POWERS: [f64; 23] = [
            1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
            1e21, 1e22,
        ];
        if self.count > 19 {
            return None;
        }
        let whole = self.digits().fold(0_u64, |whole, digit| whole.wrapping_mul(10).wrapping_add(u64::from(digit)));
        if whole == 0 {
            return Some(0.0);
        }
        let power = POWERS.get(self.exponent.unsigned_abs() as usize)?;
        let exact = (whole <= 1 << 53).then_some(whole as f64)?;
        Some(if self.exponent < 0 { exact / power } else { exact * power })
    }

    fn large(&self) -> f64 {
        // The number is less than ten to this power, and at least a tenth of it.
        let magnitude = self.exponent.saturating_add(self.count.cast_signed());
        if magnitude > 309 {
            return f64::INFINITY;
        }
        if magnitude < -324 {
            return 0.0;
        }
        let mut dividend = Large::ZERO;
        for digit in self.digits() {
            dividend.multiply(10, digit);
        }
        let mut divisor = Large::ONE;
        let scaled = if self.exponent < 0 { &mut divisor } else { &mut dividend };
        for _ in 0..self.exponent.unsigned_abs() {
            scaled.multiply(10, 0);
        }
        quotient(dividend, divisor, self.more)
    }
}

/// The double nearest to the quotient of two integers that are not zero; `more`: or to one slightly above.
fn quotient(mut dividend: Large, mut divisor: Large, more: bool) -> f64 {
    /// Bits of the quotient beyond the first one: more than a double has.
    const BITS: i32 = 64;
    // Powers of two that make the quotient one of 65 or 66 bits. The divisor begins so much higher.
    let shift = BITS.wrapping_sub(dividend.bits().wrapping_sub(divisor.bits()));
    let scaled = if shift < 0 { &mut divisor } else { &mut dividend };
    scaled.shift_left(shift.unsigned_abs());
    divisor.shift_left(BITS.unsigned_abs().wrapping_add(1));
    let mut result = 0_u128;
    for _ in 0..BITS.wrapping_add(2) {
        result <<= 1;
        if dividend.compare(&divisor) != Ordering::Less {
            dividend.subtract(&divisor);
            result |= 1;
        }
        divisor.halve();
    }
    nearest(result, shift.wrapping_neg(), more || !dividend.is_zero())
}

/// The double nearest to `whole × 2^exponent`, or slightly above it if `more`. `whole` has more than 53 bits.
fn nearest(whole: u128, exponent: i32, more: bool) -> f64 {
    const FRACTION_BITS: i32 = 52;
    const EXPONENT_MIN: i32 = -1022;
    let bits = u128::BITS.wrapping_sub(whole.leading_zeros()).cast_signed();
    // That of the number as 1.… × 2^e. Below the least one, doubles have fewer bits.
    let power = exponent.wrapping_add(bits).wrapping_sub(1);
    let fewer = EXPONENT_MIN.saturating_sub(power).max(0);
    let dropped = bits.wrapping_sub(FRACTION_BITS + 1).saturating_add(fewer);
    let Some(kept) = whole.checked_shr(dropped.unsigned_abs()) else { return 0.0 };
    let half = 1_u128.wrapping_shl(dropped.wrapping_sub(1).unsigned_abs());
    let rest = whole & half.wrapping_mul(2).wrapping_sub(1);
    let up = match rest.cmp(&half) {
        Ordering::Less => false,
        Ordering::Equal => more || kept & 1 == 1,
        Ordering::Greater => true,
    };
    let rounded = (kept as u64).wrapping_add(u64::from(up));
    if fewer > 0 {
        // A carry makes it the least double that has all bits, as it should.
        return f64::from_bits(rounded);
    }
    // The first bit of the fraction is not stored; it adds one to the exponent, and a carry out of the fraction another.
    let biased = power.wrapping_add(1022).max(0).unsigned_abs();
    let value = (u64::from(biased) << FRACTION_BITS).wrapping_add(rounded);
    f64::from_bits(value.min(f64::INFINITY.to_bits()))
}

/// An integer that is not negative, of up to 4,096 bits: digits to the base 2³², the least first.
///
/// The widest here is a quotient's dividend: 10 to the power of [`DIGITS_MAX`] + 324 with 130 bits to spare, 3,761 bits.
struct Large {
    limbs: [u32; Self::LIMBS],
    /// All limbs from here on are zero.
    len: usize,
}

impl Large {
    const LIMBS: usize = 128;

    const ZERO: Self = Self { limbs: [0; Self::LIMBS], len: 0 };

    const ONE: Self = {
        let mut limbs = Self::ZERO.limbs;
        limbs[0] = 1;
        Self { limbs, len: 1 }
    };

    /// Times `factor`, plus `carry`.
    fn multiply(&mut self, factor: u32, carry: u32) {
        let mut carry = carry;
        for limb in self.limbs.iter_mut().take(self.len) {
            let product = u64::from(*limb).wrapping_mul(u64::from(factor)).wrapping_add(u64::from(carry));
            (*limb, carry) = (product as u32, (product >> 32) as u32);
        }
        if carry != 0
            && let Some(limb) = self.limbs.get_mut(self.len)
        {
            *limb = carry;
            self.len = self.len.wrapping_add(1);
        }
    }

    fn shift_left(&mut self, bits: u32) {
        for _ in 0..bits / 31 {
            self.multiply(1 << 31, 0);
        }
        self.multiply(1 << (bits % 31), 0);
    }

    fn halve(&mut self) {
        let mut carry = 0;
        for limb in self.limbs.iter_mut().take(self.len).rev() {
            let half = *limb >> 1 | carry;
            carry = *limb << 31;
            *limb = half;
        }
    }

    /// Less a number that is not greater.
    fn subtract(&mut self, other: &Self) {
        let mut borrow = false;
        for (limb, other) in self.limbs.iter_mut().take(self.len).zip(&other.limbs) {
            let (difference, first) = limb.overflowing_sub(*other);
            let (difference, second) = difference.overflowing_sub(u32::from(borrow));
            (*limb, borrow) = (difference, first || second);
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        let len = self.len.max(other.len);
        self.limbs.iter().take(len).rev().cmp(other.limbs.iter().take(len).rev())
    }

    fn is_zero(&self) -> bool {
        self.limbs.iter().take(self.len).all(|limb| *limb == 0)
    }

    /// How many bits it has, if its last limb is not zero.
    fn bits(&self) -> i32 {
        let last = self.limbs.iter().take(self.len).next_back().copied().unwrap_or_default();
        let of_limbs = u32::try_from(self.len).unwrap_or_default().wrapping_mul(32);
        of_limbs.wrapping_sub(last.leading_zeros()).cast_signed()
    }
}

/// A whole number with a sign, or the nearest that fits.
fn whole(text: &[u8]) -> Option<i32> {
    let (negative, digits) = sign(text);
    if digits.is_empty() {
        return None;
    }
    let mut value = 0_i32;
    for digit in digits {
        let digit = digit.is_ascii_digit().then_some(digit.wrapping_sub(b'0'))?;
        value = value.saturating_mul(10).saturating_add(i32::from(digit));
    }
    Some(if negative { value.wrapping_neg() } else { value })
}

/// Whether a text begins with a minus, and what is behind its sign.
fn sign(text: &[u8]) -> (bool, &[u8]) {
    match text.split_first() {
        Some((b'-', rest)) => (true, rest),
        Some((b'+', rest)) => (false, rest),
        _ => (false, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;
    use std::format;
    use std::string::String;

    fn check(text: &str) {
        let expected: Option<f64> = text.parse().ok();
        assert_eq!(parse(text).map(f64::to_bits), expected.map(f64::to_bits), "{text:?}");
    }

    #[test]
    fn hard_numbers_are_the_doubles_of_the_standard_library() {
        let texts = [
            "0",
            "-0",
            "0.0",
            "00.00e99999999999",
            "1",
            "+1",
            "-1.5",
            "1.",
            ".5",
            "1e3",
            "1E+3",
            "1e-3",
            "1e22",
            "1e23",
            "9007199254740993",
            "9007199254740992.5",
            "9007199254740993.0000000000000000000000001",
            "123456789012345678901234567890",
            "0.1",
            "0.3",
            "1.7976931348623157e308",
            "1.7976931348623158e308",
            "1.7976931348623159e308",
            "1e309",
            "1e99999999999",
            "1e-99999999999",
            "2.2250738585072014e-308",
            "2.2250738585072011e-308",
            "4.9406564584124654e-324",
            "2.4703282292062327e-324",
            "2.4703282292062328e-324",
            "1e-400",
            "1e-324",
            "6.9294956446009195e15",
            "3.237883913302901e-319",
            // Not numbers.
            "",
            "-",
            ".",
            "e5",
            "1e",
            "1e+",
            "1e5.0",
            "1..2",
            "1.2.3",
            "--1",
            "1e1e1",
            "1 ",
        ];
        texts.into_iter().for_each(check);
    }

    #[test]
    fn middles_between_doubles_are_rounded_to_even_and_a_digit_far_behind_them_counts() {
        // 2⁻¹⁰⁷⁵ in full is half of the least double; 2⁵³ + 1 lies between two.
        let mut half = Large::ONE;
        let mut digits = String::new();
        for _ in 0..1075 {
            half.multiply(5, 0);
        }
        while !half.is_zero() {
            let mut rest = 0_u64;
            for limb in half.limbs.iter_mut().rev() {
                let value = rest << 32 | u64::from(*limb);
                (*limb, rest) = ((value / 10) as u32, value % 10);
            }
            digits.insert(0, char::from(b'0' + rest as u8));
        }
        let exact = format!("{digits}e-1075");
        for text in [exact.clone(), exact.replace('e', ".1e"), format!("0.{}{digits}", "0".repeat(1075 - digits.len()))] {
            check(&text);
        }
        for zeros in [0, 10, 700, 760, 770, 2000] {
            check(&format!("9007199254740993.{}1", "0".repeat(zeros)));
            check(&format!("9007199254740993{}.1e-{zeros}", "0".repeat(zeros)));
        }
    }

    #[test]
    fn random_numbers_are_the_doubles_of_the_standard_library() {
        let mut random = Random::new(11);
        for _ in 0..2_000 {
            let value = f64::from_bits(random.next());
            if value.is_finite() {
                check(&format!("{value}"));
                check(&format!("{value:e}"));
            }
            let digits = random.text("0123456789", 40);
            let fraction = random.text("0123456789", 40);
            check(&format!("{digits}.{fraction}e{}", random.below(700).cast_signed() - 350));
            check(&random.text("01259.e+-", 12));
        }
    }
}
