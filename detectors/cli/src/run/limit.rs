//! Alerts → those that are printed: at most `max_signals` a rule and interval, each id once.
//!
//! An interval is the rule's own, by the time of the alert, counted from 1970. Alerts without a time share one. What is held back
//! is counted and said; `--no-limit` holds back nothing.

use std::collections::{HashMap, HashSet, VecDeque};

use crate::run::alerts::Finding;

/// Ids that are remembered, to know a duplicate.
const IDS_MAX: usize = 65_536;

/// Intervals of a rule that are counted at a time: sources are not quite in order.
const INTERVALS_MAX: usize = 8;

/// What to do with an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Print,
    /// Over `max_signals`.
    Suppress,
    /// One with this id was printed.
    Duplicate,
}

#[derive(Default)]
pub(crate) struct Limiter {
    ids: HashSet<Box<str>>,
    oldest_ids: VecDeque<Box<str>>,
    /// For each rule its latest intervals with what was printed in them.
    printed: HashMap<&'static str, VecDeque<(Option<i64>, u32)>>,
}

impl Limiter {
    pub(crate) fn judge(&mut self, finding: &Finding) -> Verdict {
        if self.ids.contains(&*finding.id) {
            return Verdict::Duplicate;
        }
        let rule = finding.rule;
        let interval_ms = i64::try_from(rule.interval_ms.max(1)).unwrap_or(i64::MAX);
        let interval = finding.timestamp.map(|at| at.0.div_euclid(interval_ms));
        let intervals = self.printed.entry(rule.id).or_default();
        let place = intervals.iter().position(|(known, _)| *known == interval).unwrap_or_else(|| {
            if intervals.len() == INTERVALS_MAX {
                intervals.pop_front();
            }
            intervals.push_back((interval, 0));
            intervals.len() - 1
        });
        let printed = &mut intervals[place].1;
        if *printed >= rule.max_signals {
            return Verdict::Suppress;
        }
        *printed += 1;
        self.remember(&finding.id);
        Verdict::Print
    }

    fn remember(&mut self, id: &str) {
        if self.oldest_ids.len() == IDS_MAX
            && let Some(oldest) = self.oldest_ids.pop_front()
        {
            self.ids.remove(&oldest);
        }
        self.ids.insert(id.into());
        self.oldest_ids.push_back(id.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::engine::testing::{DOWNLOAD, NETCAT};
    use detectors::{Rule, Timestamp};

    fn finding(rule: &'static Rule, id: usize, at_ms: Option<i64>) -> Finding {
        Finding { rule, id: id.to_string(), timestamp: at_ms.map(Timestamp), join_keys: Vec::new(), events: Vec::new() }
    }

    #[test]
    fn a_rule_prints_its_max_signals_an_interval() {
        let mut limiter = Limiter::default();
        let mut printed = |rule, ids: std::ops::Range<usize>, at| {
            ids.filter(|id| limiter.judge(&finding(rule, *id, at)) == Verdict::Print).count()
        };
        assert_eq!(printed(&NETCAT, 0..5, Some(0)), 3);
        assert_eq!(printed(&NETCAT, 5..10, Some(299_999)), 0, "the same interval");
        assert_eq!(printed(&NETCAT, 10..15, Some(300_000)), 3);
        assert_eq!(printed(&NETCAT, 15..20, Some(1)), 0, "an earlier one is still counted");
        assert_eq!(printed(&NETCAT, 20..25, Some(-1)), 3);
        assert_eq!(printed(&NETCAT, 25..30, None), 3);
        assert_eq!(printed(&DOWNLOAD, 100..300, Some(0)), 100, "each rule has its own");
    }

    #[test]
    fn an_id_is_printed_once() {
        let mut limiter = Limiter::default();
        assert_eq!(limiter.judge(&finding(&DOWNLOAD, 1, Some(0))), Verdict::Print);
        assert_eq!(limiter.judge(&finding(&DOWNLOAD, 1, Some(900_000))), Verdict::Duplicate);
        assert_eq!(limiter.judge(&finding(&DOWNLOAD, 2, Some(900_000))), Verdict::Print);
    }

    #[test]
    fn the_memory_for_ids_is_bounded() {
        let mut limiter = Limiter::default();
        for id in 0..IDS_MAX + 10 {
            limiter.judge(&finding(&DOWNLOAD, id, Some(id as i64 * 300_000)));
        }
        assert_eq!((limiter.ids.len(), limiter.oldest_ids.len()), (IDS_MAX, IDS_MAX));
        assert!(limiter.printed[DOWNLOAD.id].len() <= INTERVALS_MAX);
    }
}
