//! Reads times as Elasticsearch's `strict_date_optional_time||epoch_millis`.

use detectors::Timestamp;

/// The time that a text means, rounded down to the millisecond; `None` if it means none.
///
/// - `2024`, `2024-02`, `2024-02-29`: the beginning of the year, month or day.
/// - `2024-02-29T10`, `…T10:11`, `…T10:11:12`, each in UTC unless a zone follows: `Z`, `+01`, `+0100`, `+01:00`. Seconds may have
///   1 to 9 fractional digits after `.` or `,`.
/// - Anything else that is a whole or decimal number: milliseconds since 1970.
///
/// ```
/// use detectors::Timestamp;
/// assert_eq!(detectors_json::date::parse("1970-01-01T01:00:01.5+01:00"), Some(Timestamp(1_500)));
/// assert_eq!(detectors_json::date::parse("1500"), Some(Timestamp(-14_831_769_600_000)));
/// assert_eq!(detectors_json::date::parse("2023-02-29"), None);
/// ```
pub fn parse(text: &str) -> Option<Timestamp> {
    if let Some(ms) = plain(text.as_bytes()) {
        return Some(Timestamp(ms));
    }
    let mut cursor = Cursor(text.as_bytes());
    cursor.calendar().or_else(|| epoch_ms(text)).map(Timestamp)
}

/// The time that a JSON number means: milliseconds since 1970, also with four digits, which in a string are a year.
pub fn from_number(text: &str) -> Option<Timestamp> {
    epoch_ms(text).map(Timestamp)
}

/// A time as most are written, `2024-02-29T10:11:12.345Z`, whose places are known; `None` if it is another, or none.
fn plain(text: &[u8]) -> Option<i64> {
    const FORM: &[u8; 24] = b"0000-00-00T00:00:00.000Z";
    let text: &[u8; 24] = text.try_into().ok()?;
    // Without a branch: digits where the form has digits, and its own bytes elsewhere.
    let fits = text
        .iter()
        .zip(FORM)
        .fold(true, |fits, (byte, form)| fits & if *form == b'0' { byte.wrapping_sub(b'0') < 10 } else { byte == form });
    let number =
        |from: usize, digits: usize| text[from..from + digits].iter().fold(0, |number, byte| number * 10 + i64::from(byte & 0xf));
    let (year, month, day) = (number(0, 4), number(5, 2), number(8, 2));
    let (hour, minute, second) = (number(11, 2), number(14, 2), number(17, 2));
    let is_time =
        fits && hour < 24 && minute < 60 && second < 60 && (1..=12).contains(&month) && (1..=days_in(year, month)).contains(&day);
    is_time.then(|| days_since_1970(year, month, day) * 86_400_000 + ((hour * 60 + minute) * 60 + second) * 1_000 + number(20, 3))
}

struct Cursor<'a>(&'a [u8]);

impl Cursor<'_> {
    /// A date with an optional time, to the end of the text.
    fn calendar(&mut self) -> Option<i64> {
        let year = self.number(4)?;
        let month = if self.eat(b"-") { self.number(2)? } else { 1 };
        let day = if month_given(self.0) && self.eat(b"-") { self.number(2)? } else { 1 };
        if !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
            return None;
        }
        let mut ms = days_since_1970(year, month, day) * 86_400_000;
        if self.eat(b"T") {
            ms += self.time_of_day()?;
            ms -= self.zone()? * 60_000;
        }
        self.0.is_empty().then_some(ms)
    }

    fn time_of_day(&mut self) -> Option<i64> {
        let hour = self.number(2)?;
        let minute = if self.eat(b":") { Some(self.number(2)?) } else { None };
        let second = if minute.is_some() && self.eat(b":") { Some(self.number(2)?) } else { None };
        let ms = if second.is_some() && self.eat(b".,") { self.fraction()? } else { 0 };
        let (minute, second) = (minute.unwrap_or(0), second.unwrap_or(0));
        (hour < 24 && minute < 60 && second < 60).then_some(((hour * 60 + minute) * 60 + second) * 1_000 + ms)
    }

    /// One to nine digits, of which three count.
    fn fraction(&mut self) -> Option<i64> {
        let digits = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if !(1..=9).contains(&digits) {
            return None;
        }
        let ms = (0..3).fold(0, |ms, at| ms * 10 + if at < digits { i64::from(self.0[at] - b'0') } else { 0 });
        self.0 = &self.0[digits..];
        Some(ms)
    }

    /// Minutes east of Greenwich; none given is none.
    fn zone(&mut self) -> Option<i64> {
        if self.0.is_empty() || self.eat(b"Z") {
            return Some(0);
        }
        let west = self.0.first() == Some(&b'-');
        if !self.eat(b"+-") {
            return None;
        }
        let hours = self.number(2)?;
        let minutes = if self.eat(b":") || !self.0.is_empty() { self.number(2)? } else { 0 };
        let east = hours * 60 + minutes;
        (hours <= 18 && minutes < 60 && east <= 18 * 60).then_some(if west { -east } else { east })
    }

    /// Exactly so many digits.
    fn number(&mut self, digits: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(digits)?;
        self.0 = rest;
        digits.iter().try_fold(0, |number, byte| byte.is_ascii_digit().then(|| number * 10 + i64::from(byte - b'0')))
    }

    fn eat(&mut self, any_of: &[u8]) -> bool {
        match self.0.split_first() {
            Some((first, rest)) if any_of.contains(first) => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }
}

/// A day can only follow a month; after a year alone the next byte is the end or `T`.
fn month_given(rest: &[u8]) -> bool {
    rest.first() == Some(&b'-')
}

fn days_in(year: i64, month: i64) -> i64 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days in the proleptic Gregorian calendar. Years begin in March, so that a leap day is the last of its year.
fn days_since_1970(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let month = (month + 9) % 12;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    // 153 days are the five months from March to July, and from August to December again.
    year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - 719_468
}

/// Whole milliseconds; a fraction is rounded down.
fn epoch_ms(text: &str) -> Option<i64> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let digits = whole.strip_prefix('-').unwrap_or(whole);
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(digits) || !fraction.is_none_or(all_digits) {
        return None;
    }
    let ms: i64 = whole.parse().ok()?;
    let below = whole.starts_with('-') && fraction.is_some_and(|digits| digits.bytes().any(|byte| byte != b'0'));
    if below { ms.checked_sub(1) } else { Some(ms) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_milliseconds_since_1970_rounded_down() {
        let cases = [
            ("1970-01-01T00:00:00Z", Some(0)),
            ("1970-01-01T00:00:00.000Z", Some(0)),
            ("1970-01-01", Some(0)),
            ("1970-01", Some(0)),
            ("1970", Some(0)),
            ("1971", Some(31_536_000_000)),
            ("2000-03-01", Some(951_868_800_000)),
            ("2024-02-29", Some(1_709_164_800_000)),
            ("2024-02-29T23:59:59.999Z", Some(1_709_251_199_999)),
            ("2026-01-23T05:00:00.100Z", Some(1_769_144_400_100)),
            ("2026-01-23T05:00:00.1Z", Some(1_769_144_400_100)),
            ("2026-01-23T05:00:00,1Z", Some(1_769_144_400_100)),
            ("2026-01-23T05:00:00.123456789Z", Some(1_769_144_400_123)),
            ("2026-01-23T05:00:00.0009999Z", Some(1_769_144_400_000)),
            ("2026-01-23T05:00:00", Some(1_769_144_400_000)),
            ("2026-01-23T05:00", Some(1_769_144_400_000)),
            ("2026-01-23T05:00Z", Some(1_769_144_400_000)),
            ("2026-01-23T05", Some(1_769_144_400_000)),
            ("2026-01-23T05Z", Some(1_769_144_400_000)),
            ("2026-01-23T07:00:00+02:00", Some(1_769_144_400_000)),
            ("2026-01-23T07:00:00+0200", Some(1_769_144_400_000)),
            ("2026-01-23T07:00:00+02", Some(1_769_144_400_000)),
            ("2026-01-22T23:30:00.000-05:30", Some(1_769_144_400_000)),
            ("2026-01-23T05:00:00-00:00", Some(1_769_144_400_000)),
            ("1969-12-31T23:59:59.999Z", Some(-1)),
            ("0000-01-01", Some(-62_167_219_200_000)),
            ("9999-12-31T23:59:59.999Z", Some(253_402_300_799_999)),
            ("1769144400100", Some(1_769_144_400_100)),
            ("1769144400100.9", Some(1_769_144_400_100)),
            ("-1", Some(-1)),
            ("-1.5", Some(-2)),
            ("-1.0", Some(-1)),
            ("0", Some(0)),
            ("15", Some(15)),
            ("9223372036854775807", Some(i64::MAX)),
            ("9223372036854775808", None),
            ("-9223372036854775808.5", None),
            ("", None),
            ("-", None),
            ("+1", None),
            ("1e3", None),
            ("1.", None),
            (".5", None),
            ("now", None),
            ("2023-02-29", None),
            ("1900-02-29", None),
            ("2000-02-29", Some(951_782_400_000)),
            ("2024-13-01", None),
            ("2024-00-01", None),
            ("2024-04-31", None),
            ("2024-01-00", None),
            ("2024-1-1", None),
            ("24-01-01", None),
            ("2024-01-01T24:00:00Z", None),
            ("2024-01-01T23:60:00Z", None),
            ("2024-01-01T23:59:60Z", None),
            ("2024-01-01T", None),
            ("2024-01-01T1", None),
            ("2024-01-01T10:", None),
            ("2024-01-01T10:11:12.", None),
            ("2024-01-01T10:11:12.1234567890Z", None),
            ("2024-01-01T10.5", None),
            ("2024-01-01 10:11:12", None),
            ("2024-01-01T10:11:12 Z", None),
            ("2024-01-01T10:11:12ZZ", None),
            ("2024-01-01T10:11:12+", None),
            ("2024-01-01T10:11:12+1", None),
            ("2024-01-01T10:11:12+01:", None),
            ("2024-01-01T10:11:12+01:60", None),
            ("2024-01-01T10:11:12+19:00", None),
            ("2024-01-01Z", None),
            ("2024-01-01T10:11:12é", None),
            ("２０２４", None),
        ];
        for (text, expected) in cases {
            assert_eq!(parse(text), expected.map(Timestamp), "{text}");
        }
    }

    #[test]
    fn every_day_of_800_years_follows_the_one_before() {
        let mut expected = days_since_1970(1600, 1, 1);
        assert_eq!(expected, -135_140);
        for year in 1600..2400 {
            for month in 1..=12 {
                for day in 1..=days_in(year, month) {
                    assert_eq!(days_since_1970(year, month, day), expected, "{year}-{month}-{day}");
                    expected += 1;
                }
            }
        }
    }
}
