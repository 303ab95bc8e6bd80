//! How far the input is read: a bar on a terminal, nothing elsewhere.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A bar that counts things; nothing is drawn if standard error is no terminal.
pub(crate) fn counter(count: usize, what: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(count as u64), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(&format!("{{bar:30}} {{pos}}/{{len}} {what}")) {
        bar.set_style(style);
    }
    bar
}

/// A bar that shares the terminal with what is printed.
pub(crate) struct Progress {
    bar: ProgressBar,
    /// Bytes read, as they lie on the disk.
    pub(crate) read: Arc<AtomicU64>,
}

impl Progress {
    /// `size` is what there is to read, if that is known. Nothing is drawn if `hidden` or if standard error is no terminal.
    pub(crate) fn new(size: Option<u64>, hidden: bool) -> Self {
        let bar = if hidden || !std::io::stderr().is_terminal() {
            ProgressBar::hidden()
        } else {
            ProgressBar::with_draw_target(size, ProgressDrawTarget::stderr())
        };
        let template = match size {
            Some(_) => "{bar:30} {bytes}/{total_bytes}  {msg}  {eta} left",
            None => "{spinner} {bytes}  {msg}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self { bar, read: Arc::default() }
    }

    /// Shows where it is. Cheap enough for every few thousand events.
    pub(crate) fn update(&self, events: u64, alerts: u64) {
        if !self.bar.is_hidden() {
            self.bar.set_position(self.read.load(Ordering::Relaxed));
            self.bar.set_message(format!("{events} events, {alerts} alerts"));
        }
    }

    /// Shows how many events have been read. Cheap enough for every event.
    pub(crate) fn reading(&self, events: usize) {
        if events.is_multiple_of(4096) && !self.bar.is_hidden() {
            self.bar.set_position(self.read.load(Ordering::Relaxed));
            self.bar.set_message(format!("{events} events"));
        }
    }

    /// Prints without the bar in between.
    pub(crate) fn aside<R>(&self, print: impl FnOnce() -> R) -> R {
        self.bar.suspend(print)
    }

    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
