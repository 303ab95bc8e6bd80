//! Properties over random documents, and every document of the shared event logs.
#![allow(clippy::unwrap_used, reason = "helpers of tests")]

use detectors::{Handle, SlotField, SlotKind, SlotTable};
use detectors_json::{Decoder, Problem};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A generator with a seed (xorshift64*): the same documents at every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

const FIELDS: &[SlotField] = &[
    SlotField::new("a", SlotKind::Str),
    SlotField::new("b.c", SlotKind::Int),
    SlotField::new("b.d.e", SlotKind::Str),
    SlotField::new("b.d.f.g", SlotKind::Str),
    SlotField::new("b.d.f.h", SlotKind::Float),
    SlotField::new("i.j.k.l.m", SlotKind::Ip),
];

fn a_value(random: &mut Random, kind: SlotKind) -> Value {
    match kind {
        SlotKind::Int => json!(random.below(1000) as i64 - 500),
        SlotKind::Float => json!(random.below(1000) as f64 / 8.0),
        SlotKind::Ip => json!(format!("10.0.{}.{}", random.below(256), random.below(256))),
        _ => json!(["x", "C:\\dir", "tab\t", "é", "😀\u{1}", ""][random.below(6)]),
    }
}

/// Places a value at a path, cut into keys at random dots; merges into objects that are there, or writes a key of its own.
fn place_at(random: &mut Random, object: &mut Map<String, Value>, path: &str, value: Value) {
    let dots: Vec<usize> = path.match_indices('.').map(|(at, _)| at).collect();
    let cut = random.below(dots.len() + 1);
    let Some(at) = dots.get(cut) else {
        object.insert(path.into(), value);
        return;
    };
    let (key, rest) = (&path[..*at], &path[at + 1..]);
    let below = object.entry(key).or_insert_with(|| json!({}));
    if let Value::Object(below) = below {
        place_at(random, below, rest, value);
    }
}

/// Wraps a value so that it means the same: arrays, nulls beside it.
fn wrap(random: &mut Random, value: Value) -> Value {
    match random.below(6) {
        0 => json!([wrap(random, value)]),
        1 => json!([null, value, []]),
        _ => value,
    }
}

fn values(table: &SlotTable<'_>, fields: &[SlotField]) -> BTreeMap<&'static str, Vec<String>> {
    let mut all = BTreeMap::new();
    for (place, field) in fields.iter().enumerate() {
        let mut values = Vec::new();
        table.any(place, |value| {
            values.push(format!("{value:?}"));
            false
        });
        if !values.is_empty() {
            all.insert(field.name, values);
        }
    }
    all
}

#[test]
fn a_document_means_the_same_however_it_is_nested() {
    let mut random = Random(0x5eed);
    let (mut one, mut other) = (Decoder::new(FIELDS), Decoder::new(FIELDS));
    for _ in 0..3000 {
        let mut flat = Map::new();
        let mut nested = Map::new();
        for field in FIELDS {
            if random.chance(70) {
                let value: Vec<Value> = (0..random.below(3) + 1).map(|_| a_value(&mut random, field.kind)).collect();
                flat.insert(field.name.into(), json!(value));
                let value = Value::Array(value.into_iter().map(|value| wrap(&mut random, value)).collect());
                place_at(&mut random, &mut nested, field.name, value);
            }
            if random.chance(20) {
                nested.insert(format!("unknown{}", random.below(9)), json!([{"b": {"c": "no number"}}]));
            }
        }
        let flat = Value::Object(flat).to_string();
        let nested = match random.chance(10) {
            true => json!({"_id": "1", "_source": nested}),
            false => Value::Object(nested),
        };
        // Without white space, and with much of it.
        let nested = if random.chance(50) { nested.to_string() } else { serde_json::to_string_pretty(&nested).unwrap() };
        let expected = values(&one.decode(flat.as_bytes(), Handle(0)).unwrap(), FIELDS);
        let decoded = other.decode(nested.as_bytes(), Handle(0)).unwrap_or_else(|error| panic!("{nested}: {error}"));
        assert_eq!(values(&decoded, FIELDS), expected, "{nested}");
    }
}

#[test]
fn spoilt_lines_are_refused_or_read_but_never_panic() {
    let good: Vec<Vec<u8>> = [
        r#"{"a":"C:\\x\ud83d\ude00é","b":{"c":12,"d":{"e":["x",null,{}],"f":{"g":"y","h":1.5e3}}},"i.j":{"k.l":{"m":"::1"}}}"#,
        r#"{"_source":{"b":[{"c":1},{"c":"2"},{"d.e":true}],"z":[[{"q":[1,2,{"r":"\n"}]}]]},"_id":null}"#,
    ]
    .map(Into::into)
    .into();
    let bytes = br#"{}[]",:\u0019.eE+-truefalsn "#;
    let mut random = Random(0xbad);
    let mut decoder = Decoder::new(FIELDS);
    let (mut read, mut refused) = (0, 0);
    for round in 0..60_000 {
        let mut line = good[round % good.len()].clone();
        for _ in 0..random.below(4) + 1 {
            let at = random.below(line.len().max(1));
            if line.is_empty() {
                line.push(b'{');
            }
            match random.below(5) {
                0 => line[at] = bytes[random.below(bytes.len())],
                1 => line.insert(at, bytes[random.below(bytes.len())]),
                2 => drop(line.remove(at)),
                3 => line[at] = random.below(256) as u8,
                _ => line.truncate(at.max(1)),
            }
        }
        let is_json = serde_json::from_slice::<Value>(&line).is_ok();
        match decoder.decode(&line, Handle(0)) {
            Ok(table) => {
                read += 1;
                values(&table, FIELDS);
                // Half a surrogate pair is read as U+FFFD here and refused there; numbers too large for a double likewise.
                assert!(is_json || line.windows(2).any(|two| two == b"\\u" || two.eq_ignore_ascii_case(b"e3")), "{line:?}");
            }
            Err(error) => {
                refused += 1;
                assert!(error.offset <= line.len(), "{error:?}");
                assert!(!error.to_string().is_empty());
                if matches!(error.problem, Problem::Syntax(_) | Problem::NotUtf8 | Problem::Trailing) {
                    assert!(!is_json, "{error:?} {}", String::from_utf8_lossy(&line));
                }
            }
        }
    }
    assert!(read > 1000 && refused > 1000, "both happen: {read} read, {refused} refused");
}

#[test]
fn the_shared_event_logs_decode() {
    let Some(shared) = shared() else { return };
    let fields = schema(&shared);
    let mut decoder = Decoder::new(&fields);
    let (mut read, mut found) = (0_u64, 0_u64);
    let mut refused = BTreeMap::<String, u64>::new();
    for path in ndjson_below(&shared.join("events")) {
        let text = std::fs::read(&path).unwrap();
        for line in text.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            match decoder.decode(line, Handle(0)) {
                Ok(table) => {
                    read += 1;
                    found += table.values.len() as u64;
                }
                Err(error) => {
                    assert!(matches!(error.problem, Problem::Mismatch { .. }), "{}: {error}", path.display());
                    let folder = path.strip_prefix(shared.join("events")).unwrap().iter().next().unwrap();
                    *refused.entry(format!("{}: {error}", folder.display())).or_default() += 1;
                }
            }
        }
    }
    println!("{read} documents with {found} values of {} fields", fields.len());
    println!("{} refused", refused.values().sum::<u64>());
    for (reason, count) in &refused {
        println!("{count:6} {reason}");
    }
    assert!(read > 29_000, "{read}");
    let refused: u64 = refused.values().sum();
    assert!(refused * 1000 < read, "{refused} of {read} refused");
}

fn shared() -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    if shared.is_dir() {
        return Some(shared);
    }
    assert!(std::env::var_os("DETECTORS_REQUIRE_SHARED").is_none(), "the shared data is required");
    println!("skipped: shared data not found");
    None
}

/// All fields of the schema that a rule can read.
fn schema(shared: &Path) -> Vec<SlotField> {
    let table = std::fs::read_to_string(shared.join("schema/fields.tsv")).unwrap();
    let mut fields = Vec::new();
    for row in table.lines().skip(1) {
        let mut cells = row.split('\t');
        let (Some(name), Some(kind)) = (cells.next(), cells.next()) else { continue };
        let kind = match kind {
            "keyword" | "wildcard" | "constant_keyword" | "text" | "match_only_text" => SlotKind::Str,
            "long" | "integer" | "unsigned_long" => SlotKind::Int,
            "double" | "float" | "half_float" | "scaled_float" => SlotKind::Float,
            "boolean" => SlotKind::Bool,
            "ip" => SlotKind::Ip,
            "date" => SlotKind::Date,
            _ => continue,
        };
        fields.push(SlotField::new(String::leak(name.to_owned()), kind));
    }
    assert!(fields.len() > 4000);
    fields
}

fn ndjson_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(ndjson_below(&path));
        } else if path.extension().is_some_and(|extension| extension == "ndjson") {
            found.push(path);
        }
    }
    found.sort();
    found
}
