//! Every public EQL rule of Elastic, compiled into one matcher.
//!
//! The rules are those of the folder that `DETECTORS_CORPUS` names while this crate is built, or of the shared data beside the
//! workspace; where there are none, made-up rules of the same kind. [`REFUSED`] names those that are wrong.
//!
//! The crate compiles the matchers once, for decoded documents; who runs them calls [`run`].

#![allow(deprecated, reason = "public rules with warnings are among those that are compiled")]

use detectors::{Alert, Handle, Layout, Matcher, RuleSet, Slots};
use detectors_json::{DecodeError, Decoder};

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

mod sets {
    include!(concat!(env!("OUT_DIR"), "/sets.rs"));
}

pub use sets::{Corpus, CorpusMatcher, QueryCases, QueryCasesMatcher, Sigma, SigmaMatcher};

/// What a rule set has found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Number of the rule.
    pub rule: usize,
    /// Numbers of the lines, stage by stage.
    pub lines: Vec<u64>,
}

/// A set of rules over decoded documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    /// [`Corpus`]
    Corpus,
    /// [`QueryCases`]
    QueryCases,
    /// [`Sigma`]
    Sigma,
}

impl Set {
    /// The ids of its rules.
    pub fn rule_ids(self) -> Vec<&'static str> {
        let rules = match self {
            Self::Corpus => Corpus::RULES,
            Self::QueryCases => QueryCases::RULES,
            Self::Sigma => Sigma::RULES,
        };
        rules.iter().map(|rule| rule.id).collect()
    }

    /// What it finds in a log: one document a line, the empty ones left out.
    ///
    /// # Errors
    /// The first line that is no document: its number, and why.
    ///
    /// # Panics
    /// If there is no memory for another thread.
    #[expect(clippy::expect_used, clippy::unwrap_used, reason = "for tests and benches")]
    pub fn run(self, log: &str) -> Result<Vec<Hit>, (u64, DecodeError)> {
        // A matcher with a large pool does not fit on the stack of a test.
        std::thread::scope(|scope| {
            let run = move || match self {
                Self::Corpus => run::<Corpus, _>(Corpus::matcher::<16_384>(), log),
                Self::QueryCases => run::<QueryCases, _>(QueryCases::matcher::<1024>(), log),
                Self::Sigma => run::<Sigma, _>(Sigma::matcher::<1024>(), log),
            };
            let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
            thread.expect("a thread can be started").join().unwrap()
        })
    }
}

/// Bytes of stack for a matcher with its pool.
const STACK: usize = 256 << 20;

fn run<S: RuleSet + Layout, M: Matcher>(mut matcher: M, log: &str) -> Result<Vec<Hit>, (u64, DecodeError)> {
    let mut decoder = Decoder::new(S::FIELDS);
    let mut hits = Vec::new();
    let number = |alert: &Alert<'_>| S::RULES.iter().position(|rule| core::ptr::eq(*rule, alert.rule)).unwrap_or(usize::MAX);
    let mut sink = |alert: &Alert<'_>| {
        hits.push(Hit { rule: number(alert), lines: alert.events.iter().map(|event| event.handle.0).collect() });
    };
    for (line, text) in (0..).zip(log.lines()).filter(|(_, text)| !text.trim().is_empty()) {
        let table = decoder.decode(text.as_bytes(), Handle(line)).map_err(|error| (line, error))?;
        matcher.observe(&Slots::<S>::new(table), &mut sink);
    }
    matcher.finish(&mut sink);
    Ok(hits)
}
