//! The stages of the compiler, for the rule that ships and for rules with errors.

use std::path::Path;

use crate::support::{Folder, program, run, run_with};

const RULE: &str = "\
rule_id: 0f2b9a6e-58d0-4c3a-9d3d-6a3c5b7f1e11
name: Netcat Started
description: Netcat was started.
severity: high
risk_score: 73
type: eql
language: eql
query: |
  process where process.name == \"nc\" and true
";

fn shipped() -> String {
    let path = "../../rules/linux/execution/reverse_shell_via_suspicious_child_process.yml";
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path).display().to_string()
}

#[test]
fn all_stages_are_shown_in_order_or_one_alone() {
    let all = run(&["expand", &shipped()]).ended(0);
    assert_eq!(all.err, "");
    let titles: Vec<&str> =
        all.out.lines().filter(|line| line.starts_with("── ")).map(|line| &line[..7.min(line.len())]).collect();
    assert_eq!(titles.len(), 5, "{titles:?}");
    for (stage, part) in [
        ("rule", "risk_score              47\n"),
        ("ast", "sequence by host.id, process.entity_id with maxspan=1s"),
        ("ir", "sequence maxspan=1000ms\nterm by host.id, process.entity_id: event.category == \"process\""),
        ("optimized", "sequence maxspan=1000ms\n"),
        ("rust", "pub struct PotentialReverseShellViaSuspiciousChildProcess;"),
    ] {
        let one = run(&["expand", &shipped(), "--stage", stage]).ended(0).out;
        assert!(one.contains(part), "{stage}: no `{part}` in\n{one}");
        assert!(all.out.contains(one.trim_end()), "{stage} is not a part of all");
        assert!(!one.contains("──"), "{stage}");
    }
}

#[test]
fn the_stages_differ_where_the_compiler_has_done_something() {
    let folder = Folder::new();
    let path = folder.file("rule.yml", RULE);
    let stage = |stage: &str| run(&["expand", &path, "--stage", stage]).ended(0).out;
    assert_eq!(stage("ast"), "process where process.name == \"nc\" and true\n");
    assert!(stage("ir").starts_with("event event.category == \"process\"\n"), "{}", stage("ir"));
    assert!(!stage("optimized").contains("true"), "{}", stage("optimized"));
}

#[test]
fn a_rule_that_is_compiled_in_is_expanded_by_its_id() {
    let by_id = run(&["expand", "76e4d92b-61c1-4a95-ab61-5fd94179a1ee", "--stage", "rule"]).ended(0);
    assert_eq!(by_id.out, run(&["expand", &shipped(), "--stage", "rule"]).ended(0).out);
    assert!(run(&["expand", "no such rule"]).ended(2).err.contains("no rule has the id or name"));
}

#[test]
fn comments_that_allow_warnings_are_heard() {
    let folder = Folder::new();
    let path = folder.file("rule.yml", RULE.replace("risk_score: 73", "risk_score: 21"));
    assert!(run(&["expand", &path]).ended(0).err.contains("warning[DR020]"));
    let allowed = RULE.replace("severity: high", "severity: high # detectors: allow DR020");
    let path = folder.file("rule.yml", allowed.replace("risk_score: 73", "risk_score: 21"));
    for arguments in [&["expand", &path][..], &["expand", &path, "--stage", "rule"]] {
        assert!(!run(arguments).ended(0).err.contains("DR020"), "{arguments:?}");
    }
    let path = folder.file("rule.yml", RULE.replace("73", "73 # detectors: allow DR721"));
    assert_eq!(run(&["expand", &path, "--stage", "rule"]).ended(0).err, "");
    let schema = folder.file("schema.yml", "fields: [\n");
    let outcome = run(&["expand", &path, "--schema", &schema]).ended(2);
    assert!(outcome.out.is_empty() && outcome.err.contains("schema.yml:"), "{}", outcome.err);
}

#[test]
fn errors_are_shown_as_rustc_does_and_fail() {
    let folder = Folder::new();
    let path = folder.file("rule.yml", RULE.replace("process.name ==", "process.nmae =="));
    let outcome = run(&["expand", &path]).ended(1);
    assert!(outcome.err.starts_with("error[DR"), "{}", outcome.err);
    assert!(outcome.err.contains(&format!(" --> {path}:9:17")) && outcome.err.contains("`process.name`"), "{}", outcome.err);
    assert!(outcome.out.contains("── ast") && !outcome.out.contains("── ir"), "{}", outcome.out);
    run(&["expand", &path, "--stage", "ast"]).ended(0);
    let coloured = run_with(program().env("CLICOLOR_FORCE", "1").args(["expand", &path]), b"").ended(1);
    assert!(coloured.err.contains("\u{1b}["), "{}", coloured.err);
    run(&["expand", "no-such-rule.yml"]).ended(2);
    run(&["expand", &path, "--schema", "no-such-schema.yml"]).ended(2);
}

#[test]
fn fields_of_ones_own_come_from_a_schema() {
    let folder = Folder::new();
    let path = folder.file("rule.yml", RULE.replace("process.name ==", "my.name =="));
    let schema = folder.file("fields.yml", "fields:\n  my.name: keyword\n");
    run(&["expand", &path, "--stage", "ir"]).ended(1);
    let ir = run(&["expand", &path, "--stage", "ir", "--schema", &schema]).ended(0).out;
    assert!(ir.contains("my.name == \"nc\""), "{ir}");
    let wrong = folder.file("wrong.yml", "fields:\n  my.name: keywrod\n");
    let err = run(&["expand", &path, "--stage", "ir", "--schema", &wrong]).ended(1).err;
    assert!(err.contains(&format!("{wrong}:2:")), "{err}");
}
