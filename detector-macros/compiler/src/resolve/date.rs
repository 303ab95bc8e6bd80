//! Date constants: ISO-8601 text with its end left out or not, to the milliseconds that it can mean.

use jiff::civil;
use jiff::tz::Offset;

/// The milliseconds since 1970 that a date text can mean, both inclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DateRange {
    pub(super) first_ms: i64,
    pub(super) last_ms: i64,
}

/// `2020`, `2020-02`, `2020-02-02`, `2020-02-02T10`, `…T10:11`, `…T10:11:12`, `…T10:11:12.123456789`, each from the hour on
/// with `Z` or an offset; milliseconds since 1970 as text. UTC where nothing is said.
pub(super) fn parse(text: &str) -> Option<DateRange> {
    if text.len() > 4 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        let ms = text.parse().ok()?;
        return Some(DateRange { first_ms: ms, last_ms: ms });
    }
    let (date, rest) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let year: i16 = digits(parts.next()?, 4)?;
    let month: Option<i8> = parts.next().map(|part| digits(part, 2)).transpose_none()?;
    let day: Option<i8> = parts.next().map(|part| digits(part, 2)).transpose_none()?;
    if parts.next().is_some() || (rest.is_some() && day.is_none()) {
        return None;
    }
    let (first_date, last_date) = match (month, day) {
        (None, _) => (civil::Date::new(year, 1, 1).ok()?, civil::Date::new(year, 12, 31).ok()?),
        (Some(month), None) => {
            let first = civil::Date::new(year, month, 1).ok()?;
            (first, first.last_of_month())
        }
        (Some(month), Some(day)) => {
            let date = civil::Date::new(year, month, day).ok()?;
            (date, date)
        }
    };
    let (first_time, last_time, offset) = match rest {
        None => ([0, 0, 0, 0], [23, 59, 59, 999], Offset::UTC),
        Some(rest) => time(rest)?,
    };
    Some(DateRange { first_ms: epoch_ms(first_date, first_time, offset)?, last_ms: epoch_ms(last_date, last_time, offset)? })
}

type Time = [i32; 4];

/// The time of day after the `T`: hour, minute, second, millisecond, first and last that it can mean.
fn time(text: &str) -> Option<(Time, Time, Offset)> {
    let zone_at = text.find(['Z', '+', '-']).unwrap_or(text.len());
    let (clock, zone) = text.split_at_checked(zone_at)?;
    let offset = offset(zone)?;
    let (clock, fraction) = match clock.split_once(['.', ',']) {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (clock, None),
    };
    let mut first = [0, 0, 0, 0];
    let mut last = [23, 59, 59, 999];
    let limits = [23, 59, 59];
    let parts: Vec<&str> = clock.split(':').collect();
    if parts.len() > 3 || (fraction.is_some() && parts.len() != 3) {
        return None;
    }
    for (at, part) in parts.iter().enumerate() {
        let value: i32 = digits(part, 2)?;
        if value > *limits.get(at)? {
            return None;
        }
        *first.get_mut(at)? = value;
        *last.get_mut(at)? = value;
    }
    if let Some(fraction) = fraction {
        if fraction.is_empty() || fraction.len() > 9 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let ms: i32 = format!("{fraction:0<3}").get(..3)?.parse().ok()?;
        first[3] = ms;
        last[3] = ms;
    }
    Some((first, last, offset))
}

fn offset(zone: &str) -> Option<Offset> {
    if zone.is_empty() || zone == "Z" {
        return Some(Offset::UTC);
    }
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let rest = zone.get(1..)?;
    let (hours, minutes) = match rest.split_once(':') {
        Some(pair) => pair,
        None if rest.len() == 4 => rest.split_at_checked(2)?,
        None => (rest, "00"),
    };
    let (hours, minutes): (i32, i32) = (digits(hours, 2)?, digits(minutes, 2)?);
    if minutes > 59 {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

fn epoch_ms(date: civil::Date, [hour, minute, second, ms]: Time, offset: Offset) -> Option<i64> {
    let part = |value: i32| i8::try_from(value).ok();
    let time = civil::Time::new(part(hour)?, part(minute)?, part(second)?, ms * 1_000_000).ok()?;
    Some(offset.to_timestamp(date.to_datetime(time)).ok()?.as_millisecond())
}

/// Exactly `count` digits.
fn digits<T: std::str::FromStr>(text: &str, count: usize) -> Option<T> {
    let all = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    if all { text.parse().ok() } else { None }
}

trait TransposeNone<T> {
    /// `None` stays, `Some(None)` fails.
    fn transpose_none(self) -> Option<Option<T>>;
}

impl<T> TransposeNone<T> for Option<Option<T>> {
    fn transpose_none(self) -> Option<Option<T>> {
        match self {
            None => Some(None),
            Some(None) => None,
            Some(Some(value)) => Some(Some(value)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_text_means_a_range_of_milliseconds() {
        let table = [
            ("1970-01-01", Some((0, 86_399_999))),
            ("1970", Some((0, 365 * 86_400_000 - 1))),
            ("2020-02", Some((1_580_515_200_000, 1_583_020_799_999))),
            ("2020-02-02T00:00:00.123456789Z", Some((1_580_601_600_123, 1_580_601_600_123))),
            ("2020-02-02T00:00:00.1Z", Some((1_580_601_600_100, 1_580_601_600_100))),
            ("2020-02-02T01:00+01:00", Some((1_580_601_600_000, 1_580_601_659_999))),
            ("2020-02-02T01:00:00+0100", Some((1_580_601_600_000, 1_580_601_600_999))),
            ("1580601600000", Some((1_580_601_600_000, 1_580_601_600_000))),
            ("2020-02-30", None),
            ("2020-2-3", None),
            ("2020-02-02T25", None),
            ("2020-02-02T10:61", None),
            ("now-1d", None),
            ("", None),
        ];
        for (text, expected) in table {
            let parsed = parse(text).map(|range| (range.first_ms, range.last_ms));
            assert_eq!(parsed, expected, "{text}");
        }
    }
}
