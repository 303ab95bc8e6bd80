//! Every combination of answers gives a rule without warnings whose tests pass by the compiler's own evaluator.

use clap::ValueEnum;
use detector_compiler::attack::{Attack, Entry, Kind, Version};
use detector_compiler::diagnostics::render;
use detector_compiler::rule::Severity;
use detector_compiler::rule::tests::Alerts;
use detector_compiler::schema::Schema;
use detector_compiler::source::Source;
use detector_compiler::{CompiledRule, Options, compile, evaluate};

use super::answers::Answers;
use super::template;
use crate::args::{Category, OsName};

const ID: &str = "0d6f9b52-8e5a-4a7c-9f0e-2f0a6d3b1c44";

fn compiled(answers: &Answers<'_>) -> CompiledRule {
    let source = Source::new("rule.yml", template::rule(answers, ID, Some("../schema.json")));
    let mut compiled = compile(std::slice::from_ref(&source), &Schema::default(), Options::default());
    let told = compiled.diagnostics.iter().filter(|diagnostic| diagnostic.code.info().name != "placeholder");
    let told = render::render_all(told, std::slice::from_ref(&source), render::Style::Plain);
    assert_eq!(told, "", "{}", source.text);
    compiled.rules.remove(0)
}

fn check_tests(rule: &CompiledRule, text: &str) {
    assert_eq!(rule.tests.len(), 2, "{text}");
    let mut alerting = 0;
    for case in &rule.tests {
        let documents: Vec<_> = case.events.iter().map(|event| event.document.clone()).collect();
        let hits = evaluate::run(&rule.query, &documents, &evaluate::Options::default());
        let found: Vec<Vec<usize>> = hits.iter().map(|hit| hit.events.iter().copied().flatten().collect()).collect();
        let Alerts::Each(wanted) = &case.alerts else { panic!("alerts are listed") };
        let wanted: Vec<Vec<usize>> = wanted.iter().map(|alert| alert.value.clone()).collect();
        assert_eq!(found, wanted, "{}\n{text}", case.name.value);
        alerting += usize::from(!wanted.is_empty());
    }
    assert_eq!(alerting, 1, "{text}");
}

fn entries(tactic: &str, technique: &str) -> (&'static Entry, &'static Entry) {
    let attack = Attack::builtin();
    (attack.get(tactic).unwrap(), attack.get(technique).unwrap())
}

#[test]
fn every_category_on_all_systems_alone_and_in_a_sequence() {
    let (tactic, technique) = entries("TA0002", "T1059.004");
    let systems = OsName::value_variants();
    let mut seen = 0;
    for category in Category::value_variants() {
        for chosen in 1..1_u32 << systems.len() {
            let systems: Vec<OsName> =
                systems.iter().enumerate().filter(|(at, _)| chosen & (1 << at) != 0).map(|(_, system)| *system).collect();
            if matches!(category, Category::Registry | Category::Driver) && systems != [OsName::Windows] {
                continue;
            }
            for sequence in [false, true] {
                let name = "Example: \"quoted\" # and é".to_owned();
                let (systems, category, severity) = (systems.clone(), *category, Severity::High);
                let answers = Answers { name, systems, category, tactic, technique, severity, sequence };
                let rule = compiled(&answers);
                assert_eq!(rule.file.name.value, answers.name);
                assert_eq!(rule.stage_count(), if sequence { 2 } else { 1 });
                check_tests(&rule, &template::rule(&answers, ID, None));
                seen += 1;
            }
        }
    }
    assert_eq!(seen, (7 * 7 + 2) * 2);
}

#[test]
fn every_technique_under_every_tactic_of_its_own() {
    let attack = Attack::builtin();
    let mut seen = 0;
    for kind in [Kind::Technique, Kind::Subtechnique] {
        for technique in attack.entries_in(kind, Version::V19) {
            for tactic in technique.tactics_in(Version::V19) {
                let tactic = attack.get(tactic).unwrap();
                let severity = Severity::ALL[seen % Severity::ALL.len()];
                let (name, systems) = ("Example".to_owned(), vec![OsName::Linux]);
                let answers =
                    Answers { name, systems, category: Category::Process, tactic, technique, severity, sequence: false };
                let rule = compiled(&answers);
                assert_eq!((rule.file.severity, rule.file.risk_score), (severity, severity.usual_risk_score()));
                let threat = &rule.file.threat[0];
                let named = &threat.techniques[0];
                let id = named.subtechniques.first().map_or(&named.technique.id, |sub| &sub.id);
                assert_eq!((&threat.tactic.id, id), (&tactic.id, &technique.id));
                seen += 1;
            }
        }
    }
    assert!(seen > 222 + 475, "{seen}");
}
