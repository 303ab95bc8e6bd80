//! Every diagnostic of the compiler: one constructor each, with its code and explanation. Nothing else builds a diagnostic.
//!
//! | codes | file | of |
//! |---|---|---|
//! | DR001–DR021 | [`rule_file`] | the rule file: YAML, keys, values |
//! | DR022–DR035 | [`rule_tests`] | its test cases |
//! | DR040–DR059 | [`attack`] | its references to MITRE ATT&CK |
//! | DR060–DR099 | [`schema_file`] | files of custom fields |
//! | DR101–DR149 | [`lexical`] | characters and tokens of a query |
//! | DR150–DR199 | [`syntax`] | the grammar of event filters and expressions |
//! | DR200–DR249 | [`sequences`] | the grammar of sequences, samples and pipes |
//! | DR301–DR330 | [`types`] | names and types |
//! | DR331–DR360 | [`endpoint`] | names and types of Elastic Endpoint's dialect |
//! | DR401–DR449 | [`constants`] | constants: regexes, CIDR blocks, dates |
//! | DR601–DR689 | [`derive`](mod@derive) | attributes of the derives, files, sets |
//! | DR690–DR699 | [`allowances`] | comments that allow warnings |
//! | DR701–DR899 | [`lints`] | warnings |

pub mod allowances;
pub mod attack;
pub mod constants;
pub mod derive;
pub mod endpoint;
pub mod lexical;
pub mod lints;
pub mod rule_file;
pub mod rule_tests;
pub mod schema_file;
pub mod sequences;
pub mod syntax;
pub mod types;

use crate::diagnostics::Code;

/// Codes of one subject.
#[derive(Debug, Clone, Copy)]
pub struct Group {
    /// The subject, as a heading.
    pub title: &'static str,
    /// Its codes.
    pub codes: &'static [Code],
}

/// All groups, in the order of their numbers.
pub const GROUPS: &[Group] = &[
    Group { title: "The rule file", codes: rule_file::CODES },
    Group { title: "Tests of a rule", codes: rule_tests::CODES },
    Group { title: "MITRE ATT&CK", codes: attack::CODES },
    Group { title: "Files of custom fields", codes: schema_file::CODES },
    Group { title: "Characters and tokens of a query", codes: lexical::CODES },
    Group { title: "Event filters and expressions", codes: syntax::CODES },
    Group { title: "Sequences, samples and pipes", codes: sequences::CODES },
    Group { title: "Names and types", codes: types::CODES },
    Group { title: "Elastic Endpoint's dialect", codes: endpoint::CODES },
    Group { title: "Constants", codes: constants::CODES },
    Group { title: "Rules as a set", codes: derive::CODES },
    Group { title: "Allowances", codes: allowances::CODES },
    Group { title: "Lints", codes: lints::CODES },
    Group { title: "Lints: conditions that never or always hold", codes: lints::truth::CODES },
    Group { title: "Lints: operators and lists", codes: lints::wording::CODES },
    Group { title: "Lints: stages, time and join keys", codes: lints::sequences::CODES },
    Group { title: "Lints: what ECS and Elastic Defend say", codes: lints::values::CODES },
    Group { title: "Lints: constants that are slips", codes: lints::constants::CODES },
    Group { title: "Lints: older versions of ATT&CK", codes: lints::attack::CODES },
];

/// All codes there are, by number.
pub fn all_codes() -> Vec<Code> {
    let mut all: Vec<Code> = GROUPS.iter().flat_map(|group| group.codes).copied().collect();
    all.sort_by_key(|code| code.number());
    all
}

/// The code that a user names: `DR704`, `dr704`, `704` or `regex-anchor`.
pub fn code(text: &str) -> Option<Code> {
    let number = text.strip_prefix("DR").or_else(|| text.strip_prefix("dr")).unwrap_or(text);
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let number = if is_number { number.parse::<u16>().ok() } else { None };
    all_codes().into_iter().find(|code| Some(code.number()) == number || code.info().name == text)
}

/// The codes and names that are nearest to a text which is neither, nearest first.
pub fn similar_codes(text: &str) -> Vec<String> {
    let lower = text.to_ascii_lowercase();
    let codes = all_codes();
    let names: Vec<&str> = codes.iter().map(|code| code.info().name).collect();
    let near = crate::schema::similar(&lower, names.iter().copied());
    if !near.is_empty() {
        return near;
    }
    // A part of a name: `anchor` for `regex-anchor`.
    let part = |name: &&&str| lower.len() >= 4 && name.contains(lower.as_str());
    let parts: Vec<String> = names.iter().filter(part).take(3).map(|name| (*name).to_owned()).collect();
    if !parts.is_empty() {
        return parts;
    }
    let shown: Vec<String> = codes.iter().map(ToString::to_string).collect();
    let digits = lower.trim_start_matches("dr");
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let far = |code: &String| strsim::damerau_levenshtein(&format!("dr{digits:0>3}"), &code.to_ascii_lowercase());
    shown.into_iter().filter(|code| is_number && far(code) == 1).take(3).collect()
}
