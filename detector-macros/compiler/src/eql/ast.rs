//! An EQL query as it is written. Every node has its place in the source.
//!
//! Nothing here knows fields or types: see [`crate::resolve`]. A part that could not be parsed is an `Error` node, so
//! that the rest is still checked.

use super::Dialect;
use crate::source::Span;

/// A whole query with its pipes.
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Whose query it is.
    pub dialect: Dialect,
    /// What is looked for.
    pub body: Body,
    /// `| head 5`, in order.
    pub pipes: Vec<Pipe>,
    /// All of it.
    pub span: Span,
}

/// What a query looks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// `process where …`
    Event(EventFilter),
    /// `sequence …`
    Sequence(Sequence),
    /// `sample …`
    Sample(Sample),
    /// Did not parse, or is not supported (`join`); reported.
    Error(Span),
}

/// `CATEGORY where CONDITION`
#[derive(Debug, Clone, PartialEq)]
pub struct EventFilter {
    /// The word before `where`.
    pub category: Category,
    /// What follows it.
    pub condition: Expr,
    /// All of it.
    pub span: Span,
}

/// The word before `where`.
#[derive(Debug, Clone, PartialEq)]
pub struct Category {
    /// `None` is `any`.
    pub name: Option<String>,
    /// Whether the name was given as a string.
    pub quoted: bool,
    /// Its place.
    pub span: Span,
}

/// `sequence [by …] [with maxspan=…] term term … [until term]`
#[derive(Debug, Clone, PartialEq)]
pub struct Sequence {
    /// Head keys.
    pub by: Vec<Key>,
    /// `with maxspan=…`
    pub maxspan: Option<Maxspan>,
    /// In order, at least one.
    pub terms: Vec<Term>,
    /// `until [...]`
    pub until: Option<Term>,
    /// All of it.
    pub span: Span,
}

/// `sample [by …] term term …`
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Head keys.
    pub by: Vec<Key>,
    /// In order, at least one; never missing, never with runs.
    pub terms: Vec<Term>,
    /// All of it.
    pub span: Span,
}

/// A positive whole number of milliseconds, checked by the parser.
#[derive(Debug, Clone, PartialEq)]
pub struct Maxspan {
    /// As written: the number.
    pub number: u64,
    /// As written: `ms s m h d`.
    pub unit: TimeUnit,
    /// The value, `5s`.
    pub span: Span,
}

impl Maxspan {
    /// In milliseconds; saturates.
    pub fn ms(&self) -> u64 {
        self.number.saturating_mul(self.unit.ms())
    }
}

/// A unit of time that `maxspan` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// `ms`
    Millisecond,
    /// `s`
    Second,
    /// `m`
    Minute,
    /// `h`
    Hour,
    /// `d`
    Day,
}

impl TimeUnit {
    /// All units, shortest first.
    pub const ALL: [TimeUnit; 5] = [Self::Millisecond, Self::Second, Self::Minute, Self::Hour, Self::Day];

    /// As written in a query.
    pub fn text(self) -> &'static str {
        match self {
            Self::Millisecond => "ms",
            Self::Second => "s",
            Self::Minute => "m",
            Self::Hour => "h",
            Self::Day => "d",
        }
    }

    /// Milliseconds in one.
    pub fn ms(self) -> u64 {
        match self {
            Self::Millisecond => 1,
            Self::Second => 1_000,
            Self::Minute => 60_000,
            Self::Hour => 3_600_000,
            Self::Day => 86_400_000,
        }
    }
}

/// One term of a sequence or sample: `[category where …] by … with runs=…`
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// `![…]`: no such event.
    pub missing: bool,
    /// Between the brackets.
    pub filter: EventFilter,
    /// The term's own keys.
    pub by: Vec<Key>,
    /// `with runs=N`, 1..=100, checked by the parser.
    pub runs: Option<Runs>,
    /// `as event0`: a name by which later terms reach the fields of this event; Elastic Endpoint only.
    pub alias: Option<(String, Span)>,
    /// All of it.
    pub span: Span,
}

/// `with runs=N`
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Runs {
    /// How often; 1..=100.
    pub count: u32,
    /// The number.
    pub span: Span,
}

/// A join key. The grammar lets any expression stand here; the parser reports all but fields.
#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    /// `host.id`, `?user.id`
    Field(FieldName),
    /// Something else; reported.
    Error(Span),
}

/// `process.name`, `?process.name`
#[derive(Debug, Clone, PartialEq)]
pub struct FieldName {
    /// `?` before it.
    pub optional: bool,
    /// Its parts, without back quotes. Never empty.
    pub parts: Vec<String>,
    /// With the `?`.
    pub span: Span,
}

impl FieldName {
    /// With dots between its parts, as the schema names it.
    pub fn dotted(&self) -> String {
        self.parts.join(".")
    }
}

/// `| head 5`
#[derive(Debug, Clone, PartialEq)]
pub struct Pipe {
    /// Which.
    pub kind: PipeKind,
    /// How many; a constant expression, checked by the parser to fold to a whole number >= 0.
    pub count: u64,
    /// Without the `|`.
    pub span: Span,
}

/// A pipe that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PipeKind {
    /// The first ones.
    Head,
    /// The last ones.
    Tail,
}

/// An expression and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// Where it is; brackets around it are not part of it.
    pub span: Span,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// A constant.
    Literal(Literal),
    /// A field.
    Field(FieldName),
    /// `length(x)`, `startsWith~(x, "a")`
    Call(Call),
    /// `not x`
    Not(Box<Expr>),
    /// `-x`
    Negate(Box<Expr>),
    /// `+x`
    Plus(Box<Expr>),
    /// `a and b and c`: at least two. Flat, so that a long chain is not a deep tree.
    And(Vec<Expr>),
    /// `a or b or c`: at least two. Flat, as `And`.
    Or(Vec<Expr>),
    /// `a == b` and the other comparisons.
    Compare(Comparison, Box<Expr>, Box<Expr>),
    /// `a + b` and the other operators.
    Arithmetic(Arithmetic, Box<Expr>, Box<Expr>),
    /// `a in (1, 2)`, `a not in~ ("x")`
    In {
        /// Left of `in`.
        value: Box<Expr>,
        /// `not in`.
        negated: bool,
        /// `in~`.
        insensitive: bool,
        /// Between the brackets, at least one.
        list: Vec<Expr>,
    },
    /// `a : "x*"`, `a like~ ("x", "y")`, `a regex "x+"`
    Match {
        /// Left of the operator.
        value: Box<Expr>,
        /// Which one.
        operator: MatchOperator,
        /// Place of the operator.
        operator_span: Span,
        /// The constants, at least one.
        patterns: Vec<PatternLiteral>,
        /// Whether they stand in brackets.
        bracketed: bool,
    },
    /// `_arraysearch(path, $entry, condition)`, Elastic Endpoint only.
    ArraySearch {
        /// The array of objects.
        array: FieldName,
        /// `entry`, without the `$`.
        variable: String,
        /// What an element must meet.
        condition: Box<Expr>,
    },
    /// `$entry.symbol_info`, Elastic Endpoint only.
    Variable {
        /// `entry`, without the `$`.
        name: String,
        /// What follows the first dot.
        parts: Vec<String>,
    },
    /// `descendant of [process where …]`, Elastic Endpoint only.
    Descendant(Box<EventFilter>),
    /// Did not parse, or is not supported; reported.
    Error,
}

/// A constant of a pattern operator, with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct PatternLiteral {
    /// Strings, unless the rule is wrong.
    pub literal: Literal,
    /// Its place.
    pub span: Span,
}

/// A constant.
#[derive(Debug, Clone, PartialEq)]
pub enum Literal {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// Fits 32 bits: `integer`.
    Int(i32),
    /// Fits 64 bits: `long`.
    Long(i64),
    /// Has a point or exponent, or fits no 64 bits: `double`.
    Double(f64),
    /// A string.
    Text {
        /// Its value.
        value: String,
        /// Written `"""…"""`.
        raw: bool,
    },
}

/// A function call.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// As written, without `~`.
    pub name: String,
    /// With `~`.
    pub insensitive: bool,
    /// Place of the name with its `~`.
    pub name_span: Span,
    /// In order.
    pub arguments: Vec<Expr>,
}

/// A comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

impl Comparison {
    /// As written.
    pub fn text(self) -> &'static str {
        match self {
            Self::Equal => "==",
            Self::NotEqual => "!=",
            Self::Less => "<",
            Self::LessOrEqual => "<=",
            Self::Greater => ">",
            Self::GreaterOrEqual => ">=",
        }
    }

    /// The comparison with its sides swapped: `<` for `>`.
    pub fn swapped(self) -> Self {
        match self {
            Self::Equal => Self::Equal,
            Self::NotEqual => Self::NotEqual,
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
        }
    }

    /// Whether two values in this order meet it.
    pub fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::NotEqual => ordering.is_ne(),
            Self::Less => ordering.is_lt(),
            Self::LessOrEqual => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::GreaterOrEqual => ordering.is_ge(),
        }
    }
}

/// An arithmetic operator with two sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Modulo,
}

impl Arithmetic {
    /// As written.
    pub fn text(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Modulo => "%",
        }
    }
}

/// An operator with patterns on its right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MatchOperator {
    /// `:`
    Colon,
    /// `like`
    Like,
    /// `like~`
    LikeInsensitive,
    /// `regex`
    Regex,
    /// `regex~`
    RegexInsensitive,
}

impl MatchOperator {
    /// As written.
    pub fn text(self) -> &'static str {
        match self {
            Self::Colon => ":",
            Self::Like => "like",
            Self::LikeInsensitive => "like~",
            Self::Regex => "regex",
            Self::RegexInsensitive => "regex~",
        }
    }

    /// Whether ASCII case is ignored.
    pub fn insensitive(self) -> bool {
        matches!(self, Self::Colon | Self::LikeInsensitive | Self::RegexInsensitive)
    }
}
