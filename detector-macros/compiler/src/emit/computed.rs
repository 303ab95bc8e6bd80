//! Conditions over functions and arithmetic: [`Expr`] → Rust expressions of type `Option`, `None` being null.
//!
//! Texts are streams (`detectors::text::Text`), numbers `detectors::number::Number`. Where a condition can fail, its
//! expression stands in a closure that returns `Result`, so that `?` leaves it.

use super::query::Items;
use super::value;
use crate::ir::{Arithmetic, Comparison, Expr, FieldRef, Function, NumberType, Owner, Pattern, Patterns, Width};
use crate::schema::Kind;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

/// Whether some combination of values of the fields makes the expression true.
pub(super) fn condition(items: &mut Items, expr: &Expr) -> TokenStream {
    let fields = expr.distinct_fields();
    let mut scope = Scope { items, bindings: Vec::new() };
    for field in &fields {
        scope.bind(field);
    }
    let truth = scope.boolean(expr);
    let holds = if expr.can_fail() {
        quote!(detectors::computed::holds(failed, || ::core::result::Result::Ok(#truth)))
    } else {
        quote!((#truth) == ::core::option::Option::Some(true))
    };
    fields.iter().rev().fold(holds, |inner, field| {
        let binding = scope.binding(field);
        match field.owner {
            Owner::Event | Owner::Element => {
                let (name, owner) = (scope.items.fields.of(field), owner(field.owner));
                let owner_type = if field.owner == Owner::Event { quote!(E) } else { quote!(X) };
                quote!(detectors::computed::any_or_null::<#name, #owner_type>(#owner, |#binding| #inner))
            }
            Owner::Earlier(_) => {
                let kept = scope.items.kept.field(field);
                quote!(earlier.any_or_null(#kept, |#binding| #inner))
            }
        }
    })
}

/// What has the fields of an owner.
pub(super) fn owner(owner: Owner) -> TokenStream {
    match owner {
        Owner::Event => quote!(event),
        Owner::Element => quote!(element),
        Owner::Earlier(_) => quote!(earlier),
    }
}

/// What kind of Rust value an expression becomes.
enum Shape {
    Boolean,
    Number,
    Text,
    /// Only fields are, and only in comparisons with other fields.
    Address,
    /// Only fields are, and only where nothing is made of them.
    Version,
}

/// One condition: its fields are bound to a value each.
struct Scope<'i> {
    items: &'i mut Items,
    bindings: Vec<(FieldRef, Ident)>,
}

impl Scope<'_> {
    fn bind(&mut self, field: &FieldRef) {
        let name: String =
            field.name.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '_' }).collect();
        let ident = format_ident!("value_{}_{}", self.bindings.len(), name);
        self.bindings.push((field.clone(), ident));
    }

    /// The value of a field: `Option<Scalar>`.
    fn binding(&self, field: &FieldRef) -> Ident {
        let bound = self.bindings.iter().find(|(other, _)| other == field);
        bound.map_or_else(|| format_ident!("unbound"), |(_, ident)| ident.clone())
    }

    fn shape(&self, expr: &Expr) -> Shape {
        match expr {
            Expr::Null | Expr::Bool(_) | Expr::Compare(..) | Expr::IsNull(_) | Expr::In { .. } | Expr::Matches(..) => {
                Shape::Boolean
            }
            Expr::Regex(..) | Expr::Test(..) | Expr::Not(_) | Expr::And(_) | Expr::Or(_) => Shape::Boolean,
            Expr::AnyElement(_) | Expr::Descendant(_) => Shape::Boolean,
            Expr::Int(..) | Expr::Float(_) | Expr::Arithmetic(..) | Expr::Negate(..) => Shape::Number,
            Expr::Text(_) => Shape::Text,
            Expr::Field(field) => match field.kind() {
                Kind::Bool => Shape::Boolean,
                Kind::Int | Kind::Float | Kind::Date => Shape::Number,
                Kind::Str | Kind::Unusable => Shape::Text,
                Kind::Ip => Shape::Address,
                Kind::Version => Shape::Version,
            },
            Expr::Call { function, .. } => match function {
                Function::CidrMatch | Function::EndsWith | Function::StartsWith | Function::StringContains => Shape::Boolean,
                Function::Between | Function::Concat | Function::String | Function::Substring => Shape::Text,
                Function::Add | Function::Divide | Function::IndexOf | Function::Length => Shape::Number,
                Function::Modulo | Function::Multiply | Function::Number | Function::Subtract => Shape::Number,
            },
        }
    }

    /// `Option<bool>`
    fn boolean(&mut self, expr: &Expr) -> TokenStream {
        match expr {
            Expr::Bool(truth) => some(&quote!(#truth)),
            Expr::Field(field) => {
                let binding = self.binding(field);
                quote!(#binding.and_then(|value| value.as_bool()))
            }
            Expr::Call { function, insensitive, arguments } => self.boolean_call(*function, *insensitive, arguments),
            Expr::Compare(operator, left, right) => match self.shape(left) {
                Shape::Boolean => {
                    let (left, right) = (self.boolean(left), self.boolean(right));
                    let operator = value::operator_token(*operator);
                    quote!(#left.zip(#right).map(|(left, right)| left #operator right))
                }
                Shape::Number => {
                    let (bound, pattern, left, right) = self.pair(left, right, Self::number);
                    let holds = value::compare_numbers(*operator, &left, &right);
                    quote!(#bound.map(|#pattern| #holds))
                }
                Shape::Text => {
                    let (bound, pattern, left, right) = self.pair(left, right, Self::text);
                    let holds = value::ordering_method(*operator);
                    quote!(#bound.map(|#pattern| detectors::text::compare(#left, #right).#holds()))
                }
                Shape::Address => self.compare_values(*operator, left, right, &quote!(addresses)),
                Shape::Version => self.compare_values(*operator, left, right, &quote!(versions)),
            },
            Expr::IsNull(operand) => {
                let operand = match self.shape(operand) {
                    Shape::Boolean => self.boolean(operand),
                    Shape::Number => self.number(operand),
                    Shape::Text | Shape::Address | Shape::Version => self.text(operand),
                };
                some(&quote!(#operand.is_none()))
            }
            Expr::In { value, insensitive, list } => self.membership(value, *insensitive, list),
            Expr::Matches(value, patterns) => {
                let value = self.text(value);
                let any = alternatives(patterns);
                quote!(#value.map(|text| #any))
            }
            Expr::Regex(value, regex) => {
                let value = self.text(value);
                let dfa = self.items.add_static("REGEX", &quote!(detectors::regex::Dfa), &value::dfa(regex));
                quote!(#value.map(|text| #dfa.is_match_text(text)))
            }
            Expr::Test(field, test) => {
                let binding = self.binding(field);
                let holds = value::test(self.items, test);
                quote!(#binding.map(|value| #holds))
            }
            Expr::Not(operand) => {
                let operand = self.boolean(operand);
                quote!(#operand.map(|truth| !truth))
            }
            Expr::And(operands) => self.junction(operands, &quote!(and), false),
            Expr::Or(operands) => self.junction(operands, &quote!(or), true),
            Expr::Null | Expr::Int(..) | Expr::Float(_) | Expr::Text(_) | Expr::Arithmetic(..) | Expr::Negate(..) => {
                quote!(::core::option::Option::None::<bool>)
            }
            // INVARIANT: they stand in no value; see `resolve`.
            Expr::AnyElement(_) | Expr::Descendant(_) => quote!(::core::option::Option::None::<bool>),
        }
    }

    /// Two fields whose values have an order of their own.
    fn compare_values(&self, operator: Comparison, left: &Expr, right: &Expr, function: &TokenStream) -> TokenStream {
        let (Expr::Field(left), Expr::Field(right)) = (left, right) else { return quote!(::core::option::Option::None::<bool>) };
        let (left, right) = (self.binding(left), self.binding(right));
        let holds = value::ordering_method(operator);
        quote!(#left.zip(#right).and_then(|(left, right)| detectors::computed::#function(left, right)).map(|order| order.#holds()))
    }

    fn boolean_call(&mut self, function: Function, insensitive: bool, arguments: &[Expr]) -> TokenStream {
        let search = match (function, insensitive) {
            (Function::StartsWith, false) => quote!(starts_with),
            (Function::StartsWith, true) => quote!(starts_with_folded),
            (Function::EndsWith, false) => quote!(ends_with),
            (Function::EndsWith, true) => quote!(ends_with_folded),
            (_, false) => quote!(contains),
            (_, true) => quote!(contains_folded),
        };
        let [text, part] = arguments else { return quote!(::core::option::Option::None::<bool>) };
        let (bound, pattern, text, part) = self.pair(text, part, Self::text);
        quote!(#bound.map(|#pattern| detectors::text::#search(#text, #part)))
    }

    /// Two values, of which both must be there: the `Option` of them, the pattern that binds them, and each of the two. A constant
    /// stands for itself.
    fn pair(
        &mut self,
        left: &Expr,
        right: &Expr,
        value: impl Fn(&mut Self, &Expr) -> TokenStream,
    ) -> (TokenStream, TokenStream, TokenStream, TokenStream) {
        match (literal(left), literal(right)) {
            (None, Some(right)) => (value(self, left), quote!(left), quote!(left), right),
            (Some(left), None) => (value(self, right), quote!(right), left, quote!(right)),
            (None, None) | (Some(_), Some(_)) => {
                let (left, right) = (value(self, left), value(self, right));
                (quote!(#left.zip(#right)), quote!((left, right)), quote!(left), quote!(right))
            }
        }
    }

    fn junction(&mut self, operands: &[Expr], function: &TokenStream, deciding: bool) -> TokenStream {
        let mut operands = operands.iter().map(|operand| self.boolean(operand)).collect::<Vec<_>>().into_iter().rev();
        let Some(last) = operands.next() else { return some(&quote!(!#deciding)) };
        // A decided operand ends the evaluation: what follows may fail.
        operands.fold(last, |rest, operand| {
            quote!({
                let left = #operand;
                if left == ::core::option::Option::Some(#deciding) { left } else { let right = #rest; detectors::computed::#function(left, right) }
            })
        })
    }

    fn membership(&mut self, value: &Expr, insensitive: bool, list: &[Expr]) -> TokenStream {
        match self.shape(value) {
            Shape::Boolean => {
                let value = self.boolean(value);
                let any = list.iter().filter_map(|element| match element {
                    Expr::Bool(truth) => Some(quote!(value == #truth)),
                    _ => None,
                });
                quote!(#value.map(|value| #(#any)||*))
            }
            Shape::Number => {
                let value = self.number(value);
                let any: Vec<TokenStream> = list
                    .iter()
                    .map(|element| {
                        let element = constant_number(element);
                        quote!(detectors::number::equal(value, #element))
                    })
                    .collect();
                quote!(#value.map(|value| #(#any)||*))
            }
            Shape::Text | Shape::Address | Shape::Version => {
                let value = self.text(value);
                let equals = if insensitive { quote!(equals_folded) } else { quote!(equals) };
                let any = list.iter().filter_map(|element| match element {
                    Expr::Text(text) => Some(quote!(detectors::text::#equals(text, #text))),
                    _ => None,
                });
                quote!(#value.map(|text| #(#any)||*))
            }
        }
    }

    /// `Option<Number>`
    fn number(&mut self, expr: &Expr) -> TokenStream {
        match expr {
            Expr::Int(..) | Expr::Float(_) => some(&constant_number(expr)),
            Expr::Field(field) => {
                let binding = self.binding(field);
                quote!(#binding.and_then(|value| value.as_number()))
            }
            Expr::Arithmetic(operator, number_type, left, right) => {
                let (bound, pattern, left, right) = self.pair(left, right, Self::number);
                let operator = match operator {
                    Arithmetic::Add => quote!(add),
                    Arithmetic::Subtract => quote!(subtract),
                    Arithmetic::Multiply => quote!(multiply),
                    Arithmetic::Divide => quote!(divide),
                    Arithmetic::Modulo => quote!(modulo),
                };
                let width = width(*number_type);
                match number_type {
                    NumberType::Int(_) => quote!(match #bound {
                        ::core::option::Option::Some(#pattern) =>
                            ::core::option::Option::Some(detectors::number::#operator(#width, #left, #right)?),
                        ::core::option::Option::None => ::core::option::Option::None,
                    }),
                    NumberType::Float => quote!(#bound.and_then(|#pattern|
                        detectors::number::#operator(#width, #left.to_double(), #right.to_double()).ok())),
                }
            }
            Expr::Negate(number_type, operand) => {
                let operand = self.number(operand);
                let width = width(*number_type);
                match number_type {
                    NumberType::Int(_) => quote!(match #operand {
                        ::core::option::Option::Some(value) => ::core::option::Option::Some(detectors::number::negate(#width, value)?),
                        ::core::option::Option::None => ::core::option::Option::None,
                    }),
                    NumberType::Float => {
                        quote!(#operand.and_then(|value| detectors::number::negate(#width, value.to_double()).ok()))
                    }
                }
            }
            Expr::Call { function, insensitive, arguments } => self.number_call(*function, *insensitive, arguments),
            _ => quote!(::core::option::Option::None::<detectors::number::Number>),
        }
    }

    fn number_call(&mut self, function: Function, insensitive: bool, arguments: &[Expr]) -> TokenStream {
        match (function, arguments) {
            (Function::Length, [text]) => {
                let text = self.text(text);
                quote!(#text.map(|text| detectors::number::Number::Int(detectors::text::length(text))))
            }
            (Function::IndexOf, [text, part, rest @ ..]) => {
                let index_of = if insensitive { quote!(index_of_folded) } else { quote!(index_of) };
                let start = match rest.first() {
                    Some(start) => {
                        let start = self.number(start);
                        quote!(#start.map_or(0, detectors::computed::place))
                    }
                    None => quote!(0),
                };
                let (bound, pattern, text, part) = self.pair(text, part, Self::text);
                quote!({
                    let start = #start;
                    #bound.and_then(|#pattern| detectors::text::#index_of(#text, #part, start)).map(detectors::number::Number::Int)
                })
            }
            (Function::Number, [text, rest @ ..]) => {
                let base = match rest.first() {
                    Some(base) => {
                        let base = self.number(base);
                        quote!(#base.map(detectors::computed::place))
                    }
                    None => quote!(::core::option::Option::None),
                };
                let text = self.text(text);
                quote!({
                    let base = #base;
                    match #text {
                        ::core::option::Option::Some(text) => ::core::option::Option::Some(detectors::text::parse_number(text, base)?),
                        ::core::option::Option::None => ::core::option::Option::None,
                    }
                })
            }
            _ => quote!(::core::option::Option::None::<detectors::number::Number>),
        }
    }

    /// `Option<impl Text>`; values of other types as `string` reads them.
    fn text(&mut self, expr: &Expr) -> TokenStream {
        match expr {
            Expr::Text(text) => some(&quote!(#text)),
            Expr::Field(field) => {
                let binding = self.binding(field);
                quote!(#binding.map(detectors::text::string))
            }
            Expr::Call { function: Function::Concat, arguments, .. } => {
                let mut texts = arguments.iter().map(|argument| self.text(argument)).collect::<Vec<_>>().into_iter();
                let first = texts.next().unwrap_or_else(|| some(&quote!("")));
                texts.fold(
                    first,
                    |joined, text| quote!(#joined.zip(#text).map(|(left, right)| detectors::text::concat(left, right))),
                )
            }
            Expr::Call { function: Function::String, arguments, .. } => match arguments.first() {
                Some(argument) => self.text(argument),
                None => some(&quote!("")),
            },
            Expr::Call { function: Function::Between, insensitive, arguments } => {
                self.between(*insensitive, arguments, expr.can_fail())
            }
            Expr::Call { function: Function::Substring, arguments, .. } => self.substring(arguments),
            Expr::Null => quote!(::core::option::Option::None::<&str>),
            other => match self.shape(other) {
                Shape::Boolean => {
                    let truth = self.boolean(other);
                    quote!(#truth.map(detectors::text::of_bool))
                }
                Shape::Number | Shape::Text | Shape::Address | Shape::Version => {
                    let number = self.number(other);
                    quote!(#number.map(detectors::text::of_number))
                }
            },
        }
    }

    /// `can_fail`: a border may be null, which is an error unless the text is null too.
    fn between(&mut self, insensitive: bool, arguments: &[Expr], can_fail: bool) -> TokenStream {
        let [text, left, right, rest @ ..] = arguments else { return quote!(::core::option::Option::None::<&str>) };
        let between = if insensitive { quote!(between_folded) } else { quote!(between) };
        let greedy = match rest.first() {
            Some(greedy) => self.boolean(greedy),
            None => some(&quote!(false)),
        };
        let (text, left, right) = (self.text(text), self.text(left), self.text(right));
        // Without failures nothing but the text can be null.
        let otherwise = if can_fail {
            quote!((::core::option::Option::Some(_), ..) => return ::core::result::Result::Err(detectors::number::Failed),)
        } else {
            TokenStream::new()
        };
        quote!(match (#text, #left, #right, #greedy) {
            (
                ::core::option::Option::Some(text), ::core::option::Option::Some(left), ::core::option::Option::Some(right),
                ::core::option::Option::Some(greedy),
            ) => ::core::option::Option::Some(detectors::text::#between(text, left, right, greedy)),
            #otherwise
            _ => ::core::option::Option::None,
        })
    }

    fn substring(&mut self, arguments: &[Expr]) -> TokenStream {
        let [text, start, rest @ ..] = arguments else { return quote!(::core::option::Option::None::<&str>) };
        let end = match rest.first() {
            Some(end) => {
                let end = self.number(end);
                quote!(#end.map(detectors::computed::place))
            }
            None => quote!(::core::option::Option::None),
        };
        let (text, start) = (self.text(text), self.number(start));
        quote!({
            let (start, end) = (#start.map(detectors::computed::place), #end);
            #text.map(|text| match start {
                ::core::option::Option::Some(start) => detectors::text::substring(text, start, end),
                ::core::option::Option::None => detectors::text::substring(text, 0, ::core::option::Option::None),
            })
        })
    }
}

/// Whether `text`, a `Text`, meets one of the patterns, folding as functions do.
fn alternatives(patterns: &Patterns) -> TokenStream {
    let any = patterns.any_of.iter().map(|pattern| {
        let wildcards = pattern.wildcards();
        match (pattern, patterns.insensitive) {
            (Pattern::Equal(_), false) => quote!(detectors::text::equals(text, #wildcards)),
            (Pattern::Equal(_), true) => quote!(detectors::text::equals_folded(text, #wildcards)),
            (_, false) => quote!(detectors::text::glob(text, #wildcards)),
            (_, true) => quote!(detectors::text::glob_folded(text, #wildcards)),
        }
    });
    quote!(#(#any)||*)
}

/// A constant number or text as itself.
fn literal(expr: &Expr) -> Option<TokenStream> {
    match expr {
        Expr::Int(..) | Expr::Float(_) => Some(constant_number(expr)),
        Expr::Text(text) => Some(quote!(#text)),
        _ => None,
    }
}

fn constant_number(constant: &Expr) -> TokenStream {
    match constant {
        Expr::Int(value, _) => quote!(detectors::number::Number::Int(#value)),
        Expr::Float(value) => value::float(*value),
        _ => value::float(f64::NAN),
    }
}

fn width(number_type: NumberType) -> TokenStream {
    match number_type {
        NumberType::Int(Width::Bits32) => quote!(detectors::number::Width::Bits32),
        NumberType::Int(Width::Bits64) | NumberType::Float => quote!(detectors::number::Width::Bits64),
    }
}

fn some(value: &TokenStream) -> TokenStream {
    quote!(::core::option::Option::Some(#value))
}
