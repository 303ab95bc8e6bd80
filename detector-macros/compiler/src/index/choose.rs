//! Which clauses of the queries are asked, over which fields, and in which order.
//!
//! A pass over a field costs about as much as judging a query or two. It is worth it while it spares more than that: the passes are
//! taken greedily, those that spare most first.

use super::clauses::{Clause, Need};
use super::{Frequencies, LOOK_UP_COLUMNS};
use std::collections::{BTreeMap, BTreeSet};

/// What judging a query costs, in nanoseconds.
const JUDGE: f64 = 250.0;
/// What a pass costs over a field that the event does not have.
const ABSENT: f64 = 5.0;
/// What a pass costs that looks up literals and ends of texts.
const LOOK_UP: f64 = 40.0;
/// What a pass costs that reads texts byte by byte: short ones, and others.
const READ_SHORT: f64 = 40.0;
const READ: f64 = 100.0;
/// How many passes there are at most: one bit each.
const PASSES_MAX: usize = 128;
/// Fields of few values are asked first, if they have at most so many, and many queries ask for them.
const FEW_VALUES: usize = 20;
const FIRST_PASSES: usize = 4;
/// Clauses over more passes than these are not considered.
const FIELDS_MAX: usize = 4;

/// A pass over a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Over {
    /// Byte by byte; else by whole values and their ends.
    pub(super) reads: bool,
    pub(super) field: String,
}

impl Over {
    pub(super) fn of((field, need): (&String, &Need)) -> Self {
        Self { reads: need.has_inner_parts(), field: field.clone() }
    }

    fn cost(&self, frequencies: &Frequencies) -> f64 {
        let is_short = ["name", "extension", "id", "action"].iter().any(|short| self.field.rsplit('.').next() == Some(short));
        let work = match (self.reads, is_short) {
            (false, _) => LOOK_UP,
            (true, true) => READ_SHORT,
            (true, false) => READ,
        };
        ABSENT + frequencies.present(&self.field) * work
    }
}

/// What is asked.
#[derive(Debug, Default)]
pub(super) struct Chosen {
    /// Fields of few values, those of the fewest first: each is a pass and a column of its own.
    pub(super) first: Vec<String>,
    /// The other passes, those that look up first.
    pub(super) passes: Vec<Over>,
    /// For each query what it asks.
    pub(super) queries: Vec<ChosenClauses>,
}

/// What one query asks.
#[derive(Debug, Default, Clone)]
pub(super) struct ChosenClauses {
    /// For each of the first fields.
    pub(super) first: Vec<Option<Clause>>,
    /// Over passes that look up, [`LOOK_UP_COLUMNS`] at most.
    pub(super) look_ups: Vec<Clause>,
    /// Also over passes that read.
    pub(super) read: Option<Clause>,
}

/// A clause of a query, as the choice sees it.
struct Candidate {
    clause: Clause,
    /// Numbers of its passes.
    passes: BTreeSet<usize>,
    reads: bool,
    share: f64,
}

/// A query, as the choice sees it.
struct Query {
    first: Vec<Option<Clause>>,
    /// The shares of events that satisfy these.
    shares: Vec<f64>,
    options: Vec<Candidate>,
}

/// What to ask of the queries' clauses.
pub(super) fn choose(queries: Vec<Vec<Clause>>, frequencies: &Frequencies) -> Chosen {
    let first = first_fields(&queries);
    let mut overs: Vec<Over> = Vec::new();
    let mut numbers: BTreeMap<Over, usize> = BTreeMap::new();
    let mut number = |over: Over| {
        *numbers.entry(over).or_insert_with_key(|over| {
            overs.push(over.clone());
            overs.len() - 1
        })
    };
    let queries: Vec<Query> = queries
        .into_iter()
        .map(|clauses| {
            let (mut of_first, mut options) = (vec![None; first.len()], Vec::new());
            let mut shares = Vec::new();
            for clause in clauses {
                let place = clause.only_field().and_then(|(field, _)| first.iter().position(|of_first| of_first == field));
                if let Some(place) = place
                    && of_first[place].is_none()
                    && is_plain(&clause)
                {
                    shares.push(clause.share(frequencies));
                    of_first[place] = Some(clause);
                    continue;
                }
                let passes: BTreeSet<usize> = clause.0.iter().map(|field| number(Over::of(field))).collect();
                if passes.len() <= FIELDS_MAX {
                    let reads = clause.0.values().any(Need::has_inner_parts);
                    options.push(Candidate { share: clause.share(frequencies), passes, reads, clause });
                }
            }
            options.sort_by(|left, right| left.share.total_cmp(&right.share));
            Query { first: of_first, shares, options }
        })
        .collect();
    let enabled = passes(&queries, &overs, first.len(), frequencies);
    let mut passes: Vec<Over> = enabled.iter().map(|pass| overs[*pass].clone()).collect();
    passes.sort();
    let queries = queries
        .iter()
        .map(|query| {
            let (look_ups, read) = asked(query, |option| option.passes.is_subset(&enabled));
            ChosenClauses {
                first: query.first.clone(),
                look_ups: look_ups.into_iter().map(|option| option.clause.clone()).collect(),
                read: read.map(|option| option.clause.clone()),
            }
        })
        .collect();
    Chosen { first, passes, queries }
}

/// Whether a clause asks for whole values only.
fn is_plain(clause: &Clause) -> bool {
    clause.0.values().all(|need| need.parts.is_empty() && !need.any)
}

/// The fields of few values that are asked first.
fn first_fields(queries: &[Vec<Clause>]) -> Vec<String> {
    let mut fields: BTreeMap<&String, (usize, BTreeSet<&String>)> = BTreeMap::new();
    for (field, need) in queries.iter().flatten().filter(|clause| is_plain(clause)).filter_map(Clause::only_field) {
        let (count, values) = fields.entry(field).or_default();
        *count += 1;
        values.extend(&need.literals);
    }
    let mut fields: Vec<(usize, usize, &String)> =
        fields.into_iter().map(|(field, (count, values))| (values.len(), count, field)).collect();
    fields.retain(|(values, count, _)| *values <= FEW_VALUES && *count * 4 >= queries.len());
    fields.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
    fields.truncate(FIRST_PASSES);
    fields.sort();
    fields.into_iter().map(|(.., field)| field.clone()).collect()
}

/// The rarest clauses of a query that can be asked, over different passes.
fn asked(query: &Query, can: impl Fn(&Candidate) -> bool) -> (Vec<&Candidate>, Option<&Candidate>) {
    let (mut look_ups, mut read): (Vec<&Candidate>, Option<&Candidate>) = (Vec::new(), None);
    for option in query.options.iter().filter(|option| can(option)) {
        if option.reads {
            if read.is_none() {
                read = Some(option);
            }
        } else if look_ups.len() < LOOK_UP_COLUMNS && !look_ups.iter().any(|known| known.passes == option.passes) {
            look_ups.push(option);
        }
    }
    (look_ups, read)
}

/// The share of events that satisfy what the query asks.
fn survivors(query: &Query, can: impl Fn(&Candidate) -> bool) -> f64 {
    let (look_ups, read) = asked(query, can);
    all_of(query.shares.iter().copied().chain(look_ups.into_iter().chain(read).map(|option| option.share)).collect())
}

/// The share of events that satisfy all of what these shares satisfy. What goes together is often so for one reason, so that each
/// counts less than the rarer ones: as databases do it, by square roots of square roots.
fn all_of(mut shares: Vec<f64>) -> f64 {
    shares.sort_by(f64::total_cmp);
    shares.into_iter().enumerate().fold(1.0, |all, (rarer, share)| all * share.powf(0.5_f64.powi(rarer as i32)))
}

/// The passes that are worth their cost.
fn passes(queries: &[Query], overs: &[Over], first: usize, frequencies: &Frequencies) -> BTreeSet<usize> {
    let mut enabled = BTreeSet::new();
    let at_first: Vec<f64> = queries.iter().map(|query| all_of(query.shares.clone())).collect();
    let mut left = at_first.clone();
    loop {
        // What is missing for some clause, and the queries of such clauses.
        let mut missing: BTreeMap<BTreeSet<usize>, BTreeSet<usize>> = BTreeMap::new();
        for (number, query) in queries.iter().enumerate() {
            for option in query.options.iter().filter(|option| !option.passes.is_subset(&enabled)) {
                let lacking = option.passes.difference(&enabled).copied().collect();
                missing.entry(lacking).or_default().insert(number);
            }
        }
        let gain = |added: &BTreeSet<usize>| {
            let with: BTreeSet<usize> = enabled.union(added).copied().collect();
            let asking: BTreeSet<usize> = added
                .iter()
                .filter_map(|one| missing.get(&BTreeSet::from([*one])))
                .chain(missing.get(added))
                .flatten()
                .copied()
                .collect();
            let spared = asking.iter().map(|number| {
                left[*number] - survivors(&queries[*number], |option| option.passes.is_subset(&with)).min(left[*number])
            });
            let spared: f64 = spared.sum();
            // A pass runs wherever a query of the same word is left that asks something else.
            let runs = asking.iter().map(|number| at_first[*number]).sum::<f64>().min(1.0);
            spared * JUDGE - runs * added.iter().map(|pass| overs[*pass].cost(frequencies)).sum::<f64>()
        };
        let best =
            missing.keys().filter(|added| first + enabled.len() + added.len() <= PASSES_MAX).map(|added| (gain(added), added));
        let Some((_, added)) = best.filter(|(gain, _)| *gain > 0.0).max_by(|left, right| left.0.total_cmp(&right.0)) else {
            return enabled;
        };
        enabled.extend(added.clone());
        for (query, left) in queries.iter().zip(&mut left) {
            *left = survivors(query, |option| option.passes.is_subset(&enabled));
        }
    }
}
