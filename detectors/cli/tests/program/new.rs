//! New rules: flags in, a file out that the program itself finds nothing wrong with.

use std::path::Path;

use expect_test::expect;

use crate::support::{Folder, Outcome, run};

const FLAGS: [&str; 12] = [
    "--name",
    "Shell of a Web Server",
    "--os",
    "linux",
    "--category",
    "process",
    "--tactic",
    "persistence",
    "--technique",
    "T1505.003",
    "--severity",
    "high",
];

fn new(out: &str, changed: &[&str]) -> Outcome {
    let mut arguments = vec!["new"];
    arguments.extend(FLAGS.chunks(2).filter(|pair| !changed.contains(&pair[0])).flatten());
    arguments.extend(changed);
    arguments.extend(["--out", out]);
    run(&arguments)
}

fn without_id(text: &str) -> String {
    let line = text.lines().find(|line| line.starts_with("rule_id: ")).unwrap();
    text.replace(line, "rule_id: ID")
}

#[test]
fn a_rule_is_written_that_passes_every_check() {
    let folder = Folder::new();
    let path = folder.path().join("rules/shell.yml").display().to_string();
    let outcome = new(&path, &[]).ended(0);
    assert!(outcome.out.starts_with(&format!("wrote {path}\n")), "{}", outcome.out);
    let text = std::fs::read_to_string(&path).unwrap();
    expect![[r#"
        rule_id: ID
        name: Shell of a Web Server
        description: >-
          Say what the rule finds, how, and why it matters.
        severity: high
        risk_score: 73
        type: eql
        language: eql
        version: 1
        tags:
          - "OS: Linux"
          - "Tactic: Persistence"
        false_positives:
          - Say what is harmless and looks the same.
        threat:
          - framework: MITRE ATT&CK
            tactic:
              id: TA0003
              name: Persistence
              reference: https://attack.mitre.org/tactics/TA0003/
            technique:
              - id: T1505
                name: Server Software Component
                reference: https://attack.mitre.org/techniques/T1505/
                subtechnique:
                  - id: T1505.003
                    name: Web Shell
                    reference: https://attack.mitre.org/techniques/T1505/003/
        query: |
          process where host.os.type == "linux" and
            event.type == "start" and
            process.name : "example-tool" and
            process.args : "--example"
        tests:
          - name: what the rule is for
            common: { host.id: a1b2, host.os.type: linux }
            events:
              - { event.category: process, event.type: start, process.name: "example-tool", process.args: ["example-tool", "--example"] }
            alerts: [[1]]
          - name: another process.args
            common: { host.id: a1b2, host.os.type: linux }
            events:
              - { event.category: process, event.type: start, process.name: "example-tool", process.args: ["example-tool", "--version"] }
            alerts: []
    "#]]
    .assert_eq(&without_id(&text));
    let checked = run(&["check", &path, "--deny", "warnings", "--allow", "placeholder"]).ended(0);
    assert_eq!(checked.out, "", "{}", checked.out);
    // What is left of the template is told, each by its place.
    let objects = run(&["check", &path, "--format", "json"]).ended(0).alerts();
    let told: Vec<(&str, u64)> =
        objects.iter().map(|object| (object["name"].as_str().unwrap(), object["line"].as_u64().unwrap())).collect();
    assert_eq!(told, [("placeholder", 3), ("placeholder", 14), ("placeholder", 32), ("placeholder", 33)]);
}

/// Nothing is written that was not asked for.
#[test]
fn the_schema_is_written_on_request() {
    let folder = Folder::new();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let outcome = new(&path("rules/a.yml"), &[]).ended(0);
    assert!(outcome.out.contains("`--schema` writes one"), "{}", outcome.out);
    assert!(!Path::new(&path("rules/schema.json")).exists());
    let outcome = new(&path("rules/b.yml"), &["--schema"]).ended(0);
    assert!(outcome.out.contains("schema.json"), "{}", outcome.out);
    assert!(std::fs::read_to_string(path("rules/schema.json")).unwrap().contains("Detection rule of detectors"));
    for (name, line) in [("rules/b.yml", "./schema.json"), ("rules/linux/c.yml", "../schema.json")] {
        if name != "rules/b.yml" {
            new(&path(name), &[]).ended(0);
        }
        let text = std::fs::read_to_string(path(name)).unwrap();
        assert!(text.starts_with(&format!("# yaml-language-server: $schema={line}\n")), "{text}");
    }
}

#[test]
fn a_file_is_named_for_its_rule_in_any_script() {
    let folder = Folder::new();
    new(&folder.path().display().to_string(), &["--name", "Обратная оболочка"]).ended(0);
    assert!(folder.path().join("обратная_оболочка.yml").exists());
    let outcome = new(&folder.path().join("rule.txt").display().to_string(), &[]).ended(2);
    assert!(outcome.err.contains("is no name of a rule file"), "{}", outcome.err);
}

#[test]
fn a_sequence_of_every_category_passes_every_check() {
    let folder = Folder::new();
    for category in ["process", "file", "network", "dns", "registry", "library", "driver", "authentication", "iam"] {
        let path = folder.path().join(format!("{category}.yml")).display().to_string();
        new(&path, &["--sequence", "--category", category, "--os", "windows"]).ended(0);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("maxspan=1m") && text.contains("alerts: [[1, 2]]"), "{text}");
    }
    let path = folder.path().display().to_string();
    let checked = run(&["check", &path, "--deny", "warnings", "--allow", "placeholder"]).ended(0);
    assert!(checked.err.contains("9 rules: no problems"), "{}", checked.err);
}

#[test]
fn every_rule_has_an_id_of_its_own() {
    let folder = Folder::new();
    let id = |name: &str| {
        let path = folder.path().join(name).display().to_string();
        new(&path, &[]).ended(0);
        let text = std::fs::read_to_string(&path).unwrap();
        let id = text.lines().find_map(|line| line.strip_prefix("rule_id: ")).unwrap().to_owned();
        uuid::Uuid::parse_str(&id).unwrap()
    };
    let (first, second) = (id("a.yml"), id("b.yml"));
    assert_ne!(first, second);
    assert_eq!((first.get_version_num(), second.get_version_num()), (4, 4));
}

#[test]
fn nothing_is_written_over() {
    let folder = Folder::new();
    let path = folder.file("rule.yml", "mine");
    let outcome = new(&path, &[]).ended(2);
    assert!(outcome.err.contains("is there already") && outcome.err.contains("--out"), "{}", outcome.err);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "mine");
    // A folder: the file is named after the rule. Another `schema.json` is left alone, and not named.
    let schema = folder.file("schema.json", "mine too");
    new(&folder.path().display().to_string(), &[]).ended(0);
    let text = std::fs::read_to_string(folder.path().join("shell_of_a_web_server.yml")).unwrap();
    assert!(text.starts_with("rule_id: "), "{text}");
    assert_eq!(std::fs::read_to_string(schema).unwrap(), "mine too");
    new(&folder.path().display().to_string(), &[]).ended(2);
}

#[test]
fn without_a_terminal_missing_flags_are_named() {
    let outcome = run(&["new", "--name", "x", "--os", "linux"]).ended(2);
    assert!(
        outcome.err.starts_with("error: --category, --tactic, --technique, --severity are missing, and there is no terminal"),
        "{}",
        outcome.err
    );
    assert!(!Path::new("x.yml").exists());
}

#[test]
fn answers_that_cannot_be_used_are_told_with_what_would_be_right() {
    let folder = Folder::new();
    let path = folder.path().join("rule.yml").display().to_string();
    for (changed, part) in [
        (&["--technique", "T1059"][..], "help: it serves `execution`"),
        (&["--technique", "T1505.030"], "a similar one exists: `T1505.003`, Web Shell"),
        (&["--technique", "T1562.001"], "help: it is now `T1685`"),
        (&["--tactic", "persistance"], "a similar one exists: `persistence`"),
        (&["--category", "registry"], "help: write `--os windows`"),
        (&["--name", " "], "the name of the rule is empty"),
        (&["--name", "a\nb"], "line break"),
        (&["--severity", "info"], "[possible values: low, medium, high, critical]"),
        (&["--os", "linux,beos"], "[possible values: windows, macos, linux]"),
    ] {
        let outcome = new(&path, changed).ended(2);
        assert!(outcome.err.contains(part), "no `{part}` in {}", outcome.err);
        assert!(!Path::new(&path).exists());
    }
}
