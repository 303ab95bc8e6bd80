//! MITRE ATT&CK for Enterprise: ids, names and relations of tactics, techniques and sub-techniques.
//!
//! The table holds version 19 and, beside it, what version 18.1 said where it differs: [`Entry::is_live`] and the
//! other questions take an answer of either version as right. Facts only; `rule` checks rule files against it.
//!
//! ATT&CK® is a registered trademark of The MITRE Corporation. © 2026 The MITRE Corporation. This work is reproduced and
//! distributed with the permission of The MITRE Corporation.

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

/// Version 19 of April 2026. Columns as in [`Attack::from_tsv`].
const TABLE: &str = include_str!("attack.tsv");

/// The columns that a table must have.
const COLUMNS: [&str; 11] =
    ["id", "kind", "name", "shortname", "tactics", "parent", "status", "replaced_by", "name_v18", "tactics_v18", "stix_id"];

/// What version 19 revoked, so that version 18 still had it. A table does not say since when an entry is revoked.
const REVOKED_IN_V19: [&str; 17] = [
    "T1070.001",
    "T1070.002",
    "T1562",
    "T1562.001",
    "T1562.002",
    "T1562.003",
    "T1562.004",
    "T1562.006",
    "T1562.007",
    "T1562.008",
    "T1562.009",
    "T1562.010",
    "T1562.011",
    "T1562.012",
    "T1562.013",
    "T1656",
    "T1672",
];

/// A table of ATT&CK.
#[derive(Debug, Clone)]
pub struct Attack {
    entries: Vec<Entry>,
    by_id: HashMap<String, usize>,
}

/// A tactic, technique or sub-technique.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// `TA0002`, `T1059`, `T1059.004`
    pub id: String,
    /// Which of the three.
    pub kind: Kind,
    /// Its name: in version 19, or in 18.1 if it is no longer live.
    pub name: String,
    /// Tactics only: the name of the phase, `command-and-control`.
    pub shortname: String,
    /// Tactics only: the name of the phase in version 18.1, where it was another one.
    pub shortname_v18: Option<String>,
    /// The ids of its tactics in version 19; none for tactics and for what is no longer live.
    pub tactics: Vec<String>,
    /// Sub-techniques only: the id of the technique.
    pub parent: Option<String>,
    /// Whether version 19 has it.
    pub status: Status,
    /// Of what is revoked: the id that is live now.
    pub replaced_by: Option<String>,
    /// The name in version 18.1, where it was another one.
    pub name_v18: Option<String>,
    /// The ids of its tactics in version 18.1, where they were others, or while it was last live.
    pub tactics_v18: Vec<String>,
    /// The id of its STIX object.
    pub stix_id: String,
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// `TA0002`
    Tactic,
    /// `T1059`
    Technique,
    /// `T1059.004`
    Subtechnique,
}

/// Whether an entry can still be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Yes.
    Active,
    /// No: another one has taken its place.
    Revoked,
    /// No, and none has taken its place.
    Deprecated,
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tactic => "tactic",
            Self::Technique => "technique",
            Self::Subtechnique => "sub-technique",
        })
    }
}

impl Kind {
    /// What an id is by its form: `TA` and four digits, `T` and four digits, the same with `.` and three digits.
    pub fn of_id(id: &str) -> Option<Self> {
        let digits = |text: &str, count: usize| text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(number) = id.strip_prefix("TA") {
            return digits(number, 4).then_some(Self::Tactic);
        }
        let number = id.strip_prefix('T')?;
        match number.split_once('.') {
            None => digits(number, 4).then_some(Self::Technique),
            Some((number, sub)) => (digits(number, 4) && digits(sub, 3)).then_some(Self::Subtechnique),
        }
    }
}

impl Entry {
    /// Whether version 19 or version 18 has it.
    pub fn is_live(&self) -> bool {
        match self.status {
            Status::Active => true,
            Status::Revoked => REVOKED_IN_V19.contains(&self.id.as_str()),
            Status::Deprecated => false,
        }
    }

    /// Whether it has that name in either version.
    pub fn has_name(&self, name: &str) -> bool {
        self.name == name || self.name_v18.as_deref() == Some(name)
    }

    /// Whether it is of that tactic in either version.
    pub fn has_tactic(&self, tactic: &str) -> bool {
        self.tactics.iter().chain(&self.tactics_v18).any(|id| id == tactic)
    }

    /// Its page.
    pub fn page(&self) -> String {
        page(&self.id)
    }
}

/// The page of an id on attack.mitre.org.
pub fn page(id: &str) -> String {
    let folder = if id.starts_with("TA") { "tactics" } else { "techniques" };
    format!("https://attack.mitre.org/{folder}/{}/", id.replace('.', "/"))
}

/// Why a table cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong, lower case, no full stop.
    pub problem: String,
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for TableError {}

impl Attack {
    /// The table of this program; read at the first use.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Attack> = LazyLock::new(|| {
            // The tests read the table strictly; if it were broken, all ids would be unknown and no program would stop.
            Attack::from_tsv(TABLE).unwrap_or_else(|_| Attack { entries: Vec::new(), by_id: HashMap::new() })
        });
        &BUILTIN
    }

    /// A table from text: a header row, then one row an entry, columns separated by tabs, lists by commas. Needs the columns
    /// `id kind name shortname tactics parent status replaced_by name_v18 tactics_v18 stix_id` in any order, and skips
    /// others. The first row that is wrong is the error.
    pub fn from_tsv(text: &str) -> Result<Self, TableError> {
        let error = |line: usize, problem: String| TableError { line: line + 1, problem };
        let mut lines = text.lines().map(|line| line.trim_end_matches('\r')).enumerate();
        let header: Vec<&str> = lines.next().map(|(_, line)| line.split('\t').collect()).unwrap_or_default();
        let mut columns = [0; COLUMNS.len()];
        for (column, name) in columns.iter_mut().zip(COLUMNS) {
            let place = header.iter().position(|header| *header == name);
            *column = place.ok_or_else(|| error(0, format!("no column `{name}`")))?;
        }
        let mut attack = Self { entries: Vec::new(), by_id: HashMap::new() };
        for (line, row) in lines.filter(|(_, row)| !row.is_empty()) {
            let cells: Vec<&str> = row.split('\t').collect();
            if cells.len() != header.len() {
                return Err(error(line, format!("{} columns, the header has {}", cells.len(), header.len())));
            }
            let entry = entry(columns.map(|column| cells[column])).map_err(|problem| error(line, problem))?;
            if attack.by_id.insert(entry.id.clone(), attack.entries.len()).is_some() {
                return Err(error(line, format!("`{}` is there twice", entry.id)));
            }
            attack.entries.push(entry);
        }
        Ok(attack)
    }

    /// The entry of an id, live or not.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.by_id.get(id).and_then(|index| self.entries.get(*index))
    }

    /// All entries, in the order of the table.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry that is live now in the place of one that is revoked.
    pub fn successor(&self, entry: &Entry) -> Option<&Entry> {
        self.get(entry.replaced_by.as_deref()?)
    }

    /// The active entry of a kind with that name, if there is only one.
    pub fn by_name(&self, kind: Kind, name: &str) -> Option<&Entry> {
        let mut found = self
            .entries
            .iter()
            .filter(|entry| entry.kind == kind && entry.status == Status::Active && entry.name.eq_ignore_ascii_case(name));
        let first = found.next()?;
        found.next().is_none().then_some(first)
    }

    /// Whether an id is well formed and a little higher than all of its kind that the table knows: a newer version may have it.
    /// A sub-technique is compared with those of its technique.
    pub fn looks_newer(&self, id: &str) -> bool {
        let Some(kind) = Kind::of_id(id) else { return false };
        let highest = |kind: Kind| self.entries.iter().filter(|entry| entry.kind == kind).map(|entry| entry.id.as_str()).max();
        match (kind, id.split_once('.')) {
            (Kind::Subtechnique, Some((technique, _))) if self.by_id.contains_key(technique) => {
                let siblings = self.entries.iter().filter(|entry| entry.parent.as_deref() == Some(technique));
                let live = self.get(technique).is_some_and(Entry::is_live);
                live && is_next(id, siblings.map(|entry| entry.id.as_str()).max(), 50)
            }
            (Kind::Subtechnique, Some((technique, _))) => self.looks_newer(technique),
            // All ids of a kind are equally long, so the order of their texts is that of their numbers.
            _ => is_next(id, highest(kind), 500),
        }
    }

    /// The live entries of a kind whose ids are nearest to an unknown one, at most two.
    pub fn similar(&self, kind: Kind, id: &str) -> Vec<&Entry> {
        let live = || self.entries.iter().filter(|entry| entry.kind == kind && entry.is_live());
        let wanted = id.trim().to_ascii_uppercase();
        let mut near: Vec<(usize, &Entry)> =
            live().map(|entry| (strsim::damerau_levenshtein(&wanted, &entry.id), entry)).filter(|(far, _)| *far <= 1).collect();
        // Of many that differ in one digit none is likelier than another.
        if near.iter().all(|(far, _)| *far == 1) && near.len() > 4 {
            return Vec::new();
        }
        near.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.id.cmp(&b.1.id)));
        near.into_iter().take(2).map(|(_, entry)| entry).collect()
    }
}

fn entry(cells: [&str; COLUMNS.len()]) -> Result<Entry, String> {
    let [id, kind, name, shortname, tactics, parent, status, replaced_by, name_v18, tactics_v18, stix_id] = cells;
    let kind = match kind {
        "tactic" => Kind::Tactic,
        "technique" => Kind::Technique,
        "subtechnique" => Kind::Subtechnique,
        _ => return Err(format!("unknown kind `{kind}`")),
    };
    if Kind::of_id(id) != Some(kind) {
        return Err(format!("`{id}` is not the id of a {kind}"));
    }
    let status = match status {
        "active" => Status::Active,
        "revoked" => Status::Revoked,
        "deprecated" => Status::Deprecated,
        _ => return Err(format!("unknown status `{status}`")),
    };
    let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let list = |text: &str| text.split(',').filter(|id| !id.is_empty()).map(str::to_owned).collect();
    // In the row of a tactic the column holds its phase in version 18.
    let (shortname_v18, tactics_v18) =
        if kind == Kind::Tactic { (some(tactics_v18), Vec::new()) } else { (None, list(tactics_v18)) };
    Ok(Entry {
        id: id.to_owned(),
        kind,
        name: name.to_owned(),
        shortname: shortname.to_owned(),
        shortname_v18,
        tactics: list(tactics),
        parent: some(parent),
        status,
        replaced_by: some(replaced_by),
        name_v18: some(name_v18),
        tactics_v18,
        stix_id: stix_id.to_owned(),
    })
}

/// Whether an id can be one of the next that are given: higher than the highest known one, but not by more than some versions
/// of ATT&CK add. `T9999` is a slip.
fn is_next(id: &str, highest: Option<&str>, most: u32) -> bool {
    let number = |id: &str| id.rsplit(['T', 'A', '.']).next().and_then(|digits| digits.parse::<u32>().ok()).unwrap_or_default();
    let from = highest.map_or(0, number);
    number(id) > from && number(id) - from <= most
}

mod version;

pub use version::Version;

#[cfg(test)]
mod tests;
