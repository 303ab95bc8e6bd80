//! Query → what an event must have to meet it: clauses.

use super::Frequencies;
use crate::ir::{Category, Comparison, EventQuery, Number, Owner, Pattern, Patterns, Predicate, Test};
use crate::regex::{Regex, RequiredText};
use crate::schema::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// How many clauses a part of a query has at most: beyond, the most common are left out.
const CLAUSES_MAX: usize = 24;

/// What a field must have: one value that is one of the literals, or has one of the parts. All of it in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Need {
    /// Whole values.
    pub literals: BTreeSet<String>,
    /// Parts of values.
    pub parts: BTreeSet<Part>,
    /// Any value will do.
    pub any: bool,
}

impl Need {
    /// Any value.
    const ANY: Self = Self { literals: BTreeSet::new(), parts: BTreeSet::new(), any: true };

    /// Whether values have to be read byte by byte.
    pub fn has_inner_parts(&self) -> bool {
        self.parts.iter().any(|part| !part.at_start && !part.at_end)
    }

    fn or(&mut self, other: &Self) {
        if self.any || other.any {
            *self = Self::ANY;
            return;
        }
        self.literals.extend(other.literals.iter().cloned());
        self.parts.extend(other.parts.iter().cloned());
    }
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part {
    /// Its bytes, in lower case; not empty.
    pub text: String,
    /// It stands at the start.
    pub at_start: bool,
    /// It stands at the end.
    pub at_end: bool,
}

/// What an event must have, by field: one of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Clause(pub BTreeMap<String, Need>);

impl Clause {
    fn of(field: &str, need: Need) -> Self {
        Self([(field.to_owned(), need)].into())
    }

    /// The field, if there is only one.
    pub fn only_field(&self) -> Option<(&String, &Need)> {
        self.0.iter().next().filter(|_| self.0.len() == 1)
    }

    fn or(&mut self, other: &Self) {
        for (field, need) in &other.0 {
            self.0.entry(field.clone()).or_default().or(need);
        }
    }

    /// The share of events that satisfy it, at most.
    pub(super) fn share(&self, frequencies: &Frequencies) -> f64 {
        self.0.iter().map(|(field, need)| frequencies.share(field, need)).sum::<f64>().min(1.0)
    }
}

/// The clauses of a query, all of which an event must satisfy; `None`: no event meets it.
pub(super) fn clauses(query: &EventQuery, frequencies: &Frequencies) -> Option<Vec<Clause>> {
    let mut clauses = of(&query.condition, frequencies)?;
    if let Category::Named { field, name } = &query.category
        && field.kind() == Kind::Str
    {
        let literal = Need { literals: [name.to_ascii_lowercase()].into(), ..Need::default() };
        clauses.push(Clause::of(&field.name, literal));
    }
    Some(clauses)
}

fn of(predicate: &Predicate, frequencies: &Frequencies) -> Option<Vec<Clause>> {
    match predicate {
        Predicate::Const(false) => None,
        Predicate::And(operands) => {
            let all: Option<Vec<Vec<Clause>>> = operands.iter().map(|operand| of(operand, frequencies)).collect();
            Some(rarest(all?.concat(), frequencies))
        }
        Predicate::Or(operands) => {
            let all: Vec<Vec<Clause>> = operands.iter().filter_map(|operand| of(operand, frequencies)).collect();
            (!all.is_empty()).then(|| rarest(one_of(&all, frequencies), frequencies))
        }
        Predicate::Test(field, test) if field.owner == Owner::Event => {
            let need = of_test(test);
            // What is rarer may have to be read for; that the field is there at all is asked with less work.
            let rarer = match test {
                Test::Patterns(patterns) => Some(of_patterns(patterns, rarest_part)).filter(|rarer| *rarer != need),
                _ => None,
            };
            let weaker = (need.has_inner_parts() || rarer.as_ref().is_some_and(Need::has_inner_parts)).then_some(Need::ANY);
            Some([need].into_iter().chain(rarer).chain(weaker).map(|need| Clause::of(&field.name, need)).collect())
        }
        // Anything may meet the others.
        Predicate::Const(true) | Predicate::Not(_) | Predicate::Test(..) => Some(Vec::new()),
        Predicate::Computed(_) | Predicate::AnyElement(_) | Predicate::Descendant(_) => Some(Vec::new()),
    }
}

/// What a value must be to meet the test.
pub(super) fn of_test(test: &Test) -> Need {
    match test {
        Test::Text(Comparison::Equal, text) => Need { literals: [text.to_ascii_lowercase()].into(), ..Need::default() },
        Test::Patterns(patterns) => of_patterns(patterns, part),
        Test::Regex(regex) if !regex.required.is_empty() => of_regex(regex),
        Test::Bool(truth) => Need { literals: [truth.to_string()].into(), ..Need::default() },
        // As the runtime writes whole numbers of 64 bits.
        Test::Number(Comparison::Equal, Number::Int(number)) if i64::try_from(*number).is_ok() => {
            Need { literals: [number.to_string()].into(), ..Need::default() }
        }
        // Whatever they accept is a value.
        Test::Exists | Test::Text(..) | Test::TextAsNumber(..) | Test::Regex(_) => Need::ANY,
        Test::Number(..) | Test::InBlocks(_) | Test::Ip(..) | Test::Version(..) => Need::ANY,
    }
}

fn of_patterns(patterns: &Patterns, part: impl Fn(&Pattern) -> Option<Part>) -> Need {
    let mut need = Need::default();
    for pattern in &patterns.any_of {
        match pattern {
            Pattern::Equal(text) => {
                need.literals.insert(text.to_ascii_lowercase());
            }
            other => match part(other) {
                Some(part) => {
                    need.parts.insert(part);
                }
                None => return Need::ANY,
            },
        }
    }
    need
}

fn of_regex(regex: &Regex) -> Need {
    let mut need = Need::default();
    for RequiredText { text, at_start, at_end } in &regex.required {
        if *at_start && *at_end {
            need.literals.insert(text.clone());
        } else {
            need.parts.insert(Part { text: text.clone(), at_start: *at_start, at_end: *at_end });
        }
    }
    need
}

/// A text without wildcards that a pattern has: the first or the last, if it is long enough to be rare, as that is found without reading
/// the whole value; else the longest.
fn part(pattern: &Pattern) -> Option<Part> {
    /// Bytes at an end that are as good as more within.
    const ENOUGH: usize = 4;
    // Of equal length, one at an end is rarer.
    best_part(pattern, |piece, is_at_end| (is_at_end && piece.len() >= ENOUGH, piece.len(), is_at_end))
}

/// The text without wildcards that a pattern has and that is rarest, wherever it is.
fn rarest_part(pattern: &Pattern) -> Option<Part> {
    /// How many paths and names end, and begin.
    const ENDS: &[&str] = &[".exe", ".dll", ".sys", ".com", ".tmp", ".sh", ".py", ".so"];
    const STARTS: &[&str] = &[
        "c:\\windows\\system32\\",
        "c:\\windows\\",
        "c:\\program files\\",
        "c:\\users\\",
        "c:\\",
        ":\\windows\\system32\\",
        ":\\windows\\",
        ":\\users\\",
        ":\\",
        "/usr/bin/",
        "/usr/",
        "/bin/",
        "/",
    ];
    best_part(pattern, |piece, is_at_end| {
        let piece = piece.to_ascii_lowercase();
        let rest = ENDS.iter().find_map(|end| piece.strip_suffix(end)).unwrap_or(&piece);
        let rest = STARTS.iter().find_map(|start| rest.strip_prefix(start)).unwrap_or(rest);
        (rest.len(), piece.len(), is_at_end)
    })
}

/// The text without wildcards that a pattern has and that is worth most; what it is worth is told by itself and whether it is at an end.
fn best_part<W: Ord>(pattern: &Pattern, worth: impl Fn(&str, bool) -> W) -> Option<Part> {
    let wildcards = pattern.wildcards();
    let pieces: Vec<&str> = wildcards.split(['*', '?']).collect();
    let last = pieces.len() - 1;
    let best = pieces.iter().enumerate().max_by_key(|(index, piece)| worth(piece, *index == 0 || *index == last));
    let (index, text) = best?;
    (!text.is_empty()).then(|| Part { text: text.to_ascii_lowercase(), at_start: index == 0, at_end: index == last })
}

/// Clauses that whatever satisfies all clauses of some operand satisfies.
fn one_of(operands: &[Vec<Clause>], frequencies: &Frequencies) -> Vec<Clause> {
    let mut found = BTreeSet::new();
    let [first, ..] = operands else { return Vec::new() };
    // Over one field that all of them ask for, all other fields left aside.
    let shared: BTreeSet<&String> = first.iter().filter_map(|clause| clause.only_field().map(|(field, _)| field)).collect();
    for field in shared {
        found
            .extend(either(operands, frequencies, |clause| clause.only_field().is_some_and(|(of_clause, _)| of_clause == field)));
    }
    // Over fields that each of them has some of, without reading byte by byte; over any; and over what is left then.
    found.extend(either(operands, frequencies, |clause| !clause.0.values().any(Need::has_inner_parts)));
    if let Some(best) = either(operands, frequencies, |_| true) {
        found.extend(either(operands, frequencies, |clause| !clause.0.iter().all(|(field, _)| best.0.contains_key(field))));
        found.insert(best);
    }
    found.extend(of_few_fields(operands, frequencies));
    found.into_iter().collect()
}

/// The rarest clause of each operand among those that are wanted, as one; `None` if an operand has none.
fn either(operands: &[Vec<Clause>], frequencies: &Frequencies, wanted: impl Fn(&Clause) -> bool) -> Option<Clause> {
    let mut all = Clause::default();
    for clauses in operands {
        let wanted = clauses.iter().filter(|clause| wanted(clause));
        all.or(wanted.min_by(|left, right| left.share(frequencies).total_cmp(&right.share(frequencies)))?);
    }
    Some(all)
}

/// A clause over as few fields as are enough for each operand to have one: the field of most operands first.
fn of_few_fields(operands: &[Vec<Clause>], frequencies: &Frequencies) -> Option<Clause> {
    let mut all = Clause::default();
    let mut left: Vec<&Vec<Clause>> = operands.iter().collect();
    while !left.is_empty() {
        let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
        for clauses in &left {
            let fields: BTreeSet<&String> = clauses.iter().filter_map(|clause| Some(clause.only_field()?.0)).collect();
            fields.into_iter().for_each(|field| *counts.entry(field).or_default() += 1);
        }
        let (best, _) = counts.into_iter().max_by_key(|(_, count)| *count)?;
        let of_best = |clauses: &[Clause]| {
            let clauses = clauses.iter().filter(|clause| clause.only_field().is_some_and(|(field, _)| field == best));
            clauses.min_by(|left, right| left.share(frequencies).total_cmp(&right.share(frequencies))).cloned()
        };
        let mut others = Vec::new();
        for clauses in left.drain(..) {
            match of_best(clauses) {
                Some(clause) => all.or(&clause),
                None => others.push(clauses),
            }
        }
        left = others;
    }
    Some(all)
}

/// The rarest of them, if they are many.
fn rarest(mut clauses: Vec<Clause>, frequencies: &Frequencies) -> Vec<Clause> {
    if clauses.len() > CLAUSES_MAX {
        clauses.sort_by(|left, right| left.share(frequencies).total_cmp(&right.share(frequencies)));
        clauses.truncate(CLAUSES_MAX);
    }
    clauses
}
