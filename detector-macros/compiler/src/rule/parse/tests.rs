use std::collections::BTreeSet;

use expect_test::expect_file;

use super::*;
use crate::diagnostics::Diagnostic;
use crate::diagnostics::render::{Style, render};
use crate::source::TextMap;

/// A rule with which nothing is wrong.
const GOOD: &str = r#"# Web servers do not start shells.
rule_id: 0f3c1d5e-web-server-shell
name: Shell started by a web server
description: A web server started a shell.
severity: high
risk_score: 73
type: eql
language: eql
dialect: elasticsearch
version: 3
author: [Example]
license: MIT
tags: [linux, web]
index: ["logs-endpoint.events.*"]
references:
  - https://example.org/web-shells
interval: 5m
from: now-9m
to: now
max_signals: 50
timestamp_override: event.ingested
enabled: true
tiebreaker_field: event.sequence
threat:
  - framework: MITRE ATT&CK
    tactic:
      id: TA0002
      name: Execution
      reference: https://attack.mitre.org/tactics/TA0002/
    technique:
      - id: T1059
        name: Command and Scripting Interpreter
        reference: https://attack.mitre.org/techniques/T1059/
        subtechnique:
          - id: T1059.004
            name: Unix Shell
            reference: https://attack.mitre.org/techniques/T1059/004/
meta: {ticket: 17}
tests:
  - name: nginx starts sh
    events: [{process.name: sh}]
    alerts: 1
query: |
  process where process.parent.name == "nginx"
    and process.name : "sh"
"#;

fn parsed(text: &str) -> (Option<RuleFile>, Vec<Diagnostic>) {
    let mut diagnostics = Diagnostics::new();
    let rule = parse(&Source::new("rule.yml", text), SourceId(0), &mut diagnostics);
    (rule, diagnostics.sorted())
}

/// A case: its name, and `GOOD` with one part in place of another.
fn edited(old: &str, new: &str) -> String {
    assert_eq!(GOOD.matches(old).count(), 1, "{old}");
    GOOD.replace(old, new)
}

fn technique(id: &str, name: &str, page: &str) -> String {
    let old = "id: T1059\n        name: Command and Scripting Interpreter\n        reference: https://attack.mitre.org/techniques/T1059/\n";
    edited(old, &format!("id: {id}\n        name: {name}\n        reference: https://attack.mitre.org/techniques/{page}/\n"))
        .replace("T1059.004", &format!("{id}.001"))
        .replace("T1059/004", &format!("{page}/001"))
}

fn tactic(id: &str, name: &str) -> String {
    edited("id: TA0002\n      name: Execution", &format!("id: {id}\n      name: {name}"))
        .replace("tactics/TA0002", &format!("tactics/{id}"))
}

fn cases() -> Vec<(&'static str, String)> {
    let text = str::to_owned;
    vec![
        ("a colon in a query", text("name: x\nquery: process where process.name : \"sh\"\n")),
        ("quotes in a query", text("name: x\nquery: \"sh\" == process.name\n")),
        ("a tab as indentation", text("name: x\ntags:\n\t- a\n")),
        ("toml", text("[rule]\nname = \"x\"\nquery = '''\nprocess where true\n'''\n")),
        ("toml without a table", text("name = \"x\"\nquery = \"process where true\"\n")),
        ("a quote that is not closed", text("name: \"x\nquery: y\n")),
        ("a bracket that is not closed", text("tags: [a, b\nname: x\n")),
        ("an unknown escape", text("name: \"C:\\Windows\"\n")),
        ("an unknown alias", text("name: *shell\n")),
        ("a value that begins with an at sign", text("timestamp_field: @timestamp\n")),
        ("an empty file", text("")),
        ("a file of comments", text("# nothing\n")),
        ("a list of rules", text("- name: x\n- name: y\n")),
        ("a second document", edited("# Web", "---\n# Web") + "---\nname: y\n"),
        ("a tag", edited("name: Shell started", "name: !upper Shell started")),
        ("too deep", format!("tests: {}{}\n", "[".repeat(200), "]".repeat(200))),
        ("too large", format!("name: {}\n", "x".repeat(1 << 20))),
        ("an unknown key", edited("severity: high", "serverity: high")),
        ("an unknown key of camel case", edited("risk_score: 73", "riskScore: 73")),
        ("an unknown key that is like no other", edited("meta:", "detection:")),
        ("a key that is no text", edited("license: MIT", "17: MIT")),
        ("a key that is given twice", edited("license: MIT", "license: MIT\nname: Another")),
        ("nothing but a name", text("name: Shell\n")),
        ("text for a number", edited("risk_score: 73", "risk_score: \"73\"")),
        ("a fraction for a whole number", edited("version: 3", "version: 3.0")),
        ("a number for text", edited("license: MIT", "license: 2")),
        ("text for a list of texts", edited("author: [Example]", "author: Example")),
        ("a number in a list of texts", edited("tags: [linux, web]", "tags: [linux, 47]")),
        ("a mapping for text", edited("name: Shell started by a web server", "name: {en: Shell}")),
        ("an empty list for text", edited("license: MIT", "license: []")),
        ("an empty list in a list of texts", edited("tags: [linux, web]", "tags: [[], web]")),
        ("a list for text", edited("license: MIT", "license:\n  - MIT\n  - Apache-2.0")),
        ("a word for a truth value", edited("enabled: true", "enabled: yes")),
        ("nothing for a required text", edited("description: A web server started a shell.", "description:")),
        ("an empty text", edited("description: A web server started a shell.", "description: \"\"")),
        ("an empty query", edited("  process where process.parent.name == \"nginx\"\n    and process.name : \"sh\"\n", "  \n")),
        ("a rule id with odd characters", edited("0f3c1d5e-web-server-shell", "web server/shell")),
        ("an unknown severity", edited("severity: high", "severity: moderate")),
        ("a severity in capitals", edited("severity: high", "severity: High")),
        ("an unknown dialect", edited("dialect: elasticsearch", "dialect: splunk")),
        ("an unknown building block type", edited("license: MIT", "building_block_type: true_block")),
        ("a risk score out of range", edited("risk_score: 73", "risk_score: 101")),
        ("a severity that does not fit", edited("severity: high", "severity: low")),
        ("another type of rule", edited("type: eql", "type: threshold")),
        ("another language", edited("language: eql", "language: kuery")),
        ("a misspelt type", edited("type: eql", "type: EQL")),
        ("an interval in words", edited("interval: 5m", "interval: 5 minutes")),
        ("an interval of nothing", edited("interval: 5m", "interval: 0m")),
        ("from without now", edited("from: now-9m", "from: 9m")),
        ("from in the future", edited("from: now-9m", "from: now+9m")),
        ("an empty window", edited("from: now-9m", "from: now")),
        ("a window that ends before it begins", edited("to: now\n", "to: now-20m\n")),
        ("no signals", edited("max_signals: 50", "max_signals: 0")),
        ("a version out of range", edited("version: 3", "version: 4294967297")),
        ("a field name with spaces", edited("tiebreaker_field: event.sequence", "tiebreaker_field: event sequence")),
        ("a key of another type of rule", edited("license: MIT", "threshold: {field: host.id, value: 10}")),
        ("exceptions", edited("license: MIT", "exceptions_list:\n  - {list_id: known}")),
        ("filters", edited("license: MIT", "filters: [{exists: {field: a}}]")),
        ("suppression", edited("license: MIT", "alert_suppression: {group_by: [host.id]}")),
        ("another name in alerts", edited("license: MIT", "rule_name_override: message")),
        ("a rule that is not enabled", edited("enabled: true", "enabled: false")),
        ("another framework", edited("framework: MITRE ATT&CK", "framework: ATT&CK")),
        (
            "a threat without a tactic",
            edited(
                "    tactic:\n      id: TA0002\n      name: Execution\n      reference: https://attack.mitre.org/tactics/TA0002/\n",
                "",
            ),
        ),
        ("a reference without a name", edited("            name: Unix Shell\n", "")),
        ("a reference without a page", edited("        reference: https://attack.mitre.org/techniques/T1059/\n", "")),
        ("an unknown key of a technique", edited("subtechnique:", "sub_technique:")),
        (
            "a technique that is text",
            edited(
                "- id: T1059.004\n            name: Unix Shell\n            reference: https://attack.mitre.org/techniques/T1059/004/",
                "- T1059.004",
            ),
        ),
        (
            "an unknown technique",
            technique("T1058", "Command and Scripting Interpreter", "T1058").replace("T1058.001", "T1059.004"),
        ),
        ("an unknown technique of no name", technique("T0059", "Scripting", "T0059")),
        (
            "a withdrawn sub-technique",
            edited("T1059.004\n            name: Unix Shell", "T1547.011\n            name: Plist Modification")
                .replace("T1059/004", "T1547/011"),
        ),
        ("a newer technique", technique("T2001", "Something new", "T2001")),
        ("a technique for a tactic", tactic("T1059", "Command and Scripting Interpreter")),
        ("a technique of another tactic", tactic("TA0040", "Impact")),
        (
            "a sub-technique of another technique",
            edited("T1059.004\n            name: Unix Shell", "T1548.001\n            name: Setuid and Setgid")
                .replace("T1059/004", "T1548/001"),
        ),
        ("a wrong name", edited("name: Command and Scripting Interpreter", "name: Command-Line Interface")),
        ("the name of another technique", edited("name: Unix Shell", "name: PowerShell")),
        ("a page of another technique", edited("techniques/T1059/004/", "techniques/T1095/")),
        (
            "many problems at once",
            text(
                "nmae: x\nseverity: hihg\nrisk_score: 730\ntype: query\ntags: linux\nthreat: TA0002\nquery: |\n  any where true\n",
            ),
        ),
    ]
}

#[test]
fn every_mistake_is_told_with_its_place_and_help() {
    let mut told = String::new();
    for (name, text) in cases() {
        let (_, diagnostics) = parsed(&text);
        assert!(!diagnostics.is_empty(), "{name}");
        let source = [Source::new("rule.yml", text)];
        told.push_str(&format!("# {name}\n\n"));
        for diagnostic in &diagnostics {
            told.push_str(&format!("{}\n\n", render(diagnostic, &source, Style::Plain)));
        }
    }
    expect_file!["diagnostics.txt"].assert_eq(&told);
}

#[test]
fn every_code_has_a_case() {
    let told: BTreeSet<u16> =
        cases().iter().flat_map(|(_, text)| parsed(text).1).map(|diagnostic| diagnostic.code.number()).collect();
    for code in crate::errors::rule_file::CODES.iter().chain(crate::errors::attack::CODES) {
        assert!(told.contains(&code.number()), "{code} has no case");
    }
}

#[test]
fn a_good_rule_is_read_in_full() {
    let (rule, diagnostics) = parsed(GOOD);
    assert_eq!(diagnostics, []);
    let rule = rule.unwrap();
    assert_eq!(rule.rule_id.value, "0f3c1d5e-web-server-shell");
    assert_eq!(&GOOD[rule.rule_id.span.range()], "0f3c1d5e-web-server-shell");
    assert_eq!(&GOOD[rule.name.span.range()], "Shell started by a web server");
    assert_eq!((rule.severity, rule.risk_score.get(), rule.version), (Severity::High, 73, 3));
    assert_eq!((rule.interval_ms, rule.from_ms, rule.max_signals, rule.enabled), (300_000, 540_000, 50, true));
    assert_eq!(
        (rule.tags, rule.author, rule.license),
        (vec!["linux".into(), "web".into()], vec!["Example".into()], Some("MIT".into()))
    );
    assert_eq!(rule.tiebreaker_field.map(|field| field.value).as_deref(), Some("event.sequence"));
    assert_eq!(rule.threat.len(), 1);
    assert_eq!(rule.threat[0].tactic.name, "Execution");
    assert_eq!(rule.threat[0].techniques[0].subtechniques[0].id, "T1059.004");
    let carried: Vec<&str> = rule.carried.iter().map(|carried| carried.key).collect();
    assert_eq!(carried, ["to", "timestamp_override", "meta"]);
    assert_eq!(rule.tests.len(), 1);
    assert_eq!(rule.tests[0].name.value, "nginx starts sh");
    assert_eq!(rule.query.text, "process where process.parent.name == \"nginx\"\n  and process.name : \"sh\"\n");
}

#[test]
fn the_rule_has_its_defaults_where_keys_are_left_out() {
    let (rule, diagnostics) =
        parsed("rule_id: a\nname: b\ndescription: c\nseverity: low\nrisk_score: 21\ntype: eql\nquery: any where true\nnote:\n");
    assert_eq!(diagnostics, []);
    let rule = rule.unwrap();
    assert_eq!((rule.interval_ms, rule.from_ms, rule.max_signals, rule.version), (300_000, 360_000, 100, 1));
    assert_eq!((rule.enabled, rule.building_block, rule.dialect, rule.note), (true, false, Dialect::Elasticsearch, None));
}

#[test]
fn a_rule_with_errors_still_gives_its_query() {
    let (rule, diagnostics) = parsed("severity: none\nquery: any where true\n");
    assert!(diagnostics.len() > 4);
    assert_eq!(rule.unwrap().query.text, "any where true");
}

/// Each byte of the query that is no white space must stand where the map says.
fn check_map(yaml: &str, exact: bool) {
    let text = format!("name: é\n{yaml}\nversion: 1\n");
    let (rule, _) = parsed(&text);
    let query = rule.unwrap_or_else(|| panic!("{text}")).query;
    assert_eq!(matches!(query.map, TextMap::Pieces(..)), exact, "{text}{query:?}");
    for (at, c) in query.text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let there = &text[query.span(at..at + c.len_utf8()).range()];
        assert!(!exact || there == c.to_string(), "{text}{at}: {there:?} is not {c:?}");
    }
    let all = query.span(0..query.text.len()).range();
    assert!(text.is_char_boundary(all.start) && text.is_char_boundary(all.end) && all.end <= text.len(), "{text}");
}

#[test]
fn the_query_maps_to_its_place_in_the_file() {
    let exact = [
        "query: |\n  any where true\n  and é == 1",
        "query: |-\n    any where\n      true",
        "query: |+\n  any where true\n\n\n",
        "query: |2\n    any where\n  true",
        "query: |  # comment\n  any where true",
        "query: |\n\n  any where\n\n    true\n\n",
        "query: |\n  any where   \n  true",
        "query: |\n any where \"# no comment\"",
        "query: |\r\n  any where\r\n  true\r",
        "query: any where true",
        "query: any where\n  é == true",
        "query: \"any where é == 1\"",
        "query: 'any where   true' # comment",
        "query: \"any where\n  true\"",
        "query: >\n  any where\n  true",
        "query: >-\n  any\n\n  where true",
        "query:\n  any where true",
        "query: &q any where true",
        "\"query\": |\n  any where true",
    ];
    for yaml in exact {
        check_map(yaml, true);
    }
    for yaml in ["query: \"any where \\\"x\\\" == y\"", "query: 'any where x == ''y'''", "query: \"any\\twhere true\""] {
        check_map(yaml, false);
    }
}

#[test]
fn places_count_what_yaml_counts_as_lines() {
    let text = "\u{feff}name: é\u{85}description: x\r\nrule_id: \"\u{2028}\"\rseverity: hgh\nquery: any where true\n";
    let (_, diagnostics) = parsed(text);
    let labels: Vec<&str> = diagnostics.iter().map(|diagnostic| &text[diagnostic.primary.span.range()]).collect();
    assert!(labels.contains(&"hgh"), "{labels:?}");
}

#[test]
fn hostile_files_end_soon_and_with_an_error() {
    let bomb: String =
        (1..30).map(|level| format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 10].join(","))).collect();
    let big = format!("tags: &a [{}]\nindex: [{}]\n", "x,".repeat(2000), "*a,".repeat(20_000));
    let deep = 500_000;
    let texts = [
        format!("a0: &a0 [x]\n{bomb}"),
        format!("name: &a {}\ntags: [{}]\n", "x".repeat(500_000), "*a,".repeat(90_000)),
        format!("? {}\n: [{}]\n", "x".repeat(500_000), "x,".repeat(90_000)),
        big,
        "[".repeat(deep),
        "{".repeat(deep),
        "- ".repeat(deep),
        "? ".repeat(deep),
        "a: &a [*a]\n".to_owned(),
        "x: {a: ".repeat(deep / 10),
        "\"".repeat(deep),
        "'".repeat(deep),
        "&a ".repeat(deep / 10),
        "!!x ".repeat(deep / 10),
        "#".repeat(deep),
        "%".repeat(deep),
        "|\n".repeat(deep / 10),
        format!("{}: x\n", "k".repeat(deep)),
        (0..50_000).map(|n| format!("k{n}: 1\n")).collect(),
        "\0".to_owned(),
        "name: \u{1}\n".to_owned(),
    ];
    for text in texts {
        let shown: String = text.chars().take(30).collect();
        let started = std::time::Instant::now();
        let (_, diagnostics) = parsed(&text);
        assert!(started.elapsed().as_secs() < 20, "{shown}: {:?}", started.elapsed());
        assert!(diagnostics.iter().any(|diagnostic| diagnostic.severity == crate::diagnostics::Severity::Error), "{shown}");
    }
}

/// Xorshift: the same numbers each time.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

#[test]
fn no_mutation_of_a_rule_panics_or_points_outside_the_text() {
    let parts = [
        "\"", "'", ":", ": ", "- ", "[", "]", "{", "}", "|", ">", "&a ", "*a", "!t ", "#", "\n", "\t", "\r", "é", "\u{2028}",
        "0", "~", "\\", "null", "---\n", "T9", "@",
    ];
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    for _ in 0..1500 {
        let mut text: Vec<char> = GOOD.chars().collect();
        for _ in 0..=numbers.below(4) {
            let at = numbers.below(text.len());
            let end = (at + numbers.below(12)).min(text.len());
            match numbers.below(4) {
                0 => drop(text.drain(at..end)),
                1 => drop(text.splice(at..at, parts[numbers.below(parts.len())].chars())),
                2 => drop(text.splice(at..end, parts[numbers.below(parts.len())].chars())),
                _ => {
                    let copied: Vec<char> = text[at..end].to_vec();
                    let to = numbers.below(text.len());
                    drop(text.splice(to..to, copied));
                }
            }
        }
        let text: String = text.into_iter().collect();
        let (rule, diagnostics) = parsed(&text);
        let source = [Source::new("rule.yml", text.as_str())];
        for diagnostic in &diagnostics {
            let labels = std::iter::once(&diagnostic.primary).chain(&diagnostic.secondary).map(|label| label.span);
            for span in labels.chain(diagnostic.help.iter().filter_map(|help| Some(help.replacement.as_ref()?.0))) {
                assert!(text.get(span.range()).is_some(), "{span:?} of {diagnostic:?} in:\n{text}");
            }
            render(diagnostic, &source, Style::Plain);
        }
        if let Some(rule) = rule {
            for at in 0..=rule.query.text.len() {
                let span = rule.query.span(at..(at + 1).min(rule.query.text.len()));
                assert!(span.range().end <= text.len(), "{span:?} in:\n{text}");
            }
        }
    }
}

/// Public rules, as TOML; `None` where they are not at hand.
fn public_rules() -> Option<Vec<(String, toml::Table)>> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpus/detection-rules");
    if !folder.is_dir() {
        assert!(std::env::var_os("DETECTORS_REQUIRE_SHARED").is_none(), "{} is missing", folder.display());
        println!("skipped: shared data not found");
        return None;
    }
    let (mut folders, mut rules) = (vec![folder], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                let file: toml::Table = std::fs::read_to_string(&path).unwrap().parse().unwrap();
                let rule = file["rule"].as_table().unwrap().clone();
                rules.push((path.file_name().unwrap().to_string_lossy().into_owned(), rule));
            }
        }
    }
    rules.sort_by(|a, b| a.0.cmp(&b.0));
    Some(rules)
}

#[test]
fn public_rules_parse_and_only_the_known_wrong_references_are_told() {
    let Some(rules) = public_rules() else { return };
    let mut told = Vec::new();
    for (name, rule) in &rules {
        let text = serde_yaml::to_string(rule).unwrap();
        let (parsed, diagnostics) = parsed(&text);
        let query = parsed.unwrap_or_else(|| panic!("{name}")).query;
        assert_eq!(query.text, rule["query"].as_str().unwrap(), "{name}");
        told.extend(diagnostics.into_iter().map(|diagnostic| format!("{name}: {} {}", diagnostic.code, diagnostic.title)));
    }
    assert!(rules.len() > 1000, "{}", rules.len());
    expect_file!["public_rules.txt"].assert_eq(&(told.join("\n") + "\n"));
}
