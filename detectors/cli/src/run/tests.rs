//! Whole runs over small files, with the hand-written engine.

use super::*;
use crate::args::{Format, Logs};
use crate::run::engine::testing::Tiny;
use detectors::Timestamp;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What a run left behind.
struct Outcome {
    ending: Ending,
    out: String,
    err: String,
    seen: Vec<String>,
}

fn options(files: Vec<PathBuf>) -> Run {
    let (rules, schema, lateness) = (Vec::new(), Vec::new(), Duration::from_secs(10));
    Run {
        logs: Logs { files, rules, schema, sort: false, lateness, threads: Some(2) },
        format: Format::Json,
        fail_on_alert: false,
        no_limit: false,
        quiet: false,
    }
}

fn run_with(options: &Run) -> Outcome {
    let mut engine = Tiny::default();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let ending = run_sized(options, &mut engine, &mut out, &mut err, false, |sizes| sizes).unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Outcome { ending, out: text(out), err: text(err), seen: engine.seen }
}

/// Files in a folder of their own, gone with it.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }
}

/// An event of a host at a second.
fn event(host: &str, name: &str, second: i64) -> String {
    let at = crate::run::alerts::iso(Timestamp::from_seconds(second));
    format!("{{\"@timestamp\":\"{at}\",\"host\":{{\"id\":\"{host}\"}},\"process.name\":\"{name}\"}}\n")
}

fn values(out: &str) -> Vec<serde_json::Value> {
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn alerts_name_their_events_by_file_and_line_from_one() {
    let folder = Folder::new();
    let log = event("h", "sh", 1) + "\n" + &event("g", "curl", 2) + &event("h", "curl", 3) + &event("h", "nc", 4);
    let path = folder.file("a.ndjson", log);
    let outcome = run_with(&options(vec![path.clone()]));
    assert_eq!(outcome.ending, Ending::Finished);
    let alerts = values(&outcome.out);
    assert_eq!(alerts.len(), 2);
    assert_eq!(alerts[0]["rule_name"], "Download by a Shell");
    assert_eq!(alerts[0]["join_keys"], serde_json::json!({"host.id": "h"}));
    let places: Vec<_> = alerts[0]["events"].as_array().unwrap().iter().map(|event| event["line"].as_u64().unwrap()).collect();
    assert_eq!(places, [1, 4]);
    assert_eq!(alerts[0]["events"][0]["file"], path.display().to_string());
    assert_eq!(alerts[0]["timestamp"], "1970-01-01T00:00:03.000Z");
    assert!(outcome.err.starts_with("4 events from 1 source in "), "{}", outcome.err);
}

#[test]
fn files_are_merged_by_time() {
    let folder = Folder::new();
    let one = folder.file("one", event("h", "a1", 1) + &event("h", "a3", 3) + &event("h", "a500", 500));
    let two = folder
        .file("two", event("h", "b0", 0) + "{\"process.name\":\"untimed\"}\n" + &event("h", "b2", 2) + &event("h", "b3", 3));
    let outcome = run_with(&options(vec![one, two]));
    assert_eq!(outcome.seen, ["untimed", "b0", "a1", "b2", "a3", "b3", "a500"]);
}

#[test]
fn events_within_the_lateness_are_put_in_order() {
    let folder = Folder::new();
    let log = event("h", "n5", 5) + &event("h", "n1", 1) + &event("h", "n30", 30) + &event("h", "n2", 2);
    let path = folder.file("log", log);
    let outcome = run_with(&options(vec![path.clone()]));
    assert_eq!(outcome.seen, ["n1", "n5", "n2", "n30"]);
    assert!(outcome.err.contains("note: 1 event came after a later one"), "{}", outcome.err);
    let mut sorted = options(vec![path]);
    sorted.logs.sort = true;
    let outcome = run_with(&sorted);
    assert_eq!(outcome.seen, ["n1", "n2", "n5", "n30"]);
    assert!(!outcome.err.contains("note"), "{}", outcome.err);
}

#[test]
fn sorted_alerts_name_the_same_places() {
    let folder = Folder::new();
    let path = folder.file("log", event("h", "curl", 90) + &event("h", "x", 50) + &event("h", "sh", 1));
    let mut sorted = options(vec![path]);
    sorted.logs.sort = true;
    let alerts = values(&run_with(&sorted).out);
    assert_eq!((&alerts[0]["events"][0]["line"], &alerts[0]["events"][1]["line"]), (&3.into(), &1.into()));
}

#[test]
fn bad_lines_are_said_and_counted_and_the_rest_is_judged() {
    let folder = Folder::new();
    let mut log = b"\xef\xbb\xbf".to_vec();
    log.extend(event("h", "nc", 1).into_bytes());
    log.extend(b"{\"process\":{\"pid\":\"abc\"}}\r\n[]\n{\"a\"\n\xff\n".iter());
    for _ in 0..30 {
        log.extend(b"nope\n");
    }
    log.extend(b"{\"process.name\":\"last\"}");
    let path = folder.file("log", log);
    let outcome = run_with(&options(vec![path.clone()]));
    assert_eq!(outcome.ending, Ending::Refused);
    assert_eq!(outcome.seen, ["last", "nc"]);
    let complaint = format!("error: field `process.pid` is a long, found `abc`\n --> {}:2:19\n", path.display());
    assert!(outcome.err.contains(&complaint), "{}", outcome.err);
    assert!(outcome.err.contains("help: each line is one document"), "{}", outcome.err);
    assert_eq!(outcome.err.matches("error: ").count(), 20);
    assert!(outcome.err.contains("are counted only") && outcome.err.contains("note: 34 lines were refused"), "{}", outcome.err);
}

#[test]
fn endings_follow_the_exit_codes() {
    let folder = Folder::new();
    let alert = folder.file("alert", event("h", "nc", 1));
    let quiet = folder.file("quiet", event("h", "x", 1));
    let bad = folder.file("bad", "nope\n");
    let missing = folder.0.path().join("missing");
    let cases = [
        (vec![&quiet], true, Ending::Finished),
        (vec![&alert], false, Ending::Finished),
        (vec![&alert], true, Ending::Found),
        (vec![&alert, &bad], true, Ending::Refused),
        (vec![&alert, &missing], true, Ending::Refused),
        (vec![&missing], true, Ending::Nothing),
    ];
    for (files, fail_on_alert, expected) in cases {
        for sort in [false, true] {
            let mut options = options(files.iter().map(|file| file.to_path_buf()).collect());
            (options.fail_on_alert, options.logs.sort) = (fail_on_alert, sort);
            assert_eq!(run_with(&options).ending, expected, "{files:?}");
        }
    }
    let empty = folder.0.path().join("empty");
    std::fs::create_dir(&empty).unwrap();
    let outcome = run_with(&options(vec![missing, empty, alert]));
    assert_eq!(values(&outcome.out).len(), 1, "the others go on");
    assert!(outcome.err.contains("error: no file with the ending `.ndjson` or "), "{}", outcome.err);
    assert!(outcome.err.contains("note: 2 files could not be read"), "{}", outcome.err);
    assert!(outcome.err.contains("1 event from 1 source in"), "what could not be opened is no source: {}", outcome.err);
}

#[test]
fn a_limit_holds_back_and_says_so() {
    let folder = Folder::new();
    let log: String = (0..10).map(|second| event("h", "nc", second)).collect();
    let again = folder.file("log", log.clone() + &log);
    let outcome = run_with(&options(vec![again.clone()]));
    assert_eq!(values(&outcome.out).len(), 3);
    assert!(outcome.err.contains("note: 14 alerts were held back"), "{}", outcome.err);
    assert!(outcome.err.contains("note: 3 alerts were duplicates"), "{}", outcome.err);
    let mut all = options(vec![again]);
    all.no_limit = true;
    assert_eq!(values(&run_with(&all).out).len(), 20);
}

#[test]
fn the_same_log_gives_the_same_alerts_whatever_its_place_and_packing() {
    let folder = Folder::new();
    let log = event("h", "sh", 1) + &event("h", "curl", 3) + &event("h", "nc", 4);
    let plain = folder.file("plain", &log);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(log.as_bytes()).unwrap();
    let packed = folder.file("packed", gzip.finish().unwrap());
    let ids = |path: &Path| -> Vec<String> {
        let alerts = values(&run_with(&options(vec![path.into()])).out);
        alerts.iter().map(|alert| alert["alert_id"].to_string()).collect()
    };
    assert_eq!(ids(&plain).len(), 2);
    assert_eq!(ids(&plain), ids(&packed));
}

/// A writer whose reader has gone.
struct Closed;

impl Write for Closed {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_closed_output_ends_the_run_without_an_error() {
    let folder = Folder::new();
    let path = folder.file("log", event("h", "nc", 1) + &event("h", "x", 100) + &event("h", "y", 200));
    let mut engine = Tiny::default();
    let mut err = Vec::new();
    let ending = run_sized(&options(vec![path]), &mut engine, &mut Closed, &mut err, false, |sizes| sizes).unwrap();
    assert_eq!((ending, engine.seen.len()), (Ending::Finished, 1));
    assert!(String::from_utf8_lossy(&err).contains("note: the output was closed before the input ended"));
}

/// Everything that a run says, but for how long it took.
fn said(options: &Run, batch_bytes: usize) -> (Ending, String, String, Vec<String>) {
    let mut engine = Tiny::default();
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let ending = run_sized(options, &mut engine, &mut out, &mut err, false, |sizes| sizes.tiny(batch_bytes)).unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let err: String = text(err).split_inclusive('\n').filter(|line| !line.contains(" a second)")).collect();
    (ending, text(out), err, engine.seen)
}

#[test]
fn a_run_says_the_same_whatever_the_threads() {
    let folder = Folder::new();
    let names = ["sh", "curl", "nc", "x", "sh", "y"];
    let mut logs = Vec::new();
    for number in 0..5_i64 {
        let mut log = String::new();
        for at in 0..300_i64 {
            let host = ["a", "b", "c"][(at % 3) as usize];
            // Not in order, and some far behind.
            let second = at * 2 - (at * 7919 % 13) - if at % 97 == 50 { 60 } else { 0 } + number;
            log += &event(host, names[(at * 31 + number) as usize % names.len()], second);
            if at % 41 == number {
                log += ["nope\n", "\n", "{\"process.name\":\"untimed\"}\n", "{\"process.pid\":\"many\"}\r\n", "[]\n"]
                    [at as usize % 5];
            }
        }
        if number % 2 == 0 {
            logs.push(folder.file(&format!("{number}.ndjson"), &log));
        } else {
            let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            gzip.write_all(log.as_bytes()).unwrap();
            let mut packed = gzip.finish().unwrap();
            if number == 3 {
                // The end is missing.
                packed.truncate(packed.len() - 9);
            }
            logs.push(folder.file(&format!("{number}.gz"), packed));
        }
    }
    logs.insert(2, folder.0.path().join("missing"));
    let mut different = std::collections::BTreeSet::new();
    for files in [logs.clone(), logs[..1].to_vec(), logs[1..2].to_vec(), logs[3..].to_vec()] {
        for (sort, no_limit) in [(false, false), (false, true), (true, true)] {
            let of = |threads, batch_bytes| {
                let mut options = options(files.clone());
                (options.logs.sort, options.no_limit, options.logs.threads) = (sort, no_limit, Some(threads));
                said(&options, batch_bytes)
            };
            let one = of(1, usize::MAX);
            assert!(one.3.len() >= 300 && !one.1.is_empty() && one.2.contains("error: "), "{}", one.2);
            different.insert(one.1.clone());
            for threads in [1, 2, 3, 8] {
                for batch_bytes in [1, 500, 20_000] {
                    assert_eq!(of(threads, batch_bytes), one, "{threads} threads, {batch_bytes} bytes, {files:?}");
                }
            }
        }
    }
    assert!(different.len() > 8, "these runs tell apart what they are given");
}
