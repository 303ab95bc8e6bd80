//! Dates as Elasticsearch's default format reads them: `strict_date_optional_time||epoch_millis`.

/// Milliseconds since 1970 of an ISO-8601 date, of which the end may be left out, or of a number of milliseconds.
///
/// What is left out is its beginning (`2024` is its first millisecond), digits below milliseconds are cut off, and a time
/// without an offset is UTC. Four digits alone are a year.
pub(crate) fn parse(text: &str) -> Option<i64> {
    iso(text).or_else(|| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| is_number)
    })
}

fn iso(text: &str) -> Option<i64> {
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let year = digits(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |part| digits(part, 2))?;
    let day = parts.next().map_or(Some(1), |part| digits(part, 2))?;
    if parts.next().is_some() {
        return None;
    }
    let day = jiff::civil::Date::new(year as i16, month as i8, day as i8).ok()?;
    let epoch = jiff::civil::Date::new(1970, 1, 1).ok()?;
    let days_ms = i64::try_from(day.duration_since(epoch).as_millis()).ok()?;
    // `2024-05-17T` is the day alone.
    match time.filter(|time| !time.is_empty()) {
        Some(time) => Some(days_ms + time_ms(time)?),
        None => Some(days_ms),
    }
}

/// `10`, `10:30`, `10:30:05`, `10:30:05.123456789`, each with an offset or none.
fn time_ms(text: &str) -> Option<i64> {
    let (clock, offset) = match text.find(['Z', '+', '-']) {
        Some(at) => (text.get(..at)?, Some(text.get(at..)?)),
        None => (text, None),
    };
    let (clock, fraction) = match clock.split_once(['.', ',']) {
        Some((clock, fraction)) => (clock, Some(fraction)),
        None => (clock, None),
    };
    let mut parts = clock.split(':');
    let hour = digits(parts.next()?, 2).filter(|hour| *hour < 24)?;
    let minute = parts.next().map_or(Some(0), |part| digits(part, 2)).filter(|minute| *minute < 60)?;
    let second = parts.next();
    let fraction_ms = match fraction {
        // A fraction is one of a second.
        Some(fraction) => second.and(fraction_ms(fraction))?,
        None => 0,
    };
    let second = second.map_or(Some(0), |part| digits(part, 2)).filter(|second| *second < 60)?;
    if parts.next().is_some() {
        return None;
    }
    let offset_minutes = offset.map_or(Some(0), offset_minutes)?;
    Some(((hour * 60 + minute - offset_minutes) * 60 + second) * 1000 + fraction_ms)
}

fn fraction_ms(text: &str) -> Option<i64> {
    let valid = (0..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let padded: String = text.chars().chain("000".chars()).take(3).collect();
    padded.parse().ok().filter(|_| valid)
}

/// `Z`, `+02`, `+0230`, `+02:30`.
fn offset_minutes(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match rest.len() {
        2 => (digits(rest, 2)?, 0),
        4 => (digits(rest.get(..2)?, 2)?, digits(rest.get(2..)?, 2)?),
        5 => (digits(rest.get(..2)?, 2)?, digits(rest.get(2..)?.strip_prefix(':')?, 2)?),
        _ => return None,
    };
    (hours <= 18 && minutes < 60).then_some(sign * (hours * 60 + minutes))
}

fn digits(text: &str, count: usize) -> Option<i64> {
    let valid = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| valid)
}

/// As `string()` writes it: ISO-8601 in UTC, with milliseconds.
pub(super) fn to_text(ms: i64) -> String {
    match jiff::Timestamp::from_millisecond(ms) {
        Ok(timestamp) => timestamp.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string(),
        Err(_) => ms.to_string(),
    }
}
