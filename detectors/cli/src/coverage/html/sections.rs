//! The parts of the page.

use detector_compiler::attack::{self, Entry};
use detector_compiler::rule::Severity;
use maud::{Markup, html};

use super::{STEPS, short_files, step, step_label};
use crate::check::output::summary::{counted, grouped};
use crate::coverage::matrix::{Cell, Column, Matrix, Share, Technique};
use crate::coverage::platform::Platform;
use crate::coverage::rules::Rule;
use crate::coverage::text::gaps as gap_ids;
use crate::shown::Shown;

/// Title, totals, and the rules by platform and severity.
pub(super) fn header(matrix: &Matrix<'_>) -> Markup {
    let totals = matrix.totals(None);
    let tile = |id: &str, label: &str, Share { covered, total }: Share| {
        html! {
            div class="tile" {
                dt { (label) }
                dd {
                    strong id=(id) data-total=(total) { (grouped(covered)) }
                    span { " of " (grouped(total)) }
                    (bar(id, covered, total))
                }
            }
        }
    };
    let rows = |rows: Vec<(&str, String, usize)>| {
        let most = rows.iter().map(|(_, _, count)| *count).max().unwrap_or_default();
        html! {
            @for (label, detail, count) in rows {
                li { span { (label) } (bar("", count, most)) b { (grouped(count)) } @if !detail.is_empty() { small { (detail) } } }
            }
        }
    };
    let platforms = Platform::ALL.map(|platform| {
        let totals = matrix.totals(Some(platform));
        (platform.name(), counted(totals.techniques.covered, "technique"), totals.rules)
    });
    let severities = Severity::ALL
        .map(|severity| (severity.name(), String::new(), matrix.rules.iter().filter(|rule| rule.severity == severity).count()));
    html! {
        header class="top" {
            div class="title" {
                h1 { "ATT&CK coverage" }
                p {
                    (counted(totals.rules, "detection rule")) " on MITRE ATT&CK Enterprise, version " (matrix.version.number())
                }
            }
            dl class="tiles" {
                div class="tile" {
                    dt { "Rules" }
                    dd {
                        strong id="rules-shown" data-total=(totals.rules) { (grouped(totals.rules)) }
                        span { " of " (grouped(totals.rules)) }
                        (bar("rules-shown", totals.rules, totals.rules))
                    }
                }
                (tile("tactics-covered", "Tactics", totals.tactics))
                (tile("techniques-covered", "Techniques", totals.techniques))
                (tile("subtechniques-covered", "Sub-techniques", totals.subtechniques))
            }
            div class="splits" {
                section { h2 { "By platform" }
                    ul class="rows" { (rows(platforms.into())) }
                    @if matrix.without_platform() > 0 {
                        p class="quiet" { (counted(matrix.without_platform(), "more rule")) " without a stated platform" }
                    }
                }
                section { h2 { "By severity" } ul class="rows" { (rows(severities.into())) } }
            }
        }
    }
}

/// A thin bar; the script finds it by the number that it goes with.
fn bar(of: &str, part: usize, whole: usize) -> Markup {
    let width = if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 };
    html! {
        svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" data-of=[(!of.is_empty()).then_some(of)] {
            rect class="track" width="100" height="4" {}
            rect class="fill" width=(format!("{width:.1}")) height="4" {}
        }
    }
}

/// What narrows the rules down. The script shows it.
pub(super) fn filters() -> Markup {
    let check = |group: &str, value: &str, label: &str| {
        html! { label { input type="checkbox" name=(group) value=(value) checked; span { (label) } } }
    };
    html! {
        form id="filters" hidden role="search" aria-label="Filter the rules" {
            label class="text" { span { "Search" }
                input type="search" id="text" placeholder="Rule, file, technique, T1059" autocomplete="off" spellcheck="false"; }
            fieldset { legend { "Platform" }
                @for platform in Platform::ALL { (check("platform", platform.literal(), platform.name())) }
                (check("platform", "", "not stated"))
            }
            fieldset { legend { "Severity" }
                @for severity in Severity::ALL { (check("severity", severity.name(), severity.name())) }
            }
            fieldset { legend { "Techniques" }
                @for (value, label) in [("all", "all"), ("covered", "covered"), ("gaps", "gaps")] {
                    label { input type="radio" name="show" value=(value) checked[value == "all"]; span { (label) } }
                }
            }
            div class="buttons" {
                button type="button" id="expand" aria-pressed="false" { "Expand sub-techniques" }
                button type="reset" { "Reset" }
            }
            output id="filtered" aria-live="polite" {}
        }
        noscript { p class="notice" {
            "Filters and the lists of rules by technique need JavaScript; the table of rules below has it all without."
        } }
    }
}

/// Tactics as columns, techniques as cells.
pub(super) fn matrix(matrix: &Matrix<'_>) -> Markup {
    html! {
        section id="matrix" aria-labelledby="matrix-title" {
            div class="heading" {
                h2 id="matrix-title" { "Matrix" }
                ul class="legend" aria-label="Rules for each shade" {
                    li { "rules" }
                    @for index in 0..STEPS.len() { li class={ "s" (index) } { (step_label(index)) } }
                }
            }
            div class="matrix" tabindex="0" role="group" aria-labelledby="matrix-title" {
                @for column in &matrix.tactics { (tactic(matrix, column)) }
            }
        }
    }
}

fn tactic(matrix: &Matrix<'_>, column: &Column<'_>) -> Markup {
    let covered = column.techniques.iter().filter(|technique| !technique.cell.rules.is_empty()).count();
    html! {
        section class="tactic" data-tactic=(column.tactic.id) data-name=(column.tactic.name_in(matrix.version)) {
            h3 {
                span { (column.tactic.name_in(matrix.version)) }
                small {
                    span { b class="covered" { (covered) } "/" (column.techniques.len()) }
                    span { b class="rules" { (column.rules.len()) } " rules" }
                }
            }
            ul { @for technique in &column.techniques { (technique_cell(matrix, column, technique)) } }
        }
    }
}

fn technique_cell(matrix: &Matrix<'_>, column: &Column<'_>, technique: &Technique<'_>) -> Markup {
    let subtechniques = &technique.subtechniques;
    let covered = subtechniques.iter().filter(|cell| !cell.rules.is_empty()).count();
    html! {
        li class={ "cell s" (step(technique.cell.rules.len())) } {
            (cell_link(matrix, column, &technique.cell, technique.cell.entry))
            @if !subtechniques.is_empty() {
                details {
                    summary { b class="covered" { (covered) } "/" (subtechniques.len()) " sub" span class="hidden" { "-techniques" } }
                    ul {
                        @for cell in subtechniques {
                            li class={ "sub s" (step(cell.rules.len())) } { (cell_link(matrix, column, cell, cell.entry)) }
                        }
                    }
                }
            }
        }
    }
}

fn cell_link(matrix: &Matrix<'_>, column: &Column<'_>, cell: &Cell<'_>, entry: &Entry) -> Markup {
    let short = entry.id.split_once('.').map_or(entry.id.clone(), |(_, number)| format!(".{number}"));
    html! {
        a href="#rules" aria-haspopup="dialog" data-cell={ (column.tactic.id) "/" (entry.id) } data-page=(attack::page(&entry.id)) {
            span class="id" { (short) }
            b class="count" { (cell.rules.len()) }
            span class="hidden" { " rules: " }
            span class="name" {
                // It may break after a slash: `Websites/Domains`.
                @for part in entry.name_in(matrix.version).split_inclusive('/') { (part) @if part.ends_with('/') { wbr; } }
            }
        }
    }
}

/// What is covered of each tactic on each platform, and what is not.
pub(super) fn gaps(matrix: &Matrix<'_>) -> Markup {
    let platforms: Vec<Option<Platform>> = std::iter::once(None).chain(Platform::ALL.map(Some)).collect();
    let name = |platform: Option<Platform>| platform.map_or("Any platform", Platform::name);
    let covered = |column: &Column<'_>, platform| {
        column.techniques.iter().filter(|technique| matrix.any(&technique.cell.rules, platform)).count()
    };
    html! {
        section id="gaps" aria-labelledby="gaps-title" {
            div class="heading" {
                h2 id="gaps-title" { "Gaps by platform" }
                p class="quiet" {
                    "Techniques that have a rule, of all techniques of the tactic. Some techniques do not occur on every platform; "
                    "that is not taken into account."
                }
            }
            table class="grid" {
                thead { tr { th scope="col" { "Tactic" } @for platform in &platforms { th scope="col" { (name(*platform)) } } } }
                tbody {
                    @for column in &matrix.tactics {
                        tr {
                            th scope="row" { (column.tactic.name_in(matrix.version)) }
                            @for platform in &platforms {
                                @let part = covered(column, *platform);
                                td data-label=(name(*platform)) {
                                    span { b { (part) } " of " (column.techniques.len()) } (bar("", part, column.techniques.len()))
                                }
                            }
                        }
                    }
                }
            }
            div class="gap-lists" {
                @for platform in &platforms {
                    @let ids = gap_ids(matrix, *platform);
                    details {
                        summary { (name(*platform)) ": " (counted(ids.len(), "technique")) " without a rule" }
                        @for column in &matrix.tactics {
                            @let here: Vec<&Entry> = column.techniques.iter().map(|technique| technique.cell.entry)
                                .filter(|entry| ids.get(entry.id.as_str()) == Some(&column.tactic.id.as_str())).collect();
                            @if !here.is_empty() {
                                h3 { (column.tactic.name_in(matrix.version)) }
                                ul { @for entry in here { li { span class="id" { (entry.id) } " " (entry.name_in(matrix.version)) } } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// All rules, by name.
pub(super) fn rules(matrix: &Matrix<'_>) -> Markup {
    let mut order: Vec<usize> = (0..matrix.rules.len()).collect();
    let files = short_files(matrix);
    order.sort_by(|a, b| matrix.rules[*a].name.to_lowercase().cmp(&matrix.rules[*b].name.to_lowercase()));
    html! {
        section id="rules" aria-labelledby="rules-title" {
            div class="heading" { h2 id="rules-title" { "Rules" } }
            table class="list" {
                thead { tr { @for title in ["Rule", "Severity", "Score", "Platform", "ATT&CK"] { th scope="col" { (title) } } } }
                tbody {
                    @for index in order {
                        @let rule = &matrix.rules[index];
                        tr data-rule=(index) {
                            th scope="row" { (Shown(&rule.name).to_string()) @if let Some(file) = files[index] {
                                small { (Shown(file).to_string()) }
                            } }
                            td { span class={ "severity " (rule.severity.name()) } { (rule.severity.name()) } }
                            td { (rule.risk_score) }
                            td { (platforms_of(rule)) }
                            td class="ids" { (ids_of(matrix, index)) }
                        }
                    }
                }
            }
        }
    }
}

fn platforms_of(rule: &Rule) -> String {
    let names: Vec<&str> = rule.platforms.iter().map(Platform::name).collect();
    if names.is_empty() { "–".into() } else { names.join(", ") }
}

/// The techniques that a rule counts for, those left out that it counts for only through a sub-technique.
fn ids_of(matrix: &Matrix<'_>, rule: usize) -> String {
    let mut ids: Vec<&str> =
        matrix.cells().filter(|cell| cell.rules.contains(&rule)).map(|cell| cell.entry.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    let is_above = |id: &&str| ids.iter().any(|other| other.split_once('.').is_some_and(|(parent, _)| parent == *id));
    let shown: Vec<&str> = ids.iter().copied().filter(|id| !is_above(id)).collect();
    if shown.is_empty() { "–".into() } else { shown.join(", ") }
}

/// Rules without a mapping, and ids that this version does not have.
pub(super) fn left_over(matrix: &Matrix<'_>) -> Markup {
    html! {
        @if !matrix.unmapped.is_empty() || !matrix.unplaced.is_empty() {
            section id="left-over" aria-labelledby="left-over-title" {
                div class="heading" { h2 id="left-over-title" { "Not in the matrix" } }
                @if !matrix.unmapped.is_empty() {
                    p { (counted(matrix.unmapped.len(), "rule")) " without an ATT&CK mapping:" }
                    ul class="plain" {
                        @for index in &matrix.unmapped { li { (Shown(&matrix.rules[*index].name).to_string()) } }
                    }
                }
                @if !matrix.unplaced.is_empty() {
                    p { "Ids that version " (matrix.version.number()) " does not have:" }
                    ul class="plain" {
                        @for (id, rules) in &matrix.unplaced { li { (Shown(id).to_string()) ", " (counted(rules.len(), "rule")) } }
                    }
                }
            }
        }
    }
}
