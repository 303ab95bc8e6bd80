//! What is explained is what was decided: random queries of both dialects and random events, the same in every run.
//!
//! `DETECTORS_ROUNDS=100` makes each test a hundred times as long. A failure names the seed of its case.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test stops where its data is not what it should be")]

use detector_compiler::diagnostics::Diagnostics;
use detector_compiler::eql::{Dialect, ast, parse};
use detector_compiler::evaluate::explain::{Among, Answer, Coverage, Explainer, GapKind, Role, Shape, StepKind, Truth, trace};
use detector_compiler::evaluate::{self, Document, Hit, Options, Outcome};
use detector_compiler::ir;
use detector_compiler::source::{QueryText, SourceId};
use detector_tests::random::{Event, Random, World, event};

fn for_each_seed(rounds: u64, mut case: impl FnMut(u64, &mut Random)) {
    let factor = std::env::var("DETECTORS_ROUNDS").ok().and_then(|text| text.parse::<u64>().ok()).unwrap_or(1);
    for seed in 0..rounds * factor {
        case(seed, &mut Random::new(seed));
    }
}

/// Every second world is of Elastic Endpoint's dialect.
fn world(seed: u64, random: &mut Random) -> World {
    if seed.is_multiple_of(2) { World::new(random) } else { World::endpoint(random) }
}

fn explainer(query: &ast::Query, world: &World) -> Option<Explainer> {
    let dialect = if world.is_endpoint { Dialect::Endpoint } else { Dialect::Elasticsearch };
    let text = query.to_string();
    let parsed = parse(&QueryText::whole_source(SourceId(0), &text), dialect, &mut Diagnostics::new());
    Explainer::new(&parsed, &world.schema())
}

fn documents(random: &mut Random, world: &World, count: usize) -> Vec<Document> {
    event::events(random, world, count).iter().map(Event::document).collect()
}

fn options() -> Options {
    Options { timestamp_field: World::TIMESTAMP_FIELD.to_owned(), ..Options::default() }
}

#[test]
fn a_filter_is_true_where_its_condition_is_and_each_node_agrees_with_its_operands() {
    let (mut nodes, mut behind, mut of_truth, mut looked_through) = (0, 0, [0_usize; 4], [[0_usize; 2]; 2]);
    for_each_seed(1_500, |seed, random| {
        let world = world(seed, random);
        let query = match random.below(3) {
            0 => world.sequence(random, true),
            _ => world.event_query(random),
        };
        let Some(explainer) = explainer(&query, &world) else { return };
        let documents = documents(random, &world, 12);
        let scene = explainer.scene(&documents, &options());
        for asked in explainer.asked(&scene) {
            let answer = asked.filter.answer(&scene, asked.event, &asked.behind).unwrap();
            let expected = match (answer.in_category, answer.condition.truth) {
                (true, Truth::True) => Outcome::True,
                (true, Truth::Failed) => Outcome::Failed,
                _ => Outcome::False,
            };
            assert_eq!(answer.outcome, expected, "seed {seed}\n{query}");
            assert_eq!(answer.distance() == 0, answer.outcome == Outcome::True, "seed {seed}\n{query}");
            behind += usize::from(!asked.behind.is_empty());
            check_node(&answer.condition, &mut |answer| {
                nodes += 1;
                of_truth[answer.truth as usize] += 1;
                if let Shape::Some(among, _) = &answer.condition.shape
                    && !answer.parts.is_empty()
                {
                    let of_elements = matches!(among, Among::Elements { .. });
                    looked_through[usize::from(of_elements)][usize::from(answer.truth == Truth::True)] += 1;
                }
            });
        }
    });
    assert!(nodes > 50_000, "only {nodes} nodes");
    assert!(behind > 100, "only {behind} asked behind earlier events");
    assert!(of_truth.iter().all(|count| *count > 20), "a truth is rare: {of_truth:?}");
    let rare = looked_through.as_flattened().iter().any(|count| *count < 20);
    assert!(!rare, "searches of ancestors and of elements, false and true: {looked_through:?}");
}

/// Three-valued folding may make null of a node with a null operand; where all operands are true or false, the node is what
/// they make it.
fn check_node(answer: &Answer<'_, '_>, seen: &mut dyn FnMut(&Answer<'_, '_>)) {
    seen(answer);
    let parts: Vec<Truth> = answer.parts.iter().map(|part| part.truth).collect();
    if parts.iter().all(|truth| matches!(truth, Truth::True | Truth::False)) {
        let expected = match &answer.condition.shape {
            Shape::And(_) => Some(parts.iter().all(|truth| *truth == Truth::True)),
            Shape::Or(_) | Shape::Some(..) => Some(parts.contains(&Truth::True)),
            Shape::Not(_) => Some(!parts.contains(&Truth::True)),
            Shape::Leaf { .. } => None,
        };
        if let Some(expected) = expected {
            assert_eq!(answer.truth == Truth::True, expected, "{}", answer.condition.text);
        }
    }
    answer.parts.iter().for_each(|part| check_node(part, seen));
}

#[test]
fn an_alternative_is_met_only_where_its_list_is() {
    let mut met = 0;
    for_each_seed(1_500, |seed, random| {
        let world = world(seed, random);
        let query = world.event_query(random);
        let Some(explainer) = explainer(&query, &world) else { return };
        let documents = documents(random, &world, 12);
        let scene = explainer.scene(&documents, &options());
        for event in 0..documents.len() {
            let answer = explainer.filters[0].answer(&scene, event, &[]).unwrap().condition;
            for_each_leaf(&answer, &mut |leaf| {
                if leaf.met.is_empty() || !matches!(leaf.truth, Truth::True | Truth::False) {
                    return;
                }
                // `not in` is true where no element is met.
                let negated = leaf.condition.text.contains(" not in");
                let any = leaf.met.contains(&true);
                met += usize::from(any);
                assert_eq!(leaf.truth == Truth::True, any != negated, "seed {seed}: {}", leaf.condition.text);
            });
        }
    });
    assert!(met > 500, "alternatives were met {met} times only");
}

fn for_each_leaf(answer: &Answer<'_, '_>, visit: &mut dyn FnMut(&Answer<'_, '_>)) {
    match &answer.condition.shape {
        Shape::Leaf { .. } => visit(answer),
        _ => answer.parts.iter().for_each(|part| for_each_leaf(part, visit)),
    }
}

#[test]
fn what_a_trace_completes_and_does_not_spoil_is_found() {
    let (mut found, mut spoilt, mut not_met) = (0, 0, 0);
    for_each_seed(1_500, |seed, random| {
        let world = world(seed, random);
        let with_missing = random.chance(50);
        let query = world.sequence(random, with_missing);
        let Some(explainer) = explainer(&query, &world) else { return };
        let ir::Body::Sequence(sequence) = &explainer.query.body else { panic!("a sequence") };
        let documents = documents(random, &world, 40);
        let scene = explainer.scene(&documents, &options());
        let steps = trace(sequence, &scene);
        for step in &steps {
            // What waits and is not met is not met by what is explained either, and what advances is.
            let (partial, expected) = match &step.kind {
                StepKind::NotMet { partial } => (partial.events.as_slice(), Outcome::False),
                StepKind::Advanced(partial) | StepKind::Completed(partial) => {
                    (partial.events.split_last().unwrap().1, Outcome::True)
                }
                _ => continue,
            };
            let term = sequence.stages()[partial.len()];
            let filter = explainer.filters.iter().find(|filter| filter.role == Role::Term(term)).unwrap();
            let outcome = filter.answer(&scene, step.event, partial).unwrap().outcome;
            not_met += usize::from(expected == Outcome::False);
            assert_eq!(outcome == Outcome::True, expected == Outcome::True, "seed {seed}\n{query}\n{step:?}");
        }
        let mut complete: Vec<Vec<usize>> = Vec::new();
        for step in &steps {
            match &step.kind {
                StepKind::Completed(partial) => complete.push(partial.events.clone()),
                StepKind::Spoilt { partial, .. } => {
                    spoilt += 1;
                    let at = complete.iter().position(|events| *events == partial.events);
                    complete.remove(at.unwrap_or_else(|| panic!("seed {seed}: spoilt and not complete")));
                }
                _ => {}
            }
        }
        let hits = evaluate::run(&explainer.query, &documents, &options());
        let mut hits: Vec<Vec<usize>> = hits.iter().map(events_of).collect();
        found += hits.len();
        hits.sort();
        complete.sort();
        assert_eq!(hits, complete, "seed {seed}\n{query}");
    });
    assert!(found > 200 && spoilt > 20 && not_met > 50, "{found} found, {spoilt} spoilt, {not_met} not met");
}

fn events_of(hit: &Hit) -> Vec<usize> {
    hit.events.iter().copied().flatten().collect()
}

/// A leaf that has been seen to decide both ways makes two documents that the filter answers differently.
#[test]
fn full_coverage_needs_a_document_that_matches_and_one_that_does_not() {
    let mut full = 0;
    for_each_seed(1_500, |seed, random| {
        let world = world(seed, random);
        let query: ast::Query = world.event_query(random);
        let Some(explainer) = explainer(&query, &world) else { return };
        let documents = documents(random, &world, 12);
        let mut coverage = Coverage::new(&explainer);
        let scene = explainer.scene(&documents, &options());
        coverage.add(&explainer, &scene);
        let extent = coverage.extent(&explainer);
        assert!(extent.gaps.len() <= extent.decisions + extent.elements, "seed {seed}");
        let decided = extent.gaps.iter().all(|gap| matches!(gap.kind, GapKind::Element(_)));
        if extent.decisions == 0 || !decided {
            return;
        }
        full += 1;
        let outcome = |event: usize| explainer.filters[0].answer(&scene, event, &[]).unwrap().outcome;
        let outcomes: Vec<Outcome> = (0..documents.len()).map(outcome).collect();
        assert!(outcomes.contains(&Outcome::True) && outcomes.contains(&Outcome::False), "seed {seed}: {query}\n{outcomes:?}");
    });
    assert!(full > 50, "only {full}");
}
