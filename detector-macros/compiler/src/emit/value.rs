//! The test of one value of a field: [`Test`] → a Rust expression over `value`, a `detectors::Scalar`; or, for a rule set, a
//! `detectors::test::Test`.

use super::literal_set;
use super::query::Items;
use crate::ir::{Comparison, Number, Pattern, Patterns, Test};
use crate::regex::Regex;
use ipnet::IpNet;
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};
use std::net::IpAddr;

/// From how many literals on a table is looked up.
const LITERAL_SET_MIN: usize = 5;

/// Whether `value` meets the test.
pub(super) fn test(items: &mut Items, test: &Test) -> TokenStream {
    match test {
        Test::Exists => quote!(true),
        Test::Bool(truth) => quote!(value == detectors::Scalar::Bool(#truth)),
        Test::Number(operator, constant) => {
            let comparison = compare_numbers(*operator, &quote!(number), &number(*constant));
            quote!(value.as_number().is_some_and(|number| #comparison))
        }
        Test::TextAsNumber(operator, constant) => {
            let comparison = compare_numbers(*operator, &quote!(number), &number(*constant));
            quote!(value.as_number_in_text().is_some_and(|number| #comparison))
        }
        Test::Text(operator, constant) => {
            let operator = operator_token(*operator);
            quote!(value.with_text(|text| text #operator #constant))
        }
        Test::Patterns(patterns) => {
            let any = alternatives(items, patterns);
            quote!(value.with_text(|text| #any))
        }
        Test::Regex(regex) => {
            let dfa = items.add_static("REGEX", &quote!(detectors::regex::Dfa), &dfa(regex));
            quote!(value.with_text(|text| #dfa.is_match(text)))
        }
        Test::InBlocks(blocks) => {
            let blocks = blocks.iter().map(block);
            quote!(value.as_ip().is_some_and(|address| detectors::net::in_any(address, const { &[#(#blocks),*] })))
        }
        Test::Ip(operator, address) => {
            let bits = address_bits(*address);
            let operator = operator_token(*operator);
            quote!(value.as_ip().is_some_and(|address| detectors::net::bits(address) #operator #bits))
        }
        Test::Version(operator, constant) => {
            let holds = ordering_method(*operator);
            quote!(value.with_text(|text| detectors::version::compare(text, #constant).#holds()))
        }
    }
}

/// The test as a `detectors::test::Test`.
pub(super) fn test_data(items: &mut Items, test: &Test) -> TokenStream {
    match test {
        Test::Exists => quote!(detectors::test::Test::Exists),
        Test::Bool(truth) => quote!(detectors::test::Test::Bool(#truth)),
        Test::Number(operator, constant) => {
            let (order, constant) = (order(*operator), number(*constant));
            quote!(detectors::test::Test::Number(#order, #constant))
        }
        Test::TextAsNumber(operator, constant) => {
            let (order, constant) = (order(*operator), number(*constant));
            quote!(detectors::test::Test::TextAsNumber(#order, #constant))
        }
        Test::Text(operator, constant) => {
            let order = order(*operator);
            quote!(detectors::test::Test::Text(#order, #constant))
        }
        Test::Patterns(patterns) => alternatives_data(items, patterns),
        Test::Regex(regex) => {
            let dfa = items.add_static("REGEX", &quote!(detectors::regex::Dfa), &dfa(regex));
            quote!(detectors::test::Test::Regex(&#dfa))
        }
        Test::InBlocks(blocks) => {
            let blocks = blocks.iter().map(block);
            quote!(detectors::test::Test::InBlocks(&[#(#blocks),*]))
        }
        Test::Ip(operator, address) => {
            let (order, bits) = (order(*operator), address_bits(*address));
            quote!(detectors::test::Test::Ip(#order, #bits))
        }
        Test::Version(operator, constant) => {
            let order = order(*operator);
            quote!(detectors::test::Test::Version(#order, #constant))
        }
    }
}

/// A `detectors::test::Order`.
fn order(operator: Comparison) -> TokenStream {
    let name = match operator {
        Comparison::Equal => "Equal",
        Comparison::NotEqual => "NotEqual",
        Comparison::Less => "Less",
        Comparison::LessOrEqual => "LessOrEqual",
        Comparison::Greater => "Greater",
        Comparison::GreaterOrEqual => "GreaterOrEqual",
    };
    let name = format_ident!("{name}");
    quote!(detectors::test::Order::#name)
}

fn alternatives_data(items: &mut Items, patterns: &Patterns) -> TokenStream {
    let folded = patterns.insensitive;
    let fold = |text: &str| if folded { text.to_ascii_lowercase() } else { text.to_owned() };
    let (mut literals, mut others) = (Vec::new(), Vec::new());
    for pattern in &patterns.any_of {
        let (name, part) = match pattern {
            Pattern::Equal(_) => {
                literals.push(fold(&pattern.wildcards()));
                continue;
            }
            Pattern::Anything => {
                others.push(quote!(detectors::test::Pattern::Anything));
                continue;
            }
            Pattern::Ordered(parts) => {
                let parts = parts.iter().map(|part| fold(part));
                others.push(quote!(detectors::test::Pattern::Ordered(&[#(#parts),*])));
                continue;
            }
            Pattern::Prefix(part) => ("Prefix", part),
            Pattern::Suffix(part) => ("Suffix", part),
            Pattern::Contains(part) => ("Contains", part),
            Pattern::Glob(part) => ("Glob", part),
        };
        let (name, part) = (format_ident!("{name}"), fold(part));
        others.push(quote!(detectors::test::Pattern::#name(#part)));
    }
    let set = if literals.len() >= LITERAL_SET_MIN {
        let set = items.add_static("LITERALS", &quote!(detectors::pattern::LiteralSet), &literal_table(&literals));
        literals.clear();
        quote!(::core::option::Option::Some(&#set))
    } else {
        quote!(::core::option::Option::None)
    };
    quote! {
        detectors::test::Test::AnyOf(detectors::test::AnyOf {
            folded: #folded, literals: &[#(#literals),*], set: #set, patterns: &[#(#others),*],
        })
    }
}

/// Whether `text`, a `&str`, meets one of the patterns.
fn alternatives(items: &mut Items, patterns: &Patterns) -> TokenStream {
    let insensitive = patterns.insensitive;
    let fold = |text: &str| if insensitive { text.to_ascii_lowercase() } else { text.to_owned() };
    let (literals, others): (Vec<&Pattern>, Vec<&Pattern>) =
        patterns.any_of.iter().partition(|pattern| matches!(pattern, Pattern::Equal(_)));
    let literals: Vec<String> = literals.iter().map(|pattern| fold(&pattern.wildcards())).collect();
    let mut any: Vec<TokenStream> = Vec::new();
    if literals.len() >= LITERAL_SET_MIN {
        let set = items.add_static("LITERALS", &quote!(detectors::pattern::LiteralSet), &literal_table(&literals));
        let contains = if insensitive { quote!(contains_folded) } else { quote!(contains) };
        any.push(quote!(#set.#contains(text)));
    } else {
        let equals = if insensitive { quote!(equals_folded) } else { quote!(equals) };
        any.extend(literals.iter().map(|literal| quote!(detectors::pattern::#equals(text, #literal))));
    }
    any.extend(others.into_iter().map(|pattern| {
        let function = |exact: TokenStream, folded: TokenStream| if insensitive { folded } else { exact };
        match pattern {
            Pattern::Equal(_) | Pattern::Anything => quote!(true),
            Pattern::Prefix(part) => call(&function(quote!(starts_with), quote!(starts_with_folded)), &fold(part)),
            Pattern::Suffix(part) => call(&function(quote!(ends_with), quote!(ends_with_folded)), &fold(part)),
            Pattern::Contains(part) => call(&function(quote!(contains), quote!(contains_folded)), &fold(part)),
            Pattern::Glob(glob) => call(&function(quote!(glob), quote!(glob_folded)), &fold(glob)),
            Pattern::Ordered(parts) => {
                let function = function(quote!(ordered), quote!(ordered_folded));
                let parts = parts.iter().map(|part| fold(part));
                quote!(detectors::pattern::#function(text, &[#(#parts),*]))
            }
        }
    }));
    quote!(#(#any)||*)
}

fn call(function: &TokenStream, text: &str) -> TokenStream {
    quote!(detectors::pattern::#function(text, #text))
}

fn literal_table(literals: &[String]) -> TokenStream {
    literal_set(&literal_set::build(literals.iter().map(String::as_str)))
}

/// A `detectors::pattern::LiteralSet`.
pub(super) fn literal_set(table: &literal_set::Table<'_>) -> TokenStream {
    let literal_set::Table { min, max, seed, displacements, slots } = table;
    quote! {
        detectors::pattern::LiteralSet {
            min: #min, max: #max, seed: #seed, displacements: &[#(#displacements),*], slots: &[#(#slots),*],
        }
    }
}

pub(super) fn dfa(regex: &Regex) -> TokenStream {
    let dfa = &regex.dfa;
    let (classes, class_count, accepting) = (&dfa.classes, dfa.class_count, &dfa.accepting);
    let transitions = dfa.transitions.iter().map(|state| Literal::u16_unsuffixed(*state));
    let classes = classes.iter().map(|class| Literal::u8_unsuffixed(*class));
    quote! {
        detectors::regex::Dfa {
            classes: &[#(#classes),*], class_count: #class_count, transitions: &[#(#transitions),*], accepting: &[#(#accepting),*],
        }
    }
}

fn block(block: &IpNet) -> TokenStream {
    let prefix = match block {
        IpNet::V4(v4) => 96 + v4.prefix_len(),
        IpNet::V6(v6) => v6.prefix_len(),
    };
    let network = address_bits(block.network());
    quote!(detectors::net::Block::new(#network, #prefix))
}

/// The address in its 16-byte form, hexadecimal.
fn address_bits(address: IpAddr) -> Literal {
    let bits = match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    };
    format!("{bits:#x}").parse().unwrap_or_else(|_| Literal::u128_suffixed(bits))
}

/// A number constant as a `detectors::number::Number`.
pub(super) fn number(number: Number) -> TokenStream {
    match number {
        Number::Int(value) => match (i64::try_from(value), u64::try_from(value)) {
            (Ok(value), _) => quote!(detectors::number::Number::Int(#value)),
            (Err(_), Ok(value)) => quote!(detectors::number::Number::Unsigned(#value)),
            // No field holds so large a number; the nearest double orders it as well.
            (Err(_), Err(_)) => float(value as f64),
        },
        Number::Float(value) => float(value),
    }
}

pub(super) fn float(value: f64) -> TokenStream {
    if value.is_finite() {
        return quote!(detectors::number::Number::Float(#value));
    }
    let bits = value.to_bits();
    quote!(detectors::number::Number::Float(f64::from_bits(#bits)))
}

/// `left operator right` for two `detectors::number::Number`.
pub(super) fn compare_numbers(operator: Comparison, left: &TokenStream, right: &TokenStream) -> TokenStream {
    match operator {
        Comparison::Equal => quote!(detectors::number::equal(#left, #right)),
        Comparison::NotEqual => quote!(!detectors::number::equal(#left, #right)),
        Comparison::Less => quote!(detectors::number::less(#left, #right)),
        Comparison::LessOrEqual => quote!(detectors::number::less_or_equal(#left, #right)),
        Comparison::Greater => quote!(detectors::number::greater(#left, #right)),
        Comparison::GreaterOrEqual => quote!(detectors::number::greater_or_equal(#left, #right)),
    }
}

pub(super) fn operator_token(operator: Comparison) -> TokenStream {
    match operator {
        Comparison::Equal => quote!(==),
        Comparison::NotEqual => quote!(!=),
        Comparison::Less => quote!(<),
        Comparison::LessOrEqual => quote!(<=),
        Comparison::Greater => quote!(>),
        Comparison::GreaterOrEqual => quote!(>=),
    }
}

/// The method of `core::cmp::Ordering` that asks for it.
pub(super) fn ordering_method(operator: Comparison) -> TokenStream {
    match operator {
        Comparison::Equal => quote!(is_eq),
        Comparison::NotEqual => quote!(is_ne),
        Comparison::Less => quote!(is_lt),
        Comparison::LessOrEqual => quote!(is_le),
        Comparison::Greater => quote!(is_gt),
        Comparison::GreaterOrEqual => quote!(is_ge),
    }
}
