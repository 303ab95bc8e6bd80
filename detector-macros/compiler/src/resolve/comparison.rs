//! Comparisons and lists: what a constant means beside a field.

use super::Resolver;
use super::expression::{Type, Typed, bool_field_as_test};
use crate::eql::Dialect;
use crate::eql::ast::{self, Comparison};
use crate::errors::{constants, lints, types};
use crate::ir::{Expr, FieldRef, Number, Pattern, Patterns, Test};
use crate::resolve::date;
use crate::schema::Kind;
use crate::source::Span;
use ipnet::IpNet;
use std::net::IpAddr;

impl Resolver<'_> {
    pub(super) fn compare(&mut self, operator: Comparison, left: Typed, right: Typed, span: Span) -> Typed {
        if operator == Comparison::NotEqual {
            let equal = self.compare(Comparison::Equal, left, right, span);
            return self.complement(equal);
        }
        if left.value_type == Type::Error || right.value_type == Type::Error {
            return Typed::error(span);
        }
        if left.value_type == Type::Null || right.value_type == Type::Null {
            return self.compare_with_null(operator, left, right, span);
        }
        // A constant stands on the right.
        let (operator, left, right) =
            if left.is_constant() && !right.is_constant() { (operator.swapped(), right, left) } else { (operator, left, right) };
        if !right.is_constant() && self.dialect == Dialect::Endpoint {
            return self.compare_values(operator, left, right, span);
        }
        if !right.is_constant() {
            self.diagnostics.push(types::field_against_field(right.span, left.span));
            return Typed::error(span);
        }
        if let Some(field) = left.field().cloned() {
            return match self.field_test(&field, left.span, operator, &right, span) {
                Some(test) => Typed::boolean(test, span),
                None => Typed::error(span),
            };
        }
        self.compare_computed(operator, left, right, span)
    }

    /// `x == null` is a question about x; every other comparison with null is null.
    fn compare_with_null(&mut self, operator: Comparison, left: Typed, right: Typed, span: Span) -> Typed {
        if operator != Comparison::Equal {
            return Typed::null(span);
        }
        let other = if left.value_type == Type::Null { right } else { left };
        self.folded(Expr::IsNull(Box::new(other.expr)), Type::Bool, span)
    }

    fn compare_computed(&mut self, operator: Comparison, left: Typed, right: Typed, span: Span) -> Typed {
        let comparable = match (left.value_type, right.value_type) {
            (Type::Bool, Type::Bool) => operator == Comparison::Equal,
            (Type::Text, Type::Text) => true,
            (left, right) => left.is_number() && right.is_number(),
        };
        if !comparable {
            self.impossible(operator, &left, &right, span);
            return Typed::error(span);
        }
        match (left.value_type, &right.expr) {
            // `f(x) == true` is `f(x)`, and `f(x) == false` its complement.
            (Type::Bool, Expr::Bool(true)) if !left.is_constant() => Typed { span, ..left },
            (Type::Bool, Expr::Bool(false)) if !left.is_constant() => self.complement(Typed { span, ..left }),
            _ => self.folded(Expr::Compare(operator, Box::new(left.expr), Box::new(right.expr)), Type::Bool, span),
        }
    }

    pub(super) fn impossible(&mut self, operator: Comparison, left: &Typed, right: &Typed, span: Span) {
        let sides = ((left.span, left.description()), (right.span, right.description()));
        self.diagnostics.push(types::impossible_comparison(span, operator.text(), sides.0, sides.1));
    }

    /// `field operator constant`; `None` if it is wrong, which has been reported.
    fn field_test(
        &mut self,
        field: &FieldRef,
        field_span: Span,
        operator: Comparison,
        constant: &Typed,
        span: Span,
    ) -> Option<Expr> {
        let test = match (field.kind(), &constant.expr) {
            (Kind::Str, Expr::Text(text)) => {
                if operator != Comparison::Equal && text.starts_with(|c: char| c.is_ascii_digit()) {
                    self.diagnostics.push(lints::numbers_as_text(constant.span, &field.name));
                }
                Some(Test::Text(operator, text.clone()))
            }
            (Kind::Str, Expr::Int(..) | Expr::Float(_)) => {
                self.diagnostics.push(lints::number_against_keyword(span, &field.name));
                number(&constant.expr).map(|number| Test::TextAsNumber(operator, number))
            }
            (Kind::Str, Expr::Bool(value)) if operator == Comparison::Equal => {
                self.diagnostics.push(lints::number_against_keyword(span, &field.name));
                Some(Test::Text(Comparison::Equal, value.to_string()))
            }
            (Kind::Int | Kind::Float, Expr::Int(..) | Expr::Float(_)) => {
                number(&constant.expr).map(|number| Test::Number(operator, number))
            }
            (Kind::Int | Kind::Float, Expr::Text(text)) => {
                let parsed = parse_number(text);
                if parsed.is_some() {
                    self.diagnostics.push(lints::text_against_other(constant.span, &field.name, text));
                }
                parsed.map(|number| Test::Number(operator, number))
            }
            (Kind::Bool, Expr::Bool(value)) if operator == Comparison::Equal => Some(Test::Bool(*value)),
            (Kind::Bool, Expr::Text(text)) if operator == Comparison::Equal && matches!(text.as_str(), "true" | "false") => {
                self.diagnostics.push(lints::text_against_other(constant.span, &field.name, text));
                Some(Test::Bool(text == "true"))
            }
            (Kind::Date, Expr::Text(text)) => return self.date_test(field, operator, text, constant.span),
            (Kind::Date, Expr::Int(ms, _)) => Some(Test::Number(operator, Number::Int(i128::from(*ms)))),
            (Kind::Date, Expr::Float(ms)) => Some(Test::Number(operator, Number::Float(*ms))),
            (Kind::Ip, Expr::Text(text)) => return self.ip_test(field, operator, text, constant.span, span),
            (Kind::Version, Expr::Text(text)) => Some(Test::Version(operator, text.clone())),
            _ => None,
        };
        if test.is_none() {
            let field_side = Type::of_field(field).description();
            let sides = ((field_span, field_side), (constant.span, constant.description()));
            self.diagnostics.push(types::impossible_comparison(span, operator.text(), sides.0, sides.1));
        }
        test.map(|test| Expr::Test(field.clone(), test))
    }

    /// A date text may leave out its end: it then means the first millisecond for `==`, `>=` and `<`, the last one for `>` and `<=`.
    fn date_test(&mut self, field: &FieldRef, operator: Comparison, text: &str, span: Span) -> Option<Expr> {
        let Some(range) = date::parse(text) else {
            self.diagnostics.push(constants::date(span, text));
            return None;
        };
        let ms = match operator {
            Comparison::Greater | Comparison::LessOrEqual => {
                // A time to the second is in full as people write it.
                if range.last_ms - range.first_ms >= 1_000 {
                    self.diagnostics.push(lints::short_date(span, operator.text()));
                }
                range.last_ms
            }
            Comparison::Equal | Comparison::NotEqual | Comparison::Less | Comparison::GreaterOrEqual => range.first_ms,
        };
        Some(Expr::Test(field.clone(), Test::Number(operator, Number::Int(i128::from(ms)))))
    }

    fn ip_test(&mut self, field: &FieldRef, operator: Comparison, text: &str, text_span: Span, span: Span) -> Option<Expr> {
        let test = match (text.parse::<IpAddr>(), text.parse::<IpNet>()) {
            (Ok(address), _) if operator == Comparison::Equal => Some(Test::InBlocks(vec![IpNet::from(address)])),
            (Ok(address), _) => Some(Test::Ip(operator, address)),
            (Err(_), Ok(block)) if operator == Comparison::Equal => Some(Test::InBlocks(vec![block.trunc()])),
            (Err(_), Ok(_)) => {
                let sides = ((span, "an IP address"), (text_span, "a block of addresses"));
                self.diagnostics.push(types::impossible_comparison(span, operator.text(), sides.0, sides.1));
                return None;
            }
            (Err(_), Err(_)) => {
                self.diagnostics.push(constants::ip(text_span, text));
                return None;
            }
        };
        test.map(|test| Expr::Test(field.clone(), test))
    }

    /// `value in (…)`, `value in~ (…)`.
    pub(super) fn membership(&mut self, value: &ast::Expr, insensitive: bool, list: &[ast::Expr], span: Span) -> Typed {
        let symbol = if insensitive { "in~" } else { "in" };
        let value = self.expression(value);
        let mut elements = Vec::new();
        let mut wrong = value.value_type == Type::Error;
        for element in list {
            let element = self.expression(element);
            match element.value_type {
                Type::Error => wrong = true,
                _ if !element.is_constant() => {
                    self.diagnostics.push(types::field_against_field(element.span, value.span));
                    wrong = true;
                }
                Type::Null => {}
                found if !value.value_type.is_open() && !list_element_fits(value.value_type, found) => {
                    let diagnostic =
                        types::wrong_list_element(element.span, found.description(), value.span, value.description());
                    self.diagnostics.push(diagnostic);
                    wrong = true;
                }
                _ => elements.push(element),
            }
        }
        if insensitive && !matches!(value.value_type, Type::Text | Type::Null | Type::Error) {
            self.diagnostics.push(types::operand_not_text_in(value.span, symbol, value.description()));
            wrong = true;
        }
        if wrong {
            return Typed::error(span);
        }
        if value.value_type == Type::Null {
            return Typed::null(span);
        }
        if elements.is_empty() {
            return Typed::boolean(Expr::Bool(false), span);
        }
        match value.field().cloned() {
            Some(field) => self.field_in_list(&field, &value, insensitive, &elements, span),
            None => {
                let list = elements.into_iter().map(|element| element.expr).collect();
                let value = Box::new(bool_field_as_test(value.expr));
                self.folded(Expr::In { value, insensitive, list }, Type::Bool, span)
            }
        }
    }

    fn field_in_list(&mut self, field: &FieldRef, value: &Typed, insensitive: bool, elements: &[Typed], span: Span) -> Typed {
        if field.kind() == Kind::Str {
            let texts = elements.iter().filter_map(|element| match &element.expr {
                Expr::Text(text) => Some(Pattern::Equal(text.clone())),
                _ => None,
            });
            let patterns = Patterns { insensitive, any_of: texts.collect() };
            for element in elements.iter().filter(|_| insensitive) {
                if let Expr::Text(text) = &element.expr {
                    self.warn_of_case(text, element.span);
                }
            }
            return Typed::boolean(Expr::Test(field.clone(), Test::Patterns(patterns)), span);
        }
        let tests: Vec<Option<Expr>> =
            elements.iter().map(|element| self.field_test(field, value.span, Comparison::Equal, element, element.span)).collect();
        let Some(mut tests) = tests.into_iter().collect::<Option<Vec<Expr>>>() else { return Typed::error(span) };
        let expr = if tests.len() == 1 { tests.swap_remove(0) } else { Expr::Or(tests) };
        Typed::boolean(expr, span)
    }
}

/// Whether a constant of type `found` can stand in a list that a value of type `expected` is looked up in.
fn list_element_fits(expected: Type, found: Type) -> bool {
    match expected {
        Type::Int(_) | Type::Float => found.is_number(),
        Type::Date => found == Type::Text || found.is_number(),
        Type::Ip | Type::Version | Type::Text => found == Type::Text,
        Type::Bool => found == Type::Bool,
        Type::Null | Type::Error => true,
    }
}

fn number(constant: &Expr) -> Option<Number> {
    match constant {
        Expr::Int(value, _) => Some(Number::Int(i128::from(*value))),
        Expr::Float(value) => Some(Number::Float(*value)),
        _ => None,
    }
}

fn parse_number(text: &str) -> Option<Number> {
    let whole = text.parse::<i128>().ok().map(Number::Int);
    whole.or_else(|| text.parse::<f64>().ok().filter(|value| value.is_finite()).map(Number::Float))
}
