//! The answer of a filter → a compact tree for people.
//!
//! What is as it has to be is folded to a line, and what is not is taken apart down to its leaves, with the values that the event
//! has. Of alternatives only the nearest are taken apart.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use detector_compiler::evaluate::Outcome;
use detector_compiler::evaluate::Value;
use detector_compiler::evaluate::explain::{Among, Answer, Filter, FilterAnswer, ReadField, Shape, Truth};
use detector_compiler::ir::{Category, Owner};

use super::Part;
use super::documents::iso;
use super::story::EventName;
use crate::shown::Shown;

const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::Red.on_default().bold();
const DIM: Style = Style::new().dimmed();

/// Characters of a condition that are shown.
const CONDITION_MAX: usize = 110;

/// Characters of a field's values that are shown.
const VALUES_MAX: usize = 160;

/// Alternatives that are taken apart.
const NEAREST_MAX: usize = 2;

/// Writes all parts, indented.
pub(crate) fn write(out: &mut dyn Write, parts: &[Part<'_>], indent: usize) -> io::Result<()> {
    for part in parts {
        match part {
            Part::Sentence(sentence) => writeln!(out, "{:indent$}{}", "", Shown(sentence))?,
            Part::Answer { role, event, behind, filter, answer, names } => {
                let (mark, verdict) = match answer.outcome {
                    Outcome::True => (format!("{GOOD}✓{GOOD:#}"), "meets it".to_owned()),
                    Outcome::Failed => (format!("{BAD}!{BAD:#}"), "cannot be judged, and so does not meet it".to_owned()),
                    Outcome::False => (format!("{BAD}✗{BAD:#}"), short_by(answer.distance())),
                };
                let role = if role.is_empty() { String::new() } else { format!("{role}: ") };
                let after = match behind.as_slice() {
                    [] => String::new(),
                    behind => format!(" after {}", behind.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")),
                };
                let event = format!("{event}{after}");
                writeln!(out, "{:indent$}{mark} {role}{} {verdict}", "", Shown(&event))?;
                let whole = answer.outcome == Outcome::True;
                Tree { out, whole, knows_earlier: !behind.is_empty(), names }.filter(filter, answer, indent + 4)?;
            }
        }
    }
    Ok(())
}

fn short_by(distance: usize) -> String {
    match distance {
        1 => "does not meet it, 1 condition short".to_owned(),
        more => format!("does not meet it, {more} conditions short"),
    }
}

struct Tree<'o> {
    out: &'o mut dyn Write,
    /// Whether what is as it has to be is taken apart too.
    whole: bool,
    /// Whether the fields of earlier events are known.
    knows_earlier: bool,
    /// What each event is called.
    names: &'o [EventName],
}

impl Tree<'_> {
    fn filter(&mut self, filter: &Filter, answer: &FilterAnswer<'_, '_>, indent: usize) -> io::Result<()> {
        if filter.category != "any" {
            let text = format!("{} where", filter.category);
            let field = match &filter.query.category {
                Category::Named { field, .. } if !answer.in_category => values_text(&field.name, answer.categories),
                _ => String::new(),
            };
            self.line(indent, answer.in_category, if answer.in_category { Truth::True } else { Truth::False }, &text, &field)?;
        }
        self.node(&answer.condition, true, indent)
    }

    /// A node that should be `wanted`.
    fn node(&mut self, answer: &Answer<'_, '_>, wanted: bool, indent: usize) -> io::Result<()> {
        let is_right = is(answer, wanted);
        let text = &answer.condition.text;
        if is_right && !self.whole {
            return self.line(indent, true, answer.truth, text, "");
        }
        match &answer.condition.shape {
            Shape::Leaf { .. } => {
                let values = |(read, values): &(&ReadField, &[Value])| match read.field.owner {
                    Owner::Earlier(_) if !self.knows_earlier => format!("{} is not known: no event waits", read.name),
                    Owner::Event | Owner::Element | Owner::Earlier(_) => values_text(&read.name, values),
                };
                let values: Vec<String> = answer.values.iter().map(values).collect();
                self.line(indent, is_right, answer.truth, text, &values.join(", "))
            }
            Shape::Some(among, _) => self.some(among, answer, wanted, indent),
            Shape::Not(_) => {
                self.line(indent, is_right, answer.truth, "not", "")?;
                answer.parts.iter().try_for_each(|part| self.node(part, !wanted, indent + 4))
            }
            // Each of them has to be as wanted.
            Shape::And(_) if wanted => self.all(answer, wanted, indent),
            Shape::Or(_) if !wanted => self.all(answer, wanted, indent),
            Shape::And(_) => self.any("and", answer, wanted, indent),
            Shape::Or(_) => self.any("or", answer, wanted, indent),
        }
    }

    fn all(&mut self, answer: &Answer<'_, '_>, wanted: bool, indent: usize) -> io::Result<()> {
        let (right, wrong): (Vec<_>, Vec<_>) = answer.parts.iter().partition(|part| is(part, wanted));
        if self.whole {
            return answer.parts.iter().try_for_each(|part| self.node(part, wanted, indent));
        }
        match right.as_slice() {
            [] => {}
            [one] => self.line(indent, true, one.truth, &one.condition.text, "")?,
            [first, ..] => {
                let texts: Vec<&str> = right.iter().map(|part| part.condition.text.as_str()).collect();
                self.line(indent, true, first.truth, &format!("{} conditions: {}", right.len(), texts.join(" · ")), "")?;
            }
        }
        wrong.into_iter().try_for_each(|part| self.node(part, wanted, indent))
    }

    /// One of them has to be as wanted.
    fn any(&mut self, operator: &str, answer: &Answer<'_, '_>, wanted: bool, indent: usize) -> io::Result<()> {
        let is_right = is(answer, wanted);
        let count = answer.parts.len();
        let right: Vec<_> = answer.parts.iter().filter(|part| is(part, wanted)).collect();
        if is_right {
            self.line(indent, true, answer.truth, &format!("{operator}, {} of {count}", right.len()), "")?;
            return right.into_iter().try_for_each(|part| self.node(part, wanted, indent + 4));
        }
        self.line(indent, false, answer.truth, &format!("{operator}, none of {count}"), "")?;
        let mut nearest: Vec<_> = answer.parts.iter().collect();
        nearest.sort_by_key(|part| part.distance(wanted));
        // A few leaves say it all.
        let all_leaves = nearest.iter().all(|part| matches!(part.condition.shape, Shape::Leaf { .. }));
        let shown = if all_leaves && count <= 4 { count } else { NEAREST_MAX };
        for part in nearest.iter().take(shown) {
            // What belongs together stands below one line.
            let is_group = matches!(part.condition.shape, Shape::And(_) | Shape::Or(_));
            if is_group {
                let short = part.distance(wanted);
                let title = format!("{} ({short} short)", cut(&part.condition.text, 60));
                self.line(indent + 4, is(part, wanted), part.truth, &title, "")?;
            }
            self.node(part, wanted, indent + if is_group { 8 } else { 4 })?;
        }
        match count.saturating_sub(shown) {
            0 => Ok(()),
            more => writeln!(self.out, "{:1$}{DIM}… {more} more, no nearer{DIM:#}", "", indent + 4),
        }
    }

    /// One of the candidates has to meet a condition, or none may.
    fn some(&mut self, among: &Among, answer: &Answer<'_, '_>, wanted: bool, indent: usize) -> io::Result<()> {
        let is_right = is(answer, wanted);
        let candidates = || answer.candidates.iter().zip(&answer.parts);
        let nothing = match among {
            Among::Elements { array } => format!("{array} is missing"),
            Among::Ancestors(_) => "no event of an ancestor is known".to_owned(),
        };
        let count = match (among, answer.parts.len()) {
            (_, 0) => nothing,
            (Among::Elements { .. }, 1) => "1 element".to_owned(),
            (Among::Elements { .. }, more) => format!("{more} elements"),
            (Among::Ancestors(_), 1) => "1 event of an ancestor".to_owned(),
            (Among::Ancestors(_), more) => format!("{more} events of ancestors"),
        };
        self.line(indent, is_right, answer.truth, &answer.condition.text, &count)?;
        // Of what is not as it has to be all that is to blame, but of candidates that should meet the condition only the nearest.
        let mut told: Vec<_> = candidates().filter(|(_, part)| is(part, true) == (answer.truth == Truth::True)).collect();
        told.sort_by_key(|(_, part)| part.distance(wanted));
        let more = told.len().saturating_sub(NEAREST_MAX);
        for (candidate, part) in told.into_iter().take(NEAREST_MAX) {
            let name = match among {
                Among::Elements { .. } => format!("element {}", candidate.saturating_add(1)),
                Among::Ancestors(_) => self.names.get(*candidate).map(ToString::to_string).unwrap_or_default(),
            };
            let title = match part.distance(wanted) {
                0 => name,
                short => format!("{name} ({short} short)"),
            };
            self.line(indent + 4, is(part, wanted), part.truth, &title, "")?;
            self.node(part, wanted, indent + 8)?;
        }
        match more {
            0 => Ok(()),
            more => writeln!(self.out, "{:1$}{DIM}… {more} more{DIM:#}", "", indent + 4),
        }
    }

    fn line(&mut self, indent: usize, is_right: bool, truth: Truth, text: &str, values: &str) -> io::Result<()> {
        let style = if is_right { GOOD } else { BAD };
        let mark = if is_right { "✓" } else { "✗" };
        let values = if values.is_empty() { String::new() } else { format!("  {DIM}← {}{DIM:#}", Shown(values)) };
        let text = cut(text, CONDITION_MAX);
        writeln!(self.out, "{:indent$}{style}{mark} {:<5}{style:#} {}{values}", "", word(truth), Shown(&text))
    }
}

fn is(answer: &Answer<'_, '_>, wanted: bool) -> bool {
    answer.truth == (if wanted { Truth::True } else { Truth::False })
}

/// A truth in a word.
pub(super) fn word(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "true",
        Truth::False => "false",
        Truth::Null => "null",
        Truth::Failed => "fails",
    }
}

/// `process.name is "sh"`
fn values_text(field: &str, values: &[Value]) -> String {
    let list: Vec<String> = values.iter().map(value_text).collect();
    let shown = match list.as_slice() {
        [] => "missing".to_owned(),
        [one] => cut(one, VALUES_MAX),
        several => cut(&format!("[{}]", several.join(", ")), VALUES_MAX),
    };
    format!("{field} is {shown}")
}

/// A value as a query would write it.
pub(crate) fn value_text(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("{text:?}"),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        Value::Ip(address) => address.to_string(),
        Value::Date(ms) => iso(*ms),
    }
}

/// The beginning of a text that is too long.
pub(crate) fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.to_owned(),
    }
}
