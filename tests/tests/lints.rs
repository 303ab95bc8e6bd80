//! What lints call impossible, certain, idle or the same is so: random conditions, each claim tried on random events.
//!
//! ```text
//! seed → World → Query     of few fields, and often a tree of few conditions that return, negated or not, some of which can fail
//!              → [Event]   with missing fields, arrays, elements of arrays of objects
//! Query → diagnostics → claims, each of every event or list of events
//! ```
//! `DETECTORS_ROUNDS=100` takes a hundred times as many conditions, `DETECTORS_SEED=7` begins at another seed. A failure prints
//! the seed, the query, the claim and the event.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it cannot go on")]

use std::collections::BTreeMap;

use detector_compiler::diagnostics::render::{Style, render};
use detector_compiler::diagnostics::{Diagnostic, Diagnostics};
use detector_compiler::eql::ast::{self, Expr, ExprKind};
use detector_compiler::eql::{Dialect, parse};
use detector_compiler::evaluate::{self, Document, Outcome, holds};
use detector_compiler::ir::{Body, EventQuery, Query};
use detector_compiler::lint::{self, Scope};
use detector_compiler::resolve;
use detector_compiler::schema::{Field, FieldType, Kind, Schema};
use detector_compiler::source::{QueryText, Source, SourceId, Span};
use detector_tests::random::event::events;
use detector_tests::random::{Event, Random, World};

/// What queries are about.
struct Setting {
    world: World,
    schema: Schema,
}

impl Setting {
    /// Of every three one with fields of ECS, where a field may be supposed to have one value; one with fields of its own and all types;
    /// one in the dialect of Elastic Endpoint, with fields of either sort.
    fn new(random: &mut Random) -> Self {
        let (mut world, schema) = match random.below(4) {
            0 | 1 => (ecs(), Schema::default()),
            2 => {
                let world = if random.chance(50) { World::new(random) } else { World::endpoint(random) };
                let schema = world.schema();
                (world, schema)
            }
            _ => {
                let endpoint = World::endpoint(random);
                let world = World { fields: ecs().fields, ..endpoint };
                let custom = world.elements.iter().map(|field| (field.name.clone(), field.field_type)).collect();
                (world, Schema { custom, ..Schema::default() })
            }
        };
        // Of few fields conditions say something of each other.
        random.shuffle(&mut world.fields);
        world.fields.truncate(1 + random.below(5));
        Self { world, schema }
    }

    fn dialect(&self) -> Dialect {
        if self.world.is_endpoint { Dialect::Endpoint } else { Dialect::Elasticsearch }
    }

    /// What a query means, and what is told of it. `None` if it has an error.
    fn resolved(&self, query: &str) -> Option<(ast::Query, QueryText, Query)> {
        let text = QueryText::whole_source(SourceId(0), query);
        let mut diagnostics = Diagnostics::new();
        let ast = parse(&text, self.dialect(), &mut diagnostics);
        let resolved = resolve::query(&ast, &self.schema, &mut diagnostics).filter(|_| !diagnostics.has_errors())?;
        Some((ast, text, resolved))
    }

    fn lints(&self, (ast, text, query): &(ast::Query, QueryText, Query)) -> Vec<Diagnostic> {
        let mut told = Diagnostics::new();
        lint::check(text, ast, query, Scope::default(), &self.schema, &mut told);
        told.sorted()
    }

    /// A part of a query as a query of its own: a condition, or the category before `where`. `None` if it means nothing alone, as one
    /// does that reads an earlier event.
    fn part(&self, query: &str, span: Span) -> Option<EventQuery> {
        let text = &query[span.range()];
        let alone = self.resolved(&format!("any where {text}")).or_else(|| self.resolved(&format!("{text} where true")));
        match alone.map(|(_, _, query)| query.body) {
            Some(Body::Event(query)) => Some(query),
            None if self.world.is_endpoint => None,
            other => panic!("`{text}` of `{query}`: {other:?}"),
        }
    }

    /// The query with all fixes made that do not overlap, again and again until there is none.
    fn fixed(&self, query: &str) -> Query {
        let mut text = query.to_owned();
        for _ in 0..30 {
            let resolved = self.resolved(&text).unwrap_or_else(|| panic!("{text} of {query}"));
            let told = self.lints(&resolved);
            let mut fixes: Vec<(Span, &str)> = told.iter().filter_map(fix).collect();
            if fixes.is_empty() {
                return resolved.2;
            }
            fixes.sort_by_key(|(span, _)| span.start);
            let mut end = 0;
            fixes.retain(|(span, _)| {
                let apart = span.start >= end;
                end = if apart { span.end } else { end };
                apart
            });
            fixes.iter().rev().for_each(|(span, replacement)| text.replace_range(span.range(), replacement));
        }
        panic!("the fixes of `{query}` have no end: {text}")
    }
}

/// Fields that the built-in schema knows, scalars and arrays.
fn ecs() -> World {
    let fields = [
        ("process.name", FieldType::Keyword),
        ("process.args", FieldType::Keyword),
        ("process.parent.name", FieldType::Keyword),
        ("process.pid", FieldType::Long),
        ("process.exit_code", FieldType::Long),
        ("process.code_signature.trusted", FieldType::Boolean),
        ("source.ip", FieldType::Ip),
        ("host.ip", FieldType::Ip),
        ("process.start", FieldType::Date),
    ];
    let fields = fields.map(|(name, field_type)| Field::new(name, field_type)).to_vec();
    World { fields, elements: Vec::new(), is_endpoint: false }
}

/// The only fix of a diagnostic, which is made unasked.
fn fix(diagnostic: &Diagnostic) -> Option<(Span, &str)> {
    let mut fixes = diagnostic.help.iter().filter_map(|help| help.fix());
    let (span, text) = fixes.next()?;
    fixes.next().is_none().then_some((*span, text.as_str()))
}

/// A query as a random seed gives it.
fn random_query(random: &mut Random, setting: &Setting) -> String {
    let world = &setting.world;
    match random.below(10) {
        0 => world.sequence(random, false).to_string(),
        1 => world.sample(random).to_string(),
        2..5 => world.event_query(random).to_string(),
        _ => {
            let mut query = world.event_query(random);
            let mut pool = Vec::new();
            for _ in 0..1 + random.below(2) {
                if let ast::Body::Event(filter) = &world.event_query(random).body {
                    conditions(&filter.condition, &mut pool);
                }
            }
            random.shuffle(&mut pool);
            pool.truncate(1 + random.below(4));
            if random.chance(50) {
                pool.push(failing(random, setting));
            }
            if let ast::Body::Event(filter) = &mut query.body {
                let depth = 1 + random.below(3);
                filter.condition = tree(random, &pool, depth);
            }
            query.to_string()
        }
    }
}

/// A condition and its parts that are conditions.
fn conditions(condition: &Expr, found: &mut Vec<Expr>) {
    found.push(condition.clone());
    match &condition.kind {
        ExprKind::And(operands) | ExprKind::Or(operands) => operands.iter().for_each(|operand| conditions(operand, found)),
        ExprKind::Not(operand) => conditions(operand, found),
        _ => {}
    }
}

/// A tree of conditions of which each may come several times.
fn tree(random: &mut Random, pool: &[Expr], depth: usize) -> Expr {
    let kind = match random.below(7) {
        _ if depth == 0 => return random.pick(pool).clone(),
        0 => return random.pick(pool).clone(),
        1 | 2 => ExprKind::Not(Box::new(tree(random, pool, depth - 1))),
        3 | 4 => ExprKind::And((0..2 + random.below(2)).map(|_| tree(random, pool, depth - 1)).collect()),
        _ => ExprKind::Or((0..2 + random.below(2)).map(|_| tree(random, pool, depth - 1)).collect()),
    };
    Expr { kind, span: Span::default() }
}

/// A condition that fails of some events, is true of some, and false of others.
fn failing(random: &mut Random, setting: &Setting) -> Expr {
    let fields = &setting.world.fields;
    let name = |random: &mut Random, kind: Kind| {
        let fields: Vec<&Field> = fields.iter().filter(|field| field.kind() == kind && !field.name.contains('`')).collect();
        if fields.is_empty() { "?no.such".to_owned() } else { format!("`{}`", random.pick(&fields).name.replace('.', "`.`")) }
    };
    let (number, text) = (name(random, Kind::Int), name(random, Kind::Str));
    let condition = match random.below(6) {
        0 => format!("{number} + 9223372036854775807 > 5"),
        1 => format!("{number} * {number} == 1"),
        2 => format!("1 / {number} == 1"),
        3 => format!("-{number} < 3"),
        4 => format!("between({text}, {text}, substring({text}, 1)) == \"\""),
        _ => format!("number({text}) == 1"),
    };
    match setting.resolved(&format!("any where {condition}")) {
        Some((ast::Query { body: ast::Body::Event(filter), .. }, ..)) => filter.condition,
        other => panic!("{condition}: {other:?}"),
    }
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
    "any where (process.pid * process.pid == 1 or process.name != \"a\") and process.name == \"a\"",
    "any where process.name == \"a\" or not (process.name == \"a\" and process.pid * process.pid == 1)",
    "any where ((process.name : \"a*\" and process.args == \"a\") or 1 / process.pid == 1) and process.name == \"a\"",
    "any where not (((process.name : \"a*\" and process.args == \"a\") or 1 / process.pid == 1) and process.name == \"a\")",
];

/// The event with one value of each field at most.
fn single(event: &Event) -> Event {
    let mut event = event.clone();
    event.fields.iter_mut().for_each(|(_, values)| values.truncate(1));
    event
}

fn number_of(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().map_or(default, |text| text.parse().expect("a number"))
}

#[test]
fn claims_of_lints_hold() {
    let (rounds, first) = (number_of("DETECTORS_ROUNDS", 1), number_of("DETECTORS_SEED", 0));
    let mut counts: BTreeMap<(u16, &str), u32> = BTreeMap::new();
    let (mut queries, mut endpoint, mut failures, mut tries) = (0_u64, 0_u64, 0_u64, 0_u64);
    for seed in first..first + 2_000 * rounds {
        let random = &mut Random::new(seed);
        let given = MORE.get(seed as usize).map(|query| (*query).to_owned());
        let setting = match given {
            Some(_) => Setting { world: ecs(), schema: Schema::default() },
            None => Setting::new(random),
        };
        let is_given = given.is_some();
        let query = given.unwrap_or_else(|| random_query(random, &setting));
        let Some(resolved) = setting.resolved(&query) else {
            assert!(!is_given, "{query}");
            continue;
        };
        queries += 1;
        endpoint += u64::from(setting.world.is_endpoint);
        let told = setting.lints(&resolved);
        let claims = claims(&setting, &query, &resolved.2, &told);
        if claims.is_empty() {
            continue;
        }
        let alone: Vec<Event> = match resolved.2.body {
            Body::Event(_) => (0..30).map(|ms| Event::new(random, &setting.world, ms)).collect(),
            Body::Sequence(_) | Body::Sample(_) => events(random, &setting.world, 30),
        };
        let documents: Vec<Document> = alone.iter().map(Event::document).collect();
        let singles: Vec<Document> = alone.iter().map(|event| single(event).document()).collect();
        if let Body::Event(query) = &resolved.2.body {
            failures += documents.iter().filter(|document| holds(query, document) == Outcome::Failed).count() as u64;
        }
        for Claim { what, code, supposes_one, holds } in &claims {
            *counts.entry((*code, what)).or_default() += 1;
            let documents = if *supposes_one { &singles } else { &documents };
            tries += documents.len() as u64;
            if let Err(at) = holds(documents) {
                let sources = [Source::new("query", query.as_str())];
                let told = told.iter().filter(|diagnostic| *code == 0 || diagnostic.code.number() == *code);
                let told: String = told.map(|diagnostic| render(diagnostic, &sources, Style::Plain) + "\n").collect();
                let event = at.map_or_else(String::new, |at| alone[at].json());
                panic!("seed {seed}: {query}\nDR{code} {what}, but not of\n{event}\n{told}");
            }
        }
    }
    println!("{queries} queries, {endpoint} of them of Elastic Endpoint; {tries} events tried, {failures} failures among them");
    println!("{counts:?}");
    let enough = [
        (713, "exclude each other"),
        (713, "never"),
        (716, "never"),
        (713, "may never hold"),
        (714, "exclude each other"),
        (714, "may never hold"),
        (715, "one always holds"),
        (716, "always the same"),
        (717, "follows"),
        (717, "same"),
        (720, "same"),
        (722, "same"),
        (723, "same"),
        (724, "same"),
        (725, "same"),
        (726, "same"),
        (727, "met by an event without fields"),
        (744, "same"),
        (0, "same after all fixes"),
    ];
    for (code, what) in enough {
        let count = counts.get(&(code, what)).copied().unwrap_or(0);
        assert!(first > 0 || count >= 3, "DR{code} {what} is hardly tried: {counts:?}");
    }
    assert!(endpoint > queries / 5 && failures > queries / 10, "{endpoint} and {failures} of {queries}");
}

/// Something that is so of every event, or of every list of events. `Err` is the event of which it is not, if it is one.
type Holds = Box<dyn Fn(&[Document]) -> Result<(), Option<usize>>>;

struct Claim {
    what: &'static str,
    code: u16,
    supposes_one: bool,
    holds: Holds,
}

/// Of each event.
fn each(holds: impl Fn(&Document) -> bool + 'static) -> Holds {
    Box::new(move |documents| match documents.iter().position(|document| !holds(document)) {
        Some(at) => Err(Some(at)),
        None => Ok(()),
    })
}

fn is(query: &EventQuery, document: &Document) -> bool {
    holds(query, document) == Outcome::True
}

/// What the diagnostics claim.
fn claims(setting: &Setting, query: &str, meaning: &Query, told: &[Diagnostic]) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    for diagnostic in told {
        let code = diagnostic.code.number();
        let supposes_one = diagnostic.notes.iter().any(|note| note.contains("one value"));
        let mut claim = |what, holds| claims.push(Claim { what, code, supposes_one, holds });
        let primary = || setting.part(query, diagnostic.primary.span);
        let other = || diagnostic.secondary.first().and_then(|label| setting.part(query, label.span));
        match code {
            713 | 714 => {
                if let (Some(one), Some(other)) = (primary(), other()) {
                    claim("exclude each other", each(move |event| !(is(&one, event) && is(&other, event))));
                }
                let mut without = query.to_owned();
                // A constant would be folded, with what stands beside it.
                without.replace_range(diagnostic.primary.span.range(), "event.category == \"none at all\"");
                // Beside a part that fails it may matter which comes first.
                let fails = filters(meaning).iter().any(|filter| filter.condition.can_fail());
                if let Some((_, _, without)) = setting.resolved(&without).filter(|_| !fails) {
                    claim("may never hold", same(meaning.clone(), without));
                }
            }
            715 => {
                if let (Some(one), Some(other)) = (primary(), other()) {
                    claim("one always holds", each(move |event| is(&one, event) || is(&other, event)));
                }
            }
            716 => {
                if let Some(part) = primary() {
                    let value = diagnostic.title.ends_with("true");
                    assert!(value || diagnostic.title.ends_with("false"), "{}", diagnostic.title);
                    let outcome = if value { Outcome::True } else { Outcome::False };
                    claim("always the same", each(move |event| holds(&part, event) == outcome));
                }
            }
            717 => {
                if let (Some(one), Some(other)) = (primary(), other()) {
                    let under_and = diagnostic.primary.text.starts_with("always");
                    let (given, then) = if under_and { (other, one) } else { (one, other) };
                    claim("follows", each(move |event| !is(&given, event) || is(&then, event)));
                }
            }
            727 => {
                if let Some(part) = primary() {
                    claim("met by an event without fields", each(move |_| is(&part, &Document::new())));
                }
            }
            _ => {}
        }
        if diagnostic.notes.iter().any(|note| note.contains("never alerts")) {
            let whole = meaning.clone();
            claim("never", Box::new(move |documents| if hits(&whole, documents).is_empty() { Ok(()) } else { Err(None) }));
        }
        for (span, replacement) in diagnostic.help.iter().filter_map(|help| help.replacement.as_ref()) {
            let mut mended = query.to_owned();
            mended.replace_range(span.range(), replacement);
            let mended = setting.resolved(&mended).unwrap_or_else(|| panic!("{mended} of {query}")).2;
            claim("same", same(meaning.clone(), mended));
        }
    }
    if told.iter().any(|diagnostic| fix(diagnostic).is_some()) {
        let holds = same(meaning.clone(), setting.fixed(query));
        claims.push(Claim { what: "same after all fixes", code: 0, supposes_one: false, holds });
    }
    claims
}

fn hits(query: &Query, documents: &[Document]) -> Vec<Vec<Option<usize>>> {
    evaluate::run(query, documents, &evaluate::Options::default()).into_iter().map(|hit| hit.events).collect()
}

/// Two queries find the same, and each of their filters does.
fn same(one: Query, other: Query) -> Holds {
    Box::new(move |documents| {
        for (one, other) in filters(&one).into_iter().zip(filters(&other)) {
            if let Some(at) = documents.iter().position(|document| is(one, document) != is(other, document)) {
                return Err(Some(at));
            }
        }
        if hits(&one, documents) == hits(&other, documents) { Ok(()) } else { Err(None) }
    })
}

fn filters(query: &Query) -> Vec<&EventQuery> {
    match &query.body {
        Body::Event(query) => vec![query],
        Body::Sequence(sequence) => sequence.terms.iter().chain(&sequence.until).map(|term| &term.query).collect(),
        Body::Sample(sample) => sample.terms.iter().map(|term| &term.query).collect(),
    }
}
