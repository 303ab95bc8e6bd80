//! What became of the events of a sequence → a sentence for each step.

use detector_compiler::evaluate::Value;
use detector_compiler::evaluate::explain::{Earlier, KeyDifference, Partial, Step, StepKind};
use detector_compiler::ir::Body;

use super::Rule;
use super::story::Events;
use super::tree::value_text;

impl Rule {
    /// A step in words.
    pub(crate) fn sentence(&self, step: &Step, events: Events<'_>) -> String {
        let event = events.name(step.event);
        let last = |partial: &Partial| partial.events.last().map_or_else(String::new, |event| events.name(*event).to_string());
        match &step.kind {
            StepKind::NoTime => format!("{event} has no time, and so no sequence sees it"),
            StepKind::NoKey { term, key } => {
                let name = self.terms().get(*term).and_then(|term| term.keys.get(*key)).map_or("", |key| key.name.as_str());
                format!("{event} meets a stage, and lacks its join key `{name}`")
            }
            StepKind::Advanced(partial) => {
                let keys = self.keys(partial.events.len(), &partial.join_keys);
                let before = partial.events.split_last().map_or(&[][..], |(_, before)| before);
                match before {
                    [] => format!("{event} fills stage 1{keys}"),
                    before => format!("{event} fills stage {}{keys} after {}", partial.events.len(), events.names(before)),
                }
            }
            StepKind::Completed(partial) => {
                format!(
                    "{event} fills the last stage{}: {} are complete",
                    self.keys(partial.events.len(), &partial.join_keys),
                    events.names(&partial.events)
                )
            }
            StepKind::NothingWaits { stage, join_keys, earlier, later, other_keys } => {
                let keys = self.keys(stage + 1, join_keys);
                let name = |event: usize| events.name(event);
                let why = match (earlier, later, other_keys) {
                    (Some(Earlier::Taken(taken, by)), _, _) => {
                        format!("{} had filled stage {stage}, and {} has taken it on already", name(*taken), name(*by))
                    }
                    (Some(Earlier::Late(late, by)), _, _) => {
                        format!(
                            "{} had filled stage {stage}, and was given up when {} came too late for it",
                            name(*late),
                            name(*by)
                        )
                    }
                    (Some(Earlier::Ended(ended, by)), _, _) => {
                        format!("{} had filled stage {stage}, and {} ended it: it meets `until`", name(*ended), name(*by))
                    }
                    (None, Some(later), _) => {
                        format!("{} fills stage {stage} with these join keys, but comes later", name(*later))
                    }
                    (None, None, Some((partial, different))) => {
                        let keys: Vec<String> =
                            different.iter().map(|key| self.difference(*stage, *key, partial, join_keys)).collect();
                        format!("{} had filled stage {stage} with other join keys: {}", last(partial), keys.join(", "))
                    }
                    (None, None, None) => format!("no event fills stage {stage} with these join keys before it"),
                };
                format!("{event} meets stage {}{keys}, and nothing waits for it: {why}", stage + 1)
            }
            StepKind::TooLate { partial, gap_ms, span_max_ms } => {
                let first = partial.events.first().map_or_else(String::new, |event| events.name(*event).to_string());
                let stage = partial.events.len() + 1;
                let (gap, limit) = (span_text(*gap_ms), self.limit_text(*span_max_ms));
                format!("{event} meets stage {stage}, {gap} after {first}: {limit}")
            }
            StepKind::NotMet { partial } => {
                let stage = partial.events.len() + 1;
                format!("{event} does not meet stage {stage}, for which {} waits", events.names(&partial.events))
            }
            StepKind::Displaced { partial } => {
                format!(
                    "{event} fills stage {} anew, with the same join keys: {} is given up",
                    partial.events.len(),
                    last(partial)
                )
            }
            StepKind::Ended { partial } => {
                format!("{event} meets `until`, which ends what {} had begun", events.names(&partial.events))
            }
            StepKind::Spoilt { partial, term, by } => {
                let filter = self.explainer.filters.get(*term).map_or_else(String::new, |filter| self.role(filter));
                format!(
                    "{} are complete, and {} spoils it: it meets the {filter}",
                    events.names(&partial.events),
                    events.name(*by)
                )
            }
        }
    }

    /// How a join key of two events differs, in words.
    pub(crate) fn difference_sentence(difference: &KeyDifference<'_>, events: Events<'_>) -> String {
        let side = |(event, name, values): &(usize, &str, &[Value])| match values {
            [] => format!("{name} of {} is missing", events.name(*event)),
            [one] => format!("{name} of {} is {}", events.name(*event), value_text(one)),
            several => {
                let several: Vec<String> = several.iter().map(value_text).collect();
                format!("{name} of {} is [{}]", events.name(*event), several.join(", "))
            }
        };
        format!("their join keys differ: {}, {}", side(&difference.left), side(&difference.right))
    }

    /// That the events of a sequence have no time, are not in its order, or are too far apart.
    pub(super) fn apart(&self, events: Events<'_>, alert: &[usize]) -> Option<String> {
        let Body::Sequence(sequence) = &self.explainer.query.body else { return None };
        if let Some(event) = alert.iter().find(|event| events.scene.time_ms(**event).is_none()) {
            return Some(format!("{} has no time, and so no sequence sees it", events.name(*event)));
        }
        let times: Vec<i64> = alert.iter().filter_map(|event| events.scene.time_ms(*event)).collect();
        let pairs = alert.iter().zip(alert.iter().skip(1));
        for (earlier, later) in pairs {
            if !events.scene.is_before(*earlier, *later) {
                return Some(format!("{} does not come after {}", events.name(*later), events.name(*earlier)));
            }
        }
        let span_max_ms = sequence.maxspan_ms.or(self.compiled.span_ms)?;
        let (first, last) = (times.first()?, times.last()?);
        let gap_ms = i128::from(*last) - i128::from(*first);
        (gap_ms > i128::from(span_max_ms)).then(|| {
            let names = alert.first().zip(alert.last()).map(|(first, last)| (events.name(*first), events.name(*last)));
            let (first, last) = names.map_or_else(Default::default, |(first, last)| (first.to_string(), last.to_string()));
            format!("{last} comes {} after {first}: {}", span_text(gap_ms), self.limit_text(span_max_ms))
        })
    }

    /// `maxspan is 5s`
    fn limit_text(&self, span_max_ms: u64) -> String {
        let what = if self.has_maxspan() { "maxspan is" } else { "without `maxspan` a sequence may take" };
        format!("{what} {}", span_text(i128::from(span_max_ms)))
    }

    fn has_maxspan(&self) -> bool {
        matches!(&self.explainer.query.body, Body::Sequence(sequence) if sequence.maxspan_ms.is_some())
    }

    /// The names of the join keys of a stage, counted from 1.
    fn key_names(&self, stage: usize) -> Vec<&str> {
        let Body::Sequence(sequence) = &self.explainer.query.body else { return Vec::new() };
        let term = stage.checked_sub(1).and_then(|stage| sequence.stages().get(stage).copied());
        let term = term.and_then(|term| sequence.terms.get(term));
        term.map_or_else(Vec::new, |term| term.keys.iter().map(|key| key.name.as_str()).collect())
    }

    /// ` (host.id "a", user.id null)`, or nothing.
    fn keys(&self, stage: usize, values: &[Option<Value>]) -> String {
        let names = self.key_names(stage);
        let keys: Vec<String> =
            names.iter().zip(values).map(|(name, value)| format!("{name} {}", key_text(value.as_ref()))).collect();
        if keys.is_empty() { String::new() } else { format!(" ({})", keys.join(", ")) }
    }

    fn difference(&self, stage: usize, key: usize, partial: &Partial, join_keys: &[Option<Value>]) -> String {
        let theirs = partial.join_keys.get(key).and_then(Option::as_ref);
        let own = join_keys.get(key).and_then(Option::as_ref);
        let names = (self.key_names(stage), self.key_names(stage + 1));
        let name = |names: &[&str]| names.get(key).map_or_else(String::new, |name| (*name).to_owned());
        format!("{} {}, not {} {}", name(&names.0), key_text(theirs), name(&names.1), key_text(own))
    }
}

fn key_text(value: Option<&Value>) -> String {
    value.map_or_else(|| "null".to_owned(), value_text)
}

/// `1s`, `1.5s`, `300ms`, `2m 5s`
fn span_text(ms: i128) -> String {
    let (minutes, rest) = (ms / 60_000, ms % 60_000);
    let seconds = match (rest / 1_000, rest % 1_000) {
        (0, 0) if minutes > 0 => String::new(),
        (0, ms) => format!("{ms}ms"),
        (s, 0) => format!("{s}s"),
        (s, ms) => format!("{s}.{}s", format!("{ms:03}").trim_end_matches('0')),
    };
    match (minutes, seconds.as_str()) {
        (0, _) => seconds,
        (_, "") => format!("{minutes}m"),
        _ => format!("{minutes}m {seconds}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_spans_are_short() {
        let cases = [
            (0, "0ms"),
            (300, "300ms"),
            (1_000, "1s"),
            (1_500, "1.5s"),
            (60_000, "1m"),
            (125_000, "2m 5s"),
            (61_050, "1m 1.05s"),
        ];
        for (ms, text) in cases {
            assert_eq!(span_text(ms), text);
        }
    }
}
