//! Random expressions, made for a type.

use super::{ADDRESSES, BLOCKS, DATES, FRACTIONS, LONG, REGEXES, Random, TEXTS, VERSIONS, WHOLE, World};
use detector_compiler::eql::ast::{
    Arithmetic, Call, Category, Comparison, EventFilter, Expr, ExprKind, FieldName, Literal, MatchOperator, PatternLiteral,
};
use detector_compiler::schema::{Field, Kind};
use detector_compiler::source::Span;

/// Makes expressions over the fields of a world.
pub(super) struct Expressions<'w> {
    random: &'w mut Random,
    world: &'w World,
    /// Names of earlier events.
    names: &'w [String],
    /// Whether it is in a search.
    in_search: bool,
    /// Whether it asks of an ancestor.
    in_lineage: bool,
}

const ORDERS: [Comparison; 6] = [
    Comparison::Equal,
    Comparison::NotEqual,
    Comparison::Less,
    Comparison::LessOrEqual,
    Comparison::Greater,
    Comparison::GreaterOrEqual,
];
const EQUALITIES: [Comparison; 2] = [Comparison::Equal, Comparison::NotEqual];

impl<'w> Expressions<'w> {
    /// Over the fields of a world; `names` are those of the events before.
    pub(super) fn new(random: &'w mut Random, world: &'w World, names: &'w [String]) -> Self {
        Self { random, world, names, in_search: false, in_lineage: false }
    }

    /// A boolean expression of at most that depth.
    pub(super) fn condition(&mut self, depth: usize) -> Expr {
        if depth == 0 {
            return self.leaf();
        }
        match self.random.below(12) {
            0..3 => {
                let operands = (0..2 + self.random.below(3)).map(|_| self.condition(depth - 1)).collect();
                expr(ExprKind::And(operands))
            }
            3..6 => {
                let operands = (0..2 + self.random.below(3)).map(|_| self.condition(depth - 1)).collect();
                expr(ExprKind::Or(operands))
            }
            6 | 7 => expr(ExprKind::Not(Box::new(self.condition(depth - 1)))),
            8 => {
                // Three-valued: a condition inside a comparison.
                let inner = self.condition(depth - 1);
                let constant = expr(ExprKind::Literal(match self.random.below(3) {
                    0 => Literal::Null,
                    1 => Literal::Bool(true),
                    _ => Literal::Bool(false),
                }));
                self.compare(&EQUALITIES, inner, constant)
            }
            _ => self.leaf(),
        }
    }

    /// A test of a field, of a function's result or of nothing at all.
    fn leaf(&mut self) -> Expr {
        if self.world.is_endpoint && self.random.chance(45) {
            return self.endpoint_leaf();
        }
        match self.random.below(20) {
            0 => literal(Literal::Bool(self.random.chance(50))),
            1 if self.random.chance(30) => literal(Literal::Null),
            1 | 2 => {
                let unknown = self.unknown();
                let constant = self.text_constant();
                self.compare(&ORDERS, unknown, constant)
            }
            3 => {
                let value = self.value(2);
                self.compare(&EQUALITIES, value, literal(Literal::Null))
            }
            4..12 => self.field_test(),
            _ => self.computed(),
        }
    }

    /// What only Elastic Endpoint's dialect has.
    fn endpoint_leaf(&mut self) -> Expr {
        match self.random.below(6) {
            0 | 1 if !self.in_search => {
                self.in_search = true;
                let depth = self.random.below(2);
                let condition = Box::new(self.condition(depth));
                self.in_search = false;
                expr(ExprKind::ArraySearch { array: field_name(World::ARRAY, false), variable: "e".to_owned(), condition })
            }
            2 if !self.in_lineage && !self.in_search => {
                let names = std::mem::take(&mut self.names);
                self.in_lineage = true;
                let condition = self.condition(0);
                self.in_lineage = false;
                self.names = names;
                let category = Category { name: Some("process".to_owned()), quoted: false, span: Span::default() };
                expr(ExprKind::Descendant(Box::new(EventFilter { category, condition, span: Span::default() })))
            }
            _ => self.field_against_field(),
        }
    }

    /// Two values of one type.
    fn field_against_field(&mut self) -> Expr {
        let kind = self.any_field().kind();
        let number = matches!(kind, Kind::Int | Kind::Float);
        let kinds = if number { &[Kind::Int, Kind::Float][..] } else { std::slice::from_ref(&kind) };
        let (left, right) = (self.some_field(kinds), self.some_field(kinds));
        let comparisons = if kind == Kind::Bool || self.random.chance(60) { &EQUALITIES[..] } else { &ORDERS[..] };
        self.compare(comparisons, left, right)
    }

    /// A field of the kinds, of whichever the condition can read, or else any that there is of the first.
    fn some_field(&mut self, kinds: &[Kind]) -> Expr {
        let mut fields = self.world.fields_of(kinds);
        if self.in_search {
            fields.extend(self.world.elements.iter().filter(|field| kinds.contains(&field.kind())));
        }
        match fields.is_empty() {
            true => self.unknown(),
            false => {
                let field = (*self.random.pick(&fields)).clone();
                self.field(&field)
            }
        }
    }

    /// A field that a condition may read: in a search of the element rather than of the event.
    fn any_field(&mut self) -> Field {
        let of_element = !self.world.elements.is_empty() && self.random.chance(if self.in_search { 60 } else { 10 });
        if of_element { self.random.pick(&self.world.elements).clone() } else { self.random.pick(&self.world.fields).clone() }
    }

    /// Some field, and a constant of its type.
    fn field_test(&mut self) -> Expr {
        let field = self.any_field();
        let value = self.field(&field);
        if self.random.chance(10) {
            return self.compare(&EQUALITIES, value, literal(Literal::Null));
        }
        match field.kind() {
            Kind::Bool if self.random.chance(50) => value,
            Kind::Str | Kind::Version if self.random.chance(50) => self.pattern_match(value, field.kind() == Kind::Str),
            Kind::Ip if self.random.chance(50) => self.cidr_match(value),
            kind if self.random.chance(30) => {
                let list = (0..1 + self.random.below(7)).map(|_| self.constant(kind)).collect();
                let insensitive = kind == Kind::Str && self.random.chance(40);
                self.membership(value, insensitive, list)
            }
            kind => {
                let constant = self.constant(kind);
                let comparisons = if kind == Kind::Bool { &EQUALITIES[..] } else { &ORDERS[..] };
                self.compare(comparisons, value, constant)
            }
        }
    }

    fn computed(&mut self) -> Expr {
        match self.random.below(9) {
            0 | 1 => {
                let (left, right) = (self.number(3), self.constant(Kind::Int));
                self.compare(&ORDERS, left, right)
            }
            2 => {
                let (left, right) = (self.text(3), self.text_constant());
                self.compare(&ORDERS, left, right)
            }
            3 => {
                let text = self.text(3);
                self.pattern_match(text, true)
            }
            4 => {
                let text = self.text(2);
                // A field alone may hold versions, which `in~` does not take.
                let insensitive = !matches!(text.kind, ExprKind::Field(_)) && self.random.chance(50);
                let list = (0..1 + self.random.below(3)).map(|_| self.text_constant()).collect();
                self.membership(text, insensitive, list)
            }
            5 => {
                let number = self.number(2);
                let list = (0..1 + self.random.below(3)).map(|_| self.constant(Kind::Int)).collect();
                self.membership(number, false, list)
            }
            _ => {
                let name = self.random.text(&["startsWith", "endsWith", "stringContains", "STARTSWITH"]);
                let insensitive = self.random.chance(50);
                let arguments = vec![self.text(2), self.text(1)];
                call(name, insensitive, arguments)
            }
        }
    }

    /// A value of any type.
    fn value(&mut self, depth: usize) -> Expr {
        match self.random.below(3) {
            0 => self.text(depth),
            1 => self.number(depth),
            _ => {
                let field = self.random.pick(&self.world.fields).clone();
                self.field(&field)
            }
        }
    }

    fn text(&mut self, depth: usize) -> Expr {
        let choice = if depth == 0 { self.random.below(4) } else { self.random.below(9) };
        match choice {
            0 => self.text_constant(),
            1..4 => self.field_of(&[Kind::Str, Kind::Str, Kind::Version]),
            4 => {
                let arguments = (0..1 + self.random.below(3)).map(|_| self.value(depth - 1)).collect();
                call("concat", false, arguments)
            }
            5 => call("string", false, vec![self.value(depth - 1)]),
            6 | 7 => {
                let mut arguments = vec![self.text(depth - 1), self.place(depth - 1)];
                if self.random.chance(60) {
                    arguments.push(self.place(depth - 1));
                }
                call("substring", false, arguments)
            }
            _ => {
                let insensitive = self.random.chance(50);
                let mut arguments = vec![self.text(depth - 1), self.text(0), self.text(0)];
                if self.random.chance(50) {
                    arguments.push(literal(Literal::Bool(self.random.chance(50))));
                }
                call("between", insensitive, arguments)
            }
        }
    }

    /// A place in a text: a whole number, near zero or not, or null.
    fn place(&mut self, depth: usize) -> Expr {
        match self.random.below(10) {
            0 => literal(Literal::Null),
            1 | 2 => self.whole(depth),
            _ => {
                let value = *self.random.pick(&[0, 1, 2, 3]);
                let place = literal(Literal::Int(value));
                if self.random.chance(30) { expr(ExprKind::Negate(Box::new(place))) } else { place }
            }
        }
    }

    fn whole(&mut self, depth: usize) -> Expr {
        let choice = if depth == 0 { self.random.below(3) } else { self.random.below(8) };
        match choice {
            0 => self.whole_constant(),
            1 | 2 => self.field_of(&[Kind::Int]),
            3 => call("length", false, vec![self.text(depth - 1)]),
            4 => {
                let insensitive = self.random.chance(50);
                let mut arguments = vec![self.text(depth - 1), self.text(0)];
                if self.random.chance(40) {
                    arguments.push(self.place(depth - 1));
                }
                call("indexOf", insensitive, arguments)
            }
            _ => {
                let (left, right) = (self.whole(depth - 1), self.whole(depth - 1));
                self.arithmetic(left, right)
            }
        }
    }

    fn number(&mut self, depth: usize) -> Expr {
        let choice = if depth == 0 { self.random.below(5) } else { self.random.below(9) };
        match choice {
            0..4 => self.whole(depth),
            4 => self.field_of(&[Kind::Float]),
            5 => literal(Literal::Double(self.random.pick(&FRACTIONS).abs())),
            6 => {
                let mut arguments = vec![self.text(depth - 1)];
                if self.random.chance(40) {
                    arguments.push(literal(Literal::Int(*self.random.pick(&[2, 10, 16, 36, 40]))));
                }
                call("number", false, arguments)
            }
            7 => expr(ExprKind::Negate(Box::new(self.number(depth - 1)))),
            _ => {
                let (left, right) = (self.number(depth - 1), self.number(depth - 1));
                self.arithmetic(left, right)
            }
        }
    }

    fn arithmetic(&mut self, left: Expr, right: Expr) -> Expr {
        let operators = [
            (Arithmetic::Add, "add"),
            (Arithmetic::Subtract, "subtract"),
            (Arithmetic::Multiply, "multiply"),
            (Arithmetic::Divide, "divide"),
            (Arithmetic::Modulo, "modulo"),
        ];
        let (operator, name) = *self.random.pick(&operators);
        if self.random.chance(20) {
            return call(name, false, vec![left, right]);
        }
        expr(ExprKind::Arithmetic(operator, Box::new(left), Box::new(right)))
    }

    fn compare(&mut self, comparisons: &[Comparison], left: Expr, right: Expr) -> Expr {
        let operator = *self.random.pick(comparisons);
        // A constant may stand on either side.
        if self.random.chance(15) {
            return expr(ExprKind::Compare(operator.swapped(), Box::new(right), Box::new(left)));
        }
        expr(ExprKind::Compare(operator, Box::new(left), Box::new(right)))
    }

    fn membership(&mut self, value: Expr, insensitive: bool, mut list: Vec<Expr>) -> Expr {
        if self.random.chance(10) {
            list.push(literal(Literal::Null));
        }
        expr(ExprKind::In { value: Box::new(value), negated: self.random.chance(25), insensitive, list })
    }

    /// `:`, `like`, `regex`. Versions are matched as text by wildcards alone here.
    fn pattern_match(&mut self, value: Expr, with_regex: bool) -> Expr {
        let wildcards = [MatchOperator::Colon, MatchOperator::Like, MatchOperator::LikeInsensitive];
        let regexes = [MatchOperator::Regex, MatchOperator::RegexInsensitive];
        let is_regex = with_regex && self.random.chance(30);
        let operator = if is_regex { *self.random.pick(&regexes) } else { *self.random.pick(&wildcards) };
        let most = if self.random.chance(10) { 8 } else { 3 };
        let count = 1 + self.random.below(most);
        let patterns: Vec<PatternLiteral> = (0..count)
            .map(|_| {
                let value = if is_regex { self.random.text(&REGEXES).to_owned() } else { self.wildcard_pattern() };
                PatternLiteral { literal: Literal::Text { value, raw: false }, span: Span::default() }
            })
            .collect();
        let bracketed = patterns.len() > 1 || self.random.chance(20);
        expr(ExprKind::Match { value: Box::new(value), operator, operator_span: Span::default(), patterns, bracketed })
    }

    fn wildcard_pattern(&mut self) -> String {
        let pieces = 1 + self.random.below(4);
        (0..pieces)
            .map(|_| match self.random.below(4) {
                0 => "*",
                1 if self.random.chance(40) => "?",
                _ => self.random.text(&TEXTS),
            })
            .collect()
    }

    fn cidr_match(&mut self, value: Expr) -> Expr {
        let blocks = (0..1 + self.random.below(3)).map(|_| text_literal(self.random.text(&BLOCKS)));
        call("cidrMatch", false, std::iter::once(value).chain(blocks.collect::<Vec<_>>()).collect())
    }

    /// A field of one of the kinds, or else a constant of the first.
    fn field_of(&mut self, kinds: &[Kind]) -> Expr {
        if self.random.chance(4) {
            return self.unknown();
        }
        let fields = self.world.fields_of(kinds);
        match fields.is_empty() {
            true if kinds == [Kind::Int] => self.whole_constant(),
            true => self.constant(kinds[0]),
            false => {
                let field = (*self.random.pick(&fields)).clone();
                self.field(&field)
            }
        }
    }

    fn field(&mut self, field: &Field) -> Expr {
        let member = field.name.strip_prefix(World::ARRAY).map(|name| name.trim_start_matches('.'));
        if let Some(member) = member.filter(|_| self.in_search)
            && self.random.chance(85)
        {
            let parts = member.split('.').map(str::to_owned).collect();
            return expr(ExprKind::Variable { name: "e".to_owned(), parts });
        }
        // All elements together may have more values than are kept of an earlier event.
        if member.is_none() && !self.names.is_empty() && self.random.chance(40) {
            let name = self.random.pick(self.names).clone();
            return field_named(&format!("{name}.{}", field.name), self.random.chance(10));
        }
        field_named(&field.name, self.random.chance(10))
    }

    /// An optional field that no schema knows.
    fn unknown(&mut self) -> Expr {
        field_named("no.such-field", true)
    }

    fn constant(&mut self, kind: Kind) -> Expr {
        match kind {
            Kind::Str | Kind::Unusable => self.text_constant(),
            Kind::Int | Kind::Float if self.random.chance(30) => literal(Literal::Double(self.random.pick(&FRACTIONS).abs())),
            Kind::Int | Kind::Float => self.whole_constant(),
            Kind::Bool => literal(Literal::Bool(self.random.chance(50))),
            Kind::Ip => text_literal(self.random.text(&ADDRESSES)),
            Kind::Date if self.random.chance(20) => whole_literal(self.random.pick(&DATES).1),
            Kind::Date => text_literal(self.random.pick(&DATES).0),
            Kind::Version => text_literal(self.random.text(&VERSIONS)),
        }
    }

    fn text_constant(&mut self) -> Expr {
        let value = self.random.text(&TEXTS);
        let can_be_raw = !value.contains(['"', '\n']);
        literal(Literal::Text { value: value.to_owned(), raw: can_be_raw && self.random.chance(15) })
    }

    fn whole_constant(&mut self) -> Expr {
        let value = if self.random.chance(5) { *self.random.pick(&LONG) } else { *self.random.pick(&WHOLE) };
        if value < 0 {
            let positive = whole_literal(value.checked_neg().unwrap_or(i64::MAX));
            return expr(ExprKind::Negate(Box::new(positive)));
        }
        whole_literal(value)
    }
}

/// An expression without a place.
pub(super) fn expr(kind: ExprKind) -> Expr {
    Expr { kind, span: Span::default() }
}

fn literal(literal: Literal) -> Expr {
    expr(ExprKind::Literal(literal))
}

fn text_literal(text: &str) -> Expr {
    literal(Literal::Text { value: text.to_owned(), raw: false })
}

/// A number that is not negative.
fn whole_literal(value: i64) -> Expr {
    literal(i32::try_from(value).map_or(Literal::Long(value), Literal::Int))
}

fn call(name: &str, insensitive: bool, arguments: Vec<Expr>) -> Expr {
    expr(ExprKind::Call(Call { name: name.to_owned(), insensitive, name_span: Span::default(), arguments }))
}

fn field_named(name: &str, optional: bool) -> Expr {
    expr(ExprKind::Field(field_name(name, optional)))
}

/// The name of a field.
pub(super) fn field_name(name: &str, optional: bool) -> FieldName {
    FieldName { optional, parts: name.split('.').map(str::to_owned).collect(), span: Span::default() }
}
