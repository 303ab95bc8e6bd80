//! Events → how often fields have a value, as the compiler's table of frequencies has it.
//!
//! Of a field that holds text the values are counted, folded as the index folds them; of the others only that there is one. Memory is
//! bounded: when a field has too many values, those that have come least go, so that what is frequent stays.

use std::collections::HashMap;
use std::fmt;

use detectors::{Scalar, SlotField, SlotKind, SlotTable};

/// Values of a field that are counted at a time.
const VALUES_MAX: usize = 16_384;

/// Longer values are not counted: they are no names.
const LENGTH_MAX: usize = 256;

/// In a million events: what the compiler takes values for that are not in its table.
const UNKNOWN: u64 = 300;

/// Of how many of a million events a frequency is.
const MILLION: u64 = 1_000_000;

pub(super) struct Frequencies {
    events: u64,
    fields: Vec<Field>,
    lower: String,
}

struct Field {
    name: &'static str,
    /// Whether its values are counted.
    is_text: bool,
    /// Events that have a value.
    present: u64,
    values: HashMap<Box<str>, Counted>,
}

#[derive(Clone, Copy, Default)]
struct Counted {
    events: u64,
    /// The number of the event that had it last: an event counts once.
    last: u64,
}

impl Frequencies {
    pub(super) fn new(fields: &[SlotField]) -> Self {
        let field = |field: &SlotField| Field {
            name: field.name,
            is_text: field.kind == SlotKind::Str,
            present: 0,
            values: HashMap::new(),
        };
        Self { events: 0, fields: fields.iter().map(field).collect(), lower: String::new() }
    }

    /// Counts the values of an event.
    pub(super) fn add(&mut self, event: &SlotTable<'_>) {
        self.events += 1;
        for (place, field) in self.fields.iter_mut().enumerate() {
            if event.slots.get(place).is_none_or(|slot| slot.len == 0) {
                continue;
            }
            field.present += 1;
            if field.is_text {
                event.any(place, |value| {
                    if let Scalar::Str(text) = value
                        && text.len() <= LENGTH_MAX
                        && !text.contains(char::is_control)
                    {
                        self.lower.clear();
                        self.lower.push_str(text);
                        self.lower.make_ascii_lowercase();
                        field.count(&self.lower, self.events);
                    }
                    false
                });
            }
        }
    }
}

impl Field {
    fn count(&mut self, value: &str, event: u64) {
        let Some(counted) = self.values.get_mut(value) else {
            if self.values.len() >= VALUES_MAX {
                self.forget();
            }
            self.values.insert(value.into(), Counted { events: 1, last: event });
            return;
        };
        if counted.last != event {
            *counted = Counted { events: counted.events + 1, last: event };
        }
    }

    /// Makes room: at least half of the values go.
    fn forget(&mut self) {
        let mut counts: Vec<u64> = self.values.values().map(|counted| counted.events).collect();
        let (_, middle, _) = counts.select_nth_unstable(VALUES_MAX / 2);
        let middle = *middle;
        self.values.retain(|_, counted| counted.events > middle);
    }
}

impl fmt::Display for Frequencies {
    /// The table: field, value, and of how many of a million events; `*` is any value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "# How many of a million events have a value in a field: field, value, number; `*` is any value. Counted of {} events.",
            self.events
        )?;
        writeln!(f, "# Fields that the rules read, and values that more than {UNKNOWN} of a million events have.")?;
        let million = |events: u64| (u128::from(events) * u128::from(MILLION)).checked_div(self.events.into()).unwrap_or(0);
        let mut fields: Vec<&Field> = self.fields.iter().collect();
        fields.sort_by_key(|field| field.name);
        for field in fields {
            writeln!(f, "{}\t*\t{}", field.name, million(field.present))?;
            let mut values: Vec<(u128, &str)> =
                field.values.iter().map(|(value, counted)| (million(counted.events), &**value)).collect();
            // A value that is called as any value is cannot be told apart.
            values.retain(|(count, value)| *count > UNKNOWN.into() && *value != "*" && !value.is_empty());
            values.sort_by(|left, right| right.0.cmp(&left.0).then(left.1.cmp(right.1)));
            for (count, value) in values {
                writeln!(f, "{}\t{value}\t{count}", field.name)?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detector_compiler::index;
    use detectors::Handle;
    use detectors_json::Decoder;
    use expect_test::expect;

    const FIELDS: &[SlotField] = &[
        SlotField::new("process.name", SlotKind::Str),
        SlotField::new("process.args", SlotKind::Str),
        SlotField::new("process.pid", SlotKind::Int),
    ];

    fn table(lines: impl IntoIterator<Item = String>) -> String {
        let (mut decoder, mut frequencies) = (Decoder::new(FIELDS), Frequencies::new(FIELDS));
        for line in lines {
            frequencies.add(&decoder.decode(line.as_bytes(), Handle(0)).unwrap());
        }
        frequencies.to_string()
    }

    #[test]
    fn an_event_counts_once_for_each_value_whatever_its_case() {
        let lines = [
            r#"{"process":{"name":"SH","args":["-c","-c","a b"],"pid":1}}"#,
            r#"{"process":{"name":"sh","args":["-c","tab\there"]}}"#,
            r#"{"process":{"name":["nc","*",""]}}"#,
            "{}",
        ];
        let text = table(lines.map(str::to_owned));
        expect![[r"
            # How many of a million events have a value in a field: field, value, number; `*` is any value. Counted of 4 events.
            # Fields that the rules read, and values that more than 300 of a million events have.
            process.args	*	500000
            process.args	-c	500000
            process.args	a b	250000
            process.name	*	750000
            process.name	sh	500000
            process.name	nc	250000
            process.pid	*	250000
        "]]
        .assert_eq(&text);
        let read = index::Frequencies::parse(&text);
        let sh = index::Need { literals: ["sh".to_owned()].into(), ..index::Need::default() };
        assert!((read.share("process.name", &sh) - 0.5).abs() < 1e-9, "the compiler reads what is written");
    }

    #[test]
    fn what_is_frequent_stays_however_many_values_there_are() {
        let line = |at: usize| {
            let name = if at.is_multiple_of(4) { "often".to_owned() } else { format!("n{at}") };
            format!("{{\"process.name\":\"{name}\"}}")
        };
        let text = table((0..5 * VALUES_MAX).map(line));
        assert!(text.contains("process.name\toften\t250000\n"), "{}", &text[..500.min(text.len())]);
        assert_eq!(text.lines().count(), 6, "what is rare is not written: {text}");
    }
}
