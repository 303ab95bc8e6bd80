//! What people call a tactic or technique → its entry in ATT&CK version 19.

use detector_compiler::attack::{Attack, Entry, Kind, Version};
use detector_compiler::schema::similar;

use crate::shown::Shown;

const NOW: Version = Version::V19;

/// The tactic with an id, name or shortname; case does not matter.
///
/// # Errors
/// A complete message.
pub(super) fn tactic<'a>(attack: &'a Attack, text: &str) -> Result<&'a Entry, String> {
    let wanted = text.trim();
    let tactics = || attack.entries_in(Kind::Tactic, NOW);
    let is = |entry: &&Entry| [&entry.id, &entry.name, &entry.shortname].iter().any(|name| name.eq_ignore_ascii_case(wanted));
    if let Some(entry) = tactics().find(is) {
        return Ok(entry);
    }
    let mut message = format!("error: no tactic has the id or name `{}`", Shown(text));
    let before = tactics().find(|entry| {
        let names = [entry.name_v18.as_deref(), entry.shortname_v18.as_deref()];
        names.into_iter().flatten().any(|name| name.eq_ignore_ascii_case(wanted))
    });
    match before {
        Some(entry) => {
            message += &format!("\nhelp: version 19 calls it `{}`, or has the technique in `defense-impairment`", entry.shortname)
        }
        None => {
            let lower = wanted.to_ascii_lowercase();
            let near = similar(&lower, tactics().map(|entry| entry.shortname.as_str()));
            let near = if near.is_empty() {
                attack.similar(Kind::Tactic, wanted).iter().map(|entry| entry.id.clone()).collect()
            } else {
                near
            };
            match near.is_empty() {
                true => message += &format!("\nhelp: write one of {}", listed(tactics().map(|entry| entry.shortname.as_str()))),
                false => near.iter().for_each(|name| message += &format!("\nhelp: a similar one exists: `{name}`")),
            }
        }
    }
    Err(message)
}

/// The technique or sub-technique of a tactic with an id or name; case does not matter.
///
/// # Errors
/// A complete message: it is unknown, no longer live, or of other tactics.
pub(super) fn technique<'a>(attack: &'a Attack, text: &str, tactic: &Entry) -> Result<&'a Entry, String> {
    let wanted = text.trim();
    let entry = match attack.get(&wanted.to_ascii_uppercase()).filter(|entry| entry.kind != Kind::Tactic) {
        Some(entry) => entry,
        None => named(attack, wanted, tactic)?,
    };
    if !entry.is_live_in(NOW) {
        let mut message = format!("error: ATT&CK has withdrawn `{}`, {}", entry.id, entry.name);
        if let Some(now) = attack.successor(entry) {
            message += &format!("\nhelp: it is now `{}`, {}, in {}", now.id, now.name, tactics_of(attack, now));
        }
        return Err(message);
    }
    if !entry.tactics_in(NOW).contains(&tactic.id) {
        let mut message = format!("error: `{}`, {}, does not serve `{}`, {}", entry.id, entry.name, tactic.id, tactic.name);
        message += &format!("\nhelp: it serves {}", tactics_of(attack, entry));
        return Err(message);
    }
    Ok(entry)
}

/// By name: of several with one name that of the tactic.
fn named<'a>(attack: &'a Attack, wanted: &str, tactic: &Entry) -> Result<&'a Entry, String> {
    let live = || attack.entries_in(Kind::Technique, NOW).chain(attack.entries_in(Kind::Subtechnique, NOW));
    let same: Vec<&Entry> = live().filter(|entry| entry.name.eq_ignore_ascii_case(wanted)).collect();
    let here: Vec<&Entry> = same.iter().copied().filter(|entry| entry.tactics_in(NOW).contains(&tactic.id)).collect();
    match (&same[..], &here[..]) {
        ([entry], _) | (_, [entry]) => return Ok(entry),
        ([], _) => {}
        _ => {
            let ids = listed(same.iter().map(|entry| entry.id.as_str()));
            return Err(format!("error: several techniques are called `{}`\nhelp: write one of {ids}", Shown(wanted)));
        }
    }
    let mut message = format!("error: no technique has the id or name `{}`", Shown(wanted));
    let kind = if wanted.contains('.') { Kind::Subtechnique } else { Kind::Technique };
    let by_id = attack.similar(kind, wanted).into_iter().filter(|entry| entry.is_live_in(NOW));
    let mut near: Vec<&Entry> = by_id.collect();
    if near.is_empty() && Kind::of_id(&wanted.to_ascii_uppercase()).is_none() {
        let names = similar(wanted, live().map(|entry| entry.name.as_str()));
        near = names.iter().filter_map(|name| live().find(|entry| entry.name == *name)).collect();
    }
    for entry in near {
        message += &format!("\nhelp: a similar one exists: `{}`, {}", entry.id, entry.name);
    }
    Err(message)
}

fn tactics_of(attack: &Attack, entry: &Entry) -> String {
    let names = entry.tactics_in(NOW).iter().filter_map(|id| attack.get(id)).map(|tactic| tactic.shortname.as_str());
    listed(names)
}

/// `` `a`, `b` or `c` ``
pub(super) fn listed<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<String> = words.map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_found_by_id_and_name() {
        let attack = Attack::builtin();
        for text in ["TA0011", "ta0011", "Command and Control", "command-and-control", " command and control "] {
            assert_eq!(tactic(attack, text).unwrap().id, "TA0011", "{text}");
        }
        let execution = tactic(attack, "execution").unwrap();
        for text in ["T1059.004", "t1059.004", "Unix Shell", "unix shell"] {
            assert_eq!(technique(attack, text, execution).unwrap().id, "T1059.004", "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_told_with_what_is_near() {
        let attack = Attack::builtin();
        let of = |tactic_text: &str, text: &str| match tactic(attack, tactic_text) {
            Ok(tactic) => technique(attack, text, tactic).unwrap_err(),
            Err(message) => message,
        };
        for (tactic, technique, parts) in [
            ("executoin", "", &["no tactic has the id or name `executoin`", "`execution`"][..]),
            ("defense-evasion", "", &["version 19 calls it `stealth`"]),
            ("nonsense", "", &["write one of `reconnaissance`, ", "or `impact`"]),
            (
                "persistence",
                "T1059",
                &["`T1059`, Command and Scripting Interpreter, does not serve `TA0003`, Persistence", "it serves `execution`"],
            ),
            (
                "stealth",
                "T1562.001",
                &["has withdrawn `T1562.001`", "it is now `T1685`, Disable or Modify Tools, in `defense-impairment`"],
            ),
            ("execution", "T1059.044", &["no technique has the id or name `T1059.044`", "`T1059.004`, Unix Shell"]),
            ("execution", "Unix Shel", &["`T1059.004`, Unix Shell"]),
            ("execution", "T0000\u{1b}[2J", &["`T0000\\u{1b}[2J`"]),
        ] {
            let message = of(tactic, technique);
            for part in parts {
                assert!(message.contains(part), "no `{part}` in {message}");
            }
        }
    }
}
