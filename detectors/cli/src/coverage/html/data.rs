//! What the page's script knows: rules, and which of them each cell has, as JSON that can stand in a script element.

use std::collections::BTreeMap;

use detector_compiler::attack::Attack;
use serde::Serialize;

use super::{STEPS, short_files};
use crate::coverage::matrix::Matrix;
use crate::coverage::platform::Platform;
use crate::shown::Shown;

#[derive(Serialize)]
struct Data<'a> {
    rules: Vec<RuleData<'a>>,
    /// By tactic and id, `TA0002/T1059`: indices of rules. Cells without a rule are left out.
    cells: BTreeMap<String, Vec<usize>>,
    /// By tactic: indices of rules.
    tactics: BTreeMap<&'a str, Vec<usize>>,
    /// By tactic and id: what is to be said of the cell.
    notes: BTreeMap<String, String>,
    /// The least number of rules of each step.
    steps: Vec<usize>,
}

#[derive(Serialize)]
struct RuleData<'a> {
    name: String,
    id: String,
    severity: &'a str,
    score: u8,
    platforms: Vec<&'a str>,
    file: String,
}

/// The data as JSON text without `<`: nothing of it ends the element or opens a comment.
pub(super) fn json(matrix: &Matrix<'_>, attack: &Attack) -> String {
    let shown = |text: &str| Shown(text).to_string();
    let files = short_files(matrix);
    let rules = matrix.rules.iter().zip(files).map(|(rule, file)| RuleData {
        name: shown(&rule.name),
        id: shown(&rule.id),
        severity: rule.severity.name(),
        score: rule.risk_score,
        platforms: rule.platforms.iter().map(Platform::literal).collect(),
        file: shown(file.unwrap_or_default()),
    });
    let mut cells = BTreeMap::new();
    let mut notes = BTreeMap::new();
    for column in &matrix.tactics {
        for cell in
            column.techniques.iter().flat_map(|technique| std::iter::once(&technique.cell).chain(&technique.subtechniques))
        {
            let key = format!("{}/{}", column.tactic.id, cell.entry.id);
            if !cell.rules.is_empty() {
                cells.insert(key.clone(), cell.rules.iter().copied().collect());
            }
            notes.extend(matrix.comment(cell, attack).map(|comment| (key, comment)));
        }
    }
    let tactics = matrix.tactics.iter().map(|column| (column.tactic.id.as_str(), column.rules.iter().copied().collect()));
    let data = Data {
        rules: rules.collect(),
        cells,
        tactics: tactics.collect(),
        notes,
        steps: STEPS.iter().map(|step| step.from).collect(),
    };
    // Texts and numbers alone: nothing of it can fail.
    serde_json::to_string(&data).unwrap_or_default().replace('<', "\\u003c")
}
