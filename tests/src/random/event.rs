//! Events of random values.

use super::{ADDRESSES, DATES, FRACTIONS, LONG, Random, TEXTS, VERSIONS, WHOLE, World};
use detector_compiler::evaluate::{Document, Value};
use detector_compiler::schema::{Field, FieldType, Kind};
use std::fmt::Write;

/// An event: for each field its values. Fields without values are missing.
#[derive(Debug, Clone)]
pub struct Event {
    /// Names and values.
    pub fields: Vec<(String, Vec<Value>)>,
    /// The elements of the array of objects: of each the names and values.
    pub elements: Vec<Vec<(String, Vec<Value>)>>,
}

impl Event {
    /// An event at a time. Many fields are missing, some have several values.
    pub fn new(random: &mut Random, world: &World, ms: i64) -> Self {
        let category = random.text(&World::CATEGORIES).to_owned();
        let mut categories = vec![Value::Text(category)];
        if random.chance(15) {
            categories.push(Value::Text(random.text(&World::CATEGORIES).to_owned()));
        }
        let mut fields =
            vec![(World::CATEGORY_FIELD.to_owned(), categories), (World::TIMESTAMP_FIELD.to_owned(), vec![Value::Date(ms)])];
        fields.extend(some_values(random, &world.fields));
        let mut elements = Vec::new();
        if world.is_endpoint {
            for name in World::ID_FIELDS.into_iter().filter(|_| random.chance(85)).collect::<Vec<_>>() {
                fields.push((name.to_owned(), vec![Value::Text(random.text(&["p1", "p2", "p3", "p4", "p5"]).to_owned())]));
            }
            elements.extend((0..random.below(4)).map(|_| some_values(random, &world.elements)));
        }
        Self { fields, elements }
    }

    /// Sets what tells it apart from events of the same time.
    pub fn with_serial(mut self, serial: i64) -> Self {
        self.fields.retain(|(name, _)| name != World::TIEBREAKER_FIELD);
        self.fields.push((World::TIEBREAKER_FIELD.to_owned(), vec![Value::Int(serial.into())]));
        self
    }

    /// As the evaluator sees it.
    pub fn document(&self) -> Document {
        let mut document = Document::new();
        for (name, values) in &self.fields {
            values.iter().for_each(|value| document.insert(name, value.clone()));
        }
        for fields in &self.elements {
            let mut element = Document::new();
            for (name, values) in fields {
                values.iter().for_each(|value| element.insert(name, value.clone()));
            }
            document.insert_element(World::ARRAY, element);
        }
        document
    }

    /// As a line of JSON with dotted keys.
    pub fn json(&self) -> String {
        let mut members = members(&self.fields, "");
        if !self.elements.is_empty() {
            let elements: Vec<String> =
                self.elements.iter().map(|fields| format!("{{{}}}", self::members(fields, World::ARRAY).join(","))).collect();
            members.push(format!("{}:[{}]", json_text(World::ARRAY), elements.join(",")));
        }
        format!("{{{}}}", members.join(","))
    }
}

/// The members of an object; the names of the fields begin with `array`, if it is not empty.
fn members(fields: &[(String, Vec<Value>)], array: &str) -> Vec<String> {
    let member = |(name, values): &(String, Vec<Value>)| {
        let name = name.strip_prefix(array).map_or(name.as_str(), |name| name.trim_start_matches('.'));
        let values: Vec<String> = values.iter().map(json).collect();
        match values.as_slice() {
            [one] => format!("{}:{one}", json_text(name)),
            several => format!("{}:[{}]", json_text(name), several.join(",")),
        }
    };
    fields.iter().map(member).collect()
}

/// For many of the fields one value, for some several, for some none.
fn some_values(random: &mut Random, fields: &[Field]) -> Vec<(String, Vec<Value>)> {
    let mut all = Vec::new();
    for field in fields {
        let count = match random.below(10) {
            0..3 => 0,
            3..8 => 1,
            8 => 2,
            _ => 3,
        };
        let values: Vec<Value> = (0..count).map(|_| value(random, field)).collect();
        if !values.is_empty() {
            all.push((field.name.to_string(), values));
        }
    }
    all
}

/// Events in the order of their times, of which several are equal.
pub fn events(random: &mut Random, world: &World, count: usize) -> Vec<Event> {
    let mut ms = 1_000;
    let mut events = Vec::new();
    for _ in 0..count {
        ms += *random.pick(&[0, 0, 1, 2, 500, 1_000]);
        events.push(Event::new(random, world, ms));
    }
    events
}

fn value(random: &mut Random, field: &Field) -> Value {
    match field.kind() {
        Kind::Str | Kind::Unusable => Value::Text(random.text(&TEXTS).to_owned()),
        Kind::Version => Value::Text(random.text(&VERSIONS).to_owned()),
        Kind::Int => Value::Int(whole(random, field.field_type).into()),
        Kind::Float => Value::Float(*random.pick(&FRACTIONS)),
        Kind::Bool => Value::Bool(random.chance(50)),
        Kind::Ip => Value::Ip(address(random)),
        Kind::Date => Value::Date(random.pick(&DATES).1 + *random.pick(&[0, 0, 1, -1])),
    }
}

fn address(random: &mut Random) -> std::net::IpAddr {
    random.text(&ADDRESSES).parse().unwrap_or(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST))
}

fn whole(random: &mut Random, field_type: FieldType) -> i64 {
    let any = if random.chance(10) { *random.pick(&LONG) } else { *random.pick(&WHOLE) };
    match field_type {
        FieldType::Short => any.clamp(i16::MIN.into(), i16::MAX.into()),
        FieldType::Integer => any.clamp(i32::MIN.into(), i32::MAX.into()),
        _ => any,
    }
}

fn json(value: &Value) -> String {
    match value {
        Value::Text(text) => json_text(text),
        Value::Int(value) => value.to_string(),
        Value::Float(value) => format!("{value:?}"),
        Value::Bool(value) => value.to_string(),
        Value::Ip(address) => json_text(&address.to_string()),
        Value::Date(ms) => ms.to_string(),
    }
}

/// A text as JSON writes it.
pub(super) fn json_text(text: &str) -> String {
    let mut json = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                json.push('\\');
                json.push(c);
            }
            c if c.is_control() => drop(write!(json, "\\u{:04x}", u32::from(c))),
            c => json.push(c),
        }
    }
    json.push('"');
    json
}
