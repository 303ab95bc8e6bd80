//! A rule file as constants: [`RuleFile`] → a `detectors::Rule`, a `detectors::Guide`, and its documentation.

use super::query::Items;
use crate::CompiledRule;
use crate::ir;
use crate::rule::{Reference, RuleFile, Severity, Threat};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use std::fmt::Write;

/// An expression of type `detectors::Rule`. Entries of ATT&CK are shared between rules.
pub(super) fn rule(items: &mut Items, rule: &CompiledRule) -> TokenStream {
    let file = &rule.file;
    let (id, name) = (&file.rule_id.value, &file.name.value);
    let severity = match file.severity {
        Severity::Low => format_ident!("Low"),
        Severity::Medium => format_ident!("Medium"),
        Severity::High => format_ident!("High"),
        Severity::Critical => format_ident!("Critical"),
    };
    let RuleFile {
        description, version, author, tags, license, interval_ms, from_ms, max_signals, enabled, building_block, ..
    } = file;
    let risk_score = file.risk_score.get();
    let license = license.as_deref().unwrap_or_default();
    let threat = file.threat.iter().map(|of| threat(items, of)).collect::<Vec<_>>();
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
            threat: &[#(#threat),*],
            interval_ms: #interval_ms,
            from_ms: #from_ms,
            max_signals: #max_signals,
            enabled: #enabled,
            building_block: #building_block,
            pipes: &[#(#pipes),*],
            missing_stages: &[#(#missing_stages),*],
            ..detectors::Rule::new(#id, #name)
        }
    }
}

/// An expression of type `detectors::Guide`.
pub(super) fn guide(rule: &CompiledRule) -> TokenStream {
    let RuleFile { query, index, references, false_positives, note, setup, .. } = &rule.file;
    let query = query.text.trim_end();
    let [note, setup] = [note, setup].map(|text| text.as_deref().unwrap_or_default());
    quote! {
        detectors::Guide {
            query: #query,
            index: &[#(#index),*],
            references: &[#(#references),*],
            false_positives: &[#(#false_positives),*],
            note: #note,
            setup: #setup,
            ..detectors::Guide::NONE
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

fn threat(items: &mut Items, threat: &Threat) -> TokenStream {
    let framework = &threat.framework;
    let tactic = reference(items, &threat.tactic);
    let techniques = threat.techniques.iter().map(|technique| {
        let subtechniques: Vec<TokenStream> = technique.subtechniques.iter().map(|of| reference(items, of)).collect();
        let technique = reference(items, &technique.technique);
        quote! { detectors::rule::Technique { technique: #technique, subtechniques: &[#(#subtechniques),*] } }
    });
    let techniques: Vec<TokenStream> = techniques.collect();
    quote! { detectors::rule::Threat { framework: #framework, tactic: #tactic, techniques: &[#(#techniques),*] } }
}

fn reference(items: &mut Items, entry: &Reference) -> TokenStream {
    let Reference { id, name, reference } = entry;
    let entry = quote! { detectors::rule::Reference { id: #id, name: #name, reference: #reference } };
    let entry = items.add_static("ATTACK", &quote!(detectors::rule::Reference), &entry);
    quote!(&#entry)
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
