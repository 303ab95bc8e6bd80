//! What `detectors check --fix` does unasked: it takes the problem away, brings no other, and keeps what a rule means.

use std::collections::BTreeSet;
use std::fmt::Write;

use detector_compiler::diagnostics::{Diagnostic, Severity};
use detector_compiler::errors::all_codes;
use detector_compiler::evaluate::{self, Document, Hit, Value};
use detector_compiler::ir::{self, Body};
use detector_compiler::schema::{Field, Kind};
use detector_compiler::source::Source;
use detector_compiler::{Compiled, Options, compile};

use super::{Examples, MORE, schema};

/// A fix may bring up another one.
const ROUNDS_MAX: usize = 10;

#[test]
fn fixes_mend_what_they_are_for_and_nothing_else() {
    let mut failures = String::new();
    let (mut mended, mut with_meaning) = (BTreeSet::new(), BTreeSet::new());
    for code in all_codes() {
        let examples = Examples::of(code);
        let more = MORE.iter().filter(|(number, _)| *number == code.number()).map(|(_, query)| *query);
        for example in std::iter::once(code.info().wrong).chain(more) {
            let (sources, told) = examples.diagnostics(example, Some(code));
            if !told.iter().any(|diagnostic| diagnostic.code == code && fix_of(diagnostic).is_some()) {
                continue;
            }
            if matches!(examples, Examples::SchemaFile) {
                let _ = writeln!(failures, "{code}: files of custom fields are not fixed");
                continue;
            }
            let (fixed, after) = fixed(sources.clone());
            let before = compile(&sources, &schema(), Options::default());
            let codes = |compiled: &Compiled| -> BTreeSet<_> {
                compiled.diagnostics.iter().map(|diagnostic| diagnostic.code.number()).collect()
            };
            let mut new: Vec<u16> = codes(&after).difference(&codes(&before)).copied().collect();
            // Lints look at rules without errors only.
            if before.rules.is_empty() {
                new.retain(|number| *number < 713);
            }
            // A problem of the same kind may have no fix, and stays.
            let fixable =
                |compiled: &Compiled| compiled.diagnostics.iter().filter(|diagnostic| fix_of(diagnostic).is_some()).count();
            if !new.is_empty() || fixable(&after) > 0 {
                let texts: Vec<&str> = fixed.iter().map(|source| source.text.as_ref()).collect();
                let _ = writeln!(failures, "{code}: new {new:?}, {} fixes left, of `{example}`: {texts:?}", fixable(&after));
            }
            mended.insert(code.to_string());
            if let (Severity::Warning, [old], [new]) = (code.info().severity, before.rules.as_slice(), after.rules.as_slice()) {
                with_meaning.insert(code.to_string());
                if let Some(difference) = difference(&old.query, &new.query) {
                    let _ = writeln!(failures, "{code}: `{example}` means something else: {difference}");
                }
            }
        }
        let no_meaning = code.info().severity == Severity::Warning && mended.contains(&code.to_string());
        if no_meaning && !with_meaning.contains(&code.to_string()) {
            let _ = writeln!(failures, "{code}: no example compiles before and after its fix");
        }
    }
    assert!(failures.is_empty(), "{failures}");
    for code in ["DR047", "DR155", "DR703"] {
        assert!(mended.contains(code), "{code} has lost its fix: {mended:?}");
    }
}

/// The comparison must tell queries apart, or it proves nothing.
#[test]
fn a_change_of_the_meaning_is_found() {
    let query = |text: &str| {
        let file =
            format!("rule_id: a\nname: X\ndescription: X.\nseverity: medium\nrisk_score: 47\ntype: eql\nquery: |\n  {text}\n");
        compile(&[Source::new("rule.yml", file)], &schema(), Options::default()).rules.remove(0).query
    };
    let cases = [
        ("process where process.name : \"sh*\"", "process where process.name like \"sh*\"", true),
        ("process where process.name == \"sh\"", "process where process.name : \"sh\"", true),
        ("process where process.pid > 4", "process where process.pid >= 4", true),
        ("process where not process.name == \"sh\"", "process where process.name != \"sh\" and process.name != null", true),
        ("process where process.args : \"-e\"", "any where process.args : \"-e\"", true),
        (
            "sequence by user.id [process where true] [file where true]",
            "sequence by user.id with maxspan=1s [process where true] [file where true]",
            true,
        ),
        ("process where process.pid == \"4\"", "process where process.pid == 4", false),
        ("process where process.name in (\"a\", \"b\")", "process where process.name == \"a\" or process.name == \"b\"", false),
    ];
    for (one, other, differ) in cases {
        let found = difference(&query(one), &query(other));
        assert_eq!(found.is_some(), differ, "{one}\n{other}\n{found:?}");
    }
}

/// The only fix of a diagnostic: two are a choice.
fn fix_of(diagnostic: &Diagnostic) -> Option<(usize, std::ops::Range<usize>, &str)> {
    let mut fixes = diagnostic.help.iter().filter_map(|help| help.fix());
    match (fixes.next(), fixes.next()) {
        (Some((span, text)), None) => Some((span.source.0 as usize, span.range(), text)),
        _ => None,
    }
}

/// Makes one fix after the other until there is none.
fn fixed(mut sources: Vec<Source>) -> (Vec<Source>, Compiled) {
    let mut compiled = compile(&sources, &schema(), Options::default());
    for _ in 0..ROUNDS_MAX {
        let Some((file, range, text)) = compiled.diagnostics.iter().find_map(fix_of) else { break };
        let mut whole = sources[file].text.to_string();
        whole.replace_range(range, text);
        sources[file] = Source::new(sources[file].path.clone(), whole);
        compiled = compile(&sources, &schema(), Options::default());
    }
    (sources, compiled)
}

/// Where two queries differ; `None` if they are the same, or answer the same on events that are made of their constants.
fn difference(one: &ir::Query, other: &ir::Query) -> Option<String> {
    if one == other {
        return None;
    }
    let mut fields: Vec<Field> = fields(one);
    fields.extend(fields_of_both(&fields, other));
    let constants = constants(&format!("{one}\n{other}"));
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for _ in 0..2_000 {
        let events: Vec<Document> = (0..4).map(|at| event(&mut random, &fields, &constants, at)).collect();
        let answer = |query| evaluate::run(query, &events, &evaluate::Options::default());
        let places = |hits: Vec<Hit>| hits.into_iter().map(|hit| hit.events).collect::<Vec<_>>();
        let (first, second) = (places(answer(one)), places(answer(other)));
        if first != second {
            return Some(format!("{first:?} and {second:?} of {events:?}"));
        }
    }
    None
}

fn fields_of_both(known: &[Field], query: &ir::Query) -> Vec<Field> {
    fields(query).into_iter().filter(|field| !known.contains(field)).collect()
}

/// All fields that a query reads.
fn fields(query: &ir::Query) -> Vec<Field> {
    let mut found: Vec<Field> = Vec::new();
    let mut of = |event: &ir::EventQuery| {
        event.condition.fields(&mut |field| found.push(field.field.clone()));
        if let ir::Category::Named { field, .. } = &event.category {
            found.push(field.clone());
        }
    };
    let mut keys = Vec::new();
    match &query.body {
        Body::Event(event) => of(event),
        Body::Sequence(sequence) => {
            for term in sequence.terms.iter().chain(&sequence.until) {
                of(&term.query);
                keys.extend(term.keys.iter().map(|key| key.field.clone()));
            }
        }
        Body::Sample(sample) => {
            for term in &sample.terms {
                of(&term.query);
                keys.extend(term.keys.iter().map(|key| key.field.clone()));
            }
        }
    }
    found.extend(keys.into_iter().flatten());
    found.sort();
    found.dedup();
    found
}

/// Texts and numbers that a query names, with others that are near them.
fn constants(query: &str) -> Vec<String> {
    let mut found: BTreeSet<String> = ["", "a", "0", "1", "-1", "2", "3"].map(str::to_owned).into();
    let texts = query.split('"').skip(1).step_by(2);
    let numbers = query.split(|c: char| !c.is_ascii_digit() && c != '.').filter(|word| word.parse::<f64>().is_ok());
    for text in texts.chain(numbers) {
        for filled in [text.replace(['*', '?'], "x"), text.replace('*', "").replace('?', "y"), text.to_owned()] {
            found.extend([filled.to_lowercase(), filled.to_uppercase(), format!("{filled}z"), filled]);
        }
        if let Ok(number) = text.parse::<i64>() {
            found.extend([(number - 1).to_string(), (number + 1).to_string()]);
        }
    }
    found.into_iter().collect()
}

/// An event with some of the fields; a second apart from the one before, more or less.
fn event(random: &mut Random, fields: &[Field], constants: &[String], at: usize) -> Document {
    let mut document = Document::new();
    document.insert("@timestamp", Value::Date(1_000 * at as i64 + random.below(1_500) as i64));
    for field in fields {
        // None, one or two values.
        for _ in 0..[0, 1, 1, 1, 2][random.below(5)] {
            let text = &constants[random.below(constants.len())];
            let number: f64 = text.parse().unwrap_or(random.below(5) as f64);
            let value = match field.kind() {
                Kind::Str => Value::Text(text.clone()),
                Kind::Int => Value::Int(number as i128),
                Kind::Float => Value::Float(number),
                Kind::Bool => Value::Bool(random.below(2) == 0),
                Kind::Date => Value::Date(number as i64),
                Kind::Ip => match text.parse() {
                    Ok(address) => Value::Ip(address),
                    Err(_) => Value::Ip([10, 0, 0, random.below(3) as u8].into()),
                },
                Kind::Version | Kind::Unusable => continue,
            };
            document.insert(field.name.to_string(), value);
        }
    }
    document
}

/// xorshift64: the same numbers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % bound
    }
}
