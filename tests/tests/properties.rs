//! What holds of all queries and events: random ones, the same in every run.
//!
//! `DETECTORS_ROUNDS=100` makes each test a hundred times as long. A failure names the seed of its case.

use detector_compiler::diagnostics::{Diagnostics, Severity};
use detector_compiler::eql::{Dialect, ast, parse};
use detector_compiler::evaluate::stream::{Found, Stream};
use detector_compiler::evaluate::{self, Document, Hit, Options, Value};
use detector_compiler::schema::Schema;
use detector_compiler::source::{QueryText, SourceId};
use detector_compiler::{ir, optimize, resolve};
use detector_tests::random::{Event, Random, World, event};

/// Runs a case for each seed.
fn for_each_seed(rounds: u64, mut case: impl FnMut(u64, &mut Random)) {
    let factor = std::env::var("DETECTORS_ROUNDS").ok().and_then(|text| text.parse::<u64>().ok()).unwrap_or(1);
    for seed in 0..rounds * factor {
        case(seed, &mut Random::new(seed));
    }
}

fn any_query(random: &mut Random, world: &World) -> ast::Query {
    let query = match random.below(8) {
        0..4 => world.event_query(random),
        4 | 5 => world.sequence(random, false),
        6 => world.sequence(random, true),
        _ => world.sample(random),
    };
    if random.chance(10) { world.with_pipes(random, query) } else { query }
}

/// The meaning of a query; `None` if a constant part of it has no value, which is the one thing that may be wrong with it.
fn resolved(seed: u64, query: &ast::Query, schema: &Schema) -> Option<ir::Query> {
    const UNCOMPUTABLE_CONSTANT: u16 = 328;
    let mut diagnostics = Diagnostics::new();
    let resolved = resolve::query(query, schema, &mut diagnostics);
    for problem in diagnostics.iter().filter(|problem| problem.severity == Severity::Error) {
        let expected = problem.code.number() == UNCOMPUTABLE_CONSTANT;
        assert!(expected, "seed {seed}: {} {}: {}\n{query}", problem.code, problem.title, problem.primary.text);
    }
    resolved
}

#[test]
fn a_printed_query_is_read_as_the_same_query() {
    for_each_seed(3_000, |seed, random| {
        let world = World::new(random);
        let query = any_query(random, &world);
        let printed = query.to_string();
        let mut diagnostics = Diagnostics::new();
        let again = parse(&QueryText::whole_source(SourceId(0), printed.as_str()), Dialect::Elasticsearch, &mut diagnostics);
        assert!(!diagnostics.has_errors(), "seed {seed}: {diagnostics:?}\n{printed}");
        assert!(query.same_as(&again), "seed {seed}: another tree\n{printed}\n{query:#?}\n{again:#?}");
    });
}

#[test]
fn most_random_queries_have_a_meaning() {
    let (mut all, mut with_meaning) = (0, 0);
    for_each_seed(2_000, |seed, random| {
        let world = World::new(random);
        let query = any_query(random, &world);
        all += 1;
        with_meaning += usize::from(resolved(seed, &query, &world.schema()).is_some());
    });
    println!("{with_meaning} of {all}");
    assert!(with_meaning * 100 > all * 70, "{with_meaning} of {all}");
}

#[test]
fn optimising_changes_no_answer_and_no_failure() {
    let mut outcomes = [0_usize; 3];
    for_each_seed(3_000, |seed, random| {
        let world = World::new(random);
        let query = world.event_query(random);
        let Some(plain) = resolved(seed, &query, &world.schema()) else { return };
        let optimised = optimize::query(plain.clone());
        let (ir::Body::Event(plain), ir::Body::Event(optimised)) = (&plain.body, &optimised.body) else { return };
        for _ in 0..12 {
            let document = Event::new(random, &world, 1_000).document();
            let expected = evaluate::holds(plain, &document);
            outcomes[expected as usize] += 1;
            let found = evaluate::holds(optimised, &document);
            assert_eq!(expected, found, "seed {seed}\n{query}\n{plain}\n{optimised}\n{document:#?}");
        }
    });
    println!("{outcomes:?}");
    // All three occur often enough to mean something.
    assert!(outcomes.iter().all(|count| *count > 500), "{outcomes:?}");
}

#[test]
fn optimising_twice_changes_nothing_more() {
    for_each_seed(2_000, |seed, random| {
        let world = World::new(random);
        let query = any_query(random, &world);
        let Some(plain) = resolved(seed, &query, &world.schema()) else { return };
        let once = optimize::query(plain);
        // As text: NaN, which a constant can be, equals nothing.
        assert_eq!(once.to_string(), optimize::query(once.clone()).to_string(), "seed {seed}\n{query}");
    });
}

#[test]
fn optimising_changes_no_sequence_and_no_sample() {
    let mut hits_all = 0;
    for_each_seed(1_200, |seed, random| {
        let world = World::new(random);
        let query = any_query(random, &world);
        let Some(plain) = resolved(seed, &query, &world.schema()) else { return };
        let documents: Vec<Document> = event::events(random, &world, 25).iter().map(Event::document).collect();
        let expected = evaluate::run(&plain, &documents, &Options::default());
        hits_all += expected.len();
        assert_eq!(expected, evaluate::run(&optimize::query(plain), &documents, &Options::default()), "seed {seed}\n{query}");
    });
    assert!(hits_all > 1_000, "{hits_all}");
}

#[test]
fn documents_one_by_one_give_the_hits_of_all_documents() {
    let (mut hits_all, mut streamed) = (0, 0);
    for_each_seed(2_400, |seed, random| {
        let world = World::new(random);
        let query = any_query(random, &world);
        let Some(query) = resolved(seed, &query, &world.schema()) else { return };
        let documents: Vec<Document> = event::events(random, &world, 30).iter().map(Event::document).collect();
        let options = Options { window_ms: [None, Some(5), Some(5_000)][random.below(3)], ..Options::default() };
        let time = |document: &Document| match document.values(&options.timestamp_field) {
            [] => i64::MAX,
            values => {
                values.iter().map(|value| if let Value::Date(ms) = value { *ms } else { panic!("{value:?}") }).min().unwrap()
            }
        };
        let mut order: Vec<usize> = (0..documents.len()).collect();
        order.sort_by_key(|index| time(&documents[*index]));
        let mut stream = Stream::new(&query, &options);
        let (mut found, mut early) = (Vec::new(), 0);
        for (name, index) in (0..).zip(&order) {
            stream.observe(&documents[*index], name, |_| true, &mut |hit| found.push(hit));
            if random.below(8) == 0 && time(&documents[*index]) < i64::MAX {
                stream.advance(time(&documents[*index]));
            }
            assert!(stream.oldest().is_none_or(|oldest| oldest <= name), "seed {seed}");
            early = found.len();
        }
        stream.finish(&mut |hit| found.push(hit));
        streamed += early;
        let events = |hit: Found| hit.events.into_iter().map(|(name, _)| order[name as usize]).collect::<Vec<usize>>();
        let found: Vec<_> = found.into_iter().map(|hit| (hit.join_keys.clone(), events(hit))).collect();
        let expected = evaluate::run(&query, &documents, &options);
        let expected: Vec<_> =
            expected.into_iter().map(|hit| (hit.join_keys, hit.events.into_iter().flatten().collect())).collect();
        hits_all += expected.len();
        // Which events a sample has depends on the order in which they come.
        let is_sample = matches!(query.body, detector_compiler::ir::Body::Sample(_));
        let shown = |hits: &[(_, Vec<usize>)]| {
            format!(
                "{:?}",
                hits.iter().map(|(keys, events)| (keys, if is_sample { &[][..] } else { events })).collect::<Vec<_>>()
            )
        };
        assert_eq!(shown(&expected), shown(&found), "seed {seed}\n{query}");
    });
    assert!(hits_all > 1_000 && streamed > 800, "{hits_all} hits, {streamed} of them before the end");
}

#[test]
fn events_of_the_same_time_count_in_the_order_of_the_input() {
    let mut hits_all = 0;
    for_each_seed(1_000, |seed, random| {
        let world = World::new(random);
        let query = world.sequence(random, false);
        let Some(query) = resolved(seed, &query, &world.schema()) else { return };
        let mut events = event::events(random, &world, 20);
        shuffle_equal_times(random, &mut events);
        let plain: Vec<Document> = events.iter().map(Event::document).collect();
        let expected = evaluate::run(&query, &plain, &Options::default());
        hits_all += expected.len();

        // A tiebreaker that says the same makes the order of the input irrelevant.
        let numbered = events.into_iter().zip(0..).map(|(event, serial)| event.with_serial(serial));
        let mut documents: Vec<(usize, Document)> = numbered.map(|event| event.document()).enumerate().collect();
        random.shuffle(&mut documents);
        let (places, documents): (Vec<usize>, Vec<Document>) = documents.into_iter().unzip();
        let options = Options { tiebreaker_field: Some(World::TIEBREAKER_FIELD.to_owned()), ..Options::default() };
        let found = evaluate::run(&query, &documents, &options);
        let found: Vec<Hit> = found
            .into_iter()
            .map(|hit| Hit { events: hit.events.into_iter().map(|event| event.map(|index| places[index])).collect(), ..hit })
            .collect();
        assert_eq!(expected, found, "seed {seed}\n{query}");
    });
    assert!(hits_all > 300, "{hits_all}");
}

/// Puts events of the same time in another order.
fn shuffle_equal_times(random: &mut Random, events: &mut [Event]) {
    let time =
        |event: &Event| event.fields.iter().find(|(name, _)| name == World::TIMESTAMP_FIELD).map(|(_, values)| values.clone());
    events.chunk_by_mut(|left, right| time(left) == time(right)).for_each(|same| random.shuffle(same));
}

#[test]
fn an_event_as_json_is_the_same_document() {
    for_each_seed(500, |seed, random| {
        let world = World::new(random);
        let event = Event::new(random, &world, 1_000);
        let json: serde_json::Value = serde_json::from_str(&event.json()).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        let fields: Vec<&String> = json.as_object().map(|members| members.keys().collect()).unwrap_or_default();
        assert_eq!(fields.len(), event.fields.len(), "seed {seed}: {json}");
    });
}

#[test]
fn the_schema_file_of_a_world_is_its_schema() {
    for_each_seed(50, |seed, random| {
        let world = World::new(random);
        let source = detector_compiler::source::Source::new("schema.yml", world.schema_file());
        let mut diagnostics = Diagnostics::new();
        let read = detector_compiler::schema::custom::parse(&source, SourceId(0), &mut diagnostics);
        let read = read.unwrap_or_else(|| panic!("seed {seed}: {diagnostics:?}\n{}", source.text));
        assert_eq!(read.custom, world.schema().custom, "seed {seed}");
    });
}
