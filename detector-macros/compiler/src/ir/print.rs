//! The IR as text: one line a node, as `detectors expand --stage ir` and the goldens show it.

use super::{
    Body, Category, ElementSearch, EventQuery, Expr, FieldRef, Lineage, Number, NumberType, Owner, Patterns, Pipe, Predicate,
    Query, Term, Test, Width,
};
use std::fmt::{self, Display, Formatter, Write};

impl Display for Query {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.body {
            Body::Event(event) => write!(f, "event {event}")?,
            Body::Sequence(sequence) => {
                f.write_str("sequence")?;
                if let Some(ms) = sequence.maxspan_ms {
                    write!(f, " maxspan={ms}ms")?;
                }
                f.write_char('\n')?;
                sequence.terms.iter().try_for_each(|term| write!(f, "{term}"))?;
                if let Some(until) = &sequence.until {
                    write!(f, "until {until}")?;
                }
            }
            Body::Sample(sample) => {
                f.write_str("sample\n")?;
                sample.terms.iter().try_for_each(|term| write!(f, "{term}"))?;
            }
        }
        self.pipes.iter().try_for_each(|pipe| match pipe {
            Pipe::Head(count) => writeln!(f, "head {count}"),
            Pipe::Tail(count) => writeln!(f, "tail {count}"),
        })
    }
}

impl Display for Term {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if self.missing { "missing" } else { "term" })?;
        if self.runs != 1 {
            write!(f, " runs={}", self.runs)?;
        }
        for (index, key) in self.keys.iter().enumerate() {
            f.write_str(if index == 0 { " by " } else { ", " })?;
            let mark = if key.optional { "?" } else { "" };
            let meaning = if key.field.is_none() { " (always null)" } else { "" };
            write!(f, "{mark}{}{meaning}", key.name)?;
        }
        if let Some(alias) = &self.alias {
            write!(f, " as {alias}")?;
        }
        write!(f, ": {}", self.query)
    }
}

impl Display for EventQuery {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match &self.category {
            Category::Any => f.write_str("any\n")?,
            Category::Named { field, name } => writeln!(f, "{} == {name:?}", field.name)?,
        }
        tree(&self.condition, 1, f)
    }
}

impl Display for Predicate {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        tree(self, 0, f)
    }
}

fn tree(predicate: &Predicate, depth: usize, f: &mut Formatter<'_>) -> fmt::Result {
    let indent = "  ".repeat(depth);
    let mut below = |word: &str, operands: &[Predicate]| {
        writeln!(f, "{indent}{word}")?;
        operands.iter().try_for_each(|operand| tree(operand, depth + 1, f))
    };
    match predicate {
        Predicate::And(operands) => below("and", operands),
        Predicate::Or(operands) => below("or", operands),
        Predicate::Not(operand) => below("not", std::slice::from_ref(operand)),
        Predicate::Const(value) => writeln!(f, "{indent}{value}"),
        Predicate::Test(field, test) => writeln!(f, "{indent}{field} {test}"),
        Predicate::Computed(expr) => writeln!(f, "{indent}computed {expr}"),
        Predicate::AnyElement(search) => {
            below(&format!("some element of {}", search.array), std::slice::from_ref(&*search.condition))
        }
        Predicate::Descendant(lineage) => {
            let below = lineage.ancestor.to_string();
            let lines: String = below.lines().map(|line| format!("\n{indent}  {line}")).collect();
            writeln!(f, "{indent}some ancestor{lines}")
        }
    }
}

/// `process.name`, `$.symbol_info` of an element, `term 0: process.name` of an earlier event.
impl Display for FieldRef {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.owner {
            Owner::Event => write!(f, "{}", self.field.name),
            Owner::Element => write!(f, "${}", self.field.name),
            Owner::Earlier(term) => write!(f, "term {term}: {}", self.field.name),
        }
    }
}

impl Display for ElementSearch {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "(some element of {}: {})", self.array, self.condition.to_string().trim_end().replace('\n', ";"))
    }
}

impl Display for Lineage {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "(some ancestor: {})", self.ancestor.to_string().trim_end().replace('\n', ";"))
    }
}

impl Display for Test {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists => f.write_str("exists"),
            Self::Bool(value) => write!(f, "is {value}"),
            Self::Number(operator, number) => write!(f, "{} {number}", operator.text()),
            Self::TextAsNumber(operator, number) => write!(f, "as number {} {number}", operator.text()),
            Self::Text(operator, text) => write!(f, "{} {text:?}", operator.text()),
            Self::Patterns(patterns) => write!(f, "{patterns}"),
            Self::Regex(regex) => {
                write!(f, "regex{} {:?}", if regex.insensitive { "~" } else { "" }, regex.patterns)
            }
            Self::InBlocks(blocks) => {
                let blocks: Vec<String> = blocks.iter().map(ToString::to_string).collect();
                write!(f, "in blocks [{}]", blocks.join(", "))
            }
            Self::Ip(operator, address) => write!(f, "{} {address}", operator.text()),
            Self::Version(operator, text) => write!(f, "version {} {text:?}", operator.text()),
        }
    }
}

impl Display for Patterns {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if self.insensitive { "like~ [" } else { "like [" })?;
        for (index, pattern) in self.any_of.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            // An equality may hold wildcard characters that are none.
            let mark = if matches!(pattern, super::Pattern::Equal(_)) { "=" } else { "" };
            write!(f, "{separator}{mark}{:?}", pattern.wildcards())?;
        }
        f.write_char(']')
    }
}

impl Display for Number {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::Int(value) => write!(f, "{value}"),
            Self::Float(value) => write!(f, "{value:?}"),
        }
    }
}

impl Display for Expr {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let list = |operands: &[Expr]| operands.iter().map(ToString::to_string).collect::<Vec<_>>();
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Int(value, Width::Bits32) => write!(f, "{value}"),
            Self::Int(value, Width::Bits64) => write!(f, "{value}L"),
            Self::Float(value) => write!(f, "{value:?}"),
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Field(field) => write!(f, "{field}"),
            Self::AnyElement(search) => write!(f, "{search}"),
            Self::Descendant(lineage) => write!(f, "{lineage}"),
            Self::Call { function, insensitive, arguments } => {
                let mark = if *insensitive { "~" } else { "" };
                write!(f, "{}{mark}({})", function.signature().name, list(arguments).join(", "))
            }
            Self::Arithmetic(operator, number_type, left, right) => {
                write!(f, "({left} {}{} {right})", operator.text(), suffix(*number_type))
            }
            Self::Negate(number_type, operand) => write!(f, "-{}{operand}", suffix(*number_type)),
            Self::Compare(operator, left, right) => write!(f, "({left} {} {right})", operator.text()),
            Self::IsNull(operand) => write!(f, "({operand} is null)"),
            Self::In { value, insensitive, list: constants } => {
                write!(f, "({value} in{} [{}])", if *insensitive { "~" } else { "" }, list(constants).join(", "))
            }
            Self::Matches(value, patterns) => write!(f, "({value} {patterns})"),
            Self::Regex(value, regex) => {
                write!(f, "({value} regex{} {:?})", if regex.insensitive { "~" } else { "" }, regex.patterns)
            }
            Self::Test(field, test) => write!(f, "({field} {test})"),
            Self::Not(operand) => write!(f, "(not {operand})"),
            Self::And(operands) => write!(f, "({})", list(operands).join(" and ")),
            Self::Or(operands) => write!(f, "({})", list(operands).join(" or ")),
        }
    }
}

fn suffix(number_type: NumberType) -> &'static str {
    match number_type {
        NumberType::Int(Width::Bits32) => "i32",
        NumberType::Int(Width::Bits64) => "i64",
        NumberType::Float => "f64",
    }
}
