//! Flags, and questions for what they leave open → the answers that a rule is made of.

use std::io::IsTerminal;

use clap::ValueEnum;
use detector_compiler::attack::{Attack, Entry, Kind, Version};
use detector_compiler::rule::Severity;
use dialoguer::theme::ColorfulTheme;
use dialoguer::{Confirm, FuzzySelect, Input, MultiSelect, Select};

use super::attack;
use crate::args::{Category, New, OsName, SeverityName};

/// What a rule is made of.
#[derive(Debug)]
pub(crate) struct Answers<'a> {
    pub(crate) name: String,
    /// At least one, each once, in order.
    pub(crate) systems: Vec<OsName>,
    pub(crate) category: Category,
    pub(crate) tactic: &'a Entry,
    /// A technique or sub-technique of the tactic.
    pub(crate) technique: &'a Entry,
    pub(crate) severity: Severity,
    pub(crate) sequence: bool,
}

/// Takes what is given and asks for the rest.
///
/// # Errors
/// A complete message: flags are missing and there is no terminal, or an answer cannot be used.
pub(super) fn take(options: &New) -> Result<Answers<'static>, String> {
    let missing = missing(options);
    let ask = std::io::stdin().is_terminal() && std::io::stderr().is_terminal();
    if !missing.is_empty() && !ask {
        return Err(format!(
            "error: {} missing, and there is no terminal to ask on\n\nFor more information, try 'detectors new --help'.",
            missing.join(", ") + if missing.len() == 1 { " is" } else { " are" }
        ));
    }
    let asks = Asks { theme: ColorfulTheme::default() };
    let table = Attack::builtin();

    let name = match &options.name {
        Some(name) => usable_name(name)?,
        None => asks.name()?,
    };
    let mut systems = match options.os.is_empty() {
        true => asks.systems()?,
        false => options.os.clone(),
    };
    systems.sort_unstable();
    systems.dedup();
    let category = match options.category {
        Some(category) => category,
        None => asks.one_of("Category of the event", Category::value_variants())?,
    };
    check_category(category, &systems)?;
    let tactic = match &options.tactic {
        Some(text) => attack::tactic(table, text)?,
        None => asks.tactic(table)?,
    };
    let technique = match &options.technique {
        Some(text) => attack::technique(table, text, tactic)?,
        None => asks.technique(table, tactic)?,
    };
    let severity = match options.severity {
        Some(severity) => severity,
        None => asks.one_of("Severity", SeverityName::value_variants())?,
    };
    let severity = match severity {
        SeverityName::Low => Severity::Low,
        SeverityName::Medium => Severity::Medium,
        SeverityName::High => Severity::High,
        SeverityName::Critical => Severity::Critical,
    };
    // Whoever has given all the rest has decided this too.
    let sequence = options.sequence || (!missing.is_empty() && asks.sequence()?);
    Ok(Answers { name, systems, category, tactic, technique, severity, sequence })
}

fn missing(options: &New) -> Vec<&'static str> {
    let given = [
        ("--name", options.name.is_some()),
        ("--os", !options.os.is_empty()),
        ("--category", options.category.is_some()),
        ("--tactic", options.tactic.is_some()),
        ("--technique", options.technique.is_some()),
        ("--severity", options.severity.is_some()),
    ];
    given.into_iter().filter(|(_, given)| !given).map(|(flag, _)| flag).collect()
}

fn usable_name(name: &str) -> Result<String, String> {
    let name = name.trim();
    if name.is_empty() {
        return Err("error: the name of the rule is empty".into());
    }
    match name.contains(char::is_control) {
        true => Err("error: the name of the rule has a line break or another control character".into()),
        false => Ok(name.to_owned()),
    }
}

/// Only Windows has a registry, and events of drivers with names.
fn check_category(category: Category, systems: &[OsName]) -> Result<(), String> {
    let of_windows = matches!(category, Category::Registry | Category::Driver);
    if of_windows && systems != [OsName::Windows] {
        let name = word(&category);
        return Err(format!("error: events of the category `{name}` are of Windows alone\nhelp: write `--os windows`"));
    }
    Ok(())
}

/// The word of a flag's value.
pub(super) fn word(value: &impl ValueEnum) -> String {
    value.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

struct Asks {
    theme: ColorfulTheme,
}

impl Asks {
    fn name(&self) -> Result<String, String> {
        let check = |text: &String| usable_name(text).map(|_| ()).map_err(|message| message.replacen("error: ", "", 1));
        let asked = Input::with_theme(&self.theme).with_prompt("What does the rule find").validate_with(check).interact_text();
        asked.map_err(failed).and_then(|name: String| usable_name(&name))
    }

    fn systems(&self) -> Result<Vec<OsName>, String> {
        let all = OsName::value_variants();
        loop {
            let words: Vec<String> = all.iter().map(word).collect();
            let prompt = "Operating systems (space selects, enter goes on)";
            let chosen = MultiSelect::with_theme(&self.theme).with_prompt(prompt).items(&words).interact().map_err(failed)?;
            if !chosen.is_empty() {
                return Ok(chosen.into_iter().filter_map(|at| all.get(at).copied()).collect());
            }
        }
    }

    fn one_of<T: ValueEnum + Copy>(&self, prompt: &str, all: &[T]) -> Result<T, String> {
        let label = |value: &T| {
            let value = value.to_possible_value();
            let name = value.as_ref().map_or("", |value| value.get_name());
            match value.as_ref().and_then(|value| value.get_help()) {
                Some(help) => format!("{name}: {help}"),
                None => name.to_owned(),
            }
        };
        let labels: Vec<String> = all.iter().map(label).collect();
        let at = Select::with_theme(&self.theme).with_prompt(prompt).items(&labels).default(0).interact().map_err(failed)?;
        all.get(at).copied().ok_or_else(|| "error: no such choice".into())
    }

    fn tactic<'a>(&self, table: &'a Attack) -> Result<&'a Entry, String> {
        let all: Vec<&Entry> = table.entries_in(Kind::Tactic, Version::V19).collect();
        self.entry("ATT&CK tactic", &all)
    }

    fn technique<'a>(&self, table: &'a Attack, tactic: &Entry) -> Result<&'a Entry, String> {
        let both = [Kind::Technique, Kind::Subtechnique].into_iter().flat_map(|kind| table.entries_in(kind, Version::V19));
        let mut all: Vec<&Entry> = both.filter(|entry| entry.tactics_in(Version::V19).contains(&tactic.id)).collect();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        self.entry("ATT&CK technique (type to search)", &all)
    }

    fn entry<'a>(&self, prompt: &str, all: &[&'a Entry]) -> Result<&'a Entry, String> {
        let labels: Vec<String> = all.iter().map(|entry| format!("{} {}", entry.id, entry.name)).collect();
        let asked = FuzzySelect::with_theme(&self.theme).with_prompt(prompt).items(&labels).default(0).max_length(12).interact();
        let at = asked.map_err(failed)?;
        all.get(at).copied().ok_or_else(|| "error: no such choice".into())
    }

    fn sequence(&self) -> Result<bool, String> {
        let prompt = "Two events in order: a process starts, then comes the event";
        Confirm::with_theme(&self.theme).with_prompt(prompt).default(false).interact().map_err(failed)
    }
}

fn failed(error: dialoguer::Error) -> String {
    format!("error: no answer: {error}")
}
