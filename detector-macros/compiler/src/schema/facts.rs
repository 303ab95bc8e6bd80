//! What is known of fields beside their types: values that ECS lists, and the fields that events of Elastic Defend carry.
//!
//! Names only, from ECS 9.5 (Apache-2.0) and Elastic Defend's documentation of its events (names are facts; none of its prose is
//! here). Both tables are sorted text in the program; only lints read them.

use std::collections::HashMap;
use std::sync::LazyLock;

/// `field<TAB>kind<TAB>value<TAB>event types`. kind: `allowed` (a closed list), `expected` (an open one), `length` (the
/// value is the mapping's `ignore_above`, where it is not 1024).
const VALUES: &str = include_str!("values.tsv");

/// The rows of the values, by field.
static VALUES_OF: LazyLock<HashMap<&str, Vec<[&str; 3]>>> = LazyLock::new(|| {
    let mut of: HashMap<&str, Vec<[&str; 3]>> = HashMap::new();
    for line in VALUES.lines() {
        let mut cells = line.split('\t').fuse();
        let mut cell = || cells.next().unwrap_or_default();
        of.entry(cell()).or_default().push([cell(), cell(), cell()]);
    }
    of
});

/// `category<TAB>always or some<TAB>fields, with commas`.
const EVENTS: &str = include_str!("events.tsv");

/// For each field the categories whose events carry it, and whether all kinds of them do.
static CARRIERS: LazyLock<HashMap<&str, Vec<(&str, bool)>>> = LazyLock::new(|| {
    let mut of: HashMap<&str, Vec<(&str, bool)>> = HashMap::new();
    for (category, always, fields) in events() {
        fields.split(',').for_each(|field| of.entry(field).or_default().push((category, always)));
    }
    of
});

/// A value that ECS lists for a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Value {
    /// The value.
    pub value: &'static str,
    /// Whether the list is all there is.
    pub closed: bool,
    /// Of categories: the event types that ECS expects of them, with commas.
    pub event_types: &'static str,
}

/// The values that ECS lists for a field, in its order.
pub fn values(field: &str) -> impl Iterator<Item = Value> {
    rows(field).filter(|[kind, ..]| matches!(*kind, "allowed" | "expected")).map(|[kind, value, event_types]| Value {
        value,
        closed: kind == "allowed",
        event_types,
    })
}

/// The number of characters from which on Elasticsearch does not index a value, where it is not the usual one.
pub fn ignore_above(field: &str) -> Option<usize> {
    rows(field).find(|[kind, ..]| *kind == "length").and_then(|[_, value, _]| value.parse().ok())
}

fn rows(field: &str) -> impl Iterator<Item = [&'static str; 3]> {
    VALUES_OF.get(field).into_iter().flatten().copied()
}

/// Whether events of a category carry a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Every kind of event does.
    Always,
    /// Some kinds of events do.
    Some,
    /// None does, but events of other categories do.
    Never,
}

/// Whether the events of Elastic Defend of a category carry a field. `None` if the category, or the field, is none of its own.
pub fn presence(category: &str, field: &str) -> Option<Presence> {
    let carriers = CARRIERS.get(field)?;
    match carriers.iter().find(|(of, _)| *of == category) {
        Some((_, true)) => Some(Presence::Always),
        Some((_, false)) => Some(Presence::Some),
        None => events().any(|(of, ..)| of == category).then_some(Presence::Never),
    }
}

/// The categories whose events carry a field, sorted.
pub fn categories_with(field: &str) -> Vec<&'static str> {
    CARRIERS.get(field).into_iter().flatten().map(|(category, _)| *category).collect()
}

fn events() -> impl Iterator<Item = (&'static str, bool, &'static str)> {
    EVENTS.lines().filter_map(|line| {
        let mut cells = line.split('\t');
        Some((cells.next()?, cells.next()? == "always", cells.next()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};

    /// The rows of a table with a header, cell by name.
    fn table(name: &str) -> Option<Vec<BTreeMap<String, String>>> {
        let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/schema").join(name);
        let Ok(text) = std::fs::read_to_string(&file) else {
            assert!(std::env::var_os("DETECTORS_REQUIRE_SHARED").is_none(), "{} is missing", file.display());
            println!("skipped: shared data not found");
            return None;
        };
        let mut lines = text.lines();
        let header: Vec<String> = lines.next()?.split('\t').map(str::to_owned).collect();
        let row = |line: &str| header.iter().cloned().zip(line.split('\t').map(str::to_owned)).collect();
        Some(lines.map(row).collect())
    }

    #[test]
    fn the_values_are_those_of_the_full_tables() {
        let (Some(allowed), Some(fields)) = (table("allowed_values.tsv"), table("fields.tsv")) else { return };
        let mut text = String::new();
        for row in allowed.iter().filter(|row| matches!(row["kind"].as_str(), "allowed" | "expected")) {
            text.push_str(&format!("{}\t{}\t{}\t{}\n", row["field"], row["kind"], row["value"], row["expected_event_types"]));
        }
        for row in fields.iter().filter(|row| !matches!(row["ignore_above"].as_str(), "" | "1024")) {
            text.push_str(&format!("{}\tlength\t{}\t\n", row["field"], row["ignore_above"]));
        }
        expect_test::expect_file!["values.tsv"].assert_eq(&text);
    }

    #[test]
    fn the_events_are_those_of_the_full_table() {
        let Some(events) = table("endpoint_events.tsv") else { return };
        // Streams that are named as the category of their events.
        let mut categories: BTreeMap<&str, Vec<BTreeSet<&str>>> = BTreeMap::new();
        for row in &events {
            if ["api", "file", "library", "network", "process", "registry"].contains(&row["stream"].as_str()) {
                categories.entry(&row["stream"]).or_default().push(row["fields"].split(',').collect());
            }
        }
        let mut text = String::new();
        for (category, kinds) in categories {
            let any: BTreeSet<&str> = kinds.iter().flatten().copied().collect();
            let (always, some): (Vec<&str>, Vec<&str>) =
                any.into_iter().partition(|field| kinds.iter().all(|kind| kind.contains(field)));
            text.push_str(&format!("{category}\talways\t{}\n{category}\tsome\t{}\n", always.join(","), some.join(",")));
        }
        expect_test::expect_file!["events.tsv"].assert_eq(&text);
    }

    #[test]
    fn presence_tells_never_from_unknown() {
        assert_eq!(presence("process", "process.pid"), Some(Presence::Always));
        assert_eq!(presence("network", "source.ip"), Some(Presence::Some));
        assert_eq!(presence("registry", "source.ip"), Some(Presence::Never));
        assert_eq!(presence("authentication", "source.ip"), None);
        assert_eq!(presence("process", "winlog.channel"), None);
        assert_eq!(categories_with("source.ip"), ["network"]);
        assert_eq!(ignore_above("file.drive_letter"), Some(1));
        assert!(values("event.category").any(|row| row.value == "process" && row.closed && row.event_types.contains("start")));
    }
}
