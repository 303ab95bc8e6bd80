//! Arguments, help, colours, pipes, and the list of rules.

use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;

use serde_json::Value;

use crate::support::{Folder, events, program, reverse_shell, run, run_with};

const RULE_ID: &str = "76e4d92b-61c1-4a95-ab61-5fd94179a1ee";

#[test]
fn wrong_usage_is_told_with_what_would_be_right() {
    let folder = Folder::new();
    let path = folder.file("log.ndjson", "");
    let cases: &[(&[&str], &str)] = &[
        (&[], "Usage: detectors <COMMAND>"),
        (&["run"], "<FILE>..."),
        (&["rum"], "'run'"),
        (&[&path], &format!("to run the rules over it: detectors run {path}")),
        (&["run", "--fromat", "json", &path], "--format"),
        (&["run", "--format", "xml", &path], "[possible values: text, json]"),
        (&["run", "--lateness", "10", &path], "expected a number and one of `ms`, `s`, `m`, `h`, as in `10s`"),
        (&["run", "--sort", "--lateness", "1s", &path], "cannot be used with"),
        (&["rules", "show"], "<RULE>"),
        (&["rules", "show", "no-such-rule"], "error: no rule has the id or name `no-such-rule`"),
        (&["expand"], "<RULE>"),
    ];
    for (arguments, part) in cases {
        let outcome = run(arguments).ended(2);
        assert!(outcome.err.contains(part), "{arguments:?}: no `{part}` in\n{}", outcome.err);
        assert_eq!(outcome.out, "", "{arguments:?}");
    }
}

#[test]
fn the_version_says_what_is_owed_for_attack() {
    let outcome = run(&["--version"]).ended(0);
    assert!(outcome.out.starts_with(&format!("detectors {}\n", env!("CARGO_PKG_VERSION"))), "{}", outcome.out);
    let sentence =
        "© 2026 The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation.";
    assert!(outcome.out.contains(sentence), "{}", outcome.out);
    assert!(run(&["run", "--help"]).ended(0).out.contains("Exit codes:\n  0  finished\n  1  finished with alerts"));
}

#[test]
fn rules_are_listed_and_shown() {
    let list = run(&["rules"]).ended(0).out;
    let line = format!("medium    47  Potential Reverse Shell via Suspicious Child Process  {RULE_ID}\n");
    assert!(list.contains(&line), "{list}");
    for name in [RULE_ID, "76e4", "potential reverse shell via suspicious child process", "reverse shell"] {
        let shown = run(&["rules", "show", name]).ended(0).out;
        for part in [
            "Potential Reverse Shell via Suspicious Child Process\n",
            "  severity  medium, risk score 47\n",
            "  licence   Elastic License v2\n",
            "    T1059.004 Unix Shell",
            "  https://attack.mitre.org/techniques/T1059/004/\n",
            "\nSetup\n",
            "sequence by host.id, process.entity_id with maxspan=1s\n  [process where",
            "Elastic Defend",
        ] {
            assert!(shown.contains(part), "{name}: no `{part}` in\n{shown}");
        }
    }
    let json = run(&["rules", "show", RULE_ID, "--format", "json"]).ended(0).out;
    let rule: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((&rule["rule_id"], &rule["risk_score"], &rule["from"]), (&RULE_ID.into(), &47.into(), &"now-9m".into()));
    assert_eq!(
        rule["threat"][0]["technique"][0]["subtechnique"][0]["reference"],
        "https://attack.mitre.org/techniques/T1059/004/"
    );
    assert!(run(&["rules", "--format", "json"]).ended(0).out.lines().any(|line| line.contains(RULE_ID)));
}

#[test]
fn colours_are_for_those_who_want_them() {
    let folder = Folder::new();
    let path = folder.file("log", reverse_shell("h", 1) + "nope\n");
    let coloured = |name: &str, value: &str| {
        let outcome = run_with(program().env(name, value).args(["run", &path]), b"").ended(3);
        outcome.out.contains('\u{1b}')
    };
    assert!(!coloured("X", ""), "a pipe is not coloured");
    assert!(coloured("CLICOLOR_FORCE", "1"));
    assert!(!coloured("NO_COLOR", "1"));
}

#[test]
fn nothing_but_alerts_goes_to_standard_output_and_no_bar_into_a_pipe() {
    let path = events("reverse_shell.ndjson").display().to_string();
    let outcome = run(&["run", "--format", "json", &path]).ended(0);
    assert!(!outcome.alerts().is_empty());
    assert!(!outcome.err.contains(['\r', '\u{1b}']), "{:?}", outcome.err);
    assert_eq!(outcome.err.lines().next().unwrap().split(" in ").next(), Some("1104 events from 1 source"));
    let outcome = run(&["run", "--quiet", &path]).ended(0);
    assert_eq!(outcome.err, "");
}

#[test]
fn a_reader_that_has_had_enough_is_no_error() {
    let folder = Folder::new();
    // More alerts than a pipe holds.
    let log: String = (0..3000).map(|at| reverse_shell(&format!("h{at}"), at)).collect();
    let path = folder.file("log", log);
    let mut command = program();
    let mut child = command.args(["run", "--no-limit", &path]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut first = String::new();
    BufReader::with_capacity(64, child.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    let err = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{err}");
    assert!(first.starts_with("MEDIUM Potential Reverse Shell"), "{first}");
    assert!(err.contains("note: the output was closed before the input ended") && !err.contains("panicked"), "{err}");
}

#[test]
fn a_stream_is_judged_while_it_is_open() {
    let mut command = program();
    let arguments = ["run", "-", "--format", "json", "--lateness", "200ms"];
    let mut child = command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(reverse_shell("h", 1).as_bytes()).unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    out.read_line(&mut line).unwrap();
    let alert: Value = serde_json::from_str(&line).unwrap();
    assert_eq!((&alert["rule_id"], &alert["events"][1]["file"]), (&RULE_ID.into(), &"-".into()));
    drop(stdin);
    assert!(child.wait().unwrap().success());
}
