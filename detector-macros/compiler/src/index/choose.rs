//! Which needs are asked in passes over fields, and in which order.
//!
//! A pass costs about as much as judging a query or two. It is worth it while it spares more than that: the fields are taken
//! greedily, the one that spares most first, as if what fields have were independent of each other.

use super::needs::Needs;
use super::{Frequencies, Need};
use std::collections::BTreeSet;

/// What judging a query costs, in nanoseconds.
const JUDGE: f64 = 40.0;
/// What a pass costs that looks up literals.
const LOOK_UP: f64 = 8.0;
/// What a pass costs that reads texts byte by byte.
const READ: f64 = 60.0;
/// How many passes there are at most: what each spares gets less and less.
const PASSES_MAX: usize = 40;

/// One pass.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct ChosenPass {
    pub(super) field: String,
    /// Needs with parts are asked; else those without.
    pub(super) parts: bool,
}

impl ChosenPass {
    /// What of the needs the pass asks.
    pub(super) fn need<'a>(&self, needs: &'a Needs) -> Option<&'a Need> {
        needs.get(&self.field).filter(|need| self.parts != need.parts.is_empty())
    }
}

/// The passes that are worth their cost, in order.
pub(super) fn choose(alternatives: &[Needs], frequencies: &Frequencies) -> Vec<ChosenPass> {
    let candidates: BTreeSet<ChosenPass> = alternatives
        .iter()
        .flatten()
        .map(|(field, need)| ChosenPass { field: field.clone(), parts: !need.parts.is_empty() })
        .collect();
    // For each candidate the alternatives that ask it, and the share of events that meets them.
    let mut candidates: Vec<(ChosenPass, Vec<(usize, f64)>)> = candidates
        .into_iter()
        .map(|pass| {
            let asking = alternatives.iter().enumerate().filter_map(|(number, needs)| {
                let need = pass.need(needs)?;
                Some((number, frequencies.share(&pass.field, need)))
            });
            let asking = asking.collect();
            (pass, asking)
        })
        .collect();
    // For each alternative the share of events that are still to be judged.
    let mut left = vec![1.0; alternatives.len()];
    let mut passes = Vec::new();
    while passes.len() < PASSES_MAX {
        let gain = |(pass, asking): &(ChosenPass, Vec<(usize, f64)>)| {
            let spared: f64 = asking.iter().map(|(number, share)| left[*number] * (1.0 - share)).sum();
            let runs: f64 = asking.iter().map(|(number, _)| left[*number]).sum::<f64>().min(1.0);
            spared * JUDGE - runs * if pass.parts { READ } else { LOOK_UP }
        };
        let best = candidates.iter().enumerate().map(|(index, candidate)| (index, gain(candidate)));
        let Some((index, gain)) = best.max_by(|left, right| left.1.total_cmp(&right.1)) else { break };
        if gain <= 0.0 {
            break;
        }
        let (pass, asking) = candidates.swap_remove(index);
        for (number, share) in asking {
            left[number] *= share;
        }
        passes.push(pass);
    }
    passes
}
