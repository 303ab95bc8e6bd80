//! How much was checked and found → one line.

use std::collections::BTreeSet;

use detector_compiler::diagnostics::{Diagnostic, Severity};

/// `1,081 rules: 3 errors, 12 warnings in 9 files`
pub(crate) fn summary(rules: usize, diagnostics: &[Diagnostic]) -> String {
    let of = |severity: Severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
    let files: BTreeSet<u32> = diagnostics.iter().map(|diagnostic| diagnostic.primary.span.source.0).collect();
    let (errors, warnings) = (of(Severity::Error), of(Severity::Warning));
    let counts = [(errors, "error"), (warnings, "warning")];
    let counts: Vec<String> =
        counts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| counted(count, word)).collect();
    match counts.is_empty() {
        true => format!("{}: no problems", counted(rules, "rule")),
        false => format!("{}: {} in {}", counted(rules, "rule"), counts.join(", "), counted(files.len(), "file")),
    }
}

/// `1 rule`, `1,081 rules`
pub(crate) fn counted(count: usize, word: &str) -> String {
    format!("{} {word}{}", grouped(count), if count == 1 { "" } else { "s" })
}

/// `1,081`
pub(crate) fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped() {
        let cases = [(0, "0 rules"), (1, "1 rule"), (999, "999 rules"), (1_081, "1,081 rules"), (1_000_000, "1,000,000 rules")];
        for (count, expected) in cases {
            assert_eq!(counted(count, "rule"), expected);
        }
    }
}
