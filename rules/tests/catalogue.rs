//! The folder of rules → `RULES.md`, the list of them, `src/linux.rs`, a detector for each rule, and
//! `src/files.rs`, their texts.
//!
//! All are goldens: `UPDATE_EXPECT=1 cargo test -p detector-rules --test catalogue` writes them after a rule was added.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test stops where it cannot go on")]

use std::collections::BTreeSet;
use std::path::Path;

use detector_compiler::attack::{self, Attack, Kind};
use detector_compiler::diagnostics::{Diagnostics, render};
use detector_compiler::rule::{self, RuleFile, Technique};
use detector_compiler::source::{Source, SourceId};
use detector_rules::{FILES, Shipped};
use detectors::RuleSet;
use expect_test::expect_file;

/// A rule file and where it lies.
struct Entry {
    /// `execution`
    folder: String,
    /// `interactive_shell_over_dev_tcp`
    stem: String,
    rule: RuleFile,
}

impl Entry {
    /// `InteractiveShellOverDevTcp`
    fn ident(&self) -> String {
        let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
        self.stem.split('_').map(capital).collect()
    }

    fn is_elastic(&self) -> bool {
        self.rule.author.iter().any(|author| author == "Elastic")
    }
}

/// All rules by folder, then by file name.
fn entries() -> Vec<Entry> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("linux");
    let sorted = |folder: &Path| {
        let mut paths: Vec<_> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    };
    let name = |path: &Path| path.file_stem().unwrap().to_str().unwrap().to_owned();
    let mut entries = Vec::new();
    for folder in sorted(&root) {
        for path in sorted(&folder) {
            assert_eq!(path.extension().unwrap(), "yml", "{}", path.display());
            let source = Source::new(path.display().to_string(), std::fs::read_to_string(&path).unwrap());
            let mut diagnostics = Diagnostics::new();
            let rule = rule::parse(&source, SourceId(0), &mut diagnostics);
            let told = render::render_all(&diagnostics.sorted(), std::slice::from_ref(&source), render::Style::Plain);
            entries.push(Entry { folder: name(&folder), stem: name(&path), rule: rule.expect(&told) });
        }
    }
    entries
}

/// The tactic that a folder is named for: `command_and_control` is that of Command and Control.
fn tactic_of(folder: &str) -> &'static attack::Entry {
    let shortname = folder.replace('_', "-");
    let tactics = Attack::builtin().entries().iter();
    tactics.filter(|entry| entry.kind == Kind::Tactic).find(|entry| entry.shortname == shortname).expect(folder)
}

fn by_folder(entries: &[Entry]) -> impl Iterator<Item = &[Entry]> {
    entries.chunk_by(|one, other| one.folder == other.folder)
}

#[test]
fn the_list_of_rules_names_all() {
    let entries = entries();
    let mut text = format!("# Rules\n\n{} rules for Linux, by tactic.\n", entries.len());
    for group in by_folder(&entries) {
        let tactic = tactic_of(&group[0].folder);
        text += &format!("\n## {}\n\n| rule | severity | techniques |\n|---|---|---|\n", tactic.name);
        for entry in group {
            let techniques: BTreeSet<&str> =
                entry.rule.threat.iter().flat_map(|threat| &threat.techniques).flat_map(ids).collect();
            let techniques: Vec<&str> = techniques.into_iter().collect();
            let path = format!("linux/{}/{}.yml", entry.folder, entry.stem);
            let by = if entry.is_elastic() { " (by Elastic)" } else { "" };
            text += &format!(
                "| [{}]({path}){by} | {} | {} |\n",
                entry.rule.name.value,
                entry.rule.severity.name(),
                techniques.join(", ")
            );
        }
    }
    expect_file!["../RULES.md"].assert_eq(&text);
}

/// The ids of a technique's sub-techniques, or its own if none is named.
fn ids(technique: &Technique) -> Vec<&str> {
    match technique.subtechniques.as_slice() {
        [] => vec![&technique.technique.id],
        several => several.iter().map(|reference| reference.id.as_str()).collect(),
    }
}

#[test]
fn each_rule_has_a_detector() {
    let entries = entries();
    let mut text = "//! Rules for Linux. Written by `tests/catalogue.rs`.\n".to_owned();
    for group in by_folder(&entries) {
        let tactic = tactic_of(&group[0].folder);
        let folder = &group[0].folder;
        text += &format!("\n/// Tactic {}, {}.\npub mod {folder} {{\n    use detectors::Detector;\n", tactic.id, tactic.name);
        for entry in group {
            let (licence, feature) = if entry.is_elastic() {
                (", by Elastic, under the Elastic License 2.0", "    #[cfg(feature = \"elastic\")]\n")
            } else {
                ("", "")
            };
            text += &format!("\n    /// {}{licence}.\n{feature}", entry.rule.name.value);
            text +=
                &format!("    #[derive(Debug, Detector)]\n    #[detector(rule = \"../linux/{folder}/{}.yml\")]\n", entry.stem);
            text += &format!("    pub struct {};\n", entry.ident());
        }
        text += "}\n";
    }
    expect_file!["../src/linux.rs"].assert_eq(&text);
}

#[test]
fn each_rule_has_its_text() {
    let mut text = "//! The rule files as they are. Written by `tests/catalogue.rs`.\n\nuse crate::RuleFile;\n\n".to_owned();
    text += "/// All rule files, in the order of their paths.\npub const FILES: &[RuleFile] = &[\n";
    for entry in entries() {
        if entry.is_elastic() {
            text += "    #[cfg(feature = \"elastic\")]\n";
        }
        let (id, path) = (&entry.rule.rule_id.value, format!("linux/{}/{}.yml", entry.folder, entry.stem));
        text += &format!("    RuleFile {{\n        rule_id: \"{id}\",\n        path: \"{path}\",\n");
        text += &format!("        text: include_str!(\"../{path}\"),\n    }},\n");
    }
    expect_file!["../src/files.rs"].assert_eq(&(text + "];\n"));
    let ids: BTreeSet<&str> = Shipped::RULES.iter().map(|rule| rule.id).collect();
    assert_eq!(ids, FILES.iter().map(|file| file.rule_id).collect(), "of the rules that are compiled in and of the texts");
}

#[test]
fn each_rule_is_what_the_readme_asks_of_one() {
    let entries = entries();
    let (mut ids, mut names) = (BTreeSet::new(), BTreeSet::new());
    for entry in &entries {
        let (rule, place) = (&entry.rule, format!("{}/{}.yml", entry.folder, entry.stem));
        assert!(ids.insert(&rule.rule_id.value), "{place}: another rule has this `rule_id`");
        assert!(names.insert(&rule.name.value), "{place}: another rule has this `name`");
        assert!(rule.query.text.contains("host.os.type == \"linux\""), "{place}: for which system is it?");
        let tactic = tactic_of(&entry.folder);
        assert!(
            rule.threat.iter().any(|threat| threat.tactic.id == tactic.id),
            "{place}: its `threat` has not its folder's tactic"
        );
        if entry.is_elastic() {
            continue;
        }
        for threat in &rule.threat {
            let tag = format!("Tactic: {}", threat.tactic.name);
            assert!(rule.tags.contains(&tag), "{place}: no tag `{tag}`");
        }
        assert_eq!(entry.stem, snake(&rule.name.value), "{place}: the file is named for the rule");
        assert_eq!(rule.license.as_deref(), Some("MIT OR Apache-2.0"), "{place}: `license`");
        assert!(!rule.false_positives.is_empty(), "{place}: `false_positives`");
        let note = rule.note.as_deref().unwrap_or_default();
        assert!(note.contains("### Triage") && note.contains("### Response"), "{place}: `note` says how to respond");
    }
}

/// `Interactive Shell over /dev/tcp` → `interactive_shell_over_dev_tcp`
fn snake(name: &str) -> String {
    let words = name.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("_")
}
