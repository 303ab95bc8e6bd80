//! Elastic's rules in TOML → rule files.

use crate::files::{emptied, errors, write};
use crate::synthetic;
use detector_compiler::schema::Schema;
use detectors_import::{Form, Found, import};
use std::collections::HashSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// What became of the rules.
#[derive(Debug, Default)]
pub(crate) struct Kept {
    ids: HashSet<String>,
    /// How many there are.
    compiled: usize,
    /// Rules whose place in ATT&CK is wrong, and what the compiler says. They are compiled without it: it says nothing of the query.
    misplaced: Vec<(String, String)>,
    /// Rules that are not compiled, and what the compiler says.
    refused: Vec<(String, String)>,
}

/// Writes a rule file for each EQL rule of the corpus into `rules` of `out`.
pub(crate) fn generate(corpus: &Path, out: &Path) -> Kept {
    let rules = emptied(out.join("rules"));
    let mut kept = Kept::default();
    let mut files = Vec::new();
    toml_files(corpus, &mut files);
    files.sort();
    for file in files {
        let name = file.strip_prefix(corpus).unwrap_or(&file).with_extension("yml");
        let text = std::fs::read_to_string(&file).unwrap_or_default();
        for found in import(&text, Form::of(&text)) {
            match found {
                Found::Rule(rule) => match rule.render(None) {
                    Ok(rendered) => kept.keep(&rules, &name, &rule.rule_id, rendered.text),
                    Err(refusal) => kept.refused.push((name.display().to_string(), refusal.message)),
                },
                Found::Refused(refusal) => kept.refused.push((name.display().to_string(), refusal.message)),
                Found::OtherLanguage(_) | Found::NoRule(_) => {}
            }
        }
    }
    if kept.compiled == 0 {
        for (name, text) in synthetic::rules(1_000) {
            kept.keep(&rules, Path::new(&name), &name, text);
        }
    }
    kept
}

fn toml_files(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() {
            toml_files(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
}

impl Kept {
    fn keep(&mut self, rules: &Path, name: &Path, rule_id: &str, text: String) {
        let shown = name.display().to_string();
        // A set has each rule once.
        if !self.ids.insert(rule_id.to_owned()) {
            self.refused.push((shown, format!("another rule has the id {rule_id}")));
            return;
        }
        let wrong = errors(&shown, &text, &Schema::default());
        let Some(first) = wrong.first() else { return self.write(&rules.join(name), &text) };
        let said = format!("{}: {}", first.code, first.title);
        // A reference to ATT&CK says nothing of the query.
        let text = without_threat(&text);
        if errors(&shown, &text, &Schema::default()).is_empty() {
            self.misplaced.push((shown, said));
            self.write(&rules.join(name), &text);
        } else {
            self.refused.push((shown, said));
        }
    }

    fn write(&mut self, file: &Path, text: &str) {
        self.compiled += 1;
        write(file, text);
    }

    /// Constants for the tests.
    pub(crate) fn as_rust(&self, corpus: &Path) -> String {
        let mut code = format!(
            "/// The folder of the rules.\npub const CORPUS: &str = {:?};\n/// How many rules are compiled.\npub const COMPILED: usize = {};\n",
            corpus.display().to_string(),
            self.compiled
        );
        for (name, doc, list) in [
            (
                "MISPLACED",
                "Rules that are compiled without their place in ATT&CK, which is wrong, and what is wrong",
                &self.misplaced,
            ),
            ("REFUSED", "Rules that are not compiled, and why", &self.refused),
        ] {
            let _ = write!(code, "/// {doc}.\npub const {name}: &[(&str, &str)] = &{list:?};\n");
        }
        code
    }
}

/// The file without the block of the key `threat`.
fn without_threat(text: &str) -> String {
    let mut inside = false;
    let kept = text.split_inclusive('\n').filter(|line| {
        if !line.starts_with([' ', '-', '#', '\n']) {
            inside = line.starts_with("threat:");
        }
        !inside
    });
    kept.collect()
}
