//! What the user allows and denies → what is shown of the diagnostics, and as what.

use std::collections::HashMap;

use detector_compiler::diagnostics::{Code, Diagnostic, Severity};
use detector_compiler::errors;

use crate::explain::unknown_code;

/// The word for all warnings.
const ALL: &str = "warnings";

/// What becomes of a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Level {
    /// It is hidden.
    Allowed,
    /// It counts as an error; the words that say so.
    Denied(String),
}

/// What becomes of warnings.
#[derive(Debug, Default)]
pub(crate) struct Levels {
    codes: HashMap<Code, Level>,
    all: Option<Level>,
}

/// What one place of the settings says: the configuration, or the command line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings<'a> {
    pub(crate) allow: &'a [String],
    pub(crate) deny: &'a [String],
    /// `--deny warnings` for `warnings`: how a denial is written there.
    pub(crate) denial: fn(&str) -> String,
}

impl Levels {
    /// Adds settings that count more than those that are there.
    ///
    /// # Errors
    /// The word that cannot be used, and why, with help on a line of its own.
    pub(crate) fn add(&mut self, settings: Settings<'_>) -> Result<(), (String, String)> {
        let Settings { allow, deny, denial } = settings;
        let mut denied = Vec::new();
        for word in deny {
            let place = place(word).map_err(|problem| (word.clone(), problem))?;
            denied.push(place);
            self.set(place, Level::Denied(denial(word)));
        }
        for word in allow {
            let place = place(word).map_err(|problem| (word.clone(), problem))?;
            if let Some(code) = place.filter(|code| code.info().severity == Severity::Error) {
                let problem = format!("{code}, `{}`, is an error: only warnings can be allowed", code.info().name);
                return Err((word.clone(), problem));
            }
            if denied.contains(&place) {
                return Err((word.clone(), format!("`{word}` is both allowed and denied")));
            }
            self.set(place, Level::Allowed);
        }
        Ok(())
    }

    fn set(&mut self, place: Option<Code>, level: Level) {
        match place {
            Some(code) => drop(self.codes.insert(code, level)),
            None => self.all = Some(level),
        }
    }

    /// Takes out what is allowed and raises what is denied.
    pub(crate) fn apply(&self, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        diagnostics.into_iter().filter_map(|diagnostic| self.shown(diagnostic)).collect()
    }

    fn shown(&self, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
        if diagnostic.severity == Severity::Error {
            return Some(diagnostic);
        }
        match self.codes.get(&diagnostic.code).or(self.all.as_ref()) {
            Some(Level::Allowed) => return None,
            Some(Level::Denied(words)) => {
                diagnostic.severity = Severity::Error;
                diagnostic.notes.push(format!("a warning that {words} makes an error"));
            }
            None => {}
        }
        Some(diagnostic)
    }
}

/// The code of a word; `None` for all warnings.
fn place(word: &str) -> Result<Option<Code>, String> {
    match (word, errors::code(word)) {
        (ALL, _) => Ok(None),
        (_, Some(code)) => Ok(Some(code)),
        _ => Err(unknown_code(word)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use detector_compiler::schema::Schema;
    use detector_compiler::source::Source;
    use detector_compiler::{Options, compile};

    const RULE: &str = "rule_id: a\nname: X\ndescription: X.\nseverity: high\nrisk_score: 47\ntype: eql\n\
                        query: any where process.pid == \"4\" and nope == 1\n";

    fn settings<'a>(allow: &'a [String], deny: &'a [String]) -> Settings<'a> {
        Settings { allow, deny, denial: |word| format!("`--deny {word}`") }
    }

    #[test]
    fn one_code_counts_more_than_all_and_the_later_more_than_the_earlier() {
        let diagnostics = compile(&[Source::new("r", RULE)], &Schema::default(), Options::default()).diagnostics;
        // (allow, deny) of the configuration and of the command line → what is shown
        let cases = [
            ([("", ""), ("", "")], "DR020 warning, DR703 warning, DR301 error"),
            ([("", ""), ("DR020", "")], "DR703 warning, DR301 error"),
            ([("", ""), ("warnings", "")], "DR301 error"),
            ([("", ""), ("", "warnings")], "DR020 error, DR703 error, DR301 error"),
            ([("", ""), ("dr020", "warnings")], "DR703 error, DR301 error"),
            ([("", ""), ("warnings", "703")], "DR703 error, DR301 error"),
            ([("DR703", ""), ("", "warnings")], "DR020 error, DR301 error"),
            ([("DR703", ""), ("", "text-against-other-type")], "DR020 warning, DR703 error, DR301 error"),
            ([("", "warnings"), ("warnings", "")], "DR301 error"),
            ([("", "DR301"), ("", "")], "DR020 warning, DR703 warning, DR301 error"),
        ];
        for (both, expected) in cases {
            let mut levels = Levels::default();
            for (allow, deny) in both {
                let list = |word: &str| if word.is_empty() { vec![] } else { vec![word.to_owned()] };
                levels.add(settings(&list(allow), &list(deny))).unwrap();
            }
            let shown = levels.apply(diagnostics.clone());
            let shown: Vec<String> =
                shown.iter().map(|one| format!("{} {}", one.code, crate::explain::severity_name(one.severity))).collect();
            assert_eq!(shown.join(", "), expected, "{both:?}");
        }
    }

    #[test]
    fn what_cannot_be_set_is_told() {
        let cases = [
            (("DR301", ""), "DR301, `unknown-field`, is an error: only warnings can be allowed"),
            (("regex-anchors", ""), "there is `regex-anchor`"),
            (("", "DR000"), "no diagnostic has the code or name `DR000`"),
            (("DR703", "703"), "`DR703` is both allowed and denied"),
            (("warnings", "warnings"), "`warnings` is both allowed and denied"),
        ];
        for ((allow, deny), part) in cases {
            let list = |word: &str| if word.is_empty() { vec![] } else { vec![word.to_owned()] };
            let problem = Levels::default().add(settings(&list(allow), &list(deny))).unwrap_err().1;
            assert!(problem.contains(part), "{allow} {deny}: {problem}");
        }
    }
}
