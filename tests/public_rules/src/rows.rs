//! Kinds of work over the same chunks of events, in turn: so that all have the same machine under them.

use crate::clock::cpu_time;
use std::hint::black_box;
use std::time::Duration;

/// One kind of work over events of type `E`.
pub(crate) struct Row<E: ?Sized> {
    pub(crate) name: &'static str,
    /// Does it for a chunk; how many alerts came.
    pub(crate) work: Box<dyn FnMut(&E) -> u64>,
}

/// What the rows took.
pub(crate) struct Times {
    /// For each row and chunk the least of all passes.
    least: Vec<Vec<Duration>>,
    pub(crate) alerts: Vec<u64>,
}

impl Times {
    pub(crate) fn new() -> Self {
        Self { least: Vec::new(), alerts: Vec::new() }
    }

    /// Runs the rows over a chunk. In each pass the chunks come in the same order, and the matchers have seen nothing before.
    pub(crate) fn chunk<E: ?Sized>(&mut self, number: usize, rows: &mut [Row<E>], events: &E) {
        self.least.resize(rows.len(), Vec::new());
        if number == 0 {
            self.alerts = vec![0; rows.len()];
        }
        for ((row, least), alerts) in rows.iter_mut().zip(&mut self.least).zip(&mut self.alerts) {
            let time = cpu_time(|| *alerts += measured(row, events));
            match least.get_mut(number) {
                Some(least) => *least = time.min(*least),
                None => least.push(time),
            }
        }
    }

    /// Seconds that each row took for all chunks.
    pub(crate) fn seconds(&self) -> impl Iterator<Item = f64> {
        self.least.iter().map(|least| least.iter().sum::<Duration>().as_secs_f64())
    }
}

/// The only function in which time and instructions are counted.
#[inline(never)]
pub(crate) fn measured<E: ?Sized>(row: &mut Row<E>, events: &E) -> u64 {
    (row.work)(black_box(events))
}
