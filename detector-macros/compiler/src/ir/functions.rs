//! The functions of EQL: one row each. To add one: a variant, a row, and the arms that the compiler then names.

/// A function of EQL. What it computes: `spec` in its row, [`crate::evaluate`] and the runtime's `functions`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is described in its row of the table")]
pub enum Function {
    Add,
    Between,
    CidrMatch,
    Concat,
    Divide,
    EndsWith,
    IndexOf,
    Length,
    Modulo,
    Multiply,
    Number,
    StartsWith,
    String,
    StringContains,
    Substring,
    Subtract,
}

/// What a function takes or gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ArgumentType {
    /// Keyword, exact text, version.
    Text,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// A boolean.
    Bool,
    /// An address.
    Ip,
    /// A constant text.
    TextConstant,
    /// Any of them.
    Any,
}

/// One row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Signature {
    /// Which function.
    pub function: Function,
    /// As the documentation writes it; matched without regard to case.
    pub name: &'static str,
    /// Whether the `~` form exists.
    pub has_insensitive: bool,
    /// Types of the arguments that must be there.
    pub required: &'static [ArgumentType],
    /// Types of the arguments that may follow.
    pub optional: &'static [ArgumentType],
    /// Whether the last required type may repeat.
    pub variadic: bool,
    /// What it gives.
    pub result: ArgumentType,
    /// One line of documentation.
    pub doc: &'static str,
    /// A call with constants, and the EQL literal it folds to.
    pub example: (&'static str, &'static str),
}

use ArgumentType::{Any, Bool, Integer, Ip, Number, Text, TextConstant};

/// All functions, by name.
pub const FUNCTIONS: &[Signature] = &[
    row(Function::Add, "add", false, &[Number, Number], &[], false, Number, "sum", ("add(1, 2)", "3")),
    row(
        Function::Between,
        "between",
        true,
        &[Text, Text, Text],
        &[Bool],
        false,
        Text,
        "text after the first `left` up to the first `right` behind it, or the last one if greedy",
        (r#"between("welcome to the planet", "to ", " p")"#, r#""the""#),
    ),
    row(
        Function::CidrMatch,
        "cidrMatch",
        false,
        &[Ip, TextConstant],
        &[],
        true,
        Bool,
        "whether an address lies in one of the blocks",
        (r#"cidrMatch("10.0.0.1", "10.0.0.0/8")"#, "true"),
    ),
    row(
        Function::Concat,
        "concat",
        false,
        &[Any],
        &[],
        true,
        Text,
        "all arguments as one text",
        (r#"concat("a", 1, true)"#, r#""a1true""#),
    ),
    row(Function::Divide, "divide", false, &[Number, Number], &[], false, Number, "quotient", ("divide(7, 2)", "3")),
    row(
        Function::EndsWith,
        "endsWith",
        true,
        &[Text, Text],
        &[],
        false,
        Bool,
        "whether the text ends so",
        (r#"endsWith("regsvr32.exe", ".exe")"#, "true"),
    ),
    row(
        Function::IndexOf,
        "indexOf",
        true,
        &[Text, Text],
        &[Integer],
        false,
        Integer,
        "place of the first occurrence, in UTF-16 units from 0; null if there is none",
        (r#"indexOf("root@host", "@")"#, "4"),
    ),
    row(Function::Length, "length", false, &[Text], &[], false, Integer, "number of UTF-16 units", (r#"length("abc")"#, "3")),
    row(
        Function::Modulo,
        "modulo",
        false,
        &[Number, Number],
        &[],
        false,
        Number,
        "remainder, with the sign of the dividend",
        ("modulo(-7, 2)", "-1"),
    ),
    row(Function::Multiply, "multiply", false, &[Number, Number], &[], false, Number, "product", ("multiply(2, 3)", "6")),
    row(
        Function::Number,
        "number",
        false,
        &[Text],
        &[Integer],
        false,
        Number,
        "the number that the text is, in a base",
        (r#"number("0x1f")"#, "31"),
    ),
    row(
        Function::StartsWith,
        "startsWith",
        true,
        &[Text, Text],
        &[],
        false,
        Bool,
        "whether the text starts so",
        (r#"startsWith("regsvr32.exe", "reg")"#, "true"),
    ),
    row(Function::String, "string", false, &[Any], &[], false, Text, "the value as text", ("string(1.5)", r#""1.5""#)),
    row(
        Function::StringContains,
        "stringContains",
        true,
        &[Text, Text],
        &[],
        false,
        Bool,
        "whether the second text occurs in the first; never if one is empty",
        (r#"stringContains("regsvr32", "svr")"#, "true"),
    ),
    row(
        Function::Substring,
        "substring",
        false,
        &[Text, Integer],
        &[Integer],
        false,
        Text,
        "a slice; negative places count from the end",
        (r#"substring("regsvr32.exe", -4)"#, r#"".exe""#),
    ),
    row(Function::Subtract, "subtract", false, &[Number, Number], &[], false, Number, "difference", ("subtract(3, 2)", "1")),
];

#[expect(clippy::too_many_arguments, reason = "a table row")]
const fn row(
    function: Function,
    name: &'static str,
    has_insensitive: bool,
    required: &'static [ArgumentType],
    optional: &'static [ArgumentType],
    variadic: bool,
    result: ArgumentType,
    doc: &'static str,
    example: (&'static str, &'static str),
) -> Signature {
    Signature { function, name, has_insensitive, required, optional, variadic, result, doc, example }
}

impl Function {
    /// Its row.
    pub fn signature(self) -> &'static Signature {
        FUNCTIONS.iter().find(|row| row.function == self).unwrap_or(&FUNCTIONS[0])
    }

    /// By its name, without regard to case.
    pub fn named(name: &str) -> Option<Self> {
        FUNCTIONS.iter().find(|row| row.name.eq_ignore_ascii_case(name)).map(|row| row.function)
    }
}
