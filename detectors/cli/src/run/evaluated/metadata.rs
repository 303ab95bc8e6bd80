//! A rule file → what alerts say of the rule, as the derives emit it.

use detector_compiler::CompiledRule;
use detector_compiler::ir::{Body, Pipe};
use detector_compiler::rule::{self, RuleFile};
use detectors::Rule;
use detectors::rule as runtime;

/// The rule's metadata. It is never freed: see [`super::EvaluatedRules::new`].
pub(super) fn of(rule: &CompiledRule) -> &'static Rule {
    let RuleFile { rule_id, name, description, severity, risk_score, version, author, license, tags, .. } = &rule.file;
    let RuleFile { threat, interval_ms, from_ms, max_signals, .. } = &rule.file;
    let mut metadata = Rule::new(text(&rule_id.value), text(&name.value));
    metadata.description = text(description);
    metadata.severity = match severity {
        rule::Severity::Low => runtime::Severity::Low,
        rule::Severity::Medium => runtime::Severity::Medium,
        rule::Severity::High => runtime::Severity::High,
        rule::Severity::Critical => runtime::Severity::Critical,
    };
    (metadata.risk_score, metadata.version) = (risk_score.get(), *version);
    (metadata.author, metadata.tags) = (texts(author), texts(tags));
    metadata.license = text(license.as_deref().unwrap_or_default());
    metadata.threat = threat.iter().map(of_threat).collect::<Vec<_>>().leak();
    (metadata.interval_ms, metadata.from_ms, metadata.max_signals) = (*interval_ms, *from_ms, *max_signals);
    (metadata.enabled, metadata.building_block) = (rule.file.enabled, rule.file.building_block);
    let pipe = |pipe: &Pipe| match *pipe {
        Pipe::Head(count) => runtime::Pipe::Head(count),
        Pipe::Tail(count) => runtime::Pipe::Tail(count),
    };
    metadata.pipes = rule.query.pipes.iter().map(pipe).collect::<Vec<_>>().leak();
    if let Body::Sequence(sequence) = &rule.query.body {
        let stages = sequence.terms.iter().flat_map(|term| std::iter::repeat_n(term.missing, term.runs as usize));
        let missing = (0..).zip(stages).filter(|(_, missing)| *missing).map(|(stage, _)| stage);
        metadata.missing_stages = missing.collect::<Vec<u16>>().leak();
    }
    Box::leak(Box::new(metadata))
}

/// The names of its join keys, as alerts have them.
pub(super) fn join_keys(rule: &CompiledRule) -> Vec<&'static str> {
    let first = match &rule.query.body {
        Body::Event(_) => None,
        Body::Sequence(sequence) => sequence.terms.first(),
        Body::Sample(sample) => sample.terms.first(),
    };
    first.into_iter().flat_map(|term| &term.keys).map(|key| text(&key.name)).collect()
}

fn of_threat(threat: &rule::Threat) -> runtime::Threat {
    let techniques = threat.techniques.iter().map(|technique| runtime::Technique {
        technique: reference(&technique.technique),
        subtechniques: technique.subtechniques.iter().map(reference).collect::<Vec<_>>().leak(),
    });
    runtime::Threat {
        framework: text(&threat.framework),
        tactic: reference(&threat.tactic),
        techniques: techniques.collect::<Vec<_>>().leak(),
    }
}

fn reference(entry: &rule::Reference) -> &'static runtime::Reference {
    let (id, name, reference) = (text(&entry.id), text(&entry.name), text(&entry.reference));
    Box::leak(Box::new(runtime::Reference { id, name, reference }))
}

fn text(text: &str) -> &'static str {
    String::from(text).leak()
}

fn texts(texts: &[String]) -> &'static [&'static str] {
    texts.iter().map(|of| text(of)).collect::<Vec<_>>().leak()
}
