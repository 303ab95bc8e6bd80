//! The matrix as a page: one HTML file with its style and script inside, which loads nothing.
//!
//! What rules say of themselves is text of strangers. `maud` escapes all that goes into the markup; the data of the script is JSON
//! without `<`; and the page's own policy runs no script but the one with its nonce.
//!
//! Without its script the page shows the whole matrix and all rules; the script filters, and lists the rules of a technique.

mod data;
mod sections;

use detector_compiler::attack::Attack;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};

use super::matrix::Matrix;
use crate::check::output::summary::counted;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What whoever shows facts of ATT&CK has to say.
const ATTRIBUTION: &str = "ATT&CK® is a registered trademark of The MITRE Corporation. © 2026 The MITRE Corporation. \
    This work is reproduced and distributed with the permission of The MITRE Corporation.";

/// How dark a cell is by the number of its rules.
pub(crate) struct Step {
    /// The least number of rules.
    pub(crate) from: usize,
    /// On a light page; `page.css` has the same and those for a dark one.
    pub(crate) colour: &'static str,
}

/// From none to many.
pub(crate) const STEPS: [Step; 6] = [
    Step { from: 0, colour: "#ffffff" },
    Step { from: 1, colour: "#e1edf5" },
    Step { from: 2, colour: "#bad6e8" },
    Step { from: 5, colour: "#83b4d4" },
    Step { from: 10, colour: "#2c6c9b" },
    Step { from: 25, colour: "#123d5f" },
];

/// The index of a number's step.
fn step(rules: usize) -> usize {
    STEPS.iter().rposition(|step| rules >= step.from).unwrap_or(0)
}

/// `0`, `1`, `2–4`, `25+`
fn step_label(index: usize) -> String {
    match (STEPS.get(index), STEPS.get(index + 1)) {
        (Some(step), Some(next)) if next.from > step.from + 1 => format!("{}–{}", step.from, next.from - 1),
        (Some(step), Some(_)) => step.from.to_string(),
        (step, None) => format!("{}+", step.map_or(0, |step| step.from)),
        (None, Some(_)) => String::new(),
    }
}

/// The files of the rules without the folders that all of them are in: a page is shown to people who do not have them.
fn short_files<'m>(matrix: &'m Matrix<'_>) -> Vec<Option<&'m str>> {
    let files = || matrix.rules.iter().filter_map(|rule| rule.file.as_deref());
    let folder = |file: &'m str| &file[..file.rfind('/').map_or(0, |slash| slash + 1)];
    let common = files().map(folder).reduce(|common, folder| {
        let same = common.split_inclusive('/').zip(folder.split_inclusive('/')).take_while(|(a, b)| a == b);
        &common[..same.map(|(part, _)| part.len()).sum()]
    });
    let from = common.map_or(0, str::len);
    matrix.rules.iter().map(|rule| rule.file.as_deref().map(|file| &file[from..])).collect()
}

/// The page.
pub(crate) fn page(matrix: &Matrix<'_>, attack: &Attack) -> String {
    let data = data::json(matrix, attack);
    let body = body(matrix);
    // Nobody can write a rule that has in it a hash of all rules.
    let digest = Sha256::new().chain_update(&data).chain_update(&body.0).finalize();
    let nonce: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let policy =
        format!("default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'");
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(policy);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="generator" content={ "detectors " (env!("CARGO_PKG_VERSION")) };
                title { "ATT&CK coverage: " (counted(matrix.rules.len(), "rule")) }
                style nonce=(nonce) { (PreEscaped(STYLE)) }
            }
            (body)
            script type="application/json" id="data" { (PreEscaped(&data)) }
            script nonce=(nonce) { (PreEscaped(SCRIPT)) }
        }
    };
    page.into_string() + "\n"
}

fn body(matrix: &Matrix<'_>) -> Markup {
    html! {
        body {
            a class="skip" href="#matrix" { "To the matrix" }
            (sections::header(matrix))
            (sections::filters())
            main {
                (sections::matrix(matrix))
                (sections::gaps(matrix))
                (sections::rules(matrix))
                (sections::left_over(matrix))
            }
            footer {
                p { (ATTRIBUTION) }
                p { "Made by detectors " (env!("CARGO_PKG_VERSION")) ". It loads nothing and sends nothing." }
            }
            dialog id="panel" aria-labelledby="panel-title" {
                header {
                    div { p id="panel-id" {} h2 id="panel-title" {} p id="panel-tactic" {} }
                    button type="button" id="panel-close" aria-label="Close" { "✕" }
                }
                p id="panel-note" {}
                ol id="panel-rules" {}
                p { a id="panel-link" rel="noreferrer" { "This technique at attack.mitre.org" } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coverage::platform::Platforms;
    use crate::coverage::rules::{Mapping, Rule};
    use detector_compiler::attack::Version;
    use detector_compiler::rule::Severity;

    fn rule(name: &str, file: Option<&str>) -> Rule {
        Rule {
            id: "x".into(),
            name: name.into(),
            severity: Severity::High,
            risk_score: 73,
            file: file.map(str::to_owned),
            platforms: Platforms::default(),
            mapping: vec![Mapping { tactic: "TA0002".into(), techniques: vec!["T1059.004".into()] }],
        }
    }

    fn page_of(name: &str) -> String {
        let rule = rule(name, Some(&format!("rules/{name}.yml")));
        let attack = Attack::builtin();
        page(&Matrix::new(vec![rule], attack, Version::V19), attack)
    }

    #[test]
    fn files_are_named_below_the_folder_that_they_share() {
        type Files = &'static [Option<&'static str>];
        let cases: [(Files, Files); 5] = [
            (&[Some("/home/x/rules/linux/a.yml"), Some("/home/x/rules/win/b.yml")], &[Some("linux/a.yml"), Some("win/b.yml")]),
            (&[Some("rules/linux/a.yml"), Some("rules/linux2/b.yml")], &[Some("linux/a.yml"), Some("linux2/b.yml")]),
            (&[Some("/x/a.yml")], &[Some("a.yml")]),
            (&[Some("a.yml"), Some("rules/b.yml"), None], &[Some("a.yml"), Some("rules/b.yml"), None]),
            (&[None], &[None]),
        ];
        for (files, expected) in cases {
            let rules = files.iter().map(|file| rule("R", *file)).collect();
            assert_eq!(short_files(&Matrix::new(rules, Attack::builtin(), Version::V19)), expected);
        }
    }

    #[test]
    fn what_a_rule_is_called_stays_text() {
        let plain = page_of("plain");
        let tags = |page: &str| page.matches('<').count();
        for name in
            ["</script><script>alert(1)</script>", "<!--", "<img src=x onerror=alert(1)>", "\" onmouseover=\"x", "a\u{202e}b"]
        {
            let page = page_of(name);
            assert_eq!(tags(&page), tags(&plain), "{name}");
            assert!(!page.contains(name), "{name}");
        }
        assert!(page_of("a\u{202e}b").contains("a\\u{202e}b"));
    }

    #[test]
    fn the_page_needs_nothing_else() {
        let page = page_of("plain");
        for part in ["src=", "@import", "url(", "<link", "http-equiv=\"refresh\"", "fetch(", "XMLHttpRequest", "innerHTML"] {
            assert!(!page.contains(part), "{part}");
        }
        assert!(page.contains("default-src 'none'") && page.contains("© 2026 The MITRE Corporation."));
    }

    #[test]
    fn steps_are_named_by_their_numbers() {
        assert_eq!((0..STEPS.len()).map(step_label).collect::<Vec<_>>(), ["0", "1", "2–4", "5–9", "10–24", "25+"]);
        assert_eq!([0, 1, 2, 4, 5, 24, 25, 900].map(step), [0, 1, 2, 2, 3, 4, 5, 5]);
        for step in STEPS {
            assert!(STYLE.contains(step.colour), "{}", step.colour);
        }
    }
}
