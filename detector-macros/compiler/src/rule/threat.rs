//! `threat`: its shape, and each id, name and relation against a table of ATT&CK.

use std::fmt::Display;

use super::keys::Shape;
use super::values::Reading;
use super::yaml::{Entry as YamlEntry, Node, Value};
use super::{Reference, Technique, Threat};
use crate::attack::{self, Attack, Entry, Kind, Status};
use crate::errors::lints::attack as lints;
use crate::errors::{attack as attack_errors, rule_file as errors};

/// Reads `threat`. What is wrong has been reported; entries of which too much is wrong are left out.
pub(super) fn read(cx: &mut Reading<'_>, attack: &Attack, node: &Node) -> Vec<Threat> {
    let Value::List(items) = &node.value else { return Vec::new() };
    items.iter().enumerate().filter_map(|(index, item)| threat(cx, attack, &format!("threat[{index}]"), item)).collect()
}

/// A reference, its nodes for messages, and its entry if the id is known and of the right kind.
struct Checked<'n, 'a> {
    reference: Reference,
    id: &'n Node,
    entry: Option<&'a Entry>,
}

fn threat(cx: &mut Reading<'_>, attack: &Attack, path: &str, node: &Node) -> Option<Threat> {
    let entries = mapping(cx, &path, node, &["framework", "tactic", "technique"])?;
    let framework = match value(&entries, "framework") {
        Some(node) => framework(cx, &format!("{path}.framework"), node).unwrap_or_default(),
        None => {
            missing(cx, node, "framework", &path, FRAMEWORK);
            String::new()
        }
    };
    let tactic = match value(&entries, "tactic") {
        Some(tactic) => reference(cx, attack, &format!("{path}.tactic"), tactic, Kind::Tactic, &[]),
        None => {
            missing(cx, node, "tactic", &path, "{id: …, name: …, reference: …}");
            None
        }
    };
    let mut techniques = Vec::new();
    for (index, item) in list(cx, &format!("{path}.technique"), value(&entries, "technique")).iter().enumerate() {
        let path = format!("{path}.technique[{index}]");
        techniques.extend(technique(cx, attack, &path, item, tactic.as_ref()));
    }
    Some(Threat { framework, tactic: tactic?.reference, techniques })
}

const FRAMEWORK: &str = "MITRE ATT&CK";

fn framework(cx: &mut Reading<'_>, path: &str, node: &Node) -> Option<String> {
    let text = cx.text(&path, node)?;
    if text != FRAMEWORK {
        let at = cx.place(node);
        cx.report(attack_errors::unknown_framework(at, &text));
    }
    Some(text)
}

fn technique(
    cx: &mut Reading<'_>,
    attack: &Attack,
    path: &str,
    node: &Node,
    tactic: Option<&Checked<'_, '_>>,
) -> Option<Technique> {
    let technique = reference(cx, attack, path, node, Kind::Technique, &["subtechnique"]);
    if let (Some(technique), Some(tactic)) = (&technique, tactic) {
        check_tactic(cx, attack, technique, tactic);
    }
    let mut subtechniques = Vec::new();
    for (index, item) in list(cx, &format!("{path}.subtechnique"), node.get("subtechnique")).iter().enumerate() {
        let path = format!("{path}.subtechnique[{index}]");
        let Some(subtechnique) = reference(cx, attack, &path, item, Kind::Subtechnique, &[]) else { continue };
        if let Some(technique) = &technique {
            check_parent(cx, &subtechnique, technique);
        }
        subtechniques.push(subtechnique.reference);
    }
    Some(Technique { technique: technique?.reference, subtechniques })
}

/// A technique serves its tactic in either version.
fn check_tactic(cx: &mut Reading<'_>, attack: &Attack, technique: &Checked<'_, '_>, tactic: &Checked<'_, '_>) {
    let (Some(entry), Some(tactic_entry)) = (technique.entry, tactic.entry) else { return };
    if !entry.has_tactic(&tactic_entry.id) {
        let ids = if entry.tactics.is_empty() { &entry.tactics_v18 } else { &entry.tactics };
        let tactics: Vec<&Entry> = ids.iter().filter_map(|id| attack.get(id)).collect();
        let (at, tactic_at) = (cx.place(technique.id), cx.place(tactic.id));
        cx.report(attack_errors::technique_outside_tactic(at, entry, (tactic_at, tactic_entry), &tactics));
    }
}

/// A sub-technique has the id of its technique before the dot.
fn check_parent(cx: &mut Reading<'_>, subtechnique: &Checked<'_, '_>, technique: &Checked<'_, '_>) {
    let (id, parent) = (subtechnique.reference.id.as_str(), technique.reference.id.as_str());
    let fits = id.split_once('.').is_none_or(|(before, _)| before == parent);
    if !fits && Kind::of_id(id) == Some(Kind::Subtechnique) && Kind::of_id(parent) == Some(Kind::Technique) {
        let (at, technique_at) = (cx.place(subtechnique.id), cx.place(technique.id));
        cx.report(attack_errors::subtechnique_outside_technique(at, id, (technique_at, parent)));
    }
}

/// Reads `id`, `name` and `reference` of a mapping that may have `more` keys. `None` without an id.
fn reference<'n, 'a>(
    cx: &mut Reading<'_>,
    attack: &'a Attack,
    path: &str,
    node: &'n Node,
    kind: Kind,
    more: &[&str],
) -> Option<Checked<'n, 'a>> {
    let names: Vec<&str> = ["id", "name", "reference"].into_iter().chain(more.iter().copied()).collect();
    let entries = mapping(cx, &path, node, &names)?;
    let id_node = value(&entries, "id");
    let id = id_node.and_then(|node| cx.text(&format_args!("{path}.id"), node));
    let known = id.as_deref().and_then(|id| attack.get(id)).filter(|entry| entry.is_live());
    if id_node.is_none() {
        missing(cx, node, "id", &path, "…");
    }
    let name = match value(&entries, "name") {
        Some(name) => cx.text(&format_args!("{path}.name"), name),
        None => {
            missing(cx, node, "name", &path, known.map_or("…", |entry| entry.name.as_str()));
            None
        }
    };
    let link = match value(&entries, "reference") {
        Some(link) => cx.text(&format_args!("{path}.reference"), link),
        None => {
            missing(cx, node, "reference", &path, &id.as_deref().map_or("…".to_owned(), attack::page));
            None
        }
    };
    let (id, id_node) = (id?, id_node?);
    let entry = check_id(cx, attack, id_node, &id, kind, name.as_deref());
    if let (Some(entry), Some(name), Some(name_node)) = (entry, &name, value(&entries, "name")) {
        check_name(cx, attack, id_node, name_node, name, entry);
    }
    if let (Some(link), Some(link_node)) = (&link, value(&entries, "reference")) {
        check_page(cx, link_node, link, &id, kind);
    }
    let reference = Reference { id, name: name.unwrap_or_default(), reference: link.unwrap_or_default() };
    Some(Checked { reference, id: id_node, entry })
}

/// The entry of an id that is live in either version and of the wanted kind.
fn check_id<'a>(
    cx: &mut Reading<'_>,
    attack: &'a Attack,
    node: &Node,
    id: &str,
    kind: Kind,
    name: Option<&str>,
) -> Option<&'a Entry> {
    let at = cx.place(node);
    if let Some(found) = Kind::of_id(id)
        && found != kind
    {
        cx.report(attack_errors::wrong_kind(at, id, kind, found));
        return None;
    }
    match attack.get(id) {
        Some(entry) if entry.is_live() => {
            if entry.status != Status::Active {
                cx.report(lints::replaced_id(at, entry, attack.successor(entry)));
            }
            return Some(entry);
        }
        Some(entry) => cx.report(attack_errors::withdrawn_attack_id(at, entry, attack.successor(entry))),
        None if attack.looks_newer(id) => cx.report(attack_errors::newer_attack_id(at, id)),
        None => {
            let same_name = name.and_then(|name| attack.by_name(kind, name));
            cx.report(attack_errors::unknown_attack_id(at, id, same_name, &attack.similar(kind, id)));
        }
    }
    None
}

fn check_name(cx: &mut Reading<'_>, attack: &Attack, id_node: &Node, node: &Node, name: &str, entry: &Entry) {
    if !entry.has_name(name) {
        let (at, id_at) = (cx.place(node), cx.place(id_node));
        let same_name = attack.by_name(entry.kind, name).filter(|other| other.id != entry.id);
        cx.report(attack_errors::wrong_name(at, id_at, name, entry, same_name));
    } else if entry.status == Status::Active && !entry.name.eq_ignore_ascii_case(name) {
        let at = cx.place(node);
        cx.report(lints::renamed(at, name, entry));
    }
}

/// The page of an id, with or without the last slash.
fn check_page(cx: &mut Reading<'_>, node: &Node, link: &str, id: &str, kind: Kind) {
    let right = attack::page(id);
    if Kind::of_id(id) == Some(kind) && link.trim_end_matches('/') != right.trim_end_matches('/') {
        let at = cx.place(node);
        cx.report(attack_errors::wrong_reference(at, id, &right));
    }
}

fn mapping<'n>(
    cx: &mut Reading<'_>,
    path: &dyn Display,
    node: &'n Node,
    names: &[&str],
) -> Option<Vec<(&'n str, &'n YamlEntry)>> {
    cx.has_shape(path, node, Shape::Map).then_some(())?;
    match &node.value {
        Value::Map(entries) => Some(cx.known_entries(entries, names)),
        _ => None,
    }
}

fn list<'n>(cx: &mut Reading<'_>, path: &dyn Display, node: Option<&'n Node>) -> &'n [Node] {
    match node {
        Some(Node { value: Value::List(items), .. }) => items,
        Some(Node { value: Value::Null, .. }) | None => &[],
        Some(node) => {
            cx.has_shape(path, node, Shape::List);
            &[]
        }
    }
}

fn value<'n>(entries: &[(&str, &'n YamlEntry)], key: &str) -> Option<&'n Node> {
    entries.iter().find(|(name, _)| *name == key).map(|(_, entry)| &entry.value)
}

fn missing(cx: &mut Reading<'_>, node: &Node, key: &str, path: &dyn Display, example: &str) {
    let at = cx.place(node);
    cx.report(errors::missing_key(at, key, &format!("`{path}`"), example));
}
