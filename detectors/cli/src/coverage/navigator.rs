//! The matrix as a layer of the ATT&CK Navigator, format 4.5.

use detector_compiler::attack::Attack;
use serde::Serialize;

use super::html::STEPS;
use super::matrix::{Cell, Column, Matrix, Technique};
use crate::check::output::summary::counted;
use crate::shown::Shown;

const LAYER_FORMAT: &str = "4.5";
/// The newest Navigator; 4.9 reads the format too.
const NAVIGATOR: &str = "5.1.0";

#[derive(Serialize)]
struct Layer<'a> {
    name: &'a str,
    versions: Versions<'a>,
    domain: &'a str,
    description: String,
    sorting: u8,
    layout: Layout<'a>,
    #[serde(rename = "hideDisabled")]
    hide_disabled: bool,
    techniques: Vec<Object<'a>>,
    gradient: Gradient<'a>,
    #[serde(rename = "legendItems")]
    legend_items: Vec<LegendItem<'a>>,
    metadata: Vec<Metadata>,
}

#[derive(Serialize)]
struct Versions<'a> {
    attack: &'a str,
    navigator: &'a str,
    layer: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Layout<'a> {
    layout: &'a str,
    #[serde(rename = "showID")]
    show_id: bool,
    show_name: bool,
    show_aggregate_scores: bool,
    count_unscored: bool,
    aggregate_function: &'a str,
    expanded_subtechniques: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Object<'a> {
    #[serde(rename = "techniqueID")]
    technique_id: &'a str,
    tactic: &'a str,
    score: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    comment: Option<String>,
    enabled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    show_subtechniques: Option<bool>,
    metadata: Vec<Metadata>,
}

#[derive(Serialize)]
struct Metadata {
    name: &'static str,
    value: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Gradient<'a> {
    colors: Vec<&'a str>,
    min_value: usize,
    max_value: usize,
}

#[derive(Serialize)]
struct LegendItem<'a> {
    label: String,
    color: &'a str,
}

/// The layer as JSON text with a line break at its end.
pub(crate) fn layer(matrix: &Matrix<'_>, attack: &Attack) -> String {
    let techniques: Vec<Object<'_>> = matrix.tactics.iter().flat_map(|column| objects(matrix, column, attack)).collect();
    let max_value = techniques.iter().map(|technique| technique.score).max().unwrap_or(1).max(1);
    let (lowest, highest) = (STEPS[1].colour, STEPS[STEPS.len() - 1].colour);
    let totals = matrix.totals(None);
    let layer = Layer {
        name: "Detection coverage",
        versions: Versions { attack: matrix.version.number(), navigator: NAVIGATOR, layer: LAYER_FORMAT },
        domain: "enterprise-attack",
        description: format!(
            "{}: {} of {} techniques and {} of {} sub-techniques. The score is the number of rules.",
            counted(totals.rules, "rule"),
            totals.techniques.covered,
            totals.techniques.total,
            totals.subtechniques.covered,
            totals.subtechniques.total
        ),
        sorting: 3,
        layout: Layout {
            layout: "side",
            show_id: true,
            show_name: true,
            show_aggregate_scores: false,
            count_unscored: false,
            aggregate_function: "sum",
            expanded_subtechniques: "annotated",
        },
        hide_disabled: false,
        techniques,
        gradient: Gradient { colors: vec![lowest, highest], min_value: 0, max_value },
        legend_items: vec![
            LegendItem { label: "few rules".into(), color: lowest },
            LegendItem { label: counted(max_value, "rule"), color: highest },
        ],
        metadata: vec![Metadata { name: "generator", value: format!("detectors {}", env!("CARGO_PKG_VERSION")) }],
    };
    // Texts and numbers alone: nothing of it can fail.
    serde_json::to_string_pretty(&layer).unwrap_or_default() + "\n"
}

fn objects<'m>(matrix: &'m Matrix<'_>, column: &'m Column<'_>, attack: &Attack) -> Vec<Object<'m>> {
    let tactic = column.tactic.shortname_in(matrix.version);
    let object = |cell: &'m Cell<'_>, technique: Option<&Technique<'_>>| Object {
        technique_id: &cell.entry.id,
        tactic,
        score: cell.rules.len(),
        comment: matrix.comment(cell, attack),
        enabled: true,
        show_subtechniques: technique.map(|technique| technique.subtechniques.iter().any(|sub| !sub.rules.is_empty())),
        metadata: cell
            .rules
            .iter()
            .map(|index| Metadata { name: "rule", value: Shown(&matrix.rules[*index].name).to_string() })
            .collect(),
    };
    let of = |technique: &'m Technique<'_>| {
        let subtechniques = technique.subtechniques.iter().map(|cell| object(cell, None));
        std::iter::once(object(&technique.cell, Some(technique))).chain(subtechniques).collect::<Vec<_>>()
    };
    column.techniques.iter().flat_map(of).filter(|object| object.score > 0).collect()
}
