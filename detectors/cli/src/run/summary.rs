//! What a run has done and what it gave up, for people.

use detectors::{Counters, Rule};
use std::fmt;
use std::time::Duration;

use crate::shown::Shown;

/// Rules that a note names at most.
const NAMED_MAX: usize = 5;

/// Figures of a run.
#[derive(Debug, Default)]
pub(crate) struct Summary {
    pub(crate) sources: usize,
    pub(crate) unreadable: u64,
    pub(crate) events: u64,
    /// Fields that the rules read and no event has had.
    pub(crate) unseen: Unseen,
    /// Events without `@timestamp`.
    pub(crate) untimed: u64,
    pub(crate) elapsed: Duration,
    pub(crate) bad_lines: u64,
    /// Of each rule, in the order of the engine.
    pub(crate) rules: Vec<Figures>,
    pub(crate) late: u64,
    pub(crate) forced: u64,
    pub(crate) spilled: usize,
    pub(crate) texts_dropped: u64,
    pub(crate) origins_dropped: u64,
    /// The output was closed before the input ended.
    pub(crate) cut_short: bool,
}

/// What the rules read and no event has had.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Unseen {
    /// Nothing worth a word.
    #[default]
    Nothing,
    /// `event.category`
    Category,
    /// All fields, except for the time.
    AllFields,
}

/// Figures of a rule.
#[derive(Debug)]
pub(crate) struct Figures {
    pub(crate) rule: &'static Rule,
    /// Alerts that were printed.
    pub(crate) printed: u64,
    /// Alerts that were held back over `max_signals`.
    pub(crate) suppressed: u64,
    /// Alerts that were held back because they had been printed.
    pub(crate) duplicates: u64,
    /// What the matcher says.
    pub(crate) counters: Counters,
}

impl Figures {
    /// All zero.
    pub(crate) fn new(rule: &'static Rule) -> Self {
        Self { rule, printed: 0, suppressed: 0, duplicates: 0, counters: Counters::default() }
    }
}

impl Summary {
    /// The figures of a rule.
    pub(crate) fn of(&mut self, rule: &'static Rule) -> &mut Figures {
        let at = self.rules.iter().position(|known| known.rule.id == rule.id).unwrap_or_else(|| {
            self.rules.push(Figures::new(rule));
            self.rules.len() - 1
        });
        &mut self.rules[at]
    }

    /// Alerts of all rules that were printed.
    pub(crate) fn printed(&self) -> u64 {
        self.rules.iter().map(|figures| figures.printed).sum()
    }

    /// Rules with a figure, greatest first.
    fn ranked(&self, figure: impl Fn(&Figures) -> u64) -> Vec<(u64, &'static str)> {
        let mut ranked: Vec<_> =
            self.rules.iter().map(|rule| (figure(rule), rule.rule.name)).filter(|(count, _)| *count > 0).collect();
        ranked.sort_by(|(few, left), (many, right)| many.cmp(few).then(left.cmp(right)));
        ranked
    }

    /// What is odd about the input as a whole.
    fn oddities(&self) -> impl Iterator<Item = &'static str> {
        let unseen = |fields| self.events > 0 && self.unseen == fields;
        let all = [
            (self.cut_short, "the output was closed before the input ended"),
            (
                unseen(Unseen::AllFields),
                "no event has any field that the rules read: they need ECS documents, one a line; `jq -c '.hits.hits[]'` takes \
                 them out of the answer to a search",
            ),
            (unseen(Unseen::Category), "no event has `event.category`, which the rules ask for"),
        ];
        all.into_iter().filter_map(|(holds, note)| holds.then_some(note))
    }

    /// What was given up of the input, worst first; only what there was.
    fn losses(&self) -> impl Iterator<Item = String> {
        let all = [
            (self.unreadable, "file could not be read, or not to its end", "files could not be read, or not to their end"),
            (self.bad_lines, "line was refused", "lines were refused"),
            (
                self.late,
                "event came after a later one had been judged; a longer --lateness or --sort keeps it in order",
                "events came after a later one had been judged; a longer --lateness or --sort keeps them in order",
            ),
            (
                self.forced,
                "event was judged early because too many waited; --sort keeps it in order",
                "events were judged early because too many waited; --sort keeps them in order",
            ),
            (
                self.untimed,
                "event has no @timestamp and can be no part of a sequence",
                "events have no @timestamp and can be no part of a sequence",
            ),
            (
                self.texts_dropped,
                "event could have been named by place only, to save memory",
                "events could have been named by place only, to save memory",
            ),
            (
                self.origins_dropped,
                "event could not have been named, to save memory",
                "events could not have been named, to save memory",
            ),
        ];
        all.into_iter()
            .filter(|(count, ..)| *count > 0)
            .map(|(count, one, many)| format!("{count} {}", if count == 1 { one } else { many }))
    }

    /// What was given up for single rules: for each kind the rules that have it.
    fn losses_by_rule(&self) -> Vec<LossOfRules> {
        let all = [
            (
                "unfinished sequence was given up because the table was full; somebody may be flooding it",
                "unfinished sequences were given up because their table was full; somebody may be flooding it",
                self.ranked(|rule| rule.counters.evicted),
            ),
            (
                "alert was held back over its rule's `max_signals`; --no-limit prints it",
                "alerts were held back over their rule's `max_signals`; --no-limit prints them",
                self.ranked(|rule| rule.suppressed),
            ),
            (
                "alert was a duplicate; --no-limit prints it",
                "alerts were duplicates; --no-limit prints them",
                self.ranked(|rule| rule.duplicates),
            ),
            (
                "event was skipped by a sequence because a later one came first",
                "events were skipped by sequences because a later one came first",
                self.ranked(|rule| rule.counters.late),
            ),
            (
                "event would have met a stage of a sequence, but has no @timestamp",
                "events would have met a stage of a sequence, but have no @timestamp",
                self.ranked(|rule| rule.counters.untimed),
            ),
            (
                "unfinished sequence was given up because a value that it compares is too long to be kept",
                "unfinished sequences were given up because a value that they compare is too long to be kept",
                self.ranked(|rule| rule.counters.oversized),
            ),
            (
                "process was forgotten because the table was full; some ancestors were not known",
                "processes were forgotten because their table was full; some ancestors were not known",
                self.ranked(|rule| rule.counters.forgotten),
            ),
            (
                "condition could not be computed and did not hold",
                "conditions could not be computed and did not hold",
                self.ranked(|rule| rule.counters.errors),
            ),
        ];
        all.into_iter().filter(|(_, _, rules)| !rules.is_empty()).collect()
    }
}

/// What was given up: of one thing, of several, and of which rules how many.
type LossOfRules = (&'static str, &'static str, Vec<(u64, &'static str)>);

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.elapsed.as_secs_f64();
        let rate = if seconds > 0.0 { self.events as f64 / seconds } else { 0.0 };
        let printed = self.printed();
        let counted =
            |count: u64, one: &'static str, many: &'static str| format!("{count} {}", if count == 1 { one } else { many });
        write!(f, "{} from {}", counted(self.events, "event", "events"), counted(self.sources as u64, "source", "sources"))?;
        writeln!(f, " in {seconds:.2} s ({rate:.0} a second), {}", counted(printed, "alert", "alerts"))?;
        for (count, name) in self.ranked(|rule| rule.printed) {
            writeln!(f, "{count:>8}  {}", Shown(name))?;
        }
        self.oddities().try_for_each(|note| writeln!(f, "note: {note}"))?;
        self.losses().try_for_each(|note| writeln!(f, "note: {note}"))?;
        for (one, many, rules) in self.losses_by_rule() {
            writeln!(f, "note: {}", counted(rules.iter().map(|(count, _)| count).sum::<u64>(), one, many))?;
            for (count, name) in rules.iter().take(NAMED_MAX) {
                writeln!(f, "{count:>8}  {}", Shown(name))?;
            }
            if rules.len() > NAMED_MAX {
                writeln!(f, "          and {} more rules", rules.len() - NAMED_MAX)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::engine::testing::{DOWNLOAD, NETCAT};
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
        summary.of(&DOWNLOAD).printed = 1;
        summary.of(&DOWNLOAD).counters.evicted = 4;
        summary.of(&NETCAT).printed = 3;
        summary.of(&NETCAT).suppressed = 7;
        summary.of(&NETCAT).counters.evicted = 5;
        expect![[r#"
            1000 events from 2 sources in 0.50 s (2000 a second), 4 alerts
                   3  Netcat Started
                   1  Download by a Shell
            note: 3 lines were refused
            note: 1 event came after a later one had been judged; a longer --lateness or --sort keeps it in order
            note: 9 unfinished sequences were given up because their table was full; somebody may be flooding it
                   5  Netcat Started
                   4  Download by a Shell
            note: 7 alerts were held back over their rule's `max_signals`; --no-limit prints them
                   7  Netcat Started
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

    #[test]
    fn input_that_no_rule_can_understand_is_told() {
        let strange = Summary { sources: 1, events: 7, unseen: Unseen::AllFields, ..Summary::default() }.to_string();
        assert!(strange.contains("note: no event has any field that the rules read"), "{strange}");
        let uncategorised = Summary { sources: 1, events: 7, unseen: Unseen::Category, ..Summary::default() }.to_string();
        assert!(uncategorised.contains("note: no event has `event.category`"), "{uncategorised}");
    }

    #[test]
    fn a_note_names_the_first_rules_only() {
        let mut summary = Summary::default();
        for number in 0..9_u64 {
            let name = String::from("Rule ") + &number.to_string();
            let rule = Rule::new(name.clone().leak(), name.leak());
            summary.rules.push(Figures { suppressed: number, ..Figures::new(Box::leak(Box::new(rule))) });
        }
        expect![[r#"
            0 events from 0 sources in 0.00 s (0 a second), 0 alerts
            note: 36 alerts were held back over their rule's `max_signals`; --no-limit prints them
                   8  Rule 8
                   7  Rule 7
                   6  Rule 6
                   5  Rule 5
                   4  Rule 4
                      and 3 more rules
        "#]]
        .assert_eq(&summary.to_string());
    }
}
