//! Time that this thread has had a processor: what else the machine does counts little.

use nix::time::{ClockId, clock_gettime};
use std::time::Duration;

/// The time that `work` takes.
pub(crate) fn cpu_time(work: impl FnOnce()) -> Duration {
    let before = now();
    work();
    now().saturating_sub(before)
}

fn now() -> Duration {
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map(Duration::from).unwrap_or_default()
}
