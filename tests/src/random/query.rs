//! Random queries: events, sequences, samples.

use super::expression::{Expressions, expr, field_name};
use super::{Random, World};
use detector_compiler::eql::Dialect;
use detector_compiler::eql::ast::{
    Body, Category, EventFilter, ExprKind, Key, Literal, Maxspan, Pipe, PipeKind, Query, Runs, Sample, Sequence, Term, TimeUnit,
};
use detector_compiler::schema::{Field, Kind};
use detector_compiler::source::Span;

impl World {
    /// A query for single events.
    pub fn event_query(&self, random: &mut Random) -> Query {
        let depth = random.below(4);
        query(Body::Event(self.filter(random, depth, &[])))
    }

    /// A sequence of two stages or more, with or without keys, `runs`, `until` and, if asked for, missing events.
    pub fn sequence(&self, random: &mut Random, with_missing: bool) -> Query {
        let key_count = random.below(3);
        let head_count = random.below(key_count + 1);
        let families: Vec<Vec<&Field>> = (0..key_count).map(|_| self.key_family(random)).collect();
        let by = families[..head_count].iter().map(|family| key(random, family)).collect();
        let own = &families[head_count..];
        let mut terms: Vec<Term> = Vec::new();
        let mut names: Vec<String> = Vec::new();
        for at in 0..2 + random.below(2) {
            let mut term = self.term(random, own, &names);
            if self.is_endpoint && random.chance(70) {
                term.alias = Some((format!("event{at}"), Span::default()));
                names.push(format!("event{at}"));
            }
            terms.push(term);
        }
        for term in &mut terms {
            if term.alias.is_none() && random.chance(15) {
                term.runs = Some(Runs { count: 1 + random.below(3) as u32, span: Span::default() });
            }
        }
        let maxspan = (with_missing || random.chance(50)).then(|| maxspan(random));
        if with_missing {
            for _ in 0..1 + random.below(2) {
                let at = random.below(terms.len() + 1);
                terms.insert(at, Term { missing: true, runs: None, ..self.term(random, own, &[]) });
            }
        }
        let until = random.chance(25).then(|| self.term(random, own, &[]));
        query(Body::Sequence(Sequence { by, maxspan, terms, until, span: Span::default() }))
    }

    /// A sample of one or two keys.
    pub fn sample(&self, random: &mut Random) -> Query {
        let families: Vec<Vec<&Field>> = (0..1 + random.below(2)).map(|_| self.key_family(random)).collect();
        let by = vec![key(random, &families[0])];
        let terms = (0..2 + random.below(2)).map(|_| self.term(random, &families[1..], &[])).collect();
        query(Body::Sample(Sample { by, terms, span: Span::default() }))
    }

    /// The same query, and perhaps pipes behind it.
    pub fn with_pipes(&self, random: &mut Random, query: Query) -> Query {
        let pipe = |random: &mut Random| {
            let kind = if random.chance(50) { PipeKind::Head } else { PipeKind::Tail };
            Pipe { kind, count: random.below(6) as u64, span: Span::default() }
        };
        let pipes = (0..random.below(3)).map(|_| pipe(random)).collect();
        Query { pipes, ..query }
    }

    /// `names`: of the events before.
    fn filter(&self, random: &mut Random, depth: usize, names: &[String]) -> EventFilter {
        let name = random.chance(60).then(|| random.text(&Self::CATEGORIES).to_owned());
        let quoted = name.as_ref().is_some_and(|name| name.contains(' ') || random.chance(10));
        let condition = if random.chance(15) {
            expr(ExprKind::Literal(Literal::Bool(true)))
        } else {
            Expressions::new(random, self, names).condition(depth)
        };
        EventFilter { category: Category { name, quoted, span: Span::default() }, condition, span: Span::default() }
    }

    fn term(&self, random: &mut Random, own_keys: &[Vec<&Field>], names: &[String]) -> Term {
        let by = own_keys.iter().map(|family| key(random, family)).collect();
        let depth = random.below(2);
        let filter = self.filter(random, depth, names);
        Term { missing: false, filter, by, runs: None, alias: None, span: Span::default() }
    }

    /// Fields whose values can be equal: of one kind, or all numbers.
    fn key_family(&self, random: &mut Random) -> Vec<&Field> {
        let kind = random.pick(&self.fields).kind();
        match kind {
            Kind::Int | Kind::Float => self.fields_of(&[Kind::Int, Kind::Float]),
            other => self.fields_of(&[other]),
        }
    }
}

fn key(random: &mut Random, family: &[&Field]) -> Key {
    // An unknown optional key is always null.
    if random.chance(5) {
        return Key::Field(field_name("no.such-field", true));
    }
    let field = random.pick(family);
    Key::Field(field_name(&field.name, random.chance(25)))
}

fn maxspan(random: &mut Random) -> Maxspan {
    let (number, unit) = *random.pick(&[
        (1, TimeUnit::Millisecond),
        (500, TimeUnit::Millisecond),
        (1, TimeUnit::Second),
        (3, TimeUnit::Second),
        (2, TimeUnit::Minute),
    ]);
    Maxspan { number, unit, span: Span::default() }
}

fn query(body: Body) -> Query {
    Query { dialect: Dialect::Elasticsearch, body, pipes: Vec::new(), span: Span::default() }
}
