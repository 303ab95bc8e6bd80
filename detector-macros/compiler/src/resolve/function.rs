//! Calls: names, numbers and types of arguments.

use super::Resolver;
use super::expression::{Type, Typed, bool_field_as_test};
use crate::eql::ast::{Arithmetic, Call};
use crate::errors::{constants, types};
use crate::ir::{ArgumentType, Expr, FUNCTIONS, Function, Signature, Test};
use crate::schema::Kind;
use crate::source::Span;
use ipnet::IpNet;
use std::net::IpAddr;

impl Resolver<'_> {
    pub(super) fn call(&mut self, call: &Call, span: Span) -> Typed {
        let Some(function) = Function::named(&call.name) else {
            self.diagnostics.push(types::unknown_function(call.name_span, &call.name, FUNCTIONS));
            // The arguments may have problems of their own.
            for argument in &call.arguments {
                self.expression(argument);
            }
            return Typed::error(span);
        };
        let signature = function.signature();
        let arguments: Vec<Typed> = call.arguments.iter().map(|argument| self.expression(argument)).collect();
        let mut wrong = arguments.iter().any(|argument| argument.value_type == Type::Error);
        if call.insensitive && !signature.has_insensitive {
            self.diagnostics.push(types::no_insensitive_form(call.name_span, signature));
            wrong = true;
        }
        if !takes(signature, arguments.len()) {
            self.diagnostics.push(types::wrong_argument_count(span, signature, arguments.len()));
            return Typed::error(span);
        }
        for (position, argument) in arguments.iter().enumerate() {
            wrong |= !self.argument_fits(signature, position, argument);
        }
        if wrong {
            return Typed::error(span);
        }
        self.apply(signature, call.insensitive, arguments, span)
    }

    fn argument_fits(&mut self, signature: &Signature, position: usize, argument: &Typed) -> bool {
        let expected = expected_type(signature, position);
        let found = argument.value_type;
        let fits = match expected {
            ArgumentType::Text => matches!(found, Type::Text | Type::Version),
            ArgumentType::Integer => matches!(found, Type::Int(_)),
            ArgumentType::Number => found.is_number(),
            ArgumentType::Bool => found == Type::Bool,
            // An address may be a constant text.
            ArgumentType::Ip => found == Type::Ip || (found == Type::Text && argument.is_constant()),
            ArgumentType::TextConstant => found == Type::Text,
            ArgumentType::Any => true,
        };
        if !fits && !found.is_open() {
            let diagnostic = types::wrong_argument_type(argument.span, signature, position, expected, argument.description());
            self.diagnostics.push(diagnostic);
            return false;
        }
        if expected == ArgumentType::TextConstant && (!argument.is_constant() || found == Type::Null) {
            self.diagnostics.push(types::not_constant(argument.span, signature, position));
            return false;
        }
        true
    }

    fn apply(&mut self, signature: &Signature, insensitive: bool, arguments: Vec<Typed>, span: Span) -> Typed {
        let function = signature.function;
        match function {
            Function::Add => self.operator(Arithmetic::Add, signature, arguments, span),
            Function::Subtract => self.operator(Arithmetic::Subtract, signature, arguments, span),
            Function::Multiply => self.operator(Arithmetic::Multiply, signature, arguments, span),
            Function::Divide => self.operator(Arithmetic::Divide, signature, arguments, span),
            Function::Modulo => self.operator(Arithmetic::Modulo, signature, arguments, span),
            Function::CidrMatch => self.cidr_match(&arguments, span),
            Function::Between
            | Function::Concat
            | Function::EndsWith
            | Function::IndexOf
            | Function::Length
            | Function::Number
            | Function::StartsWith
            | Function::String
            | Function::StringContains
            | Function::Substring => {
                if is_null(signature, &arguments) {
                    return Typed::null(span);
                }
                if let Some(position) = forbidden_null(signature, &arguments) {
                    self.diagnostics.push(types::null_argument(arguments[position].span, signature, position));
                    return Typed::error(span);
                }
                let arguments = arguments.into_iter().map(|argument| bool_field_as_test(argument.expr)).collect();
                let call = Expr::Call { function, insensitive, arguments };
                self.folded(call, result_type(signature), span)
            }
        }
    }

    fn operator(&mut self, operator: Arithmetic, signature: &Signature, arguments: Vec<Typed>, span: Span) -> Typed {
        match <[Typed; 2]>::try_from(arguments) {
            Ok([left, right]) => self.arithmetic(operator, signature.name, left, right, span),
            Err(_) => Typed::error(span),
        }
    }

    fn cidr_match(&mut self, arguments: &[Typed], span: Span) -> Typed {
        let Some((address, texts)) = arguments.split_first() else { return Typed::error(span) };
        let mut blocks = Vec::new();
        for text in texts {
            let Expr::Text(block) = &text.expr else { continue };
            match parse_block(block) {
                Some(parsed) => blocks.push(parsed),
                None => self.diagnostics.push(constants::cidr(text.span, block)),
            }
        }
        if blocks.len() < texts.len() {
            return Typed::error(span);
        }
        match &address.expr {
            Expr::Field(field) if field.kind() == Kind::Ip => {
                Typed::boolean(Expr::Test(field.clone(), Test::InBlocks(blocks)), span)
            }
            Expr::Text(text) => match text.parse::<IpAddr>() {
                Ok(address) => Typed::boolean(Expr::Bool(blocks.iter().any(|block| contains(block, address))), span),
                Err(_) => {
                    self.diagnostics.push(constants::ip(address.span, text));
                    Typed::error(span)
                }
            },
            _ => Typed::null(span),
        }
    }
}

fn takes(signature: &Signature, count: usize) -> bool {
    let least = signature.required.len();
    count >= least && (signature.variadic || count <= least + signature.optional.len())
}

fn expected_type(signature: &Signature, position: usize) -> ArgumentType {
    let declared = signature.required.iter().chain(signature.optional).nth(position);
    // Past the end only the last required type of a variadic function is left.
    declared.or(signature.required.last()).copied().unwrap_or(ArgumentType::Any)
}

fn result_type(signature: &Signature) -> Type {
    match signature.result {
        ArgumentType::Text | ArgumentType::TextConstant | ArgumentType::Any => Type::Text,
        ArgumentType::Integer => Type::Int(crate::ir::Width::Bits32),
        ArgumentType::Number => Type::Float,
        ArgumentType::Bool => Type::Bool,
        ArgumentType::Ip => Type::Ip,
    }
}

/// Whether a constant null among the arguments makes the call null. The places of `substring`, and optional arguments, may be
/// null; the borders of `between` may not.
fn is_null(signature: &Signature, arguments: &[Typed]) -> bool {
    let only_first = matches!(signature.function, Function::Substring | Function::Between);
    let required = if only_first { 1 } else { signature.required.len() };
    let counted = if signature.variadic { arguments.len() } else { required };
    arguments.iter().take(counted).any(|argument| argument.value_type == Type::Null)
}

/// The place of a constant null that is an error: all but the text of `between`.
fn forbidden_null(signature: &Signature, arguments: &[Typed]) -> Option<usize> {
    let is_between = signature.function == Function::Between;
    is_between.then(|| arguments.iter().skip(1).position(|argument| argument.value_type == Type::Null)).flatten().map(|at| at + 1)
}

/// A block, or a single address as a block of its full length. Host bits are masked.
fn parse_block(text: &str) -> Option<IpNet> {
    let single = || text.parse::<IpAddr>().ok().map(IpNet::from);
    text.parse::<IpNet>().ok().map(|block| block.trunc()).or_else(single)
}

/// Compares in the 16-byte form: `::ffff:10.0.0.1` lies in `10.0.0.0/8`.
fn contains(block: &IpNet, address: IpAddr) -> bool {
    match (block, address) {
        (IpNet::V4(_), IpAddr::V6(v6)) => v6.to_ipv4_mapped().is_some_and(|v4| block.contains(&IpAddr::V4(v4))),
        (IpNet::V6(_), IpAddr::V4(v4)) => block.contains(&IpAddr::V6(v4.to_ipv6_mapped())),
        _ => block.contains(&address),
    }
}
