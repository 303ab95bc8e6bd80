//! Diagnostics of names and types.

use crate::diagnostics::codes::codes;
use crate::diagnostics::{Applicability, Diagnostic};
use crate::eql::ast::MatchOperator;
use crate::ir::{ArgumentType, Signature};
use crate::schema::{Field, FieldType, Kind, Lookup, Schema, similar};
use crate::source::Span;

codes! {
    UNKNOWN_FIELD = 301 "unknown-field" {
        why: "The schema has no such field, so no event can have it: the condition would never hold. If the field may be absent from some data sources, write `?field`; if it is your own, add it with a schema file.",
        wrong: "process where process.nmae == \"sh\"",
        right: "process where process.name == \"sh\"",
    }
    UNUSABLE_FIELD = 302 "unusable-field" {
        why: "Conditions compare single exact values. Objects, geographic shapes, ranges and binary fields have none.",
        wrong: "process where process.parent == \"sh\"",
        right: "process where process.parent.name == \"sh\"",
    }
    NO_EXACT_VALUE = 303 "no-exact-value" {
        why: "A `text` field is analysed into words and has no exact value. Use its keyword sub-field or another keyword field.",
        wrong: "any where message == \"started\"",
        right: "any where event.action == \"started\"",
    }
    AMBIGUOUS_EXACT_VALUE = 304 "ambiguous-exact-value" {
        why: "The text field has several keyword sub-fields. Name the one that is meant.",
        wrong: "any where title == \"a\"",
        right: "any where title.raw == \"a\"",
    }
    NESTED_FIELD = 305 "nested-field" {
        why: "Fields of `nested` objects cannot be asked one by one, because their values belong together.",
        wrong: "any where processes.pid == 1",
        right: "any where process.pid == 1",
    }
    UNKNOWN_FUNCTION = 310 "unknown-function" {
        why: "EQL has a fixed list of functions; their names are matched without regard to case. `match` and `wildcard` are gone: use `regex`, `like` or `:`.",
        wrong: "process where lengthh(process.name) > 3",
        right: "process where length(process.name) > 3",
    }
    NO_INSENSITIVE_FORM = 311 "no-insensitive-form" {
        why: "A `~` after a function's name asks for its case-insensitive form. Only functions that search or compare text have one.",
        wrong: "process where length~(process.name) > 3",
        right: "process where length(process.name) > 3",
    }
    WRONG_ARGUMENT_COUNT = 312 "wrong-argument-count" {
        why: "The function takes another number of arguments.",
        wrong: "process where startsWith(process.name)",
        right: "process where startsWith(process.name, \"py\")",
    }
    WRONG_ARGUMENT_TYPE = 313 "wrong-argument-type" {
        why: "The argument is of a type that the function does not take.",
        wrong: "process where length(process.pid) > 3",
        right: "process where length(string(process.pid)) > 3",
    }
    NOT_CONSTANT = 314 "not-constant" {
        why: "The function needs this argument when the rule is compiled, so it has to be a constant.",
        wrong: "network where cidrMatch(destination.ip, host.name)",
        right: "network where cidrMatch(destination.ip, \"10.0.0.0/8\")",
    }
    CONDITION_NOT_BOOLEAN = 320 "condition-not-boolean" {
        why: "A condition is true or false. A field or number alone is neither, unless the field is a boolean.",
        wrong: "process where process.pid",
        right: "process where process.pid != null",
    }
    OPERAND_NOT_BOOLEAN = 321 "operand-not-boolean" {
        why: "`and`, `or` and `not` join conditions.",
        wrong: "process where not process.pid",
        right: "process where process.pid == null",
    }
    OPERAND_NOT_NUMBER = 322 "operand-not-number" {
        why: "Arithmetic needs numbers on both sides. Use `concat` to join texts.",
        wrong: "process where process.name + 1 == 2",
        right: "process where process.pid + 1 == 2",
    }
    OPERAND_NOT_TEXT = 323 "operand-not-text" {
        why: "`:`, `like` and `regex` compare texts with patterns. Use `==` or `in` for numbers and addresses, `cidrMatch` for networks.",
        wrong: "process where process.pid : \"12*\"",
        right: "process where process.pid == 12",
    }
    PATTERN_NOT_TEXT = 324 "pattern-not-text" {
        why: "What follows `:`, `like` or `regex` is a string or a list of strings.",
        wrong: "process where process.name : 123",
        right: "process where process.name : \"123\"",
    }
    IMPOSSIBLE_COMPARISON = 325 "impossible-comparison" {
        why: "The two sides have types that have no value in common, or no order, so the comparison says nothing.",
        wrong: "process where process.pid == \"bash\"",
        right: "process where process.name == \"bash\"",
    }
    FIELD_AGAINST_FIELD = 326 "field-against-field" {
        why: "The right side of a comparison, and each element of a list, has to be a constant. Two fields may meet inside a function or in arithmetic.",
        wrong: "process where process.pid == process.parent.pid",
        right: "process where process.pid - process.parent.pid == 0",
    }
    WRONG_LIST_ELEMENT = 327 "wrong-list-element" {
        why: "All elements of a list are of the type of what they are compared with.",
        wrong: "process where process.pid in (1, \"two\")",
        right: "process where process.pid in (1, 2)",
    }
    UNCOMPUTABLE_CONSTANT = 328 "uncomputable-constant" {
        why: "The expression is made of constants and has no value: it divides by zero, overflows, reads a number from a text that is none, or gives `between` null for a border.",
        wrong: "process where process.pid == 1 / 0",
        right: "process where process.pid == 1",
    }
    INCOMPATIBLE_JOIN_KEYS = 330 "incompatible-join-keys" {
        why: "Events are joined when the keys at one position have equal values, so their types have to agree.",
        wrong: "sequence [process where true] by process.pid [file where true] by file.name",
        right: "sequence [process where true] by process.name [file where true] by file.name",
    }
}

/// A name that the schema does not have.
pub(crate) fn unknown_field(span: Span, name: &str, optional_start: bool, schema: &Schema) -> Diagnostic {
    let diagnostic = Diagnostic::error(UNKNOWN_FIELD, span, format!("no field `{name}` in the schema"), "unknown field");
    match schema.similar(name).as_slice() {
        [] => {
            let diagnostic = diagnostic.help("if it is a field of your own, declare it in a schema file");
            if optional_start {
                diagnostic.help(format!("if events may or may not have it, write `?{name}`"))
            } else {
                diagnostic
            }
        }
        [one] => diagnostic.suggest_maybe(format!("a field with a similar name exists: `{one}`"), span, one.clone()),
        several => diagnostic.help(format!("fields with similar names exist: {}", listed(several))),
    }
}

/// A name that the schema does not have, of a field that a rule calls otherwise: `$entry.symbol` is below an array, `event0.file`
/// of an earlier event. `prefixes` are how it begins in the schema and in the rule.
pub(crate) fn unknown_field_behind(span: Span, name: &str, prefixes: &(String, String), schema: &Schema) -> Diagnostic {
    let diagnostic = Diagnostic::error(UNKNOWN_FIELD, span, format!("no field `{name}` in the schema"), "unknown field");
    let (in_schema, in_rule) = prefixes;
    let similar = schema.similar(name);
    match similar.iter().find_map(|name| name.strip_prefix(in_schema.as_str())) {
        Some(rest) => {
            let written = format!("{in_rule}{rest}");
            diagnostic.suggest(format!("a field with a similar name exists: `{written}`"), span, written)
        }
        None => diagnostic.help("if it is a field of your own, declare it in a schema file"),
    }
}

/// A field that has no exact values.
pub(crate) fn unusable_field(span: Span, field: &Field, schema: &Schema) -> Diagnostic {
    let name = &field.name;
    match field.field_type {
        FieldType::TextOnly => Diagnostic::error(
            NO_EXACT_VALUE,
            span,
            format!("`{name}` is a `text` field without exact values"),
            "has no keyword sub-field",
        )
        .help("use a keyword field"),
        FieldType::TextAmbiguous => {
            let prefix = format!("{name}.");
            let mut below: Vec<String> =
                schema.custom.keys().filter(|other| other.starts_with(&prefix)).map(|other| other.to_string()).collect();
            below.sort();
            Diagnostic::error(
                AMBIGUOUS_EXACT_VALUE,
                span,
                format!("`{name}` has several keyword sub-fields"),
                "which one is not said",
            )
            .help(format!("name one of them: {}", listed(&below)))
        }
        FieldType::InsideNested => Diagnostic::error(
            NESTED_FIELD,
            span,
            format!("`{name}` is part of a `nested` object"),
            "fields of nested objects cannot be used",
        ),
        _ => {
            let below = usable_below(name, schema);
            let diagnostic =
                Diagnostic::error(UNUSABLE_FIELD, span, format!("`{name}` has no values to compare"), "is not a single value");
            if below.is_empty() {
                diagnostic
            } else {
                diagnostic.help(format!("use a field below it, such as {}", listed(&below)))
            }
        }
    }
}

/// Some fields below an object that conditions can use, those with the shortest paths.
fn usable_below(name: &str, schema: &Schema) -> Vec<String> {
    let mut below = schema.names_below(&format!("{name}."), usize::MAX);
    below.retain(|name| matches!(schema.lookup(name), Lookup::Field(field) if field.kind() != Kind::Unusable));
    below.sort_by_key(|name| name.matches('.').count());
    below.truncate(3);
    below
}

/// A function that does not exist.
pub(crate) fn unknown_function(span: Span, name: &str, known: &[Signature]) -> Diagnostic {
    let diagnostic = Diagnostic::error(UNKNOWN_FUNCTION, span, format!("no function `{name}`"), "unknown function");
    if let "match" | "wildcard" | "matchLite" = name {
        return diagnostic.help("use the operator `regex`, `like` or `:`");
    }
    if name.replace('_', "").eq_ignore_ascii_case("arraysearch") {
        return diagnostic.suggest("write `_arraysearch`", span, "_arraysearch");
    }
    match similar(name, known.iter().map(|row| row.name)).first() {
        Some(near) => {
            let action = format!("a function with a similar name exists: `{near}`");
            diagnostic.suggest_as(Applicability::always_if(near.eq_ignore_ascii_case(name)), action, span, near.clone())
        }
        None => diagnostic,
    }
}

/// `length~(…)`
pub(crate) fn no_insensitive_form(span: Span, signature: &Signature) -> Diagnostic {
    let name = signature.name;
    Diagnostic::error(NO_INSENSITIVE_FORM, span, format!("`{name}` has no case-insensitive form"), "no `~` here").suggest(
        "leave the `~` out",
        span,
        name,
    )
}

/// Too few or too many arguments.
pub(crate) fn wrong_argument_count(span: Span, signature: &Signature, given: usize) -> Diagnostic {
    let required = signature.required.len();
    let expected = match (signature.variadic, signature.optional.len()) {
        (true, _) => format!("at least {}", counted(required)),
        (false, 0) => counted(required),
        (false, optional) => format!("{required} or {}", counted(required + optional)),
    };
    Diagnostic::error(
        WRONG_ARGUMENT_COUNT,
        span,
        format!("`{}` takes {expected}, not {given}", signature.name),
        format!("{} given", counted(given)),
    )
    .note(format!("`{}` is: {}; for example `{}`", signature.name, signature.doc, signature.example.0))
}

/// An argument of another type.
pub(crate) fn wrong_argument_type(
    span: Span,
    signature: &Signature,
    position: usize,
    expected: ArgumentType,
    found: &str,
) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        WRONG_ARGUMENT_TYPE,
        span,
        format!("the {} argument of `{}` has to be {}", ordinal(position), signature.name, argument_type(expected)),
        format!("this is {found}"),
    );
    if expected == ArgumentType::Text && (found.contains("number") || found.contains("address")) {
        return diagnostic.help("`string(…)` gives the value as text");
    }
    diagnostic
}

/// An argument that has to be known at compile time.
pub(crate) fn not_constant(span: Span, signature: &Signature, position: usize) -> Diagnostic {
    Diagnostic::error(
        NOT_CONSTANT,
        span,
        format!("the {} argument of `{}` has to be a constant", ordinal(position), signature.name),
        "is only known at run time",
    )
}

/// `process where process.pid`
pub(crate) fn condition_not_boolean(span: Span, found: &str) -> Diagnostic {
    Diagnostic::error(CONDITION_NOT_BOOLEAN, span, "the condition is neither true nor false", format!("this is {found}"))
        .help("compare it with something, for example `!= null`")
}

/// `not process.pid`
pub(crate) fn operand_not_boolean(span: Span, operator: &str, found: &str) -> Diagnostic {
    Diagnostic::error(OPERAND_NOT_BOOLEAN, span, format!("`{operator}` needs conditions"), format!("this is {found}"))
        .help("compare it with something, for example `!= null`")
}

/// `process.name + 1`
pub(crate) fn operand_not_number(span: Span, operator: &str, found: &str) -> Diagnostic {
    let diagnostic =
        Diagnostic::error(OPERAND_NOT_NUMBER, span, format!("`{operator}` needs numbers"), format!("this is {found}"));
    if found.contains("text") {
        return diagnostic.help("use `number(…)` to read a number from a text, or `concat(…)` to join texts");
    }
    diagnostic
}

/// `process.pid : "1*"`
pub(crate) fn operand_not_text(span: Span, operator: MatchOperator, found: &str) -> Diagnostic {
    let diagnostic = Diagnostic::error(
        OPERAND_NOT_TEXT,
        span,
        format!("`{}` needs a text on its left", operator.text()),
        format!("this is {found}"),
    );
    if found.contains("address") {
        return diagnostic.help("use `cidrMatch` or `==`");
    }
    diagnostic.help("use `==` or `in`")
}

/// `process.pid in~ ("1")`
pub(crate) fn operand_not_text_in(span: Span, symbol: &str, found: &str) -> Diagnostic {
    Diagnostic::error(OPERAND_NOT_TEXT, span, format!("`{symbol}` needs a text on its left"), format!("this is {found}"))
        .help("use `in`, which compares values of any type")
}

/// `process.name : 1`
pub(crate) fn pattern_not_text(span: Span, operator: MatchOperator, found: &str) -> Diagnostic {
    Diagnostic::error(
        PATTERN_NOT_TEXT,
        span,
        format!("`{}` needs strings on its right", operator.text()),
        format!("this is {found}"),
    )
    .help(if found == "null" { "use `== null`" } else { "write it in double quotes" })
}

/// Types without a common value, or without an order.
pub(crate) fn impossible_comparison(operator: Span, symbol: &str, left: (Span, &str), right: (Span, &str)) -> Diagnostic {
    Diagnostic::error(
        IMPOSSIBLE_COMPARISON,
        operator,
        format!("{} cannot be compared with {} by `{symbol}`", left.1, right.1),
        "impossible comparison",
    )
    .label(left.0, format!("this is {}", left.1))
    .label(right.0, format!("this is {}", right.1))
}

/// Fields on both sides.
pub(crate) fn field_against_field(span: Span, other: Span) -> Diagnostic {
    Diagnostic::error(FIELD_AGAINST_FIELD, span, "both sides of the comparison depend on fields", "has to be a constant")
        .label(other, "compared with this")
        .help("let both meet inside a function or in arithmetic, as in `startsWith(a, b)` or `a - b == 0`")
}

/// `pid in (1, "two")`
pub(crate) fn wrong_list_element(span: Span, found: &str, value: Span, expected: &str) -> Diagnostic {
    Diagnostic::error(WRONG_LIST_ELEMENT, span, "the list element is of another type than the value", format!("this is {found}"))
        .label(value, format!("this is {expected}"))
}

/// `1 / 0`
pub(crate) fn uncomputable_constant(span: Span) -> Diagnostic {
    Diagnostic::error(
        UNCOMPUTABLE_CONSTANT,
        span,
        "the constant expression has no value",
        "overflows, divides by zero, or is no number",
    )
}

/// `between(x, null, "b")`
pub(crate) fn null_argument(span: Span, signature: &Signature, position: usize) -> Diagnostic {
    Diagnostic::error(
        UNCOMPUTABLE_CONSTANT,
        span,
        format!("the {} argument of `{}` cannot be null", ordinal(position), signature.name),
        "is always null",
    )
}

/// Keys of different families.
pub(crate) fn incompatible_join_keys(first: (Span, &str, &str), other: (Span, &str, &str)) -> Diagnostic {
    Diagnostic::error(
        INCOMPATIBLE_JOIN_KEYS,
        other.0,
        format!("join key `{}` can never equal `{}`", other.1, first.1),
        format!("this is {}", other.2),
    )
    .label(first.0, format!("joined with this, which is {}", first.2))
}

fn argument_type(argument_type: ArgumentType) -> &'static str {
    match argument_type {
        ArgumentType::Text => "a text",
        ArgumentType::Integer => "a whole number",
        ArgumentType::Number => "a number",
        ArgumentType::Bool => "`true` or `false`",
        ArgumentType::Ip => "an IP address",
        ArgumentType::TextConstant => "a string constant",
        ArgumentType::Any => "a value",
    }
}

fn counted(count: usize) -> String {
    if count == 1 { "1 argument".to_owned() } else { format!("{count} arguments") }
}

fn ordinal(position: usize) -> &'static str {
    ["first", "second", "third", "fourth", "fifth"].get(position).copied().unwrap_or("last")
}

/// `a`, `b` and `c`, in back quotes.
pub(crate) fn listed(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [init @ .., last] => format!("{} or {last}", init.join(", ")),
    }
}
