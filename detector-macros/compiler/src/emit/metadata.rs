//! A rule file as constants: [`RuleFile`] → a `detectors::Rule`, and its documentation.

use crate::CompiledRule;
use crate::ir;
use crate::rule::{Reference, RuleFile, Severity, Threat};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use std::fmt::Write;

/// An expression of type `detectors::Rule`.
pub(super) fn rule(rule: &CompiledRule) -> TokenStream {
    let file = &rule.file;
    let (id, name, query) = (&file.rule_id.value, &file.name.value, file.query.text.trim_end());
    let severity = match file.severity {
        Severity::Low => format_ident!("Low"),
        Severity::Medium => format_ident!("Medium"),
        Severity::High => format_ident!("High"),
        Severity::Critical => format_ident!("Critical"),
    };
    let RuleFile { description, version, author, tags, index, references, false_positives, .. } = file;
    let RuleFile { interval_ms, from_ms, max_signals, enabled, building_block, .. } = file;
    let risk_score = file.risk_score.get();
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let (license, note, setup) = (text(&file.license), text(&file.note), text(&file.setup));
    let threat = file.threat.iter().map(threat);
    let (pipes, missing_stages) = (rule.query.pipes.iter().map(pipe), missing_stages(rule));
    quote! {
        detectors::Rule {
            description: #description,
            severity: detectors::rule::Severity::#severity,
            risk_score: #risk_score,
            version: #version,
            author: &[#(#author),*],
            license: #license,
            tags: &[#(#tags),*],
            index: &[#(#index),*],
            references: &[#(#references),*],
            false_positives: &[#(#false_positives),*],
            note: #note,
            setup: #setup,
            threat: &[#(#threat),*],
            interval_ms: #interval_ms,
            from_ms: #from_ms,
            max_signals: #max_signals,
            enabled: #enabled,
            building_block: #building_block,
            pipes: &[#(#pipes),*],
            missing_stages: &[#(#missing_stages),*],
            ..detectors::Rule::new(#id, #name, #query)
        }
    }
}

fn pipe(pipe: &ir::Pipe) -> TokenStream {
    match pipe {
        ir::Pipe::Head(count) => quote!(detectors::rule::Pipe::Head(#count)),
        ir::Pipe::Tail(count) => quote!(detectors::rule::Pipe::Tail(#count)),
    }
}

/// Places of missing events among all stages, runs counted singly.
fn missing_stages(rule: &CompiledRule) -> Vec<u16> {
    let ir::Body::Sequence(sequence) = &rule.query.body else { return Vec::new() };
    let stages = sequence.terms.iter().flat_map(|term| std::iter::repeat_n(term.missing, term.runs as usize));
    (0_u16..).zip(stages).filter(|(_, missing)| *missing).map(|(stage, _)| stage).collect()
}

fn threat(threat: &Threat) -> TokenStream {
    let framework = &threat.framework;
    let tactic = reference(&threat.tactic);
    let techniques = threat.techniques.iter().map(|technique| {
        let subtechniques = technique.subtechniques.iter().map(reference);
        let technique = reference(&technique.technique);
        quote! { detectors::rule::Technique { technique: #technique, subtechniques: &[#(#subtechniques),*] } }
    });
    quote! { detectors::rule::Threat { framework: #framework, tactic: #tactic, techniques: &[#(#techniques),*] } }
}

fn reference(entry: &Reference) -> TokenStream {
    let Reference { id, name, reference } = entry;
    quote! { detectors::rule::Reference { id: #id, name: #name, reference: #reference } }
}

/// What rustdoc shows of a rule: description, ATT&CK, query.
pub(super) fn documentation(rule: &CompiledRule) -> String {
    let file = &rule.file;
    let mut text = format!("{}\n\n{}\n", file.name.value, escaped(file.description.trim_end()));
    if !file.threat.is_empty() {
        text.push('\n');
    }
    for threat in &file.threat {
        let mut entries = vec![&threat.tactic];
        for technique in &threat.techniques {
            entries.push(&technique.technique);
            entries.extend(&technique.subtechniques);
        }
        let entries: Vec<String> = entries.into_iter().map(|entry| format!("{} {}", entry.id, entry.name)).collect();
        let _ = writeln!(text, "- {}", entries.join(", "));
    }
    let _ = write!(text, "\n```text\n{}\n```", file.query.text.trim_end());
    text
}

/// Text that rustdoc does not take for links or HTML.
fn escaped(text: &str) -> String {
    text.replace('[', "\\[").replace('<', "\\<")
}
