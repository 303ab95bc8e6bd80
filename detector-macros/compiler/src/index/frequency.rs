//! How often events have a value.

use super::{Need, Part};
use std::collections::HashMap;

/// Of a literal that is not in the table, in a million events that have the field.
const UNKNOWN_LITERAL: u32 = 300;
/// Of fields that are not in the table: any value.
const UNKNOWN_FIELD: u32 = 20_000;
/// Of a part of a text of three bytes or less; each byte more makes it rarer.
const SHORT_PART: u32 = 200_000;

/// Stands for any value.
const ANY: &str = "*";

/// How many of a million events have a value in a field, by field and value in lower case.
#[derive(Debug, Clone, Default)]
pub struct Frequencies {
    by_field: HashMap<String, HashMap<String, u32>>,
}

impl Frequencies {
    /// What is usual on a host that is busy with its own affairs: the table that comes with the compiler.
    pub fn builtin() -> Self {
        // INVARIANT: the table is a file of this crate, and its test reads every line.
        Self::parse(include_str!("frequencies.tsv"))
    }

    /// From lines of a field, a value (`*`: any) and a number of a million events, between tabs; `#` starts a comment. Other lines are left
    /// out: a frequency only decides what is asked first.
    pub fn parse(text: &str) -> Self {
        let mut by_field: HashMap<String, HashMap<String, u32>> = HashMap::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let mut columns = line.split('\t');
            if let (Some(field), Some(value), Some(count)) = (columns.next(), columns.next(), columns.next())
                && let Ok(count) = count.parse()
            {
                by_field.entry(field.to_owned()).or_default().insert(value.to_ascii_lowercase(), count);
            }
        }
        Self { by_field }
    }

    /// The share of all events that have a field.
    pub fn present(&self, field: &str) -> f64 {
        let known = self.by_field.get(field).and_then(|known| known.get(ANY));
        f64::from(known.copied().unwrap_or(UNKNOWN_FIELD)) / 1e6
    }

    /// The share of all events in which a field meets the need: 0 to 1.
    pub fn share(&self, field: &str, need: &Need) -> f64 {
        let known = self.by_field.get(field);
        if need.any {
            return self.present(field);
        }
        let literal = |text: &String| match known.and_then(|known| known.get(text)) {
            Some(count) => f64::from(*count),
            None if text == "true" || text == "false" => self.present(field) * 1e6 / 2.0,
            // Small counts are usual.
            None if text.len() == 1 && text.starts_with(|digit: char| digit.is_ascii_digit()) => self.present(field) * 1e6 / 8.0,
            None => f64::from(UNKNOWN_LITERAL),
        };
        let part = |part: &Part| {
            let rare = f64::from(SHORT_PART) / f64::from(1_u32 << part.text.len().saturating_sub(3).min(12));
            let of_known = known.into_iter().flatten().filter(|(value, _)| *value != ANY && part.is_in(value));
            of_known.map(|(_, count)| f64::from(*count)).sum::<f64>().max(rare)
        };
        let million = need.literals.iter().map(literal).sum::<f64>() + need.parts.iter().map(part).sum::<f64>();
        (million / 1e6).min(1.0)
    }
}

impl Part {
    fn is_in(&self, value: &str) -> bool {
        match (self.at_start, self.at_end) {
            (true, true) => value == self.text,
            (true, false) => value.starts_with(&self.text),
            (false, true) => value.ends_with(&self.text),
            (false, false) => value.contains(&self.text),
        }
    }
}
