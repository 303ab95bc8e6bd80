//! What a run has done and what it gave up, for people.

use detectors::{Counters, Rule};
use std::fmt;
use std::time::Duration;

use crate::shown::Shown;

/// Figures of a run.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    pub(crate) sources: usize,
    pub(crate) unreadable: u64,
    pub(crate) events: u64,
    /// Events without `@timestamp`.
    pub(crate) untimed: u64,
    pub(crate) elapsed: Duration,
    pub(crate) bad_lines: u64,
    /// By rule, as they were first printed: printed, over the limit, duplicates.
    pub(crate) rules: Vec<(&'static Rule, Tally)>,
    pub(crate) late: u64,
    pub(crate) forced: u64,
    pub(crate) spilled: usize,
    pub(crate) texts_dropped: u64,
    pub(crate) origins_dropped: u64,
    pub(crate) counters: Counters,
    /// The output was closed before the input ended.
    pub(crate) cut_short: bool,
}

/// Alerts of a rule.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) printed: u64,
    pub(crate) suppressed: u64,
    pub(crate) duplicates: u64,
}

impl Summary {
    /// The tally of a rule.
    pub(crate) fn tally(&mut self, rule: &'static Rule) -> &mut Tally {
        let at = self.rules.iter().position(|(known, _)| known.id == rule.id).unwrap_or_else(|| {
            self.rules.push((rule, Tally::default()));
            self.rules.len() - 1
        });
        &mut self.rules[at].1
    }

    /// Alerts of all rules.
    pub(crate) fn total(&self) -> Tally {
        self.rules.iter().fold(Tally::default(), |sum, (_, tally)| Tally {
            printed: sum.printed + tally.printed,
            suppressed: sum.suppressed + tally.suppressed,
            duplicates: sum.duplicates + tally.duplicates,
        })
    }

    /// What was given up, worst first; only what there was.
    fn losses(&self) -> Vec<String> {
        let counters = &self.counters;
        let total = self.total();
        let all = [
            (self.unreadable, "files could not be read, or not to their end"),
            (self.bad_lines, "lines were refused"),
            (counters.evicted, "unfinished sequences were given up because their table was full: somebody may be flooding it"),
            (total.suppressed, "alerts were held back over their rule's `max_signals`; --no-limit prints them"),
            (total.duplicates, "alerts were duplicates; --no-limit prints them"),
            (self.late, "events came after a later one had been judged; a longer --lateness or --sort keeps them in order"),
            (self.forced, "events were judged early because too many waited; --sort keeps them in order"),
            (counters.late, "events were skipped by sequences because a later one came first"),
            (counters.untimed, "events were skipped by sequences because they have no @timestamp"),
            (counters.errors, "conditions could not be computed"),
            (self.texts_dropped, "events could have been named by place only, to save memory"),
            (self.origins_dropped, "events could not have been named, to save memory"),
        ];
        all.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect()
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.elapsed.as_secs_f64();
        let rate = if seconds > 0.0 { self.events as f64 / seconds } else { 0.0 };
        let total = self.total();
        let plural = |count: u64, one: &'static str, many: &'static str| if count == 1 { one } else { many };
        write!(f, "{} {} ", self.events, plural(self.events, "event", "events"))?;
        write!(f, "from {} {}", self.sources, plural(self.sources as u64, "source", "sources"))?;
        write!(f, " in {seconds:.2} s ({rate:.0} a second)")?;
        writeln!(f, ", {} {}", total.printed, plural(total.printed, "alert", "alerts"))?;
        let mut rules: Vec<_> = self.rules.iter().filter(|(_, tally)| tally.printed > 0).collect();
        rules.sort_by(|(left, few), (right, many)| many.printed.cmp(&few.printed).then_with(|| left.name.cmp(right.name)));
        for (rule, tally) in rules {
            writeln!(f, "{:>8}  {}", tally.printed, Shown(rule.name))?;
        }
        if self.cut_short {
            writeln!(f, "note: the output was closed before the input ended")?;
        }
        for loss in self.losses() {
            writeln!(f, "note: {loss}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::testing::{DOWNLOAD, NETCAT};
    use expect_test::expect;

    #[test]
    fn a_summary_says_what_was_found_and_what_was_given_up() {
        let mut summary = Summary {
            sources: 2,
            events: 1000,
            elapsed: Duration::from_millis(500),
            bad_lines: 3,
            late: 1,
            ..Summary::default()
        };
        summary.counters.evicted = 4;
        summary.tally(&DOWNLOAD).printed = 1;
        *summary.tally(&NETCAT) = Tally { printed: 3, suppressed: 7, duplicates: 0 };
        expect![[r#"
            1000 events from 2 sources in 0.50 s (2000 a second), 4 alerts
                   3  Netcat Started
                   1  Download by a Shell
            note: 3 lines were refused
            note: 4 unfinished sequences were given up because their table was full: somebody may be flooding it
            note: 7 alerts were held back over their rule's `max_signals`; --no-limit prints them
            note: 1 events came after a later one had been judged; a longer --lateness or --sort keeps them in order
        "#]]
        .assert_eq(&summary.to_string());
    }

    #[test]
    fn a_run_without_losses_says_no_more() {
        let summary = Summary { sources: 1, events: 1, ..Summary::default() };
        expect![[r#"
            1 event from 1 source in 0.00 s (0 a second), 0 alerts
        "#]]
        .assert_eq(&summary.to_string());
    }
}
