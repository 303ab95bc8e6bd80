//! One version of ATT&CK at a time: what it has, what it calls it, and what a reference written for the other one means in it.

use super::{Attack, Entry, Kind, REVOKED_IN_V19, Status};

/// A version of ATT&CK for Enterprise that the table knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Version {
    /// 18.1 of November 2025.
    V18,
    /// 19 of April 2026.
    #[default]
    V19,
}

/// What version 19 added. A table does not say since when an entry is there; one more sub-technique is new that its sources
/// do not tell apart, and counts for both versions.
const NEW_IN_V19: [&str; 23] = [
    "TA0112",
    "T1682",
    "T1683",
    "T1683.001",
    "T1683.002",
    "T1684",
    "T1684.001",
    "T1684.002",
    "T1685",
    "T1685.001",
    "T1685.002",
    "T1685.003",
    "T1685.004",
    "T1685.005",
    "T1685.006",
    "T1686",
    "T1686.001",
    "T1686.002",
    "T1686.003",
    "T1687",
    "T1688",
    "T1689",
    "T1690",
];

impl Version {
    /// Its number, as layers and pages state it.
    pub fn number(self) -> &'static str {
        match self {
            Self::V18 => "18",
            Self::V19 => "19",
        }
    }
}

impl Entry {
    /// Whether a version has it.
    pub fn is_live_in(&self, version: Version) -> bool {
        match version {
            Version::V19 => self.status == Status::Active,
            Version::V18 => self.is_live() && !NEW_IN_V19.contains(&self.id.as_str()),
        }
    }

    /// Its name in a version.
    pub fn name_in(&self, version: Version) -> &str {
        match (version, &self.name_v18) {
            (Version::V18, Some(name)) => name,
            _ => &self.name,
        }
    }

    /// Tactics only: the name of its phase in a version.
    pub fn shortname_in(&self, version: Version) -> &str {
        match (version, &self.shortname_v18) {
            (Version::V18, Some(name)) => name,
            _ => &self.shortname,
        }
    }

    /// The ids of its tactics in a version.
    pub fn tactics_in(&self, version: Version) -> &[String] {
        match version {
            Version::V18 if !self.tactics_v18.is_empty() => &self.tactics_v18,
            _ => &self.tactics,
        }
    }
}

impl Attack {
    /// The table of version 18 alone: what rules written for it are checked against. What version 19 says differently is wrong in it;
    /// what had gone before is still known as gone.
    pub fn version_18(&self) -> Self {
        let of_version = |entry: &Entry| match (entry.is_live_in(Version::V18), entry.is_live_in(Version::V19)) {
            (false, false) => Some(entry.clone()),
            (false, true) => None,
            (true, _) => Some(Entry {
                name: entry.name_in(Version::V18).to_owned(),
                shortname: entry.shortname_in(Version::V18).to_owned(),
                tactics: entry.tactics_in(Version::V18).to_vec(),
                status: Status::Active,
                replaced_by: None,
                name_v18: None,
                shortname_v18: None,
                tactics_v18: Vec::new(),
                ..entry.clone()
            }),
        };
        let entries: Vec<Entry> = self.entries.iter().filter_map(of_version).collect();
        let by_id = entries.iter().enumerate().map(|(index, entry)| (entry.id.clone(), index)).collect();
        Self { entries, by_id }
    }

    /// The entries of a kind that a version has, in the order of the table: tactics as ATT&CK orders them, the others by id.
    pub fn entries_in(&self, kind: Kind, version: Version) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(move |entry| entry.kind == kind && entry.is_live_in(version))
    }

    /// The entry of a version that a technique or sub-technique of either version is in it: itself, what has replaced it, or
    /// for version 18 what it has replaced. `None` where that version has nothing for it.
    pub fn counterpart(&self, id: &str, version: Version) -> Option<&Entry> {
        let entry = self.get(id)?;
        if entry.is_live_in(version) {
            return Some(entry);
        }
        match version {
            Version::V19 => self.successor(entry).filter(|entry| entry.is_live_in(version)),
            // Of several that were merged into one, the one whose name it has kept, or else the first: the technique.
            Version::V18 => {
                let mut merged = self
                    .entries
                    .iter()
                    .filter(|old| REVOKED_IN_V19.contains(&old.id.as_str()) && old.replaced_by.as_deref() == Some(id));
                let first = merged.next()?;
                Some(merged.find(|old| old.name == entry.name).unwrap_or(first))
            }
        }
    }

    /// Under which tactics of a version a technique of it stands that was filed under `tactic` of either version: that one, if
    /// the technique still has it; or else those that it has and did not have in the other version; or else all of its own.
    pub fn tactics_of<'a>(&self, technique: &'a Entry, tactic: &str, version: Version) -> Vec<&'a str> {
        let now = technique.tactics_in(version);
        if let Some(same) = now.iter().find(|id| *id == tactic) {
            return vec![same];
        }
        let before = technique.tactics_in(match version {
            Version::V18 => Version::V19,
            Version::V19 => Version::V18,
        });
        let added: Vec<&str> = now.iter().filter(|id| !before.contains(id)).map(String::as_str).collect();
        if added.is_empty() { now.iter().map(String::as_str).collect() } else { added }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_version_has_its_own_entries() {
        let attack = Attack::builtin();
        let count = |kind, version| attack.entries_in(kind, version).count();
        assert_eq!([Kind::Tactic, Kind::Technique, Kind::Subtechnique].map(|kind| count(kind, Version::V19)), [15, 222, 475]);
        // 475 sub-techniques; one that is new in 19 cannot be told apart.
        assert_eq!([Kind::Tactic, Kind::Technique, Kind::Subtechnique].map(|kind| count(kind, Version::V18)), [14, 216, 476]);
        for id in NEW_IN_V19 {
            assert!(attack.get(id).is_some_and(|entry| entry.is_live_in(Version::V19)), "{id}");
        }
        for version in [Version::V18, Version::V19] {
            for entry in attack.entries_in(Kind::Technique, version).chain(attack.entries_in(Kind::Subtechnique, version)) {
                let tactics = entry.tactics_in(version);
                assert!(!tactics.is_empty(), "{} has no tactic in {version:?}", entry.id);
                for tactic in tactics {
                    assert!(attack.get(tactic).is_some_and(|tactic| tactic.is_live_in(version)), "{} {tactic}", entry.id);
                }
            }
        }
    }

    #[test]
    fn the_table_of_version_18_has_nothing_of_19() {
        let attack = Attack::builtin().version_18();
        let active = |kind| attack.entries().iter().filter(|entry| entry.kind == kind && entry.is_live()).count();
        assert_eq!([Kind::Tactic, Kind::Technique, Kind::Subtechnique].map(active), [14, 216, 476]);
        let evasion = attack.get("TA0005").unwrap();
        assert!(evasion.has_name("Defense Evasion") && !evasion.has_name("Stealth"));
        let disabled = attack.get("T1562.001").unwrap();
        assert_eq!((disabled.status, disabled.has_tactic("TA0005")), (Status::Active, true));
        assert!(attack.get("T1685").is_none() && attack.get("TA0112").is_none());
    }

    #[test]
    fn names_are_those_of_the_version() {
        let stealth = Attack::builtin().get("TA0005").unwrap();
        assert_eq!((stealth.name_in(Version::V19), stealth.shortname_in(Version::V19)), ("Stealth", "stealth"));
        assert_eq!((stealth.name_in(Version::V18), stealth.shortname_in(Version::V18)), ("Defense Evasion", "defense-evasion"));
    }

    #[test]
    fn references_of_one_version_have_a_counterpart_in_the_other() {
        let attack = Attack::builtin();
        let cases = [
            ("T1059.004", "TA0002", Version::V19, "T1059.004", &["TA0002"][..]),
            ("T1562", "TA0005", Version::V19, "T1685", &["TA0112"]),
            ("T1562.004", "TA0005", Version::V19, "T1686", &["TA0112"]),
            ("T1070.001", "TA0005", Version::V19, "T1685.005", &["TA0112"]),
            ("T1656", "TA0005", Version::V19, "T1684.001", &["TA0005"]),
            ("T1112", "TA0005", Version::V19, "T1112", &["TA0112"]),
            ("T1112", "TA0003", Version::V19, "T1112", &["TA0003"]),
            ("T1685.005", "TA0112", Version::V18, "T1070.001", &["TA0005"]),
            ("T1685", "TA0112", Version::V18, "T1562.001", &["TA0005"]),
            ("T1112", "TA0112", Version::V18, "T1112", &["TA0005"]),
        ];
        for (id, tactic, version, wanted, tactics) in cases {
            let entry = attack.counterpart(id, version).unwrap();
            assert_eq!(entry.id, wanted, "{id} in {version:?}");
            assert_eq!(attack.tactics_of(entry, tactic, version), tactics, "{id} under {tactic} in {version:?}");
        }
        assert!(attack.counterpart("T1683", Version::V18).is_none());
        assert!(attack.counterpart("T9999", Version::V19).is_none());
    }
}
