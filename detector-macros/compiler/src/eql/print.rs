//! [`ast`](super::ast) → text that parses to the same tree.
//!
//! Brackets stand only where the tree needs them, back quotes only where the grammar does. Terms of a sequence and pipes stand
//! on lines of their own. Comments are not kept. An `Error` node is printed as `<error>`, which does not parse.

use std::fmt::{Display, Formatter, Result, Write};

use super::ast::{
    Arithmetic, Body, Category, EventFilter, Expr, ExprKind, FieldName, Key, Literal, Maxspan, PatternLiteral, Pipe, PipeKind,
    Query, Sample, Sequence, Term,
};
use super::lexer::is_identifier;

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.body {
            Body::Event(filter) => write!(f, "{filter}")?,
            Body::Sequence(sequence) => write!(f, "{sequence}")?,
            Body::Sample(sample) => write!(f, "{sample}")?,
            Body::Error(_) => f.write_str("<error>")?,
        }
        self.pipes.iter().try_for_each(|pipe| write!(f, "\n| {pipe}"))
    }
}

impl Display for Pipe {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let name = match self.kind {
            PipeKind::Head => "head",
            PipeKind::Tail => "tail",
        };
        write!(f, "{name} {}", self.count)
    }
}

impl Display for Sequence {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str("sequence")?;
        by(f, &self.by)?;
        if let Some(maxspan) = &self.maxspan {
            write!(f, " with maxspan={maxspan}")?;
        }
        self.terms.iter().try_for_each(|term| write!(f, "\n  {term}"))?;
        self.until.iter().try_for_each(|until| write!(f, "\nuntil {until}"))
    }
}

impl Display for Sample {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str("sample")?;
        by(f, &self.by)?;
        self.terms.iter().try_for_each(|term| write!(f, "\n  {term}"))
    }
}

impl Display for Maxspan {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}{}", self.number, self.unit.text())
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        let mark = if self.missing { "!" } else { "" };
        write!(f, "{mark}[{}]", self.filter)?;
        if let Some((alias, _)) = &self.alias {
            write!(f, " as {alias}")?;
        }
        by(f, &self.by)?;
        self.runs.iter().try_for_each(|runs| write!(f, " with runs={}", runs.count))
    }
}

/// ` by a, b`, or nothing.
fn by(f: &mut Formatter<'_>, keys: &[Key]) -> Result {
    if keys.is_empty() {
        return Ok(());
    }
    f.write_str(" by ")?;
    list(f, keys)
}

fn list<T: Display>(f: &mut Formatter<'_>, items: &[T]) -> Result {
    for (index, item) in items.iter().enumerate() {
        let comma = if index == 0 { "" } else { ", " };
        write!(f, "{comma}{item}")?;
    }
    Ok(())
}

impl Display for Key {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Field(name) => write!(f, "{name}"),
            Self::Error(_) => f.write_str("<error>"),
        }
    }
}

impl Display for EventFilter {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{} where {}", self.category, self.condition)
    }
}

impl Display for Category {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.name {
            None => f.write_str("any"),
            Some(name) if !self.quoted && is_identifier(name) => f.write_str(name),
            Some(name) => string(f, name),
        }
    }
}

impl Display for FieldName {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        f.write_str(if self.optional { "?" } else { "" })?;
        parts(f, &self.parts)
    }
}

fn parts(f: &mut Formatter<'_>, parts: &[String]) -> Result {
    for (index, part) in parts.iter().enumerate() {
        f.write_str(if index == 0 { "" } else { "." })?;
        match is_identifier(part) {
            true => f.write_str(part)?,
            false => write!(f, "`{}`", part.replace('`', "``"))?,
        }
    }
    Ok(())
}

/// How tight an expression holds together, loosest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Or,
    And,
    Not,
    Comparison,
    Sum,
    Product,
    Sign,
    Predicate,
    Primary,
}

fn binding(kind: &ExprKind) -> Binding {
    match kind {
        ExprKind::Or(_) => Binding::Or,
        ExprKind::And(_) => Binding::And,
        ExprKind::Not(_) => Binding::Not,
        ExprKind::Compare(..) => Binding::Comparison,
        ExprKind::Arithmetic(operator, ..) => arithmetic_binding(*operator),
        ExprKind::Negate(_) | ExprKind::Plus(_) => Binding::Sign,
        ExprKind::In { .. } | ExprKind::Match { .. } => Binding::Predicate,
        ExprKind::Literal(_) | ExprKind::Field(_) | ExprKind::Call(_) | ExprKind::Error => Binding::Primary,
        ExprKind::ArraySearch { .. } | ExprKind::Variable { .. } | ExprKind::Descendant(_) => Binding::Primary,
    }
}

fn arithmetic_binding(operator: Arithmetic) -> Binding {
    match operator {
        Arithmetic::Add | Arithmetic::Subtract => Binding::Sum,
        Arithmetic::Multiply | Arithmetic::Divide | Arithmetic::Modulo => Binding::Product,
    }
}

/// The expression, in brackets if it holds together looser than `least`.
fn bracketed(f: &mut Formatter<'_>, expression: &Expr, least: Binding) -> Result {
    match binding(&expression.kind) < least {
        true => write!(f, "({expression})"),
        false => write!(f, "{expression}"),
    }
}

fn chain(f: &mut Formatter<'_>, operands: &[Expr], keyword: &str, least: Binding) -> Result {
    for (index, operand) in operands.iter().enumerate() {
        f.write_str(if index == 0 { "" } else { keyword })?;
        bracketed(f, operand, least)?;
    }
    Ok(())
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match &self.kind {
            ExprKind::Literal(literal) => write!(f, "{literal}"),
            ExprKind::Field(name) => write!(f, "{name}"),
            ExprKind::Call(call) => {
                write!(f, "{}{}(", call.name, if call.insensitive { "~" } else { "" })?;
                list(f, &call.arguments)?;
                f.write_char(')')
            }
            ExprKind::Not(inner) => {
                f.write_str("not ")?;
                bracketed(f, inner, Binding::Not)
            }
            ExprKind::Negate(inner) => {
                f.write_char('-')?;
                bracketed(f, inner, Binding::Sign)
            }
            ExprKind::Plus(inner) => {
                f.write_char('+')?;
                bracketed(f, inner, Binding::Sign)
            }
            ExprKind::And(operands) => chain(f, operands, " and ", Binding::Not),
            ExprKind::Or(operands) => chain(f, operands, " or ", Binding::And),
            ExprKind::Compare(operator, left, right) => {
                bracketed(f, left, Binding::Sum)?;
                write!(f, " {} ", operator.text())?;
                bracketed(f, right, Binding::Sum)
            }
            ExprKind::Arithmetic(operator, left, right) => {
                // The left side may be of the same kind, the right side must hold tighter.
                let (left_least, right_least) = match arithmetic_binding(*operator) {
                    Binding::Sum => (Binding::Sum, Binding::Product),
                    _ => (Binding::Product, Binding::Sign),
                };
                bracketed(f, left, left_least)?;
                write!(f, " {} ", operator.text())?;
                bracketed(f, right, right_least)
            }
            ExprKind::In { value, negated, insensitive, list: elements } => {
                bracketed(f, value, Binding::Primary)?;
                write!(f, " {}in{} (", if *negated { "not " } else { "" }, if *insensitive { "~" } else { "" })?;
                list(f, elements)?;
                f.write_char(')')
            }
            ExprKind::Match { value, operator, patterns, bracketed: brackets, .. } => {
                bracketed(f, value, Binding::Primary)?;
                write!(f, " {} ", operator.text())?;
                // Several patterns stand in brackets in any case.
                match *brackets || patterns.len() != 1 {
                    true => {
                        f.write_char('(')?;
                        list(f, patterns)?;
                        f.write_char(')')
                    }
                    false => list(f, patterns),
                }
            }
            ExprKind::ArraySearch { array, variable, condition } => write!(f, "_arraysearch({array}, ${variable}, {condition})"),
            ExprKind::Variable { name, parts: path } => {
                write!(f, "${name}.")?;
                parts(f, path)
            }
            ExprKind::Descendant(filter) => write!(f, "descendant of [{filter}]"),
            ExprKind::Error => f.write_str("<error>"),
        }
    }
}

impl Display for PatternLiteral {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        write!(f, "{}", self.literal)
    }
}

impl Display for Literal {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value) => write!(f, "{value}"),
            Self::Long(value) => write!(f, "{value}"),
            // `{:?}` always has a point or an exponent, as a decimal of EQL does.
            Self::Double(value) => write!(f, "{value:?}"),
            Self::Text { value, raw: true } if raw_can_hold(value) => write!(f, "\"\"\"{value}\"\"\""),
            Self::Text { value, .. } => string(f, value),
        }
    }
}

/// Whether a raw string can have this text: it has one line, and ends only where it should.
fn raw_can_hold(value: &str) -> bool {
    !value.contains(['\r', '\n']) && !value.contains("\"\"\"")
}

/// A string with escapes. Characters that nobody sees, or that turn the direction of the line, are given by number.
fn string(f: &mut Formatter<'_>, value: &str) -> Result {
    f.write_char('"')?;
    for c in value.chars() {
        match c {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\u{8}' => f.write_str("\\b")?,
            '\t' => f.write_str("\\t")?,
            '\n' => f.write_str("\\n")?,
            '\u{c}' => f.write_str("\\f")?,
            '\r' => f.write_str("\\r")?,
            '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}' => {
                write!(f, "\\u{{{:x}}}", u32::from(c))?;
            }
            c if c.is_control() => write!(f, "\\u{{{:02x}}}", u32::from(c))?,
            c => f.write_char(c)?,
        }
    }
    f.write_char('"')
}
