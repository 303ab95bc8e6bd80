//! Runs a compiled matcher over events in JSON.

use crate::examples::Place;
use detectors::{Alert, Counters, Detector, Handle, Layout, Matcher, Slots};
use detectors_json::Decoder;

/// What a matcher said.
#[derive(Debug)]
pub struct Said {
    /// For each alert its events, counted from 0; `None` is a missing one.
    pub alerts: Vec<Vec<Option<usize>>>,
    /// What it counted.
    pub counters: Counters,
}

/// A compiled example.
pub type Run = fn(&[String], Place) -> Said;

/// Feeds the events to a matcher. In a stream the alerts are as they come; else they are those of the whole result, as a search shows
/// it: by the place of their last events, after the pipes.
///
/// # Panics
/// If an event cannot be decoded.
#[expect(clippy::panic, reason = "fails the test")]
pub fn run<L: Layout + Detector, M: Matcher>(mut matcher: M, events: &[String], place: Place) -> Said {
    let mut decoder = Decoder::new(L::FIELDS);
    let mut alerts: Vec<Vec<Option<usize>>> = Vec::new();
    let mut sink = |alert: &Alert<'_>| {
        let event = |handle: Handle| usize::try_from(handle.0).unwrap_or(usize::MAX);
        alerts.push(alert.stages().map(|stage| stage.map(|stage| event(stage.handle))).collect());
    };
    for (place, event) in (0..).zip(events) {
        let table = decoder.decode(event.as_bytes(), Handle(place)).unwrap_or_else(|error| panic!("{error}: {event}"));
        matcher.observe(&Slots::<L>::new(table), &mut sink);
    }
    matcher.finish(&mut sink);
    if place != Place::Stream {
        // A sample's result is in the order of its keys; the examples are written so that it is that of the events too.
        alerts.sort_by_key(|alert| alert.iter().rev().flatten().next().copied());
        alerts = alerts.drain(L::RULE.kept(alerts.len())).collect();
    }
    Said { alerts, counters: matcher.counters() }
}
