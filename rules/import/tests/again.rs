//! A rule is imported where its file is already: what stays, what comes in from the source, what is refused.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test stops where its data is not what it should be")]

use detectors_import::{Base, Existing, Form, Found, Rendered, Rule, State, import};
use expect_test::{Expect, expect};

const DETECTION_RULE: &str = r#"
[metadata]
maturity = "production"
[rule]
rule_id = "r-1"
name = "Netcat"
description = "D."
severity = "low"
risk_score = 21
type = "eql"
version = 2
query = '''
process where process.name == "nc"
'''
"#;

const ENDPOINT_RULE: &str = r#"
[rule]
id = "r-1"
name = "Netcat"
description = "D."
os_list = ["linux"]
query = "process where process.name == \"nc\""
"#;

/// The keys of the file of [`DETECTION_RULE`] up to its query.
const FILE: &str = "rule_id: r-1\nname: Netcat\ndescription: D.\nversion: 2\nseverity: low\nrisk_score: 21\ntype: eql\n";
const QUERY: &str = "query: |\n  process where process.name == \"nc\"\n";
const META: &str = "meta:\n  metadata:\n    maturity: production\n";
const TESTS: &str = "\n# Mine.\ntests:\n  - name: \"nc: started\" # as it is\n    events:\n\n      - { event.category: process, process.name: nc }\n    # One.\n    alerts: [[1]]\n";

#[track_caller]
fn rule(toml: &str) -> Rule {
    let [Found::Rule(rule)] = &import(toml, Form::Toml)[..] else { panic!("no rule") };
    (**rule).clone()
}

/// What imported the source has written.
fn imported(source: &str) -> (String, Base) {
    let rendered = rule(source).render(None).unwrap();
    (rendered.text, rendered.base)
}

/// Imports `source` where a file is that `before` was imported to; what comes of it is not changed by importing once more.
#[track_caller]
fn again(before: &str, source: &str, existing: &str) -> Rendered {
    let (rule, base) = (rule(source), imported(before).1);
    let existing = Existing { text: existing, base: Some(&base), overwrite: false };
    let rendered = rule.render(Some(existing)).unwrap_or_else(|refusal| panic!("{refusal:?}\n{}", existing.text));
    let text = &rendered.text;
    let once_more = rule.render(Some(Existing { text, base: Some(&rendered.base), overwrite: false })).unwrap();
    assert_eq!((once_more.state, &once_more.text), (State::Same, text));
    rendered
}

/// Asserts that a file stays as it is.
#[track_caller]
fn assert_stays(source: &str, existing: &str, kept: &[&str]) {
    let rendered = again(source, source, existing);
    assert_eq!((rendered.state, rendered.text.as_str()), (State::Same, existing));
    assert_eq!(rendered.kept, kept, "{existing}");
}

fn changed(keys: &[&str]) -> State {
    State::Changed(keys.iter().map(|key| (*key).to_owned()).collect())
}

#[test]
fn a_file_as_it_was_imported_stays_as_it_is() {
    let file = [FILE, QUERY, META].concat();
    assert_eq!(imported(DETECTION_RULE).0, file);
    for existing in [file.clone(), file.clone() + TESTS, file + "tests: []\n"] {
        assert_stays(DETECTION_RULE, &existing, &[]);
        // Also if nothing is known of the last import.
        let rendered = rule(DETECTION_RULE).render(Some(existing.as_str().into())).unwrap();
        assert_eq!((rendered.state, rendered.text), (State::Same, existing));
    }
}

#[test]
fn a_checkout_with_crlf_stays_as_it_is() {
    let existing = [FILE, QUERY, META, TESTS].concat();
    let rendered = again(DETECTION_RULE, DETECTION_RULE, &existing.replace('\n', "\r\n"));
    assert_eq!((rendered.state, rendered.text), (State::Same, existing));
}

/// What the source has changed comes in, wherever it is; what the user has changed stays as it stands.
#[test]
fn changes_of_the_source_and_of_the_user_come_together() {
    let mine = [
        "# mine, all of it\n---\n",
        &FILE.replace("low", "high # detectors: allow DR020 -- a reason"),
        "dialect: endpoint\n\n# detectors: allow DR730 -- above a key\n",
        QUERY,
        "tags:\n- mine # too\n",
        META,
        TESTS,
        "# the end\n",
    ]
    .concat();
    assert_stays(DETECTION_RULE, &mine, &["severity"]);
    let newer = DETECTION_RULE.replace("\"nc\"", "\"ncat\"").replace("version = 2\n", "version = 3\nfrom = \"now-9m\"\n");
    let newer = newer.replace("maturity = \"production\"", "").replace("description = \"D.\"", "# Better.\ndescription = \"E.\"");
    let rendered = again(DETECTION_RULE, &newer, &mine);
    assert_eq!(
        (rendered.state, rendered.kept),
        (changed(&["description", "version", "query", "from", "meta"]), vec!["severity".into()])
    );
    expect![[r##"
        # mine, all of it
        ---
        rule_id: r-1
        name: Netcat
        # Better.
        description: E.
        version: 3
        severity: high # detectors: allow DR020 -- a reason
        risk_score: 21
        type: eql
        dialect: endpoint

        # detectors: allow DR730 -- above a key
        query: |
          process where process.name == "ncat"
        from: now-9m
        tags:
        - mine # too
        meta:
          metadata: {}

        # Mine.
        tests:
          - name: "nc: started" # as it is
            events:

              - { event.category: process, process.name: nc }
            # One.
            alerts: [[1]]
        # the end
    "##]]
    .assert_eq(&rendered.text);
}

#[test]
fn what_the_user_made_of_the_file_stays() {
    let file = [FILE, QUERY, META].concat();
    for (existing, kept) in [
        (file.replace("low", "high"), &["severity"][..]),
        (file.replace("production", "development"), &["meta"]),
        (file.replace("\"nc\"", "\"nc\" // detectors: allow DR730"), &["query"]),
        (file.clone() + "tags: [mine]\n", &[]),
        (file.replace("version: 2\n", ""), &["version"]),
        (format!("# mine\n{file}"), &[]),
        (file.replace("type: eql", "type: eql # mine"), &[]),
        (file.replace("name: Netcat", "name: 'Netcat'"), &[]),
        (file.replace("query: |", "# detectors: allow DR730\nquery: |"), &[]),
    ] {
        assert_stays(DETECTION_RULE, &existing, kept);
    }
}

/// Both have changed one key: nobody but the user knows which is right.
#[test]
fn what_both_have_changed_is_refused_and_named() {
    let (file, base) = imported(DETECTION_RULE);
    let newer = DETECTION_RULE.replace("\"nc\"", "\"ncat\"").replace("version = 2\n", "version = 3\n");
    let mine = format!("# mine\n{}", file.replace("\"nc\"", "\"nc.traditional\"").replace("low", "high")) + TESTS;
    let existing = Existing { text: &mine, base: Some(&base), overwrite: false };
    let refusal = rule(&newer).render(Some(existing)).unwrap_err();
    expect!["the file was changed by hand and so was its source, both in `query`; help: make them the same, or `--overwrite` takes these keys from the source"]
        .assert_eq(&format!("{}; help: {}", refusal.message, refusal.help.unwrap_or_default()));
    let rendered = rule(&newer).render(Some(Existing { overwrite: true, ..existing })).unwrap();
    assert_eq!((rendered.state, rendered.kept), (changed(&["version", "query"]), vec!["severity".into()]));
    assert_eq!(rendered.text, mine.replace("nc.traditional", "ncat").replace("version: 2", "version: 3"));
    // The same change on both sides is none.
    let same = mine.replace("nc.traditional", "ncat");
    assert!(rule(&newer).render(Some(Existing { text: &same, ..existing })).is_ok());
    // Whoever removes what the other changes.
    let removed = file.replace("version: 2\n", "");
    let refusal = rule(&newer).render(Some(Existing { text: &removed, ..existing })).unwrap_err();
    assert!(refusal.message.ends_with("both in `version`"), "{}", refusal.message);
    let without = DETECTION_RULE.replace("version = 2\n", "");
    assert!(!rule(&without).render(Some(Existing { text: &file, ..existing })).unwrap().text.contains("version"));
    let refusal =
        rule(&without).render(Some(Existing { text: &file.replace("version: 2", "version: 7"), ..existing })).unwrap_err();
    assert!(refusal.message.ends_with("both in `version`"), "{}", refusal.message);
}

/// Nothing is known of the last import: what differs may be the user's.
#[test]
fn without_a_base_no_value_is_replaced() {
    let file = [FILE, QUERY, META].concat();
    let render = |text: &str, overwrite| rule(DETECTION_RULE).render(Some(Existing { text, base: None, overwrite }));
    let mine = format!("# mine\n{}tags: [mine]\n", file.replace("type: eql", "type: eql # mine").replace("version: 2\n", ""));
    let rendered = render(&mine, false).unwrap();
    assert_eq!((rendered.state, rendered.text), (changed(&["version"]), mine.replace("severity", "version: 2\nseverity")));
    let other = mine.replace("low", "high");
    expect!["the file is not what the source says in `severity`, and nothing tells which of them has changed"]
        .assert_eq(&render(&other, false).unwrap_err().message);
    assert!(render(&other, true).unwrap().text.contains("type: eql # mine\n"));
    assert!(render(&other, true).unwrap().text.contains("severity: low\n"));
}

/// The Endpoint's rules have no severity and no risk score: who has the file has the last word.
#[test]
fn what_the_source_does_not_say_stays() {
    let file = imported(ENDPOINT_RULE).0;
    let mine = file.replace("severity: medium", "severity: critical").replace("risk_score: 47", "risk_score: 99");
    let mine_too = mine.replace("dialect: endpoint", "dialect: elasticsearch");
    for existing in [mine, mine_too] {
        assert_stays(ENDPOINT_RULE, &existing, &[]);
        assert_eq!(rule(ENDPOINT_RULE).render(Some(existing.as_str().into())).unwrap().state, State::Same);
    }
}

/// Tests stay as they are, wherever and however they stand.
#[test]
fn tests_are_found_wherever_and_however_they_are_written() {
    let end = [FILE, QUERY, META].concat();
    for tests in [
        TESTS,
        "tests:\n- name: a\n  events: [{ process.name: nc }]\n  alerts: 0\n",
        "tests: [ { name: a, events: [ { a: 1 } ],\n  alerts: [] } ]\n",
        "tests: [\n  { name: a,\n    events: [ { a: 1 } ], alerts: [] }\n]\n",
        "tests:\n  - name: |\n      tests:\n      - x\n\n    events: [{}]\n    alerts: []\n\n\n",
        "tests:\n  - { name: a, events: [{}], alerts: [] }\n# the end\n",
        "tests: # all\n  - { name: a, events: [&e { a: 1 }, *e], alerts: [] }\n",
    ] {
        for existing in [format!("{end}{tests}"), [FILE, tests, QUERY, META].concat()] {
            assert_stays(DETECTION_RULE, &existing, &[]);
            let newer = DETECTION_RULE.replace("\"nc\"", "\"ncat\"");
            let (before, after) = existing.split_once("query: |\n  process where process.name == \"nc\"\n").unwrap();
            let expected = [before, "query: |\n  process where process.name == \"ncat\"\n", after].concat();
            assert_eq!(again(DETECTION_RULE, &newer, &existing).text, expected);
        }
        let unended = format!("{end}{tests}");
        let rendered = again(DETECTION_RULE, DETECTION_RULE, unended.trim_end());
        assert_eq!((rendered.state, rendered.text.trim_end()), (State::Same, unended.trim_end()), "without a line break");
    }
}

/// A query that ends with empty lines ends where it ended, whatever comes behind it.
#[test]
fn tests_behind_a_text_with_empty_lines_are_no_part_of_it() {
    let short = DETECTION_RULE.replace("[metadata]\nmaturity = \"production\"", "");
    let source = short.replace("\"nc\"\n'''", "\"nc\"\n\n\n'''");
    let file = imported(&source).0;
    assert!(file.ends_with("\n\n\n"), "{file}");
    let expected = format!("{file}{}", TESTS.trim_start());
    assert_stays(&source, &expected, &[]);
    assert_eq!(again(&short, &source, &(imported(&short).0 + TESTS)).text, expected);
}

#[test]
fn a_file_that_is_another_s_is_refused() {
    let file = [FILE, QUERY, META].concat();
    let check = |existing: &str, expected: Expect| {
        let refusal = rule(DETECTION_RULE).render(Some(existing.into())).unwrap_err();
        assert_eq!(refusal.place, None);
        expected.assert_eq(&format!("{}; help: {}", refusal.message, refusal.help.unwrap_or_default()));
    };
    check(
        &file.replace("r-1", "r-2"),
        expect!["the file that is there has another rule, `r-2`; help: move it away, or import into another folder"],
    );
    let no_rules = ["", "mine", "a: 1\n", "- 1\n", "rule_id: [\n", "name: N\n", "\0"];
    let messages = no_rules.map(|text| rule(DETECTION_RULE).render(Some(text.into())).unwrap_err().message);
    assert_eq!(messages, ["the file that is there is no rule file that can be read"; 7]);
    let anchored = file.replace("name: Netcat", "name: &n Netcat") + "tests:\n  - { name: *n, events: [{}], alerts: [] }\n";
    check(
        &anchored,
        expect![
            "the file that is there cannot be taken apart key by key; help: write each key on lines of its own, without anchors of other keys"
        ],
    );
}
