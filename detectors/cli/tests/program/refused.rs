//! Input that is no log, or not all of it: said, counted, told apart by the exit code, and the rest goes on.

use serde_json::Value;

use crate::support::{Folder, events, gzip, program, reverse_shell, run, run_with, zstandard};

#[test]
fn bad_lines_are_told_with_their_numbers_and_reasons() {
    let text = std::fs::read_to_string(events("bad_lines.expected.json")).unwrap();
    let expected: Value = serde_json::from_str(&text).unwrap();
    let path = events("bad_lines.ndjson").display().to_string();
    for sort in [&["--sort"][..], &[]] {
        let outcome = run(&[&["run", "--format", "json", &path], sort].concat()).ended(3);
        let told: Vec<(String, u64)> = outcome
            .err
            .split("error: ")
            .skip(1)
            .map(|told| {
                let (reason, place) = told.split_once(&format!("\n --> {path}:")).unwrap();
                (reason.to_owned(), place.split(':').next().unwrap().parse().unwrap())
            })
            .collect();
        let refused = expected["refused"].as_array().unwrap();
        assert_eq!(told.len(), refused.len(), "{}", outcome.err);
        for ((reason, line), refused) in told.iter().zip(refused) {
            assert_eq!(refused["line"], *line, "{reason}");
            let begins = match refused["reason"].as_str().unwrap() {
                "not_json" => "not JSON: expected ".to_owned(),
                "trailing" => "text after the document".to_owned(),
                "not_utf8" => "not UTF-8".to_owned(),
                "not_an_object" => "expected an object, found ".to_owned(),
                "mismatch" => format!("field `{}` is a", refused["field"].as_str().unwrap()),
                other => panic!("unknown reason {other}"),
            };
            assert!(reason.starts_with(&begins), "line {line}: {reason}");
        }
        assert!(outcome.err.contains(&format!("note: {} lines were refused\n", refused.len())), "{}", outcome.err);
        let alerts = outcome.alerts();
        let lines: Vec<Vec<u64>> = alerts
            .iter()
            .map(|alert| alert["events"].as_array().unwrap().iter().map(|event| event["line"].as_u64().unwrap()).collect())
            .collect();
        assert_eq!(lines, [[2, 24]], "{}", outcome.out);
    }
}

#[test]
fn exit_codes_tell_how_it_ended() {
    let folder = Folder::new();
    let alert = folder.file("alert", reverse_shell("h", 1));
    let quiet = folder.file("quiet", "{\"event.category\":\"process\"}\n");
    let partly = folder.file("partly", "{}\nnope\n");
    let bad = folder.file("bad", "nope\nnope\n");
    let empty = folder.file("empty", "");
    let missing = folder.path().join("missing").display().to_string();
    std::fs::create_dir(folder.path().join("nothing")).unwrap();
    let folder_itself = folder.path().join("nothing").display().to_string();
    let cases: &[(&[&str], i32)] = &[
        (&[&quiet], 0),
        (&[&alert], 0),
        (&[&empty], 0),
        (&[&alert, "--fail-on-alert"], 1),
        (&[&quiet, "--fail-on-alert"], 0),
        (&[&missing], 2),
        (&[&folder_itself], 2),
        (&[&missing, &folder_itself], 2),
        (&[&bad], 2),
        (&[&partly], 3),
        (&[&missing, &alert], 3),
        (&[&alert, &folder_itself], 3),
        (&[&alert, &partly, "--fail-on-alert"], 3),
        (&[&alert, &missing, "--fail-on-alert"], 3),
        (&["--no-such-flag", &alert], 2),
        (&[], 2),
        (&[&alert, "--sort", "--lateness", "1s"], 2),
        (&[&alert, "--lateness", "10"], 2),
    ];
    for (arguments, code) in cases {
        let outcome = run(&[&["run"], *arguments].concat());
        assert_eq!(outcome.code, *code, "{arguments:?}\n{}\n{}", outcome.out, outcome.err);
    }
}

/// Inputs that people give by mistake, and a part of the help that they get.
#[test]
fn what_is_no_log_gets_an_answer_that_helps() {
    let folder = Folder::new();
    let document = reverse_shell("h", 1);
    let first = document.lines().next().unwrap().to_owned();
    let pretty = serde_json::to_string_pretty(&serde_json::from_str::<Value>(&first).unwrap()).unwrap();
    let utf_16: Vec<u8> = [0xff, 0xfe].into_iter().chain(first.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let tar =
        [b"events.ndjson".to_vec(), vec![0; 244], b"ustar\x0000".to_vec(), vec![0; 248], first.clone().into_bytes()].concat();
    let array = format!("[{first},{first}]");
    let long = document.repeat(200);
    let (packed, frames, packed_tar, nothing) =
        (gzip(long.as_bytes()), zstandard(long.as_bytes()).repeat(2), gzip(&tar), gzip(b""));
    let cases: &[(&str, &[u8], i32, &[&str])] = &[
        ("array.json", array.as_bytes(), 2, &["expected an object, found an array", "jq -c '.[]' FILE"]),
        ("pretty.json", pretty.as_bytes(), 2, &["jq -c . FILE", "pretty.json:1:2", "are counted only"]),
        (
            "events.csv",
            b"time,host,process\n1,2,3\n2,3,4\n3,4,5\n4,5,6\n",
            2,
            &["CSV", "are counted only", "5 lines were refused"],
        ),
        ("system.evtx", b"ElfFile\0\0\0\0\0", 2, &["a Windows event log", "help: ", "Winlogbeat"]),
        ("x.pcap", b"\xd4\xc3\xb2\xa1\x02\0\x04\0", 2, &["a packet capture", "Packetbeat"]),
        ("x.zip", b"PK\x03\x04rest", 2, &["a zip archive", "unpack it"]),
        ("x.xz", b"\xfd7zXZ\0rest", 2, &["packed with xz", "xz -dc"]),
        ("x.tar", &tar, 2, &["a tar archive"]),
        ("x.tar.gz", &packed_tar, 2, &["a tar archive", "tar -xOf"]),
        ("utf16.json", &utf_16, 2, &["it is UTF-16", "iconv"]),
        ("syslog", b"<13>Mar  2 08:01:00 web-01 nc[2114]: started\n", 2, &["syslog"]),
        ("x.xml", b"<Events>\n<Event/>\n</Events>\n", 2, &["XML"]),
        (
            "export.ndjson",
            b"{\"attributes\":{\"title\":\"x\"},\"type\":\"dashboard\"}\n",
            0,
            &["no event has any field that the rules read"],
        ),
        (
            "answer.json",
            b"{\"took\":1,\"hits\":{\"hits\":[{\"_source\":{\"event.category\":\"process\"}}]}}\n",
            0,
            &[".hits.hits[]"],
        ),
        ("other.ndjson", b"{\"process.name\":\"nc\",\"@timestamp\":0}\n", 0, &["no event has `event.category`"]),
        ("cut.gz", &packed[..packed.len() / 2], 3, &["its gzip data ends too early", "download the file again"]),
        ("cut.zst", &frames[..frames.len() - 7], 3, &["its Zstandard data ends too early", "download the file again"]),
        ("stub.gz", &packed[..5], 2, &["its gzip data ends too early"]),
        ("empty.gz", &nothing, 0, &["0 events from 1 source"]),
    ];
    for (name, bytes, code, parts) in cases {
        let path = folder.file(name, bytes);
        let outcome = run(&["run", &path]);
        assert_eq!(outcome.code, *code, "{name}: {}", outcome.err);
        for part in *parts {
            assert!(outcome.err.contains(part), "{name}: no `{part}` in\n{}", outcome.err);
        }
        assert!(outcome.err.lines().count() < 25, "{name}: too much is said:\n{}", outcome.err);
        let piped = run_with(program().args(["run", "-"]), bytes);
        assert_eq!(piped.code, *code, "{name} from standard input: {}", piped.err);
    }
}

#[test]
fn a_wrong_path_gets_a_suggestion() {
    let folder = Folder::new();
    folder.file("events.ndjson", reverse_shell("h", 1));
    let of = |name: &str| run_with(program().current_dir(folder.path()).args(["run", name]), b"").ended(2).err;
    let err = of("event.ndjson");
    assert!(
        err.contains("error: cannot read `event.ndjson`: ")
            && err.contains("help: a file with a similar name exists: `events.ndjson`"),
        "{err}"
    );
    assert!(of("*.json").contains("no file matches the pattern"), "{}", of("*.json"));
    assert!(of("nowhere/events.ndjson").contains("there is no folder `nowhere`"), "{}", of("nowhere/events.ndjson"));
    std::fs::create_dir(folder.path().join("nothing")).unwrap();
    assert!(of("nothing").contains("error: no file with the ending `.ndjson` or `.jsonl` or"), "{}", of("nothing"));
}

#[test]
fn a_missing_file_does_not_keep_the_others_from_being_read() {
    let folder = Folder::new();
    let path = folder.file("log", reverse_shell("h", 1));
    let outcome = run(&["run", "--format", "json", "no-such-file", &path]).ended(3);
    assert_eq!(outcome.alerts().len(), 1);
    assert!(outcome.err.contains("note: 1 file could not be read, or not to its end"), "{}", outcome.err);
}
