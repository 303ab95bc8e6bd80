//! Fields and their types: which field a name means, and what can be asked of it.
//!
//! [`builtin`] knows ECS, Elastic Defend and the public rules' other fields; [`custom`] reads a user's own from a file.

pub mod builtin;
pub mod custom;
pub mod facts;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// A field of events.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Field {
    /// Dotted path, `process.name`.
    pub name: Arc<str>,
    /// Its mapping type.
    pub field_type: FieldType,
}

impl Field {
    /// A field from its parts.
    pub fn new(name: impl Into<Arc<str>>, field_type: FieldType) -> Self {
        Self { name: name.into(), field_type }
    }

    /// What can be asked of it.
    pub fn kind(&self) -> Kind {
        self.field_type.kind()
    }
}

/// An Elasticsearch mapping type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "they are Elasticsearch's names")]
pub enum FieldType {
    Keyword,
    ConstantKeyword,
    Wildcard,
    /// Text with one exact keyword sub-field: usable like a keyword.
    TextWithKeyword,
    /// Text without a keyword sub-field: no exact value.
    TextOnly,
    /// Text with several keyword sub-fields: ambiguous.
    TextAmbiguous,
    Boolean,
    Byte,
    Short,
    Integer,
    Long,
    UnsignedLong,
    HalfFloat,
    Float,
    Double,
    ScaledFloat,
    Date,
    DateNanos,
    Ip,
    Version,
    /// Fields of an array of nested objects.
    InsideNested,
    /// Types that EQL cannot use: alias, object, nested, geo, ranges, binary, unknown ones.
    Unsupported,
}

/// What can be asked of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Text compared exactly.
    Str,
    /// Whole numbers.
    Int,
    /// Numbers.
    Float,
    /// true, false.
    Bool,
    /// Addresses.
    Ip,
    /// Times in milliseconds.
    Date,
    /// Versions.
    Version,
    /// Nothing.
    Unusable,
}

impl FieldType {
    /// What can be asked of fields of this type.
    pub fn kind(self) -> Kind {
        match self {
            Self::Keyword | Self::ConstantKeyword | Self::Wildcard | Self::TextWithKeyword => Kind::Str,
            Self::Boolean => Kind::Bool,
            Self::Byte | Self::Short | Self::Integer | Self::Long | Self::UnsignedLong => Kind::Int,
            Self::HalfFloat | Self::Float | Self::Double | Self::ScaledFloat => Kind::Float,
            Self::Date | Self::DateNanos => Kind::Date,
            Self::Ip => Kind::Ip,
            Self::Version => Kind::Version,
            Self::TextOnly | Self::TextAmbiguous | Self::InsideNested | Self::Unsupported => Kind::Unusable,
        }
    }

    /// The type of Elasticsearch's name for it: text without a keyword sub-field for `text`, [`Self::Unsupported`] for known
    /// types that EQL cannot use, `None` for unknown names.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "keyword" => Self::Keyword,
            "constant_keyword" => Self::ConstantKeyword,
            "wildcard" => Self::Wildcard,
            "text" | "match_only_text" => Self::TextOnly,
            "boolean" => Self::Boolean,
            "byte" => Self::Byte,
            "short" => Self::Short,
            "integer" => Self::Integer,
            "long" => Self::Long,
            "unsigned_long" => Self::UnsignedLong,
            "half_float" => Self::HalfFloat,
            "float" => Self::Float,
            "double" => Self::Double,
            "scaled_float" => Self::ScaledFloat,
            "date" => Self::Date,
            "date_nanos" => Self::DateNanos,
            "ip" => Self::Ip,
            "version" => Self::Version,
            "alias"
            | "object"
            | "nested"
            | "flattened"
            | "geo_point"
            | "geo_shape"
            | "point"
            | "shape"
            | "binary"
            | "histogram"
            | "integer_range"
            | "long_range"
            | "float_range"
            | "double_range"
            | "date_range"
            | "ip_range"
            | "completion"
            | "search_as_you_type"
            | "annotated-text"
            | "semantic_text"
            | "token_count"
            | "murmur3"
            | "percolator"
            | "rank_feature"
            | "rank_features"
            | "dense_vector"
            | "sparse_vector"
            | "join"
            | "aggregate_metric_double"
            | "counted_keyword"
            | "passthrough"
            | "exponential_histogram" => Self::Unsupported,
            _ => return None,
        })
    }

    /// Elasticsearch's name of the type.
    pub fn name(self) -> &'static str {
        match self {
            Self::Keyword => "keyword",
            Self::ConstantKeyword => "constant_keyword",
            Self::Wildcard => "wildcard",
            Self::TextWithKeyword | Self::TextOnly | Self::TextAmbiguous => "text",
            Self::Boolean => "boolean",
            Self::Byte => "byte",
            Self::Short => "short",
            Self::Integer => "integer",
            Self::Long => "long",
            Self::UnsignedLong => "unsigned_long",
            Self::HalfFloat => "half_float",
            Self::Float => "float",
            Self::Double => "double",
            Self::ScaledFloat => "scaled_float",
            Self::Date => "date",
            Self::DateNanos => "date_nanos",
            Self::Ip => "ip",
            Self::Version => "version",
            Self::InsideNested => "nested",
            Self::Unsupported => "unsupported",
        }
    }
}

/// What a name means in a schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lookup {
    /// A field, usable or not: see its kind.
    Field(Field),
    /// No such field.
    Unknown,
}

/// All fields that rules may use.
#[derive(Debug, Clone)]
pub struct Schema {
    /// The user's own fields; they win over the built-in ones.
    pub custom: HashMap<Arc<str>, FieldType>,
    /// The user's own aliases: other names of fields. Events carry the field's own name.
    pub aliases: HashMap<Arc<str>, Arc<str>>,
    /// The user's own `flattened` fields: each name below one is a keyword.
    pub flattened: HashSet<Arc<str>>,
    /// Whether the built-in fields are known too.
    pub with_builtin: bool,
    /// Where the category of an event stands.
    pub category_field: Arc<str>,
    /// Where its time stands.
    pub timestamp_field: Arc<str>,
    /// What orders events of the same time.
    pub tiebreaker_field: Option<Arc<str>>,
}

impl Default for Schema {
    /// The built-in fields.
    fn default() -> Self {
        Self {
            custom: HashMap::new(),
            aliases: HashMap::new(),
            flattened: HashSet::new(),
            with_builtin: true,
            category_field: "event.category".into(),
            timestamp_field: "@timestamp".into(),
            tiebreaker_field: None,
        }
    }
}

impl Schema {
    /// Adds the fields of another schema, which win over those of the same name here; so do its special fields where they are
    /// not the usual ones. The built-in fields are known if they are in both.
    pub fn join(&mut self, other: Self) {
        let usual = Self::default();
        for name in other.custom.keys() {
            self.aliases.remove(name);
        }
        self.custom.extend(other.custom);
        self.aliases.extend(other.aliases);
        self.flattened.extend(other.flattened);
        self.with_builtin &= other.with_builtin;
        if other.category_field != usual.category_field {
            self.category_field = other.category_field;
        }
        if other.timestamp_field != usual.timestamp_field {
            self.timestamp_field = other.timestamp_field;
        }
        if other.tiebreaker_field.is_some() {
            self.tiebreaker_field = other.tiebreaker_field;
        }
    }

    /// What `name` means. An alias means its field. A name below a `flattened` field is a keyword.
    pub fn lookup(&self, name: &str) -> Lookup {
        let name = self.aliases.get(name).map_or(name, AsRef::as_ref);
        let own = self.custom.get_key_value(name).map(|(name, field_type)| Field::new(Arc::clone(name), *field_type));
        let below = || parents(name).any(|parent| self.flattened.contains(parent)).then(|| Field::new(name, FieldType::Keyword));
        let own = own.or_else(below);
        match own.or_else(|| self.with_builtin.then(|| builtin::lookup(name)).flatten()) {
            Some(field) => Lookup::Field(field),
            None => Lookup::Unknown,
        }
    }

    /// Some known names that start with `prefix`, in order, at most `most`.
    pub fn names_below(&self, prefix: &str, most: usize) -> Vec<String> {
        let builtin = self.with_builtin.then(builtin::names).into_iter().flatten().map(|name| -> &str { name });
        let own = self.custom.keys().map(AsRef::as_ref);
        let mut below: Vec<String> = own.chain(builtin).filter(|name| name.starts_with(prefix)).map(str::to_owned).collect();
        below.sort();
        below.truncate(most);
        below
    }

    /// The known names that are nearest to an unknown one, nearest first; none if nothing is near.
    pub fn similar(&self, name: &str) -> Vec<String> {
        let builtin = self.with_builtin.then(builtin::names).into_iter().flatten().map(|name| -> &str { name });
        let all = self.custom.keys().chain(self.aliases.keys()).map(AsRef::as_ref).chain(builtin);
        similar(name, all)
    }
}

/// The dotted paths above a name, nearest first: `a.b.c` → `a.b`, `a`.
fn parents(name: &str) -> impl Iterator<Item = &str> {
    name.rmatch_indices('.').map(|(dot, _)| &name[..dot])
}

/// The candidates nearest to `name`, nearest first, at most three; none if nothing is near.
pub fn similar<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Vec<String> {
    let limit = 0.84;
    let lower = name.to_ascii_lowercase();
    let length = lower.chars().count();
    // Each character more or less is a difference: of thousands of names this leaves a few to be compared.
    let may_be_near = |candidate: &&str| {
        let other = candidate.chars().count();
        length.abs_diff(other) as f64 <= (1.0 - limit) * length.max(other) as f64
    };
    let mut near: Vec<(f64, &str)> = candidates
        .filter(may_be_near)
        .map(|candidate| (strsim::normalized_damerau_levenshtein(&lower, &candidate.to_ascii_lowercase()), candidate))
        .filter(|(nearness, _)| *nearness >= limit)
        .collect();
    near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
    near.dedup_by(|a, b| a.1 == b.1);
    near.into_iter().take(3).map(|(_, candidate)| candidate.to_owned()).collect()
}
