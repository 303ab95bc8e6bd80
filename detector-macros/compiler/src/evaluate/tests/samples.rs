use super::super::{Document, Options, Value, run};
use super::{document, options, query, shown, term};
use crate::ir::{Body, Sample, Term};

fn sample(terms: Vec<Term>, events: &[&str], options: &Options) -> Vec<super::Hit> {
    let documents: Vec<Document> = events.iter().map(|json| document(json)).collect();
    run(&query(Body::Sample(Sample { terms })), &documents, options)
}

const EVENTS: &[&str] = &[
    "{\"kind\": \"a\", \"k\": \"win\"}",
    "{\"kind\": \"a\", \"k\": \"win\"}",
    "{\"kind\": \"b\", \"k\": \"win\"}",
    "{\"kind\": \"b\", \"k\": \"mac\"}",
    "{\"kind\": \"a\", \"k\": [\"mac\", \"bsd\"]}",
    "{\"kind\": \"a\"}",
    "{\"kind\": \"b\"}",
    "{\"kind\": \"b\", \"k\": \"sun\"}",
];

#[test]
fn keys_that_every_term_meets_are_sampled_in_order() {
    let terms = |key: &'static str| vec![term("a", &[key]), term("b", &[key])];
    assert_eq!(shown(&sample(terms("k"), EVENTS, &options())), "4 3, 0 2");
    // Null is a key of its own, and the first.
    assert_eq!(shown(&sample(terms("?k"), EVENTS, &options())), "5 6, 4 3, 0 2");
    let two = Options { max_samples_per_key: 2, ..options() };
    assert_eq!(shown(&sample(terms("k"), EVENTS, &two)), "4 3, 0 2, 1 2");
    let two_in_all = Options { size: Some(2), ..two };
    assert_eq!(shown(&sample(terms("k"), EVENTS, &two_in_all)), "4 3, 0 2");
    let hits = sample(terms("k"), EVENTS, &options());
    assert_eq!(hits[0].join_keys, [Some(Value::Text("mac".to_owned()))]);
}

#[test]
fn the_events_of_a_sample_are_distinct() {
    let twice = || vec![term("a", &["k"]), term("a", &["k"])];
    assert_eq!(shown(&sample(twice(), EVENTS, &options())), "0 1");
    // The first choice is taken back where it leaves nothing for a later term.
    let events = ["{\"kind\": [\"a\", \"b\"], \"k\": \"x\"}", "{\"kind\": \"a\", \"k\": \"x\"}"];
    let terms = vec![term("a", &["k"]), term("b", &["k"])];
    assert_eq!(shown(&sample(terms, &events, &options())), "1 0");
}
