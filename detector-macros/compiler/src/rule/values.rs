//! Reads YAML values of a wanted type; reports those of another type with what to write instead.

use std::fmt::Display;
use std::ops::Range;

use super::Located;
use super::keys::Shape;
use super::yaml::{Entry, Node, Value};
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::errors::rule_file as errors;
use crate::source::{Source, SourceId, Span};

/// A text that is being read, and where its problems go.
pub(crate) struct Reading<'a> {
    pub(crate) text: &'a str,
    source: SourceId,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(source: &'a Source, id: SourceId, diagnostics: &'a mut Diagnostics) -> Self {
        Self { text: &source.text, source: id, diagnostics }
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    pub(crate) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.source, range.clone())
    }

    /// The place of a node: its first line.
    pub(crate) fn place(&self, node: &Node) -> Span {
        let text = &self.text[node.span.clone()];
        let line = text.find(['\n', '\r']).unwrap_or(text.len());
        self.span(&(node.span.start..node.span.start + line))
    }

    pub(crate) fn located<T>(&self, node: &Node, value: T) -> Located<T> {
        Located { value, span: self.span(&node.span) }
    }

    /// The entries of a mapping whose keys are known, each key once. Reports the others; `names` are the known keys.
    pub(crate) fn known_entries<'n>(&mut self, entries: &'n [Entry], names: &[&str]) -> Vec<(&'n str, &'n Entry)> {
        let mut known: Vec<(&str, &Entry)> = Vec::new();
        for entry in entries {
            let at = self.place(&entry.key);
            match entry.key.as_text() {
                None => self.report(errors::key_not_text(at, entry.key.kind())),
                Some(key) if !names.contains(&key) => {
                    let similar = similar_keys(key, names);
                    let is_free = !entries.iter().any(|other| similar.iter().any(|similar| other.key.as_text() == Some(similar)));
                    self.report(errors::unknown_key(at, key, &similar, is_free));
                }
                Some(key) => match known.iter().find(|(other, _)| *other == key) {
                    Some((_, first)) => {
                        let first = self.place(&first.key);
                        self.report(errors::duplicate_key(at, first, key));
                    }
                    None => known.push((key, entry)),
                },
            }
        }
        known
    }

    /// Whether a node has a shape; reports it, or the parts of it, that have not.
    pub(crate) fn has_shape(&mut self, path: &dyn Display, node: &Node, shape: Shape) -> bool {
        match (shape, &node.value) {
            (Shape::Any, _)
            | (Shape::Text, Value::Text(_))
            | (Shape::Number, Value::Int(_))
            | (Shape::Truth, Value::Bool(_))
            | (Shape::List, Value::List(_))
            | (Shape::Map, Value::Map(_)) => true,
            (Shape::Texts, Value::List(items)) => items
                .iter()
                .enumerate()
                .fold(true, |all, (index, item)| self.has_shape(&format_args!("{path}[{index}]"), item, Shape::Text) && all),
            _ => {
                let diagnostic = self.wrong_type(path, node, shape);
                self.report(diagnostic);
                false
            }
        }
    }

    fn wrong_type(&self, path: &dyn Display, node: &Node, shape: Shape) -> Diagnostic {
        let wanted = match shape {
            Shape::Text => "text",
            Shape::Texts => "a list of texts",
            Shape::Number => "a whole number",
            Shape::Truth => "`true` or `false`",
            Shape::List => "a list",
            Shape::Map => "a mapping",
            Shape::Any => "a value",
        };
        let at = self.place(node);
        let diagnostic = errors::wrong_type(at, path, wanted, node.kind());
        match (shape, self.instead(node, shape)) {
            (_, Some((text, replacement))) => diagnostic.suggest(text, at, replacement),
            (Shape::Texts | Shape::List, None) if !matches!(node.value, Value::Null | Value::Map(_)) => {
                diagnostic.help("write each item on a line of its own, after `- `")
            }
            _ => diagnostic,
        }
    }

    /// What to write for a value of the wrong type, where that is plain.
    fn instead(&self, node: &Node, shape: Shape) -> Option<(String, String)> {
        let raw = &self.text[node.span.clone()];
        if raw.contains(['\n', '\r']) || raw.is_empty() {
            return None;
        }
        let (words, replacement) = match (shape, &node.value) {
            (Shape::Text, Value::Int(_) | Value::Float(_) | Value::Bool(_)) => ("put it in quotes", format!("\"{raw}\"")),
            (Shape::Number, Value::Text(text)) => {
                let number: i128 = text.trim().parse().ok()?;
                ("write it without quotes", number.to_string())
            }
            (Shape::Number, Value::Float(number)) if number.fract() == 0.0 && number.abs() < 1e15 => {
                ("write it without a fraction", format!("{number:.0}"))
            }
            (Shape::Truth, Value::Text(text)) => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" => ("write it as", "true".to_owned()),
                "false" | "no" | "off" => ("write it as", "false".to_owned()),
                _ => return None,
            },
            (Shape::Texts, Value::Text(text)) => {
                let quoted = raw.starts_with(['"', '\'']);
                let safe = quoted || !text.contains([',', '[', ']', '{', '}', '#', ':', '"', '\'']);
                (
                    "write a list",
                    if safe { format!("[{raw}]") } else { format!("[\"{}\"]", text.replace('\\', "\\\\").replace('"', "\\\"")) },
                )
            }
            _ => return None,
        };
        Some((format!("{words}: `{replacement}`"), replacement))
    }

    /// The text of a node that must not be empty; reports what is wrong.
    pub(crate) fn text(&mut self, path: &dyn Display, node: &Node) -> Option<String> {
        if !self.has_shape(path, node, Shape::Text) {
            return None;
        }
        let text = node.as_text()?;
        if text.trim().is_empty() {
            let at = self.place(node);
            self.report(errors::empty_value(at, path));
            return None;
        }
        Some(text.to_owned())
    }
}

/// The known keys that are nearest to an unknown one.
pub(super) fn similar_keys(key: &str, names: &[&str]) -> Vec<String> {
    /// What other formats call it.
    const OTHER_WORDS: [(&str, &str); 4] =
        [("title", "name"), ("level", "severity"), ("condition", "query"), ("mitre", "threat")];
    let plain =
        |text: &str| -> String { text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase() };
    let wanted = plain(key);
    let far_max = match wanted.len() {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    let distance = |name: &str| strsim::damerau_levenshtein(&wanted, &plain(name));
    let nearest = names.iter().map(|name| distance(name)).min().filter(|nearest| *nearest <= far_max);
    if let Some(nearest) = nearest {
        return names.iter().filter(|name| distance(name) == nearest).take(2).map(|name| (*name).to_owned()).collect();
    }
    let other = OTHER_WORDS.iter().find(|(word, name)| *word == wanted && names.contains(name));
    other.map(|(_, name)| (*name).to_owned()).into_iter().collect()
}

/// The longest time span that is taken: ten years.
const DURATION_MS_MAX: u64 = 3650 * DAY_MS;
const DAY_MS: u64 = 86_400_000;

/// `5m` in milliseconds: a number and `s`, `m`, `h`, `d` or `w`; at least one second, at most ten years.
pub(super) fn duration_ms(text: &str) -> Option<u64> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let unit_ms = match &text[digits..] {
        "s" => 1_000,
        "m" => 60_000,
        "h" => 3_600_000,
        "d" => DAY_MS,
        "w" => 7 * DAY_MS,
        _ => return None,
    };
    let number: u64 = text[..digits].parse().ok()?;
    number.checked_mul(unit_ms).filter(|ms| (1..=DURATION_MS_MAX).contains(ms))
}

/// How long before now: 0 for `now`, 540,000 for `now-9m`.
pub(super) fn ms_before_now(text: &str) -> Option<u64> {
    match text.strip_prefix("now")? {
        "" => Some(0),
        rest => duration_ms(rest.strip_prefix('-')?),
    }
}

/// The time span that a looser notation means: `5 minutes` → `5m`.
pub(super) fn usable_duration(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let unit = match text[digits..].trim() {
        "s" | "sec" | "secs" | "second" | "seconds" => "s",
        "m" | "min" | "mins" | "minute" | "minutes" => "m",
        "h" | "hr" | "hrs" | "hour" | "hours" => "h",
        "d" | "day" | "days" => "d",
        "w" | "week" | "weeks" => "w",
        _ => return None,
    };
    Some(format!("{}{unit}", &text[..digits])).filter(|usable| duration_ms(usable).is_some())
}

/// The time before now that a looser notation means: `9m`, `now - 9 min` → `now-9m`.
pub(super) fn usable_time(text: &str) -> Option<String> {
    let text = text.trim().to_ascii_lowercase();
    let rest = text.strip_prefix("now").unwrap_or(&text).trim();
    usable_duration(rest.strip_prefix('-').unwrap_or(rest)).map(|duration| format!("now-{duration}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_spans_have_a_number_and_a_unit() {
        let cases = [
            ("1s", Some(1_000)),
            ("5m", Some(300_000)),
            ("12h", Some(43_200_000)),
            ("7d", Some(604_800_000)),
            ("1w", Some(604_800_000)),
            ("0m", None),
            ("m", None),
            ("5", None),
            ("-5m", None),
            ("5 m", None),
            ("5ms", None),
            ("3651d", None),
            ("99999999999999999999s", None),
            ("18446744073709551615w", None),
            ("", None),
        ];
        for (text, ms) in cases {
            assert_eq!(duration_ms(text), ms, "{text}");
        }
    }

    #[test]
    fn times_are_now_or_before_it() {
        let cases =
            [("now", Some(0)), ("now-9m", Some(540_000)), ("now+9m", None), ("now-", None), ("9m", None), ("now-9m/m", None)];
        for (text, ms) in cases {
            assert_eq!(ms_before_now(text), ms, "{text}");
        }
    }

    #[test]
    fn looser_notations_are_understood() {
        let cases = [("5 minutes", Some("5m")), ("1 Hour", Some("1h")), ("5", None), ("0 s", None), ("five", None)];
        for (text, usable) in cases {
            assert_eq!(usable_duration(text).as_deref(), usable, "{text}");
        }
        for text in ["9m", "-9m", "now - 9 min"] {
            assert_eq!(usable_time(text).as_deref(), Some("now-9m"), "{text}");
        }
    }

    #[test]
    fn similar_keys_are_found_by_letters() {
        let names = ["name", "note", "severity", "risk_score", "rule_id", "references", "query", "from"];
        let cases: [(&str, &[&str]); 9] = [
            ("nmae", &["name"]),
            ("serverity", &["severity"]),
            ("riskScore", &["risk_score"]),
            ("risk-score", &["risk_score"]),
            ("Query", &["query"]),
            ("title", &["name"]),
            ("reference", &["references"]),
            ("detection", &[]),
            ("x", &[]),
        ];
        for (key, similar) in cases {
            assert_eq!(similar_keys(key, &names), similar, "{key}");
        }
    }
}
