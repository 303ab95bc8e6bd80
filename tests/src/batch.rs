//! The whole result of a compiled matcher for a finite input, as a search shows it.

use detectors::{Alert, Counters, Detector, Guide, Handle, Layout, Matcher, Scalar, Slots};
use detectors_json::Decoder;

/// An event as JSON, with a name of its own.
#[derive(Debug, Clone)]
pub struct Line {
    /// One object.
    pub text: String,
    /// What hits call it.
    pub handle: u64,
}

/// One hit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Handles of its events, stage by stage; `None` for a missing event.
    pub events: Vec<Option<u64>>,
    /// Its join keys as text; times as `@` and milliseconds, `None` for null.
    pub join_keys: Vec<Option<String>>,
}

/// All hits of the matcher in result order, after the pipes, and what it counted. `lines` are in the order of their times.
///
/// # Panics
/// If a line cannot be decoded.
pub fn run<L: Layout + Detector, M: Matcher>(matcher: M, lines: &[Line]) -> (Vec<Hit>, Counters) {
    let (mut hits, counters) = stream::<L, M>(matcher, lines);
    in_result_order(&mut hits, &L::GUIDE, lines);
    let kept = L::RULE.kept(hits.len());
    (hits.drain(kept).collect(), counters)
}

/// All hits of the matcher as they come, and what it counted.
///
/// # Panics
/// If a line cannot be decoded.
#[expect(clippy::panic, reason = "fails the test")]
pub fn stream<L: Layout + Detector, M: Matcher>(mut matcher: M, lines: &[Line]) -> (Vec<Hit>, Counters) {
    let mut decoder = Decoder::new(L::FIELDS);
    let mut hits = Vec::new();
    let mut sink = |alert: &Alert<'_>| {
        let events = alert.stages().map(|event| event.map(|event| event.handle.0)).collect();
        let join_keys = alert.join_keys.iter().map(|key| key.value.map(key_text)).collect();
        hits.push(Hit { events, join_keys });
    };
    for line in lines {
        let table =
            decoder.decode(line.text.as_bytes(), Handle(line.handle)).unwrap_or_else(|error| panic!("{error}: {}", line.text));
        matcher.observe(&Slots::<L>::new(table), &mut sink);
    }
    matcher.finish(&mut sink);
    (hits, matcher.counters())
}

/// A stream reports an alert when it is decided; a result is in the order of the last events, a sample in that of its keys.
fn in_result_order(hits: &mut [Hit], guide: &Guide, lines: &[Line]) {
    let place = |handle: u64| lines.iter().position(|line| line.handle == handle);
    if guide.query.trim_start().starts_with("sample") {
        hits.sort_by(|left, right| left.join_keys.cmp(&right.join_keys));
    } else {
        hits.sort_by_key(|hit| hit.events.iter().rev().flatten().next().copied().and_then(place));
    }
}

fn key_text(value: Scalar<'_>) -> String {
    match value {
        Scalar::Time(time) => format!("@{}", time.0),
        other => other.with_text(str::to_owned),
    }
}
