//! Random schemas, events and queries whose types fit: the same ones for the same seed.
//!
//! ```text
//! seed → Random → World (fields) → Query (ast)      a query that the compiler accepts, but for constants without a value
//!                                → Event            what the fields of an event hold: as a document, and as JSON
//! ```
//! Texts, numbers and addresses come from short lists, so that conditions hold now and then. Nothing but the compiler's syntax
//! tree and evaluator is needed: build scripts include this module by its path.

pub mod event;
mod expression;
mod query;

use detector_compiler::schema::{Field, FieldType, Kind, Schema};

pub use event::Event;

/// xorshift64*: a sequence of numbers that depends on the seed alone.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The sequence of a seed.
    pub fn new(seed: u64) -> Self {
        // Neighbouring seeds are to give different sequences, and zero would give nothing but zeros.
        let mut random = Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..4 {
            random.next();
        }
        random
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `bound`, which is not zero.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() >> 33) as usize % bound.max(1)
    }

    /// True in `percent` of 100 cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of the elements. `list` is not empty.
    pub fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len())]
    }

    /// One of the texts. `list` is not empty.
    pub fn text(&mut self, list: &[&'static str]) -> &'static str {
        list[self.below(list.len())]
    }

    /// The elements in another order.
    pub fn shuffle<T>(&mut self, list: &mut [T]) {
        for last in (1..list.len()).rev() {
            let other = self.below(last + 1);
            list.swap(last, other);
        }
    }
}

/// Names of fields: plain ones, and some that need back quotes.
const NAMES: [&str; 14] = [
    "process.name",
    "process.args",
    "pid",
    "a.b.c",
    "user.id",
    "x",
    "event.sequence",
    "my-field",
    "é.f",
    "`.q",
    "Name",
    "t1",
    "z_9",
    "source.ip",
];

const TYPES: [FieldType; 15] = [
    FieldType::Keyword,
    FieldType::Keyword,
    FieldType::Keyword,
    FieldType::Wildcard,
    FieldType::TextWithKeyword,
    FieldType::Long,
    FieldType::Long,
    FieldType::Integer,
    FieldType::Short,
    FieldType::Double,
    FieldType::Boolean,
    FieldType::Ip,
    FieldType::Date,
    FieldType::Version,
    FieldType::Float,
];

/// The fields that queries and events have.
#[derive(Debug, Clone)]
pub struct World {
    /// Fields for conditions and keys.
    pub fields: Vec<Field>,
    /// Fields of the elements of [`Self::ARRAY`], with their whole names.
    pub elements: Vec<Field>,
    /// Whether queries are in Elastic Endpoint's dialect, and events have an array of objects and tell of processes.
    pub is_endpoint: bool,
}

impl World {
    /// Where the category of an event stands.
    pub const CATEGORY_FIELD: &'static str = "event.category";
    /// Where its time stands.
    pub const TIMESTAMP_FIELD: &'static str = "@timestamp";
    /// An array of objects.
    pub const ARRAY: &'static str = "the.stack";
    /// What tells processes apart, and what their parents.
    pub const ID_FIELDS: [&'static str; 2] = ["process.entity_id", "process.parent.entity_id"];
    /// What tells events of the same time apart.
    pub const TIEBREAKER_FIELD: &'static str = "serial";
    /// The categories of its events.
    pub const CATEGORIES: [&'static str; 3] = ["process", "file", "net work"];

    /// The world of a seed: the first six are of Elasticsearch's dialect, the others of Elastic Endpoint's.
    pub fn of_seed(seed: u64) -> Self {
        let random = &mut Random::new(seed);
        if seed < 6 { Self::new(random) } else { Self::endpoint(random) }
    }

    /// Some fields of any types; at least three of them hold text.
    pub fn new(random: &mut Random) -> Self {
        let mut names = NAMES;
        random.shuffle(&mut names);
        let count = 6 + random.below(names.len() - 6);
        let field = |(at, name): (usize, &&str)| {
            let field_type = if at < 3 { TYPES[at] } else { *random.pick(&TYPES) };
            Field::new(*name, field_type)
        };
        let fields = names.iter().take(count).enumerate().map(field).collect();
        Self { fields, elements: Vec::new(), is_endpoint: false }
    }

    /// The same with an array of objects and with ids of processes, for queries in Elastic Endpoint's dialect.
    pub fn endpoint(random: &mut Random) -> Self {
        let types = [FieldType::Keyword, FieldType::Long, FieldType::Boolean, *random.pick(&TYPES), *random.pick(&TYPES)];
        let names = ["name", "size", "trusted", "deep.x", "y-z"];
        let elements =
            names.iter().zip(types).map(|(name, field_type)| Field::new(format!("{}.{name}", Self::ARRAY), field_type));
        Self { elements: elements.collect(), is_endpoint: true, ..Self::new(random) }
    }

    /// All fields, those of category, time and tiebreaker too.
    pub fn all_fields(&self) -> Vec<Field> {
        let special = [
            (Self::CATEGORY_FIELD, FieldType::Keyword),
            (Self::TIMESTAMP_FIELD, FieldType::Date),
            (Self::TIEBREAKER_FIELD, FieldType::Long),
        ];
        let special = special.into_iter().map(|(name, field_type)| Field::new(name, field_type));
        let ids = Self::ID_FIELDS.into_iter().filter(|_| self.is_endpoint).map(|name| Field::new(name, FieldType::Keyword));
        self.fields.iter().chain(&self.elements).cloned().chain(special).chain(ids).collect()
    }

    /// The schema of the fields, without the built-in ones.
    pub fn schema(&self) -> Schema {
        let custom = self.all_fields().into_iter().map(|field| (field.name, field.field_type)).collect();
        Schema { custom, with_builtin: false, category_field: Self::CATEGORY_FIELD.into(), ..Schema::default() }
    }

    /// A file of custom fields that says the same; YAML reads JSON.
    pub fn schema_file(&self) -> String {
        let entry = |field: &Field| {
            let field_type = match field.field_type {
                FieldType::TextWithKeyword => "{\"type\": \"text\", \"keyword\": true}".to_owned(),
                other => format!("{:?}", other.name()),
            };
            format!("{}: {field_type}", event::json_text(&field.name))
        };
        let fields: Vec<String> = self.all_fields().iter().map(entry).collect();
        format!("{{\"base\": \"none\", \"fields\": {{{}}}}}", fields.join(", "))
    }

    fn fields_of(&self, kinds: &[Kind]) -> Vec<&Field> {
        self.fields.iter().filter(|field| kinds.contains(&field.kind())).collect()
    }
}

/// Texts of events and constants.
const TEXTS: [&str; 24] = [
    "", "a", "A", "ab", "aB", "abc", "bca", "a b", "sh", "bash", "*", "a*c", "?", "1", "-2", "1.5", "0x1F", "é", "É", "İ", "ß",
    "ς", "😀b", "a\\\"\n",
];

const WHOLE: [i64; 12] = [0, 1, 2, 3, 5, 7, 100, -1, -3, 127, 2_147_483_647, -2_147_483_648];
const LONG: [i64; 3] = [i64::MAX, i64::MIN, 1 << 40];
const FRACTIONS: [f64; 8] = [0.0, 0.5, 1.5, 2.0, 3.0, -1.5, 1e10, 1e-5];
const ADDRESSES: [&str; 6] = ["10.0.0.1", "10.1.2.3", "192.168.0.1", "::1", "fc00::5", "::ffff:10.0.0.9"];
const BLOCKS: [&str; 6] = ["10.0.0.0/8", "10.0.0.1/32", "0.0.0.0/0", "fc00::/7", "::/0", "192.168.0.77/24"];
const DATES: [(&str, i64); 5] = [
    ("1970", 0),
    ("2024-05-17", 1_715_904_000_000),
    ("2024-05-17T10:30:00Z", 1_715_941_800_000),
    ("2024-05", 1_714_521_600_000),
    ("1715904000000", 1_715_904_000_000),
];
const VERSIONS: [&str; 7] = ["1.0.0", "1.2.4-SNAPSHOT", "1.2.4", "1.11.3", "bad", "2.0", "1.2.4+build"];
/// Valid in both dialects.
const REGEXES: [&str; 8] = ["a+", "[a-c]*", ".*b.?", "a|bc|sh", "(ab)*c?", "[^a]", ".{2,3}", "\\*"];
