//! Runs a compiled example over events in JSON.

use crate::batch::{self, Line};
use crate::examples::Place;
use detectors::{Counters, Detector, Layout, Matcher};

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
/// it.
///
/// # Panics
/// If an event cannot be decoded.
pub fn run<L: Layout + Detector, M: Matcher>(matcher: M, events: &[String], place: Place) -> Said {
    let lines: Vec<Line> = (0..).zip(events).map(|(handle, text)| Line { text: text.clone(), handle }).collect();
    let (hits, counters) = match place {
        Place::Stream => batch::stream::<L, M>(matcher, &lines),
        _ => batch::run::<L, M>(matcher, &lines),
    };
    let event = |handle: u64| usize::try_from(handle).unwrap_or(usize::MAX);
    let alerts = hits.into_iter().map(|hit| hit.events.into_iter().map(|handle| handle.map(event)).collect());
    Said { alerts: alerts.collect(), counters }
}
