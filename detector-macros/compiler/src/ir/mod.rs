//! What a query means: fields with types, constants, two-valued predicates over three-valued expressions.
//!
//! Built by [`crate::resolve`], made simpler by [`crate::optimize`], run by [`crate::evaluate`] and turned into Rust by
//! [`crate::emit`]. Meaning is that of `Predicate::holds` in the evaluator; nothing here does I/O or reports.

mod print;
mod walk;

pub use crate::eql::ast::{Arithmetic, Comparison};

use crate::regex::Regex;
use crate::schema::Field;
use crate::source::Span;
use ipnet::IpNet;
use std::sync::Arc;

/// A query with names and types resolved.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// What is looked for.
    pub body: Body,
    /// Limits on the result, in order.
    pub pipes: Vec<Pipe>,
}

/// A limit on the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pipe {
    /// The first ones.
    Head(u64),
    /// The last ones.
    Tail(u64),
}

/// What a query looks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// One event.
    Event(EventQuery),
    /// Events in order.
    Sequence(Sequence),
    /// Events in any order.
    Sample(Sample),
}

/// A category and a condition.
#[derive(Debug, Clone, PartialEq)]
pub struct EventQuery {
    /// Which events it looks at.
    pub category: Category,
    /// What they must meet.
    pub condition: Predicate,
}

/// Which events a query looks at.
#[derive(Debug, Clone, PartialEq)]
pub enum Category {
    /// All of them.
    Any,
    /// Those of which some value of the field is the name, case-sensitively.
    Named {
        /// `event.category`, unless the rule or schema says another.
        field: Field,
        /// The word before `where`.
        name: String,
    },
}

/// Events in order, at least two, joined by keys.
#[derive(Debug, Clone, PartialEq)]
pub struct Sequence {
    /// In order. INVARIANT: the runs of the positive terms add up to at least 2, and every term has as many keys as the first.
    pub terms: Vec<Term>,
    /// What ends the sequences of a key.
    pub until: Option<Term>,
    /// From the first positive event to the last, inclusive.
    pub maxspan_ms: Option<u64>,
}

impl Sequence {
    /// The positive stages: for each the index of its term. `with runs=3` makes three.
    pub fn stages(&self) -> Vec<usize> {
        let positive = self.terms.iter().enumerate().filter(|(_, term)| !term.missing);
        positive.flat_map(|(index, term)| std::iter::repeat_n(index, term.runs as usize)).collect()
    }
}

/// Events in any order, one a term, joined by keys.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// In order. INVARIANT: at least one, each with as many keys as the first, at least one key.
    pub terms: Vec<Term>,
}

/// One term of a sequence or sample.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// What an event must meet.
    pub query: EventQuery,
    /// Head keys, then the term's own.
    pub keys: Vec<JoinKey>,
    /// How often it stands; 1 unless `with runs` says more.
    pub runs: u32,
    /// `![…]`
    pub missing: bool,
    /// `as event0`: what later terms call its event.
    pub alias: Option<String>,
    /// Its place.
    pub span: Span,
}

/// A join key of one term.
#[derive(Debug, Clone, PartialEq)]
pub struct JoinKey {
    /// As written, without `?`.
    pub name: String,
    /// The field; `None` where the schema does not know it: always null.
    pub field: Option<Field>,
    /// Null is a value.
    pub optional: bool,
}

/// True or false of an event. A missing field makes a leaf false, and its negation true.
#[derive(Debug, Clone, PartialEq)]
pub enum Predicate {
    /// Of every event, or of none.
    Const(bool),
    /// All of them; at least two.
    And(Vec<Predicate>),
    /// Any of them; at least two.
    Or(Vec<Predicate>),
    /// The complement.
    Not(Box<Predicate>),
    /// Some value of the field meets the test.
    Test(FieldRef, Test),
    /// Some combination of values of the fields makes it true. A field without values is null.
    Computed(Expr),
    /// Some element of an array of objects meets the condition. See [`ElementSearch`].
    AnyElement(ElementSearch),
    /// Some ancestor of the event's process has met the query. See [`Lineage`].
    Descendant(Lineage),
}

/// Whose field it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Owner {
    /// The event that is judged.
    Event,
    /// The element that an [`ElementSearch`] looks at.
    Element,
    /// The event that an earlier term of the sequence has found: the index of that term.
    Earlier(usize),
}

/// A field, and whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FieldRef {
    /// Whose.
    pub owner: Owner,
    /// Which. Of an element: its full name, that of the array included.
    pub field: Field,
}

impl From<Field> for FieldRef {
    /// Of the event that is judged.
    fn from(field: Field) -> Self {
        Self { owner: Owner::Event, field }
    }
}

impl std::ops::Deref for FieldRef {
    type Target = Field;

    fn deref(&self) -> &Field {
        &self.field
    }
}

/// `_arraysearch(array, $element, condition)`: false where the array is missing or empty.
#[derive(Debug, Clone, PartialEq)]
pub struct ElementSearch {
    /// Dotted name of the array.
    pub array: Arc<str>,
    /// What an element must meet, as a whole. INVARIANT: no search and no lineage in it.
    pub condition: Box<Predicate>,
    /// Its place.
    pub span: Span,
}

/// `descendant of [process where …]`: about the process in `process.entity_id` of the event.
#[derive(Debug, Clone, PartialEq)]
pub struct Lineage {
    /// What an event of an ancestor must have met. INVARIANT: no lineage in it, and no field of an earlier event.
    pub ancestor: Box<EventQuery>,
    /// Its place.
    pub span: Span,
}

impl Lineage {
    /// What a process is known by.
    pub const ENTITY_ID: &'static str = "process.entity_id";
    /// What its parent is known by.
    pub const PARENT_ENTITY_ID: &'static str = "process.parent.entity_id";
    /// The category of the events that tell of processes.
    pub const CATEGORY: &'static str = "process";
}

/// What one value of a field must meet. The variant fits the field's kind: see [`crate::schema::Kind`].
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// There is a value.
    Exists,
    /// Bool fields.
    Bool(bool),
    /// Int, Float and Date fields (dates in milliseconds): compares by value. Never `NotEqual`: that is `Not(Equal)`.
    Number(Comparison, Number),
    /// Str fields: the number that the text is compared; a text that is no number does not meet it.
    TextAsNumber(Comparison, Number),
    /// Str fields: compares by code points. Never `NotEqual`.
    Text(Comparison, String),
    /// Str fields: any of the patterns.
    Patterns(Patterns),
    /// Str fields: the whole text is in the language.
    Regex(Regex),
    /// Ip fields: in any of the blocks; a single address is a block of its full length.
    InBlocks(Vec<IpNet>),
    /// Ip fields: compares the 16-byte forms. Never `Equal` or `NotEqual`.
    Ip(Comparison, std::net::IpAddr),
    /// Version fields: compares by semantic version. Never `NotEqual`.
    Version(Comparison, String),
}

/// A number constant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// A whole number; wide enough for `long` and `unsigned_long`.
    Int(i128),
    /// Any other.
    Float(f64),
}

/// Alternatives for a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Patterns {
    /// Fold ASCII letters.
    pub insensitive: bool,
    /// Any of them; at least one.
    pub any_of: Vec<Pattern>,
}

/// One alternative, by the cheapest form that means the same. The texts are as written, not folded.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Pattern {
    /// The whole text.
    Equal(String),
    /// `abc*`
    Prefix(String),
    /// `*abc`
    Suffix(String),
    /// `*abc*`
    Contains(String),
    /// `a*b*c`: starts with the first, ends with the last, and the middle ones stand between in order without overlap.
    /// First and last may be empty, the others not.
    Ordered(Vec<String>),
    /// `*`
    Anything,
    /// Has a `?`.
    Glob(String),
}

impl Pattern {
    /// From a text with the wildcards `*` and `?`, as `:` and `like` read it.
    pub fn from_wildcards(text: &str) -> Self {
        if text.contains('?') {
            return Self::Glob(text.to_owned());
        }
        let parts: Vec<&str> = text.split('*').collect();
        let [first, middle @ .., last] = parts.as_slice() else {
            return Self::Equal(text.to_owned());
        };
        let middle: Vec<&str> = middle.iter().copied().filter(|part| !part.is_empty()).collect();
        match (*first, middle.as_slice(), *last) {
            ("", [], "") => Self::Anything,
            (first, [], "") => Self::Prefix(first.to_owned()),
            ("", [], last) => Self::Suffix(last.to_owned()),
            ("", [one], "") => Self::Contains((*one).to_owned()),
            (first, middle, last) => {
                let all = std::iter::once(first).chain(middle.iter().copied()).chain(std::iter::once(last));
                Self::Ordered(all.map(str::to_owned).collect())
            }
        }
    }

    /// The text with wildcards that means it.
    pub fn wildcards(&self) -> String {
        match self {
            Self::Equal(text) | Self::Glob(text) => text.clone(),
            Self::Prefix(text) => format!("{text}*"),
            Self::Suffix(text) => format!("*{text}"),
            Self::Contains(text) => format!("*{text}*"),
            Self::Ordered(parts) => parts.join("*"),
            Self::Anything => "*".to_owned(),
        }
    }
}

/// A value computed from the event; any of them may be null.
#[derive(Debug, Clone, PartialEq)]
pub enum Expr {
    /// `null`
    Null,
    /// A boolean constant.
    Bool(bool),
    /// An `integer` (32-bit) or `long` constant.
    Int(i64, Width),
    /// A `double` constant.
    Float(f64),
    /// A text constant.
    Text(String),
    /// One value of a field.
    Field(FieldRef),
    /// A function of the table, with arguments of its types.
    Call {
        /// Which.
        function: Function,
        /// Its `~` form.
        insensitive: bool,
        /// In order; as many as the function takes.
        arguments: Vec<Expr>,
    },
    /// Operators on numbers; null if a side is.
    Arithmetic(Arithmetic, NumberType, Box<Expr>, Box<Expr>),
    /// `-x`
    Negate(NumberType, Box<Expr>),
    /// Two numbers, two texts (by code points), two bools, dates, addresses or versions; null if a side is. Never `NotEqual` (see
    /// `Not`).
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// `x == null`: true or false, never null.
    IsNull(Box<Expr>),
    /// `x in (…)`: constants of x's family; null if x is.
    In {
        /// The value.
        value: Box<Expr>,
        /// `in~`: ignores case as Java does, over all of Unicode.
        insensitive: bool,
        /// Constants.
        list: Vec<Expr>,
    },
    /// `f(x) : "a*"`; null if the value is. Ignores case as `in~` does.
    Matches(Box<Expr>, Patterns),
    /// `f(x) regex "a+"`; null if the value is.
    Regex(Box<Expr>, Regex),
    /// A date field read as a number, an ip field in a block, …: a test of a field value inside an expression; null if it is missing.
    Test(FieldRef, Test),
    /// True or false, never null. Only below `not`, `and` and `or`, where it becomes a predicate.
    AnyElement(ElementSearch),
    /// True or false, never null. Only below `not`, `and` and `or`, where it becomes a predicate.
    Descendant(Lineage),
    /// Three-valued.
    Not(Box<Expr>),
    /// Three-valued.
    And(Vec<Expr>),
    /// Three-valued.
    Or(Vec<Expr>),
}

/// How wide a whole number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Width {
    /// `integer`, `short`, `byte`.
    Bits32,
    /// `long`.
    Bits64,
}

/// The type that arithmetic is done in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum NumberType {
    /// Exact; overflow is an error of that event.
    Int(Width),
    /// IEEE double.
    Float,
}

pub use functions::{ArgumentType, FUNCTIONS, Function, Signature};

mod functions;
