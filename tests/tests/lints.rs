//! What lints call impossible, certain, idle or the same is so: random conditions, each claim tried on random events.
//!
//! `DETECTORS_ROUNDS=100` takes a hundred times as many conditions. A failure prints the query, the claim and the event.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it cannot go on")]

use std::collections::BTreeMap;

use detector_compiler::diagnostics::{Diagnostic, Diagnostics};
use detector_compiler::eql::{Dialect, parse};
use detector_compiler::evaluate::{Document, Outcome, holds};
use detector_compiler::ir::{Body, EventQuery};
use detector_compiler::lint::{self, Scope};
use detector_compiler::resolve;
use detector_compiler::schema::{Field, FieldType, Schema};
use detector_compiler::source::{QueryText, SourceId, Span};
use detector_tests::random::{Event, Random, World};

/// Fields that the built-in schema knows, scalars and arrays.
fn world() -> World {
    let fields = [
        ("process.name", FieldType::Keyword),
        ("process.args", FieldType::Keyword),
        ("process.parent.name", FieldType::Keyword),
        ("process.pid", FieldType::Long),
        ("process.code_signature.trusted", FieldType::Boolean),
        ("source.ip", FieldType::Ip),
        ("host.ip", FieldType::Ip),
        ("process.start", FieldType::Date),
    ];
    let fields = fields.map(|(name, field_type)| Field::new(name, field_type)).to_vec();
    World { fields, elements: Vec::new(), is_endpoint: false }
}

/// Forms that random conditions hardly have.
const MORE: &[&str] = &[
    "process where process.name regex \"a.*\"",
    "any where process.name regex~ (\"A.*\", \".h\", \"b.+\", \"\\\\*\") or process.pid == 1",
    "any where process.name regex~ (\"A.*\", \".h\", \"b.+\")",
    "any where not process.args regex (\".*a\", \"s.\", \"a b\")",
    "any where process.args regex \"\\\\..*\" or process.args regex \".*\"",
    "any where process.name regex~ \"(a|b)\" or process.args regex \".+\"",
    "any where process.name in (\"a\", \"ab\") and process.name != \"a\" and process.name != \"ab\"",
    "any where process.args in (\"a\", \"ab\") and process.args != \"a\" and not process.args : \"AB\"",
    "any where (process.name == \"a\") or ((process.name : (\"a*\", \"A\", \"?\")) or process.args == \"sh\")",
    "any where process.code_signature.trusted == true or process.code_signature.trusted != true",
    "any where process.code_signature.trusted and not process.code_signature.trusted",
    "any where source.ip == \"10.0.0.1\" and cidrMatch(source.ip, \"fc00::/7\", \"192.168.0.1\")",
    "any where source.ip in (\"10.0.0.0/8\", \"::/0\") and (host.ip == \"10.0.0.1\" or host.ip != \"10.0.0.0/8\")",
    "any where process.pid > 5 and process.pid < 6 or process.pid >= 3 and process.pid < 3",
    "any where process.start > \"2024-05-17\" and process.start <= \"2024-05\"",
    "any where startsWith(process.name, \"a\") and not endsWith(process.args, \"\\\\\") or stringContains(process.args, \"s\")",
    "process where event.category == \"process\" and not event.category in (\"process\", \"file\")",
    "any where process.args like (\"*a*\", \"a*b*c\", \"*b*\", \"ab\", \"?b\", \"a?\", \"??\") and not process.args like \"*ab*\"",
];

/// A query for single events. `None` if it has an error.
fn resolved(query: &str, lint: bool) -> Option<(EventQuery, Vec<Diagnostic>)> {
    let (schema, text) = (Schema::default(), QueryText::whole_source(SourceId(0), query));
    let mut diagnostics = Diagnostics::new();
    let ast = parse(&text, Dialect::Elasticsearch, &mut diagnostics);
    let resolved = resolve::query(&ast, &schema, &mut diagnostics)?;
    if diagnostics.has_errors() {
        return None;
    }
    let mut told = Diagnostics::new();
    if lint {
        lint::check(&text, &ast, &resolved, Scope::default(), &schema, &mut told);
    }
    match resolved.body {
        Body::Event(query) => Some((query, told.sorted())),
        Body::Sequence(_) | Body::Sample(_) => None,
    }
}

/// A part of a query as a query of its own: a condition, or the category before `where`.
fn part(query: &str, span: Span) -> EventQuery {
    let text = &query[span.range()];
    let alone = resolved(&format!("any where {text}"), false).or_else(|| resolved(&format!("{text} where true"), false));
    alone.unwrap_or_else(|| panic!("`{text}` of `{query}`")).0
}

/// The event with one value of each field at most.
fn single(event: &Event) -> Event {
    let mut event = event.clone();
    event.fields.iter_mut().for_each(|(_, values)| values.truncate(1));
    event
}

#[test]
fn claims_of_lints_hold() {
    let rounds = std::env::var("DETECTORS_ROUNDS").ok().and_then(|text| text.parse::<u64>().ok()).unwrap_or(1);
    let world = world();
    let mut counts: BTreeMap<(u16, &str), u32> = BTreeMap::new();
    for seed in 0..2_000 * rounds {
        let random = &mut Random::new(seed);
        let query = match MORE.get(seed as usize) {
            Some(query) => (*query).to_owned(),
            None => world.event_query(random).to_string(),
        };
        let Some((resolved, told)) = resolved(&query, true) else {
            assert!(!MORE.contains(&&*query), "{query}");
            continue;
        };
        let events: Vec<Event> = (0..30).map(|ms| Event::new(random, &world, ms)).collect();
        for diagnostic in &told {
            for (claim, what) in claims(&query, diagnostic) {
                *counts.entry((diagnostic.code.number(), what)).or_default() += 1;
                for event in &events {
                    let event = if assumes_single(diagnostic) { single(event) } else { event.clone() };
                    let document = event.document();
                    let shown = || format!("seed {seed}: {query}\n{what}: {diagnostic:#?}\n{}", event.json());
                    assert!(claim(&resolved, &document), "{}", shown());
                }
            }
        }
    }
    println!("{counts:?}");
    let enough = [
        (713, "exclude each other"),
        (714, "exclude each other"),
        (715, "one always holds"),
        (717, "follows"),
        (717, "same"),
        (720, "same"),
        (722, "same"),
        (723, "same"),
        (724, "same"),
        (725, "same"),
        (713, "never"),
    ];
    for (code, what) in enough {
        assert!(counts.get(&(code, what)).copied().unwrap_or(0) >= 3, "DR{code} {what} is hardly tried: {counts:?}");
    }
}

fn assumes_single(diagnostic: &Diagnostic) -> bool {
    diagnostic.notes.iter().any(|note| note.contains("one value"))
}

type Claim = Box<dyn Fn(&EventQuery, &Document) -> bool>;

/// What a diagnostic claims of every event.
fn claims(query: &str, diagnostic: &Diagnostic) -> Vec<(Claim, &'static str)> {
    let mut claims: Vec<(Claim, &'static str)> = Vec::new();
    let is = |query: &EventQuery, document: &Document| holds(query, document) == Outcome::True;
    let primary = || part(query, diagnostic.primary.span);
    if let Some(label) = diagnostic.secondary.first() {
        let other = || part(query, label.span);
        match diagnostic.code.number() {
            713 | 714 => {
                let (one, other) = (primary(), other());
                claims.push((Box::new(move |_, event| !(is(&one, event) && is(&other, event))), "exclude each other"));
            }
            715 => {
                let (one, other) = (primary(), other());
                claims.push((Box::new(move |_, event| is(&one, event) || is(&other, event)), "one always holds"));
            }
            717 => {
                let under_and = diagnostic.primary.text.starts_with("always");
                let (given, then) = if under_and { (other(), primary()) } else { (primary(), other()) };
                claims.push((Box::new(move |_, event| !is(&given, event) || is(&then, event)), "follows"));
            }
            _ => {}
        }
    }
    if diagnostic.notes.iter().any(|note| note.contains("never alerts")) {
        claims.push((Box::new(move |whole, event| !is(whole, event)), "never"));
    }
    for (span, replacement) in diagnostic.help.iter().filter_map(|help| help.replacement.as_ref()) {
        let mut mended = query.to_owned();
        mended.replace_range(span.range(), replacement);
        let mended = resolved(&mended, false).unwrap_or_else(|| panic!("{mended} of {query}")).0;
        claims.push((Box::new(move |whole, event| is(whole, event) == is(&mended, event)), "same"));
    }
    claims
}
