//! Every public EQL rule of Elastic, compiled into one matcher.
//!
//! The rules are those of the folder that `DETECTORS_CORPUS` names while this crate is built, or of the shared data beside the
//! workspace; where there are none, made-up rules of the same kind. [`REFUSED`] names those that are wrong.
//!
//! The crate compiles the matcher once, for decoded documents; who runs it calls [`run`] or [`judge`].

#![allow(deprecated, reason = "public rules with warnings are among those that are compiled")]

mod rule_file;

pub use rule_file::rule_file;

use detectors::{Alert, Handle, Layout, Matcher, RuleSet, Slots};
use detectors_json::{DecodeError, Decoder};

include!(concat!(env!("OUT_DIR"), "/rules.rs"));

mod corpus {
    include!(concat!(env!("OUT_DIR"), "/corpus.rs"));
}

pub use corpus::{Corpus, CorpusMatcher};

/// What a rule set has found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// Number of the rule.
    pub rule: usize,
    /// Numbers of the lines, stage by stage.
    pub lines: Vec<u64>,
}

/// Events that unfinished sequences can hold.
pub const CAPACITY: usize = 16_384;

/// Judges one decoded document by all rules: compiled here, once, whoever calls it.
pub fn judge(matcher: &mut CorpusMatcher<CAPACITY>, event: &Slots<'_, Corpus>, sink: &mut dyn FnMut(&Alert<'_>)) {
    matcher.observe(event, sink);
}

/// What all rules find in a log: one document a line, the empty ones left out.
///
/// # Errors
/// The first line that is no document: its number, and why.
pub fn run(log: &str) -> Result<Vec<Hit>, (u64, DecodeError)> {
    run_set::<Corpus, _>(Corpus::matcher::<CAPACITY>, log)
}

/// Bytes of stack for a matcher with its pool.
const STACK: usize = 256 << 20;

/// What the rules of a set find in a log.
///
/// # Errors
/// The first line that is no document: its number, and why.
///
/// # Panics
/// If there is no memory for another thread.
#[expect(clippy::expect_used, clippy::unwrap_used, reason = "for tests and benches")]
pub fn run_set<S: RuleSet + Layout, M: Matcher>(new: fn() -> M, log: &str) -> Result<Vec<Hit>, (u64, DecodeError)> {
    // A matcher with a large pool does not fit on the stack of a test.
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || observe::<S, M>(new(), log));
        thread.expect("a thread can be started").join().unwrap()
    })
}

fn observe<S: RuleSet + Layout, M: Matcher>(mut matcher: M, log: &str) -> Result<Vec<Hit>, (u64, DecodeError)> {
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
