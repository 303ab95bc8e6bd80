//! Diagnostic codes: `DR101` and the like, each with a name, an explanation and examples.
//!
//! A code is declared beside the constructor of its diagnostic, in a file of [`crate::errors`], with `codes!`.

use super::Severity;

/// Identity of a kind of diagnostic. Never given a second meaning.
#[derive(Debug, Clone, Copy)]
pub struct Code(pub(crate) &'static CodeInfo);

/// What is known of a code.
#[derive(Debug)]
pub struct CodeInfo {
    /// 101 of `DR101`.
    pub number: u16,
    /// Kebab-case, `unknown-field`.
    pub name: &'static str,
    /// Whether it stops the compilation.
    pub severity: Severity,
    /// Why it is a problem and what to do: full sentences, Markdown.
    pub why: &'static str,
    /// A query or piece of a rule file that has it.
    pub wrong: &'static str,
    /// The same, mended.
    pub right: &'static str,
}

impl Code {
    /// 101 of `DR101`.
    pub fn number(self) -> u16 {
        self.0.number
    }

    /// All that is known of it.
    pub fn info(self) -> &'static CodeInfo {
        self.0
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.0.number == other.0.number
    }
}

impl Eq for Code {}

impl std::hash::Hash for Code {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.number.hash(state);
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "DR{:03}", self.0.number)
    }
}

/// The severity of a code: those of lints are warnings, and those that are marked so.
pub(crate) const fn severity(number: u16, mark: &str) -> Severity {
    if number >= 701 || !mark.is_empty() { Severity::Warning } else { Severity::Error }
}

/// Declares the codes of one file of [`crate::errors`], and `CODES`, the list of them. A warning below 701 is marked:
/// `NOT_ENFORCED = 25 "not-enforced" warning { … }`.
macro_rules! codes {
    ($($ident:ident = $number:literal $name:literal $($mark:ident)? { why: $why:literal, wrong: $wrong:literal, right: $right:literal $(,)? })*) => {
        $(
            const $ident: $crate::diagnostics::Code = $crate::diagnostics::Code(&$crate::diagnostics::codes::CodeInfo {
                number: $number, name: $name,
                severity: $crate::diagnostics::codes::severity($number, stringify!($($mark)?)), why: $why, wrong: $wrong, right: $right,
            });
        )*
        /// All codes of this file.
        pub const CODES: &[$crate::diagnostics::Code] = &[$($ident),*];
    };
}
pub(crate) use codes;
