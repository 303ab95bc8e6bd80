//! `detectors import`: files of other formats in; rule files, a report and an exit code out.

use std::collections::BTreeMap;
use std::path::Path;

use expect_test::{Expect, expect};
use serde_json::Value;

use crate::support::{Folder, Outcome, program, run, run_with};

/// Files of a folder, made with the folders that they need.
fn folder(files: &[(&str, &str)]) -> Folder {
    let folder = Folder::new();
    for (name, text) in files {
        write(&folder, name, text);
    }
    folder
}

pub(crate) fn write(folder: &Folder, name: &str, text: &str) {
    let path = folder.path().join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

pub(crate) fn import(folder: &Folder, arguments: &[&str]) -> Outcome {
    import_with(folder, arguments, "")
}

fn import_with(folder: &Folder, arguments: &[&str], input: &str) -> Outcome {
    run_with(program().current_dir(folder.path()).arg("import").args(arguments), input.as_bytes())
}

/// The record of imports in a folder.
pub(crate) const RECORD: &str = ".detectors-import.json";

/// All files below a folder, with their texts; without the record of imports.
pub(crate) fn files(folder: &Folder, below: &str) -> BTreeMap<String, String> {
    let (mut files, mut folders) = (BTreeMap::new(), vec![folder.path().join(below)]);
    while let Some(path) = folders.pop() {
        for entry in std::fs::read_dir(path).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with(RECORD) {
                let name = path.strip_prefix(folder.path()).unwrap().display().to_string();
                files.insert(name, std::fs::read_to_string(path).unwrap());
            }
        }
    }
    files
}

fn names(folder: &Folder, below: &str) -> Vec<String> {
    files(folder, below).into_keys().collect()
}

pub(crate) fn toml(id: &str, name: &str, query: &str) -> String {
    format!(
        "[metadata]\nmaturity = \"production\"\n\n[rule]\nrule_id = \"{id}\"\nname = \"{name}\"\ndescription = \"D.\"\nseverity = \"low\"\nrisk_score = 21\ntype = \"eql\"\nquery = '''\n{query}\n'''\n"
    )
}

/// A rule of the API on one line.
fn json(id: &str, name: &str, kind: &str) -> String {
    format!(
        r#"{{"rule_id":"{id}","name":"{name}","description":"D.","severity":"low","risk_score":21,"type":"{kind}","query":"any where true"}}"#
    )
}

/// What a checkout looks like: rules in EQL and not, deprecated ones, files that are no rules, a hidden folder.
pub(crate) fn checkout() -> Folder {
    folder(&[
        ("checkout/rules/linux/netcat.toml", &toml("r-1", "Netcat", "process where process.name == \"nc\"")),
        ("checkout/rules/_deprecated/shell.toml", &toml("r-2", "Shell", "process where process.name : \"sh\"")),
        ("checkout/rules/windows/logon.toml", &toml("r-3", "Logon", "event.code:4624").replace("\"eql\"", "\"query\"")),
        (
            "checkout/rules/windows/many_logons.toml",
            &toml("r-4", "Many Logons", "event.code:4624").replace("\"eql\"", "\"threshold\""),
        ),
        ("checkout/hunting/dns.toml", "[hunt]\nname = \"DNS\"\n"),
        ("checkout/pyproject.toml", "[project]\nname = \"x\"\n"),
        ("checkout/etc/version.lock.json", "{\"r-1\": {\"version\": 1}}\n"),
        ("checkout/README.md", "[rule]"),
        ("checkout/.git/x.toml", "["),
    ])
}

#[test]
fn a_checkout_becomes_a_folder_of_rule_files() {
    let folder = checkout();
    let outcome = import(&folder, &["checkout", "--out", "rules"]).ended(0);
    expect![[r#"
        not EQL: kuery (1)
          Logon  (checkout/rules/windows/logon.toml)
        not EQL: threshold (1)
          Many Logons  (checkout/rules/windows/many_logons.toml)
        no rule
          2 × TOML without a table `[rule]`
          1 × a JSON object that is no rule
        2 rules of 7 files in rules: 2 new, 0 changed, 0 the same; 2 not in EQL, 3 no rule, 0 refused
        help: `detectors check rules` reads the queries too
    "#]]
    .assert_eq(&outcome.out);
    assert_eq!(outcome.err, "");
    let written = files(&folder, "rules");
    expect![[r#"
        rule_id: r-1
        name: Netcat
        description: D.
        severity: low
        risk_score: 21
        type: eql
        query: |
          process where process.name == "nc"
        meta:
          metadata:
            maturity: production
    "#]]
    .assert_eq(&written["rules/rules/linux/netcat.yml"]);
    assert_eq!(names(&folder, "rules"), ["rules/rules/_deprecated/shell.yml", "rules/rules/linux/netcat.yml"]);
    let checked = run(&["check", &folder.path().join("rules").display().to_string()]).ended(0);
    assert_eq!(checked.err, "2 rules: no problems\n");

    let again = import(&folder, &["checkout", "--out", "rules"]).ended(0);
    assert!(again.out.contains("in rules: 0 new, 0 changed, 2 the same;"), "{}", again.out);
    assert_eq!(files(&folder, "rules"), written);
}

#[test]
fn check_says_what_would_change_and_writes_nothing() {
    let folder = checkout();
    let check = |code: i32, expected: Expect| {
        let before = files(&folder, "");
        let outcome = import(&folder, &["checkout/rules/linux", "checkout/rules/_deprecated", "--out", "rules", "--check"]);
        expected.assert_eq(&outcome.ended(code).out);
        assert_eq!(files(&folder, ""), before);
    };
    check(
        1,
        expect![[r#"
        would be new (2)
          rules/netcat.yml
          rules/shell.yml
        2 rules of 2 files in rules: 2 would be new, 0 would be changed, 0 the same; 0 not in EQL, 0 no rule, 0 refused
    "#]],
    );
    import(&folder, &["checkout/rules/linux", "checkout/rules/_deprecated", "--out", "rules"]).ended(0);
    check(
        0,
        expect![[r#"
        2 rules of 2 files in rules: 0 would be new, 0 would be changed, 2 the same; 0 not in EQL, 0 no rule, 0 refused
    "#]],
    );
    write(&folder, "checkout/rules/linux/netcat.toml", &toml("r-1", "Netcat", "process where process.name == \"ncat\""));
    let shell = files(&folder, "rules")["rules/shell.yml"].clone();
    write(&folder, "rules/shell.yml", &format!("# mine\n{shell}"));
    check(
        1,
        expect![[r#"
            would be changed (1)
              rules/netcat.yml  (query)
            2 rules of 2 files in rules: 0 would be new, 1 would be changed, 1 the same; 0 not in EQL, 0 no rule, 0 refused
        "#]],
    );
}

#[test]
fn a_file_that_is_there_keeps_its_tests_and_dialect() {
    let folder = checkout();
    import(&folder, &["checkout", "--out", "."]).ended(0);
    let tests = "tests:\n  # mine\n  - { name: nc, events: [{ event.category: process, process.name: nc }], alerts: 1 }\n";
    let text = files(&folder, "rules/linux")["rules/linux/netcat.yml"].clone();
    let mine = text.replace("type: eql\n", "type: eql\ndialect: endpoint\n") + tests;
    write(&folder, "rules/linux/netcat.yml", &mine);
    import(&folder, &["checkout", "--out", ".", "--check"]).ended(0);
    write(&folder, "checkout/rules/linux/netcat.toml", &toml("r-1", "Ncat", "process where process.name == \"nc\""));
    let outcome = import(&folder, &["checkout", "--out", "."]).ended(0);
    assert!(outcome.out.starts_with("changed (1)\n  ./rules/linux/netcat.yml  (name)\n"), "{}", outcome.out);
    assert_eq!(files(&folder, "rules/linux")["rules/linux/netcat.yml"], mine.replace("Netcat", "Ncat"));
}

/// A rule has one file: under a new name, and after somebody has put its file elsewhere.
#[test]
fn a_rule_goes_to_the_file_that_has_it() {
    let folder = folder(&[("export.ndjson", &json("r-1", "First Name", "eql"))]);
    import(&folder, &["export.ndjson", "--out", "rules"]).ended(0);
    assert_eq!(names(&folder, "rules"), ["rules/first_name.yml"]);
    write(&folder, "export.ndjson", &json("r-1", "Second Name", "eql"));
    import(&folder, &["export.ndjson", "--out", "rules"]).ended(0);
    assert_eq!(names(&folder, "rules"), ["rules/first_name.yml"]);
    std::fs::create_dir(folder.path().join("rules/mine")).unwrap();
    std::fs::rename(folder.path().join("rules/first_name.yml"), folder.path().join("rules/mine/a.yaml")).unwrap();
    write(&folder, "toml/netcat.toml", &toml("r-1", "Third Name", "any where true"));
    let outcome = import(&folder, &["toml", "--out", "rules"]).ended(0);
    assert!(outcome.out.starts_with("changed (1)\n  rules/mine/a.yaml  (name, query, meta)\n"), "{}", outcome.out);
    assert_eq!(names(&folder, "rules"), ["rules/mine/a.yaml"]);
}

#[test]
fn two_rules_never_get_one_file() {
    let of = |id: &str| json(id, "Same Name", "eql");
    let exported =
        [of("aaaaaaaa-1"), of("aaaaaaaa-2"), of("AAAAAAAA 2"), of("cccccccc-3"), json("d-4", "same: NAME", "eql")].join("\n");
    let folder = folder(&[
        ("in/export.ndjson", &exported),
        ("in/other/same_name.toml", &toml("e-5", "Another", "any where true")),
        ("in/SAME_NAME.toml", &toml("f-6", "Another", "any where true")),
        ("rules/same_name.yml", "rule_id: z-9\n"),
    ]);
    let outcome = import(&folder, &["in", "--out", "rules"]).ended(0);
    expect![[r#"
        with the rule_id in the name, since another rule has the file (6)
          rules/SAME_NAME_f_6.yml
          rules/same_name_aaaaaaaa.yml
          rules/same_name_aaaaaaaa_2.yml
          rules/same_name_aaaaaaaa_2_3.yml
          rules/same_name_cccccccc.yml
          rules/same_name_d_4.yml
        errors of 1 rule, the queries not yet read (1)
          rules/same_name_aaaaaaaa_2_3.yml:1:10: [DR010] `AAAAAAAA 2` is not a rule id
        7 rules of 3 files in rules: 7 new, 0 changed, 0 the same; 0 not in EQL, 0 no rule, 0 refused
        help: `detectors check rules` reads the queries too
    "#]]
    .assert_eq(&outcome.out);
    let written = files(&folder, "rules");
    let ids: Vec<_> = written.iter().map(|(name, text)| format!("{name} {}", text.lines().next().unwrap())).collect();
    expect![[r#"
        rules/SAME_NAME_f_6.yml rule_id: f-6
        rules/other/same_name.yml rule_id: e-5
        rules/same_name.yml rule_id: z-9
        rules/same_name_aaaaaaaa.yml rule_id: aaaaaaaa-1
        rules/same_name_aaaaaaaa_2.yml rule_id: aaaaaaaa-2
        rules/same_name_aaaaaaaa_2_3.yml rule_id: AAAAAAAA 2
        rules/same_name_cccccccc.yml rule_id: cccccccc-3
        rules/same_name_d_4.yml rule_id: d-4"#]]
    .assert_eq(&ids.join("\n"));
    let again = import(&folder, &["in", "--out", "rules"]).ended(0);
    assert!(again.out.contains(" 0 new, 0 changed, 7 the same;"), "{}", again.out);
    assert_eq!(files(&folder, "rules"), written);
}

/// What is refused is told with its place and help; the rest is imported.
#[test]
fn what_is_refused_keeps_nothing_else_from_being_imported() {
    let folder = folder(&[
        ("in/bad.toml", "[rule]\nname = é\n"),
        ("in/keys.toml", &toml("r-2", "N", "any where true").replace("severity = \"low\"\n", "")),
        ("in/lines.ndjson", &[json("r-3", "Three", "eql"), "{\"a\":".into(), json("r-4", "Four", "eql")].join("\n")),
        ("in/same.json", &json("r-3", "Three", "eql")),
        ("in/mine.toml", &toml("r-5", "Five", "any where true")),
        ("in/other.toml", &toml("r-6", "Six", "any where true")),
        ("rules/mine.yml", "mine: all mine\n"),
    ]);
    std::fs::write(folder.path().join("in/latin.toml"), b"[rule]\nname = \"\xe9\"\n").unwrap();
    let outcome = import(&folder, &["nowhere", "in", "--out", "rules"]).ended(3);
    expect![[r#"
        error: cannot read `nowhere`: No such file or directory (os error 2)
        error: not TOML: string values must be quoted, expected literal string
         --> in/bad.toml:2:8
        error: the rule cannot be a rule file: no `severity`
         --> in/keys.toml:4:1
        help: add it to the rule
        error: it cannot be read: it is not UTF-8 in line 2
         --> in/latin.toml
        error: not JSON that can be a rule: the text ends within it
         --> in/lines.ndjson:2:5
        help: export or download it again
        error: the file that is there is no rule file that can be read
         --> in/mine.toml:4:1
         file: rules/mine.yml
        help: remove it or repair it
        error: the rule_id `r-3` is that of a rule of in/lines.ndjson too
         --> in/same.json:1:1
        help: give one of them another rule_id, or import one only
    "#]]
    .assert_eq(&outcome.err);
    expect![[r#"
        3 rules of 6 files in rules: 3 new, 0 changed, 0 the same; 0 not in EQL, 0 no rule, 6 refused
        help: `detectors check rules` reads the queries too
    "#]]
    .assert_eq(&outcome.out);
    assert_eq!(names(&folder, "rules"), ["rules/four.yml", "rules/mine.yml", "rules/other.yml", "rules/three.yml"]);
    assert_eq!(files(&folder, "rules")["rules/mine.yml"], "mine: all mine\n");
}

#[test]
fn exit_codes_tell_how_it_ended() {
    let good = toml("r-1", "One", "any where true");
    let folder = folder(&[
        ("good.toml", &good),
        ("other.toml", &good.replace("\"eql\"", "\"esql\"")),
        ("bad.toml", "["),
        ("empty/readme.md", ""),
        ("file", ""),
    ]);
    let cases: &[(&[&str], i32)] = &[
        (&["good.toml"], 0),
        (&["other.toml"], 0),
        (&["good.toml", "--out", "a"], 0),
        (&["good.toml", "--out", "a", "--check"], 0),
        (&["good.toml", "--out", "b", "--check"], 1),
        (&["good.toml", "bad.toml", "--out", "b", "--check"], 3),
        (&["other.toml", "--out", "b", "--check"], 0),
        (&["bad.toml"], 3),
        (&["good.toml", "nowhere"], 3),
        (&["good.toml", "empty"], 3),
        (&["good.toml", "--out", "file"], 2),
        (&["nowhere"], 2),
        (&["empty"], 2),
        (&[], 2),
        (&["good.toml", "--check"], 0),
        (&["bad.toml", "--check"], 3),
        (&["good.toml", "--format", "json"], 2),
        (&["good.toml", "--out", "b", "--format", "xml"], 2),
        (&["good.toml", "--no-such-flag"], 2),
    ];
    for (arguments, code) in cases {
        let outcome = import(&folder, arguments);
        assert_eq!(outcome.code, *code, "{arguments:?}\n{}\n{}", outcome.out, outcome.err);
        assert_eq!(outcome.err.is_empty(), *code < 2 && arguments.len() > 1, "{arguments:?}\n{}", outcome.err);
    }
    assert_eq!(names(&folder, "b"), [""; 0], "nothing is written by --check");
}

/// Without a folder the rule files go to the output, as documents of YAML, and the report does not get between them.
#[test]
fn rules_of_the_standard_input_are_printed() {
    let folder = Folder::new();
    let outcome = import_with(&folder, &["-"], &toml("r-1", "Netcat", "process where process.name == \"nc\"")).ended(0);
    assert_eq!(outcome.err, "1 rule of 1 file; 0 not in EQL, 0 no rule, 0 refused\n");
    assert!(outcome.out.starts_with("rule_id: r-1\nname: Netcat\n"), "{}", outcome.out);
    assert!(outcome.out.contains("query: |\n  process where process.name == \"nc\"\n"), "{}", outcome.out);

    let export = [json("r-1", "One", "eql"), json("r-2", "Two", "esql"), "{".into(), json("r-3", "Three", "eql")].join("\n");
    let outcome = import_with(&folder, &["-"], &export).ended(3);
    let documents: Vec<serde_yaml::Value> = outcome.out.split("---\n").map(|text| serde_yaml::from_str(text).unwrap()).collect();
    let ids: Vec<_> = documents.iter().map(|document| document["rule_id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["r-1", "r-3"]);
    expect![[r#"
        error: not JSON that can be a rule: the text ends within it
         --> standard input:3:1
        help: export or download it again
        not EQL: esql (1)
          Two  (standard input)
        2 rules of 1 file; 1 not in EQL, 0 no rule, 1 refused
    "#]]
    .assert_eq(&outcome.err);

    let outcome = import_with(&folder, &["-", "--out", "rules"], &export).ended(3);
    assert!(outcome.out.contains("2 rules of 1 file in rules: 2 new,"), "{}", outcome.out);
    assert_eq!(names(&folder, "rules"), ["rules/one.yml", "rules/three.yml"]);
}

#[test]
fn a_folder_that_cannot_be_written_is_told_once() {
    let folder = checkout();
    write(&folder, "rules", "a file");
    for out in ["rules", "rules/below"] {
        let outcome = import(&folder, &["checkout", "--out", out]).ended(2);
        assert!(outcome.err.starts_with(&format!("error: cannot write to `{out}`: ")), "{}", outcome.err);
        assert_eq!((outcome.err.lines().count(), outcome.out.as_str()), (2, ""), "{}", outcome.err);
    }
}

#[test]
fn what_is_written_in_yaml_is_told_for_what_it_is() {
    let sigma = "title: X\nlogsource:\n  product: linux\ndetection:\n  a: { b: c }\n  condition: a\n";
    let folder = folder(&[("sigma.yml", sigma), ("mine.yml", "rule_id: a\nquery: any where true\n")]);
    let outcome = import(&folder, &["sigma.yml", "mine.yml", "--out", "rules"]).ended(2);
    expect![[r#"
        error: it is a Sigma rule, whose conditions are not EQL
         --> sigma.yml
        help: read are rules of Elastic: TOML of detection-rules and protections-artifacts, JSON of Kibana's API; pySigma converts Sigma to EQL, and `detectors new` begins a rule for the query
        error: it is a rule file already
         --> mine.yml
        help: `detectors check` reads it as it is
    "#]]
    .assert_eq(&outcome.err);
    let outcome = import_with(&folder, &["-", "--out", "rules"], sigma).ended(2);
    assert!(outcome.err.contains("it is a Sigma rule"), "{}", outcome.err);
}

#[test]
fn json_has_an_object_for_each_part_of_each_file() {
    let endpoint =
        "[rule]\nid = \"e-1\"\nname = \"Endpoint\"\ndescription = \"D.\"\nos_list = [\"linux\"]\nquery = \"any where true\"\n";
    let export = [
        json("r-1", "One", "eql"),
        json("r-2", "One", "eql").replace("\"low\"", "\"info\""),
        json("r-3", "Three", "esql"),
        r#"{"exported_count":3}"#.into(),
        "{".into(),
    ];
    let folder = folder(&[("in/export.ndjson", &export.join("\n")), ("in/endpoint.toml", endpoint)]);
    import(&folder, &["in", "--out", "rules"]).ended(3);
    let mine = files(&folder, "rules")["rules/one.yml"].replace("risk_score: 21", "risk_score: 99");
    write(&folder, "rules/one.yml", &mine);
    let outcome = import(&folder, &["in", "--out", "rules", "--format", "json"]).ended(3);
    expect![[r#"
        {"result":"same","source":"in/endpoint.toml","line":1,"column":1,"rule_id":"e-1","name":"Endpoint","file":"rules/endpoint.yml","notes":["its `os_list` is kept in `meta.rule` and not enforced"]}
        {"result":"same","source":"in/export.ndjson","line":1,"column":1,"rule_id":"r-1","name":"One","file":"rules/one.yml","kept_keys":["risk_score"]}
        {"result":"same","source":"in/export.ndjson","line":2,"column":1,"rule_id":"r-2","name":"One","file":"rules/one_r_2.yml","errors":[{"line":4,"column":11,"code":"DR012","message":"`info` is no value of `severity`"}]}
        {"result":"other_language","source":"in/export.ndjson","line":3,"column":1,"name":"Three","kind":"esql"}
        {"result":"no_rule","source":"in/export.ndjson","line":4,"column":1,"kind":"the summary line of an export"}
        {"result":"refused","source":"in/export.ndjson","line":5,"column":1,"message":"not JSON that can be a rule: the text ends within it","help":"export or download it again"}
    "#]].assert_eq(&outcome.out);
    let results: Vec<Value> = outcome.alerts();
    assert_eq!(results.len(), 6);
}

/// Names, keys, paths and messages of strangers do not reach the terminal as they are.
#[test]
fn what_steers_a_terminal_is_shown_and_not_sent() {
    let escape = "\\u001b[2J\\u202e\\r\\n";
    let key =
        json(&format!("r-1{escape}"), &format!("One{escape}"), "eql").replace("\"low\"", &format!("\"{escape}\",\"{escape}\":1"));
    let export = [
        key.clone(),
        key.clone(),
        json("r-2", &format!("Two{escape}"), &format!("kind{escape}")),
        format!("{{\"{escape}\":1,\"{escape}\":2}}"),
        key.replace("r-1", "r-3").replace("\"query\"", "\"query_\""),
    ];
    let folder = folder(&[("in/a\u{1b}[2J.ndjson", &export.join("\n")), ("in/b\u{202e}.toml", "a = \u{1b}[2J\n")]);
    for arguments in [&["in", "in\u{1b}", "--out", "rules\u{1b}[1m"][..], &["in", "--out", "rules\u{1b}[1m", "--check"], &["in"]]
    {
        let outcome = import(&folder, arguments).ended(3);
        // Rule files are YAML, which escapes what does not print.
        for text in [outcome.out, outcome.err] {
            let sent = text.chars().find(|c| (c.is_control() && *c != '\n') || ('\u{202a}'..='\u{202e}').contains(c));
            assert_eq!(sent, None, "{text}");
            assert!(text.contains("\\u{1b}[2J") || text.contains("\\x1B[2J") || text.contains("\\e[2J"), "{text}");
        }
    }
    let written = std::fs::read_dir(folder.path().join("rules\u{1b}[1m")).unwrap();
    assert_eq!(written.filter(|entry| entry.as_ref().unwrap().file_name() != RECORD).count(), 1);
}

#[test]
fn large_inputs_are_read_and_reported_in_few_lines() {
    let query = format!("any where process.name in (\\\"a\\\"{})", ", \\\"a\\\"".repeat(20_000));
    let mut export: Vec<String> = (0..20_000).map(|at| json(&format!("o-{at}"), &format!("Other {at}"), "esql")).collect();
    export.extend((0..30).map(|at| json(&format!("r-{at}"), "Same Name", "eql")));
    export.push(json("large", "Large", "eql").replace("any where true", &query));
    export.extend(std::iter::repeat_n("{\"exported_count\":1}".to_owned(), 1_000));
    let folder = folder(&[("export.ndjson", &export.join("\n"))]);
    let outcome = import(&folder, &["export.ndjson", "--out", "rules"]).ended(0);
    assert!(outcome.out.lines().count() < 50, "{}", outcome.out);
    for part in ["not EQL: esql (20,000)", "… and 19,990 more", "1,000 × the summary line", "31 rules of 1 file", "31 new"] {
        assert!(outcome.out.contains(part), "no `{part}` in {}", outcome.out);
    }
    assert_eq!(names(&folder, "rules").len(), 31);
}

/// What somebody made to fill a terminal.
#[test]
fn the_report_has_an_end_whatever_is_read() {
    let long = "x".repeat(5_000);
    let mut export: Vec<String> = (0..1_000).map(|at| json(&format!("k-{at}"), &long, &format!("{at}{long}"))).collect();
    export.extend((0..1_000).map(|at| json(&format!("q-{at}"), &long, "eql").replace("\"low\"", "1")));
    export.extend((0..1_000).map(|_| format!("{{\"{long}\":1,\"{long}\":2}}")));
    export.extend((0..20).map(|at| json(&format!("s-{at}"), &long, "eql").replace("low", &long)));
    let folder = folder(&[("export.ndjson", &export.join("\n"))]);
    let outcome = import(&folder, &["export.ndjson", "--out", "rules"]).ended(3);
    for (what, text) in [("report", outcome.out), ("refused", outcome.err)] {
        assert!(text.len() < 100_000, "{what}: {} bytes", text.len());
        let more =
            if what == "report" { "not EQL: other kinds (980)" } else { "… and 1,900 more errors, all with --format json" };
        assert!(text.contains(more), "{what}: {text}");
    }
}

#[test]
fn a_file_that_is_too_large_is_not_read() {
    let folder = folder(&[("good.toml", &toml("r-1", "One", "any where true"))]);
    let file = std::fs::File::create(folder.path().join("large.json")).unwrap();
    file.set_len(1 << 40).unwrap();
    let outcome = import(&folder, &["large.json", "good.toml", "--out", "rules"]).ended(3);
    assert_eq!(outcome.err, "error: it cannot be read: it has more than 256 MiB\n --> large.json\n");
    import(&folder, &["large.json", "--out", "rules"]).ended(2);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_is_told() {
    use std::os::unix::fs::PermissionsExt;
    let folder = checkout();
    import(&folder, &["checkout", "--out", "rules"]).ended(0);
    let path = folder.path().join("rules/rules/linux/netcat.yml");
    write(&folder, "checkout/rules/linux/netcat.toml", &toml("r-1", "Netcat", "process where process.name == \"ncat\""));
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o444)).unwrap();
    let outcome = import(&folder, &["checkout", "--out", "rules"]).ended(3);
    expect![[r#"
        error: the file cannot be read or written: it is read-only
         --> checkout/rules/linux/netcat.toml:4:1
         file: rules/rules/linux/netcat.yml
        help: see who may write there, or import into another folder
    "#]]
    .assert_eq(&outcome.err);
    assert!(Path::new(&path).exists());
    assert!(std::fs::read_to_string(&path).unwrap().contains("== \"nc\"\n"));
}

#[test]
fn what_can_be_imported_is_told_without_a_folder_for_it() {
    let folder = checkout();
    let outcome = import(&folder, &["checkout", "--check"]).ended(0);
    expect![[r#"
        not EQL: kuery (1)
          Logon  (checkout/rules/windows/logon.toml)
        not EQL: threshold (1)
          Many Logons  (checkout/rules/windows/many_logons.toml)
        no rule
          2 × TOML without a table `[rule]`
          1 × a JSON object that is no rule
        2 rules of 7 files; 2 not in EQL, 3 no rule, 0 refused
    "#]]
    .assert_eq(&outcome.out);
    assert_eq!(outcome.err, "");
    let outcome = import(&folder, &["checkout", "--check", "--format", "json"]).ended(0);
    let objects = outcome.alerts();
    assert!(objects.iter().any(|object| object["result"] == "new" && object["rule_id"] == "r-1"), "{}", outcome.out);
    let outcome = import(&folder, &["checkout", "--format", "json"]).ended(2);
    assert!(outcome.err.contains("--out <FOLDER>|--check"), "{}", outcome.err);
}
