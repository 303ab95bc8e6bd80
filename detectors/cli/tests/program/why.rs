//! `detectors why`: why a rule alerts on events of a log, or does not.

use expect_test::expect;

use crate::support::{Folder, Outcome, gzip, program, reverse_shell, run_with, zstandard};
use crate::test::RULE;

/// Runs `detectors why` in a folder, with bytes on standard input.
fn why(folder: &Folder, arguments: &[&str], input: &[u8]) -> Outcome {
    run_with(program().current_dir(folder.path()).arg("why").args(arguments), input)
}

const START: &str = r#"{"@timestamp":1000,"event":{"category":"process","type":"start"},"host.id":"a","process":{"entity_id":"x","executable":"/tmp/x","parent.name":"sh"}}"#;
const ROOT: &str = r#"{"@timestamp":1500,"event":{"category":"process","type":"start"},"user.id":"0","host.id":"a","process":{"entity_id":"x","executable":"/tmp/x","parent.name":"zsh"}}"#;
const CONNECTION: &str =
    r#"{"@timestamp":2000,"event":{"category":"network"},"host.id":"a","process.entity_id":"x","destination.port":443}"#;
const OTHER_HOST: &str =
    r#"{"@timestamp":2500,"event":{"category":"network"},"host.id":"b","process.entity_id":"x","destination.port":443}"#;

fn folder(lines: &[&str]) -> Folder {
    let folder = Folder::new();
    folder.file("rule.yml", RULE);
    folder.file("log.ndjson", lines.join("\n"));
    folder
}

#[test]
fn a_log_is_explained_as_a_whole() {
    let folder = folder(&[START, ROOT, "", CONNECTION, OTHER_HOST]);
    let outcome = why(&folder, &["rule.yml", "log.ndjson"], b"").ended(0);
    expect![[r#"
        Program of a Shared Folder Connects: 1 alert of 4 events in log.ndjson

        alert of line 1, line 4
          ✓ stage 1: line 1 meets it
              ✓ true  process where
              ✓ true  event.type == "start"  ← event.type is "start"
              ✓ true  process.executable : ("/tmp/*", "/var/tmp/*", "/dev/shm/*")  ← process.executable is "/tmp/x"
              ✓ true  not
                  ✓ false user.id == "0"  ← user.id is missing
              ✓ true  or, 1 of 3
                  ✓ true  process.parent.name in ("sh", "bash")  ← process.parent.name is "sh"
          ✓ stage 2: line 4 meets it
              ✓ true  network where
              ✓ true  destination.port != 53  ← destination.port is 443

        stage 1: 1 of 4 events meet it
          line 1

        stage 2: 2 of 4 events meet it
          line 4, line 5

        what did not join
          line 5 meets stage 2 (host.id "b", process.entity_id "x"), and nothing waits for it: line 1 had filled stage 1 with other join keys: host.id "a", not host.id "b"
    "#]].assert_eq(&outcome.out);
    assert_eq!(outcome.err, "");
}

#[test]
fn without_an_alert_the_nearest_events_are_taken_apart() {
    let folder = folder(&[ROOT, CONNECTION]);
    let outcome = why(&folder, &["rule.yml", "log.ndjson", "--limit", "1"], b"").ended(0);
    expect![[r#"
        Program of a Shared Folder Connects: 0 alerts of 2 events in log.ndjson

        stage 1: 0 of 2 events meet it

        nearest
          ✗ stage 1: line 1 does not meet it, 2 conditions short
              ✓ true  process where
              ✓ true  2 conditions: event.type == "start" · process.executable : ("/tmp/*", "/var/tmp/*", "/dev/shm/*")
              ✗ false not
                  ✗ true  user.id == "0"  ← user.id is "0"
              ✗ false or, none of 3
                  ✗ false process.args : "-c"  ← process.args is missing
                  ✗ false process.args_count > 3  ← process.args_count is missing
                  ✗ false process.parent.name in ("sh", "bash")  ← process.parent.name is "zsh"

        stage 2: 1 of 2 events meet it
          line 2

        what did not join
          line 2 meets stage 2 (host.id "a", process.entity_id "x"), and nothing waits for it: no event fills stage 1 with these join keys before it
    "#]].assert_eq(&outcome.out);
}

#[test]
fn an_event_is_explained_by_each_stage_and_what_became_of_it() {
    let folder = folder(&[START, CONNECTION, OTHER_HOST]);
    let outcome = why(&folder, &["rule.yml", "log.ndjson", "--event", "3"], b"").ended(0);
    expect![[r#"
        Program of a Shared Folder Connects: 1 alert of 3 events in log.ndjson

        line 3: in no alert
          ✗ stage 1: line 3 does not meet it, 4 conditions short
              ✗ false process where  ← event.category is "network"
              ✓ true  not user.id == "0"
              ✗ false event.type == "start"  ← event.type is missing
              ✗ false process.executable : ("/tmp/*", "/var/tmp/*", "/dev/shm/*")  ← process.executable is missing
              ✗ false or, none of 3
                  ✗ false process.args : "-c"  ← process.args is missing
                  ✗ false process.args_count > 3  ← process.args_count is missing
                  ✗ false process.parent.name in ("sh", "bash")  ← process.parent.name is missing
          ✓ stage 2: line 3 meets it
              ✓ true  network where
              ✓ true  destination.port != 53  ← destination.port is 443
          line 3 meets stage 2 (host.id "b", process.entity_id "x"), and nothing waits for it: line 1 had filled stage 1 with other join keys: host.id "a", not host.id "b"
    "#]].assert_eq(&outcome.out);
    why(&folder, &["rule.yml", "log.ndjson", "--limit", "0"], b"").ended(2);
    let outcome = why(&folder, &["rule.yml", "log.ndjson", "--event", "4"], b"").ended(2);
    assert_eq!(outcome.err, "error: there is no event on line 4\n");
}

#[test]
fn logs_are_read_as_run_reads_them() {
    let folder = folder(&[]);
    let log = [START, CONNECTION].join("\n");
    let title = |outcome: Outcome| outcome.out.lines().next().unwrap_or_default().to_owned();
    let expected = "Program of a Shared Folder Connects: 1 alert of 2 events in ";
    assert_eq!(title(why(&folder, &["rule.yml", "-"], log.as_bytes()).ended(0)), format!("{expected}-"));
    folder.file("a.gz", gzip(log.as_bytes()));
    folder.file("a.zst", zstandard(log.as_bytes()));
    for name in ["a.gz", "a.zst"] {
        assert_eq!(title(why(&folder, &["rule.yml", name], b"").ended(0)), format!("{expected}{name}"));
    }
    let outcome = why(&folder, &["rule.yml", "-", "-"], b"").ended(2);
    assert!(outcome.err.contains("is given twice"), "{}", outcome.err);
}

#[test]
fn a_rule_that_is_compiled_in_is_named_as_rules_names_it() {
    let folder = folder(&[]);
    folder.file("shell.ndjson", reverse_shell("web-01", 5));
    let title = "Potential Reverse Shell via Suspicious Child Process: 1 alert of 2 events in shell.ndjson";
    for name in ["76e4d92b-61c1-4a95-ab61-5fd94179a1ee", "76e4d92b", "reverse shell via suspicious CHILD"] {
        let outcome = why(&folder, &[name, "shell.ndjson"], b"").ended(0);
        assert_eq!(outcome.out.lines().next(), Some(title), "{name}");
    }
    // A file has the first word.
    folder.file("76e4d92b", RULE);
    assert!(why(&folder, &["76e4d92b", "shell.ndjson"], b"").ended(0).out.starts_with("Program of a Shared Folder Connects"));
    let outcome = why(&folder, &["no such rule", "shell.ndjson"], b"").ended(2);
    assert!(outcome.err.contains("`detectors rules` lists them all"), "{}", outcome.err);
}

#[test]
fn several_logs_are_taken_together() {
    let folder = folder(&[START]);
    folder.file("other.ndjson", CONNECTION);
    let outcome = why(&folder, &["rule.yml", "log.ndjson", "other.ndjson", "--event", "other.ndjson:1"], b"").ended(0);
    expect![[r#"
        Program of a Shared Folder Connects: 1 alert of 2 events in log.ndjson, other.ndjson

        other.ndjson:1: in an alert
          ✗ stage 1: other.ndjson:1 does not meet it, 4 conditions short
              ✗ false process where  ← event.category is "network"
              ✓ true  not user.id == "0"
              ✗ false event.type == "start"  ← event.type is missing
              ✗ false process.executable : ("/tmp/*", "/var/tmp/*", "/dev/shm/*")  ← process.executable is missing
              ✗ false or, none of 3
                  ✗ false process.args : "-c"  ← process.args is missing
                  ✗ false process.args_count > 3  ← process.args_count is missing
                  ✗ false process.parent.name in ("sh", "bash")  ← process.parent.name is missing
          ✓ stage 2: other.ndjson:1 meets it
              ✓ true  network where
              ✓ true  destination.port != 53  ← destination.port is 443
          other.ndjson:1 fills the last stage (host.id "a", process.entity_id "x"): log.ndjson:1, other.ndjson:1 are complete
    "#]]
    .assert_eq(&outcome.out);
    let outcome = why(&folder, &["rule.yml", "log.ndjson", "other.ndjson", "--event", "1"], b"").ended(2);
    assert_eq!(outcome.err, "error: there are several logs\nhelp: write `--event FILE:1`\n");
    let outcome = why(&folder, &["rule.yml", "log.ndjson", "--event", "0"], b"").ended(2);
    assert!(outcome.err.contains("expected the number of a line from 1"), "{}", outcome.err);
}

#[test]
fn a_folder_stands_for_the_logs_below_it() {
    let folder = folder(&[]);
    folder.file("logs/a/one.ndjson", START);
    folder.file("logs/two.ndjson.gz", gzip(CONNECTION.as_bytes()));
    folder.file("logs/readme.txt", "no log");
    let outcome = why(&folder, &["rule.yml", "logs"], b"").ended(0);
    assert!(outcome.out.starts_with("Program of a Shared Folder Connects: 1 alert of 2 events in logs\n"), "{}", outcome.out);
    assert!(outcome.out.contains("alert of logs/a/one.ndjson:1, logs/two.ndjson.gz:1"), "{}", outcome.out);
    let outcome = why(&folder, &["rule.yml", "logs", "--event", "1"], b"").ended(2);
    assert_eq!(outcome.err, "error: there are several logs\nhelp: write `--event FILE:1`\n");
    why(&folder, &["rule.yml", "logs", "--event", "logs/a/one.ndjson:1"], b"").ended(0);

    let empty = Folder::new();
    empty.file("rule.yml", RULE);
    empty.file("logs/readme.txt", "no log");
    let outcome = why(&empty, &["rule.yml", "logs"], b"").ended(2);
    assert!(outcome.err.starts_with("error: ") && outcome.err.contains("logs"), "{}", outcome.err);
}

#[test]
fn json_is_one_object() {
    let folder = folder(&[START, CONNECTION, OTHER_HOST]);
    let objects = why(&folder, &["rule.yml", "log.ndjson", "--format", "json"], b"").ended(0).alerts();
    let [object] = objects.as_slice() else { panic!("{objects:?}") };
    assert_eq!((&object["rule_id"], &object["events"]), (&"shared-folder".into(), &3.into()));
    let place = |line: u64| serde_json::json!({ "file": "log.ndjson", "line": line });
    assert_eq!(object["alerts"], serde_json::json!([[place(1), place(2)]]));
    let first = &object["sections"][0];
    assert_eq!(first["title"], "alert of line 1, line 2");
    assert_eq!((&first["parts"][1]["event"], &first["parts"][1]["outcome"]), (&serde_json::json!({ "line": 2 }), &"true".into()));
}

#[test]
fn what_is_refused_is_told_and_the_rest_explained() {
    let folder = folder(&[START, "{", r#"{"destination.port":"many"}"#, CONNECTION]);
    let outcome = why(&folder, &["rule.yml", "log.ndjson", "--event", "4"], b"").ended(3);
    expect![[r#"
        error: not JSON: the end comes within an object
         --> log.ndjson:2:1
        help: each line is one document; `jq -c . FILE | detectors run -` writes each on a line of its own
        error: field `destination.port` is of type long, which cannot hold `many`
         --> log.ndjson:3
    "#]]
    .assert_eq(&outcome.err);
    assert!(outcome.out.contains("line 4: in an alert"), "{}", outcome.out);
    why(&folder, &["rule.yml", "none.ndjson"], b"").ended(2);
    why(&folder, &["none.yml", "log.ndjson"], b"").ended(2);
    why(&folder, &["rule.yml", "-"], b"").ended(2);
    folder.file("wrong.yml", RULE.replace("destination.port", "destination.prt"));
    let outcome = why(&folder, &["wrong.yml", "log.ndjson"], b"").ended(1);
    assert!(outcome.err.contains("no field `destination.prt`"), "{}", outcome.err);
}
