use super::super::stream::{Found, Stream};
use super::super::{Document, Options, Value, in_order, run};
use super::{document, event_query, missing, options, query, sequence, shared, shown, term};
use crate::ir::{Body, Pipe, Predicate, Query, Sequence, Term};
use crate::schema::{Field, FieldType, Schema};

/// Events from a short text: `a1 b2:x c3:x,y` are categories, times and values of the key `k`.
fn events(text: &str) -> Vec<Document> {
    let event = |word: &str| {
        let (head, keys) = word.split_once(':').unwrap_or((word, ""));
        let mut document = Document::new();
        document.insert("kind", Value::Text(head[..1].to_owned()));
        document.insert("time", Value::Date(head[1..].parse().expect("a time")));
        for key in keys.split(',').filter(|key| !key.is_empty()) {
            document.insert("k", Value::Text(key.to_owned()));
        }
        document
    };
    text.split_whitespace().map(event).collect()
}

#[track_caller]
fn check(sequence: &Sequence, cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        let hits = run(&query(Body::Sequence(sequence.clone())), &events(text), &options());
        assert_eq!(shown(&hits), *expected, "{text}");
        // A missing event is left out there.
        let words = |hit: &str| hit.split(' ').filter(|event| *event != "-").collect::<Vec<_>>().join(" ");
        let expected = expected.split(", ").map(words).collect::<Vec<_>>().join(", ");
        assert_eq!(one_by_one(sequence, &events(text)), expected, "{text}, one by one");
    }
}

/// The hits of documents that come one by one, in the order of their times.
fn one_by_one(sequence: &Sequence, events: &[Document]) -> String {
    let mut stream = Stream::new(&query(Body::Sequence(sequence.clone())), &options());
    let order = in_order(events, &options());
    let mut found = Vec::new();
    for (name, index) in (0..).zip(&order) {
        stream.observe(&events[*index], name, |_| true, &mut |hit| found.push(hit));
    }
    stream.finish(&mut |hit| found.push(hit));
    let events = |hit: &Found| hit.events.iter().map(|(name, _)| order[*name as usize].to_string()).collect::<Vec<_>>().join(" ");
    found.iter().map(events).collect::<Vec<_>>().join(", ")
}

fn terms(categories: &str, keys: &[&str]) -> Vec<Term> {
    categories
        .split(' ')
        .map(|category| match category.strip_prefix('!') {
            Some(category) => missing(category, keys),
            None => term(category, keys),
        })
        .collect()
}

#[test]
fn the_newest_partial_of_a_stage_wins_and_is_used_once() {
    check(&sequence(terms("a b", &[]), None), &[("a1 a2 b3", "1 2"), ("a1 a2 b3 b4", "1 2"), ("b1 a2", ""), ("a1 b1", "0 1")]);
    check(
        &sequence(terms("a b c", &[]), None),
        &[("a1 b2 a3 c4", "0 1 3"), ("a1 b2 a3 b4 c5", "2 3 4"), ("a1 b2 c3 c4", "0 1 2")],
    );
}

#[test]
fn one_event_may_end_a_sequence_and_start_the_next() {
    check(&sequence(terms("a a", &[]), None), &[("a1 a2 a3", "0 1, 1 2"), ("a1", "")]);
    check(&sequence(terms("any any any", &[]), None), &[("a1 b2 c3 d4", "0 1 2, 1 2 3")]);
}

#[test]
fn maxspan_is_inclusive_and_a_partial_that_took_too_long_is_gone() {
    check(&sequence(terms("a b", &[]), Some(10)), &[("a1 b11", "0 1"), ("a1 b12", ""), ("a1 b12 b13", "")]);
    check(&sequence(terms("a b c", &[]), Some(10)), &[("a1 b2 c11", "0 1 2"), ("a1 b2 c12 c13", "")]);
    // Without maxspan the window of the options holds, if there is one.
    let windowed = Options { window_ms: Some(10), ..options() };
    let without = query(Body::Sequence(sequence(terms("a b", &[]), None)));
    assert_eq!(shown(&run(&without, &events("a1 b12"), &windowed)), "");
    assert_eq!(shown(&run(&without, &events("a1 b11"), &windowed)), "0 1");
    assert_eq!(shown(&run(&without, &events("a1 b999"), &options())), "0 1");
}

#[test]
fn until_is_looked_at_after_the_event_was_matched() {
    let with_until = |stages: &str, until: &str| Sequence { until: Some(term(until, &[])), ..sequence(terms(stages, &[]), None) };
    check(&with_until("a b", "u"), &[("a1 u2 b3", ""), ("a1 b2 u3", "0 1"), ("u1 a2 b3", "1 2")]);
    // It may complete a sequence, but what it starts or advances is killed.
    check(&with_until("a b", "b"), &[("a1 b2", "0 1")]);
    check(&with_until("a b", "a"), &[("a1 b2", "")]);
    check(&with_until("a b c", "b"), &[("a1 b2 c3", "")]);
    let by_key = Sequence { until: Some(term("u", &["k"])), ..sequence(terms("a b", &["k"]), None) };
    check(&by_key, &[("a1:x a2:y u3:x b4:x b5:y", "1 4"), ("a1:x u2 b3:x", "0 2")]);
}

#[test]
fn keys_keep_sequences_apart() {
    let keyed = sequence(terms("a b", &["k"]), None);
    check(&keyed, &[("a1:x a2:y b3:x b4:y", "0 2, 1 3"), ("a1 b2", ""), ("a1:x b2", ""), ("a1:x,y b2:y,x", "0 1, 0 1")]);
    let optional = sequence(terms("a b", &["?k"]), None);
    check(&optional, &[("a1 b2", "0 1"), ("a1:x b2", ""), ("a1 a2:x b3:x b4", "1 2, 0 3")]);
    let unknown = sequence(terms("a b", &["??nope"]), None);
    check(&unknown, &[("a1 b2", "0 1")]);
}

#[test]
fn join_keys_are_those_of_the_last_event_and_order_equal_ends() {
    let numbers = sequence(vec![term("a", &["l", "?k"]), term("b", &["d", "?k"])], None);
    let documents = [
        "{\"kind\": \"a\", \"time\": 1, \"l\": [1, 10, 2], \"k\": \"x\"}",
        "{\"kind\": \"b\", \"time\": 2, \"d\": [10.0, 2.0, 1.0], \"k\": \"x\"}",
    ]
    .map(|json| {
        let mut document = document(json);
        document.insert("time", Value::Date(1));
        document
    });
    let hits = run(&query(Body::Sequence(numbers)), &documents, &options());
    let keys: Vec<_> = hits.into_iter().map(|hit| hit.join_keys).collect();
    let text = || Some(Value::Text("x".to_owned()));
    let expected = [1.0, 2.0, 10.0].map(|number| vec![Some(Value::Float(number)), text()]);
    assert_eq!(keys, expected);
}

#[test]
fn runs_stand_for_as_many_stages() {
    let thrice = vec![Term { runs: 3, ..term("a", &[]) }];
    check(&sequence(thrice, None), &[("a1 a2 a3 a4", "0 1 2, 1 2 3"), ("a1 a2", "")]);
    let twice_then_b = vec![Term { runs: 2, ..term("a", &[]) }, term("b", &[])];
    check(&sequence(twice_then_b, None), &[("a1 a2 b3", "0 1 2"), ("a1 b2", "")]);
    let missing_twice = vec![term("a", &[]), Term { runs: 2, ..missing("m", &[]) }, term("b", &[])];
    check(&sequence(missing_twice, Some(100)), &[("a1 b3", "0 - - 1"), ("a1 m2 b3", "")]);
}

#[test]
fn a_missing_event_in_the_middle_is_strictly_between() {
    check(
        &sequence(terms("a !m b", &[]), Some(100)),
        &[("a1 b3", "0 - 1"), ("a1 m2 b3", ""), ("a1 m1 b3", "0 - 2"), ("a1 m3 b3", "0 - 2"), ("m0 a1 b3 m4", "1 - 2")],
    );
    // What it spoils is not tried again with other events.
    check(&sequence(terms("a !m b", &[]), Some(100)), &[("a1 m2 a3 b4", "2 - 3"), ("a1 m2 b3 b4", "")]);
    check(&sequence(terms("a !m b", &["k"]), Some(100)), &[("a1:x m2:y b3:x", "0 - 2"), ("a1:x m2:x,y b3:x", "")]);
}

#[test]
fn leading_and_trailing_missing_events_need_a_span_of_maxspan() {
    check(
        &sequence(terms("!m a b", &[]), Some(10)),
        &[
            ("a5 b6", "- 0 1"),
            ("m1 a5 b11", ""),
            ("m1 a5 b12", "- 1 2"),
            ("m0 m1 a5 b11", ""),
            ("m5 a5 b6", "- 1 2"),
            ("a5 b6 m7", "- 0 1"),
        ],
    );
    check(
        &sequence(terms("a b !m", &[]), Some(10)),
        &[("a1 b2", "0 1 -"), ("a1 b2 m11", ""), ("a1 b2 m12", "0 1 -"), ("m0 a1 b2", "1 2 -"), ("a1 b2 m12 m11", "")],
    );
    check(&sequence(terms("a !m", &[]), Some(10)), &[("a1 m5 a7", "2 -"), ("a1", "0 -")]);
    check(
        &sequence(terms("!m a !m", &[]), Some(10)),
        &[("a5", "- 0 -"), ("m1 a5 m11", ""), ("m1 a5 m12", "- 1 -"), ("m4 a5", "- 1 -"), ("a5 m6", "- 0 -")],
    );
}

#[test]
fn hits_are_in_order_and_cut_by_pipes_and_size() {
    let body = || Body::Sequence(sequence(terms("a a", &[]), None));
    let cut = |pipes: &[Pipe], size| {
        let query = Query { body: body(), pipes: pipes.to_vec() };
        shown(&run(&query, &events("a1 a2 a3 a4 a5"), &Options { size, ..options() }))
    };
    assert_eq!(cut(&[], None), "0 1, 1 2, 2 3, 3 4");
    assert_eq!(cut(&[Pipe::Head(2)], None), "0 1, 1 2");
    assert_eq!(cut(&[Pipe::Tail(1)], None), "3 4");
    assert_eq!(cut(&[Pipe::Tail(3), Pipe::Head(1)], None), "1 2");
    assert_eq!(cut(&[Pipe::Head(0)], None), "");
    assert_eq!(cut(&[], Some(2)), "2 3, 3 4");
    assert_eq!(cut(&[Pipe::Head(1)], Some(2)), "0 1");
}

#[test]
fn events_are_ordered_by_time_tiebreaker_and_place() {
    let mut documents = events("a2 a1 b1 a1 b3");
    for (document, tiebreaker) in documents.iter_mut().zip([Some(1), None, Some(7), Some(2), Some(1)]) {
        if let Some(tiebreaker) = tiebreaker {
            document.insert("l", Value::Int(tiebreaker));
        }
    }
    let mut untimed = Document::new();
    untimed.insert("kind", Value::Text("a".to_owned()));
    documents.insert(0, untimed);
    let with_tiebreaker = Options { tiebreaker_field: Some("l".to_owned()), ..options() };
    let all = query(Body::Event(event_query("any", Predicate::Const(true))));
    // A document without a time comes last, and sequences do not see it.
    assert_eq!(shown(&run(&all, &documents, &with_tiebreaker)), "4, 3, 2, 1, 5, 0");
    assert_eq!(shown(&run(&all, &documents, &options())), "2, 3, 4, 1, 5, 0");
    let pairs = query(Body::Sequence(sequence(terms("a b", &[]), None)));
    assert_eq!(shown(&run(&pairs, &documents, &with_tiebreaker)), "4 3, 1 5");
}

/// The series of the shared conformance data: categories `c0`, `c1`, … and perhaps `until`; conditions are all true.
#[test]
fn series_of_the_conformance_data_have_their_answers() {
    let Some(cases) = shared("conformance/es-series.jsonl") else { return };
    let schema = Schema {
        custom: [("@timestamp", FieldType::Date), ("event_type", FieldType::Keyword)]
            .map(|(name, kind)| (name.into(), kind))
            .into(),
        with_builtin: false,
        ..Schema::default()
    };
    let mut count = 0;
    for line in cases.lines() {
        let case: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let documents: Vec<Document> = case["events"]
            .as_array()
            .expect("events")
            .iter()
            .map(|event| {
                Document::from_json(&serde_yaml::to_value(event).expect("YAML holds JSON"), &schema).expect("a document")
            })
            .collect();
        let id = |index: &Option<usize>| {
            index.map_or(-1, |index| match documents[index].values("id") {
                [Value::Int(id)] => *id as i64,
                other => panic!("id {other:?}"),
            })
        };
        let text = case["query"].as_str().expect("a query");
        let hits = run(&query(Body::Sequence(series_query(text))), &documents, &Options::default());
        let found: Vec<Vec<i64>> = hits.iter().map(|hit| hit.events.iter().map(id).collect()).collect();
        let expected: Vec<Vec<i64>> = serde_json::from_value(case["expected"].clone()).expect("ids");
        assert_eq!(found, expected, "{}: {text}", case["name"]);
        count += 1;
    }
    assert!(count >= 20, "{count} cases");
}

/// `sequence [by …] [c0 where true] … [until [c1 where true]]`, keys as they stand.
fn series_query(text: &str) -> Sequence {
    let head = text.split('[').next().unwrap_or_default();
    let keys: Vec<&str> = head.split_once(" by ").map_or(Vec::new(), |(_, keys)| keys.split(',').map(str::trim).collect());
    assert!(!text.contains("maxspan") && !text.contains("!["), "{text}");
    let before_until = text.split_once("until").map_or(text, |(before, _)| before);
    let categories = |text: &str| -> Vec<Term> {
        let names = text.split('[').skip(1).map(|part| part.split_whitespace().next().unwrap_or_default());
        names.map(|name| series_term(name, &keys)).collect()
    };
    let until = text.split_once("until").and_then(|(_, after)| categories(after).pop());
    Sequence { until, ..sequence(categories(before_until), None) }
}

fn series_term(category: &str, keys: &[&str]) -> Term {
    let field = Field::new("event_type", FieldType::Keyword);
    let mut term = term(category, keys);
    term.query.category = crate::ir::Category::Named { field, name: category.to_owned() };
    term
}
