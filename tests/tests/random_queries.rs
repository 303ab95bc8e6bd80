//! Compiled matchers and the evaluator agree: a few hundred random queries, compiled in this build, on many random events each.
//!
//! `DETECTORS_ROUNDS=100` takes a hundred times as many events. A failure prints the query, the seed and the events.

#![allow(deprecated, reason = "rules with warnings are among those that are compiled")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it cannot go on")]

use detector_compiler::diagnostics::Diagnostics;
use detector_compiler::eql::{Dialect, parse};
use detector_compiler::evaluate::{self, Options, Value};
use detector_compiler::source::{QueryText, SourceId};
use detector_compiler::{ir, resolve};
use detector_tests::batch::{Hit, Line, run};
use detector_tests::random::{Event, Random, World, event};
use detectors::Counters;

struct Compiled {
    world_seed: u64,
    query: &'static str,
    run: fn(&[Line]) -> (Vec<Hit>, Counters),
}

include!(concat!(env!("OUT_DIR"), "/random_queries.rs"));

#[test]
fn compiled_matchers_find_what_the_evaluator_finds() {
    assert!(COMPILED.len() >= 200, "only {} queries", COMPILED.len());
    let rounds = std::env::var("DETECTORS_ROUNDS").ok().and_then(|text| text.parse::<u64>().ok()).unwrap_or(1);
    let (mut hits, mut with_hits) = (0, 0);
    for (number, compiled) in COMPILED.iter().enumerate() {
        let world = World::of_seed(compiled.world_seed);
        let query = meaning(compiled.query, &world);
        let mut of_query = 0;
        for round in 0..4 * rounds {
            let seed = 1_000 * number as u64 + round;
            let random = &mut Random::new(seed);
            let events: Vec<Event> = event::events(random, &world, 40);
            of_query += check(compiled, &query, &events, seed);
        }
        hits += of_query;
        with_hits += usize::from(of_query > 0);
    }
    println!("{} queries, {with_hits} of them with hits, {hits} hits", COMPILED.len());
    assert!(with_hits * 2 > COMPILED.len(), "most queries find nothing: {with_hits} of {}", COMPILED.len());
}

/// How many hits both found.
fn check(compiled: &Compiled, query: &ir::Query, events: &[Event], seed: u64) -> usize {
    let documents: Vec<_> = events.iter().map(Event::document).collect();
    let options = Options { timestamp_field: World::TIMESTAMP_FIELD.to_owned(), max_samples_per_key: 2, ..Options::default() };
    let expected = evaluate::run(query, &documents, &options);
    let lines: Vec<Line> = (0..).zip(events).map(|(handle, event)| Line { text: event.json(), handle }).collect();
    let (found, _) = (compiled.run)(&lines);
    let is_sample = matches!(query.body, ir::Body::Sample(_));
    let waits = matches!(&query.body, ir::Body::Sequence(sequence) if sequence.terms.last().is_some_and(|term| term.missing));
    let expected: Vec<Hit> = expected.into_iter().map(|hit| as_hit(&hit)).collect();
    // Which sample of a key is reported is free: the number for each key, and that pipes count the same, must agree.
    let shown = |hits: &[Hit]| -> Vec<Hit> {
        let mut hits = hits.to_vec();
        if is_sample {
            // Nor of which event a key's value is shown, where values of several number types are equal.
            for hit in &mut hits {
                hit.events.clear();
                hit.join_keys.iter_mut().flatten().for_each(|key| *key = by_value(key));
            }
            hits.sort_by(|left, right| left.join_keys.cmp(&right.join_keys));
        }
        // Sequences that wait are decided in the order in which they began: those of one last event are not in the order of keys.
        if waits {
            let last = |hit: &Hit| hit.events.iter().rev().flatten().next().copied();
            hits.sort_by(|left, right| (last(left), &left.join_keys).cmp(&(last(right), &right.join_keys)));
        }
        hits
    };
    if shown(&expected) != shown(&found) {
        let events: Vec<String> = lines.iter().map(|line| format!("{} {}", line.handle, line.text)).collect();
        panic!(
            "seed {seed}, world {}\n{}\nevaluator {}\ncompiled  {}\n{}",
            compiled.world_seed,
            compiled.query,
            printed(&expected),
            printed(&found),
            events.join("\n")
        );
    }
    expected.len()
}

/// The text of a number, whatever its type.
fn by_value(text: &str) -> String {
    text.parse::<f64>().map_or_else(|_| text.to_owned(), |number| number.to_string())
}

/// Hits in one line: `1,3 by a; 2,4 by null`.
fn printed(hits: &[Hit]) -> String {
    let event = |event: &Option<u64>| event.map_or("-".to_owned(), |handle| handle.to_string());
    let key = |key: &Option<String>| key.clone().unwrap_or_else(|| "null".to_owned());
    let one = |hit: &Hit| {
        let events: Vec<String> = hit.events.iter().map(event).collect();
        let keys: Vec<String> = hit.join_keys.iter().map(key).collect();
        format!("{} by {}", events.join(","), keys.join(","))
    };
    hits.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn meaning(query: &str, world: &World) -> ir::Query {
    let mut diagnostics = Diagnostics::new();
    let dialect = if world.is_endpoint { Dialect::Endpoint } else { Dialect::Elasticsearch };
    let ast = parse(&QueryText::whole_source(SourceId(0), query), dialect, &mut diagnostics);
    resolve::query(&ast, &world.schema(), &mut diagnostics).expect("it was compiled")
}

fn as_hit(hit: &evaluate::Hit) -> Hit {
    let text = |value: &Value| match value {
        Value::Text(text) => text.clone(),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => detectors::Scalar::Float(*value).with_text(str::to_owned),
        Value::Bool(value) => value.to_string(),
        Value::Ip(address) => detectors::Scalar::Ip(*address).with_text(str::to_owned),
        Value::Date(ms) => format!("@{ms}"),
    };
    Hit {
        events: hit.events.iter().map(|event| event.map(|index| index as u64)).collect(),
        join_keys: hit.join_keys.iter().map(|value| value.as_ref().map(text)).collect(),
    }
}
