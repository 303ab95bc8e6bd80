//! `detectors test`: what is said of tests that pass and of tests that fail, in which form, and how it ends.

use expect_test::{Expect, expect};
use serde_json::Value;

use crate::support::{Folder, Outcome, gzip, program, run_with};

/// Runs `detectors test` in a folder.
fn test(folder: &Folder, arguments: &[&str]) -> Outcome {
    run_with(program().current_dir(folder.path()).arg("test").args(arguments), b"")
}

/// A sequence with all that a condition is made of.
pub(crate) const RULE: &str = r#"rule_id: shared-folder
name: Program of a Shared Folder Connects
description: A program that lies where everybody may write starts and connects.
severity: medium
risk_score: 47
type: eql
query: |
  sequence by host.id, process.entity_id with maxspan=5s
    [process where event.type == "start" and process.executable : ("/tmp/*", "/var/tmp/*", "/dev/shm/*") and
      not user.id == "0" and (process.args : "-c" or process.args_count > 3 or process.parent.name in ("sh", "bash"))]
    [network where destination.port != 53] // detectors: allow DR727 -- the test is of something else
"#;

/// The rule in a file, with test cases.
fn tested(cases: &str) -> Folder {
    let folder = Folder::new();
    folder.file("rule.yml", format!("{RULE}tests:\n{cases}"));
    folder
}

const PASSING: &str = r#"
  - name: a shell starts it
    common: { host.id: a, process.entity_id: x, event.type: start, user.id: "1000", process.parent.name: sh }
    events:
      - { event.category: process, process.executable: /tmp/x }
      - { event.category: network, destination.port: 443, "@timestamp": +5s }
    alerts: [[1, 2]]
  - name: it asks for a name
    common: { host.id: a, process.entity_id: x, event.type: start, user.id: "1000", process.parent.name: sh }
    events:
      - { event.category: process, process.executable: /dev/shm/x }
      - { event.category: network, destination.port: 53 }
    alerts: 0
"#;

#[test]
fn tests_that_pass_are_counted() {
    let folder = tested(PASSING);
    let outcome = test(&folder, &["."]).ended(0);
    expect![[r#"
        ok   Program of a Shared Folder Connects (./rule.yml): 2 tests, 42 % of its conditions covered, 3 of 5 elements of lists met

        2 tests of 1 rule, 0 failed; 42 % of the conditions covered, 3 of 5 elements of lists met
    "#]]
    .assert_eq(&outcome.out);
    assert_eq!(outcome.err, "");
}

#[test]
fn what_no_test_shows_is_listed() {
    let outcome = test(&tested(PASSING), &["rule.yml", "--coverage"]).ended(0);
    expect![[r#"
        ok   Program of a Shared Folder Connects (rule.yml): 2 tests, 42 % of its conditions covered, 3 of 5 elements of lists met
          not covered, 10 of 19:
            9:20  event.type == "start"  never decides as false
            9:46  process.executable : ("/tmp/*", "/var/tmp/*", "/dev/shm/*")  never decides as false
            9:78  "/var/tmp/*" of process.executable : ("/tmp/*", "/var/tmp/*", "/dev/shm/*")  never met
            10:11  user.id == "0"  never decides as true
            10:31  process.args : "-c"  never decides as true
            10:31  process.args : "-c"  never decides as false
            10:54  process.args_count > 3  never decides as true
            10:54  process.args_count > 3  never decides as false
            10:80  process.parent.name in ("sh", "bash")  never decides as false
            10:110  "bash" of process.parent.name in ("sh", "bash")  never met

        2 tests of 1 rule, 0 failed; 42 % of the conditions covered, 3 of 5 elements of lists met
    "#]]
    .assert_eq(&outcome.out);
}

/// What is said of one failing case.
#[track_caller]
fn fails(case: &str, expected: Expect) {
    let outcome = test(&tested(case), &["rule.yml"]).ended(1);
    // Without the indentation, of which a golden knows nothing.
    let text: Vec<&str> = outcome.out.lines().skip(2).map(|line| line.strip_prefix("  ").unwrap_or(line)).collect();
    expected.assert_eq(&(text[..text.len() - 2].join("\n") + "\n"));
}

#[test]
fn an_event_that_does_not_meet_its_stage_is_taken_apart() {
    fails(
        r#"
  - name: a program below /tmp connects
    common: { host.id: a1, process.entity_id: x, event.type: start }
    events:
      - { event.category: process, process.executable: /tmp/x, user.id: "1000", process.parent.name: nginx, process.args: [x, y] }
      - { event.category: network, destination.port: 443 }
    alerts: [[1, 2]]
"#,
        expect![[r#"
              ✗ a program below /tmp connects  line 14
                expected 1 alert (event 1, event 2), came no alert
                no alert of event 1, event 2:
                ✗ stage 1: event 1 does not meet it, 1 condition short
                    ✓ true  process where
                    ✓ true  3 conditions: event.type == "start" · process.executable : ("/tmp/*", "/var/tmp/*", "/dev/shm/*") · not user.i…
                    ✗ false or, none of 3
                        ✗ false process.args : "-c"  ← process.args is ["x", "y"]
                        ✗ false process.args_count > 3  ← process.args_count is missing
                        ✗ false process.parent.name in ("sh", "bash")  ← process.parent.name is "nginx"
        "#]],
    );
}

#[test]
fn an_alert_that_must_not_come_is_taken_apart() {
    fails(
        r#"
  - name: a shell starts it
    common: { host.id: a, process.entity_id: x, event.type: start, user.id: "1000", process.parent.name: sh }
    events:
      - { event.category: process, process.executable: /tmp/x }
      - { event.category: network, destination.port: 443 }
    alerts: []
"#,
        expect![[r#"
              ✗ a shell starts it  line 14
                expected no alert, came 1 alert (event 1, event 2)
                an alert of event 1, event 2, which is not expected:
                ✓ stage 1: event 1 meets it
                    ✓ true  process where
                    ✓ true  event.type == "start"  ← event.type is "start"
                    ✓ true  process.executable : ("/tmp/*", "/var/tmp/*", "/dev/shm/*")  ← process.executable is "/tmp/x"
                    ✓ true  not
                        ✓ false user.id == "0"  ← user.id is "1000"
                    ✓ true  or, 1 of 3
                        ✓ true  process.parent.name in ("sh", "bash")  ← process.parent.name is "sh"
                ✓ stage 2: event 2 meets it
                    ✓ true  network where
                    ✓ true  destination.port != 53  ← destination.port is 443
        "#]],
    );
}

#[test]
fn events_that_do_not_join_are_compared_key_by_key() {
    // The first event is taken by the second, so that nothing waits for the third.
    fails(
        r#"
  - name: another process connects
    common: { host.id: a, event.type: start, user.id: "1000", process.parent.name: sh }
    events:
      - { event.category: process, process.executable: /tmp/x, process.entity_id: x }
      - { event.category: network, destination.port: 443, process.entity_id: x }
      - { event.category: network, destination.port: 443, process.entity_id: [y, z] }
    alerts: [[1, 3]]
"#,
        expect![[r#"
              ✗ another process connects  line 14
                expected 1 alert (event 1, event 3), came 1 alert (event 1, event 2)
                no alert of event 1, event 3:
                each event meets its stage
                their join keys differ: process.entity_id of event 1 is "x", process.entity_id of event 3 is ["y", "z"]
                an alert of event 1, event 2, which is not expected:
                ✓ stage 1: event 1 meets it
                    ✓ true  process where
                    ✓ true  event.type == "start"  ← event.type is "start"
                    ✓ true  process.executable : ("/tmp/*", "/var/tmp/*", "/dev/shm/*")  ← process.executable is "/tmp/x"
                    ✓ true  not
                        ✓ false user.id == "0"  ← user.id is "1000"
                    ✓ true  or, 1 of 3
                        ✓ true  process.parent.name in ("sh", "bash")  ← process.parent.name is "sh"
                ✓ stage 2: event 2 meets it
                    ✓ true  network where
                    ✓ true  destination.port != 53  ← destination.port is 443
        "#]],
    );
}

#[test]
fn events_that_are_too_far_apart_are_told() {
    fails(
        r#"
  - name: six seconds
    common: { host.id: a, process.entity_id: x, event.type: start, user.id: "1000", process.parent.name: sh }
    events:
      - { event.category: process, process.executable: /tmp/x }
      - { event.category: network, destination.port: 443, "@timestamp": +6s }
    alerts: [[1, 2]]
"#,
        expect![[r#"
              ✗ six seconds  line 14
                expected 1 alert (event 1, event 2), came no alert
                no alert of event 1, event 2:
                each event meets its stage
                event 2 comes 6s after event 1: maxspan is 5s
        "#]],
    );
}

#[test]
fn an_event_that_another_has_taken_is_told() {
    fails(
        r#"
  - name: two connections
    common: { host.id: a, process.entity_id: x, event.type: start, user.id: "1000", process.parent.name: sh }
    events:
      - { event.category: process, process.executable: /tmp/x }
      - { event.category: network, destination.port: 443 }
      - { event.category: network, destination.port: 443 }
    alerts: [[1, 2], [1, 3]]
"#,
        expect![[r#"
              ✗ two connections  line 14
                expected 2 alerts (event 1, event 2; event 1, event 3), came 1 alert (event 1, event 2)
                no alert of event 1, event 3:
                each event meets its stage
                event 1 fills stage 1 (host.id "a", process.entity_id "x")
                event 3 meets stage 2 (host.id "a", process.entity_id "x"), and nothing waits for it: event 1 had filled stage 1, and event 2 has taken it on already
        "#]],
    );
}

#[test]
fn too_few_alerts_are_explained_by_the_nearest_events_and_what_became_of_them() {
    fails(
        r#"
  - name: how many
    common: { host.id: a, process.entity_id: x, event.type: start, user.id: "1000", process.parent.name: sh }
    events:
      - { event.category: process, process.executable: /tmp/x }
      - { event.category: network, destination.port: 53 }
    alerts: 2
"#,
        expect![[r#"
              ✗ how many  line 14
                expected 2 alerts, came no alert
                ✗ stage 2: event 2 does not meet it, 1 condition short
                    ✓ true  network where
                    ✗ false destination.port != 53  ← destination.port is 53
                event 1 fills stage 1 (host.id "a", process.entity_id "x")
        "#]],
    );
}

#[test]
fn terms_of_elastic_endpoints_dialect_are_explained_with_the_events_that_they_read() {
    let folder = Folder::new();
    let rule = r#"rule_id: written
name: Written
description: X.
severity: low
risk_score: 21
type: eql
dialect: endpoint
query: |
  sequence by host.id with maxspan=1m
    [file where file.extension == "exe"] as event0
    [process where process.executable == event0.file.path and descendant of [process where process.name == "winword.exe"] and
      _arraysearch(process.thread.Ext.call_stack, $e, $e.symbol_info : "*vba*" and $e.protection == "RWX")]
tests:
  - name: another program
    common: { host.id: h }
    events:
      - { event.category: process, process: { entity_id: w, name: winword.exe } }
      - { event.category: file, file: { extension: exe, path: 'C:\x.exe' } }
      - event.category: process
        process: { entity_id: x, executable: 'C:\y.exe', parent.entity_id: w, thread.Ext.call_stack: [{ symbol_info: vba7, protection: RX }] }
    alerts: [[2, 3]]
"#;
    folder.file("rule.yml", rule);
    let outcome = test(&folder, &["rule.yml"]).ended(1);
    expect![[r#"
        FAIL Written (rule.yml): 1 test, 1 failed, 10 % of its conditions covered

          ✗ another program  line 14
            expected 1 alert (event 2, event 3), came no alert
            no alert of event 2, event 3:
            ✗ stage 2: event 3 after event 2 does not meet it, 2 conditions short
                ✓ true  process where
                ✓ true  descendant of [process where process.name == "winword.exe"]
                ✗ false process.executable == event0.file.path  ← process.executable is "C:\\y.exe", event0.file.path is "C:\\x.exe"
                ✗ false _arraysearch(process.thread.Ext.call_stack, $e, $e.symbol_info : "*vba*" and $e.protection == "RWX")  ← 1 element
                    ✗ false element 1 (1 short)
                        ✓ true  $e.symbol_info : "*vba*"
                        ✗ false $e.protection == "RWX"  ← $e.protection is "RX"

        1 test of 1 rule, 1 failed; 10 % of the conditions covered
    "#]].assert_eq(&outcome.out);
}

/// A rule that searches elements and ancestors, with the tests.
fn searching(tests: &str) -> Folder {
    let folder = Folder::new();
    let rule = r#"rule_id: searching
name: Searching
description: X.
severity: low
risk_score: 21
type: eql
dialect: endpoint
query: |
  api where process.name == "a.exe" and
    _arraysearch(process.thread.Ext.call_stack, $e, $e.symbol_info : ("*vba*", "*mono*") and not $e.protection == "RX") and
    not descendant of [process where process.name == "setup.exe" and process.args : "-q"]
tests:
"#;
    folder.file("rule.yml", format!("{rule}{}", tests.trim_start_matches('\n')));
    folder
}

#[test]
fn conditions_of_elements_and_of_ancestors_are_covered_one_by_one() {
    let one = r#"
  - name: an element that has all, and one that has nothing
    events:
      - { event.category: api, process: { name: a.exe, thread.Ext.call_stack: [{ symbol_info: vba7 }, { symbol_info: ntdll, protection: RX }] } }
    alerts: [[1]]
"#;
    let outcome = test(&searching(one), &["rule.yml", "--coverage"]).ended(0);
    expect![[r#"
        ok   Searching (rule.yml): 1 test, 30 % of its conditions covered, 1 of 2 elements of lists met
          not covered, 8 of 12:
            9:13  process.name == "a.exe"  never decides as false
            10:53  $e.symbol_info : ("*vba*", "*mono*")  never decides as false
            10:80  "*mono*" of $e.symbol_info : ("*vba*", "*mono*")  never met
            10:98  $e.protection == "RX"  never decides as true
            11:38  process.name == "setup.exe"  never decides as true
            11:38  process.name == "setup.exe"  never decides as false
            11:70  process.args : "-q"  never decides as true
            11:70  process.args : "-q"  never decides as false

        1 test of 1 rule, 0 failed; 30 % of the conditions covered, 1 of 2 elements of lists met
    "#]]
    .assert_eq(&outcome.out);
    let all = r#"
  - name: elements
    common: { event.category: api, process.name: a.exe }
    events:
      - { process.thread.Ext.call_stack: [{ symbol_info: vba7 }] }
      - { process.thread.Ext.call_stack: [{ symbol_info: mono, protection: RX }, { symbol_info: ntdll }] }
      - { process.name: b.exe, process.thread.Ext.call_stack: [{ symbol_info: mono }] }
    alerts: [[1]]
  - name: ancestors
    common: { process.parent.entity_id: p, process.thread.Ext.call_stack: [{ symbol_info: mono }] }
    events:
      - { event.category: process, process: { entity_id: p, parent.entity_id: g, name: setup.exe, args: [setup.exe] } }
      - { event.category: process, process: { entity_id: p, parent.entity_id: g, name: other.exe, args: [other.exe, "-q"] } }
      - { event.category: api, process: { entity_id: x, name: a.exe } }
      - { event.category: process, process: { entity_id: g, name: setup.exe, args: [setup.exe, "-q"] } }
      - { event.category: api, process: { entity_id: x, name: a.exe } }
    alerts: [[3]]
"#;
    let outcome = test(&searching(all), &["rule.yml", "--coverage"]).ended(0);
    expect![[r#"
        ok   Searching (rule.yml): 2 tests, 100 % of its conditions covered, 2 of 2 elements of lists met

        2 tests of 1 rule, 0 failed; 100 % of the conditions covered, 2 of 2 elements of lists met
    "#]]
    .assert_eq(&outcome.out);
}

#[test]
fn of_elements_and_ancestors_the_nearest_are_taken_apart() {
    let wrong = r#"
  - name: no element, and an ancestor
    common: { event.category: api, process: { name: a.exe, parent.entity_id: p } }
    events:
      - { event.category: process, process: { entity_id: p, name: setup.exe, args: [setup.exe, "-q"] } }
      - { process.thread.Ext.call_stack: [{ symbol_info: ntdll, protection: RX }, { symbol_info: mono, protection: RX }] }
      - {}
    alerts: [[2], [3]]
"#;
    let outcome = test(&searching(wrong), &["rule.yml"]).ended(1);
    expect![[r#"
        FAIL Searching (rule.yml): 1 test, 1 failed, 0 % of its conditions covered, 0 of 2 elements of lists met

          ✗ no element, and an ancestor  line 13
            expected 2 alerts (event 2; event 3), came no alert
            no alert of event 2:
            ✗ event 2 does not meet it, 2 conditions short
                ✓ true  api where
                ✓ true  process.name == "a.exe"
                ✗ false _arraysearch(process.thread.Ext.call_stack, $e, $e.symbol_info : ("*vba*", "*mono*") and not $e.protection ==…  ← 2 elements
                    ✗ false element 2 (1 short)
                        ✓ true  $e.symbol_info : ("*vba*", "*mono*")
                        ✗ false not
                            ✗ true  $e.protection == "RX"  ← $e.protection is "RX"
                    ✗ false element 1 (2 short)
                        ✗ false $e.symbol_info : ("*vba*", "*mono*")  ← $e.symbol_info is "ntdll"
                        ✗ false not
                            ✗ true  $e.protection == "RX"  ← $e.protection is "RX"
                ✗ false not
                    ✗ true  descendant of [process where process.name == "setup.exe" and process.args : "-q"]  ← 1 event of an ancestor
                        ✗ true  event 1 (1 short)
                            ✗ true  and, none of 2
                                ✗ true  process.name == "setup.exe"  ← process.name is "setup.exe"
                                ✗ true  process.args : "-q"  ← process.args is ["setup.exe", "-q"]
            no alert of event 3:
            ✗ event 3 does not meet it, 2 conditions short
                ✓ true  api where
                ✓ true  process.name == "a.exe"
                ✗ false _arraysearch(process.thread.Ext.call_stack, $e, $e.symbol_info : ("*vba*", "*mono*") and not $e.protection ==…  ← process.thread.Ext.call_stack is missing
                ✗ false not
                    ✗ true  descendant of [process where process.name == "setup.exe" and process.args : "-q"]  ← 1 event of an ancestor
                        ✗ true  event 1 (1 short)
                            ✗ true  and, none of 2
                                ✗ true  process.name == "setup.exe"  ← process.name is "setup.exe"
                                ✗ true  process.args : "-q"  ← process.args is ["setup.exe", "-q"]

        1 test of 1 rule, 1 failed; 0 % of the conditions covered, 0 of 2 elements of lists met
    "#]].assert_eq(&outcome.out);
    let outcome = test(&searching(wrong), &["rule.yml", "--format", "json"]).ended(1);
    let object: Value = serde_json::from_str(outcome.out.lines().next().unwrap()).unwrap();
    let condition = &object["tests"][0]["explanation"][1]["condition"];
    let elements = &condition["parts"][1]["candidates"];
    assert_eq!(elements[1]["element"], 2);
    assert_eq!(elements[1]["condition"]["parts"][0]["values"]["$e.symbol_info"][0], "mono");
    assert_eq!(condition["parts"][2]["parts"][0]["candidates"][0]["event"], 1);
}

#[test]
fn a_rule_without_tests_has_none_and_no_coverage() {
    let folder = Folder::new();
    folder.file("rule.yml", RULE);
    let outcome = test(&folder, &["."]).ended(0);
    assert_eq!(outcome.out, "0 tests of 1 rule, 0 failed; 1 rule without tests\n");
    let outcome = test(&folder, &[".", "--verbose"]).ended(0);
    expect![[r#"
        none Program of a Shared Folder Connects (./rule.yml): no tests

        0 tests of 1 rule, 0 failed; 1 rule without tests
    "#]]
    .assert_eq(&outcome.out);
    for option in [&["--require-tests"][..], &["--fail-under", "1"]] {
        let outcome = test(&folder, &[&["."], option].concat()).ended(1);
        assert!(outcome.out.contains("✗ the rule has no tests"), "{}", outcome.out);
    }
}

#[test]
fn a_rule_whose_tests_cover_too_little_fails() {
    let folder = tested(PASSING);
    assert!(test(&folder, &[".", "--fail-under", "10"]).ended(0).out.starts_with("ok "));
    let outcome = test(&folder, &[".", "--fail-under", "95"]).ended(1);
    assert!(outcome.out.contains("of its conditions, less than 95 %"), "{}", outcome.out);
}

#[test]
fn a_filter_picks_tests_by_their_names_and_those_of_their_rules() {
    let folder = tested(PASSING);
    for (filter, tests) in [("asks", "1 test"), ("Shared Folder", "2 tests"), ("shared-folder", "2 tests")] {
        let outcome = test(&folder, &[".", "--filter", filter]).ended(0);
        let last = outcome.out.lines().last().unwrap();
        assert!(last.starts_with(&format!("{tests} of 1 rule")), "{filter}: {last}");
    }
    let outcome = test(&folder, &[".", "--filter", "zzz"]).ended(2);
    assert!(outcome.err.contains("is called `zzz`") && outcome.out.is_empty(), "{}{}", outcome.err, outcome.out);
}

/// What was not asked for is neither listed nor counted.
#[test]
fn rules_that_a_filter_leaves_out_are_counted_apart() {
    let folder = tested(PASSING);
    let other = RULE.replace("shared-folder", "other").replace("Program of", "Another Program of");
    folder.file("other.yml", format!("{other}tests:\n{}", PASSING.replace("- name: ", "- name: other, ")));
    folder.file("none.yml", RULE.replace("shared-folder", "none").replace("Shared Folder", "Folder"));
    let outcome = test(&folder, &[".", "--filter", "other, "]).ended(0);
    expect![[r#"
        ok   Another Program of a Shared Folder Connects (./other.yml): 2 tests, 42 % of its conditions covered, 3 of 5 elements of lists met

        2 tests of 1 rule, 0 failed; 42 % of the conditions covered, 3 of 5 elements of lists met; 2 rules left out by --filter
    "#]]
    .assert_eq(&outcome.out);
    let objects = test(&folder, &[".", "--filter", "other, ", "--format", "json"]).ended(0).alerts();
    assert_eq!((objects.len(), &objects[1]["rules"], &objects[1]["rules_left_out"]), (2, &1.into(), &2.into()));
    // A rule is asked for by its name, whether it has tests or not.
    test(&folder, &[".", "--filter", "Program", "--require-tests"]).ended(1);
    test(&folder, &[".", "--filter", "Shared", "--require-tests"]).ended(0);
}

#[test]
fn warnings_are_counted_and_shown_on_request() {
    let folder = tested(PASSING);
    folder.file("rule.yml", format!("{}tests:\n{PASSING}", RULE.replace("risk_score: 47", "risk_score: 21")));
    let outcome = test(&folder, &["."]).ended(0);
    assert_eq!(outcome.err, "1 warning in 1 rule: `detectors check` or `--verbose` shows them\n");
    let outcome = test(&folder, &[".", "--verbose"]).ended(0);
    assert!(outcome.err.starts_with("warning[DR020]: "), "{}", outcome.err);
    assert!(!outcome.err.contains("`--verbose`"), "{}", outcome.err);
}

#[test]
fn a_rule_with_errors_fails_and_hides_nothing_of_the_others() {
    let folder = tested(PASSING);
    folder.file("wrong.yml", RULE.replace("destination.port", "destination.prt"));
    let outcome = test(&folder, &["."]).ended(1);
    assert!(outcome.out.contains("no field `destination.prt`"), "{}", outcome.out);
    let last = outcome.out.lines().last().unwrap();
    assert_eq!(last.split(';').take(2).collect::<String>(), "2 tests of 2 rules, 0 failed 1 rule with errors");
}

#[test]
fn what_cannot_be_read_is_told_by_the_code() {
    let folder = tested(PASSING);
    let outcome = test(&folder, &["rule.yml", "none.yml"]).ended(3);
    assert!(outcome.err.contains("cannot read `none.yml`"), "{}", outcome.err);
    test(&folder, &["none.yml"]).ended(2);
    test(&folder, &["rule.yml", "--schema", "none.yml"]).ended(2);
    test(&folder, &["rule.yml", "--events", "none"]).ended(2);
    test(&folder, &[]).ended(2);
}

#[test]
fn json_has_an_object_for_each_rule_and_one_for_the_whole() {
    let failing = PASSING.replace("alerts: 0", "alerts: [[1, 2]]");
    let outcome = test(&tested(&failing), &[".", "--format", "json"]).ended(1);
    let objects = outcome.alerts();
    let [rule, summary] = objects.as_slice() else { panic!("{}", outcome.out) };
    assert_eq!(rule["rule_id"], "shared-folder");
    assert_eq!((&rule["coverage"]["conditions_decided"], &rule["coverage"]["conditions_total"]), (&6.into(), &14.into()));
    assert_eq!((&rule["coverage"]["elements_met"], &rule["coverage"]["elements_total"]), (&3.into(), &5.into()));
    let tests = rule["tests"].as_array().unwrap();
    assert_eq!(tests.iter().map(|test| test["passed"].as_bool().unwrap()).collect::<Vec<_>>(), [true, false]);
    assert_eq!(
        (&tests[1]["line"], &tests[1]["message"]),
        (&20.into(), &"expected 1 alert (event 1, event 2), came no alert".into())
    );
    let answer = &tests[1]["explanation"][1];
    assert_eq!((&answer["event"], &answer["stage"], &answer["outcome"]), (&2.into(), &"stage 2".into(), &"false".into()));
    assert_eq!((&answer["condition"]["truth"], &answer["condition"]["line"]), (&"false".into(), &11.into()));
    assert_eq!(answer["condition"]["values"], serde_json::json!({ "destination.port": [53] }));
    let keys = ["rules", "tests", "failed", "rules_without_tests", "rules_with_errors"];
    assert_eq!(keys.map(|key| summary[key].as_u64().unwrap()), [1, 2, 1, 0, 0]);

    let folder = Folder::new();
    folder.file("rule.yml", RULE);
    let objects = test(&folder, &[".", "--format", "json"]).ended(0).alerts();
    assert_eq!((&objects[0]["coverage"], &objects[1]["coverage_percent"]), (&Value::Null, &Value::Null));
}

#[test]
fn junit_has_a_suite_for_each_rule() {
    let folder = tested(&PASSING.replace("alerts: 0", "alerts: 1").replace("it asks", "it <asks> & \"asks\""));
    folder.file("wrong.yml", "rule_id: x\n");
    let outcome = test(&folder, &[".", "--format", "junit", "--fail-under", "95"]).ended(1);
    // Times differ from run to run, and the compiler's words are tested elsewhere.
    let mut lines = Vec::new();
    for line in outcome.out.lines() {
        let without_time = match (line.find(" time=\""), line.rfind('"')) {
            (Some(from), Some(_)) => {
                format!("{}{}", &line[..from], &line[from..].split_once("\" ").map_or(">", |(_, rest)| rest))
            }
            _ => line.to_owned(),
        };
        lines.push(without_time.split("error type").next().unwrap().chars().take(160).collect::<String>());
    }
    expect![[r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <testsuites name="detectors test" tests="3" failures="1" errors="1">
          <testsuite name="Program of a Shared Folder Connects" file="./rule.yml" tests="2" failures="1" errors="0" skipped="0">
            <properties>
              <property name="coverage" value="42 %"/>
              <property name="shortcoming" value="its tests cover 42 % of its conditions, less than 95 %"/>
            </properties>
            <testcase name="a shell starts it" classname="Program of a Shared Folder Connects" file="./rule.yml" line="14">
            <testcase name="it &lt;asks&gt; &amp; &quot;asks&quot; for a name" classname="Program of a Shared Folder Connects" file="./rule.yml" line="20">
              <failure message="expected 1 alert, came no alert" type="failure">✗ stage 2: event 2 does not meet it, 1 condition short&#10;    ✓ true  network where&#10
            </testcase>
          </testsuite>
          <testsuite name="./wrong.yml" file="./wrong.yml" tests="1" failures="0" errors="1" skipped="0">
            <testcase name="the rule compiles" classname="./wrong.yml" file="./wrong.yml">
              <error message="the rule has errors" type="error">error[DR006]: the rule has no `name`&#10; --&gt; ./wrong.yml:1:1&#10;  |&#10;1 | rule_id: x&#10;  | ^^^^
            </testcase>
          </testsuite>
        </testsuites>
    "#]].assert_eq(&(lines.join("\n") + "\n"));
}

#[test]
fn logs_with_expected_alerts_are_tests_of_the_rules_too() {
    let folder = tested(PASSING);
    let start = r#"{"@timestamp":1000,"event":{"category":"process","type":"start"},"host.id":"a","process":{"entity_id":"x","executable":"/tmp/x","parent.name":"sh"}}"#;
    let connection = r#"{"@timestamp":2000,"event":{"category":"network","type":"start"},"host.id":"a","process.entity_id":"x","destination.port":443}"#;
    std::fs::create_dir(folder.path().join("logs")).unwrap();
    folder.file("logs/hit.ndjson", format!("{start}\n{connection}\n"));
    folder.file("logs/quiet.ndjson.gz", gzip(format!("{connection}\n").as_bytes()));
    let expected = |lines: &str| format!(r#"{{"log":"hit.ndjson","rule_id":"shared-folder","lines":{lines}}}"#);
    folder.file("logs/expected.jsonl", expected("[[0,1]]").replace("lines", "hits"));
    test(&folder, &["rule.yml", "--events", "logs"]).ended(0);
    folder.file("logs/expected.jsonl", expected("[[1,2]]"));
    let outcome = test(&folder, &["rule.yml", "--events", "logs"]).ended(0);
    assert!(
        outcome.out.ends_with("\n4 tests of 1 rule, 0 failed; 42 % of the conditions covered, 3 of 5 elements of lists met\n"),
        "{}",
        outcome.out
    );

    folder.file("logs/expected.jsonl", expected("[]"));
    let outcome = test(&folder, &["rule.yml", "--events", "logs"]).ended(1);
    expect![[r#"
        FAIL Program of a Shared Folder Connects (rule.yml): 4 tests, 1 failed, 42 % of its conditions covered, 3 of 5 elements of lists met

          ✗ log hit.ndjson  logs/hit.ndjson
            expected no alert, came 1 alert (line 1, line 2)
            an alert of line 1, line 2, which is not expected:
            ✓ stage 1: line 1 meets it
                ✓ true  process where
                ✓ true  event.type == "start"  ← event.type is "start"
                ✓ true  process.executable : ("/tmp/*", "/var/tmp/*", "/dev/shm/*")  ← process.executable is "/tmp/x"
                ✓ true  not
                    ✓ false user.id == "0"  ← user.id is missing
                ✓ true  or, 1 of 3
                    ✓ true  process.parent.name in ("sh", "bash")  ← process.parent.name is "sh"
            ✓ stage 2: line 2 meets it
                ✓ true  network where
                ✓ true  destination.port != 53  ← destination.port is 443

        4 tests of 1 rule, 1 failed; 42 % of the conditions covered, 3 of 5 elements of lists met
    "#]]
    .assert_eq(&outcome.out);

    folder.file("logs/hit.ndjson", format!("{start}\nnonsense\n{connection}\n"));
    folder.file(
        "logs/expected.jsonl",
        format!(
            "{}\n{{}}\n{}\n{{\"log\":\"a\",\"rule_id\":\"b\"}}\n",
            expected("[[1,3]]"),
            expected("[[1,2]]").replace("hit.", "gone.")
        ),
    );
    let outcome = test(&folder, &["rule.yml", "--events", "logs"]).ended(3);
    expect![[r#"
        error: missing field `log`
         --> logs/expected.jsonl:2:2
        help: write {"log": …, "rule_id": …, "lines": [[1, 2]]}
        error: missing field `lines`
         --> logs/expected.jsonl:4:25
        help: write {"log": …, "rule_id": …, "lines": [[1, 2]]}
        error: not JSON: expected `true`, `false` or `null`
         --> logs/hit.ndjson:2:2
        error: `expected.jsonl` names a log that is not there: `gone.ndjson`
    "#]]
    .assert_eq(&outcome.err);
}

#[test]
fn fields_of_the_configuration_and_of_the_command_line_are_known() {
    let folder = Folder::new();
    let rule = r#"rule_id: own
name: Own
description: X.
severity: low
risk_score: 21
type: eql
query: process where own.level > 3 and own.zone == "a"
tests:
  - name: it is
    events: [{ event.category: process, own.level: 4, own.zone: a }]
    alerts: 1
"#;
    folder.file("rule.yml", rule);
    folder.file("level.tsv", "field\ttype\nown.level\tlong\n");
    folder.file("zone.tsv", "field\ttype\nown.zone\tkeyword\n");
    test(&folder, &["rule.yml", "--schema", "level.tsv", "--schema", "zone.tsv"]).ended(0);
    test(&folder, &["rule.yml", "--schema", "zone.tsv"]).ended(1);
    folder.file("detectors.toml", "[check]\nschema = [\"level.tsv\"]\n");
    test(&folder, &["rule.yml", "--schema", "zone.tsv"]).ended(0);
    folder.file("detectors.toml", "[check]\nschema = [\"gone.tsv\"]\n");
    assert!(test(&folder, &["rule.yml"]).ended(2).err.contains("cannot read `gone.tsv`"));
}
