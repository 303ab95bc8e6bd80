//! Rules → the matrix of one version of ATT&CK: for each tactic its techniques, for each technique its rules.

use std::collections::{BTreeMap, BTreeSet};

use detector_compiler::attack::{Attack, Entry, Kind, Version};

use super::platform::Platform;
use super::rules::{self, Rule};

/// Indices of rules, in order.
pub(crate) type Rules = BTreeSet<usize>;

/// What rules cover.
pub(crate) struct Matrix<'a> {
    pub(crate) version: Version,
    pub(crate) rules: Vec<Rule>,
    /// In ATT&CK's order.
    pub(crate) tactics: Vec<Column<'a>>,
    /// Rules that name no tactic.
    pub(crate) unmapped: Vec<usize>,
    /// Ids that rules name and this version has nothing for, and who names them.
    pub(crate) unplaced: BTreeMap<String, Rules>,
}

/// A tactic.
pub(crate) struct Column<'a> {
    pub(crate) tactic: &'a Entry,
    pub(crate) rules: Rules,
    /// By name.
    pub(crate) techniques: Vec<Technique<'a>>,
}

/// A technique under a tactic.
pub(crate) struct Technique<'a> {
    pub(crate) cell: Cell<'a>,
    /// By id.
    pub(crate) subtechniques: Vec<Cell<'a>>,
}

/// A technique or sub-technique under a tactic.
pub(crate) struct Cell<'a> {
    pub(crate) entry: &'a Entry,
    /// Those that name it or, of a technique, one of its sub-techniques.
    pub(crate) rules: Rules,
    /// What rules call it by that this version does not: `T1562.001 under TA0005`.
    pub(crate) written_as: BTreeSet<(String, String)>,
}

/// How much of something there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Share {
    pub(crate) covered: usize,
    pub(crate) total: usize,
}

/// What the rules that are asked for cover, each technique counted once however many tactics it serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) rules: usize,
    pub(crate) tactics: Share,
    pub(crate) techniques: Share,
    pub(crate) subtechniques: Share,
}

#[derive(Default)]
struct Hits {
    rules: Rules,
    written_as: BTreeSet<(String, String)>,
}

impl<'a> Matrix<'a> {
    /// The matrix of a version.
    pub(crate) fn new(rules: Vec<Rule>, attack: &'a Attack, version: Version) -> Self {
        let mut placing =
            Placing { attack, version, cells: BTreeMap::new(), columns: BTreeMap::new(), unplaced: BTreeMap::new() };
        rules.iter().enumerate().for_each(|(index, rule)| placing.place(index, rule));
        let Placing { mut cells, mut columns, unplaced, .. } = placing;
        let mut cell = |tactic: &str, entry: &'a Entry| {
            let Hits { rules, written_as } = cells.remove(&(tactic.to_owned(), entry.id.clone())).unwrap_or_default();
            Cell { entry, rules, written_as }
        };
        let in_tactic = |entry: &&Entry, tactic: &Entry| entry.tactics_in(version).contains(&tactic.id);
        let tactics = attack.entries_in(Kind::Tactic, version).map(|tactic| {
            let techniques = attack.entries_in(Kind::Technique, version).filter(|entry| in_tactic(entry, tactic));
            let mut techniques: Vec<Technique<'a>> = techniques
                .map(|technique| Technique {
                    cell: cell(&tactic.id, technique),
                    subtechniques: attack
                        .entries_in(Kind::Subtechnique, version)
                        .filter(|entry| entry.parent.as_ref() == Some(&technique.id) && in_tactic(entry, tactic))
                        .map(|entry| cell(&tactic.id, entry))
                        .collect(),
                })
                .collect();
            techniques.sort_by(|a, b| a.cell.entry.name_in(version).cmp(b.cell.entry.name_in(version)));
            Column { tactic, rules: columns.remove(&tactic.id).unwrap_or_default(), techniques }
        });
        let tactics = tactics.collect();
        let unmapped = (0..rules.len()).filter(|index| !rules::is_mapped(&rules[*index], attack)).collect();
        Self { version, rules, tactics, unmapped, unplaced }
    }

    /// What the rules of a platform cover, or with `None` all rules.
    pub(crate) fn totals(&self, platform: Option<Platform>) -> Totals {
        let columns = self.tactics.iter();
        let cells = |kind: Kind| self.cells().filter(move |cell| cell.entry.kind == kind);
        Totals {
            rules: self.rules.iter().filter(|rule| platform.is_none_or(|platform| rule.platforms.contains(platform))).count(),
            tactics: Share::of(columns.map(|column| (column.tactic.id.as_str(), self.any(&column.rules, platform)))),
            techniques: Share::of(cells(Kind::Technique).map(|cell| (cell.entry.id.as_str(), self.any(&cell.rules, platform)))),
            subtechniques: Share::of(
                cells(Kind::Subtechnique).map(|cell| (cell.entry.id.as_str(), self.any(&cell.rules, platform))),
            ),
        }
    }

    /// Every cell, tactic by tactic, each technique before its sub-techniques.
    pub(crate) fn cells(&self) -> impl Iterator<Item = &Cell<'a>> {
        self.tactics.iter().flat_map(|column| &column.techniques).flat_map(Technique::cells)
    }

    /// Whether one of the rules is for a platform.
    pub(crate) fn any(&self, rules: &Rules, platform: Option<Platform>) -> bool {
        rules.iter().any(|rule| platform.is_none_or(|platform| self.rules[*rule].platforms.contains(platform)))
    }

    /// The rules that state no platform.
    pub(crate) fn without_platform(&self) -> usize {
        self.rules.iter().filter(|rule| rule.platforms.is_empty()).count()
    }

    /// A sentence about what rules call a cell by that this version does not.
    pub(crate) fn comment(&self, cell: &Cell<'_>, attack: &Attack) -> Option<String> {
        let mut notes = Vec::new();
        for (id, tactic) in &cell.written_as {
            let tactic_name = attack.get(tactic).map_or("", |entry| &entry.name);
            let number = self.version.number();
            notes.push(match attack.get(id) {
                Some(old) if *id != cell.entry.id => {
                    format!("{id} {} is {} in version {number}", old.name, cell.entry.id)
                }
                _ => format!("not under {tactic} {tactic_name} in version {number}, where rules have it"),
            });
        }
        notes.dedup();
        (!notes.is_empty()).then(|| notes.join("; "))
    }
}

impl<'a> Technique<'a> {
    fn cells(&self) -> impl Iterator<Item = &Cell<'a>> {
        std::iter::once(&self.cell).chain(&self.subtechniques)
    }
}

impl Share {
    /// Counts ids; one that occurs several times is covered if it is once.
    pub(crate) fn of<'i>(ids: impl Iterator<Item = (&'i str, bool)>) -> Self {
        let mut seen: BTreeMap<&str, bool> = BTreeMap::new();
        ids.for_each(|(id, covered)| *seen.entry(id).or_default() |= covered);
        Self { covered: seen.values().filter(|covered| **covered).count(), total: seen.len() }
    }
}

struct Placing<'a> {
    attack: &'a Attack,
    version: Version,
    /// By tactic and technique or sub-technique.
    cells: BTreeMap<(String, String), Hits>,
    columns: BTreeMap<String, Rules>,
    unplaced: BTreeMap<String, Rules>,
}

impl Placing<'_> {
    fn place(&mut self, index: usize, rule: &Rule) {
        for mapping in &rule.mapping {
            let mut placed = false;
            for id in &mapping.techniques {
                placed |= self.place_technique(index, id, &mapping.tactic);
            }
            if !placed {
                self.place_tactic(index, &mapping.tactic);
            }
        }
    }

    /// Under a tactic alone: version 18 has what 19 calls Defense Impairment in the tactic that 19 calls Stealth.
    fn place_tactic(&mut self, index: usize, id: &str) {
        let known = |id: &str| self.attack.get(id).is_some_and(|entry| entry.is_live_in(self.version));
        match [id, "TA0005"].into_iter().find(|candidate| known(candidate) && (*candidate == id || id == "TA0112")) {
            Some(id) => drop(self.columns.entry(id.to_owned()).or_default().insert(index)),
            None => drop(self.unplaced.entry(id.to_owned()).or_default().insert(index)),
        }
    }

    fn place_technique(&mut self, index: usize, id: &str, tactic: &str) -> bool {
        let Some(entry) = self.attack.counterpart(id, self.version) else {
            self.unplaced.entry(id.to_owned()).or_default().insert(index);
            return false;
        };
        for now in self.attack.tactics_of(entry, tactic, self.version) {
            let hits = self.cells.entry((now.to_owned(), entry.id.clone())).or_default();
            hits.rules.insert(index);
            if entry.id != id || now != tactic {
                hits.written_as.insert((id.to_owned(), tactic.to_owned()));
            }
            if let Some(parent) = &entry.parent {
                self.cells.entry((now.to_owned(), parent.clone())).or_default().rules.insert(index);
            }
            self.columns.entry(now.to_owned()).or_default().insert(index);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::platform::Platforms;
    use super::super::rules::Mapping;
    use super::*;
    use detector_compiler::rule::Severity;

    fn rule(mapping: &[(&str, &[&str])]) -> Rule {
        Rule {
            id: "r".into(),
            name: "R".into(),
            severity: Severity::Low,
            risk_score: 21,
            file: None,
            platforms: Platforms::of(None, ["OS: Linux"].into_iter(), None),
            mapping: mapping
                .iter()
                .map(|(tactic, ids)| Mapping {
                    tactic: (*tactic).into(),
                    techniques: ids.iter().map(|id| (*id).into()).collect(),
                })
                .collect(),
        }
    }

    fn covered(rules: Vec<Rule>, version: Version) -> Vec<String> {
        let matrix = Matrix::new(rules, Attack::builtin(), version);
        let of = |column: &Column<'_>| {
            let cells = column.techniques.iter().flat_map(Technique::cells).filter(|cell| !cell.rules.is_empty());
            cells.map(|cell| format!("{} {} {:?}", column.tactic.id, cell.entry.id, cell.rules)).collect::<Vec<_>>()
        };
        matrix.tactics.iter().flat_map(of).collect()
    }

    #[test]
    fn a_rule_counts_for_its_sub_technique_and_the_technique_above_it() {
        let rules = vec![rule(&[("TA0002", &["T1059.004"])]), rule(&[("TA0002", &["T1059"])])];
        assert_eq!(covered(rules, Version::V19), ["TA0002 T1059 {0, 1}", "TA0002 T1059.004 {0}"]);
    }

    #[test]
    fn what_was_revoked_counts_for_what_has_replaced_it() {
        let rules = || vec![rule(&[("TA0005", &["T1070.001"])])];
        assert_eq!(covered(rules(), Version::V19), ["TA0112 T1685 {0}", "TA0112 T1685.005 {0}"]);
        assert_eq!(covered(rules(), Version::V18), ["TA0005 T1070 {0}", "TA0005 T1070.001 {0}"]);
        let matrix = Matrix::new(rules(), Attack::builtin(), Version::V19);
        let cell = matrix.cells().find(|cell| cell.entry.id == "T1685.005").unwrap();
        assert_eq!(
            matrix.comment(cell, Attack::builtin()).unwrap(),
            "T1070.001 Clear Windows Event Logs is T1685.005 in version 19"
        );
    }

    #[test]
    fn every_technique_has_its_place_and_totals_count_it_once() {
        let attack = Attack::builtin();
        for version in [Version::V18, Version::V19] {
            for kind in [Kind::Technique, Kind::Subtechnique] {
                let rules: Vec<Rule> = attack
                    .entries_in(kind, version)
                    .map(|entry| rule(&[(entry.tactics_in(version)[0].as_str(), &[entry.id.as_str()])]))
                    .collect();
                let matrix = Matrix::new(rules, attack, version);
                let totals = matrix.totals(None);
                let share = if kind == Kind::Technique { totals.techniques } else { totals.subtechniques };
                assert_eq!(share.covered, share.total, "{version:?} {kind}");
                assert_eq!(share.total, attack.entries_in(kind, version).count(), "{version:?} {kind}");
                assert_eq!(matrix.totals(Some(Platform::Windows)).techniques.covered, 0);
            }
        }
    }

    #[test]
    fn what_a_version_does_not_have_is_told_and_its_tactic_counted() {
        let matrix = Matrix::new(vec![rule(&[("TA0042", &["T1683"])]), rule(&[])], Attack::builtin(), Version::V18);
        assert_eq!(matrix.unplaced.keys().collect::<Vec<_>>(), ["T1683"]);
        assert_eq!(matrix.unmapped, [1]);
        assert_eq!(matrix.totals(None).tactics, Share { covered: 1, total: 14 });
    }
}
